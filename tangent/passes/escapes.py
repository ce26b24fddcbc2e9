"""Refuse functions that are kept while a loop assigns what they read again, and defaults of functions that are values.

    for k in y:
        fs.append(lambda v: v * k)      each of them reads the last k, whose adjoint is no longer at hand

A function that is done with when the iteration ends is fine.
"""
from __future__ import annotations

import functools

import gast

from tangent.analyses.activity import Activity, target_names
from tangent.analyses.effects import entry_of
from tangent.errors import UnsupportedError
from tangent.runtime.memory import overlaps
from tangent.syntax.build import LOOPS, SCOPES, children, in_order, reads, walk, written
from tangent.syntax.function import Function, is_generated
from tangent.templates.registry import is_of_numpy

_KEEP = (functools.partial, list, tuple, dict, set)


def check_escapes(function: Function, activity: Activity) -> Function:
    """Return a function with its active expressions taken apart as it is.

    Raises:
        UnsupportedError: with the place of a function that is kept and reads what is assigned again.
    """
    if is_generated(function):  # it keeps functions on tapes for their code, and what they captured apart from them
        return function
    statements = in_order(function.tree.body)
    defined = [node for node in statements if isinstance(node, gast.FunctionDef)]
    for definition in defined:
        _check_defaults(function, activity, definition)
    for loop in statements if defined else ():
        if isinstance(loop, LOOPS):
            for definition in in_order(loop.body):
                if isinstance(definition, gast.FunctionDef):
                    _check_kept(function, activity, loop, definition)
    return function


def _check_kept(function: Function, activity: Activity, loop: gast.For | gast.While,
                definition: gast.FunctionDef) -> None:
    again = activity.captured(definition) & activity.active & written(loop)
    if again and not _holders(function, loop, definition).isdisjoint(_outliving(function, loop)):
        shown = function.names.base(min(again))
        raise function.error(
            UnsupportedError, definition, f'a function that reads {shown!r} is kept when the loop assigns {shown!r} '
            'again, of which Python then sees the last value',
            f'Give it the value of its own iteration: functools.partial(lambda {shown}, v: ..., {shown}).')


def _outliving(function: Function, loop: gast.For | gast.While) -> set[str]:
    """The variables that go from one iteration to the next, or are read after the loop."""
    inside = {id(node) for node in in_order([loop])}
    outside = [node for node in in_order(function.tree.body) if id(node) not in inside]
    own = set().union(*[_own_reads(node) for node in outside])
    return own | {head for head, number in function.names.heads.items() if number == loop.loop}


def _own_reads(node: gast.stmt) -> set[str]:
    """What a statement reads itself, without those inside it."""
    if isinstance(node, gast.FunctionDef):
        return reads(node)
    found: set[str] = set()
    stack = [child for child in children(node) if not isinstance(child, gast.stmt)]
    for part in stack:
        if isinstance(part, gast.Name) and isinstance(part.ctx, gast.Load):
            found.add(part.id)
        stack += [child for child in children(part) if not isinstance(child, gast.stmt)]
    return found


def _holders(function: Function, loop: gast.For | gast.While, definition: gast.FunctionDef) -> set[str]:
    """The variables of a loop that may hold a function defined in it."""
    found, size = {definition.name}, 0
    while size < len(found):
        size = len(found)
        for node in in_order(loop.body):
            if isinstance(node, gast.FunctionDef) and node is not definition and found & reads(node):
                found.add(node.name)
            elif isinstance(node, gast.Assign) and _may_hold(function, node.value, found):
                found |= set().union(*map(target_names, node.targets))
    return found


def _may_hold(function: Function, node: gast.expr, held: set[str]) -> bool:
    """Whether an expression may give a function that the variables hold, or what holds it."""
    if isinstance(node, gast.Name):
        return node.id in held
    if isinstance(node, gast.Call):
        entry = entry_of(function, node)
        keeps = entry is not None and entry.function is not overlaps and not is_of_numpy(entry.function) or any(
            function.scope.resolve(node.func, function.names.variables) is kind for kind in _KEEP)
        given = [*node.args, *[keyword.value for keyword in node.keywords]]
        return keeps and any(_may_hold(function, value, held) for value in given)
    if isinstance(node, SCOPES):
        return not held.isdisjoint(reads(node))
    return any(_may_hold(function, child, held) for child in children(node) if isinstance(child, gast.expr))


def _check_defaults(function: Function, activity: Activity, definition: gast.FunctionDef) -> None:
    """Refuse a function that is a value and has a default value that carries derivatives."""
    values = [value for value in [*definition.args.defaults, *definition.args.kw_defaults] if value is not None]
    if not any(map(activity.carries, values)):
        return
    for node in function.tree.body:
        called = {id(part.func) for part in walk(node) if isinstance(part, gast.Call)}
        if any(isinstance(part, gast.Name) and part.id == definition.name and isinstance(part.ctx, gast.Load)
               and id(part) not in called for part in walk(node)):
            raise function.error(
                UnsupportedError, definition, f'the default value of a parameter of {definition.name!r}, which is '
                'used as a value, carries derivatives', 'Use functools.partial to give the value.')
