"""Make sure that what is written in place is an array that has no other name.

Inside tangent `b[i] += v` is a new version of b; that is what Python does only if no
other name sees the array that is changed.
"""
from __future__ import annotations

from collections.abc import Callable

import gast

from tangent.errors import UnsupportedError
from tangent.runtime.arrays import add_at, check_unshared, copied, zero
from tangent.syntax.build import call, children, constant, if_, in_order, name, origin_of, reads, walk, with_origin
from tangent.syntax.function import Function
from tangent.syntax.spelling import Speller
from tangent.templates.registry import ELEMENTWISE, lookup

_VIEWS = ('reshape', 'ravel', 'transpose', 'view', 'squeeze')  # methods whose result may be the array itself


def check_buffers(function: Function) -> Function:
    """Return the function as it is, or raise where it writes into memory that may have another name."""
    definitions: dict[str, list[gast.expr]] = {}
    uses: dict[str, list[gast.AST]] = {}
    writes: list[gast.Call] = []
    for statement in function.tree.body:
        _collect(statement, definitions, uses, writes)
    for write in writes:
        buffer = write.args[0].id
        for version in _sources(buffer, definitions):
            made = [_is_fresh(function, value) for value in definitions.get(version, [])]
            if not made or not all(made) or not all(_only_reads(function, use) for use in uses[version]):
                base = function.names.base(buffer)
                raise function.error(
                    UnsupportedError, write, f'the memory of {base!r} may have another name, so that writing '
                    'into it in place cannot be differentiated',
                    f'Write only into an array made in {function.name} by np.zeros, np.zeros_like or arithmetic, '
                    'before it is passed on; or build the value with np.where, np.concatenate or np.stack.')
    return function


def guard_updates(function: Function, speller: Speller) -> Function:
    """The function with a check before `x += v` where another name may be the same array and is read after it.

    Python changes both then, if x is an array; of a number it makes a new one, as the
    generated code does.
    """
    order = in_order(function.tree.body)

    def block(statements: list[gast.stmt]) -> list[gast.stmt]:
        out: list[gast.stmt] = []
        for node in statements:
            if isinstance(node, gast.If):
                node = if_(node.test, block(node.body), block(node.orelse), origin_of(node))
            elif isinstance(node, gast.Assign) and getattr(node.value, 'updates', False):
                out += checks(node)
            out.append(node)
        return out

    def checks(node: gast.Assign) -> list[gast.stmt]:
        updated = node.value.left.id
        position = next(i for i, other in enumerate(order) if other is node)
        others = _aliases(function, updated, order[:position]) - {updated}
        later = [node.test if isinstance(node, gast.If) else node for node in order[position + 1:]]
        read_later = others & set().union(*map(reads, later))
        if not read_later:
            return []
        check = call(speller.spell(check_unshared), name(updated), constant(function.names.base(updated)),
                     constant(function.names.base(sorted(read_later)[0])))
        return [with_origin(gast.Expr(check), origin_of(node))]
    return function.with_body(block(function.tree.body))


def _aliases(function: Function, identifier: str, statements: list[gast.stmt]) -> set[str]:
    """The names that may be the same array as a variable, or a view of it: made from it, or it from them."""
    links: list[set[str]] = []
    for node in statements:
        if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name):
            shared = _shares(function, node.value)
            if shared:
                links.append({node.targets[0].id, *shared})
    found = {identifier}
    size = 0
    while size < len(found):
        size = len(found)
        for link in links:
            if link & found:
                found |= link
    return found


def _shares(function: Function, value: gast.expr) -> set[str]:
    """The variables whose memory the value of an expression surely shares, or holds, if they are arrays."""
    if isinstance(value, gast.Name):
        return {value.id} & set(function.names.variables)
    if isinstance(value, (gast.Tuple, gast.List)):
        return set().union(*[_shares(function, element) for element in value.elts])
    if isinstance(value, gast.Subscript) and any(isinstance(part, gast.Slice) for part in walk(value.slice)):
        return _shares(function, value.value)
    if isinstance(value, gast.Attribute) and value.attr in ('T', 'real', 'imag'):
        return _shares(function, value.value)
    if isinstance(value, gast.Call):
        if isinstance(value.func, gast.Attribute) and value.func.attr in _VIEWS:
            return _shares(function, value.func.value) | (_shares(function, value.args[0]) if value.args else set())
    return set()


def _collect(node: gast.AST, definitions: dict, uses: dict, writes: list) -> None:
    if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name):
        definitions.setdefault(node.targets[0].id, []).append(node.value)
    if isinstance(node, gast.Call) and getattr(node, 'in_place', False):
        writes.append(node)
    for child in children(node):
        if isinstance(child, gast.Name) and isinstance(child.ctx, gast.Load):
            uses.setdefault(child.id, []).append(node)
        _collect(child, definitions, uses, writes)


def _sources(version: str, definitions: dict[str, list[gast.expr]]) -> list[str]:
    """The version, and those that it is merely another name of."""
    found = [version]
    for current in found:
        found += [value.id for value in definitions.get(current, ())
                  if isinstance(value, gast.Name) and value.id not in found]
    return found


def _is_fresh(function: Function, value: gast.expr) -> bool:
    """Whether an expression makes an array that nothing else refers to."""
    if isinstance(value, gast.Name):
        return True  # judged by its own definitions
    if isinstance(value, (gast.BinOp, gast.UnaryOp)):
        return True
    if isinstance(value, gast.Call):
        entry = lookup(function.scope.resolve(value.func, function.names.variables))
        return entry is not None and (entry.fresh or entry.function is add_at)
    return False


def _only_reads(function: Function, use: gast.AST) -> bool:
    """Whether what is made of an array in one use cannot be the array's own memory."""
    if isinstance(use, (gast.BinOp, gast.UnaryOp, gast.Compare)):
        return True
    if isinstance(use, gast.Assign):
        return isinstance(use.value, gast.Name) and getattr(use, 'origin', None) is None  # a merge
    if isinstance(use, gast.Call):
        entry = lookup(function.scope.resolve(use.func, function.names.variables))
        return entry is not None and (entry.fresh or entry.style == ELEMENTWISE
                                      or entry.shape in ('reduction', 'scalar') or entry.function is add_at)
    return False


def is_owned_before(function: Function) -> Callable[[str], bool]:
    """Whether a version of a buffer is an array made here that nothing else sees."""
    definitions: dict[str, list[gast.expr]] = {}
    uses: dict[str, list[gast.AST]] = {}
    for statement in function.tree.body:
        _collect(statement, definitions, uses, [])

    def owned(buffer: str) -> bool:
        return all(definitions.get(version) and all(_is_fresh(function, value) for value in definitions[version])
                   and all(_only_reads(function, use) for use in uses.get(version, ()))
                   for version in _sources(buffer, definitions))
    return owned


def is_array_buffer(function: Function) -> Callable[[str], bool]:
    """Whether a version of a buffer is surely an array, and no container."""
    definitions: dict[str, list[gast.expr]] = {}
    for statement in function.tree.body:
        _collect(statement, definitions, {}, [])

    def made_as_array(value: gast.expr) -> bool:
        if isinstance(value, gast.Call):
            entry = lookup(function.scope.resolve(value.func, function.names.variables))
            if entry is not None and entry.function in (add_at, copied):
                return isinstance(value.args[0], gast.Name) and is_array(value.args[0].id)
            return entry is not None and entry.fresh and entry.function is not zero
        return isinstance(value, (gast.BinOp, gast.UnaryOp))

    def is_array(buffer: str) -> bool:
        values = [value for version in _sources(buffer, definitions) for value in definitions.get(version, ())
                  if not isinstance(value, gast.Name)]
        return bool(values) and all(map(made_as_array, values))
    return is_array
