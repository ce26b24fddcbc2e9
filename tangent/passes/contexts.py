"""Contexts with items of few kinds: each made where it is entered, and given to a name or to nothing.

    settings = np.errstate(over='ignore')      settings = np.errstate(over='ignore')
    with settings, nullcontext(x) as y:   ->   with np.errstate(over='ignore'), nullcontext(x):
        z = y * y                                  y = x
                                                   z = y * y
"""
from __future__ import annotations

import gast

from tangent.analyses.contexts import context_made, what_is_entered
from tangent.syntax.build import clone, name, origin_of, store, with_blocks, with_origin
from tangent.syntax.function import Function


def plain_contexts(function: Function, node: gast.With) -> gast.With:
    """A `with` whose items can be entered again in the adjoint; its block begins with what they gave."""
    items, given = [], []
    for item in node.items:
        context, target = clone(context_made(function, item.context_expr)), item.optional_vars
        value = what_is_entered(function, context)
        if target is not None and (value is not None or not isinstance(target, gast.Name)):
            held = store(function.names.fresh('value', temporary=True)) if value is None else None
            value = name(held.id) if value is None else clone(value)
            given.append(with_origin(gast.Assign([target], value, None), origin_of(node)))
            target = held
        items.append(gast.withitem(context, target))
    return with_blocks(node, [[*given, *node.body]], items=items)
