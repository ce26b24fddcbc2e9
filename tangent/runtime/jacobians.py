"""Jacobians from their rows or columns.

The Jacobian of a function whose argument and result are arrays has the shape of the result followed by
that of the argument.  Where they are tuples, lists or dicts it has the structure of the result, and for each
leaf of that the structure of the argument.
"""
from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from tangent.runtime.arrays import adjoint_dtype, zero
from tangent.runtime.records import field_names, field_values, is_record_type, record_of
from tangent.runtime.tensors import is_tensor, tensors


def units(x: Any) -> list[Any]:
    """Values of the structure of x with one element that is 1 and zeros else, one for each element.

    >>> units((2.0, 3.0))
    [(1.0, 0.0), (0.0, 1.0)]
    """
    found = []
    for leaf in range(len(leaves(x))):
        value = leaves(x)[leaf]
        if is_tensor(value):
            found += [_with_leaf(x, leaf, unit) for unit in tensors().units(value)]
            continue
        for position in range(np.size(value)):
            unit = np.zeros(np.size(value), adjoint_dtype(value))
            unit[position] = 1
            made = unit.reshape(np.shape(value)) if isinstance(value, np.ndarray) else unit.dtype.type(1)
            made = float(made) if isinstance(value, (float, int)) and not isinstance(value, np.generic) else made
            found.append(_with_leaf(x, leaf, made))
    return found


def count(x: Any) -> int:
    """How many elements a value has.

    >>> count({'a': 1.0, 'b': [1.0, 2.0]})
    3
    """
    return sum(_size(leaf) for leaf in leaves(x))


def from_rows(rows: list[Any], y: Any, x: Any) -> Any:
    """The Jacobian whose rows are given.

    Args:
        rows: for each element of y its derivative, in the structure of x.
        y, x: the result and the argument, of which only structure and shapes matter.

    >>> from_rows([np.array([1.0, 2.0])], 3.0, np.zeros(2))
    array([1., 2.])
    """
    taken = iter(rows)

    def block(leaf: Any) -> Any:
        mine = [next(taken) for _ in range(_size(leaf))]
        return mapped(lambda like, *parts: _stacked(parts, _shape(leaf) + _shape(like), like), x, *mine)
    return mapped(block, y)


def to_rows(jacobian: Any, y: Any, x: Any) -> list[Any]:
    """The rows of a Jacobian, which `from_rows` puts together."""
    rows: list[Any] = []

    def row(of: Any, position: tuple[int, ...]) -> Any:
        return mapped(lambda like, part: part[position] if position else part, x, of)
    mapped(lambda leaf, of: rows.extend(row(of, position) for position in np.ndindex(_shape(leaf))), y, jacobian)
    return rows


def from_columns(columns: list[Any], y: Any, x: Any) -> Any:
    """The Jacobian whose columns are given: for each element of x the tangent of y.

    >>> from_columns([3.0, 4.0], 0.0, (1.0, 2.0))
    (3.0, 4.0)
    """
    def block(number: int, leaf: Any) -> Any:
        taken = iter(columns)

        def inner(like: Any) -> Any:
            mine = [leaves(next(taken))[number] for _ in range(_size(like))]
            shape = _shape(leaf) + _shape(like)
            if is_tensor(leaf) or is_tensor(like):
                return tensors().from_columns(mine, shape, leaf)
            if not mine:
                return np.zeros(shape, adjoint_dtype(leaf))
            return _as(np.stack([np.asarray(part) for part in mine], -1).reshape(shape), like)
        return mapped(inner, x)
    numbers = iter(range(len(leaves(y))))
    return mapped(lambda leaf: block(next(numbers), leaf), y)


def to_columns(jacobian: Any, y: Any, x: Any) -> list[Any]:
    """The columns of a Jacobian, which `from_columns` puts together."""
    def column(number: int, position: tuple[int, ...]) -> Any:
        return mapped(lambda leaf, of: _column(leaves(of)[number], position, leaf), y, jacobian)
    return [column(number, position) for number, like in enumerate(leaves(x))
            for position in np.ndindex(_shape(like))]


# --- trees -----------------------------------------------------------------------

def mapped(function: Callable, x: Any, *others: Any, keep: bool = False, settings: bool = True) -> Any:
    """A function of the leaves of x, and of the corresponding parts of others, in the structure of x.

    keep: whether what carries no derivative stays as it is; else it becomes None.
    settings: whether integers in attributes of objects, such as sizes and counts, are leaves; else they stay as they
        are, or become zero.
    """
    inner = functools.partial(mapped, function, keep=keep, settings=settings)
    if isinstance(x, Mapping):
        return {key: inner(x[key], *[other[key] for other in others]) for key in x}
    if isinstance(x, (list, tuple)):
        made = [inner(*parts) for parts in zip(x, *others, strict=True)]
        if isinstance(x, list):
            return made
        return type(x)(*made) if hasattr(x, '_fields') else tuple(made)
    if is_record_type(type(x)):
        def field(name: str) -> Any:
            value = getattr(x, name)
            if not settings and isinstance(value, (int, np.integer)):
                return value if keep else zero(value)
            return inner(value, *[getattr(other, name) for other in others])
        return record_of(type(x), field_names(x), [field(name) for name in field_names(x)])
    if not _carries(x):
        return x if keep else None
    return function(x, *others)


def leaves(x: Any) -> list[Any]:
    """The numbers and arrays in a value, from left to right."""
    return list(_flat(x))


def _flat(x: Any) -> Iterator[Any]:
    if isinstance(x, (Mapping, list, tuple)):
        for part in x.values() if isinstance(x, Mapping) else x:
            yield from _flat(part)
    elif is_record_type(type(x)):
        for part in field_values(x):
            yield from _flat(part)
    elif _carries(x):
        yield x


def _carries(leaf: Any) -> bool:
    if is_tensor(leaf):
        return tensors().carries(leaf)
    return isinstance(leaf, (np.ndarray, np.generic, int, float, complex)) and not isinstance(leaf, (bool, np.bool_))


def _with_leaf(x: Any, number: int, value: Any) -> Any:
    numbers = iter(range(len(leaves(x))))
    return mapped(lambda leaf: value if next(numbers) == number else zero(leaf), x)


def _size(leaf: Any) -> int:
    return math.prod(_shape(leaf))


def _shape(leaf: Any) -> tuple[int, ...]:
    return tensors().known_shape(leaf) if is_tensor(leaf) else np.shape(leaf)


def _column(of: Any, position: tuple[int, ...], leaf: Any) -> Any:
    return of[(..., *position)] if is_tensor(of) else _as(np.asarray(of)[(..., *position)], leaf)


def _stacked(parts: tuple[Any, ...], shape: tuple[int, ...], like: Any) -> Any:
    if is_tensor(like) or any(map(is_tensor, parts)):
        return tensors().stacked(parts, shape, like)
    if not parts:
        return np.zeros(shape, adjoint_dtype(like))
    if not shape and not isinstance(parts[0], np.ndarray):
        return parts[0]
    return np.stack([np.asarray(part) for part in parts]).reshape(shape)


def _as(value: np.ndarray, like: Any) -> Any:
    return value if value.ndim else (float(value) if type(like) in (float, int) else value[()])
