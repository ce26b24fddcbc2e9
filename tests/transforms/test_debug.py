"""Exceptions that show the user's lines, and debuggers that step through generated code."""
from __future__ import annotations

import io
import os
import pdb
import subprocess
import sys
import textwrap
import traceback

import numpy as np
import pytest

import tangent

HAS_NOTES = hasattr(BaseException, 'add_note')


def failing(x, items):
    y = x * x
    picked = y * items[0]
    return picked


def outer(x, items):
    return failing(x, items) * 2.0


def text_of_error(df, *args, kind=Exception):
    """What is printed of the exception that a call raises inside tangent.debug()."""
    with pytest.raises(kind) as caught, tangent.debug():
        df(*args)
    return ''.join(traceback.format_exception(kind, caught.value, caught.value.__traceback__))


def test_an_exception_shows_the_users_line():
    df = tangent.grad(failing)
    text = text_of_error(df, 2.0, [])
    line = failing.__code__.co_firstlineno + 2
    assert 'IndexError: list index out of range\nGenerated code, most recent call last:\n' in text
    generated = tangent.source(df).splitlines()
    number = next(n for n, code in enumerate(generated, 1) if 'items[0]' in code)
    assert text.endswith(f"""
  line {number} of dfailingdx
    {generated[number - 1].strip()}
  is from the primal of
    File "{__file__}", line {line}
    picked = y * items[0]
""")


def test_each_generated_line_on_the_way_is_shown():
    text = text_of_error(tangent.grad(outer), 2.0, [])
    note = text[text.index('Generated code'):]
    assert note.index('return failing(x, items) * 2.0') < note.index('picked = y * items[0]')
    assert note.index(' of douterdx\n') < note.index(' of primal_failing\n')


@pytest.mark.parametrize('run, role', [
    (lambda f: (tangent.grad(f), 0.0), 'adjoint'), (lambda f: (tangent.jvp(f), 0.0, 1.0), 'tangent'),
    (lambda f: (tangent.grad(f), 'word'), 'primal'),
])
def test_the_role_of_the_generated_line_is_shown(run, role):
    def root(x):
        y = x ** 0.5
        return y * y
    text = text_of_error(*run(root))
    assert f'is from the {role} of\n    File "{__file__}"' in text
    assert text.rstrip().endswith('y = x ** 0.5')


def test_a_nested_derivative_shows_the_users_line():
    text = text_of_error(tangent.grad(tangent.grad(failing)), 2.0, [])
    assert f'File "{__file__}"' in text[text.index('Generated code'):]
    assert 'picked = y * items[0]' in text[text.index('Generated code'):]


class Model:
    def loss(self, x):
        return failing(x, [])


def of_model(model, x):
    return model.loss(x)


def test_calls_that_only_lead_to_a_method_are_no_lines_of_the_users():
    text = text_of_error(tangent.hvp(of_model, wrt='x'), Model(), 2.0, 1.0)
    note = text[text.index('Generated code'):]
    assert 'return model.loss(x)' in note and 'picked = y * items[0]' in note
    assert 'argument_0)' not in note and 'File "<' not in note


def test_debug_is_a_decorator_too():
    @tangent.debug()
    def run():
        return tangent.grad(failing)(2.0, [])
    with pytest.raises(IndexError) as caught:
        run()
    assert 'picked = y * items[0]' in caught.value.__notes__[0]


def test_a_context_in_another_adds_nothing():
    with pytest.raises(IndexError) as caught, tangent.debug(), tangent.debug():
        tangent.grad(failing)(2.0, [])
    assert len(caught.value.__notes__) == 1


def test_what_an_exception_came_from_is_explained():
    with pytest.raises(RuntimeError) as caught, tangent.debug():
        try:
            tangent.grad(failing)(2.0, [])
        except IndexError as error:
            raise RuntimeError('no items') from error
    assert not hasattr(caught.value, '__notes__')
    assert 'picked = y * items[0]' in caught.value.__cause__.__notes__[0]


def test_other_exceptions_stay_as_they_are():
    with pytest.raises(IndexError) as caught, tangent.debug():
        failing(2.0, [])
    assert not hasattr(caught.value, '__notes__') and str(caught.value) == 'list index out of range'
    with tangent.debug():
        assert tangent.grad(failing)(2.0, [3.0]) == 12.0


@pytest.mark.skipif(HAS_NOTES, reason='exceptions have notes')
def test_without_notes_the_message_is_extended():
    with pytest.raises(IndexError, match='list index out of range\nGenerated code') as caught, tangent.debug():
        tangent.grad(failing)(2.0, [])
    assert 'picked = y * items[0]' in str(caught.value)


# --- debuggers ----------------------------------------------------------------------

def stopping(x):
    y = x * x
    breakpoint()
    return y * y


def in_loop(x):
    for _ in range(3):
        x = x * x
        breakpoint()
    return x


def in_while(x):
    n = 0
    while n < 2:
        breakpoint()
        x = np.sin(x)
        n += 1
    return x


def in_branch(x):
    if x > 0.0:
        breakpoint()
        return x * x
    return x


def in_callee(x):
    return stopping(x) * 3.0


def in_comprehension(x):
    return sum([stopping(x) * i for i in range(2)])


def in_inactive_callee(x):
    return x * stopping(3.0)


def in_two_places(x):
    breakpoint()
    y = 2.0 * x
    breakpoint()
    return y


NESTINGS = {
    'grad': lambda f, o: tangent.grad(f, optimized=o)(0.5),
    'value_and_grad': lambda f, o: tangent.value_and_grad(f, optimized=o)(0.5),
    'jvp': lambda f, o: tangent.jvp(f, optimized=o)(0.5, 1.0),
    'hvp': lambda f, o: tangent.hvp(f, optimized=o)(0.5, 1.0),
    'grad of grad': lambda f, o: tangent.grad(tangent.grad(f, optimized=o), optimized=o)(0.5),
    'grad of jvp': lambda f, o: tangent.grad(tangent.jvp(f, optimized=o), optimized=o)(0.5, 1.0),
    'pullback': lambda f, o: tangent.pullback(f, optimized=o)(0.5),
}


@pytest.mark.parametrize('optimized', [True, False])
@pytest.mark.parametrize('nesting', NESTINGS)
@pytest.mark.parametrize('f', [stopping, in_loop, in_while, in_branch, in_callee, in_comprehension, in_inactive_callee,
                               in_two_places])
def test_breakpoints_stop_as_often_as_in_the_function(monkeypatch, f, nesting, optimized):
    stops = []
    monkeypatch.setattr(sys, 'breakpointhook', lambda: stops.append(sys._getframe(1).f_code.co_filename))
    f(0.5)
    expected = len(stops)
    stops.clear()
    NESTINGS[nesting](f, optimized)
    assert len(stops) == expected
    assert f is in_inactive_callee or all(file.startswith('<tangent ') for file in stops)


def test_without_optimizing_variables_are_there_at_a_breakpoint(monkeypatch):
    found = {}
    monkeypatch.setattr(sys, 'breakpointhook', lambda: found.update(sys._getframe(1).f_locals))
    tangent.grad(stopping, optimized=False)(3.0)
    assert found['x'] == 3.0 and found['y'] == 9.0


def session(function, *args, commands):
    """What pdb shows when it runs a function and is given commands."""
    out = io.StringIO()
    debugger = pdb.Pdb(stdin=io.StringIO('\n'.join(commands) + '\n'), stdout=out, nosigint=True, readrc=False)
    debugger.use_rawinput = False
    debugger.runcall(function, *args)
    return out.getvalue()


def test_pdb_steps_through_a_derivative():
    df = tangent.grad(failing)
    text = session(df, 2.0, [3.0], commands=['step', 'step', 'list', 'continue'])
    first = tangent.source(df).splitlines()[1].strip()
    assert f'{df.__code__.co_filename}(2)dfailingdx()' in text
    assert f'-> {first}' in text
    assert '# Grad of: y = x * x' in text  # by list


def test_pdb_steps_into_callees_of_nested_derivatives():
    ddf = tangent.grad(tangent.grad(outer))
    text = session(ddf, 2.0, [3.0], commands=['step'] * 12 + ['where', 'continue'])
    assert 'primal_' in text
    for line in tangent.source(ddf).splitlines()[1:3]:
        assert f'-> {line.strip()}' in text


def test_pdb_stops_at_a_line_and_shows_values():
    df = tangent.grad(failing)
    lines = tangent.source(df).splitlines()
    text = session(df, 2.0, [3.0], commands=[f'break {len(lines)}', 'continue', 'p bx', 'continue'])
    assert f'-> {lines[-1].strip()}' in text and '12.0' in text


def test_breakpoint_opens_pdb_in_the_generated_primal(tmp_path):
    program = tmp_path / 'program.py'
    program.write_text(textwrap.dedent('''
        import tangent

        def f(x):
            y = x * x
            breakpoint()
            return y * y

        print(tangent.grad(tangent.grad(f))(2.0))
    '''))
    env = {**os.environ, 'PYTHONPATH': os.pathsep.join(p for p in sys.path if p)}
    env.pop('PYTHONBREAKPOINT', None)
    run = subprocess.run([sys.executable, str(program)], input='list\nup\ncontinue\n', text=True, capture_output=True,
                         env=env)
    assert run.returncode == 0, run.stderr
    assert 'ddfdxdx()' in run.stdout and '<tangent ddfdxdx ' in run.stdout
    assert 'breakpoint()' in run.stdout and 'def ddfdxdx(' in run.stdout
    assert run.stdout.rstrip().endswith('48.0')
