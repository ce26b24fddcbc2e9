"""Adjoint loops that go through what one loop saved, and lists of adjoints that they fill, where kinds are known."""
from __future__ import annotations

import gast

from tangent.analyses.effects import entry_of
from tangent.analyses.facts import counts
from tangent.analyses.kinds import checked_kinds
from tangent.runtime.arrays import add_at, unfilled, zero
from tangent.runtime.sequences import indices
from tangent.syntax.build import (
    BLOCKS, LOOPS, assign, binary, call, constant, head_of, in_order, key, name, origin_of, reads, rebuild, walk,
    with_blocks, with_origin, written,
)
from tangent.syntax.function import Function
from tangent.syntax.spelling import Speller


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


def fill_lists(function: Function, speller: Speller) -> Function:
    """The function with lists of adjoints filled by the loop that makes them, in place of zeros that it adds to.

        blayers = tangent.zero(layers)                       blayers = tangent.unfilled(layers)
        for i in reversed(tangent.indices(layers)):   ->     for i in reversed(tangent.indices(layers)):
            ...                                                  ...
            blayers = tangent.add_at(blayers, i, blayer)         blayers = tangent.add_at(blayers, i, blayer)

    Where `layers` is known to be a list, that is `[None] * len(layers)` and `blayers[i] = blayer`.
    """
    lists = {parameter for parameter, kind in checked_kinds(function).items() if kind.of == 'list'}
    body = list(function.tree.body)
    for position, node in enumerate(body):
        if isinstance(node, gast.For) and getattr(node, 'reverses', False) and isinstance(node.target, gast.Name):
            of = _gone_through(function, node.iter)
            if of is not None:
                _fill(function, body, position, of, None if of in lists else speller)
    return function.with_body(body)


def _gone_through(function: Function, iterable: gast.expr) -> str | None:
    """The variable all of whose items a loop goes through backwards."""
    inner = _argument(iterable, 'reversed')
    if isinstance(inner, gast.Call) and _calls(function, inner, indices) and len(inner.args) == 1:
        inner = inner.args[0]
    else:
        inner = _argument(_argument(inner, 'range'), 'len')
    return inner.id if isinstance(inner, gast.Name) else None


def _argument(node: gast.expr | None, builtin: str) -> gast.expr | None:
    """The argument of a call of a built-in function with one."""
    called = isinstance(node, gast.Call) and isinstance(node.func, gast.Name) and node.func.id == builtin
    return node.args[0] if called and len(node.args) == 1 else None


def _fill(function: Function, body: list[gast.stmt], position: int, of: str, speller: Speller | None) -> None:
    """Let the loop at a position fill the adjoints of a sequence, if it gives each item its whole adjoint.

    speller: None for what is known to be a list.
    """
    loop = body[position]
    if any(of in written(node) or isinstance(node, gast.FunctionDef) for node in in_order(body)):
        return
    for i, node in enumerate(loop.body):
        adjoint = _added(function, node, loop.target.id)
        if adjoint is None or not _is_only(loop.body, adjoint, i) or not _is_new(
                function, loop.body, node.value.args[2]):
            continue
        starts = [k for k, other in enumerate(body[:position]) if adjoint in written(other)]
        if len(starts) != 1 or any(adjoint in reads(other) for other in body[:position]):
            continue
        value = getattr(body[starts[0]], 'value', None)
        if not (isinstance(value, gast.Call) and _calls(function, value, zero) and key(value.args[0]) == of):
            continue
        if speller is not None:
            empty = call(speller.spell(unfilled), name(of))
        else:
            empty = binary(gast.List([constant(None)], gast.Load()), gast.Mult(), call(name('len'), name(of)))
            place = gast.Subscript(name(adjoint), name(loop.target.id), gast.Store())
            item = with_origin(gast.Assign([place], node.value.args[2], None), origin_of(node))
            loop = body[position] = with_blocks(loop, [[*loop.body[:i], item, *loop.body[i + 1:]]])
        body[starts[0]] = assign(adjoint, empty, origin_of(body[starts[0]]))


def _calls(function: Function, node: gast.Call, helper: object) -> bool:
    entry = entry_of(function, node)
    return entry is not None and entry.function is helper


def _added(function: Function, node: gast.stmt, index: str) -> str | None:
    """The variable of which a statement adds a variable to the item at an index."""
    value = getattr(node, 'value', None)
    if not (isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name) and isinstance(value, gast.Call)
            and _calls(function, value, add_at)):
        return None
    items, at, item = value.args
    target = node.targets[0].id
    return target if key(items) == target and key(at) == index and isinstance(item, gast.Name) else None


def _is_only(statements: list[gast.stmt], identifier: str, position: int) -> bool:
    """Whether one statement alone mentions a variable."""
    return not any(identifier in reads(node) | written(node) for i, node in enumerate(statements) if i != position)


def _is_new(function: Function, statements: list[gast.stmt], item: gast.Name) -> bool:
    """Whether a variable is memory that an iteration makes, and nothing else there refers to."""
    made = [node for node in in_order(statements) if item.id in written(node)]
    uses = sum(isinstance(part, gast.Name) and part.id == item.id for node in statements for part in walk(node))
    if len(made) != 1 or made[0] not in statements or uses != 2 or not isinstance(made[0], gast.Assign):
        return False
    value = made[0].value
    if isinstance(value, gast.BinOp):
        return True
    if not isinstance(value, gast.Call):
        return False
    target = function.scope.resolve(value.func, function.names.variables)
    entry = entry_of(function, value)
    return getattr(target, 'is_fresh', False) or entry is not None and entry.fresh
