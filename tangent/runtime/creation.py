"""What the derivatives of functions that make arrays consist of."""
from __future__ import annotations

from typing import Any

import numpy as np

from tangent.runtime.arrays import rebuilt, unbroadcast, zeros_like


def as_nested(e: Any, x: Any) -> Any:
    """The adjoint of x, where e is the adjoint of the array made of x: lists where x has lists.

    Args:
        e: an array.
        x: a number, an array, or lists or tuples of such, nested in any way that makes up an array.

    >>> as_nested(np.array([[1.0, 2.0], [3.0, 4.0]]), [[0.0, 0.0], (0.0, 0.0)]) == [[1.0, 2.0], (3.0, 4.0)]
    True
    """
    if isinstance(x, (list, tuple)):
        parts = [as_nested(part, item) for part, item in zip(e, x)]
        return rebuilt(x, parts)
    return unbroadcast(e, x)


def from_nested(items: Any, x: Any) -> Any:
    """An array like x of nested lists of numbers or arrays, which are broadcast to where they belong.

    >>> from_nested([1.0, [2.0, 3.0]], np.zeros((2, 2)))
    array([[1., 1.],
           [2., 3.]])
    """
    if isinstance(items, (list, tuple)):
        result = zeros_like(np.asarray(x))
        for i, item in enumerate(items):
            if item is not None:
                result[i] = from_nested(item, result[i])
        return result
    found = unbroadcast(items, x)
    return np.asarray(found) if isinstance(x, np.ndarray) else found
