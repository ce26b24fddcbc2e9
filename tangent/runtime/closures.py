"""Functions as values: what they captured."""
from __future__ import annotations

import functools
import types
from collections.abc import Callable
from typing import Any

from tangent.errors import KindError
from tangent.runtime.records import is_record_type


def captured(function: Callable) -> dict[str, Any]:
    """The data that a function captured, of which its result is a function too.

    Returns:
        The values of a closure's variables by name, or the arguments of a partial under 'args' and 'keywords';
        functions and modules among them are left out.

    >>> k = 3.0
    >>> def make(k):
    ...     return lambda x: k * x
    >>> captured(make(2.0))
    {'k': 2.0}
    """
    if is_record_type(type(function)):
        raise KindError(f'a call of {type(function).__name__} itself cannot be differentiated with respect to '
                        'its fields', 'Call a method of it by name.')
    if is_object(function):
        shown = getattr(function, '__qualname__', type(function).__qualname__)
        raise KindError(f'{shown} is called, and what its object holds cannot be differentiated: that is no namedtuple '
                        'or dataclass', 'Pass the values as arguments, or in the fields of a dataclass, and call a '
                        'method of it by name.')
    if isinstance(function, functools.partial):
        return {'args': function.args, 'keywords': function.keywords}
    cells = getattr(function, '__closure__', None) or ()
    names = function.__code__.co_freevars if cells else ()
    return {name: cell.cell_contents for name, cell in zip(names, cells)
            if not (callable(cell.cell_contents) or isinstance(cell.cell_contents, types.ModuleType))}


def is_object(function: Callable) -> bool:
    """Whether what is called is an object with a `__call__` of its own, or a method of one: it may hold any data.

    >>> is_object(captured), is_object([].append), is_object(functools.partial(max, 1))
    (False, False, False)
    """
    return isinstance(function, types.MethodType) or isinstance(type(function).__call__, types.FunctionType)
