"""Compute an expression once."""
from __future__ import annotations

import attrs
import gast

from tangent.analyses.effects import entry_of, is_pure
from tangent.runtime.memory import overlaps
from tangent.syntax.build import (
    LOOPS, assign, blocks_of, key, name, origin_of, reads, walk, with_blocks, written,
)
from tangent.syntax.function import Function


def share(function: Function) -> Function:
    """The same function with a copy in place of an operation that was done before.

        a = x[1:]               a = x[1:]
        b = x[1:] * 2.0    ->   b = a * 2.0

    Only what always ran before counts, and no new memory (`np.zeros`) is shared.  The loop that reverses
    another does the arithmetic of an iteration again, as that costs no more than to keep what came of it.
    Where the run is asked which arrays are one memory, arrays of equal values stay apart.
    """
    calls = (part for statement in function.tree.body for part in walk(statement) if isinstance(part, gast.Call))
    if any(getattr(entry_of(function, part), 'function', None) is overlaps for part in calls):
        return function
    return function.with_body(_Sharer(function).block(function.tree.body, {}))


class _Sharer:
    def __init__(self, function: Function) -> None:
        self.function = function
        self.after: dict[int, tuple[dict[object, str], set[str]]] = {}  # what is known after the body of a loop

    def block(self, statements: list[gast.stmt], known: dict[object, str]) -> list[gast.stmt]:
        out = []
        for node in statements:
            if isinstance(node, gast.If):
                out.append(with_blocks(node, [self.block(block, dict(known)) for block in blocks_of(node)]))
            elif isinstance(node, gast.With):
                out.append(with_blocks(node, [self.block(node.body, known)]))
            elif isinstance(node, LOOPS):
                out.append(self.loop(node, dict(known)))
            else:
                out.append(self.statement(node, known))
        return out

    def loop(self, node: gast.For | gast.While, known: dict[object, str]) -> gast.stmt:
        """A loop; in the one that reverses it the values of an iteration are those that it had before."""
        if getattr(node, 'reverses', False) and node.loop in self.after:
            inside, assigned = self.after[node.loop]
            known = {**{k: v for k, v in known.items() if v not in assigned and assigned.isdisjoint(k.reads)}, **inside}
        new = with_blocks(node, [self.block(node.body, known)])
        again = {k: v for k, v in known.items() if k.key[0] != 'BinOp'}
        self.after.setdefault(node.loop, (again, written(node)))
        return new

    def statement(self, node: gast.stmt, known: dict[object, str]) -> gast.stmt:
        target = node.targets[0] if isinstance(node, gast.Assign) else None
        if isinstance(target, gast.Name) and _is_shareable(self.function, node.value):
            found = known.setdefault(_Key(key(node.value), frozenset(reads(node.value))), target.id)
            if found != target.id and self.function.names.is_temporary(target.id):
                return assign(target.id, name(found), origin_of(node))
        return node


@attrs.frozen
class _Key:
    """An expression that was computed."""

    key: object
    reads: frozenset[str]


def _is_shareable(function: Function, value: gast.expr) -> bool:
    if not isinstance(value, (gast.BinOp, gast.UnaryOp, gast.Call, gast.Subscript, gast.Attribute)):
        return False
    for part in walk(value):
        if isinstance(part, gast.Call):
            entry = entry_of(function, part)
            if entry is None or entry.template is None and entry.fresh:
                return False
    return is_pure(function, value)
