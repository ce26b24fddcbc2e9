"""Tell methods of objects from those of arrays, lists and dicts that have the same name.

The receiver of a method is often not known before the run.  `g.mean(x)` is taken for the mean of an array; but no axis
carries a derivative: where x does, g is some object, and what its method computes is derived when it is called.
"""
from __future__ import annotations

from typing import Any

import gast

from tangent.analyses.calls import callee_of
from tangent.syntax.build import in_order, walk
from tangent.syntax.function import Function
from tangent.templates.engine import Arguments, BindingError, bind, differentiable
from tangent.templates.registry import Entry

# Methods of arrays and containers that are constant, also in what they are given.
TAKE_ANYTHING = ('choose', 'count', 'get', 'index', 'searchsorted', 'setdefault')


def mark_methods(function: Function, activity: Any) -> bool:
    """Mark the methods that cannot be those of arrays or containers; return whether there are new ones.

    The marks are on the nodes, as `of_object`: the activity has to be found anew.
    """
    found = False
    for statement in in_order(function.tree.body):
        for node in walk(statement):
            if isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and is_of_object(
                    function, activity, node):
                node.func.of_object = found = True
    return found


def is_of_object(function: Function, activity: Any, node: gast.Call) -> bool:
    """Whether a call that seems to be one of a method of arrays or containers passes what none of these takes."""
    callee = callee_of(function, node, activity.locals)
    if callee.method is None or callee.entry is None or callee.method in TAKE_ANYTHING:
        return False
    given = [*node.args, *[keyword.value for keyword in node.keywords]]
    active = [argument for argument in given if activity.carries(argument)]
    if not active or callee.entry.template is None:
        return bool(active)
    try:
        bound = bind(callee.entry, callee.arguments, callee.keywords)
    except BindingError:  # of an array that carries derivatives the rule says what it does not take
        return not activity.carries(node.func.value)
    return not _takes(callee.entry, bound, active)


def _takes(entry: Entry, bound: Arguments, active: list[gast.expr]) -> bool:
    """Whether a method of arrays or containers has derivatives in arguments, or reads but their shapes."""
    taken = differentiable(entry.template) | set(entry.shape_reads)
    values = [part for parameter, value in bound.items() if parameter in taken for part in walk(value)]
    return all(any(argument is value for value in values) for argument in active)
