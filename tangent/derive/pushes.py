"""Calls in forward mode: a callee also takes tangents of its arguments, and also gives that of its result."""
from __future__ import annotations

from collections.abc import Callable

import gast

from tangent.analyses.activity import Activity
from tangent.analyses.calls import Callee
from tangent.derive.callees import Request, asked, unknown
from tangent.syntax.build import call, tuple_
from tangent.syntax.function import Function
from tangent.syntax.spelling import Speller


def push_call(function: Function, activity: Activity, speller: Speller,
              push: Callable[[Request, Function | None], tuple[gast.expr, tuple[str, ...]]], node: gast.Call,
              callee: Callee, tangent_of: Callable[[gast.expr], gast.expr]) -> gast.expr:
    """The call that gives both the result and its tangent.

    push: from what is asked of a callee, how its push-forward is called, and what it calls its tangents.
    tangent_of: the tangent of an operand.
    """
    if callee.local is None and not callee.is_source:
        found = unknown(function, activity, speller, node, callee)
        pushed = call(speller.helper('tangent_of'), *found.which)
        return gast.Call(pushed, [tuple_(list(map(tangent_of, found.operands))), *found.arguments], node.keywords)
    call_ = asked(function, activity, node, callee)
    pushed, seeds = push(call_.request, call_.parent)
    tangents = [gast.keyword(seed, tangent_of(operand)) for seed, operand in zip(seeds, call_.operands)]
    return gast.Call(pushed, call_.arguments, [*call_.keywords, *tangents])
