"""Statements that stay as they are: `try`, `match`, classes, and contexts of which nothing is known.

They run once, where they stand in the forward pass, and nothing that carries derivatives may
pass through them.  A jump out of one becomes a flag that is tested after it.

    try:                            skipped = False
        n = float(word)             try:
    except ValueError:                  n = float(word)
        continue            ->      except ValueError:
                                        skipped = True
                                    if skipped:
                                        continue
"""
from __future__ import annotations

import attrs
import gast

from tangent.analyses.contexts import is_transparent
from tangent.analyses.opaque import TRIES
from tangent.errors import UnsupportedError
from tangent.passes.guard import writes_into_arguments
from tangent.syntax.build import (
    SCOPES, Opaque, assign, binary, constant, if_, name, origin_of, parameter, reads, rebuild, walk,
    with_origin, written,
)
from tangent.syntax.function import Function

_JUMPS = {gast.Return: 'returned', gast.Break: 'stopped', gast.Continue: 'skipped'}
_NUMBERS = {'int', 'float', 'bool', 'len', 'abs', 'round', 'ord'}
_MUTATORS = {'append', 'extend', 'insert', 'pop', 'popitem', 'remove', 'clear', 'update', 'setdefault', 'sort',
             'reverse', 'add', 'discard', 'fill', 'appendleft', 'popleft', 'put', 'resize', 'partition', 'itemset'}
_NEW = (gast.List, gast.Dict, gast.Set, gast.ListComp, gast.DictComp, gast.SetComp)
_KINDS = {**dict.fromkeys(TRIES, 'a try statement'), gast.With: 'a with statement', gast.Match: 'a match statement',
          gast.ClassDef: 'a class definition'}


def is_opaque(function: Function, node: gast.stmt) -> bool:
    """Whether a statement stays as it is."""
    return isinstance(node, tuple(_KINDS)) and not (isinstance(node, gast.With) and is_transparent(function, node))


def opaque(function: Function, node: gast.stmt) -> list[gast.stmt]:
    """A statement that stays as it is, and what stands before and after it because of jumps out of it.

    Raises:
        UnsupportedError: if it changes objects in place, or jumps where more would follow inside it.
    """
    what = _KINDS[type(node)]
    _check_writes(function, node, what)
    jumps = _Jumps(function, what)
    new = jumps.statement(rebuild(node, _without_updates), True)
    origin = origin_of(node)
    out: list[gast.stmt] = [assign(flag, constant(False), origin) for _, flag in jumps.jumps]
    out.append(with_origin(gast.copy_location(Opaque([new]), node), origin))
    return [*out, *[if_(name(flag), [jump], [], origin) for jump, flag in jumps.jumps]]


def _without_updates(node: gast.AST) -> gast.AST | None:
    """`n = n + 1` for `n += 1`."""
    if isinstance(node, gast.AugAssign) and isinstance(node.target, gast.Name):
        value = binary(name(node.target.id), node.op, node.value)
        return gast.copy_location(assign(node.target.id, value, origin_of(node)), node)
    return node if isinstance(node, (gast.FunctionDef, gast.ClassDef)) else None


def _check_writes(function: Function, node: gast.stmt, what: str) -> None:
    """Refuse a statement that may change an object which it did not make itself."""
    own = reads(node) & set(function.names.variables)
    own |= {part.target.id for part in walk(node) if isinstance(part, gast.AugAssign)
            and isinstance(part.target, gast.Name)} & set(function.names.variables)
    if isinstance(node, gast.ClassDef) and (own | _assigned_in(node)) & set(function.names.variables) - {node.name}:
        raise function.error(
            UnsupportedError, node, 'a class definition that reads variables of the function cannot be differentiated',
            'Define the class outside of the function.')
    if isinstance(node, gast.ClassDef):
        return
    own = {identifier for identifier in own if not (
        _is_number(function, identifier) or _is_new(function, node, identifier))}
    args = gast.arguments([parameter(identifier) for identifier in sorted(own)], [], None, [], [], None, [])
    tree = gast.FunctionDef(function.name, args, [node], [], None, None, [])
    changes = any(isinstance(part, gast.Call) and isinstance(part.func, gast.Attribute) and part.func.attr in _MUTATORS
                  and reads(part.func.value) & own for part in walk(node))
    if changes or writes_into_arguments(attrs.evolve(function, tree=tree), set()):
        raise function.error(
            UnsupportedError, node, f'{what} that may change a value in place cannot be differentiated',
            'Make a new value in it (n = n + 1 for n += 1, a list display), or change the value after it.')


def _assigned_in(node: gast.ClassDef) -> set[str]:
    """The names that the body of a class assigns."""
    return set().union(*map(written, node.body))


def _is_number(function: Function, identifier: str) -> bool:
    """Whether all that a variable is assigned is surely a number, so that updating it changes no object."""
    if identifier in function.parameters:
        return False
    for statement in function.tree.body:
        for part in walk(statement):
            if isinstance(part, gast.Name) and part.id == identifier and not isinstance(part.ctx, gast.Load):
                break
        else:
            continue
        if not _only_numbers(statement, identifier):
            return False
    return True


def _is_new(function: Function, node: gast.stmt, identifier: str) -> bool:
    """Whether a variable is assigned only inside a statement, and always a new container."""
    values = [value for part in walk(node) if isinstance(part, gast.Assign) for target in part.targets
              for value in _given(target, part.value, identifier)]
    stores = [part for statement in function.tree.body for part in walk(statement) if isinstance(part, gast.Name)
              and part.id == identifier and not isinstance(part.ctx, gast.Load)]
    return len(stores) == len(values) > 0 and identifier not in function.parameters and all(
        isinstance(value, _NEW) or isinstance(value, gast.Call) and isinstance(value.func, gast.Name)
        and value.func.id in ('list', 'dict', 'set') for value in values)


def _only_numbers(node: gast.AST, identifier: str) -> bool:
    """Whether a statement assigns only numbers to a variable."""
    for part in walk(node):
        if isinstance(part, gast.Assign) and not all(
                _number(value) for target in part.targets for value in _given(target, part.value, identifier)):
            return False
        if isinstance(part, gast.AugAssign) and identifier in written(part.target) and not _number(part.value):
            return False
        if isinstance(part, (gast.For, gast.withitem, gast.NamedExpr, gast.Delete, gast.AnnAssign, gast.comprehension)):
            targets = [getattr(part, field) for field in ('target', 'optional_vars') if getattr(part, field, None)]
            if any(identifier in written(target) for target in targets):
                return False
    return identifier not in _captures(node)


def _given(target: gast.expr, value: gast.expr, identifier: str) -> list[gast.expr | None]:
    """What an assignment gives to a variable; None where that cannot be told."""
    if isinstance(target, gast.Name):
        return [value] if target.id == identifier else []
    if isinstance(target, (gast.Tuple, gast.List)) and isinstance(value, (gast.Tuple, gast.List)) and len(
            target.elts) == len(value.elts):
        return [given for pair in zip(target.elts, value.elts) for given in _given(*pair, identifier)]
    return [None] if identifier in written(target) else []


def _captures(node: gast.AST) -> set[str]:
    """The names that patterns bind."""
    return set().union(*[written(part) for part in walk(node) if isinstance(part, (gast.match_case, gast.ExceptHandler))
                         for part in [getattr(part, 'pattern', None) or part.name] if isinstance(part, gast.AST)])


def _number(node: gast.expr | None) -> bool:
    if isinstance(node, gast.UnaryOp):
        return _number(node.operand)
    if isinstance(node, gast.BinOp):
        return _number(node.left) and _number(node.right)
    if isinstance(node, gast.Call):
        return isinstance(node.func, gast.Name) and node.func.id in _NUMBERS
    return isinstance(node, gast.Constant) and isinstance(node.value, (int, float))


class _Jumps:
    """Puts flags in the place of jumps that are the last thing that a statement does."""

    def __init__(self, function: Function, what: str) -> None:
        self.function, self.what = function, what
        self.jumps: list[tuple[gast.stmt, str]] = []  # those that follow the statement, with their flags
        self.held: set[str] | None = set()  # what may change before the statement ends; None for anything

    def statement(self, node: gast.stmt, last: bool, kinds: tuple = tuple(_JUMPS)) -> gast.stmt:
        """A statement without jumps out of it; `last` if nothing follows it."""
        outer = self.held
        new = self.without_jumps(node, last, kinds)
        self.held = outer
        return new

    def without_jumps(self, node: gast.stmt, last: bool, kinds: tuple) -> gast.stmt:
        if isinstance(node, SCOPES) or isinstance(node, gast.ClassDef):
            return node
        if isinstance(node, kinds):
            raise self.function.error(
                UnsupportedError, node, f'a {type(node).__name__.lower()} inside {self.what} where more would follow '
                'in it cannot be differentiated', 'Let it be the last statement there, or set a flag and test it '
                'afterwards.')
        copy = type(node).__new__(type(node))
        copy.__dict__.update(node.__dict__)
        loop = isinstance(node, (gast.For, gast.While))
        inner = tuple(kind for kind in kinds if kind is gast.Return) if loop else kinds
        outer = self.held
        for field in ('body', 'orelse', 'finalbody', 'handlers', 'cases'):
            parts = getattr(node, field, None)
            if not parts:
                continue
            self.held = outer if field != 'body' or isinstance(node, (gast.If, gast.Match)) else None
            if getattr(node, 'finalbody', None):
                self.held = None
            ends = last and not loop and field != 'finalbody' and not (
                field == 'body' and isinstance(node, TRIES) and node.orelse)
            if field in ('handlers', 'cases'):
                new = [self.part(part, ends, inner) for part in parts]
            else:
                new = self.block(parts, ends, kinds if field != 'body' else inner)
            setattr(copy, field, new)
        return copy

    def part(self, node: gast.AST, last: bool, kinds: tuple) -> gast.AST:
        """A case, or the handler of an exception, which has its name only there."""
        outer = self.held
        if self.held is not None and isinstance(node, gast.ExceptHandler) and node.name is not None:
            self.held = self.held | written(node.name)
        copy = type(node).__new__(type(node))
        copy.__dict__.update(node.__dict__)
        copy.body = self.block(node.body, last, kinds)
        self.held = outer
        return copy

    def block(self, statements: list[gast.stmt], last: bool, kinds: tuple) -> list[gast.stmt]:
        out: list[gast.stmt] = []
        for position, node in enumerate(statements):
            ends = last and position == len(statements) - 1
            if ends and isinstance(node, kinds):
                out += self.flagged(node)
            else:
                out.append(self.statement(node, ends, kinds))
        return out

    def flagged(self, node: gast.stmt) -> list[gast.stmt]:
        """What a jump does inside the statement: it sets its flag."""
        names, origin, out = self.function.names, origin_of(node), []
        flag = names.fresh(_JUMPS[type(node)])
        jump = node
        if isinstance(node, gast.Return) and node.value is not None and not self.may_wait(node.value):
            value = names.fresh('value', temporary=True)
            out.append(assign(value, node.value, origin))
            jump = with_origin(gast.Return(name(value)), origin)
        self.jumps.append((jump, flag))
        return [*out, assign(flag, constant(True), origin)]

    def may_wait(self, value: gast.expr) -> bool:
        """Whether what is returned is the same after the statement, and raises nothing that it would catch."""
        if isinstance(value, gast.Constant):
            return True
        return self.held is not None and self.held.isdisjoint(reads(value))
