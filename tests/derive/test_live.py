"""Data is seen live; callables are those found at the transform; nothing is written anywhere."""
import types

import numpy as np
import pytest

import tangent

SCALE = 2.0
TABLE = np.array([1.0, 2.0, 3.0])
SETTINGS = {'n': 2}


def helper(x):
    return x * x


def test_a_module_global_is_seen_live(monkeypatch):
    def f(x):
        return SCALE * x
    for motion in ('joint', 'split'):
        df = tangent.grad(f, motion=motion)
        assert df(1.0) == SCALE
        monkeypatch.setitem(globals(), 'SCALE', 5.0)
        assert df(1.0) == 5.0
        monkeypatch.setitem(globals(), 'SCALE', 2.0)


def test_a_module_global_of_a_callee_is_seen_live(monkeypatch):
    def scaled(x):
        return SCALE * x
    df = tangent.grad(lambda x: scaled(x))
    assert df(1.0) == 2.0
    monkeypatch.setitem(globals(), 'SCALE', 5.0)
    assert df(1.0) == 5.0


def test_an_array_changed_in_place_is_seen():
    table = np.ones(2)
    df = tangent.grad(lambda x: np.sum(table * x))
    table[:] = 4.0
    np.testing.assert_array_equal(df(np.zeros(2)), [4.0, 4.0])


def test_an_item_of_a_global_container_is_seen_live(monkeypatch):
    def f(x):
        return SETTINGS['n'] * x
    df = tangent.grad(f)
    monkeypatch.setitem(SETTINGS, 'n', 7)
    assert df(1.0) == 7.0


def test_a_cell_is_seen_live():
    a = 2.0

    def f(x):
        return a * x

    def g(x):
        return f(x) * a
    df, dg = tangent.grad(f), tangent.grad(g)
    assert (df(1.0), dg(1.0)) == (2.0, 4.0)
    a = 3.0
    assert (df(1.0), dg(1.0)) == (3.0, 9.0)


def test_a_cell_that_is_filled_later():
    def make():
        def f(x):
            return x * late
        df = tangent.grad(f)
        with pytest.raises(NameError):
            df(1.0)
        late = 4.0
        return df
    assert make()(1.0) == 4.0


def test_a_global_that_is_defined_later(monkeypatch):
    def f(x):
        return x * LATE                                                                 # noqa: F821
    df = tangent.grad(f)
    with pytest.raises(NameError):
        df(1.0)
    monkeypatch.setitem(globals(), 'LATE', 4.0)
    assert df(1.0) == 4.0


def test_an_attribute_of_an_object_is_seen_live():
    settings = types.SimpleNamespace(rate=2.0)
    df = tangent.grad(lambda x: settings.rate * x)
    settings.rate = 3.0
    assert df(1.0) == 3.0


def test_an_attribute_of_a_module_is_seen_live(monkeypatch):
    import sys
    module = types.ModuleType('made')
    module.rate = 2.0
    df = tangent.grad(lambda x: module.rate * x)
    module.rate = 3.0
    assert df(1.0) == 3.0
    assert 'made' not in sys.modules


# --- callables are bound ----------------------------------------------------------------

@pytest.mark.parametrize('options', [{}, {'motion': 'split'}, {'optimized': False}])
def test_a_helper_redefined_later_changes_neither_primal_nor_adjoint(monkeypatch, options):
    def f(x):
        return helper(x) * x
    df = tangent.value_and_grad(f, **options)
    assert df(2.0) == (8.0, 12.0)
    monkeypatch.setitem(globals(), 'helper', lambda x: 0.0 * x)
    assert df(2.0) == (8.0, 12.0)


def test_a_helper_of_a_helper_redefined_later(monkeypatch):
    def between(x):
        return helper(x)

    def f(x):
        return between(x) * x
    df = tangent.value_and_grad(f)
    monkeypatch.setitem(globals(), 'helper', lambda x: 0.0 * x)
    assert df(2.0) == (8.0, 12.0)


def test_a_helper_that_nothing_active_goes_into_is_bound_too(monkeypatch):
    def f(x, n):
        return x * helper(n)
    df = tangent.value_and_grad(f)
    monkeypatch.setitem(globals(), 'helper', lambda n: 100.0)
    assert df(2.0, 3.0) == (18.0, 9.0)


def test_a_library_function_redefined_later():
    module = types.ModuleType('library')
    module.sin = np.sin
    df = tangent.value_and_grad(lambda x: module.sin(x))
    module.sin = np.cos
    assert df(0.0) == (0.0, 1.0)


def test_a_helper_of_a_module_redefined_later():
    module = types.ModuleType('library')
    module.helper = helper
    df = tangent.value_and_grad(lambda x: module.helper(x))
    module.helper = lambda x: 0.0
    assert df(3.0) == (9.0, 6.0)


def test_a_helper_in_a_cell_redefined_later():
    def square(x):
        return x * x
    df = tangent.value_and_grad(lambda x: square(x) * x)
    square = np.sin  # noqa: F811
    assert df(2.0) == (8.0, 12.0)


def test_a_helper_redefined_before_the_transform_counts():
    def square(x):
        return x * x
    f = lambda x: square(x) * x
    square = lambda x: x  # noqa: F811
    assert tangent.value_and_grad(f)(2.0) == (4.0, 4.0)


def test_builtins_that_are_shadowed_later(monkeypatch):
    def f(x):
        return abs(x) * x
    df = tangent.value_and_grad(f)
    monkeypatch.setitem(globals(), 'abs', lambda x: 0.0)
    assert df(2.0) == (4.0, 4.0)


# --- nothing is written -------------------------------------------------------------------

def test_nothing_is_written_into_the_users_module():
    def f(x):
        return helper(x) * np.sin(x)
    before = dict(globals())
    for options in ({}, {'motion': 'split'}, {'optimized': False}):
        df = tangent.grad(f, **options)
        df(1.0)
        tangent.grad(df)(1.0)
    assert globals().keys() == before.keys()
    assert all(globals()[key] is value for key, value in before.items())


def module_with(name, text):
    """A module of its own, made from text."""
    import linecache
    filename = f'<{name}>'
    linecache.cache[filename] = (len(text), None, text.splitlines(True), filename)
    module = types.ModuleType(name)
    exec(compile(text, filename, 'exec'), module.__dict__)
    return module


def test_a_module_without_numpy_or_tangent():
    module = module_with('bare', 'def f(x):\n    return x * x * x\n')
    names = set(module.__dict__)
    assert tangent.grad(module.f)(2.0) == 12.0
    assert tangent.grad(tangent.grad(module.f))(2.0) == 12.0
    assert set(module.__dict__) == names


def test_a_module_that_calls_something_else_np_or_tangent():
    module = module_with('odd', 'import numpy as n\nnp = 3.0\ntangent = 4.0\n'
                                'def f(x):\n    return n.sum(n.tanh(x) * np * tangent)\n')
    np.testing.assert_allclose(tangent.grad(module.f)(np.zeros(2)), [12.0, 12.0])
    assert module.np == 3.0 and module.tangent == 4.0


def test_a_user_who_shadows_np_in_the_function():
    def f(np, tangent):
        return np * np * tangent
    assert globals()['tangent'].grad(f)(3.0, 2.0) == 12.0


def test_a_module_with_its_own_alias_keeps_it():
    module = module_with('aliased', 'import numpy as xp\ndef f(x):\n    return xp.sum(xp.tanh(x))\n')
    text = tangent.source(tangent.grad(module.f))
    assert 'xp.tanh' in text and 'np.' not in text.replace('xp.', '')


def test_helpers_of_the_same_name_in_different_modules():
    text = 'def helper(x):\n    return {} * x\ndef f(x):\n    return helper(x)\n'
    one, other = module_with('one', text.format(2.0)), module_with('other', text.format(3.0))
    first, second = one.f, other.f

    def f(x):
        return first(x) + 10.0 * second(x)
    assert tangent.grad(f)(1.0) == 32.0


def test_a_callee_sees_the_data_of_its_own_module():
    text = 'K = {}\ndef f(x):\n    return K * x\n'
    one, other = module_with('k_one', text.format(2.0)), module_with('k_other', text.format(3.0))
    first, second = one.f, other.f
    df = tangent.grad(lambda x: first(x) + 10.0 * second(x))
    assert df(1.0) == 32.0
    one.K = 5.0
    assert df(1.0) == 35.0


def test_effects_happen_once(capsys):
    calls = []

    def noted(x):
        calls.append(1)
        print('noted', f'{x:.1f}')
        return x * x
    for options in ({}, {'motion': 'split'}, {'optimized': False}):
        del calls[:]
        assert tangent.grad(noted, **options)(3.0) == 6.0
        assert len(calls) == 1
        assert capsys.readouterr().out == 'noted 3.0\n'
        del calls[:]
        assert tangent.grad(lambda x: noted(x) * x, **options)(3.0) == 27.0
        assert len(calls) == 1
        assert capsys.readouterr().out == 'noted 3.0\n'
