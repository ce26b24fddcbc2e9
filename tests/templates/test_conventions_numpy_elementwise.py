"""What NumPy's elementwise functions give where their derivative is not unique, or a formula fails."""
import numpy as np
import pytest

import tangent

X = np.array([-1.0, 0.0, 2.0])


def absolute(x):
    return np.sum(np.abs(x))


def absolute_float(x):
    return np.sum(np.fabs(x))


def distance(x, y):
    return np.sum(np.hypot(x, y))


def sinc(x):
    return np.sum(np.sinc(x))


def maximum(x, y):
    return np.sum(np.maximum(x, y))


def minimum(x, y):
    return np.sum(np.minimum(x, y))


def fmax(x, y):
    return np.sum(np.fmax(x, y))


def fmin(x, y):
    return np.sum(np.fmin(x, y))


def clip(x, low, high):
    return np.sum(np.clip(x, low, high))


def power(x, y):
    return np.sum(x ** y)


def roots(x):
    return np.sum(np.where(x > 0.0, np.sqrt(np.where(x > 0.0, x, 1.0)), 0.0))


def without_nan(x):
    return np.sum(np.nan_to_num(x))


def spectrum(x):
    return np.sum(np.abs(np.exp(1j * x) * x) ** 2)


@pytest.mark.parametrize('function', [absolute, absolute_float])
def test_abs_has_slope_zero_at_zero(function):
    np.testing.assert_array_equal(tangent.grad(function)(X), [-1.0, 0.0, 1.0])


def test_distances_have_slope_zero_at_zero():
    bx, by = tangent.grad(distance, wrt=(0, 1))(np.array([0.0, 3.0]), np.array([0.0, 4.0]))
    np.testing.assert_allclose(bx, [0.0, 0.6])
    np.testing.assert_allclose(by, [0.0, 0.8])


def test_sinc_is_smooth_at_zero():
    np.testing.assert_allclose(tangent.grad(sinc)(np.array([0.0, 1.0])), [0.0, -1.0], atol=1e-12)
    np.testing.assert_allclose(tangent.grad(sinc)(np.array([1e-9])), [-np.pi ** 2 / 3 * 1e-9])


@pytest.mark.parametrize('function', [maximum, minimum, fmax, fmin])
def test_ties_share_equally(function):
    bx, by = tangent.grad(function, wrt=(0, 1))(X, X)
    np.testing.assert_array_equal(bx, 0.5)
    np.testing.assert_array_equal(by, 0.5)


@pytest.mark.parametrize('function', [fmax, fmin])
def test_a_number_wins_over_nan(function):
    bx, by = tangent.grad(function, wrt=(0, 1))(np.array([1.0, np.nan]), np.array([np.nan, 1.0]))
    np.testing.assert_array_equal(bx, [1.0, 0.0])
    np.testing.assert_array_equal(by, [0.0, 1.0])


def test_infinite_ties():
    bx = tangent.grad(maximum)(np.array([-np.inf, np.inf, 1.0]), -np.inf)
    np.testing.assert_array_equal(bx, [0.5, 1.0, 1.0])


def test_clip_shares_with_its_bounds():
    bx, low, high = tangent.grad(clip, wrt=(0, 1, 2))(np.array([-2.0, -1.0, 0.0, 1.0, 2.0]), -1.0, 1.0)
    np.testing.assert_array_equal(bx, [0.0, 0.5, 1.0, 0.5, 0.0])
    assert (low, high) == (1.5, 1.5)


def test_powers_at_zero():
    bx = tangent.grad(power)(np.zeros(4), np.array([0.0, 1.0, 2.0, 3.0]))
    np.testing.assert_array_equal(bx, [0.0, 1.0, 0.0, 0.0])
    by = tangent.grad(power, wrt=(1,))(np.array([0.0, 1.0, 2.0]), np.array([1.0, 2.0, 0.0]))
    np.testing.assert_allclose(by, [0.0, 0.0, np.log(2.0)])


@pytest.mark.filterwarnings('error')
def test_what_where_leaves_out_adds_nothing():
    np.testing.assert_array_equal(tangent.grad(roots)(np.array([-1.0, 0.0, 4.0])), [0.0, 0.0, 0.25])


def test_nan_that_is_replaced_has_slope_zero():
    np.testing.assert_array_equal(tangent.grad(without_nan)(np.array([1.0, np.nan, np.inf])), [1.0, 0.0, 0.0])


def test_real_losses_of_complex_values_have_real_derivatives():
    bx = tangent.grad(spectrum)(X)
    assert bx.dtype == float
    np.testing.assert_allclose(bx, 2.0 * X)


def test_the_bessel_function_i0_is_smooth_at_zero_and_does_not_overflow_early():
    got = tangent.grad(lambda x: np.sum(np.i0(x)))(np.array([0.0, 1e-9, -700.0]))
    np.testing.assert_allclose(got[:2], [0.0, 5e-10])
    np.testing.assert_allclose(got[2], -np.i0(700.0) * (1.0 - 0.5 / 700.0), rtol=1e-6)
