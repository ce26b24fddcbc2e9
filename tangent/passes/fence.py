"""Refuse what is not supported, before anything is taken apart."""
from __future__ import annotations

import gast

from tangent.errors import UnsupportedError
from tangent.runtime.records import has_derivative
from tangent.syntax.build import bound_names, children, walk
from tangent.syntax.function import Function

_LATER = {
    gast.Global: ('a global statement', 'return the value instead of writing it to the module'),
    gast.Nonlocal: ('a nonlocal statement', 'return the value instead of writing it to an outer function'),
    gast.AsyncFunctionDef: ('a coroutine', 'define a plain function'),
    gast.AsyncFor: ('an async for loop', 'use a plain function'),
    gast.AsyncWith: ('an async with statement', 'use a plain function'),
    gast.Yield: ('a generator', 'return a tuple of the values'),
    gast.YieldFrom: ('a generator', 'return a tuple of the values'),
    gast.Await: ('await', 'use a plain function'),
}

_WRITES = {'__setitem__': 'x[i] = v', '__delitem__': 'del x[i]'}


def fence(function: Function) -> Function:
    """Return the function as it is, or raise at the first construct that is not supported.

    Raises:
        UnsupportedError: with the place, the reason and what to write instead.
    """
    for statement in function.tree.body:
        _check(function, statement)
    return function


def check_nonlocals(function: Function) -> Function:
    """Return the function as it is, or raise where one defined inside assigns variables around it.

    Raises:
        UnsupportedError: with the place.
    """
    for part in [part for statement in function.tree.body for part in walk(statement)]:
        if isinstance(part, gast.Nonlocal):
            _check(function, part)
    return function


def _check(function: Function, node: gast.AST) -> None:
    if isinstance(node, (gast.FunctionDef, gast.ClassDef)):
        _check_definition(function, node)
        return
    if type(node) in _LATER:
        what, remedy = _LATER[type(node)]
        raise function.error(UnsupportedError, node, f'{what} cannot be differentiated',
                             f'{remedy[0].upper()}{remedy[1:]}.')
    if isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and node.func.attr in _WRITES:
        raise function.error(UnsupportedError, node, f'a call of {node.func.attr} cannot be differentiated',
                             f'Write it as the statement {_WRITES[node.func.attr]}.')
    if isinstance(node, (gast.Assign, gast.AugAssign, gast.AnnAssign, gast.Delete)):
        targets = node.targets if isinstance(node, (gast.Assign, gast.Delete)) else [node.target]
        for target in targets:
            _check_target(function, node, target)
    if isinstance(node, gast.For):
        _check_target(function, node, node.target)
    for child in children(node):
        _check(function, child)


def _check_definition(function: Function, node: gast.FunctionDef | gast.ClassDef) -> None:
    """Refuse what a function or class defined inside may not do; all else is seen when it is called."""
    if isinstance(node, gast.FunctionDef) and node.decorator_list:
        raise function.error(UnsupportedError, node, 'a decorated function defined inside the function '
                             'cannot be differentiated',
                             'Define it outside, or apply the decorator by a call.')
    for part in walk(node):
        if isinstance(part, gast.Global):
            _check(function, part)


def _check_target(function: Function, statement: gast.stmt, target: gast.AST) -> None:
    if isinstance(target, (gast.Tuple, gast.List)):
        for element in target.elts:
            _check_target(function, statement, element)
    elif isinstance(target, gast.Starred):
        _check_target(function, statement, target.value)
    elif isinstance(target, gast.Attribute) and (isinstance(statement, gast.Delete) or not has_derivative(
            target.attr) or not _is_of_variable(function, target)):
        raise function.error(UnsupportedError, target, 'writing this attribute cannot be differentiated: only those of '
                             'objects in variables can, whose name is none of the attributes of arrays',
                             'Use a local variable, and return it.')


def _is_of_variable(function: Function, node: gast.expr) -> bool:
    while isinstance(node, (gast.Attribute, gast.Subscript)):
        node = node.value
    return isinstance(node, gast.Name) and node.id in function.names.variables


def is_comprehension(node: gast.AST) -> bool:
    """Whether a node is a comprehension, which may stand only where no derivative passes."""
    return bool(bound_names(node)) and not isinstance(node, (gast.Lambda, gast.FunctionDef))
