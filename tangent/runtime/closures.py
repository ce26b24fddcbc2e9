"""Functions as values: what they captured."""
from __future__ import annotations

import functools
import types
from collections.abc import Callable
from typing import Any

from tangent.errors import KindError
from tangent.runtime.records import is_record_type


def captured(function: Callable) -> Any:
    """The data that a function captured, of which its result is a function too.

    Returns:
        The values of a closure's variables by name, or the arguments of a partial under 'args' and 'keywords';
        modules among them are left out, and functions that captured nothing themselves. Of an object with
        `__call__`, and of a method, the object.
        Of the tangent of a function, which is what it captured or a method of that, the same.

    >>> k = 3.0
    >>> def make(k):
    ...     return lambda x: k * x
    >>> captured(make(2.0))
    {'k': 2.0}
    """
    if is_record_type(type(function)) or isinstance(function, dict):
        return function
    if isinstance(function, types.MethodType) and is_record_type(type(function.__self__)):
        return function.__self__
    if belongs_to_object(function):
        shown = getattr(function, '__qualname__', type(function).__qualname__)
        raise KindError(f'{shown} is called, and what its object holds cannot be differentiated',
                        'Pass the values as arguments, or in the attributes of an object of a class of your own.')
    if isinstance(function, functools.partial):
        return {'args': function.args, 'keywords': function.keywords}
    held = {name: value for name, value in _variables(function).items()
            if not _is_function(value) or _holds_data(value, (function,))}
    if held and _reaches(function, function, ()):
        raise KindError(f'{function.__name__} calls itself, is used as a value, and captured values that carry '
                        'derivatives', 'Pass what it captured as arguments, or call it by its name alone.')
    return held


def _variables(function: Callable) -> dict[str, Any]:
    """What the variables of a closure stand for, but for modules."""
    cells = getattr(function, '__closure__', None) or ()
    names = function.__code__.co_freevars if cells else ()
    return {name: cell.cell_contents for name, cell in zip(names, cells)
            if not isinstance(cell.cell_contents, types.ModuleType)}


def _is_function(value: Any) -> bool:
    """Whether a value is called, and is no object whose attributes hold data."""
    return callable(value) and not is_record_type(type(value))


def _holds_data(function: Callable, around: tuple[Callable, ...]) -> bool:
    """Whether a function captured data, itself or by a function that it captured; a method has that of its object."""
    if isinstance(function, types.MethodType):
        return is_record_type(type(function.__self__))
    if not isinstance(function, types.FunctionType) or any(function is other for other in around):
        return False
    return any(not _is_function(value) or _holds_data(value, (*around, function))
               for value in _variables(function).values())


def _reaches(function: Callable, goal: Callable, around: tuple[Callable, ...]) -> bool:
    """Whether a function captured another one, itself or by a function that it captured."""
    if not isinstance(function, types.FunctionType) or any(function is other for other in around):
        return False
    return any(value is goal or _reaches(value, goal, (*around, function)) for value in _variables(function).values())


def belongs_to_object(function: Callable) -> bool:
    """Whether what is called is an object with a `__call__` of its own, or a method of one: it may hold any data.

    >>> belongs_to_object(captured), belongs_to_object([].append), belongs_to_object(functools.partial(max, 1))
    (False, False, False)
    """
    return isinstance(function, types.MethodType) or isinstance(type(function).__call__, types.FunctionType)
