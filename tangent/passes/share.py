"""Compute an expression once."""
from __future__ import annotations

import gast

from tangent.analyses.effects import entry_of, is_pure
from tangent.syntax.build import assign, key, name, origin_of, walk, with_origin
from tangent.syntax.function import Function


def share(function: Function) -> Function:
    """The same function with a copy in place of an operation that was done before.

        a = x[1:]               a = x[1:]
        b = x[1:] * 2.0    ->   b = a * 2.0

    Only what always ran before counts, and no new memory (`np.zeros`) is shared.
    """
    return function.with_body(_block(function, function.tree.body, {}))


def _block(function: Function, statements: list[gast.stmt], known: dict[object, str]) -> list[gast.stmt]:
    out = []
    for node in statements:
        if isinstance(node, gast.If):
            body, orelse = (_block(function, block, dict(known)) for block in (node.body, node.orelse))
            out.append(with_origin(gast.If(node.test, body, orelse), origin_of(node)))
            continue
        target = node.targets[0] if isinstance(node, gast.Assign) else None
        if isinstance(target, gast.Name) and _is_shareable(function, node.value):
            found = known.setdefault(key(node.value), target.id)
            if found != target.id and function.names.is_temporary(target.id):
                node = assign(target.id, name(found), origin_of(node))
        out.append(node)
    return out


def _is_shareable(function: Function, value: gast.expr) -> bool:
    if not isinstance(value, (gast.BinOp, gast.UnaryOp, gast.Call, gast.Subscript, gast.Attribute)):
        return False
    for part in walk(value):
        if isinstance(part, gast.Call):
            entry = entry_of(function, part)
            if entry is None or entry.template is None and entry.fresh:
                return False
    return is_pure(function, value)
