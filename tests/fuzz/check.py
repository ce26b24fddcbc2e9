"""A program's derivative against finite differences of the program."""
from __future__ import annotations

import time
from typing import Any

import attrs
import numpy as np

import tangent
from tests.checks import assert_fits, close, inner, leaves, moved, random_like, same, slope
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
        assert close(got, slopes, 1e-6, 1e-7), f'{options}: {name}: {got}, by finite differences {slopes}'
    return moves


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
    return Outcome(program.number, what, why, program.tags, moves, seconds or time.perf_counter() - start)
