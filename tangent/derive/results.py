"""What a function returns, in variables that its derivative can refer to."""
from __future__ import annotations

import gast

from tangent.runtime.kinds import check_aux
from tangent.syntax.build import (
    assign, blocks_of, call, constant, in_order, name, origin_of, store, tuple_, with_blocks, with_origin, written,
)
from tangent.syntax.function import Function, Origin
from tangent.syntax.spelling import Speller


def with_result(function: Function, temporary: bool = False) -> Function:
    """The function with what it returns in a variable.

    temporary: whether that may be computed where it is read, if it is nobody's variable.
    """
    body = list(function.tree.body)
    last = body[-1] if body else None
    if not isinstance(last, gast.Return):
        body.append(with_origin(gast.Return(constant(None)), None))
        last = body[-1]
    if not isinstance(last.value, gast.Name) or last.value.id not in function.names.variables:
        result = function.names.fresh('result', temporary=temporary)
        value = last.value if last.value is not None else constant(None)
        body[-1:] = [assign(result, value, origin_of(last)), with_origin(gast.Return(name(result)), origin_of(last))]
    return function.with_body(body)


def with_aux(function: Function, speller: Speller) -> tuple[Function, list[str]]:
    """A function that returns a pair as one that returns the first of it, and the variable of the second."""
    last = function.tree.body[-1]
    if isinstance(last, gast.Return) and _is_pair(last.value):
        first = last.value.elts[0]
        result = first.id if isinstance(first, gast.Name) else function.names.fresh('result')
        aux = function.names.fresh('aux')
        pairs = [*function.tree.body[:-1], *_one_by_one(last.value, result, aux, origin_of(last))]
        return with_result(_returning(function, pairs, result, origin_of(last))), [aux]
    function = with_result(function)
    *body, last = function.tree.body
    pair, origin = last.value, origin_of(last)
    result, aux = function.names.fresh('result'), function.names.fresh('aux')
    made = [node for node in in_order(body) if not blocks_of(node) and pair.id in written(node)]
    if all(isinstance(node, gast.Assign) and _is_pair(node.value) for node in made):
        body = _taken_apart(body, pair.id, result, aux)
    else:
        body += [with_origin(gast.Expr(call(speller.spell(check_aux), pair)), origin),
                 assign(tuple_([store(result), store(aux)], gast.Store), pair, origin)]
    return _returning(function, body, result, origin), [aux]


def _returning(function: Function, body: list[gast.stmt], result: str, origin: Origin | None) -> Function:
    return function.with_body([*body, with_origin(gast.Return(name(result)), origin)])


def _is_pair(node: gast.expr | None) -> bool:
    return isinstance(node, gast.Tuple) and len(node.elts) == 2 and not any(
        isinstance(part, gast.Starred) for part in node.elts)


def _one_by_one(pair: gast.Tuple, result: str, aux: str, origin: Origin | None) -> list[gast.stmt]:
    """The two of a pair, each assigned to its variable."""
    first, second = pair.elts
    is_there = isinstance(first, gast.Name) and first.id == result
    return [*([] if is_there else [assign(result, first, origin)]), assign(aux, second, origin)]


def _taken_apart(statements: list[gast.stmt], pair: str, result: str, aux: str) -> list[gast.stmt]:
    """Statements in which the two of a pair have variables of their own."""
    out: list[gast.stmt] = []
    for node in statements:
        if blocks_of(node):
            out.append(with_blocks(node, [_taken_apart(block, pair, result, aux) for block in blocks_of(node)]))
        elif pair in written(node):
            out += _one_by_one(node.value, result, aux, origin_of(node))
        else:
            out.append(node)
    return out
