"""Read the source of a copy instead of the copy."""
from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

import gast

from tangent.analyses.control import captured_names
from tangent.syntax.build import if_, in_order, origin_of, rename, substitute, with_origin
from tangent.syntax.function import ADJOINT, Function, Origin


def propagate(function: Function) -> Function:
    """The same function without statements `a = b` and `a = 1.0`, except those that merge.

        y = x
        z = y * y     ->     z = x * x
    """
    counts: dict[str, int] = {}
    copies: dict[str, gast.expr] = {}
    _collect(function, function.tree.body, counts, copies)
    pinned = captured_names(function)
    copies = {target: value for target, value in copies.items() if counts[target] == 1 and target not in pinned}
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
    return function.with_body(substitute(_without(function.tree.body, copies, origins), copies))


def _origins(statements: list[gast.stmt], copies: Collection[str]) -> dict[str, Origin]:
    """Where the copies come from: a merge that takes the place of one is its adjoint statement then."""
    found: dict[str, Origin] = {}
    for node in statements:
        if isinstance(node, gast.If):
            found.update(_origins([*node.body, *node.orelse], copies))
        elif isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name) and node.targets[0].id in copies:
            origin = origin_of(node)
            if origin is not None and origin.role == ADJOINT and origin.text:
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
             copies: dict[str, gast.expr]) -> None:
    for node in statements:
        if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name):
            target = node.targets[0].id
            counts[target] = counts.get(target, 0) + 1
            if isinstance(node.value, gast.Name) and node.value.id in function.names.variables or (
                    isinstance(node.value, gast.Constant) and function.names.is_temporary(target)):
                copies[target] = node.value
        elif isinstance(node, gast.If):
            _collect(function, node.body, counts, copies)
            _collect(function, node.orelse, counts, copies)


def _without(statements: list[gast.stmt], copies: Collection[str],
             origins: Mapping[str, Origin] = MappingProxyType({})) -> list[gast.stmt]:
    out = []
    for node in statements:
        if isinstance(node, gast.If):
            body, orelse = _without(node.body, copies, origins), _without(node.orelse, copies, origins)
            out.append(if_(node.test, body, orelse, origin_of(node)))
        elif not (isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name)
                  and node.targets[0].id in copies):
            if isinstance(node, gast.Assign) and isinstance(node.value, gast.Name) and node.value.id in origins:
                node = with_origin(gast.Assign(node.targets, node.value, None), origins[node.value.id])
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
