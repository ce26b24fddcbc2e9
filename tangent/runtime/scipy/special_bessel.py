"""What the derivatives of Bessel functions and orthogonal polynomials consist of."""
from __future__ import annotations

from typing import Any

import numpy as np
from scipy import special

from tangent.errors import KindError, UnsupportedError


def only_real(x: Any) -> Any:
    """Return x, which must be real: scaled by exp(-abs(z.imag)) or exp(-abs(z.real)), functions of z are not analytic.

    Raises:
        KindError: for complex x.

    >>> only_real(2.0)
    2.0
    """
    if np.iscomplexobj(x):
        raise KindError('exponentially scaled functions have a derivative for real arguments only',
                        'Multiply the function that is not scaled by the factor.')
    return x


def root_or_zero(x: Any) -> Any:
    """The square root of x, and 0 where x is negative: the growth of Airy functions, which are scaled by it.

    >>> root_or_zero(np.array([4.0, -4.0]))
    array([2., 0.])
    """
    return np.sqrt(np.maximum(only_real(x), 0))


def product_or_zero(a: Any, b: Any) -> Any:
    """The product a b, and 0 where a is 0, even if b is infinite or NaN there.

    >>> product_or_zero(0.0, np.inf)
    0.0
    """
    if isinstance(a, (float, int)) and isinstance(b, (float, int)):
        return a * b if a else 0.0
    return a * np.where(np.equal(a, 0.0), np.zeros((), np.result_type(b)), b)


def lowered(n: Any) -> Any:
    """The degree of the derivative of a polynomial of degree n: n - 1, but -1, which stands for zero, stays.

    Raises:
        UnsupportedError: for whole numbers below -1: some polynomials are defined for them, and not all alike.

    >>> lowered(np.array([2, 0, -1]))
    array([ 1, -1, -1])
    """
    if np.any(np.less(n, -1) & np.equal(n, np.rint(n))):
        raise UnsupportedError('polynomials of negative degrees have no derivative',
                               'Write them with those of positive degrees.')
    return np.where(np.equal(n, -1), n, np.subtract(n, 1))[()]


def polar_derivative(n: Any, m: Any, theta: Any, phi: Any, order: int = 1) -> Any:
    """The derivative of sph_harm_y(n, m, theta, phi) in theta, of this order.

    It is half the difference of those that the ladder operators make of the harmonic, of m + 1 and of m - 1, times
    exp(-i phi) and exp(i phi): this has no singularity at the poles.

    Raises:
        UnsupportedError: for theta outside [0, pi], where the harmonics are not defined.

    >>> round(float(polar_derivative(1, 0, np.pi / 2, 0.0).real), 6)
    -0.488603
    """
    if np.any(np.less(theta, 0.0) | np.greater(theta, np.pi)):
        raise UnsupportedError('spherical harmonics have a derivative for theta in [0, pi] only',
                               'Bring theta into this range, and change phi to match.')
    if order == 0:
        return special.sph_harm_y(n, m, theta, phi)
    n, m = np.asarray(n), np.asarray(m)
    above = np.sqrt(np.maximum((n - m) * (n + m + 1), 0)) * polar_derivative(n, m + 1, theta, phi, order - 1)
    below = np.sqrt(np.maximum((n + m) * (n - m + 1), 0)) * polar_derivative(n, m - 1, theta, phi, order - 1)
    return 0.5 * (np.exp(-1j * phi) * above - np.exp(1j * phi) * below)
