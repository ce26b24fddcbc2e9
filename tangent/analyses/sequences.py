"""Which variables hold what can be gone through again, and backward."""
from __future__ import annotations

import builtins

import gast

from tangent.analyses.activity import target_names
from tangent.analyses.effects import WRITES, entry_of
from tangent.runtime.arrays import duplicate
from tangent.runtime.memory import placed, refreshed
from tangent.runtime.sequences import reversible
from tangent.syntax.build import in_order
from tangent.syntax.function import Function

_DISPLAYS = (gast.List, gast.Tuple, gast.ListComp, gast.Dict, gast.DictComp)
_MAKERS = (builtins.list, builtins.tuple, builtins.sorted, builtins.range, builtins.dict, reversible)


def is_sequence(function: Function, identifier: str, visited: frozenset[str] = frozenset()) -> bool:
    """Whether a variable of a versioned function holds a list, array or the like for all that is known.

    Arguments and what is captured are taken for that: of others `reversed` says that it cannot go through them.
    """
    if identifier in visited or identifier in function.parameters or identifier not in function.names.variables:
        return True
    visited = visited | {identifier}
    values = _assigned(function, identifier)
    return bool(values) and all(value is not None and _is_sequence(function, value, visited) for value in values)


def _assigned(function: Function, identifier: str) -> list[gast.expr | None]:
    """What is assigned to a variable; None where it is unpacked from something."""
    found: list[gast.expr | None] = []
    for node in in_order(function.tree.body):
        for target in node.targets if isinstance(node, gast.Assign) else []:
            if isinstance(target, gast.Name) and target.id == identifier:
                found.append(node.value)
            elif isinstance(target, gast.Tuple) and identifier in target_names(target):
                first = getattr(target.elts[0], 'id', None)  # items, item = tangent.pop(items)
                found.append(node.value if first == identifier and isinstance(node.value, gast.Call) else None)
    return found


def _is_sequence(function: Function, node: gast.expr, visited: frozenset[str]) -> bool:
    if isinstance(node, _DISPLAYS) or isinstance(node, gast.Constant) and isinstance(node.value, str):
        return True
    if isinstance(node, gast.Name):
        return is_sequence(function, node.id, visited)
    if isinstance(node, gast.Subscript) and isinstance(node.slice, gast.Slice) or isinstance(node, gast.BinOp):
        return True  # neither sets nor iterators have slices, or are added
    if not isinstance(node, gast.Call):
        return False
    entry = entry_of(function, node)
    if entry is not None and entry.function in (duplicate, placed, refreshed, *WRITES):
        return isinstance(node.args[0], gast.Name) and is_sequence(function, node.args[0].id, visited)
    target = function.scope.resolve(node.func, function.names.variables)
    return any(target is maker for maker in _MAKERS) or entry is not None and (entry.fresh or bool(entry.shape))
