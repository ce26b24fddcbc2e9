"""Call built-in functions by another name where the user gave theirs to something else.

    def df(x, reversed):                      def df(x, reversed):
        for i in reversed(range(3)):    ->        for i in reversed_1(range(3)):
"""
from __future__ import annotations

import builtins

import gast

from tangent.syntax.build import name, rebuild, rebuild_children
from tangent.syntax.function import Function
from tangent.syntax.spelling import Speller

# What derivatives call: these names are written as they are until the code is finished.
_CALLED = ('callable', 'dict', 'enumerate', 'float', 'hasattr', 'int', 'isinstance', 'len', 'list', 'range', 'reversed',
           'slice', 'sum', 'tuple', 'type', 'zip')


def unshadow(function: Function, speller: Speller) -> Function:
    """The function with other names for the built-in functions that its own names would hide.

    A call that the user wrote has a place in a file, and is one of what they named so.
    """
    hidden = {called for called in _CALLED if called in function.names.variables
              or function.scope.lookup(called) is not getattr(builtins, called)}

    def replace(node: gast.AST) -> gast.AST | None:
        if not (isinstance(node, gast.Call) and isinstance(node.func, gast.Name) and node.func.id in hidden
                and not hasattr(node.func, 'lineno')):
            return None
        called = speller.bind(node.func.id, getattr(builtins, node.func.id))
        inside = rebuild_children(node, lambda child: rebuild(child, replace))
        return gast.copy_location(gast.Call(called, inside.args, inside.keywords), node)
    return function.with_body([rebuild(node, replace) for node in function.tree.body]) if hidden else function


def shadowed_again(function: Function) -> Function:
    """A derivative that is read to be differentiated, with the names of built-in functions that passes know."""
    def replace(node: gast.AST) -> gast.AST | None:
        if not (isinstance(node, gast.Call) and isinstance(node.func, gast.Name)):
            return None
        called = node.func.id.rpartition('_')[0]
        if called not in _CALLED or function.scope.resolve(
                node.func, function.names.variables) is not getattr(builtins, called):
            return None
        inside = rebuild_children(node, lambda child: rebuild(child, replace))
        return gast.copy_location(gast.Call(name(called), inside.args, inside.keywords), node)
    return function.with_body([rebuild(node, replace) for node in function.tree.body])
