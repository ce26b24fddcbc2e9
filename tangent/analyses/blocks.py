"""Code for the backward pass, as core form holds it: a copy of a variable that knows what is done with its adjoint.

    with tangent.insert_grad_of(h) as dh:
        dh = np.clip(dh, -most, most)         ->     h_1 = tangent.insert_grad_of(h, most)

The call has the variables that the code reads as further arguments, so that every pass sees them; the
code itself is an attribute of it.
"""
from __future__ import annotations

import attrs
import gast

from tangent.syntax.build import in_order, walk


@attrs.frozen(eq=False)
class Block:
    """What is done with an adjoint.

    adjoint: the name that stands for it.
    captured: the variables of the function that the code reads, in the order of the call's arguments.
    path: the subscripts and attributes that lead from the variable to what the adjoint belongs to.
    body: the code, in the user's own names.
    """

    adjoint: str
    captured: tuple[str, ...]
    path: tuple[gast.Subscript | gast.Attribute, ...]
    body: tuple[gast.stmt, ...]

    @property
    def assigns(self) -> bool:
        """Whether the code gives the adjoint another value."""
        return any(isinstance(part, gast.Name) and part.id == self.adjoint and not isinstance(part.ctx, gast.Load)
                   for part in self._parts())

    @property
    def stops(self) -> bool:
        """Whether the code may end the loop that it stands in."""
        return any(map(breaks, self.body))

    def _parts(self) -> list[gast.AST]:
        return [part for statement in self.body for part in walk(statement)]


def block_of(node: gast.AST) -> Block | None:
    """The code for the backward pass that a statement or a call stands for."""
    call = getattr(node, 'value', None) if isinstance(node, gast.Assign) else node
    return getattr(call, 'block', None)


def has_blocks(statements: list[gast.stmt]) -> bool:
    """Whether there is code for the backward pass among statements."""
    return any(block_of(node) is not None for node in in_order(statements))


def breaks(node: gast.AST) -> bool:
    """Whether a statement ends the loop around it."""
    if isinstance(node, gast.Break):
        return True
    if isinstance(node, (gast.For, gast.While)):
        return any(map(breaks, node.orelse))
    return any(map(breaks, [part for field in ('body', 'orelse', 'finalbody', 'handlers', 'cases')
                            for part in getattr(node, field, None) or () if isinstance(part, gast.AST)]))
