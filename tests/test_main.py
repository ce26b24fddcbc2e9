"""The command line, as a user runs it."""
import importlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import tangent

pytest.importorskip('click', reason='click is not installed')
ROOT = Path(tangent.__file__).parent.parent

MODEL = '''
import numpy as np

SCALE = 2.0

def layer(x, w):
    return np.tanh(x @ w)

def loss(w, b, x):
    return SCALE * np.sum(layer(x, w) + b)

def refused(x):
    try:
        return x
    except ValueError:
        return 0.0

def example():
    return np.ones((3, 2)), 0.5, np.ones(3)

def too_few():
    return np.ones((3, 2)),

def too_few_dimensions():
    return 1.0, 0.5, 2.0

def single():
    return 2.0

def ends():
    raise SystemExit(3)

def pair(x):
    return x * x, x

def broken():
    return 1 / 0
'''

MISTAKEN = '''
from tangent.grads import d, elementwise

def square(x):
    return x * x

@elementwise(square)
def dsquare(y, x):
    d[x] = d[y] * 3.0 * x

def f(x):
    return square(x)

def example():
    return 2.0,
'''


@pytest.fixture
def folder(tmp_path):
    (tmp_path / 'model.py').write_text(MODEL)
    (tmp_path / 'mistaken.py').write_text(MISTAKEN)
    package = tmp_path / 'parts'
    package.mkdir()
    (package / '__init__.py').write_text('')
    (package / 'inner.py').write_text('from . import other\n\ndef f(x):\n    return other.g(x) * x\n')
    (package / 'other.py').write_text('def g(x):\n    return x * x\n')
    return tmp_path


def run(folder, *arguments, **environment):
    path = os.pathsep.join([str(ROOT), *[p for p in sys.path if 'site-packages' in p]])
    return subprocess.run([sys.executable, '-m', 'tangent', *arguments], cwd=folder, text=True, capture_output=True,
                          env={**os.environ, 'PYTHONPATH': path, **environment})


# What `python -m tangent` gives for each of several lists of arguments: each runs in a fork of one process.
MANY = '''
import json, os, runpy, sys, tempfile
import tangent.__main__

def outcome(arguments):
    with tempfile.TemporaryFile('w+') as out, tempfile.TemporaryFile('w+') as err:
        child = os.fork()
        if not child:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            sys.argv[1:] = arguments
            sys.modules.pop('tangent.__main__')
            runpy.run_module('tangent', run_name='__main__', alter_sys=True)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        out.seek(0)
        err.seek(0)
        return code, out.read(), err.read()

print(json.dumps([outcome(arguments) for arguments in json.loads(sys.argv[1])]))
'''


def run_many(folder, cases):
    path = os.pathsep.join([str(ROOT), *[p for p in sys.path if 'site-packages' in p]])
    done = subprocess.run([sys.executable, '-c', MANY, json.dumps(cases)], cwd=folder, text=True, check=True,
                          stdout=subprocess.PIPE, env={**os.environ, 'PYTHONPATH': path})
    return json.loads(done.stdout)


def test_it_prints_the_source(folder):
    for name in ('model.py:loss', 'model:loss', str(folder / 'model.py') + ':loss'):
        done = run(folder, name, '--wrt', 'w, b')
        assert (done.returncode, done.stderr) == (0, '')
        assert done.stdout.startswith('def dlossdwdb(w, b, x, bresult=1.0):\n')
        assert 'def adjoint_layer(' in done.stdout
        compile(done.stdout, 'printed', 'exec')


@pytest.mark.parametrize('wrt, name', [('0', 'dlossdw'), ('x,w', 'dlossdxdw'), ('-1', 'dlossdx'), ('0,2', 'dlossdwdx')])
def test_wrt(folder, wrt, name):
    assert run(folder, 'model:loss', f'--wrt={wrt}').stdout.startswith(f'def {name}(')


def test_a_transform(folder):
    done = run(folder, 'model:loss', '-t', 'hvp')
    assert done.returncode == 0 and '# Tangent of: ' in done.stdout


@pytest.mark.parametrize('options, expected', [
    (['-t', 'autodiff', '--mode', 'forward'], lambda loss: tangent.autodiff(loss, 'forward')),
    (['-t', 'hvp', '--mode', 'reverse-reverse'], lambda loss: tangent.hvp(loss, mode='reverse-reverse')),
    (['-t', 'jacobian', '--mode', 'reverse'], lambda loss: tangent.jacobian(loss, mode='reverse')),
    (['--motion', 'split'], lambda loss: tangent.grad(loss, motion='split')),
    (['--preserve-result'], lambda loss: tangent.grad(loss, preserve_result=True)),
    (['--no-check-dims', '--no-optimized'], lambda loss: tangent.grad(loss, check_dims=False, optimized=False)),
    (['--like', '--args', 'example'], lambda loss: tangent.grad(loss, like=(np.ones((3, 2)), 0.5, np.ones(3)))),
])
def test_options_of_transforms(folder, options, expected, monkeypatch):
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, 'model', raising=False)
    done = run(folder, 'model.py:loss', *options)
    assert (done.returncode, done.stderr) == (0, '')
    assert done.stdout == tangent.source(expected(importlib.import_module('model').loss))


def test_what_a_function_returns_besides(folder):
    ending = run(folder, 'model.py:pair', '--has-aux').stdout.splitlines()[-1].strip()
    assert ending in ('return bx, tangent.copied(x)', 'return tangent.recast(bx, x), tangent.copied(x)')  # NumPy 1


def test_colours_where_they_are_wanted(folder):
    coloured, plain = (run(folder, 'model:loss', option).stdout for option in ('--color', '--no-color'))
    assert '\x1b[' in coloured and '\x1b[' not in plain
    assert re.sub('\x1b\\[[0-9;]*m', '', coloured) == plain == run(folder, 'model:loss').stdout


def test_a_file_in_a_package(folder):
    done = run(folder, 'parts/inner.py:f')
    assert done.returncode == 0 and done.stdout == run(folder, 'parts.inner:f').stdout


def test_it_saves_a_module_that_runs_alone(folder):
    done = run(folder, 'model.py:loss', '-o', 'derivative.py')
    assert (done.returncode, done.stdout, done.stderr) == (0, '', 'dlossdw is in derivative.py\n')
    program = 'import numpy as np, derivative; print(derivative.dlossdw(np.zeros((3, 2)), 0.5, np.ones(3)).tolist())'
    alone = subprocess.run([sys.executable, '-c', program], cwd=folder, text=True, capture_output=True,
                           env={**os.environ, 'PYTHONPATH': os.pathsep.join([str(folder), str(ROOT)])})
    assert alone.stdout == '[[2.0, 2.0], [2.0, 2.0], [2.0, 2.0]]\n', alone.stderr


def test_it_writes_the_page(folder):
    done = run(folder, 'model.py:loss', '--html', 'page.html')
    assert (done.returncode, done.stdout, done.stderr) == (0, '', 'the page is page.html\n')
    assert '<title>grad of loss</title>' in (folder / 'page.html').read_text(encoding='utf-8')


def test_it_checks_derivatives(folder):
    for factory in ('example', 'model:example', 'model.py:example'):
        done = run(folder, 'model.py:loss', '--check', '--args', factory)
        assert (done.returncode, done.stderr) == (0, 'the derivatives agree with finite differences\n')


def test_a_check_that_fails(folder):
    done = run(folder, 'mistaken.py:f', '--check', '--args', 'example')
    assert done.returncode == 1 and "'x'" in done.stderr and 'Traceback' not in done.stderr


def test_help_says_what_there_is():
    done = run(ROOT, '--help')
    assert done.returncode == 0
    for word in ('--wrt', '--transform', 'hvp', '--output', '--html', '--check', '--args', '--like', '--mode',
                 '--motion', '--preserve-result', '--no-optimized', 'exit code'):
        assert word in done.stdout
    assert run(ROOT, '--version').stdout == f'tangent, version {tangent.__version__}\n'


MISTAKES = [
    ([], 2, "Missing argument 'MODULE:FUNCTION'"),
    (['model'], 2, "'model' names no function"),
    (['model:'], 2, "'model:' names no function"),
    (['missing.py:f'], 2, "there is no file 'missing.py'"),
    (['missing:f'], 1, "cannot import missing: ModuleNotFoundError: No module named 'missing'"),
    (['model:los'], 2, "model has no 'los'. Its functions: layer, loss, "),
    (['model:SCALE'], 2, "'SCALE' in model is no function but float"),
    (['model:loss', '-t', 'gard'], 2, "'gard' is not one of"),
    (['model:loss', '--check'], 2, '--check needs --args'),
    (['model:loss', '--like'], 2, '--like needs --args'),
    (['model:loss', '--args', 'example'], 2, '--args gives arguments to --check and --like: say which'),
    (['model:loss', '--like', '--args', 'single'], 1, 'single returned float, not the tuple of arguments'),
    (['model:loss', '--like', '--args', 'too_few'], 2, 'like= has 1 examples; loss takes w, b, x'),
    (['model:loss', '--check', '--args', 'ends'], 1, 'cannot make the arguments with ends: SystemExit: 3\n  File "'),
    (['model:loss', '--check', '--args', 'layer'], 1, 'cannot make the arguments with layer: TypeError: layer() '),
    (['model:loss', '--mode', 'forward'], 2, '--mode is for hvp, jacobian, hessian, autodiff, not for grad'),
    (['model:loss', '-t', 'jvp', '--motion', 'split'], 2, '--motion is for grad, value_and_grad, vjp, autodiff, not '),
    (['model:loss', '-t', 'hvp', '--mode', 'forward'], 2, "it is one of 'forward-reverse', "),
    (['model:loss', '--motion', 'both'], 2, "'both' is not one of 'joint', 'split'"),
    (['model:loss', '--wrt', 'q'], 2, "wrt='q': loss takes w, b, x"),
    (['model:loss', '--wrt', ''], 2, 'name at least one argument'),
    (['model:loss', '--html', '.'], 2, "File '.' is a directory"),
    (['my-model.py:f'], 2, "my-model.py cannot be imported: 'my-model' is no name in Python. Rename the file."),
    (['notes.txt:f'], 2, "'notes.txt' is no module and no Python file"),
    (['../model:f'], 2, "'../model' is no module and no Python file"),
    (['model.py::loss'], 2, "'model.py:' is no module and no Python file"),
    (['ends.py:f'], 1, 'cannot import ends.py: SystemExit: 4\n  File "'),
    (['model:loss', '-o', 'nowhere/x.py'], 1, 'No such file or directory'),
    (['model:refused'], 1, 'line 13\n    try:\n    ^\n'),
    (['model:loss', '--check', '--args', 'broken'], 1, 'ZeroDivisionError: division by zero\n  File "'),
    (['model:loss', '--check', '--args', 'too_few'], 1, 'Error: '),
    (['model:loss', '--check', '--args', 'too_few_dimensions'], 1, 'cannot call model:loss with them: '),
    (['broken.py:f'], 1, "cannot import broken.py: SyntaxError: '(' was never closed\n  File \""),
    (['sub/ast.py:f'], 2, "'ast' is the name of another module"),
]


def test_errors_are_short(folder):
    (folder / 'broken.py').write_text('x = (\n')
    (folder / 'ends.py').write_text('raise SystemExit(4)\n')
    (folder / 'my-model.py').write_text('def f(x):\n    return x\n')
    (folder / 'notes.txt').write_text('f\n')
    (folder / 'sub').mkdir()
    (folder / 'sub' / 'ast.py').write_text('def f(x):\n    return x\n')
    found = run_many(folder, [arguments for arguments, _, _ in MISTAKES])
    for (arguments, code, message), (returned, out, err) in zip(MISTAKES, found, strict=True):
        assert (returned, out) == (code, ''), f'{arguments}: {err}'
        assert message in err and 'Traceback' not in err, f'{arguments}: {err}'


def test_without_click_it_says_what_to_install(folder):
    (folder / 'click.py').write_text('raise ImportError("none")\n')
    done = run(folder, 'model:loss')
    assert done.returncode == 1
    assert done.stderr == "the command line of tangent needs click: pip install 'tangent[cli]'\n"
