"""Plain code where the kinds of values are known: sums, products and subscripts in place of helpers that ask for types.

    tangent.zero(x)                            ->     0.0, or np.zeros_like(x)
    tangent.value_at(by, i, total, y)          ->     by[i]
    tangent.indices(layers)                    ->     range(len(layers))
    if type(x) is not float: tangent.check_kinds('x: float', x)    for the check, where that is all there is to check

All of it rests on the check of kinds with which a derivative begins.  Without one nothing changes.
"""
from __future__ import annotations

import gast
import numpy as np

from tangent.analyses.effects import entry_of
from tangent.analyses.facts import Facts
from tangent.analyses.inference import Kinds
from tangent.analyses.kind_rules import INT
from tangent.analyses.kinds import NUMBERS, Kind, checked_kinds, is_check
from tangent.runtime.arrays import duplicate, pack, unbroadcast, zero, zeros_like
from tangent.runtime.linalg import apply_adjoint, matrix_transpose, slogdet_adjoint, solve, times_matrices
from tangent.runtime.memory import updated
from tangent.runtime.sequences import indices, part_at, value_at
from tangent.syntax.build import (
    LOOPS, binary, call, clone, constant, if_, in_order, name, rebuild, written,
)
from tangent.syntax.function import Function
from tangent.syntax.indexing import index_syntax, is_slice
from tangent.syntax.spelling import Speller

_SIMPLE = ('float', 'int')


def specialize(function: Function, facts: Facts, speller: Speller) -> Function:
    """The function with helpers replaced by what they do for the kinds of values that they are given."""
    return function.with_body(rebuild(function.tree.body, _Specializer(function, facts, speller).replaced))


class _Specializer:
    def __init__(self, function: Function, facts: Facts, speller: Speller) -> None:
        self.function, self.facts, self.kinds, self.speller = function, facts, facts.kinds, speller

    def replaced(self, node: gast.AST) -> gast.AST | None:
        if not isinstance(node, gast.Call):
            return None
        entry = entry_of(self.function, node)
        if entry is None or node.keywords or not node.args:
            return None
        arguments = [rebuild(argument, self.replaced) for argument in node.args]
        return self.plain(entry.function, arguments) or gast.Call(rebuild(node.func, self.replaced), arguments, [])

    def plain(self, helper: object, args: list[gast.expr]) -> gast.expr | None:
        """An expression in place of a call of a helper; None if it is needed."""
        if helper is unbroadcast and self.facts.is_summed_whole(args):
            return call(self.numpy('sum'), args[0])
        if not self.kinds.given:
            return None
        kinds = [self.kinds.of(argument) for argument in args]
        ranks = [kind.rank for kind in kinds]
        if helper is updated and kinds[1].of in _SIMPLE:
            return args[0]
        if helper in (zero, zeros_like):
            return self.zeros(args[0], kinds[0])
        if helper is unbroadcast and ranks[1] == 0 and ranks[0] and _is_float(kinds[1]) and _is_float(kinds[0]) and (
                kinds[1].of in _SIMPLE or self.precise_enough(args[0], args[1])):
            summed = call(self.numpy('sum'), args[0])
            return call(self.speller.spell(float), summed) if kinds[1].of in _SIMPLE else summed
        if helper is value_at and _is_float(kinds[3]) and ranks[3] and self.is_element(args[1], ranks[3]) and \
                ranks[2] == 0 and self.precise_enough(args[0], args[2]):
            return gast.Subscript(args[0], index_syntax(args[1]), gast.Load())
        if helper is part_at and _is_float(kinds[2]) and ranks[2]:
            return gast.Subscript(args[0], index_syntax(args[1]), gast.Load())
        if helper is indices and len(args) == 1 and (kinds[0].of in ('list', 'tuple') or ranks[0]):
            return call(name('range'), call(name('len'), args[0]))
        if helper is pack and kinds[1].of in ('list', 'tuple') and _is_display(args[0]):
            return gast.List(args[0].elts, gast.Load()) if kinds[1].of == 'list' else args[0]
        if helper is matrix_transpose and ranks[0] == 2:
            return gast.Attribute(args[0], 'T', gast.Load())
        if helper is solve and ranks[0] == 2 and ranks[1] in (1, 2):
            return call(self.numpy('linalg', 'solve'), *args)
        if helper is times_matrices and ranks[0] == 0:
            return binary(args[0], gast.Mult(), args[1])
        if helper is slogdet_adjoint and ranks == [0, 2]:
            inverse = call(self.numpy('linalg', 'inv'), args[1])
            return binary(args[0], gast.Mult(), gast.Attribute(inverse, 'T', gast.Load()))
        if helper is apply_adjoint and ranks == [2, 2, 2] and self.one_dtype(args):
            return call(self.numpy('dot'), args[0], gast.Attribute(args[1], 'T', gast.Load()))
        return None

    def zeros(self, node: gast.expr, kind: Kind) -> gast.expr | None:
        if kind.of in _SIMPLE:
            return constant(0.0)
        if kind.of != 'array' or not _is_float(kind):
            return None
        if kind.rank == 0:
            return constant(0.0) if self.is_inner(node) else None
        return call(self.numpy('zeros_like'), node) if kind.rank and _is_defined(self.function, node) else None

    def is_element(self, index: gast.expr, rank: int) -> bool:
        """Whether an index names one element of an array."""
        parts = index.elts if isinstance(index, gast.Tuple) else [index]
        return len(parts) == rank and not any(map(is_slice, parts)) and all(
            self.kinds.of(part) == INT for part in parts)

    def precise_enough(self, adjoint: gast.expr, like: gast.expr) -> bool:
        """Whether a number from an adjoint need not be cast to the dtype of its variable."""
        return self.is_inner(like) or self.one_dtype([adjoint, like])

    def is_inner(self, node: gast.expr) -> bool:
        """Whether an expression is a variable that is no argument."""
        return isinstance(node, gast.Name) and node.id not in self.function.parameters

    def one_dtype(self, nodes: list[gast.expr]) -> bool:
        dtypes = {self.facts.of(node).dtype for node in nodes}
        return len(dtypes) == 1 and None not in dtypes

    def numpy(self, *attributes: str) -> gast.expr:
        node = self.speller.module(np)
        for attribute in attributes:
            node = gast.Attribute(node, attribute, gast.Load())
        return node


def _is_defined(function: Function, node: gast.expr) -> bool:
    """Whether a variable is an argument, or assigned on every path: others may be None where nothing needs them."""
    return isinstance(node, gast.Name) and node.id not in function.names.heads and (
        node.id in function.parameters
        or any(isinstance(s, gast.Assign) and node.id in written(s) for s in function.tree.body))


def _is_display(node: gast.expr) -> bool:
    """Whether an expression is a tuple written out, item by item."""
    return isinstance(node, gast.Tuple) and not any(isinstance(element, gast.Starred) for element in node.elts)


def _is_float(kind: Kind) -> bool:
    return kind.of in _SIMPLE or kind.of == 'array' and kind.dtype is not None and kind.dtype.startswith('float')


# --- after values were saved and copied -----------------------------------------

def plain_numbers(function: Function) -> Function:
    """The function without copies of numbers, with `b += e` for adjoints that are, and arrays marked as such."""
    kinds = Kinds(function)
    if not kinds.given:
        return function

    def replaced(node: gast.AST) -> gast.AST | None:
        if isinstance(node, LOOPS):
            for inner in in_order(node.body):
                if _adds_to_number(function, kinds, inner):
                    inner.adds = True
        if not isinstance(node, gast.Call):
            return None
        if getattr(node, 'is_array', None) is False and len(node.args) > 1:
            kind = kinds.of(node.args[0])  # that of an array without dimensions may be a number
            node.is_array = kind.of == 'array' and kind.rank != 0
        method = isinstance(node.func, gast.Attribute) and node.func.attr == 'copy' and not node.args
        if method and isinstance(node.func.value, gast.Subscript) and kinds.rank(node.func.value) == 0:
            return clone(node.func.value)
        entry = entry_of(function, node)
        if entry is not None and entry.function is duplicate:
            kind = kinds.of(node.args[0])
            if kind.of in NUMBERS or kind.rank == 0 and isinstance(node.args[0], gast.Subscript):
                return clone(node.args[0])  # a variable may be an array without dimensions
            if kind.of == 'array' and kind.rank:
                return call(gast.Attribute(node.args[0], 'copy', gast.Load()))
        return None
    return function.with_body(rebuild(function.tree.body, replaced))


def _adds_to_number(function: Function, kinds: Kinds, node: gast.stmt) -> bool:
    """Whether a statement adds to an adjoint that is a float."""
    if not (isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name)
            and isinstance(node.value, gast.BinOp) and isinstance(node.value.op, (gast.Add, gast.Sub))
            and isinstance(node.value.left, gast.Name)):
        return False
    variables = function.names.variables
    target, left = (variables.get(identifier) for identifier in (node.targets[0].id, node.value.left.id))
    return (target is not None and left is not None and target.primal is not None and target.primal == left.primal
            and kinds.of_name(node.value.left.id).of == 'float')


def quick_checks(function: Function) -> Function:
    """The function with the check of its kinds behind a test that numbers of the usual types pass."""
    def quick(node: gast.stmt) -> gast.stmt:
        if not isinstance(node, gast.Expr) or not is_check(function, node):
            return node
        kinds = checked_kinds(function.with_body([node]))
        if not all(kind.of in _SIMPLE for kind in kinds.values()):
            return node
        tests = []
        for word in _SIMPLE:
            found = [call(name('type'), name(parameter)) for parameter, kind in kinds.items() if kind.of == word]
            if found:
                tests.append(gast.Compare(found[0], [gast.Is() for _ in found], [*found[1:], name(word)]))
        test = tests[0] if len(tests) == 1 else gast.BoolOp(gast.And(), tests)
        if len(tests) == 1 and len(test.ops) == 1:
            test = gast.Compare(test.left, [gast.IsNot()], test.comparators)
        else:
            test = gast.UnaryOp(gast.Not(), test)
        return if_(test, [node], [], None)
    return function.with_body(list(map(quick, function.tree.body)))

