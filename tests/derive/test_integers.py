"""Arrays of integers that are written in place: as arguments they count as floats, and what is cut off is refused."""
import numpy as np
import pytest

import tangent

WEIGHTS = np.array([1.0, 2.0, 3.0])
INTEGERS = np.array([3, 1, 2])


def element(x):
    x[0] = x[1] * 2
    return np.sum(x * x)


def made_like_the_argument(x):
    y = np.zeros_like(x)
    for i in range(len(x)):
        y[i] = x[i] ** 2
    return np.sum(y * WEIGHTS)


def swapped(x):
    x[0], x[1] = x[1], x[0]
    return np.sum(x * WEIGHTS)


def summed_up(x):
    for i in range(2):
        x[i + 1] += x[i]
    return np.sum(x * x)


def permuted(x):
    y = x.copy()
    y[[0, 1]] = y[[1, 0]]
    return np.sum(y * y * WEIGHTS)


def shifted(x):
    y = np.empty(3, x.dtype)
    y[0] = 1
    y[1:] = x[:-1] * x[1:]
    return np.sum(y * y)


def by_out(x):
    y = np.zeros_like(x)
    np.multiply(x, x, out=y)
    return np.sum(y * WEIGHTS)


def in_order(x):
    x.sort()
    return np.sum(x * WEIGHTS)


@pytest.mark.parametrize('optimized', [True, False])
@pytest.mark.parametrize('function', [
    element, made_like_the_argument, swapped, summed_up, permuted, shifted, by_out, in_order])
def test_they_count_as_floats(function, optimized):
    floats, along = INTEGERS.astype(float), np.array([0.3, -0.7, 1.1])
    gradient = tangent.grad(function, optimized=optimized)(INTEGERS.copy())
    h = 1e-6
    slope = (function(floats + h * along) - function(floats - h * along)) / (2 * h)
    np.testing.assert_allclose(gradient @ along, slope, rtol=1e-6)
    np.testing.assert_allclose(tangent.jvp(function, optimized=optimized)(INTEGERS.copy(), along), slope, rtol=1e-6)


def by_dtype(x):
    y = np.zeros(2, dtype=int)
    y[0] = 10.4 * x[0]
    return x * y[0]


def of_integers(x):
    y = np.array([0, 0])
    y[0] = 10.4 * x[0]
    return x * y[0]


def of_a_range(x):
    y = np.arange(2)
    y[0] += x[0]
    return x * y[0]


@pytest.mark.parametrize('transform', [tangent.vjp, tangent.jvp])
@pytest.mark.parametrize('function', [by_dtype, of_integers, of_a_range])
def test_what_is_cut_off_is_refused(function, transform):
    with pytest.raises(tangent.errors.UnsupportedError, match='cut off') as caught:
        transform(function)
    assert caught.value.source.strip().startswith('y[0]')
    assert caught.value.remedy


def test_what_is_cut_off_of_an_argument_is_told_when_it_runs():
    def f(x):
        x[0] = np.sin(x[1])
        return np.sum(x)
    df = tangent.grad(f)
    np.testing.assert_allclose(df(np.array([1.0, 2.0])), [0.0, 1.0 + np.cos(2.0)])
    with pytest.raises(tangent.errors.KindError, match='cut off'):
        df(np.array([1, 2]))
