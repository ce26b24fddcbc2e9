"""Adjoint loops that go through what one loop saved, where kinds are known."""
from __future__ import annotations

import gast

from tangent.analyses.indices import counts
from tangent.analyses.kinds import checked_kinds
from tangent.syntax.build import (
    BLOCKS, LOOPS, call, head_of, in_order, name, reads, rebuild, written,
)
from tangent.syntax.function import Function


def walk_tapes(function: Function) -> Function:
    """The function with adjoint loops that go through what one loop saved, where they took it from the end bit by bit.

        for i in reversed(range(n)):              for x in reversed(x_tape):
            x = x_tape.pop()               ->         bx = 2.0 * bx * x
            bx = 2.0 * bx * x
    """
    if not checked_kinds(function):
        return function
    walker = _TapeWalker(function)
    return function.with_body([walker.statement(node) for node in function.tree.body])


class _TapeWalker:
    def __init__(self, function: Function) -> None:
        self.function = function
        self.uses: dict[str, int] = {}
        for node in in_order(function.tree.body):
            for part in [node] if not isinstance(node, BLOCKS) else []:
                for identifier in reads(part):
                    self.uses[identifier] = self.uses.get(identifier, 0) + 1
            if isinstance(node, BLOCKS):
                for identifier in set().union(*map(reads, head_of(node))):
                    self.uses[identifier] = self.uses.get(identifier, 0) + 1
        self.filled = {self.pushed(inner) for node in function.tree.body if isinstance(node, LOOPS)
                       for inner in node.body} - {None}

    def pushed(self, node: gast.stmt) -> str | None:
        """The tape on which a statement saves a value."""
        value = node.value if isinstance(node, gast.Expr) else None
        return self.tape_of(value, 'append')

    def tape_of(self, value: gast.AST | None, method: str) -> str | None:
        if isinstance(value, gast.Call) and isinstance(value.func, gast.Attribute) and value.func.attr == method \
                and isinstance(value.func.value, gast.Name) and value.func.value.id in self.function.names.tapes:
            return value.func.value.id
        return None

    def statement(self, node: gast.stmt) -> gast.stmt:
        if not (isinstance(node, LOOPS) and getattr(node, 'reverses', False)):
            return node
        popped: list[tuple[str, str]] = []
        body, seen = [], set()
        for inner in node.body:
            tape = self.tape_of(inner.value, 'pop') if isinstance(inner, gast.Assign) else None
            target = inner.targets[0] if tape is not None else None
            allowed = 2 + (isinstance(node, gast.While) and node.test.id == tape)
            if tape in self.filled and isinstance(target, gast.Name) and self.uses[tape] == allowed and \
                    target.id not in seen:
                popped.append((target.id, tape))
            else:
                body.append(inner)
                seen |= reads(inner) | written(inner)
        again = set().union(*map(written, body)) if body else set()
        if not popped or any(value in again for value, _ in popped):
            return node
        if isinstance(node, gast.While):
            if node.test.id not in [tape for _, tape in popped]:
                return node
            counted = False
        else:
            counted = not written(node.target).isdisjoint(set().union(*map(reads, body)))
        targets = [name(value) for value, _ in popped]
        walked = [call(name('reversed'), name(tape)) for _, tape in popped]
        if counted and not counts(node.iter):
            return node
        if counted:
            targets, walked = [node.target, *targets], [node.iter, *walked]
        target = targets[0] if len(targets) == 1 else gast.Tuple(targets, gast.Store())
        iterable = walked[0] if len(walked) == 1 else call(name('zip'), *walked)
        new = gast.For(_stored(target), iterable, body or [gast.Pass()], [], None)
        new.__dict__.update({key: value for key, value in node.__dict__.items()
                             if key in ('origin', 'loop', 'reverses', 'until')})
        new.until = getattr(node, 'until', None)
        return new


def _stored(target: gast.expr) -> gast.expr:
    return rebuild(target, lambda n: gast.Name(n.id, gast.Store(), None, None) if isinstance(n, gast.Name) else None)
