"""Refuse iterators that are gone through more than once: the second time Python finds what the first one left.

Derivatives keep the items of an iterator in a list, of which that is not true.
"""
from __future__ import annotations

import builtins
import types
from collections.abc import Sequence

import gast

from tangent.errors import SourceError, UnsupportedError
from tangent.passes.late import check_read_late
from tangent.syntax.build import LOOPS, SCOPES, blocks_of, head_of, reads, walk
from tangent.syntax.function import Function
from tangent.syntax.parse import read
from tangent.templates.registry import is_lazy, lookup

_LAZY = (builtins.map, builtins.zip, builtins.filter, builtins.enumerate, builtins.reversed)


def check_consumed(function: Function) -> Function:
    """The function as it is.

    Raises:
        UnsupportedError: with the place, where an iterator is made that is read more than once, or too late.
    """
    iterators: set[str] = set()
    for node in [part for statement in function.tree.body for part in walk(statement)]:
        if isinstance(node, gast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], gast.Name):
            target, value = node.targets[0].id, node.value
            if gives_iterator(function, value) or isinstance(value, gast.Name) and value.id in iterators:
                iterators.add(target)
                if _times(function.tree.body, target) > 1:
                    raise _refusal(function, node, target)
                check_read_late(function, node)
        elif isinstance(node, gast.Call):
            _check_arguments(function, node)
    return function


def gives_iterator(function: Function, node: gast.expr, looked_at: tuple[object, ...] = ()) -> bool:
    """Whether the value of an expression is an iterator: its own, or what a function of the user's returns."""
    if isinstance(node, gast.GeneratorExp):
        return True
    if not isinstance(node, gast.Call):
        return False
    called = function.scope.resolve(node.func, function.names.variables)
    if any(called is lazy for lazy in _LAZY) or is_lazy(called):
        return True
    inner = None if called in looked_at else _source(called)
    return inner is not None and any(
        isinstance(part, gast.Return) and part.value is not None and gives_iterator(
            inner, part.value, (*looked_at, called)) for statement in inner.tree.body for part in walk(statement))


def _source(called: object) -> Function | None:
    """A function of the user's, as it was read."""
    if not isinstance(called, types.FunctionType) or lookup(called) is not None:
        return None
    try:
        return read(called)
    except (SourceError, UnsupportedError):
        return None


def _check_arguments(function: Function, node: gast.Call) -> None:
    """Raise if an iterator is passed to a function that goes through it more than once."""
    if not any(gives_iterator(function, argument) for argument in node.args):
        return
    inner = _source(function.scope.resolve(node.func, function.names.variables))
    if inner is None:
        return
    parameters = [p.id for p in [*inner.tree.args.posonlyargs, *inner.tree.args.args]]
    for argument, parameter in zip(node.args, parameters):
        if gives_iterator(function, argument) and _times(inner.tree.body, parameter) > 1:
            raise _refusal(function, argument, parameter)


def _refusal(function: Function, node: gast.AST, variable: str) -> UnsupportedError:
    return function.error(
        UnsupportedError, node, f'{variable!r} is an iterator, and is read more than once: the second time Python '
        'finds what the first one left, which cannot be differentiated', 'Make a list of its items: list(...).')


def _times(statements: Sequence[gast.stmt], variable: str) -> int:
    """How often a variable is read on a path through statements, those of a loop counted twice; at most."""
    found = 0
    for position, node in enumerate(statements):
        if isinstance(node, gast.If) and node.body and isinstance(node.body[-1], gast.Return):
            others = _times([*node.orelse, *statements[position + 1:]], variable)
            return found + _occurrences(node.test, variable) + max(_times(node.body, variable), others)
        found += _times_in(node, variable)
    return found


def _times_in(node: gast.stmt, variable: str) -> int:
    if isinstance(node, SCOPES):
        return 2 * (variable in reads(node))
    found = sum(_occurrences(part, variable) for part in head_of(node)) if blocks_of(node) else _occurrences(
        node, variable)
    inner = [_times(block, variable) for block in blocks_of(node)]
    if isinstance(node, gast.If):
        return found + max(inner)
    assigns = isinstance(node, LOOPS) and any(
        isinstance(part, gast.Name) and part.id == variable and isinstance(part.ctx, gast.Store) for part in walk(node))
    return found + sum(inner) * (2 if isinstance(node, LOOPS) and not assigns else 1)


def _occurrences(node: gast.AST, variable: str) -> int:
    return sum(isinstance(part, gast.Name) and part.id == variable and isinstance(part.ctx, gast.Load)
               for part in walk(node))
