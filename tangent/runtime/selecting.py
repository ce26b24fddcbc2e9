"""Adjoints of functions that select or order elements of an array by indices."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tangent.runtime.arrays import rebuilt, unbroadcast


def untake(e: Any, a: Any, indices: Any, axis: int | None = None, mode: str = 'raise') -> Any:
    """The adjoint of a in `np.take(a, indices, axis, mode=mode)`: e summed where it was taken from.

    >>> untake(np.ones(3), np.zeros(3), [0, 2, 2])
    array([1., 0., 2.])
    """
    shape = np.shape(a)
    result = np.zeros(shape if axis is not None else np.size(a), getattr(e, 'dtype', float))
    along = 0 if axis is None else axis % len(shape)
    if mode == 'wrap':
        indices = np.mod(indices, result.shape[along])
    elif mode == 'clip':
        indices = np.clip(indices, 0, result.shape[along] - 1)
    if np.ndim(indices) == 0:
        result[(slice(None),) * along + (indices,)] = e
    else:
        np.add.at(result, (slice(None),) * along + (np.asarray(indices),), e)
    return unbroadcast(np.reshape(result, shape), a)


def untake_along_axis(e: Any, a: Any, indices: Any, axis: int | None = -1) -> Any:
    """The adjoint of a in `np.take_along_axis(a, indices, axis)`: e summed where it was taken from.

    >>> untake_along_axis(np.array([1.0, 2.0]), np.zeros(3), np.array([2, 0]))
    array([2., 0., 1.])
    """
    shape = np.shape(a)
    if axis is None:
        result = np.zeros(np.size(a), e.dtype)
        np.add.at(result, indices, e)
        return np.reshape(result, shape)
    result = np.zeros(shape, e.dtype)
    index = list(np.ogrid[tuple([slice(length) for length in shape])])
    index[axis] = indices
    np.add.at(result, tuple(index), e)
    return result


def order_of(y: Any, a: Any, axis: int | None = -1) -> Any:
    """The indices along an axis that take the elements of a to the order they have in y.

    >>> order_of(np.array([1.0, 3.0, 2.0]), np.array([3.0, 2.0, 1.0]))
    array([2, 0, 1])
    """
    ranks = np.argsort(np.argsort(y, axis=axis, kind='stable'), axis=axis)
    return np.take_along_axis(np.argsort(a, axis=axis, kind='stable'), ranks, axis)


def pieces(x: Any, condlist: Any, count: int) -> list[Any]:
    """Where each function that `np.piecewise` is given applies, as truth values for the elements of x in their order.

    Args:
        x: an array.
        condlist: a condition or a list of them, one for each function; of one less, the last function has the rest.
        count: the number of functions.

    Raises:
        ValueError: if there are more conditions or fewer.

    >>> pieces(np.array([-1.0, 2.0]), [np.array([True, False])], 2)
    [array([ True, False]), array([False,  True])]
    """
    is_one = np.ndim(condlist) == 0 or np.ndim(x) > 0 and np.ndim(condlist[0]) == 0
    conditions = [np.ravel(np.asarray(condition, bool)) for condition in ([condlist] if is_one else condlist)]
    if len(conditions) == count - 1:
        conditions.append(~np.any(conditions, axis=0))
    if len(conditions) != count:
        raise ValueError(f'{count} functions of {len(conditions)} conditions; np.piecewise takes as many, or one more')
    return conditions


def unchoose(e: Any, a: Any, choices: Sequence[Any], mode: str = 'raise') -> Any:
    """The adjoints of the choices in `np.choose(a, choices, mode=mode)`.

    >>> unchoose(np.ones(3), np.array([0, 1, 1]), [np.zeros(3), 2.0])
    [array([1., 0., 0.]), 2.0]
    """
    if mode == 'wrap':
        a = np.mod(a, len(choices))
    elif mode == 'clip':
        a = np.clip(a, 0, len(choices) - 1)
    parts = [unbroadcast(np.where(np.equal(a, i), e, 0.0), choice) for i, choice in enumerate(choices)]
    if isinstance(choices, np.ndarray):
        return np.stack(parts)
    return rebuilt(choices, parts)
