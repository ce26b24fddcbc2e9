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
    lambda k: optimize.root(lambda x: (x - k, np.eye(1)), [1.0], jac=True).x[0],
    lambda k: optimize.minimize(lambda x: (x[0] - k, np.ones(1)), [1.0], jac=True).x[0],
    lambda k: optimize.root_scalar(lambda x: (x - k, 1.0), x0=1.0, fprime=True).root,
    lambda k: optimize.root(lambda x: x - k, np.ones((2, 2)), method='krylov').x[0, 0],
], ids=['root', 'minimize', 'root_scalar', 'shape'])
def test_refused_as_it_is_called(f):
    with pytest.raises(NotImplementedError, match='derivative of scipy.optimize'):
        tangent.grad(f)(0.5)


@pytest.mark.parametrize('f', [
    lambda k: optimize.minimize(lambda x: (x[0] - k) ** 2, [1.0], bounds=[(0.0, 1.0)]).x[0],
    lambda k: optimize.minimize(lambda x: (x[0] - k) ** 2, [1.0], constraints=[]).x[0],
    lambda k: optimize.minimize(lambda x: (x[0] - k) ** 2, k * np.ones(1), callback=print).x[0],
    lambda k: optimize.root(lambda x: x - k, [1.0], callback=print).x[0],
], ids=['bounds', 'constraints', 'callback', 'callback of root'])
def test_refused(f):
    with pytest.raises(tangent.TangentError):
        tangent.grad(f)
