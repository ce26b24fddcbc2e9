"""The methods of ufuncs: `np.add.reduce` and its like by rules, others as Python functions that do the same."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tangent.runtime.arrays import unreduce
from tangent.runtime.reductions import extreme_adjoint, products_before, products_of_others, running, ties, uncumsum
from tangent.templates.rules import adjoint, d, defined_as
from tangent.templates.rules import tangent as forward

# The functions of the whole array, but for the axis that they go along where none is given.


@adjoint(np.add.reduce)
def add_reduce(y, array, axis=0, *, keepdims=False):
    d[array] = unreduce(d[y], array, axis, keepdims)


@forward(np.add.reduce)
def add_reduce_forward(y, array, axis=0, *, keepdims=False):
    d[y] = np.sum(d[array], axis=axis, keepdims=keepdims)


@adjoint(np.multiply.reduce)
def multiply_reduce(y, array, axis=0, *, keepdims=False):
    d[array] = unreduce(d[y], array, axis, keepdims) * products_of_others(array, axis)


@forward(np.multiply.reduce)
def multiply_reduce_forward(y, array, axis=0, *, keepdims=False):
    d[y] = np.sum(d[array] * products_of_others(array, axis), axis=axis, keepdims=keepdims)


@adjoint(np.maximum.reduce, np.minimum.reduce)
def extreme_reduce(y, array, axis=0, *, keepdims=False):
    if axis is None:
        d[array] = unreduce(d[y], array, axis, keepdims) * ties(array, y)
    else:
        d[array] = extreme_adjoint(d[y], array, y, axis)


@forward(np.maximum.reduce, np.minimum.reduce)
def extreme_reduce_forward(y, array, axis=0, *, keepdims=False):
    d[y] = np.sum(d[array] * ties(array, y, axis), axis=axis, keepdims=keepdims)


@adjoint(np.add.accumulate)
def add_accumulate(y, array, axis=0):
    d[array] = uncumsum(d[y], array, axis)


@forward(np.add.accumulate)
def add_accumulate_forward(y, array, axis=0):
    d[y] = np.cumsum(d[array], axis)


@adjoint(np.multiply.accumulate)
def multiply_accumulate(y, array, axis=0):
    d[array] = products_before(array, axis) * (d[y] + running(d[y] * array, array, axis, True))


@forward(np.multiply.accumulate)
def multiply_accumulate_forward(y, array, axis=0):
    e = products_before(array, axis) * d[array]
    d[y] = e + array * running(e, array, axis)


# One after the other, so that what is said of ties holds in each step.

_STEPWISE = (np.maximum, np.minimum, np.fmax, np.fmin, np.logaddexp)
_BINARY = (np.add, np.subtract, np.multiply, np.divide, np.power, np.hypot, np.arctan2, *_STEPWISE)


def _accumulate(ufunc: Callable) -> Callable:
    def accumulate(array: Any, axis: int = 0) -> Any:
        rows = [*np.moveaxis(np.asarray(array), axis, 0)]
        for i in range(1, len(rows)):
            rows[i] = ufunc(rows[i - 1], rows[i])
        return np.stack(rows, axis=axis)
    return accumulate


def _outer(ufunc: Callable) -> Callable:
    def outer(left: Any, right: Any) -> Any:
        column = np.reshape(left, np.shape(left) + (1,) * np.ndim(right))
        return ufunc(column, right)
    return outer


for _ufunc in _STEPWISE:
    defined_as(_ufunc.accumulate)(_accumulate(_ufunc))
for _ufunc in _BINARY:
    defined_as(_ufunc.outer)(_outer(_ufunc))
