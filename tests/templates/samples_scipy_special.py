"""Samples of the elementary and statistical functions of scipy.special."""
import numpy as np
from scipy import special
from scipy.special import lambertw, wofz

from tangent.runtime.scipy.special import (
    beta_density, binom_derivative, dawsn_derivative, diric_derivative, ellipeinc_derivative, ellipkinc_derivative,
    erfcx_derivative, exp_shares, exprel_derivative, gamma_density, kept_dims, log_ndtr_derivative, log_ratio,
    poch_derivative, psi_over_gamma, quotient, spence_derivative,
)
from tests.templates.sample import Sample, array


def positive(*shape, seed=0):
    return array(*shape, low=0.3, high=2.5, seed=seed)


def fraction(*shape, seed=0):
    return array(*shape, low=0.1, high=0.9, seed=seed)


def real_lambertw(z):
    return np.real(lambertw(z))


def lower_lambertw(z):
    return np.real(lambertw(z, -1))


def faddeeva(x):
    w = wofz(x)
    return np.real(w), np.imag(w)


def complex_logsumexp(x):
    return np.real(special.logsumexp(np.exp(1j * x)))


SIGNS = np.array([[2.0, -1.0, 0.5], [1.5, 0.0, 1.0]])

SAMPLES = [
    # Exponentials, powers and trigonometry.
    Sample(special.exp2, array(3)),
    Sample(special.exp10, array(3)),
    Sample(special.expm1, array(3)),
    Sample(special.log1p, positive(3)),
    Sample(special.cbrt, positive(3)),
    Sample(special.exprel, array(3)),
    Sample(special.exprel, 0.0),
    Sample(special.exprel, -30.0),
    Sample(exprel_derivative, array(3), 2),
    Sample(special.powm1, positive(2, 1), array(3)),
    Sample(special.cosm1, array(3)),
    Sample(special.cosm1, 1e-3),
    Sample(special.diric, array(2, 1, high=7.0), np.array([3, 4])),
    Sample(special.diric, 0.0, 5),
    Sample(diric_derivative, array(3), 4),
    Sample(special.radian, array(2, 1), array(3), 20.0),
    Sample(special.sindg, array(3, low=-90.0, high=200.0), order=1),
    Sample(special.cosdg, 40.0),
    Sample(special.sindg, 40.0),
    Sample(special.tandg, 40.0),
    Sample(special.cotdg, array(3, low=20.0, high=70.0)),

    # The logistic function, and sums of exponentials.
    Sample(special.expit, array(2, 3)),
    Sample(special.expit, 1.5),
    Sample(special.logit, fraction(3)),
    Sample(special.log_expit, array(3)),
    Sample(special.log_expit, -1.5),
    Sample(special.softmax, array(3)),
    Sample(special.softmax, array(2, 3), axis=1),
    Sample(special.softmax, array(2, 3, 2), axis=(0, -1)),
    Sample(special.log_softmax, array(3)),
    Sample(special.log_softmax, array(2, 3), axis=0),
    Sample(special.log_softmax, array(2, 3, 2), axis=(0, 2)),
    Sample(special.logsumexp, array(2, 3)),
    Sample(special.logsumexp, [0.3, -1.2, 2.0], order=1),
    Sample(special.logsumexp, array(2, 3), axis=1),
    Sample(special.logsumexp, array(2, 3, 2), axis=(0, -1), keepdims=True),
    Sample(special.logsumexp, array(2, 3), -1, positive(3)),
    Sample(special.logsumexp, array(3), None, positive(2, 1)),
    Sample(special.logsumexp, [0.3, -1.2], b=[2.0, 3.0], order=1),
    Sample(special.logsumexp, array(2, 3), axis=0, b=SIGNS, return_sign=True),
    Sample(special.logsumexp, array(2, 3), 1, SIGNS, True, True, wrt=(0, 1)),
    Sample(special.logsumexp, array(3), axis=None, return_sign=True),
    Sample(complex_logsumexp, array(3)),
    Sample(kept_dims, array(2, 3), (0, -1)),
    Sample(kept_dims, array(2, 1), 0, True),
    Sample(exp_shares, array(2, 3), 1, positive(2, 1)),
    Sample(exp_shares, array(2, 3), (0, 1)),

    # Entropies, losses and transformations of data.
    Sample(special.xlogy, array(2, 1), positive(3)),
    Sample(special.xlogy, 2.0, positive(3)),
    Sample(special.xlogy, 0.0, 2.0),
    Sample(special.xlog1py, array(2, 1), positive(3)),
    Sample(special.xlog1py, 1.5, 0.5),
    Sample(quotient, array(2, 1), positive(3)),
    Sample(quotient, 0.0, 2.0),
    Sample(special.entr, positive(3)),
    Sample(special.rel_entr, positive(2, 1), positive(3)),
    Sample(special.rel_entr, 1.5, 2.0),
    Sample(special.kl_div, positive(2, 1), positive(3)),
    Sample(special.kl_div, 1.5, 2.0),
    Sample(log_ratio, positive(2, 1), positive(3)),
    Sample(special.huber, 1.0, np.array([-2.0, -0.5, 0.3, 1.5])),
    Sample(special.huber, positive(2, 1), 0.2),
    Sample(special.pseudo_huber, 1.0, array(4)),
    Sample(special.pseudo_huber, positive(2, 1), array(3)),
    Sample(special.boxcox, positive(2, 1), array(3)),
    Sample(special.boxcox, 1.7, 0.0),
    Sample(special.boxcox1p, positive(2, 1), array(3)),
    Sample(special.inv_boxcox, fraction(2, 1), fraction(3)),
    Sample(special.inv_boxcox, 0.7, 0.0),
    Sample(special.inv_boxcox1p, fraction(2, 1), fraction(3)),

    # Error functions, and the normal distribution.
    Sample(special.erf, array(3)),
    Sample(special.erfc, array(3)),
    Sample(special.erfi, array(3)),
    Sample(special.erfcx, array(3)),
    Sample(special.erfcx, np.array([5.8, 6.3, 40.0])),
    Sample(erfcx_derivative, array(3), 2),
    Sample(special.dawsn, array(3)),
    Sample(special.dawsn, np.array([5.8, 6.3, -40.0])),
    Sample(dawsn_derivative, array(3), 2),
    Sample(faddeeva, array(3)),
    Sample(special.erfinv, array(3, low=-0.9, high=0.9)),
    Sample(special.erfcinv, array(3, low=0.1, high=1.9)),
    Sample(special.ndtr, array(3)),
    Sample(special.ndtri, fraction(3)),
    Sample(special.log_ndtr, array(3, low=-30.0)),
    Sample(special.log_ndtr, 1.5),
    Sample(log_ndtr_derivative, array(3), 2),
    Sample(special.ndtri_exp, array(3, low=-9.0, high=-0.5)),
    Sample(special.owens_t, array(2, 1), array(3)),

    # The gamma and beta functions.
    Sample(special.gamma, positive(3)),
    Sample(special.gamma, -1.3),
    Sample(special.gammaln, positive(3)),
    Sample(special.gammaln, -1.3),
    Sample(special.loggamma, positive(3)),
    Sample(special.rgamma, array(3)),
    Sample(special.rgamma, -1.0, order=1),
    Sample(psi_over_gamma, array(3)),
    Sample(special.digamma, positive(3)),
    Sample(special.digamma, -1.3),
    Sample(special.polygamma, 1, positive(3)),
    Sample(special.polygamma, 2, positive(2)),
    Sample(special.multigammaln, array(3, low=2.0, high=4.0), 3),
    Sample(special.multigammaln, 2.5, 2),
    Sample(special.zeta, 3.0, positive(3), wrt=(1,)),
    Sample(special.zeta, np.array([[1.5], [4.0]]), positive(3), wrt=(1,)),
    Sample(special.beta, positive(2, 1), positive(3)),
    Sample(special.betaln, positive(2, 1), positive(3)),
    Sample(special.binom, array(2, 1, low=3.0, high=5.0), array(3, low=0.5, high=2.5)),
    Sample(special.binom, 5.0, 2, wrt=(0,)),
    Sample(special.binom, 1.0, 2, wrt=(0,), order=1),
    Sample(binom_derivative, array(2, 1, low=3.0, high=5.0), array(3, low=0.5, high=2.5)),
    Sample(special.poch, positive(2, 1), array(3, low=-0.2)),
    Sample(special.poch, 2.5, 3, wrt=(0,)),
    Sample(special.poch, np.array([0.0, -1.0, -3.0]), 2, wrt=(0,), order=1),
    Sample(poch_derivative, positive(2, 1), positive(3)),
    Sample(special.comb, array(2, 1, low=3.0, high=5.0), array(3, low=0.5, high=2.5)),
    Sample(special.comb, np.array([0.5, 3.5]), 2, wrt=(0,), exact=False),
    Sample(special.factorial, positive(3)),
    Sample(special.factorial, np.array([-1.5, 2.5]), exact=False),

    # The incomplete gamma function.
    Sample(special.gammainc, np.array([[0.5], [3.0]]), positive(3), wrt=(1,)),
    Sample(special.gammaincc, np.array([[0.5], [3.0]]), positive(3), wrt=(1,)),
    Sample(special.gammaincinv, np.array([[0.5], [3.0]]), fraction(3), wrt=(1,)),
    Sample(special.gammainccinv, np.array([[0.5], [3.0]]), fraction(3), wrt=(1,)),
    Sample(gamma_density, positive(2, 1), positive(3)),
    Sample(special.gdtr, positive(2, 1), 1.7, positive(3), wrt=(0, 2)),
    Sample(special.gdtrc, positive(2, 1), 1.7, positive(3), wrt=(0, 2)),
    Sample(special.gdtrix, positive(2, 1), 1.7, fraction(3), wrt=(0, 2)),
    Sample(special.gdtria, fraction(2, 1), 1.7, positive(3), wrt=(0, 2)),
    Sample(special.chdtr, np.array([[1.0], [3.0]]), positive(3), wrt=(1,)),
    Sample(special.chdtrc, 3.0, positive(3), wrt=(1,)),
    Sample(special.chdtri, 3.0, fraction(3), wrt=(1,)),
    Sample(special.pdtr, np.array([[1.0], [2.5]]), positive(3), wrt=(1,)),
    Sample(special.pdtrc, 2.5, positive(3)),
    Sample(special.pdtri, 2, fraction(3), wrt=(1,)),

    # The incomplete beta function.
    Sample(special.betainc, np.array([[0.5], [3.0]]), 1.5, fraction(3), wrt=(2,)),
    Sample(special.betaincinv, 0.7, 1.5, fraction(3), wrt=(2,)),
    Sample(beta_density, positive(2, 1), 1.7, fraction(3)),
    Sample(special.bdtr, np.array([[1.0], [2.5]]), np.array([5]), fraction(3), wrt=(2,)),
    Sample(special.bdtrc, 2.5, np.array([5]), fraction(3)),
    Sample(special.bdtri, 2.5, np.array([5]), fraction(3), wrt=(2,)),
    Sample(special.nbdtr, np.array([[1], [2]]), 5, fraction(3), wrt=(2,)),
    Sample(special.nbdtrc, 2, 5, fraction(3), wrt=(2,)),
    Sample(special.nbdtri, 2, 5, fraction(3), wrt=(2,)),
    Sample(special.fdtr, np.array([[1.0], [4.0]]), 3.0, positive(3), wrt=(2,)),
    Sample(special.fdtrc, 4.0, 3.0, positive(3), wrt=(2,)),
    Sample(special.fdtri, 4.0, 3.0, fraction(3), wrt=(2,)),
    Sample(special.stdtr, np.array([[1.0], [4.0]]), array(3), wrt=(1,)),
    Sample(special.stdtrit, np.array([[1.0], [4.0]]), fraction(3), wrt=(1,)),

    # Exponential, trigonometric and elliptic integrals.
    Sample(special.exp1, positive(3)),
    Sample(special.expi, positive(3)),
    Sample(special.expi, -0.5),
    Sample(special.expn, 3, positive(3)),
    Sample(special.expn, 1, positive(3)),
    Sample(special.expn, 0, 0.7),
    Sample(special.spence, positive(3)),
    Sample(special.spence, 1.0),
    Sample(spence_derivative, positive(3), 2),
    Sample(real_lambertw, positive(3)),
    Sample(real_lambertw, -0.2),
    Sample(lower_lambertw, array(3, low=-0.3, high=-0.05)),
    Sample(special.wrightomega, array(3)),
    Sample(special.sici, positive(3)),
    Sample(special.shichi, positive(3)),
    Sample(special.fresnel, array(3)),
    Sample(special.ellipk, array(3, high=0.9)),
    Sample(special.ellipe, array(3, high=0.9)),
    Sample(special.ellipk, 0.0),
    Sample(special.ellipkinc, np.array([[0.7], [-4.0]]), array(3, high=0.9)),
    Sample(special.ellipkinc, 1.2, 0.0, order=1),
    Sample(special.ellipeinc, np.array([[0.7], [-4.0]]), array(3, high=0.9)),
    Sample(ellipkinc_derivative, 0.7, array(3, high=0.9)),
    Sample(ellipeinc_derivative, 0.7, array(3, high=0.9)),
    Sample(special.struve, 0, array(3)),
    Sample(special.struve, np.array([[0.5], [2.0]]), positive(3), wrt=(1,)),
    Sample(special.modstruve, 0, array(3)),
]

if hasattr(special, 'betaincc'):
    SAMPLES += [
        Sample(special.betaincc, np.array([[0.5], [3.0]]), 1.5, fraction(3), wrt=(2,)),
        Sample(special.betainccinv, 0.7, 1.5, fraction(3), wrt=(2,)),
    ]
if hasattr(special, 'softplus'):
    SAMPLES += [Sample(special.softplus, array(3))]
