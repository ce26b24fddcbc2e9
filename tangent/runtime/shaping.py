"""Adjoints of functions that rearrange, repeat or pad the elements of an array."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tangent.errors import UnsupportedError
from tangent.runtime.arrays import unbroadcast, zeros_like


def inverse_permutation(axes: Any) -> tuple[int, ...] | None:
    """The axes that undo a transposition by `axes`, in any form that transpose takes them.

    >>> inverse_permutation((1, 2, 0))
    (2, 0, 1)
    """
    if axes is None:
        return None
    if len(axes) == 1 and not isinstance(axes[0], (int, np.integer)):
        axes = axes[0]  # x.transpose((1, 2, 0)), x.transpose(None)
    if not axes:
        return None
    inverse = [0] * len(axes)
    for position, axis in enumerate(axes):
        inverse[axis] = position
    return tuple(inverse)


def unrollaxis(e: Any, axis: int, start: int = 0) -> Any:
    """The array that `np.rollaxis(x, axis, start)` turns into e."""
    axis, start = axis % e.ndim, start + e.ndim if start < 0 else start
    return np.moveaxis(e, start - 1 if axis < start else start, axis)


def unbroadcast_all(e: Sequence[Any], x: Sequence[Any]) -> list[Any]:
    """Each entry of e as `unbroadcast` makes it from the entry of x; lists may be nested.

    >>> unbroadcast_all([0.0, np.ones((2, 2))], [np.zeros(3), np.zeros(2)])
    [array([0., 0., 0.]), array([2., 2.])]
    """
    if not isinstance(e, (list, tuple, np.ndarray)):  # nothing came in for the whole of x
        e = [e] * len(x)
    return [unbroadcast_all(b, a) if isinstance(a, (list, tuple)) else unbroadcast(b, a)
            for b, a in zip(e, x)]


def untile(e: Any, x: Any, reps: int | Sequence[int]) -> Any:
    """The adjoint of x in `np.tile(x, reps)`: the sum of the copies.

    >>> untile(np.arange(6.0), np.zeros(2), 3)
    array([6., 9.])
    """
    reps, shape = np.atleast_1d(reps).tolist(), np.shape(x)
    shape_then = (1,) * (len(reps) - len(shape)) + shape
    reps = [1] * (len(shape_then) - len(reps)) + reps
    split = [length for pair in zip(reps, shape_then) for length in pair]
    total = np.sum(np.reshape(e, split), tuple(range(0, len(split), 2)))
    return np.reshape(total, shape)


def unrepeat(e: Any, x: Any, repeats: int | Sequence[int], axis: int | None = None) -> Any:
    """The adjoint of x in `np.repeat(x, repeats, axis)`: the sums of the copies of each element.

    >>> unrepeat(np.arange(5.0), np.zeros(2), [2, 3])
    array([1., 9.])
    """
    shape, along = np.shape(x), axis
    if along is None:
        shape, along = (np.size(x),), 0
    along %= len(shape)
    if np.size(repeats) == 1:
        repeats = int(np.ravel(repeats)[0])
        total = np.sum(np.reshape(e, (*shape[:along + 1], repeats, *shape[along + 1:])), along + 1)
    else:
        total = np.zeros(shape, e.dtype)
        rows = np.repeat(np.arange(shape[along]), repeats)
        np.add.at(total, (slice(None),) * along + (rows,), e)
    return np.reshape(total, np.shape(x))


def unpad(e: Any, x: Any, pad_width: Any, mode: str = 'constant') -> Any:
    """The adjoint of x in `np.pad(x, pad_width, mode)`, for the modes that copy elements of x.

    >>> unpad(np.arange(5.0), np.zeros(3), 1)
    array([1., 2., 3.])
    >>> unpad(np.arange(5.0), np.zeros(3), 1, 'edge')
    array([1., 2., 7.])
    """
    shape = np.shape(x)
    if mode in ('constant', 'empty'):
        before = _widths(pad_width, len(shape))
        return e[tuple([slice(first, first + length) for first, length in zip(before, shape)])]
    if mode not in ('edge', 'reflect', 'symmetric', 'wrap'):
        raise _unknown_padding(mode)
    source = np.pad(np.reshape(np.arange(np.size(x)), shape), pad_width, mode)
    total = np.zeros(np.size(x), e.dtype)
    np.add.at(total, source, e)
    return np.reshape(total, shape)


def _unknown_padding(mode: Any) -> UnsupportedError:
    return UnsupportedError(f'the derivative of np.pad with mode={mode!r} is not known',
                            "Known are 'constant', 'empty', 'edge', 'reflect', 'symmetric' and 'wrap'.")


def _widths(pad_width: Any, ndim: int) -> list[int]:
    """How many elements `np.pad` puts before each axis."""
    if isinstance(pad_width, dict):
        widths = [pad_width.get(axis, pad_width.get(axis - ndim, 0)) for axis in range(ndim)]
        return [int(np.ravel(width)[0]) for width in widths]
    return np.broadcast_to(pad_width, (ndim, 2))[:, 0].tolist()


def padded_with_zeros(x: Any, pad_width: Any, mode: str = 'constant') -> Any:
    """`np.pad(x, pad_width, mode)`, with zeros for what does not come from x.

    >>> padded_with_zeros(np.ones(2), 1)
    array([0., 1., 1., 0.])
    """
    if mode not in ('constant', 'empty', 'edge', 'reflect', 'symmetric', 'wrap'):
        raise _unknown_padding(mode)
    return np.pad(x, pad_width, 'constant' if mode == 'empty' else mode)


def unmeshgrid(e: Sequence[Any], x: Sequence[Any], indexing: str = 'xy') -> list[Any]:
    """The adjoints of the coordinates in `np.meshgrid(*x)`, sparse or not."""
    axes = list(range(len(x)))
    if indexing == 'xy':
        axes[:2] = axes[1::-1]
    result = []
    for b, coordinates, axis in zip(e, x, axes):
        if np.ndim(b):
            b = np.sum(b, tuple([i for i in range(len(x)) if i != axis]))
            b = np.reshape(b, np.shape(coordinates))
        result.append(unbroadcast(b, coordinates))
    return result


def undiag(e: Any, v: Any, k: int = 0) -> Any:
    """The adjoint of v in `np.diag(v, k)`: a diagonal of e for a vector, e on a diagonal for a matrix.

    >>> undiag(np.arange(4.0).reshape(2, 2), np.zeros(2))
    array([0., 3.])
    >>> undiag(np.ones(2), np.zeros((2, 2)))
    array([[1., 0.],
           [0., 1.]])
    """
    return np.array(np.diag(e, k)) if np.ndim(v) == 1 else undiagonal(e, v, k)


def undiagonal(e: Any, a: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    """The adjoint of a in `np.diagonal(a, offset, axis1, axis2)`: e on the diagonal, zeros elsewhere."""
    result = np.zeros(np.shape(a), e.dtype)
    rows = np.arange(np.shape(e)[-1])
    matrices = np.moveaxis(result, (axis1, axis2), (-2, -1))
    matrices[..., rows + max(-offset, 0), rows + max(offset, 0)] = e
    return result


def unresize(e: Any, a: Any) -> Any:
    """The adjoint of a in `np.resize(a, ...)`, which repeats a's elements until the shape is full."""
    total = np.zeros(np.size(a), e.dtype)
    e = np.ravel(e)
    np.add.at(total, np.arange(len(e)) % len(total), e)
    return np.reshape(total, np.shape(a))


def uncast(e: Any, x: Any, dtype: Any) -> Any:
    """The adjoint of x in `x.astype(dtype)`: e with x's dtype, zeros if the cast was one to integers.

    >>> uncast(np.ones(2), np.zeros(2, np.float32), np.float64)
    array([1., 1.], dtype=float32)
    >>> uncast(np.ones(2), np.zeros(2), int)
    array([0., 0.])
    """
    return unbroadcast(e if np.dtype(dtype).kind in 'fc' else 0.0, x)


def untolist(e: Any, x: Any) -> Any:
    """The adjoint of x in `x.tolist()`, from a nested list of adjoints."""
    result = zeros_like(x)
    if np.ndim(x) == 0:
        return unbroadcast(e, x)
    for i, b in enumerate(e):
        result[i] = untolist(b, x[i]) if isinstance(b, list) else b
    return result


def unitem(e: Any, x: Any, index: tuple) -> Any:
    """The adjoint of x in `x.item(*index)`: zeros but for e at that place."""
    result = zeros_like(x)
    if not np.ndim(result):
        return unbroadcast(e, x)
    if not index:
        result[...] = e
    elif len(index) == 1 and not isinstance(index[0], tuple):
        result.flat[index[0]] = e
    else:
        result[index[0] if len(index) == 1 else index] = e
    return result
