"""NumPy's functions of functions, as Python functions."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tangent.errors import UnsupportedError
from tangent.runtime.selecting import pieces
from tangent.templates.registry import register_definitions_of
from tangent.templates.rules import constant, defined_as

constant(pieces)


@defined_as(np.apply_along_axis)
def apply_along_axis(func1d: Callable, axis: int, arr: Any, *args: Any, **kwargs: Any) -> Any:
    rows = np.moveaxis(arr, axis, -1)
    around = np.shape(rows)[:-1]
    results = np.array([func1d(row, *args, **kwargs) for row in np.reshape(rows, (-1, np.shape(rows)[-1]))])
    results = np.reshape(results, around + np.shape(results)[1:])
    # The axes of a result stand where the axis was.
    last = len(around)
    places = range(last, np.ndim(results))
    return np.moveaxis(results, tuple(places), tuple(axis % (last + 1) + i for i in range(len(places))))


@defined_as(np.piecewise)
def piecewise(x: Any, condlist: Any, funclist: list, *args: Any) -> Any:
    values = np.ravel(x)
    y = np.zeros_like(values)
    for condition, function in zip(pieces(x, condlist, len(funclist)), funclist):
        if callable(function):
            y[condition] = function(values[condition], *args)
        else:
            y[condition] = function
    return np.reshape(y, np.shape(x))


def vectorize(pyfunc: Callable, dtype: Any = None) -> Callable:
    def vectorized(*args: Any) -> Any:
        shape = np.broadcast_shapes(*[np.shape(argument) for argument in args])
        rows = [np.ravel(np.broadcast_to(argument, shape)) for argument in args]
        results = [pyfunc(*items) for items in zip(*rows)]
        if isinstance(results[0], tuple):
            columns = [[result[i] for result in results] for i in range(len(results[0]))]
            return tuple([np.reshape(np.array(column), shape) for column in columns])
        return np.reshape(np.array(results, dtype), shape)
    return vectorized


def _vectorized(made: np.vectorize) -> Callable:
    """The Python function that does what one made by `np.vectorize` does."""
    if made.signature is not None or made.excluded:
        raise UnsupportedError('a function made by np.vectorize with excluded= or signature= cannot be differentiated',
                               'Write the loop over the elements.')
    return vectorize(made.pyfunc, made.otypes and made.otypes[0])


register_definitions_of(np.vectorize, _vectorized)
