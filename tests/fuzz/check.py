"""A program's derivative against finite differences of the program."""
from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import attrs
import numpy as np

import tangent
from tests.checks import assert_fits, close, inner, leaves, mapped, moved, random_like, same, slope
from tests.fuzz.maker import TooSlow, at_most
from tests.fuzz.programs import Made, made


@attrs.frozen
class Outcome:
    """What came of a program.

    what: 'right', 'refused', 'wrong' or 'crashed'.
    why: the message.
    moves: whether the derivative is not zero.
    seconds: how long it took to derive.
    """

    number: int
    what: str
    why: str
    tags: frozenset[str]
    moves: bool
    seconds: float


MOST_SECONDS = 300
WITH_EXAMPLES, SINGLE = 'like= given', 'float32 arguments'


def ways(number: int) -> set[str]:
    """How a program is checked besides, decided by its number."""
    return {way for way, every in ((WITH_EXAMPLES, 5), (SINGLE, 7)) if number % every == 3}


def in_single(function: Any, df: Any, program: Made, seed: Any) -> None:
    """Check derivatives of float32 arguments against those of float64; raises AssertionError if they are wrong."""
    def single(leaf: Any) -> Any:
        return leaf.astype(np.float32) if isinstance(leaf, np.ndarray) else leaf
    arguments = mapped(single, program.arguments())
    if not same(function(**mapped(single, program.arguments())), function(**program.arguments()), 1e-3, 1e-4):
        return
    *found, _ = df(*arguments.values(), random_like(function(**mapped(single, program.arguments()))))
    for (name, value), left, right in zip(arguments.items(), found, df(*program.arguments().values(), seed)):
        assert_fits(left, value, f'float32: the derivative of {name}')
        assert same(left, right, 2e-2, 1e-2), f'float32: the derivative of {name} is {left}, in float64 {right}'


def compared(function: Any, df: Any, program: Made, seed: Any, options: str) -> bool:
    """Whether the derivative is not zero; raises AssertionError if it is wrong."""
    wanted = function(**program.arguments())
    arguments = program.arguments()
    *derivatives, value = df(*arguments.values(), seed)
    assert same(value, wanted), f'{options}: the value is {value!r}, not {wanted!r}'
    for name, old in program.arguments().items():
        assert same(arguments[name], old, 0.0, 0.0), f'{options}: the argument {name} is changed'
    moves = False
    for position, (name, derivative) in enumerate(zip(arguments, derivatives)):
        assert_fits(derivative, arguments[name], f'{options}: the derivative of {name}')
        moves |= any(np.any(leaf) for leaf in leaves(derivative) if leaf is not None)
        along = random_like(arguments[name], position + 1)

        def at(step: float, name: str = name, along: Any = along) -> float:
            new = program.arguments()
            return inner(seed, function(**{**new, name: moved(new[name], along, step)}))
        got, slopes = inner(along, derivative), slope(at)
        assert close(got, slopes, 1e-6, 1e-7) or is_between_sides(got, at), (
            f'{options}: {name}: {got}, by finite differences {slopes}')
    return moves


def is_between_sides(got: float, at: Callable[[float], float], step: float = 1e-7) -> bool:
    """Whether a function has a kink, where a derivative is one of those between the slopes on its sides."""
    here = at(0.0)
    sides = sorted([(here - at(-step)) / step, (at(step) - here) / step])
    margin = 1e-4 * (1.0 + max(map(abs, sides)))
    return sides[1] - sides[0] > 10.0 * margin and sides[0] - margin <= got <= sides[1] + margin


def second(function: Any, program: Made, seed: Any) -> None:
    """Check the derivative of the derivative; raises AssertionError if it is wrong."""
    names = tuple(program.values)
    df = tangent.vjp(function, wrt=names)
    ddf = tangent.vjp(df, wrt=names)
    found = df(*program.arguments().values(), seed)
    seed_2 = random_like(found, 6)
    got = ddf(*program.arguments().values(), seed, seed_2)
    for position, (name, derivative) in enumerate(zip(names, got if len(names) > 1 else (got,))):
        along = random_like(program.values[name], position + 1)

        def at(step: float, name: str = name, along: Any = along) -> float:
            new = program.arguments()
            new[name] = moved(new[name], along, step)
            return inner(seed_2, df(*new.values(), seed))
        left, right = inner(along, derivative), slope(at)
        assert close(left, right, 1e-5, 1e-6), f'second order: {name}: {left}, by finite differences {right}'


def outcome(number: int, only: frozenset = frozenset(), twice: bool = False, unoptimized: bool = False) -> Outcome:
    """Make a program, derive it, and compare."""
    return outcome_of(made(number, only), twice, unoptimized)


def outcome_of(program: Made, twice: bool = False, unoptimized: bool = False) -> Outcome:
    """Derive a program and compare."""
    function = program.function()
    names = tuple(program.values)
    seed = random_like(function(**program.arguments()))
    moves, what, why = False, 'right', ''
    start = time.perf_counter()
    seconds = 0.0
    try:
        with at_most(MOST_SECONDS):
            df = tangent.vjp(function, wrt=names, preserve_result=True)
            seconds = time.perf_counter() - start
            moves = compared(function, df, program, seed, 'optimized')
            if unoptimized:
                df = tangent.vjp(function, wrt=names, preserve_result=True, optimized=False)
                compared(function, df, program, seed, 'not optimized')
            if WITH_EXAMPLES in ways(program.number):
                like = tuple(program.arguments().values())
                df_like = tangent.vjp(function, wrt=names, preserve_result=True, like=like)
                compared(function, df_like, program, seed, 'with like=')
            if SINGLE in ways(program.number):
                in_single(function, df, program, seed)
            if twice:
                second(function, program, seed)
    except tangent.TangentError as error:
        what, why = 'refused', error.reason
    except AssertionError as error:
        what, why = ('wrong', str(error)) if str(error) else ('crashed', 'AssertionError in the library')
    except TooSlow:
        what, why = 'crashed', f'it takes more than {MOST_SECONDS} seconds'
    except Exception as error:
        what, why = 'crashed', f'{type(error).__name__}: {error}'
    tags = program.tags | ways(program.number)
    return Outcome(program.number, what, why, tags, moves, seconds or time.perf_counter() - start)
