"""Leave out statements that nothing depends on."""
from __future__ import annotations

from collections.abc import Callable, Collection

import attrs
import gast

from tangent.analyses.activity import target_names
from tangent.analyses.control import surely_assigned
from tangent.analyses.effects import entry_of, is_pure
from tangent.analyses.facts import Facts
from tangent.syntax.build import if_, name, origin_of, reads, rebuild, with_origin
from tangent.syntax.function import Function
from tangent.templates.engine import BindingError, bind



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
    _flatten(function, function.tree.body, _content_reads if ignoring_shapes else _all_reads, frozenset(), steps)
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
        if isinstance(node, gast.If):
            inner = tests | read(function, node.test)
            _flatten(function, node.body, read, inner, steps)
            _flatten(function, node.orelse, read, inner, steps)
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
            elif _is_needed(self.function, node, self.live):
                out.append(self.without_dead_targets(node))
        return out

    def if_(self, node: gast.If) -> list[gast.stmt]:
        body, orelse = self.block(node.body), self.block(node.orelse)
        if not body and not orelse:
            return []
        if not body:
            return [with_origin(gast.If(_negated(node.test), orelse, []), origin_of(node))]
        return [if_(node.test, body, orelse, origin_of(node))]

    def without_dead_targets(self, node: gast.stmt) -> gast.stmt:
        """The statement with `_` for what nobody reads of a tuple of new variables."""
        if not (isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Tuple)):
            return node

        def replace(target: gast.AST) -> gast.AST | None:
            if isinstance(target, gast.Name) and target.id not in self.live and \
                    self.function.names.is_temporary(target.id):
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


# --- values that are read only for their shape --------------------------------

def _content_reads(function: Function, node: gast.AST) -> set[str]:
    """The names of which a statement reads more than the shape and dtype."""
    def replace(part: gast.AST) -> gast.AST | None:
        if isinstance(part, gast.Call):
            shaped = shape_arguments(function, part)
            if shaped:
                return gast.Tuple([part.func, *[rebuild(a, replace) for a in _values(part) if not any(a is s for s in shaped)]],
                                  gast.Load())
        return None
    return reads(rebuild(node, replace))


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
