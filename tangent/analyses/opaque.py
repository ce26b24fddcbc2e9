"""What is known of statements that stay as they are: what they assign, read first, and surely assign."""
from __future__ import annotations

import gast

from tangent.syntax.build import SCOPES, Opaque, children, name, reads, walk, written

TRIES = (gast.Try, *([gast.TryStar] if hasattr(gast, 'TryStar') else []))


def assignments(node: Opaque) -> list[tuple[gast.Name, gast.expr]]:
    """What a statement assigns inside: variables, each with an expression that carries what it may carry."""
    found: list[tuple[gast.Name, gast.expr]] = []
    stack: list[gast.AST] = list(node.body)
    while stack:
        part = stack.pop()
        if isinstance(part, (gast.FunctionDef, gast.ClassDef, gast.ExceptHandler)):
            value = gast.Set(list(map(name, sorted(reads(node)))))
            _assigned(found, written(part) if part.name is not None else set(), value)
        elif isinstance(part, (gast.Assign, gast.AnnAssign, gast.NamedExpr)):
            targets = part.targets if isinstance(part, gast.Assign) else [part.target]
            _assigned(found, set().union(*map(written, targets)), part.value)
        elif isinstance(part, (gast.For, gast.withitem)):
            target, value = (part.target, part.iter) if isinstance(part, gast.For) else (
                part.optional_vars, part.context_expr)
            _assigned(found, written(target) if target is not None else set(), value)
        elif isinstance(part, gast.Match):
            _assigned(found, set().union(*[written(case.pattern) for case in part.cases]), part.subject)
        if not isinstance(part, (*SCOPES, gast.ClassDef)):
            stack += children(part)
    return found


def _assigned(found: list[tuple[gast.Name, gast.expr]], names: set[str], value: gast.expr | None) -> None:
    found += [(gast.Name(identifier, gast.Store(), None, None), value) for identifier in sorted(names)
              if value is not None]


def surely_assigned_in(statements: list[gast.stmt]) -> set[str]:
    """The names that statements of any kind assign on every path through them."""
    found: set[str] = set()
    for node in statements:
        if isinstance(node, TRIES):
            paths = [[*node.body, *node.orelse], *[handler.body for handler in node.handlers]]
            found |= _on_all(paths) | surely_assigned_in(node.finalbody)
        elif isinstance(node, gast.Match):
            last = node.cases[-1]
            if last.guard is None and isinstance(last.pattern, gast.MatchAs) and last.pattern.pattern is None:
                found |= _on_all([case.body for case in node.cases])
        elif isinstance(node, gast.If):
            found |= _on_all([node.body, node.orelse])
        elif not isinstance(node, (gast.With, gast.For, gast.While)):
            found |= written(node)
    return found


def _on_all(paths: list[list[gast.stmt]]) -> set[str]:
    """The names that are assigned on each path that does not raise."""
    going = [surely_assigned_in(path) for path in paths if not (path and isinstance(path[-1], gast.Raise))]
    return set.intersection(*going) if going else set()


def read_first_in(statements: list[gast.stmt]) -> set[str]:
    """The names that statements of any kind may read before they assign them."""
    found: set[str] = set()
    assigned: set[str] = set()
    for node in statements:
        found |= _read_first(node) - assigned
        assigned |= surely_assigned_in([node])
    return found


def exceptions_named(node: Opaque) -> set[str]:
    """The names that a statement gives to exceptions: Python deletes them after their handlers."""
    return set().union(*[_bound_by(part) for part in walk(node) if isinstance(part, gast.ExceptHandler)])


def _bound_by(handler: gast.ExceptHandler) -> set[str]:
    return set() if handler.name is None else written(handler.name)


def _read_first(node: gast.stmt) -> set[str]:
    if isinstance(node, TRIES):
        found = read_first_in([*node.body, *node.orelse]) | read_first_in(node.finalbody)
        return found.union(*[reads(h.type) if h.type is not None else set() for h in node.handlers],
                           *[read_first_in(handler.body) - _bound_by(handler) for handler in node.handlers])
    if isinstance(node, gast.Match):
        found = reads(node.subject)
        for case in node.cases:
            inside = reads(case.pattern) | read_first_in(case.body) | (reads(case.guard) if case.guard else set())
            found |= inside - written(case.pattern)
        return found
    if isinstance(node, gast.If):
        return reads(node.test) | read_first_in(node.body) | read_first_in(node.orelse)
    return reads(node)
