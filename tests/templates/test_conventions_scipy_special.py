"""What SciPy's special functions give at the edges of their domains, at poles, and where formulas fail."""
import numpy as np
import pytest

import tangent

special = pytest.importorskip('scipy.special')




def xlogy(x, y):
    return np.sum(special.xlogy(x, y))


def entropy(x):
    return np.sum(special.entr(x))


def relative_entropy(x, y):
    return np.sum(special.rel_entr(x, y))


def divergence(x, y):
    return np.sum(special.kl_div(x, y))


def huber(delta, r):
    return np.sum(special.huber(delta, r))


def pseudo_huber(delta, r):
    return np.sum(special.pseudo_huber(delta, r))


def logsumexp(x):
    return special.logsumexp(x)


def weighted_logsumexp(x, b):
    return special.logsumexp(x, b=b)


def signed_logsumexp(x):
    value, sign = special.logsumexp(1j * x, return_sign=True)
    return value


def first_share(x):
    return special.softmax(x)[0]


def expit(x):
    return np.sum(special.expit(x))


def log_expit(x):
    return np.sum(special.log_expit(x))


def exprel(x):
    return np.sum(special.exprel(x))


def cosm1(x):
    return np.sum(special.cosm1(x))


def log_ndtr(x):
    return np.sum(special.log_ndtr(x))


def erfcx(x):
    return np.sum(special.erfcx(x))


def dawsn(x):
    return np.sum(special.dawsn(x))


def rgamma(x):
    return np.sum(special.rgamma(x))


def poch(x):
    return np.sum(special.poch(x, 2))


def binom(x):
    return np.sum(special.binom(x, 2))


def comb(n, k):
    return np.sum(special.comb(n, k))


def modulus(x):
    return np.real(special.loggamma(2.0 + 1j * x))


def slope(f):
    df = tangent.grad(f)

    def g(x):
        return np.sum(df(x))
    return g


@pytest.mark.filterwarnings('error')
def test_xlogy_at_zero():
    bx, by = tangent.grad(xlogy, wrt=(0, 1))(np.zeros(2), np.array([0.0, 2.0]))
    np.testing.assert_allclose(bx, [-np.inf, np.log(2.0)])
    np.testing.assert_array_equal(by, 0.0)


@pytest.mark.filterwarnings('error')
def test_entropies_at_zero():
    np.testing.assert_array_equal(tangent.grad(entropy)(np.array([0.0, 1.0])), [np.inf, -1.0])
    x, y = np.array([0.0, 0.0, 1e-200]), np.array([0.0, 2.0, 1e200])
    bx, by = tangent.grad(relative_entropy, wrt=(0, 1))(x, y)
    np.testing.assert_allclose(bx, [1.0, -np.inf, 1.0 - 400.0 * np.log(10.0)])
    np.testing.assert_allclose(by, 0.0, atol=1e-300)
    bx, by = tangent.grad(divergence, wrt=(0, 1))(x, y)
    np.testing.assert_allclose(bx, [0.0, -np.inf, -400.0 * np.log(10.0)])
    np.testing.assert_allclose(by, [0.0, 1.0, 1.0])


def test_entropies_of_what_is_almost_equal():
    bx, by = tangent.grad(divergence, wrt=(0, 1))(1.0, 1.0 + 2.0 ** -40)
    np.testing.assert_allclose([bx, by], [-2.0 ** -40, 2.0 ** -40], rtol=1e-11)


def test_huber_is_smooth_at_its_kink():
    bdelta, br = tangent.grad(huber, wrt=(0, 1))(1.0, np.array([-3.0, -1.0, 0.0, 1.0]))
    np.testing.assert_array_equal(br, [-1.0, -1.0, 0.0, 1.0])
    assert bdelta == 2.0


@pytest.mark.filterwarnings('error')
def test_pseudo_huber_at_zero():
    bdelta, br = tangent.grad(pseudo_huber, wrt=(0, 1))(np.array([0.0, 0.0, 1e5]), np.array([0.0, 2.0, 1.0]))
    np.testing.assert_allclose(bdelta, [0.0, 2.0, 0.25e-15], rtol=1e-9)
    np.testing.assert_allclose(br, [0.0, 0.0, 1.0])


@pytest.mark.filterwarnings('error')
def test_logsumexp_of_large_and_infinite_values():
    np.testing.assert_allclose(tangent.grad(logsumexp)(np.array([1000.0, 1000.0, -np.inf])), [0.5, 0.5, 0.0])
    np.testing.assert_array_equal(tangent.grad(logsumexp)(np.full(2, -np.inf)), 0.0)
    found = tangent.grad(logsumexp)(np.array([1e4, 1e4 + 1.0], np.float32))
    np.testing.assert_allclose(found, special.softmax([0.0, 1.0]), rtol=1e-6)
    assert found.dtype == np.float32


@pytest.mark.filterwarnings('error')
def test_logsumexp_of_what_has_no_weight():
    found = tangent.grad(weighted_logsumexp)(np.array([1e9, 0.0, np.inf]), np.array([0.0, 2.0, 0.0]))
    np.testing.assert_array_equal(found, [0.0, 1.0, 0.0])


def test_logsumexp_with_the_sign_of_complex_values_is_refused():
    with pytest.raises(tangent.TangentError, match='complex'):
        tangent.grad(signed_logsumexp)(np.array([1.0, 2.0]))


def test_softmax_in_single_precision():
    x = np.array([1e4, 1e4, -np.inf], np.float32)
    found = tangent.grad(first_share)(x)
    np.testing.assert_array_equal(found, [0.25, -0.25, 0.0])
    assert found.dtype == np.float32


@pytest.mark.filterwarnings('error')
def test_logistic_functions_keep_small_slopes():
    np.testing.assert_allclose(tangent.grad(expit)(np.array([-1e4, 40.0, 1e4])), [0.0, np.exp(-40.0), 0.0])
    np.testing.assert_allclose(tangent.grad(log_expit)(np.array([-1e4, 40.0, 1e4])), [1.0, np.exp(-40.0), 0.0])


@pytest.mark.filterwarnings('error')
def test_differences_from_one_near_zero():
    np.testing.assert_allclose(tangent.grad(cosm1)(np.array([0.0, 1e-9])), [0.0, -1e-9])
    np.testing.assert_allclose(tangent.grad(exprel)(np.array([-1e4, 0.0, 1e-9])), [1e-8, 0.5, 0.5 + 1e-9 / 3.0])


@pytest.mark.filterwarnings('error')
def test_log_ndtr_far_from_zero():
    x = np.array([-1e10, -1e3, 60.0])
    np.testing.assert_allclose(tangent.grad(log_ndtr)(x), [1e10, 1e3 + 1e-3 - 2e-9, 0.0], atol=1e-12)
    np.testing.assert_allclose(tangent.grad(slope(log_ndtr))(x), [-1.0, -1.0 + 1e-6, 0.0], atol=1e-11)


@pytest.mark.filterwarnings('error')
def test_error_functions_of_large_values():
    x = np.array([6.4999, 6.5001, 1e3, np.inf])  # on both sides of where the series begins
    wanted = x ** -2.0 - 1.5 * x ** -4.0 + 3.75 * x ** -6.0 - 13.125 * x ** -8.0
    np.testing.assert_allclose(tangent.grad(erfcx)(x), -wanted / np.sqrt(np.pi), rtol=2e-5)
    found = tangent.grad(erfcx)(x[:2])
    np.testing.assert_allclose(found[0] / found[1], (x[1] / x[0]) ** 2, rtol=3e-6)
    np.testing.assert_allclose(tangent.grad(dawsn)(np.array([-1e5, 1e5])), -0.5e-10)
    np.testing.assert_allclose(tangent.grad(slope(dawsn))(np.array([-1e5, 1e5])), [-1e-15, 1e-15])


@pytest.mark.filterwarnings('error')
def test_polynomials_at_integers():
    np.testing.assert_allclose(tangent.grad(rgamma)(np.array([0.0, -1.0, -2.0])), [1.0, -1.0, 2.0])
    np.testing.assert_allclose(tangent.grad(poch)(np.array([0.0, -1.0, -3.0])), [1.0, -1.0, -5.0])
    np.testing.assert_allclose(tangent.grad(binom)(np.array([0.0, 1.0, 4.0])), [-0.5, 0.5, 3.5])


@pytest.mark.filterwarnings('error')
def test_numbers_of_ways_are_constant_outside_of_their_domain():
    bn, bk = tangent.grad(comb, wrt=(0, 1))(np.array([1.0, -1.0, 3.0]), np.array([2.0, 1.0, -1.0]))
    np.testing.assert_array_equal(bn, 0.0)
    np.testing.assert_array_equal(bk, 0.0)


def test_real_losses_of_complex_values_have_real_derivatives():
    x, step = 0.7, 1e-5
    found = tangent.grad(modulus)(x)
    assert isinstance(found, float)
    np.testing.assert_allclose(found, (modulus(x + step) - modulus(x - step)) / (2.0 * step), rtol=1e-8)


@pytest.mark.parametrize('f', [
    lambda x: special.gammainc(x, 2.0),
    lambda x: special.zeta(x, 2.0),
    lambda x: special.stdtr(x, 2.0),
    lambda x: special.bdtr(1, x, 0.5),
    lambda x: special.polygamma(x, 2.0),
    lambda x: special.comb(x, 2, exact=True),
    lambda x: special.comb(x, 2, repetition=True),
    lambda x: special.factorial(x, exact=True),
    lambda x: special.expit(x, where=x > 0.0),
], ids=['shape', 'exponent', 'degrees', 'trials', 'order', 'exact', 'repetition', 'factorial', 'where'])
def test_what_has_no_derivative_is_refused(f):
    with pytest.raises(tangent.TangentError):
        tangent.grad(f)
