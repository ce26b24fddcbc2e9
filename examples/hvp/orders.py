"""The three orders of a Hessian-vector product side by side: source, lines, time."""
from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import attrs
import numpy as np
from rich.console import Console
from rich.syntax import Syntax

import tangent
from examples.hvp import models, pictures

MODES = ('forward-reverse', 'reverse-forward', 'reverse-reverse')


@attrs.frozen(eq=False)
class Order:
    """One way to the product: its code, what it gives, and what it takes, as a multiple of the gradient."""

    mode: str
    product: Callable
    lines: int
    value: np.ndarray
    times_gradient: float


def seconds(function: Callable, args: tuple, repeats: int) -> float:
    """The median time of a call."""
    found = []
    for _ in range(repeats):
        start = time.perf_counter()
        function(*args)
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def orders(problem: models.Problem, repeats: int) -> list[Order]:
    """The product in each order, at the start of a problem."""
    w = problem.start
    v = np.random.default_rng(1).normal(size=w.shape)
    of_gradient = seconds(problem.value_and_grad, (w,), repeats)
    found = []
    for mode in MODES:
        product = tangent.hvp(problem.of, mode=mode)
        args = (w, *problem.data, v)
        code = [line.strip() for line in tangent.source(product).splitlines()]
        lines = sum(bool(line) and not line.startswith('#') for line in code)
        found.append(Order(mode, product, lines, product(*args), seconds(product, args, repeats) / of_gradient))
    return found


def draw(results: list[tuple[models.Problem, list[Order]]], path: Path) -> None:
    figure, axes = pictures.panels(2, 'Three orders of one product', height=4.2)
    width = 0.8 / len(results)
    for one, label, form, value in (
            (axes[0], 'lines of code', '%d', lambda o: o.lines),
            (axes[1], 'time / time of the gradient', '%.2f', lambda o: o.times_gradient)):
        for i, (problem, found) in enumerate(results):
            bars = one.bar(np.arange(len(MODES)) + (i - 0.5) * width, [value(o) for o in found], width,
                           color=pictures.COLOURS[i], label=problem.name)
            one.bar_label(bars, fmt=form, fontsize=9)
        one.set_xticks(range(len(MODES)), MODES)
        one.set_ylabel(label)
    axes[0].legend(frameon=False)
    pictures.write(figure, path)


def main(arguments: list[str] | None = None) -> list[tuple[models.Problem, list[Order]]]:
    parser = argparse.ArgumentParser(prog='python -m examples.hvp.orders', description=__doc__)
    parser.add_argument('--repeats', type=int, default=200, help='calls that are timed (200)')
    parser.add_argument('--out', type=Path, default=Path('orders.png'), help='the picture (orders.png)')
    options = parser.parse_args(arguments)
    console = Console()
    if not console.is_terminal:  # a log: wide enough for the code
        console = Console(width=110)
    results = [(problem, orders(problem, options.repeats)) for problem in (models.logistic(), models.network())]
    for order in results[0][1]:
        console.rule(order.mode, align='left')
        console.print(Syntax(tangent.source(order.product).strip(), 'python', theme='ansi_dark', word_wrap=True,
                             background_color='default'))
    console.rule()
    for problem, found in results:
        for order in found:
            console.print(f'{problem.name:20s} {order.mode:16s} {order.lines:4d} lines, takes '
                          f'{order.times_gradient:.2f} times the gradient', highlight=False)
    draw(results, options.out)
    console.print(f'The bars are in {options.out}.')
    return results


if __name__ == '__main__':
    main()
