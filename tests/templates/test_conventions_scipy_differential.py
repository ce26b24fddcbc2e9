"""What solutions of differential equations are differentiated as: the values that SciPy gives, and what is refused."""
from __future__ import annotations

import numpy as np
import pytest

import tangent
from tangent.derive import cache

integrate = pytest.importorskip('scipy.integrate')


def test_values_are_those_of_scipy():
    def f(k):
        return integrate.solve_ivp(lambda t, y: -k * y, (0.0, 2.0), [1.0, 2.0]).y
    np.testing.assert_allclose(tangent.vjp(f, preserve_result=True)(1.3, np.ones_like(f(1.3)))[1], f(1.3), rtol=1e-12)


def test_steps_may_be_differentiated():
    """Without t_eval the times are the solver's, and only the last one moves."""
    def f(k, end):
        found = integrate.solve_ivp(lambda t, y: -k * y, (0.0, end), [1.0], rtol=1e-9, atol=1e-9)
        return found.y[0, -1] if found.success else 0.0
    np.testing.assert_allclose(tangent.grad(f, (0, 1))(1.3, 2.0), (-2.0 * np.exp(-2.6), -1.3 * np.exp(-2.6)), rtol=1e-6)


@pytest.mark.parametrize('method', ['LSODA', 'Radau', 'BDF'])
def test_what_could_not_be_integrated_backward(method):
    def f(k, y0):
        return integrate.solve_ivp(lambda t, y: -k * (y - np.cos(t)), (0.0, 3.0), y0, method, [3.0], rtol=1e-7,
                                   atol=1e-9).y[0, 0]
    of_k, of_y0 = tangent.grad(f, (0, 1))(1000.0, np.array([2.0]))
    # y = (k^2 cos t + k sin t) / (1 + k^2) where the start is forgotten
    wanted = (2000.0 * np.cos(3.0) + (1.0 - 1e6) * np.sin(3.0)) / 1000001.0 ** 2
    np.testing.assert_allclose(of_k, wanted, rtol=1e-3)
    np.testing.assert_allclose(of_y0, 0.0, atol=1e-8)


def test_accuracy_does_not_depend_on_the_size_of_the_direction():
    def f(k):
        return integrate.odeint(lambda y, t: -k * y, 1.0, np.array([0.0, 2.0]))[1, 0]
    for size in (1e-12, 1e12):
        np.testing.assert_allclose(tangent.vjp(f)(1.3, size), -2.0 * np.exp(-2.6) * size, rtol=1e-6)
        np.testing.assert_allclose(tangent.jvp(f)(1.3, size), -2.0 * np.exp(-2.6) * size, rtol=1e-6)


def test_times_that_repeat():
    def f(y0, t):
        return np.sum(integrate.odeint(lambda y, t: -y, y0, np.array([0.0, t, t])))
    np.testing.assert_allclose(tangent.grad(f, (0, 1))(1.0, 2.0), (1.0 + 2.0 * np.exp(-2.0), -2.0 * np.exp(-2.0)),
                               rtol=1e-6)


def test_hessian():
    def f(p):
        return integrate.odeint(lambda y, t: -p[0] * y * y, p[1], np.array([0.0, 1.0]), rtol=1e-10, atol=1e-10)[1, 0]
    k, y = 0.5, 2.0  # the solution is y / (1 + k y t)
    wanted = np.array([[2.0 * y ** 3, -2.0 * y], [-2.0 * y, -2.0 * k]]) / (1.0 + k * y) ** 3
    np.testing.assert_allclose(tangent.hessian(f)(np.array([k, y])), wanted, rtol=1e-6)


@pytest.mark.parametrize('f', [
    lambda k, end: integrate.solve_ivp(lambda t, y: -k * y, (0, end), [1.0], rtol=1e-10, atol=1e-10).y[0, -1],
    lambda k, end: integrate.solve_ivp(lambda t, y: -k * y, (0, 2.0), [1.0], 'DOP853', [end], rtol=1e-10,
                                       atol=1e-10).y[0, 0],
    lambda k, end: integrate.solve_ivp(lambda t, y: -y, (2.0 - end * k, 2.0), [1.0], rtol=1e-10, atol=1e-10).y[0, -1],
    lambda k, end: integrate.solve_ivp(lambda t, y: -y, (0, end), [np.exp(end * (1.0 - k))], rtol=1e-10,
                                       atol=1e-10).y[0, -1],
    lambda k, end: integrate.odeint(lambda y, t: -k * y, [1.0], [0.0, end], rtol=1e-10, atol=1e-10)[1, 0],
], ids=['end', 't_eval', 'start', 'constant flow', 'odeint'])
def test_second_derivatives_in_times(f):
    k, end = 0.8, 0.7
    wanted = np.exp(-k * end) * np.array([[end * end, k * end - 1.0], [k * end - 1.0, k * k]])
    for seed, row in zip([(1.0, 0.0), (0.0, 1.0)], wanted):
        np.testing.assert_allclose(tangent.hvp(f, (0, 1))(k, end, *seed), row, rtol=1e-6)
        twice = tangent.jvp(tangent.jvp(f, (0, 1)), (0, 1))
        np.testing.assert_allclose([twice(k, end, *seed, 1.0, 0.0), twice(k, end, *seed, 0.0, 1.0)], row, rtol=1e-6)


def test_failure_is_told():
    def f(k):
        return integrate.solve_ivp(lambda t, y: k * y * y, (0.0, 2.0), [1.0]).y[0, -1]
    with pytest.raises(RuntimeError, match='not solved'):
        tangent.grad(f)(1.0)


def test_complex_states_are_refused():
    def f(k):
        return np.real(integrate.solve_ivp(lambda t, y: 1j * k * y, (0.0, 2.0), np.array([1.0 + 0.0j])).y[0, -1])
    with pytest.raises(tangent.TangentError, match='real states'):
        tangent.grad(f)(1.0)


def flow(y, t, k):
    return -k * y


@pytest.mark.parametrize('f', [
    lambda k: integrate.odeint(flow, 1.0, [0.0, 1.0], (k,), full_output=True)[0],
    lambda k: integrate.odeint(flow, 1.0, [0.0, 1.0], (k,), tcrit=[0.5]),
    lambda k: integrate.solve_ivp(lambda t, y: -k * y, (0.0, 1.0), [1.0], dense_output=True).sol(0.5),
    lambda k: integrate.solve_ivp(lambda t, y: -k * y, (0.0, 1.0), [1.0], events=lambda t, y: y - k).y,
    lambda k: integrate.solve_ivp(lambda t, y: -k * y, (0.0, 1.0), [1.0]).t_events,
], ids=['full_output', 'tcrit', 'dense_output', 'events', 't_events'])
def test_refused(f):
    with pytest.raises((tangent.TangentError, AttributeError)):
        tangent.grad(f)(1.0)


class Decay:
    def __init__(self, k):
        self.k = k

    def rate(self, t, y):
        return -self.k * y

    def by_method(self):
        return integrate.solve_ivp(self.rate, (0.0, 1.0), [1.0]).y[0, -1]

    def by_lambda(self):
        return integrate.solve_ivp(lambda t, y: self.rate(t, y), (0.0, 1.0), [1.0], rtol=1e-8, atol=1e-8).y[0, -1]


def test_methods():
    np.testing.assert_allclose(tangent.grad(lambda k: Decay(k).by_lambda())(1.3), -np.exp(-1.3), rtol=1e-6)
    np.testing.assert_allclose(tangent.grad(lambda k: Decay(k).by_method())(1.3), -np.exp(-1.3), rtol=1e-3)
    np.testing.assert_allclose(tangent.hessian(lambda k: Decay(k).by_method())(1.3), np.exp(-1.3), rtol=1e-3)


def test_a_method_is_derived_once_for_each_object(monkeypatch):
    counts = []
    derive = cache.derive_split
    monkeypatch.setattr(cache, 'derive_split', lambda *args: (counts.append(args), derive(*args))[1])
    second = tangent.hessian(lambda k: Decay(k).by_method())
    second(1.3)
    first = len(counts)
    second(1.4)
    assert len(counts) <= first + 1  # which captures the method of another object
