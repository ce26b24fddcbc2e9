"""Rules for namedtuples and dataclasses."""
from __future__ import annotations

import dataclasses
import functools
import inspect
import linecache
from typing import Any

from tangent.runtime.arrays import zero
from tangent.runtime.construction import new
from tangent.runtime.fields import (
    NamedTuple, add_field, check_class, field_of, fields, from_fields, method_of, number, of_class, replaceable,
    unreplaced,
)
from tangent.runtime.records import is_record_type, only_fills_fields
from tangent.templates.registry import LINEAR, Entry, register_classes
from tangent.templates.rules import constant, d, linear
from tangent.templates.rules import tangent as forward

constant(method_of, check_class)
constant(new)


@functools.cache
def rule_of_class(kind: type) -> Entry | None:
    """The rule for making a record, whose fields are the arguments; None for other classes.

        def Point(record, x, y=None):
            d[x] = d[record].x
            d[y] = d[record].y
    """
    if not is_record_type(kind) or not only_fills_fields(kind):
        return None
    given = inspect.signature(kind).parameters
    result = next(name for name in ('record', 'record_', 'record__') if name not in given)
    parameters = [inspect.Parameter(result, inspect.Parameter.POSITIONAL_OR_KEYWORD)]
    parameters += [p.replace(annotation=p.empty, default=p.empty if p.default is p.empty else None)
                   for p in given.values()]
    text = '\n'.join([f'def {kind.__name__}{inspect.Signature(parameters)}:',
                      *[f'    d[{name}] = d[{result}].{name}' for name in given], ''])
    file = f'<rule of {kind.__module__}.{kind.__qualname__}>'
    linecache.cache[file] = (len(text), None, text.splitlines(True), file)
    namespace: dict[str, Any] = {'d': d}
    exec(compile(text, file, 'exec'), namespace)
    return Entry(kind, adjoint=namespace[kind.__name__], style=LINEAR)


register_classes(rule_of_class)


@linear(getattr)
def _getattr(y, object, name):
    d[object] = add_field(zero(object), name, d[y])


@linear(add_field, constant=('name',))
def _add_field(y, b, name, e):
    d[b] = d[y]
    d[e] = field_of(d[y], name)


@linear(field_of, constant=('name',))
def _field_of(y, b, name):
    d[b] = add_field(zero(b), name, d[y])


@linear(number)
def _number(y, x):
    d[x] = d[y]


@forward(number)
def _number_forward(y, x):
    d[y] = d[x]


@linear(of_class, constant=('kind',))
def _of_class(y, x, kind):
    d[x] = d[y]


@forward(of_class)
def _of_class_forward(y, x, kind):
    d[y] = d[x]


@linear(NamedTuple._replace)
def _replace(y, self, **changes):
    d[self] = unreplaced(d[y], self, changes)
    d[changes] = fields(d[y])


@linear(dataclasses.replace)
def _dataclass_replace(y, obj, **changes):
    d[obj] = unreplaced(d[y], obj, changes)
    d[changes] = fields(d[y])


@forward(dataclasses.replace)
def _dataclass_replace_forward(y, obj, **changes):
    d[y] = dataclasses.replace(replaceable(d[obj]), **d[changes])


@linear(replaceable)
def _replaceable(y, record):
    d[record] = d[y]


@forward(replaceable)
def _replaceable_forward(y, record):
    d[y] = d[record]


@linear(unreplaced, shape_reads=('record', 'changes'))
def _unreplaced(y, e, record, changes):
    d[e] = unreplaced(d[y], e, changes)


@linear(NamedTuple._asdict)
def _asdict(y, self):
    d[self] = from_fields(d[y], self)


@linear(fields)
def _fields(y, record):
    d[record] = from_fields(d[y], record)


@linear(from_fields, shape_reads=('record',))
def _from_fields(y, values, record):
    d[values] = fields(d[y])
