"""Arrays that are surely made of integers."""
from __future__ import annotations

import gast
import numpy as np

from tangent.syntax.build import in_order, walk
from tangent.syntax.function import MISSING, Function


_KEEPING = (np.array, np.asarray, np.arange)  # these make integers of integers
_DISPLAYS = (gast.List, gast.Tuple, gast.UnaryOp)


def is_of_integers(function: Function, node: gast.expr, seen: frozenset[str] = frozenset()) -> bool:
    """Whether an array is made with a dtype of integers, or truth values, wherever it is assigned."""
    if isinstance(node, gast.Name):
        if node.id in seen:
            return True
        values = [statement.value for statement in in_order(function.tree.body) if isinstance(statement, gast.Assign)
                  and isinstance(statement.targets[0], gast.Name) and statement.targets[0].id == node.id]
        return bool(values) and all(is_of_integers(function, value, seen | {node.id}) for value in values)
    if not isinstance(node, gast.Call):
        return False
    if getattr(node, 'in_place', False):
        return is_of_integers(function, node.args[0], seen)
    called = function.scope.resolve(node.func, function.names.variables)
    if any(called is kept for kept in _KEEPING) and node.args and not node.keywords:
        return all(isinstance(part, gast.Constant) and type(part.value) in (int, bool) or isinstance(part, _DISPLAYS)
                   for argument in node.args for part in walk(argument))
    types = [keyword.value for keyword in node.keywords if keyword.arg == 'dtype']
    if isinstance(node.func, gast.Attribute) and node.func.attr == 'astype':
        types += node.args[:1]
    return any(_is_integer(function, made) for made in types)


def _is_integer(function: Function, node: gast.expr) -> bool:
    dtype = node.value if isinstance(node, gast.Constant) else function.scope.resolve(node, function.names.variables)
    try:
        return dtype is not MISSING and dtype is not None and np.dtype(dtype).kind in 'iub'
    except TypeError:
        return False
