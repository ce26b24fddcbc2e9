"""Copy what is written in place but is not this function's own, or is still needed as it was.

`tangent.set_at(b, i, v)` changes b.  That is right where b was made here, nothing else sees
it, and its old value is not read any more; where not, something is copied: what took hold of
a part of it (a view, a value saved by a loop), where it came from, or else b itself.
"""
from __future__ import annotations

from typing import Any

import gast

from tangent.analyses.control import live_after_each
from tangent.analyses.effects import WRITES, entry_of, is_tape_operation
from tangent.analyses.shape_reads import content_reads
from tangent.analyses.sharing import Place, Sharing, needed_reads, resizes, writes_in_place
from tangent.runtime.apart import check_apart, check_single
from tangent.runtime.arrays import duplicate, pack
from tangent.runtime.memory import overlaps, refreshed
from tangent.runtime.sequences import complete
from tangent.runtime.views import view_by
from tangent.syntax.build import (
    BLOCKS, assign, blocks_of, call, name, origin_of, reads, rebuild, walk, with_blocks, with_origin, written,
)
from tangent.syntax.function import Function
from tangent.syntax.spelling import Speller


def own(function: Function, speller: Speller, optimized: bool) -> Function:
    """The function with what it writes made its own; sums that a loop adds to are marked to be added to in place."""
    return _Owner(function, speller, optimized).owned()


class _Owner:
    def __init__(self, function: Function, speller: Speller, optimized: bool) -> None:
        self.function, self.speller, self.optimized = function, speller, optimized
        self.sharing = Sharing(function)
        self.live: dict[int, set[str]] = {}  # the names needed after each statement
        self.content_live: dict[int, set[str]] = {}  # those of which more than the shape is needed
        self.copied: set[int] = set()  # assignments whose value is copied
        self.pushed: set[int] = set()  # values that are copied when they are saved
        self.views: set[int] = set()  # parts of those that are copied, and nothing else of them: views, what is held
        self.after: dict[int, set[str]] = {}  # what is copied after a statement that assigns several variables
        self.buffers: set[int] = set()  # writes that copy what they write into
        self.is_checked: set[str] = set()
        self.sums: set[int] = set()  # sums that are added to in place

    def owned(self) -> Function:
        writes = [place for place in self.sharing.places if self.is_write(place.statement)]
        sums = [place for place in self.sharing.places if self.optimized and self.is_sum(place)]
        if not writes and not sums:
            return self.function
        self.live = live_after_each(self.function.tree.body, self.needed)
        self.content_live = live_after_each(self.function.tree.body, self.content)
        self.is_checked = self.checked()
        for place in writes:
            self.settle(place)
        for place in sums:
            if self.may_add(place):
                self.sums.add(id(place.statement))
        return self.function.with_body(self.block(self.function.tree.body))

    def is_write(self, node: gast.stmt) -> bool:
        if not (isinstance(node, gast.Assign) and isinstance(node.value, gast.Call) and node.value.args):
            return False
        entry = entry_of(self.function, node.value)
        return entry is not None and entry.function in WRITES and isinstance(node.value.args[0], gast.Name)

    def needed(self, node: gast.AST) -> set[str]:
        """What a statement reads, but for arrays of which only the dtype matters."""
        return needed_reads(self.function, node)

    def content(self, node: gast.AST) -> set[str]:
        """What a statement reads of which more than the shape matters."""
        return content_reads(self.function, node)

    # --- what to copy ---

    def checked(self) -> set[str]:
        """The variables of which the run is asked whether they are apart: they must stay what they are."""
        found: set[str] = set()
        for place in self.sharing.places:
            value = getattr(place.statement, 'value', None)
            if isinstance(value, gast.Call):
                entry = entry_of(self.function, value)
                if entry is not None and entry.function in (check_apart, view_by, overlaps, refreshed):
                    found = found.union(*map(self.sharing.reached, reads(value) | written(place.statement)))
                elif entry is not None and entry.function is check_single:
                    found = found.union(*map(self.sharing.reached, reads(value.args[1])))
        return found

    def settle(self, place: Place) -> None:
        """Decide what is copied so that a write changes nothing that is needed."""
        node = place.statement
        buffer = node.value.args[0].id
        is_array = self.sharing.is_array(node.value.args[0]) and not resizes(self.function, node.value)
        live = (self.content_live if is_array else self.live)[id(node)]
        target = node.targets[0].elts[0].id if isinstance(node.targets[0], gast.Tuple) else node.targets[0].id
        chain = self.sharing.chain(buffer)
        for identifier, where, new in self.sharing.origins(chain):
            if not new and not self.copy_origin(identifier, where, chain, place):
                self.buffers.add(id(node))
                return
        same = {identifier for identifier in chain if not self.begins_as_copy(identifier, chain)}
        if not live.isdisjoint(same - {target}):
            self.buffers.add(id(node))
            return
        for identifier in sorted(self.sharing.takers(chain, place)):
            if any(identifier in self.sharing.reached(other) for other in live - {target}):
                self.copy_taker(identifier, chain, node)

    def copy_origin(self, identifier: str, where: Place | None, chain: dict[str, Any], write: Place) -> bool:
        """Copy an object where a loop that writes into it begins with it, if it does."""
        if where is not None and where.loops == write.loops or not self.is_checked.isdisjoint(chain):
            return False
        found = False
        for version in chain:
            for place, value in self.sharing.definitions.get(version, ()):
                if isinstance(value, gast.Name) and value.id == identifier and len(place.loops) < len(write.loops):
                    self.copied.add(id(place.statement))
                    found = True
        if not found and where is not None and len(where.loops) < len(write.loops) and isinstance(
                where.statement, gast.Assign) and isinstance(where.statement.targets[0], gast.Name):
            self.copied.add(id(where.statement))
            found = True
        elif not found and where is not None and len(where.loops) < len(write.loops) and isinstance(
                where.statement, gast.Assign):
            self.after.setdefault(id(where.statement), set()).add(identifier)
            found = True
        return found

    def begins_as_copy(self, identifier: str, chain: dict[str, Any]) -> bool:
        """Whether all that is made of a parameter, among the versions of an object, begins with a copy of it."""
        made = [place for version in chain for place, value in self.sharing.definitions.get(version, ())
                if self.sharing.before(value) == identifier]
        return identifier not in self.sharing.definitions and bool(made) and all(
            id(place.statement) in self.copied for place in made)

    def copy_taker(self, identifier: str, chain: dict[str, Any], write: gast.stmt) -> None:
        for place, value in self.sharing.definitions[identifier]:
            if self.sharing.direct(value).isdisjoint(chain):
                continue
            if identifier in self.is_checked:
                self.buffers.add(id(write))
            elif is_tape_operation(self.function, place.statement):
                if self.is_read_from(identifier):
                    self.pushed.add(id(place.statement))
            elif isinstance(place.statement, gast.Assign) and isinstance(place.statement.targets[0], gast.Name):
                views = [part for part in walk(value) if isinstance(part, (gast.Subscript, gast.Attribute))
                         and isinstance(part.value, gast.Name) and part.value.id in chain]
                if views and isinstance(value, gast.Call):
                    self.views.update(map(id, views))
                elif self.is_holder(value):  # a copy of that would hold the same
                    self.views.update(id(part) for part in walk(value) if isinstance(part, gast.Name)
                                      and part.id in chain)
                self.copied.add(id(place.statement))
            else:
                self.buffers.add(id(write))

    def is_holder(self, value: gast.expr) -> bool:
        """Whether an expression makes a container of what it is given, or puts it into one."""
        entry = entry_of(self.function, value) if isinstance(value, gast.Call) else None
        return isinstance(value, (gast.Tuple, gast.List, gast.Dict)) or entry is not None and (
            entry.function in (*WRITES, complete, pack))

    def is_read_from(self, tape: str) -> bool:
        """Whether anything but the dtype is read of what was saved on a tape."""
        body = gast.Module(self.function.tree.body, [])
        popped = {node.targets[0].id for node in walk(body) if isinstance(node, gast.Assign) and is_tape_operation(
            self.function, node) and node.value.func.value.id == tape}
        others = [node for node in walk(body) if isinstance(node, gast.For) and tape in reads(node.iter)]
        return bool(others) or not popped.isdisjoint(self.needed(body))

    # --- sums ---

    def is_sum(self, place: Place) -> bool:
        """Whether a statement in a loop adds to the adjoint of a variable from outside: `bx = bx + ...`."""
        node = place.statement
        if not (place.loops and isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name)
                and isinstance(node.value, gast.BinOp) and isinstance(node.value.op, (gast.Add, gast.Sub))
                and isinstance(node.value.left, gast.Name)):
            return False
        known = self.function.names.variables.get(node.value.left.id)
        target = self.function.names.variables.get(node.targets[0].id)
        return (known is not None and known.primal is not None and target is not None
                and target.primal == known.primal and node.value.left.id in self.carried_into())

    def carried_into(self) -> set[str]:
        """The adjoints that loops carry, and what is made of them by adding."""
        found = set(self.function.names.heads)
        for identifier, made in self.sharing.definitions.items():
            known = self.function.names.variables.get(identifier)
            if known is not None and known.primal is not None and any(
                    isinstance(v, gast.BinOp) and isinstance(v.left, gast.Name) and v.left.id in found
                    for _, v in made):
                found.add(identifier)
        return found

    def may_add(self, place: Place) -> bool:
        """Whether a sum is made of zeros that this function made and nothing else sees."""
        node = place.statement
        buffer = node.value.left.id
        if buffer in self.live[id(node)] or buffer in reads(node.value.right):
            return False
        seen, todo = {buffer}, [buffer]
        for current in todo:
            for _, value in self.sharing.definitions.get(current, ()):
                before = value.left if isinstance(value, gast.BinOp) and isinstance(
                    value.op, (gast.Add, gast.Sub)) else value
                inner = before.id if isinstance(before, gast.Name) else self.sharing.before(value)
                if inner is None and not self.sharing.is_new(value) or (
                        inner is None and not (isinstance(value, gast.Call) and entry_of(
                            self.function, value) is not None)):
                    return False
                if inner is not None and inner not in seen:
                    seen.add(inner)
                    todo.append(inner)
            if current not in self.sharing.definitions:
                return False
        return not any(not self.sharing.direct(value).isdisjoint(seen) for identifier, made in
                       self.sharing.definitions.items() if identifier not in seen for _, value in made)

    # --- doing it ---

    def block(self, statements: list[gast.stmt]) -> list[gast.stmt]:
        out: list[gast.stmt] = []
        for node in statements:
            out.append(self.statement(node))
            out += [assign(identifier, self.copy(name(identifier)), origin_of(node))
                    for identifier in sorted(self.after.get(id(node), ()))]
        return out

    def statement(self, node: gast.stmt) -> gast.stmt:
        if isinstance(node, BLOCKS):
            return with_blocks(node, list(map(self.block, blocks_of(node))))
        if id(node) in self.pushed:
            value = gast.Call(node.value.func, [self.copy(node.value.args[0])], [])
            return with_origin(gast.Expr(value), origin_of(node))
        if id(node) in self.copied:
            parts = {id(part) for part in walk(node.value)} & self.views or {id(node.value)}
            value = rebuild(node.value, lambda part: self.copy(part) if id(part) in parts else None)
            return with_origin(gast.Assign(node.targets, self.written(node, value), None), origin_of(node))
        if self.is_write(node):
            value = self.written(node, gast.Call(node.value.func, list(node.value.args), node.value.keywords))
            return with_origin(gast.Assign(node.targets, value, None), origin_of(node))
        if isinstance(node, gast.Assign) and writes_in_place(self.function, node.value) and isinstance(
                node.value.args[0], (gast.Subscript, gast.Attribute)):
            value = gast.Call(node.value.func, [self.copy(node.value.args[0]), *node.value.args[1:]],
                              node.value.keywords)
            return with_origin(gast.Assign(node.targets, value, None), origin_of(node))
        if id(node) in self.sums:
            new = with_origin(gast.Assign(node.targets, node.value, None), origin_of(node))
            new.adds = True
            return new
        return node

    def written(self, node: gast.stmt, value: gast.expr) -> gast.expr:
        """The value of a statement, which may be a write: into a copy, if it must be one."""
        if not self.is_write(node):
            return value
        value.is_array = self.sharing.is_array(node.value.args[0])
        if id(node) in self.buffers and isinstance(value.args[0], gast.Name):  # it is not copied yet
            value.args[0] = self.copy(value.args[0])
        return value

    def copy(self, node: gast.expr) -> gast.expr:
        """An expression for a copy of a value."""
        if isinstance(node, gast.Subscript) and self.sharing.is_array(node.value) and any(
                isinstance(part, gast.Slice) for part in walk(node.slice)):
            return call(gast.Attribute(node, 'copy', gast.Load()))
        return call(self.speller.spell(duplicate), node)
