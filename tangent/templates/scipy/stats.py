"""Rules for SciPy's distributions, and its statistics of samples.

The functions of a distribution follow from the slope of its log-density, so their rules are written here from that, as
templates like any other:

    def norm_cdf(y, x, loc=0, scale=1):
        p = stats.norm.pdf(x, loc, scale)
        d[x] = d[y] * p
        d[loc] = -d[y] * p
        d[scale] = -d[y] * p * np.where(p != 0.0, (x - loc) / scale, 1.0)
"""
from __future__ import annotations

import linecache
import math

import numpy as np
from scipy import special, stats

from tangent.errors import UnsupportedError
from tangent.runtime.arrays import unbroadcast
from tangent.runtime.creation import as_nested
from tangent.runtime.elementwise import divide_or_zero
from tangent.runtime.scipy.results import Correlation
from tangent.runtime.scipy.stats import exp_difference, normal_hazard
from tangent.templates.rules import adjoint, constant, d, defined_as, elementwise, linear
from tangent.templates.rules import tangent as forward

# --- what is written of a distribution ----------------------------------------------

# Location and scale are left out where they are not given.
_OFFSET = '({0} if literal(loc) and loc == 0 else {0} - loc)'
_STANDARD = f'({_OFFSET} if literal(scale) and scale == 1 else {_OFFSET} / scale)'
_PER_SCALE = '({0} if literal(scale) and scale == 1 else {0} / scale)'
_CALL = ('(stats.{0}({1}) if literal(loc) and literal(scale) and loc == 0 and scale == 1 else '
         'stats.{0}({1}, loc, scale))')


def _densities(name: str, slope: str, bounded: bool = False, **slopes: str) -> None:
    """The rules of `logpdf` and `pdf`.

    Args:
        name: the distribution, as `stats` has it.
        slope: the derivative in z of the log-density at location 0 and scale 1, times e.
        bounded: whether the density is zero for some z.  The derivatives there are zero.
        slopes: the derivatives in the shape parameters, times e.
    """
    for method, outside, e in (('logpdf', '-np.inf', 'd[y]'), ('pdf', '0.0', 'd[y] * y')):
        z = _STANDARD.format('x')
        lines = [f'e = {e}', f'z = {z}']
        if bounded:
            lines = [f'inside = y != {outside}', f'e = np.where(inside, {e}, 0.0)', f'z = np.where(inside, {z}, 0.5)']
        lines += [f'd[{shape}] = {of_shape}' for shape, of_shape in slopes.items()]
        lines += [f'dx = {_PER_SCALE.format(f"({slope})")}', 'd[x] = dx', 'd[loc] = -dx',
                  f'd[scale] = -dx * z - {_PER_SCALE.format("e")}']
        _rule(f'{name}.{method}', ['x', *slopes], lines)


def _integrals(name: str, logcdf: str = '', logsf: str = '', **quantiles: str) -> None:
    """The rules of `cdf`, `sf`, `logcdf`, `logsf` and `ppf`.

    Args:
        name: the distribution, as `stats` has it.
        logcdf, logsf: the sizes of their derivatives in x, where the difference of two logarithms would not do.
        quantiles: the shape parameters; of each how a quantile z moves with it at location 0 and scale 1, or nothing
            where the derivative is not elementary.
    """
    given = ', '.join(['x', *quantiles])
    density, log_density = (_CALL.format(f'{name}.{method}', given) for method in ('pdf', 'logpdf'))
    ratio = f'exp_difference({log_density}, y)'
    moving = {shape: f'{moved} * scale' for shape, moved in quantiles.items() if moved}
    for method, p, sign, opposite in (('cdf', density, '', '-'), ('sf', density, '-', ''),
                                      ('logcdf', logcdf or ratio, '', '-'), ('logsf', logsf or ratio, '-', '')):
        lines = [f'p = {p}', f'z = np.where(p != 0.0, {_STANDARD.format("x")}, 1.0)', f'd[x] = {sign}d[y] * p',
                 f'd[loc] = {opposite}d[y] * p', f'd[scale] = {opposite}d[y] * p * z']
        lines += [f'd[{shape}] = {opposite}d[y] * p * ({moved})' for shape, moved in moving.items()]
        _rule(f'{name}.{method}', ['x', *quantiles], lines)
    density = _CALL.format(f'{name}.pdf', ', '.join(['y', *quantiles]))
    lines = [f'z = {_STANDARD.format("y")}', f'd[q] = d[y] / {density}', 'd[loc] = d[y]', 'd[scale] = d[y] * z']
    lines += [f'd[{shape}] = d[y] * ({moved})' for shape, moved in moving.items()]
    _rule(f'{name}.ppf', ['q', *quantiles], lines)


def _rule(name: str, parameters: list[str], lines: list[str]) -> None:
    """The rule of a function of a distribution: a template whose text is kept where `inspect` finds it."""
    distribution, method = name.split('.')
    identifier = f'{distribution}_{method}'
    text = f'def {identifier}(y, {", ".join(parameters)}, loc=0, scale=1):\n' + ''.join(f'    {s}\n' for s in lines)
    file = f'<rule of {name}>'
    linecache.cache[file] = (len(text), None, text.splitlines(True), file)
    exec(compile(text, file, 'exec'), globals())
    elementwise(getattr(getattr(stats, distribution), method), keeps_dtype=False)(globals().pop(identifier))


@elementwise(exp_difference, keeps_dtype=False)
def _(y, a, b):
    d[a] = d[y] * y
    d[b] = -d[y] * y


@elementwise(normal_hazard)
def _(y, z):
    d[z] = d[y] * y * (y - z)


# --- continuous distributions -------------------------------------------------------

_densities('norm', '-e * z')
_densities('cauchy', '-2.0 * e * (z / np.hypot(1.0, z)) / np.hypot(1.0, z)')
_densities('laplace', '-e * np.sign(z)')
_densities('logistic', '-e * np.tanh(0.5 * z)')
_densities('t', '-e * (1.0 + df) * (z / np.hypot(np.sqrt(df), z)) / np.hypot(np.sqrt(df), z)',
           df='0.5 * e * (special.digamma(0.5 * df + 0.5) - special.digamma(0.5 * df) - 1.0 / df - '
              'np.log1p(z * z / df) + (1.0 + 1.0 / df) * z * z / (df + z * z))')
_densities('uniform', '0.0 * e', bounded=True)
_densities('expon', '-e', bounded=True)
_densities('halfnorm', '-e * z', bounded=True)
_densities('gamma', 'e * (divide_or_zero(a - 1.0, z) - 1.0)', bounded=True,
           a='e * (np.log(z) - special.digamma(a))')
_densities('chi2', 'e * (divide_or_zero(0.5 * df - 1.0, z) - 0.5)', bounded=True,
           df='0.5 * e * (np.log(0.5 * z) - special.digamma(0.5 * df))')
_densities('invgamma', 'e * (1.0 / z - a - 1.0) / z', bounded=True,
           a='-e * (np.log(z) + special.digamma(a))')
_densities('beta', 'e * (divide_or_zero(a - 1.0, z) - divide_or_zero(b - 1.0, 1.0 - z))', bounded=True,
           a='e * (np.log(z) - special.digamma(a) + special.digamma(a + b))',
           b='e * (np.log1p(-z) - special.digamma(b) + special.digamma(a + b))')
_densities('lognorm', '-e * (1.0 + np.log(z) / s ** 2) / z', bounded=True,
           s='e * ((np.log(z) / s) ** 2 - 1.0) / s')
_densities('weibull_min', 'e * (divide_or_zero(c - 1.0, z) - c * z ** (c - 1.0))', bounded=True,
           c='e * (1.0 / c + np.log(z) * (1.0 - z ** c))')
_densities('truncnorm', '-e * z', bounded=True,
           a='e * stats.truncnorm.pdf(a, a, b)', b='-e * stats.truncnorm.pdf(b, a, b)')

_integrals('norm', logcdf=_PER_SCALE.format('normal_hazard(-' + _STANDARD.format('x') + ')'),
           logsf=_PER_SCALE.format('normal_hazard(' + _STANDARD.format('x') + ')'))
_integrals('cauchy')
_integrals('laplace')
_integrals('logistic')
_integrals('t', df='')
_integrals('uniform')
_integrals('expon')
_integrals('gamma', a='')
_integrals('chi2', df='')
_integrals('beta', a='', b='')
_integrals('lognorm', s='z * np.log(z) / s')
_integrals('weibull_min', c='-z * np.log(z) / c')


# --- discrete distributions, in their parameters --------------------------------------
# Where a derivative of log(p) is infinite that of p need not be: it is written with p of other numbers.

@elementwise(stats.poisson.logpmf, constant=('k', 'loc'), keeps_dtype=False)
def poisson_logpmf(y, k, mu, loc=0):
    d[mu] = np.where(y != -np.inf, d[y], 0.0) * (divide_or_zero(k - loc, mu) - 1.0)


@elementwise(stats.poisson.pmf, constant=('k', 'loc'), keeps_dtype=False)
def poisson_pmf(y, k, mu, loc=0):
    d[mu] = d[y] * (stats.poisson.pmf(k - 1, mu, loc) - y)


@elementwise(stats.poisson.cdf, constant=('k', 'loc'), keeps_dtype=False)
def poisson_cdf(y, k, mu, loc=0):
    d[mu] = -d[y] * stats.poisson.pmf(np.floor(k - loc), mu)


@elementwise(stats.poisson.logcdf, constant=('k', 'loc'), keeps_dtype=False)
def poisson_logcdf(y, k, mu, loc=0):
    d[mu] = -d[y] * exp_difference(stats.poisson.logpmf(np.floor(k - loc), mu), y)


@elementwise(stats.binom.logpmf, constant=('k', 'loc'), keeps_dtype=False)
def binom_logpmf(y, k, n, p, loc=0):
    d[p] = np.where(y != -np.inf, d[y], 0.0) * (divide_or_zero(k - loc, p) - divide_or_zero(n - k + loc, 1.0 - p))


@elementwise(stats.binom.pmf, constant=('k', 'loc'), keeps_dtype=False)
def binom_pmf(y, k, n, p, loc=0):
    fewer = np.maximum(n, 1) - 1
    d[p] = d[y] * n * (stats.binom.pmf(k - 1, fewer, p, loc) - stats.binom.pmf(k, fewer, p, loc))


@elementwise(stats.binom.cdf, constant=('k', 'loc'), keeps_dtype=False)
def binom_cdf(y, k, n, p, loc=0):
    d[p] = -d[y] * n * stats.binom.pmf(np.floor(k - loc), np.maximum(n, 1) - 1, p)


@elementwise(stats.binom.logcdf, constant=('k', 'loc'), keeps_dtype=False)
def binom_logcdf(y, k, n, p, loc=0):
    d[p] = -d[y] * n * exp_difference(stats.binom.logpmf(np.floor(k - loc), np.maximum(n, 1) - 1, p), y)


@elementwise(stats.bernoulli.logpmf, constant=('k', 'loc'), keeps_dtype=False)
def bernoulli_logpmf(y, k, p, loc=0):
    d[p] = np.where(y != -np.inf, d[y], 0.0) * (divide_or_zero(k - loc, p) - divide_or_zero(1 - k + loc, 1.0 - p))


@elementwise(stats.bernoulli.pmf, constant=('k', 'loc'), keeps_dtype=False)
def bernoulli_pmf(y, k, p, loc=0):
    d[p] = d[y] * (np.where(np.equal(k - loc, 1), 1.0, 0.0) - np.where(np.equal(k - loc, 0), 1.0, 0.0))


@elementwise(stats.bernoulli.cdf, constant=('k', 'loc'), keeps_dtype=False)
def bernoulli_cdf(y, k, p, loc=0):
    d[p] = -d[y] * np.where(np.equal(np.floor(k - loc), 0), 1.0, 0.0)


@elementwise(stats.bernoulli.logcdf, constant=('k', 'loc'), keeps_dtype=False)
def bernoulli_logcdf(y, k, p, loc=0):
    d[p] = -d[y] * np.where(np.equal(np.floor(k - loc), 0), 1.0 / (1.0 - p), 0.0)


@elementwise(stats.geom.logpmf, constant=('k', 'loc'), keeps_dtype=False)
def geom_logpmf(y, k, p, loc=0):
    d[p] = np.where(y != -np.inf, d[y], 0.0) * (1.0 / p - divide_or_zero(k - loc - 1, 1.0 - p))


@elementwise(stats.geom.pmf, constant=('k', 'loc'), keeps_dtype=False)
def geom_pmf(y, k, p, loc=0):
    d[p] = d[y] * (y / p - (k - loc - 1) * stats.geom.pmf(k - 1, p, loc))


@elementwise(stats.geom.cdf, constant=('k', 'loc'), keeps_dtype=False)
def geom_cdf(y, k, p, loc=0):
    d[p] = d[y] * np.floor(k - loc) * stats.geom.pmf(np.floor(k - loc), p) / p


@elementwise(stats.geom.logcdf, constant=('k', 'loc'), keeps_dtype=False)
def geom_logcdf(y, k, p, loc=0):
    d[p] = d[y] * np.floor(k - loc) * exp_difference(stats.geom.logpmf(np.floor(k - loc), p), y) / p


@elementwise(stats.nbinom.logpmf, constant=('k', 'loc'), keeps_dtype=False)
def nbinom_logpmf(y, k, n, p, loc=0):
    e = np.where(y != -np.inf, d[y], 0.0)
    number = np.where(y != -np.inf, k - loc, 0.0)
    d[n] = e * (special.digamma(number + n) - special.digamma(n) + np.log(p))
    d[p] = e * (n / p - divide_or_zero(number, 1.0 - p))


@elementwise(stats.nbinom.pmf, constant=('k', 'loc'), keeps_dtype=False)
def nbinom_pmf(y, k, n, p, loc=0):
    number = np.where(y != 0.0, k - loc, 0.0)
    d[n] = d[y] * y * (special.digamma(number + n) - special.digamma(n) + np.log(p))
    d[p] = d[y] * n * (y - stats.nbinom.pmf(k - 1, n + 1, p, loc)) / p


@elementwise(stats.nbinom.cdf, constant=('k', 'loc'), keeps_dtype=False)
def nbinom_cdf(y, k, n, p, loc=0):
    d[p] = d[y] * n * stats.nbinom.pmf(np.floor(k - loc), n + 1, p) / p ** 2


@elementwise(stats.nbinom.logcdf, constant=('k', 'loc'), keeps_dtype=False)
def nbinom_logcdf(y, k, n, p, loc=0):
    d[p] = d[y] * n * exp_difference(stats.nbinom.logpmf(np.floor(k - loc), n + 1, p), y) / p ** 2


# --- distributions of several variables -------------------------------------------------
# The last of the probabilities of `multinomial` stands for what the others leave, so that it has no derivative.

@adjoint(stats.multinomial.logpmf, constant=('x', 'n'), keeps_dtype=False)
def multinomial_logpmf(y, x, n, p):
    slope = np.divide(x, np.where(np.equal(x, 0), 1.0, p))
    slope = np.expand_dims(np.where(y != -np.inf, d[y], 0.0), -1) * (slope - slope[..., -1:])
    d[p] = as_nested(unbroadcast(slope, np.array(p)), p)


@forward(stats.multinomial.logpmf)
def multinomial_logpmf_forward(y, x, n, p):
    slope = np.divide(x, np.where(np.equal(x, 0), 1.0, p))
    d[y] = np.where(y != -np.inf, np.sum((slope - slope[..., -1:]) * d[p], axis=-1), 0.0)


@adjoint(stats.multinomial.pmf, constant=('x', 'n'), keeps_dtype=False)
def multinomial_pmf(y, x, n, p):
    slope = np.divide(x, np.where(np.equal(x, 0), 1.0, p))
    slope = np.expand_dims(d[y] * y, -1) * (slope - slope[..., -1:])
    d[p] = as_nested(unbroadcast(slope, np.array(p)), p)


@forward(stats.multinomial.pmf)
def multinomial_pmf_forward(y, x, n, p):
    slope = np.divide(x, np.where(np.equal(x, 0), 1.0, p))
    d[y] = y * np.sum((slope - slope[..., -1:]) * d[p], axis=-1)


@defined_as(stats.dirichlet.logpdf)
def dirichlet_logpdf(x, alpha):
    x = np.asarray(x)
    if len(x) < len(alpha):
        x = np.concatenate((x, 1.0 - np.sum(x, axis=0, keepdims=True)))
    exponents = np.asarray(alpha) - 1.0
    if np.ndim(x) == 2:
        exponents = np.expand_dims(exponents, -1)
    logs = np.sum(special.xlogy(exponents, x), axis=0)
    return np.squeeze(logs) - np.sum(special.gammaln(alpha)) + special.gammaln(np.sum(alpha))


@defined_as(stats.dirichlet.pdf)
def dirichlet_pdf(x, alpha):
    return np.exp(stats.dirichlet.logpdf(x, alpha))


@defined_as(stats.multivariate_normal.logpdf)
def multivariate_normal_logpdf(x, mean=None, cov=1, allow_singular=False):
    if allow_singular:
        raise UnsupportedError('multivariate_normal has no derivative for allow_singular=True',
                               'Leave the argument out, or write the density with np.linalg.pinv.')
    if mean is not None:
        size = np.size(mean)
    elif np.ndim(cov) < 2:
        size = 1
    else:
        size = np.shape(cov)[0]
    offset = np.asarray(x) if mean is None else np.subtract(x, mean)
    if np.ndim(x) == 1 and size == 1:
        offset = np.expand_dims(offset, -1)
    if np.ndim(cov) == 0:
        cov = cov * np.eye(size)
    elif np.ndim(cov) == 1:
        cov = np.diag(cov)
    lower = np.linalg.cholesky(cov)
    z = np.linalg.solve(lower, np.reshape(offset, (-1, size)).T)
    logs = -0.5 * np.sum(z * z, axis=0) - np.sum(np.log(np.diagonal(lower))) - 0.5 * size * math.log(2.0 * math.pi)
    return np.squeeze(np.reshape(logs, np.shape(offset)[:-1]))


@defined_as(stats.multivariate_normal.pdf)
def multivariate_normal_pdf(x, mean=None, cov=1, allow_singular=False):
    return np.exp(stats.multivariate_normal.logpdf(x, mean, cov, allow_singular))


# These have no derivative in parameters that are given before, as in multivariate_normal(mean, cov).
constant(stats.multinomial, stats.dirichlet, stats.multivariate_normal, wrt=())


# --- statistics of samples, as Python functions -----------------------------------------
# They write into nothing, which their sources do not show.

constant(stats.zscore, stats.gmean, stats.hmean, stats.sem, stats.skew, stats.kurtosis, stats.entropy,
         stats.pearsonr, wrt=('axis',))


@defined_as(stats.zscore)
def zscore(a, axis=0, ddof=0):
    return (a - np.mean(a, axis=axis, keepdims=True)) / np.std(a, axis=axis, ddof=ddof, keepdims=True)


@defined_as(stats.gmean)
def gmean(a, axis=0):
    return np.exp(np.mean(np.log(a), axis=axis))


@defined_as(stats.hmean)
def hmean(a, axis=0):
    return 1.0 / np.mean(np.divide(1.0, a), axis=axis)


@defined_as(stats.sem)
def sem(a, axis=0, ddof=1):
    count = np.size(a) if axis is None else np.shape(a)[axis]
    return np.std(a, axis=axis, ddof=ddof) / math.sqrt(count)


@defined_as(stats.skew)
def skew(a, axis=0):
    offset = a - np.mean(a, axis=axis, keepdims=True)
    return np.mean(offset ** 3, axis=axis) / np.mean(offset * offset, axis=axis) ** 1.5


@defined_as(stats.kurtosis)
def kurtosis(a, axis=0, fisher=True):
    offset = a - np.mean(a, axis=axis, keepdims=True)
    ratio = np.mean(offset ** 4, axis=axis) / np.mean(offset * offset, axis=axis) ** 2
    return ratio - 3.0 if fisher else ratio


@defined_as(stats.entropy)
def entropy(pk, qk=None, base=None, axis=0):
    p = pk / np.sum(pk, axis=axis, keepdims=True)
    if qk is None:
        parts = special.entr(p)
    else:
        parts = special.rel_entr(p, qk / np.sum(qk, axis=axis, keepdims=True))
    total = np.sum(parts, axis=axis)
    return total if base is None else total / math.log(base)


@linear(Correlation)
def correlation(y, statistic, pvalue):
    d[statistic] = d[y][0]
    d[pvalue] = d[y][1]


@defined_as(stats.pearsonr)
def pearsonr(x, y):
    if np.ndim(x) != 1 or np.size(x) < 3:
        raise UnsupportedError('the derivative of pearsonr is known for vectors of three numbers or more',
                               'Call it for each pair of vectors, in a loop.')
    u = x - np.mean(x)
    v = y - np.mean(y)
    r = np.sum(u * v) / np.sqrt(np.sum(u * u) * np.sum(v * v))
    freedom = 0.5 * np.size(x) - 1.0
    return Correlation(r, 2.0 * stats.beta.sf(np.abs(r), freedom, freedom, -1.0, 2.0))
