"""From a function to the code of its derivative, and of the functions that it calls."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType, ModuleType

import attrs
import gast

from tangent.analyses.activity import Mask
from tangent.analyses.control import exposed_reads, surely_assigned
from tangent.analyses.effects import is_pure
from tangent.derive.draft import Draft, draft, restored, with_seed
from tangent.derive.generate import Generated, Part, generate
from tangent.derive.memory import is_fresh, without_aliases
from tangent.derive.session import Options, Session
from tangent.passes.pipeline import finish, has_effects
from tangent.runtime.arrays import duplicate
from tangent.syntax.build import (
    assign, call, constant, name, parameter, reads, store, tuple_, with_arguments, with_origin, written,
)
from tangent.syntax.function import Function, is_generated, with_body
from tangent.syntax.names import Names
from tangent.syntax.spelling import Speller

_SPLIT = '__split__'


# --- a derivative in one piece --------------------------------------------------

def derive_joint(session: Session, function: Function, identifier: str = '') -> Generated:
    """The derivative of a function as one function, under its usual name or another one."""
    options = session.options

    def ending(values: list[gast.expr], returned: list[gast.expr]) -> list[gast.stmt]:
        derivatives = values[0] if len(values) == 1 and options.bare else tuple_(values)
        value = _returned(values, derivatives, returned, options)
        return [with_origin(gast.Return(value), None)]

    made = draft(session, function, options.wrt, ending, lambda returned: [], options.check_dims, {},
                 dict(options.kinds), options.has_aux, options.seed)
    body = restored(made, session)
    body = without_aliases(body, made.memory(body), made.result, made.speller)
    body = finish(body, made.speller, options.optimized)
    return generate(_signature(body, made, options), made.speller,
                    identifier or derivative_name(function, options.wrt))


def _returned(values: list[gast.expr], derivatives: gast.expr, returned: list[gast.expr],
              options: Options) -> gast.expr:
    """What a derivative returns: the derivatives, one by one or as a whole, with what the function returns."""
    whole = returned[0] if len(returned) == 1 else tuple_(returned)
    if options.value_first:
        return tuple_([whole, derivatives])
    rest = [whole] if options.preserve_result else returned[1:]
    return tuple_([*([derivatives] if options.is_grouped else values), *rest]) if rest else derivatives


def derivative_name(function: Function, wrt: tuple[str, ...]) -> str:
    """`d<function>d<arguments>`, as in dfdx."""
    return f'd{function.name}' + ''.join(f'd{w}' for w in wrt)


def _signature(function: Function, made: Draft, options: Options) -> Function:
    """The function with the seed where callers expect it."""
    args = made.function.tree.args
    args = with_arguments(args, defaults=args.defaults[:-1])
    own = args.args[:-1]
    added = parameter(made.seed)
    defaults = dict(function.defaults)
    tree = function.tree
    if options.input_derivative == 'one':
        defaults[made.seed] = 1.0
        if args.vararg or args.kwonlyargs:
            new = with_arguments(args, args=own, kwonlyargs=[*args.kwonlyargs, added],
                                 kw_defaults=[*args.kw_defaults, constant(1.0)])
        else:
            new = with_arguments(args, args=[*own, added], defaults=[*args.defaults, constant(1.0)])
    elif args.vararg:
        new = with_arguments(args, args=own, kwonlyargs=[*args.kwonlyargs, added],
                             kw_defaults=[*args.kw_defaults, None])
    else:
        positional = [*args.posonlyargs, *own]
        required = len(positional) - len(args.defaults)
        new = with_arguments(args, posonlyargs=args.posonlyargs[:required],
                             args=[*own[:max(0, required - len(args.posonlyargs))], added],
                             kwonlyargs=[*positional[required:], *args.kwonlyargs], defaults=[],
                             kw_defaults=[*args.defaults, *args.kw_defaults])
    new_tree = gast.FunctionDef(tree.name, new, tree.body, [], None, None, [])
    return attrs.evolve(function, tree=new_tree, defaults=defaults)


# --- a derivative in two parts --------------------------------------------------

def derive_split(session: Session, function: Function, wrt: tuple[str, ...], identifier: str,
                 check: bool | None, masks: Mapping[str, Mask] = MappingProxyType({})) -> tuple[Generated, Generated]:
    """The primal, which gives the result and what it saved, and the adjoint that takes this and the seed.

    check: whether the adjoint checks its seed; None for that of a callee, which need not, and
        whose results may share memory with what it is given.
    """
    def middle(returned: list[gast.expr]) -> list[gast.stmt]:
        return [with_origin(gast.Expr(tuple_([name(_SPLIT), *returned])), None)]

    def ending(values: list[gast.expr], returned: list[gast.expr]) -> list[gast.stmt]:
        return [with_origin(gast.Return(values[0] if len(values) == 1 else tuple_(values)), None)]

    kinds = {} if check is None else dict(session.options.kinds)
    made = draft(session, function, wrt, ending, middle, bool(check), masks, kinds,
                 check is not None and session.options.has_aux)
    body = restored(made, session, True)
    fresh = is_fresh(body, made.memory(body))
    if not fresh and check is not None:
        body = without_aliases(body, made.memory(body), made.result, made.speller)
    body = finish(body, made.speller, session.options.optimized)
    statements = body.tree.body
    at = next(i for i, node in enumerate(statements) if _is_split(node))
    returned = statements[at].value.elts[1:]
    forward, backward = statements[:at], statements[at + 1:]
    needed = exposed_reads(backward) & ({*function.parameters} | set().union(*map(written, forward)))
    caught = _assigned_again(function) & exposed_reads(backward)
    saved = [*[identifier for identifier in _ordered(function, forward) if identifier in needed], *sorted(caught)]
    assigned = surely_assigned(forward, {*function.parameters, *caught})
    forward = [*[assign(identifier, constant(None), None) for identifier in saved if identifier not in assigned],
               *forward]
    held = name(saved[0]) if len(saved) == 1 else tuple_(map(name, saved))
    primal_body = [*forward, with_origin(gast.Return(tuple_([*returned, held])), None)]
    primal_tree = with_body(function.tree, primal_body)
    taken = function.names.fresh('saved')
    parameter_name = saved[0] if len(saved) == 1 else taken
    unpack = [assign(tuple_(map(store, saved), gast.Store), name(taken), None)] if len(saved) > 1 else []
    tapes, lists = body.names.tapes, assigned - body.names.shared_tapes
    unpack_tapes = [assign(tape, _copy(tape, tape in lists, made.speller), None) for tape in saved if tape in tapes]
    arguments = with_arguments(primal_tree.args, posonlyargs=[], vararg=None, kwonlyargs=[], kw_defaults=[], kwarg=None,
                               defaults=[], args=[parameter(parameter_name), parameter(made.seed)])
    adjoint_tree = gast.FunctionDef('adjoint', arguments, [*unpack, *unpack_tapes, *backward], [], None, None, [])
    pure = not has_effects(forward) and all(is_pure(body, node) for node in forward)
    primal = generate(attrs.evolve(body, tree=primal_tree, defaults=function.defaults), made.speller,
                      f'primal_{identifier}')
    adjoint = generate(attrs.evolve(body, tree=adjoint_tree, defaults={}), made.speller, f'adjoint_{identifier}')
    return attrs.evolve(primal, is_pure=pure), attrs.evolve(
        adjoint, is_fresh=fresh, is_pure=not made.runs_blocks)


def _assigned_again(function: Function) -> set[str]:
    """The captured data that may be other data when the adjoint runs: of functions made while a derivative runs."""
    return {captured for captured in function.scope.cells if is_generated(function)
            and not isinstance(value := function.scope.lookup(captured), ModuleType) and not callable(value)}


def _copy(tape: str, is_list: bool, speller: Speller) -> gast.expr:
    """An expression for a copy of a tape; where the forward pass did not come to make it there is None."""
    return call(gast.Attribute(name(tape), 'copy', gast.Load())) if is_list else call(
        speller.spell(duplicate), name(tape))


def _is_split(node: gast.stmt) -> bool:
    """Whether a statement is the mark between the primal and the adjoint."""
    return (isinstance(node, gast.Expr) and isinstance(node.value, gast.Tuple)
            and isinstance(node.value.elts[0], gast.Name) and node.value.elts[0].id == _SPLIT)


def derive_in_two(session: Session, function: Function) -> tuple[Generated, ...]:
    """The derivative of a function as a primal, an adjoint and a caller of the two."""
    options = session.options
    seed_base = _seed_base(function)
    primal, adjoint = derive_split(session, function, options.wrt, session.unique(function.name),
                                   options.check_dims)
    function, speller, arguments, keywords = with_caller(function)
    parts = [Part(g.function.__name__, is_pure_part=True) for g in (primal, adjoint)]
    for part, generated in zip(parts, (primal, adjoint)):
        part.cell.cell_contents = generated.function
        session.local_parts.append((part, generated))
    result, saved = function.names.fresh('result'), function.names.fresh('saved')
    seed_name = function.names.fresh(seed_base)
    derivatives = function.names.fresh('derivatives')
    values = [name(derivatives)] if len(options.wrt) == 1 else [
        gast.Starred(name(derivatives), gast.Load())]
    returned = [result, *([function.names.fresh('aux')] if options.has_aux else [])]
    value = _returned(values, name(derivatives), list(map(name, returned)), options)
    body = [
        assign(tuple_([*map(store, returned), store(saved)], gast.Store),
               gast.Call(speller.bind(parts[0].name, parts[0]), arguments, keywords), None),
        assign(derivatives, call(speller.bind(parts[1].name, parts[1]), name(saved), name(seed_name)), None),
        with_origin(gast.Return(value), None)]
    seeded = with_seed(function, speller, body, seed_name)
    made = Draft(seeded, speller, result, seed_name)
    entry = generate(_signature(seeded, made, options), speller, derivative_name(function, options.wrt))
    return entry, primal, adjoint


def with_caller(function: Function) -> tuple[Function, Speller, list[gast.expr], list[gast.keyword]]:
    """A function with names of its own for a body that calls its parts, and the arguments that it hands on."""
    names = Names(_free_names(function) | set(function.scope.bound))
    for identifier in function.parameters:
        names.add(identifier)
    function = attrs.evolve(function, names=names)
    args = function.tree.args
    keywords = [gast.keyword(p.id, name(p.id)) for p in args.kwonlyargs]
    arguments = [name(p.id) for p in [*args.posonlyargs, *args.args]]
    if args.vararg:
        arguments.append(gast.Starred(name(args.vararg.id), gast.Load()))
    if args.kwarg:
        keywords.append(gast.keyword(None, name(args.kwarg.id)))
    return function, Speller(function.scope, names), arguments, keywords


def _free_names(function: Function) -> set[str]:
    """The names that a function reads from around it."""
    return {used for node in function.tree.body for used in reads(node)} - set(function.names.variables)


def _seed_base(function: Function) -> str:
    """The name that the seed of a function's derivative would like to have."""
    last = function.tree.body[-1]
    returned = last.value if isinstance(last, gast.Return) else None
    return f'b{returned.id}' if isinstance(returned, gast.Name) else 'bresult'


def _ordered(function: Function, forward: list[gast.stmt]) -> list[str]:
    """The parameters and the variables that statements assign, in the order of the text."""
    found = list(function.parameters)
    for node in _walk_in_order(forward):
        if isinstance(node, gast.Name) and isinstance(node.ctx, gast.Store) and node.id not in found:
            found.append(node.id)
        elif isinstance(node, gast.FunctionDef) and node.name not in found:
            found.append(node.name)
    for statement in forward:
        found += [identifier for identifier in sorted(written(statement)) if identifier not in found]
    return found


def _walk_in_order(statements: list[gast.stmt]) -> list[gast.AST]:
    """All nodes of statements, in the order of the text."""
    found: list[gast.AST] = []
    for statement in statements:
        found.append(statement)
        for child in gast.iter_child_nodes(statement):
            found += _walk_in_order([child])
    return found
