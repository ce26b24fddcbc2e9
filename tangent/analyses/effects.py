"""Which expressions may be left out, repeated or moved."""
from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import gast
import numpy as np

from tangent.analyses.calls import is_of_known_object, method_entry
from tangent.runtime.arrays import add_at
from tangent.runtime.sequences import (
    added_at, append, clear_at, emptied, extend, insert, pop, put_back, set_at, update,
)
from tangent.runtime.surgery import with_part
from tangent.syntax.build import walk
from tangent.syntax.function import MISSING, Function
from tangent.templates.registry import Entry, is_of_numpy, lookup

# What changes its first argument in place, and gives it back as a new version.
WRITES = (add_at, added_at, set_at, clear_at, append, emptied, extend, insert, pop, put_back, update, with_part)
_PLACES_OF_OUT = {np.dot: 2, np.concatenate: 2}  # in functions whose signature not every NumPy tells
_ACTS = {gast.Await, gast.Yield, gast.YieldFrom, gast.NamedExpr}


def entry_of(function: Function, node: gast.Call) -> Entry | None:
    """What is known of what a call calls."""
    return _entry_of_target(function, node, function.scope.resolve(node.func, function.names.variables))


def _entry_of_target(function: Function, node: gast.Call, target: Any) -> Entry | None:
    if target is not MISSING:
        return lookup(target)
    is_method = isinstance(node.func, gast.Attribute) and not is_of_known_object(function, node.func)
    return method_entry(node.func) if is_method else None


def is_pure(function: Function, node: gast.AST) -> bool:
    """Whether evaluating an expression does nothing but give a value that is the same each time."""
    for part in walk(node):
        kind = type(part)
        if kind in _ACTS or kind is gast.Call and not _pure_call(function, part):
            return False
    return True


def _pure_call(function: Function, node: gast.Call) -> bool:
    target = function.scope.resolve(node.func, function.names.variables)
    if getattr(target, 'is_pure_part', False):
        return True
    entry = _entry_of_target(function, node, target)
    return entry is not None and entry.pure


def out_argument(function: Function, node: gast.Call) -> gast.expr | None:
    """What a call of a function of NumPy writes its result into: the argument `out`, by its name or position."""
    for keyword in node.keywords:
        if keyword.arg == 'out':
            return keyword.value
    target = function.scope.resolve(node.func, function.names.variables)
    place = _place_of_out(target) if is_of_numpy(target) else None
    if place is None or len(node.args) <= place or any(isinstance(a, gast.Starred) for a in node.args):
        return None
    found = node.args[place]
    return None if isinstance(found, gast.Constant) and found.value is None else found


@functools.cache
def _place_of_out(function: Callable) -> int | None:
    """The position of `out`, or of the first of several, among the arguments of a function of NumPy."""
    if isinstance(function, np.ufunc):
        return function.nin
    if function in _PLACES_OF_OUT:
        return _PLACES_OF_OUT[function]
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    names = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    return names.index('out') if 'out' in names else None


def is_tape_operation(function: Function, node: gast.stmt) -> bool:
    """Whether a statement saves a value on a tape, or takes it from there."""
    value = node.value if isinstance(node, (gast.Expr, gast.Assign)) else None
    return (isinstance(value, gast.Call) and isinstance(value.func, gast.Attribute)
            and isinstance(value.func.value, gast.Name) and value.func.value.id in function.names.tapes)
