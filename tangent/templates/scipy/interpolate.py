"""Rules for splines of `scipy.interpolate` at a point; they are piecewise polynomials, and their data is constant."""
from __future__ import annotations

from scipy import interpolate

from tangent.runtime.arrays import unbroadcast
from tangent.runtime.scipy.interpolate import spline_adjoint, spline_tangent
from tangent.templates.rules import adjoint, constant, d, elementwise
from tangent.templates.rules import tangent as forward

constant(interpolate.make_interp_spline, interpolate.make_lsq_spline, interpolate.splrep, wrt=())


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
