"""Rules for SciPy's gamma and beta functions, and the distribution functions that follow from them.

Shape parameters of incomplete functions and degrees of freedom have no derivative that is known in closed form.
Numbers of events k are rounded down.
"""
from __future__ import annotations

import math

import numpy as np
from scipy import special

from tangent.runtime.scipy.special import (
    beta_density, binom_derivative, gamma_density, poch_derivative, psi_over_gamma, quotient,
)
from tangent.templates.rules import constant, d, defined_as, elementwise, literal

constant(special.gammasgn, shape='elementwise', fresh=True)

# The gamma function and its relatives.


@elementwise(special.gamma)
def gamma(y, x):
    d[x] = d[y] * y * special.digamma(x)


@elementwise(special.gammaln, special.loggamma)
def gammaln(y, x):
    d[x] = d[y] * special.digamma(x)


@elementwise(special.rgamma)
def rgamma(y, x):
    d[x] = -d[y] * psi_over_gamma(x)


@elementwise(psi_over_gamma)
def _(y, x):
    d[x] = d[y] * special.rgamma(x) * (special.polygamma(1, x) - special.digamma(x) ** 2)


@elementwise(special.digamma)
def digamma(y, x):
    d[x] = d[y] * special.polygamma(1, x)


@elementwise(special.polygamma, keeps_dtype=False)
def polygamma(y, n, x):
    d[x] = d[y] * special.polygamma(n + 1, x)


@defined_as(special.multigammaln)
def multigammaln(a, d):
    if not np.all(np.greater(a, 0.5 * (d - 1))):
        raise ValueError('multigammaln needs a > (d - 1) / 2')
    return 0.25 * d * (d - 1) * math.log(math.pi) + np.sum(
        special.gammaln(np.expand_dims(a, -1) - 0.5 * np.arange(d)), axis=-1)


@elementwise(special.zeta)
def zeta(y, x, q=None):
    d[q] = -d[y] * x * special.zeta(x + 1.0, q)


@elementwise(special.beta, keeps_dtype=False)
def beta(y, a, b):
    d[a] = d[y] * y * (special.digamma(a) - special.digamma(a + b))
    d[b] = d[y] * y * (special.digamma(b) - special.digamma(a + b))


@elementwise(special.betaln, keeps_dtype=False)
def betaln(y, a, b):
    d[a] = d[y] * (special.digamma(a) - special.digamma(a + b))
    d[b] = d[y] * (special.digamma(b) - special.digamma(a + b))


@elementwise(special.poch)
def poch(y, x, n):
    d[x] = d[y] * poch_derivative(x, n)
    d[n] = d[y] * y * special.digamma(x + n)


@elementwise(poch_derivative)
def _(y, x, n):
    difference = special.digamma(x + n) - special.digamma(x)
    d[x] = d[y] * special.poch(x, n) * (difference ** 2 + special.polygamma(1, x + n) - special.polygamma(1, x))
    d[n] = d[y] * special.poch(x, n) * (difference * special.digamma(x + n) + special.polygamma(1, x + n))


@elementwise(special.binom)
def binom(y, n, k):
    d[n] = d[y] * binom_derivative(n, k)
    d[k] = d[y] * y * (special.digamma(n - k + 1.0) - special.digamma(k + 1.0))


@elementwise(binom_derivative)
def _(y, n, k):
    rest = n - k + 1.0
    change = special.digamma(n + 1.0) - special.digamma(rest)
    d[n] = d[y] * special.binom(n, k) * (change ** 2 + special.polygamma(1, n + 1.0) - special.polygamma(1, rest))
    d[k] = d[y] * special.binom(n, k) * (
        change * (special.digamma(rest) - special.digamma(k + 1.0)) + special.polygamma(1, rest))


# The incomplete gamma function: the distributions of gamma, chi-square and Poisson.

@elementwise(special.gammainc, keeps_dtype=False)
def gammainc(y, a, x):
    d[x] = d[y] * gamma_density(a, x)


@elementwise(special.gammaincc, keeps_dtype=False)
def gammaincc(y, a, x):
    d[x] = -d[y] * gamma_density(a, x)


@elementwise(special.gammaincinv, keeps_dtype=False)
def gammaincinv(x, a, y):
    d[y] = d[x] / gamma_density(a, x)


@elementwise(special.gammainccinv, keeps_dtype=False)
def gammainccinv(x, a, y):
    d[y] = -d[x] / gamma_density(a, x)


@elementwise(gamma_density)
def _(y, a, x):
    d[a] = d[y] * y * (np.log(x) - special.digamma(a))
    d[x] = d[y] * y * (quotient(a - 1.0, x) - 1.0)


@elementwise(special.gdtr)
def gdtr(y, a, b, x):
    d[a] = d[y] * x * gamma_density(b, a * x)
    d[x] = d[y] * a * gamma_density(b, a * x)


@elementwise(special.gdtrc)
def gdtrc(y, a, b, x):
    d[a] = -d[y] * x * gamma_density(b, a * x)
    d[x] = -d[y] * a * gamma_density(b, a * x)


@elementwise(special.gdtrix)
def gdtrix(x, a, b, p):
    d[a] = -d[x] * x / a
    d[p] = d[x] / (a * gamma_density(b, a * x))


@elementwise(special.gdtria)
def gdtria(a, p, b, x):
    d[p] = d[a] / (x * gamma_density(b, a * x))
    d[x] = -d[a] * a / x


@elementwise(special.chdtr)
def chdtr(y, v, x):
    d[x] = 0.5 * d[y] * gamma_density(0.5 * v, 0.5 * x)


@elementwise(special.chdtrc)
def chdtrc(y, v, x):
    d[x] = -0.5 * d[y] * gamma_density(0.5 * v, 0.5 * x)


@elementwise(special.chdtri)
def chdtri(x, v, p):
    d[p] = -2.0 * d[x] / gamma_density(0.5 * v, 0.5 * x)


@elementwise(special.pdtr)
def pdtr(y, k, m):
    d[k] = 0.0 * d[y]
    d[m] = -d[y] * gamma_density(np.floor(k) + 1.0, m)


@elementwise(special.pdtrc)
def pdtrc(y, k, m):
    d[k] = 0.0 * d[y]
    d[m] = d[y] * gamma_density(np.floor(k) + 1.0, m)


@elementwise(special.pdtri)
def pdtri(m, k, y):
    d[k] = 0.0 * d[m]
    d[y] = -d[m] / gamma_density(np.floor(k) + 1.0, m)


# The incomplete beta function: the distributions of beta, Student, Fisher, and the binomial ones.

@elementwise(special.betainc)
def betainc(y, a, b, x):
    d[x] = d[y] * beta_density(a, b, x)


@elementwise(special.betaincinv)
def betaincinv(x, a, b, y):
    d[y] = d[x] / beta_density(a, b, x)


if hasattr(special, 'betaincc'):  # SciPy 1.12
    @elementwise(special.betaincc)
    def betaincc(y, a, b, x):
        d[x] = -d[y] * beta_density(a, b, x)

    @elementwise(special.betainccinv)
    def betainccinv(x, a, b, y):
        d[y] = -d[x] / beta_density(a, b, x)


@elementwise(beta_density)
def _(y, a, b, x):
    d[a] = d[y] * y * (np.log(x) - special.digamma(a) + special.digamma(a + b))
    d[b] = d[y] * y * (np.log1p(-x) - special.digamma(b) + special.digamma(a + b))
    d[x] = d[y] * y * (quotient(a - 1.0, x) - quotient(b - 1.0, 1.0 - x))


@elementwise(special.bdtr)
def bdtr(y, k, n, p):
    d[k] = 0.0 * d[y]
    d[p] = -d[y] * beta_density(np.floor(k) + 1.0, n - np.floor(k), p)


@elementwise(special.bdtrc)
def bdtrc(y, k, n, p):
    d[k] = 0.0 * d[y]
    d[p] = d[y] * beta_density(np.floor(k) + 1.0, n - np.floor(k), p)


@elementwise(special.bdtri)
def bdtri(p, k, n, y):
    d[k] = 0.0 * d[p]
    d[y] = -d[p] / beta_density(np.floor(k) + 1.0, n - np.floor(k), p)


@elementwise(special.nbdtr)
def nbdtr(y, k, n, p):
    d[k] = 0.0 * d[y]
    d[p] = d[y] * beta_density(n, np.floor(k) + 1.0, p)


@elementwise(special.nbdtrc)
def nbdtrc(y, k, n, p):
    d[k] = 0.0 * d[y]
    d[p] = -d[y] * beta_density(n, np.floor(k) + 1.0, p)


@elementwise(special.nbdtri)
def nbdtri(p, k, n, y):
    d[k] = 0.0 * d[p]
    d[y] = d[p] / beta_density(n, np.floor(k) + 1.0, p)


@elementwise(special.fdtr)
def fdtr(y, dfn, dfd, x):
    total = dfd + dfn * x
    d[x] = d[y] * beta_density(0.5 * dfn, 0.5 * dfd, dfn * x / total) * (dfn / total) * (dfd / total)


@elementwise(special.fdtrc)
def fdtrc(y, dfn, dfd, x):
    total = dfd + dfn * x
    d[x] = -d[y] * beta_density(0.5 * dfn, 0.5 * dfd, dfn * x / total) * (dfn / total) * (dfd / total)


@elementwise(special.fdtri)
def fdtri(x, dfn, dfd, p):
    total = dfd + dfn * x
    d[p] = d[x] * total * total / (beta_density(0.5 * dfn, 0.5 * dfd, dfn * x / total) * dfn * dfd)


@elementwise(special.stdtr)
def stdtr(y, df, t):
    d[t] = d[y] * np.exp(-0.5 * (df + 1.0) * np.log1p(1.0 * t * t / df) - special.betaln(0.5 * df, 0.5)) / np.sqrt(df)


@elementwise(special.stdtrit)
def stdtrit(t, df, p):
    d[p] = d[t] * np.exp(0.5 * (df + 1.0) * np.log1p(1.0 * t * t / df) + special.betaln(0.5 * df, 0.5)) * np.sqrt(df)


# Numbers of ways.  Outside of their domain they are 0, where digamma has poles.

@elementwise(special.comb)
def comb(y, N, k, *, exact=False, repetition=False):
    if not exact and not repetition if literal(exact) and literal(repetition) else False:
        rest = np.where(np.less(N, k), 0.0, N - k)
        d[N] = d[y] * y * (special.digamma(np.where(np.less(N, 0.0), 0.0, N) + 1.0) - special.digamma(rest + 1.0))
        d[k] = d[y] * y * (special.digamma(rest + 1.0) - special.digamma(np.where(np.less(k, 0.0), 0.0, k) + 1.0))


@elementwise(special.factorial)
def factorial(y, n, exact=False):
    if not exact if literal(exact) else False:
        d[n] = d[y] * y * special.digamma(np.where(np.less(n, 0.0), 0.0, n) + 1.0)
