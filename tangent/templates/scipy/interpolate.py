"""Rules for splines and lines of `scipy.interpolate`: at a point, and in the values that they go through."""
from __future__ import annotations

from typing import Any

import numpy as np
from scipy import interpolate

from tangent.errors import UnsupportedError
from tangent.runtime.arrays import unbroadcast
from tangent.runtime.scipy.interpolate import (
    Lines, Spline, axes_moved, axes_moved_back, basis_at, basis_through, inside, intervals, lines_of, outside,
    spline_adjoint, spline_tangent, value_outside,
)
from tangent.templates.rules import adjoint, constant, d, defined_as, elementwise, linear
from tangent.templates.rules import tangent as forward

constant(interpolate.make_lsq_spline, interpolate.splrep, wrt=())
constant(intervals, outside, lines_of, value_outside)
constant(basis_through, wrt=())  # no derivatives in the points

# They write into nothing, which their sources do not show.
constant(interpolate.CubicSpline, interpolate.make_interp_spline, interpolate.interp1d, interpolate.interp1d.__call__,
         wrt=())


@defined_as(interpolate.CubicSpline)
def cubic_spline(x: Any, y: Any, *, bc_type: Any = 'not-a-knot') -> Spline:
    t, c, k = basis_through(x, 3, None, bc_type)
    return Spline(t, c, k, np.array(y))


@defined_as(interpolate.make_interp_spline)
def make_interp_spline(x: Any, y: Any, k: int = 3, t: Any = None, bc_type: Any = None) -> Spline:
    knots, c, _ = basis_through(x, k, t, bc_type)
    return Spline(knots, c, k, np.array(y))


@defined_as(interpolate.interp1d)
def interp1d(x: Any, y: Any, kind: str = 'linear', axis: int = -1, *, bounds_error: Any = None,
             fill_value: Any = np.nan, assume_sorted: bool = False) -> Lines:
    if kind != 'linear':
        raise UnsupportedError("the derivative of interp1d in its values is known for kind='linear' only",
                               'Use make_interp_spline, with k=3 for cubic splines.')
    points, values = np.array(x), np.array(y)
    place = axis % np.ndim(values)
    rows = np.moveaxis(values, place, -1)
    if not assume_sorted:
        order = np.argsort(points, kind='stable')
        points, rows = points[order], rows[..., order]
    return Lines(points, rows, place, value_outside(bounds_error, fill_value))


@defined_as(interpolate.interp1d.__call__)
def at(self: interpolate.interp1d, x: Any) -> Any:
    held = lines_of(self)
    return held(x)


@adjoint(basis_at, constant=('t', 'c', 'k', 'nu'))
def _basis_at(y, t, c, k, x, nu):
    d[x] = unbroadcast(np.sum(d[y] * basis_at(t, c, k, x, nu + 1), axis=-1), x)


@forward(basis_at)
def _basis_at_forward(y, t, c, k, x, nu):
    d[y] = basis_at(t, c, k, x, nu + 1) * np.expand_dims(d[x], -1)


@linear(inside, shape='=values', constant=('x', 'at', 'filled'))
def _inside(y, values, x, at, filled):
    d[values] = inside(d[y], x, at, filled)


@linear(axes_moved, constant=('axis', 'count'))
def _axes_moved(y, values, axis, count):
    d[values] = axes_moved_back(d[y], axis, count)


@linear(axes_moved_back, constant=('axis', 'count'))
def _axes_moved_back(y, values, axis, count):
    d[values] = axes_moved(d[y], axis, count)


# CubicSpline, PchipInterpolator and Akima1DInterpolator are of the first class, what make_interp_spline makes of the
# second.
@adjoint(interpolate.PPoly.__call__, interpolate.BSpline.__call__, constant=('nu', 'extrapolate'))
def spline(y, self, x, nu=0, extrapolate=None):
    d[x] = unbroadcast(spline_adjoint(d[y], self(x, nu + 1, extrapolate), x, self), x)


@forward(interpolate.PPoly.__call__, interpolate.BSpline.__call__)
def _spline(y, self, x, nu=0, extrapolate=None):
    d[y] = spline_tangent(d[x], self(x, nu + 1, extrapolate), self)


@elementwise(interpolate.splev, constant=('der',))
def splev(y, x, tck, der=0, ext=0):
    if ext in (0, 1, 2):
        d[x] = d[y] * interpolate.splev(x, tck, der + 1, ext)
