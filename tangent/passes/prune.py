"""Leave out statements that nothing depends on."""
from __future__ import annotations

from collections.abc import Callable, Collection

import attrs
import gast

from tangent.analyses.activity import target_names
from tangent.analyses.effects import is_pure
from tangent.analyses.shape_reads import content_reads
from tangent.syntax.build import (
    BLOCKS, LOOPS, blocks_of, head_of, origin_of, reads, rebuild, with_blocks, with_origin, with_targets,
)
from tangent.syntax.function import Function


def prune(function: Function) -> Function:
    """The same function without dead statements.

    As names are versioned, a statement is alive if what it assigns is read anywhere by
    one that is alive; the order of statements does not matter.
    """
    live = live_names(function)
    return function.with_body(_Pruner(function, live).block(function.tree.body))


def live_names(function: Function, ignoring_shapes: bool = False) -> set[str]:
    """The names that the result, or a statement with an effect, depends on."""
    steps: list[_Step] = []
    _flatten(function, function.tree.body, content_reads if ignoring_shapes else _all_reads, frozenset(), steps)
    live: set[str] = set()
    waiting = steps[::-1]
    size = -1
    while size < len(live):
        size = len(live)
        rest = []
        for step in waiting:
            if step.always or not live.isdisjoint(step.targets):
                live |= step.reads
            else:
                rest.append(step)
        waiting = rest
    return live


@attrs.frozen
class _Step:
    """A statement for liveness: what it assigns and reads, the tests around it among that."""

    targets: Collection[str]
    reads: frozenset[str]
    always: bool


def _flatten(function: Function, statements: list[gast.stmt], read: Callable, tests: frozenset[str],
             steps: list[_Step]) -> None:
    for node in statements:
        if isinstance(node, BLOCKS):
            heads = frozenset().union(*[read(function, part) for part in head_of(node)])
            if isinstance(node, gast.With):
                steps.append(_Step(with_targets(node), tests | heads, False))
            for block in blocks_of(node):
                _flatten(function, block, read, tests | heads, steps)
        else:
            targets = _targets(node)
            steps.append(_Step(targets, tests | read(function, node), _has_effect(function, node)))


def _all_reads(function: Function, node: gast.AST) -> set[str]:
    return reads(node)


def _targets(node: gast.stmt) -> Collection[str]:
    if isinstance(node, gast.Assign):
        return target_names(node.targets[0])
    if isinstance(node, gast.FunctionDef):
        return (node.name,)
    if isinstance(node, (gast.Import, gast.ImportFrom)):
        return [(a.asname or a.name).partition('.')[0] for a in node.names]
    return ()


def _has_effect(function: Function, node: gast.stmt) -> bool:
    """Whether a statement is needed whatever it assigns."""
    if isinstance(node, gast.Assign):
        return not is_pure(function, node.value)
    return not isinstance(node, (gast.FunctionDef, gast.Import, gast.ImportFrom, gast.Pass))


def _is_needed(function: Function, node: gast.stmt, live: set[str]) -> bool:
    return not live.isdisjoint(_targets(node)) or _has_effect(function, node)


class _Pruner:
    def __init__(self, function: Function, live: set[str]) -> None:
        self.function, self.live = function, live

    def block(self, statements: list[gast.stmt]) -> list[gast.stmt]:
        out = []
        for node in statements:
            if isinstance(node, gast.If):
                out += self.if_(node)
            elif isinstance(node, (gast.With, *LOOPS)):
                body = self.block(node.body)
                if body or isinstance(node, gast.With) and not self.live.isdisjoint(with_targets(node)):
                    out.append(with_blocks(node, [body]))
            elif _is_needed(self.function, node, self.live):
                out.append(self.without_dead_targets(node))
        return out

    def if_(self, node: gast.If) -> list[gast.stmt]:
        body, orelse = self.block(node.body), self.block(node.orelse)
        if not body and not orelse:
            return []
        if not body and not getattr(node, 'branch', ()):
            return [with_origin(gast.If(_negated(node.test), orelse, []), origin_of(node))]
        return [with_blocks(node, [body, orelse])]

    def without_dead_targets(self, node: gast.stmt) -> gast.stmt:
        """The statement with `_` for what nobody reads of a tuple of new variables."""
        if not (isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Tuple)):
            return node

        def replace(target: gast.AST) -> gast.AST | None:
            if isinstance(target, gast.Name) and target.id not in self.live and \
                    self.function.names.is_temporary(target.id) and '_' not in self.live:
                return gast.Name('_', gast.Store(), None, None)
            return None
        return with_origin(gast.Assign([rebuild(node.targets[0], replace)], node.value, None), origin_of(node))


_OPPOSITE = {gast.Is: gast.IsNot, gast.IsNot: gast.Is, gast.In: gast.NotIn, gast.NotIn: gast.In,
             gast.Eq: gast.NotEq, gast.NotEq: gast.Eq}


def _negated(test: gast.expr) -> gast.expr:
    if isinstance(test, gast.UnaryOp) and isinstance(test.op, gast.Not):
        return test.operand
    if isinstance(test, gast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in _OPPOSITE:
        return gast.Compare(test.left, [_OPPOSITE[type(test.ops[0])]()], test.comparators)
    return gast.UnaryOp(gast.Not(), test)
