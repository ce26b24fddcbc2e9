"""From text to a function that lives where the original lives."""
import inspect
import linecache
import types

import pytest

import tangent
from tangent.syntax.load import bind, compile_text


def load(text, globals_=None, added=None, defaults=None, origins=None):
    code = compile_text(text, frozenset(added or ()), origins or {})
    cells = {key: types.CellType(value) for key, value in (added or {}).items()}
    return bind(code, {} if globals_ is None else globals_, cells, defaults or {})


def test_a_function_over_globals_that_are_seen_live():
    globals_ = {'k': 2.0, '__name__': 'theirs'}
    f = load('def f(x):\n    return k * x\n', globals_)
    assert f(3.0) == 6.0
    globals_['k'] = 5.0
    assert f(3.0) == 15.0
    assert set(globals_) <= {'k', '__name__', '__builtins__'}
    assert f.__module__ == 'theirs' and f.__name__ == f.__qualname__ == 'f'


def test_added_names_are_cells():
    f = load('def f(x):\n    return helper(x) + k\n', {'k': 1.0}, {'helper': abs})
    assert f(-3.0) == 4.0
    assert f.__code__.co_freevars == ('helper',)


def test_added_names_that_are_not_used_do_no_harm():
    assert load('def f(x):\n    return x\n', {}, {'a': 1, 'b': 2})(3) == 3


def test_added_names_inside_a_nested_function():
    f = load('def f(x):\n    def g(y):\n        return helper(y)\n    return g(x)\n', {}, {'helper': abs})
    assert f(-3.0) == 3.0


def test_defaults_are_bound_as_objects():
    marker = [1.0]
    f = load('def f(x, y=undefined, *, z=also_undefined, w):\n    return x, y, z, w\n',
             defaults={'y': marker, 'z': 2.0})
    assert f(1, w=3) == (1, marker, 2.0, 3) and f(1, w=3)[1] is marker
    assert str(inspect.signature(f)) == '(x, y=[1.0], *, z=2.0, w)'


def test_the_same_text_has_the_same_file_name():
    one, other = (load('def f(x):\n    return x\n') for _ in range(2))
    different = load('def f(x):\n    return x + 1\n')
    assert one.__code__.co_filename == other.__code__.co_filename != different.__code__.co_filename


def test_the_text_is_registered_with_linecache():
    text = 'def f(x):\n    # a comment\n    return x\n'
    f = load(text)
    assert inspect.getsource(f) == text
    assert linecache.getline(f.__code__.co_filename, 3) == '    return x\n'


def test_line_numbers_are_those_of_the_text():
    f = load('def f(x):\n\n    # a comment\n    return x / 0\n')
    with pytest.raises(ZeroDivisionError) as caught:
        f(1)
    assert caught.traceback[-1].lineno + 1 == 4  # pytest counts from 0


def test_annotations_are_not_evaluated():
    f = load('def f(x: undefined) -> missing:\n    y: gone = x\n    return y\n')
    assert f(3) == 3 and f.__annotations__ in ({}, {'x': 'undefined', 'return': 'missing'})


def test_functions_of_one_code_have_their_own_cells():
    code = compile_text('def f(x):\n    return k * x\n', frozenset({'k'}), {})
    two, three = (bind(code, {}, {'k': types.CellType(k)}, {}) for k in (2.0, 3.0))
    assert (two(1.0), three(1.0)) == (2.0, 3.0)


def test_a_user_variable_may_be_called_as_the_factory():
    def __factory__(x):
        return x * x
    assert tangent.grad(__factory__)(3.0) == 6.0
