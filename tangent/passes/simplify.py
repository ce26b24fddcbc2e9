"""Simpler expressions with the same values, shapes and dtypes, in adjoint statements.

The user's own expressions stay as they are: only of an adjoint it is known that it is a
float or an array of floats.
"""
from __future__ import annotations

import functools
from collections.abc import Callable

import gast
import numpy as np

from tangent.analyses.evidence import used_as_arrays
from tangent.analyses.activity import target_names
from tangent.analyses.effects import entry_of, is_pure
from tangent.analyses.facts import Fact, Facts, join
from tangent.analyses.indices import integers, is_basic_index
from tangent.runtime.arrays import add, add_at, copied, duplicate, pack, recast, unbroadcast, unreduce, zero, zeros_like
from tangent.runtime.memory import refreshed
from tangent.runtime.sequences import added_at, clear_at, part_at, set_at, value_at
from tangent.runtime.surgery import as_adjoint
from tangent.runtime.tensors import unreduce_sum
from tangent.syntax.build import (
    BLOCKS, Opaque, assign, binary, blocks_of, call, clone, constant, key, name, origin_of, rebuild, walk, with_blocks,
    with_origin, written,
)
from tangent.syntax.function import DERIVED, Function
from tangent.syntax.indexing import index_syntax, is_field
from tangent.templates.engine import BindingError, bind, static_value
from tangent.templates.registry import ELEMENTWISE


_SPREADS = (unreduce, unreduce_sum)


def simplify(function: Function, facts: Facts) -> Function:
    """The same function with each expression simplified."""
    simplifier = _Simplifier(function, facts)
    return function.with_body(simplifier.block(function.tree.body))


class _Simplifier:
    def __init__(self, function: Function, facts: Facts) -> None:
        self.function, self.facts = function, facts
        self.definitions: dict[str, gast.expr | None] = {}
        self.integers = integers(function.tree.body)
        self.judged: dict[str, bool] = {}
        self.all_definitions: dict[str, list[gast.expr]] = {}
        self._define(function.tree.body)
        self.used_broadly = self._used_broadly()

    def _used_broadly(self) -> set[str]:
        """Adjoints that are given to a helper which would take them before they are reduced."""
        found = set()
        for node in walk(gast.Module(self.function.tree.body, [])):
            if isinstance(node, gast.Call) and node.args and isinstance(node.args[0], gast.Name):
                entry = entry_of(self.function, node)
                if entry is not None and entry.broad:
                    found.add(node.args[0].id)
        return found

    def _define(self, statements: list[gast.stmt]) -> None:
        for node in statements:
            if isinstance(node, gast.Assign):
                single = isinstance(node.targets[0], gast.Name)
                for identifier in target_names(node.targets[0]):
                    again = identifier in self.definitions
                    self.definitions[identifier] = node.value if single and not again else None
                    self.all_definitions.setdefault(identifier, []).append(node.value if single else node)
            elif isinstance(node, Opaque):
                for identifier in sorted(written(node)):
                    self.definitions[identifier] = None
                    self.all_definitions.setdefault(identifier, []).append(node)
            for block in blocks_of(node):
                self._define(block)

    def block(self, statements: list[gast.stmt]) -> list[gast.stmt]:
        out = []
        for node in statements:
            if isinstance(node, BLOCKS):
                out.append(with_blocks(node, list(map(self.block, blocks_of(node)))))
            elif isinstance(node, gast.Assign) and self.calls(node.value, as_adjoint):
                value, like = node.value.args
                exact = self.is_array(like) and self.is_adjoint_of(value, like)
                out.append(with_origin(gast.Assign(node.targets, value, None), origin_of(node)) if exact else node)
            elif isinstance(node, gast.Assign) and self.is_adjoint(node):
                value = self.expression(node.value)
                if self.calls(value, zero) and isinstance(node.targets[0], gast.Name) and node.targets[
                        0].id in self.function.names.heads and self.is_array_head(node.targets[0].id):
                    value = gast.Call(self.array_helper(value.func, zeros_like), value.args, [])
                out += self.named_operand(node, value)
            else:
                out.append(node)
        return out

    def is_adjoint(self, node: gast.stmt) -> bool:
        origin = origin_of(node)
        return origin is not None and origin.role in DERIVED and not origin.by_hand

    def mentions_adjoint(self, node: gast.expr) -> bool:
        names = self.function.names
        return any(isinstance(part, gast.Name) and part.id in names.variables
                   and (names.variables[part.id].primal is not None or part.id in names.held) for part in walk(node))

    def named_operand(self, node: gast.Assign, value: gast.expr) -> list[gast.stmt]:
        """Give what is spread over an array a name, so that it can be used without spreading it."""
        out: list[gast.stmt] = []
        target = node.targets[0]
        if not isinstance(target, gast.Name):
            return [with_origin(gast.Assign([target], value, None), origin_of(node))]
        names = self.function.names
        spread = self.spreads(value) or self.calls(value, unbroadcast) and (
            target.id in self.used_broadly or names.is_temporary(target.id) and target.id not in names.held)
        if spread and not isinstance(value.args[0], (gast.Name, gast.Constant)):
            known = names.variables[target.id]
            held = names.fresh(known.base, temporary=known.temporary)
            names.held.add(held)
            out.append(assign(held, value.args[0], origin_of(node)))
            self.definitions[held] = value.args[0]
            self.facts.add(held, value.args[0])
            value = gast.Call(value.func, [name(held), *value.args[1:]], value.keywords)
        if self.definitions.get(target.id) is not None:
            self.definitions[target.id] = value
        return [*out, with_origin(gast.Assign([target], value, None), origin_of(node))]

    def calls(self, node: gast.AST | None, helper: object) -> bool:
        if not isinstance(node, gast.Call):
            return False
        entry = entry_of(self.function, node)
        return entry is not None and entry.function is helper

    def spreads(self, node: gast.AST | None) -> bool:
        """Whether a value is the adjoint of what was summed, from that of the sum."""
        return any(self.calls(node, helper) for helper in _SPREADS)

    def expression(self, node: gast.expr) -> gast.expr:
        """Simplify from the leaves up."""
        return rebuild(node, self._rebuilt)

    def _rebuilt(self, node: gast.AST) -> gast.AST | None:
        if isinstance(node, gast.BinOp):
            new = gast.BinOp(self.expression(node.left), node.op, self.expression(node.right))
            return self.binary(gast.copy_location(new, node))
        if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub):
            operand = self.expression(node.operand)
            if isinstance(operand, gast.UnaryOp) and isinstance(operand.op, gast.USub):
                return operand.operand
            return self.spread_operands(gast.UnaryOp(node.op, operand))
        if isinstance(node, gast.Call):
            new = gast.Call(self.expression(node.func), [self.expression(a) for a in node.args],
                            [gast.keyword(k.arg, self.expression(k.value)) for k in node.keywords])
            return self.call(gast.copy_location(new, node))
        if isinstance(node, (gast.Lambda, gast.JoinedStr)):
            return node
        return None

    # --- operators ---

    def binary(self, node: gast.BinOp) -> gast.expr:
        left, right = node.left, node.right
        if isinstance(node.op, gast.Add) and isinstance(left, gast.Tuple) and isinstance(right, gast.Tuple):
            return gast.Tuple([*left.elts, *right.elts], gast.Load())
        if isinstance(node.op, (gast.Add, gast.Sub)):
            opposite = negated(right)
            if opposite is not None:
                return self.binary(binary(left, gast.Sub() if isinstance(node.op, gast.Add) else gast.Add(), opposite))
            if isinstance(node.op, gast.Add):
                opposite = negated(left)
                if opposite is not None:
                    return self.binary(binary(right, gast.Sub(), opposite))
                if isinstance(left, gast.BinOp) and isinstance(left.op, gast.Add) and key(left.right) == key(
                        right) and is_pure(self.function, right) and self.mentions_adjoint(right):
                    return binary(left.left, gast.Add(), self.binary(binary(constant(2.0), gast.Mult(), right)))
                if key(left) == key(right) and is_pure(self.function, left) and self.mentions_adjoint(left):
                    return self.binary(binary(constant(2.0), gast.Mult(), left))
            both = self.both_unbroadcast(left, node.op, right)
            if both is not None:
                return both
            if isinstance(left, gast.BinOp) and isinstance(left.op, gast.Add):
                both = self.both_unbroadcast(left.right, node.op, right)
                if both is not None:
                    return self.binary(binary(left.left, gast.Add(), both))
        if isinstance(node.op, gast.Mult) and is_number(left) and isinstance(right, gast.BinOp) and isinstance(
                right.op, gast.Mult) and self.mentions_adjoint(right):
            return self.binary(binary(self.binary(binary(left, gast.Mult(), right.left)), gast.Mult(), right.right))
        if isinstance(node.op, gast.Mult) and is_number(right) and isinstance(left, gast.BinOp) and isinstance(
                left.op, gast.Mult) and is_number(left.left):
            product = static_value(left.left) * static_value(right)
            return binary(constant(product), gast.Mult(), left.right)
        if isinstance(node.op, gast.Mult) and is_number(left) and is_number(right):
            return constant(static_value(left) * static_value(right))
        return self.spread_operands(node)

    def both_unbroadcast(self, left: gast.expr, op: gast.operator, right: gast.expr) -> gast.expr | None:
        """The sum or difference of two values reduced to the same shape, reduced once; None for others."""
        if self.calls(left, unbroadcast) and self.calls(right, unbroadcast) and len(left.args) == len(right.args) == 2 \
                and key(left.args[1]) == key(right.args[1]) and self.agree(left.args[0], right.args[0]):
            return call(left.func, self.binary(binary(left.args[0], op, right.args[0])), left.args[1])
        return None

    def agree(self, left: gast.expr, right: gast.expr) -> bool:
        """Whether two expressions surely have the same shape."""
        one, other = self.facts.of(left).shape, self.facts.of(right).shape
        return one is not None and one == other

    def spread_operands(self, node: gast.expr) -> gast.expr:
        """Use a number instead of an array filled with it where broadcasting gives the same.

            tangent.unreduce(b, x) * x     ->     b * x
        """
        before = self.facts.of(node)
        if before.shape is None or before.dtype is None:
            return node
        new = self.unspread(node)
        return new if new is not None and self.facts.of(new) == before else node

    def unspread(self, node: gast.expr) -> gast.expr | None:
        """An elementwise expression with its spread operands replaced by what was spread; None if there are none."""
        if isinstance(node, gast.BinOp):
            if not isinstance(node.op, (gast.Add, gast.Sub, gast.Mult, gast.Div, gast.Pow)):
                return None
            left, right = self.unspread(node.left), self.unspread(node.right)
            if left is None and right is None:
                return None
            return gast.BinOp(node.left if left is None else left, node.op, node.right if right is None else right)
        if isinstance(node, gast.UnaryOp):
            inner = self.unspread(node.operand)
            return None if inner is None else gast.UnaryOp(node.op, inner)
        value = self.definitions.get(node.id) if isinstance(node, gast.Name) else node
        if self.spreads(value) and isinstance(value.args[0], (gast.Name, gast.Constant)) and (
                not self.facts.complexes.may_be(value.args[0])):
            if len(value.args) + len(value.keywords) == 2 or self.keeps_dims(value):
                return clone(value.args[0])
        return None

    def keeps_dims(self, node: gast.Call) -> bool:
        try:
            bound = bind(entry_of(self.function, node), tuple(node.args), tuple(node.keywords))
        except BindingError:
            return False
        keepdims = bound.get('keepdims')
        return isinstance(keepdims, gast.Constant) and keepdims.value is True

    # --- helpers ---

    def call(self, node: gast.Call) -> gast.expr:
        entry = entry_of(self.function, node)
        if entry is None:
            return node
        if entry.function is unbroadcast and len(node.args) == 2:
            return self.unbroadcast(node)
        if entry.function is recast:
            return node.args[0] if self.is_adjoint_of(*node.args) else node
        if entry.function is add and len(node.args) == 2 and any(map(self.is_array, node.args)):
            return self.binary(binary(node.args[0], gast.Add(), node.args[1]))
        if entry.function in _SPREADS:
            return self.unreduce(node)
        if entry.function is pack and all(isinstance(argument, gast.Tuple) for argument in node.args):
            return node.args[0]
        if entry.function is zero and self.is_array(node.args[0]):
            return gast.Call(self.array_helper(node.func, zeros_like), node.args, [])
        if entry.function is value_at:
            return self.value_at(node)
        if entry.broad:
            return self.broad(node)
        return node

    def is_adjoint_of(self, value: gast.expr, like: gast.expr) -> bool:
        """Whether a value surely has the shape and dtype of an adjoint of a variable."""
        wanted, found = self.facts.of(like), self.facts.of(value)
        return fits(found, wanted) or self.facts.is_left_as_it_is((value, like)) or (
            found.shape == wanted.shape == frozenset() and self.is_number(like, found))

    def value_at(self, node: gast.Call) -> gast.expr:
        """The adjoint of a written value, which is a part of that of the array if the value had the shape of that."""
        b, index, value, x = node.args
        if is_field(index):
            return gast.Call(node.func, [self.before_clearing(b, index), index, value, x], [])
        whole = isinstance(index, gast.Constant) and index.value is Ellipsis  # of the adjoint, which may be a number
        part = b if whole else gast.Subscript(b, index_syntax(index), gast.Load())
        if not is_basic_index(index, self.integers):
            return node
        if self.is_float_array(x):
            return self.unbroadcast(call(self.array_helper(node.func, unbroadcast), part, value))
        place = x if whole else gast.Subscript(x, part.slice, gast.Load())
        found, wanted = self.facts.of(place), self.facts.of(value)
        if self.agree(place, value) and (
                fits(found, wanted) or not self.facts.complexes.may_be(b) and (
                    self.is_inner(value) or self.is_number(value, found))):
            return call(self.array_helper(node.func, part_at), b, index, x)
        return node

    def before_clearing(self, node: gast.expr, field: gast.Constant) -> gast.expr:
        """The adjoint of an object before other attributes of it than one were set to zero."""
        made = self.all_definitions.get(node.id, ()) if isinstance(node, gast.Name) else ()
        call_ = made[0] if len(made) == 1 and isinstance(made[0], gast.Call) else None
        entry = entry_of(self.function, call_) if call_ is not None else None
        if entry is None or entry.function is not clear_at or not is_field(call_.args[1]) or (
                call_.args[1].value == field.value):
            return node
        before = call_.args[0]
        if isinstance(before, gast.Call):  # a duplicate
            before = before.args[0]
        return self.before_clearing(before, field)

    def is_float_array(self, node: gast.expr) -> bool:
        """Whether a value is surely an array of floats: it was made as one, or by arithmetic of floats."""
        seen: set[str] = set()
        todo = [node]
        for current in todo:
            if isinstance(current, gast.Name):
                if current.id not in self.all_definitions:
                    return False
                if current.id not in seen:
                    seen.add(current.id)
                    todo += [v for v in self.all_definitions[current.id]]
                continue
            if not isinstance(current, gast.Call):
                return False
            entry = entry_of(self.function, current)
            if entry is None:
                return False
            if entry.function in (add_at, added_at, set_at, clear_at, copied, duplicate):
                todo.append(current.args[0])
            elif not (entry.function in (np.zeros, np.ones, np.empty) and len(current.args) == 1
                      and not current.keywords):
                return False
        return True

    def array_helper(self, function: gast.expr, helper: Callable) -> gast.expr:
        """Another helper of tangent's by the name by which one is called."""
        return gast.Attribute(function.value, helper.__name__, gast.Load()) if isinstance(
            function, gast.Attribute) else function

    def is_array(self, node: gast.expr) -> bool:
        """Whether an expression's value is surely a number or array and no container."""
        kind = self.facts.kinds.of(node)
        if kind.of in ('float', 'int', 'array') and kind.dtype != 'bool':
            return True
        if isinstance(node, gast.Name) and node.id in self.function.names.heads:
            return self.is_array_head(node.id)
        value = self.definitions.get(node.id) if isinstance(node, gast.Name) else node
        if isinstance(value, gast.BinOp) and isinstance(value.op, (gast.Add, gast.Mult, gast.BitOr)):
            joins = any(isinstance(part, (gast.List, gast.Tuple)) for part in (value.left, value.right))
            return self.mentions_adjoint(value) or not joins and getattr(node, 'id', None) not in self.followed
        if isinstance(value, (gast.BinOp, gast.UnaryOp)):
            return True
        if isinstance(value, gast.Call):
            entry = entry_of(self.function, value)
            if entry is not None and entry.function in (add_at, added_at, clear_at, copied, duplicate):
                return self.is_array(value.args[0])
            if entry is not None and entry.function is unbroadcast:
                inner, like = value.args
                if isinstance(inner, gast.Name) or self.calls(inner, unbroadcast):
                    return self.is_array(inner)
                return not isinstance(inner, gast.Subscript) and not self.may_be_list(like)
            return entry is not None and (entry.function in (*_SPREADS, zeros_like) or entry.style == ELEMENTWISE
                                          or entry.shape in ('scalar', 'reduction') or bool(entry.broad))
        return False

    def may_be_list(self, node: gast.expr) -> bool:
        """Whether an expression is an argument which, for all that is known, is a list that NumPy reads as an array."""
        return isinstance(node, gast.Name) and node.id in self.function.parameters and (
            self.facts.kinds.of(node).of not in ('float', 'int', 'array')) and node.id not in self.used_as_arrays

    @functools.cached_property
    def used_as_arrays(self) -> set[str]:
        return used_as_arrays(self.function.tree.body)

    @functools.cached_property
    def followed(self) -> set[str]:
        """The variables that may hold what is written: lists, for all that is known."""
        return {value.args[0].id for values in self.all_definitions.values() for value in values
                if self.calls(value, refreshed) and isinstance(value.args[0], gast.Name)}

    def is_array_head(self, identifier: str) -> bool:
        """Whether an adjoint that a loop carries is that of a number or array: it starts from zeros and is added to."""
        if identifier in self.judged:
            return self.judged[identifier]  # while it is looked at
        values = [value for value in self.all_definitions.get(identifier, ()) if not self.calls(value, zero)]
        self.judged[identifier] = False
        found = any(map(self.is_array, values))
        self.judged[identifier] = True
        found = found and all(map(self.is_array, values))
        del self.judged[identifier]
        return found

    def unbroadcast(self, node: gast.Call) -> gast.expr:
        value, like = node.args
        wanted, found = self.facts.of(like), self.facts.of(value)
        narrow = self.unspread(value) if isinstance(value, (gast.BinOp, gast.UnaryOp)) else None
        if narrow is not None and found.shape is not None and wanted.shape is not None:
            left = self.facts.of(narrow).shape
            if left is not None and join([left, wanted.shape]) == found.shape:
                value = self.unless_wider(narrow, value, like)
        value = self.unless_wider(self.without_inner(value, wanted), value, like)
        if self.is_adjoint_of(value, like):
            return value
        if isinstance(value, gast.UnaryOp) and isinstance(value.op, gast.USub):
            return gast.UnaryOp(value.op, call(node.func, value.operand, like))
        return call(node.func, value, like)

    def unless_wider(self, new: gast.expr, old: gast.expr, like: gast.expr) -> gast.expr:
        """A new expression in place of an old one to be reduced, if what comes of it has no wider dtype.

        Numbers are not cast, and what is added to them has relied on their dtype.
        """
        if not (self.facts.is_left_as_it_is((new, like)) or self.facts.is_summed_whole((new, like))):
            return new
        one, other = self.facts.of(new).dtype, self.facts.of(old).dtype
        return new if one is not None and other is not None and one <= other else old

    def is_inner(self, node: gast.expr) -> bool:
        """Whether an expression is a variable that is no argument."""
        return isinstance(node, gast.Name) and node.id not in self.function.parameters

    def is_number(self, node: gast.expr, found: Fact) -> bool:
        """Whether an expression is an argument known to be a number, and its adjoint a float."""
        return self.facts.kinds.of(node).of in ('float', 'int') and found.dtype is not None and all(
            isinstance(atom, str) and atom.startswith('*') for atom in found.dtype)

    def without_inner(self, node: gast.expr, wanted: Fact) -> gast.expr:
        """A product without the unbroadcasts of its factors that the one around it makes needless.

        unbroadcast(unbroadcast(e, t) * g, x) is unbroadcast(e * g, x) where g and x do not go beyond
        t: g is then constant along the axes that the inner one sums.
        """
        factors = _factors(node)
        for position, (factor, divides) in enumerate(factors):
            value = self.definitions.get(factor.id) if isinstance(factor, gast.Name) else factor
            if divides or not self.calls(value, unbroadcast) or len(value.args) != 2:
                continue
            inner = value.args[0]
            if self.facts.complexes.may_be(inner):
                continue  # what is passed over takes the real part
            if isinstance(factor, gast.Name) and not (
                    isinstance(inner, (gast.Name, gast.Constant)) and self.function.names.is_temporary(factor.id)):
                continue  # the adjoint of a variable of the user's is not passed over
            between, broad = self.facts.of(value.args[1]), self.facts.of(inner)
            others = [self.facts.of(other) for i, (other, _) in enumerate(factors) if i != position]
            if broad.shape is not None and between.shape is not None and between.dtype is not None and join(
                    [broad.shape, between.shape]) == broad.shape and _within(wanted, between, shape_only=True) and all(
                    _within(other, between) for other in others):
                return self.without_inner(_replaced(node, factor, clone(inner)), wanted)
        return node

    def unreduce(self, node: gast.Call) -> gast.expr:
        """A number spread twice is spread once."""
        first = node.args[0]
        value = self.definitions.get(first.id) if isinstance(first, gast.Name) else first
        if self.spreads(value) and len(value.args) + len(value.keywords) == 2 and \
                self.facts.of(value.args[0]).shape == frozenset():
            return call(node.func, clone(value.args[0]), node.args[1])
        return node

    def broad(self, node: gast.Call) -> gast.expr:
        """A helper that reduces what it is given itself need not be given the reduced, but what is spread it must.

        It is linear: the negative of its result comes from the negative of what it is given.
        """
        first = node.args[0]
        if isinstance(first, gast.UnaryOp) and isinstance(first.op, gast.USub):
            inner = gast.copy_location(gast.Call(node.func, [first.operand, *node.args[1:]], node.keywords), node)
            return gast.UnaryOp(first.op, self.broad(inner))
        value = self.definitions.get(first.id) if isinstance(first, gast.Name) else first
        if self.calls(value, unbroadcast) and (value is first or isinstance(value.args[0], gast.Name)) and \
                not self.facts.complexes.may_be(value.args[0]) and \
                _within(self.facts.of(value.args[1]), self.facts.of(value.args[0]), shape_only=True):
            return gast.copy_location(gast.Call(node.func, [clone(value.args[0]), *node.args[1:]], node.keywords), node)
        return node


def is_number(node: gast.expr) -> bool:
    """Whether an expression is a literal int or float."""
    return type(static_value(node)) in (int, float) if isinstance(node, (gast.Constant, gast.UnaryOp)) else False


def _factors(node: gast.expr) -> list[tuple[gast.expr, bool]]:
    """The factors of a product, and whether each divides it."""
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub):
        return _factors(node.operand)
    if isinstance(node, gast.BinOp) and isinstance(node.op, gast.Mult):
        return [*_factors(node.left), *_factors(node.right)]
    if isinstance(node, gast.BinOp) and isinstance(node.op, gast.Div):
        return [*_factors(node.left), (node.right, True)]
    return [(node, False)]


def _replaced(node: gast.expr, old: gast.expr, new: gast.expr) -> gast.expr:
    return rebuild(node, lambda part: new if part is old else None)


def _within(fact: Fact, bounds: Fact, shape_only: bool = False) -> bool:
    """Whether a value broadcasts to the shape of another without making it larger, nor its dtype wider."""
    if fact.shape is None or bounds.shape is None or join([fact.shape, bounds.shape]) != bounds.shape:
        return False
    return shape_only or fact.dtype is not None and fact.dtype <= bounds.dtype


def negated(node: gast.expr) -> gast.expr | None:
    """What a negative expression is the negative of: x for -x, x * y for -x * y; None for others."""
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub):
        return None if isinstance(node.operand, gast.Constant) else node.operand
    if isinstance(node, gast.BinOp) and isinstance(node.op, (gast.Mult, gast.Div)):
        left = negated(node.left)
        if left is not None:
            return gast.BinOp(left, node.op, node.right)
        if isinstance(node.op, gast.Mult):
            right = negated(node.right)
            if right is not None:
                return gast.BinOp(node.left, node.op, right)
    return None


def fits(found: Fact, wanted: Fact) -> bool:
    """Whether a value surely has the shape and dtype wanted already."""
    if found.shape is None or found.shape != wanted.shape:
        return False
    if found.dtype is not None and found.dtype == wanted.dtype:
        return True
    return found.shape == frozenset() and found.dtype == frozenset()
