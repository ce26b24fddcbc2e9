"""Samples for the distributions and statistics of SciPy."""
from __future__ import annotations

import numpy as np
from scipy import special, stats

import tangent.templates.scipy  # noqa: F401, before which the helpers have no rules
from tangent.runtime.scipy.results import Correlation
from tangent.runtime.scipy.stats import exp_difference, normal_hazard
from tangent.templates.registry import lookup
from tests.templates.sample import Sample, array

# Until the functions of scipy.special have rules.
HAS_SPECIAL = lookup(special.gammaln) is not None
DIGAMMA = 2 if HAS_SPECIAL else 1

X = array(3)
POSITIVE = array(3, low=0.3, high=3.0)
UNIT = array(3, low=0.1, high=0.9)
SCALES = array(2, 1, low=0.5, high=2.0, seed=1)


def multinomial(x, a):
    """The probability, and its logarithm, by numbers whose exponentials are proportional to those of the events."""
    p = np.exp(a)
    p = p / np.sum(p, axis=-1, keepdims=True)
    return stats.multinomial.pmf(x, 3, p) + stats.multinomial.logpmf(x, 3, p)


def gaussian(x, mean, a):
    """Of the multivariate normal distribution, with a covariance that changes in all its elements alike."""
    covariance = a @ a.T + np.eye(len(a))
    return (stats.multivariate_normal.logpdf(x, mean, covariance) +
            stats.multivariate_normal.pdf(x, mean=mean, cov=covariance))


def correlation(x, y):
    found = stats.pearsonr(x, y)
    r, p = stats.pearsonr(x, y)
    return found.statistic * found.pvalue + r * p


OUTSIDE = stats.gamma(2.0, scale=1.5)


def given(x, mu, sigma):
    normal = stats.norm(mu, scale=sigma)
    return normal.logpdf(x) + normal.cdf(x) * OUTSIDE.pdf(x)


def given_discrete(mu, n):
    return stats.poisson(mu, loc=1).pmf(np.arange(4)) * stats.nbinom(n, 0.3).logpmf(3)


SAMPLES = [
    Sample(stats.entropy, array(4, low=0.1)),
    Sample(stats.entropy, array(4, 2, low=0.1), array(4, 2, low=0.1, seed=1), base=2.0),
    Sample(stats.entropy, array(2, 4, low=0.1), axis=1),
    Sample(Correlation, 0.3, 0.5),
    Sample(correlation, array(5), array(5, seed=1)),
    Sample(given, POSITIVE, 0.3, 1.2),
    Sample(given_discrete, 1.3, 2.0),
    *[Sample(function, X, 0.3, SCALES) for distribution in (stats.norm, stats.cauchy, stats.laplace, stats.logistic)
      for function in (distribution.logpdf, distribution.pdf, distribution.cdf, distribution.sf, distribution.logcdf,
                       distribution.logsf)],
    *[Sample(distribution.ppf, UNIT, 0.3, SCALES)
      for distribution in (stats.norm, stats.cauchy, stats.laplace, stats.logistic, stats.uniform, stats.expon)],
    Sample(stats.norm.logpdf, 0.4),
    Sample(stats.norm.logpdf, X, loc=0.3),
    Sample(stats.norm.pdf, X, scale=1.5),
    Sample(stats.norm.cdf, 0.4, array(2), wrt=(1,)),
    Sample(stats.norm.ppf, 0.4),
    *[Sample(function, POSITIVE, -0.5, array(2, 1, low=4.0, high=5.0))
      for distribution in (stats.expon, stats.halfnorm, stats.uniform)
      for function in (distribution.logpdf, distribution.pdf)],
    *[Sample(function, POSITIVE, -0.5, array(2, 1, low=4.0, high=5.0)) for distribution in (stats.expon, stats.uniform)
      for function in (distribution.cdf, distribution.sf, distribution.logcdf, distribution.logsf)],
    Sample(stats.expon.pdf, X, scale=1.5),  # some of them outside the support

    *[Sample(function, X, 2.5, 0.3, SCALES, order=DIGAMMA) for function in (stats.t.logpdf, stats.t.pdf)],
    Sample(stats.t.logpdf, X, 2.5, wrt=(0,)),
    *[Sample(function, X, 2.5, 0.3, SCALES, wrt=(0, 2, 3), order=DIGAMMA)
      for function in (stats.t.cdf, stats.t.sf, stats.t.logcdf, stats.t.logsf)],
    *[Sample(function, POSITIVE, SCALES, -0.2, 1.5, order=DIGAMMA)
      for distribution in (stats.gamma, stats.chi2, stats.invgamma)
      for function in (distribution.logpdf, distribution.pdf)],
    Sample(stats.gamma.pdf, X, 1.5, order=DIGAMMA),
    *[Sample(function, POSITIVE, 2.5, -0.2, SCALES, wrt=(0, 2, 3), order=DIGAMMA)
      for distribution in (stats.gamma, stats.chi2)
      for function in (distribution.cdf, distribution.sf, distribution.logcdf, distribution.logsf)],
    *[Sample(function, UNIT, 1.5, SCALES, -0.1, 1.3, order=DIGAMMA)
      for function in (stats.beta.logpdf, stats.beta.pdf)],
    *[Sample(function, UNIT, 1.5, 2.5, -0.1, SCALES + 1.0, wrt=(0, 3, 4), order=DIGAMMA)
      for function in (stats.beta.cdf, stats.beta.sf, stats.beta.logcdf, stats.beta.logsf)],
    *[Sample(function, POSITIVE, SCALES, -0.2, 1.5) for distribution in (stats.lognorm, stats.weibull_min)
      for function in (distribution.logpdf, distribution.pdf, distribution.cdf, distribution.sf, distribution.logcdf,
                       distribution.logsf)],
    Sample(stats.lognorm.ppf, UNIT, SCALES, -0.2, 1.5),
    Sample(stats.weibull_min.ppf, UNIT, SCALES, -0.2, 1.5),
    *[Sample(distribution.ppf, UNIT, 2.5, 0.3, SCALES, wrt=(0, 2, 3), order=DIGAMMA)
      for distribution in (stats.t, stats.gamma, stats.chi2)],
    Sample(stats.beta.ppf, UNIT, 1.5, 2.5, 0.3, SCALES, wrt=(0, 3, 4), order=DIGAMMA),
    *[Sample(function, POSITIVE, -0.8, 1.5, 0.3, 2.5 + SCALES)
      for function in (stats.truncnorm.logpdf, stats.truncnorm.pdf)],

    *[Sample(function, np.arange(4), array(2, 1, low=0.5, high=3.0)) for function in
      (stats.poisson.logpmf, stats.poisson.pmf, stats.poisson.cdf, stats.poisson.logcdf)],
    Sample(stats.poisson.logpmf, 2, 1.5, loc=1),
    *[Sample(function, np.arange(4), 3, array(2, 1, low=0.2, high=0.8)) for function in
      (stats.binom.logpmf, stats.binom.pmf, stats.binom.cdf, stats.binom.logcdf)],
    *[Sample(function, np.arange(2), array(2, 1, low=0.2, high=0.8)) for function in
      (stats.bernoulli.logpmf, stats.bernoulli.pmf, stats.bernoulli.cdf, stats.bernoulli.logcdf)],
    *[Sample(function, np.arange(1, 4), array(2, 1, low=0.2, high=0.8)) for function in
      (stats.geom.logpmf, stats.geom.pmf, stats.geom.cdf, stats.geom.logcdf)],
    *[Sample(function, np.arange(-1, 5), array(2, 1, low=0.2, high=0.8))
      for function in (stats.bernoulli.pmf, stats.geom.cdf)],
    *[Sample(function, np.arange(4), 2.5, array(2, 1, low=0.2, high=0.8), order=DIGAMMA)
      for function in (stats.nbinom.logpmf, stats.nbinom.pmf)],
    *[Sample(function, np.arange(4), 2.5, array(2, 1, low=0.2, high=0.8), wrt=(2,), order=DIGAMMA)
      for function in (stats.nbinom.cdf, stats.nbinom.logcdf)],

    Sample(multinomial, np.array([[1, 2, 0], [1, 1, 1], [0, 1, 2]]), array(3)),
    Sample(multinomial, np.array([1, 2, 0]), array(2, 3)),
    # A sum of other than 1 is not a probability: not by finite differences.
    *[Sample(function, np.array([1, 2, 0]), 3, np.array([0.8, 0.1, 0.1]), order=0)
      for function in (stats.multinomial.logpmf, stats.multinomial.pmf)],
    Sample(gaussian, array(3, 2), array(2), array(2, 2)),
    Sample(gaussian, array(3), array(3, seed=1), array(3, 3)),
    Sample(stats.multivariate_normal.logpdf, array(2), array(2, seed=1), 1.5),
    Sample(stats.multivariate_normal.logpdf, array(4), 0.3, 1.5),
    Sample(stats.multivariate_normal.pdf, array(4, 2), mean=np.zeros(2), cov=np.array([1.5, 0.4])),

    *([Sample(stats.dirichlet.logpdf, np.array([0.2, 0.5]), array(3, low=1.5, high=3.0)),
       Sample(stats.dirichlet.pdf, array(2, 4, low=0.1, high=0.4), array(3, low=1.5, high=3.0)),
       Sample(stats.dirichlet.logpdf, np.array([0.2, 0.5, 0.3]), array(3, low=1.5, high=3.0), wrt=(1,)),
       ] if HAS_SPECIAL else []),

    Sample(stats.zscore, array(4, 2)),
    Sample(stats.zscore, array(2, 3), axis=1, ddof=1),
    *[Sample(function, array(2, 3, low=0.5, high=2.0), axis=axis)
      for function, axis in ((stats.gmean, 0), (stats.hmean, None), (stats.sem, None), (stats.skew, 1),
                             (stats.kurtosis, 1))],
    *[Sample(function, array(4, low=0.5, high=2.0)) for function in (stats.gmean, stats.hmean, stats.sem, stats.skew)],
    Sample(stats.kurtosis, array(4), 0, False),

    Sample(exp_difference, X, array(2, 1)),
    Sample(normal_hazard, X),
]
