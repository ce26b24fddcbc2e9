"""What the derivatives of splines at a point consist of, and what interpolates values that carry derivatives."""
from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from scipy import interpolate

from tangent.errors import UnsupportedError


def spline_adjoint(e: Any, slope: Any, x: Any, spline: Any) -> Any:
    """Return the adjoint of the points x in `spline(x)`.

    Args:
        e: the adjoint of the values, which have axes of their own after those of x if the spline's do.
        slope: the derivative of the spline at x, of the shape of the values.

    >>> from scipy import interpolate
    >>> f = interpolate.CubicSpline([0.0, 1.0, 2.0], [0.0, 1.0, 4.0])
    >>> spline_adjoint(np.array([1.0]), f(np.array([1.5]), 1), np.array([1.5]), f)
    array([3.])
    """
    _check(spline)
    return np.sum(e * slope, axis=tuple(range(np.ndim(x), np.ndim(slope))))


def spline_tangent(dx: Any, slope: Any, spline: Any) -> Any:
    """Return the tangent of `spline(x)`, that of the points x being `dx`; `slope` is as for the adjoint."""
    _check(spline)
    return slope * np.reshape(dx, np.shape(dx) + (1,) * (np.ndim(slope) - np.ndim(dx)))


def _check(spline: Any) -> None:
    if spline.axis != 0:
        raise UnsupportedError('the derivative of a spline is known for values along axis 0 only',
                               'Move the axis of the values to the front with np.moveaxis.')


def basis_through(x: Any, k: int, t: Any, bc_type: Any) -> tuple[np.ndarray, np.ndarray, int]:
    """Knots, coefficients and degree of the splines that are 1 at one point and 0 at the others.

    >>> interpolate.BSpline(*basis_through([0.0, 1.0, 2.0], 1, None, None))(1.0)
    array([0., 1., 0.])
    """
    if bc_type not in (None, 'not-a-knot', 'natural', 'clamped'):
        raise UnsupportedError(f'the derivative of a spline in its values is not known for bc_type={bc_type!r}',
                               "Pass None, 'not-a-knot', 'natural' or 'clamped'.")
    return interpolate.make_interp_spline(x, np.eye(len(x)), k, t, bc_type).tck


def basis_at(t: Any, c: Any, k: int, x: Any, nu: int) -> Any:
    """The values at x of several splines, along the last axis; or their derivatives of order nu.

    >>> basis_at(*basis_through([0.0, 1.0, 2.0], 1, None, None), 1.0, 0)
    array([0., 1., 0.])
    """
    return interpolate.BSpline(t, c, k)(x, nu)


@dataclasses.dataclass(frozen=True)
class Spline:
    """A spline through the values y, in which it is linear: the sum of those that are 1 at one point.

    t, c, k: the knots, coefficients and degree of these.
    """

    t: Any
    c: Any
    k: int
    y: Any

    def __call__(self, x, nu=0):
        return np.tensordot(basis_at(self.t, self.c, self.k, x, nu), self.y, 1)


@dataclasses.dataclass(frozen=True)
class Lines:
    """`interp1d(x, y)`: straight lines between points, the last axis of y being along them.

    axis: where the axes of the result stand that are those of the points at which it is called.
    outside: the value outside, or None to go on straight, or 'error'.
    """

    x: Any
    y: Any
    axis: int
    outside: Any

    def __call__(self, x):
        i = intervals(self.x, x, self.outside)
        part = (x - self.x[i]) / (self.x[i + 1] - self.x[i])
        values = self.y[..., i] + part * (self.y[..., i + 1] - self.y[..., i])
        values = inside(values, self.x, x, self.outside) + outside(self.x, x, self.outside)
        return axes_moved(values, self.axis, np.ndim(x))


def inside(values: Any, x: Any, at: Any, filled: Any) -> Any:
    """The values between the points x, and 0 outside of these if something else is filled in there.

    >>> inside(np.array([3.0, 4.0]), np.array([0.0, 1.0]), np.array([0.5, 2.0]), 7.0)
    array([3., 0.])
    """
    return np.where(_beyond(x, at), 0.0, values) if isinstance(filled, float) else values


def outside(x: Any, at: Any, filled: Any) -> Any:
    """What is filled in outside of the points x, and 0 between them.

    >>> outside(np.array([0.0, 1.0]), np.array([0.5, 2.0]), 7.0)
    array([0., 7.])
    """
    return np.where(_beyond(x, at), filled, 0.0) if isinstance(filled, float) else 0.0


def axes_moved(values: Any, axis: int, count: int) -> Any:
    """An array whose last axes, so many, are moved to stand from an axis on.

    >>> np.shape(axes_moved(np.zeros((2, 3, 4, 5)), 1, 2))
    (2, 4, 5, 3)
    """
    return np.moveaxis(values, tuple(range(-count, 0)), tuple(range(axis, axis + count)))


def axes_moved_back(values: Any, axis: int, count: int) -> Any:
    """What `axes_moved` made its result of.

    >>> np.shape(axes_moved_back(np.zeros((2, 4, 5, 3)), 1, 2))
    (2, 3, 4, 5)
    """
    return np.moveaxis(values, tuple(range(axis, axis + count)), tuple(range(-count, 0)))


def intervals(x: Any, at: Any, filled: Any) -> Any:
    """The numbers of the intervals between points x that others are in; the last and first go on.

    >>> intervals(np.array([0.0, 1.0, 2.0]), np.array([0.5, 1.0, 3.0]), None)
    array([0, 0, 1])
    """
    if filled == 'error' and np.any(_beyond(x, at)):
        raise ValueError('interp1d is called outside of its points, and its bounds_error is not False')
    return np.clip(np.searchsorted(x, at) - 1, 0, len(x) - 2)


def value_outside(bounds_error: Any, fill_value: Any) -> Any:
    """What `Lines` has outside of its points, as `interp1d` takes it.

    >>> value_outside(None, 'extrapolate'), value_outside(False, 2.0), value_outside(None, 2.0)
    (None, 2.0, 'error')
    """
    if isinstance(fill_value, str):
        return None
    if bounds_error is None or bounds_error:
        return 'error'
    if np.size(fill_value) != 1:
        raise UnsupportedError('the derivative of interp1d is known for one fill_value only',
                               'Pass one number, and choose between two with np.where.')
    return float(np.reshape(fill_value, ()))


def lines_of(made: interpolate.interp1d) -> Lines:
    """What `interp1d` has made, as the lines that it goes by.

    >>> float(lines_of(interpolate.interp1d([0.0, 1.0], [0.0, 4.0]))(0.5))
    2.0
    """
    if type(made) is not interpolate.interp1d or made._kind != 'linear':
        raise UnsupportedError("the derivative of interp1d at a point is known for kind='linear' only",
                               'Use make_interp_spline.')
    return Lines(made.x, np.moveaxis(made.y, made.axis, -1), made.axis, value_outside(
        made.bounds_error, made.fill_value))


def _beyond(x: Any, at: Any) -> Any:
    return (np.asarray(at) < x[0]) | (np.asarray(at) > x[-1])
