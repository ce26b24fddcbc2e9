"""Derivatives have the precision of the arguments, tangents that of the values, where these differ."""
import numpy as np
import pytest
import scipy.integrate
import scipy.linalg
import scipy.special

import tangent

TIMES = np.linspace(0.0, 1.0, 4)
COEFFICIENTS = np.array([0.5, -1.0, 2.0], np.float32)
trapezoid = getattr(np, 'trapezoid', None) or np.trapz

FUNCTIONS = {
    'binom': lambda x: scipy.special.binom(x[0], 1.5),
    'trapezoid': lambda x: trapezoid(x, TIMES),
    'trapezoid, by the points': lambda x: trapezoid(TIMES, x[0]),
    'cumulative_trapezoid': lambda x: scipy.integrate.cumulative_trapezoid(x, dx=0.5, initial=0),
    'cumulative_trapezoid, of points': lambda x: scipy.integrate.cumulative_trapezoid(x, TIMES, initial=0),
    'polyval': lambda x: np.polyval(COEFFICIENTS, x),
    'polyval, of both': lambda x: np.polyval(x[0], x[0, 1]),
    'polyval, of coefficients': lambda x: np.polyval(x[0], TIMES),
    'quantile': lambda x: np.quantile(x, [0.2, 0.5], axis=1),
    'quantile, of one': lambda x: np.quantile(x, 0.2),
    'percentile': lambda x: np.percentile(x, [20.0, 50.0]),
    'nanquantile': lambda x: np.nanquantile(x, [0.2, 0.5]),
    'nanpercentile': lambda x: np.nanpercentile(x, [20.0, 50.0]),
    'cov': lambda x: np.cov(x),
    'cov, with a bias': lambda x: np.cov(x, bias=True),
    'corrcoef': lambda x: np.corrcoef(x),
    'diric': lambda x: scipy.special.diric(x, 3),
    'det': lambda x: scipy.linalg.det(x),
    'fractional_matrix_power': lambda x: scipy.linalg.fractional_matrix_power(x, 0.5),
    'slogdet': lambda x: np.linalg.slogdet(x)[1],
}


@pytest.mark.parametrize('case', FUNCTIONS)
def test_single_precision(case):
    f = FUNCTIONS[case]
    x = (np.eye(4) + np.linspace(0.1, 0.4, 16).reshape(4, 4)).astype(np.float32)
    value = f(x)
    assert tangent.vjp(f)(x, np.ones_like(value)).dtype == x.dtype
    change = tangent.jvp(f)(x, x)
    assert (change.dtype, np.shape(change)) == (value.dtype, np.shape(value))


def test_the_absolute_value_of_a_complex_determinant_is_real():
    a = np.array([[1.0 + 2.0j, 0.5], [-1.0j, 2.0]])
    assert tangent.jvp(lambda a: np.linalg.slogdet(a)[1])(a, a).dtype == float


@pytest.mark.parametrize('product', [np.dot, np.inner, np.kron, np.multiply, lambda a, b: np.tensordot(a, b, 0)])
def test_a_product_with_a_number(product):
    for f in (lambda x: np.sum(product(x, TIMES)), lambda x: np.sum(product(TIMES, x))):
        assert type(tangent.grad(f)(2.0)) is float
