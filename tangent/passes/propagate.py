"""Read the source of a copy instead of the copy."""
from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

import gast

from tangent.analyses.control import captured_names
from tangent.syntax.build import (
    BLOCKS, LOOPS, Opaque, blocks_of, in_order, origin_of, reads, rename, substitute, with_blocks, with_origin, written,
)
from tangent.syntax.function import DERIVED, Function, Origin


def propagate(function: Function) -> Function:
    """The same function without statements `a = b` and `a = 1.0`, except those that merge.

        y = x
        z = y * y     ->     z = x * x
    """
    counts: dict[str, int] = {}
    copies: dict[str, gast.expr] = {}
    _collect(function, function.tree.body, counts, copies, ())
    pinned = captured_names(function)
    copies = {target: value for target, value in copies.items() if counts[target] == 1 and target not in pinned}
    _keep_parallel(function, function.tree.body, copies)
    renamed = _renamed(function, counts, copies)
    if renamed:
        return propagate(function.with_body(rename(_without(function.tree.body, renamed.values()), renamed)))
    for target in copies:
        value = copies[target]
        while isinstance(value, gast.Name) and value.id in copies:
            value = copies[value.id]
        copies[target] = value
    if not copies:
        return function
    origins = _origins(function.tree.body, copies)
    body = substitute(_without(function.tree.body, copies, origins), copies)
    return function.with_body(_without_self(body))


def _without_self(statements: list[gast.stmt]) -> list[gast.stmt]:
    """Statements without `a = a`."""
    out = []
    for node in statements:
        if isinstance(node, BLOCKS):
            node = with_blocks(node, list(map(_without_self, blocks_of(node))))
        if not (isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name)
                and isinstance(node.value, gast.Name) and node.value.id == node.targets[0].id):
            out.append(node)
    return out


def _origins(statements: list[gast.stmt], copies: Collection[str]) -> dict[str, Origin]:
    """Where the copies come from: a merge that takes the place of one is its statement then."""
    found: dict[str, Origin] = {}
    for node in statements:
        if isinstance(node, BLOCKS):
            found.update(_origins([inner for block in blocks_of(node) for inner in block], copies))
        elif isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name) and node.targets[0].id in copies:
            origin = origin_of(node)
            if origin is not None and origin.text:
                found[node.targets[0].id] = origin
    return found


def _renamed(function: Function, counts: dict[str, int], copies: dict[str, gast.expr]) -> dict[str, str]:
    """Temporaries that are copied to a variable of the user's (or its adjoint) take the name of that."""
    names = function.names
    found: dict[str, str] = {}
    for target, value in copies.items():
        source = value.id if isinstance(value, gast.Name) else None
        if (source is not None and names.is_temporary(source) and not names.is_temporary(target)
                and counts.get(source) == 1 and source not in function.parameters and source not in found):
            found[source] = target
    return found


def _collect(function: Function, statements: list[gast.stmt], counts: dict[str, int],
             copies: dict[str, gast.expr], loops: tuple[int, ...]) -> None:
    """Count assignments and note copies; that of a variable to itself is none."""
    heads = function.names.heads
    for node in statements:
        if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name):
            target = node.targets[0].id
            is_name = isinstance(node.value, gast.Name)
            if is_name and node.value.id == target:
                continue
            carried = heads.get(target) in loops
            counts[target] = counts.get(target, 0) + 1 + carried
            if is_name:
                is_copy = node.value.id in function.names.variables and not _is_other(function, target, node.value.id)
            else:
                is_copy = isinstance(node.value, gast.Constant) and function.names.is_temporary(target)
            if is_copy:
                copies[target] = node.value
        elif isinstance(node, (gast.Assign, Opaque)):
            for identifier in sorted(written(node)):
                counts[identifier] = counts.get(identifier, 0) + 1
        for block in blocks_of(node):
            _collect(function, block, counts, copies, (*loops, node.loop) if isinstance(node, LOOPS) else loops)


def _is_other(function: Function, target: str, source: str) -> bool:
    """Whether a copy of an adjoint that a loop carries is that of another variable, maybe of another shape."""
    variables, primal = function.names.variables, function.names.variables[source].primal
    return source in function.names.heads and primal is not None and variables[target].primal != primal


def _keep_parallel(function: Function, statements: list[gast.stmt], copies: dict[str, gast.expr]) -> None:
    """Keep copies of what a loop carries that are needed after the loop has carried on something else.

    In `t = a; ...; a = b; b = t` at the end of a loop's body t is not a.
    """
    heads = function.names.heads
    for node in in_order(statements):
        if isinstance(node, LOOPS):
            tests = [node.until] if getattr(node, 'until', None) is not None else []
            for used in {identifier for test in tests for identifier in reads(test)}:
                if heads.get(_source(used, copies)) == node.loop:
                    copies.pop(used, None)
        if not (isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name)
                and isinstance(node.value, gast.Name)):
            continue
        head, used = node.targets[0].id, node.value.id
        source = _source(used, copies)
        if head in heads and source != head and heads.get(source) == heads[head]:
            copies.pop(used, None)


def _source(identifier: str, copies: Mapping[str, gast.expr]) -> str:
    """The variable at the end of a chain of copies."""
    while isinstance(copies.get(identifier), gast.Name):
        identifier = copies[identifier].id
    return identifier


def _without(statements: list[gast.stmt], copies: Collection[str],
             origins: Mapping[str, Origin] = MappingProxyType({})) -> list[gast.stmt]:
    out = []
    for node in statements:
        if isinstance(node, BLOCKS):
            out.append(with_blocks(node, [_without(block, copies, origins) for block in blocks_of(node)]))
        elif not (isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name)
                  and node.targets[0].id in copies):
            if isinstance(node, gast.Assign) and isinstance(node.value, gast.Name) and node.value.id in origins:
                origin = origins[node.value.id]
                if origin.role in DERIVED or origin_of(node) is None:
                    node = with_origin(gast.Assign(node.targets, node.value, None), origin)
            out.append(node)
    return out


def inline_transposes(function: Function) -> Function:
    """The same function with `x.T` where a temporary holds it: it is a view, and costs next to nothing.

        x_T = x.T
        S = np.dot(x, x_T)     ->     S = np.dot(x, x.T)
    """
    counts: dict[str, int] = {}
    views: dict[str, gast.expr] = {}
    for node in in_order(function.tree.body):
        if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name):
            target, value = node.targets[0].id, node.value
            counts[target] = counts.get(target, 0) + 1
            if function.names.is_temporary(target) and isinstance(value, gast.Attribute) and value.attr == 'T' \
                    and isinstance(value.value, gast.Name):
                views[target] = value
    pinned = captured_names(function)
    views = {target: value for target, value in views.items() if counts[target] == 1 and target not in pinned}
    # A view of a view is written out, too.
    views = {target: substitute(value, views) for target, value in views.items()}
    if not views:
        return function
    return function.with_body(substitute(_without(function.tree.body, views), views))
