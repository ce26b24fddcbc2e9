"""Samples of splines at a point."""
import numpy as np
from scipy.interpolate import (
    BSpline, CubicSpline, PchipInterpolator, PPoly, interp1d, make_interp_spline, splev, splrep,
)

import tangent.templates.scipy  # noqa: F401, before which the helpers have no rules
from tangent.runtime.scipy.interpolate import axes_moved, axes_moved_back, basis_at, basis_through, inside
from tests.templates.sample import Sample, array

KNOTS = np.linspace(0.0, 3.0, 7)
CUBIC = CubicSpline(KNOTS, np.sin(KNOTS))
SEVERAL = CubicSpline(KNOTS, np.stack([np.sin(KNOTS), np.cos(KNOTS)], 1))
MONOTONE = PchipInterpolator(KNOTS, KNOTS ** 2)
BASIS = make_interp_spline(KNOTS, np.cos(KNOTS), k=5)
PARTS = list(splrep(KNOTS, np.sin(KNOTS), k=5))
value_of_polynomial, value_of_spline = PPoly.__call__, BSpline.__call__


def by_methods(x):
    return value_of_polynomial(CUBIC, x), value_of_spline(BASIS, x)


def at(x):
    return CUBIC(x)


def several_at(x):
    return SEVERAL(x)


def slope_at(x):
    return CUBIC(x, 1) + CUBIC.derivative()(x)


def monotone_at(x):
    return MONOTONE(x)


def made_at(x):
    return BASIS(x, extrapolate=False)


def spline_at(x):
    return splev(x, PARTS)


def slope_of_spline_at(x):
    return splev(x, PARTS, 1, ext=1)


def made_here(x):
    return make_interp_spline(KNOTS, np.cos(KNOTS))(x) * x


def through(y, x):
    return CubicSpline(KNOTS, y, bc_type='natural')(x) + CubicSpline(KNOTS, y)(x, 1)


def made_through(y, x):
    spline = make_interp_spline(KNOTS, y, k=5)
    return spline(x) * spline(0.5)


def lines_through(x, y, at):
    return interp1d(x, y, fill_value='extrapolate')(at) * interp1d(x, y, bounds_error=False, fill_value=2.0)(at)


def lines_along(y, at):
    return interp1d(KNOTS[::-1], y, axis=1)(at)


def lines_at(x):
    return LINES(x)


LINES = interp1d(KNOTS, np.stack([np.sin(KNOTS), np.cos(KNOTS)], 1), axis=0)
POINTS = array(2, 3, low=0.1, high=2.9)

SAMPLES = [
    Sample(by_methods, POINTS),
    Sample(at, POINTS),
    Sample(at, 0.7),
    Sample(several_at, POINTS),
    Sample(several_at, 0.7),
    Sample(slope_at, POINTS, order=1),
    Sample(monotone_at, POINTS),
    Sample(made_at, POINTS),
    Sample(spline_at, POINTS),
    Sample(slope_of_spline_at, POINTS),
    Sample(through, array(7), POINTS, order=1),
    Sample(through, array(7, 2), 0.7, order=1),
    Sample(made_through, array(7), POINTS),
    Sample(lines_through, KNOTS, array(7), np.array([-0.3, 0.7, 1.2, 3.3])),
    Sample(lines_along, array(2, 7, 3), POINTS),
    Sample(lines_along, array(2, 7), 0.7),
    Sample(lines_at, POINTS),
    Sample(basis_at, *basis_through(KNOTS, 5, None, None), POINTS, 0, wrt=(3,)),
    Sample(inside, array(2, 4), np.array([0.0, 1.0]), array(4), 7.0, wrt=(0,)),
    Sample(axes_moved, array(2, 3, 4), 0, 1),
    Sample(axes_moved_back, array(2, 3, 4), 0, 2),
    Sample(made_here, POINTS, order=1),
]
