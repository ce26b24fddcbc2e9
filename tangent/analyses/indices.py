"""Which indices surely name no element twice."""
from __future__ import annotations

import gast

from tangent.analyses.activity import target_names
from tangent.syntax.build import BLOCKS, in_order, written
from tangent.syntax.indexing import is_slice


def is_basic_index(index: gast.expr, integers: set[str]) -> bool:
    """Whether an index is made of slices, None, Ellipsis and integers: it names no element twice."""
    parts = index.elts if isinstance(index, gast.Tuple) else [index]

    def plain(part: gast.expr) -> bool:
        if is_slice(part) or isinstance(part, gast.Attribute) and part.attr == 'newaxis':
            return True
        if isinstance(part, gast.UnaryOp):
            return plain(part.operand)
        if isinstance(part, gast.BinOp):
            return plain(part.left) and plain(part.right) and isinstance(part.op, (gast.Add, gast.Sub, gast.Mult))
        if isinstance(part, gast.Name):
            return part.id in integers
        return isinstance(part, gast.Constant) and (
            part.value is None or part.value is Ellipsis or type(part.value) is int)
    return all(map(plain, parts))


def integers(statements: list[gast.stmt]) -> set[str]:
    """The variables that are integers: those that loops over ranges count with, and nothing else assigns."""
    ordered = in_order(statements)
    loops = [node for node in ordered if isinstance(node, gast.For)]
    counters = {identifier for node in loops if counts(node.iter) for identifier in target_names(node.target)}
    if not counters:
        return counters
    others = {identifier for node in loops if not counts(node.iter) for identifier in target_names(node.target)}
    return counters - others.union(*[written(node) for node in ordered if not isinstance(node, BLOCKS)])


def counts(iterable: gast.expr) -> bool:
    """Whether what a loop goes through is integers."""
    while isinstance(iterable, gast.Call) and isinstance(iterable.func, gast.Name) and iterable.func.id == 'reversed':
        iterable = iterable.args[0]
    return (isinstance(iterable, gast.Call) and isinstance(iterable.func, (gast.Name, gast.Attribute))
            and getattr(iterable.func, 'id', getattr(iterable.func, 'attr', '')) in ('range', 'indices'))
