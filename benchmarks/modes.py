"""What each mode costs: a `jvp` and a `grad` against the function, an `hvp` against the gradient."""
from __future__ import annotations

import copy
from typing import Any

import numpy as np

import tangent
from benchmarks import timing
from benchmarks.gallery import PROGRAMS, Program
from benchmarks.tables import Table

COLUMNS = ('jvp / f', 'grad / f', 'grad / by hand', 'hvp / grad')


def ratios(program: Program, size: int, like: bool, budget: float) -> list[float]:
    """What the columns say of one program, for arguments of a size.

    Raises:
        ArithmeticError: if a derivative is not that by hand.
    """
    args = program.args(size)
    rng = np.random.default_rng(0)
    vectors = [timing.direction(args[position], rng) for position in program.wrt]
    options = {'wrt': program.wrt, **({'like': args} if like else {})}
    grad, jvp = tangent.grad(program.f, **options), tangent.jvp(program.f, **options)
    hvp = tangent.hvp(program.f, **options)
    check(program, grad, jvp)
    calls = [lambda: program.f(*args), lambda: program.by_hand(*args), lambda: grad(*args),
             lambda: jvp(*args, *vectors), lambda: hvp(*args, *vectors)]
    f, by_hand, first, pushed, second = timing.medians(calls, budget)
    return [pushed / f, first / f, first / by_hand, second / first]


def check(program: Program, grad: Any, jvp: Any) -> None:
    """See, for small arguments, that a gradient is that by hand, and a tangent the gradient along the direction."""
    args = program.args(program.small)
    vectors = [timing.direction(args[position], np.random.default_rng(0)) for position in program.wrt]
    want = program.by_hand(*copy.deepcopy(args))
    found = grad(*copy.deepcopy(args))
    found = found if len(program.wrt) > 1 else (found,)
    slope = sum(float(np.sum(np.multiply(g, v))) for g, v in zip(timing.leaves(want), timing.leaves(tuple(vectors))))
    pushed = float(jvp(*copy.deepcopy(args), *vectors))
    size = sum(float(np.sum(np.abs(np.multiply(g, v)))) for g, v in zip(
        timing.leaves(want), timing.leaves(tuple(vectors))))
    if not timing.agree(found, want) or abs(pushed - slope) > 1e-8 * size:
        raise ArithmeticError(f'{program.f.__name__}: the derivative is not the one by hand')


def measure(budget: float = 1.0, sizes: tuple[str, ...] = ('small', 'large')) -> list[Table]:
    """A table for each size of arguments, without and with example arguments."""
    tables = []
    for size in sizes:
        for like in (False, True):
            rows = {p.f.__name__: ratios(p, getattr(p, size), like, budget) for p in PROGRAMS}
            means = [timing.geometric_mean(column) for column in zip(*rows.values())]
            cells = {name: [f'{ratio:.2f}' for ratio in row] for name, row in {**rows, 'geometric mean': means}.items()}
            tables.append(Table(f'{size.capitalize()} arguments{", with `like=`" if like else ""}', COLUMNS, cells))
    return tables
