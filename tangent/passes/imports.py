"""Do imports inside a function, and `xp = np`, when it is transformed: what they bind is known from then on."""
from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

import gast

from tangent.syntax.build import written
from tangent.syntax.function import Function
from tangent.syntax.spelling import Speller


def local_imports(function: Function, speller: Speller) -> Function:
    """The function without the imports at its top level, their names bound to what they import.

    An import that fails now, and one of a name that is assigned elsewhere too, stays.
    """
    body = []
    for position, node in enumerate(function.tree.body):
        found = _imported(function, node) if isinstance(node, (gast.Import, gast.ImportFrom)) else _named(
            function, node)
        if found is None or not _assigned_elsewhere(function, position).isdisjoint(found):
            body.append(node)
            continue
        for identifier, value in found.items():
            function.names.variables.pop(identifier, None)
            speller.added[identifier] = value
    return function.with_body(body)


def _assigned_elsewhere(function: Function, position: int) -> set[str]:
    """The parameters, and what all statements at the top level but one assign."""
    others = [node for i, node in enumerate(function.tree.body) if i != position]
    return set().union(*map(written, others)) | set(function.parameters)


def _imported(function: Function, node: gast.stmt) -> dict[str, Any] | None:
    """What an import statement binds, or None if that cannot be told."""
    package = function.scope.globals_.get('__package__')
    try:
        if isinstance(node, gast.Import):
            return {alias.asname or alias.name.partition('.')[0]:
                    importlib.import_module(alias.name if alias.asname else _loaded(alias.name))
                    for alias in node.names}
        module = importlib.import_module('.' * (node.level or 0) + (node.module or ''), package)
        return {alias.asname or alias.name: getattr(module, alias.name) for alias in node.names if alias.name != '*'}
    except (ImportError, AttributeError, TypeError, ValueError):
        return None


def _named(function: Function, node: gast.stmt) -> dict[str, ModuleType] | None:
    """What `xp = np` binds, or None if a statement is not of this kind."""
    if not isinstance(node, gast.Assign) or not all(isinstance(target, gast.Name) for target in node.targets):
        return None
    module = function.scope.resolve(node.value, function.names.variables)
    return {target.id: module for target in node.targets} if isinstance(module, ModuleType) else None


def _loaded(name: str) -> str:
    """The first package of a dotted name, once all of it has been imported."""
    importlib.import_module(name)
    return name.partition('.')[0]
