"""Adjoints of functions that join arrays, or split one into parts."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tangent.runtime.arrays import rebuilt, unbroadcast, zeros_like


def unconcatenate(e: Any, arrays: Sequence[Any], axis: int | None = 0) -> Any:
    """The adjoints of the arrays in `np.concatenate(arrays, axis)`.

    Args:
        e: the adjoint of the result.
        arrays: the parts, of which only shapes and dtypes are read.
        axis: the axis along which they were joined; None if they were flattened first.
    Returns:
        A list of parts of e, in the shapes and dtypes of the arrays.

    >>> unconcatenate(np.arange(5.0), [np.zeros(2), np.zeros(3)])
    [array([0., 1.]), array([2., 3., 4.])]
    """
    if axis is None:
        return _pieces(e, arrays, 0, [np.size(x) for x in arrays])
    return _pieces(e, arrays, axis, [np.shape(x)[axis] for x in arrays])


def unstack(e: Any, arrays: Sequence[Any], axis: int = 0) -> Any:
    """The adjoints of the arrays in `np.stack(arrays, axis)`: a list of slices of e.

    >>> unstack(np.arange(4.0).reshape(2, 2), [np.zeros(2), np.zeros(2)])
    [array([0., 1.]), array([2., 3.])]
    """
    return _pieces(e, arrays, axis, [1] * len(arrays))


def unvstack(e: Any, arrays: Sequence[Any]) -> Any:
    """The adjoints of the arrays in `np.vstack(arrays)`."""
    return _pieces(e, arrays, 0, [np.shape(x)[0] if np.ndim(x) > 1 else 1 for x in arrays])


def unhstack(e: Any, arrays: Sequence[Any]) -> Any:
    """The adjoints of the arrays in `np.hstack(arrays)`."""
    if np.ndim(e) == 1:
        return _pieces(e, arrays, 0, [np.size(x) for x in arrays])
    return _pieces(e, arrays, 1, [np.shape(x)[1] for x in arrays])


def undstack(e: Any, arrays: Sequence[Any]) -> Any:
    """The adjoints of the arrays in `np.dstack(arrays)`."""
    return _pieces(e, arrays, 2, [np.shape(x)[2] if np.ndim(x) > 2 else 1 for x in arrays])


def uncolumn_stack(e: Any, arrays: Sequence[Any]) -> Any:
    """The adjoints of the arrays in `np.column_stack(arrays)`."""
    return _pieces(e, arrays, 1, [np.shape(x)[1] if np.ndim(x) > 1 else 1 for x in arrays])


def _pieces(e: Any, arrays: Sequence[Any], axis: int, lengths: list[int]) -> Any:
    """Slices of e along an axis, of these lengths, each in the shape and dtype of its array."""
    before, start, pieces = (slice(None),) * (axis % e.ndim), 0, []
    for x, length in zip(arrays, lengths):
        piece = e[(*before, slice(start, start + length))]
        start += length
        shape = np.shape(x)
        pieces.append(unbroadcast(piece if piece.shape == shape else np.reshape(piece, shape), x))
    if isinstance(arrays, np.ndarray):
        return np.stack(pieces)
    return rebuilt(arrays, pieces)


def unblock(e: Any, arrays: Any) -> Any:
    """The adjoints of the arrays in `np.block(arrays)`, in lists nested as they are.

    >>> unblock(np.arange(4.0).reshape(2, 2), [[np.zeros((2, 1)), np.zeros((2, 1))]])
    [[array([[0.],
           [2.]]), array([[1.],
           [3.]])]]
    """
    depth, first = 0, arrays
    while isinstance(first, list):
        depth, first = depth + 1, first[0]
    return _unblock(e, arrays, depth, max(np.ndim(e), depth))


def _unblock(e: Any, arrays: Any, depth: int, ndim: int) -> Any:
    if not isinstance(arrays, list):
        return unbroadcast(np.reshape(e, np.shape(arrays)), arrays)
    before, start, parts = (slice(None),) * (ndim - depth), 0, []
    for part in arrays:
        length = _block_length(part, depth, depth - 1)
        parts.append(_unblock(e[(*before, slice(start, start + length))], part, depth - 1, ndim))
        start += length
    return parts


def _block_length(part: Any, depth: int, levels: int) -> int:
    """The length of a part of a block matrix along axis -depth, the part being nested `levels` deep."""
    if levels:
        return _block_length(part[0], depth, levels - 1)
    shape = np.shape(part)
    return shape[-depth] if len(shape) >= depth else 1


def unsplit(e: Any, x: Any, sections: int | Sequence[int], axis: int = 0) -> Any:
    """The adjoint of x in `np.split(x, sections, axis)` or array_split.

    Args:
        e: the adjoints of the parts, 0.0 for parts that nothing was made of.
        x: the array that was split, of which only shape and dtype are read.
        sections, axis: as they were given to split.
    Returns:
        An array of the shape and dtype of x.

    >>> unsplit([np.ones(2), 0.0], np.zeros(4), 2)
    array([1., 1., 0., 0.])
    """
    result = zeros_like(x)
    for part, b in zip(np.array_split(result, sections, axis), e):
        part += b
    return result


def uninsert(e: Any, arr: Any, obj: Any, values: Any, axis: int | None = None) -> tuple[Any, Any]:
    """The adjoints of arr and of the values in `np.insert(arr, obj, values, axis)`.

    >>> uninsert(np.arange(3.0), np.zeros(2), 1, 0.0)
    (array([0., 2.]), 1.0)
    """
    shape = np.shape(arr)
    if axis is None:
        shape, axis = (np.size(arr),), 0
    axis %= len(shape)
    rows, count = np.moveaxis(e, axis, 0), e.shape[axis] - shape[axis]
    # Where each row comes from: 0, 1, 2 ... are those of arr, -1, -2 ... those inserted.
    places = list(range(-1, -1 - count, -1))
    source = np.insert(np.arange(shape[axis]), obj, places[0] if count == 1 and np.ndim(obj) else places)
    kept = np.moveaxis(rows[source >= 0], 0, axis)
    inserted = rows[np.argsort(-source, kind='stable')[len(source) - count:]]
    if np.ndim(obj) or isinstance(obj, slice):  # for a single index, insert turns the values' first axis
        inserted = np.moveaxis(inserted, 0, axis)
    extra = inserted.ndim - np.ndim(values)
    target = np.reshape(values, (1,) * extra + np.shape(values)) if extra > 0 else np.asarray(values)
    inserted = np.reshape(unbroadcast(inserted, target), np.shape(values))
    return unbroadcast(np.reshape(kept, np.shape(arr)), arr), unbroadcast(inserted, values)


def undelete(e: Any, arr: Any, obj: Any, axis: int | None = None) -> Any:
    """The adjoint of arr in `np.delete(arr, obj, axis)`: zeros for what was deleted.

    >>> undelete(np.ones(2), np.zeros(3), 1)
    array([1., 0., 1.])
    """
    shape = np.shape(arr)
    result = np.zeros(np.size(arr) if axis is None else shape, e.dtype)
    rows = np.moveaxis(result, axis or 0, 0)
    rows[np.delete(np.arange(len(rows)), obj)] = np.moveaxis(e, axis or 0, 0)
    return np.reshape(result, shape)


def unr_(e: Any, *parts: Any) -> tuple:
    """The adjoints of the parts of `np.r_[parts]`; None for one that is a slice.

    >>> unr_(np.array([1.0, 2.0, 3.0]), np.zeros(2), 0.0)
    (array([1., 2.]), 3.0)
    """
    return _parted(e, parts, 0, [np.r_[part] for part in parts])


def unc_(e: Any, *parts: Any) -> tuple:
    """The adjoints of the parts of `np.c_[parts]`; None for one that is a slice.

    >>> unc_(np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros(2), np.zeros(2))
    (array([1., 3.]), array([2., 4.]))
    """
    return _parted(e, parts, -1, [np.c_[part] for part in parts])


def _parted(e: Any, parts: tuple, axis: int, arrays: list) -> tuple:
    ends = np.cumsum([array.shape[axis] for array in arrays])
    pieces = np.split(e, ends[:-1], axis)
    return tuple(None if isinstance(part, (slice, str)) else unbroadcast(np.reshape(piece, np.shape(part)), part)
                 for piece, part in zip(pieces, parts))


def rows_of(values: Any, *parts: Any) -> Any:
    """np.r_ of values, each in the shape of its part; zeros for a part that is a slice.

    >>> rows_of((1.0, 2.0), np.zeros(2), 0.0)
    array([1., 1., 2.])
    """
    return np.r_[tuple(_shaped(value, part, np.r_) for value, part in zip(values, parts))]


def columns_of(values: Any, *parts: Any) -> Any:
    """np.c_ of values, each in the shape of its part; zeros for a part that is a slice.

    >>> columns_of((1.0, 2.0), np.zeros(2), np.zeros(2))
    array([[1., 2.],
           [1., 2.]])
    """
    return np.c_[tuple(_shaped(value, part, np.c_) for value, part in zip(values, parts))]


def _shaped(value: Any, part: Any, concatenator: Any) -> Any:
    if isinstance(part, (slice, str)):
        return np.zeros(concatenator[part].shape)
    return unbroadcast(0.0 if value is None else value, part)
