"""What costs so little that computing it again beats keeping it."""
from __future__ import annotations

import gast

_CHEAP_CALLS = {'len', 'isinstance', 'slice', 'callable', 'hasattr', 'type'}


def is_cheap(node: gast.AST) -> bool:
    """Whether an expression costs so little that computing it again beats keeping it.

    Arithmetic counts as cheap only inside an index, a comparison or with constants: elsewhere
    its operands may be arrays.
    """
    if isinstance(node, gast.Name) or isinstance(node, gast.Constant):
        return True
    if isinstance(node, gast.UnaryOp):
        return is_cheap(node.operand) and (isinstance(node.op, gast.Not) or isinstance(node.operand, gast.Constant))
    if isinstance(node, gast.Attribute):
        return is_cheap(node.value)
    if isinstance(node, gast.Compare):
        return all(is_cheap_index(part) for part in [node.left, *node.comparators])
    if isinstance(node, gast.BoolOp):
        return all(map(is_cheap, node.values))
    if isinstance(node, (gast.Tuple, gast.List)):
        return all(map(is_cheap_index, node.elts))
    if isinstance(node, gast.Slice):
        return all(part is None or is_cheap_index(part) for part in (node.lower, node.upper, node.step))
    if isinstance(node, gast.Subscript):
        return isinstance(node.value, gast.Attribute) and node.value.attr == 'shape' and is_cheap(node.slice)
    if isinstance(node, gast.Call):
        return isinstance(node.func, gast.Name) and node.func.id in _CHEAP_CALLS and all(map(is_cheap_index, node.args))
    return isinstance(node, gast.JoinedStr)


def is_cheap_index(node: gast.AST) -> bool:
    """Whether an expression is cheap as an index or bound, where arithmetic is that of numbers."""
    if isinstance(node, gast.BinOp):
        return is_cheap_index(node.left) and is_cheap_index(node.right)
    if isinstance(node, gast.UnaryOp):
        return is_cheap_index(node.operand)
    return is_cheap(node)
