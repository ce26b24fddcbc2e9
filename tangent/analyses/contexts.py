"""Contexts that a derivative may enter as its function does: they change no values and catch nothing."""
from __future__ import annotations

import contextlib
import warnings
from typing import Any

import gast
import numpy as np

from tangent.syntax.build import reads, walk, written
from tangent.syntax.function import Function

_TRANSPARENT = (np.errstate, np.printoptions, warnings.catch_warnings, contextlib.nullcontext,
                contextlib.redirect_stdout, contextlib.redirect_stderr)


def is_transparent(function: Function, node: gast.With) -> bool:
    """Whether a block in these contexts does what it does without them."""
    return all(_maker(function, context_made(function, item.context_expr)) in _TRANSPARENT for item in node.items)


def holds_in_adjoint(function: Function, context: gast.expr) -> bool:
    """Whether the adjoint of a block in a context is in that context, too."""
    maker = _maker(function, context)
    if maker is warnings.catch_warnings:
        return any(keyword.arg == 'action' for keyword in context.keywords)
    return maker is np.errstate


def what_is_entered(function: Function, context: gast.expr) -> gast.expr | None:
    """What a context gives to the variable after `as`, where that is a value that goes into it."""
    if _maker(function, context) is not contextlib.nullcontext:
        return None
    values = [*context.args, *[keyword.value for keyword in context.keywords]]
    return values[0] if values else gast.Constant(None, None)


def context_made(function: Function, node: gast.expr) -> gast.expr:
    """The expression that makes a context: what a variable was assigned, where that is one thing only."""
    if not isinstance(node, gast.Name):
        return node
    found = [part.value for statement in function.tree.body for part in walk(statement)
             if isinstance(part, gast.Assign) and node.id in written(part)]
    writers = [part for statement in function.tree.body for part in walk(statement)
               if isinstance(part, gast.Name) and part.id == node.id and not isinstance(part.ctx, gast.Load)]
    if len(found) != 1 or len(writers) != 1 or reads(found[0]) & set(function.names.variables):
        return node
    return found[0]


def _maker(function: Function, node: gast.expr) -> Any:
    """What makes a context, or None where nothing is known of it."""
    if not isinstance(node, gast.Call):
        return None
    found = function.scope.resolve(node.func, function.names.variables)
    return next((known for known in _TRANSPARENT if found is known), None)
