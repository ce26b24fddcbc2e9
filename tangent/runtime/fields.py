"""Helpers of generated code for the fields and methods of records."""
from __future__ import annotations

import functools
import inspect
import types
from collections.abc import Callable
from typing import Any

import attrs
import numpy as np

from tangent.errors import KindError
from tangent.runtime.arrays import add, describe, unknown_class, zero
from tangent.runtime.closures import captured
from tangent.runtime.compiled import compiled, passed
from tangent.runtime.records import (
    check_methods, derivative_type, field_names, field_values, has_operators, is_record_type, only_fills_fields,
    record_of, with_fields,
)


def add_field(b: Any, name: str, e: Any) -> Any:
    """The adjoint of a record with `e` added to that of a field.

    Raises:
        KindError: if it is not a record that has the field.

    >>> import collections
    >>> add_field(collections.namedtuple('Point', 'x y')(1.0, 2.0), 'y', 0.5)
    Point(x=1.0, y=2.5)
    """
    names = field_names(b) if is_record_type(type(b)) else ()
    if name not in names:
        return _add_of_class(b, name, e)
    return with_fields(b, [add(value, e) if key == name else value for key, value in zip(names, field_values(b))])


def _add_of_class(b: Any, name: str, e: Any) -> Any:
    """The adjoint of a record of which an attribute was read that its class has: a method carries what the object does.

    Raises:
        KindError: if it is a property, or no attribute at all.
    """
    found = inspect.getattr_static(type(b), name, None) if is_record_type(type(b)) else None
    if isinstance(found, types.FunctionType):
        return add(b, e)
    if found is None or hasattr(type(found), '__get__'):
        raise _unreadable(b, name)
    return b


def field_of(b: Any, name: str) -> Any:
    """The adjoint of an attribute, from that of the record it was read of; see `add_field`."""
    if name in field_names(b):
        return getattr(b, name)
    return b if isinstance(inspect.getattr_static(type(b), name, None), types.FunctionType) else zero(getattr(b, name))


def _unreadable(b: Any, name: str) -> KindError:
    """The error for an attribute that is read, and is none that an object holds a value in."""
    if isinstance(inspect.getattr_static(type(b), name, None), property | functools.cached_property):
        return KindError(f'{name!r} is a property of {type(b).__name__}, which is not known where it is read',
                         f'Annotate the parameter that is read, as in `def f(x: {type(b).__name__})`, or call a '
                         'method that reads it.')
    return KindError(f'{name!r} is read of {describe(b)}, and is no attribute that holds a value: what depends on it '
                     'cannot be differentiated', 'Pass the value as an argument, or in an attribute of an object.')


def fields(record: Any) -> dict[str, Any]:
    """What the fields of a record hold, by their names."""
    return dict(zip(field_names(record), field_values(record)))


def from_fields(values: dict[str, Any], record: Any) -> Any:
    """A record like another one, with the values that a dict has for its fields."""
    names = field_names(record)
    return record_of(derivative_type(type(record)), names, [values[name] for name in names])


def method_of(record: Any, name: str) -> Callable:
    """What `record.name(...)` calls, as a function that takes the record first: `Method` tells its class.

    Raises:
        KindError: if it is not a method that the class of a record defines, or an attribute of the record.
    """
    kind = type(record)
    if is_record_type(kind):
        check_methods(record)
        found = inspect.getattr_static(kind, name, None)
        if name in field_names(record):
            return _call_of_attribute(name, getattr(record, name))
        if isinstance(found, types.FunctionType):
            return Method(found, kind)
        if isinstance(found, staticmethod | classmethod):
            return _call_of_attribute(name, getattr(record, name))
    raise KindError(f'the method {name!r} of {kind.__name__} cannot be differentiated: only those that a '
                    'class defines, or that are attributes of an object, can', 'Call a function of the value instead.')


@attrs.frozen
class Method:
    """A function of a class that is called on an object of just this class."""

    function: types.FunctionType
    kind: type

    def __call__(self, record: Any, *args: Any, **kwargs: Any) -> Any:
        return self.function(record, *args, **kwargs)


def _call_of_attribute(name: str, held: Any) -> types.FunctionType:
    """The function that takes an object and calls what it holds in an attribute.

        def activation(record, x):
            held = record.activation
            return held(x)
    """
    if isinstance(held, np.ufunc):
        kind = inspect.Parameter.POSITIONAL_ONLY
        given = [inspect.Parameter(f'x{i}', kind) for i in range(held.nin)]
    else:
        given = list(inspect.signature(held).parameters.values())
    has_data = is_record_type(type(held)) or bool(captured(held))
    try:
        return _made_call(name, tuple(given), None if has_data else held)
    except TypeError:  # a default value that cannot be hashed
        return _made_call.__wrapped__(name, tuple(given), None if has_data else held)


@functools.lru_cache(maxsize=256)
def _made_call(name: str, given: tuple[inspect.Parameter, ...], fixed: Any) -> types.FunctionType:
    record = inspect.Parameter('record', inspect.Parameter.POSITIONAL_OR_KEYWORD)
    arguments = ', '.join(map(passed, given))
    given = [p.replace(kind=p.POSITIONAL_OR_KEYWORD) if p.kind is p.POSITIONAL_ONLY else p for p in given]
    lines = [*([f'held = record.{name}'] if fixed is None else []), f'return held({arguments})']
    return compiled(name, [record, *given], lines, {} if fixed is None else {'held': fixed})


def check_class(record: Any, kind: type) -> None:
    """Raise if an object has not the methods of the class that they were taken from.

    >>> class Layer:
    ...     pass
    >>> check_class(Layer(), Layer)
    """
    if type(record) is not kind:
        raise KindError(f'an object of the class {kind.__name__} was expected, not {describe(record)}',
                        'What is called on it is taken from that class: by an annotation of a parameter or attribute, '
                        'or as a list is made of such objects. Annotate it as what it is, or not at all.')
    check_methods(record)


def of_class(x: Any, kind: type) -> Any:
    """An item of a list or an attribute that is said to be of a class, as it is.

    Raises:
        KindError: if it is of another one.

    >>> class Layer:
    ...     pass
    >>> type(of_class(Layer(), Layer)).__name__
    'Layer'
    """
    check_class(x, kind)
    return x


def number(x: Any) -> Any:
    """The left operand of an operator that is taken from the class of the right one, as it is.

    Raises:
        KindError: if it has an operator of its own, which Python asks first.

    >>> number(2.0)
    2.0
    """
    if is_record_type(type(x)) and has_operators(type(x)):
        raise unknown_class(x)
    if isinstance(x, np.ndarray) and x.ndim:
        raise KindError('the left operand is an array, of which NumPy would take each number by itself with the object '
                        'on the right', 'Write the object on the left.')
    return x


class NamedTuple:
    """Stands for all types of namedtuples where rules are given to their methods."""

    def _replace(self, /, **changes: Any) -> Any:
        return with_fields(self, [changes.get(name, value) for name, value in fields(self).items()])

    def _asdict(self) -> dict[str, Any]:
        return fields(self)


def unreplaced(e: Any, record: Any, changes: dict[str, Any]) -> Any:
    """The adjoint of a record of which another one was made, with changes in some fields.

    Raises:
        KindError: if making one does more than that.
    """
    replaceable(record)
    return from_fields({**fields(e), **{name: zero(getattr(record, name)) for name in changes}}, e)


def replaceable(record: Any) -> Any:
    """A record, or the derivative of one, of which another one is to be made with changes in some fields.

    Raises:
        KindError: if making one does more than that.

    >>> from collections import namedtuple
    >>> replaceable(namedtuple('Point', 'x y')(1.0, 2.0))
    Point(x=1.0, y=2.0)
    """
    if not only_fills_fields(type(record)):
        raise KindError(f'replacing fields of {type(record).__name__} cannot be differentiated, for it has an __init__ '
                        'or __post_init__ of its own', 'Make the new one from its fields by a function.')
    return record
