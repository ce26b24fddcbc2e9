"""Leave an adjoint loop where a block of the user's stops it.

    for t in reversed(range(n)):                 for t in reversed(range(n)):
        stopped = t < k                              if t < k:
        h = h_tape.pop()                                 break
        if stopped:                        ->        h = h_tape.pop()
            bh = tangent.zero(h)                     bh = ...
        else:
            bh = ...
        if stopped:                              # the field `until` of the loop
            break
"""
from __future__ import annotations

import gast

from tangent.analyses.control import live_after_each
from tangent.analyses.effects import is_pure, is_tape_operation
from tangent.syntax.build import (
    BLOCKS, blocks_of, clone, if_, in_order, origin_of, reads, with_blocks, with_origin, written,
)
from tangent.syntax.function import Function


def leave(function: Function) -> Function:
    """The function with `break` in the place of flags, where nothing more is to be done in an iteration."""
    if not any(_flag_of(node) for node in in_order(function.tree.body)):
        return function
    live = live_after_each(function.tree.body)

    def block(statements: list[gast.stmt]) -> list[gast.stmt]:
        out = []
        for node in statements:
            body = _left(function, node, live[id(node)]) if _flag_of(node) else None
            if body is not None:
                node = with_blocks(node, [body], until=None)
            elif isinstance(node, BLOCKS):
                node = with_blocks(node, list(map(block, blocks_of(node))))
            out.append(node)
        return out
    return function.with_body(block(function.tree.body))


def _flag_of(node: gast.stmt) -> str | None:
    """The flag that ends an adjoint loop."""
    until = getattr(node, 'until', None)
    return until.id if getattr(node, 'reverses', False) and isinstance(until, gast.Name) else None


def _left(function: Function, loop: gast.For, live: set[str]) -> list[gast.stmt] | None:
    """The body of a loop that is left by `break`; None where that would not do the same."""
    flag, body = _flag_of(loop), loop.body
    sets = [i for i, node in enumerate(body) if written(node) == {flag}]
    tests = [i for i, node in enumerate(body) if isinstance(node, gast.If) and reads(node.test) == {flag}]
    if len(sets) != 1 or len(tests) != 1 or tests[0] < sets[0] or sum(flag in reads(node) for node in body) != 1:
        return None
    start, end = sets[0], tests[0]
    branch, test = body[end], body[start].value
    last = [node for node in branch.body if not _is_idle(function, node, live)]
    between, after = body[start + 1:end], body[end + 1:]
    if not live.isdisjoint(set().union(*map(written, after))) or not all(
            isinstance(node, gast.Assign) and (is_pure(function, node.value) or is_tape_operation(function, node))
            for node in between):
        return None
    first, *others = [*map(clone, last), gast.Break()]
    origin = origin_of(body[start])
    new = if_(test, [with_origin(first, origin), *others], [], origin)
    made = set().union(*map(written, between))
    if made.isdisjoint(set().union(*map(reads, last))) and live.isdisjoint(made):
        return [*body[:start], new, *between, *branch.orelse, *after]
    if made.isdisjoint(reads(test)) and is_pure(function, test):
        return [*body[:start], *between, new, *branch.orelse, *after]
    return None


def _is_idle(function: Function, node: gast.stmt, live: set[str]) -> bool:
    """Whether a statement only computes what is not needed after the loop."""
    return isinstance(node, gast.Pass) or isinstance(node, gast.Assign) and is_pure(
        function, node.value) and live.isdisjoint(written(node))
