"""Refuse numbers that are read from the text, or the bytes, of what carries derivatives: that way is not seen.

    label = f'{x:.3f}'        goes on as it is
    return float(label)       is refused
"""
from __future__ import annotations

import ast
import builtins
import io
from typing import Any

import gast
import numpy as np

from tangent.analyses.activity import Activity, target_names
from tangent.errors import UnsupportedError
from tangent.runtime.sequences import append, extend, insert, set_at, update
from tangent.syntax.build import SCOPES, children, in_order, reads, walk
from tangent.syntax.function import Function, is_generated

_TEXTS = (builtins.str, builtins.repr, builtins.ascii, builtins.format, np.array2string, np.array_str, np.array_repr,
          np.format_float_positional, np.format_float_scientific)
_READERS = (builtins.float, builtins.int, builtins.complex, np.float64, np.float32, np.array, np.asarray, np.frombuffer,
            np.fromstring, np.loadtxt, np.genfromtxt, ast.literal_eval)
_PASS_ON = (io.StringIO, io.BytesIO, builtins.list, builtins.tuple, builtins.sorted, builtins.reversed, builtins.bytes,
            append, extend, insert, set_at, update)
_OF_ARRAYS = {'tobytes', '__str__', '__repr__', '__format__'}
_NAMES = {*_OF_ARRAYS, *[function.__name__ for function in _TEXTS]}
_COUNTING = {'startswith', 'endswith', 'find', 'rfind', 'index', 'count', 'isdigit', 'isalpha'}


def check_texts(function: Function, activity: Activity) -> Function:
    """The function as it is.

    Raises:
        UnsupportedError: with the place where a number is read.
    """
    if not is_generated(function) and any(_may_make_text(part) for s in function.tree.body for part in walk(s)):
        _Texts(function, activity).check()
    return function


def _may_make_text(node: gast.AST) -> bool:
    """Whether text may be made here; most functions make none."""
    if isinstance(node, (gast.Name, gast.Attribute)):
        return (node.id if isinstance(node, gast.Name) else node.attr) in _NAMES
    return isinstance(node, gast.JoinedStr) or isinstance(node, gast.BinOp) and isinstance(
        node.op, gast.Mod) and isinstance(node.left, gast.Constant)


class _Texts:
    def __init__(self, function: Function, activity: Activity) -> None:
        self.function, self.activity = function, activity
        self.statements = in_order(function.tree.body)
        self.names: set[str] = set()  # the variables that hold texts
        size = -1
        while size < len(self.names):
            size = len(self.names)
            for node in self.statements:
                if isinstance(node, gast.Assign) and self.is_text(node.value):
                    self.names |= set().union(*map(target_names, node.targets))
                elif isinstance(node, gast.For) and self.is_text(node.iter):
                    self.names |= set(target_names(node.target))

    def check(self) -> None:
        for statement in self.statements:
            for node in _own(statement):
                if isinstance(node, gast.Call) and self.is_one_of(node.func, _READERS) and any(
                        map(self.is_text, node.args)):
                    raise self.function.error(
                        UnsupportedError, node, 'a number read from the text of a value that carries derivatives '
                        'cannot be differentiated', 'Compute with the value itself, or with '
                        'tangent.stop_gradient of it if its derivative is meant to be zero.')

    def is_text(self, node: gast.AST, bound: frozenset[str] = frozenset()) -> bool:
        """Whether an expression is, or holds, text made of what carries derivatives.

        bound: the names that comprehensions around it bind to what does.
        """
        if isinstance(node, gast.Name):
            return node.id in self.names
        if isinstance(node, gast.FormattedValue):
            return self.carries(node.value, bound) or self.is_text(node.value, bound)
        if isinstance(node, gast.BinOp) and isinstance(node.op, gast.Mod) and isinstance(node.left, gast.Constant):
            return isinstance(node.left.value, (str, bytes)) and self.carries(node.right, bound)
        if isinstance(node, gast.Call):
            return self.is_text_of_call(node, bound)
        if isinstance(node, (gast.Compare, gast.Lambda)):
            return False
        if isinstance(node, SCOPES):
            over = [generator for generator in node.generators if self.carries(generator.iter, bound)]
            bound |= set().union(*[bound_in(generator.target) for generator in over])
        return any(self.is_text(part, bound) for part in children(node))

    def is_text_of_call(self, node: gast.Call, bound: frozenset[str]) -> bool:
        arguments = [*node.args, *[keyword.value for keyword in node.keywords]]
        given = any(self.is_text(argument, bound) for argument in arguments)
        if self.is_one_of(node.func, _TEXTS):
            return given or any(self.carries(argument, bound) for argument in arguments)
        if self.is_one_of(node.func, (builtins.map,)):
            return given or self.is_one_of(node.args[0], _TEXTS) and any(
                self.carries(argument, bound) for argument in node.args[1:])
        if self.is_one_of(node.func, _PASS_ON):
            return given  # in what it makes or changes
        if not isinstance(node.func, gast.Attribute) or node.func.attr in _COUNTING:
            return False
        owner, method = node.func.value, node.func.attr
        if method == 'format':
            return given or any(self.carries(argument, bound) for argument in arguments)
        return method == 'join' and given or self.is_text(owner, bound) or (
            method in _OF_ARRAYS and self.carries(owner, bound))

    def carries(self, node: gast.expr, bound: frozenset[str]) -> bool:
        return not bound.isdisjoint(reads(node)) or self.activity.carries(node)

    def is_one_of(self, node: gast.expr, functions: tuple[Any, ...]) -> bool:
        found = self.function.scope.resolve(node, self.function.names.variables)
        return any(found is function for function in functions)


def bound_in(node: gast.AST) -> set[str]:
    """The names that a target binds."""
    return {part.id for part in walk(node) if isinstance(part, gast.Name)}


def _own(statement: gast.stmt) -> list[gast.AST]:
    """The nodes of a statement, but for those of statements inside it."""
    found, stack = [], [statement]
    while stack:
        node = stack.pop()
        found.append(node)
        stack += [child for child in children(node) if not isinstance(child, gast.stmt)]
    return found
