"""Indices as values, in which slices are calls of `slice`, and as the syntax between brackets."""
from __future__ import annotations

import gast

from tangent.syntax.build import call, constant, rebuild, walk
from tangent.syntax.function import Function
from tangent.syntax.spelling import Speller


class FieldName(str):
    """The name of an attribute after a dot, as the key of the item that it is where it is written."""


def is_field(node: gast.expr) -> bool:
    """Whether an index is the name of an attribute."""
    return isinstance(node, gast.Constant) and isinstance(node.value, FieldName)


def attribute_of(node: gast.expr, field: gast.Constant, ctx: gast.expr_context) -> gast.Attribute:
    """The attribute that an item stands for."""
    return gast.Attribute(node, field.value[1:], ctx)


def index_value(node: gast.expr, speller: Speller) -> gast.expr:
    """An index as a value: slices, which are syntax, become calls of `slice`."""
    if isinstance(node, gast.Slice):
        bounds = (node.lower, node.upper) if node.step is None else (node.lower, node.upper, node.step)
        return call(speller.spell(slice), *[constant(None) if bound is None else bound for bound in bounds])
    if isinstance(node, gast.Tuple):
        return gast.Tuple([index_value(element, speller) for element in node.elts], gast.Load())
    return node


def is_slice(node: gast.expr) -> bool:
    """Whether an expression is a slice made by `index_value`."""
    return (isinstance(node, gast.Call) and isinstance(node.func, gast.Name)
            and node.func.id.partition('_')[0] == 'slice')


def is_whole(node: gast.expr) -> bool:
    """Whether an index is one that arrays without dimensions have: `...`, `()` or `(..., None)`."""
    parts = node.elts if isinstance(node, gast.Tuple) else [node]
    return all(isinstance(part, gast.Constant) and part.value in (None, Ellipsis) for part in parts)


def index_syntax(node: gast.expr) -> gast.expr:
    """The reverse of `index_value`."""
    if is_slice(node) and len(node.args) > 1:
        bounds = [None if isinstance(bound, gast.Constant) and bound.value is None else bound for bound in node.args]
        return gast.Slice(*bounds, *[None] * (3 - len(bounds)))
    if isinstance(node, gast.Tuple):
        return gast.Tuple([index_syntax(element) for element in node.elts], gast.Load())
    return node


def without_stars(function: Function, speller: Speller) -> Function:
    """The function with `m[tuple(i)]` for `m[*i]`, whose index is as long as it turns out to be."""
    def has_star(node: gast.AST) -> bool:
        return isinstance(node, gast.Subscript) and isinstance(node.slice, gast.Tuple) and any(
            isinstance(element, gast.Starred) for element in node.slice.elts)

    def replace(node: gast.AST) -> gast.AST | None:
        if not has_star(node):
            return None
        elements = [rebuild(index_value(element, speller), replace) for element in node.slice.elts]
        items = elements[0].value if len(elements) == 1 else gast.List(elements, gast.Load())
        index = gast.copy_location(call(speller.spell(tuple), items), node)
        return gast.copy_location(gast.Subscript(rebuild(node.value, replace), index, node.ctx), node)
    if not any(has_star(part) for statement in function.tree.body for part in walk(statement)):
        return function
    return function.with_body([rebuild(statement, replace) for statement in function.tree.body])
