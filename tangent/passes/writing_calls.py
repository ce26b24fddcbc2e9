"""Which calls are of functions that write into what they are given, or into what is around them.

Such a call is marked with the variables that it may change (`node.changes`), where it is surely evaluated.
`desugar` makes a statement of it, and `inline` puts the statements of the function in its place.
"""
from __future__ import annotations

import types
from collections.abc import Mapping

import attrs
import gast

from tangent.passes.bind import is_of_a_library
from tangent.passes.guard import may_write, writes_into_arguments
from tangent.passes.opaque import is_opaque
from tangent.syntax.build import (
    SCOPES, bound_names, children, origin_of, parameter, reads, rebuild, rebuild_children, walk, with_arguments,
    with_origin,
)
from tangent.syntax.function import Function, Origin
from tangent.syntax.saved import is_generated_file
from tangent.templates.registry import lookup


@attrs.frozen(eq=False)
class Around:
    """Where a function is whose calls are looked at, if it stands in place of a call itself.

    called: the functions that are being put in place of calls: in these a call of them stays one.
    defined: the functions defined in those around it, by name.
    """

    called: tuple[object, ...] = ()
    defined: Mapping[str, gast.FunctionDef] = attrs.field(factory=dict)


def mark_calls(function: Function, around: Around) -> Function:
    """The function with the calls that may write marked."""
    if is_generated_file(function.file) or not function.names.variables:
        return function
    marker = _Marker(function, around)
    return function.with_body([marker.marked(statement, True) for statement in function.tree.body])


def define_lambdas(function: Function) -> Function:
    """The function with definitions for lambdas that are assigned to a name."""
    def replace(node: gast.AST) -> gast.AST | None:
        if isinstance(node, gast.Assign) and len(node.targets) == 1 and isinstance(
                node.targets[0], gast.Name) and isinstance(node.value, gast.Lambda):
            return definition(node.targets[0].id, node.value, origin_of(node))
        return node if isinstance(node, (*SCOPES, gast.ClassDef)) else None
    return function.with_body([rebuild(statement, replace) for statement in function.tree.body])


def definition(identifier: str, value: gast.Lambda, origin: Origin | None) -> gast.FunctionDef:
    """The definition of a function that a lambda gives."""
    body = with_origin(gast.copy_location(gast.Return(value.body), value), origin)
    return with_origin(gast.copy_location(
        gast.FunctionDef(identifier, value.args, [body], [], None, None, []), value), origin)


def local_functions(function: Function) -> dict[str, gast.FunctionDef]:
    """The functions defined in another one whose names never stand for anything else."""
    found = [node for statement in function.tree.body for node in _outside_scopes(statement)
             if isinstance(node, gast.FunctionDef)]
    names = [node.name for node in found]
    others = set(function.parameters) | {part.id for statement in function.tree.body for part in _outside_scopes(
        statement) if isinstance(part, gast.Name) and isinstance(part.ctx, (gast.Store, gast.Del))}
    return {node.name: node for node in found if names.count(node.name) == 1 and node.name not in others}


def captured_by(function: Function, node: gast.FunctionDef) -> set[str]:
    """The variables of a function that one defined in it reads or writes."""
    inner = set().union(*[reads(part) | _nonlocals(part) for part in node.body])
    return (inner - bound_names(node) | nonlocals(node)) & set(function.names.variables)


def nonlocals(node: gast.FunctionDef) -> set[str]:
    """The variables around a function that it assigns."""
    return set().union(*map(_nonlocals, node.body))


def _nonlocals(node: gast.AST) -> set[str]:
    return {identifier for part in walk(node) if isinstance(part, gast.Nonlocal) for identifier in part.names}


def _outside_scopes(node: gast.AST) -> list[gast.AST]:
    """A node and those below it, but for what is inside functions, lambdas and comprehensions."""
    found, stack = [], [node]
    while stack:
        node = stack.pop()
        found.append(node)
        if not isinstance(node, (*SCOPES, gast.ClassDef)):
            stack += children(node)
    return found


class _Marker:
    def __init__(self, function: Function, around: Around) -> None:
        self.function, self.around = function, around
        self.locals = self.writing_locals()

    def writing_locals(self) -> dict[str, set[str]]:
        """The local functions that may write, and what of the variables around them they may change."""
        defined = {**self.around.defined, **local_functions(self.function)}
        defined = {local: node for local, node in defined.items() if local not in self.around.called}
        captured = {local: captured_by(self.function, node) for local, node in defined.items()}
        found = {local for local, node in defined.items() if self.writes(node, captured[local])}
        size = -1
        while size < len(found):
            size = len(found)
            found |= {local for local, node in defined.items() if not found.isdisjoint(_called_in(node))}
        return {local: captured[local] - set(defined) for local in found}

    def writes(self, node: gast.FunctionDef, captured: set[str]) -> bool:
        """Whether a local function may write into its arguments, or into variables around it."""
        if nonlocals(node):
            return True
        own = [*node.args.kwonlyargs, *map(parameter, sorted(captured))]
        args = with_arguments(node.args, kwonlyargs=own, kw_defaults=[None for _ in own])
        tree = gast.FunctionDef(node.name, args, node.body, [], None, None, [])
        return writes_into_arguments(attrs.evolve(self.function, tree=tree), set())

    def marked(self, node: gast.AST, surely: bool) -> gast.AST:
        """A copy of a node with the calls that may write marked, where they are evaluated whenever it is."""
        if isinstance(node, (*SCOPES, gast.ClassDef)) or isinstance(node, gast.stmt) and is_opaque(self.function, node):
            return node
        sometimes = {id(part) for part in _sometimes(node)}
        new = rebuild_children(node, lambda part: self.marked(part, surely and id(part) not in sometimes))
        if surely and isinstance(node, gast.Call):
            changes = self.changes(node)
            if changes is not None:
                new.changes = changes
        return new

    def changes(self, node: gast.Call) -> tuple[str, ...] | None:
        """The variables that a call may change; None if it is not of a function that writes."""
        given = set().union(*[reads(value) for value in [*node.args, *[k.value for k in node.keywords]]])
        given &= set(self.function.names.variables)
        if isinstance(node.func, gast.Name) and node.func.id in self.locals:
            return tuple(sorted(given | self.locals[node.func.id]))
        target = self.function.scope.resolve(node.func, self.function.names.variables)
        if not isinstance(target, types.FunctionType) or target in self.around.called or not given:
            return None
        is_users = lookup(target) is None and not is_of_a_library(target.__module__ or '')
        return tuple(sorted(given)) if is_users and may_write(target, set()) else None


def _called_in(node: gast.AST) -> set[str]:
    """The names that are called in a node."""
    return {part.func.id for part in walk(node) if isinstance(part, gast.Call) and isinstance(part.func, gast.Name)}


def _sometimes(node: gast.AST) -> list[gast.AST]:
    """The parts of a node that are not evaluated each time that it is."""
    if isinstance(node, gast.Compare):
        return node.comparators[1:]
    return [node.msg] if isinstance(node, gast.Assert) and node.msg is not None else []


def changed_names(node: gast.AST) -> tuple[str, ...] | None:
    """The variables that a marked call may change; None for what is not one."""
    return getattr(node, 'changes', None) if isinstance(node, gast.Call) else None

