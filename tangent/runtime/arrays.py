"""Helpers of generated code that know numbers and NumPy arrays: shapes, dtypes, zeros, sums.

The adjoint of a number is a float, that of an array an array of its shape and dtype
(float64 if that is an integer one); the derivative of a bool, a string and None is None.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np

from tangent.errors import KindError
from tangent.runtime.closures import captured
from tangent.runtime.records import (
    check_methods, check_properties, class_of, copy_of, derivative_type, field_names, field_values, has_derivative,
    has_field, has_operators, is_derivative, is_record_type, item_of, record_of, set_item, with_fields,
)
from tangent.runtime.tensors import is_tensor, is_tensor_type, tensors

ndarray, float64, sum_over = np.ndarray, np.float64, np.add.reduce
FLOAT = np.dtype(float)
NO_DERIVATIVE = (bool, str, bytes, type(None), np.bool_)


def unbroadcast(e: Any, x: Any) -> Any:
    """An adjoint that broadcasting made larger (or smaller) than its variable, as that variable has it.

    Axes along which x was repeated are summed, and `e` is repeated along axes it lacks;
    the result has the dtype of x, or float64 where x holds integers.

    Args:
        e: a number or array; its shape and that of x broadcast together.
        x: the variable, of which only type, shape and dtype matter.

    Returns:
        A number or array of the shape of x, which may be `e` itself.

    >>> import numpy as np
    >>> unbroadcast(np.ones((2, 3)), np.zeros(3))
    array([2., 2., 2.])
    """
    kind = type(x)
    if kind is float or kind is float64:
        found = type(e)
        if found is float or found is float64:
            return e
    elif kind is ndarray:
        if type(e) is ndarray and e.dtype is x.dtype:
            found, shape = e.shape, x.shape
            if found == shape:
                return e
            if found[1:] == shape:
                return sum_over(e, 0)
    elif is_tensor_type(kind):
        if type(e) is kind and e.dtype is x.dtype and e.shape == x.shape and e.shape.is_fully_defined():
            return e
        return tensors().unbroadcast(e, x)
    elif isinstance(x, NO_DERIVATIVE):
        return None
    elif e is None or callable(x) and not is_record_type(kind):
        return e  # what has no derivative, and functions, whose adjoint is that of what they captured
    elif isinstance(x, (list, tuple)) and isinstance(e, (list, tuple)):
        if len(e) != len(x):
            raise KindError(f'+ of two lists, of {len(x)} and {len(e) - len(x)} items, cannot be differentiated',
                            'Write [*a, *b], or a.extend(b).')
        return rebuilt(x, [unbroadcast(part, item) for part, item in zip(e, x)])
    elif isinstance(x, (list, tuple)) and is_tensor(e):
        return tensors().unstack_like(e, x)
    elif isinstance(x, (list, tuple)) and len(x) and np.shape(e) == np.shape(x):  # NumPy read it as an array
        return rebuilt(x, list(map(unbroadcast, e, x)))
    elif isinstance(x, Mapping) and isinstance(e, Mapping):
        return {key: unbroadcast(e[key], value) if key in e else zero(value) for key, value in x.items()}
    elif is_record_type(kind):
        return _of_record(e, x)
    elif isinstance(x, (list, dict)) and type(e) is float and e == 0.0:  # nothing went to what was here before
        return zero(x)
    if is_tensor(e):  # x is a number or an array that met tensors
        return tensors().unbroadcast(e, x)
    shape, dtype = np.shape(x), adjoint_dtype(x)
    found = np.shape(e)
    if found != shape:
        extra = len(found) - len(shape)
        summed = tuple(range(extra)) + tuple(
            axis for axis, size in enumerate(shape, extra) if size == 1 and axis >= 0 and found[axis] != 1)
        if summed:
            e = sum_over(e, summed, None, None, True)
        if extra > 0:
            e = np.reshape(e, np.shape(e)[extra:])
        if np.shape(e) != shape:
            e = np.array(np.broadcast_to(e, shape))
    return as_dtype(e, dtype, kind)


def _of_record(e: Any, x: Any) -> Any:
    """An adjoint of a record with the shapes and dtypes of its attributes.

    Raises:
        KindError: if the class has operators: that of the one applied is not that of arrays.
    """
    if has_operators(type(x)) and not is_derivative(x):
        raise unknown_class(x)
    return derivative(x, field_names(x), list(map(unbroadcast, field_values(e), field_values(x))))


def recast(e: Any, x: Any) -> Any:
    """An adjoint in the precision of its variable: as `unbroadcast`, but of objects of any class.

    NumPy 1.26 promotes arrays of float32 where they meet numbers in float64.

    Args:
        e: the adjoint, of the structure of x.
        x: the variable, of which only type, shape and dtype matter.

    Returns:
        The adjoint, of the dtypes of x.

    >>> recast([1.0], [np.float32(2.0)])[0].dtype
    dtype('float32')
    """
    if type(x) is not ndarray and e is not None:
        if isinstance(x, (list, tuple)) and isinstance(e, (list, tuple)) and len(e) == len(x):
            return rebuilt(x, list(map(recast, e, x)))
        if isinstance(x, Mapping) and isinstance(e, Mapping):
            return {key: recast(e[key], value) if key in e else zero(value) for key, value in x.items()}
        if is_record_type(type(x)):
            return derivative(x, field_names(x), list(map(recast, field_values(e), field_values(x))))
    return unbroadcast(e, x)


def unknown_class(x: Any) -> KindError:
    """The error for an object that is taken for an array, whose class says what is computed of it."""
    shown = class_of(x).__name__
    return KindError(f'an operator is applied to an object of the class {shown}, which is not known where it stands',
                     f'Annotate the parameter that holds it, as in `def f(x: {shown})`, or the attribute, as in '
                     f'`x: {shown}` in a class.')


def as_dtype(e: Any, dtype: np.dtype, kind: type) -> Any:
    """A number or array with the dtype given; a Python number where that is the kind asked for."""
    if kind is float or kind is int:
        return float(e.real) if np.ndim(e) == 0 else e
    found = getattr(e, 'dtype', None)
    if found == dtype and not (issubclass(kind, np.generic) and isinstance(e, np.ndarray)):
        return e  # but of an array of one element, which += would change, the element
    if found is not None and found.kind == 'c' and dtype.kind != 'c':
        e = e.real
    return np.asarray(e, dtype) if kind is np.ndarray else dtype.type(e)


def as_array(x: Any) -> np.ndarray:
    """An array of what NumPy reads as one.

    Raises:
        KindError: if it is an object of a user's class, which only looks like a sequence to NumPy.

    >>> as_array([1.0, 2.0])
    array([1., 2.])
    """
    if type(x) is not ndarray and is_record_type(type(x)) and not isinstance(x, tuple):
        raise unknown_class(x)
    return np.asarray(x)


def adjoint_dtype(x: Any) -> np.dtype:
    """The dtype of a variable's adjoint.

    Raises:
        KindError: if x is neither a number nor an array.
    """
    dtype = getattr(x, 'dtype', None)
    if isinstance(dtype, np.dtype):
        if dtype.kind in 'fc':
            return dtype
        if dtype.kind in 'iub':
            return FLOAT
    elif isinstance(x, (int, float)):
        return FLOAT
    elif isinstance(x, complex):
        return np.dtype(complex)
    if is_record_type(type(x)) and has_operators(type(x)):
        raise unknown_class(x)
    raise KindError(f'a number or an array was expected, not {describe(x)}',
                    'Pass np.array(...) of numbers; or, if a list is meant, let tangent know: annotate the '
                    'parameter, as in `x: list`, or give an example in like=.')


def describe(x: Any) -> str:
    """A few words on what a value is, for error messages."""
    if isinstance(x, (np.ndarray, np.generic)):
        return f'an array of shape {x.shape} and dtype {x.dtype}'
    if is_tensor(x):
        return tensors().describe(x)
    shown = repr(x)
    return f'{type(x).__name__} {shown if len(shown) < 60 else shown[:56] + " ..."}'


def shown(x: Any) -> str:
    """A few words on a value that may be a container."""
    return f'a {type(x).__name__}' if isinstance(x, (list, tuple, dict)) else describe(x)


def unreduce(e: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The adjoint of a sum over axes of x: each element summed gets the sum's adjoint.

    Args:
        e: the adjoint of the result of the reduction.
        x: what was reduced, of which only shape and dtype matter.
        axis, keepdims: as they were given to the reduction.

    Returns:
        A new array of the shape and dtype of x, or a number if x is one.

    >>> import numpy as np
    >>> unreduce(np.array([1.0, 2.0]), np.zeros((2, 3)), axis=1)
    array([[1., 1., 1.],
           [2., 2., 2.]])
    """
    if is_tensor(x) or is_tensor(e):
        return tensors().unreduce(e, x, axis, keepdims)
    if isinstance(x, (float, int)):
        return as_dtype(e, FLOAT, type(x))
    if is_record_type(type(x)):
        raise unknown_class(x)
    shape = np.shape(x)
    out = np.empty(shape, adjoint_dtype(np.asarray(x)))
    if np.iscomplexobj(e) and out.dtype.kind != 'c':
        e = e.real
    if axis is not None and not keepdims and np.ndim(e) < len(shape):
        axes = {a % len(shape) for a in (axis if isinstance(axis, tuple) else (axis,))}
        e = np.reshape(e, [1 if a in axes else size for a, size in enumerate(shape)])
    out[...] = e
    return out if shape else out[()]


def zeros_like(x: Any) -> Any:
    """The adjoint of a number or array on which nothing depends: zeros of its shape and adjoint dtype.

    Raises:
        KindError: if x is a container; `zero` takes those too.
    """
    kind = type(x)
    if kind is float:
        return 0.0
    if kind is ndarray:
        return np.zeros(x.shape, adjoint_dtype(x))
    if is_tensor_type(kind):
        return tensors().zeros_like(x)
    if isinstance(x, NO_DERIVATIVE):
        return None
    dtype = adjoint_dtype(x)
    shape = np.shape(x)
    if shape:
        return np.zeros(shape, dtype)
    return 0.0 if isinstance(x, (int, float)) and not isinstance(x, np.generic) else dtype.type(0)


def zero(x: Any) -> Any:
    """The adjoint of any value on which nothing depends: zeros in the same structure.

    >>> zero({'W': 2.0, 'name': 'dense'})
    {'W': 0.0, 'name': None}
    """
    if type(x) is ndarray:
        return np.zeros(x.shape, adjoint_dtype(x))
    if isinstance(x, Mapping):
        found = {key: zero(value) for key, value in x.items()}
        return defaultdict(lambda: zero(x.default_factory()), found) if isinstance(x, defaultdict) else found
    if isinstance(x, (list, tuple)):
        return rebuilt(x, [zero(value) for value in x])
    if is_record_type(type(x)):
        names = field_names(x)
        try:
            return derivative(x, names, [zero(getattr(x, name)) if has_derivative(name) else None for name in names])
        except RecursionError:
            raise KindError(f'an object of the class {type(x).__name__} holds itself, by way of its attributes',
                            'Pass what points back to it as an argument of its own.') from None
    if is_tensor(x):
        return tensors().zeros_like(x)
    if callable(x):
        return zero(captured(x)) or None
    return zeros_like(x) if isinstance(x, (np.ndarray, np.generic, int, float, complex)) else None


def derivative(x: Any, names: tuple[str, ...], values: list) -> Any:
    """The derivative of a record, whose attributes have these derivatives."""
    check_methods(x)
    check_properties(x)
    return record_of(derivative_type(type(x)), names, values)


def unfilled(x: Any) -> Any:
    """The adjoint of a sequence each of whose items is about to be given its own.

    >>> unfilled([1.0, 2.0])
    [None, None]
    """
    return rebuilt(x, [None] * len(x)) if isinstance(x, (list, tuple)) else zero(x)


def rebuilt(like: Any, values: list) -> Any:
    """A list or tuple of the type of another."""
    if isinstance(like, list):
        return values
    return with_fields(like, values) if hasattr(like, '_fields') else tuple(values)


def add(a: Any, b: Any) -> Any:
    """The sum of two adjoints of one variable, entry by entry where they are containers.

    >>> add((1.0, [2.0]), (3.0, [4.0]))
    (4.0, [6.0])
    """
    if a is None or b is None:
        return b if a is None else a
    if isinstance(a, Mapping):
        return {key: add(a.get(key), b.get(key)) for key in {**a, **b}}
    if isinstance(a, (list, tuple)):
        if len(a) != len(b):  # a list has grown since one of them was set to zeros
            if is_nothing(a) or is_nothing(b):
                return b if is_nothing(a) else a
            raise KindError(f'an item that was a {type(a).__name__} of {len(b)} items and became one of {len(a)} '
                            'cannot be differentiated here', 'Keep it under a name of its own until it is complete.')
        return rebuilt(a, list(map(add, a, b)))
    if is_record_type(type(a)):
        names = dict.fromkeys([*field_names(a), *field_names(b)])
        parts = [[getattr(e, name) if has_field(e, name) else None for e in (a, b)] for name in names]
        return record_of(type(a), names, [add(*part) for part in parts])
    if isinstance(a, ndarray) and isinstance(b, (list, tuple)):  # of an item of a list that was an array and became one
        b = np.asarray(b, a.dtype)
    return a + b


def is_nothing(e: Any) -> bool:
    """Whether an adjoint is zero in each entry."""
    if isinstance(e, Mapping):
        return all(map(is_nothing, e.values()))
    if isinstance(e, (list, tuple)):
        return all(map(is_nothing, e))
    if is_record_type(type(e)):
        return all(is_nothing(getattr(e, name)) for name in field_names(e))
    return e is None or not np.any(e)


def add_at(b: Any, index: Any, e: Any) -> Any:
    """Add `e` to b[index], in place where b can be written, and return b.

    An element that the index names several times gets `e` as often.

    Args:
        b: an array or container of adjoints, which is changed; a tensor, which cannot be, is made anew.
        index: what Python's `b[index]` takes.
        e: the adjoint of `x[index]`.

    >>> import numpy as np
    >>> add_at(np.zeros(3), np.array([0, 2, 2]), 1.0)
    array([1., 0., 2.])
    """
    if type(b) is ndarray:
        if type(index) is int or _is_basic(index):
            b[index] += e
        else:
            np.add.at(b, index, e)
        return b
    if is_tensor(b):
        return tensors().add_at(b, index, e)
    if isinstance(b, (float, np.number)):  # the adjoint of an array without dimensions
        return add_at(np.array(b), index, e)
    if isinstance(b, tuple):
        return rebuilt(b, add_at(list(b), index, e))
    if isinstance(index, slice):
        b[index] = [add(left, right) for left, right in zip(b[index], e, strict=True)]
        return b
    if isinstance(b, (list, dict)) or is_record_type(type(b)) and isinstance(index, str):
        part = item_of(b, index)
        if _is_alike(part, e):
            e = add(part, e)
        elif not _is_all_zeros(part):
            raise KindError(f'{shown(part)} and {shown(e)} are adjoints of one item, and do not fit together',
                            'Keep what takes the place of an item of another shape or type under a name of its own.')
        set_item(b, index, e)
        return b
    raise KindError(f'{describe(b)} cannot be indexed by {index!r}', 'Pass an array.')


def _is_basic(index: Any) -> bool:
    """Whether an index selects each element at most once."""
    if type(index) is tuple:
        return all(_is_basic(part) for part in index)
    return isinstance(index, (int, np.integer, slice, type(None), type(Ellipsis))) or (
        isinstance(index, np.ndarray) and index.dtype == bool)


def copied(b: Any) -> Any:
    """A copy of an adjoint that shares no memory with it.

    >>> copied([1.0, 2.0])
    [1.0, 2.0]
    """
    if type(b) is float:
        return b
    if isinstance(b, ndarray):
        return b.copy()
    if isinstance(b, Mapping):
        return {key: copied(value) for key, value in b.items()}
    if isinstance(b, (list, tuple)):
        return rebuilt(b, [copied(value) for value in b])
    if is_record_type(type(b)):
        return with_fields(b, list(map(copied, field_values(b))))
    return tensors().value_of(b) if is_tensor(b) else b


def stop_gradient(x: Any) -> Any:
    """A copy of a value that counts as a constant: its derivative is zero.

    Args:
        x: a number, an array, or a tuple, list or dict of these.

    >>> import tangent
    >>> tangent.grad(lambda x: x * tangent.stop_gradient(x))(3.0)
    3.0
    """
    return copied(x)


def _is_alike(old: Any, e: Any) -> bool:
    """Whether an adjoint has the shape of another; if not, that is zeros, for an item of another shape."""
    if type(old) is type(e) and not isinstance(e, ndarray):
        return True
    is_container = isinstance(old, (list, tuple, dict)), isinstance(e, (list, tuple, dict))
    return old is None or is_container == (True, True) or is_container == (False, False) and (
        _shape(old) == _shape(e))


def _is_all_zeros(b: Any) -> bool:
    """Whether an adjoint says that nothing was contributed."""
    if isinstance(b, (list, tuple, dict)):
        return all(map(_is_all_zeros, b.values() if isinstance(b, dict) else b))
    if is_record_type(type(b)):
        return all(map(_is_all_zeros, field_values(b)))
    return b is None or not np.any(b)


def _shape(x: Any) -> tuple[int | None, ...] | None:
    return tensors().shape_of(x) if is_tensor(x) else np.shape(x)


def duplicate(b: Any) -> Any:
    """A copy of an array, list or dict that is about to be written; the items of a container stay what they are.

    Elements lie in memory as they did: that decides whether a reshaped array is a view.

    >>> import numpy as np
    >>> duplicate(np.arange(6.0)[::-2]).strides
    (-16,)
    """
    kind = type(b)
    if kind is float64 or kind is float or not isinstance(b, (ndarray, list, dict)):
        return copy_of(b) if is_record_type(kind) else b
    if not isinstance(b, ndarray):
        return b.copy()
    return b.copy('K') if b.flags.forc or 0 in b.strides or b.dtype.hasobject else _with_gaps(b)


def _with_gaps(b: ndarray) -> ndarray:
    """A copy of an array whose elements have in memory the distances that they had."""
    ends = [stride * (size - 1) for stride, size in zip(b.strides, b.shape)]
    memory = np.empty(sum(map(abs, ends)) + b.itemsize, np.uint8)
    made = np.ndarray(b.shape, b.dtype, memory, -sum(end for end in ends if end < 0), b.strides)
    made[...] = b
    return made


def pack(values: Any, x: Any) -> Any:
    """Adjoints of the items of x, as x has them: an array's stacked, a tuple's as a tuple, a list's as a list.

    Of a dict that a loop goes through they are one already.

    >>> pack((1.0, 2.0), [3.0, 4.0])
    [1.0, 2.0]
    """
    if isinstance(x, dict) and isinstance(values, dict):
        return values
    if isinstance(x, (list, tuple)):
        return rebuilt(x, list(values))
    if is_tensor(x):
        return tensors().pack(values, x)
    dtype = adjoint_dtype(x)
    return np.stack([unbroadcast(value, item) for value, item in zip(values, x, strict=True)]).astype(dtype, copy=False)
