"""Helpers of generated code for lists and for writing in place.

`set_at`, `append` and `pop` change what they are given and return it, so that generated code can
treat what they return as a new version of it.
"""
from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

import numpy as np

from tangent.errors import KindError
from tangent.runtime.arrays import add, add_at, copied, describe, float64, pack, unbroadcast, zero, zeros_like
from tangent.runtime.closures import captured
from tangent.runtime.records import (
    class_of, field_names, field_values, has_field, is_record_type, item_of, record_of, set_item,
)
from tangent.runtime.tensors import is_tensor, tensors

NUMBERS = (float, complex, np.number)  # what arithmetic makes of arrays without dimensions, too


def reversible(items: Any) -> Any:
    """What a loop goes through, as it is if it can be gone through again and backward, otherwise as a list.

    >>> reversible((1, 2)), reversible(iter((1, 2)))
    ((1, 2), [1, 2])
    """
    return items if isinstance(items, (list, tuple, np.ndarray, range, dict, str)) else list(items)


def indices(*sequences: Any, strict: bool = False) -> range:
    """The indices of the items that a loop over sequences goes through: those of the shortest.

    Raises:
        KindError: if one is not a sequence, so that its items are not those of the indices 0, 1, ...
        ValueError: if they differ in length and `strict` is true, as `zip` does.

    >>> indices([1.0, 2.0, 3.0], 'ab')
    range(0, 2)
    """
    for sequence in sequences:
        if is_record_type(type(sequence)) and not isinstance(sequence, tuple):
            kind = class_of(sequence).__name__
            raise KindError(f'a loop over an object of the class {kind} that carries derivatives goes through what its '
                            '__iter__ gives, which is not known where the loop stands',
                            f'Loop over the list that it holds; or annotate the parameter, as in `def f(x: {kind})`, '
                            'where __iter__ does no more than `return iter(self.items)`.')
        if isinstance(sequence, (Mapping, Set)) or not (
                hasattr(sequence, '__len__') and hasattr(sequence, '__getitem__')):
            raise KindError(f'a loop over values that carry derivatives needs a sequence or an array, not '
                            f'{describe(sequence)}', 'Loop over a list of them, or over the items() of a dict.')
        if isinstance(sequence, np.ndarray) and sequence.ndim == 0:
            raise TypeError('iteration over a 0-d array')
    lengths = {sequence.shape[0] if is_tensor(sequence) else len(sequence) for sequence in sequences}
    if None in lengths:
        raise KindError('a loop goes through a tensor whose first size is not known', 'Give its shape to tf.function: '
                        'input_signature=[tf.TensorSpec([3, None])].')
    if strict and len(lengths) > 1:
        raise ValueError('zip() arguments differ in length')
    return range(min(lengths, default=0))


def sorted_indices(items: Any, key: Any = None, reverse: bool = False) -> list[int]:
    """The indices of items in the order in which `sorted` would put them.

    >>> sorted_indices([0.3, 0.1, 0.2])
    [1, 2, 0]
    """
    if isinstance(items, (Mapping, Set)):
        raise KindError(f'sorted, max and min of {describe(items)}: whether keys or values are meant is not known',
                        'Write sorted(d.keys()) for the keys of a dict.')
    keys = items if key is None else [key(item) for item in items]
    return sorted(range(len(items)), key=keys.__getitem__, reverse=reverse)


def ordering(items: Any) -> Any:
    """The indices by which `items.sort()` reorders a list, or an array along its last axis.

    >>> ordering([2.0, 0.0, 1.0]), ordering(np.array([2.0, 0.0, 1.0]))
    ([1, 2, 0], array([1, 2, 0]))
    """
    return np.argsort(items) if isinstance(items, np.ndarray) else sorted_indices(items)


def reordered(items: Any, order: Any) -> Any:
    """A list, or an array along its last axis, in an order; see `ordering`.

    >>> reordered([2.0, 0.0, 1.0], [1, 2, 0])
    [0.0, 1.0, 2.0]
    """
    if isinstance(order, np.ndarray):
        return np.take_along_axis(np.asarray(items), order, -1)
    return [items[position] for position in order]


def set_at(b: Any, index: Any, value: Any) -> Any:
    """The array, list or dict `b` after `b[index] = value`.

    Raises:
        KindError: if that changes the length of a list.
    """
    if isinstance(b, list) and isinstance(index, slice) and len(b[index]) != len(value):
        raise KindError('a slice of a list is replaced by one of another length, which cannot be differentiated',
                        'Build a new list: [*items[:i], *values, *items[j:]].')
    if isinstance(b, NUMBERS) and (index is Ellipsis or index == ()):
        b = np.array(b)  # the derivative of an array without dimensions
    if isinstance(b, (np.generic, tuple)) or is_tensor(b):
        raise KindError(f'{describe(b)} cannot be written in place', 'Write into an array or a list.')
    set_item(b, index, value)
    return b


def added_at(b: Any, index: Any, e: Any) -> Any:
    """The array, list or dict `b` after `b[index] += e`, which leaves an item that is an array its shape and dtype.

    Raises:
        KindError: if that joins lists.

    >>> import numpy as np
    >>> added_at([np.zeros(2), 1.0], 0, 3.0)
    [array([3., 3.]), 1.0]
    """
    if type(b) is np.ndarray:
        return add_at(b, index, e)
    item = b[index]
    if isinstance(item, (list, tuple)):
        raise KindError('+= of a list that is a part of another one cannot be differentiated', 'Use its extend(...).')
    if isinstance(item, np.ndarray):
        total = item.copy()
        total += e
        return set_at(b, index, total)
    return set_at(b, index, item + e)


def append(items: list, value: Any) -> list:
    """The list after `items.append(value)`."""
    items.append(value)
    return items


def emptied(items: Any) -> Any:
    """The list or dict after `items.clear()`."""
    items.clear()
    return items


def pop(items: Any, index: Any = -1) -> tuple[Any, Any]:
    """The list or dict after `items.pop(index)`, and what that gives."""
    return items, items.pop(index)


def extend(items: list, values: Any) -> list:
    """The list after `items.extend(values)`."""
    items.extend(values)
    return items


def taken_back(items: Any, index: Any) -> tuple[Any, Any]:
    """The adjoints of a list or dict before something was put back into it, and the adjoint of that."""
    if isinstance(items, dict):
        return {**items, index: zero(items[index])}, items[index]
    position = index if index >= 0 else len(items) + index
    return [*items[:position], *items[position + 1:]], items[position]


def insert(items: list, index: int, value: Any) -> list:
    """The list after `items.insert(index, value)`."""
    items.insert(index, value)
    return items


def put_back(items: Any, index: Any, value: Any) -> Any:
    """A list or dict before `items.pop(index)`, which gave `value`."""
    if isinstance(items, dict):
        items[index] = value
    else:
        items.insert(index if index >= 0 else len(items) + 1 + index, value)
    return items


def update(items: dict, other: Any) -> dict:
    """The dict after `items.update(other)`."""
    items.update(other)
    return items


def clear_at(b: Any, index: Any) -> Any:
    """The adjoints `b` with zeros in the place of an index: what was there before was overwritten.

    What a list or dict held there may have been of another precision: for a number it is Python's zero.

    >>> import numpy as np
    >>> clear_at(np.ones(3), 0)
    array([0., 1., 1.])
    """
    if isinstance(b, tuple):
        return pack(clear_at(list(b), index), b)
    if isinstance(b, np.ndarray):
        b[index] = 0.0
    elif is_tensor(b):
        return tensors().clear_at(b, index)
    elif isinstance(b, NUMBERS):
        return zeros_like(b)
    else:
        part = item_of(b, index)
        set_item(b, index, 0.0 if isinstance(part, (float, np.floating)) else zero(part))
    return b


def number_part(b: Any, index: Any) -> Any:
    """What an index of an array without dimensions names in its adjoint, which may be a number."""
    return np.asarray(b)[index]


def fitted(e: Any, x: Any) -> Any:
    """The adjoint of x, from one that may have zeros of another shape or dtype where an item of x was overwritten.

    Of a dict it may have more items: those that were put into x.

    >>> fitted({'w': [0.0, 0.0], 'b': 2.0}, {'w': 3.0, 'b': 4.0})
    {'w': 0.0, 'b': 2.0}
    """
    if callable(x) and not is_record_type(type(x)):  # the adjoint of a function is that of what it captured
        return fitted(e, captured(x)) if isinstance(e, dict) or is_record_type(type(e)) else zero(x)
    if isinstance(x, dict) and isinstance(e, dict):
        return {key: fitted(e[key], item) if key in e else zero(item) for key, item in x.items()}
    if is_record_type(type(x)) and not isinstance(x, tuple) and class_of(e) is class_of(x):
        names = field_names(x)
        return record_of(type(e), names, [fitted(getattr(e, name), item) if has_field(e, name) else zero(item)
                                          for name, item in zip(names, field_values(x))])
    if is_tensor(x) or is_tensor(e):
        same = tensors().shape_of(x) == tensors().shape_of(e) if is_tensor(e) else False
        return unbroadcast(e, x) if same else zero(x)
    if isinstance(x, (list, tuple)) and (isinstance(e, (list, tuple)) or np.ndim(e)):  # an array if x was read as one
        return pack(map(fitted, e, x), x) if len(e) == len(x) else zero(x)
    if isinstance(x, (dict, list, tuple)) or isinstance(e, (dict, list, tuple)) or np.shape(e) != np.shape(x):
        return zero(x)
    return unbroadcast(e, x) if isinstance(x, (np.ndarray, np.generic)) else e


def value_at(b: Any, index: Any, value: Any, x: Any) -> Any:
    """The adjoint of a value that was written at an index of x, from the adjoint of x after that.

    Of elements that the index names several times the last one counts. An array of integers
    counts as one of floats.

    Raises:
        KindError: if numbers that are no integers were written into an array of integers, which cuts them off.

    >>> import numpy as np
    >>> value_at(np.ones(3), np.array([1, 1]), np.zeros(2), np.zeros(3))
    array([0., 1.])
    """
    if not isinstance(x, np.ndarray):
        return fitted(item_of(b, index), value)
    if x.dtype.kind not in 'fc' and getattr(value, 'dtype', np.dtype(type(value))).kind in 'fc':
        raise KindError('what is written into an array of integers is cut off, and has no derivative',
                        'Make the array one of floats: x.astype(float).')
    part = number_part(b, index) if isinstance(b, NUMBERS) else b[index]
    if type(part) is float64 and type(value) in (float64, float):
        return part
    part = part.copy()
    if any(isinstance(i, (np.ndarray, list)) for i in (index if isinstance(index, tuple) else (index,))):
        order = np.arange(part.size).reshape(part.shape)
        last = np.empty(b.shape, int)
        last[index] = order
        part = np.where(last[index] == order, part, 0.0)
    return unbroadcast(part, value)


def part_at(b: Any, index: Any, x: Any) -> Any:
    """The adjoint of a value that was written at an index of x and has the shape of x[index].

    Args:
        b: the adjoint of x after that.
        index: integers and slices.
        x: what was written into.

    >>> import numpy as np
    >>> part_at(np.ones(3), slice(1, None), np.zeros(3))
    array([1., 1.])
    """
    part = number_part(b, index) if isinstance(b, NUMBERS) else item_of(b, index)
    return part if type(part) is float64 else copied(part)


def value_at_adjoint(e: Any, b: Any, index: Any, value: Any, x: Any) -> Any:
    """The adjoint of `b` in `value_at(b, index, value, x)`, from that of its result."""
    out = zero(b)
    if not isinstance(x, np.ndarray):
        return add_at(out, index, e)
    return set_at(out, index, unbroadcast(e, number_part(out, index) if isinstance(out, NUMBERS) else out[index]))


def plus(left: Any, right: Any) -> Any:
    """`left + right` where only the run can tell whether this adds arrays or joins lists.

    >>> plus([1.0], [2.0])
    [1.0, 2.0]
    """
    return left + right


def unplus(e: Any, left: Any, right: Any) -> tuple[Any, Any]:
    """The adjoints of the operands of `plus`.

    >>> unplus([1.0, 2.0], [0.0], [0.0])
    ([1.0], [2.0])
    """
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return pack(e[:len(left)], left), pack(e[len(left):], right)
    return tuple(pack(unbroadcast(e, np.asarray(part)), part) if isinstance(part, (list, tuple))
                 else unbroadcast(e, part) for part in (left, right))


def repeated(items: Any, count: int) -> Any:
    """`items * count` for a list or tuple; an array makes it a product of arrays.

    >>> repeated([1.0, 2.0], 2)
    [1.0, 2.0, 1.0, 2.0]
    """
    return items * count


def unrepeated(e: Any, items: Any, count: int) -> Any:
    """The adjoint of a list or tuple that was repeated: the sum of those of its repetitions.

    >>> unrepeated([1.0, 2.0, 3.0, 4.0], [0.0, 0.0], 2)
    [4.0, 6.0]
    """
    if isinstance(count, np.ndarray) or isinstance(items, np.ndarray):
        return pack(unbroadcast(e * count, np.asarray(items)), items)
    out = list(zero(items))
    for position, part in enumerate(e):
        out[position % len(out)] = add(out[position % len(out)], part)
    return pack(out, items)


def entries_of(e: Any, items: dict, *overridden: Any) -> dict:
    """The adjoint of `items` in `{**items, key: value}`, where the keys given come later.

    >>> entries_of({'a': 1.0, 'b': 2.0}, {'a': 0.0}, 'b')
    {'a': 1.0}
    """
    return {key: zero(value) if key in overridden else e[key] for key, value in items.items()}


def complete(entries: dict, x: Any, *overridden: Any) -> Any:
    """The adjoint of a dict, list, tuple or array, from those of its entries; all others are zeros.

    Args:
        entries: adjoints by key or (integer) index.
        x: what it is the adjoint of.
        overridden: keys whose entries do not count.

    >>> complete({'b': 2.0}, {'W': 3.0, 'b': 4.0})
    {'W': 0.0, 'b': 2.0}
    >>> complete({-1: 2.0}, [3.0, 4.0])
    [0.0, 2.0]
    """
    if isinstance(x, Mapping):
        return {key: entries[key] if key in entries and key not in overridden else zero(value)
                for key, value in x.items()}
    out = zeros_like(x) if isinstance(x, np.ndarray) else zero(x)
    for key, part in entries.items():
        if key not in overridden:
            out = add_at(out, key, part)
    return out


def diagonal(x: Any) -> tuple:
    """The index of the elements that `np.fill_diagonal` fills."""
    return (np.arange(min(np.shape(x))),) * np.ndim(x)


def along_axis(x: Any, indices: Any, axis: int | None) -> tuple:
    """The index of the elements that `np.put_along_axis` writes.

    Args:
        x: the array, of which only the shape matters.
        indices: integers, of as many axes as x; where axis is None of one, into the elements of x in their order.

    >>> x = np.zeros((2, 3))
    >>> x[along_axis(x, np.array([[2], [0]]), 1)] = 1.0
    >>> x
    array([[0., 0., 1.],
           [1., 0., 0.]])
    """
    if axis is None:
        return np.unravel_index(indices, np.shape(x))
    places = list(np.ogrid[tuple(slice(length) for length in np.shape(x))])
    places[axis] = np.asarray(indices)
    return tuple(places)


def removed(items: Any, index: Any) -> tuple[Any, Any]:
    """The adjoints of a list (or dict) without the item that was inserted, and the adjoint of that."""
    if isinstance(items, dict):
        return {key: value for key, value in items.items() if key != index}, items[index]
    position = min(index if index >= 0 else max(len(items) - 1 + index, 0), len(items) - 1)
    return [*items[:position], *items[position + 1:]], items[position]


def split_off(items: list, values: Any) -> tuple[list, Any]:
    """The adjoints of a list before it was extended by `values`, and the adjoints of those."""
    count = len(items) - len(values)
    return items[:count], pack(items[count:], values)
