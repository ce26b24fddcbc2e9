"""Looking at a derivative: its source, where its lines come from, what tracebacks show."""
import builtins
import inspect
import linecache
import pdb
import pickle
import subprocess
import sys
import textwrap
import traceback

import numpy as np
import pytest

import tangent
from tangent.derive.cache import forget
from tangent.errors import ArgumentError


def helper(a):
    return np.tanh(a) * a


def f(x):
    y = helper(x)
    return y * x


def test_getsource_gives_the_derivatives_own_text():
    df = tangent.grad(f)
    text = inspect.getsource(df)
    assert text.startswith('def dfdx(x, bresult=1.0):\n') and text.count('def ') == 1
    assert tangent.source(df).startswith(text.rstrip('\n'))


def test_source_has_the_derivatives_of_callees():
    text = tangent.source(tangent.grad(f))
    for head in ('def dfdx(', 'def primal_helper(', 'def adjoint_helper('):
        assert text.count(head) == 1
    compile(text, '<all>', 'exec')


def test_source_has_each_callee_once_however_deep():
    def outer(x):
        return f(x) + f(x * x) + helper(x)
    text = tangent.source(tangent.grad(outer))
    for head in ('def douterdx(', 'def primal_f(', 'def adjoint_f(', 'def primal_helper(',
                 'def adjoint_helper('):
        assert text.count(head) == 1


def test_the_source_runs_as_it_stands():
    namespace = {'np': np, 'tangent': tangent}
    exec(tangent.source(tangent.grad(f)), namespace)
    assert namespace['dfdx'](0.7) == tangent.grad(f)(0.7)


def test_source_of_other_functions_is_refused():
    for other in (f, np.sin, len, lambda x: x):
        with pytest.raises(ArgumentError, match='derivative'):
            tangent.source(other)
    for other in (3, None, 'dfdx'):
        with pytest.raises(ArgumentError):
            tangent.source(other)


def test_getsourcelines_and_getfile():
    df = tangent.grad(f)
    lines, first = inspect.getsourcelines(df)
    assert ''.join(lines) == inspect.getsource(df) and first <= 1
    assert linecache.getlines(df.__code__.co_filename) == lines


def test_linecache_keeps_generated_text_when_files_are_checked():
    df = tangent.grad(f)
    text = inspect.getsource(df)
    linecache.checkcache()
    assert inspect.getsource(df) == text
    assert linecache.getline(df.__code__.co_filename, 1) == 'def dfdx(x, bresult=1.0):\n'


def test_each_statement_has_the_line_numbers_of_its_text():
    df = tangent.grad(f)
    lines = inspect.getsource(df).splitlines()
    marked = {line for _, _, line in df.__code__.co_lines() if line}
    assert marked and max(marked) <= len(lines)
    assert all(lines[line - 1].strip() for line in marked)


# --- origins ----------------------------------------------------------------------

def longer(x, y):
    a = x * y
    b = np.sin(a)
    if b > 0.0:
        c = a * b
    else:
        c = a + b
    return c * x


def test_origin_maps_a_line_to_the_users():
    df = tangent.grad(longer, wrt=(0, 1))
    first = longer.__code__.co_firstlineno
    own = inspect.getsource(longer).splitlines()
    found = {}
    for number, line in enumerate(inspect.getsource(df).splitlines(), 1):
        origin = tangent.origin(df, number)
        if origin is not None:
            assert origin.file == __file__
            assert own[origin.line - first].strip().startswith(origin.text) or not origin.text
            found[line.strip()] = origin.text
    assert found['a = x * y'] == 'a = x * y'
    assert found['b = np.sin(a)'] == 'b = np.sin(a)'
    assert {'a = x * y', 'b = np.sin(a)', 'c = a * b', 'c = a + b', 'return c * x'} <= set(found.values())


def test_every_statement_of_the_backward_pass_follows_a_comment_with_its_origin():
    df = tangent.grad(longer, wrt=(0, 1))
    lines = inspect.getsource(df).splitlines()
    comments = [number for number, line in enumerate(lines, 1) if line.strip().startswith('# Grad of: ')]
    assert len(comments) == 5
    for number in comments:
        assert tangent.origin(df, number + 1).text == lines[number - 1].partition('# Grad of: ')[2]


def test_lines_without_an_origin():
    df = tangent.grad(longer)
    count = len(inspect.getsource(df).splitlines())
    assert tangent.origin(df, 1) is None
    for number in (0, -1, count + 1):
        assert tangent.origin(df, number) is None


def test_the_origin_of_a_second_derivative_is_what_the_user_wrote():
    ddf = tangent.grad(tangent.grad(lambda x: x * x * x))
    origins = [tangent.origin(ddf, n) for n in range(len(inspect.getsource(ddf).splitlines()) + 2)]
    assert {origin.file for origin in origins if origin} == {__file__}


def test_origin_of_another_function_is_refused():
    for other in (f, len, 3):
        with pytest.raises(ArgumentError):
            tangent.origin(other, 1)


# --- exceptions ---------------------------------------------------------------------

def failing(x, items):
    y = x * x
    picked = y * items[0]
    return picked


def test_an_exception_in_generated_code_shows_the_generated_line():
    df = tangent.grad(failing)
    with pytest.raises(IndexError) as caught:
        df(2.0, [])
    last = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert last.filename == df.__code__.co_filename
    assert last.name == 'dfailingdx'
    assert 'items[0]' in last.line
    assert tangent.origin(df, last.lineno).text == 'picked = y * items[0]'


def test_an_exception_in_a_callee_shows_its_generated_line():
    def outer(x, items):
        return failing(x, items) * 2.0
    df = tangent.grad(outer)
    with pytest.raises(IndexError) as caught:
        df(2.0, [])
    frames = traceback.extract_tb(caught.value.__traceback__)[1:]
    assert [frame.name for frame in frames] == ['douterdx', 'primal_failing']
    assert 'failing(x, items)' in frames[0].line and 'items[0]' in frames[1].line


def test_an_exception_that_the_user_raises_is_the_users():
    def positive(x):
        if x < 0.0:
            raise ValueError(f'negative: {x}')
        return x * x
    df = tangent.grad(positive)
    assert df(3.0) == 6.0
    with pytest.raises(ValueError, match='negative: -3.0'):
        df(-3.0)


def test_an_assertion_is_kept():
    def checked(x):
        assert x > 0.0, 'must be positive'
        return x * x
    df = tangent.grad(checked)
    assert df(3.0) == 6.0
    with pytest.raises(AssertionError, match='must be positive'):
        df(-3.0)


def test_pdb_finds_the_text():
    df = tangent.grad(f)
    debugger = pdb.Pdb()
    debugger.reset()
    assert debugger.set_break(df.__code__.co_filename, 2) is None
    debugger.clear_all_breaks()


# --- the same in every process ----------------------------------------------------------

PROGRAM = '''
    import numpy as np
    import tangent

    def helper(a, b):
        return np.tanh(a @ b) * a

    def f(x, y, z=3):
        scale = lambda v: v * y
        if np.sum(x) > 0:
            t = helper(x, y) + scale(x)
            u, *w = t, x, y
        else:
            t = x * y
            u, *w = y, t, x
        k = {'a': t, 'b': u, 'c': w[0]}
        return np.sum(k['a'] * k['b'] + k['c'] + x) * z

    for transform in (tangent.grad, tangent.value_and_grad, tangent.vjp):
        for options in ({}, {'motion': 'split'}, {'optimized': False}):
            print(tangent.source(transform(f, wrt=('x', 'y', 'z'), **options)))
    ddf = tangent.vjp(tangent.grad(f))
    print(tangent.source(ddf), ddf.__code__.co_filename)
'''


def test_the_same_text_in_every_process(tmp_path):
    path = tmp_path / 'program.py'
    path.write_text(textwrap.dedent(PROGRAM))
    runs = [subprocess.Popen([sys.executable, str(path)], text=True, stdout=subprocess.PIPE,
                             env={'PYTHONHASHSEED': seed, 'PYTHONPATH': ':'.join(p for p in sys.path if p)})
            for seed in ('0', '1', '2')]
    texts = [run.communicate()[0] for run in runs]
    assert all(run.returncode == 0 for run in runs)
    assert 'def dfdxdydz(' in texts[0]
    assert texts[0] == texts[1] == texts[2]


def test_the_same_text_again_in_one_process():
    assert tangent.source(tangent.grad(longer)) == tangent.source(tangent.grad(longer))

    def make():
        def g(x):
            return helper(x) * x
        return g
    assert tangent.source(tangent.grad(make())) == tangent.source(tangent.grad(make()))


def test_the_same_text_in_an_interactive_session(monkeypatch):
    def g(x):
        y = x
        while y < 1.0:
            y = 2.0 * y + x
        return y
    text = tangent.source(tangent.grad(g))
    forget()
    monkeypatch.setattr(builtins, '_', 3.0, raising=False)  # what the session printed last
    assert tangent.source(tangent.grad(g)) == text and 'for _ in range(steps)' in text


# --- verbose ---------------------------------------------------------------------------

def test_verbose_0_prints_nothing(capsys):
    tangent.grad(f)
    tangent.grad(f, verbose=0)
    assert capsys.readouterr().out == ''


def test_verbose_1_prints_the_derivative(capsys):
    for _ in range(2):  # made, and found in the cache
        df = tangent.grad(f, verbose=1)
        assert capsys.readouterr().out == tangent.source(df) + '\n'


def test_verbose_2_prints_every_stage(capsys):
    for _ in range(2):
        df = tangent.grad(longer, verbose=2)
        out = capsys.readouterr().out
        assert out.endswith(tangent.source(df) + '\n')
        stages = ['desugared', 'versions', 'a-normal form', 'derived', 'optimized']
        places = [out.find(f'--- {stage} ---') for stage in stages]
        assert -1 not in places and places == sorted(places)


def test_the_stages_that_verbose_2_prints_are_python(capsys):
    tangent.grad(f, verbose=2)
    parts = capsys.readouterr().out.split('--- ')[1:]
    assert len(parts) > 5
    for part in parts:
        compile(part.partition(' ---\n')[2], '<stage>', 'exec')


def test_the_derived_stage_has_the_parameters_of_the_derivative_with_their_own_defaults(capsys):
    def g(x, n=3):
        return x * n
    tangent.grad(g, verbose=2)
    out = capsys.readouterr().out
    assert 'bresult=3' not in out


def test_verbose_works_with_split(capsys):
    df = tangent.grad(f, verbose=1, motion='split')
    assert capsys.readouterr().out == tangent.source(df) + '\n'


# --- in notebooks -----------------------------------------------------------------------

def test_the_source_is_a_text_that_notebooks_show_in_colours():
    text = tangent.source(tangent.grad(f))
    assert isinstance(text, str) and text == str(text) and text + '' == text
    page = text._repr_html_()
    assert '<span class="defined">dfdx</span>' in page
    assert '<span class="comment"># Grad of: y = helper(x)</span>' in page
    assert pickle.loads(pickle.dumps(text)) == text
