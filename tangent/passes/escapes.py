"""Refuse functions that are kept while a loop assigns what they read again, and defaults of functions that are values.

    for k in y:
        fs.append(lambda v: v * k)      each of them reads the last k, whose adjoint is no longer at hand

A function that is done with when the iteration ends is fine.
"""
from __future__ import annotations

import types

import gast

from tangent.analyses.activity import Activity, target_names
from tangent.analyses.effects import entry_of
from tangent.errors import SourceError, UnsupportedError
from tangent.runtime.memory import overlaps
from tangent.syntax.build import LOOPS, SCOPES, children, in_order, reads, walk, written
from tangent.syntax.function import Function, is_generated
from tangent.syntax.parse import read
from tangent.templates.registry import is_of_numpy


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
    return _spread(function, loop.body, {definition.name}, frozenset())


def _spread(function: Function, statements: list[gast.stmt], held: set[str], asked: frozenset) -> set[str]:
    """The variables that may hold what some of them do."""
    found, size = set(held), 0
    while size < len(found):
        size = len(found)
        for node in in_order(statements):
            if isinstance(node, gast.FunctionDef):
                found |= {node.name} if found & reads(node) else set()
            elif isinstance(node, (gast.Assign, gast.AugAssign, gast.AnnAssign)) and node.value is not None:
                targets = node.targets if isinstance(node, gast.Assign) else [node.target]
                if _may_hold(function, node.value, found, asked):
                    found.update(*map(target_names, targets), *map(reads, targets))
            elif isinstance(node, gast.Expr) and isinstance(node.value, gast.Call):  # it may write
                given = [*node.value.args, *[keyword.value for keyword in node.value.keywords]]
                if any(_may_hold(function, value, found, asked) for value in given):
                    found |= reads(node.value)
            elif isinstance(node, gast.For) and _may_hold(function, node.iter, found, asked):
                found.update(target_names(node.target))
    return found


def _may_hold(function: Function, node: gast.expr, held: set[str], asked: frozenset) -> bool:
    """Whether an expression may give a function that the variables hold, or what holds it."""
    if isinstance(node, gast.Name):
        return node.id in held
    if isinstance(node, gast.Call):
        entry = entry_of(function, node)
        if entry is not None and (entry.function is overlaps or is_of_numpy(entry.function)):
            return False
        given = [value for value in [*node.args, *[keyword.value for keyword in node.keywords]]
                 if _may_hold(function, value, held, asked)]
        return bool(given) and (entry is not None or _may_give_back(function, node, given, asked))
    if isinstance(node, SCOPES):
        return not held.isdisjoint(reads(node))
    return any(_may_hold(function, child, held, asked) for child in children(node) if isinstance(child, gast.expr))


def _may_give_back(function: Function, node: gast.Call, given: list[gast.expr], asked: frozenset) -> bool:
    """Whether a function may return some of the arguments that it is given, or what holds them."""
    found = _called(function, node)
    if found is None:
        return True
    callee, tree = found
    place = tree.name, callee.file, tree.lineno
    if place in asked:
        return False  # what a recursion gives is looked for where it began
    positional = [parameter.id for parameter in [*tree.args.posonlyargs, *tree.args.args]]
    if any(isinstance(a, gast.Starred) for a in node.args) or any(k.arg is None for k in node.keywords) or (
            len(node.args) > len(positional)):
        return True
    taken = {*[name for name, a in zip(positional, node.args) if a in given],
             *[k.arg for k in node.keywords if k.value in given]}
    asked = asked | {place}
    holders = _spread(callee, tree.body, taken, asked)
    returned = [part.value for part in in_order(tree.body) if isinstance(part, gast.Return) and part.value is not None]
    return any(_may_hold(callee, value, holders, asked) for value in returned)


def _called(function: Function, node: gast.Call) -> tuple[Function, gast.FunctionDef] | None:
    """The definition of what is called, and the function whose names it reads; None if it is not known."""
    if isinstance(node.func, gast.Name) and node.func.id in function.names.variables:
        local = [part for part in in_order(function.tree.body) if isinstance(part, gast.FunctionDef)
                 and part.name == node.func.id]
        return (function, local[0]) if len(local) == 1 else None
    target = function.scope.resolve(node.func, function.names.variables)
    if not isinstance(target, types.FunctionType):
        return None
    try:
        callee = read(target)
    except (SourceError, UnsupportedError):
        return None
    return callee, callee.tree


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
