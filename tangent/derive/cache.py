"""Derivatives that were made before, for the next function of the same code.

The key is the code object and the options.  A derivative is used again if all callables
that its making looked at are still the same, and have the rules they had; then only its
cells and default values are bound anew.  So `tangent.grad(lambda w: loss(w, batch))` in
a loop derives once.
"""
from __future__ import annotations

import threading
import types
from collections.abc import Callable, Collection, Mapping
from typing import Any

import attrs
import gast

from tangent.derive.callables import as_function, with_captured_parameter
from tangent.derive.callees import expand_stars
from tangent.derive.derivation import derive_in_two, derive_joint, derive_split
from tangent.derive.session import Options, Session, callee_name
from tangent.derive.generate import Generated, Part, cells_for
from tangent.derive.points import POINTS, derive_point, spread_seed
from tangent.derive.pushforward import derive_forward, derive_push, seeds_of
from tangent.errors import ArgumentError
from tangent.passes.guard import writes_into_arguments
from tangent.passes.readers import may_write_unseen
from tangent.runtime.closures import captured
from tangent.runtime.tracing import tracer_of
from tangent.syntax.function import MISSING, Function, Scope, is_generated
from tangent.syntax.load import bind
from tangent.syntax.parse import default_values
from tangent.syntax.saved import GENERATED
from tangent.templates.registry import lookup

_lock = threading.RLock()
_kept: dict[Any, list[_Kept]] = {}
_MOST = 8  # derivatives kept for one code object and set of options
_DATA = object()


@attrs.frozen(eq=False)
class _Kept:
    """A derivative without its data, and all callables that its making looked at.

    watched: for each name that was looked up the scope (None for that of the function itself),
        what was found (_DATA for what cannot be called), and the rule that it had.
    given: what is bound anew for each function, as data is, though it is called.
    """

    generated: tuple[Generated, ...]
    local_parts: tuple[tuple[Part, Generated], ...]
    globals_: dict[str, Any]
    watched: tuple[tuple[Scope | None, str, Any, Any], ...]
    given: Part | None

    def is_valid(self, scope: Scope) -> bool:
        """Whether names still stand for what they did; `scope` is that of the function now given."""
        return self.globals_ is scope.globals_ and all(
            _same((watched or scope).find(dotted), value, entry) for watched, dotted, value, entry in self.watched)


def _kept_from(session: Session, root: Scope, generated: tuple[Generated, ...], parameters: set[str],
               given: Part | None) -> _Kept:
    """What to keep of a derivation: no data, no default values, no cells of the function's."""
    parts = {part: Part(part.name, is_pure_part=part.is_pure_part, is_fresh=part.is_fresh)
             for part in [*[part for part, _ in session.local_parts], *([given] if given else [])]}

    def bare(made: Generated, parameters: Collection[str] = ()) -> Generated:
        added = {used: parts.get(value, value) if isinstance(value, Part) else value
                 for used, value in made.added.items()}
        defaults = {key: value for key, value in made.defaults.items() if key not in parameters}
        return attrs.evolve(made, function=None, added=added, defaults=defaults)
    made = {used for part in [*generated, *[g for _, g in session.local_parts]] for used in part.added}
    watched = tuple(
        (None if scope is root else scope, dotted, value if _is_bound(value) else value if value is MISSING else _DATA,
         lookup(value) if callable(value) else None)
        for scope in session.scopes for dotted, value in scope.seen.items()
        if dotted.partition('.')[0] not in made and (value is MISSING or scope.find(dotted) is not MISSING))
    return _Kept(tuple(bare(made, parameters) for made in generated),
                 tuple((parts[part], bare(made)) for part, made in session.local_parts), root.globals_,
                 watched, parts.get(given))


def _is_bound(value: Any) -> bool:
    return callable(value) or isinstance(value, types.ModuleType)


def _same(found: Any, value: Any, entry: Any) -> bool:
    if value is _DATA:
        return found is not MISSING and not _is_bound(found)
    is_method = isinstance(value, (types.MethodType, types.BuiltinMethodType))  # which is made anew by each reading
    return (found is value or is_method and found == value or _is_again(found, value)) and lookup(found) is entry


def _is_again(found: Any, value: Any, within: tuple[tuple[Any, Any], ...] = ()) -> bool:
    """Whether two functions are the same derivative, bound anew by `_bound`: one code over the same data.

    within: the pairs of functions that were found to capture these, and that may be captured in turn.
    """
    if not (isinstance(found, types.FunctionType) and isinstance(value, types.FunctionType)
            and found.__code__ is value.__code__ and found.__code__.co_filename.startswith(GENERATED)
            and found.__globals__ is value.__globals__ and _are_one(default_values(found), default_values(value))):
        return False
    within = (*within, (found, value))
    return all(one is other or _hold_one(one, other, within)
               for one, other in zip(found.__closure__ or (), value.__closure__ or ()))


def _are_one(defaults: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    return defaults.keys() == others.keys() and all(others[name] is value for name, value in defaults.items())


def _hold_one(cell: types.CellType, other: types.CellType, within: tuple[tuple[Any, Any], ...]) -> bool:
    """Whether two cells hold one callable; what else they hold may be replaced in one of them."""
    try:
        one, two = cell.cell_contents, other.cell_contents
    except ValueError:  # not assigned yet
        return False
    return callable(one) and (one is two or (one, two) in within or _is_again(one, two, within))


def forget() -> None:
    """Drop what was kept, so that what is asked for is derived anew."""
    with _lock:
        _kept.clear()


def derivative(target: Any, options: Options, function: Function | None = None,
               watch: Callable[[str, Function], None] | None = None) -> types.FunctionType:
    """The derivative of a callable, made or found."""
    def make(session: Session, function: Function) -> tuple[Generated, ...]:
        if options.mode == 'forward':
            return (derive_forward(session, function),)
        if options.motion in POINTS:
            return derive_point(session, function)
        if options.motion == 'split':
            return derive_in_two(session, function)
        return (derive_joint(session, function),)
    return _made_or_kept(target, options, make, function, watch)[0]


def split_function(target: Any, wrt: tuple[int | str, ...], with_captured: bool = False, kind: type | None = None,
                   linear: bool = False) -> tuple[types.FunctionType, types.FunctionType]:
    """The primal and the adjoint of a callable, made or found; `kind` is the class of its first argument."""
    tracer = tracer_of(target)
    if tracer is not None:
        return tracer.primal(wrt), tracer.adjoint(wrt)

    def make(session: Session, function: Function) -> tuple[Generated, ...]:
        function, names = _asked_at_run_time(target, function, wrt, with_captured, kind)
        return derive_split(session, function, names, session.unique(callee_name(function)), False)
    motion = 'captured' if with_captured else 'callee'
    options = Options(wrt=wrt, motion=f'{motion} linear' if linear else motion, receiver=kind,
                      held=_held(target) if with_captured else ())
    primal, adjoint = _made_or_kept(target, options, make, None, None)
    return primal, adjoint


def of_vectors(function: Function, of: Callable, seed: str, vectors: list[str]) -> types.FunctionType:
    """A function that takes the parts of a tuple, the seed of another, as parameters of their own."""
    return spread_seed(function, of, seed, vectors).function


def gauss_newton(target: Any, options: Options, curvature: Callable, function: Function) -> types.FunctionType:
    """The Gauss-Newton vector product of a function followed by one whose Hessian-vector product is given."""
    given = Part('curvature', types.CellType(curvature))

    def make(session: Session, function: Function) -> tuple[Generated, ...]:
        return derive_point(session, function, given)
    return _made_or_kept(target, options, make, function, None, given)[0]


def pushed_function(target: Any, wrt: tuple[int | str, ...], with_captured: bool = False,
                    kind: type | None = None) -> types.FunctionType:
    """The push-forward of a callable, made or found: it takes a tuple of tangents before the arguments."""
    tracer = tracer_of(target)
    if tracer is not None:
        return tracer.tangent(wrt)

    def make(session: Session, function: Function) -> tuple[Generated, ...]:
        function, names = _asked_at_run_time(target, function, wrt, with_captured, kind)
        seeds = seeds_of(function, names)
        return (derive_push(session, function, names, seeds, session.unique(callee_name(function)), packed=True),)
    options = Options(wrt=wrt, motion='captured' if with_captured else 'callee', mode='forward', receiver=kind,
                      held=_held(target) if with_captured else ())
    return _made_or_kept(target, options, make, None, None)[0]


def _held(target: Any) -> tuple[str, ...]:
    """The names of what a closure captured, which is the same code with others where it captured other functions."""
    values = captured(target)
    return tuple(values) if isinstance(values, dict) else ()


def _asked_at_run_time(target: Any, function: Function, wrt: tuple[int | str, ...],
                       with_captured: bool, kind: type | None) -> tuple[Function, tuple[str, ...]]:
    """A callable as it is derived when it is called, and the parameters that `wrt` means."""
    if kind is not None:
        function = attrs.evolve(function, classes={function.parameters[0]: kind})
    if not is_generated(function) and writes_into_arguments(function, set()):
        raise may_write_unseen(function)
    if with_captured:
        function = with_captured_parameter(function, target)
    function = expand_stars(function, *_passed_on(function.tree.args, wrt, with_captured), and_more=True)
    positional = [*function.tree.args.posonlyargs, *function.tree.args.args][with_captured:]
    for position in wrt:
        if isinstance(position, int) and position >= len(positional):
            raise ArgumentError(f'{function.name} is called with {position + 1} positional arguments, of which its '
                                'parameters name fewer', 'Call it with as many as it takes.')
    names = tuple(positional[w].id if isinstance(w, int) else w for w in wrt)
    if with_captured:
        names = (function.parameters[0], *names)
    return function, names


def _passed_on(args: gast.arguments, wrt: tuple[int | str, ...], with_captured: bool) -> tuple[int, tuple[str, ...]]:
    """How many arguments of a call go into the `*args` of a function at least, and the names of those in `**kwargs`.

    Those that carry derivatives are known, and the ones before them.
    """
    named = {parameter.id for parameter in [*args.args, *args.kwonlyargs]}
    count = max((w + 1 for w in wrt if isinstance(w, int)), default=0) + with_captured
    return max(0, count - len(args.posonlyargs) - len(args.args)), tuple(
        w for w in wrt if isinstance(w, str) and w not in named)


def _made_or_kept(target: Any, options: Options, make: Callable, function: Function | None,
                  watch: Callable | None, given: Part | None = None) -> tuple[types.FunctionType, ...]:
    with _lock:
        code = target.__code__ if isinstance(target, types.FunctionType) else None
        key = (code, code and tuple(sorted(default_values(target))), options)
        plain = code is not None and '__wrapped__' not in target.__dict__ and lookup(target) is None
        if plain and watch is None:
            scope = Scope(target.__globals__, dict(zip(code.co_freevars, target.__closure__ or ())))
            for kept in _kept.get(key, ()):
                if kept.is_valid(scope):
                    return _bound(kept, scope, target, given)
        function = function or as_function(target)
        session = Session(options, derive_split, *([watch] if watch else []))
        session.scopes.append(function.scope)
        generated = make(session, function)
        if plain:
            entries = _kept.setdefault(key, [])
            entries.append(_kept_from(session, function.scope, generated, set(function.parameters), given))
            del entries[:-_MOST]
        return tuple(g.function for g in generated)


def _bound(kept: _Kept, scope: Scope, target: types.FunctionType,
           given: Part | None) -> tuple[types.FunctionType, ...]:
    """A kept derivative over the cells and default values of another function of the same code."""
    parts = {part: Part(part.name, is_pure_part=part.is_pure_part) for part, _ in kept.local_parts}
    parts[kept.given] = given
    defaults = default_values(target)

    def again(generated: Generated, defaults: Mapping[str, Any]) -> types.FunctionType:
        added = {used: parts.get(value, value) if isinstance(value, Part) else value
                 for used, value in generated.added.items()}
        cells = cells_for(generated.free, scope, added)
        return bind(generated.code, scope.globals_, cells, {**generated.defaults, **defaults})
    for part, generated in kept.local_parts:
        parts[part].cell.cell_contents = again(generated, {})
    return tuple(again(generated, defaults) for generated in kept.generated)
