"""Refuse to read as numbers the keys of dicts that may carry derivatives: these are not kept.

    table[x] = 2.0
    return sum(table)      would be constant
"""
from __future__ import annotations

from collections.abc import Callable

import gast

from tangent.analyses.activity import OF_KEYS, Activity, target_names
from tangent.errors import UnsupportedError
from tangent.syntax.build import BLOCKS, in_order, walk
from tangent.syntax.function import Function, is_generated


def check_keys(function: Function, activity: Activity, following: Callable[[], Activity]) -> Function:
    """The function as it is.

    Args:
        following: makes the analysis of activity that follows what becomes a key and what reads keys.

    Raises:
        UnsupportedError: with the place where the keys are read.
    """
    if is_generated(function) or not activity.may_read_varied_keys():
        return function
    followed = following()
    for statement in in_order(function.tree.body):
        node = _reader(function, followed, statement)
        if node is not None:
            raise function.error(
                UnsupportedError, node, 'the keys of a dict are read as numbers, and what was made a key may carry '
                'derivatives, which keys cannot', 'Keep the numbers in a list; or use tangent.stop_gradient of them as '
                'keys, if their derivative is meant to be zero.')
    return function


def _reader(function: Function, activity: Activity, statement: gast.stmt) -> gast.expr | None:
    """What reads the keys of a dict in a statement on which the result depends."""
    if isinstance(statement, gast.For):
        return _gone_through(activity, statement)
    if isinstance(statement, BLOCKS):
        return None
    if isinstance(statement, gast.Assign):
        if activity.active.isdisjoint(target_names(statement.targets[0])):
            return None
        if isinstance(statement.targets[0], gast.Tuple) and activity.is_dict(statement.value):
            return statement.value
    return next((node for node in walk(statement) if _reads_keys(function, activity, node)), None)


def _gone_through(activity: Activity, loop: gast.For) -> gast.expr | None:
    """What a loop goes through, if its target is a key on which the result depends."""
    view, target = getattr(loop.iter, 'func', None), loop.target
    if isinstance(view, gast.Attribute) and view.attr == 'items' and activity.is_dict(view.value):
        key = target.elts[0] if isinstance(target, gast.Tuple) else target
        return None if activity.active.isdisjoint(target_names(key)) else loop.iter
    gives = _gives_keys(activity, loop.iter) and not activity.active.isdisjoint(target_names(target))
    return loop.iter if gives else None


def _gives_keys(activity: Activity, node: gast.expr) -> bool:
    """Whether there are keys of a dict among what an iterable gives."""
    if not isinstance(node, gast.Call):
        return activity.is_dict(node)
    if isinstance(node.func, gast.Attribute):
        return node.func.attr == 'keys' and activity.is_dict(node.func.value)
    return any(_gives_keys(activity, argument) for argument in node.args)


def _reads_keys(function: Function, activity: Activity, node: gast.AST) -> bool:
    if isinstance(node, gast.Starred):
        return activity.is_dict(node.value)
    if not isinstance(node, gast.Call):
        return False
    called = function.scope.resolve(node.func, function.names.variables)
    if any(called is reader for reader in OF_KEYS):
        return any(map(activity.is_dict, node.args))
    return isinstance(node.func, gast.Attribute) and node.func.attr == 'keys' and activity.is_dict(node.func.value)
