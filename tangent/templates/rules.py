"""The decorators that register rules; `tangent.grads` hands them on to users.

A rule is a template: a Python function whose body is code, with `d[x]` for the
derivative of x.  It is never called: its source is filled in where the function it
belongs to is differentiated.
"""
from __future__ import annotations

import dis
import inspect
import types
from collections.abc import Callable
from typing import Any

import attrs

from tangent.errors import RuleError
from tangent.templates.registry import (
    BILINEAR, ELEMENTWISE, LINEAR, Entry, lookup, mentions_d, register, register_definition,
)


class Derivatives:
    """The type of `d`: in a template, `d[x]` stands for the derivative of x."""

    def __getitem__(self, variable: Any) -> Any:
        raise RuleError('d[x] has a meaning only inside a rule, whose code is filled in and not called')

    def __setitem__(self, variable: Any, derivative: Any) -> None:
        self[variable]


d = Derivatives()


def literal(argument: Any) -> bool:
    """In a template: whether the argument is written as a constant in the call."""
    raise RuleError('literal(x) has a meaning only inside a rule')


def is_zero(tangent: Any) -> bool:
    """In a template of forward mode: whether the tangent, `d[x]`, is zero since x carries no derivative."""
    raise RuleError('is_zero(d[x]) has a meaning only inside a rule')


_NAME_IT = 'Name the function: @adjoint(f) over def rule(result, <the arguments of f>).'


def _registrar(style: str | None) -> Callable:
    def decorator(*functions: Any, shape: str | None = ELEMENTWISE if style == ELEMENTWISE else None,
                  constant: tuple[str, ...] = (), shape_reads: tuple[str, ...] = (),
                  broad: tuple[str, ...] = (), keeps_dtype: bool = True, pure: bool = True,
                  fresh: bool = style == ELEMENTWISE, linear: tuple[str, ...] = (),
                  derives: bool = False) -> Callable[[Callable], Callable]:
        if not functions:
            raise RuleError('a rule was registered for no function', _NAME_IT)
        for function in functions:
            if _is_rule(function):
                code = function.__code__
                raise RuleError(f'{function.__name__!r} is a rule; the function it is for is missing',
                                _NAME_IT, file=code.co_filename, line=code.co_firstlineno)

        def add(template: Callable) -> Callable:
            if not isinstance(template, types.FunctionType):
                raise RuleError(f'a rule is a Python function, not {template!r}', _NAME_IT)
            for function in functions:
                register(Entry(function, adjoint=template, style=style, constant=constant, shape=shape,
                               shape_reads=shape_reads, broad=broad, keeps_dtype=keeps_dtype, pure=pure,
                               fresh=fresh, linear=linear, derives=derives))
            return template
        return add
    return decorator


def _is_rule(function: Any) -> bool:
    """Whether a function reads `d` as rules do, as happens where `@adjoint` lacks its brackets."""
    if not isinstance(function, types.FunctionType) or not mentions_d(function):
        return False
    scope = inspect.getclosurevars(function)
    return {**scope.globals, **scope.nonlocals}.get('d', d) is d and any(
        step.argval == 'd' and step.opname in ('LOAD_GLOBAL', 'LOAD_DEREF')
        for step in dis.get_instructions(function))


adjoint = _registrar(None)
adjoint.__doc__ = """A rule in reverse mode: `@adjoint(f)` over `def rule(result, <the arguments of f>)`."""
elementwise = _registrar(ELEMENTWISE)
elementwise.__doc__ = """A rule for a function that acts on each element: both modes follow from it, and the
broadcasting of arguments is undone by the engine.  `@elementwise(np.sin)`, `d[x] = d[y] * np.cos(x)`."""
linear = _registrar(LINEAR)
linear.__doc__ = """A rule for a function that is linear, jointly, in the arguments that the template gives a
derivative: its tangent is the function itself.  `@linear(np.transpose)`."""
bilinear = _registrar(BILINEAR)
bilinear.__doc__ = """A rule for a product: linear in each argument that the template gives a derivative;
its tangent follows the product rule.  `@bilinear(np.dot)`."""


def tangent(*functions: Any) -> Callable[[Callable], Callable]:
    """A rule in forward mode, where it does not follow from the adjoint: `d[result] = ...`."""
    def add(template: Callable) -> Callable:
        for function in functions:
            register(Entry(function, tangent=template))
        return template
    return add


def constant(*functions: Any, wrt: tuple[str, ...] | None = None, shape: str | None = None,
             pure: bool = True, fresh: bool = False, shape_reads: tuple[str, ...] = (),
             keeps_dtype: bool = False) -> None:
    """Say that functions are piecewise constant in the arguments named (None: in all of them)."""
    for function in functions:
        register(Entry(function, constant=wrt, shape=shape, pure=pure, fresh=fresh, shape_reads=shape_reads,
                       keeps_dtype=keeps_dtype))


def defined_as(function: Any, lazy: bool = False, kind: type | None = None) -> Callable[[Callable], Callable]:
    """Differentiate a function as the Python function below it, which does the same: `@defined_as(tf.nn.dropout)`.

    lazy: whether the function gives an iterator, for which the one below it gives a list.
        kind: the class of what the one below it gives, if its methods do the same for what the function gives.
    """
    def add(definition: Callable) -> Callable:
        register_definition(function, definition, lazy, kind)
        return definition
    return add


def alias(function: Any, known: Any) -> None:
    """Give a function the rule of another one that takes the same arguments in the same order."""
    entry = lookup(known)
    if entry is None:
        raise RuleError(f'{known!r} has no rule that {function!r} could share')
    register(attrs.evolve(entry, function=function))
