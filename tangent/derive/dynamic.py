"""Callees that only the run can tell: derived when they are first called, and kept."""
from __future__ import annotations

import functools
import inspect
import sys
import types
from collections.abc import Callable
from typing import Any

import attrs

from tangent.derive.cache import pushed_function, split_function
from tangent.runtime.closures import captured
from tangent.runtime.compiled import compiled, passed
from tangent.runtime.fields import Method
from tangent.runtime.inherited import inherited_adjoint, inherited_tangent
from tangent.runtime.records import check_methods, is_record_type
from tangent.syntax.saved import GENERATED
from tangent.templates.rules import d, linear
from tangent.templates.rules import tangent as forward


_derived: dict[str, dict[types.CodeType, types.FunctionType]] = {}


def derived_at(file: str) -> list[types.FunctionType]:
    """What was derived so far when the generated code of a file was run, one function for each code."""
    return list(_derived.get(file, {}).values())


def _note(made: types.FunctionType) -> None:
    """Remember which generated code asked for a derivative: that which called the caller of this function."""
    file = sys._getframe(2).f_code.co_filename
    if file.startswith(GENERATED) and made.__code__.co_filename.startswith(GENERATED):
        _derived.setdefault(file, {}).setdefault(made.__code__, made)


@attrs.frozen(eq=False)
class _Called:
    """A callee as a function that takes the object it belongs to first, so that its derivative serves all such objects.

    kind: the class of that object.
    receiver: the object, where the call does not pass it itself.
    """

    function: Callable
    wrt: tuple[int | str, ...]
    with_captured: bool
    kind: type | None = None
    receiver: tuple[Any, ...] = ()


def unbound(function: Callable, wrt: tuple[int | str, ...], with_captured: bool) -> _Called:
    """What is derived for a callable: of a method, and of an object with `__call__`, the function of the class."""
    if isinstance(function, Method):
        return _Called(function.function, wrt, with_captured, function.kind)
    if isinstance(function, types.MethodType) and isinstance(function.__func__, types.FunctionType):
        plain, owner = function.__func__, function.__self__
    elif is_record_type(type(function)) and isinstance(type(function).__call__, types.FunctionType):
        plain, owner = type(function).__call__, function
    else:
        return _Called(function, wrt, with_captured)
    if not is_record_type(type(owner)):
        return _Called(function, wrt, with_captured)
    check_methods(owner)
    shifted = tuple(w + 1 if isinstance(w, int) else w for w in wrt)
    return _Called(plain, (0, *shifted) if with_captured else shifted, False, type(owner),
                   () if with_captured else (owner,))


def primal_of(function: Callable, wrt: tuple[int | str, ...], with_captured: bool = False,
              linear: bool = False) -> Callable:
    """The function that computes what `function` does, and what its adjoint will need.

    Args:
        function: any callable.
        wrt: which arguments of the call carry derivatives: positions, and names of keywords.
        with_captured: whether what the function captured carries derivatives too; it is then
            passed as the first argument, `tangent.captured(function)`, and its adjoint comes first.
        linear: whether the adjoint must be linear in its seed, without code of the user's in it.

    Returns:
        A function of the same arguments that returns `(result, saved)`.

    >>> import numpy as np
    >>> result, saved = primal_of(np.square, (0,))(3.0)
    >>> float(adjoint_of(np.square, (0,))(saved, 1.0))
    6.0
    """
    called = unbound(function, wrt, with_captured)
    primal = split_function(called.function, called.wrt, called.with_captured, called.kind, linear)[0]
    _note(primal)
    return functools.partial(primal, *called.receiver) if called.receiver else primal


def adjoint_of(function: Callable, wrt: tuple[int | str, ...], with_captured: bool = False,
               linear: bool = False) -> Callable:
    """The function that gives the adjoints of a call's arguments.

    Args:
        function, wrt, with_captured, linear: as for `primal_of`.

    Returns:
        A function of what the primal saved and the adjoint of its result; it returns the
        adjoint of the one argument in `wrt`, or a tuple with one for each.
    """
    called = unbound(function, wrt, with_captured)
    adjoint = split_function(called.function, called.wrt, called.with_captured, called.kind, linear)[1]
    _note(adjoint)
    return adjoint


def tangent_of(function: Callable, wrt: tuple[int | str, ...], with_captured: bool = False) -> Callable:
    """The function that gives the result of a call and its tangent.

    Args:
        function, wrt, with_captured: as for `primal_of`.

    Returns:
        A function of a tuple of tangents, one for each argument in `wrt` (that of what the function
        captured first), and of the arguments; it returns `(result, tangent)`.

    >>> import numpy as np
    >>> result, tangent = tangent_of(np.square, (0,))((1.0,), 3.0)
    >>> float(tangent)
    6.0
    """
    called = unbound(function, wrt, with_captured)
    pushed = pushed_function(called.function, called.wrt, called.with_captured, called.kind)
    _note(pushed)
    if isinstance(function, types.MethodType) and with_captured:  # the tangent of a method is a method of the tangent
        return _with_defaults_of(pushed, _of_method(_parameters(pushed))(pushed))
    if not called.receiver:
        return pushed
    return _with_defaults_of(pushed, _of_receiver(_parameters(pushed))(pushed, *called.receiver))


def _parameters(function: Callable) -> inspect.Signature:
    """The parameters of a function, with None for default values: these may be anything, without a text or hash."""
    return inspect.Signature([
        inspect.Parameter(p.name, p.kind, default=p.empty if p.default is p.empty else None)
        for p in inspect.signature(function).parameters.values()])


def _with_defaults_of(function: types.FunctionType, made: types.FunctionType) -> types.FunctionType:
    made.__defaults__, made.__kwdefaults__ = function.__defaults__, function.__kwdefaults__
    return made


@functools.lru_cache(maxsize=256)
def _of_receiver(signature: inspect.Signature) -> Callable:
    """What makes a push-forward without the parameter for the object that a method belongs to."""
    tangents, receiver, *others = signature.parameters.values()
    given = ', '.join([tangents.name, 'receiver', *map(passed, others)])
    lines = [f'def pushed_method{signature.replace(parameters=[tangents, *others])}:',
             f'    return pushed({given})', 'return pushed_method']
    return compiled('of_receiver', map(_plain, ('pushed', 'receiver')), lines, {})


@functools.lru_cache(maxsize=256)
def _of_method(signature: inspect.Signature) -> Callable:
    """What makes a push-forward that takes a method of a tangent where it needs the tangent."""
    tangents, *others = signature.parameters.values()
    given = ', '.join([f'(captured({tangents.name}[0]), *{tangents.name}[1:])', *map(passed, others)])
    lines = [f'def pushed_method{signature}:', f'    return pushed({given})', 'return pushed_method']
    return compiled('of_method', [_plain('pushed')], lines, {'captured': captured})


def _plain(name: str) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD)


@linear(primal_of, adjoint_of, tangent_of, derives=True)
def _made(y, function, wrt, *options, **keywords):
    d[function] = inherited_adjoint(d[y], y, function)


@forward(primal_of, adjoint_of, tangent_of)
def _made_forward(y, function, wrt, *options, **keywords):
    d[y] = inherited_tangent(d[function], y, function)
