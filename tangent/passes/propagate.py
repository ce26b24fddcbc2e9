"""Read the source of a copy instead of the copy."""
from __future__ import annotations

import gast

from tangent.syntax.build import substitute
from tangent.syntax.function import Function


def propagate(function: Function) -> Function:
    """The same function without statements `a = b` and `a = 1.0`, except those that merge.

        y = x
        z = y * y     ->     z = x * x
    """
    counts: dict[str, int] = {}
    copies: dict[str, gast.expr] = {}
    _collect(function, function.tree.body, counts, copies)
    copies = {target: value for target, value in copies.items() if counts[target] == 1}
    for target in copies:
        value = copies[target]
        while isinstance(value, gast.Name) and value.id in copies:
            value = copies[value.id]
        copies[target] = value
    if not copies:
        return function
    return function.with_body(substitute(_without(function.tree.body, copies), copies))


def _collect(function: Function, statements: list[gast.stmt], counts: dict[str, int],
             copies: dict[str, gast.expr]) -> None:
    for node in statements:
        if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name):
            target = node.targets[0].id
            counts[target] = counts.get(target, 0) + 1
            if isinstance(node.value, gast.Name) and node.value.id in function.names.variables or (
                    isinstance(node.value, gast.Constant) and function.names.is_temporary(target)):
                copies[target] = node.value
        elif isinstance(node, gast.If):
            _collect(function, node.body, counts, copies)
            _collect(function, node.orelse, counts, copies)


def _without(statements: list[gast.stmt], copies: dict[str, gast.expr]) -> list[gast.stmt]:
    out = []
    for node in statements:
        if isinstance(node, gast.If):
            new = gast.If(node.test, _without(node.body, copies) or [gast.Pass()], _without(node.orelse, copies))
            new.origin = getattr(node, 'origin', None)
            out.append(new)
        elif not (isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name)
                  and node.targets[0].id in copies):
            out.append(node)
    return out
