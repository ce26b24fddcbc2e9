"""Checks of generated code that what is written in place is not seen where it would be missed."""
from __future__ import annotations

from typing import Any

import numpy as np

from tangent.errors import KindError
from tangent.runtime.memory import items_of
from tangent.runtime.records import is_mutable


def check_apart(x: Any, other: Any, name: str, other_name: str) -> None:
    """Raise if what is changed in place is, or is part of, what another variable holds.

    >>> import numpy as np
    >>> check_apart(np.zeros(2), np.zeros(2), 'x', 'y')
    """
    if _occurrences(x, other) or isinstance(other, np.ndarray) and _occurrences(other, x):
        raise KindError(f'{name!r} is written in place, and {other_name!r}, which is read later, may see it: they '
                        'share memory', f'Copy first: {name} = {name}.copy().')


def check_single(whole: Any, part: Any, name: str) -> None:
    """Raise if a part of a container or object that is changed in place stands there more than once.

    >>> row = [1.0]
    >>> check_single([row, [1.0]], row, 'rows')
    """
    if not isinstance(whole, np.ndarray) and _occurrences(part, whole) > 1:
        raise KindError(f'a part of {name!r} is written in place, and {name!r} holds it more than once',
                        'Put copies in its place.')


def _occurrences(part: Any, whole: Any, around: tuple[int, ...] = ()) -> int:
    """How often a value holds another one, or the memory of one that is an array; it may be that itself."""
    if isinstance(part, np.ndarray) and isinstance(whole, np.ndarray):
        return int(np.may_share_memory(part, whole))
    if part is whole and is_mutable(part):
        return 1
    if id(whole) in around:
        return 0
    return sum(_occurrences(part, item, (*around, id(whole))) for _, item in items_of(whole))
