"""Loops in reverse: the counters that they need, and their adjoint loops.

As everywhere in the derivation, all primal values are taken to be at hand: in the adjoint
of a loop a variable of its body stands for the value that it had in the iteration that is
reversed.  `save` makes that true afterwards.
"""
from __future__ import annotations

from typing import Any

import attrs
import gast

from tangent.analyses.blocks import block_of
from tangent.analyses.sequences import is_sequence
from tangent.runtime.sequences import reversible
from tangent.syntax.build import (
    assign, binary, call, clone, constant, for_, if_, in_order, name, reads, store, with_blocks, written,
)

_STEPS = 'steps'


def counted(reverse: Any, node: gast.For | gast.While, body: list[gast.stmt]) -> list[gast.stmt]:
    """A loop of the forward pass; with a counter of its iterations, where only the run can tell how many there are."""
    names = reverse.names
    if isinstance(node, gast.For) and node.until is None:
        return _gone_through_again(reverse, node, body)
    steps = names.fresh(_STEPS)
    names.heads[steps] = node.loop
    step = names.fresh(_STEPS, temporary=True)
    reverse.steps[node.loop] = steps
    body = [*body, assign(step, binary(name(steps), gast.Add(), constant(1)), None), assign(steps, name(step), None)]
    return [assign(steps, constant(0), None), with_blocks(node, [body])]


def _gone_through_again(reverse: Any, node: gast.For, body: list[gast.stmt]) -> list[gast.stmt]:
    """A loop of the forward pass, over what its adjoint can go through too: no set or iterator."""
    same = with_blocks(node, [body])
    if not isinstance(node.iter, gast.Name) or written(node).isdisjoint(reverse.activity.active) or is_sequence(
            reverse.function, node.iter.id):
        return [same]
    items = reverse.items[node.loop] = reverse.names.fresh('items', temporary=True)
    same.iter = name(items)
    return [assign(items, call(reverse.speller.spell(reversible), clone(node.iter)), None), same]


def backward(reverse: Any, node: gast.For | gast.While) -> None:
    """Emit the adjoint of a loop."""
    names, adjoints = reverse.names, reverse.adjoints
    before = dict(adjoints)
    carried = _carried(reverse, node)
    starts = {variable: names.adjoint(variable) for variable in carried}
    inside = {variable: adjoint for variable, adjoint in before.items() if variable not in written(node)}
    inside.update(starts)
    reverse.loops.append(Loop(node))
    body = reverse.backward(node.body, inside)
    loop = reverse.loops.pop()
    body = [*loop.start(), *body]
    inits: list[gast.stmt] = []
    for variable, start in starts.items():
        if inside.get(variable) == start:
            if variable in before:
                adjoints[variable] = before[variable]
            continue
        origin = reverse.origin if variable not in before else None
        value = name(before[variable]) if variable in before else reverse.zeros(variable)
        inits.append(assign(start, value, silent(origin)))
        ended = inside.get(variable)
        body.append(assign(start, name(ended) if ended else reverse.zeros(variable), silent(origin)))
        names.heads[start] = node.loop
        adjoints[variable] = start
    for variable in written(node):
        if variable not in starts:
            adjoints.pop(variable, None)
    if body:
        reverse.out += [*inits, _reversed_loop(reverse, node, body, loop.flag)]


@attrs.define
class Loop:
    """A loop whose adjoint is being made.

    flag: the variable that tells whether a block has ended it.
    """

    node: gast.For | gast.While
    flag: str | None = None

    def start(self) -> list[gast.stmt]:
        """What an iteration begins with."""
        is_set = self.flag is None or any(map(_stops, self.node.body))
        return [] if is_set else [assign(self.flag, constant(False), None)]


def _stops(node: gast.stmt) -> bool:
    """Whether a statement stands for a block that may end the loop."""
    block = block_of(node)
    return block is not None and block.stops


def unless_stopped(reverse: Any, rest: list[gast.stmt]) -> None:
    """Emit the adjoints of the statements before one that may have ended the loop.

    Where it has, what was contributed to variables from outside of the loop stays; all others have the adjoint zero.
    """
    loop = reverse.loops[-1]
    inside = written(loop.node)
    origin = silent(reverse.origin)
    paths = [{v: adjoint for v, adjoint in reverse.adjoints.items() if v not in inside}, dict(reverse.adjoints)]
    blocks: list[list[gast.stmt]] = [[], reverse.backward(rest, paths[1])]
    reverse.adjoints.clear()
    for variable in sorted(set(paths[0]) | set(paths[1])):
        found = [path.get(variable) for path in paths]
        if found[0] == found[1]:
            reverse.adjoints[variable] = found[0]
            continue
        merged = reverse.adjoints[variable] = reverse.names.adjoint(variable)
        for block, adjoint in zip(blocks, found):
            block.append(assign(merged, name(adjoint) if adjoint else reverse.zeros(variable), origin))
    if any(blocks):
        reverse.out.append(if_(name(loop.flag), *blocks, origin))


def silent(origin: Any) -> Any:
    """The origin of a statement that needs no comment."""
    return attrs.evolve(origin, text='') if origin else None


def _carried(reverse: Any, node: gast.For | gast.While) -> list[str]:
    """The variables whose adjoints may go from one iteration of the adjoint loop to the next."""
    active, heads = reverse.activity.active, reverse.names.heads
    inside = written(node)
    operands = [operand for inner in in_order(node.body) if id(inner) in reverse.plans
                for operand in reverse.plans[id(inner)].operands]
    free = (set().union(reads(node), *map(reads, operands)) & active) - inside
    own = {variable for variable in inside & active if heads.get(variable) == node.loop}
    return sorted(free | own)


def _reversed_loop(reverse: Any, node: gast.For | gast.While, body: list[gast.stmt], flag: str | None) -> gast.For:
    """The loop over the same iterations, the last one first; `flag` tells that an iteration was to be the last."""
    steps = reverse.steps.get(node.loop)
    if isinstance(node, gast.While):
        target, iterable = store(reverse.names.ignored()), call(name('range'), name(steps))
    else:
        items = reverse.items.get(node.loop)
        target, iterable = clone(node.target), backwards(name(items) if items else clone(node.iter), steps)
    until = None if flag is None else name(flag)
    new = for_(target, iterable, body, reverse.origin, until, node.loop)
    new.reverses = True
    return new


def backwards(iterable: gast.expr, steps: str | None = None) -> gast.expr:
    """An expression for the items of an iterable in the opposite order, of the first `steps` of them."""
    if steps is not None:
        iterable = gast.Subscript(iterable, gast.Slice(None, name(steps), None), gast.Load())
    elif isinstance(iterable, gast.Call) and isinstance(iterable.func, gast.Name) and iterable.func.id == 'reversed':
        return iterable.args[0]
    return call(name('reversed'), iterable)
