"""What is read only for its shape and dtype, and what for its content."""
from __future__ import annotations

import gast

from tangent.analyses.effects import entry_of
from tangent.syntax.build import reads, rebuild, walk
from tangent.syntax.function import Function
from tangent.templates.engine import BindingError, bind


def content_reads(function: Function, node: gast.AST) -> set[str]:
    """The names of which a statement reads more than the shape and dtype."""
    return reads(content_of(function, node))


def content_of(function: Function, node: gast.AST) -> gast.AST:
    """A statement without what it reads only for its shape and dtype."""
    def replace(part: gast.AST) -> gast.AST | None:
        if isinstance(part, gast.Call):
            shaped = shape_arguments(function, part)
            if shaped:
                content = [a for a in _values(part) if not any(a is s for s in shaped)]
                return gast.Tuple([part.func, *[rebuild(a, replace) for a in content]], gast.Load())
        return None
    if not any(isinstance(part, gast.Call) and shape_arguments(function, part) for part in walk(node)):
        return node
    return rebuild(node, replace)


def _values(node: gast.Call) -> list[gast.expr]:
    return [*node.args, *[k.value for k in node.keywords]]


def shape_arguments(function: Function, node: gast.Call) -> list[gast.expr]:
    """The arguments of a call of which only shape and dtype matter."""
    entry = entry_of(function, node)
    if entry is None or not entry.shape_reads:
        return []
    if entry.template is None:
        return node.args[:1]
    try:
        bound = bind(entry, tuple(node.args), tuple(node.keywords))
    except BindingError:
        return []
    return [bound[parameter] for parameter in entry.shape_reads
            if any(bound[parameter] is value for value in _values(node))]
