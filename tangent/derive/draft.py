"""The code of a derivative before it is optimized: forward and backward statements in one body."""
from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs
import gast
import numpy as np

from tangent.analyses.activity import Mask
from tangent.analyses.blocks import has_blocks
from tangent.analyses.containers import Containers
from tangent.analyses.facts import Facts
from tangent.analyses.kinds import Kind, with_check, with_checked_seed, without_check
from tangent.derive.memory import Memory
from tangent.derive.results import with_aux, with_result
from tangent.derive.reverse import Reverse
from tangent.derive.save import save
from tangent.derive.session import Session
from tangent.passes.pipeline import core, flatten, optimize, tidied
from tangent.runtime.arrays import recast, zero
from tangent.runtime.kinds import check_kinds
from tangent.runtime.seeds import seed
from tangent.runtime.sequences import fitted
from tangent.syntax.build import assign, call, constant, name, parameter, with_arguments, written
from tangent.syntax.function import Function
from tangent.syntax.spelling import Speller

# Derivatives that push tangents forward by the transpose of an adjoint, which must be linear in its seed.
TRANSPOSED = ('linearize', 'ggnvp', 'jacobian', 'jacobian forward', 'callee linear', 'captured linear')

# Before NumPy 2, a Python float times a float32 scalar is a float64: what is returned must be cast.
_SCALARS_PROMOTE = np.result_type(np.float32(1.0), 1.0) != np.float32


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
    elif Containers(function).of(name(result)) is list and not _is_display(body, result):
        # Where a call is unpacked, the adjoint of its result comes as a tuple.
        checked = function.names.version(adjoint)
        checks.append(assign(checked, call(speller.spell(list), name(adjoint)), None))
        adjoints[result] = checked
    if result not in activity.active:
        adjoints = {}
    backward = reverse.backward(body, adjoints)
    values = [name(adjoints[w]) if w in adjoints else call(speller.spell(zero), name(w)) for w in wrt]
    values = [call(speller.spell(fitted), value, name(w)) if w in adjoints and w in reverse.rewritten else value
              for w, value in zip(wrt, values)]
    if _SCALARS_PROMOTE:
        values = [call(speller.spell(recast), value, name(w)) if w in adjoints and not _is_number(kinds.get(w))
                  else value for w, value in zip(wrt, values)]
    undefined = [assign(identifier, constant(None), None) for identifier in sorted(reverse.undefined)]
    full = [*undefined, *forward, *middle(returned), *checks, *backward, *ending(values, returned)]
    made = with_seed(function, speller, full, adjoint)
    session.watch('derived', made)
    return Draft(made, speller, result, adjoint, has_blocks(function.tree.body) or reverse.calls_blocks())


def _is_display(body: list[gast.stmt], variable: str) -> bool:
    """Whether a variable is assigned last a list that is written out, whose adjoint is unpacked."""
    last = next(node for node in reversed(body) if variable in written(node))
    return isinstance(last, gast.Assign) and isinstance(last.value, gast.List)


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


def with_seed(function: Function, speller: Speller, body: list[gast.stmt], seed_name: str) -> Function:
    """The function with the body of its derivative, which has a parameter more and sees the names that were added."""
    args = function.tree.args
    defaults = [*args.defaults, constant(1.0)] if args.defaults else []
    args = with_arguments(args, args=[*args.args, parameter(seed_name)], defaults=defaults)
    scope = attrs.evolve(function.scope, bound=ChainMap(speller.added, dict(function.scope.bound)), seen={})
    tree = gast.FunctionDef(function.name, args, body, [], None, None, [])
    return attrs.evolve(function, scope=scope, tree=tree)
