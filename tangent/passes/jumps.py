"""Turn jumps into branches: the function returns once, at its end, and loops end by a flag.

What follows a branch that returns, breaks or continues moves into the other branch.
Where more than one path goes on after a branch that may jump, a flag guards what follows.

    for i in range(n):              stopped = False
        if x > 9.0:                 for i in range(n):
            break                       if x > 9.0:
        x = x * x           ->              stopped = True
                                        else:
                                            x = x * x
                                        if stopped:         # the field `until` of the loop
                                            break
"""
from __future__ import annotations

import attrs
import gast

from tangent.syntax.build import (
    BLOCKS, LOOPS, assign, blocks_of, constant, for_, if_, in_order, name, origin_of, while_, with_blocks, with_origin,
)
from tangent.syntax.function import Function

_EXITS = (gast.Return, gast.Break, gast.Continue)


def one_exit(function: Function, statements: list[gast.stmt]) -> list[gast.stmt]:
    """The statements of a function without jumps, but for one return at the end."""
    returns = [s for s in _all(statements) if isinstance(s, gast.Return)]
    has_loops = any(isinstance(s, LOOPS) for s in in_order(statements))
    if returns == statements[-1:] and not has_loops:
        return statements
    result = _result(function, statements, returns)
    if returns == statements[-1:]:
        *statements, last = statements
        return [*_Closer(function, result).block(statements, []), last] if returns else [
            *_Closer(function, result).block([*statements, last], [])]
    body = _Closer(function, result).block(statements, [])
    last = with_origin(gast.Return(name(result)), None)
    if not _always(statements):
        body = [assign(result, constant(None), None), *body]
    return [*body, last]


def _result(function: Function, statements: list[gast.stmt], returns: list[gast.Return]) -> str:
    """The variable for what the function returns: that which it always returns, if there is such a one."""
    names = {r.value.id if isinstance(r.value, gast.Name) else None for r in returns}
    if len(names) == 1 and _always(statements) and names <= set(function.names.variables):
        return names.pop()
    return function.names.fresh('result') if returns[:-1] or returns != statements[-1:] else ''


def _all(statements: list[gast.stmt]) -> list[gast.stmt]:
    """All statements, those in the else blocks of loops among them."""
    found = []
    for node in statements:
        found.append(node)
        for block in [*blocks_of(node), *([node.orelse] if isinstance(node, LOOPS) else [])]:
            found += _all(block)
    return found


def _always(statements: list[gast.stmt]) -> bool:
    """Whether every path through the statements returns or raises."""
    for statement in statements:
        if isinstance(statement, (gast.Return, gast.Raise)):
            return True
        if isinstance(statement, gast.If) and _always(statement.body) and _always(statement.orelse):
            return True
        if isinstance(statement, gast.With) and _always(statement.body):
            return True
        if isinstance(statement, gast.While) and _is_true(statement.test) and not _jumps_out(
                statement.body, (gast.Break,)):
            return True
    return False


def _is_true(test: gast.expr) -> bool:
    return isinstance(test, gast.Constant) and bool(test.value)


def _jumps_out(statements: list[gast.stmt], kinds: tuple) -> bool:
    """Whether statements contain a jump of the kinds given, out of their own block."""
    return any(_jumps(statement, kinds) for statement in statements)


def _jumps(statement: gast.stmt, kinds: tuple = _EXITS) -> bool:
    if isinstance(statement, kinds):
        return True
    if isinstance(statement, gast.If):
        return _jumps_out([*statement.body, *statement.orelse], kinds)
    if isinstance(statement, gast.With):
        return _jumps_out(statement.body, kinds)
    if isinstance(statement, LOOPS):
        inner = tuple(kind for kind in kinds if kind is gast.Return)
        return _jumps_out(statement.body, inner) or _jumps_out(statement.orelse, kinds)
    return False


def _open_ends(statements: list[gast.stmt]) -> int:
    """On how many paths control leaves the statements at their end."""
    for statement in statements:
        if isinstance(statement, (*_EXITS, gast.Raise)):
            return 0
        if isinstance(statement, gast.If) and _jumps(statement):
            ends = _open_ends(statement.body) + _open_ends(statement.orelse)
            rest = statements[statements.index(statement) + 1:]
            return ends * _open_ends(rest) if rest else ends
        if isinstance(statement, gast.With) and _jumps(statement):
            ends = _open_ends(statement.body)
            rest = statements[statements.index(statement) + 1:]
            return ends * _open_ends(rest) if rest else ends
    return 1


@attrs.define
class _Loop:
    """The flags of a loop: `stopped` after a break, `returned` after a return inside it."""

    stopped: str | None
    returned: str | None


class _Closer:
    def __init__(self, function: Function, result: str) -> None:
        self.function, self.result = function, result
        self.loop: _Loop | None = None

    def block(self, statements: list[gast.stmt], rest: list[gast.stmt]) -> list[gast.stmt]:
        """The statements, and then `rest` on each path that did not jump."""
        out: list[gast.stmt] = []
        todo = [*statements, *rest]
        for position, statement in enumerate(todo):
            if isinstance(statement, _EXITS):
                return [*out, *self.exit(statement)]
            if isinstance(statement, gast.Raise):
                return [*out, statement]
            after = todo[position + 1:]
            if isinstance(statement, LOOPS):
                pieces, orelse, returned = self.closed_loop(statement)
                following = self.block([*orelse, *after], [])
                if returned is not None:
                    following = self.unless(returned, following, origin_of(statement))
                return [*out, *pieces, *following]
            if isinstance(statement, gast.If) and _jumps(statement):
                if _open_ends([statement]) <= 1 or _is_short(after):
                    body, orelse = self.block(statement.body, after), self.block(statement.orelse, after)
                    return [*out, if_(statement.test, body, orelse, origin_of(statement))]
                return [*out, *self.guarded(statement, after)]
            if isinstance(statement, gast.With) and _jumps(statement) and after and _open_ends([statement]):
                return [*out, *self.guarded(statement, after)]
            if isinstance(statement, gast.With) and not _open_ends([statement]):
                return [*out, with_blocks(statement, [self.block(statement.body, [])])]
            if isinstance(statement, (gast.If, gast.With)):
                statement = with_blocks(statement, [self.block(block, []) for block in blocks_of(statement)])
            out.append(statement)
        return out

    def exit(self, statement: gast.stmt) -> list[gast.stmt]:
        """What a jump leaves behind: the result, and the flags of the loop that it leaves."""
        out = []
        origin = origin_of(statement)
        if isinstance(statement, gast.Return):
            value = statement.value if statement.value is not None else constant(None)
            if not (isinstance(value, gast.Name) and value.id == self.result):
                out.append(assign(self.result, value, origin))
            if self.loop is not None:
                out.append(assign(self.loop.returned, constant(True), None))
        elif isinstance(statement, gast.Break):
            out.append(assign(self.loop.stopped, constant(True), None))
        return out

    def unless(self, flag: str, statements: list[gast.stmt], origin: object) -> list[gast.stmt]:
        if not statements:
            return []
        return [if_(gast.UnaryOp(gast.Not(), name(flag)), statements, [], origin)]

    def guarded(self, statement: gast.If | gast.With, after: list[gast.stmt]) -> list[gast.stmt]:
        origin = origin_of(statement)
        returns = all(isinstance(s, gast.Return) for s in _all([statement]) if isinstance(s, _EXITS))
        done = self.function.names.fresh('returned' if returns else 'done')
        inner = self.block([_flagged(statement, done)], [])
        return [assign(done, constant(False), origin), *inner, *self.unless(done, self.block(after, []), origin)]

    def closed_loop(self, node: gast.For | gast.While) -> tuple[list[gast.stmt], list[gast.stmt], str | None]:
        """A loop without jumps after what initializes its flags; its else block, and the flag for a return in it."""
        node = _with_test(node)
        names, origin, outer = self.function.names, origin_of(node), self.loop
        breaks, returns = _jumps_out(node.body, (gast.Break,)), _jumps_out(node.body, (gast.Return,))
        stopped = names.fresh('stopped') if breaks else None
        returned = (outer.returned if outer and outer.returned else names.fresh('returned')) if returns else None
        out = [assign(flag, constant(False), None) for flag in (stopped, returned)
               if flag is not None and not (outer and flag == outer.returned)]
        self.loop = _Loop(stopped, returned)
        body = self.block(node.body, [])
        self.loop = outer
        flags = [name(flag) for flag in (stopped, returned) if flag is not None]
        until = flags[0] if len(flags) == 1 else gast.BoolOp(gast.Or(), flags) if flags else None
        if isinstance(node, gast.For):
            out.append(gast.copy_location(for_(node.target, node.iter, body, origin, until), node))
        else:
            tests = [*[gast.UnaryOp(gast.Not(), flag) for flag in flags], *([] if flags and _is_true(node.test)
                                                                            else [node.test])]
            test = tests[0] if len(tests) == 1 else gast.BoolOp(gast.And(), tests)
            out.append(gast.copy_location(while_(test, body, origin), node))
        orelse = node.orelse
        if orelse and stopped is not None:
            orelse = self.unless(stopped, orelse, origin)
        return out, orelse, returned


def _with_test(node: gast.For | gast.While) -> gast.For | gast.While:
    """`while not test` for `while True: if test: break`."""
    first = node.body[0]
    if node.orelse or not (
            isinstance(node, gast.While) and _is_true(node.test) and isinstance(first, gast.If) and not first.orelse
            and len(first.body) == 1 and isinstance(first.body[0], gast.Break) and len(node.body) > 1):
        return node
    test = first.test.operand if isinstance(first.test, gast.UnaryOp) and isinstance(
        first.test.op, gast.Not) else gast.UnaryOp(gast.Not(), first.test)
    new = with_origin(gast.While(test, node.body[1:], node.orelse), origin_of(node))
    return gast.copy_location(new, node)


def _is_short(statements: list[gast.stmt]) -> bool:
    """Whether statements are so few that repeating them reads better than a flag."""
    return len(statements) <= 2 and not any(isinstance(s, (*BLOCKS, gast.FunctionDef)) for s in statements)


def _flagged(statement: gast.stmt, done: str, kinds: tuple = _EXITS) -> gast.stmt:
    """The statement with `done = True` before each jump of the kinds given out of it."""
    def block(statements: list[gast.stmt], kinds: tuple) -> list[gast.stmt]:
        out = []
        for s in statements:
            if isinstance(s, kinds):
                out.append(assign(done, constant(True), origin_of(s)))
            out.append(_flagged(s, done, kinds))
        return out
    inner = tuple(kind for kind in kinds if kind is gast.Return) if isinstance(statement, LOOPS) else kinds
    if not isinstance(statement, BLOCKS):
        return statement
    new = with_blocks(statement, [block(part, inner) for part in blocks_of(statement)])
    if isinstance(statement, LOOPS):
        new.orelse = block(statement.orelse, kinds)
    return new
