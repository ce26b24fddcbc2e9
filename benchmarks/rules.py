"""What the gradient of each function of NumPy costs, against autograd's: `python -m benchmarks.rules`.

Each row is an expression of x, an array of 10 or of 10^6 numbers (or of `A`, a square matrix of as many, about), whose
sum is differentiated: the lines of rules.txt.
"""
from __future__ import annotations

import argparse
import linecache
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any

import attrs
import autograd
import autograd.numpy
import numpy as np
import rich.console

import tangent
from benchmarks import timing
from benchmarks.tables import Table

EXPRESSIONS = Path(__file__).with_name('rules.txt')
RESULTS = Path(__file__).with_name('rules.md')
SIZES = (10, 1_000_000)
HEAD = """# What each rule costs

Written by `python -m benchmarks.rules --write`: the time of `tangent.grad` over that of autograd's `grad`, of the sum
of each expression, in one run, BLAS on one thread. x has as many numbers as the column says, A is a square matrix of
about as many. Of {rows} ratios {faster} are below 1 ({share:.1f} %).

What is slower for large x pays for precision: `np.sinc` takes its derivative near 0 from a series, where the quotient
autograd computes loses digits; `np.prod` multiplies the products before and after each element, so that zeros are
no exception; `np.diff` and `np.gradient` add into an array of the argument's shape. Products of matrices and Fourier
transforms cost what NumPy's do, in both.
"""


@attrs.frozen
class Row:
    """An expression, and the gradients of its sum."""

    text: str

    def function(self, module: Any) -> FunctionType:
        """The function of x and A with the source that is differentiated, over NumPy or what stands in for it."""
        source = f'def f(x, A):\n    return np.sum({self.text})\n'
        file = f'<{self.text}>'
        linecache.cache[file] = (len(source), None, source.splitlines(True), file)
        namespace = {'np': module}
        exec(compile(source, file, 'exec'), namespace)
        return namespace['f']

    def arguments(self, size: int) -> tuple[np.ndarray, np.ndarray]:
        rng = np.random.default_rng(0)
        side = max(round(size ** 0.5), 3)
        return rng.uniform(0.1, 0.9, size), rng.uniform(-1.0, 1.0, (side, side)) + side * np.eye(side)

    def ratio(self, size: int, budget: float) -> float:
        """tangent's time over autograd's, for an argument of some size.

        Raises:
            ArithmeticError: if the gradients differ.
        """
        wrt = 'x' if re.search(r'\bx\b', self.text) else 'A'
        ours = tangent.grad(self.function(np), wrt=wrt)
        theirs = autograd.grad(self.function(autograd.numpy), 'xA'.index(wrt))
        args = self.arguments(size)
        if not timing.agree(ours(*args), theirs(*args)):
            raise ArithmeticError(f'{self.text}: the gradients differ')
        mine, other = timing.medians([lambda: ours(*args), lambda: theirs(*args)], budget)
        return mine / other


def rows() -> list[Row]:
    return list(map(Row, EXPRESSIONS.read_text().splitlines()))


def measure(budget: float, among: Callable[[Row], bool] = lambda row: True, sizes: tuple[int, ...] = SIZES) -> Table:
    """The table of ratios."""
    cells = {}
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        for row in filter(among, rows()):
            cells[f'`{row.text}`'] = [f'{row.ratio(size, budget):.2f}' for size in sizes]
    return Table('tangent / autograd', [f'{size:,}' for size in sizes], cells)


def main() -> None:
    parser = argparse.ArgumentParser(prog='python -m benchmarks.rules', description=__doc__)
    parser.add_argument('--write', action='store_true', help=f'write {RESULTS.name}')
    parser.add_argument('--budget', type=float, default=0.2, help='seconds for each ratio (0.2)')
    options = parser.parse_args()
    table = measure(options.budget)
    rich.console.Console().print(table.shown())
    ratios = [float(cell) for cells in table.rows.values() for cell in cells]
    faster = sum(ratio < 1.0 for ratio in ratios)
    if options.write:
        head = HEAD.format(rows=len(ratios), faster=faster, share=100.0 * faster / len(ratios))
        RESULTS.write_text(f'{head.strip()}\n\n{table.markdown()}\n')


if __name__ == '__main__':
    main()
