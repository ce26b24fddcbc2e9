"""What the derivatives of distributions are where a formula would not do: outside the support, far out, at its ends."""
from __future__ import annotations

import math

import numpy as np
import pytest

import tangent

stats = pytest.importorskip('scipy.stats')

ONE_SIDED = ['expon', 'halfnorm', 'uniform', 'gamma', 'chi2', 'lognorm', 'weibull_min', 'invgamma', 'truncnorm', 'beta']


def functions_of(name):
    """The functions of a distribution that have rules, its shape parameters given, of x, location and scale."""
    distribution = getattr(stats, name)
    a, b = 0.5, 1.5

    def of(function):
        if distribution.numargs == 0:
            return lambda x, loc, scale: function(x, loc, scale)
        if distribution.numargs == 1:
            return lambda x, loc, scale: function(x, b, loc, scale)
        return lambda x, loc, scale: function(x, a, b, loc, scale)
    methods = ['logpdf', 'pdf'] if name in ('halfnorm', 'invgamma', 'truncnorm') else [
        'logpdf', 'pdf', 'cdf', 'sf', 'logcdf', 'logsf']
    return [of(getattr(distribution, method)) for method in methods]


@pytest.mark.filterwarnings('error')
@pytest.mark.parametrize('name', ONE_SIDED)
def test_zero_outside_the_support(name):
    for f in functions_of(name):
        df = tangent.grad(f, wrt=(0, 1, 2))
        np.testing.assert_array_equal(df(-1.0, 0.5, 2.0), (0.0, 0.0, 0.0))

        def along(x, loc, scale):
            return df(x, loc, scale)[0] + df(x, loc, scale)[1] + df(x, loc, scale)[2]
        if name not in ('gamma', 'chi2', 'beta', 'invgamma'):
            np.testing.assert_array_equal(tangent.grad(along, wrt=(0, 1, 2))(-1.0, 0.5, 2.0), (0.0, 0.0, 0.0))


@pytest.mark.filterwarnings('error')
def test_zero_outside_the_support_in_shapes():
    def gamma(a):
        return stats.gamma.pdf(np.array([-1.0, 0.0]), a).sum()

    def beta(a, b):
        return stats.beta.logpdf(2.0, a, b)

    def lognorm(s):
        return stats.lognorm.logcdf(-1.0, s)

    def poisson(mu):
        return stats.poisson.logpmf(1.5, mu)
    assert tangent.grad(gamma)(1.5) == 0.0
    assert tangent.grad(beta, wrt=(0, 1))(1.5, 0.5) == (0.0, 0.0)
    assert tangent.grad(lognorm)(1.5) == 0.0
    assert tangent.grad(poisson)(1.5) == 0.0


@pytest.mark.filterwarnings('error')
def test_at_the_end_of_the_support():
    """The exponential distribution, as gamma with a = 1, has a slope where it begins; so has the uniform one."""
    assert tangent.grad(lambda x: stats.gamma.logpdf(x, 1.0))(0.0) == -1.0
    assert tangent.grad(lambda x: stats.weibull_min.pdf(x, 1.0))(0.0) == -1.0
    assert tangent.grad(lambda x: stats.beta.pdf(x, 1.0, 1.0))(1.0) == 0.0
    assert tangent.grad(lambda scale: stats.uniform.logpdf(0.0, 0.0, scale))(0.5) == -2.0


@pytest.mark.filterwarnings('error')
def test_thresholds_at_infinity():
    """As those at both ends in a regression of ordered categories."""
    def f(mu, sigma):
        ends = np.array([-np.inf, 0.5, np.inf])
        return np.log(np.diff(stats.norm.cdf(ends, mu, sigma))).sum() + stats.norm.logsf(ends, mu, sigma)[:2].sum()
    df = tangent.grad(f, wrt=(0, 1))(0.2, 1.5)
    for i, step in enumerate(([1e-6, 0.0], [0.0, 1e-6])):
        wanted = (f(0.2 + step[0], 1.5 + step[1]) - f(0.2 - step[0], 1.5 - step[1])) / 2e-6
        np.testing.assert_allclose(df[i], wanted, rtol=1e-7)


@pytest.mark.parametrize('x', [-5.0, -100.0, -1e8, -1e150])
def test_lower_tail_of_the_normal_distribution(x):
    """There logcdf is close to -x ** 2 / 2 - log(-x)."""
    wanted = -x - 1.0 / x if x < -50.0 else math.exp(stats.norm.logpdf(x) - stats.norm.logcdf(x))
    np.testing.assert_allclose(tangent.grad(lambda x: stats.norm.logcdf(x))(x), wanted, rtol=1e-7)
    np.testing.assert_allclose(tangent.grad(lambda x: stats.norm.logsf(x))(-x), -wanted, rtol=1e-7)
    assert tangent.grad(lambda x: stats.norm.logcdf(x))(-x) < 1e-5


@pytest.mark.filterwarnings('error')
def test_probabilities_zero_and_one():
    """What log(p) does there is infinite, but of what cannot happen; p itself has a slope."""
    assert tangent.grad(lambda p: stats.binom.logpmf(0, 3, p))(0.0) == -3.0
    assert tangent.grad(lambda p: stats.binom.pmf(1, 3, p))(0.0) == 3.0
    assert tangent.grad(lambda p: stats.binom.pmf(0, 0, p))(0.5) == 0.0
    assert tangent.grad(lambda p: stats.bernoulli.logpmf(1, p))(1.0) == 1.0
    assert tangent.grad(lambda p: stats.geom.pmf(2, p))(1.0) == -1.0
    assert tangent.grad(lambda p: stats.nbinom.pmf(1, 3, p))(1.0) == -3.0
    assert tangent.grad(lambda mu: stats.poisson.pmf(1, mu))(0.0) == 1.0
    assert tangent.grad(lambda mu: stats.poisson.logpmf(0, mu))(0.0) == -1.0


def test_discrete_values_count_as_constants():
    assert tangent.grad(lambda k, mu: stats.poisson.logpmf(k, mu))(2, 1.5) == 0.0


def test_dense_covariance():
    """The derivative in a covariance is that of one that changes in two elements at once."""
    def f(covariance):
        return stats.multivariate_normal.logpdf(np.array([0.3, -0.4]), cov=covariance)
    covariance = np.array([[2.0, 0.3], [0.3, 1.0]])
    inverse = np.linalg.inv(covariance)
    v = inverse @ np.array([0.3, -0.4])
    np.testing.assert_allclose(tangent.grad(f)(covariance), 0.5 * (np.outer(v, v) - inverse))


def test_definitions_give_what_scipy_gives():
    x, mean = np.array([[0.3, -0.4], [0.1, 2.0], [1.0, 1.0]]), np.array([0.2, 0.1])
    cov = np.array([[2.0, 0.3], [0.3, 1.0]])

    def f(x):
        return (stats.multivariate_normal.logpdf(x, mean, cov).sum() + stats.zscore(x, 1, ddof=1)[0, 0] +
                stats.skew(x, axis=None) + stats.kurtosis(x, axis=None))
    np.testing.assert_allclose(tangent.value_and_grad(f)(x)[0], f(x), rtol=1e-13)


@pytest.mark.parametrize('f', [
    lambda a: stats.gamma.cdf(1.0, a),
    lambda df: stats.t.cdf(1.0, df),
    lambda a: stats.beta.ppf(0.3, a, 2.0),
    lambda n: stats.binom.logpmf(2, n, 0.5),
    lambda mu: stats.multivariate_normal(mu * np.ones(2), np.eye(2)).logpdf(np.zeros(2)),
    lambda x: stats.skew(x, bias=False),
], ids=['gamma.cdf', 't.cdf', 'beta.ppf', 'binom.logpmf', 'frozen', 'bias'])
def test_refused(f):
    with pytest.raises(tangent.TangentError):
        tangent.grad(f)


def test_singular_covariances_are_refused():
    def f(x):
        return stats.multivariate_normal.logpdf(x, np.zeros(2), np.ones((2, 2)), allow_singular=True)
    with pytest.raises(tangent.TangentError, match='allow_singular'):
        tangent.grad(f)(np.zeros(2))


@pytest.mark.parametrize('spelled', ['positional', 'keywords'])
def test_names_of_methods(spelled):
    norm = stats.norm
    if spelled == 'positional':
        def f(x, mu, sigma):
            return stats.norm.logpdf(x, mu, sigma)
    else:
        def f(x, mu, sigma):
            return norm.logpdf(x, loc=mu, scale=sigma)
    assert tangent.grad(f, wrt=(0, 1, 2))(1.0, 0.5, 0.5) == (-2.0, 2.0, 0.0)
    df = tangent.grad(f)
    assert tangent.grad(df)(1.0, 0.5, 0.5) == -4.0


def test_distributions_may_have_their_parameters_given():
    """As a value outside, and in the function with parameters that carry derivatives."""
    shapes_of = {'norm': (), 't': (3.0,), 'gamma': (2.0,), 'beta': (2.0, 1.5), 'truncnorm': (-1.0, 2.0)}
    for name, shapes in shapes_of.items():
        distribution = getattr(stats, name)
        outside = distribution(*shapes, scale=2.0)

        def f(x):
            return outside.logpdf(x) + outside.pdf(x) * distribution(*shapes, 0.0, 2.0).logpdf(x)

        def g(scale):
            given = distribution(*shapes, scale=scale)
            return given.logpdf(0.4) * given.pdf(0.5)
        np.testing.assert_allclose(tangent.grad(f)(0.4), (f(0.4 + 1e-6) - f(0.4 - 1e-6)) / 2e-6, rtol=1e-6)
        np.testing.assert_allclose(tangent.jvp(f)(0.4, 1.0), tangent.grad(f)(0.4), rtol=1e-12)
        np.testing.assert_allclose(tangent.grad(g)(2.0), (g(2.0 + 1e-6) - g(2.0 - 1e-6)) / 2e-6, rtol=1e-6)
        np.testing.assert_allclose(tangent.jvp(g)(2.0, 1.0), tangent.grad(g)(2.0), rtol=1e-12)


def test_given_parameters_of_what_has_no_rule():
    def f(x):
        return stats.pareto(2.0).logpdf(x)
    with pytest.raises(tangent.TangentError, match='the distribution pareto'):
        tangent.grad(f)(2.0)
    with pytest.raises(tangent.TangentError, match='entropy'):
        tangent.jvp(lambda scale: stats.norm(0.0, scale).entropy())(2.0, 1.0)


def test_correlation_is_that_of_scipy():
    x, y = np.sin(np.arange(6.0)), np.arange(6.0)

    def f(x):
        statistic, pvalue = stats.pearsonr(x, y)
        return statistic + 10.0 * pvalue
    np.testing.assert_allclose(tangent.value_and_grad(f)(x)[0], f(x), rtol=1e-12)
