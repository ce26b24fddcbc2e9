"""Which names are assigned, and read first, along the paths through statements."""
from __future__ import annotations

from collections.abc import Callable

import gast

from tangent.analyses.opaque import read_first_in, surely_assigned_in
from tangent.syntax.build import BLOCKS, LOOPS, Opaque, blocks_of, head_of, reads, walk, with_targets, written
from tangent.syntax.function import Function


def surely_assigned(statements: list[gast.stmt], assigned: set[str]) -> set[str]:
    """The names that are assigned on every path through the statements, with those that were before."""
    assigned = set(assigned)
    for node in statements:
        if isinstance(node, gast.If):
            assigned |= surely_assigned(node.body, assigned) & surely_assigned(node.orelse, assigned)
        elif isinstance(node, gast.With):
            assigned |= surely_assigned(node.body, assigned) | with_targets(node)
        elif isinstance(node, Opaque):
            assigned |= surely_assigned_in(node.body)
        elif not isinstance(node, LOOPS):
            assigned |= written(node)
    return assigned


def read_unsurely(statements: list[gast.stmt], assigned: set[str], chosen: Callable[[gast.stmt], bool]) -> set[str]:
    """The names that some statements read, and that may have no value there."""
    found: set[str] = set()
    for node in statements:
        if isinstance(node, BLOCKS):
            inside = assigned | written(node.target) if isinstance(node, gast.For) else assigned
            found = found.union(*[read_unsurely(block, inside, chosen) for block in blocks_of(node)])
        elif chosen(node):
            found |= reads(node) - assigned
        assigned = surely_assigned([node], assigned)
    return found


def assigned_where_read(statements: list[gast.stmt], assigned: set[str]) -> set[str]:
    """As `surely_assigned`, with the names that are so inside a loop: only there they are read."""
    found = surely_assigned(statements, assigned)
    for node in statements:
        if isinstance(node, LOOPS):
            targets = written(node.target) if isinstance(node, gast.For) else set()
            found |= assigned_where_read(node.body, found | targets)
        elif isinstance(node, gast.If):
            for block in (node.body, node.orelse):
                found |= set().union(*[assigned_where_read(loop.body, found) for loop in block
                                       if isinstance(loop, LOOPS)])
        elif isinstance(node, gast.With):
            found |= assigned_where_read(node.body, found)
    return found


def exposed_reads(statements: list[gast.stmt]) -> set[str]:
    """The names that statements read before they are surely assigned there."""
    return live_before(statements, set(), remembered(reads), remembered(written))


Names = Callable[[gast.AST], set[str]]


def remembered(names_of: Names) -> Names:
    """The same function of nodes, which computes the names for each node once."""
    found: dict[int, tuple[gast.AST, set[str]]] = {}

    def once(node: gast.AST) -> set[str]:
        if id(node) not in found:
            found[id(node)] = (node, names_of(node))
        return found[id(node)][1]
    return once


def live_before(statements: list[gast.stmt], live: set[str], read: Names = reads, write: Names = written) -> set[str]:
    """The names whose values are needed before the statements, given those needed after.

    read, write: what a node reads, and what it assigns.
    """
    for node in reversed(statements):
        if isinstance(node, gast.If):
            live = (live_before(node.body, live, read, write) | live_before(node.orelse, live, read, write)
                    | read(node.test))
        elif isinstance(node, gast.With):
            live = live_before(node.body, live, read, write) - with_targets(node)
            live = live.union(*map(reads, head_of(node)))
        elif isinstance(node, LOOPS):
            live = live_at_head(node, live, read, write)
            if isinstance(node, gast.For):
                live = live | read(node.iter)
        elif isinstance(node, Opaque):
            live = live - surely_assigned_in(node.body) | read_first_in(node.body)
        else:
            live = live - write(node) | read(node)
    return live


def live_at_head(node: gast.For | gast.While, live: set[str], read: Names = reads, write: Names = written) -> set[str]:
    """The names whose values are needed where a loop begins an iteration or ends, given those needed after it."""
    targets = write(node.target) if isinstance(node, gast.For) else set()
    head = live if isinstance(node, gast.For) else live | read(node.test)
    until = getattr(node, 'until', None)
    tested = set() if until is None else read(until)
    size = -1
    while size < len(head):
        size = len(head)
        head = head | live_before(node.body, head | tested, read, write) - targets
    return head


def live_at_end(node: gast.For | gast.While, live: set[str], read: Names = reads, write: Names = written) -> set[str]:
    """The names whose values are needed at the end of the body of a loop, given those needed after it."""
    until = getattr(node, 'until', None)
    return live_at_head(node, live, read, write) | (set() if until is None else read(until))


def live_after_each(statements: list[gast.stmt], read: Names = reads) -> dict[int, set[str]]:
    """For each statement, by its identity, the names whose values are needed after it."""
    found: dict[int, set[str]] = {}
    read, write = remembered(read), remembered(written)

    def note(block: list[gast.stmt], live: set[str]) -> None:
        for node in reversed(block):
            found[id(node)] = live
            end = live_at_end(node, live, read, write) if isinstance(node, LOOPS) else live
            for inner in blocks_of(node):
                note(inner, end)
            live = live_before([node], live, read, write)
    note(statements, set())
    return found


def captured_names(function: Function) -> set[str]:
    """The names that functions and lambdas defined in a function read from around them."""
    found: set[str] = set()
    statements = function.tree.body if function.names.has_scopes else []
    for statement in statements:
        for node in walk(statement):
            if isinstance(node, (gast.FunctionDef, gast.Lambda)):
                found |= reads(node)
    return found
