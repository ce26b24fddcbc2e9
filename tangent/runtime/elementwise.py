"""Slopes of elementwise functions where a formula would not do: at zeros, at ties, for complex values."""
from __future__ import annotations

import math
from typing import Any

import numpy as np

from tangent.errors import KindError
from tangent.runtime.arrays import unbroadcast
from tangent.runtime.tensors import is_tensor, tensors


def divide_or_zero(a: Any, b: Any) -> Any:
    """The quotient a / b, and 0 where b is 0.

    >>> divide_or_zero(3.0, 0.0)
    0.0
    """
    if isinstance(b, (float, int)):
        return a / b if b else 0.0 * a
    if is_tensor(b) or is_tensor(a):
        return tensors().divide_or_zero(a, b)
    zero = b == 0
    if not zero.any():
        return a / b
    one = np.ones((), np.result_type(b))
    return np.where(zero, 0.0 * a, a / np.where(zero, one, b))


def power_derivative(x: Any, y: Any, times_x: int, times_y: int) -> Any:
    """The derivative of x ** y, taken `times_x` times in x and `times_y` times in y.

    Where a factor that vanishes meets one that is infinite (y = 0 or a natural number at
    x = 0), the result is the limit: 0. In an integer exponent a power of a negative number has the
    derivative 0, as it has no other.

    Args:
        x, y: base and exponent, which broadcast together.
        times_x, times_y: how often the derivative is taken in each.

    Returns:
        The derivative, in the shape of x ** y.

    >>> power_derivative(3.0, 2.0, 1, 0)
    6.0
    >>> power_derivative(0.0, 1.0, 2, 0)
    0.0
    """
    if times_y == 0 and isinstance(y, (float, int)):
        factor = math.prod(y - k for k in range(times_x))
        return factor * x ** (y - times_x) if factor else 0.0 * x
    if is_tensor(x) or is_tensor(y):
        return tensors().power_derivative(x, y, times_x, times_y)
    dtype = _floating_type(x, y)
    result = _power_derivative(np.asarray(x, dtype), np.asarray(y, dtype), times_x, times_y)[()]
    if times_y and np.asarray(y).dtype.kind == 'i' and dtype.kind == 'f':
        result = np.where(np.less(x, 0), 0.0, result)[()]
    return float(result) if isinstance(x, (float, int)) and isinstance(y, (float, int)) else result


def _floating_type(x: Any, y: Any) -> np.dtype:
    """The type that x and y are computed with, if need be as floats."""
    dtype = np.result_type(x, y)
    return dtype if dtype.kind in 'fc' else np.dtype(float)


def _power_derivative(x: np.ndarray, y: np.ndarray, times_x: int, times_y: int) -> np.ndarray:
    # Derived n times in x, x ** y is c(y) x ** (y - n) with c(y) = y (y - 1) ... (y - n + 1).  Leibniz' rule
    # then sums over how often the derivative in y falls on c; every other time it multiplies by log(x).
    if times_x == 1 and times_y == 0 and y.all():
        return y * x ** (y - 1)
    if times_x == 0 and times_y == 1 and (x > 0).all():
        return x ** y * np.log(x)
    power = y - times_x
    total = 0.0
    with np.errstate(all='ignore'):
        raised = x ** power
        for k in range(min(times_x, times_y) + 1):
            coefficient = math.comb(times_y, k) * _falling(y, times_x, k)
            term = coefficient * raised
            if times_y > k:
                term = np.where((x == 0) & (power.real > 0), 0, term * np.log(x) ** (times_y - k))
            total = total + np.where(coefficient == 0, 0, term)
    return np.asarray(total, x.dtype)


def _falling(y: Any, n: int, derivative: int) -> Any:
    """The derivative, taken so often, of y (y - 1) ... (y - n + 1)."""
    if n == 0:
        return np.ones_like(y) if derivative == 0 else np.zeros_like(y)
    coefficients = np.polyder(np.poly(np.arange(n)), derivative).tolist()
    total = np.zeros_like(y)
    for coefficient in coefficients:
        total = total * y + coefficient
    return total


def above(x: Any, y: Any) -> Any:
    """One where x is greater than y, one half where they are equal, else 0: x's share in max(x, y).

    >>> above(np.array([1.0, 2.0, 3.0]), 2.0)
    array([0. , 0.5, 1. ])
    """
    if isinstance(x, (float, int)) and isinstance(y, (float, int)):
        return 1.0 if x > y else 0.5 if x == y else 0.0
    share = np.greater(x, y).astype(_floating_type(x, y))
    tied = np.equal(x, y)
    return np.where(tied, share.dtype.type(0.5), share)[()] if tied.any() else share


def sign(x: Any) -> Any:
    """The slope of abs at x: its sign, 0 at 0; for complex x the conjugate of x / abs(x).

    >>> sign(-3.0)
    -1.0
    """
    if isinstance(x, (float, int)):
        return 1.0 if x > 0 else -1.0 if x < 0 else 0.0 * x
    if is_tensor(x):
        return tensors().sign(x)
    if np.iscomplexobj(x):
        return divide_or_zero(np.conj(x), np.abs(x))
    return np.sign(x)


def unsign(e: Any, x: Any) -> Any:
    """The adjoint of x, where e is the adjoint of sign(x), and the tangent of sign(x), where e is that of x.

    Zero for real x; for complex x, with s = sign(x), of s = conj(x) / abs(x):
    ds = (conj(dx) - real(s dx) s) / abs(x), which is its own adjoint.

    >>> unsign(np.array([1.0j]), np.array([2.0]) + 0.0j)
    array([0.-0.5j])
    """
    if x.dtype.is_complex if is_tensor(x) else np.iscomplexobj(x):
        if is_tensor(x):
            raise KindError('the second derivative of abs(x) is not known for complex tensors',
                            'Write it with tf.math.real(x) and tf.math.imag(x).')
        s = sign(x)
        return divide_or_zero(np.conj(e) - np.real(e * s) * s, np.abs(x))
    return 0.0 * e


def unsign_change(e: Any, x: Any) -> Any:
    """How unsign(..., x) changes with x, times e; and the derivative of a sign, times e: zero, as x must be real."""
    if x.dtype.is_complex if is_tensor(x) else np.iscomplexobj(x):
        raise KindError('this derivative of abs(x), or of the sign of x, is not known for complex x',
                        'Write it with x.real and x.imag.')
    return 0.0 * e


def unselect(e: Any, condlist: Any, choicelist: Any) -> list[Any]:
    """The adjoints of the choices, where e is the adjoint of `select(condlist, choicelist, ...)`."""
    result = []
    for condition, choice in zip(condlist, choicelist):
        result.append(unbroadcast(np.where(condition, e, 0.0), choice))
        e = np.where(condition, 0.0, e)
    return result


def unselected(e: Any, condlist: Any) -> Any:
    """Keep e where none of the conditions holds, else 0.

    >>> unselected(np.array([1.0, 2.0, 3.0]), [np.array([True, False, False])])
    array([0., 2., 3.])
    """
    for condition in condlist:
        e = np.where(condition, 0.0, e)
    return e


def share_of_sum(x: Any, y: Any, z: Any) -> Any:
    """The share exp(x) / (exp(x) + exp(y)), where z = logaddexp(x, y).

    Its derivative is the product of both shares, which 1 minus this one, once near 1, would not give.

    >>> round(float(share_of_sum(0.0, 1.0, np.logaddexp(0.0, 1.0))), 6)
    0.268941
    """
    return np.exp(x - z)


def sinc_derivative(x: Any, order: int = 1) -> Any:
    """The derivative of numpy.sinc, sin(pi x) / (pi x), of this order.

    >>> sinc_derivative(0.0)
    0.0
    """
    u = math.pi * np.asarray(x)
    # With s(u) = sin(u) / u: u s' = cos(u) - s, and so on for higher orders, which cancels for small u.
    near = np.abs(u) < 2.0 + order
    far = np.where(near, np.ones((), u.dtype), u)
    value = np.sin(far) / far
    for n in range(1, order + 1):
        value = (np.sin(far + n * (math.pi / 2)) - n * value) / far
    if np.any(near):
        value = np.where(near, _sinc_series(np.where(near, u, np.zeros((), u.dtype)), order), value)
    value = math.pi ** order * value
    return value if np.ndim(x) else float(value) if isinstance(x, (float, int)) else value[()]


def _sinc_series(u: Any, order: int) -> Any:
    total = np.zeros_like(u)
    for k in range((order + 1) // 2, (order + 1) // 2 + 16 + order):
        factor = (-1.0) ** k / ((2 * k + 1) * math.factorial(2 * k - order))
        total = total + factor * u ** (2 * k - order)
    return total


def i0_derivative(x: Any, order: int = 1) -> Any:
    """The derivative of numpy.i0 of this order; that of the first is the Bessel function I1.

    It is the mean of cos(t) ** order * exp(x * cos(t)) over all angles t (DLMF 10.32.1).  That of as few angles is
    exact but for rounding, as the function is smooth and periodic; it has a peak that narrows with the root of x.

    >>> round(float(i0_derivative(1.0)), 12)
    0.565159103992
    """
    x = np.asarray(x)
    n = 32 + int(9.0 * math.sqrt(np.max(np.abs(x), initial=0.0)))
    function = np.sinh if order % 2 else np.cosh  # of t and pi - t together
    total = np.zeros(x.shape, x.dtype if x.dtype.kind == 'f' else float)
    for c in np.cos(np.pi * (np.arange(n) + 0.5) / (2 * n)).tolist():
        total += c ** order * function(c * x)
    return (total / n)[()]


def polygamma(n: int, x: float) -> float:
    """The derivative of order n of the digamma function at x, a scalar.

    >>> round(polygamma(0, 1.0), 12)
    -0.577215664902
    """
    x = float(x)
    if x <= 0.0 and x == math.floor(x):
        raise ValueError(f'polygamma has a pole at {x}')
    # Upwards by the recurrence to where the asymptotic series is accurate.
    total = 0.0
    factor = (-1.0) ** (n + 1) * math.factorial(n)
    while x < 12.0 + n:
        total += factor / x ** (n + 1)
        x += 1.0
    if n == 0:
        series = math.log(x) - 0.5 / x
        for k, bernoulli in enumerate(_BERNOULLI, 1):
            series -= bernoulli / (2 * k * x ** (2 * k))
        return total + series
    series = math.factorial(n - 1) / x ** n + math.factorial(n) / (2 * x ** (n + 1))
    for k, bernoulli in enumerate(_BERNOULLI, 1):
        series += bernoulli * math.factorial(2 * k + n - 1) / (math.factorial(2 * k) * x ** (2 * k + n))
    return total + (-1.0) ** (n + 1) * series


# The Bernoulli numbers B2, B4, ...
_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798)
