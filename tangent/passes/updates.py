"""Augmented assignments to what may be an array without dimensions, which Python changes in place.

`x += y` is held as `x_1 = x + y`.  Of an array without dimensions arithmetic makes a number, which can neither
be written in place nor be seen by another name.  Where one of these matters the array stays an array:

    w = z                  w = z
    w_1 = w + v     ->     w_1 = tangent.updated(w + v, w)
    z_1 = tangent.write_through(z, (), w_1)
"""
from __future__ import annotations

import gast

from tangent.analyses.effects import entry_of
from tangent.analyses.observers import changed_by
from tangent.runtime.memory import updated
from tangent.runtime.sequences import set_at
from tangent.syntax.build import call, clone, in_order, rebuild
from tangent.syntax.function import Function, is_generated
from tangent.syntax.indexing import is_whole
from tangent.syntax.spelling import Speller


def keep_arrays(function: Function, speller: Speller) -> Function:
    """The versioned function with augmented assignments that leave an array what it is, where that matters."""
    base = function.names.base
    nodes = [node for node in in_order(function.tree.body) if isinstance(node, gast.Assign)]
    updates = {id(node.value): node.value for node in nodes if getattr(node.value, 'updates', False)}
    if not updates or is_generated(function):
        return function
    shared = {base(node.value.args[0].id) for node in nodes if _writes_whole(function, node.value)}
    for node in nodes:
        if getattr(node.value, 'tied', ()):
            shared |= {base(changed_by(node)), *map(base, node.value.tied)}

    def kept(node: gast.AST) -> gast.AST | None:
        if id(node) not in updates or base(node.left.id) not in shared:
            return None
        return gast.copy_location(call(speller.spell(updated), node, clone(node.left)), node)
    return function.with_body(rebuild(function.tree.body, kept))


def _writes_whole(function: Function, node: gast.expr) -> bool:
    """Whether an expression stands for `x[...] = value` or `x[()] = value`, which arrays without dimensions have."""
    if not isinstance(node, gast.Call) or not isinstance(getattr(node.args[0] if node.args else None, 'id', None), str):
        return False
    entry = entry_of(function, node)
    return entry is not None and entry.function is set_at and is_whole(node.args[1])
