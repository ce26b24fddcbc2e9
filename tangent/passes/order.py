"""Statements whose parts Python evaluates in another order than the text has them, as several.

    y[items.pop()] = x[items.pop()]      ->     value = x[items.pop()]
                                                y[items.pop()] = value

    n += g()                             ->     value = n
                                                value += g()
                                                n = value

The right side of an assignment comes before its targets, and these are gone through in their order; what is updated
is read before the right side, which may assign the variables in it through `nonlocal`.  The passes after this one take
out of a statement what has effects, in the order of the text.

    for row, v in zip(rows, f(rows)):   ->     items = f(rows)
        row[0] = v                             for row, v in zip(rows, items):

What a loop goes through is made before the loop writes anything.
"""
from __future__ import annotations

import types

import gast

from tangent.analyses.effects import is_pure
from tangent.passes.opaque import is_opaque
from tangent.passes.writes import target_parts
from tangent.passes.writing_calls import Around, nonlocals
from tangent.syntax.build import assign, clone, name, origin_of, reads, rename, store, walk, with_origin, written
from tangent.syntax.function import MISSING, Function

_VIEWS = ('keys', 'values', 'items')


def in_order_of_evaluation(function: Function, around: Around) -> Function:
    """The function with statements whose parts are evaluated in the order of the text."""
    defined = [*around.defined.values(), *[part for statement in function.tree.body for part in walk(statement)
                                           if isinstance(part, gast.FunctionDef)]]
    orderer = _Orderer(function, set().union(*map(nonlocals, defined)))
    return function.with_body(orderer.block(function.tree.body))


class _Orderer:
    def __init__(self, function: Function, nonlocals: set[str]) -> None:
        self.function, self.nonlocals = function, nonlocals

    def block(self, statements: list[gast.stmt]) -> list[gast.stmt]:
        return [new for statement in statements for new in self.statement(statement)]

    def statement(self, node: gast.stmt) -> list[gast.stmt]:
        if isinstance(node, (gast.If, gast.For, gast.While, gast.With)) and not is_opaque(self.function, node):
            new = type(node)(**{field: self.block(value) if field in ('body', 'orelse') else value
                                for field, value in gast.iter_fields(node)})
            new = with_origin(gast.copy_location(new, node), origin_of(node))
            return self.loop(new) if isinstance(new, gast.For) else [new]
        if isinstance(node, gast.AnnAssign) and node.value is not None and not is_pure(self.function, node.target):
            plain = gast.copy_location(gast.Assign([node.target], node.value, None), node)
            return self.statement(with_origin(plain, origin_of(node)))
        if isinstance(node, gast.Assign) and not isinstance(node.value, gast.Constant) and self.has_effects(
                node.targets):
            return self.value_first(node)
        if isinstance(node, gast.AugAssign):
            rebound = (reads(node.target) | written(node.target)) & self.nonlocals
            if rebound and not is_pure(self.function, node.value):
                return self.read_first(node, rebound)
        return [node]

    def has_effects(self, targets: list[gast.expr]) -> bool:
        """Whether evaluating targets may do something, or depend on what the right side does."""
        return not all(is_pure(self.function, target) for target in targets)

    def value_first(self, node: gast.Assign) -> list[gast.stmt]:
        held = self.function.names.fresh('value', temporary=True)
        out = [self.assigned(store(held), node.value, node)]
        for target in node.targets:
            out += self.given(target, held, node)
        return out

    def given(self, target: gast.expr, held: str, node: gast.stmt) -> list[gast.stmt]:
        """The statements that assign a value to the parts of a target one after the other."""
        if not isinstance(target, (gast.Tuple, gast.List)):
            return [self.assigned(target, name(held), node)]
        parts = [(part, self.function.names.fresh('value', temporary=True)) for part in target_parts(target)]
        named = {id(part): store(identifier) for part, identifier in parts}
        return [self.assigned(_with_names(target, named), name(held), node),
                *[self.assigned(part, name(identifier), node) for part, identifier in parts]]

    def read_first(self, node: gast.AugAssign, rebound: set[str]) -> list[gast.stmt]:
        mapping = {identifier: self.function.names.fresh('value', temporary=True) for identifier in sorted(rebound)}
        out = [assign(held, name(identifier), origin_of(node)) for identifier, held in mapping.items()]
        changed = gast.copy_location(gast.AugAssign(rename(node.target, mapping), node.op, node.value), node)
        out.append(with_origin(changed, origin_of(node)))
        if isinstance(node.target, gast.Name):
            out.append(self.assigned(clone(node.target), name(mapping[node.target.id]), node))
        return out

    def loop(self, node: gast.For) -> list[gast.stmt]:
        """A loop that evaluates its target in each iteration, and before it what it goes through, if it may write."""
        before: list[gast.stmt] = []
        iterable = self.made_before(node.iter, before, node) if any(map(_may_write, node.body)) else node.iter
        if not before and not self.has_effects([node.target]):
            return [node]
        target, body = node.target, node.body
        if self.has_effects([node.target]):
            held = self.function.names.fresh('value', temporary=True)
            target, body = store(held), [*self.given(node.target, held, node), *node.body]
        new = gast.For(target, iterable, body, node.orelse, None)
        return [*before, with_origin(gast.copy_location(new, node), origin_of(node))]

    def made_before(self, node: gast.expr, before: list[gast.stmt], loop: gast.For) -> gast.expr:
        """What a loop goes through, with names for the lists that functions and comprehensions make for it."""
        called = self.function.scope.resolve(node.func, self.function.names.variables) if isinstance(
            node, gast.Call) else None
        if any(called is through for through in (zip, enumerate, reversed)):
            made: list[gast.stmt] = []
            arguments = [self.made_before(argument, made, loop) for argument in node.args]
            if made and not all(is_pure(self.function, argument) for argument in arguments):
                return node  # what stays here would be evaluated after what comes before
            before += made
            return gast.copy_location(gast.Call(node.func, arguments, node.keywords), node)
        is_method = called is MISSING and isinstance(node.func, gast.Attribute) and node.func.attr not in _VIEWS
        if not isinstance(node, gast.ListComp) and not isinstance(called, types.FunctionType) and not is_method:
            return node
        held = self.function.names.fresh('items', temporary=True)
        before.append(self.assigned(store(held), node, loop))
        return gast.copy_location(name(held), node)

    def assigned(self, target: gast.expr, value: gast.expr, node: gast.stmt) -> gast.stmt:
        return with_origin(gast.copy_location(gast.Assign([target], value, None), node), origin_of(node))


def _may_write(statement: gast.stmt) -> bool:
    """Whether a statement may write something in place, itself or by a call."""
    return any(isinstance(part, (gast.Subscript, gast.Attribute)) and isinstance(part.ctx, gast.Store)
               or isinstance(part, gast.AugAssign) or isinstance(part, gast.Expr) and isinstance(part.value, gast.Call)
               for part in walk(statement))


def _with_names(target: gast.expr, named: dict[int, gast.Name]) -> gast.expr:
    """A target with names for its parts."""
    if isinstance(target, gast.Starred):
        return gast.Starred(_with_names(target.value, named), gast.Store())
    if isinstance(target, (gast.Tuple, gast.List)):
        return gast.Tuple([_with_names(element, named) for element in target.elts], gast.Store())
    return named[id(target)]
