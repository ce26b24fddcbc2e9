"""Writes that other variables may see, where only the run can tell: these are brought up to date after each.

Where it is known how variables share memory, `passes/ties.py` writes that out.  Where it is not, the
function is rewritten with helpers that look at the memory when it runs.

    row = a[0] if n else b          row = a[0] if n else b
    row[0] = v                ->    row_overlaps = tangent.overlaps(row, a, b)
    return a, b                     row = tangent.placed(tangent.set_at(row, 0, v), row_overlaps)
                                    a = tangent.refreshed(a, row, row_overlaps, 0)
                                    b = tangent.refreshed(b, row, row_overlaps, 1)
                                    return a, b

A loop over something that it writes into reads it by an index, so that it sees what is written.
"""
from __future__ import annotations

import attrs
import gast

from tangent.analyses.containers import Containers
from tangent.analyses.control import surely_assigned
from tangent.analyses.effects import entry_of
from tangent.analyses.observers import Observers, changed_by, changes_items
from tangent.passes.lift import lift_captures
from tangent.passes.versions import versions
from tangent.runtime.apart import check_single
from tangent.runtime.memory import overlaps, placed, refreshed
from tangent.runtime.sequences import indices, set_at
from tangent.syntax.build import (
    BLOCKS, assign, blocks_of, call, clone, constant, keys_of, name, origin_of, store, with_blocks, with_origin,
    written,
)
from tangent.syntax.function import Function, Origin
from tangent.syntax.indexing import index_syntax
from tangent.syntax.spelling import Speller


def follow(function: Function, speller: Speller) -> Function:
    """The function with what may share memory with a variable that is written brought up to date after it."""
    function = function.with_body(_Plain(function, speller).block(function.tree.body))
    function = function.with_body(_Looper(function, speller, _observed(function)[1]).block(function.tree.body))
    seen, before = _observed(function)[0], set(function.names.variables)
    while True:
        saved = function.names.saved()
        followed = lift_captures(_followed(function, speller, seen))
        # What is brought up to date may be seen by others in its turn.
        found = [known | new & before for known, new in zip(seen, _observed(followed)[0])]
        if found == seen:
            return followed
        seen = found
        function.names.restore(saved)


def _followed(function: Function, speller: Speller, seen: list[set[str]]) -> Function:
    follower = _Follower(function, speller, seen)
    body = follower.block(function.tree.body, set(function.parameters))
    return function.with_body([*[assign(other, constant(None), None) for other in sorted(follower.unsure)], *body])


def _observed(function: Function) -> tuple[list[set[str]], list[bool]]:
    """For each write, in the order of the text, the variables that may see it; for each loop, whether it may."""
    names = function.names
    saved = names.saved()
    observers = Observers(versions(function, aliases=False))
    found = [set(map(names.unversioned, others)) for others in observers.by_write()], observers.by_loop()
    names.restore(saved)
    return found


class _Plain:
    """Writes parts as Python does: they are put back by `refreshed`, and an item is updated before it is assigned.

        rows[0] *= v      ->     part = rows[0]
                                 part = part * v         (which may change the array that part is)
                                 rows = tangent.set_at(rows, 0, part)
    """

    def __init__(self, function: Function, speller: Speller) -> None:
        self.function, self.speller = function, speller

    def block(self, statements: list[gast.stmt]) -> list[gast.stmt]:
        out = []
        for node in statements:
            if isinstance(node, BLOCKS):
                out.append(with_blocks(node, list(map(self.block, blocks_of(node)))))
            elif changed_by(node) is not None:
                node.value.tied = ()
                out += [] if getattr(node.value, 'puts_back', False) else self.write(node)
            elif not self.is_check(node):
                out.append(node)
        return out

    def write(self, node: gast.Assign) -> list[gast.stmt]:
        if not changes_items(node):
            return [node]
        items, index, value = node.value.args
        part = self.function.names.fresh('part', temporary=True)
        if getattr(node.value, 'augments', False):
            value = gast.BinOp(name(part), gast.Add(), value)
        else:
            value = gast.BinOp(name(part), value.op, value.right)
        value.updates = True
        new = call(self.speller.spell(set_at), items, index, name(part))
        new.in_place = True
        origin = origin_of(node)
        read = gast.Subscript(clone(items), index_syntax(clone(index)), gast.Load())
        return [assign(part, gast.copy_location(read, node.value), origin),
                assign(part, gast.copy_location(value, node.value), origin),
                assign(node.targets[0].id, gast.copy_location(new, node.value), origin)]

    def is_check(self, node: gast.stmt) -> bool:
        """Whether a statement checks that a container holds a part once, which does not matter here."""
        return isinstance(node, gast.Expr) and isinstance(node.value, gast.Call) and self.function.scope.resolve(
            node.value.func, self.function.names.variables) is check_single


@attrs.define(eq=False)
class _Items:
    """How a loop reads its items by an index.

    before: the statements that give the sequences names.
    first: those that read the items, at the start of an iteration.
    """

    index: str
    sequences: list[gast.expr] = attrs.field(factory=list)
    before: list[gast.stmt] = attrs.field(factory=list)
    first: list[gast.stmt] = attrs.field(factory=list)


class _Looper:
    """Turns loops over what is written inside them into loops over indices."""

    def __init__(self, function: Function, speller: Speller, sees: list[bool]) -> None:
        self.function, self.speller = function, speller
        self.sees = iter(sees)
        self.containers = Containers(function)

    def block(self, statements: list[gast.stmt]) -> list[gast.stmt]:
        out: list[gast.stmt] = []
        for node in statements:
            if isinstance(node, gast.For):
                sees = next(self.sees)
                body = self.block(node.body)
                made = self.by_index(node, body) if sees else None
                out += made or [with_blocks(node, [body])]
            elif isinstance(node, BLOCKS):
                out.append(with_blocks(node, list(map(self.block, blocks_of(node)))))
            else:
                out.append(node)
        return out

    def by_index(self, node: gast.For, body: list[gast.stmt]) -> list[gast.stmt] | None:
        """A loop that reads each item when it is its turn, and what comes before it; None if that is not known."""
        if self.containers.of(node.iter) is dict:
            return [with_blocks(node, [body], iter=keys_of(node.iter))]
        if self.is_view_of_dict(node):
            return self.by_key(node, body)
        index = self.function.names.fresh('i')
        items = _Items(index)
        if not self.find_items(node.target, node.iter, node, items):
            return None
        counted = call(self.speller.spell(indices), *map(clone, items.sequences))
        return [*items.before, self.over(node, index, counted, items.first, body)]

    def find_items(self, target: gast.expr, iterable: gast.expr, node: gast.For, items: _Items) -> bool:
        """Whether the items of an iterable can be read by an index; `items` gets how."""
        origin = origin_of(node)
        called, args = self.called(iterable)
        if called is enumerate and args and isinstance(target, gast.Tuple) and len(target.elts) == 2:
            start = args[1:]
            number = gast.BinOp(name(items.index), gast.Add(), *start) if start else name(items.index)
            items.first.append(assign(target.elts[0], number, origin))
            return all(map(self.is_sequence, start)) and self.find_items(target.elts[1], args[0], node, items)
        if called is zip and args and isinstance(target, gast.Tuple) and len(target.elts) == len(args):
            return all(self.find_items(part, argument, node, items) for part, argument in zip(target.elts, args))
        is_backward = called is reversed and len(args) == 1
        sequence = args[0] if is_backward else iterable
        if not self.is_sequence(sequence):
            return False
        before, held = self.held(sequence, origin)
        items.before += before
        items.sequences.append(held)
        place = gast.BinOp(constant(-1), gast.Sub(), name(items.index)) if is_backward else name(items.index)
        items.first.append(self.item(target, held, place, node))
        return True

    def is_view_of_dict(self, node: gast.For) -> bool:
        """Whether a loop goes through `d.values()`, or through `d.items()` as pairs."""
        view = node.iter
        if not (isinstance(view, gast.Call) and isinstance(view.func, gast.Attribute) and not view.args):
            return False
        pairs = isinstance(node.target, gast.Tuple) and len(node.target.elts) == 2
        return view.func.attr == 'values' or view.func.attr == 'items' and pairs

    def by_key(self, node: gast.For, body: list[gast.stmt]) -> list[gast.stmt]:
        """A loop over the keys of a dict, which reads each item when it is its turn."""
        before, items = self.held(node.iter.func.value, origin_of(node))
        key = self.function.names.fresh('key')
        pairs = node.iter.func.attr == 'items'
        target = node.target.elts[1] if pairs else node.target
        first = [assign(node.target.elts[0], name(key), origin_of(node))] if pairs else []
        first.append(self.item(target, items, name(key), node))
        return [*before, self.over(node, key, keys_of(items), first, body)]

    def is_sequence(self, node: gast.expr) -> bool:
        """Whether an expression does not give an iterator, whose items cannot be read by an index."""
        return not isinstance(node, gast.Call) or entry_of(self.function, node) is not None or self.called(node)[0] in (
            list, tuple, sorted)

    def called(self, node: gast.expr) -> tuple[object, list[gast.expr]]:
        if not isinstance(node, gast.Call) or any(isinstance(a, gast.Starred) for a in node.args):
            return None, []
        called = self.function.scope.resolve(node.func, self.function.names.variables)
        start = [k.value for k in node.keywords if called is enumerate and k.arg == 'start']
        return (called, [*node.args, *start]) if len(start) == len(node.keywords) else (None, [])

    def held(self, sequence: gast.expr, origin: Origin | None) -> tuple[list[gast.stmt], gast.Name]:
        """A name for what a loop goes through, whatever becomes of the user's names in it."""
        items = self.function.names.fresh('items')
        return [assign(items, sequence, origin)], name(items)

    def item(self, target: gast.expr, sequence: gast.expr, index: gast.expr, node: gast.For) -> gast.stmt:
        value = gast.copy_location(gast.Subscript(clone(sequence), index, gast.Load()), node.iter)
        return with_origin(gast.Assign([target], value, None), origin_of(node))

    def over(self, node: gast.For, index: str, counted: gast.expr, first: list[gast.stmt],
             body: list[gast.stmt]) -> gast.stmt:
        return with_blocks(node, [[*first, *body]], target=store(index), iter=gast.copy_location(counted, node.iter))


class _Follower:
    def __init__(self, function: Function, speller: Speller, seen: list[set[str]]) -> None:
        self.function, self.speller = function, speller
        self.seen = iter(seen)
        self.unsure: set[str] = set()  # variables that may have no value yet where another one is written

    def block(self, statements: list[gast.stmt], assigned: set[str]) -> list[gast.stmt]:
        out: list[gast.stmt] = []
        for node in statements:
            before = assigned
            assigned = surely_assigned([node], assigned)
            if isinstance(node, BLOCKS):
                inner = before | written(node.target) if isinstance(node, gast.For) else before
                node = with_blocks(node, [self.block(block, inner) for block in blocks_of(node)])
                out.append(node)
            elif changed_by(node) is not None:
                others = sorted(next(self.seen))
                self.unsure |= set(others) - before
                out += self.followed(node, others)
            else:
                out.append(node)
        return out

    def followed(self, node: gast.Assign, others: list[str]) -> list[gast.stmt]:
        """A write, and what brings the others up to date."""
        node.value.followed = True
        if not others:
            return [node]
        changed, origin = changed_by(node), origin_of(node)
        node.value.tied = tuple(others)
        shared = self.function.names.fresh(f'{changed}_overlaps')
        looked = call(self.speller.spell(overlaps), name(changed), *map(name, others))
        kept = call(self.speller.spell(placed), name(changed), name(shared))
        out = [assign(shared, looked, origin), node, assign(changed, gast.copy_location(kept, node.value), origin)]
        for position, other in enumerate(others):
            new = call(self.speller.spell(refreshed), name(other), name(changed), name(shared), constant(position))
            out.append(assign(other, new, origin))
        return out
