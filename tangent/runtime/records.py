"""Helpers of generated code for records: namedtuples and instances of dataclasses, which hold values in fields.

The adjoint of a record is a record of the same type, whose fields hold the adjoints.
"""
from __future__ import annotations

import copy
import dataclasses
import functools
import inspect
from typing import Any

import numpy as np

from tangent.errors import KindError

# What `x.name` means where x may be an array.
_OF_ARRAYS = frozenset(name for name in dir(np.ndarray) if inspect.isdatadescriptor(getattr(np.ndarray, name)))


def is_record_type(kind: Any) -> bool:
    """Whether a type is that of namedtuples, or a dataclass."""
    return isinstance(kind, type) and (dataclasses.is_dataclass(kind)
                                       or issubclass(kind, tuple) and hasattr(kind, '_fields'))


@functools.cache
def field_names(kind: type) -> tuple[str, ...]:
    """The names of the fields of a type of records.

    Raises:
        KindError: if one is that of an attribute of arrays, whose derivative `x.name` would get.
    """
    names = tuple(f.name for f in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else kind._fields
    taken = sorted(_OF_ARRAYS.intersection(names))
    if taken:
        raise KindError(f'the field {taken[0]!r} of {kind.__name__} has the name of an attribute of arrays',
                        'Give the field another name.')
    return names


def field_values(record: Any) -> list[Any]:
    """What the fields of a record hold."""
    return [getattr(record, name) for name in field_names(type(record))]


def with_fields(record: Any, values: list) -> Any:
    """A record of the same type that holds other values; nothing of the class itself runs."""
    names = field_names(type(record))
    if isinstance(record, tuple):
        return tuple.__new__(type(record), values)
    new = copy.copy(record)
    for name, value in zip(names, values):
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
        inspect.signature(kind).parameters) <= set(field_names(kind))
