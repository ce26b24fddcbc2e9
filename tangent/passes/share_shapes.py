"""Read a value that is needed anyway instead of one that is read only for its shape."""
from __future__ import annotations

import gast

from tangent.analyses.activity import target_names
from tangent.analyses.control import surely_assigned
from tangent.analyses.facts import Facts
from tangent.analyses.shape_reads import shape_arguments
from tangent.passes.prune import live_names
from tangent.syntax.build import name, origin_of, rebuild, with_origin
from tangent.syntax.function import Function


def share_shapes(function: Function, facts: Facts) -> Function:
    """Where a value is read only for its shape, read another of equal shape and dtype that is needed anyway."""
    sharer = _ShapeSharer(function, facts)
    return function.with_body(sharer.block(function.tree.body, list(function.parameters)))


class _ShapeSharer:
    def __init__(self, function: Function, facts: Facts) -> None:
        self.function, self.facts = function, facts
        self.live = live_names(function, ignoring_shapes=True) | set(function.parameters)

    def block(self, statements: list[gast.stmt], assigned: list[str]) -> list[gast.stmt]:
        """The statements; `assigned` are the names assigned before them."""
        out = []
        assigned = list(assigned)
        for node in statements:
            if isinstance(node, gast.If):
                new = gast.If(node.test, self.block(node.body, assigned), self.block(node.orelse, assigned))
                out.append(with_origin(new, origin_of(node)))
                assigned += sorted(surely_assigned([node], set()))
                continue
            out.append(self.statement(node, assigned))
            if isinstance(node, gast.Assign):
                assigned += target_names(node.targets[0])
        return out

    def statement(self, node: gast.stmt, assigned: list[str]) -> gast.stmt:
        def replace(part: gast.AST) -> gast.AST | None:
            if not isinstance(part, gast.Call):
                return None
            mapping = {id(a): other for a in shape_arguments(self.function, part) if isinstance(a, gast.Name)
                       and (other := self.stand_in(a.id, assigned)) is not None}

            def argument(a: gast.expr) -> gast.expr:
                return name(mapping[id(a)]) if id(a) in mapping else rebuild(a, replace)
            new = gast.Call(rebuild(part.func, replace), [argument(a) for a in part.args],
                            [gast.keyword(k.arg, argument(k.value)) for k in part.keywords])
            return gast.copy_location(new, part)
        return rebuild(node, replace)

    def stand_in(self, identifier: str, assigned: list[str]) -> str | None:
        """A variable of the shape of one whose value nobody needs."""
        variables = self.function.names.variables
        if identifier not in variables or identifier in self.live and not variables[identifier].temporary:
            return None
        wanted = self.facts.of_name(identifier)
        for other in assigned:
            variable = variables.get(other)
            if variable is None or variable.primal is not None or other not in self.live or other == identifier:
                continue
            if variable.temporary and identifier in self.live:
                continue
            if self.facts.of_name(other) == wanted:
                return other
        return None
