"""Helpers of generated code for the fields and methods of records."""
from __future__ import annotations

import inspect
import types
from typing import Any

from tangent.errors import KindError
from tangent.runtime.arrays import add, zero
from tangent.runtime.records import field_names, field_values, is_record_type, only_fills_fields, with_fields


def add_field(b: Any, name: str, e: Any) -> Any:
    """The adjoint of a record with `e` added to that of a field.

    Raises:
        KindError: if it is not a record that has the field.

    >>> import collections
    >>> add_field(collections.namedtuple('Point', 'x y')(1.0, 2.0), 'y', 0.5)
    Point(x=1.0, y=2.5)
    """
    if not is_record_type(type(b)) or name not in field_names(type(b)):
        raise KindError(f'{name!r} is read, which is no field of a namedtuple or dataclass: what depends on it cannot '
                        'be differentiated', 'Pass the value as an argument, or in a field of a dataclass.')
    return with_fields(b, [add(value, e) if key == name else value
                           for key, value in zip(field_names(type(b)), field_values(b))])


def fields(record: Any) -> dict[str, Any]:
    """What the fields of a record hold, by their names."""
    return dict(zip(field_names(type(record)), field_values(record)))


def from_fields(values: dict[str, Any], record: Any) -> Any:
    """A record like another one, with the values that a dict has for its fields."""
    return with_fields(record, [values[name] for name in field_names(type(record))])


def method_of(record: Any, name: str) -> types.FunctionType:
    """The function that `record.name(...)` calls, as its class has it.

    Raises:
        KindError: if it is not a plain function defined in the class of a record.
    """
    found = inspect.getattr_static(type(record), name, None)
    if not is_record_type(type(record)) or not isinstance(found, types.FunctionType):
        raise KindError(f'the method {name!r} of {type(record).__name__} cannot be differentiated: only those that a '
                        'namedtuple or dataclass defines as plain functions can',
                        'Call a function of the value instead.')
    return found


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
    if not only_fills_fields(type(record)):
        raise KindError(f'replacing fields of {type(record).__name__} cannot be differentiated, for it has an __init__ '
                        'or __post_init__ of its own', 'Make the new one from its fields by a function.')
    return from_fields({**fields(e), **{name: zero(getattr(record, name)) for name in changes}}, e)
