"""Rules for SciPy's integrals: of samples, some of them as Python functions, and of functions in the ends."""
from __future__ import annotations

from typing import Any

import numpy as np
from scipy import integrate

from tangent.runtime.arrays import unbroadcast
from tangent.templates.numpy.numerics import trapezoid
from tangent.templates.rules import adjoint, bilinear, constant, d, defined_as
from tangent.templates.rules import tangent as forward

bilinear(integrate.trapezoid)(trapezoid)

# They write into nothing, which their sources do not show.
constant(integrate.cumulative_trapezoid, integrate.simpson, wrt=('axis',))


@defined_as(integrate.cumulative_trapezoid)
def cumulative_trapezoid(y: Any, x: Any = None, dx: float = 1.0, axis: int = -1, initial: Any = None) -> Any:
    rows = np.moveaxis(y, axis, -1)
    if x is None:
        steps = dx
    elif np.ndim(x) == 1:
        steps = np.diff(x)
    else:
        steps = np.diff(np.moveaxis(x, axis, -1))
    sums = np.cumsum(0.5 * steps * (rows[..., 1:] + rows[..., :-1]), axis=-1)
    if initial is not None:
        sums = np.concatenate((np.full(np.shape(sums)[:-1] + (1,), initial), sums), axis=-1)
    return np.moveaxis(sums, -1, axis)


@defined_as(integrate.simpson)
def simpson(y: Any, x: Any = None, dx: float = 1.0, axis: int = -1) -> Any:
    rows = np.moveaxis(y, axis, -1)
    n = np.shape(rows)[-1]
    if x is None:
        steps = dx * np.ones(n - 1)
    elif np.ndim(x) == 1:
        steps = np.diff(x)
    else:
        steps = np.diff(np.moveaxis(x, axis, -1))
    if n == 2:
        return 0.5 * steps[..., 0] * (rows[..., 0] + rows[..., 1])
    # The integral of the parabola through three points each; of an odd interval at the end, of the last parabola.
    m = n if n % 2 else n - 1
    h, k = steps[..., 0:m - 1:2], steps[..., 1:m - 1:2]
    parts = (h + k) / 6.0 * ((2.0 - k / h) * rows[..., 0:m - 2:2] + (h + k) ** 2 / (h * k) * rows[..., 1:m - 1:2] +
                             (2.0 - h / k) * rows[..., 2:m:2])
    total = np.sum(parts, axis=-1)
    if m < n:
        h, k = steps[..., -2], steps[..., -1]
        total = total + k / 6.0 * ((2.0 * k + 3.0 * h) / (h + k) * rows[..., -1] + (k + 3.0 * h) / h * rows[..., -2] -
                                   k * k / (h * (h + k)) * rows[..., -3])
    return total


# In the ends alone: what the function captured, or is given, has no derivative.

@adjoint(integrate.quad, keeps_dtype=False)
def quad(y, func, a, b, args=(), *, epsabs=1.49e-08, epsrel=1.49e-08, limit=50):
    d[a] = unbroadcast(-d[y][0] * func(a, *args), a)
    d[b] = unbroadcast(d[y][0] * func(b, *args), b)


@forward(integrate.quad)
def quad_forward(y, func, a, b, args=(), *, epsabs=1.49e-08, epsrel=1.49e-08, limit=50):
    d[y] = (d[b] * func(b, *args) - d[a] * func(a, *args), 0.0)
