"""Sequences of adjoints that a loop fills item by item, in place of zeros that it adds to.

    blayers = tangent.zero(layers)                       blayers = tangent.unfilled(layers)
    for i in reversed(tangent.indices(layers)):   ->     for i in reversed(tangent.indices(layers)):
        ...                                                  ...
        blayers = tangent.add_at(blayers, i, blayer)         blayers = tangent.add_at(blayers, i, blayer)

Where `layers` is known to be a list, that is `[None] * len(layers)` and `blayers[i] = blayer`.
"""
from __future__ import annotations

import gast

from tangent.analyses.effects import entry_of
from tangent.analyses.kinds import checked_kinds
from tangent.runtime.arrays import add_at, unfilled, zero
from tangent.runtime.sequences import indices, set_at
from tangent.syntax.build import (
    assign, binary, blocks_of, call, constant, key, name, origin_of, walk, with_blocks, with_origin,
)
from tangent.syntax.function import Function
from tangent.syntax.spelling import Speller


def fill(function: Function, speller: Speller) -> Function:
    """The function with adjoints of sequences filled by the loops that go through all of their items."""
    return function.with_body(_Filler(function, speller).block(function.tree.body))


class _Filler:
    def __init__(self, function: Function, speller: Speller) -> None:
        self.function, self.speller = function, speller
        self.lists = {parameter for parameter, kind in checked_kinds(function).items() if kind.of == 'list'}

    def block(self, statements: list[gast.stmt]) -> list[gast.stmt]:
        out: list[gast.stmt] = []
        for node in statements:
            if blocks_of(node):
                node = with_blocks(node, list(map(self.block, blocks_of(node))))
            sequence = self.gone_through(node)
            out.append(node if sequence is None else self.filling(node, sequence, out))
        return out

    def gone_through(self, node: gast.stmt) -> str | None:
        """The variable all of whose items an adjoint loop goes through."""
        if not (isinstance(node, gast.For) and getattr(node, 'reverses', False) and isinstance(node.target, gast.Name)):
            return None
        inner = _argument(node.iter, 'reversed')
        if isinstance(inner, gast.Call) and self.calls(inner, indices) and len(inner.args) == 1:
            inner = inner.args[0]
        else:
            inner = _argument(_argument(inner, 'range'), 'len')
        return inner.id if isinstance(inner, gast.Name) else None

    def calls(self, node: gast.AST | None, helper: object) -> bool:
        entry = entry_of(self.function, node) if isinstance(node, gast.Call) else None
        return entry is not None and entry.function is helper

    def filling(self, loop: gast.For, sequence: str, before: list[gast.stmt]) -> gast.stmt:
        """The loop with each item given its adjoint; what starts from zeros before it is emptied."""
        body = list(loop.body)
        for position, node in enumerate(body):
            adjoint = self.added_to(node, loop)
            if adjoint is None:
                continue
            starts = [i for i, other in enumerate(before) if _assigned(other) == adjoint]
            if len(starts) != 1 or not self.is_zero_of(before[starts[0]], sequence) or _reads(
                    before, adjoint) or _reads(body, adjoint) != 1 or _reads(body, _assigned(node)) != 1:
                continue
            helper, empty = node.value.func, call(self.speller.spell(unfilled), name(sequence))
            if sequence in self.lists:
                helper = self.speller.spell(set_at)
                empty = binary(gast.List([constant(None)], gast.Load()), gast.Mult(), call(name('len'), name(sequence)))
            before[starts[0]] = assign(adjoint, empty, origin_of(before[starts[0]]))
            value = gast.Call(helper, node.value.args, [])
            value.keeps = True
            body[position] = with_origin(gast.Assign(node.targets, value, None), origin_of(node))
        return with_blocks(loop, [body])

    def added_to(self, node: gast.stmt, loop: gast.For) -> str | None:
        """The variable carried by a loop to which a statement adds the adjoint of the item at hand."""
        value = getattr(node, 'value', None)
        if not (isinstance(node, gast.Assign) and self.calls(value, add_at) and isinstance(value.args[0], gast.Name)):
            return None
        buffer, index, item = value.args
        carried = self.function.names.heads.get(buffer.id) == loop.loop
        while isinstance(item, gast.Call) and item.args and not self.is_own(item):
            item = item.args[0]  # a part of something would have to be copied to be kept
        return buffer.id if carried and key(index) == key(name(loop.target.id)) and not isinstance(
            item, gast.Subscript) else None

    def is_own(self, node: gast.Call) -> bool:
        entry = entry_of(self.function, node)
        return entry is not None and entry.fresh

    def is_zero_of(self, node: gast.stmt, sequence: str) -> bool:
        return self.calls(node.value, zero) and key(node.value.args[0]) == key(name(sequence))


def _assigned(node: gast.stmt) -> str | None:
    return node.targets[0].id if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name) else None


def _reads(statements: list[gast.stmt], identifier: str | None) -> int:
    return sum(isinstance(part, gast.Name) and part.id == identifier and isinstance(part.ctx, gast.Load)
               for node in statements for part in walk(node))


def _argument(node: gast.expr | None, builtin: str) -> gast.expr | None:
    """The argument of a call of a built-in function with one."""
    called = isinstance(node, gast.Call) and isinstance(node.func, gast.Name) and node.func.id == builtin
    return node.args[0] if called and len(node.args) == 1 else None
