"""Let versions of a variable share one name again where they are not needed at the same time."""
from __future__ import annotations

import itertools
from collections.abc import Callable, Collection
from typing import Any

import gast

from tangent.analyses.activity import target_names
from tangent.analyses.control import captured_names, live_at_end, live_at_head, live_before, remembered
from tangent.analyses.effects import WRITES, entry_of
from tangent.analyses.indices import integers, is_basic_index
from tangent.analyses.sharing import needed_reads
from tangent.analyses.tensors import may_meet_tensors
from tangent.passes.simplify import negated
from tangent.runtime.arrays import add_at, duplicate
from tangent.runtime.sequences import added_at, clear_at, emptied, put_back, set_at
from tangent.runtime.surgery import with_part
from tangent.syntax.build import (
    BLOCKS, LOOPS, Opaque, blocks_of, call, constant, head_of, in_order, origin_of, reads, rename, walk, with_blocks,
    with_origin, with_targets, written,
)
from tangent.syntax.function import Function
from tangent.syntax.indexing import attribute_of, index_syntax, is_field, is_slice, is_whole


def _written_by(function: Function, node: gast.stmt) -> Any:
    """The helper by which a statement writes in place, or None."""
    if not (isinstance(node, gast.Assign) and isinstance(node.value, gast.Call)):
        return None
    entry = entry_of(function, node.value)
    return entry.function if entry is not None and entry.function in WRITES else None


def coalesce(function: Function) -> Function:
    """The same function with fewer names: versions that do not interfere become one variable."""
    interference = _interference(function)
    mapping = interference.mapping()
    _rename_tapes(function, interference.conflicts, mapping)
    body = rename(function.tree.body, mapping)
    return function.with_body(_tidy(function, body, integers(body), set().union(*map(reads, body))))


def _interference(function: Function) -> _Interference:
    """Which versions may not share a name.

    What is read for no more than its dtype has that in each state of an array, but another object may have none.
    """
    found = _Interference(function, lambda node: needed_reads(function, node))
    places = [part for node in in_order(function.tree.body) for part in walk(node) if isinstance(part, gast.Call)]
    if any(needed_reads(function, part) != reads(part) for part in places):
        objects = _objects(function)
        for identifier, others in _Interference(function, reads).conflicts.items():
            of = objects.get(identifier, identifier)
            found.clash(identifier, {other for other in others if objects.get(other, other) != of})
    return found


def _objects(function: Function) -> dict[str, str]:
    """Of variables that hold an object before or after writes, or a copy of it, one that stands for all of them."""
    found: dict[str, str] = {}
    for node in in_order(function.tree.body):
        value = node.value if isinstance(node, gast.Assign) else None
        target = node.targets[0] if value is not None else None
        if _written_by(function, node) is not None:
            value = value.args[0]
        if isinstance(value, gast.Call) and getattr(entry_of(function, value), 'function', None) is duplicate:
            value = value.args[0]
        while isinstance(target, gast.Tuple):
            target = target.elts[0]
        if isinstance(value, gast.Name) and isinstance(target, gast.Name):
            old, new = found.get(value.id, value.id), found.get(target.id, target.id)
            found |= {identifier: old for identifier, other in found.items() if other == new}
            found |= {value.id: old, target.id: old}
    return found


def _rename_tapes(function: Function, identifiers: Collection[str], mapping: dict[str, str]) -> None:
    """Note under which names the tapes go on, and which of these stand for something else, too."""
    names = function.names
    others = {mapping.get(identifier, identifier) for identifier in identifiers if identifier not in names.tapes}
    names.tapes = {mapping.get(tape, tape) for tape in names.tapes}
    names.shared_tapes = names.tapes & others


class _Interference:
    """Which versions are needed at the same time, by a walk backward over live variables.

    read: the names that a node reads, of those that count.
    """

    def __init__(self, function: Function, read: Callable[[gast.AST], set[str]]) -> None:
        self.function = function
        self.order: list[str] = list(function.parameters)
        self.conflicts: dict[str, set[str]] = {}
        self.captured = captured_names(function)
        self.read = remembered(read)
        self.write = remembered(written)
        for parameter in function.parameters:
            self.conflicts.setdefault(parameter, set())
        entry_live = self.block(function.tree.body, set())
        for parameter in function.parameters:
            self.clash(parameter, entry_live | set(function.parameters))

    def clash(self, identifier: str, live: set[str]) -> None:
        for other in live:
            if other != identifier:
                self.conflicts.setdefault(identifier, set()).add(other)
                self.conflicts.setdefault(other, set()).add(identifier)

    def block(self, statements: list[gast.stmt], live: set[str]) -> set[str]:
        for node in reversed(statements):
            if isinstance(node, gast.If):
                live = self.block(node.body, set(live)) | self.block(node.orelse, set(live)) | self.read(node.test)
                continue
            if isinstance(node, LOOPS):
                live = self.loop(node, live)
                continue
            if isinstance(node, gast.With):
                live = self.block(node.body, live)
                for target in with_targets(node):
                    self.conflicts.setdefault(target, set())
                    self.clash(target, live | self.captured)
                live = (live - with_targets(node)).union(*map(reads, head_of(node)))
                continue
            if isinstance(node, Opaque):
                targets = self.write(node)
                for target in targets:
                    self.conflicts.setdefault(target, set())
                    self.clash(target, live | self.captured | self.read(node) | targets)
                live = live_before([node], live, self.read, self.write)
                continue
            targets = self.write(node)
            copies = isinstance(node, gast.Assign) and isinstance(node.value, gast.Name) and isinstance(
                node.targets[0], gast.Name)
            source = node.value.id if copies else None
            if _written_by(self.function, node) is not None and isinstance(node.value.args[0], gast.Name):
                source = node.value.args[0].id  # the same object; `own` copies it where its old content is needed
            for target in targets:
                self.conflicts.setdefault(target, set())
                self.clash(target, (live | self.captured) - {source} | (targets - {target}))
            live = live - targets | self.read(node)
        return live

    def loop(self, node: gast.For | gast.While, live: set[str]) -> set[str]:
        head = live_at_head(node, live, self.read, self.write)
        end = live_at_end(node, live, self.read, self.write)
        self.block(node.body, end)
        if isinstance(node, gast.While):
            return head
        targets = self.write(node.target)
        for target in targets:
            self.conflicts.setdefault(target, set())
            inside = live_before(node.body, end, self.read, self.write)
            self.clash(target, head | inside | self.captured | targets | self.counted_inside(node))
        return head | self.read(node.iter)

    def counted_inside(self, loop: gast.For) -> set[str]:
        """What the loops in a loop assign: a reader takes one name for one thing there, but for a `_`."""
        found = set().union(*[self.write(node.target) for node in in_order(loop.body) if isinstance(node, gast.For)])
        return {target for target in found if self.function.names.base(target) != '_'}

    def mapping(self) -> dict[str, str]:
        """The name that each version gets."""
        names = self.function.names
        functions = {node.name for node in in_order(self.function.tree.body) if isinstance(node, gast.FunctionDef)}
        ordered = [*self.function.parameters, *_in_order_of_definition(self.function.tree.body)]
        classes: dict[str, set[str]] = {}
        mapping: dict[str, str] = {}
        for identifier in ordered:
            if identifier in mapping or identifier not in names.variables:
                continue
            base = names.base(identifier)
            if identifier in self.function.parameters or identifier in self.captured:
                classes[identifier] = {identifier}
                mapping[identifier] = identifier
                continue
            apart = self.conflicts.get(identifier, set())
            if names.is_temporary(identifier):
                apart = apart | functions  # what a function gives does not take its name
            for candidate, members in classes.items():
                if names.base(candidate) == base and not members & apart:
                    mapping[identifier] = candidate
                    members.add(identifier)
                    break
            else:
                chosen = self.free_name(identifier, base, classes)
                classes[chosen] = {identifier}
                mapping[identifier] = chosen
        return {old: new for old, new in mapping.items() if old != new}

    def free_name(self, identifier: str, base: str, taken: Collection[str]) -> str:
        """The first of base, base_1, ... that no other variable needs: so numbers have no gaps."""
        names = self.function.names
        pinned = {*self.function.parameters, *self.captured}
        for count in itertools.count():
            candidate = f'{base}_{count}' if count else base
            is_version = candidate in names.variables and names.base(candidate) == base
            if candidate not in taken and (candidate == identifier or is_version and candidate not in pinned):
                return candidate


def _in_order_of_definition(statements: list[gast.stmt]) -> list[str]:
    found = []
    for node in statements:
        if isinstance(node, BLOCKS):
            found += target_names(node.target) if isinstance(node, gast.For) else []
            found += sorted(with_targets(node)) if isinstance(node, gast.With) else []
            for block in blocks_of(node):
                found += _in_order_of_definition(block)
        elif isinstance(node, gast.Assign):
            found += target_names(node.targets[0])
        else:
            found += sorted(written(node))
    return found


def _tidy(function: Function, statements: list[gast.stmt], indices: set[str], used: set[str]) -> list[gast.stmt]:
    """Without `x = x`, and with `b[i] += v` for what adds in place."""
    out = []
    for node in statements:
        if isinstance(node, (gast.With, *LOOPS)):
            out.append(with_blocks(node, [_tidy(function, node.body, indices, used)]))
            continue
        if isinstance(node, gast.If):
            body, orelse = _tidy(function, node.body, indices, used), _tidy(function, node.orelse, indices, used)
            if not body and orelse:
                out.append(with_origin(gast.If(gast.UnaryOp(gast.Not(), node.test), orelse, []), origin_of(node)))
            elif body:
                out.append(with_origin(gast.If(node.test, body, orelse), origin_of(node)))
            continue
        if isinstance(node, gast.Pass):
            continue
        if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name):
            target = node.targets[0].id
            if isinstance(node.value, gast.Name) and node.value.id == target:
                continue
            if getattr(node, 'adds', False) and node.value.left.id == target:
                out.append(with_origin(gast.AugAssign(node.targets[0], node.value.op, node.value.right),
                                       origin_of(node)))
                continue
        helper = _written_by(function, node)
        if helper is add_at and may_meet_tensors(function):
            out.append(node)  # tensors cannot be written
        else:
            out.append(_as_statement(node, helper, indices, used))
    return out


def _as_statement(node: gast.stmt, helper: Any, indices: set[str], used: set[str]) -> gast.stmt:
    """A write as Python has it, where it writes into the variable that it is assigned to."""
    if helper is None or not isinstance(node.value.args[0], gast.Name):
        return node
    target, (buffer, *args) = node.targets[0], node.value.args
    if isinstance(target, gast.Tuple):
        first, second = target.elts
        if first.id != buffer.id or node.value.func is None:
            return node
        popped = call(gast.Attribute(buffer, 'pop', gast.Load()), *args)
        is_read = isinstance(second, gast.Name) and (second.id != '_' or '_' in used)
        new = gast.Assign([second], popped, None) if is_read else gast.Expr(popped)
        return with_origin(new, origin_of(node))
    if not isinstance(target, gast.Name) or target.id != buffer.id:
        return node
    if helper in (add_at, added_at):
        if not (is_basic_index(args[0], indices) and node.value.is_array):
            return node
        return with_origin(_in_place(buffer, args[0], args[1]), origin_of(node))
    if helper in (set_at, clear_at, with_part):
        if helper is not set_at and (is_field(args[0]) or not node.value.is_array or is_whole(args[0])):
            return node  # where all of an array is written its adjoint may be a number
        if any(is_slice(part) for part in (args[0].elts if isinstance(args[0], gast.Tuple) else [args[0]])) and (
                not node.value.is_array):
            return node
        value = constant(0.0) if helper is clear_at else args[1]
        place: gast.expr = gast.Subscript(buffer, index_syntax(args[0]), gast.Store())
        if is_field(args[0]):
            place = attribute_of(buffer, args[0], gast.Store())
        return with_origin(gast.Assign([place], value, None), origin_of(node))
    if helper is put_back:
        return node
    method = gast.Attribute(buffer, 'clear' if helper is emptied else helper.__name__, gast.Load())
    return with_origin(gast.Expr(gast.Call(method, args, node.value.keywords)), origin_of(node))


def _in_place(buffer: gast.Name, index: gast.expr, value: gast.expr) -> gast.stmt:
    target = gast.Subscript(buffer, index_syntax(index), gast.Store())
    opposite = negated(value)
    if opposite is not None:
        return gast.AugAssign(target, gast.Sub(), opposite)
    return gast.AugAssign(target, gast.Add(), value)
