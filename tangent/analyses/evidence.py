"""What the operations of a function say about its variables: that they are numbers or arrays, and no containers."""
from __future__ import annotations

from collections.abc import Iterator

import gast
import numpy as np

from tangent.syntax.build import BLOCKS, SCOPES, children, head_of
from tangent.syntax.function import Function

# A list, tuple or dict does not take a number there.
_NOT_WITH_NUMBERS = (gast.Add, gast.Sub, gast.Div, gast.FloorDiv, gast.Mod, gast.Pow)
_SIGNS = (gast.USub, gast.UAdd, gast.Invert)
_METHODS = {method for method in dir(np.ndarray) if callable(getattr(np.ndarray, method)) and not any(
    hasattr(container, method) for container in (list, tuple, dict))}


def used_as_arrays(function: Function) -> set[str]:
    """The variables that surely are numbers or arrays, or `-x`, `x ** 2`, `x.sum()`, `x[:, 0]` would fail.

    Only what runs whatever the values are counts: not what stands in a branch or in the body of a loop.
    """
    found = set()
    for statement in function.tree.body:
        evaluated = head_of(statement) if isinstance(statement, BLOCKS) else [
            statement] if isinstance(statement, (gast.Assign, gast.Expr, gast.Return)) else []
        operands = [_array_in(part) for node in evaluated for part in _evaluated(node)]
        found |= {operand.id for operand in operands if isinstance(operand, gast.Name)}
    return found


def _evaluated(node: gast.AST) -> Iterator[gast.AST]:
    """The parts of a node that are evaluated in any case."""
    if isinstance(node, SCOPES):
        return
    yield node
    inner = children(node)
    if isinstance(node, gast.IfExp):
        inner = [node.test]
    elif isinstance(node, gast.BoolOp):
        inner = node.values[:1]
    elif isinstance(node, gast.Compare):
        inner = [node.left, node.comparators[0]]
    for part in inner:
        yield from _evaluated(part)


def _array_in(node: gast.AST) -> gast.expr | None:
    """The operand that an operation takes only if it is a number or array, if it has one."""
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, _SIGNS):
        return node.operand
    if isinstance(node, gast.BinOp):
        for operand, other in ((node.left, node.right), (node.right, node.left)):
            number = type(other.value) if isinstance(other, gast.Constant) else None
            if number is float or number is int and isinstance(node.op, _NOT_WITH_NUMBERS):
                return operand
    if isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and node.func.attr in _METHODS:
        return node.func.value
    is_part = isinstance(node, gast.Subscript) and isinstance(node.slice, gast.Tuple)
    return node.value if is_part and any(isinstance(part, gast.Slice) for part in node.slice.elts) else None
