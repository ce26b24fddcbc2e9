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
    if isinstance(function, functools.partial):
        return {'args': function.args, 'keywords': function.keywords}
    cells = getattr(function, '__closure__', None) or ()
    names = function.__code__.co_freevars if cells else ()
    return {name: cell.cell_contents for name, cell in zip(names, cells)
            if not (callable(cell.cell_contents) or isinstance(cell.cell_contents, types.ModuleType))}
