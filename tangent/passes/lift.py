"""Functions defined inside another one get what they read of it, and is assigned later, as arguments.

    def scaled(v):                        def scaled(v, *, rate):
        return rate * v                       return rate * v
    for x in xs:                    ->    for x in xs:
        total += scaled(x)                    total += scaled(x, rate=rate)
        rate = 0.5 * rate                     rate = 0.5 * rate

Python looks such a variable up when the function is called.  Only functions that are called where
they are known by name can be treated so; others are left to be refused.
"""
from __future__ import annotations

from collections.abc import Iterator

import gast

from tangent.syntax.build import (
    LOOPS, SCOPES, blocks_of, bound_names, children, in_order, name, origin_of, parameter, reads, rebuild, walk,
    with_arguments, with_origin, written,
)
from tangent.syntax.function import Function


def lift_captures(function: Function) -> Function:
    """The function with local functions that take what is assigned after them as arguments."""
    while (found := next(_candidates(function), None)) is not None:
        function = _lifted(function, *found)
    return function


def _candidates(function: Function) -> Iterator[tuple[gast.FunctionDef, list[str]]]:
    """Local functions that can be changed, and what they read that is assigned later."""
    for node in in_order(function.tree.body):
        if isinstance(node, gast.FunctionDef):
            captured = set().union(*map(reads, node.body)) - bound_names(node) - {node.name}
            later = captured & set(function.names.variables) & _assigned_later(function, node)
            if later and _is_only_called(function, node, later):
                yield node, sorted(later)


def _assigned_later(function: Function, node: gast.FunctionDef) -> set[str]:
    """What is assigned after a definition, or in a loop around it."""
    statements = in_order(function.tree.body)
    position = next(i for i, other in enumerate(statements) if other is node)
    found = set().union(*map(_assigned, statements[position + 1:]))
    for loop in statements:
        if isinstance(loop, LOOPS) and any(other is node for other in in_order(loop.body)):
            found |= written(loop)
    return found


def _assigned(node: gast.stmt) -> set[str]:
    """What a statement assigns itself, without those inside it."""
    if isinstance(node, gast.For):
        return written(node.target)
    return set() if blocks_of(node) else written(node)


def _is_only_called(function: Function, node: gast.FunctionDef, captured: set[str]) -> bool:
    """Whether a function, the only one of its name, is only called, and only where the captured names are those."""
    statements = in_order(function.tree.body)
    if sum(node.name in _assigned(other) for other in statements) != 1 or node.name in function.parameters:
        return False
    return all(_calls_only(other, node, captured) for other in function.tree.body)


def _calls_only(node: gast.AST, definition: gast.FunctionDef, captured: set[str]) -> bool:
    if isinstance(node, gast.Name):
        return node.id != definition.name
    if isinstance(node, SCOPES) and node is not definition and bound_names(node) & {*captured, definition.name}:
        return not any(isinstance(part, gast.Name) and part.id == definition.name for part in walk(node))
    called = isinstance(node, gast.Call) and isinstance(node.func, gast.Name) and node.func.id == definition.name
    return all(_calls_only(child, definition, captured) for child in children(node)
               if not (called and child is node.func))


def _lifted(function: Function, definition: gast.FunctionDef, captured: list[str]) -> Function:
    """The function with one of its local functions, and the calls of it, changed."""
    def replace(node: gast.AST) -> gast.AST | None:
        if node is definition:
            args = with_arguments(node.args, kwonlyargs=[*node.args.kwonlyargs, *map(parameter, captured)],
                                  kw_defaults=[*node.args.kw_defaults, *[None] * len(captured)])
            new = gast.FunctionDef(node.name, args, rebuild(node.body, replace), node.decorator_list, None, None, [])
            return with_origin(gast.copy_location(new, node), origin_of(node))
        if isinstance(node, gast.Call) and isinstance(node.func, gast.Name) and node.func.id == definition.name:
            given = [gast.keyword(used, name(used)) for used in captured]
            new = gast.Call(node.func, rebuild(node.args, replace), [*rebuild(node.keywords, replace), *given])
            return gast.copy_location(new, node)
        return None
    return function.with_body([rebuild(statement, replace) for statement in function.tree.body])
