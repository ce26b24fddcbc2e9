"""What integrals and roots are differentiated as: the values that SciPy gives, and what is refused."""
from __future__ import annotations

import numpy as np
import pytest

import tangent

integrate = pytest.importorskip('scipy.integrate')
optimize = pytest.importorskip('scipy.optimize')

X = np.array([0.0, 0.4, 0.9, 1.7, 2.0, 2.6])


@pytest.mark.parametrize('f', [
    lambda y: integrate.simpson(y),
    lambda y: integrate.simpson(y[:5], dx=0.3),
    lambda y: integrate.simpson(y, x=X),
    lambda y: integrate.simpson(y[:5], x=X[:5]),
    lambda y: integrate.simpson(y[:2], x=X[:2]),
    lambda y: np.sum(np.sin(integrate.cumulative_trapezoid(y, X, initial=0))),
    lambda y: np.sum(np.sin(integrate.cumulative_simpson(y, x=X, initial=2.0))),
    lambda y: np.sum(np.sin(integrate.cumulative_simpson(y[:5], dx=0.3))),
    lambda y: np.sum(np.sin(integrate.cumulative_simpson(y[:2], x=X[:2]))),
], ids=['even', 'odd', 'even x', 'odd x', 'two', 'cumulative', 'cumulative x', 'cumulative dx', 'cumulative two'])
def test_values_of_samples(f):
    y = np.sin(np.arange(6.0))
    value, gradient = tangent.value_and_grad(f)(y)
    np.testing.assert_allclose(value, f(y), rtol=1e-13)


def test_integral_that_vanishes():
    """The grid that the integral of zero needs would not do for its derivative."""
    def f(k):
        return integrate.quad(lambda x: k * np.sin(20.0 * x) ** 2 * np.exp(-x), 0.0, 10.0)[0]
    wanted = 0.5 * (1.0 - np.exp(-10.0) - np.real((1.0 - np.exp(-10.0 + 400.0j)) / (1.0 - 40.0j)))
    np.testing.assert_allclose(tangent.grad(f)(0.0), wanted, rtol=1e-9)
    np.testing.assert_allclose(tangent.jvp(f)(0.0, 1.0), wanted, rtol=1e-9)


@pytest.mark.parametrize('f, wanted', [
    (lambda a: integrate.quad(lambda t: np.exp(-a * t * t), 0, np.inf)[0], 0.375 * np.sqrt(np.pi) * 0.8 ** -2.5),
    (lambda a: integrate.quad(lambda t: np.log(t) * a * a, 0, 1)[0], -2.0),
    (lambda a: integrate.quad(lambda t, b: b * b / np.sqrt(t), 0, 1, (a,))[0], 4.0),
    (lambda a: integrate.quad(lambda t: 1.0 / np.sqrt(t), 0, a ** 4)[0], 4.0),
], ids=['infinite', 'log', 'args', 'end'])
def test_ends_that_do_not_move_may_be_infinite_or_singular(f, wanted):
    twice = [tangent.hvp(f), lambda x, dx: tangent.jvp(tangent.jvp(f))(x, dx, 1.0),
             lambda x, dx: tangent.grad(tangent.grad(f))(x)]
    for second in twice:
        np.testing.assert_allclose(second(0.8, 1.0), wanted, rtol=1e-6)
    assert 'scaled' not in tangent.source(twice[0])


@pytest.mark.filterwarnings('ignore')
def test_derivative_that_diverges_is_told():
    def f(k):
        return integrate.quad(lambda x: k / x, 0.0, 1.0)[0]
    with pytest.warns(integrate.IntegrationWarning, match='the derivative'):
        tangent.grad(f)(0.0)


@pytest.mark.parametrize('f', [
    lambda k: integrate.quad(lambda x: np.exp(-k * x), 0.0, 1.0, weight='cos', wvar=2.0)[0],
    lambda k: integrate.quad(lambda x: np.exp(-k * x), 0.0, 1.0, points=[0.5])[0],
    lambda k: integrate.quad(lambda x: np.exp(-k * x), 0.0, 1.0, full_output=1)[0],
    lambda k: optimize.brentq(lambda x: x - k, 0.0, 3.0, full_output=True)[0],
    lambda k: optimize.fsolve(lambda x: x - k, 1.0, full_output=True)[0],
], ids=['weight', 'points', 'full_output', 'brentq', 'fsolve'])
def test_refused(f):
    with pytest.raises(tangent.TangentError):
        tangent.grad(f)


def test_many_arguments():
    def f(k):
        return optimize.brentq(lambda x, a, b, c, d, e: x - a * b * c * d * e, 0.0, 3.0, (k, 1.0, k, 1.0, 1.0))
    np.testing.assert_allclose(tangent.grad(f)(1.5), 3.0, rtol=1e-9)
