"""What Python's operators and functions give where their derivative is not unique, or a formula fails."""
import math

import numpy as np
import pytest

import tangent


def absolute(x):
    return abs(x)


def greatest(x, y):
    return max(x, y)


def least(x, y):
    return min(x, y)


def greatest_of_list(x, y):
    return max([x, y, 0.0])


def power(x, n):
    return x ** n


def twice_power(x, n):
    return tangent_power(x, n)


tangent_power = tangent.grad(power)


def remainder(x, y):
    return x % y


def floored(x, y):
    return x // y + x


def hypotenuse(x, y):
    return math.hypot(x, y)


def product(x, y):
    return math.prod([x, y, 2.0])


def test_abs_has_slope_zero_at_zero():
    assert tangent.grad(absolute)(0.0) == 0.0


def test_abs_of_complex_values_points_outwards():
    def size(x, y):
        return abs(x + 1j * y)
    np.testing.assert_allclose(tangent.grad(size, wrt=(0, 1))(3.0, 4.0), (0.6, 0.8))
    np.testing.assert_allclose(tangent.grad(size, wrt=(0, 1))(0.0, 0.0), (0.0, 0.0))


@pytest.mark.parametrize('function', [greatest, least, greatest_of_list])
def test_ties_share_equally(function):
    assert tangent.grad(function, wrt=(0, 1))(2.0, 2.0) == (0.5, 0.5)


def test_the_greater_one_has_it_all():
    assert tangent.grad(greatest, wrt=(0, 1))(2.0, 3.0) == (0.0, 1.0)
    assert tangent.grad(least, wrt=(0, 1))(2.0, 3.0) == (1.0, 0.0)


@pytest.mark.parametrize('x, n, expected', [
    (0.0, 0, 0.0), (0.0, 1, 1.0), (0.0, 2, 0.0), (2.0, 0, 0.0), (-2.0, 3, 12.0),
])
def test_powers_at_zero(x, n, expected):
    assert tangent.grad(power)(x, n) == expected


@pytest.mark.parametrize('x, n, expected', [
    (0.0, 0, 0.0), (0.0, 1, 0.0), (0.0, 2, 2.0), (0.0, 3, 0.0), (2.0, 3, 12.0),
])
def test_second_derivatives_of_powers_at_zero(x, n, expected):
    assert tangent.grad(twice_power)(x, n) == expected


def test_the_exponent_of_a_zero_has_slope_zero():
    assert tangent.grad(power, wrt=(1,))(0.0, 2.0) == 0.0


def test_remainders_have_the_slopes_of_the_line_they_are_on():
    assert tangent.grad(remainder, wrt=(0, 1))(-7.5, 2.0) == (1.0, 4.0)


def test_floor_division_is_constant():
    assert tangent.grad(floored, wrt=(0, 1))(7.5, 2.0) == (1.0, 0.0)


def test_the_hypotenuse_has_slope_zero_at_the_origin():
    assert tangent.grad(hypotenuse, wrt=(0, 1))(0.0, 0.0) == (0.0, 0.0)


def test_products_with_a_zero():
    assert tangent.grad(product, wrt=(0, 1))(0.0, 3.0) == (6.0, 0.0)
