"""Derivatives of very large and very small values and of narrow integers, whose squares overflow, underflow or wrap."""
import math

import numpy as np
import pytest
from scipy import special, stats

import tangent


def softmax(v):
    e = np.exp(v)
    return e[0] / np.sum(e)


def posterior(m):
    p = np.exp(-0.5 * (np.array([28.0, 28.1]) - m) ** 2)
    return p[0] / np.sum(p)


def ratio(x, y):
    return x / y


def angle(y, x):
    return np.arctan2(y, x)


def float_angle(y, x):
    return math.atan2(y, x)


def between(x, xp, fp):
    return np.interp(x, xp, fp)


def polynomial(c, x):
    return np.sum(np.polyval(c, x))


@pytest.mark.filterwarnings('error')
@pytest.mark.parametrize('v', [np.array([-60.0, -60.5], np.float32), np.array([-400.0, -400.5]),
                               np.array([60.0, 59.5], np.float32), np.array([400.0, 399.5])])
def test_softmax_of_values_far_from_zero(v):
    slope = 1.0 / (2.0 + 2.0 * math.cosh(0.5))
    np.testing.assert_allclose(tangent.grad(softmax)(v), [slope, -slope], rtol=1e-5)
    np.testing.assert_allclose(tangent.jvp(softmax)(v, np.array([1.0, 0.0], v.dtype)), slope, rtol=1e-5)
    curve = slope * (1.0 - 2.0 / (1.0 + math.exp(-0.5)))
    np.testing.assert_allclose(tangent.hvp(softmax)(v, np.array([1.0, 0.0], v.dtype)), [curve, -curve], rtol=1e-4)


def test_weights_of_what_is_far_off():
    np.testing.assert_allclose(tangent.grad(posterior)(0.0), -0.00537993572, rtol=1e-8)


@pytest.mark.filterwarnings('error')
@pytest.mark.parametrize(('x', 'y'), [(np.float16(300), np.float16(300)), (1e-200, 1e-200), (1e200, 2e200),
                                      (np.float32(1e-25), np.float32(1e-25))])
def test_ratios(x, y):
    bx, by = tangent.grad(ratio, wrt=(0, 1))(x, y)
    np.testing.assert_allclose([float(bx), float(by)], [1.0 / float(y), -float(x) / float(y) / float(y)], rtol=2e-3)
    assert type(by) is type(y)


@pytest.mark.filterwarnings('error')
@pytest.mark.parametrize('f', [angle, float_angle])
@pytest.mark.parametrize('x', [1e-170, 1e170, np.float32(1e-25)])
def test_angles(f, x):
    by, bx = tangent.grad(f, wrt=(0, 1))(x, x)
    np.testing.assert_allclose([by, bx], [0.5 / float(x), -0.5 / float(x)], rtol=1e-6)


@pytest.mark.filterwarnings('error')
@pytest.mark.parametrize('f', [lambda x: np.arcsinh(x), lambda x: np.arccosh(x), lambda x: math.asinh(x),
                               lambda x: math.acosh(x)])
def test_inverses_of_hyperbolic_functions(f):
    np.testing.assert_allclose(tangent.grad(f)(1e200), 1e-200)
    np.testing.assert_allclose(tangent.jvp(f)(1e200, 1.0), 1e-200)


def test_inverses_near_one_lose_no_digits():
    x = 1.0 - 2.0 ** -40
    np.testing.assert_allclose(tangent.grad(lambda x: np.arctanh(x))(x), 1.0 / ((1.0 - x) * (1.0 + x)), rtol=1e-15)
    np.testing.assert_allclose(tangent.grad(lambda x: math.asin(x))(x), ((1.0 - x) * (1.0 + x)) ** -0.5, rtol=1e-15)


def test_arccosh_left_of_its_cut():
    def f(x, y):
        return np.imag(np.arccosh(x + 1j * y))
    step = 1e-6
    slope = (f(-2.0 + step, 0.5) - f(-2.0 - step, 0.5)) / (2.0 * step)
    np.testing.assert_allclose(tangent.grad(f)(-2.0, 0.5), slope, rtol=1e-6)


@pytest.mark.parametrize('distribution', [stats.cauchy, stats.t])
@pytest.mark.filterwarnings('ignore:overflow')  # SciPy's own
def test_densities_far_out(distribution):
    if distribution is stats.cauchy:
        slope = tangent.grad(lambda x: stats.cauchy.logpdf(x))(1e200)
    else:
        slope = tangent.grad(lambda x: stats.t.logpdf(x, 1.0))(1e200)
    np.testing.assert_allclose(slope, -2e-200)


@pytest.mark.parametrize('k', [np.int32(100000), np.uint8(200), np.array([50000, 3], np.int32),
                               np.array([200, 3], np.uint8), np.array([100, -100], np.int8)])
@pytest.mark.parametrize('f', [lambda b, k: np.sum(np.arctan2(b, k)), lambda b, k: np.sum(b / k)])
def test_narrow_integers_beside_floats(f, k):
    wide = np.asarray(k, float)[()]
    for mode in ('reverse', 'forward'):
        if mode == 'reverse':
            got, want = (tangent.grad(f, wrt=(0, 1))(1.0, n) for n in (k, wide))
        else:
            got, want = ((tangent.jvp(f)(1.0, n, 1.0), tangent.jvp(f, wrt=(1,))(1.0, n, np.ones_like(wide)))
                         for n in (k, wide))
        for one, other in zip(got, want):
            np.testing.assert_allclose(one, other, rtol=1e-6)


@pytest.mark.parametrize('f', [
    lambda a: np.sum(1.0 / a), lambda a: np.sum(np.arctan(a)), lambda a: np.sum(np.arcsinh(a)),
    lambda a: np.sum(np.arccosh(a)), lambda a: np.sum(special.erf(a)), lambda a: np.sum(special.erfc(a)),
    lambda a: np.sum(np.float_power(a, 3)), lambda a: np.sum(np.arctan2(a, 3.0)),
    lambda a: np.sum(special.stdtr(2.0, a))])
@pytest.mark.parametrize('a', [np.array([100000, 20], np.int32), np.array([200, 20], np.uint8),
                               np.array([100, 20], np.int8)])
def test_narrow_integers(f, a):
    np.testing.assert_allclose(tangent.grad(f)(a), tangent.grad(f)(a.astype(float)), rtol=5e-3)
    direction = np.array([1.0, 2.0])
    np.testing.assert_allclose(tangent.jvp(f)(a, direction), tangent.jvp(f)(a.astype(float), direction), rtol=5e-3)


def test_interpolation_of_narrow_integers():
    fp = np.array([200, 100, 0], np.uint8)
    assert tangent.grad(between)(0.5, [0.0, 1.0, 2.0], fp) == -100.0
    assert tangent.jvp(between)(0.5, [0.0, 1.0, 2.0], fp, 1.0) == -100.0
    xp = np.array([-100, 100], np.int8)
    np.testing.assert_allclose(tangent.grad(between)(0.5, xp, [0.0, 1.0]), 0.005)
    np.testing.assert_array_equal(tangent.grad(between, wrt=(2,))(np.uint8(3), np.array([5, 7], np.uint8),
                                                                  np.array([1.0, 2.0])), [1.0, 0.0])


def test_differences_of_places_that_are_narrow_integers():
    def f(y, x):
        return np.sum(np.gradient(y, x) ** 2)
    y, x = np.array([1.0, 3.0, 2.0]), np.array([200, 100, 0], np.uint8)
    np.testing.assert_allclose(tangent.grad(f)(y, x), tangent.grad(f)(y, x.astype(float)))


@pytest.mark.parametrize('x', [40.0, -40.0, 700.0])
def test_softplus_bends_far_out(x):
    bent = math.exp(-abs(x))
    for f, scale in ((lambda x: np.logaddexp(0.0, x), 1.0), (lambda x: np.logaddexp2(x, 0.0), math.log(2.0))):
        np.testing.assert_allclose(tangent.grad(tangent.grad(f))(x / scale), scale * bent, rtol=1e-12)
        np.testing.assert_allclose(tangent.jvp(tangent.grad(f))(x / scale, 1.0), scale * bent, rtol=1e-12)


def test_polynomials_at_integers():
    c, x = np.ones(8) * 1e-20, np.array([1990, 2000, 2010])
    np.testing.assert_allclose(tangent.grad(polynomial)(c, x), np.sum(np.vander(x.astype(float), 8), 0))
