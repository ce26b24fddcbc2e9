"""What the adjoint of a loop reads of the loop's own values: computed again, or saved.

The derivation takes all primal values to be at hand.  Only loops overwrite them, so for
each value of a loop's body that its adjoint loop reads this pass chooses: what is cheap is
computed again, all else is saved on a plain list of its own.

    for i in range(n):                  x_tape = []
        x_1 = x * x                     for i in range(n):
        x = x_1                             x_tape.append(x)
                                            x_1 = x * x
                                  ->        x = x_1
    for i in reversed(range(n)):        for i_1 in reversed(range(n)):
        bx = 2.0 * bx * x                   x_2 = x_tape.pop()
                                            bx = 2.0 * bx * x_2
"""
from __future__ import annotations

from collections.abc import Callable

import attrs
import gast

from tangent.analyses.activity import target_names
from tangent.analyses.cheap import is_cheap, is_cheap_index
from tangent.analyses.control import exposed_reads, surely_assigned
from tangent.analyses.effects import entry_of, is_pure
from tangent.runtime.spreading import spread
from tangent.syntax.build import (
    BLOCKS, LOOPS, assign, blocks_of, call, clone, constant, in_order, name, reads, rename, store, tuple_, walk,
    with_blocks, with_origin, written,
)
from tangent.syntax.function import Function

Block = list[gast.stmt]


def save(function: Function, is_used_again: bool = False) -> Function:
    """The function with the values that adjoint loops read saved, or computed again.

    is_used_again: whether the backward pass may run several times on what was saved once.
    """
    body = [clone(node) for node in function.tree.body]
    if not any(isinstance(node, LOOPS) for node in in_order(body)):
        return function
    saver = _Saver(function, body, is_used_again)
    for pair in saver.pairs():
        saver.restore(pair)
    return function.with_body(saver.body)


@attrs.define(eq=False)
class _Pair:
    """A loop and the one that reverses it, each with the block that it is in.

    outermost: the outermost loop around the first, or itself, and the block that it is in; of loops whose adjoint
        may be stopped the innermost.
    """

    forward: gast.For | gast.While
    backward: gast.For
    block: Block
    outermost: tuple[gast.stmt, Block]


class _Saver:
    def __init__(self, function: Function, body: Block, is_used_again: bool) -> None:
        self.function, self.names, self.body = function, function.names, body
        self.is_used_again = is_used_again

    def pairs(self) -> list[_Pair]:
        """The loops that are reversed, inner ones first."""
        forward: dict[int, tuple] = {}
        found: list[_Pair] = []
        stopped = {node.loop for node in in_order(self.body)
                   if getattr(node, 'reverses', False) and getattr(node, 'until', None) is not None}

        def visit(block: Block, outermost: tuple[gast.stmt, Block] | None) -> None:
            for node in block:
                around = outermost
                if isinstance(node, LOOPS):
                    around = outermost or (node, block)
                    if node.loop in stopped:  # what it leaves on its tapes goes with them
                        around = node, block
                for inner in blocks_of(node):
                    visit(inner, around)
                if isinstance(node, LOOPS):
                    if getattr(node, 'reverses', False):
                        if node.loop in forward:  # else nothing that it did is needed
                            loop, outer = forward[node.loop]
                            found.append(_Pair(loop, node, block, outer))
                    else:
                        forward[node.loop] = node, around
        visit(self.body, None)
        return found

    def restore(self, pair: _Pair) -> None:
        """Make the values that an adjoint loop reads be at hand."""
        loop, adjoint = pair.forward, pair.backward
        mapping: dict[str, str] = {}
        if isinstance(loop, gast.For):
            mapping = {target: self.names.version(target) if target in self.names.variables else target
                       for target in target_names(adjoint.target)}
            adjoint.target = rename(adjoint.target, mapping)
            adjoint.body = rename(adjoint.body, mapping)
        plan = _Plan(self.function, loop, adjoint)
        for identifier in plan.saved:
            end = plan.ends.get(identifier)
            if end is not None and pair.outermost[0] is loop:
                self.carry(pair, identifier, end)
        # What stands before the values computed from it comes later; what is unpacked at once is so again.
        for node in reversed({id(node): node for node in plan.again.values()}.values()):
            self.compute_again(adjoint, {i for i in plan.again if plan.again[i] is node}, node, mapping)
        needed = exposed_reads(adjoint.body) & plan.inside - plan.targets
        for identifier in sorted(needed, key=lambda i: (plan.position(i), i)):
            self.save_on_tape(pair, identifier)

    # --- the three ways ---

    def carry(self, pair: _Pair, head: str, end: str) -> None:
        """The value at the end of an iteration is the head's in the one that was reversed before."""
        adjoint = pair.backward
        carried = self.names.version(head)
        self.names.heads[carried] = adjoint.loop
        adjoint.body = rename(adjoint.body, {end: carried})
        adjoint.body.append(assign(carried, name(head), None))
        _insert_before(pair.block, adjoint, assign(carried, name(head), None))

    def compute_again(self, adjoint: gast.For, group: set[str], node: gast.Assign, mapping: dict[str, str]) -> None:
        """Repeat the assignment of some variables before the adjoint loop reads them."""
        group = group & exposed_reads(adjoint.body)
        if not group:
            return
        fresh = {identifier: self.names.version(identifier) for identifier in sorted(group)}
        block = _innermost(adjoint.body, lambda node: not group.isdisjoint(_exposed(node)))
        target: gast.expr | str = fresh.get(getattr(node.targets[0], 'id', None))
        if isinstance(node.targets[0], gast.Tuple):
            target = tuple_([store(fresh.get(element.id) or self.names.ignored()) for element in node.targets[0].elts],
                            gast.Store)
        _restore(block, fresh, assign(target, rename(node.value, mapping), None))

    def save_on_tape(self, pair: _Pair, identifier: str) -> None:
        loop, adjoint = pair.forward, pair.backward
        tape = self.names.fresh(f'{self.names.base(identifier)}_tape')
        self.names.tapes.add(tape)
        outermost, around = pair.outermost
        _insert_before(around, outermost, assign(tape, gast.List([], gast.Load()), None))
        source, target = self.places(loop, adjoint, identifier)
        push = with_origin(gast.Expr(call(gast.Attribute(name(tape), 'append', gast.Load()), name(identifier))), None)
        if self.names.heads.get(identifier) == loop.loop:
            if not self.begins(identifier, loop):
                _insert_before(around, outermost, assign(identifier, constant(None), None))
            source.insert(0, push)
        else:
            last = max(i for i, node in enumerate(source) if identifier in written(node))
            source.insert(last + 1, push)
        fresh = self.names.version(identifier)
        popped = call(gast.Attribute(name(tape), 'pop', gast.Load()))
        if self.is_used_again and identifier in self.names.tapes:  # a tape of a loop that may be stopped
            popped = call(gast.Attribute(popped, 'copy', gast.Load()))
        _restore(target, {identifier: fresh}, assign(fresh, popped, None))
        if isinstance(loop, gast.While) and target is adjoint.body and outermost is loop and isinstance(
                adjoint, gast.For) and adjoint.until is None:
            self.drive(pair, tape)

    def begins(self, head: str, loop: gast.stmt) -> bool:
        """Whether what a loop carries has a value before it."""
        inside = {id(node) for node in in_order(loop.body)}
        return head in self.function.parameters or any(
            id(node) not in inside and not isinstance(node, BLOCKS) and head in written(node)
            for node in in_order(self.body))

    def drive(self, pair: _Pair, tape: str) -> None:
        """Go on with the adjoint loop as long as there is something on a tape that each iteration saves on."""
        adjoint = pair.backward
        new = gast.While(name(tape), adjoint.body, [])
        new.__dict__.update({k: v for k, v in adjoint.__dict__.items() if k in ('origin', 'loop', 'reverses')})
        pair.block[_position(pair.block, adjoint)] = new
        pair.backward = new

    def places(self, loop: gast.stmt, adjoint: gast.stmt, identifier: str) -> tuple[Block, Block]:
        """The block in which a value is saved, and the corresponding one, where it is restored."""
        source, target = loop.body, adjoint.body
        if self.names.heads.get(identifier) == loop.loop:
            return source, target
        while True:
            inner = _common(source, target, identifier)
            if inner is None:
                break
            source, target = inner
        if identifier not in surely_assigned(source, set()):
            loop.body.insert(0, assign(identifier, constant(None), None))
            return (loop.body, adjoint.body)
        return source, target


def _common(source: Block, target: Block, identifier: str) -> tuple[Block, Block] | None:
    """A pair of corresponding branches with all that assigns a variable, and all that reads it."""
    assigning = [node for node in source if identifier in written(node)]
    reading = [node for node in target if identifier in _exposed(node)]
    if len(assigning) != 1 or len(reading) != 1:
        return None
    one, other = assigning[0], reading[0]
    if not (isinstance(one, gast.If) and isinstance(other, gast.If)
            and set(getattr(one, 'branch', ())) & set(getattr(other, 'branch', ()))) or identifier in reads(other.test):
        return None
    for inner, outer in zip(blocks_of(one), blocks_of(other)):
        others = [b for b in blocks_of(one) if b is not inner], [b for b in blocks_of(other) if b is not outer]
        if any(identifier in written(n) for n in inner) and not any(
                identifier in written(n) for b in others[0] for n in b) and not any(
                identifier in _exposed(n) for b in others[1] for n in b):
            return inner, outer
    return None


class _Plan:
    """What an adjoint loop reads of the values of its loop, and how each is made available.

    again: the assignments of those that are computed again.
    saved: those that are saved.
    ends: for the variables that the loop carries, what they are at the end of an iteration.
    """

    def __init__(self, function: Function, loop: gast.For | gast.While, adjoint: gast.For) -> None:
        self.function, self.loop = function, loop
        self.inside = written(loop)
        self.targets = set(target_names(adjoint.target)) | (
            set(target_names(loop.target)) if isinstance(loop, gast.For) else set())
        self.definitions: dict[str, list[gast.stmt]] = {}
        for node in in_order(loop.body):
            if not isinstance(node, BLOCKS):
                for identifier in sorted(written(node)):
                    self.definitions.setdefault(identifier, []).append(node)
            elif isinstance(node, gast.For):
                for identifier in target_names(node.target):
                    self.definitions.setdefault(identifier, []).append(node)
        needed = self.with_sources(exposed_reads(adjoint.body) & self.inside - self.targets)
        self.again: dict[str, gast.Assign] = {}
        self.saved: list[str] = []
        heads = function.names.heads
        self.ends = {node.targets[0].id: node.value.id for node in loop.body
                     if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name)
                     and heads.get(node.targets[0].id) == loop.loop and isinstance(node.value, gast.Name)
                     and node.value.id in needed and self.cheap(node.value.id) is None}
        waiting = sorted(needed, key=lambda i: (self.position(i), i))
        kept = {i for i in needed if self.cheap(i) is None}
        while waiting:
            rest = []
            for identifier in waiting:
                node = self.cheap(identifier)
                if node is None:
                    self.saved.append(identifier)
                elif (reads(node.value) & self.inside - self.targets) <= kept | set(self.again):
                    self.again[identifier] = node
                else:
                    rest.append(identifier)
            if len(rest) == len(waiting):
                self.saved += rest
                break
            waiting = rest

    def with_sources(self, needed: set[str]) -> set[str]:
        """The values needed, and the items that entries of theirs are read from again."""
        todo = sorted(needed)
        for identifier in todo:
            node = self.cheap(identifier)
            whole = None if node is None else _whole(node)
            if whole in self.inside and whole not in todo:
                todo.append(whole)
        return set(todo)

    def position(self, identifier: str) -> int:
        order = list(self.definitions)
        return order.index(identifier) if identifier in self.definitions else -1

    def cheap(self, identifier: str) -> gast.Assign | None:
        """The assignment of a value that costs next to nothing, so that it is not worth saving."""
        nodes = self.definitions.get(identifier, [])
        if identifier in self.function.names.heads:
            return None  # it has the value of the iteration before
        if identifier in self.function.names.tapes or len(nodes) != 1 or not isinstance(nodes[0], gast.Assign):
            return None
        target, value = nodes[0].targets[0], nodes[0].value
        if not is_pure(self.function, value):
            return None
        whole = _whole(nodes[0])
        if whole is not None:
            cheap = whole not in self.inside or self.is_item(whole)
        elif isinstance(value, gast.Call) and getattr(entry_of(self.function, value), 'function', None) is spread:
            cheap = True
        elif isinstance(target, gast.Name):
            cheap = not isinstance(value, (gast.Name, gast.Subscript)) and is_cheap(value) or self.is_index(value)
        else:
            cheap = False
        return nodes[0] if cheap else None

    def is_item(self, identifier: str) -> bool:
        """Whether a variable is an item of something that the loop does not change."""
        node = self.cheap(identifier)
        return node is not None and _whole(node) is not None

    def is_index(self, value: gast.expr) -> bool:
        """Whether an expression is integer arithmetic of the loop's target with constants, or the target itself."""
        names = {part.id for part in walk(value) if isinstance(part, gast.Name)}
        return is_cheap_index(value) and names <= self.targets


def _whole(node: gast.Assign) -> str | None:
    """The variable of which an assignment reads an item, or items that it unpacks; None for another assignment."""
    target, value = node.targets[0], node.value
    is_unpacked = isinstance(target, gast.Tuple)
    if is_unpacked and not all(isinstance(element, gast.Name) for element in target.elts):
        return None
    if isinstance(value, gast.Subscript) and isinstance(value.value, gast.Name) and is_cheap_index(value.slice):
        return value.value.id
    return value.id if is_unpacked and isinstance(value, gast.Name) else None


def _exposed(node: gast.stmt) -> set[str]:
    return exposed_reads([node])


def _innermost(block: Block, reads_it: Callable[[gast.stmt], bool]) -> Block:
    """The innermost block of branches that has everything that reads a value."""
    while True:
        found = [node for node in block if reads_it(node)]
        if len(found) != 1 or not isinstance(found[0], (gast.If, gast.With)):
            return block
        inner = [b for b in blocks_of(found[0]) if any(map(reads_it, b))]
        if len(inner) != 1 or reads_it(with_blocks(found[0], [[], []])):
            return block
        block = inner[0]


def _restore(block: Block, fresh: dict[str, str], statement: gast.stmt) -> None:
    """Put a statement before the first one in a block that reads values, which are read by other names from there."""
    first = next(i for i, node in enumerate(block) if not _exposed(node).isdisjoint(fresh))
    block[first:] = [statement, *[rename(node, fresh) for node in block[first:]]]


def _position(block: Block, statement: gast.stmt) -> int:
    return next(i for i, node in enumerate(block) if node is statement)


def _insert_before(block: Block, statement: gast.stmt, new: gast.stmt) -> None:
    block.insert(_position(block, statement), new)
