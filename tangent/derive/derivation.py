"""From a function to the code of its derivative, and of the functions that it calls."""
from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import attrs
import gast
import numpy as np

from tangent.analyses.activity import Activity, Mask
from tangent.analyses.blocks import has_blocks
from tangent.analyses.calls import Callee
from tangent.analyses.control import exposed_reads, surely_assigned
from tangent.analyses.effects import is_pure
from tangent.analyses.facts import Facts
from tangent.analyses.kinds import Kind, with_check, with_checked_seed, without_check
from tangent.derive.callees import Request, expand_stars, request_of
from tangent.derive.generate import Generated, Part, generate
from tangent.derive.memory import Memory, is_fresh, without_aliases
from tangent.derive.results import with_aux, with_result
from tangent.derive.reverse import Reverse
from tangent.errors import SourceError, UnsupportedError
from tangent.derive.save import save
from tangent.passes.pipeline import Watch, core, finish, flatten, has_effects, optimize, tidied
from tangent.passes.surgery import reaches_blocks
from tangent.runtime.arrays import duplicate, seed, unbroadcast, zero
from tangent.runtime.kinds import check_kinds
from tangent.runtime.sequences import fitted
from tangent.syntax.build import (
    assign, call, constant, name, parameter, reads, store, tuple_, with_arguments, with_defaults,
    with_origin, written,
)
from tangent.syntax.function import Function, Scope, with_body
from tangent.syntax.names import Names
from tangent.syntax.parse import mentioned, read
from tangent.syntax.spelling import Speller

_SPLIT = '__split__'

# Derivatives that push tangents forward by the transpose of an adjoint, which must be linear in its seed.
TRANSPOSED = ('linearize', 'ggnvp', 'jacobian', 'jacobian forward', 'callee linear', 'captured linear')

# Before NumPy 2, a Python float times a float32 scalar is a float64: what is returned must be cast.
_SCALARS_PROMOTE = np.result_type(np.float32(1.0), 1.0) != np.float32


@attrs.frozen
class Options:
    """What kind of derivative is wanted; see `tangent.autodiff`.

    grouped: whether several derivatives are one tuple beside what else is returned; by default beside
        what a function returns besides its value.
    seed: the name that the seed would like to have, if not that of the result's adjoint.
    receiver: the class of the object that the function is a method of, if it was asked for when it was called.
    """

    wrt: tuple[str, ...]
    preserve_result: bool = False
    value_first: bool = False
    bare: bool = True
    check_dims: bool = True
    optimized: bool = True
    motion: str = 'joint'
    input_derivative: str = 'required'
    kinds: tuple[tuple[str, Kind], ...] = ()
    mode: str = 'reverse'
    has_aux: bool = False
    grouped: bool | None = None
    seed: str = ''
    receiver: type | None = None

    @property
    def is_grouped(self) -> bool:
        return self.has_aux and not self.preserve_result if self.grouped is None else self.grouped


@attrs.define(eq=False)
class Pair:
    """A callee split in two."""

    primal: Part
    adjoint: Part


class Session:
    """One derivation: the function asked for and the callees that it needs, each derived once."""

    def __init__(self, options: Options, watch: Watch = lambda stage, function: None) -> None:
        self.options, self.watch = options, watch
        self.pairs: dict[Any, Pair] = {}
        self.in_the_making: set[Any] = set()
        self.pushes: dict[Any, Any] = {}  # the callees in forward mode
        self.scopes: list[Scope] = []
        self.taken: set[str] = set()
        self.results: dict[Request, Mask] = {}
        self.local_parts: list[tuple[Part, Generated]] = []

    # --- callees ---

    def splitter(self, speller: Speller) -> Callable[[Request, Function | None], tuple[gast.expr, gast.expr]]:
        """How the calls of one function refer to the two parts of their callees."""
        def split(request: Request, parent: Function | None) -> tuple[gast.expr, gast.expr]:
            pair = self.pair(request, parent)
            return speller.bind(pair.primal.name, pair.primal), speller.bind(pair.adjoint.name, pair.adjoint)
        return split

    def pair(self, request: Request, parent: Function | None) -> Pair:
        """The two parts of a callee; `parent` is the function it is defined in, if it is not a function object."""
        key = attrs.evolve(request, function=id(request.function))
        found = self.pairs.get(key)
        if found is not None:
            if parent is None and key in self.in_the_making and reaches_blocks(request.function):
                found.adjoint.is_pure_part = False
            return found
        function = self.function_of(request, parent)
        identifier = self.unique(callee_name(function))
        pair = Pair(Part(f'primal_{identifier}'), Part(f'adjoint_{identifier}', is_pure_part=True))
        self.pairs[key] = pair
        self.in_the_making.add(key)
        primal, adjoint = derive_split(self, function, request.wrt, identifier, None, dict(request.masks))
        self.in_the_making.remove(key)
        pair.adjoint.is_pure_part = adjoint.is_pure
        for part, made in ((pair.primal, primal), (pair.adjoint, adjoint)):
            part.cell.cell_contents = made.function
            part.is_pure_part = part.is_pure_part or made.is_pure
            part.is_fresh = made.is_fresh
            if parent is not None:
                self.local_parts.append((part, made))
        return pair

    def function_of(self, request: Request, parent: Function | None) -> Function:
        """The function that a request is about, with as many parameters as the call passes."""
        if parent is None:
            function = attrs.evolve(read(request.function), classes=dict(request.classes))
            self.scopes.append(function.scope)
        else:
            lifted = request.function
            tree = with_body(lifted.tree, [*lifted.carried, *lifted.tree.body])
            outer = {definition.name: parent.outer[definition.name] for definition in lifted.carried}
            function = attrs.evolve(parent, tree=tree, names=Names(mentioned(tree)), outer=outer,
                                    defaults=_constant_defaults(tree), classes=dict(request.classes))
            for identifier in [*function.parameters, *sorted(set().union(*map(written, tree.body)))]:
                function.names.add(identifier)
        return expand_stars(function, request.extra, request.names)

    def unique(self, identifier: str) -> str:
        """A name for a callee; another one for the same callee split differently."""
        chosen, count = identifier, 0
        while chosen in self.taken:
            count += 1
            chosen = f'{identifier}_{count}'
        self.taken.add(chosen)
        return chosen

    def varies(self, callee: Callee, caller: Activity) -> Mask:
        """What of the result of a callee varies, from what of its arguments does."""
        try:
            request = request_of(caller.function, caller, callee)
        except (UnsupportedError, SourceError):
            return True  # the call will be refused if it turns out to be active
        if request not in self.results:
            self.results[request] = True  # while it is looked at: in a recursion nothing is known
            function = attrs.evolve(read(callee.target), classes=dict(request.classes))
            function = expand_stars(function, request.extra, request.names)
            speller = Speller(function.scope, function.names)
            function = with_result(core(function, request.wrt, speller, lambda stage, function: None))
            activity = Activity(function, request.wrt, self.varies, dict(request.masks))
            self.results[request] = activity.mask_of(function.tree.body[-1].value)
        return self.results[request]


def callee_name(function: Function) -> str:
    """What a callee is called: a method of a known class by both names, such as `Layer_forward`."""
    kind = function.classes.get(function.parameters[0]) if function.parameters else None
    if isinstance(kind, type) and any(vars(base).get(function.name) is function.object for base in kind.__mro__):
        return f'{kind.__name__}_{function.name.strip("_")}'
    return function.name


def _constant_defaults(tree: gast.FunctionDef) -> dict[str, Any]:
    """The default values of a function defined inside another: constants, as all others are passed."""
    return {node.id: default.value for node, default in with_defaults(tree.args)}


@attrs.define
class Draft:
    """A derivative on its way: forward and backward statements in one body.

    function: parameters are the primal's and the seed.
    speller: with the names that were added.
    result: the variable of the primal's result.
    seed: the parameter for the result's adjoint.
    runs_blocks: whether there is code of the user's in the backward statements, or in what they call.
    """

    function: Function
    speller: Speller
    result: str
    seed: str
    runs_blocks: bool = False

    def memory(self, function: Function) -> Memory:
        """What a later form of the function may return of what it was given."""
        return Memory(function, Facts(self.function), {self.seed, *self.function.parameters})


def draft(session: Session, function: Function, wrt: tuple[str, ...], ending: Callable[..., list[gast.stmt]],
          middle: Callable[[list[gast.expr]], list[gast.stmt]], check: bool, masks: Mapping[str, Mask],
          kinds: Mapping[str, Kind] = MappingProxyType({}), has_aux: bool = False, seed_name: str = '') -> Draft:
    """The unoptimized derivative of a function.

    ending: from the expressions of the adjoints and of what the function returns, the last statements.
    middle: from what it returns, statements between the passes; this is its result alone, or that and what it
        returns besides, which is not differentiated.
    kinds: those of parameters, which are checked.
    seed_name: what the seed would like to be called.
    """
    speller = Speller(function.scope, function.names)
    if kinds:
        function = with_check(without_check(function), kinds, speller.spell(check_kinds))
    function = core(function, wrt, speller, session.watch)
    function, aux = with_aux(function, speller) if has_aux else (with_result(function, temporary=True), [])
    function, activity = flatten(function, wrt, speller, session.watch, session.varies, masks)
    *body, last = function.tree.body
    result = last.value.id
    returned = [name(result), *map(name, aux)]
    reverse = Reverse(function, activity, speller, session.splitter(speller), session.options.motion not in TRANSPOSED)
    forward = reverse.forward(body)
    adjoint = function.names.fresh(seed_name or 'b' + function.names.base(result), primal=result)
    adjoints = {result: adjoint}
    checks: list[gast.stmt] = []
    if check:
        checked = function.names.version(adjoint)
        facts = Facts(function)
        scalar = facts.of_name(result).shape == frozenset()
        like = [] if scalar else [name(result)]
        if scalar and kinds and not middle(returned):
            forward = with_checked_seed(function, forward, adjoint)
        else:
            checks.append(assign(checked, call(speller.spell(seed), name(adjoint), *like), None))
            adjoints[result] = checked
    if result not in activity.active:
        adjoints = {}
    backward = reverse.backward(body, adjoints)
    values = [name(adjoints[w]) if w in adjoints else call(speller.spell(zero), name(w)) for w in wrt]
    values = [call(speller.spell(fitted), value, name(w)) if w in adjoints and w in reverse.rewritten else value
              for w, value in zip(wrt, values)]
    if _SCALARS_PROMOTE:
        values = [call(speller.spell(unbroadcast), value, name(w)) if w in adjoints and not _is_number(kinds.get(w))
                  else value for w, value in zip(wrt, values)]
    undefined = [assign(identifier, constant(None), None) for identifier in sorted(reverse.undefined)]
    full = [*undefined, *forward, *middle(returned), *checks, *backward, *ending(values, returned)]
    made = _with_seed(function, speller, full, adjoint)
    session.watch('derived', made)
    return Draft(made, speller, result, adjoint, has_blocks(function.tree.body) or reverse.calls_blocks())


def _is_number(kind: Kind | None) -> bool:
    """Whether a kind is that of a number of Python's, or of a container of such, whose adjoint needs no cast."""
    return kind is not None and (kind.of in ('float', 'int') or bool(kind.parts) and all(map(_is_number, kind.parts)))


def restored(made: Draft, session: Session, is_used_again: bool = False) -> Function:
    """A derivative, optimized if so wished, in which adjoint loops find what they read; see `save`."""
    optimized = session.options.optimized
    function = optimize(made.function, made.speller, session.watch) if optimized else made.function
    function = save(function, is_used_again)
    if optimized:
        function = tidied(function)
    session.watch('values saved', function)
    return function


def _with_seed(function: Function, speller: Speller, body: list[gast.stmt], seed_name: str) -> Function:
    """The function with the body of its derivative, which has a parameter more and sees the names that were added."""
    args = function.tree.args
    defaults = [*args.defaults, constant(1.0)] if args.defaults else []
    args = with_arguments(args, args=[*args.args, parameter(seed_name)], defaults=defaults)
    scope = attrs.evolve(function.scope, bound=ChainMap(speller.added, dict(function.scope.bound)), seen={})
    tree = gast.FunctionDef(function.name, args, body, [], None, None, [])
    return attrs.evolve(function, scope=scope, tree=tree)


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
    saved = [identifier for identifier in _ordered(function, forward) if identifier in needed]
    assigned = surely_assigned(forward, set(function.parameters))
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
    with_seed = _with_seed(function, speller, body, seed_name)
    draft_ = Draft(with_seed, speller, result, seed_name)
    entry = generate(_signature(with_seed, draft_, options), speller, derivative_name(function, options.wrt))
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
