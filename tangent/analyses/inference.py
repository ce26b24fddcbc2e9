"""The kinds of variables and expressions, from those of the parameters: best effort, and nothing that is not sure."""
from __future__ import annotations

from collections.abc import Callable, Iterable

import gast

from tangent.analyses.effects import entry_of
from tangent.analyses.kind_rules import (
    FLOAT, INT, NEVER, RULES, adjoint_kind, elementwise, float_or_unknown, item_of, iterated, joined, number_or_array,
    product, reduced,
)
from tangent.analyses.kinds import ANY, Kind, checked_kinds
from tangent.runtime.arrays import unbroadcast
from tangent.syntax.build import Opaque, blocks_of, written
from tangent.syntax.function import MISSING, Function
from tangent.templates.engine import BindingError, bind, static_value
from tangent.templates.registry import is_of_numpy

NUMBER = Kind('array', None, 0)  # of Python or of NumPy, of any precision
_ARITHMETIC = (gast.Add, gast.Sub, gast.Mult, gast.Div, gast.Pow)


class Kinds:
    """The kinds of the variables of a function whose names are versioned, if it checks those of its parameters."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.given = checked_kinds(function)
        self.definitions: dict[str, list[Callable[[], Kind]]] = {}
        self.known: dict[str, Kind] = {}
        if self.given:
            self._collect(function.tree.body)
            for identifier, kind in self.given.items():
                if identifier in self.definitions:  # what a loop carries begins with it
                    self.definitions[identifier].append(lambda kind=kind: kind)
            self._settle()

    def _settle(self) -> None:
        """Find the kinds: they grow from nothing until all definitions agree with them."""
        variables = self.function.names.variables
        for _ in range(20):
            before = dict(self.known)
            for identifier, values in self.definitions.items():
                variable = variables.get(identifier)
                primal = None if variable is None else variable.primal
                if primal is None or self._is_inner_number(primal):
                    found = joined([self.of_name(identifier), *[value() for value in values]])
                    if primal is not None and found.rank != 0 and found != NEVER:
                        found = FLOAT if self.of_name(primal).of in ('float', 'int') else NUMBER
                    self.known[identifier] = found
                else:
                    self.known[identifier] = adjoint_kind(self.of_name(primal))
            if self.known == before:
                return
        self.known = {identifier: ANY for identifier in self.known}

    def _is_inner_number(self, identifier: str) -> bool:
        """Whether a variable is a number but no argument: its adjoint is left as precise as it comes."""
        return identifier not in self.function.parameters and self.of_name(identifier).rank == 0

    def _collect(self, statements: Iterable[gast.stmt]) -> None:
        for node in statements:
            if isinstance(node, gast.Assign):
                self._target(node.targets[0], lambda node=node: self.of(node.value))
            elif isinstance(node, gast.For):
                self._target(node.target, lambda node=node: iterated(self.of(node.iter)))
            elif isinstance(node, gast.FunctionDef):
                self.definitions.setdefault(node.name, []).append(lambda: ANY)
            elif isinstance(node, Opaque):
                for identifier in sorted(written(node)):
                    self.definitions.setdefault(identifier, []).append(lambda: ANY)
            for block in blocks_of(node):
                self._collect(block)

    def _target(self, target: gast.expr, value: Callable[[], Kind]) -> None:
        if isinstance(target, gast.Name):
            self.definitions.setdefault(target.id, []).append(value)
            return
        if isinstance(target, gast.Starred):
            self._target(target.value, lambda: ANY)
            return
        starred = any(isinstance(element, gast.Starred) for element in getattr(target, 'elts', ()))
        for position, element in enumerate(getattr(target, 'elts', ())):
            self._target(element, (lambda: ANY) if starred else lambda p=position: item_of(value(), p))

    # --- what is asked ---

    @property
    def number_dtype(self) -> frozenset[str]:
        """The dtype of the numbers among the parameters, as an analysis of dtypes has it.

        Where all kinds are known, they were checked to promote nothing.
        """
        known = all(self.given.get(parameter, ANY) != ANY for parameter in self.function.parameters)
        return frozenset() if known else frozenset(['*number'])

    def add(self, identifier: str, value: gast.expr) -> None:
        """Know a variable that a pass made."""
        if self.given:
            self.known[identifier] = self.of(value)

    def rank(self, node: gast.expr) -> int | None:
        """The number of dimensions of a value: 0 of a number; None if not known."""
        return self.of(node).rank if self.given else None

    def of_name(self, identifier: str) -> Kind:
        if identifier in self.known:
            return self.known[identifier]
        return NEVER if identifier in self.definitions else self.given.get(identifier, ANY)

    def of(self, node: gast.expr) -> Kind:
        """The kind of an expression's value."""
        if isinstance(node, gast.Name):
            return self.of_name(node.id) if node.id in self.function.names.variables else ANY
        if isinstance(node, gast.Constant):
            return {int: INT, float: FLOAT, complex: Kind('complex'), bool: Kind('bool')}.get(type(node.value), ANY)
        if isinstance(node, gast.BinOp):
            return self._binary(node)
        if isinstance(node, gast.UnaryOp):
            return ANY if isinstance(node.op, gast.Not) else number_or_array(self.of(node.operand))
        if isinstance(node, gast.Compare):
            found = elementwise([self.of(part) for part in [node.left, *node.comparators]], False)
            return Kind('array', 'bool', found.ndim) if found.of == 'array' else found
        if isinstance(node, gast.IfExp):
            return joined([self.of(node.body), self.of(node.orelse)])
        if isinstance(node, (gast.List, gast.Tuple)):
            return self._display(node)
        if isinstance(node, gast.Subscript):
            return self._subscript(node)
        if isinstance(node, gast.Attribute):
            return self._attribute(node)
        if isinstance(node, gast.Call):
            return self._call(node)
        return ANY

    # --- expressions ---

    def _binary(self, node: gast.BinOp) -> Kind:
        left, right = self.of(node.left), self.of(node.right)
        if isinstance(node.op, gast.MatMult):
            return product(left, right)
        if isinstance(node.op, gast.Mult) and left.of == 'list' and right == INT:
            return Kind('list', parts=(item_of(left),) if left.parts else ())
        if isinstance(node.op, gast.Div) and left == right == INT:
            return FLOAT
        if isinstance(node.op, gast.Pow) and left == right == INT:
            return Kind('array', None, 0)
        if isinstance(node.op, (*_ARITHMETIC, gast.FloorDiv, gast.Mod)):
            return elementwise([left, right])
        return elementwise([left, right], False)

    def _display(self, node: gast.List | gast.Tuple) -> Kind:
        of = 'list' if isinstance(node, gast.List) else 'tuple'
        if any(isinstance(element, gast.Starred) for element in node.elts):
            return Kind(of)
        if of == 'list' and not node.elts:
            return Kind(of, parts=(NEVER,))
        return Kind(of, parts=tuple(map(self.of, node.elts)), fixed=True)

    def _subscript(self, node: gast.Subscript) -> Kind:
        base = self.of(node.value)
        if base == NEVER:
            return NEVER
        if base.of == 'range' and isinstance(node.slice, gast.Slice):
            return base
        if base.of in ('list', 'tuple', 'dict'):
            if isinstance(node.slice, gast.Slice):
                return Kind(base.of, parts=base.parts) if base.parts and not base.fixed else Kind(base.of)
            return item_of(base, static_value(node.slice) if isinstance(
                node.slice, (gast.Constant, gast.UnaryOp)) else None)
        if base.of != 'array' or base.ndim is None:
            return ANY
        ndim = base.ndim
        parts = node.slice.elts if isinstance(node.slice, gast.Tuple) else [node.slice]
        for part in parts:
            found = ANY if isinstance(part, gast.Slice) else self.of(part)
            if found == NEVER:
                return NEVER
            if isinstance(part, gast.Constant) and part.value is None:
                ndim += 1
            elif found == INT:
                ndim -= 1
            elif not (isinstance(part, gast.Slice) or isinstance(part, gast.Constant) and part.value is Ellipsis):
                return Kind('array', base.dtype)
        whole = any(isinstance(part, gast.Constant) and part.value is Ellipsis for part in parts)
        return Kind('array', base.dtype, ndim) if ndim > 0 or ndim == 0 and not whole else ANY

    def _attribute(self, node: gast.Attribute) -> Kind:
        base = self.of(node.value)
        if base.of == 'array':
            if node.attr in ('T', 'mT'):
                return base
            if node.attr in ('real', 'imag'):
                return float_or_unknown(base)
            if node.attr in ('size', 'ndim'):
                return INT
            if node.attr == 'shape':
                return Kind('tuple', parts=(INT,))
        return ANY

    def _call(self, node: gast.Call) -> Kind:
        entry = entry_of(self.function, node)
        target = self.function.scope.resolve(node.func, self.function.names.variables)
        arguments = list(node.args)
        if isinstance(node.func, gast.Attribute) and target is MISSING:
            arguments.insert(0, node.func.value)
            if self.of(arguments[0]).of != 'array':
                return ANY
        function = entry.function if entry is not None else target
        if any(isinstance(argument, gast.Starred) for argument in arguments):
            return ANY
        kinds = [self.of(argument) for argument in arguments]
        if not kinds:  # the rules go by position, and what is passed by name may stand in any order
            return ANY
        if NEVER in kinds:
            return NEVER
        keywords = {keyword.arg: keyword.value for keyword in node.keywords}
        if function is unbroadcast and len(arguments) == 2 and not kinds[0].rank and isinstance(
                arguments[1], gast.Name) and self._is_inner_number(arguments[1].id):
            return NUMBER if kinds[0].rank is None else kinds[0]
        try:
            rule = RULES.get(function)
        except TypeError:
            rule = None
        if rule is not None:
            return rule(kinds, arguments, keywords)
        if entry is None or entry.shape is None:
            return ANY
        if 'dtype' in keywords and is_of_numpy(function):
            return ANY
        if entry.shape == 'scalar':
            return Kind('array', None, 0)
        if entry.template is None:
            if entry.shape == 'elementwise':
                return elementwise([*kinds, *map(self.of, keywords.values())], False)
            return elementwise(kinds[:1], False) if entry.shape == 'same' or entry.shape.startswith('=') else ANY
        try:
            bound = bind(entry, tuple(arguments), tuple(node.keywords))
        except BindingError:
            return ANY
        if entry.shape == 'elementwise':
            found = float_or_unknown(elementwise([self.of(value) for value in bound.values()], entry.keeps_dtype))
            return Kind('array', 'float64', 0) if found == FLOAT and is_of_numpy(function) else found
        if entry.shape == 'reduction':
            return reduced(kinds[0], bound.get('axis'), bound.get('keepdims'))
        return kinds[0] if entry.shape == 'same' else self.of(bound[entry.shape[1:]])
