"""What the derivatives of Bessel functions and their like are at 0, at poles and where something overflows."""
import warnings

import numpy as np
import pytest

import tangent

special = pytest.importorskip('scipy.special')


def slope(f, x):
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        return tangent.grad(f)(x)


@pytest.mark.parametrize('f, wanted', [
    (lambda x: special.j1(x), 0.5),
    (lambda x: special.jv(1, x), 0.5),
    (lambda x: special.jve(1, x), 0.5),
    (lambda x: special.jvp(0, x), -0.5),
    (lambda x: special.i1(x), 0.5),
    (lambda x: special.iv(1, x), 0.5),
    (lambda x: special.i1e(x), 0.5),
    (lambda x: special.spherical_jn(1, x), 1.0 / 3.0),
    (lambda x: special.spherical_jn(0, x, True), -1.0 / 3.0),
    (lambda x: special.spherical_in(0, x, True), 1.0 / 3.0),
    (lambda x: special.hyp2f1(2.0, 3.0, 4.0, x), 1.5),
    (lambda x: special.i0e(x), 0.0),
    (lambda x: special.ive(0, x), 0.0),
])
def test_slopes_at_zero(f, wanted):
    assert slope(f, 0.0) == pytest.approx(wanted)
    if wanted:
        assert slope(f, 1e-9) == pytest.approx(wanted)


def test_closed_forms():
    x = np.array([0.3, 2.0, 30.0])
    scale = np.sqrt(2.0 / (np.pi * x))
    got = slope(lambda x: np.sum(special.jv(0.5, x)), x)
    np.testing.assert_allclose(got, scale * (np.cos(x) - np.sin(x) / (2.0 * x)), rtol=1e-12)
    got = slope(lambda x: np.sum(special.kve(0.5, x)), x)
    np.testing.assert_allclose(got, -np.sqrt(np.pi / 8.0) * x ** -1.5, rtol=1e-12)
    got = slope(lambda x: np.sum(special.spherical_yn(0, x)), x)
    np.testing.assert_allclose(got, np.sin(x) / x + np.cos(x) / x ** 2, rtol=1e-12)


def test_scaled_functions_do_not_overflow():
    x = np.array([1e3, -1e3])
    np.testing.assert_allclose(slope(lambda x: np.sum(special.i0e(x)), x),
                               -0.5 * special.i0e(x) / x * (1.0 + 0.25 / np.abs(x)), rtol=1e-6)


def test_one_airy_function_is_not_disturbed_by_another_that_overflows():
    assert slope(lambda x: special.airy(x)[0], 200.0) == 0.0


@pytest.mark.parametrize('f', [
    lambda v: special.jv(v, 2.0), lambda v: special.kvp(v, 2.0), lambda n: special.eval_legendre(n, 0.3),
    lambda a: special.hyp1f1(a, 2.0, 0.3), lambda a: special.eval_jacobi(2, a, 1.0, 0.3),
])
def test_orders_have_no_derivative(f):
    with pytest.raises(tangent.TangentError, match='no derivative with respect to'):
        tangent.grad(f)


@pytest.mark.parametrize('f', [lambda x: special.jve(1, 1j * x).real, lambda x: special.ive(1, 1j * x).real])
def test_scaled_functions_of_complex_arguments_are_refused(f):
    with pytest.raises(tangent.TangentError, match='real arguments only'):
        tangent.grad(f)(1.0)


def test_polynomials_at_the_ends_of_their_interval():
    n = np.arange(5)
    for end in (-1.0, 1.0):
        sign = end ** (n + 1.0)
        np.testing.assert_allclose(tangent.jvp(special.eval_legendre, wrt=(1,))(n, end, 1.0), sign * n * (n + 1) / 2)
        np.testing.assert_allclose(tangent.jvp(special.eval_chebyt, wrt=(1,))(n, end, 1.0), sign * n * n)


@pytest.mark.parametrize('n', [0, 0.0, 1, 1.0])
def test_polynomials_of_low_degree_have_higher_derivatives(n):
    for f in (lambda x: special.eval_legendre(n, x), lambda x: special.eval_jacobi(n, 2.0, 1.0, x),
              lambda x: special.eval_laguerre(n, x), lambda x: special.eval_chebyu(n, x)):
        third = tangent.grad(tangent.grad(tangent.grad(f)))
        assert third(0.3) == 0.0


def test_negative_degrees_are_refused():
    with pytest.raises(tangent.TangentError, match='negative'):
        tangent.grad(lambda x: special.eval_chebyu(-3, x))(0.3)


def test_harmonics_at_a_pole_and_beyond():
    if not hasattr(special, 'sph_harm_y'):
        pytest.skip('an earlier SciPy')

    def f(theta):
        return np.real(special.sph_harm_y(1, 1, theta, 0.0))
    assert slope(f, 0.0) == pytest.approx(-np.sqrt(3.0 / (8.0 * np.pi)))
    with pytest.raises(tangent.TangentError, match='theta'):
        tangent.grad(f)(-0.1)
