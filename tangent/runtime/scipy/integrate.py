"""What the derivatives of integrals of functions consist of."""
from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from typing import Any

from scipy import integrate

from tangent.runtime.scipy.functions import flattened, precision, tangent_at, unflattened


def integral(g: Callable, a: float, b: float) -> Any:
    """The integral from a to b of a function that gives numbers, arrays or containers of these, as it gives them.

    >>> value = integral(lambda t: {'k': t, 'c': 1.0}, 0.0, 2.0)
    >>> round(value['k'], 12), round(value['c'], 12)
    (2.0, 2.0)
    """
    like = g(_between(a, b))
    tolerance = 0.01 * math.sqrt(precision(like))
    values, _, info = integrate.quad_vec(lambda t: flattened(g(t)), a, b, tolerance, tolerance, norm='max', limit=500,
                                         full_output=True)
    if not info.success:
        warnings.warn(f'the derivative of an integral: {info.message}', integrate.IntegrationWarning, stacklevel=2)
    return unflattened(values, like)


def _between(a: float, b: float) -> float:
    """A number between two others, each of which may be infinite."""
    if math.isfinite(a) and math.isfinite(b):
        return 0.5 * (a + b)
    if math.isfinite(a):
        return a + math.copysign(1.0, b)
    return b + math.copysign(1.0, a) if math.isfinite(b) else 0.0


def integral_along(g: Callable, dg: Any, a: float, b: float) -> Any:
    """The tangent of the integral of g from a to b, where dg is that of what g captured.

    >>> def make(k):
    ...     return lambda t: k * t
    >>> round(integral_along(make(3.0), {'k': 1.0}, 0.0, 2.0), 12)
    2.0
    """
    return integral(tangent_at(g, dg), a, b)
