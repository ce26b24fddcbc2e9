"""Refuse what is not supported, before anything is taken apart."""
from __future__ import annotations

import gast

from tangent.errors import UnsupportedError
from tangent.syntax.build import bound_names, children
from tangent.syntax.function import Function

_LATER = {
    gast.For: ('a for loop', 'write the loop as array operations'),
    gast.While: ('a while loop', 'write the loop as array operations, or as a recursive function'),
    gast.With: ('a with statement', 'enter the context around the call of the derivative'),
    gast.Try: ('a try statement', 'handle the exception around the call of the derivative'),
    gast.Match: ('a match statement', 'write it with if and elif'),
    gast.Global: ('a global statement', 'return the value instead of writing it to the module'),
    gast.Nonlocal: ('a nonlocal statement', 'return the value instead of writing it to an outer function'),
    gast.ClassDef: ('a class definition', 'define the class outside of the function'),
    gast.AsyncFunctionDef: ('a coroutine', 'define a plain function'),
    gast.AsyncFor: ('an async for loop', 'use a plain function'),
    gast.AsyncWith: ('an async with statement', 'use a plain function'),
    gast.Yield: ('a generator', 'return a tuple of the values'),
    gast.YieldFrom: ('a generator', 'return a tuple of the values'),
    gast.Await: ('await', 'use a plain function'),
}
if hasattr(gast, 'TryStar'):
    _LATER[gast.TryStar] = _LATER[gast.Try]


def fence(function: Function) -> Function:
    """Return the function as it is, or raise at the first construct that is not supported.

    Raises:
        UnsupportedError: with the place, the reason and what to write instead.
    """
    for statement in function.tree.body:
        _check(function, statement)
    return function


def _check(function: Function, node: gast.AST) -> None:
    if type(node) in _LATER:
        what, remedy = _LATER[type(node)]
        raise function.error(UnsupportedError, node, f'{what} cannot be differentiated',
                             f'{remedy[0].upper()}{remedy[1:]}.')
    if isinstance(node, gast.FunctionDef) and node.decorator_list:
        raise function.error(UnsupportedError, node, 'a decorated function defined inside the function '
                             'cannot be differentiated',
                             'Define it outside, or apply the decorator by a call.')
    if isinstance(node, (gast.Assign, gast.AugAssign, gast.AnnAssign, gast.Delete)):
        targets = node.targets if isinstance(node, (gast.Assign, gast.Delete)) else [node.target]
        for target in targets:
            _check_target(function, node, target)
    for child in children(node):
        _check(function, child)


def _check_target(function: Function, statement: gast.stmt, target: gast.AST) -> None:
    if isinstance(target, (gast.Tuple, gast.List)):
        for element in target.elts:
            _check_target(function, statement, element)
    elif isinstance(target, gast.Starred):
        _check_target(function, statement, target.value)
    elif isinstance(target, gast.Attribute):
        raise function.error(UnsupportedError, target, 'writing an attribute cannot be differentiated',
                             'Use a local variable, and return it.')
    elif isinstance(target, gast.Subscript):
        added = isinstance(statement, gast.AugAssign) and isinstance(statement.op, (gast.Add, gast.Sub))
        if not (added and _is_basic(target.slice) and isinstance(target.value, gast.Name)):
            raise function.error(
                UnsupportedError, target,
                'writing into an array or container in place cannot be differentiated',
                'Build the value with np.where, np.concatenate or np.stack instead.')


def _is_basic(index: gast.AST) -> bool:
    """Whether an index surely names no element twice: slices, literal integers, None and Ellipsis."""
    if isinstance(index, gast.Tuple):
        return all(map(_is_basic, index.elts))
    if isinstance(index, gast.UnaryOp):
        return isinstance(index.operand, gast.Constant)
    if isinstance(index, gast.Attribute):
        return index.attr == 'newaxis'
    return isinstance(index, gast.Slice) or isinstance(index, gast.Constant) and (
        index.value is None or index.value is Ellipsis or type(index.value) is int)


def is_comprehension(node: gast.AST) -> bool:
    """Whether a node is a comprehension, which may stand only where no derivative passes."""
    return bool(bound_names(node)) and not isinstance(node, (gast.Lambda, gast.FunctionDef))
