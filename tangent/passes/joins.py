"""Mark `+` and `*` of what is surely a list or tuple, which join or repeat it; `|` of dicts becomes a display.

    a = [x]                     a = [x]
    b = a + c            ->     b = a + c        # marked: `joins` is 1 where the left operand is the list
    d = e | {'x': x}            d = {**e, **{'x': x}}
"""
from __future__ import annotations

import gast

from tangent.analyses.containers import Containers
from tangent.syntax.build import rebuild, rebuild_children, walk
from tangent.syntax.function import Function


def mark_joins(function: Function) -> Function:
    """The function with what joins containers marked."""
    if not any(isinstance(node, gast.BinOp) for statement in function.tree.body for node in walk(statement)):
        return function
    containers = Containers(function)

    def replace(node: gast.AST) -> gast.AST | None:
        if not isinstance(node, gast.BinOp):
            return None
        kind = containers.of(node)
        new = rebuild_children(node, lambda child: rebuild(child, replace))
        if kind is dict and not getattr(node, 'updates', False):
            return gast.copy_location(gast.Dict([None, None], [new.left, new.right]), node)
        if kind in (list, tuple):
            new.joins = 1 if containers.of(node.left) is kind else 2
        return new
    return function.with_body([rebuild(statement, replace) for statement in function.tree.body])
