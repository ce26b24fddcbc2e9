"""Which variables carry derivatives: those that depend on the inputs and that the result depends on."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import gast

from tangent.analyses.calls import attribute_entry, callee_of, operator_entry
from tangent.syntax.build import SCOPES, children, name, parameter, reads, rename_children, walk, with_arguments
from tangent.syntax.function import Function, Lifted
from tangent.templates.engine import varying
from tangent.templates.registry import Entry, lookup

_NEVER = (gast.Constant, gast.Compare, gast.JoinedStr, gast.Slice)


class Activity:
    """The active variables of a function whose names are versioned.

    As each name is assigned in one place (or merged), no order of statements is needed.
    `varied` holds the names that depend on the inputs, `active` those on which the
    result depends besides.
    """

    def __init__(self, function: Function, inputs: Iterable[str],
                 varies: Callable[[Any, gast.Call, set[str]], bool] = lambda *_: True) -> None:
        self.function, self._varies = function, varies
        self._assignments: list[tuple[list[str], gast.expr]] = []
        self._results: list[gast.expr] = []
        self.definitions: dict[str, gast.FunctionDef] = {}
        self._lifted: dict[str, Lifted] = {}
        self._collect(function.tree.body)
        self.varied: set[str] = set(inputs)
        self._grow(self.varied, forward=True)
        useful = set().union(*[self.carried(value) for value in self._results])
        self._useful = useful
        self._grow(useful, forward=False)
        self.active = self.varied & useful

    def _collect(self, statements: list[gast.stmt]) -> None:
        for statement in statements:
            if isinstance(statement, gast.Assign):
                self._assignments.append((target_names(statement.targets[0]), statement.value))
            elif isinstance(statement, gast.Return) and statement.value is not None:
                self._results.append(statement.value)
            elif isinstance(statement, gast.If):
                self._collect(statement.body)
                self._collect(statement.orelse)
            elif isinstance(statement, gast.FunctionDef):
                self.definitions[statement.name] = statement

    def _grow(self, found: set[str], forward: bool) -> None:
        """Add to a set of names all that they reach, until nothing new is found."""
        size = -1
        while size < len(found):
            size = len(found)
            for targets, value in self._assignments:
                if forward:
                    if not found.issuperset(targets) and self.carried(value):
                        found.update(targets)
                elif not found.isdisjoint(targets):
                    found |= self.carried(value)
            for identifier, definition in self.definitions.items():
                captured = self.captured(definition) & self.varied
                if forward and captured:
                    found.add(identifier)
                elif not forward and identifier in found:
                    found |= captured

    def captured(self, definition: gast.FunctionDef) -> set[str]:
        """Variables of the enclosing function that a function defined in it reads, itself or by way of others."""
        return (reads(definition) - {definition.name}) & set(self.function.names.variables)

    @property
    def locals(self) -> set[str]:
        """Functions that are called by name and were defined in this function or around it."""
        return {*self.definitions, *self.function.outer}

    def lifted(self, local: str) -> Lifted:
        """A local function with what it captures, itself or by the local functions it calls, as parameters."""
        found = self._lifted.get(local) or self.function.outer.get(local)
        if found is None:
            captured = self._captured_all(local)
            tree = rename_children(self.definitions[local], {})
            tree.args = _without_named_defaults(tree.args)
            tree.args = with_arguments(tree.args, kwonlyargs=[*tree.args.kwonlyargs, *map(parameter, captured)],
                                       kw_defaults=[*tree.args.kw_defaults, *[None] * len(captured)])
            found = self._lifted[local] = Lifted(tree, captured)
        return found

    def _captured_all(self, local: str) -> tuple[str, ...]:
        found: set[str] = set()
        todo = [local]
        for current in todo:
            if current in self.function.outer:
                found |= set(self.function.outer[current].captured)
                continue
            definition = self.definitions[current]
            captured = self.captured(definition) | reads(definition) & set(self.function.outer)
            called = {c for c in captured & self.locals if not _read_as_value(definition, c)}
            todo += [c for c in sorted(called) if c not in todo]
            found |= captured - called
        return tuple(sorted(found - {local}))

    def display_of(self, node: gast.expr) -> gast.expr:
        """The display that a name was assigned, where it was; else the expression itself."""
        if isinstance(node, gast.Name):
            values = [value for targets, value in self._assignments if targets == [node.id]]
            if len(values) == 1 and isinstance(values[0], (gast.Tuple, gast.List, gast.Dict)):
                return values[0]
        return node

    def carries(self, node: gast.AST) -> bool:
        """Whether the value of an expression carries a derivative."""
        return bool(self.carried(node))

    def carried(self, node: gast.AST | None) -> set[str]:
        """The names whose derivatives the value of an expression carries."""
        if node is None or isinstance(node, _NEVER):
            return set()
        if isinstance(node, gast.Name):
            return {node.id} & self.varied
        if isinstance(node, (gast.BinOp, gast.UnaryOp)):
            entry = operator_entry(node)
            if entry is not None and entry.constant is None and entry.template is None:
                return set()
            operands = (node.left, node.right) if isinstance(node, gast.BinOp) else (node.operand,)
            return set().union(*map(self.carried, operands))
        if isinstance(node, gast.IfExp):
            return self.carried(node.body) | self.carried(node.orelse)
        if isinstance(node, gast.Subscript):
            indexing = lookup(self.function.scope.resolve(node.value, self.function.names.variables))
            return self.carried(node.slice if indexing is not None else node.value)
        if isinstance(node, gast.Attribute):
            if not self.carried(node.value):
                return set()
            return set() if is_constant(attribute_entry(node)) else self.carried(node.value)
        if isinstance(node, gast.Call):
            return self._carried_by_call(node)
        if isinstance(node, SCOPES):
            return reads(node) & self.varied
        return set().union(*map(self.carried, children(node)))

    def _carried_by_call(self, node: gast.Call) -> set[str]:
        callee = callee_of(self.function, node, self.locals)
        if is_constant(callee.entry):
            return set()
        values = [*callee.arguments, *[keyword.value for keyword in callee.keywords]]
        if callee.entry is not None:
            values = varying(callee.entry, callee.arguments, callee.keywords)
        found = set().union(*map(self.carried, values))
        if callee.local is not None:
            captured = self.lifted(callee.local).captured
            found |= ({callee.local} & self.varied).union(*[self.carried(name(c)) for c in captured])
        elif callee.entry is None:
            found |= self.carried(node.func)
        if found and callee.is_source and not self._varies(callee.target, node, self.varied):
            return set()
        return found


def _without_named_defaults(args: gast.arguments) -> gast.arguments:
    """A signature in which defaults that are variables of the caller are constants: they are always passed."""
    def plain(default: gast.expr | None) -> gast.expr | None:
        return gast.Constant(None, None) if isinstance(default, gast.Name) else default
    return with_arguments(args, defaults=[plain(d) for d in args.defaults],
                          kw_defaults=[plain(d) for d in args.kw_defaults])


def _read_as_value(definition: gast.FunctionDef, identifier: str) -> bool:
    """Whether a name is read in a function otherwise than to call it."""
    called = {id(node.func) for node in walk(definition) if isinstance(node, gast.Call)}
    return any(isinstance(node, gast.Name) and node.id == identifier and isinstance(node.ctx, gast.Load)
               and id(node) not in called for node in walk(definition))


def is_constant(entry: Entry | None) -> bool:
    """Whether a function is piecewise constant in all its arguments."""
    return entry is not None and entry.template is None and entry.constant is None


def target_names(target: gast.expr) -> list[str]:
    """The names that an assignment's target binds."""
    if isinstance(target, gast.Name):
        return [target.id]
    if isinstance(target, gast.Starred):
        return target_names(target.value)
    if isinstance(target, (gast.Tuple, gast.List)):
        return [identifier for element in target.elts for identifier in target_names(element)]
    return []
