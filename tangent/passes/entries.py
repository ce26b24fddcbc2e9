"""The adjoint of a dict, list or array of which single entries were read: made of its contributions at once.

    blayer = tangent.zero(layer)
    blayer_1 = tangent.add_at(blayer, 'b', bb)      ->     blayer_2 = tangent.complete({'b': bb, 'W': bW}, layer)
    blayer_2 = tangent.add_at(blayer_1, 'W', bW)
"""
from __future__ import annotations

from collections import Counter

import attrs
import gast

from tangent.analyses.effects import entry_of
from tangent.runtime.arrays import add, add_at, zero
from tangent.runtime.sequences import complete
from tangent.syntax.build import assign, blocks_of, call, clone, constant, origin_of, reads, walk, with_blocks
from tangent.syntax.function import Function
from tangent.syntax.spelling import Speller
from tangent.templates.engine import static_value


def join_entries(function: Function, speller: Speller) -> Function:
    """The function with adjoints that start from zeros and get entries one by one made of these."""
    return function.with_body(_Joiner(function, speller).block(function.tree.body))


@attrs.frozen
class _Chain:
    """An adjoint in the making: what it is the adjoint of, and its entries by their keys."""

    of: gast.expr
    entries: dict[object, gast.expr]


class _Joiner:
    def __init__(self, function: Function, speller: Speller) -> None:
        self.function, self.speller = function, speller
        found = [part for node in function.tree.body for part in walk(node) if isinstance(part, gast.Name)]
        self.reads = Counter(part.id for part in found if isinstance(part.ctx, gast.Load))
        self.writes = Counter(part.id for part in found if not isinstance(part.ctx, gast.Load))

    def block(self, statements: list[gast.stmt]) -> list[gast.stmt]:
        chains: dict[str, _Chain] = {}
        inner_versions: set[str] = set()  # those that a later version in the block is made of
        out: list[gast.stmt] = []
        for node in statements:
            inner = blocks_of(node)
            if inner:
                out.append(with_blocks(node, list(map(self.block, inner))))
                continue
            chain = self.extended(node, chains)
            if chain is None:
                out.append(node)
                continue
            target = node.targets[0].id
            chains[target] = chain
            inner_versions |= reads(node.value.args[0]) & set(chains)
            out.append(self.made(target, chain, node) if chain.entries else node)
        used = {part.id for node in out for part in walk(node)
                if isinstance(part, gast.Name) and isinstance(part.ctx, gast.Load)}
        return [node for node in out if not (isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name)
                                             and node.targets[0].id in inner_versions and self.is_inner(node, used))]

    def is_inner(self, node: gast.Assign, used: set[str]) -> bool:
        """Whether a version of an adjoint was read for nothing but the next one, which no longer reads it."""
        return self.reads[node.targets[0].id] == 1 and node.targets[0].id not in used

    def extended(self, node: gast.stmt, chains: dict[str, _Chain]) -> _Chain | None:
        """The chain that a statement begins or goes on with."""
        value = getattr(node, 'value', None)
        if not (isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name)
                and isinstance(value, gast.Call) and not value.keywords):
            return None
        target = node.targets[0].id
        if self.writes[target] != 1 or self.reads[target] == 0:
            return None
        entry = entry_of(self.function, value)
        if entry is None:
            return None
        if entry.function is zero:
            return self.begun(value)
        if entry.function is not add_at:
            return None
        start, index, contribution = value.args
        before = chains.get(start.id) if isinstance(start, gast.Name) else self.begun(start)
        if before is None or isinstance(start, gast.Name) and self.reads[start.id] != 1:
            return None
        entry_key = static_value(index)
        if type(entry_key) not in (str, int):
            return None
        if entry_key in before.entries:
            contribution = call(self.speller.spell(add), clone(before.entries[entry_key]), contribution)
        return _Chain(before.of, {**before.entries, entry_key: contribution})

    def begun(self, value: gast.expr) -> _Chain | None:
        """The chain that begins with zeros."""
        entry = entry_of(self.function, value) if isinstance(value, gast.Call) else None
        if entry is None or entry.function is not zero or not isinstance(value.args[0], gast.Name):
            return None
        return _Chain(value.args[0], {})

    def made(self, target: str, chain: _Chain, node: gast.stmt) -> gast.stmt:
        """The statement that makes an adjoint of its entries, those read first in front."""
        keys = list(reversed(chain.entries))
        entries = gast.Dict(list(map(constant, keys)), [clone(chain.entries[key]) for key in keys])
        return assign(target, call(self.speller.spell(complete), entries, clone(chain.of)), origin_of(node))
