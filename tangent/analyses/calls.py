"""What a call calls: a function with a rule, a user's function, or something not known yet."""
from __future__ import annotations

import inspect
import operator
import types
from typing import Any

import attrs
import gast
import numpy as np

from tangent.runtime.fields import NamedTuple
from tangent.runtime.records import is_record_type
from tangent.runtime.tracing import tracer_of
from tangent.syntax.function import MISSING, Function
from tangent.templates.registry import Entry, definition, lookup

OPERATORS = {
    gast.Add: operator.add, gast.Sub: operator.sub, gast.Mult: operator.mul, gast.Div: operator.truediv,
    gast.FloorDiv: operator.floordiv, gast.Mod: operator.mod, gast.Pow: operator.pow, gast.MatMult: operator.matmul,
    gast.LShift: operator.lshift, gast.RShift: operator.rshift, gast.BitOr: operator.or_, gast.BitXor: operator.xor,
    gast.BitAnd: operator.and_, gast.USub: operator.neg, gast.UAdd: operator.pos, gast.Invert: operator.invert,
    gast.Not: operator.not_,
}


METHODS_OF = (np.ndarray, list, dict, NamedTuple)


@attrs.frozen
class Callee:
    """What is called.

    entry: what is known of it, if it has a rule or is constant.
    target: the object, or MISSING if only the run can tell.
    local: the name of a function defined inside the caller.
    arguments, keywords: those of the call; of a method, the array comes first.
    method: the name of a method of an array.
    """

    arguments: tuple[gast.expr, ...]
    keywords: tuple[gast.keyword, ...]
    entry: Entry | None = None
    target: Any = MISSING
    local: str | None = None
    method: str | None = None

    @property
    def is_source(self) -> bool:
        """Whether the target is a Python function without a rule, to be differentiated itself."""
        return self.entry is None and isinstance(self.target, types.FunctionType) and tracer_of(self.target) is None


def callee_of(function: Function, node: gast.Call, locals_: Any = ()) -> Callee:
    """What a call in a function calls; `locals_` are the functions defined in it."""
    arguments, keywords = tuple(node.args), tuple(node.keywords)
    if isinstance(node.func, gast.Name) and node.func.id in locals_:
        return Callee(arguments, keywords, local=node.func.id)
    target = function.scope.resolve(node.func, function.names.variables)
    if target is not MISSING:
        entry, made = lookup(target), definition(target)
        return Callee(arguments, keywords, entry, target) if made is None else Callee(arguments, keywords, None, made)
    if isinstance(node.func, gast.Attribute) and not is_of_known_object(function, node.func):
        entry = method_entry(node.func)
        if entry is not None:
            return Callee((node.func.value, *arguments), keywords, entry, method=node.func.attr)
    return Callee(arguments, keywords)


def attribute_entry(node: gast.Attribute) -> Entry | None:
    """What is known of an attribute that is read, taken as an array's."""
    attribute = getattr(np.ndarray, node.attr, None)
    return lookup(attribute) if inspect.isdatadescriptor(attribute) else None


def is_of_known_object(function: Function, node: gast.Attribute) -> bool:
    """Whether an attribute is one of an object of a class of the user's, which the function's scope holds."""
    owner = function.scope.resolve(node.value, function.names.variables)
    return owner is not MISSING and not isinstance(owner, tuple) and (
        is_record_type(type(owner)) or isinstance(owner, types.SimpleNamespace))


def method_entry(node: gast.Attribute) -> Entry | None:
    """What is known of a method, taken as an array's, or else as a list's, a dict's or a namedtuple's.

    Nothing if it was found to be none of these (passes/methods.py).
    """
    if getattr(node, 'of_object', False):
        return None
    for kind in METHODS_OF:
        method = getattr(kind, node.attr, None)
        if method is not None:
            return lookup(method)
    return None


def operator_entry(node: gast.BinOp | gast.UnaryOp) -> Entry | None:
    """What is known of the operator of an expression."""
    return lookup(OPERATORS[type(node.op)])
