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

import collections
from typing import Any

import attrs
import gast
import numpy as np

from tangent.analyses.cheap import is_cheap_index
from tangent.analyses.control import read_unsurely
from tangent.analyses.containers import Containers
from tangent.analyses.observers import changed_by, changes_items
from tangent.analyses.sharing import resizes
from tangent.runtime.apart import check_single
from tangent.runtime.sequences import indices
from tangent.runtime.views import look_through, view_by, write_through
from tangent.syntax.build import (
    LOOPS, assign, binary, blocks_of, call, clone, constant, in_order, name, origin_of, reads, store, tuple_,
    with_blocks, with_origin, with_targets, written,
)
from tangent.syntax.function import Function, is_generated
from tangent.syntax.indexing import index_value, is_slice
from tangent.syntax.spelling import Speller

_ARRAYS = (np.zeros, np.ones, np.empty, np.zeros_like, np.ones_like, np.empty_like, np.array, np.full, np.eye,
           np.arange, np.linspace, np.copy)
_WHOLE_VIEWS = ((np.transpose, np.transpose), (np.asarray, np.asarray), (np.reshape, np.reshape),
                (np.ravel, np.reshape))


@attrs.frozen
class Tie:
    """A variable that may be a view of another, at an index; None is for another name of it."""

    base: str
    index: gast.expr | None
    is_whole: bool = False  # a view of all elements: the index is the function that makes it


def tie(function: Function, speller: Speller) -> Function | None:
    """The function with what shares memory with a variable that is written brought up to date after it.

    None where that is not enough: for a loop that goes through what is brought up to date in it.
    """
    if is_generated(function):
        return function
    tier = _Tier(function, speller)
    if not tier.changed:
        return function
    body = tier.block(function.tree.body, {})
    if tier.is_lost:
        return None
    unsure = read_unsurely(body, set(function.parameters), tier.brings_up_to_date) & set(function.names.variables)
    return function.with_body([*[assign(view, constant(None), None) for view in sorted(unsure)], *body])


class _Tier:
    def __init__(self, function: Function, speller: Speller) -> None:
        self.function, self.speller = function, speller
        self.changed = {found for node in in_order(function.tree.body) if (found := changed_by(node)) is not None}
        self.augmented = {changed_by(node) for node in in_order(function.tree.body)
                          if getattr(getattr(node, 'value', None), 'updates', False)}
        self.containers = Containers(function)
        self.assigned = set(function.parameters)  # before, in the order of the text or of an iteration
        self.makes = collections.Counter(
            made for node in in_order(function.tree.body) for made in (
                written(node.target) if isinstance(node, gast.For) else
                set() if isinstance(node, gast.If | gast.While) else written(node) - {changed_by(node)}))
        self.in_loops = set().union(*[_assigned_plainly(node) for node in in_order(function.tree.body)
                                      if isinstance(node, LOOPS)])
        self.touched = self.related(self.changed)
        self.is_lost = False  # whether a loop goes through what is brought up to date in it, and would not see that
        self.rewritten: set[str] = set()  # what may be another array than Python has, in another order of memory

    def block(self, statements: list[gast.stmt], ties: dict[str, Tie]) -> list[gast.stmt]:
        out: list[gast.stmt] = []
        for node in statements:
            if isinstance(node, gast.If):
                paths = [dict(ties), dict(ties)]
                out.append(with_blocks(node, [self.block(b, path) for b, path in zip(blocks_of(node), paths)]))
                _keep(ties, {view: found for path in paths for view, found in path.items()
                             if all(other.get(view) is found for other in paths) or self.is_lasting(view, found)})
            elif isinstance(node, LOOPS):
                out.append(self.loop(node, ties))
            elif isinstance(node, gast.With):
                self.forget(ties, with_targets(node), set())
                out.append(with_blocks(node, [self.block(node.body, ties)]))
            else:
                out += self.statement(node, ties)
        return out

    def loop(self, node: gast.For | gast.While, ties: dict[str, Tie]) -> gast.stmt:
        if isinstance(node, gast.For) and written(node.target) & self.changed:
            node = self.by_index(node)
        before, new = dict(ties), self.tied_loop(node, ties)
        if isinstance(node, gast.For) and reads(node.iter) & written(new) - _assigned_plainly(node):
            by_index = self.by_index(node)  # what it goes through is written by way of a view
            if by_index is not node:
                _keep(ties, before)
                new = self.tied_loop(by_index, ties)
            elif self.is_gone_through_live(node.iter):
                self.is_lost = True
        return new

    def tied_loop(self, node: gast.For | gast.While, ties: dict[str, Tie]) -> gast.stmt:
        self.forget(ties, _assigned_plainly(node), written(node))
        before = set(self.assigned)
        self.assigned |= written(node)
        inside = dict(ties)
        for changed in filter(None, map(changed_by, in_order(node.body))):
            self.rewritten |= _component(changed, inside)
        body = self.block(node.body, inside)
        # What has no value before the loop was made by it, if it is read at all.
        _keep(ties, {view: found for view, found in inside.items()
                     if ties.get(view) is found or view not in before or self.is_lasting(view, found)})
        return with_blocks(node, [body])

    def is_lasting(self, view: str, found: Tie) -> bool:
        """Whether a variable is a view of another wherever it has a value: both are assigned in one place."""
        makes = self.makes.get(view, 0) == 1 and view not in self.function.parameters
        is_one = self.makes.get(found.base, 0) == (found.base not in self.function.parameters)
        index = set() if found.index is None else reads(found.index) & set(self.function.names.variables)
        return makes and is_one and found.base not in self.in_loops and not _is_item(found) and (
            not index or found.is_whole)

    def related(self, changed: set[str]) -> set[str]:
        """The variables that may be one memory with those that are written, by way of others."""
        pairs = [{node.targets[0].id, self.viewed(node.value)}
                 for node in in_order(self.function.tree.body) if isinstance(node, gast.Assign)
                 and isinstance(node.targets[0], gast.Name) and changed_by(node) is None
                 and self.viewed(node.value) is not None]
        found, size = set(changed), -1
        while size < len(found):
            size = len(found)
            found = found.union(*[pair for pair in pairs if pair & found])
        return found

    def by_index(self, node: gast.For) -> gast.For:
        """A loop over arrays whose rows are written: they are views at an index."""
        called = self.function.scope.resolve(getattr(node.iter, 'func', node.iter), self.function.names.variables)
        items = self.items(node.target, node.iter)
        if items is None or not all(self.is_variable(sequence) for _, sequence in items):
            return node
        if {sequence.id for _, sequence in items} & (_assigned_plainly(node) | self.augmented):
            return node
        if called is reversed and self.containers.of(items[0][1]) is dict:
            return node
        index = self.function.names.fresh('i')
        place = binary(constant(-1), gast.Sub(), name(index)) if called is reversed else name(index)
        rows = [with_origin(gast.Assign([target], gast.copy_location(
            gast.Subscript(sequence, clone(place), gast.Load()), node.iter), None), origin_of(node))
            for target, sequence in items]
        if called is enumerate:
            rows.insert(0, with_origin(gast.Assign([node.target.elts[0]], name(index), None), origin_of(node)))
        counted = call(self.speller.spell(indices), *[clone(sequence) for _, sequence in items])
        return with_blocks(node, [[*rows, *node.body]], target=store(index), iter=counted)

    def items(self, target: gast.expr, iterable: gast.expr) -> list[tuple[gast.expr, gast.expr]] | None:
        """The targets of a loop and the sequences whose items they are; None where that is not seen."""
        if isinstance(iterable, gast.Name):
            return [(target, iterable)]
        if not isinstance(iterable, gast.Call) or iterable.keywords:
            return None
        called = self.function.scope.resolve(iterable.func, self.function.names.variables)
        if called is reversed and len(iterable.args) == 1:
            return [(target, iterable.args[0])]
        if not isinstance(target, gast.Tuple):
            return None
        if called is zip and len(iterable.args) == len(target.elts):
            return list(zip(target.elts, iterable.args))
        if called is enumerate and len(iterable.args) == 1 and len(target.elts) == 2:
            counted = iterable.args[0]
            is_zip = isinstance(counted, gast.Call) and self.function.scope.resolve(
                counted.func, self.function.names.variables) is zip
            return self.items(target.elts[1], counted) if is_zip else [(target.elts[1], counted)]
        return None

    def is_gone_through_live(self, node: gast.expr) -> bool:
        """Whether a loop goes through the memory of a variable, not through a list or indices made before it."""
        if isinstance(node, gast.Call):
            called = self.function.scope.resolve(node.func, self.function.names.variables)
            return called in (reversed, enumerate, zip) and any(map(self.is_gone_through_live, node.args))
        return isinstance(node, (gast.Name, gast.Subscript, gast.Attribute))

    def is_variable(self, node: gast.expr) -> bool:
        return isinstance(node, gast.Name) and node.id in self.function.names.variables

    def statement(self, node: gast.stmt, ties: dict[str, Tie]) -> list[gast.stmt]:
        changed = changed_by(node)
        if changed is None:
            if _is_itself(node):
                return []
            self.forget(ties, written(node), set())
            self.assigned |= written(node)
            return [node, *self.note(node, ties)]
        self.forget(ties, written(node) - {changed}, {changed})
        known = ties
        is_part = getattr(node.value, 'part_of', None) is not None
        if is_part or changes_items(node):  # of a copy of a list the items are still shared
            known = {view: found for view, found in ties.items() if not _slices(found) or not (
                is_part or self.containers.of(name(found.base)) in (list, tuple))}
        node.value.tied = tuple(sorted(_component(changed, known) - {changed}))
        node.value.items_of = tuple(self.items_of(changed, ties))
        is_seen = not is_part or resizes(self.function, node.value)  # a part is put back: then it is seen, if it fits
        out = [*self.singles(changed, ties, node), node, *(self.upward(changed, ties, node) if is_seen else [])]
        self.rewritten |= _component(changed, ties)
        same = _component(changed, {view: found for view, found in ties.items() if found.index is None})
        if self.exchanges(node) and not any(map(self.is_array, same)):
            for view in [v for v, found in ties.items() if found.base in same and _is_item(found)]:
                del ties[view]  # an item of a list may be another object now
        return out

    def items_of(self, changed: str, ties: dict[str, Tie]) -> dict[str, str]:
        """The variables that may be containers of what is written, each with the name of the item in it."""
        found: dict[str, str] = {}
        while changed in ties and ties[changed].base not in found:
            if _is_item(ties[changed]):
                found[ties[changed].base] = changed
            changed = ties[changed].base
        return found

    def singles(self, changed: str, ties: dict[str, Tie], node: gast.stmt) -> list[gast.stmt]:
        """The checks that containers hold an item once that is written by another name."""
        out = []
        for base, item in self.items_of(changed, ties).items():
            check = call(self.speller.spell(check_single), name(base), name(item), constant(base))
            check.of_item = True
            out.append(with_origin(gast.Expr(gast.copy_location(check, node)), origin_of(node)))
        return out

    def exchanges(self, node: gast.stmt) -> bool:
        """Whether a write may make another object of an item of a list."""
        is_same = getattr(node.value, 'updates', False) or getattr(node.value, 'puts_back', False)
        return not changes_items(node) and not is_same

    def note(self, node: gast.stmt, ties: dict[str, Tie]) -> list[gast.stmt]:
        """Remember a view that an assignment makes, if it or what it is a view of is written somewhere.

        The statements say of a reshaped array whether it is a view.
        """
        if not (isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name)):
            return []
        target, value = node.targets[0].id, node.value
        base, by = self.whole_view(value)
        if isinstance(value, gast.Subscript) and isinstance(value.value, gast.Name) and is_cheap_index(value.slice):
            found = Tie(value.value.id, index_value(value.slice, self.speller))
        elif isinstance(value, gast.Name):
            found = Tie(value.id, None)
        elif base is not None and by is np.reshape and base in self.rewritten and not self.is_array(base):
            return []
        elif base is not None:
            found = Tie(base, gast.Attribute(self.speller.module(np), by.__name__, gast.Load()), True)
        else:
            return []
        is_local = found.base in self.function.names.variables and found.base != target
        if not is_local or not self.touched & {target, found.base}:
            return []
        ties[target] = found
        if by is not np.reshape:
            return []
        held = self.function.names.fresh(f'{target}_by', temporary=True)
        ties[target] = Tie(found.base, name(held), True)
        return [assign(held, call(self.speller.spell(view_by), name(target), name(found.base)), origin_of(node))]

    def viewed(self, value: gast.expr) -> str | None:
        """The variable that an expression is, or may be a view of."""
        if isinstance(value, gast.Subscript):
            value = value.value
        return value.id if isinstance(value, gast.Name) else self.whole_view(value)[0]

    def whole_view(self, value: gast.expr) -> tuple[str | None, Any]:
        """The variable that an expression shows all elements of, and the function that does."""
        if isinstance(value, gast.Attribute) and value.attr == 'T' and self.is_variable(value.value):
            return value.value.id, np.transpose
        if not isinstance(value, gast.Call) or value.keywords:
            return None, None
        if isinstance(value.func, gast.Attribute) and self.is_variable(value.func.value):
            if value.func.attr in ('ravel', 'reshape'):
                return value.func.value.id, np.reshape
            is_transpose = value.func.attr == 'transpose' and not value.args
            return (value.func.value.id, np.transpose) if is_transpose else (None, None)
        called = self.function.scope.resolve(value.func, self.function.names.variables)
        by = next((by for makes, by in _WHOLE_VIEWS if called is makes), None)
        if by is None or not value.args or by is not np.reshape and value.args[1:]:
            return None, None
        return (value.args[0].id, by) if self.is_variable(value.args[0]) else (None, None)

    def forget(self, ties: dict[str, Tie], assigned: set[str], changed: set[str]) -> None:
        """Drop ties of variables that are assigned anew, or whose index is, or is changed: `j += 1` of a number."""
        for view, found in list(ties.items()):
            index = set() if found.index is None else reads(found.index)
            if view in assigned or found.base in assigned or index & (assigned | changed):
                del ties[view]

    def upward(self, changed: str, ties: dict[str, Tie], node: gast.stmt) -> list[gast.stmt]:
        """What is a view of a variable, and what that is a view of, after it was written."""
        out: list[gast.stmt] = []
        done = {changed}
        current, inside_item = changed, False
        while current in ties and ties[current].base not in done:
            found = ties[current]
            deep = [constant(True)] if _slices(found) and (current != changed or changes_items(node)) else []
            value = call(self.speller.spell(write_through), name(found.base), _index(found), name(current), *deep)
            out.append(assign(found.base, name(current) if self.is_followed(current, found) else value,
                              origin_of(node)))
            done.add(found.base)
            current, inside_item = found.base, inside_item or found.index is not None
        deep = inside_item or changes_items(node) or getattr(node.value, 'puts_back', False)
        todo = [current]
        for base in todo:
            for view in sorted(v for v, found in ties.items() if found.base == base):
                todo.append(view)
                if view in done:
                    continue
                done.add(view)
                arguments = [name(view), name(base), _index(ties[view]), *([constant(True)] if deep else [])]
                value = call(self.speller.spell(look_through), *arguments)
                out.append(assign(view, name(base) if self.is_followed(view, ties[view]) else value, origin_of(node)))
        return out

    def brings_up_to_date(self, node: gast.stmt) -> bool:
        """Whether a statement is one that `upward` makes, of a variable that need not have a value there."""
        value = getattr(node, 'value', None)
        return isinstance(value, gast.Call) and self.function.scope.resolve(
            value.func, self.function.names.variables) is look_through

    def is_followed(self, view: str, found: Tie) -> bool:
        """Whether two names are surely one object, also where an augmented assignment may make a new one."""
        return found.index is None and not {view, found.base} & self.augmented

    def is_array(self, identifier: str) -> bool:
        """Whether a variable is surely an array: each assignment to it makes one."""
        values = [node.value for node in in_order(self.function.tree.body) if isinstance(node, gast.Assign)
                  and isinstance(node.targets[0], gast.Name) and node.targets[0].id == identifier
                  and changed_by(node) is None]
        return identifier not in self.function.parameters and bool(values) and all(
            isinstance(v, (gast.BinOp, gast.UnaryOp)) or isinstance(v, gast.Call) and (
                self.function.scope.resolve(v.func, self.function.names.variables) in _ARRAYS
                or isinstance(v.func, gast.Attribute) and v.func.attr == 'copy') for v in values)


def _is_itself(node: gast.stmt) -> bool:
    """Whether a statement is `x = x`."""
    return (isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name)
            and isinstance(node.value, gast.Name) and node.value.id == node.targets[0].id)


def _is_item(found: Tie) -> bool:
    """Whether a view may be an item of a list."""
    return found.index is not None and not found.is_whole and not _slices(found)


def _slices(found: Tie) -> bool:
    parts = found.index.elts if isinstance(found.index, gast.Tuple) else [found.index]
    return any(part is not None and is_slice(part) for part in parts)


def _index(found: Tie) -> gast.expr:
    return tuple_([]) if found.index is None else clone(found.index)


def _keep(ties: dict[str, Tie], kept: dict[str, Tie]) -> None:
    ties.clear()
    ties.update(kept)


def _assigned_plainly(loop: gast.stmt) -> set[str]:
    """The variables that a loop assigns otherwise than by writing in place."""
    found = written(loop.target) if isinstance(loop, gast.For) else set()
    for node in in_order(loop.body):
        if isinstance(node, gast.For):
            found |= written(node.target)
        elif not blocks_of(node):
            found |= written(node) - {changed_by(node)}
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
