"""Which names are assigned, and read first, along the paths through statements."""
from __future__ import annotations

import gast

from tangent.syntax.build import reads, walk, written
from tangent.syntax.function import Function


def surely_assigned(statements: list[gast.stmt], assigned: set[str]) -> set[str]:
    """The names that are assigned on every path through the statements, with those that were before."""
    assigned = set(assigned)
    for node in statements:
        if isinstance(node, gast.If):
            assigned |= surely_assigned(node.body, assigned) & surely_assigned(node.orelse, assigned)
        else:
            assigned |= written(node)
    return assigned


def exposed_reads(statements: list[gast.stmt]) -> set[str]:
    """The names that statements read before they are surely assigned there."""
    return live_before(statements, set())


def live_before(statements: list[gast.stmt], live: set[str]) -> set[str]:
    """The names whose values are needed before the statements, given those needed after."""
    for node in reversed(statements):
        if isinstance(node, gast.If):
            live = live_before(node.body, live) | live_before(node.orelse, live) | reads(node.test)
        else:
            live = live - written(node) | reads(node)
    return live


def captured_names(function: Function) -> set[str]:
    """The names that functions and lambdas defined in a function read from around them."""
    found: set[str] = set()
    statements = function.tree.body if function.names.has_scopes else []
    for statement in statements:
        for node in walk(statement):
            if isinstance(node, (gast.FunctionDef, gast.Lambda)):
                found |= reads(node)
    return found
