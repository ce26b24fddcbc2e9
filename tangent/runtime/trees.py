"""Functions of all numbers that an object, or containers of any depth, hold."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from tangent.errors import KindError
from tangent.runtime.arrays import describe, rebuilt
from tangent.runtime.records import class_of, field_names, has_field, is_record_type, record_of
from tangent.runtime.tensors import is_tensor, tensors


def tree_map(function: Callable, tree: Any, *others: Any) -> Any:
    """What a function gives for each number and array in an object or container, in the same structure.

    Goes through lists, tuples, dicts, namedtuples, and the attributes of objects. Integers, bools, strings,
    functions and None are not given to the function: they stay what they are in `tree`.

    Args:
        function: takes a number or array of `tree`, and what stands in its place in each of `others`.
        tree: an object or container that holds floating-point numbers and arrays; it is not changed.
        others: values of the same structure, such as the derivative with respect to `tree`.

    Returns:
        An object or container like `tree`; objects are made without calling their class.

    Raises:
        KindError: if one of the others has another structure.

    >>> weights, gradient = {'W': 2.0, 'layers': 3}, {'W': 10.0, 'layers': 0.0}
    >>> tree_map(lambda p, g: p - 0.1 * g, weights, gradient)
    {'W': 1.0, 'layers': 3}
    """
    return _mapped(function, tree, others, 'the tree')


def leaves_of(x: Any, like: Any) -> list:
    """What stands in `x` in the places of the numbers and arrays of another tree.

    >>> leaves_of({'W': 10.0, 'layers': 0.0}, {'W': 2.0, 'layers': 3})
    [10.0]
    """
    found: list[Any] = []
    _mapped(lambda leaf, other: found.append(other), like, (x,), 'the tree')
    return found


def with_leaves(leaves: list, x: Any, like: Any) -> Any:
    """A tree as `x`, with others in the places of the numbers and arrays of `like`.

    >>> with_leaves([1.0], {'W': 10.0, 'layers': 0.0}, {'W': 2.0, 'layers': 3})
    {'W': 1.0, 'layers': 0.0}
    """
    given = iter(leaves)

    def filled(x: Any, like: Any) -> Any:
        if _is_leaf(like):
            return next(given)
        if isinstance(like, Mapping):
            return {key: filled(x[key], value) for key, value in like.items()}
        if is_record_type(type(like)):
            names = field_names(like)
            return record_of(type(x), names, [filled(getattr(x, name), getattr(like, name)) for name in names])
        return rebuilt(x, list(map(filled, x, like))) if isinstance(like, (list, tuple)) else x
    return filled(x, like)


def _is_leaf(x: Any) -> bool:
    return isinstance(x, (float, complex, np.inexact)) or isinstance(x, np.ndarray) and x.dtype.kind in 'fc' or (
        is_tensor(x) and tensors().carries(x))


def _mapped(function: Callable, tree: Any, others: tuple, where: str) -> Any:
    if _is_leaf(tree):
        for other in others:
            if other is None or isinstance(other, (list, tuple, Mapping)):
                raise _differ(where, tree, other)
        return function(tree, *others)
    if isinstance(tree, Mapping):
        return {key: _mapped(function, value, _parts(others, Mapping, tree, key, where), f'{where}[{key!r}]')
                for key, value in tree.items()}
    if is_record_type(type(tree)):
        values = []
        for name in field_names(tree):
            for other in others:
                if class_of(other) is not class_of(tree) or not has_field(other, name):
                    raise _differ(where, tree, other)
            values.append(_mapped(function, getattr(tree, name), tuple(getattr(other, name) for other in others),
                                  f'{where}.{name}'))
        return record_of(type(tree), field_names(tree), values)
    if isinstance(tree, (list, tuple)):
        return rebuilt(tree, [_mapped(function, value, _parts(others, (list, tuple), tree, position, where),
                                      f'{where}[{position}]') for position, value in enumerate(tree)])
    return tree


def _parts(others: tuple, kind: Any, tree: Any, key: Any, where: str) -> tuple:
    """The parts of other trees at a key or position."""
    for other in others:
        if not isinstance(other, kind) or len(other) != len(tree) or isinstance(other, Mapping) and key not in other:
            raise _differ(where, tree, other)
    return tuple(other[key] for other in others)


def _differ(where: str, tree: Any, other: Any) -> KindError:
    return KindError(f'{where} is {describe(tree)}, and in its place stands {describe(other)}',
                     'Pass values of one structure, such as arguments and their derivatives.')
