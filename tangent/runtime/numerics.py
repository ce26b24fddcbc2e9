"""What the derivatives of differences, integrals, interpolation and polynomials consist of."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tangent.runtime.arrays import adjoint_dtype, unbroadcast

Axis = int | tuple[int, ...] | None


# Differences and gradients.

def undiff(e: Any, x: Any, n: int = 1, axis: int = -1) -> Any:
    """The adjoint of x, where e is the adjoint of diff(x, n, axis).

    >>> undiff(np.array([1.0, 1.0]), np.array([2.0, 3.0, 5.0]))
    array([-1., -0.,  1.])
    """
    for _ in range(n):
        edge = np.zeros_like(np.take(e, [0], axis)) if np.shape(e)[axis] else None
        if edge is None:  # nothing was left to take the difference of
            return np.zeros(np.shape(x), np.result_type(e))
        e = -np.diff(e, axis=axis, prepend=edge, append=edge)
    return unbroadcast(e, x)


def ungradient(e: Any, f: Any, spacing: Sequence[Any] = (), axis: Axis = None, edge_order: int = 1) -> Any:
    """The adjoint of f, where e is the adjoint of gradient(f, *spacing, axis, edge_order)."""
    shape = np.shape(f)
    axes = range(len(shape)) if axis is None else np.atleast_1d(axis) % len(shape)
    parts = e if isinstance(e, (list, tuple)) else [e]
    steps = list(spacing) * (len(axes) if len(spacing) == 1 else 1) or [1.0] * len(axes)
    total = np.zeros(shape, adjoint_dtype(np.asarray(f)))
    for part, i, step in zip(parts, axes, steps):
        if np.ndim(part) == 0 and shape:  # its derivative was not asked for
            continue
        lower, middle, upper, first, last = _gradient_stencil(shape[i], step, edge_order)
        rows, sums = np.moveaxis(part, i, -1), np.moveaxis(total, i, -1)
        sums[..., :-2] += rows[..., 1:-1] * lower
        sums[..., 1:-1] += rows[..., 1:-1] * middle
        sums[..., 2:] += rows[..., 1:-1] * upper
        sums[..., :edge_order + 1] += rows[..., :1] * first
        sums[..., -edge_order - 1:] += rows[..., -1:] * last
    return total


def _gradient_stencil(n: int, step: Any, edge_order: int) -> tuple[Any, Any, Any, Any, Any]:
    """The weights that numpy.gradient gives: to the elements around an inner one, and at both ends."""
    h = np.full(n - 1, step, float) if np.ndim(step) == 0 else np.diff(np.asarray(step, float))
    left, right = h[:-1], h[1:]
    lower, upper = -right / (left * (left + right)), left / (right * (left + right))
    if edge_order == 1:
        first, last = np.array([-1.0, 1.0]) / h[0], np.array([-1.0, 1.0]) / h[-1]
    else:
        first, last = _three_points(h[0], h[1]), -_three_points(h[-1], h[-2])[::-1]
    return lower, -(lower + upper), upper, first, last


def _three_points(near: float, far: float) -> np.ndarray:
    """The weights of three points in the derivative at the first one, of second order."""
    both = near + far
    return np.array([-(near + both) / (near * both), both / (near * far), -near / (far * both)])


# Integrals.

def trapezoid_weights(x: Any, y: Any, axis: int = -1) -> np.ndarray:
    """The weights that trapezoid(y, x, axis=axis) gives to the elements of y; x is None for steps of 1.

    >>> trapezoid_weights(np.array([0.0, 1.0, 3.0]), np.zeros(3))
    array([0.5, 1.5, 1. ])
    """
    n = np.shape(y)[axis]
    steps = np.ones(n - 1, adjoint_dtype(y)) if x is None else np.diff(x, axis=axis if np.ndim(x) > 1 else 0)
    steps = 0.5 * steps
    steps = np.moveaxis(steps, axis, -1) if steps.ndim > 1 else steps
    if steps.dtype.kind == 'f':
        steps = steps.astype(adjoint_dtype(y))
    weights = np.zeros(steps.shape[:-1] + (n,), steps.dtype)
    weights[..., 1:] = steps
    weights[..., :-1] += steps
    return np.array(np.broadcast_to(np.moveaxis(_with_dims(weights, np.ndim(y)), -1, axis), np.shape(y)))


def untrapezoid_weights(e: Any, x: Any, axis: int = -1) -> Any:
    """The adjoint of x, where e is the adjoint of `trapezoid_weights(x, y, axis)`."""
    e = np.moveaxis(e, axis, -1)
    if np.ndim(x) == 1:
        e = np.sum(e, axis=tuple(range(e.ndim - 1)))
    steps = 0.5 * (e[..., 1:] + e[..., :-1])
    result = np.zeros_like(e)
    result[..., 1:] = steps
    result[..., :-1] -= steps
    return unbroadcast(np.moveaxis(result, -1, axis) if np.ndim(x) > 1 else result, x)


def _with_dims(x: np.ndarray, ndim: int) -> np.ndarray:
    return x.reshape((1,) * (ndim - x.ndim) + x.shape)


# Interpolation.

def interval_of(x: Any, xp: Any) -> Any:
    """The index of the interval of the ascending xp that each x is in, or is nearest to.

    >>> interval_of(np.array([-1.0, 0.5, 2.0]), [0.0, 1.0, 2.0])
    array([0, 0, 1])
    """
    return np.clip(np.searchsorted(xp, x, side='right') - 1, 0, len(xp) - 2)


# Polynomials.

def unpolyder(e: Any, p: Any, m: int = 1) -> Any:
    """The adjoint of the coefficients p, where e is the adjoint of numpy.polyder(p, m)."""
    result = np.zeros(np.shape(p), adjoint_dtype(np.asarray(p)))
    factors = np.polyder(np.ones(len(p)), m)
    result[:len(factors)] = e * factors
    return result
