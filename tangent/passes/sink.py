"""Compute what a variable is next where the value it has is read last, so that both can have one name.

    bs_1 = bs * b               bb = bs * a
    bb = bs * a          ->     bs = bs * b
    bs = bs_1
"""
from __future__ import annotations

import collections

import gast

from tangent.analyses.control import captured_names
from tangent.analyses.effects import is_pure, is_tape_operation
from tangent.analyses.sharing import writes_in_place
from tangent.syntax.build import (
    BLOCKS, Opaque, assign, blocks_of, in_order, origin_of, reads, walk, with_blocks, written,
)
from tangent.syntax.function import Function


def sink(function: Function) -> Function:
    """The function with values computed later, where a variable that they replace is still needed before."""
    names = collections.Counter(part.id for node in function.tree.body for part in walk(node)
                                if isinstance(part, gast.Name))
    names.update(identifier for node in in_order(function.tree.body) if isinstance(node, Opaque)
                 for identifier in [*reads(node), *written(node)])
    twice = {identifier for identifier, count in names.items() if count == 2} - captured_names(function)
    return function.with_body(_block(function, function.tree.body, twice))


def _block(function: Function, statements: list[gast.stmt], twice: set[str]) -> list[gast.stmt]:
    """A block with values computed later; `twice` are the names that stand in the function two times."""
    out = [with_blocks(node, [_block(function, block, twice) for block in blocks_of(node)])
           if isinstance(node, BLOCKS) else node for node in statements]
    for copy in [node for node in out if _is_copy(node) and node.value.id in twice]:
        _compute_later(function, out, copy)
    return out


def _compute_later(function: Function, statements: list[gast.stmt], copy: gast.Assign) -> None:
    """Move what `x = y` copies, if y is computed in the same block for no other reason, to the last reading of x."""
    target, value = copy.targets[0].id, copy.value.id
    base = function.names.base(target)
    end = _position(statements, copy)
    start = next((i for i, node in enumerate(statements[:end]) if _assigns(node) and node.targets[0].id == value), end)
    between = statements[start + 1:end]
    last = max((i for i, node in enumerate(between) if base in map(function.names.base, reads(node))), default=None)
    if last is None or not is_pure(function, statements[start].value) or writes_in_place(
            function, statements[start].value):
        return
    read = reads(statements[start].value)
    if any(target in written(node) or _acts(function, node) for node in between) or any(
            _changes(function, node, read) for node in between[:last + 1]):
        return
    made = assign(target, statements[start].value, origin_of(statements[start]))
    statements[start:end + 1] = [*between[:last + 1], made, *between[last + 1:]]


def _position(statements: list[gast.stmt], node: gast.stmt) -> int:
    return next(i for i, other in enumerate(statements) if other is node)


def _assigns(node: gast.stmt) -> bool:
    return isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name)


def _is_copy(node: gast.stmt) -> bool:
    return _assigns(node) and isinstance(node.value, gast.Name)


def _acts(function: Function, node: gast.stmt) -> bool:
    """Whether a statement does more than assign variables: it may end the block, or change what others read."""
    if isinstance(node, BLOCKS):
        return any(_acts(function, inner) for block in blocks_of(node) for inner in block)
    if isinstance(node, (gast.Assign, gast.Pass)):
        return not is_tape_operation(function, node) and not is_pure(function, node)
    return not is_tape_operation(function, node)


def _changes(function: Function, node: gast.stmt, read: set[str]) -> bool:
    """Whether a statement assigns one of some variables, or writes into one."""
    if not read.isdisjoint(written(node)):
        return True
    return any(writes_in_place(function, part) and not read.isdisjoint(reads(part.args[0])) for part in walk(node))
