"""Anything that can be called: wrappers, partials, methods, objects, functions as values."""
import functools
import math

import numpy as np
import pytest

import tangent
from tangent.derive.callables import as_function
from tangent.errors import ArgumentError, SourceError


def cube(x):
    return x * x * x


def scaled(x, k, *, n=2.0):
    return x * x * k * n


class Model:
    def __init__(self, k):
        self.k = k

    def __call__(self, x):
        return self.k * x * x

    def method(self, x, n=2.0):
        return self.k * x * n

    @staticmethod
    def static(x):
        return 5.0 * x

    @classmethod
    def of_class(cls, x):
        return 7.0 * x


# --- given to a transform ----------------------------------------------------------------

def test_a_partial():
    df = tangent.grad(functools.partial(scaled, k=3.0))
    assert df(2.0) == 24.0
    assert tangent.grad(functools.partial(scaled, 2.0), wrt='k')(3.0) == 8.0
    assert tangent.grad(functools.partial(functools.partial(scaled, k=3.0), n=1.0))(2.0) == 12.0


def test_a_partial_of_a_function_with_a_rule():
    assert tangent.grad(functools.partial(np.multiply, 3.0))(2.0) == 3.0


def test_a_partial_keeps_its_objects():
    weights = np.ones(2)
    df = tangent.grad(functools.partial(lambda w, x: np.sum(w * x), weights))
    weights[:] = 3.0
    np.testing.assert_array_equal(df(np.zeros(2)), [3.0, 3.0])


def test_methods():
    model = Model(3.0)
    assert tangent.grad(model.method)(2.0) == 6.0
    assert tangent.grad(model.method, wrt='n')(2.0) == 6.0
    assert tangent.grad(Model.static)(1.0) == 5.0
    assert tangent.grad(Model.of_class)(1.0) == 7.0
    model.k = 4.0
    assert tangent.grad(model.method)(2.0) == 8.0


def test_the_objects_of_methods_are_seen_live():
    model = Model(3.0)
    df = tangent.grad(model.method)
    model.k = 5.0
    assert df(2.0) == 10.0


def test_a_callable_object():
    assert tangent.grad(Model(3.0))(2.0) == 12.0


def test_a_decorated_function():
    calls = []

    def logged(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            calls.append(function.__name__)
            return 2.0 * function(*args, **kwargs)
        return wrapper

    @logged
    @logged
    def f(x, k=1.0):
        return x * x * k
    assert tangent.grad(f)(3.0) == 24.0
    assert tangent.grad(f, wrt='k')(3.0) == 36.0
    assert tangent.grad(lambda x: f(x, k=2.0))(3.0) == 48.0
    assert calls == ['f'] * 6


def test_a_decorator_with_the_parameters_of_the_function():
    def doubled(function):
        @functools.wraps(function)
        def wrapper(x, y):
            return 2.0 * function(x, y)
        return wrapper

    @doubled
    def f(x, y):
        return x * y
    assert tangent.grad(f, wrt=(0, 1))(3.0, 4.0) == (8.0, 6.0)


def test_a_function_with_a_rule():
    assert tangent.grad(np.sin)(0.0) == 1.0
    assert tangent.grad(math.sin)(0.0) == 1.0
    np.testing.assert_array_equal(tangent.grad(np.sum)(np.ones(2)), np.ones(2))
    assert tangent.grad(np.multiply, wrt=(0, 1))(2.0, 3.0) == (3.0, 2.0)
    assert tangent.grad(abs)(-2.0) == -1.0


@pytest.mark.parametrize('target, kind', [
    (3, ArgumentError), ('f', ArgumentError), (None, ArgumentError), (len, SourceError), (int, SourceError),
    (functools.lru_cache(cube), SourceError),
])
def test_what_cannot_be_differentiated(target, kind):
    with pytest.raises(kind):
        as_function(target)


# --- called by the function ------------------------------------------------------------------

def test_a_partial_is_called():
    inner = functools.partial(scaled, k=3.0)
    assert tangent.grad(lambda x: inner(x) + inner(x, n=1.0))(2.0) == 36.0


def test_a_method_is_called():
    model = Model(3.0)
    assert tangent.grad(lambda x: model.method(x) * model(x))(2.0) == pytest.approx(3 * 18.0 * 4.0)
    assert tangent.grad(lambda x: Model.static(x) + Model.of_class(x))(2.0) == 12.0


def test_an_object_is_called():
    model = Model(3.0)
    assert tangent.grad(lambda x: model(x))(2.0) == 12.0


def test_a_rule_under_another_name():
    sine = np.sin
    assert tangent.grad(lambda x: sine(x))(0.0) == 1.0


# --- functions as values ------------------------------------------------------------------------

def apply(g, x):
    return g(x) * x


@pytest.mark.parametrize('g, want', [
    (np.sin, math.cos(2.0) * 2.0 + math.sin(2.0)),
    (math.sin, math.cos(2.0) * 2.0 + math.sin(2.0)),
    (cube, 32.0),
    (lambda v: 3.0 * v, 12.0),
    (functools.partial(scaled, k=3.0), 72.0),
    (Model(3.0), 36.0),
    (Model(3.0).method, 24.0),
], ids=['ufunc', 'math', 'function', 'lambda', 'partial', 'object', 'method'])
def test_functions_received_as_arguments(g, want):
    df = tangent.grad(apply, wrt='x')
    assert df(g, 2.0) == pytest.approx(want)
    assert df(g, 2.0) == pytest.approx(want)
    assert tangent.grad(lambda x: apply(g, x))(2.0) == pytest.approx(want)


def test_a_function_argument_is_derived_once(monkeypatch):
    from tangent.derive import cache
    count = []
    original = cache.derive_split
    monkeypatch.setattr(cache, 'derive_split', lambda *args,
                        **options: count.append(1) or original(*args, **options))
    df = tangent.grad(apply, wrt='x')
    g = lambda v: v * 5.0
    for _ in range(3):
        assert df(g, 2.0) == 20.0
    assert len(count) == 1


def test_functions_in_tuples_and_dicts():
    layers = (np.tanh, cube, lambda v: 2.0 * v)
    table = {'tanh': np.tanh, 'cube': cube}
    assert tangent.grad(lambda x: layers[1](x) + layers[2](x))(2.0) == 14.0
    assert tangent.grad(lambda x: table['cube'](x))(2.0) == 12.0
    assert tangent.grad(lambda x, name: table[name](x))(2.0, 'cube') == 12.0


def test_functions_returned_from_functions():
    def make(k):
        def inner(x):
            return k * x * x
        return inner
    assert tangent.grad(make(3.0))(2.0) == 12.0
    assert tangent.grad(lambda x: make(3.0)(x))(2.0) == 12.0

    def f(x, n):
        g = make(n)
        return g(x) + g(x * x)
    assert tangent.grad(f)(2.0, 3.0) == 12.0 + 3.0 * 32.0


def test_a_function_that_captures_an_active_value_is_returned_or_refused():
    def make(k):
        return lambda x: k * x

    def f(x):
        return make(x)(x)
    try:
        df = tangent.grad(f)
    except tangent.TangentError:
        return
    assert df(3.0) == 6.0


def test_functions_chosen_at_run_time():
    def f(x, flag):
        g = np.sin if flag else cube
        return g(x)
    assert tangent.grad(f)(0.0, True) == 1.0
    assert tangent.grad(f)(2.0, False) == 12.0


def test_recursion():
    def power(x, n):
        return 1.0 if n == 0 else x * power(x, n - 1)
    assert tangent.grad(power)(2.0, 3) == 12.0
    assert tangent.grad(tangent.grad(power))(2.0, 3) == 12.0


def even(x, n):
    return x if n == 0 else odd(x * x, n - 1)


def odd(x, n):
    return 2.0 * x if n == 0 else even(3.0 * x, n - 1)


def test_mutual_recursion():
    for n in range(4):
        wanted = (even(1.1 + 1e-6, n) - even(1.1 - 1e-6, n)) / 2e-6
        assert tangent.grad(even)(1.1, n) == pytest.approx(wanted)


def test_deep_recursion_ends_in_pythons_own_error():
    def forever(x):
        return forever(x) * x
    df = tangent.grad(forever)
    with pytest.raises(RecursionError):
        df(1.0)


def test_a_helper_with_defaults_and_stars():
    def helper(x, *rest, k=2.0, **more):
        return x * k + rest[0] * more['a']
    df = tangent.grad(lambda x, y: helper(x, y, a=3.0) + helper(y, x, k=x, a=y), wrt=(0, 1))
    assert df(2.0, 5.0) == (2.0 + 10.0, 3.0 + 4.0)


def test_a_callee_that_returns_several_values():
    def both(a, b):
        return a * b, (a + b, {'d': a})

    def f(x, y):
        p, (s, rest) = both(x, y)
        return p * s * rest['d']
    x, y = 2.0, 3.0
    assert tangent.grad(f, wrt=(0, 1))(x, y) == (3 * x * x * y + 2 * x * y * y, x ** 3 + 2 * x * x * y)


def test_a_pullback_can_be_called_again():
    def f(x):
        return cube(x) * x
    primal, adjoint = tangent.primal_of(f, (0,)), tangent.adjoint_of(f, (0,))
    result, saved = primal(2.0)
    assert result == 16.0
    assert [adjoint(saved, seed) for seed in (1.0, 1.0, 10.0)] == [32.0, 32.0, 320.0]
