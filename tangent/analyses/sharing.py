"""Which variables may be the same memory: who sees it when one of them is written in place."""
from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from types import ModuleType

import attrs
import gast

from tangent.analyses.activity import is_constant, target_names
from tangent.analyses.blocks import block_of
from tangent.analyses.calls import attribute_entry
from tangent.analyses.effects import WRITES, entry_of, is_tape_operation
from tangent.analyses.evidence import used_as_arrays
from tangent.analyses.kinds import checked_kinds
from tangent.analyses.shape_reads import shape_arguments
from tangent.runtime.arrays import add_at, copied, duplicate, stop_gradient, unfilled, zero
from tangent.runtime.records import methods
from tangent.runtime.sequences import (
    added_at, append, clear_at, emptied, extend, insert, part_at, pop, put_back, set_at, update, value_at,
    value_at_adjoint,
)
from tangent.runtime.surgery import with_part
from tangent.runtime.views import look_through, write_through
from tangent.syntax.build import (
    LOOPS, Opaque, blocks_of, bound_names, children, joins_lists, name, reads, rebuild, walk, written,
)
from tangent.syntax.function import MISSING, Function
from tangent.syntax.indexing import is_field
from tangent.templates.registry import ELEMENTWISE

_RESIZES = (append, emptied, extend, insert, pop, put_back, update)
_INDEXED = (add_at, added_at, set_at, insert, with_part)  # these keep nothing of their index
_ONLY_ARRAYS = (add_at, added_at, clear_at)  # these keep nothing of the value that they write

OF_ANY_KIND = (zero, unfilled, stop_gradient, value_at, part_at, value_at_adjoint)  # new, and may be containers

_TIES = {write_through: 1, look_through: 2}  # where their index is, which they keep nothing of


@attrs.frozen(eq=False)
class Place:
    """A statement, its number in the order of the text, and the loops around it."""

    statement: gast.stmt
    number: int
    loops: tuple[gast.stmt, ...]


class Sharing:
    """Of a function whose names are versioned: what shares memory with what is written in place.

    Args:
        updates: whether `x += y` is held as `x_1 = x + y`, and x_1 may be what x was.
    """

    def __init__(self, function: Function, updates: bool = False) -> None:
        self.function, self.updates = function, updates
        self.places: list[Place] = []
        self.definitions: dict[str, list[tuple[Place, gast.expr]]] = {}
        self.ends: dict[int, int] = {}  # the number of the last statement of a loop
        self._direct: dict[int, frozenset[str]] = {}
        self._collect(function.tree.body, ())
        self._reached: dict[str, frozenset[str]] = {}

    def _collect(self, statements: list[gast.stmt], loops: tuple[gast.stmt, ...]) -> None:
        for node in statements:
            inner = (*loops, node) if isinstance(node, LOOPS) else loops
            place = Place(node, len(self.places), inner)
            self.places.append(place)
            if isinstance(node, gast.Assign):
                self._define(node.targets[0], node.value, place)
            elif isinstance(node, gast.For):
                self._define(node.target, gast.Subscript(node.iter, gast.Constant(0, None), gast.Load()), place)
            elif is_tape_operation(self.function, node):
                self._define(node.value.func.value, node.value.args[0], place)
            elif isinstance(node, Opaque):
                for identifier in sorted(written(node)):
                    self.definitions.setdefault(identifier, []).append(
                        (place, gast.Tuple([name(used) for used in sorted(reads(node))], gast.Load())))
            for block in blocks_of(node):
                self._collect(block, inner)
            if isinstance(node, LOOPS):
                self.ends[id(node)] = len(self.places) - 1

    def _define(self, target: gast.expr, value: gast.expr, place: Place) -> None:
        if isinstance(target, gast.Tuple) and isinstance(value, gast.Tuple) and len(target.elts) == len(value.elts):
            for inner, element in zip(target.elts, value.elts):
                self._define(inner, element, place)
            return
        if isinstance(target, gast.Tuple) and writes_in_place(self.function, value):  # items, item = pop(items)
            self._define(target.elts[0], value, place)
            item = gast.Subscript(value.args[0], gast.Constant(0, None), gast.Load())
            item.taken = True
            for other in target.elts[1:]:
                self._define(other, item, place)
            return
        if isinstance(target, gast.Tuple):
            value = gast.Subscript(value, gast.Constant(0, None), gast.Load())  # an item of it
        for identifier in target_names(target):
            self.definitions.setdefault(identifier, []).append((place, value))

    # --- what an expression shares ---

    def direct(self, node: gast.expr) -> frozenset[str]:
        """The variables whose memory the value of an expression may be, or be a part of, or hold."""
        found = self._direct.get(id(node))
        if found is None:
            found = self._direct[id(node)] = frozenset(self._shared(node))
        return found

    def _shared(self, node: gast.expr) -> set[str]:
        if isinstance(node, gast.Name):
            return {node.id}
        if self.is_update(node):
            return set(self.direct(node.left))
        if isinstance(node, gast.BinOp):
            return self.direct(node.left) | self.direct(node.right) if joins_lists(node) else set()
        if isinstance(node, (gast.Constant, gast.UnaryOp, gast.Compare, gast.JoinedStr)):
            return set()
        if isinstance(node, gast.Subscript):
            items = self.copied_items(node.value.id) if isinstance(node.value, gast.Name) else set()
            return self.direct(node.value) | items
        if isinstance(node, gast.IfExp):
            return set(self.direct(node.body) | self.direct(node.orelse))
        if isinstance(node, gast.Call):
            return self._shared_by_call(node)
        if isinstance(node, gast.Attribute):
            return set() if is_constant(attribute_entry(node)) else set(self.direct(node.value))
        if isinstance(node, (gast.ListComp, gast.DictComp)):
            found = self.direct(node.value if isinstance(node, gast.DictComp) else node.elt)
            sources = () if found.isdisjoint(bound_names(node)) else [self.direct(g.iter) for g in node.generators]
            return set(found - bound_names(node)).union(*sources)
        if isinstance(node, (gast.Lambda, gast.SetComp, gast.GeneratorExp)):
            return reads(node)
        return set().union(*[self.direct(child) for child in children(node) if isinstance(child, gast.expr)])

    def _shared_by_call(self, node: gast.Call) -> set[str]:
        if block_of(node) is not None:
            return set(self.direct(node.args[0]))
        target = self.function.scope.resolve(node.func, self.function.names.variables)
        if getattr(target, 'is_fresh', False):
            return set()
        entry = entry_of(self.function, node)
        if entry is not None and entry.function in WRITES:
            keeps = getattr(node, 'keeps', False) or entry.function not in _ONLY_ARRAYS
            indices = node.args[1:2] if entry.function in _INDEXED else []
            kept = [a for a in node.args if a not in indices] if keeps and not self.is_array(
                node.args[0]) else node.args[:1]
            return set().union(*map(self.direct, kept))
        if entry is not None and (entry.fresh or entry.style == ELEMENTWISE or is_constant(entry)
                                  or entry.shape in ('reduction', 'scalar')):
            return set()
        shaped = shape_arguments(self.function, node)
        parts = [a for a in [*node.args, *[k.value for k in node.keywords]] if not any(a is other for other in shaped)]
        if isinstance(node.func, gast.Attribute) and not isinstance(
                self.function.scope.resolve(node.func.value, self.function.names.variables), ModuleType):
            parts.append(node.func.value)
        return set().union(*map(self.direct, parts))

    def is_update(self, node: gast.expr) -> bool:
        """Whether an expression stands for an augmented assignment, which may change its left operand."""
        return self.updates and getattr(node, 'updates', False)

    def copied_items(self, identifier: str) -> set[str]:
        """The variables whose items a variable has as well: it is a copy of one, if that is a list or dict."""
        found: set[str] = set()
        todo = [identifier]
        for current in todo:
            for version in self.chain(current):
                for _, value in self.definitions.get(version, ()):
                    new = self.copied_in(value) - found
                    found |= new
                    todo += sorted(new)
        return found

    def copied_in(self, node: gast.expr) -> set[str]:
        """The variables whose items the copies that an expression makes of lists and dicts have as well."""
        return set().union(*map(self.direct, self.copies_in(node)))

    def copies_in(self, node: gast.expr) -> list[gast.expr]:
        """What `x.copy()` in an expression copies, and `x += y` adds, if that may be a list or dict."""
        added = node.right if self.is_update(node) and isinstance(node.op, (gast.Add, gast.BitOr)) else None
        found = [part.func.value for part in walk(node) if is_copy(part) and not self.is_array(part.func.value)]
        return found if added is None or self.is_array(added) or self.is_array(node.left) else [*found, added]

    def reached(self, identifier: str) -> frozenset[str]:
        """All variables whose memory a variable may share, itself among them."""
        found = self._reached.get(identifier)
        if found is None:
            todo, seen = [identifier], {identifier}
            for current in todo:
                for _, value in self.definitions.get(current, ()):
                    new = self.direct(value) - seen
                    seen |= new
                    todo += sorted(new)
            found = self._reached[identifier] = frozenset(seen)
        return found

    # --- the chain of versions of what is written ---

    def chain(self, identifier: str) -> dict[str, list[tuple[Place, gast.expr]]]:
        """The versions of an object: a variable and what it was before it was written, and how each was made.

        Those without a definition, or with one that is neither a write nor a copy, are where the object comes from.
        """
        found: dict[str, list[tuple[Place, gast.expr]]] = {}
        todo = [identifier]
        for current in todo:
            if current in found:
                continue
            found[current] = []
            for place, value in self.definitions.get(current, ()):
                before = self.before(value)
                if before is not None:
                    todo.append(before)
                else:
                    found[current].append((place, value))
        return found

    def before(self, value: gast.expr) -> str | None:
        """The version of an object that an expression makes another one of."""
        if isinstance(value, gast.Name):
            return value.id if value.id in self.function.names.variables else None
        if self.is_update(value) and isinstance(value.left, gast.Name):
            return value.left.id
        if block_of(value) is not None:
            return value.args[0].id
        if isinstance(value, gast.Call) and value.args and isinstance(value.args[0], gast.Name):
            entry = entry_of(self.function, value)
            if entry is not None and entry.function in WRITES:
                return value.args[0].id
        return None

    def is_new(self, value: gast.expr) -> bool:
        """Whether an expression makes memory that nothing else refers to."""
        if isinstance(value, (gast.List, gast.Dict, gast.Set, gast.ListComp, gast.DictComp, gast.SetComp)):
            return True
        if isinstance(value, gast.Call) and isinstance(value.func, gast.Name) and value.func.id in ('list', 'dict'):
            return True
        if isinstance(value, gast.Call) and entry_of(self.function, value) is None:
            target = self.function.scope.resolve(value.func, self.function.names.variables)
            return bool(getattr(target, 'is_fresh', False)) or isinstance(target, type)
        return not self.direct(value) and not isinstance(value, (gast.Name, gast.Tuple))

    def origins(self, chain: dict[str, list[tuple[Place, gast.expr]]]) -> Iterator[tuple[str, Place | None, bool]]:
        """Where an object comes from: the variable, the place, and whether it is new there."""
        for identifier, made in chain.items():
            if identifier not in self.definitions:
                yield identifier, None, False
            for place, value in made:
                yield identifier, place, self.is_new(value)

    def takers(self, chain: dict[str, list[tuple[Place, gast.expr]]], write: Place) -> set[str]:
        """The variables that took hold of an object since it was made, where it may be written: views, containers."""
        starts = [place for made in chain.values() for place, _ in made]
        if not starts or any(name not in self.definitions for name in chain):
            first, outer = 0, ()
        else:
            first = min(place.number for place in starts)
            outer = starts[0].loops
            for place in starts:
                outer = _common(outer, place.loops)
        inside = [loop for loop in write.loops if loop not in outer]
        last = self.ends[id(inside[0])] if inside else write.number
        found = set()
        versions = self._versions_after(chain)
        value = getattr(write.statement, 'value', None)
        is_of_object = isinstance(value, gast.Call) and len(value.args) > 1 and is_field(value.args[1])
        for identifier, made in self.definitions.items():
            for place, value in made:
                if identifier in versions or getattr(value, 'taken', False):
                    continue  # what was taken out of a list does not change with it
                if is_of_object and isinstance(value, (gast.Attribute, gast.Subscript)) and not self.may_be_method(
                        identifier, value):
                    continue  # neither does what an attribute held when another value is assigned to it
                if first <= place.number <= last and identifier not in chain and not (
                        self.direct(value) | self.added_items(value)).isdisjoint(chain):
                    found.add(identifier)
        return found

    def added_items(self, node: gast.expr) -> frozenset[str]:
        """The variables that `x += [y, z]` makes items of a list."""
        if not self.is_update(node) or isinstance(node.right, gast.Name):
            return frozenset()
        return self.direct(node.right) if self.copies_in(node) else frozenset()

    def may_be_method(self, identifier: str, value: gast.expr) -> bool:
        """Whether a variable may be a method, by the expression that it is assigned and by how it is used."""
        if not isinstance(value, gast.Attribute):
            return False
        names = self.function.names
        kind = self.function.classes.get(names.base(value.value.id)) if isinstance(value.value, gast.Name) else None
        return value.attr in methods(kind) if isinstance(kind, type) else identifier in self.given_to_calls

    @functools.cached_property
    def given_to_calls(self) -> set[str]:
        """The variables that are called, or that functions without a rule are called with."""
        calls = [part for place in self.places if not blocks_of(place.statement) for part in walk(place.statement)
                 if isinstance(part, gast.Call)]
        return set().union(*[reads(call.func) if isinstance(call.func, gast.Name) else set() for call in calls],
                           *[reads(call) for call in calls if entry_of(self.function, call) is None])

    def _versions_after(self, chain: Iterable[str]) -> set[str]:
        """The versions that writes make of those given."""
        found = set(chain)
        size = 0
        while size < len(found):
            size = len(found)
            for identifier, made in self.definitions.items():
                if identifier not in found and made and all(
                        isinstance(value, gast.Call) and self.before(value) in found for _, value in made):
                    found.add(identifier)
        return found

    def conflicts(self, write: Place, changed: str, live: set[str], target: str) -> set[str]:
        """The variables needed after a write that may see it, or need what was there before."""
        chain = self.chain(changed)
        takers = self.takers(chain, write)
        outside = {name for name, _, new in self.origins(chain) if not new}
        foreign = set().union(*[self.reached(name) for name in outside])
        found = set()
        for identifier in live - {target}:
            held = self.reached(identifier) | self.held_by_copies(identifier, set(chain))
            if identifier in chain or not takers.isdisjoint(held) or not foreign.isdisjoint(held):
                found.add(identifier)
        return found

    def held_by_copies(self, identifier: str, written: set[str]) -> set[str]:
        """The variables whose memory a variable holds because it is, or holds, a copy of a list or dict.

        written: the versions of an object that is written. A copy of that itself does not see the write: it has
            the items of the object, and is another one.
        """
        found: set[str] = set()
        seen, todo = {identifier}, [identifier]
        for current in todo:
            for held in self.reached(current):
                for _, value in self.definitions.get(held, ()):
                    for whole in self.copies_in(value):
                        names = self.direct(whole)
                        memory = set().union(*map(self.reached, names))
                        is_itself = isinstance(whole, gast.Name) and whole.id in written
                        found |= memory - written if is_itself else memory
                        todo += sorted(names - seen)
                        seen |= names
        return found

    def held_by_joins(self, identifier: str) -> set[str]:
        """The variables whose items a variable has as well, if it is made by `+` or `*` of lists."""
        found = set(self.reached(identifier))
        todo = sorted(found)
        for current in todo:
            for _, value in self.definitions.get(current, ()):
                for operand in self.joined_in(value):
                    new = set().union(*map(self.reached, self.direct(operand))) - found
                    found |= new
                    todo += sorted(new)
        return found

    def joined_in(self, node: gast.expr) -> list[gast.expr]:
        """The operands of an operator, where these may be lists for all that is known."""
        if not isinstance(node, gast.BinOp) or not isinstance(node.op, (gast.Add, gast.Mult)):
            return []
        operands = [node.left, node.right]
        is_number = [self.is_array(part) or isinstance(part, gast.Constant) and not isinstance(part.value, int)
                     for part in operands]
        if any(is_number) or isinstance(node.op, gast.Add) and any(isinstance(o, gast.Constant) for o in operands):
            return []
        return operands

    def is_array(self, node: gast.expr, visited: frozenset[str] = frozenset()) -> bool:
        """Whether an expression's value is surely a number or array, and no container."""
        if isinstance(node, gast.Name):
            if node.id in visited or node.id in self.evident:
                return True
            if node.id not in self.definitions:
                return False
            visited = visited | {node.id}
            return all(self.is_array(value, visited | self._evident_around(place))
                       for place, value in self.definitions[node.id])
        if isinstance(node, gast.Call):
            entry = entry_of(self.function, node)
            if entry is None:
                return False
            if is_copy(node) and self.function.scope.resolve(node.func, self.function.names.variables) is MISSING:
                return self.is_array(node.func.value, visited)
            if entry.function in (*WRITES, copied, duplicate):
                return self.is_array(node.args[0], visited)
            return (entry.fresh or entry.style == ELEMENTWISE) and entry.function not in OF_ANY_KIND
        if isinstance(node, gast.Constant):
            return isinstance(node.value, (int, float, complex))
        return isinstance(node, (gast.BinOp, gast.UnaryOp)) and not joins_lists(node)

    def _evident_around(self, place: Place) -> set[str]:
        """The variables that are arrays by what is done to them in the body of the loop that a statement is in."""
        block = place.loops[-1].body if place.loops else []
        return used_as_arrays(block) if any(node is place.statement for node in block) else set()

    @functools.cached_property
    def evident(self) -> set[str]:
        """The parameters that surely are numbers or arrays, by their kinds or by what is done to them."""
        found = {parameter for parameter, kind in checked_kinds(self.function).items() if kind.rank is not None}
        todo = sorted(used_as_arrays(self.function.tree.body) & set(self.function.names.variables))
        for identifier in todo:
            chain = self.chain(identifier)
            first = [version for version in chain if version not in self.definitions]
            made = [value for values in chain.values() for _, value in values]
            if len(first) == 1 and not made:  # all of them are one object
                found.add(first[0])
            elif not first and len(made) == 1 and is_copy(made[0]) and isinstance(made[0].func.value, gast.Name) and (
                    made[0].func.value.id not in todo):  # names need not be versioned: x = x.copy()
                todo.append(made[0].func.value.id)
        return found


def _common(one: tuple[gast.stmt, ...], other: tuple[gast.stmt, ...]) -> tuple[gast.stmt, ...]:
    """The loops that are around both of two statements."""
    return tuple(loop for loop, same in zip(one, other) if loop is same)


def is_copy(node: gast.AST) -> bool:
    """Whether an expression is `x.copy()`."""
    return isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and node.func.attr == 'copy' and (
        not node.args)


def resizes(function: Function, node: gast.expr) -> bool:
    """Whether an expression adds items to a container, or takes some away: then it is no array."""
    return writes_in_place(function, node) and entry_of(function, node).function in _RESIZES


def writes_in_place(function: Function, node: gast.expr) -> bool:
    """Whether an expression changes what it is given."""
    if not isinstance(node, gast.Call):
        return False
    entry = entry_of(function, node)
    return entry is not None and entry.function in WRITES


def needed_reads(function: Function, node: gast.AST) -> set[str]:
    """The names that a node reads, but for arrays of which `value_at` or `part_at` reads nothing but the dtype.

    All versions of an array have that; what stands in for one must not be overwritten.
    """
    def replace(part: gast.AST) -> gast.AST | None:
        if asks(part) and not reads(part.args[-1]) & function.names.stand_ins:
            return gast.Tuple([rebuild(a, replace) for a in part.args[:-1]], gast.Load())
        return None

    def asks(part: gast.AST) -> bool:
        """Whether a node is a call of `value_at` or `part_at`."""
        if not isinstance(part, gast.Call) or len(part.args) not in (3, 4):
            return False
        entry = entry_of(function, part)
        return entry is not None and entry.function in (value_at, part_at)
    return reads(rebuild(node, replace) if any(map(asks, walk(node))) else node)
