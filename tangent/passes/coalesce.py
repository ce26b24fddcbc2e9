"""Let versions of a variable share one name again where they are not needed at the same time."""
from __future__ import annotations

import itertools
from collections.abc import Collection

import gast

from tangent.analyses.activity import target_names
from tangent.analyses.control import captured_names, live_before
from tangent.analyses.effects import entry_of
from tangent.passes.buffers import is_array_buffer, is_owned_before
from tangent.passes.desugar import index_syntax, is_slice
from tangent.passes.simplify import negated
from tangent.runtime.arrays import add_at, copied
from tangent.syntax.build import call, origin_of, reads, rename, with_origin, written
from tangent.syntax.function import Function
from tangent.syntax.spelling import Speller


def own(function: Function, speller: Speller) -> Function:
    """Copy what is written in place but not owned.

    `tangent.add_at(b, i, v)` changes b.  That is right where b was made here, nothing else
    sees it, and its old value is not read any more; where not, a copy is changed.
    """
    owned, is_array = is_owned_before(function), is_array_buffer(function)

    def block(statements: list[gast.stmt], live: set[str]) -> list[gast.stmt]:
        out: list[gast.stmt] = []
        for node in reversed(statements):
            if isinstance(node, gast.If):
                new = gast.If(node.test, block(node.body, live), block(node.orelse, live))
                out.append(with_origin(new, origin_of(node)))
            elif _is_add_at(function, node):
                out.append(with_origin(gast.Assign(node.targets, owning(node, live), None), origin_of(node)))
            else:
                out.append(node)
            live = live_before([node], live)
        return out[::-1]

    def owning(node: gast.Assign, live: set[str]) -> gast.Call:
        value = node.value
        buffer = value.args[0]
        if not isinstance(buffer, gast.Name):
            return value
        new = gast.Call(value.func, list(value.args), [])
        if buffer.id in live or not owned(buffer.id):
            new.args[0] = call(speller.spell(copied), buffer)
        new.is_array = is_array(buffer.id)
        return new
    return function.with_body(block(function.tree.body, set()))


def _is_add_at(function: Function, node: gast.stmt) -> bool:
    if not (isinstance(node, gast.Assign) and isinstance(node.value, gast.Call)):
        return False
    entry = entry_of(function, node.value)
    return entry is not None and entry.function is add_at


def coalesce(function: Function) -> Function:
    """The same function with fewer names: versions that do not interfere become one variable."""
    interference = _Interference(function)
    mapping = interference.mapping()
    body = rename(function.tree.body, mapping)
    return function.with_body(_tidy(function, body))


class _Interference:
    """Which versions are needed at the same time, by a walk backward over live variables."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.order: list[str] = list(function.parameters)
        self.conflicts: dict[str, set[str]] = {}
        self.captured = captured_names(function)
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
                live = self.block(node.body, set(live)) | self.block(node.orelse, set(live)) | reads(node.test)
                continue
            targets = written(node)
            copies = isinstance(node, gast.Assign) and isinstance(node.value, gast.Name) and isinstance(
                node.targets[0], gast.Name)
            source = node.value.id if copies else None
            for target in targets:
                self.conflicts.setdefault(target, set())
                self.clash(target, (live | self.captured) - {source} | (targets - {target}))
            live = live - targets | reads(node)
        return live

    def mapping(self) -> dict[str, str]:
        """The name that each version gets."""
        names = self.function.names
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
            for candidate, members in classes.items():
                if names.base(candidate) == base and not members & self.conflicts.get(identifier, set()):
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
        if isinstance(node, gast.If):
            found += _in_order_of_definition(node.body) + _in_order_of_definition(node.orelse)
        elif isinstance(node, gast.Assign):
            found += target_names(node.targets[0])
        else:
            found += sorted(written(node))
    return found


def _tidy(function: Function, statements: list[gast.stmt]) -> list[gast.stmt]:
    """Without `x = x`, and with `b[i] += v` for what adds in place."""
    out = []
    for node in statements:
        if isinstance(node, gast.If):
            body, orelse = _tidy(function, node.body), _tidy(function, node.orelse)
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
            if _is_add_at(function, node):
                buffer, index, value = node.value.args
                if isinstance(buffer, gast.Name) and buffer.id == target and _is_basic(index) and node.value.is_array:
                    out.append(with_origin(_in_place(buffer, index, value), origin_of(node)))
                    continue
        out.append(node)
    return out


def _in_place(buffer: gast.Name, index: gast.expr, value: gast.expr) -> gast.stmt:
    target = gast.Subscript(buffer, index_syntax(index), gast.Store())
    opposite = negated(value)
    if opposite is not None:
        return gast.AugAssign(target, gast.Sub(), opposite)
    return gast.AugAssign(target, gast.Add(), value)


def _is_basic(index: gast.expr) -> bool:
    """Whether an index is made of slices, None, Ellipsis and literal integers, at least one of them a slice."""
    parts = index.elts if isinstance(index, gast.Tuple) else [index]

    def plain(part: gast.expr) -> bool:
        if isinstance(part, gast.UnaryOp):
            part = part.operand
        if isinstance(part, gast.Attribute) and part.attr == 'newaxis':
            return True
        return isinstance(part, gast.Call) or isinstance(part, gast.Constant) and (
            part.value is None or part.value is Ellipsis or type(part.value) is int)
    slices = list(filter(is_slice, parts))
    return bool(slices) and all(map(plain, parts)) and len(slices) == sum(isinstance(p, gast.Call) for p in parts)
