"""What the derivatives of roots and minima consist of."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any


def found(search: Callable, *args: Any, **keywords: Any) -> Any:
    """What a search finds; it is constant, and moves as `root_at` says.

    >>> found(min, [2.0, 1.0])
    1.0
    """
    return search(*args, **keywords)


def root_at(f: Callable, x: Any) -> Any:
    """The root of several functions, where that is x: what they captured moves it.

    >>> root_at(lambda x: x - 1.0, 1.0)
    1.0
    """
    return x


def scalar_root_at(f: Callable, x: float) -> float:
    """The root of a function, where that is x: what it captured moves it.

    >>> scalar_root_at(lambda x: x - 1.0, 1.0)
    1.0
    """
    return x
