"""`tangent.trace`: functions that autograd differentiates when they run."""
import importlib.util

import numpy as np
import pytest
from numpy import cos

import tangent
from tangent.errors import KindError, UnsupportedError

pytest.importorskip('autograd')
X, W, V = np.array([0.3, 0.5]), np.array([1.0, 2.0]), np.array([0.7, -0.4])


def helper(x):
    return np.sin(x) * cos(x)


@tangent.trace
def traced(x, w, n=2):
    """The generator and the `try` cannot be derived ahead of time."""
    total = 0.0
    for part in (helper(x * i) for i in range(1, n + 1)):
        try:
            total = total + np.sum(part * w * x)
        except ValueError:
            pass
    return total


def plain(x, w, n=2):
    total = 0.0
    for i in range(1, n + 1):
        total = total + np.sum(np.sin(x * i) * np.cos(x * i) * w * x)
    return total


def around(f):
    def loss(x, w):
        y = x * x
        return f(y, w) * np.sum(x) + f(w, n=3, w=y)
    return loss


LOSS, PLAIN = around(traced), around(plain)
SECOND = {
    'grad': lambda f: tangent.grad(f)(X, W),
    'both': lambda f: np.concatenate(tangent.grad(f, wrt=(0, 1))(X, W)),
    'not optimized': lambda f: tangent.grad(f, optimized=False)(X, W),
    'pullback': lambda f: tangent.pullback(f)(X, W)[1](2.0),
    'jvp': lambda f: tangent.jvp(f)(X, W, V),
    'linearize': lambda f: tangent.linearize(f)(X, W)[1](V),
    'hvp': lambda f: tangent.hvp(f)(X, W, V),
    'hessian': lambda f: tangent.hessian(f)(X, W),
    'grad of grad': lambda f: tangent.grad(lambda x: np.sum(tangent.grad(f)(x, W) * V))(X),
    'grad of jvp': lambda f: tangent.grad(lambda x: tangent.jvp(f)(x, W, V))(X),
    'jvp of jvp': lambda f: tangent.jvp(lambda x: tangent.jvp(f)(x, W, V))(X, V),
    'third': lambda f: tangent.grad(lambda x: np.sum(tangent.hvp(f)(x, W, V) * W))(X),
}


@tangent.trace
def to_a_power(x, exponent):
    return x ** exponent


def test_constants_do_not_move_to_second_order():
    def f(x):
        return to_a_power(x, 3.0)
    for mode in ('forward-reverse', 'reverse-forward', 'reverse-reverse'):
        assert tangent.hvp(f, mode=mode)(-2.0, 1.0) == -12.0
    assert tangent.grad(tangent.grad(f))(-2.0) == -12.0
    assert tangent.jvp(f)(-2.0, 0.0) == 0.0


@pytest.mark.parametrize('how', SECOND)
def test_in_every_nesting(how):
    np.testing.assert_allclose(SECOND[how](LOSS), SECOND[how](PLAIN), rtol=1e-8)


def test_the_call_reads_well():
    text = tangent.source(tangent.grad(lambda x, w: traced(x, w)))
    assert 'result, traced_saved = tangent.primal_of(traced, (0,))(x, w)' in text
    assert 'bx = tangent.adjoint_of(traced, (0,))(traced_saved, bresult)' in text


def test_the_function_itself_and_its_own_derivatives():
    assert traced(X, W) == plain(X, W) and traced.__name__ == 'traced'
    np.testing.assert_allclose(tangent.grad(traced)(X, W, 3), tangent.grad(plain)(X, W, 3))
    np.testing.assert_allclose(tangent.jvp(traced)(X, W, V), tangent.jvp(plain)(X, W, V))


def test_kinds_of_values():
    @tangent.trace
    def f(p, x):
        return {'y': p['w'][0] * x + p['w'][1], 'z': np.tanh(x)}
    found = tangent.grad(lambda p, x: np.sum(f(p, x)['y'] * f(p, x)['z']))({'w': [2.0, 3]}, X.astype(np.float32))
    np.testing.assert_allclose(found['w'], [np.sum(X * np.tanh(X)), np.sum(np.tanh(X))], rtol=1e-6)
    dx = tangent.grad(lambda p, x: np.sum(f(p, x)['z']), wrt=1)({'w': [2.0, 3.0]}, X.astype(np.float32))
    assert dx.dtype == np.float32
    assert type(tangent.grad(tangent.trace(lambda x: x * x))(3)) is float


def test_closures_see_what_they_capture_later():
    scale = 2.0

    @tangent.trace
    def f(x):
        return np.sum(np.exp(scale * x))
    df = tangent.grad(f)
    np.testing.assert_allclose(df(X), 2.0 * np.exp(2.0 * X))
    scale = 3.0
    np.testing.assert_allclose(df(X), 3.0 * np.exp(3.0 * X))


def test_what_autograd_cannot_do_is_an_error():
    @tangent.trace
    def f(x):
        return float(x) * x
    with pytest.raises(KindError, match='autograd cannot differentiate a function under @tangent.trace'):
        tangent.grad(f)(3.0)


def test_without_autograd_it_is_refused(monkeypatch):
    def loss(x):
        return traced(x, W)
    monkeypatch.setattr(importlib.util, 'find_spec', lambda name, package=None: None)
    with pytest.raises(UnsupportedError, match='autograd, which is not installed') as caught:
        tangent.grad(loss)
    assert caught.value.line == loss.__code__.co_firstlineno + 1 and caught.value.file == __file__
