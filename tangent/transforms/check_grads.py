"""Derivatives against finite differences."""
from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tangent.errors import CheckError
from tangent.runtime.jacobians import leaves, mapped
from tangent.transforms.jvp import jvp
from tangent.transforms.vjp import vjp

_STEP = 1e-5


def check_grads(function: Callable, args: Sequence[Any], modes: Sequence[str] = ('forward', 'reverse'), order: int = 2,
                *, rtol: float = 1e-4, atol: float = 1e-6, seed: int = 0) -> None:
    """Compare the derivatives of a function with central differences, in a random direction for each argument.

    Args:
        function: a Python function over numbers and NumPy arrays, and tuples, lists and dicts of these.
        args: the point, in double precision; arguments that are not numbers stay as they are.
        modes: 'forward', 'reverse' or both.
        order: how often the function is differentiated.
        rtol, atol: how far derivatives may be from the differences, relatively and absolutely.
        seed: of the random directions.

    Raises:
        CheckError: if one disagrees; it names the argument, the modes and the direction.

    >>> import numpy as np
    >>> import tangent
    >>> tangent.check_grads(lambda x, y: np.sum(np.sin(x) * y), (np.ones(3), 2.0))
    """
    _check(function, tuple(args), tuple(modes), order, (rtol, atol), np.random.default_rng(seed), ())


def _check(function: Callable, args: tuple, modes: tuple[str, ...], order: int, tolerances: tuple[float, float],
           rng: np.random.Generator, path: tuple[str, ...]) -> None:
    result = function(*args)
    weights = _random(result, rng)
    derived = []
    for position, value in enumerate(args):
        direction = _random(value, rng)
        if not leaves(direction):
            continue
        wanted = _difference(function, args, position, direction, weights)
        for mode in modes:
            if mode == 'forward':
                df = jvp(function, wrt=position)
                given = (*args, direction)
                got = _inner(weights, df(*given))
            else:
                df = vjp(function, wrt=position)
                given = (*args, weights)
                got = _inner(direction, df(*given))
            if not np.isclose(got, wanted, *tolerances):
                raise _disagree(_name(function, position), (*path, mode), direction, got, wanted)
            derived.append((df, given, mode))
    for df, given, mode in derived if order > 1 else ():  # a first derivative that is wrong is named as such
        _check(df, given, modes, order - 1, tolerances, rng, (*path, mode))


def _name(function: Callable, position: int) -> str:
    """The name of an argument, or its number where it has none of its own."""
    parameters = [p for p in inspect.signature(function).parameters.values() if p.kind != p.VAR_POSITIONAL]
    return repr(parameters[position].name) if position < len(parameters) else str(position)


def _disagree(argument: str, modes: tuple[str, ...], direction: Any, got: float, wanted: float) -> CheckError:
    return CheckError(f'argument {argument}, in {" over ".join(reversed(modes))} mode: along {direction!r} the '
                      f'derivative is {got}, by finite differences {wanted}',
                      'If the function is smooth there, one of its rules is wrong: check_grads its parts.')


def _random(value: Any, rng: np.random.Generator) -> Any:
    def drawn(leaf: Any) -> Any:
        numbers = rng.normal(size=np.shape(leaf))
        return numbers if isinstance(leaf, np.ndarray) else float(numbers)
    return mapped(drawn, value)


def _inner(left: Any, right: Any) -> float:
    return sum(float(np.sum(np.multiply(a, b))) for a, b in zip(leaves(left), leaves(right), strict=True))


def _difference(function: Callable, args: tuple, position: int, direction: Any, weights: Any) -> float:
    def at(step: float) -> float:
        moved = mapped(lambda leaf, along: leaf + step * along, args[position], direction, keep=True)
        return _inner(weights, function(*args[:position], moved, *args[position + 1:]))
    return (at(_STEP) - at(-_STEP)) / (2.0 * _STEP)
