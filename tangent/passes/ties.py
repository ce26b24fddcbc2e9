"""Names that are the same memory: when one is written in place, the others are brought up to date.

Here a write makes a new version of one variable.  In Python a view of it (`row = a[i]`), what
it is a view of, and another name of it see the change as well.

    row = a[i]                 row = a[i]
    row[0] = v          ->     row[0] = v
    return a                   a = tangent.write_through(a, i, row)
                               return a

Whether there is a view at all is known when the function runs: of a list a slice is a copy, an
element of a vector is a number.  The helpers look at the values.
"""
from __future__ import annotations

import attrs
import gast
import numpy as np

from tangent.analyses.cheap import is_cheap_index
from tangent.runtime.views import look_through, write_through
from tangent.syntax.build import (
    LOOPS, assign, blocks_of, call, clone, constant, in_order, name, origin_of, reads, tuple_, with_blocks,
    with_targets, written,
)
from tangent.syntax.function import Function, is_generated
from tangent.syntax.indexing import index_value, is_slice
from tangent.syntax.spelling import Speller

_ARRAYS = (np.zeros, np.ones, np.empty, np.zeros_like, np.ones_like, np.empty_like, np.array, np.full, np.eye,
           np.arange, np.linspace, np.copy)


@attrs.frozen
class Tie:
    """A variable that may be a view of another, at an index; None is for another name of it."""

    base: str
    index: gast.expr | None


def tie(function: Function, speller: Speller) -> Function:
    """The function with what shares memory with a variable that is written brought up to date after it."""
    if is_generated(function):
        return function
    tier = _Tier(function, speller)
    if not tier.changed:
        return function
    return function.with_body(tier.block(function.tree.body, {}))


class _Tier:
    def __init__(self, function: Function, speller: Speller) -> None:
        self.function, self.speller = function, speller
        self.changed = {found for node in in_order(function.tree.body) if (found := _changed(node)) is not None}
        self.augmented = {_changed(node) for node in in_order(function.tree.body)
                          if getattr(getattr(node, 'value', None), 'updates', False)}

    def block(self, statements: list[gast.stmt], ties: dict[str, Tie]) -> list[gast.stmt]:
        out: list[gast.stmt] = []
        for node in statements:
            if isinstance(node, gast.If):
                paths = [dict(ties), dict(ties)]
                out.append(with_blocks(node, [self.block(b, path) for b, path in zip(blocks_of(node), paths)]))
                _keep(ties, {view: found for view, found in paths[0].items() if paths[1].get(view) is found})
            elif isinstance(node, LOOPS):
                self.forget(ties, _assigned_plainly(node))
                inside = dict(ties)
                out.append(with_blocks(node, [self.block(node.body, inside)]))
                _keep(ties, {view: found for view, found in inside.items() if ties.get(view) is found})
            elif isinstance(node, gast.With):
                self.forget(ties, with_targets(node))
                out.append(with_blocks(node, [self.block(node.body, ties)]))
            else:
                out += self.statement(node, ties)
        return out

    def statement(self, node: gast.stmt, ties: dict[str, Tie]) -> list[gast.stmt]:
        changed = _changed(node)
        if changed is None:
            self.forget(ties, written(node))
            self.note(node, ties)
            return [node]
        known = ties
        if getattr(node.value, 'part_of', None) is not None:  # of a copy of a list the parts are still shared
            known = {view: found for view, found in ties.items() if not _slices(found)}
        node.value.tied = tuple(sorted(_component(changed, known) - {changed}))
        out = [node, *self.upward(changed, ties, node)]
        if not getattr(node.value, 'updates', False) and not self.is_array(changed):
            for view in [v for v, found in ties.items() if found.base == changed and found.index is not None]:
                del ties[view]  # an item of a list may be another object now
        return out

    def note(self, node: gast.stmt, ties: dict[str, Tie]) -> None:
        """Remember a view that an assignment makes, if it or what it is a view of is written somewhere."""
        if not (isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name)):
            return
        target, value = node.targets[0].id, node.value
        if isinstance(value, gast.Subscript) and isinstance(value.value, gast.Name) and is_cheap_index(value.slice):
            found = Tie(value.value.id, index_value(value.slice, self.speller))
        elif isinstance(value, gast.Name):
            if not {target, value.id} & self.augmented:
                return  # versions follow other names of what is written
            found = Tie(value.id, None)
        else:
            return
        is_local = found.base in self.function.names.variables and found.base != target
        if is_local and {target, found.base} & self.changed:
            ties[target] = found

    def forget(self, ties: dict[str, Tie], assigned: set[str]) -> None:
        """Drop ties of variables that are assigned anew, or whose index is."""
        for view, found in list(ties.items()):
            index = set() if found.index is None else reads(found.index)
            if view in assigned or found.base in assigned or index & assigned:
                del ties[view]

    def upward(self, changed: str, ties: dict[str, Tie], node: gast.stmt) -> list[gast.stmt]:
        """What is a view of a variable, and what that is a view of, after it was written."""
        out: list[gast.stmt] = []
        done = {changed}
        current = changed
        while current in ties and ties[current].base not in done:
            found = ties[current]
            value = call(self.speller.spell(write_through), name(found.base), _index(found), name(current))
            out.append(assign(found.base, value, origin_of(node)))
            done.add(found.base)
            current = found.base
        deep = len(done) > 1 or getattr(node.value, 'updates', False) or getattr(node.value, 'part_of', None)
        todo = [current]
        for base in todo:
            for view in sorted(v for v, found in ties.items() if found.base == base):
                todo.append(view)
                if view in done:
                    continue
                done.add(view)
                arguments = [name(view), name(base), _index(ties[view]), *([constant(True)] if deep else [])]
                out.append(assign(view, call(self.speller.spell(look_through), *arguments), origin_of(node)))
        return out

    def is_array(self, identifier: str) -> bool:
        """Whether a variable is surely an array: each assignment to it makes one."""
        values = [node.value for node in in_order(self.function.tree.body) if isinstance(node, gast.Assign)
                  and isinstance(node.targets[0], gast.Name) and node.targets[0].id == identifier
                  and _changed(node) is None]
        return identifier not in self.function.parameters and bool(values) and all(
            isinstance(v, (gast.BinOp, gast.UnaryOp)) or isinstance(v, gast.Call) and (
                self.function.scope.resolve(v.func, self.function.names.variables) in _ARRAYS
                or isinstance(v.func, gast.Attribute) and v.func.attr == 'copy') for v in values)


def _slices(found: Tie) -> bool:
    parts = found.index.elts if isinstance(found.index, gast.Tuple) else [found.index]
    return any(part is not None and is_slice(part) for part in parts)


def _index(found: Tie) -> gast.expr:
    return tuple_([]) if found.index is None else clone(found.index)


def _keep(ties: dict[str, Tie], kept: dict[str, Tie]) -> None:
    ties.clear()
    ties.update(kept)


def _changed(node: gast.stmt) -> str | None:
    """The variable whose object a statement changes in place, or may change."""
    value = getattr(node, 'value', None)
    if not isinstance(node, gast.Assign):
        return None
    if getattr(value, 'in_place', False):
        return value.args[0].id
    return value.left.id if getattr(value, 'updates', False) else None


def _assigned_plainly(loop: gast.stmt) -> set[str]:
    """The variables that a loop assigns otherwise than by writing in place."""
    found = written(loop.target) if isinstance(loop, gast.For) else set()
    for node in in_order(loop.body):
        if isinstance(node, gast.For):
            found |= written(node.target)
        elif not blocks_of(node) and _changed(node) is None:
            found |= written(node)
    return found


def _component(identifier: str, ties: dict[str, Tie]) -> set[str]:
    """The variables that are tied to one, directly or by others."""
    found = {identifier}
    size = 0
    while size < len(found):
        size = len(found)
        for view, one in ties.items():
            if view in found or one.base in found:
                found |= {view, one.base}
    return found
