"""What of what a primal saved carries derivatives, where its adjoint is derived again.

An adjoint that was found when a derivative ran (`tangent.adjoint_of`) is given what was saved as one value, which
carries derivatives as a whole.  Its primal says of which variables that is made: masks, indices and words are no
functions of anything to differentiate by.
"""
from __future__ import annotations

import types
from collections.abc import Callable
from typing import Any

import gast

from tangent.analyses.activity import Activity, Mask, any_of, target_names
from tangent.derive.session import Session
from tangent.errors import KindError
from tangent.passes.pipeline import core
from tangent.runtime.closures import captured
from tangent.syntax.build import with_origin
from tangent.syntax.function import Function
from tangent.syntax.parse import read
from tangent.syntax.spelling import Speller


def note_parts(target: Any, primal: types.FunctionType, adjoint: types.FunctionType) -> None:
    """Remember which adjoint is given what which primal saved."""
    adjoint.primal = primal
    note_source(target, primal)


def note_source(target: Any, made: types.FunctionType) -> None:
    """Remember what a function was made of that has its parameters."""
    if isinstance(target, types.FunctionType):
        made.made_of = target


def masks_of(session: Session, target: Any) -> dict[str, Mask]:
    """For a parameter that is what a primal saved, which items carry derivatives: at most, whatever is active."""
    if hasattr(target, 'primal'):
        saved = read(target).parameters[0]
        mask = _mask_of_saved(session, target.primal, target)
        return {saved: mask} if isinstance(mask, tuple) and any_of(mask) else {}
    return masks_of(session, target.made_of) if hasattr(target, 'made_of') else {}


def _mask_of_saved(session: Session, primal: Callable, adjoint: Callable) -> Mask:
    """What the adjoint reads that depends on an argument, or on what was captured, if the result does.

    An argument that the result depends on only where no rule has a derivative, as on an index, carries none: else the
    primal is refused.  What a rule reads for the adjoint alone is another matter.
    """
    function = read(primal)
    args = function.tree.args
    try:
        held = captured(primal)
    except KindError:
        return True
    if args.vararg or args.kwarg:
        return True
    inputs, masks = {*function.parameters, *held}, masks_of(session, primal)
    function = _core(function, inputs)
    *body, last = function.tree.body
    result, saved = last.value.elts
    mask = Activity(function, inputs, session.varies, masks).mask_of(saved)
    if not (isinstance(mask, tuple) and isinstance(saved, gast.Tuple)):
        return mask
    of_result = function.with_body([*body, with_origin(gast.Return(result), None)])
    needed = Activity(of_result, inputs, session.varies, masks, only_smooth=True).active
    read_again = _read_smoothly(session, read(adjoint))
    return tuple(part if item.id in needed or is_read else False
                 for part, item, is_read in zip(mask, saved.elts, read_again, strict=True))


def _read_smoothly(session: Session, adjoint: Function) -> list[bool]:
    """Whether the result of an adjoint depends smoothly on each item of what was saved."""
    inputs = adjoint.parameters
    function = _core(adjoint, inputs)
    first = next(node for node in function.tree.body if isinstance(node, gast.Assign) and isinstance(
        node.value, gast.Name) and node.value.id == inputs[0])
    active = Activity(function, inputs, session.varies, only_smooth=True).active
    return [variable in active for variable in target_names(first.targets[0])]


def _core(function: Function, inputs: Any) -> Function:
    return core(function, inputs, Speller(function.scope, function.names), lambda stage, function: None)
