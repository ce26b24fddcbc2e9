"""Derivatives of functions as functions of what these captured, for derivatives of derivatives.

`tangent.primal_of(f, (0,))` depends on what f captured, as f does.  Its tangent and adjoint are those of what it
captured itself: variables of the names that they have in f, or the object that f is, or is a method of.
"""
from __future__ import annotations

import functools
import types
from collections.abc import Callable, Iterator
from typing import Any

from tangent.errors import KindError
from tangent.runtime.arrays import add, zero
from tangent.runtime.closures import captured

Place = tuple[Any, ...]


def inherited_tangent(df: Any, made: Callable, function: Callable) -> Any:
    """The tangent of what was derived of a function, from that of the function.

    Args:
        df: the tangent of what the function captured, as `captured` gives that, or a function that captured it.
        made: what `primal_of`, `adjoint_of` or `tangent_of` made of the function.
        function: the function.

    Raises:
        KindError: if it captured what the function did not.

    >>> def make(k):
    ...     return lambda x: k * x, lambda x: k
    >>> function, derived = make(2.0)
    >>> inherited_tangent({'k': 1.0}, derived, function)
    {'k': 1.0}
    """
    tangents = captured(df)
    if isinstance(made, functools.partial):  # of an object or a method: that of the class with the object passed to it
        return {'args': (tangents,), 'keywords': {}}
    known = _places(function)

    def of(made: Callable) -> dict[str, Any]:
        return {name: of(inner) if place is None else functools.reduce(lambda whole, key: whole[key], place, tangents)
                for name, inner, place in _held(made, known, function)}
    return of(made)


def inherited_adjoint(e: Any, made: Callable, function: Callable) -> Any:
    """The adjoint of a function, from that of what was derived of it; see `inherited_tangent`.

    >>> def make(k, unused):
    ...     return lambda x: k * x if unused else x, lambda x: k
    >>> function, derived = make(2.0, 5.0)
    >>> inherited_adjoint({'k': 1.0}, derived, function)
    {'k': 1.0, 'unused': 0.0}
    """
    if isinstance(made, functools.partial):
        return e['args'][0]
    known, parts = _places(function), {}

    def collect(e: Any, made: Callable) -> None:
        for name, inner, place in _held(made, known, function):
            if place is None:
                collect(e[name], inner)
            else:
                parts[place] = add(parts.get(place), e[name])

    def whole(value: Any, place: Place) -> Any:
        if place in parts:
            return parts[place]
        if any(other[:len(place)] == place for other in parts):
            held = value if isinstance(value, (dict, tuple)) else captured(value)
            if isinstance(held, dict):
                return {key: whole(part, (*place, key)) for key, part in held.items()}
            return tuple(whole(part, (*place, position)) for position, part in enumerate(held))
        return zero(value)
    collect(e, made)
    return whole(captured(function), ())


def _places(function: Callable) -> dict[Any, Place]:
    """Where what a function captured stands in that: by the cells of variables, or the names in derivatives."""
    held = captured(function)
    if isinstance(function, functools.partial):
        return {**{f'argument_{i}': ('args', i) for i in range(len(held['args']))},
                **{f'keyword_{key}': ('keywords', key) for key in held['keywords']}}
    if not isinstance(held, dict):
        return {'receiver': (), 'argument_0': ()}
    found: dict[Any, Place] = {}

    def enter(function: Callable, place: Place) -> None:
        for name, cell in _cells(function).items():
            found[id(cell)] = (*place, name)
            if callable(cell.cell_contents):  # of what is called a derivative has a cell of its own
                found.setdefault(id(cell.cell_contents), (*place, name))
            if isinstance(cell.cell_contents, types.FunctionType):
                enter(cell.cell_contents, (*place, name))
    enter(function, ())
    return found


def _held(made: Callable, known: dict[Any, Place], function: Callable) -> Iterator[tuple[str, Any, Place | None]]:
    """What a derivative captured, by name, and where that stands in what its function did; None of a part of it."""
    for name, cell in _cells(made).items():
        place = known.get(id(cell)) or known.get(id(cell.cell_contents)) or known.get(name)
        if place is None and not isinstance(cell.cell_contents, types.FunctionType):
            raise KindError(
                f'{getattr(function, "__name__", function)!r} captured what its derivative holds as {name!r}, which '
                'cannot be followed through a derivative of it', 'Differentiate with respect to what it captured '
                'first, or to all at once, as in wrt=(0, 1); or pass what it captured as an argument.')
        yield name, cell.cell_contents, place


def _cells(function: Callable) -> dict[str, types.CellType]:
    """The cells of the variables that `captured` shows: none of a builtin, or a function of NumPy's."""
    held = captured(function)
    return {name: cell for name, cell in zip(function.__code__.co_freevars, function.__closure__)
            if name in held} if held else {}
