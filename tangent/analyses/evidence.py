"""What the operations of a function say about its variables: that they are numbers or arrays, and no containers."""
from __future__ import annotations

from collections.abc import Iterator

import gast
import numpy as np

from tangent.syntax.build import BLOCKS, SCOPES, children, head_of

# A list, tuple or dict does not take a number there.
_NOT_WITH_NUMBERS = (gast.Add, gast.Sub, gast.Div, gast.FloorDiv, gast.Mod, gast.Pow)
_SIGNS = (gast.USub, gast.UAdd, gast.Invert)
_METHODS = {method for method in dir(np.ndarray) if callable(getattr(np.ndarray, method)) and not any(
    hasattr(container, method) for container in (list, tuple, dict))}


def used_as_arrays(block: list[gast.stmt]) -> set[str]:
    """Of a block whose names are versioned, the variables that surely are numbers or arrays.

    `-x`, `x ** 2`, `2.0 * x[1:]`, `x.sum()` and `x[:, 0]` would fail for others.
    Only what runs with the block, whatever the values are, counts: not what stands in a branch or a loop in it.
    """
    found = set()
    for statement in block:
        evaluated = head_of(statement) if isinstance(statement, BLOCKS) else [
            statement] if isinstance(statement, (gast.Assign, gast.Expr, gast.Return)) else []
        operands = [_array_in(part) for node in evaluated for part in _evaluated(node)]
        found |= {operand.id for operand in operands if isinstance(operand, gast.Name)}
    for statement in block:
        target = statement.targets[0] if isinstance(statement, gast.Assign) else None
        if isinstance(target, gast.Name) and target.id in found and isinstance(_sliced(statement.value), gast.Name):
            found.add(_sliced(statement.value).id)
    return found


def _evaluated(node: gast.AST) -> Iterator[gast.AST]:
    """The parts of a node that are evaluated in any case."""
    stack = [node]
    while stack:
        part = stack.pop()
        kind = type(part)
        if kind in SCOPES:
            continue
        yield part
        if kind is gast.IfExp:
            stack.append(part.test)
        elif kind is gast.BoolOp:
            stack += part.values[:1]
        elif kind is gast.Compare:
            stack += [part.left, part.comparators[0]]
        elif kind is not gast.Name and kind is not gast.Constant:
            stack += children(part)


def _array_in(node: gast.AST) -> gast.expr | None:
    """The operand that an operation takes only if it is a number or array, if it has one."""
    kind = type(node)
    if kind is gast.UnaryOp and isinstance(node.op, _SIGNS):
        return _sliced(node.operand)
    if kind is gast.BinOp:
        for operand, other in ((node.left, node.right), (node.right, node.left)):
            number = type(other.value) if isinstance(other, gast.Constant) else None
            if number is float or number is int and isinstance(node.op, _NOT_WITH_NUMBERS):
                return _sliced(operand)
    if kind is gast.Call and isinstance(node.func, gast.Attribute) and node.func.attr in _METHODS:
        return node.func.value
    is_part = kind is gast.Subscript and isinstance(node.slice, gast.Tuple)
    return node.value if is_part and any(isinstance(part, gast.Slice) for part in node.slice.elts) else None


def _sliced(node: gast.expr) -> gast.expr:
    """What an expression is a slice of, if it is one: of a list that is a list, too."""
    return node.value if isinstance(node, gast.Subscript) and isinstance(node.slice, gast.Slice) else node
