"""Read a value that is needed anyway instead of one that is read only for its shape."""
from __future__ import annotations

from collections.abc import Collection

import gast

from tangent.analyses.activity import target_names
from tangent.analyses.control import surely_assigned
from tangent.analyses.effects import entry_of
from tangent.analyses.facts import Fact, Facts
from tangent.analyses.shape_reads import content_of, shape_arguments
from tangent.analyses.sharing import Sharing, writes_in_place
from tangent.passes.fold import is_primal
from tangent.passes.prune import live_names
from tangent.runtime.sequences import part_at, value_at
from tangent.syntax.build import (
    BLOCKS, LOOPS, blocks_of, clone, head_of, in_order, name, reads, rebuild, walk, with_blocks, written,
)
from tangent.syntax.function import Function


def share_shapes(function: Function, facts: Facts) -> Function:
    """Where a value is read only for its shape, read another of equal shape and dtype that is needed anyway."""
    sharer = _ShapeSharer(function, facts)
    return function.with_body(sharer.block(function.tree.body, list(function.parameters)))


class _ShapeSharer:
    def __init__(self, function: Function, facts: Facts) -> None:
        self.function, self.facts = function, facts
        self.live = live_names(function, ignoring_shapes=True) | set(function.parameters)
        self.steps = _steps(function)
        self.sharing: Sharing | None = None
        self.slices = [node.value for node in in_order(function.tree.body) if isinstance(node, gast.Assign)
                       and isinstance(node.value, gast.Subscript) and isinstance(node.value.value, gast.Name)
                       and not reads(node.value.slice)]
        self.in_loops: set[str] = set()  # what is assigned in the loops that are being reversed
        self.written = {node.loop: written(node) for node in in_order(function.tree.body)
                        if isinstance(node, LOOPS) and not getattr(node, 'reverses', False)}
        # What would be copied or saved to be read: buffers, and the values of a loop in the one that reverses it.
        self.overwritten = {node.value.args[0].id for node in in_order(function.tree.body) if isinstance(
            node, gast.Assign) and writes_in_place(function, node.value) and isinstance(node.value.args[0], gast.Name)}

    def block(self, statements: list[gast.stmt], assigned: list[str]) -> list[gast.stmt]:
        """The statements; `assigned` are the names assigned before them."""
        out = []
        assigned = list(assigned)
        for node in statements:
            if isinstance(node, BLOCKS):
                before, in_loops = self.overwritten, self.in_loops
                if getattr(node, 'reverses', False):
                    self.overwritten = before | self.written.get(node.loop, set())
                    self.in_loops = in_loops | self.written.get(node.loop, set())
                out.append(with_blocks(node, [self.block(block, assigned) for block in blocks_of(node)]))
                self.overwritten, self.in_loops = before, in_loops
                assigned += sorted(surely_assigned([node], set()))
                continue
            out.append(self.statement(node, assigned))
            if isinstance(node, gast.Assign) and not _is_none(node.value):
                assigned += target_names(node.targets[0])
        return out

    def statement(self, node: gast.stmt, assigned: list[str]) -> gast.stmt:
        def replace(part: gast.AST) -> gast.AST | None:
            if not isinstance(part, gast.Call):
                return None
            version = self.version_of(part, assigned)
            if version is not None:
                return version
            mapping = {id(a): other for a in shape_arguments(self.function, part)
                       if (other := self.like(a, assigned)) is not None}

            def argument(a: gast.expr) -> gast.expr:
                return mapping[id(a)] if id(a) in mapping else rebuild(a, replace)
            new = gast.Call(rebuild(part.func, replace), [argument(a) for a in part.args],
                            [gast.keyword(k.arg, argument(k.value)) for k in part.keywords])
            return gast.copy_location(new, part)
        return rebuild(node, replace)

    def version_of(self, node: gast.Call, assigned: list[str]) -> gast.expr | None:
        """A call that reads the dtype of an array from a version of it that need not be saved."""
        entry = entry_of(self.function, node)
        if entry is None or entry.function not in (value_at, part_at) or not isinstance(node.args[-1], gast.Name):
            return None
        array = node.args[-1].id
        if array not in self.in_loops:
            return gast.copy_location(gast.Call(node.func, node.args, node.keywords), node)
        versions = self.versions(array)
        found = next((other for other in assigned if other in versions and other not in self.in_loops), None)
        like = name(found) if found is not None else self.stand_in(array, assigned)
        if found is None and like is not None:
            self.function.names.stand_ins |= reads(like)
        like = like or name(array)
        return gast.copy_location(gast.Call(node.func, [*node.args[:-1], like], node.keywords), node)

    def versions(self, array: str) -> Collection[str]:
        """The versions of the object that a variable holds, where it is one and the same on every path."""
        if self.sharing is None:
            self.sharing = Sharing(self.function)
        chain = self.sharing.chain(array)
        return chain if len(list(self.sharing.origins(chain))) == 1 else ()

    def like(self, node: gast.expr, assigned: list[str]) -> gast.expr | None:
        """A simpler expression of the shape of one that is read for nothing else."""
        if isinstance(node, gast.Name):
            return self.stand_in(node.id, assigned)
        operands = [node.left, node.right] if isinstance(node, gast.BinOp) else []
        if isinstance(node, gast.Call) and node.args and (entry := entry_of(self.function, node)) is not None \
                and entry.shape == 'reduction':
            inner = self.like(node.args[0], assigned)
            return inner and gast.copy_location(gast.Call(node.func, [inner, *node.args[1:]], node.keywords), node)
        fact = self.facts.of(node)
        same = next((o for o in operands if self.facts.of(o) == fact and None not in (fact.shape, fact.dtype)), None)
        if same is not None:
            return self.like(same, assigned) or same
        inner = [self.like(operand, assigned) for operand in operands]
        if not any(inner):
            return None
        return gast.BinOp(inner[0] or node.left, node.op, inner[1] or node.right)

    def stand_in(self, identifier: str, assigned: list[str]) -> gast.expr | None:
        """A variable of the shape of one whose value nobody needs, or a slice of one that a loop does not change."""
        variables = self.function.names.variables
        if identifier not in variables:
            return None
        saves = identifier in self.overwritten
        if identifier in self.live - self.steps and not variables[identifier].temporary and not saves:
            return None
        wanted = self.facts.of_name(identifier)
        if any(atoms is not None and not self.in_loops.isdisjoint(atoms) for atoms in (wanted.shape, wanted.dtype)):
            return None  # it is another one in each iteration
        for other in assigned:
            variable = variables.get(other)
            if variable is None or variable.primal is not None or other not in self.live or other == identifier:
                continue
            if variable.temporary and identifier in self.live and not saves or other in self.overwritten:
                continue
            if {identifier, other} <= self.steps:
                continue
            if self.facts.of_name(other) == wanted:
                return name(other)
        return self.slice_like(wanted, assigned) if identifier in self.in_loops else None

    def slice_like(self, wanted: Fact, assigned: list[str]) -> gast.expr | None:
        """A slice of a variable that has a shape and dtype."""
        for node in self.slices:
            if self.facts.of(node) == wanted:
                base = self.stand_in(node.value.id, assigned)
                if isinstance(base, gast.Name):
                    return gast.Subscript(base, clone(node.slice), gast.Load())
        return None


def _steps(function: Function) -> set[str]:
    """The variables whose values only one temporary is made of: `fold_adjoints` leaves them out, if nothing else is."""
    primal = {node.targets[0].id: node for node in function.tree.body if is_primal(node)}
    temporaries = {identifier: node for identifier, node in primal.items() if function.names.is_temporary(identifier)}
    candidates = set().union(*map(reads, temporaries.values())) & primal.keys() - temporaries.keys()
    readers: dict[str, list[gast.stmt]] = {identifier: [] for identifier in candidates}
    for node in in_order(function.tree.body):
        for part in head_of(node) if isinstance(node, BLOCKS) else [node]:
            if candidates.isdisjoint(reads(part)):
                continue
            for inner in walk(content_of(function, part)):
                if isinstance(inner, gast.Name) and inner.id in readers and isinstance(inner.ctx, gast.Load):
                    readers[inner.id].append(node)
    return {identifier for identifier, found in readers.items() if len(found) == 1 and found[0] in temporaries.values()}


def _is_none(node: gast.expr) -> bool:
    """Whether a value is that of a variable which only a loop or a branch assigns."""
    return isinstance(node, gast.Constant) and node.value is None
