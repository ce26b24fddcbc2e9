"""Lists and tuples that NumPy takes for arrays are made arrays first, of which the rules know the derivatives.

    l = [x, y]                          l = [x, y]
    return np.prod(l) * (l - w)    ->   return np.prod(np.array(l)) * (np.array(l) - w)
"""
from __future__ import annotations

import gast
import numpy as np

from tangent.analyses.activity import Activity
from tangent.analyses.calls import callee_of
from tangent.analyses.kinds import annotated_kinds
from tangent.syntax.build import call, in_order, rebuild, rebuild_children
from tangent.syntax.function import Function
from tangent.syntax.spelling import Speller
from tangent.templates.registry import ELEMENTWISE, is_of_numpy, is_of_scipy

# Those whose rules give the adjoints of the items of a list.
_OF_LISTS = {
    np.array, np.asarray, np.asanyarray, np.ascontiguousarray, np.concatenate, np.stack, np.vstack, np.hstack,
    np.dstack, np.column_stack, np.block, np.select, np.choose, np.meshgrid, np.broadcast_arrays, np.einsum,
    np.linalg.multi_dot, np.interp, *([np.row_stack] if hasattr(np, 'row_stack') else []),
}
_NOT_OF_LISTS = (gast.Sub, gast.Div, gast.FloorDiv, gast.Mod, gast.Pow, gast.MatMult)  # `+` and `*` join and repeat


def make_arrays(function: Function, activity: Activity, speller: Speller) -> Function:
    """The function with lists and tuples made arrays where NumPy would, if they carry derivatives or meet what does."""
    def as_array(node: gast.expr, with_array: bool = False) -> gast.expr:
        new = rebuild(node, replace)
        if not is_sequence(node) or not (with_array or activity.carries(node)):
            return new
        made = gast.Attribute(speller.module(np), 'array', gast.Load())
        return gast.copy_location(call(made, new), node)

    def is_sequence(node: gast.expr) -> bool:
        kind = activity.containers.of(node)
        if kind is None:
            kind = type(function.scope.resolve(node, function.names.variables))
        return kind in (list, tuple)

    def of_list(node: gast.expr) -> gast.expr:
        is_list = activity.containers.of(node) is list and not isinstance(node, gast.Starred) and not any(
            _is_text(part, texts) for part in getattr(node, 'elts', ()))
        return gast.copy_location(call(gast.Attribute(speller.module(np), 'array', gast.Load()), node),
                                  node) if is_list else node

    def replace(node: gast.AST) -> gast.AST | None:
        if isinstance(node, gast.BinOp) and isinstance(node.op, gast.Mod) and _is_text(node.left, texts):
            return None  # a tuple is the values to put into it
        if isinstance(node, gast.BinOp) and isinstance(node.op, _NOT_OF_LISTS):
            return gast.copy_location(gast.BinOp(as_array(node.left), node.op, as_array(node.right)), node)
        if not isinstance(node, gast.Call):
            return None
        entry = callee_of(function, node, activity.locals).entry
        if entry is None or entry.template is None or entry.function in _OF_LISTS:
            return None
        new = rebuild_children(node, lambda child: rebuild(child, replace))
        if is_of_scipy(entry.function) and activity.carries(node):  # tuples are no arrays there
            new.args = list(map(of_list, new.args))
            new.keywords = [gast.keyword(k.arg, of_list(k.value)) for k in new.keywords]
            return new
        if not is_of_numpy(entry.function):
            return None
        with_array = entry.style == ELEMENTWISE and activity.carries(node)  # the rule computes with all operands
        new.args = [rebuild(a, replace) if isinstance(a, gast.Starred) else as_array(a, with_array) for a in node.args]
        new.keywords = [gast.keyword(k.arg, as_array(k.value, with_array)) for k in node.keywords]
        return new
    texts = _texts(function)
    return function.with_body([rebuild(statement, replace) for statement in function.tree.body])


def _texts(function: Function) -> set[str]:
    """The variables that hold a text on some path."""
    found = {parameter for parameter, value in function.defaults.items() if isinstance(value, (str, bytes))}
    found |= {parameter for parameter, kind in annotated_kinds(function).items() if kind.of in ('str', 'bytes')}
    size = -1
    while size < len(found):
        size = len(found)
        for node in in_order(function.tree.body):
            if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name) and _is_text(node.value, found):
                found.add(node.targets[0].id)
    return found


def _is_text(node: gast.expr, texts: set[str]) -> bool:
    """Whether an expression is a text, as far as it tells, which has these variables that are."""
    if isinstance(node, gast.Name):
        return node.id in texts
    if isinstance(node, gast.BinOp):
        return isinstance(node.op, (gast.Add, gast.Mod)) and _is_text(node.left, texts)
    return isinstance(node, gast.JoinedStr) or isinstance(node, gast.Constant) and isinstance(node.value, (str, bytes))
