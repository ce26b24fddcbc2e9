"""Slopes of SciPy's special functions where a formula would not do: at zeros, at poles, where terms cancel."""
from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import special

Axis = int | tuple[int, ...] | None


def _floating_type(*args: Any) -> np.dtype:
    """The type of what is computed of the arguments, if need be as floats."""
    dtype = np.result_type(*args)
    return dtype if dtype.kind in 'fc' else np.dtype(float)


# Sums of exponentials.

def kept_dims(y: Any, axis: Axis, keepdims: bool = False) -> Any:
    """The result of a reduction with the axes it went over, in its argument, as axes of size 1.

    >>> kept_dims(np.array([1.0, 2.0]), axis=1)
    array([[1.],
           [2.]])
    """
    return y if axis is None or keepdims else np.expand_dims(y, axis)


def exp_shares(a: Any, axis: Axis = None, b: Any = 1.0) -> Any:
    """exp(a) / sum(b * exp(a)), and 0 where a is -inf: the slopes of logsumexp(a, axis, b) in b.

    Args:
        a, b: exponents and the factors of their exponentials, which broadcast together.
        axis: the axes of the sum.

    Returns:
        An array of the shape of a and b together; a number if they are numbers.

    >>> exp_shares(np.array([1000.0, 1000.0, -np.inf]))
    array([0.5, 0.5, 0. ])
    """
    a, b = np.asarray(a), b if isinstance(b, float) else np.asarray(b)
    dtype = _floating_type(a, b)
    a, b = np.broadcast_arrays(a.astype(dtype), np.asarray(b, dtype))
    used = np.where(b == 0, -np.inf, np.real(a))  # the others may be of any size
    largest = np.max(used, axis=axis, keepdims=True, initial=-np.inf).astype(dtype)
    powers = np.exp(a - np.where(np.isfinite(largest), largest, np.zeros((), dtype)))
    total = np.sum(b * np.where(b == 0, np.zeros((), dtype), powers), axis=axis, keepdims=True)
    return quotient(powers, total)


# Quotients.

def quotient(x: Any, y: Any) -> Any:
    """The quotient x / y, and 0 where x is 0.

    >>> quotient(np.array([0.0, 1.0]), np.array([0.0, 2.0]))
    array([0. , 0.5])
    """
    x, y = np.asarray(x), np.asarray(y)
    return (x / np.where(x == 0, np.ones((), y.dtype), y))[()]


def log_ratio(x: Any, y: Any) -> Any:
    """The logarithm of x / y, neither of them negative, and 0 where both are 0.

    >>> log_ratio(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    array([0., 0.])
    """
    x, y = np.asarray(x), np.asarray(y)
    with np.errstate(all='ignore'):
        # Near 1 log(x) - log(y) cancels; far from it the quotient overflows.
        value = np.where(np.abs(x - y) < 0.5 * y, np.log1p((x - y) / y), np.log(x) - np.log(y))
    return np.where((x == 0) & (y == 0), np.zeros((), value.dtype), value)[()]


# Elementary functions.

def exprel_derivative(x: Any, order: int = 1) -> Any:
    """The derivative of scipy.special.exprel, (exp(x) - 1) / x, of this order.

    It is the integral of t**order * exp(t x) over t from 0 to 1: DLMF 13.4.1.

    >>> float(exprel_derivative(0.0))
    0.5
    """
    # Larger x give inf as well, if hyp1f1 ends at all.
    return special.hyp1f1(order + 1.0, order + 2.0, np.minimum(x, 1e3)) / (order + 1.0)


def diric_derivative(x: Any, n: Any, order: int = 1) -> Any:
    """The derivative of scipy.special.diric, sin(n x / 2) / (n sin(x / 2)), of this order in x.

    As the mean of cos(w x), where w goes from (1 - n) / 2 to (n - 1) / 2 in steps of 1, it has no poles.

    >>> round(float(diric_derivative(math.pi, 2)), 12)
    -0.5
    """
    dtype = _floating_type(x)
    n = np.expand_dims(n, -1)
    i = np.arange(np.max(n, initial=0))
    w = np.where(i < n, i - 0.5 * (n - 1), 0.0)
    terms = w ** order * np.cos(w * np.expand_dims(x, -1) + order * (0.5 * math.pi))
    return (np.sum(terms, axis=-1) / n[..., 0]).astype(dtype)[()]


# Error functions.

def erfcx_derivative(x: Any, order: int = 1) -> Any:
    """The derivative of scipy.special.erfcx, exp(x**2) * erfc(x), of this order.

    >>> round(float(erfcx_derivative(0.0)), 12)
    -1.128379167096
    """
    return _derivative(special.erfcx, x, order, -1.0, 2.0 / math.sqrt(math.pi))


def dawsn_derivative(x: Any, order: int = 1) -> Any:
    """The derivative of scipy.special.dawsn, Dawson's integral, of this order.

    >>> float(dawsn_derivative(0.0))
    1.0
    """
    return _derivative(special.dawsn, x, order, 1.0, 1.0)


_FAR = 6.5  # from where the asymptotic series is accurate: its smallest term is about exp(-_FAR ** 2)


def _derivative(function: Callable, x: Any, order: int, sign: float, at_zero: float) -> Any:
    """The derivative of f, where f' = sign * (at_zero - 2 x f).

    Where x is large that cancels, and f is about half of at_zero times the sum of
    sign**k (1/2)(3/2)...(k - 1/2) / x**(2 k + 1): DLMF 7.12.1, and 7.5.1 for Dawson's integral.
    """
    value = np.asarray(function(x))
    if value.dtype.kind == 'c':
        return _by_recurrence(value, np.asarray(x), order, sign, at_zero)[()]
    z = np.asarray(x, float)
    far = z > _FAR if sign < 0 else np.abs(z) > _FAR
    near = np.where(far, 0.0, z)
    result = _by_recurrence(function(near), near, order, sign, at_zero)
    if far.any():
        result = np.where(far, 0.5 * at_zero * _series(np.where(far, z, _FAR), order, sign), result)
    return np.asarray(result, value.dtype)[()]


def _by_recurrence(value: Any, x: Any, order: int, sign: float, at_zero: float) -> Any:
    before, value = value, sign * (at_zero - 2.0 * x * value)
    for n in range(1, order):
        before, value = value, -2.0 * sign * (x * value + n * before)
    return value


def _series(x: np.ndarray, order: int, sign: float) -> np.ndarray:
    total = 0.0
    for k in range(40):
        factor = sign ** k * special.poch(0.5, k) * (-1.0) ** order * special.poch(2 * k + 1, order)
        total = total + factor * x ** (-2.0 * k - 1.0 - order)
    return total


def log_ndtr_derivative(x: Any, order: int = 1) -> Any:
    """The derivative of scipy.special.log_ndtr of this order; the first is the density over the distribution function.

    >>> round(float(log_ndtr_derivative(-1e6)), 6)
    1000000.000001
    """
    t = np.asarray(-x / math.sqrt(2.0))
    # The ratio r has the slope -r (x + r), where x + r cancels for x < 0.
    with np.errstate(divide='ignore', invalid='ignore'):  # infinite x, and inf / inf that is not used
        ratio = math.sqrt(2.0 / math.pi) / special.erfcx(t)
        excess = np.where(np.real(t) > 0.0, -erfcx_derivative(t) / (math.sqrt(2.0) * special.erfcx(t)), x + ratio)
    ratios, sums = [ratio], [excess]
    for n in range(order - 1):
        ratios.append(-sum(math.comb(n, k) * ratios[k] * sums[n - k] for k in range(n + 1)))
        sums.append(ratios[-1] + (n == 0))
    return np.asarray(ratios[-1], ratio.dtype)[()]


# The gamma and beta functions, and densities.

def psi_over_gamma(x: Any) -> Any:
    """digamma(x) / gamma(x), which is finite at the poles of both.

    >>> psi_over_gamma(np.array([0.0, -1.0]))
    array([-1.,  1.])
    """
    if np.iscomplexobj(x):
        return special.digamma(x) * special.rgamma(x)
    with np.errstate(all='ignore'):
        value = special.digamma(x) * special.rgamma(x)
        limit = np.where(np.remainder(x, 2.0), 1.0, -1.0) * special.gamma(1.0 - x)
    return np.where(_is_pole(x), limit, value).astype(value.dtype)[()]


def poch_derivative(x: Any, n: Any) -> Any:
    """The derivative of scipy.special.poch, gamma(x + n) / gamma(x), with respect to x.

    >>> float(poch_derivative(0.0, 3))
    2.0
    """
    zero, both = _is_pole(x) & ~_is_pole(x + n), _is_pole(x) & _is_pole(x + n)
    with np.errstate(all='ignore'):
        # By the reflection formula, where the cotangents of both are equal.
        difference = special.digamma(np.where(both, 1.0 - x - n, x + n)) - special.digamma(np.where(both, 1.0 - x, x))
        limit = -special.gamma(x + n) * psi_over_gamma(x)
        return np.where(zero, limit, special.poch(x, n) * difference)[()]


def binom_derivative(n: Any, k: Any) -> Any:
    """The derivative of scipy.special.binom with respect to n.

    >>> float(binom_derivative(1.0, 2.0))
    0.5
    """
    rest = n - k + 1.0
    with np.errstate(all='ignore'):
        limit = -special.gamma(n + 1.0) * special.rgamma(k + 1.0) * psi_over_gamma(rest)
        value = special.binom(n, k) * (special.digamma(n + 1.0) - special.digamma(rest))
        return np.where(_is_pole(rest), limit, value).astype(_floating_type(n, k))[()]


def _is_pole(x: Any) -> Any:
    """Whether x is a pole of the gamma function."""
    return np.less_equal(x, 0.0) & np.equal(x, np.floor(x))


def gamma_density(a: Any, x: Any) -> Any:
    """The density of the gamma distribution of shape a, x**(a - 1) * exp(-x) / gamma(a).

    >>> float(gamma_density(1.0, 0.0))
    1.0
    """
    dtype = _floating_type(a, x)
    a = np.asarray(a, float)
    x = np.minimum(np.asarray(x, float), 1e300)  # at inf the terms would be inf - inf
    return np.exp(special.xlogy(a - 1.0, x) - x - special.gammaln(a)).astype(dtype)[()]


def beta_density(a: Any, b: Any, x: Any) -> Any:
    """The density of the beta distribution, x**(a - 1) * (1 - x)**(b - 1) / beta(a, b); 0 if a or b is 0.

    >>> float(beta_density(1.0, 1.0, 0.0))
    1.0
    """
    dtype = _floating_type(a, b, x)
    a, b, x = np.asarray(a, float), np.asarray(b, float), np.asarray(x, float)
    with np.errstate(invalid='ignore'):  # inf - inf at an end, if a or b is 0
        value = np.exp(special.xlogy(a - 1.0, x) + special.xlog1py(b - 1.0, -x) - special.betaln(a, b))
    return np.where((a == 0.0) | (b == 0.0), 0.0, value).astype(dtype)[()]


# Integrals: the elliptic ones in Carlson's symmetric form, DLMF 19.25.5, 19.25.10 and 19.18.1.

def spence_derivative(z: Any, order: int = 1) -> Any:
    """The derivative of scipy.special.spence of this order; the first is log(z) / (1 - z).

    >>> float(spence_derivative(1.0))
    -1.0
    """
    dtype = np.result_type(special.spence(z))
    z = np.asarray(z, np.result_type(dtype, float))
    near = np.abs(z - 1.0) < 0.5
    series = special.hyp2f1(order, order, order + 1.0, np.where(near, 1.0 - z, 0.0)) / order
    far = np.where(near, 2.0, z)
    with np.errstate(divide='ignore', invalid='ignore'):  # at 0
        value = np.log(far) / (1.0 - far)
        for n in range(1, order):  # (1 - z) times the first derivative is log(z): both derived n times
            value = (n * value - math.factorial(n - 1) / (-far) ** n) / (1.0 - far)
    return np.where(near, (-1) ** order * math.factorial(order - 1) * series, value).astype(dtype)[()]


def ellipkinc_derivative(phi: Any, m: Any) -> Any:
    """The derivative of scipy.special.ellipkinc with respect to m.

    >>> round(float(ellipkinc_derivative(math.pi / 2.0, 0.0)), 12) == round(math.pi / 8.0, 12)
    True
    """
    turns = np.round(np.asarray(phi) / math.pi)
    s, c = np.sin(phi - turns * math.pi), np.cos(phi - turns * math.pi)
    part = s ** 3 * special.elliprd(c * c, 1.0, 1.0 - m * s * s)
    return (part + quotient(2.0 * turns, 1.0 / special.elliprd(0.0, 1.0, 1.0 - m))) / 6.0


def ellipeinc_derivative(phi: Any, m: Any) -> Any:
    """The derivative of scipy.special.ellipeinc with respect to m.

    >>> round(float(ellipeinc_derivative(math.pi / 2.0, 0.0)), 12) == round(-math.pi / 8.0, 12)
    True
    """
    turns = np.round(np.asarray(phi) / math.pi)
    s, c = np.sin(phi - turns * math.pi), np.cos(phi - turns * math.pi)
    part = s ** 3 * special.elliprd(c * c, 1.0 - m * s * s, 1.0)
    return -(part + quotient(2.0 * turns, 1.0 / special.elliprd(0.0, 1.0 - m, 1.0))) / 6.0
