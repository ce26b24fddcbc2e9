"""What is differentiated of the results of SciPy's searches, and what is refused."""
from __future__ import annotations

import numpy as np
import pytest

import tangent

optimize = pytest.importorskip('scipy.optimize')


def test_minimum_as_it_is_found():
    """With derivatives by differences and the tolerance of SciPy: the minimum moves as it does nearby."""
    def f(k):
        found = optimize.minimize(lambda x: (x[0] - k) ** 2 + (x[1] + x[0]) ** 2, np.zeros(2))
        return found.x[1] if found.success else 0.0
    np.testing.assert_allclose(tangent.grad(f)(1.5), -1.0, rtol=1e-6)


def test_value_at_the_minimum():
    def f(k):
        return optimize.minimize(lambda x: (x[0] - k) ** 2 + k ** 3, np.zeros(1)).fun
    np.testing.assert_allclose(tangent.grad(f)(1.5), 6.75, rtol=1e-6)
    np.testing.assert_allclose(tangent.grad(tangent.grad(f))(1.5), 9.0, rtol=1e-6)


def test_hessian_of_a_root():
    def f(p):
        found = optimize.root_scalar(lambda x: x ** 2 * p[0] - p[1], bracket=(0.0, 3.0), xtol=1e-14)
        return found.root if found.converged else 0.0
    np.testing.assert_allclose(tangent.hessian(f)(np.array([2.0, 0.5])),
                               [[3.0 / 32.0, -0.125], [-0.125, -0.5]], rtol=1e-9)  # sqrt(q / p)


def test_start_has_no_derivative():
    def f(x0, k):
        return optimize.root(lambda x: x - k, x0 * np.ones(2)).x[0]
    assert tangent.grad(f, (0, 1))(1.0, 2.0) == (0.0, 1.0)


@pytest.mark.parametrize('f', [
    lambda k: optimize.root(lambda x: (x - k ** 2, np.eye(1)), [1.0], jac=True).x[0],
    lambda k: optimize.minimize(lambda x: ((x[0] - k ** 2) ** 2, 2.0 * (x - k ** 2)), [1.0], jac=True).x[0],
    lambda k: optimize.minimize(lambda x, k: (np.sum((x - k) ** 2), 2.0 * (x - k)), [1.0], (k ** 2,), jac=True).x[0],
    lambda k: optimize.root_scalar(lambda x: (x - k ** 2, 1.0), x0=1.0, fprime=True).root,
], ids=['root', 'minimize', 'args', 'root_scalar'])
def test_functions_that_return_slopes_too(f):
    np.testing.assert_allclose([tangent.grad(f)(0.7), tangent.jvp(f)(0.7, 1.0), tangent.hvp(f)(0.7, 1.0)],
                               [1.4, 1.4, 2.0], rtol=1e-5)


@pytest.mark.parametrize('f', [
    lambda k: optimize.root(lambda x: x - k ** 2, 1.0).x[0],
    lambda k: optimize.root(lambda x: x[0] - k ** 2, [1.0]).x[0],
    lambda k: optimize.root(lambda x: x - k ** 2, 1.0, method='krylov').x * 1.0,
    lambda k: optimize.root(lambda x: x - k ** 2, np.ones((2, 2)), method='krylov').x[0, 1],
], ids=['scalar start', 'scalar result', 'scalar', 'matrix'])
def test_roots_of_any_shape(f):
    np.testing.assert_allclose([tangent.grad(f)(0.7), tangent.jvp(f)(0.7, 1.0), tangent.hvp(f)(0.7, 1.0)],
                               [1.4, 1.4, 2.0], rtol=1e-5)


def of_items(k):
    minimum = optimize.minimize(lambda x: (x[0] - k) ** 2 + k ** 2, np.zeros(1))
    root = optimize.root(lambda x: x - k ** 2, 1.0)
    scalar = optimize.root_scalar(lambda x: x - k ** 3, bracket=(0.0, 3.0))
    return minimum['x'][0] * root['x'][0] + scalar['root'] * minimum['fun'] if minimum['success'] else 0.0


def test_attributes_as_items():
    k = 0.7
    slope, second = 3.0 * k ** 2 + 5.0 * k ** 4, 6.0 * k + 20.0 * k ** 3
    found = tangent.grad(of_items)(k), tangent.jvp(of_items)(k, 1.0), tangent.hvp(of_items)(k, 1.0)
    np.testing.assert_allclose(found, [slope, slope, second], rtol=1e-6)


def test_items_of_what_carries_no_derivative():
    def f(k):
        return k * optimize.minimize(lambda x: (x[0] - 2.0) ** 2, np.zeros(1))['x'][0]
    np.testing.assert_allclose(tangent.grad(f)(1.0), 2.0, rtol=1e-6)


def test_counts_are_those_of_scipy():
    def f(k):
        found = optimize.minimize(lambda x: (x[0] - k) ** 2, np.zeros(1))
        root = optimize.root(lambda x: x - k, 1.0)
        return found.x[0] * (found.nit + 10.0 * found['nfev'] + 100.0 * found.njev) + root.x[0] * root.nfev
    value, slope = tangent.value_and_grad(f)(1.5)
    np.testing.assert_allclose(value, f(1.5), rtol=1e-12)
    np.testing.assert_allclose(slope, value / 1.5, rtol=1e-6)


@pytest.mark.parametrize('f', [
    lambda k: optimize.minimize(lambda x: (x[0] - k) ** 2, [1.0], bounds=[(0.0, 1.0)]).x[0],
    lambda k: optimize.minimize(lambda x: (x[0] - k) ** 2, [1.0], constraints=[]).x[0],
    lambda k: optimize.minimize(lambda x: (x[0] - k) ** 2, k * np.ones(1), callback=print).x[0],
    lambda k: optimize.root(lambda x: x - k, [1.0], callback=print).x[0],
], ids=['bounds', 'constraints', 'callback', 'callback of root'])
def test_refused(f):
    with pytest.raises(tangent.TangentError):
        tangent.grad(f)
