"""Helpers of generated code for records: objects that hold values in attributes, and namedtuples.

The adjoint of a record is a record of the same type, whose attributes hold the adjoints.
"""
from __future__ import annotations

import abc
import dataclasses
import enum
import functools
import inspect
import sys
import types
import typing
from typing import Any

import numpy as np

from tangent.errors import KindError

# What `x.name` means where x may be an array: those with a rule, of which it would be taken.
_OF_ARRAYS = frozenset(name for name in dir(np.ndarray) if inspect.isdatadescriptor(getattr(np.ndarray, name)))
_HEAP_TYPE = 1 << 9  # Py_TPFLAGS_HEAPTYPE: made when the program runs
_OF_ARRAY_LIBRARIES = ('numpy', 'scipy', 'autograd', 'tensorflow', 'jax', 'torch')  # their objects are values
_WITHOUT_DATA = (object, abc.ABC, typing.Generic, typing.Protocol)
_SIZES = (int, str, bytes, type(None), np.dtype)  # what such an attribute of arrays may be that no derivative goes to


@functools.cache
def is_record_type(kind: Any) -> bool:
    """Whether a type is that of namedtuples, or a class of objects that hold their data in attributes.

    Classes of Python's own library and of NumPy are not among the latter, and neither is what inherits from one.

    >>> class Layer:
    ...     pass
    >>> is_record_type(Layer), is_record_type(dict), is_record_type(type)
    (True, False, False)
    """
    if not isinstance(kind, type) or kind in _WITHOUT_DATA:
        return False
    return issubclass(kind, tuple) and hasattr(kind, '_fields') or all(map(_has_only_attributes, kind.__mro__))


def _has_only_attributes(kind: type) -> bool:
    if kind in _WITHOUT_DATA:
        return True
    root = kind.__module__.partition('.')[0]
    is_own = kind.__flags__ & _HEAP_TYPE and root not in _OF_ARRAY_LIBRARIES and (
        root == '__main__' or root not in sys.stdlib_module_names)
    return bool(is_own) and not issubclass(kind, (type, enum.Enum, BaseException)) and (
        '__getattribute__' not in vars(kind))


def field_names(record: Any) -> tuple[str, ...]:
    """The names of the attributes that hold the data of a record: those that it has now, of a namedtuple its fields.

    Raises:
        KindError: if one is that of an attribute of arrays, whose derivative `x.name` would get.
    """
    kind = type(record)
    if issubclass(kind, tuple):
        names = kind._fields
    else:
        names = (*(name for name in _slots(kind) if has_field(record, name)), *getattr(record, '__dict__', ()))
    for name in names:
        if not has_derivative(name) and not _is_size(getattr(record, name)):
            raise _named_like_of_arrays(name, kind)
    return names


def check_properties(record: Any) -> None:
    """Raise if a property of a record has the name of an attribute of arrays, for which it may be taken."""
    for name in _properties_like_of_arrays(type(record)):
        if not _is_size(getattr(record, name, None)):  # it has none while it is made
            raise _named_like_of_arrays(name, type(record))


def check_methods(record: Any) -> None:
    """Raise if a record has an attribute of its own in place of a method of its class."""
    for name in getattr(record, '__dict__', ()):
        if name in methods(type(record)):
            raise KindError(*in_place_of_method(name, type(record)))


def in_place_of_method(name: str, kind: type) -> tuple[str, str]:
    """What an error says of an attribute of an object that its class has as a method, and what to do."""
    return (f'{name!r} of an object of the class {kind.__name__} is set, and the class has a method of that name, '
            'which is the one that a derivative would call', 'Give the attribute another name.')


@functools.cache
def methods(kind: type) -> frozenset[str]:
    """The names of the functions that a class defines or inherits."""
    found: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        found.update(vars(base) if base.__flags__ & _HEAP_TYPE else ())
    return frozenset(name for name, value in found.items()
                     if isinstance(value, types.FunctionType | staticmethod | classmethod))


@functools.cache
def _properties_like_of_arrays(kind: type) -> tuple[str, ...]:
    found = {name for base in kind.__mro__ if base.__flags__ & _HEAP_TYPE for name, value in vars(base).items()
             if isinstance(value, property | functools.cached_property)}
    return () if issubclass(kind, _Derivative) else tuple(sorted(found & _OF_ARRAYS))


def _named_like_of_arrays(name: str, kind: type) -> KindError:
    return KindError(f'the field {name!r} of {kind.__name__} has the name of an attribute of arrays',
                     'Give the field another name.')


def _is_size(value: Any) -> bool:
    """Whether a value is one that an attribute of arrays may have of which no derivative is taken: a size, a name."""
    return isinstance(value, _SIZES) or callable(value) or isinstance(value, tuple) and all(map(_is_size, value))


@functools.cache
def _slots(kind: type) -> tuple[str, ...]:
    """The attributes of objects that have a place of their own instead of one in `__dict__`."""
    return tuple(name for base in reversed(kind.__mro__) for name, value in vars(base).items()
                 if isinstance(value, types.MemberDescriptorType))


def has_derivative(name: str) -> bool:
    """Whether an attribute of objects may have a derivative: those that arrays have too are sizes and the like."""
    return name not in _OF_ARRAYS


def is_object(value: Any) -> bool:
    """Whether a value is a record with attributes that can be assigned: no namedtuple."""
    return is_record_type(type(value)) and not isinstance(value, tuple)


def is_mutable(value: Any) -> bool:
    """Whether a value is one that a write may change: an array, list, dict or object."""
    return isinstance(value, (np.ndarray, list, dict)) or is_object(value)


def has_field(record: Any, name: str) -> bool:
    """Whether a record has an attribute, without asking a `__getattr__` of its class."""
    try:
        object.__getattribute__(record, name)
    except AttributeError:
        return False
    return True


def field_values(record: Any) -> list[Any]:
    """What the attributes of a record hold."""
    return [getattr(record, name) for name in field_names(record)]


def item_of(x: Any, key: Any) -> Any:
    """The item of a container at an index or key, or the attribute of a record that a key such as '.name' names."""
    is_field = type(x) is not np.ndarray and is_record_type(type(x)) and _is_attribute(key)
    return getattr(x, key[1:]) if is_field else x[key]


def _is_attribute(key: Any) -> bool:
    """Whether a key is one that names an attribute: '.name'."""
    return isinstance(key, str) and key[:1] == '.'


def set_item(x: Any, key: Any, value: Any) -> None:
    """Replace an item of a container, or an attribute of a record, in place.

    Raises:
        KindError: if assigning the attribute does more than that.
    """
    kind = type(x)
    if kind is np.ndarray or not is_record_type(kind):
        x[key] = value
        return
    if not _is_attribute(key):
        name = class_of(x).__name__
        raise KindError(f'an item of an object of the class {name} is assigned, and what its __setitem__ does is not '
                        'known where that stands', f'Annotate the parameter that holds it, as in `def f(x: {name})`.')
    key = key[1:]
    found = inspect.getattr_static(kind, key, None)
    if issubclass(kind, tuple) or kind.__setattr__ is not object.__setattr__ and not _is_frozen(kind) or (
            hasattr(type(found), '__set__') and not isinstance(found, types.MemberDescriptorType)):
        raise KindError(f'assigning {key!r} of {kind.__name__} does more than to replace a value, which cannot be '
                        'differentiated', 'Make it a plain attribute.')
    if key in methods(kind):
        raise KindError(*in_place_of_method(key, kind))
    object.__setattr__(x, key, value)


def _is_frozen(kind: type) -> bool:
    """Whether the attributes of a class are only assigned while an object is made."""
    return dataclasses.is_dataclass(kind) and kind.__dataclass_params__.frozen or hasattr(kind, '__attrs_attrs__')


_OPERATORS = frozenset(f'__{prefix}{name}__' for prefix in ('', 'r', 'i') for name in (
    'add', 'sub', 'mul', 'truediv', 'floordiv', 'mod', 'pow', 'matmul')) | {
        '__neg__', '__pos__', '__abs__', '__getitem__', '__iter__', '__array__', '__array_ufunc__', '__float__'}


# Methods that may be taken for those of an array or container, where the class is not known.
_METHODS = frozenset(name for kind in (np.ndarray, list, dict) for name in dir(kind) if not name.startswith('_'))


@functools.cache
def has_operators(kind: type) -> bool:
    """Whether a class of records says what operators do with its objects."""
    return any(not _OPERATORS.isdisjoint(vars(base)) for base in kind.__mro__ if base.__flags__ & _HEAP_TYPE)


@functools.cache
def derivative_type(kind: type) -> type:
    """The type of derivatives of objects of a class: the class itself, or a subclass without what it computes.

    Operators, properties and methods with the names of those of arrays hold for objects of the class, not for their
    derivatives, and the derivative of an attribute of the class is zero. A subclass has these in place of them.
    """
    if issubclass(kind, _Derivative):
        return kind
    fields = _declared(kind) if dataclasses.is_dataclass(kind) or issubclass(kind, tuple) else ()
    own: dict[str, Any] = {}
    for base in reversed([base for base in kind.__mro__ if base.__flags__ & _HEAP_TYPE]):
        for name, value in vars(base).items():
            if name == '__getattr__':
                own[name] = _refuse_unknown
            elif isinstance(value, property | functools.cached_property) or name not in fields and (
                    name in _OPERATORS or name in _METHODS and not _holds_numbers(value)):
                own[name] = property(functools.partial(_refuse, name, kind.__name__))
            elif name in fields:
                own.pop(name, None)  # what the class holds is the default
            elif not (name.startswith('__') and name.endswith('__')) and _holds_numbers(value):
                own[name] = _zeros(value)
    if issubclass(kind, tuple):
        own = {name: value for name, value in own.items() if name not in vars(tuple)}
    if not own:
        return kind
    return type(kind)(kind.__name__, (_Derivative, kind), {
        '__slots__': (), '__module__': kind.__module__, '__qualname__': kind.__qualname__, **own})


def _holds_numbers(value: Any) -> bool:
    """Whether an attribute of a class is, or holds, what objects of the class may be differentiated with."""
    if isinstance(value, (list, tuple)):
        return any(map(_holds_numbers, value))
    if isinstance(value, dict):
        return any(map(_holds_numbers, value.values()))
    if is_record_type(type(value)):
        return any(map(_holds_numbers, field_values(value)))
    return isinstance(value, (int, float, complex, np.ndarray, np.number)) and not isinstance(value, bool)


def _zeros(value: Any) -> Any:
    """The derivative of an attribute of a class, on which nothing depends."""
    if not _holds_numbers(value):
        return value
    if isinstance(value, np.ndarray):
        return np.zeros(value.shape, value.dtype if value.dtype.kind in 'fc' else float)
    if isinstance(value, dict):
        return {key: _zeros(part) for key, part in value.items()}
    if is_record_type(type(value)):
        return record_of(derivative_type(type(value)), field_names(value), map(_zeros, field_values(value)))
    if isinstance(value, (list, tuple)):
        return type(value)(map(_zeros, value))
    return type(value)(0.0) if isinstance(value, (float, complex, np.inexact)) else 0.0


class _Derivative:
    """Marks the classes of derivatives that differ from the class of which they are derivatives."""

    __slots__ = ()

    def __reduce_ex__(self, protocol: Any) -> tuple:
        return _restored, (class_of(self), field_names(self), field_values(self))


def _restored(kind: type, names: tuple[str, ...], values: list) -> Any:
    return record_of(derivative_type(kind), names, values)


def is_derivative(record: Any) -> bool:
    """Whether a record is of a class of derivatives, with which no operators work."""
    return isinstance(record, _Derivative)


def has_subclasses(kind: type) -> bool:
    """Whether other classes inherit from a class, besides that of its derivatives."""
    return not all(issubclass(below, _Derivative) for below in kind.__subclasses__())


def _refuse(name: str, owner: str, derivative: Any) -> Any:
    raise KindError(f'{name} is asked of a derivative of {owner}, and what it does for {owner} is not known where it '
                    'is called', f'Annotate the parameter that it is called on, as in `def f(x: {owner})`; arithmetic '
                    'with derivatives goes by attributes: tangent.tree_map.')


def _refuse_unknown(derivative: Any, name: str) -> Any:
    """`__getattr__` of a derivative."""
    if name.startswith('__'):
        raise AttributeError(name)  # which Python looks for itself
    raise KindError(f'{name!r} is read of {class_of(derivative).__name__}, and is no attribute that holds a value: '
                    'what __getattr__ does cannot be differentiated', 'Call a method that does the same.')


def class_of(record: Any) -> type:
    """The class of a record, of a derivative that of the record which it is the derivative of."""
    kind = type(record)
    return kind.__mro__[2] if issubclass(kind, _Derivative) else kind


def copy_of(record: Any) -> Any:
    """A record of the same type that holds the same values."""
    return record if isinstance(record, tuple) else with_fields(record, field_values(record))


def with_fields(record: Any, values: list) -> Any:
    """A record of the same type that holds other values; nothing of the class itself runs."""
    return record_of(type(record), field_names(record), values)


def record_of(kind: type, names: typing.Iterable[str], values: typing.Iterable[Any]) -> Any:
    """A record of a type that holds values; nothing of the class itself runs."""
    if issubclass(kind, tuple):
        return tuple.__new__(kind, values)
    new = object.__new__(kind)
    for name, value in zip(names, values, strict=True):
        object.__setattr__(new, name, value)
    return new


@functools.cache
def only_fills_fields(kind: type) -> bool:
    """Whether making an instance does nothing but give the fields the values of arguments."""
    if dataclasses.is_dataclass(kind):
        make, is_plain = kind.__init__, kind.__new__ is object.__new__ and not hasattr(kind, '__post_init__')
    else:
        make, is_plain = kind.__new__, kind.__init__ is object.__init__
    code = getattr(make, '__code__', None)
    return is_plain and code is not None and code.co_filename == '<string>' and set(
        inspect.signature(kind).parameters) <= set(_declared(kind))


def _declared(kind: type) -> tuple[str, ...]:
    """The fields that the definition of a dataclass or a namedtuple names."""
    return tuple(f.name for f in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else kind._fields
