"""Loops in reverse: the counters that they need, and their adjoint loops.

As everywhere in the derivation, all primal values are taken to be at hand: in the adjoint
of a loop a variable of its body stands for the value that it had in the iteration that is
reversed.  `save` makes that true afterwards.
"""
from __future__ import annotations

from typing import Any

import attrs
import gast

from tangent.syntax.build import (
    assign, binary, call, clone, constant, for_, in_order, name, reads, store, with_blocks, written,
)

_STEPS = 'steps'


def counted(reverse: Any, node: gast.For | gast.While, body: list[gast.stmt]) -> list[gast.stmt]:
    """A loop of the forward pass with a counter of its iterations, where only the run can tell how many there are."""
    names = reverse.names
    if isinstance(node, gast.For) and node.until is None:
        return [with_blocks(node, [body])]
    steps = names.fresh(_STEPS)
    names.heads[steps] = node.loop
    step = names.fresh(_STEPS, temporary=True)
    reverse.steps[node.loop] = steps
    body = [*body, assign(step, binary(name(steps), gast.Add(), constant(1)), None), assign(steps, name(step), None)]
    return [assign(steps, constant(0), None), with_blocks(node, [body])]


def backward(reverse: Any, node: gast.For | gast.While) -> None:
    """Emit the adjoint of a loop."""
    names, adjoints = reverse.names, reverse.adjoints
    before = dict(adjoints)
    carried = _carried(reverse, node)
    starts = {variable: names.adjoint(variable) for variable in carried}
    inside = {variable: adjoint for variable, adjoint in before.items() if variable not in written(node)}
    inside.update(starts)
    body = reverse.backward(node.body, inside)
    inits: list[gast.stmt] = []
    for variable, start in starts.items():
        if inside.get(variable) == start:
            if variable in before:
                adjoints[variable] = before[variable]
            continue
        origin = reverse.origin if variable not in before else None
        value = name(before[variable]) if variable in before else reverse.zeros(variable)
        inits.append(assign(start, value, _silent(origin)))
        ended = inside.get(variable)
        body.append(assign(start, name(ended) if ended else reverse.zeros(variable), _silent(origin)))
        names.heads[start] = node.loop
        adjoints[variable] = start
    for variable in written(node):
        if variable not in starts:
            adjoints.pop(variable, None)
    if body:
        reverse.out += [*inits, _reversed_loop(reverse, node, body)]


def _silent(origin: Any) -> Any:
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


def _reversed_loop(reverse: Any, node: gast.For | gast.While, body: list[gast.stmt]) -> gast.For:
    """The loop over the same iterations, the last one first."""
    steps = reverse.steps.get(node.loop)
    if isinstance(node, gast.While):
        target, iterable = store(reverse.names.ignored()), call(name('range'), name(steps))
    else:
        target, iterable = clone(node.target), backwards(clone(node.iter), steps)
    new = for_(target, iterable, body, reverse.origin, loop=node.loop)
    new.reverses = True
    return new


def backwards(iterable: gast.expr, steps: str | None = None) -> gast.expr:
    """An expression for the items of an iterable in the opposite order, of the first `steps` of them."""
    if steps is not None:
        iterable = gast.Subscript(iterable, gast.Slice(None, name(steps), None), gast.Load())
    elif isinstance(iterable, gast.Call) and isinstance(iterable.func, gast.Name) and iterable.func.id == 'reversed':
        return iterable.args[0]
    return call(name('reversed'), iterable)
