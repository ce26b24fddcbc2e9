"""The passes in their order."""
from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs
import gast

from tangent.analyses.activity import Activity
from tangent.analyses.facts import Facts
from tangent.passes.anf import anf
from tangent.passes.bind import bind_callables
from tangent.passes.buffers import guard_writes, is_settled
from tangent.passes.classes import attributes, resolve_classes
from tangent.passes.coalesce import coalesce
from tangent.passes.comprehensions import expand_comprehensions
from tangent.passes.consumed import check_consumed
from tangent.passes.desugar import desugar
from tangent.passes.entries import join_entries
from tangent.passes.escapes import check_escapes
from tangent.passes.fence import check_nonlocals, fence
from tangent.passes.fill import fill
from tangent.passes.fold import fold, fold_adjoints
from tangent.passes.follow import follow
from tangent.passes.guard import check_effects
from tangent.passes.imports import local_imports
from tangent.passes.inline import inline
from tangent.passes.joins import mark_joins
from tangent.passes.keys import check_keys
from tangent.passes.leave import leave
from tangent.passes.lift import lift_captures
from tangent.passes.lists import make_arrays
from tangent.passes.matches import split_matches
from tangent.passes.order import in_order_of_evaluation
from tangent.passes.own import own
from tangent.passes.propagate import inline_transposes, propagate
from tangent.passes.prune import prune
from tangent.passes.readers import ask_readers
from tangent.passes.share import share
from tangent.passes.share_shapes import share_shapes
from tangent.passes.simplify import simplify
from tangent.passes.sink import sink
from tangent.passes.specialize import plain_numbers, quick_checks, specialize
from tangent.passes.stars import spread_stars
from tangent.passes.surgery import take_blocks
from tangent.passes.tapes import walk_tapes
from tangent.passes.texts import check_texts
from tangent.passes.ties import tie
from tangent.passes.unshadow import shadowed_again, unshadow
from tangent.passes.updates import keep_arrays
from tangent.passes.versions import versions
from tangent.passes.writing_calls import Around, define_lambdas, mark_calls
from tangent.syntax.build import BLOCKS, blocks_of, same
from tangent.syntax.function import Function, is_generated
from tangent.syntax.indexing import without_stars
from tangent.syntax.spelling import Speller

Watch = Callable[[str, Function], None]


def core(function: Function, inputs: Iterable[str], speller: Speller, watch: Watch) -> Function:
    """A function as it was read in core form, but for expressions: checked, desugared, versioned."""
    watch('the function', function)
    function = shadowed_again(function) if is_generated(function) else function
    function = check_consumed(local_imports(fence(function), speller))
    scope = attrs.evolve(function.scope, bound=ChainMap(speller.added, dict(function.scope.bound)))
    function = check_nonlocals(plain(attrs.evolve(function, scope=scope), inputs, speller, Around()))
    function = bind_callables(lift_captures(function), speller)
    function, versioned = settled(function, speller)
    watch('desugared', function)
    function = keep_arrays(guard_writes(versioned, speller), speller)
    watch('versions', function)
    return function


def plain(function: Function, inputs: Iterable[str], speller: Speller, around: Around) -> Function:
    """A function in fewer kinds of statements, without calls of functions that write into what they are given."""
    def lower(callee: Function, around: Around) -> Function:
        return plain(check_consumed(fence(callee)), set(callee.names.variables), speller, around)
    function = take_blocks(split_matches(without_stars(function, speller), inputs))
    function = in_order_of_evaluation(function, around)
    function = expand_comprehensions(function, inputs, speller)
    function = mark_calls(define_lambdas(resolve_classes(function, speller)), around)
    return mark_joins(inline(attributes(desugar(function, speller)), speller, lower, around))


def settled(function: Function, speller: Speller) -> tuple[Function, Function]:
    """The function with what sees its writes brought up to date, and the same with its names versioned."""
    saved = function.names.saved()
    tied = tie(function, speller)
    if tied is not None:
        versioned = versions(tied)
        if is_generated(function) or is_settled(versioned):
            return tied, versioned
    function.names.restore(saved)
    followed = attributes(follow(function, speller))
    return followed, versions(followed, aliases=False)


def flatten(function: Function, inputs: Iterable[str], speller: Speller, watch: Watch,
            varies: Callable[..., Any], masks: Mapping[str, Any]) -> tuple[Function, Activity]:
    """A function in core form with its active expressions taken apart, and what is active in it."""
    activity = Activity(function, inputs, varies, masks)
    check_texts(check_effects(function, activity), activity)
    check_keys(function, activity, lambda: Activity(function, inputs, varies, masks, keys_vary=True))
    function = spread_stars(ask_readers(function, activity, speller), activity, speller)
    function = make_arrays(function, activity, speller)
    function = anf(function, activity, speller)
    watch('a-normal form', function)
    flat = Activity(function, inputs, varies, masks)
    flat.narrow(activity)  # a loop was taken apart according to what its items carried
    check_escapes(function, flat)
    return function, flat


def optimize(function: Function, speller: Speller, watch: Watch) -> Function:
    """A derivative that computes the same with less code; the names in it are versioned, before and after."""
    function = propagate(share(function))
    facts = Facts(function)
    before: list[gast.stmt] = []
    for _ in range(3):
        function = propagate(specialize(simplify(function, facts), facts, speller))
        function = share_shapes(function, facts)
        if same(function.tree.body, before):
            break
        function = fold(prune(function))
        before = function.tree.body
    function = fold(simplify(fold_adjoints(function), facts))
    function = inline_transposes(fold(join_entries(function, speller)))
    watch('optimized', function)
    return function


def tidied(function: Function) -> Function:
    """A derivative after values were saved, without what that left over."""
    return fold(prune(propagate(function)))


def finish(function: Function, speller: Speller, optimized: bool) -> Function:
    """A derivative ready to be printed: what is written in place is owned, and versions share names."""
    function = attributes(function)
    if not optimized:
        return unshadow(own(function, speller, optimized), speller)
    function = own(sink(fill(function, speller)), speller, optimized)
    return unshadow(quick_checks(walk_tapes(leave(coalesce(plain_numbers(function))))), speller)


def has_effects(body: list[gast.stmt]) -> bool:
    """Whether statements do more than assign variables."""
    for node in body:
        if isinstance(node, BLOCKS):
            if any(map(has_effects, blocks_of(node))):
                return True
        elif not isinstance(node, (gast.Assign, gast.FunctionDef, gast.Pass, gast.Return)):
            return True
    return False
