"""Derivatives in forward mode: of a function asked for, and of the functions that it calls."""
from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import attrs
import gast

from tangent.analyses.activity import Mask
from tangent.analyses.facts import Facts
from tangent.analyses.kind_rules import adjoint_kind
from tangent.analyses.kinds import Kind, is_check, with_check, without_check
from tangent.derive.callees import Request
from tangent.derive.session import Session, callee_name
from tangent.derive.forward import Forward
from tangent.derive.generate import Generated, Part, generate
from tangent.derive.memory import Memory, without_aliases
from tangent.derive.results import with_aux, with_result
from tangent.passes.pipeline import core, finish, flatten, optimize, tidied
from tangent.runtime.seeds import direction
from tangent.runtime.kinds import check_kinds
from tangent.syntax.build import (
    assign, call, name, origin_of, parameter, store, tuple_, with_arguments, with_origin,
    written,
)
from tangent.syntax.function import Function
from tangent.syntax.names import Variable
from tangent.syntax.spelling import Speller


@attrs.define(eq=False)
class Push:
    """The push-forward of a callee, and the names of the parameters for the tangents of its arguments."""

    part: Part
    seeds: tuple[str, ...]


def pusher(session: Session, speller: Speller) -> Callable[[Request, Function | None],
                                                           tuple[gast.expr, tuple[str, ...]]]:
    """How the calls of one function refer to the push-forwards of their callees."""
    def push(request: Request, parent: Function | None) -> tuple[gast.expr, tuple[str, ...]]:
        key = attrs.evolve(request, function=id(request.function))
        found = session.pushes.get(key)
        if found is None:
            function = session.function_of(request, parent)
            identifier = session.unique(callee_name(function))
            found = session.pushes[key] = Push(Part(f'tangent_{identifier}'), seeds_of(function, request.wrt))
            made = derive_push(session, function, request.wrt, found.seeds, identifier, dict(request.masks))
            found.part.cell.cell_contents = made.function
            if parent is not None:
                session.local_parts.append((found.part, made))
        return speller.bind(found.part.name, found.part), found.seeds
    return push


def seeds_of(function: Function, wrt: tuple[str, ...]) -> tuple[str, ...]:
    """The parameters for the tangents of a function's arguments."""
    found = []
    for identifier in wrt:
        made = function.names.fresh(f'd{identifier}')
        function.names.variables[made] = Variable(f'd{identifier}', False, identifier)
        found.append(made)
    return tuple(found)


def derive_forward(session: Session, function: Function) -> Generated:
    """The push-forward of a function: of its arguments and their tangents, the tangent of the result."""
    options = session.options
    seeds = seeds_of(function, options.wrt)
    kinds = dict(options.kinds)
    kinds.update({seed: adjoint_kind(kinds[w]) for seed, w in zip(seeds, options.wrt) if w in kinds})

    spread = options.grouped is False and len(options.wrt) > 1

    def ending(tangent: gast.expr, returned: list[gast.expr]) -> gast.expr:
        whole = returned[0] if len(returned) == 1 else tuple_(returned)
        rest = [whole] if options.preserve_result else returned[1:]
        first = gast.Starred(tangent, gast.Load()) if spread else tangent
        return tuple_([first, *rest]) if rest else tangent
    made, speller, result = _pushed(session, function, options.wrt, seeds, ending, {}, kinds, options.check_dims,
                                    options.has_aux)
    made = _unstarred(made)
    made = without_aliases(made, Memory(made, Facts(made), {*seeds, *function.parameters}), result, speller)
    made = finish(made, speller, options.optimized)
    identifier = f't{function.name}' + ''.join(f'd{w}' for w in options.wrt)
    return generate(_signature(made, function, seeds), speller, identifier)


def derive_push(session: Session, function: Function, wrt: tuple[str, ...], seeds: tuple[str, ...], identifier: str,
                masks: Mapping[str, Mask] = MappingProxyType({}), packed: bool = False) -> Generated:
    """The push-forward of a callee: it gives the result and its tangent.

    packed: whether it takes the tangents as a tuple, before the other arguments.
    """
    made, speller, _ = _pushed(session, function, wrt, seeds, lambda tangent, returned: tuple_([*returned, tangent]),
                               masks, {}, False)
    made = finish(made, speller, session.options.optimized)
    args = function.tree.args
    body = made.tree.body
    if packed:
        taken = function.names.fresh('tangents')
        first = 'posonlyargs' if args.posonlyargs else 'args'
        args = with_arguments(args, **{first: [parameter(taken), *getattr(args, first)]})
        body = [assign(tuple_(map(store, seeds), gast.Store), name(taken), None), *body]
    else:
        args = with_arguments(args, kwonlyargs=[*args.kwonlyargs, *map(parameter, seeds)],
                              kw_defaults=[*args.kw_defaults, *[None] * len(seeds)])
    tree = gast.FunctionDef(function.name, args, body, [], None, None, [])
    return generate(attrs.evolve(made, tree=tree, defaults=function.defaults), speller, f'tangent_{identifier}')


def _pushed(session: Session, function: Function, wrt: tuple[str, ...], seeds: tuple[str, ...],
            ending: Callable[[gast.expr, list[gast.expr]], gast.expr], masks: Mapping[str, Mask],
            kinds: Mapping[str, Kind], check: bool, has_aux: bool = False) -> tuple[Function, Speller, str]:
    """The optimized statements of a push-forward, whose tangents are keyword-only parameters."""
    speller = Speller(function.scope, function.names)
    if kinds:
        function = with_check(without_check(function), kinds, speller.spell(check_kinds))
    function = core(function, wrt, speller, session.watch)
    function, aux = with_aux(function, speller) if has_aux else (with_result(function), [])
    function, activity = flatten(function, wrt, speller, session.watch, session.varies, masks)
    *body, last = function.tree.body
    result = last.value.id
    forward = Forward(function, activity, speller, pusher(session, speller))
    checks = []
    for seed, w in zip(seeds, wrt):
        forward.tangents[w] = seed
        if check and (seed not in kinds or kinds[seed].has_sizes):
            checked = function.names.tangent(w)
            checks.append(assign(checked, call(speller.spell(direction), name(seed), name(w)), None))
            forward.tangents[w] = checked
    first = [node for node in body if is_check(function, node)]
    statements = forward.statements([node for node in body if node not in first])
    tangent = forward.of(name(result))
    returned = with_origin(gast.Return(ending(tangent, [name(result), *map(name, aux)])), None)
    args = function.tree.args
    args = with_arguments(args, kwonlyargs=[*args.kwonlyargs, *map(parameter, seeds)],
                          kw_defaults=[*args.kw_defaults, *[None] * len(seeds)])
    scope = attrs.evolve(function.scope, bound=ChainMap(speller.added, dict(function.scope.bound)), seen={})
    tree = gast.FunctionDef(function.name, args, [*first, *checks, *statements, returned], [], None, None, [])
    made = attrs.evolve(function, scope=scope, tree=tree)
    session.watch('derived', made)
    if session.options.optimized:
        made = tidied(optimize(made, speller, session.watch))
    return made, speller, result


def _unstarred(function: Function) -> Function:
    """The function, which may return `*tangents, value`, with the tangents written out where they are known."""
    *body, last = function.tree.body
    first = last.value.elts[0] if isinstance(last.value, gast.Tuple) else None
    if not (isinstance(first, gast.Starred) and isinstance(first.value, gast.Name)):
        return function
    made = body[-1] if body else None
    if not (isinstance(made, gast.Assign) and written(made) == {first.value.id} and isinstance(made.value, gast.Tuple)):
        return function
    value = tuple_([*made.value.elts, *last.value.elts[1:]])
    return function.with_body([*body[:-1], with_origin(gast.Return(value), origin_of(last))])


def _signature(made: Function, function: Function, seeds: tuple[str, ...]) -> Function:
    """The function with the tangents after the arguments that must be passed."""
    args = with_seeds(function.tree.args, seeds)
    tree = gast.FunctionDef(made.tree.name, args, made.tree.body, [], None, None, [])
    return attrs.evolve(made, tree=tree, defaults=dict(function.defaults))


def with_seeds(args: gast.arguments, seeds: Sequence[str]) -> gast.arguments:
    """A signature with more parameters, after the required ones; those with defaults become keyword-only."""
    added = list(map(parameter, seeds))
    if args.vararg:
        return with_arguments(args, kwonlyargs=[*args.kwonlyargs, *added],
                              kw_defaults=[*args.kw_defaults, *[None] * len(seeds)])
    positional = [*args.posonlyargs, *args.args]
    required = len(positional) - len(args.defaults)
    return with_arguments(args, posonlyargs=args.posonlyargs[:required],
                          args=[*args.args[:max(0, required - len(args.posonlyargs))], *added],
                          kwonlyargs=[*positional[required:], *args.kwonlyargs], defaults=[],
                          kw_defaults=[*args.defaults, *args.kw_defaults])
