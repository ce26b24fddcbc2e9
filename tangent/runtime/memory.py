"""Helpers of generated code for writes that other variables may see, where only the run can tell what they see.

In generated code a write makes a new version of one variable.  `overlaps` looks, before the write,
where others hold the same memory; `placed` and `refreshed` bring them up to date after it, and make
them share memory in the same way as before, so that the next write is seen as well.

    row[0] = v      ->     row_overlaps = tangent.overlaps(row, a)
                           row_1 = tangent.placed(tangent.set_at(row, 0, v), row_overlaps)
                           a_1 = tangent.refreshed(a, row_1, row_overlaps, 0)
"""
from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Any

import attrs
import numpy as np

from tangent.errors import KindError
from tangent.runtime.arrays import add, zero
from tangent.runtime.records import field_names, has_field, is_mutable, is_record_type, with_fields
from tangent.runtime.sequences import fitted

Path = tuple[Any, ...]


@attrs.frozen(eq=False)
class Shared:
    """A part of a value that is memory of what is written, too.

    path: where it is in the value: indices, keys and names of fields.
    elements: the positions of the elements that the two have in common, in either; None if they are one object.
        There may be none if both are views of one array.
    """

    path: Path
    elements: tuple[np.ndarray, np.ndarray] | None


@attrs.frozen(eq=False)
class Overlaps:
    """What a write changes besides the variable that is written.

    written: the value that is about to be written.
    places: for each of the other values, the parts that are memory of the written one.
    remade: containers that were made in place of others, by the identity of those, which are kept with them.
    """

    written: Any
    places: tuple[tuple[Shared, ...], ...]
    remade: dict[int, tuple[Any, Any]] = attrs.field(factory=dict)


def overlaps(written: Any, *others: Any) -> Overlaps:
    """Where other values hold the memory of one that is about to be written.

    Args:
        written: an array, list or dict; a number is nobody else's memory.
        others: the values that may share memory with it: arrays, or containers of such.

    Raises:
        KindError: if memory is shared in a way that cannot be followed.

    >>> import numpy as np
    >>> a = np.zeros((2, 2))
    >>> [len(places) for places in overlaps(a[0], a, [1.0, a[0]], 3.0).places]
    [1, 1, 0]
    """
    if isinstance(written, np.flatiter):
        raise KindError('elements are written by way of .flat, which cannot be followed',
                        'Write into x.ravel(), or at an index of x itself.')
    places = tuple(tuple(_shared(other, (), written)) if is_mutable(written) else () for other in others)
    if all(place.elements is not None and not len(place.elements[0]) for found in places for place in found):
        places = ((),) * len(others)
    return Overlaps(written, places)


def placed(new: Any, overlaps: Overlaps) -> Any:
    """What was written, in memory of its own in which the others can share as they did.

    Args:
        new: the value after the write.
        overlaps: what others share with it.
    """
    old = overlaps.written
    if new is old or not any(overlaps.places) or not isinstance(old, np.ndarray):
        return new
    view = _seen_in(old, _copied_memory(_root(old)))
    view[...] = new
    return view


def updated(new: Any, old: Any) -> Any:
    """What an augmented assignment leaves: an array without dimensions, of which arithmetic makes a number, stays one.

    >>> import numpy as np
    >>> updated(np.float64(3.0), np.array(2.0)), updated(3.0, 2.0)
    (array(3.), 3.0)
    """
    return np.asarray(new, old.dtype) if isinstance(old, np.ndarray) and not old.ndim else new


def refreshed(other: Any, new: Any, overlaps: Overlaps, position: int) -> Any:
    """What another value is after the write.

    Args:
        other: the value, as it was given to `overlaps`.
        new: what was written, as `placed` gave it.
        position: the number of the value among the others of `overlaps`.

    >>> import numpy as np
    >>> a = np.zeros((2, 2))
    >>> row = a[0]
    >>> shared = overlaps(row, a)
    >>> row = placed(np.ones(2), shared)
    >>> a = refreshed(a, row, shared, 0)
    >>> a.tolist(), np.shares_memory(a, row)
    ([[1.0, 1.0], [0.0, 0.0]], True)
    """
    if new is overlaps.written:
        return other
    replaced = {}
    for place in overlaps.places[position]:
        leaf = _at(other, place.path)
        if place.elements is not None and _root(leaf) is not _root(overlaps.written):
            return merged(other, new, overlaps, position)  # another value than overlaps was given
        replaced[place.path] = new if place.elements is None else _seen_in(leaf, _root(new))
    return _with(other, replaced, overlaps.remade)


# --- derivatives ---------------------------------------------------------------

def merged(other: Any, new: Any, overlaps: Overlaps, position: int) -> Any:
    """The tangent of `refreshed`, from those of the other value and of what was written."""
    replaced = {}
    for place in overlaps.places[position]:
        leaf = _at(other, place.path)
        if place.elements is None:
            replaced[place.path] = new
        elif leaf is not None:
            replaced[place.path] = _with_elements(leaf, place.elements[0], np.reshape(new, -1)[place.elements[1]])
    return _with(other, replaced, {})


def unrefreshed(e: Any, new: Any, overlaps: Overlaps, position: int) -> Any:
    """The adjoint of the other value in `refreshed`, from that of the result: without what was written."""
    replaced = {}
    for place in overlaps.places[position]:
        leaf = _at(e, place.path)
        if place.elements is None:
            replaced[place.path] = zero(leaf if isinstance(leaf, np.ndarray) else overlaps.written)
        elif leaf is not None:
            replaced[place.path] = _with_elements(leaf, place.elements[0], 0.0)
    return _with(e, replaced, {})


def overlapping(e: Any, new: Any, overlaps: Overlaps, position: int) -> Any:
    """The adjoint of what was written in `refreshed`, from that of the result.

    Args:
        e: the adjoint of the result.
        new: what was written, of which only structure and shapes matter.
        overlaps, position: as they were given to `refreshed`.
    """
    total = zero(new)
    for place in overlaps.places[position]:
        leaf = _at(e, place.path)
        if place.elements is None:
            total = add(total, fitted(leaf, new))
        elif leaf is not None:
            total = np.array(total, order='C')
            np.add.at(total.reshape(-1), place.elements[1], np.reshape(leaf, -1)[place.elements[0]])
    return total


# --- parts of values -----------------------------------------------------------

def items_of(value: Any) -> list[tuple[Any, Any]]:
    """The parts of a container, each with what it is found by."""
    if isinstance(value, dict):
        return list(value.items())
    if isinstance(value, (list, tuple)):
        return list(enumerate(value))
    if is_record_type(type(value)):
        return [(name, getattr(value, name)) for name in field_names(value)]
    return []


def _shared(other: Any, path: Path, written: Any) -> Iterator[Shared]:
    if other is written:
        yield Shared(path, None)
        return
    if isinstance(other, np.ndarray) and isinstance(written, np.ndarray):
        if _root(other) is _root(written):
            yield Shared(path, _common_elements(other, written))
        elif np.may_share_memory(other, written):
            raise KindError('two arrays share memory in a way that cannot be followed: not as views of one array',
                            'Copy before writing.')
    if isinstance(other, types.MethodType) and any(_shared(other.__self__, (), written)):
        raise KindError(f'an object is changed of which the method {other.__name__!r} was given a name, or to a '
                        'function, before', 'Call the method on the object itself.')
    for key, item in items_of(other):
        yield from _shared(item, (*path, key), written)


def _at(value: Any, path: Path) -> Any:
    """A part of a value; None where an adjoint lacks it."""
    for key in path:
        if isinstance(value, (list, tuple)):
            value = value[key]
        elif isinstance(value, dict):
            value = value.get(key)
        else:
            value = getattr(value, key) if has_field(value, key) else None
    return value


def _with(value: Any, replaced: dict[Path, Any], remade: dict[Any, Any]) -> Any:
    """A value with other parts; containers around them are made anew, each once."""
    if not replaced:
        return value
    if () in replaced:
        return replaced[()]
    if id(value) in remade:
        return remade[id(value)][1]
    new = {}
    for key, item in items_of(value):
        inside = {path[1:]: part for path, part in replaced.items() if path[0] == key}
        new[key] = _with(item, inside, remade)
    made = _rebuilt(value, new)
    remade[id(value)] = value, made  # the old one is kept, so that its id is not another's
    return made


def _rebuilt(value: Any, items: dict[Any, Any]) -> Any:
    if isinstance(value, dict):
        made = value.copy()
        made.update(items)
        return made
    if is_record_type(type(value)):
        return with_fields(value, list(items.values()))
    return type(value)(items.values())


# --- memory of arrays ----------------------------------------------------------

def _root(array: np.ndarray) -> np.ndarray:
    """The array that owns the memory of a view."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


def _start(array: np.ndarray) -> int:
    """The address of the first byte of the memory of an array."""
    return array.__array_interface__['data'][0] + sum(
        stride * (size - 1) for size, stride in zip(array.shape, array.strides) if stride < 0 and size)


def _copied_memory(root: np.ndarray) -> np.ndarray:
    """A copy of all memory of an array, byte for byte."""
    size = sum(abs(stride) * (count - 1) for count, stride in zip(root.shape, root.strides)) + root.itemsize
    memory = np.empty(size, np.uint8)
    offset = root.__array_interface__['data'][0] - _start(root)
    np.ndarray(root.shape, root.dtype, memory, offset, root.strides)[...] = root
    return memory


def _seen_in(view: np.ndarray, memory: np.ndarray) -> np.ndarray:
    """A view in a copy of the memory that it is in."""
    root = _root(view)
    offset = view.__array_interface__['data'][0] - _start(root)
    return np.ndarray(view.shape, view.dtype, memory, offset, view.strides)


def _addresses(array: np.ndarray) -> np.ndarray:
    """The address of each element, in the order of the elements."""
    found = np.array(array.__array_interface__['data'][0])
    for size, stride in zip(array.shape, array.strides):
        found = found[..., None] + stride * np.arange(size)
    return found.reshape(-1)


def _common_elements(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The positions of the elements that two views of one array have in common, in either."""
    if one.dtype != other.dtype and np.shares_memory(one, other):
        raise KindError(f'an array of dtype {other.dtype} is written in place, and one of dtype {one.dtype} is the '
                        'same memory', 'Copy first.')
    left, right = _addresses(one), _addresses(other)
    if not len(right):
        return right, right
    order = np.argsort(right, kind='stable')
    at = order[np.minimum(np.searchsorted(right, left, sorter=order), len(order) - 1)]
    is_common = right[at] == left
    return np.flatnonzero(is_common), at[is_common]


def _with_elements(array: Any, positions: np.ndarray, values: Any) -> np.ndarray:
    changed = np.array(array, order='C')
    changed.reshape(-1)[positions] = values
    return changed
