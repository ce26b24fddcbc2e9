"""Shapes and dtypes, symbolically: which values surely have the same, and which broadcast to which.

A shape is the set of the variables whose shapes broadcast together make it up; the
empty set is that of a number.  A dtype is the set of those it is promoted from; the
empty set is that of Python's numbers, which do not promote arrays.
"""
from __future__ import annotations

import functools
import operator
from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any

import attrs
import gast
import numpy as np

from tangent.analyses.activity import target_names
from tangent.analyses.calls import attribute_entry, method_entry, operator_entry
from tangent.analyses.complexes import Complexes
from tangent.analyses.effects import entry_of
from tangent.analyses.evidence import used_as_arrays
from tangent.analyses.tensors import may_meet_tensors
from tangent.analyses.indices import counts, integers, is_basic_index
from tangent.analyses.inference import Kinds
from tangent.analyses.kinds import NUMBERS, Kind
from tangent.analyses.sharing import OF_ANY_KIND, is_copy
from tangent.runtime.arrays import add_at, duplicate, unbroadcast, unfilled, zero
from tangent.runtime.seeds import seed
from tangent.runtime.sequences import added_at, part_at, set_at
from tangent.syntax.build import Opaque, blocks_of, joins_lists, key, walk, written
from tangent.syntax.function import MISSING, Function
from tangent.syntax.indexing import index_syntax
from tangent.templates.engine import BindingError, bind, differentiable, static_value
from tangent.templates.registry import BILINEAR, LINEAR, Entry, is_of_numpy

Atoms = frozenset


@attrs.frozen
class Fact:
    """Shape and dtype of a value; None where nothing is known."""

    shape: Atoms | None
    dtype: Atoms | None


NUMBER = Fact(frozenset(), frozenset())
NUMBER_EXPRESSION = gast.Constant(0, None)
UNKNOWN = Fact(None, None)
NUMPY_NUMBER = frozenset(['*numpy'])  # the dtype of what NumPy makes of Python's numbers: that promotes arrays


class Facts:
    """Facts about the variables of a function whose names are versioned."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.kinds = Kinds(function)
        self.complexes = Complexes(function, self.kinds)
        self._definitions: dict[str, list[gast.expr | None]] = {}
        self._places: dict[str, gast.Subscript] = {}  # where what a variable holds is written in the same block
        self._integers = integers(function.tree.body)
        self._known: dict[str, Fact] = {}
        self._collect(function.tree.body)
        # In the order of the text, adjoints last: then no definition leads far back.
        variables = function.names.variables
        for identifier in sorted([*function.parameters, *self._definitions],
                                 key=lambda i: i in variables and variables[i].primal is not None):
            self.of_name(identifier)

    def add(self, identifier: str, value: gast.expr) -> None:
        """Know a variable that a pass made."""
        self.kinds.add(identifier, value)
        self.complexes.add(identifier, value)
        self._known[identifier] = self.of(value)

    def _collect(self, statements: Iterable[gast.stmt]) -> None:
        made = {node.targets[0].id: node.value for node in statements
                if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name)}
        for node in statements:
            if isinstance(node, gast.Assign):
                target = node.targets[0]
                if isinstance(node.value, gast.Call) and self._calls(node.value, set_at):
                    buffer, index, value = node.value.args
                    place = gast.Subscript(buffer, index_syntax(index), gast.Load())
                    self._note_place(value, place, made)
                if isinstance(target, gast.Name):
                    self._definitions.setdefault(target.id, []).append(node.value)
                else:
                    for identifier in target_names(target):
                        self._definitions.setdefault(identifier, []).append(None)
            elif isinstance(node, gast.For):
                for identifier in target_names(node.target):
                    value = NUMBER_EXPRESSION if counts(node.iter) else None
                    self._definitions.setdefault(identifier, []).append(value)
            elif isinstance(node, Opaque):
                for identifier in sorted(written(node)):
                    self._definitions.setdefault(identifier, []).append(None)
            for block in blocks_of(node):
                self._collect(block)

    def _note_place(self, node: gast.expr, place: gast.Subscript, made: dict[str, gast.expr]) -> None:
        """Note that an expression, and so what it is made of elementwise, broadcasts to a part of an array."""
        if isinstance(node, gast.Name):
            if node.id in made and node.id not in self._places:
                self._places[node.id] = place
                self._note_place(made[node.id], place, made)
        elif isinstance(node, (gast.BinOp, gast.UnaryOp)):
            for operand in (node.left, node.right) if isinstance(node, gast.BinOp) else (node.operand,):
                self._note_place(operand, place, made)

    def _calls(self, node: gast.Call, helper: object) -> bool:
        entry = entry_of(self.function, node)
        return entry is not None and entry.function is helper

    def of_name(self, identifier: str) -> Fact:
        found = self._known.get(identifier)
        if found is None:
            own = Fact(frozenset([identifier]), frozenset([identifier]))
            if not self._is_number_adjoint(identifier):
                own = self._with_kind(own, self.kinds.of_name(identifier))
            self._known[identifier] = own  # while its definition is looked at
            if own.shape == frozenset() and identifier not in (own.dtype or ()):
                return own
            if identifier in self.function.names.heads:
                return self._of_head(identifier, own)
            found = self._known[identifier] = self._of_definition(identifier, own)
        return found

    def _is_number_adjoint(self, identifier: str) -> bool:
        """Whether a variable is the adjoint of a number that is no argument: that is as precise as it comes."""
        variable = self.function.names.variables.get(identifier)
        return variable is not None and variable.primal is not None and self._is_inner_number(variable.primal)

    def _is_inner_number(self, identifier: str) -> bool:
        return identifier not in self.function.parameters and self.of_name(identifier).shape == frozenset()

    def _of_head(self, identifier: str, own: Fact) -> Fact:
        """A variable that a loop carries has the shape that it begins with, if each iteration keeps that."""
        variable = self.function.names.variables[identifier]
        values = self._definitions.get(identifier, [])
        primal = variable.primal
        if primal in self.function.names.heads and primal in (self.of_name(primal).shape or ()):
            return own  # the adjoint of what may have another shape in each iteration
        before = set(self._known)
        if len(values) == 2 and None not in values:
            start = self.of(values[0])
            for assumed in (start, Fact(start.shape, own.dtype)):
                if assumed.shape is not None and assumed.dtype is not None:
                    self._known[identifier] = assumed
                    end = self.of(values[1])
                    if end.shape == assumed.shape and (end.dtype == assumed.dtype or assumed.dtype == own.dtype):
                        return assumed
                self._known = {known: fact for known, fact in self._known.items() if known in before}
        self._known[identifier] = own
        if primal is not None:
            fact = self.of_name(primal)
            self._known[identifier] = Fact(fact.shape, own.dtype) if self._is_number_adjoint(identifier) else fact
        return self._known[identifier]

    def _of_definition(self, identifier: str, own: Fact) -> Fact:
        variable = self.function.names.variables.get(identifier)
        values = self._definitions.get(identifier, [])
        if variable is not None and variable.primal is not None:
            fact = self.of_name(variable.primal)  # adjoints have the shape and dtype of their variable
            if len(values) == 1 and isinstance(values[0], gast.Call) and self._calls(values[0], part_at):
                return Fact(fact.shape, self.of(values[0].args[2]).dtype)
            if values and self._is_number_adjoint(identifier):  # a seed that another adjoint passes has none
                return Fact(fact.shape, join(fact.dtype if value is None else self.of(value).dtype for value in values))
            return fact
        if not values or any(value is None for value in values):
            return own
        found = {self.of(value) for value in values}
        fact = found.pop() if len(found) == 1 else UNKNOWN
        if identifier in self._places and len(values) == 1 and fact.shape is not None:
            bound = self.of(self._places[identifier]).shape
            if bound is not None and not fact.shape <= bound:
                within = bound if bound <= fact.shape else frozenset([Within(bound, fact.shape)])
                return Fact(within, own.dtype if fact.dtype is None else fact.dtype)
        return Fact(own.shape if fact.shape is None else fact.shape, own.dtype if fact.dtype is None else fact.dtype)

    def of(self, node: gast.expr) -> Fact:
        """Shape and dtype of an expression's value."""
        found = self._of(node)
        return self._with_kind(found, self.kinds.of(node)) if self.kinds.given else found

    def _with_kind(self, fact: Fact, kind: Kind) -> Fact:
        """A fact with what the kind of the value adds to it."""
        shape = frozenset() if kind.rank == 0 else fact.shape
        if kind.of in NUMBERS and kind.of != 'complex':
            return Fact(shape, self.kinds.number_dtype)
        if kind.of == 'array' and kind.dtype is not None and kind.dtype.startswith('float'):
            return Fact(shape, frozenset([f'*{kind.dtype}']))
        return Fact(shape, fact.dtype)

    def _of(self, node: gast.expr) -> Fact:
        if isinstance(node, gast.Name):
            if node.id in self.function.names.variables:
                return self.of_name(node.id)
            value = self.function.scope.lookup(node.id)
            data = value is not MISSING and not callable(value) and not isinstance(value, ModuleType)
            return Fact(frozenset([node.id]), frozenset([node.id])) if data else UNKNOWN
        if isinstance(node, gast.Constant):
            return NUMBER if isinstance(node.value, (int, float)) else UNKNOWN
        if isinstance(node, gast.BinOp):
            if isinstance(node.op, gast.Add) and isinstance(node.left, gast.Name) and key(node.left) == key(
                    node.right) and node.left.id in self.function.parameters:
                return UNKNOWN  # of a list, it is a longer list
            return self._by_entry(operator_entry(node), (node.left, node.right), ())
        if isinstance(node, gast.UnaryOp):
            return self._by_entry(operator_entry(node), (node.operand,), ())
        if isinstance(node, gast.Compare):
            return Fact(join(self.of(part).shape for part in [node.left, *node.comparators]), None)
        if isinstance(node, gast.IfExp):
            found = {self.of(node.body), self.of(node.orelse)}
            return found.pop() if len(found) == 1 else UNKNOWN
        if isinstance(node, gast.Subscript):
            return Fact(self._sliced(node), self.of(node.value).dtype)
        if isinstance(node, gast.Attribute):
            return self._by_entry(attribute_entry(node), (node.value,), ())
        if isinstance(node, gast.Call):
            arguments = tuple(node.args)
            if isinstance(node.func, gast.Attribute) and method_entry(node.func) is entry_of(self.function, node):
                arguments = (node.func.value, *arguments)
            return self._by_entry(entry_of(self.function, node), arguments, tuple(node.keywords))
        return UNKNOWN

    def _by_entry(self, entry: Entry | None, arguments: tuple[gast.expr, ...],
                  keywords: tuple[gast.keyword, ...]) -> Fact:
        if entry is None or any(keyword.arg == 'shape' for keyword in keywords):
            return UNKNOWN
        fact = self._of_call(entry, arguments, keywords)
        if not is_of_numpy(entry.function) or entry.function in (np.size, np.ndim):
            return fact
        if _dtype_asked(entry, arguments, keywords):
            return Fact(fact.shape, None)
        return Fact(fact.shape, fact.dtype or NUMPY_NUMBER) if fact.dtype is not None else fact

    def _of_call(self, entry: Entry, arguments: tuple[gast.expr, ...], keywords: tuple[gast.keyword, ...]) -> Fact:
        if entry.function is operator.getitem:
            return UNKNOWN
        if entry.shape == 'scalar' and entry.template is None:
            return NUMBER
        if entry.shape is None:
            return Fact(None, self._promoted(entry, arguments, keywords))
        if entry.function is set_at and not self._is_array(
                arguments[0], frozenset(), self._is_index_of_arrays(*arguments[:2])):
            return UNKNOWN  # a dict grows
        if entry.function in (add_at, added_at) and self._is_unfilled(arguments[0], frozenset()):
            return UNKNOWN  # the items get their shapes when they are added
        if entry.function is unbroadcast and self.is_left_as_it_is(arguments):
            return self.of(arguments[0])
        if entry.function is unbroadcast and self.is_summed_whole(arguments):
            return Fact(frozenset(), self.of(arguments[0]).dtype)
        if entry.function is seed:
            return self.of(arguments[1]) if len(arguments) > 1 else NUMBER
        if entry.template is None and entry.shape == 'elementwise':
            facts = [self.of(value) for value in (*arguments, *[keyword.value for keyword in keywords])]
            return Fact(join(f.shape for f in facts), join(f.dtype for f in facts) if entry.keeps_dtype else None)
        if entry.template is None:
            is_like = entry.shape == 'same' or entry.shape.startswith('=')
            return self.of(arguments[0]) if is_like and arguments else UNKNOWN
        try:
            bound = bind(entry, arguments, keywords)
        except BindingError:
            return UNKNOWN
        return self._by_shape(entry, bound, list(bound.values()))

    def is_left_as_it_is(self, arguments: tuple[gast.expr, ...]) -> bool:
        """Whether what `unbroadcast` is given is a number, as is the variable that it is the adjoint of.

        Of such variables but arguments it is kept in the precision that it has, unless it may be complex.
        """
        if len(arguments) != 2 or not isinstance(arguments[1], gast.Name):
            return False
        return self._is_inner_number(arguments[1].id) and self.of(arguments[0]).shape == frozenset() and (
            not self.complexes.may_be(arguments[0]))

    def is_summed_whole(self, arguments: Sequence[gast.expr]) -> bool:
        """Whether what `unbroadcast` is given is an array, and the variable that it is the adjoint of a number.

        As above, the number is kept in the precision that the array has.
        """
        if len(arguments) != 2 or not isinstance(arguments[1], gast.Name):
            return False
        found = self.of(arguments[0])
        return self._is_inner_number(arguments[1].id) and bool(found.shape) and found.dtype is not None and not (
            may_meet_tensors(self.function) or self.complexes.may_be(arguments[0]))

    def _is_array(self, node: gast.expr, seen: frozenset[str], copies: bool) -> bool:
        """Whether an expression is an array that was made as one, and not a container.

        copies: whether copies of what is not known to be a dict are taken for arrays.
        """
        if isinstance(node, gast.Name):
            values = self._definitions.get(node.id)
            return node.id in seen or values is not None and None not in values and all(
                self._is_array(value, seen | {node.id}, copies) for value in values)
        if is_copy(node):
            return copies and not self._may_be_dict(node.func.value, seen)
        if isinstance(node, gast.Call):
            entry = entry_of(self.function, node)
            if entry is not None and entry.function in (set_at, add_at, added_at, duplicate):
                return self._is_array(node.args[0], seen, copies)
            return entry is not None and entry.fresh and entry.function not in OF_ANY_KIND
        return isinstance(node, (gast.BinOp, gast.UnaryOp)) and not joins_lists(node)

    def _is_index_of_arrays(self, buffer: gast.expr, index: gast.expr) -> bool:
        """Whether an index has a slice, or that it is one of an array is known by what else is done with that."""
        if any(isinstance(part, gast.Slice) for part in walk(index_syntax(index))):
            return True
        return isinstance(buffer, gast.Name) and self.function.names.base(buffer.id) in self._used_as_arrays

    @functools.cached_property
    def _used_as_arrays(self) -> set[str]:
        """The names, as the user has them, of variables that must be arrays, or numbers."""
        return {self.function.names.base(identifier) for identifier in used_as_arrays(self.function.tree.body)}

    def _may_be_dict(self, node: gast.expr, seen: frozenset[str]) -> bool:
        """Whether an expression is a dict by one of its definitions, or the copy of one."""
        if isinstance(node, gast.Name):
            return node.id not in seen and any(self._may_be_dict(value, seen | {node.id})
                                               for value in self._definitions.get(node.id, ()) if value is not None)
        if is_copy(node):
            return self._may_be_dict(node.func.value, seen)
        if isinstance(node, gast.Call) and node.args and self._calls(node, set_at):
            return self._may_be_dict(node.args[0], seen)
        return isinstance(node, (gast.Dict, gast.DictComp))

    def _is_unfilled(self, node: gast.expr, seen: frozenset[str]) -> bool:
        """Whether an expression is a list of adjoints that began without any."""
        if isinstance(node, gast.Name):
            values = [value for value in self._definitions.get(node.id, ()) if value is not None]
            return node.id not in seen and any(self._is_unfilled(value, seen | {node.id}) for value in values)
        entry = entry_of(self.function, node) if isinstance(node, gast.Call) else None
        if entry is not None and entry.function in (set_at, add_at, added_at, duplicate, zero):
            return bool(node.args) and self._is_unfilled(node.args[0], seen)
        return entry is not None and entry.function is unfilled

    def _promoted(self, entry: Entry, arguments: tuple[gast.expr, ...],
                  keywords: tuple[gast.keyword, ...]) -> Atoms | None:
        """The dtype of what a linear function or product makes of its arguments."""
        if entry.style not in (LINEAR, BILINEAR) or not entry.keeps_dtype:
            return None
        try:
            bound = bind(entry, arguments, keywords)
        except BindingError:
            return None
        return join(self.of(bound[parameter]).dtype for parameter in differentiable(entry.template))

    def _by_shape(self, entry: Entry, bound: dict[str, gast.expr], values: list[gast.expr]) -> Fact:
        if entry.shape == 'elementwise':
            facts = [self.of(value) for value in values]
            dtype = join(f.dtype for f in facts) if entry.keeps_dtype else None
            return Fact(join(f.shape for f in facts), dtype)
        if entry.shape == 'scalar':
            return Fact(frozenset(), None)
        if entry.shape == 'same':
            return self.of(values[0])
        if entry.shape == 'reduction':
            operand = self.of(values[0])
            return Fact(self._reduced(operand.shape, bound), operand.dtype)
        return self.of(bound[entry.shape[1:]])

    def _sliced(self, node: gast.Subscript) -> Atoms | None:
        """The shape of x[index] where it is known: slices with the same bounds, or that leave out as much."""
        shape = self.of(node.value).shape
        parts = node.slice.elts if isinstance(node.slice, gast.Tuple) else [node.slice]
        if not shape or not any(isinstance(part, gast.Slice) for part in parts) and not self.is_made(
                node.value):
            return None  # an element, of what may be a list of things of any shape
        found = []
        for part in parts:
            if isinstance(part, gast.Slice):
                found.append(_left_out(part))
            elif isinstance(part, gast.Constant) and (part.value is None or part.value is Ellipsis):
                found.append(part.value)
            elif is_basic_index(part, self._integers):
                found.append(0)
            else:
                return None
        return frozenset([Sliced(shape, tuple(found))])

    def is_made(self, node: gast.expr, seen: frozenset[str] = frozenset()) -> bool:
        """Whether an expression is surely an array, made by a function that makes nothing else."""
        if self.kinds.of(node).of == 'array':
            return True
        if isinstance(node, gast.Name):
            values = self._definitions.get(node.id)
            return node.id in seen or values is not None and None not in values and all(
                self.is_made(value, seen | {node.id}) for value in values)
        entry = entry_of(self.function, node) if isinstance(node, gast.Call) else None
        if entry is None:
            return False
        if entry.function in (set_at, add_at, added_at, duplicate):
            return self.is_made(node.args[0], seen)
        return entry.function in (np.zeros, np.ones, np.empty, np.full, np.zeros_like, np.ones_like, np.empty_like,
                                  np.full_like)

    @staticmethod
    def _reduced(shape: Atoms | None, bound: dict[str, gast.expr]) -> Atoms | None:
        if shape is None:
            return None
        keepdims = static_value(bound.get('keepdims', gast.Constant(False, None)))
        axis = bound.get('axis', gast.Constant(None, None))
        if not shape:
            return frozenset()
        if isinstance(keepdims, bool) and keepdims:
            return frozenset([Kept(shape, key(axis))])
        if isinstance(axis, gast.Constant) and axis.value is None and keepdims is False:
            return frozenset()
        return None


@attrs.frozen
class Kept:
    """The shape of a reduction with keepdims, which broadcasts to that of its operand."""

    operand: Atoms
    axis: Any


@attrs.frozen
class Within:
    """A shape that is known to broadcast to another, as what has it was written into an array of that."""

    operand: Atoms
    shape: Atoms


@attrs.frozen
class Sliced:
    """The shape of a basic index of an array."""

    base: Atoms
    index: Any


def _left_out(part: gast.Slice) -> Any:
    """What decides the length of a slice: x[1:], x[:-1] leave out as much as each other."""
    lower = 0 if part.lower is None else static_value(part.lower)
    upper = 0 if part.upper is None else static_value(part.upper)
    if part.step is None and type(lower) is int and type(upper) is int and lower >= 0 >= upper and not (
            part.upper is not None and upper == 0):
        return ('without', lower - upper)
    return ('slice', key(part))


def _dtype_asked(entry: Entry, arguments: tuple[gast.expr, ...], keywords: tuple[gast.keyword, ...]) -> bool:
    """Whether a call says which dtype its result has."""
    if entry.template is None:
        return any(keyword.arg == 'dtype' for keyword in keywords) or entry.shape == 'same' and len(arguments) > 1
    try:
        asked = bind(entry, arguments, keywords).get('dtype')
    except BindingError:
        return True
    return asked is not None and not (isinstance(asked, gast.Constant) and asked.value is None)


def join(shapes: Iterable[Atoms | None]) -> Atoms | None:
    """The shape that several broadcast to together (or the dtype they are promoted to)."""
    found: set = set()
    for shape in shapes:
        if shape is None:
            return None
        found |= shape
    return frozenset(atom for atom in found
                     if not (isinstance(atom, (Kept, Within)) and atom.operand <= found))
