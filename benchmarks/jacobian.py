"""How often a Jacobian runs the function, pulls back and pushes forward."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import tangent
from benchmarks import timing
from benchmarks.tables import Table

COLUMNS = ('primals', 'pull-backs', 'push-forwards', 'time / f')
SHAPES = ((3, 400), (400, 3), (40, 40))


def layer(W, x):
    return np.tanh(W @ np.sin(x))


def counting(jacobian: Callable, counts: dict[str, int]) -> Callable:
    """The function that makes a Jacobian, with its parts counted as they are called."""
    def counted(kind: str, part: Callable) -> Callable:
        def run(*args: Any) -> Any:
            counts[kind] += 1
            return part(*args)
        return run
    cells = []
    for used, cell in zip(jacobian.__code__.co_freevars, jacobian.__closure__):
        kind = used.partition('_')[0]
        cells.append(type(cell)(counted(kind, cell.cell_contents)) if kind in counts else cell)
    return type(jacobian)(jacobian.__code__, jacobian.__globals__, jacobian.__name__, jacobian.__defaults__,
                          tuple(cells))


def measure(budget: float = 1.0) -> list[Table]:
    """A table of Jacobians R^n -> R^m."""
    jacobian = tangent.jacobian(layer, wrt='x')
    rows = {}
    for m, n in SHAPES:
        rng = np.random.default_rng(0)
        args = rng.normal(size=(m, n)) / n ** 0.5, rng.normal(size=n)
        counts = {'primal': 0, 'adjoint': 0, 'push': 0}
        found = counting(jacobian, counts)(*args)
        y = layer(*args)
        if not np.allclose(found, (1.0 - y * y)[:, None] * args[0] * np.cos(args[1])):
            raise ArithmeticError('the Jacobian is wrong')
        f, whole = timing.medians([lambda args=args: layer(*args), lambda args=args: jacobian(*args)], budget)
        rows[f'{m} results of {n} numbers'] = [*map(str, counts.values()), f'{whole / f:.1f}']
    return [Table('Jacobians', COLUMNS, rows)]
