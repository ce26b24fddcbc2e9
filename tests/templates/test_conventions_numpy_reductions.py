"""What NumPy's reductions give where their derivative is not unique, or a formula fails."""
import numpy as np
import pytest

import tangent


def greatest(x):
    return np.max(x)


def least(x):
    return np.min(x)


def greatest_by_row(x):
    return np.sum(np.max(x, axis=1) * np.array([1.0, 10.0]))


def nan_greatest(x):
    return np.nanmax(x)


def product(x):
    return np.prod(x)


def gradient_of_product(x):
    return np.sum(dproduct(x))


dproduct = tangent.grad(product)


def running_product(x):
    return np.sum(np.cumprod(x))


def deviation(x):
    return np.std(x)


def median(x):
    return np.median(x)


def quartile(x):
    return np.percentile(x, 25)


def nan_mean(x):
    return np.nanmean(x)


@pytest.mark.parametrize('function', [greatest, least])
def test_ties_share_equally(function):
    np.testing.assert_array_equal(tangent.grad(function)(np.ones(4)), 0.25)


def test_ties_share_equally_within_their_row():
    x = np.array([[1.0, 3.0, 3.0], [2.0, 1.0, 0.0]])
    np.testing.assert_array_equal(tangent.grad(greatest_by_row)(x), [[0.0, 0.5, 0.5], [10.0, 0.0, 0.0]])


def test_nan_has_no_share():
    np.testing.assert_array_equal(tangent.grad(nan_greatest)(np.array([1.0, np.nan, 1.0])), [0.5, 0.0, 0.5])
    np.testing.assert_array_equal(tangent.grad(nan_mean)(np.array([1.0, np.nan, 3.0])), [0.5, 0.0, 0.5])


@pytest.mark.filterwarnings('error')
@pytest.mark.parametrize('x, expected', [
    ([2.0, 3.0, 5.0], [15.0, 10.0, 6.0]),
    ([0.0, 3.0, 5.0], [15.0, 0.0, 0.0]), ([0.0, 3.0, 0.0], [0.0, 0.0, 0.0]),
])
def test_products_with_zeros(x, expected):
    np.testing.assert_array_equal(dproduct(np.array(x)), expected)


@pytest.mark.filterwarnings('error')
@pytest.mark.parametrize('x, expected', [
    ([2.0, 3.0, 5.0], [8.0, 7.0, 5.0]),
    ([0.0, 3.0, 5.0], [8.0, 5.0, 3.0]), ([0.0, 3.0, 0.0], [3.0, 0.0, 3.0]),
])
def test_second_derivatives_of_products_with_zeros(x, expected):
    np.testing.assert_allclose(tangent.grad(gradient_of_product)(np.array(x)), expected)


@pytest.mark.filterwarnings('error')
def test_running_products_with_zeros():
    np.testing.assert_array_equal(tangent.grad(running_product)(np.array([2.0, 0.0, 5.0])), [1.0, 12.0, 0.0])


@pytest.mark.filterwarnings('error')
def test_the_deviation_of_equal_numbers_has_slope_zero():
    np.testing.assert_array_equal(tangent.grad(deviation)(np.ones(3)), 0.0)


def test_medians_are_of_the_elements_in_the_middle():
    np.testing.assert_array_equal(tangent.grad(median)(np.array([3.0, 1.0, 2.0])), [0.0, 0.0, 1.0])
    np.testing.assert_array_equal(tangent.grad(median)(np.array([3.0, 1.0, 2.0, 7.0])), [0.5, 0.0, 0.5, 0.0])
    assert np.sum(tangent.grad(median)(np.ones(4))) == 1.0


def test_quartiles_are_of_the_elements_around_them():
    np.testing.assert_allclose(tangent.grad(quartile)(np.array([4.0, 3.0, 2.0, 1.0])), [0.0, 0.0, 0.75, 0.25])


@pytest.mark.parametrize('function', [
    np.nansum, np.nanmean, np.nanprod, np.nanvar, np.nanstd, np.nanmin, np.nanmax, np.nancumsum, np.nancumprod,
    np.nanmedian])
def test_tangents_of_nan_are_left_out(function):
    x, dx = np.array([1.0, np.nan, 2.0]), np.array([1.0, np.nan, 0.5])
    found = tangent.jvp(lambda x: np.sum(function(x)))(x, dx)
    plain = getattr(np, function.__name__[3:])
    wanted = tangent.jvp(lambda x: plain(x))(x[[0, 2]], dx[[0, 2]])
    runs = function in (np.nancumsum, np.nancumprod)  # in the place of NaN stands what came before
    np.testing.assert_allclose(found, np.sum(wanted[[0, 0, 1]] if runs else wanted))


@pytest.mark.filterwarnings('ignore')
@pytest.mark.parametrize('function', [np.var, np.std, lambda e: np.einsum('i,i', e, e)])
def test_of_no_elements(function):
    assert tangent.grad(function)(np.zeros(0)).shape == (0,)
    assert not tangent.jvp(function)(np.zeros(0), np.zeros(0)) > 0.0
