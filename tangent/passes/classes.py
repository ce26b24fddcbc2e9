"""What is called on objects of known class, as calls of the functions that the class has for it.

    model.forward(x)              Model.forward(model, x)
    model(x)                      Model.__call__(model, x)
    a + b                   ->    Vector.__add__(a, b)
    circle.area                   area(circle)                    a property
    Layer(W, b)                   make_Layer(W, b)                tangent.new, and the statements of __init__
    super().forward(x)            Base.forward(self, x)

Attributes that are assigned become items whose key is the name, so that who sees such a write is one question.
"""
from __future__ import annotations

import copy
import operator
from collections.abc import Mapping
from typing import Any

import attrs
import gast

from tangent.analyses.classes import Called, Classes, augmented
from tangent.analyses.items import iterated
from tangent.errors import UnsupportedError
from tangent.passes.writes import CHANGING_METHODS
from tangent.runtime.construction import maker
from tangent.passes.readers import check_implicit
from tangent.runtime.fields import check_class, number, of_class
from tangent.runtime.records import has_derivative, in_place_of_method, methods
from tangent.syntax.build import (
    SCOPES, bound_names, call, constant, name, origin_of, reads, rebuild, rebuild_children, walk,
    with_blocks, with_origin,
)
from tangent.syntax.function import Function, Itself, is_generated
from tangent.syntax.indexing import FieldName, attribute_of, index_value, is_field
from tangent.syntax.spelling import Speller
from tangent.templates.registry import lookup


def resolve_classes(function: Function, speller: Speller) -> Function:
    """The function with calls of functions instead of methods, where the class is known, and `classes` filled in."""
    function = _without_getattr(function)
    classes = Classes(function)
    known = classes.known()
    for kind in known.values():
        if isinstance(kind, type):
            check_implicit(kind)
    itself = {key: value for key, value in classes.given().items() if isinstance(value, Itself)}
    resolver = _Resolver(function, speller, classes, itself)
    body = list(map(resolver.resolved, function.tree.body))
    checks = [resolver.check(parameter, kind, function.tree.body[0]) for parameter, kind in classes.annotated.items()
              if parameter in resolver.relied_on and isinstance(kind, type)]
    return attrs.evolve(function.with_body([*checks, *body]), classes={**known, **itself})


def _without_getattr(function: Function) -> Function:
    """The function with `x.name` in place of `getattr(x, 'name')`."""
    if is_generated(function) or not any(
            isinstance(part, gast.Name) and part.id == 'getattr' for s in function.tree.body for part in walk(s)):
        return function

    def replace(node: gast.AST) -> gast.AST | None:
        if not (isinstance(node, gast.Call) and len(node.args) == 2 and isinstance(node.args[1], gast.Constant)
                and str(node.args[1].value).isidentifier() and not node.keywords
                and function.scope.resolve(node.func, function.names.variables) is getattr):
            return None
        return gast.copy_location(
            gast.Attribute(rebuild(node.args[0], replace), node.args[1].value, gast.Load()), node)
    return function.with_body([rebuild(statement, replace) for statement in function.tree.body])


# Builtins that go through what they are given.
_ITERATING = (list, tuple, set, frozenset, enumerate, zip, sum, sorted, map, filter, iter, any, all)


class _Resolver:
    def __init__(self, function: Function, speller: Speller, classes: Classes, itself: Mapping[str, Itself]) -> None:
        self.function, self.speller, self.classes, self.itself = function, speller, classes, itself
        self.is_generated = is_generated(function)
        self.relied_on: set[str] = set()

    def check(self, variable: str, kind: type, place: gast.stmt) -> gast.stmt:
        """The statement that makes sure of the class of a variable."""
        node = gast.Expr(call(self.speller.spell(check_class), name(variable), self.speller.spell(kind)))
        return with_origin(gast.copy_location(node, place), origin_of(place))

    def resolved(self, node: gast.AST) -> gast.AST:
        """A copy of a node with what is called on objects of known class replaced."""
        if isinstance(node, gast.Name):
            return self.class_itself(node) if node.id in self.itself and node.id not in self.classes.hidden else node
        if isinstance(node, SCOPES):
            inner = copy.copy(self)
            inner.classes = self.classes.hiding(bound_names(node))
            return inner.below(node)
        written = self.written(node)
        if written is not None:
            return self.resolved(written)
        called = self.classes.called(node) if isinstance(node, gast.expr) else None
        if called is not None:
            self.rely_on(*called.arguments)
            is_item = isinstance(node, gast.Subscript)
            args = [index_value(a, self.speller) for a in called.arguments] if is_item else called.arguments
            if called.of_number:
                args = [args[0], gast.copy_location(call(self.speller.spell(number), args[1]), args[1])]
            new = gast.Call(self.spelled(called), args, called.keywords)
            return self.below(gast.copy_location(new, node))
        if isinstance(node, gast.expr):
            kind = self.classes.declared(node)
            if isinstance(kind, type):
                return gast.copy_location(
                    call(self.speller.spell(of_class), self.below(node), self.speller.spell(kind)), node)
            if isinstance(node, gast.Attribute) and self.classes.declared(node.value) is not None:
                return gast.copy_location(gast.Attribute(self.below(node.value), node.attr, node.ctx), node)
        if isinstance(node, gast.For):
            return self.loop(node)
        if isinstance(node, gast.Call):
            node = self.making(self.iterating(node))
        if isinstance(node, gast.Starred) and isinstance(node.ctx, gast.Load):
            return self.below(self.with_iterable(node, 'value'))
        if isinstance(node, gast.comprehension):
            return self.below(self.with_iterable(node, 'iter'))
        if isinstance(node, gast.Constant) and isinstance(node.value, str) and self.is_generated and (
                node.value[:1] == '.' and node.value[1:].isidentifier()):
            return gast.copy_location(constant(FieldName(node.value)), node)
        return self.below(node)

    def below(self, node: gast.AST) -> gast.AST:
        return rebuild_children(node, self.resolved)

    def rely_on(self, *nodes: gast.expr) -> None:
        """Note that what is made is right only if variables of this function are of the classes they are said to be."""
        self.relied_on |= set().union(*map(reads, nodes)) - self.classes.hidden

    # --- what is iterated ---

    def with_iterable(self, node: Any, field: str) -> Any:
        """A node with what an object of known class goes through in place of the object."""
        iterable = self.classes.iterated_as(getattr(node, field))
        if iterable is None:
            return node
        self.rely_on(getattr(node, field))
        new = copy.copy(node)
        setattr(new, field, iterable)
        return new

    def iterating(self, node: gast.Call) -> gast.Call:
        """A call of a builtin that iterates over its arguments, with what objects of known class go through."""
        if not any(self.classes.target(node.func) is function for function in _ITERATING):
            return node
        iterables = [self.classes.iterated_as(argument) for argument in node.args]
        self.rely_on(*[a for a, found in zip(node.args, iterables) if found is not None])
        args = [a if found is None else found for a, found in zip(node.args, iterables)]
        return gast.copy_location(gast.Call(node.func, args, node.keywords), node)

    def loop(self, node: gast.For) -> gast.For:
        """A loop, in which it is made sure of the classes that its variables are said to be of."""
        node = self.with_iterable(node, 'iter')
        kinds = [(target.id, self.classes.of(item)) for target, item in iterated(self.function, node.target, node.iter)
                 if isinstance(target, gast.Name)]
        checks = [self.check(variable, kind, node) for variable, kind in kinds
                  if isinstance(kind, type) and self.classes.of_name(variable) is kind]
        new = self.below(node)
        return with_blocks(new, [[*checks, *new.body]])

    def spelled(self, called: Called) -> gast.expr:
        """An expression for a function of a class."""
        method = called.function.__name__
        if called.kind is not None and getattr(called.kind, method, None) is called.function:
            return gast.Attribute(self.speller.spell(called.kind), method, gast.Load())
        return self.speller.bind(method, called.function)

    def class_itself(self, node: gast.Name) -> gast.expr:
        return self.speller.spell(self.itself[node.id].kind)

    def making(self, node: gast.Call) -> gast.Call:
        """A call of a class as one of the function that does the same in statements."""
        kind = self.classes.class_named(node.func)
        if kind is None:
            return node
        made = maker(kind) if lookup(kind) is None else None
        func = self.speller.spell(kind) if made is None else self.speller.bind(made.__name__, made)
        return gast.copy_location(gast.Call(func, node.args, node.keywords), node)

    # --- attributes that are written ---

    def written(self, node: gast.AST) -> gast.AST | None:
        """A statement that writes into attributes with these as items; None for other nodes."""
        item = self.item_set(node)
        if item is not None:
            return item
        if isinstance(node, gast.AugAssign):
            in_place = self.classes.called_in_place(node)
            value = augmented(node) if in_place is None else gast.copy_location(
                gast.Call(self.spelled(in_place), in_place.arguments, []), node)
            if in_place is not None or self.classes.called(value) is not None:
                return with_origin(gast.copy_location(gast.Assign([node.target], value, None), node), origin_of(node))
        if isinstance(node, gast.Assign) and any(isinstance(t, (gast.Tuple, gast.List)) for t in node.targets):
            iterating = self.with_iterable(node, 'value')
            if iterating is not node:
                return iterating
            self.check_unpacked(node.value)
        if isinstance(node, (gast.Assign, gast.AugAssign, gast.AnnAssign, gast.Delete)):
            several = isinstance(node, (gast.Assign, gast.Delete))
            targets = node.targets if several else [node.target]
            new = list(map(self.as_item, targets))
            if all(left is right for left, right in zip(targets, new)):
                return None
            changed = rebuild_children(node, lambda part: part)
            setattr(changed, 'targets' if several else 'target', new if several else new[0])
            return changed
        if isinstance(node, gast.Expr) and isinstance(node.value, gast.Call):
            return self.written_by_call(node, node.value)
        return None

    def item_set(self, node: gast.AST) -> gast.stmt | None:
        """The call of `__setitem__` or `__delitem__` for an item of an object of known class; None for others."""
        if not isinstance(node, (gast.Assign, gast.AugAssign, gast.AnnAssign, gast.Delete, gast.For)):
            return None
        targets = node.targets if isinstance(node, (gast.Assign, gast.Delete)) else [node.target]
        method = '__delitem__' if isinstance(node, gast.Delete) else '__setitem__'
        items = [part for target in targets for part in walk(target) if isinstance(part, gast.Subscript)
                 and isinstance(part.ctx, (gast.Store, gast.Del)) and not is_field(part.slice)
                 and self.classes.special(part.value, method, []) is not None]
        if not items:
            return None
        target = items[0]
        value = augmented(node) if isinstance(node, gast.AugAssign) else getattr(node, 'value', None)
        if targets != [target] or value is None and method == '__setitem__':
            raise self.function.error(
                UnsupportedError, target, f'an item of an object of the class {self.classes.of(target.value).__name__} '
                f'is written, by its {method}, in a statement that does more than that',
                'Write it in a statement of its own: give the index and the value names first.')
        if isinstance(node, gast.AugAssign):
            in_place = self.classes.called_in_place(node)
            value = value if in_place is None else gast.copy_location(
                gast.Call(self.spelled(in_place), in_place.arguments, []), node)
        index = index_value(target.slice, self.speller)
        arguments = [index] if value is None else [index, value]
        called = self.classes.special(target.value, method, arguments)
        new = gast.Expr(gast.copy_location(gast.Call(self.spelled(called), called.arguments, []), node))
        self.rely_on(target.value)
        return with_origin(gast.copy_location(new, node), origin_of(node))

    def check_unpacked(self, value: gast.expr) -> None:
        """Raise if an object is unpacked, of which only its class knows what that gives."""
        kind = self.classes.of(value)
        if isinstance(kind, type) and not issubclass(kind, tuple):
            raise self.function.error(
                UnsupportedError, value, f'an object of the class {kind.__name__} is unpacked, by its __iter__, which '
                'cannot be differentiated', 'Read its attributes by their names.')

    def written_by_call(self, node: gast.Expr, value: gast.Call) -> gast.stmt | None:
        """`object.__setattr__(x, 'name', v)`, and a method such as `append` of an attribute."""
        target = self.classes.target(value.func)
        if (target is object.__setattr__ or target is setattr) and len(value.args) == 3 and isinstance(
                value.args[1], gast.Constant) and self.is_variable(value.args[0]):
            place = gast.Attribute(value.args[0], value.args[1].value, gast.Store())
            new = gast.Assign([gast.copy_location(place, value)], value.args[2], None)
            return with_origin(gast.copy_location(new, node), origin_of(node))
        if isinstance(value.func, gast.Attribute) and value.func.attr in CHANGING_METHODS and (
                self.classes.called(value) is None):
            place = self.as_item(value.func.value, gast.Load())
            if place is not value.func.value:
                func = gast.copy_location(gast.Attribute(place, value.func.attr, gast.Load()), value.func)
                new = gast.Expr(gast.copy_location(gast.Call(func, value.args, value.keywords), value))
                return with_origin(gast.copy_location(new, node), origin_of(node))
        return None

    def as_item(self, target: gast.expr, ctx: Any = None) -> gast.expr:
        """A target with items for the attributes of variables that it is, or is a part of."""
        if isinstance(target, (gast.Tuple, gast.List)):
            new = list(map(self.as_item, target.elts))
            return target if all(map(operator.is_, new, target.elts)) else gast.copy_location(
                type(target)(new, target.ctx), target)
        if isinstance(target, gast.Starred):
            inner = self.as_item(target.value)
            return target if inner is target.value else gast.Starred(inner, target.ctx)
        if isinstance(target, gast.Subscript):
            base = self.as_item(target.value, gast.Load())
            return target if base is target.value else gast.copy_location(
                gast.Subscript(base, target.slice, target.ctx), target)
        if isinstance(target, gast.Attribute) and has_derivative(target.attr) and self.is_variable(target):
            self.check_attribute(target)
            base = self.as_item(target.value, gast.Load())
            return gast.copy_location(
                gast.Subscript(base, constant(FieldName(f'.{target.attr}')), ctx or target.ctx), target)
        return target

    def check_attribute(self, target: gast.Attribute) -> None:
        """Raise if an attribute that is assigned takes the place of a method."""
        kind = self.classes.of(target.value)
        if isinstance(kind, type) and target.attr in methods(kind):
            raise self.function.error(UnsupportedError, target, *in_place_of_method(target.attr, kind))

    def is_variable(self, node: gast.expr) -> bool:
        """Whether what an attribute, or an item of one, belongs to in the end is a variable."""
        while isinstance(node, (gast.Attribute, gast.Subscript)):
            node = node.value
        return isinstance(node, gast.Name) and node.id in self.function.names.variables


def attributes(function: Function) -> Function:
    """The function with attributes again for the items that `resolve_classes` made of them, where they are read."""
    def replace(node: gast.AST) -> gast.AST | None:
        if isinstance(node, gast.Subscript) and isinstance(node.ctx, gast.Load) and is_field(node.slice):
            return gast.copy_location(attribute_of(rebuild(node.value, replace), node.slice, node.ctx), node)
        return None
    return function.with_body([rebuild(statement, replace) for statement in function.tree.body])
