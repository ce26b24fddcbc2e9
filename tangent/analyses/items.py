"""Of which class the items of lists and the attributes of objects are, by annotations and by how lists are made.

Nothing makes sure of these classes when a function is derived, so what is read is checked when it runs
(`tangent.of_class`). They are used of classes only for which Python would have to ask the object otherwise: those
with operators, properties or methods that change it.
"""
from __future__ import annotations

import collections.abc
import functools
import inspect
import types
import typing
from typing import Any

import attrs
import gast

from tangent.errors import SourceError, UnsupportedError
from tangent.runtime.records import has_operators, has_subclasses, is_record_type
from tangent.syntax.build import walk
from tangent.syntax.function import MISSING, Function
from tangent.syntax.parse import read

_SEQUENCES = (list, tuple, collections.abc.Sequence)
_SAME_ITEMS = (list, tuple, sorted, reversed)


@attrs.frozen
class Items:
    """Stands for the class of lists and tuples whose items are of a class."""

    kind: Any


@attrs.frozen(eq=False)
class Item:
    """Stands for an expression for an item of another one, which a loop goes through."""

    iterable: gast.expr


def annotated_class(annotation: Any) -> type | Items | None:
    """The class that an annotation, as a value, says of a variable; None if it says another thing."""
    if is_record_type(annotation) and not inspect.isabstract(annotation):
        return annotation
    if typing.get_origin(annotation) in _SEQUENCES:
        first, *others = typing.get_args(annotation)
        if is_record_type(first) and not inspect.isabstract(first) and others in ([], [Ellipsis]):
            return Items(first)
    return None


def annotation_of(function: Function, node: gast.expr | None) -> Any:
    """The value of an annotation: of a name, of a text, or of a name with others in brackets; MISSING if unknown."""
    if isinstance(node, gast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
        node = gast.Name(node.value, gast.Load(), None, None)
    if isinstance(node, gast.Subscript):
        outer = function.scope.resolve(node.value)
        parts = node.slice.elts if isinstance(node.slice, gast.Tuple) else [node.slice]
        inner = [part.value if isinstance(part, gast.Constant) and part.value is Ellipsis
                 else annotation_of(function, part) for part in parts]
        return outer[tuple(inner)] if typing.get_origin(outer) in _SEQUENCES or outer in _SEQUENCES and (
            MISSING not in inner) else MISSING
    return function.scope.resolve(node) if node is not None else MISSING


@functools.cache
def attribute_classes(kind: type) -> dict[str, type | Items]:
    """The classes that a class says its attributes are of."""
    try:
        hints = typing.get_type_hints(kind)
    except Exception:  # of an annotation that cannot be evaluated nothing is known
        return {}
    found = {name: annotated_class(hint) for name, hint in hints.items()}
    return {name: held for name, held in found.items() if held is not None}


def is_asked(kind: Any, within: tuple[Any, ...] = ()) -> bool:
    """Whether a class, that of the objects and of no other, decides what is computed with them or their attributes.

    within: the classes of objects that have these as attributes.
    """
    if isinstance(kind, Items):
        return is_asked(kind.kind, within)
    if not isinstance(kind, type) or kind in within or has_subclasses(kind):
        return False
    return has_operators(kind) or _computes(kind) or any(
        is_asked(held, (*within, kind)) for held in attribute_classes(kind).values())


@functools.cache
def _computes(kind: type) -> bool:
    """Whether a class has properties, or methods that change the object."""
    found = {name: inspect.getattr_static(kind, name) for name in dir(kind) if not hasattr(object, name)}
    return any(isinstance(value, property | functools.cached_property) or isinstance(value, types.FunctionType)
               and _changes_first(value) for value in found.values())


def _changes_first(method: types.FunctionType) -> bool:
    """Whether a method may change an attribute of its object."""
    try:
        function = read(method)
    except (SourceError, UnsupportedError):
        return False
    return any(isinstance(part, (gast.Attribute, gast.Subscript)) and isinstance(part.ctx, (gast.Store, gast.Del))
               for statement in function.tree.body for part in walk(statement))


def iterated(function: Function, target: gast.expr, iterable: gast.expr) -> list[tuple[gast.expr, gast.expr | Item]]:
    """The targets of a loop, each with what it is an item of, where that is seen."""
    if isinstance(iterable, gast.Call) and isinstance(target, gast.Tuple) and not iterable.keywords:
        called = function.scope.resolve(iterable.func, function.names.variables)
        if called is enumerate and len(target.elts) == 2 and iterable.args:
            return [(target.elts[1], Item(iterable.args[0]))]
        if called is zip and len(target.elts) == len(iterable.args):
            return [(part, Item(argument)) for part, argument in zip(target.elts, iterable.args)]
    return [(target, Item(iterable))] if isinstance(target, gast.Name) else []


def keeps_items(function: Function, node: gast.Call) -> gast.expr | None:
    """What a call makes a list or tuple of, with the same items."""
    if isinstance(node.func, gast.Attribute):
        return node.func.value if node.func.attr == 'copy' and not node.args else None
    called = function.scope.resolve(node.func, function.names.variables)
    return node.args[0] if len(node.args) == 1 and any(called is kept for kept in _SAME_ITEMS) else None
