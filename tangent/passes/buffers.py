"""Make sure that what is written in place is what the generated code writes.

Inside tangent `b[i] = v` and `x += v` make new versions of a variable.  That is what Python
does only if no other variable that is needed afterwards sees the object that is changed.
Where one may, a line checks when the function runs that it does not.
"""
from __future__ import annotations

import gast

from tangent.analyses.containers import Containers
from tangent.analyses.control import surely_assigned
from tangent.analyses.observers import Observers, changed_by, changes_items
from tangent.analyses.sharing import Place
from tangent.runtime.apart import check_apart, check_single
from tangent.syntax.build import (
    BLOCKS, assign, blocks_of, call, clone, constant, name, origin_of, reads, with_blocks, with_origin, written,
)
from tangent.syntax.function import Function, is_generated
from tangent.syntax.indexing import index_syntax
from tangent.syntax.spelling import Speller


def guard_writes(function: Function, speller: Speller) -> Function:
    """The function with a check before each write that another variable may see.

    Generated functions write only into what they made themselves.
    """
    if is_generated(function):
        return function
    return _Guard(function, speller).guarded()


def is_settled(function: Function) -> bool:
    """Whether it is known of each write of a versioned function who sees it, as far as the function itself tells."""
    observers = Observers(function)
    return not _puts_back_into_tuple(function, observers) and not any(
        observers.of(place, needed_after(observers, place)) or observers.writes_twice(place)
        for place in observers.writes)


def _puts_back_into_tuple(function: Function, observers: Observers) -> bool:
    """Whether a part that was written is put back into what may be a tuple, which Python need not do."""
    back = [place.statement.value for place in observers.writes if getattr(place.statement.value, 'puts_back', False)]
    if not back:
        return False
    containers = Containers(function)
    return any(containers.of(value.args[0]) is tuple or _may_be_tuple(observers, value.args[0].id) for value in back)


def _may_be_tuple(observers: Observers, variable: str) -> bool:
    """Whether a tuple is assigned to a variable on some path."""
    made = [value for values in observers.sharing.chain(variable).values() for _, value in values]
    return any(isinstance(value, gast.Tuple) for value in made)


def needed_after(observers: Observers, place: Place) -> set[str]:
    """The variables that are needed after a write, but for those that are brought up to date after it."""
    if getattr(place.statement.value, 'followed', False):
        return observers.iterated_around(place)
    tied = (*getattr(place.statement.value, 'tied', ()), getattr(place.statement.value, 'part_of', None))
    return {other for other in observers.needed_after(place) if observers.function.names.base(other) not in tied}


def _checks_item(node: gast.stmt) -> bool:
    return isinstance(node, gast.Expr) and getattr(node.value, 'of_item', False)


class _Guard:
    def __init__(self, function: Function, speller: Speller) -> None:
        self.function, self.speller = function, speller
        self.unsure: set[str] = set()

    def guarded(self) -> Function:
        observers = Observers(self.function)
        if not observers.writes:
            return self.function
        checks = {id(place.statement): self.check(observers, place) for place in observers.writes}
        body = self.block(self.function.tree.body, checks, set(self.function.parameters), observers)
        return self.function.with_body([*[assign(other, constant(None), None) for other in sorted(self.unsure)], *body])

    def check(self, observers: Observers, place: Place) -> list[gast.stmt]:
        """The statements that check a write."""
        node, changed = place.statement, changed_by(place.statement)
        others = needed_after(observers, place)
        seeing = observers.of(place, others)
        found = [self.apart(name(changed), other, changed, node) for other in sorted(seeing)]
        if len(getattr(node.value, 'args', ())) == 3:
            part = gast.Subscript(name(changed), index_syntax(clone(node.value.args[1])), gast.Load())
            found += [self.apart(clone(part), other, changed, node)
                      for other in sorted(observers.by_joins(place, others) - seeing)]
        if changes_items(node) and not observers.sharing.is_array(name(changed)) and len(
                node.value.args) == 3 and observers.holds_twice(changed):
            shown = constant(self.function.names.base(changed))
            part = gast.Subscript(name(changed), index_syntax(clone(node.value.args[1])), gast.Load())
            found.insert(0, self.statement(call(self.speller.spell(check_single), name(changed), part, shown), node))
        return found

    def apart(self, written: gast.expr, other: str, changed: str, node: gast.stmt) -> gast.stmt:
        """The check that what is written is no part of what another variable holds."""
        shown = [constant(self.function.names.base(n)) for n in (changed, other)]
        return self.statement(call(self.speller.spell(check_apart), written, name(other), *shown), node)

    def statement(self, value: gast.expr, node: gast.stmt) -> gast.stmt:
        return with_origin(gast.Expr(value), origin_of(node))

    def block(self, statements: list[gast.stmt], checks: dict[int, list[gast.stmt]],
              assigned: set[str], observers: Observers) -> list[gast.stmt]:
        """The statements with the checks they need; a variable that may have no value where it is checked gets None."""
        out: list[gast.stmt] = []
        for node in statements:
            if _checks_item(node) and observers.is_known(node.value.args[0].id):
                continue
            for check in checks.get(id(node), ()):
                self.unsure |= reads(check) & set(self.function.names.variables) - assigned
                out.append(check)
            before = assigned
            assigned = surely_assigned([node], assigned)
            if isinstance(node, BLOCKS):
                inner = before | written(node.target) if isinstance(node, gast.For) else before
                node = with_blocks(node, [self.block(block, checks, inner, observers) for block in blocks_of(node)])
            out.append(node)
        return out
