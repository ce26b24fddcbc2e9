"""What interpolation is differentiated as: the values that SciPy gives, and what is refused."""
from __future__ import annotations

import numpy as np
import pytest

import tangent

interpolate = pytest.importorskip('scipy.interpolate')

X = np.array([0.0, 0.4, 0.9, 1.7, 2.0, 2.6])
Y = np.stack([np.sin(X), np.cos(X)], 1)
AT = np.array([[-0.2, 0.4, 1.0], [1.8, 2.6, 2.9]])
SHUFFLED = np.array([3, 0, 5, 1, 4, 2])


@pytest.mark.parametrize('f', [
    *[lambda y, bc=bc: interpolate.CubicSpline(X, y, bc_type=bc)(AT, 1) for bc in ('not-a-knot', 'natural', 'clamped')],
    lambda y: interpolate.make_interp_spline(X, y, 2)(AT),
    lambda y: interpolate.interp1d(X, y, axis=0, fill_value='extrapolate')(AT),
    lambda y: interpolate.interp1d(X, y, 'linear', 0, bounds_error=False, fill_value=3.0)(AT),
    lambda y: interpolate.interp1d(X[SHUFFLED], y[SHUFFLED].T)(AT[:, 1]),
], ids=['not-a-knot', 'natural', 'clamped', 'made', 'lines', 'filled', 'shuffled'])
def test_values_are_those_of_scipy(f):
    value, back = f(Y), tangent.vjp(f, preserve_result=True)
    along, found = back(Y, np.ones_like(value))
    np.testing.assert_allclose(found, value, atol=1e-12)
    np.testing.assert_allclose(np.sum(along * Y), np.sum(value - f(np.zeros_like(Y))), atol=1e-12)  # it is affine


def test_outside_of_the_points():
    def f(y):
        return interpolate.interp1d(X, y)(3.0)
    with pytest.raises(ValueError, match='outside'):
        tangent.grad(f)(Y[:, 0])


def test_nan_outside_of_the_points():
    def f(y):
        return np.sum(interpolate.interp1d(X, y, bounds_error=False)(np.array([1.0, 3.0])))
    np.testing.assert_allclose(tangent.grad(f)(Y[:, 0]), [0.0, 0.0, 0.875, 0.125, 0.0, 0.0])


LINES, STEPS = interpolate.interp1d(X, Y[:, 0]), interpolate.interp1d(X, Y[:, 0], kind='nearest')
SPLINE = interpolate.KroghInterpolator(X, Y[:, 0])


def test_at_a_point():
    np.testing.assert_allclose(tangent.grad(lambda x: LINES(x))(1.0), (Y[3, 0] - Y[2, 0]) / 0.8)


@pytest.mark.parametrize('f', [
    lambda x: STEPS(x), lambda x: SPLINE(x), lambda y: interpolate.interp1d(X, y * X, kind='cubic')(1.0),
    lambda y: interpolate.CubicSpline(X, y * X, bc_type=((1, 0.0), (1, 1.0)))(1.0),
], ids=['nearest', 'krogh', 'kind', 'bc_type'])
def test_refused_as_it_is_called(f):
    with pytest.raises(tangent.TangentError):
        tangent.grad(f)(1.0)


@pytest.mark.parametrize('f', [
    lambda x: interpolate.CubicSpline(X * x, X)(1.0),
    lambda x: interpolate.make_interp_spline(X * x, X)(1.0),
    lambda y: interpolate.CubicSpline(X, y * X, axis=-1)(1.0),
    lambda y: interpolate.PchipInterpolator(X, y * X)(1.0),
], ids=['points', 'points of a spline', 'axis', 'pchip'])
def test_refused(f):
    with pytest.raises(tangent.TangentError):
        tangent.grad(f)(1.0)
