"""Rules for SciPy's integrals: of samples, some of them as Python functions, and of functions in the ends."""
from __future__ import annotations

from typing import Any

import numpy as np
from scipy import integrate

from tangent.runtime.arrays import add, unbroadcast
from tangent.runtime.scipy.functions import adjoint_at, given, inner, scaled, tangent_at
from tangent.runtime.scipy.integrate import integral, integral_along
from tangent.templates.numpy.numerics import trapezoid
from tangent.templates.rules import adjoint, bilinear, constant, d, defined_as, literal
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
        first = np.full(np.shape(sums)[:-1] + (1,), initial, sums.dtype)
        sums = np.concatenate((first, sums), axis=-1)
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


if hasattr(integrate, 'cumulative_simpson'):  # since SciPy 1.12
    constant(integrate.cumulative_simpson, wrt=('axis',))

    @defined_as(integrate.cumulative_simpson)
    def cumulative_simpson(y: Any, *, x: Any = None, dx: float = 1.0, axis: int = -1, initial: Any = None) -> Any:
        rows = np.moveaxis(y, axis, -1)
        n = np.shape(rows)[-1]
        if x is None:
            steps = dx * np.ones(n - 1)
        elif np.ndim(x) == 1:
            steps = np.diff(x)
        else:
            steps = np.diff(np.moveaxis(x, axis, -1))
        parts = 0.5 * steps * (rows[..., 1:] + rows[..., :-1])
        if n > 2:
            # What parabolas through three points each, of which every other one is taken, add to the trapezoids.
            h, k = steps[..., :-1], steps[..., 1:]
            bend = (h * rows[..., 2:] - (h + k) * rows[..., 1:-1] + k * rows[..., :-2]) / (6.0 * h * k * (h + k))
            bends = np.concatenate((bend, bend[..., -1:]), axis=-1)
            bends[..., 1::2] = bend[..., ::2]
            parts = parts - steps ** 3 * bends
        sums = np.cumsum(parts, axis=-1)
        if initial is not None:
            sums = np.concatenate((np.full(np.shape(sums)[:-1] + (1,), initial), sums + initial), axis=-1)
        return np.moveaxis(sums, -1, axis)


@adjoint(integrate.quad, keeps_dtype=False)
def quad(y, func, a, b, args=(), *, epsabs=1.49e-08, epsrel=1.49e-08, limit=50):
    if args == () if literal(args) else False:
        d[func] = integral(adjoint_at(func, d[y][0]), a, b)
        d[a] = unbroadcast(-d[y][0] * func(a), a)
        d[b] = unbroadcast(d[y][0] * func(b), b)
    else:
        parts = integral(adjoint_at(given(func, args), d[y][0]), a, b)
        d[func] = parts['func']
        d[args] = parts['args']
        d[a] = unbroadcast(-d[y][0] * given(func, args)(a), a)
        d[b] = unbroadcast(d[y][0] * given(func, args)(b), b)


@forward(integrate.quad)
def quad_forward(y, func, a, b, args=(), *, epsabs=1.49e-08, epsrel=1.49e-08, limit=50):
    if args == () if literal(args) else False:
        slope = integral_along(func, d[func], a, b) + d[b] * func(b) - d[a] * func(a)
    else:
        slope = (integral_along(given(func, args), {'func': d[func], 'args': d[args]}, a, b) +
                 d[b] * given(func, args)(b) - d[a] * given(func, args)(a))
    d[y] = (slope, 0.0)


@adjoint(integral, keeps_dtype=False)
def _integral(y, g, a, b):
    d[g] = integral(adjoint_at(g, d[y]), a, b)
    d[a] = -inner(d[y], g(a))
    d[b] = inner(d[y], g(b))


@forward(integral)
def _integral_forward(y, g, a, b):
    d[y] = add(integral_along(g, d[g], a, b), add(scaled(g(b), d[b]), scaled(g(a), -d[a])))


@adjoint(integral_along, linear=('dg',), keeps_dtype=False)
def _integral_along(y, g, dg, a, b):
    parts = integral(adjoint_at(tangent_at(g, dg), d[y]), a, b)
    d[g] = parts['g']
    d[dg] = parts['dg']
    d[a] = -inner(d[y], tangent_at(g, dg)(a))
    d[b] = inner(d[y], tangent_at(g, dg)(b))


@forward(integral_along)
def _integral_along_forward(y, g, dg, a, b):
    d[y] = add(integral_along(tangent_at(g, dg), {'g': d[g], 'dg': d[dg]}, a, b),
               add(scaled(tangent_at(g, dg)(b), d[b]), scaled(tangent_at(g, dg)(a), -d[a])))
