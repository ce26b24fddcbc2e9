"""What the derivatives of reductions and of running sums and products are made of."""
from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from tangent.errors import KindError, UnsupportedError
from tangent.runtime.arrays import as_array, describe, rebuilt, unbroadcast, unreduce
from tangent.runtime.tensors import is_tensor, tensors

Axis = int | tuple[int, ...] | None


def size_along(x: Any, axis: Axis = None, ddof: float = 0) -> float:
    """How many elements of x a reduction along `axis`, one or several, takes together, less `ddof`.

    Of none it is NumPy's zero, by which what is divided is infinite or NaN, as the result is.

    >>> size_along(np.zeros((2, 3, 4)), (0, 2))
    8
    """
    if is_tensor(x):
        return tensors().size_along(x, axis, ddof)
    shape = np.shape(x)
    if isinstance(axis, int):
        count = shape[axis] - ddof
    else:
        count = math.prod(shape if axis is None else [shape[i] for i in axis]) - ddof
    return count or np.float64(0.0)


def centered(x: Any, axis: Axis = None) -> Any:
    """The difference of x and its mean along `axis` (for complex x, its conjugate).

    >>> centered(np.array([1.0, 2.0, 6.0]))
    array([-2., -1.,  3.])
    """
    difference = x - np.mean(x, axis=axis, keepdims=True)
    return np.conj(difference) if np.iscomplexobj(difference) else difference


def nancentered(x: Any, axis: Axis = None) -> Any:
    """The difference of x and its mean along `axis`, both without NaN: 0 where x is NaN.

    >>> nancentered(np.array([1.0, np.nan, 3.0]))
    array([-1.,  0.,  1.])
    """
    missing = np.isnan(x)
    difference = np.array(x - np.nanmean(x, axis=axis, keepdims=True))
    difference[missing] = 0.0
    return difference


def ties(x: Any, y: Any, axis: Axis = None) -> Any:
    """The share of each element of x in y, its maximum or minimum along `axis`, with or without that axis.

    It is zero but for the elements equal to y, which have equal shares.

    >>> ties(np.array([3.0, 1.0, 3.0]), 3.0)
    array([0.5, 0. , 0.5])
    """
    x = as_array(x)
    hits = x == _with_axis(y, x, axis)
    dtype = x.dtype if x.dtype.kind == 'f' else float
    if np.count_nonzero(hits) == np.size(y):  # no ties
        return hits.astype(dtype)
    count = np.sum(hits, axis=axis, keepdims=True)
    return np.divide(hits, np.maximum(count, 1)).astype(dtype, copy=False)


def _with_axis(y: Any, x: Any, axis: Axis) -> Any:
    """The result of a reduction of x with the axes along which it was reduced, which it may have already."""
    return y if axis is None or np.ndim(y) == np.ndim(x) else np.expand_dims(y, axis)


def extreme_adjoint(e: Any, x: Any, y: Any, axis: Axis = None) -> Any:
    """The adjoint of x, where y is its maximum or minimum along `axis`, with or without that axis.

    Args:
        e: the adjoint of y, of its shape or broader.

    >>> extreme_adjoint(np.array([1.0, 2.0]), np.array([[3.0, 3.0], [4.0, 5.0]]), np.array([3.0, 5.0]), 1)
    array([[0.5, 0.5],
           [0. , 2. ]])
    """
    return _with_axis(unbroadcast(e, y), x, axis) * ties(x, y, axis)


def extreme_tangent(dx: Any, x: Any, y: Any, axis: Axis = None) -> Any:
    """The tangent of y, the maximum or minimum of x along `axis`, where dx is that of x.

    >>> extreme_tangent(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[3.0, 3.0], [4.0, 5.0]]),
    ...                 np.array([3.0, 5.0]), 1)
    array([1.5, 4. ])
    """
    return np.sum(dx * ties(x, y, axis), axis=axis, keepdims=np.ndim(y) == np.ndim(x))


# Products.  All of them hold for zeros among the factors, where dividing by a factor would not.

def products_before(x: Any, axis: Axis = None, reverse: bool = False) -> Any:
    """In the place of each element of x along `axis`, the product of all before it.

    If `reverse` is true, of all after it.

    >>> products_before(np.array([2.0, 3.0, 5.0]))
    array([1., 2., 6.])
    """
    rows, restore = _rows(_floating(x), axis)
    rows = rows[..., ::-1] if reverse else rows
    before = np.ones_like(rows)
    np.cumprod(rows[..., :-1], axis=-1, out=before[..., 1:])
    return restore(before[..., ::-1] if reverse else before)


def products_of_others(x: Any, axis: Axis = None) -> Any:
    """In the place of each element of x along `axis`, the product of all the others.

    >>> products_of_others(np.array([2.0, 3.0, 5.0]))
    array([15., 10.,  6.])
    """
    x = _floating(x)
    product = np.prod(x, axis=axis, keepdims=True)
    if np.all(product) and np.all(np.isfinite(product)):
        return product / x
    return products_before(x, axis) * products_before(x, axis, reverse=True)


def running(e: Any, x: Any, axis: Axis = None, reverse: bool = False) -> Any:
    """The u with u[0] = 0 and u[k + 1] = e[k] + x[k] * u[k] along `axis` (from the end, if `reverse`).

    This is what the derivatives of running products consist of.

    >>> running(np.array([1.0, 1.0, 1.0]), np.array([2.0, 3.0, 5.0]))
    array([0., 1., 4.])
    """
    e, x = np.broadcast_arrays(_floating(e), _floating(x))
    e_rows, restore = _rows(e, axis)
    x_rows, _ = _rows(x, axis)
    if reverse:
        e_rows, x_rows = e_rows[..., ::-1], x_rows[..., ::-1]
    u = np.zeros(e_rows.shape, np.result_type(e, x))
    if u.ndim == 1:
        u[:] = list(_recurrence(e_rows.tolist(), x_rows.tolist()))
    else:
        for k in range(u.shape[-1] - 1):
            u[..., k + 1] = e_rows[..., k] + x_rows[..., k] * u[..., k]
    return restore(u[..., ::-1] if reverse else u)


def _recurrence(e: list[float], x: list[float]) -> Iterator[float]:
    """As `running`, over numbers of Python, which are faster one by one."""
    u = 0.0
    for e_k, x_k in zip(e, x):
        yield u
        u = e_k + x_k * u


def _floating(x: Any) -> np.ndarray:
    x = as_array(x)
    return x if x.dtype.kind in 'fc' else x.astype(float)


def _rows(x: np.ndarray, axis: Axis) -> tuple[np.ndarray, Any]:
    """x with the axes given moved to the end and made one, and the function that undoes this."""
    axes = tuple(range(x.ndim)) if axis is None else tuple(np.atleast_1d(axis) % max(x.ndim, 1))
    outer = x.ndim - len(axes)
    last = tuple(range(outer, x.ndim))
    moved = np.moveaxis(x, axes, last)
    rows = moved.reshape((*moved.shape[:outer], math.prod(moved.shape[outer:])))

    def restore(result: np.ndarray) -> np.ndarray:
        return np.moveaxis(result.reshape(moved.shape), last, axes)
    return rows, restore


# Running sums.

def uncumsum(e: Any, x: Any, axis: int | None = None) -> Any:
    """The adjoint of x, where e is the adjoint of cumsum(x, axis): sums from the end.

    >>> uncumsum(np.array([1.0, 1.0, 1.0]), np.array([2.0, 3.0, 5.0]))
    array([3., 2., 1.])
    """
    if axis is None:
        return unbroadcast(np.cumsum(np.ravel(e)[::-1])[::-1].reshape(np.shape(x)), x)
    return unbroadcast(np.flip(np.cumsum(np.flip(e, axis), axis), axis), x)


def untrace(e: Any, x: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    """The adjoint of x, where e is the adjoint of trace(x, offset, axis1, axis2)."""
    result = np.zeros(np.shape(x), np.result_type(e))
    rows, columns = np.shape(x)[axis1], np.shape(x)[axis2]
    i = np.arange(max(0, min(rows + min(offset, 0), columns - max(offset, 0)))) - min(offset, 0)
    np.moveaxis(result, (axis1, axis2), (0, 1))[i, i + offset] = e
    return unbroadcast(result, x)


# Quantiles.

def quantile_places(x: Any, q: Any, axis: Axis = None, method: str = 'linear', whole: float = 1,
                    skip_nan: bool = False) -> tuple[Any, Any, Any]:
    """Where along `axis` the elements are that make up the quantiles q of x, which are parts of `whole`.

    Returns:
        Two arrays of indices, of the two elements that each quantile lies between, along the axes reduced
        taken as one, and the weight of the upper one.  Their first dimensions are those of q.
    """
    rows, _ = _rows(as_array(x), axis)
    order = np.argsort(rows, axis=-1)
    q, n = np.true_divide(q, whole), rows.shape[-1]
    outer = q.shape + (1,) * (rows.ndim - 1)
    if skip_nan:
        if method != 'linear':
            raise UnsupportedError(f'quantiles that skip NaN have no derivative for method={method!r}',
                                   'Use np.quantile of the elements that are not NaN.')
        rank = q.reshape(outer) * (n - 1 - np.sum(np.isnan(rows), axis=-1))
        rank = np.maximum(rank, 0.0)
    else:
        # The quantile of 0, 1, 2 ... is its own rank, whichever the method.
        rank = q * (n - 1) if method == 'linear' else np.quantile(np.arange(n, dtype=float), q, method=method)
        rank = np.reshape(rank, outer)
    lower = np.floor(rank).astype(int)
    weight = rank - lower
    upper = np.minimum(lower + 1, n - 1)
    shape = q.shape + rows.shape[:-1]
    order = np.broadcast_to(order, q.shape + rows.shape)

    def places(ranks: np.ndarray) -> np.ndarray:
        return np.take_along_axis(order, np.broadcast_to(ranks, shape)[..., None], -1)[..., 0]
    return places(lower), places(upper), weight


def at_places(x: Any, places: tuple[Any, Any, Any], axis: Axis = None, keepdims: bool = False) -> Any:
    """The weighted elements of x at `quantile_places(...)`: the quantile, if they are those of x."""
    rows, _ = _rows(as_array(x), axis)
    lower, upper, weight = places
    rows = np.broadcast_to(rows, lower.shape[:lower.ndim - rows.ndim + 1] + rows.shape)

    def take(indices: np.ndarray) -> np.ndarray:
        return np.take_along_axis(rows, indices[..., None], -1)[..., 0]
    weight = weight.astype(_floating(x).dtype)
    result = take(lower) * (1.0 - weight) + take(upper) * weight
    if keepdims:
        ndim = np.ndim(x)
        axes = range(ndim) if axis is None else np.atleast_1d(axis) % ndim
        outer = result.ndim - (ndim - len(axes))
        result = np.expand_dims(result, tuple(outer + i for i in axes))
    return result[()]


def unat_places(e: Any, x: Any, places: tuple[Any, Any, Any], axis: Axis = None) -> Any:
    """The adjoint of x, where e is the adjoint of `at_places(x, places, axis, ...)`."""
    lower, upper, weight = places
    result = np.zeros(np.shape(x), np.result_type(_floating(x)))
    rows, restore = _rows(result, axis)
    rows = rows.copy()
    inner = lower.ndim - (rows.ndim - 1)
    e = np.reshape(e, lower.shape)
    grid = np.indices(lower.shape, sparse=True)[inner:]
    np.add.at(rows, (*grid, lower), e * (1.0 - weight))
    np.add.at(rows, (*grid, upper), e * weight)
    return restore(rows)


# Weights of an average, and sequences that are summed.

def align_weights(weights: Any, x: Any, axis: Axis = None) -> Any:
    """The weights of `numpy.average(x, axis, weights)`, one for each element of x."""
    if np.shape(weights) == np.shape(x) or np.ndim(weights) == 0:
        return weights
    axes = np.atleast_1d(axis) % np.ndim(x)
    shape = [1] * np.ndim(x)
    for i in axes:
        shape[i] = np.shape(x)[i]
    return np.array(np.broadcast_to(np.reshape(np.transpose(weights, np.argsort(axes)), shape), np.shape(x)))


def unalign_weights(e: Any, weights: Any, x: Any, axis: Axis = None) -> Any:
    """The adjoint of the weights, where e is the adjoint of `align_weights(weights, x, axis)`."""
    if np.shape(weights) == np.shape(x):
        return unbroadcast(e, weights)
    axes = np.atleast_1d(axis) % np.ndim(x)
    order = np.argsort(axes)
    back = np.sum(e, axis=tuple(i for i in range(np.ndim(x)) if i not in axes))
    return unbroadcast(np.transpose(back, np.argsort(order)), weights)


def unsum(e: Any, items: Any) -> Any:
    """The adjoints of the items, where e is the adjoint of the builtin sum(items).

    >>> unsum(1.0, [2.0, 3.0])
    [1.0, 1.0]
    """
    if isinstance(items, np.ndarray):
        return unreduce(e, items, 0)
    if isinstance(items, Mapping):
        raise KindError(f'sum of {describe(items)} adds its keys, which carry no derivatives',
                        'Write sum(d.keys()) for the keys, sum(d.values()) for the values.')
    return rebuilt(items, [unbroadcast(e, item) for item in items])


def scale(items: Any, factor: Any) -> Any:
    """The sequence of the items, each multiplied by the factor in its own dtype; sequences in it likewise.

    >>> scale((2.0, 3.0), 10.0)
    (20.0, 30.0)
    """
    if isinstance(items, (list, tuple)):
        return rebuilt(items, [scale(item, factor) for item in items])
    return unbroadcast(items * factor, items)


def inner(items: Any, others: Any) -> Any:
    """The sum of the products of the items with the others, one by one.

    >>> inner((2.0, 3.0), (10.0, 1.0))
    23.0
    """
    if isinstance(items, (list, tuple)):
        others = others if np.ndim(others) else [others] * len(items)
        return sum(inner(item, other) for item, other in zip(items, others))
    return np.sum(items * others) if np.ndim(items) else items * others


def differences(items: Any, others: Any) -> Any:
    """The sequence of the items less the others, one by one.

    >>> differences((2.0, 3.0), (10.0, 1.0))
    (-8.0, 2.0)
    """
    if isinstance(items, (list, tuple)):
        return rebuilt(items, [item - other for item, other in zip(items, others)])
    return items - np.asarray(others)


def shares(items: Any, y: Any) -> Any:
    """The share of each item in y, the greatest or least of them: equal ones have equal shares.

    Each has the dtype of its item, as the adjoint of that has.  A single item is the
    sequence of which y is the greatest or least.

    >>> shares((3.0, 1.0, 3.0), 3.0)
    (0.5, 0.0, 0.5)
    """
    if isinstance(items, np.ndarray):
        return ties(items, y)
    if len(items) == 1 and np.ndim(items[0]):
        return (shares(items[0], y),)
    count = sum(1.0 for item in items if item == y)
    return rebuilt(items, [unbroadcast(1.0 / count if item == y else 0.0, item) for item in items])
