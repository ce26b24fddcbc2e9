"""What the derivatives of the linear filters of `scipy.ndimage` consist of.

A filter weighs each window of an array that is padded as its mode says: it is a padding and then a correlation of
the windows that are wholly inside.
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tangent.runtime.arrays import unbroadcast
from tangent.runtime.shaping import padded_with_zeros, unpad

# The modes of padding by the names of SciPy.
_PADS = {'reflect': 'symmetric', 'grid-mirror': 'symmetric', 'mirror': 'reflect', 'nearest': 'edge', 'wrap': 'wrap',
         'grid-wrap': 'wrap', 'constant': 'constant', 'grid-constant': 'constant'}


def correlate_inside(x: Any, weights: Any) -> Any:
    """Return the sums of the windows of x that are wholly inside of it, each element times its weight.

    >>> correlate_inside(np.array([1.0, 2.0, 4.0]), np.array([1.0, -1.0]))
    array([-1., -2.])
    """
    n = x.ndim
    windows = np.lib.stride_tricks.sliding_window_view(x, weights.shape)
    return np.einsum(windows, [*range(2 * n)], weights, [*range(n, 2 * n)], [*range(n)])


def spread(e: Any, weights: Any) -> Any:
    """Return the adjoint of x in `correlate_inside(x, weights)`: each element of e times the weights, added up.

    >>> spread(np.array([1.0, 0.0]), np.array([2.0, 3.0]))
    array([2., 3., 0.])
    """
    around = [(size - 1, size - 1) for size in weights.shape]
    return correlate_inside(np.pad(e, around), np.flip(weights))


def correlate_adjoint_left(e: Any, x: Any, weights: Any, mode: str = 'reflect', origin: Any = 0) -> Any:
    """Return the adjoint of x in `ndimage.correlate(x, weights, mode=mode, origin=origin)`.

    >>> correlate_adjoint_left(np.ones(3), np.zeros(3), np.array([1.0, 2.0, 3.0]))
    array([4., 6., 8.])
    """
    return unbroadcast(unpad(spread(e, weights), x, _widths(weights, origin), _PADS[mode]), x)


def correlate_adjoint_right(e: Any, x: Any, weights: Any, mode: str = 'reflect', origin: Any = 0) -> Any:
    """Return the adjoint of the weights in `ndimage.correlate(x, weights, mode=mode, origin=origin)`.

    >>> correlate_adjoint_right(np.ones(3), np.array([1.0, 2.0, 4.0]), np.zeros(3))
    array([ 4.,  7., 10.])
    """
    padded = padded_with_zeros(x, _widths(weights, origin), _PADS[mode])
    return unbroadcast(correlate_inside(padded, e), weights)


def flipped_origin(weights: Any, origin: Any) -> list[int]:
    """Return the origin of the correlation that a convolution with the weights is, which are flipped for it.

    >>> flipped_origin(np.zeros((2, 3)), 0)
    [-1, 0]
    """
    return [-o - (size % 2 == 0) for size, o in zip(np.shape(weights), _origins(weights, origin))]


def _origins(weights: Any, origin: Any) -> Sequence[int]:
    return np.broadcast_to(origin, np.ndim(weights)).tolist()


def _widths(weights: Any, origin: Any) -> list[tuple[int, int]]:
    """How many elements a filter reads before and after each axis."""
    before = [size // 2 + o for size, o in zip(np.shape(weights), _origins(weights, origin))]
    return [(first, size - 1 - first) for size, first in zip(np.shape(weights), before)]
