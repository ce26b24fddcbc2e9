"""Pass what a `*` spreads as one argument, where only the run can tell how many items it has.

    y = f(x, *args)     ->     y = tangent.spread(1 + len(args))(f, (x, *args))

`tangent.spread(2)` is a function that takes a function and two items, and calls it with them.
"""
from __future__ import annotations

import gast

from tangent.analyses.activity import Activity
from tangent.analyses.calls import Callee, callee_of
from tangent.errors import SourceError, UnsupportedError
from tangent.runtime.spreading import spread
from tangent.syntax.build import binary, call, clone, constant, name, rebuild, rebuild_children, tuple_, walk
from tangent.syntax.function import Function
from tangent.syntax.parse import read
from tangent.syntax.spelling import Speller


def spread_stars(function: Function, activity: Activity, speller: Speller) -> Function:
    """The function with what carries derivatives and is passed by a `*` of unknown length passed as a tuple."""
    def replace(node: gast.AST) -> gast.AST | None:
        if not isinstance(node, gast.Call) or not _has_stars(node):
            return None
        callee = callee_of(function, node, activity.locals)
        if callee.entry is not None or callee.method is not None:
            return None
        inside = rebuild_children(node, lambda child: rebuild(child, replace))
        tree = _tree(activity, callee)
        if tree is None:
            inside = _written_out(activity, inside)
        active = [a for a in inside.args if isinstance(a, gast.Starred) and activity.carries(a.value)
                  and not isinstance(activity.display_of(a.value), (gast.Tuple, gast.List))]
        if not active or any(k.arg is None for k in node.keywords) or not all(map(_is_named, inside.args)) or (
                tree is not None and items_taken(tree, node, node.keywords) is not None):
            return inside
        made = call(speller.spell(spread), _count(inside.args))
        return gast.copy_location(gast.Call(made, [inside.func, tuple_(inside.args)], inside.keywords), node)
    if not any(isinstance(part, gast.Call) and _has_stars(part) for node in function.tree.body for part in walk(node)):
        return function
    return function.with_body([rebuild(node, replace) for node in function.tree.body])


def _has_stars(node: gast.Call) -> bool:
    return any(isinstance(a, gast.Starred) for a in node.args) or any(k.arg is None for k in node.keywords)


def _is_named(argument: gast.expr) -> bool:
    """Whether an argument may be written twice, if it is one with a `*`."""
    return not isinstance(argument, gast.Starred) or isinstance(argument.value, gast.Name)


def _count(arguments: list[gast.expr]) -> gast.expr:
    """How many arguments a call passes."""
    count: gast.expr = constant(sum(not isinstance(a, gast.Starred) for a in arguments))
    for argument in arguments:
        if isinstance(argument, gast.Starred):
            count = binary(count, gast.Add(), call(name('len'), clone(argument.value)))
    return count


def _written_out(activity: Activity, node: gast.Call) -> gast.Call:
    """A call with the items of displays of names in place of the `*` and `**` that pass them."""
    arguments: list[gast.expr] = []
    for argument in node.args:
        shown = activity.display_of(argument.value) if isinstance(argument, gast.Starred) else None
        is_plain = isinstance(shown, (gast.Tuple, gast.List)) and all(map(_is_plain, shown.elts))
        arguments += map(clone, shown.elts) if is_plain else [argument]
    keywords: list[gast.keyword] = []
    for keyword in node.keywords:
        shown = activity.display_of(keyword.value) if keyword.arg is None else None
        is_plain = isinstance(shown, gast.Dict) and all(map(_is_plain, shown.values)) and all(
            not activity.carries(value) if key is None else isinstance(key, gast.Constant)
            for key, value in zip(shown.keys, shown.values))
        keywords += [gast.keyword(key and key.value, clone(value)) for key, value in zip(shown.keys, shown.values)
                     ] if is_plain else [keyword]
    return gast.copy_location(gast.Call(node.func, arguments, keywords), node)


def _is_plain(node: gast.expr) -> bool:
    return isinstance(node, (gast.Name, gast.Constant))


def _tree(activity: Activity, callee: Callee) -> gast.FunctionDef | None:
    """The definition of what is called, where it is known."""
    if callee.local is not None:
        return activity.lifted(callee.local).tree
    try:
        return read(callee.target).tree if callee.is_source else None
    except (SourceError, UnsupportedError):
        return None


def items_taken(tree: gast.FunctionDef, node: gast.Call, keywords: list[gast.keyword]) -> int | None:
    """How many items the only `*` of a call passes, where the parameters of the function tell; else None."""
    given = {keyword.arg for keyword in keywords}
    takes = [p for p in [*tree.args.posonlyargs, *tree.args.args] if p.id not in given]
    missing = len(takes) - (len(node.args) - 1)
    stars = sum(isinstance(argument, gast.Starred) for argument in node.args)
    return None if tree.args.vararg or tree.args.defaults or stars > 1 or missing < 0 else missing
