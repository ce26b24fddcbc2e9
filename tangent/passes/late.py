"""What an iterator has still to read must not change before: derivatives read its items when it is made."""
from __future__ import annotations

import itertools
from collections.abc import Sequence

import gast

from tangent.analyses.effects import entry_of
from tangent.errors import UnsupportedError
from tangent.passes.guard import may_write_into
from tangent.passes.writes import CHANGING_METHODS
from tangent.syntax.build import bound_names, children, reads, walk, written
from tangent.syntax.function import Function
from tangent.templates.registry import ELEMENTWISE

_VIEWS = (gast.Name, gast.Subscript, gast.Attribute, gast.Call)  # what may be the memory of another variable
_AT_ONCE = (itertools.product, itertools.permutations, itertools.combinations,
            itertools.combinations_with_replacement)  # iterators that read all they are given when they are made


def check_read_late(function: Function, node: gast.Assign) -> None:
    """Refuse a variable that holds an iterator, where what that reads changes before it has gone through it all.

    Raises:
        UnsupportedError: with the place where the iterator is made.
    """
    if isinstance(node.value, gast.Call) and any(
            function.scope.resolve(node.value.func, function.names.variables) is known for known in _AT_ONCE):
        return
    target = node.targets[0].id
    memory = sharing(function, reads(node.value))
    names = _read_late(node.value)
    for statement in _until_read(function, node, target):
        changed = _changed(function, statement, memory) & memory | written(statement) & names - {target}
        if changed:
            raise function.error(
                UnsupportedError, node, f'{function.names.base(target)!r} is an iterator, and '
                f'{function.names.base(min(changed))!r}, of which it has still to read, changes before: the derivative '
                'would not see that', 'Make a list of its items: list(...).')


def check_read_early(function: Function, node: gast.For) -> None:
    """Refuse a loop that may write what its iterator has still to read: the items would be read before it."""
    changed = changed_in_loop(function, node, node.iter)
    if changed:
        raise function.error(
            UnsupportedError, node.iter, f'a loop that writes {min(changed)!r}, of which its iterator has '
            'still to compute items, cannot be differentiated', 'Loop over a list of the items.')


def changed_in_loop(function: Function, node: gast.For, iterable: gast.expr) -> set[str]:
    """The variables that may be the memory of what a loop goes through, and that its body may change in place."""
    memory = sharing(function, reads(iterable))
    return set().union(*[_changed(function, inner, memory) for inner in _statements(node.body)]) & memory


def sharing(function: Function, names: set[str]) -> set[str]:
    """The variables that may share memory with some, those among them."""
    same, size = set(names), -1
    while size < len(same):
        size = len(same)
        for part in _statements(function.tree.body):
            if isinstance(part, gast.Assign) and isinstance(part.value, _VIEWS) and not _is_new(function, part.value):
                involved = reads(part.value).union(*map(reads, part.targets), *map(written, part.targets))
                same |= involved if involved & same else set()
    return same & set(function.names.variables)


def _is_new(function: Function, node: gast.expr) -> bool:
    """Whether an expression calls a function whose result is no part of what it is given."""
    entry = entry_of(function, node) if isinstance(node, gast.Call) else None
    if entry is None:
        return False
    adds_up = entry.function is sum and len(node.args) == 1  # to a number
    return adds_up or entry.fresh or entry.style == ELEMENTWISE or entry.shape in ('reduction', 'scalar')


def _changed(function: Function, node: gast.stmt, memory: set[str]) -> set[str]:
    """The variables whose objects a statement, without those in it, may change in place."""
    if isinstance(node, gast.Expr):
        return reads(node)
    targets = node.targets if isinstance(node, (gast.Assign, gast.Delete)) else [
        node.target] if isinstance(node, gast.AugAssign) else []
    found = {used for target in targets for part in walk(target) if isinstance(part, (gast.Subscript, gast.Attribute))
             for used in reads(part.value)} | (written(node) if isinstance(node, gast.AugAssign) else set())
    if isinstance(node, (gast.Assign, gast.AugAssign, gast.Return)) and node.value is not None:
        calls = [part for part in walk(node.value) if isinstance(part, gast.Call)]
        found |= set().union(*[reads(part) for part in calls if may_write_into(function, part, memory) or isinstance(
            part.func, gast.Attribute) and part.func.attr in CHANGING_METHODS])
    return found


def _read_late(node: gast.expr) -> set[str]:
    """The names that the functions and expressions in an iterator read when it is an item's turn."""
    found: set[str] = set()
    for part in walk(node):
        if isinstance(part, gast.GeneratorExp):
            first, *others = part.generators
            later = [part.elt, *first.ifs, *others]
            found |= set().union(*map(reads, later)) - bound_names(part)
        elif isinstance(part, gast.Lambda):
            found |= reads(part) - bound_names(part)
    return found


def _until_read(function: Function, node: gast.Assign, target: str) -> Sequence[gast.stmt]:
    """The statements between one that makes an iterator and the last that reads it; of a loop that does, all."""
    statements = _statements(function.tree.body)
    place = next(i for i, statement in enumerate(statements) if statement is node)
    last = place
    for i, statement in enumerate(statements):
        inside = _statements([statement])
        if any(inner is node for inner in inside) or not any(
                isinstance(part, gast.Name) and part.id == target and isinstance(part.ctx, gast.Load)
                for part in walk(statement)):
            continue
        if i < place:
            return [other for other in statements if other is not node]
        last = max(last, i + len(inside) - 1)
    return statements[place + 1:last + 1]


def _statements(nodes: Sequence[gast.AST]) -> list[gast.stmt]:
    """All statements in the order of the text, also those of `else`, `try` and functions inside."""
    found = []
    for node in nodes:
        if isinstance(node, gast.stmt):
            found.append(node)
        if not isinstance(node, gast.expr):
            found += _statements(children(node))
    return found
