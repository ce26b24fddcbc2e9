"""What the derivatives of splines at a point consist of."""
from __future__ import annotations

from typing import Any

import numpy as np


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
        raise NotImplementedError('the derivative of a spline is known for values along axis 0 only')
