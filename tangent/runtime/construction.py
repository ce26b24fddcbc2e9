"""Making objects: a class as a function that makes an object and sets its attributes, step by step."""
from __future__ import annotations

import dataclasses
import functools
import inspect
from typing import Any

from tangent.runtime.compiled import compiled, passed

_NONE_GIVEN = object()


def new(kind: type) -> Any:
    """An object of a class, before its `__init__` has run.

    >>> class Layer:
    ...     pass
    >>> type(new(Layer)).__name__
    'Layer'
    """
    return object.__new__(kind)


@functools.cache
def maker(kind: type) -> Any:
    """A function that does what a call of a class does, with a source; None for classes that do more than that.

        def make_Layer(W, b):
            self = new(Layer)
            Layer.__init__(self, W, b)
            return self
    """
    if kind.__new__ is not object.__new__ or type(kind).__call__ is not type.__call__:
        return None
    if dataclasses.is_dataclass(kind) and '__init__' in vars(kind) and _is_generated(kind.__init__):
        steps = _fields_of_dataclass(kind)
    elif hasattr(kind, '__attrs_attrs__') and _is_generated(kind.__init__):
        steps = _fields_of_attrs(kind)
    else:
        steps = _by_init(kind)
    if steps is None:
        return None
    given, lines, names = steps
    body = [f'self = new({kind.__name__})', *lines, 'return self']
    made = compiled(f'make_{kind.__name__}', given, body, {kind.__name__: kind, 'new': new, **names})
    made.makes = kind
    return made


def _is_generated(make: Any) -> bool:
    code = getattr(make, '__code__', None)
    return code is not None and code.co_filename.startswith('<')


def _by_init(kind: type) -> tuple | None:
    if kind.__init__ is object.__init__:
        return [], [], {}
    if not inspect.isfunction(kind.__init__):
        return None
    _, *given = inspect.signature(kind.__init__).parameters.values()
    return given, [f'{kind.__name__}.__init__({", ".join(["self", *map(passed, given)])})'], {}


def _fields_of_dataclass(kind: type) -> tuple | None:
    given = {p.name: p for p in inspect.signature(kind).parameters.values()}
    lines, names, initial = [], {}, []
    for name, f in kind.__dataclass_fields__.items():
        if f._field_type is dataclasses._FIELD_CLASSVAR:
            continue
        if f._field_type is dataclasses._FIELD_INITVAR:
            initial.append(name)
        elif name in given:
            has_factory = f.default_factory is not dataclasses.MISSING
            lines.append(_filled(name, name, names, f.default_factory if has_factory else None, given))
        elif f.default_factory is not dataclasses.MISSING:
            names[f'{name}_factory'] = f.default_factory
            lines.append(f'self.{name} = {name}_factory()')
    if hasattr(kind, '__post_init__'):
        lines.append(f'{kind.__name__}.__post_init__({", ".join(["self", *initial])})')
    return list(given.values()), lines, names


def _fields_of_attrs(kind: type) -> tuple | None:
    given = {p.name: p for p in inspect.signature(kind).parameters.values()}
    lines, names = [], {}
    for f in kind.__attrs_attrs__:
        factory = getattr(f.default, 'factory', None)
        if f.converter is not None or f.validator is not None or getattr(f.default, 'takes_self', False):
            return None
        if f.init:
            lines.append(_filled(f.name, f.alias, names, factory, given))
        elif factory is not None:
            names[f'{f.name}_factory'] = factory
            lines.append(f'self.{f.name} = {f.name}_factory()')
        elif type(f.default).__name__ != '_Nothing':
            names[f'{f.name}_default'] = f.default
            lines.append(f'self.{f.name} = {f.name}_default')
    if hasattr(kind, '__attrs_pre_init__'):
        return None
    if hasattr(kind, '__attrs_post_init__'):
        lines.append(f'{kind.__name__}.__attrs_post_init__(self)')
    return list(given.values()), lines, names


def _filled(name: str, parameter: str, names: dict[str, Any], factory: Any,
            given: dict[str, inspect.Parameter]) -> str:
    """The statement that gives a field its value, a new one if its factory makes that and none is passed."""
    if factory is None:
        return f'self.{name} = {parameter}'
    names[f'{name}_factory'], names['none_given'] = factory, _NONE_GIVEN
    given[parameter] = given[parameter].replace(default=_NONE_GIVEN)
    return f'self.{name} = {name}_factory() if {parameter} is none_given else {parameter}'
