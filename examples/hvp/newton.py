"""Train with Hessian-vector products: Newton-CG and a trust region, against SciPy's and gradient descent."""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from examples.hvp import models, pictures
from examples.hvp.models import Problem
from examples.hvp.optimisers import Run, gradient_descent, newton_cg, run, run_scipy, trust_region


def compare(problem: Problem, iterations: int, steps: int) -> list[Run]:
    """All minimisers on one problem: so many Newton iterations, so many steps of gradient descent."""
    return [run('Newton-CG', newton_cg, problem, iterations), run('trust region', trust_region, problem, iterations),
            run_scipy('Newton-CG', problem, iterations), run_scipy('trust-krylov', problem, iterations),
            run('gradient descent', gradient_descent, problem, steps)]


def table(problem: Problem, runs: list[Run]) -> Table:
    made = Table(title=f'{problem.name}: {len(problem.start)} parameters', title_justify='left')
    for column in ('', 'iterations', 'products', 'seconds', 'loss', '|gradient|'):
        made.add_column(column, justify='right' if column else 'left')
    for one in runs:
        slope = np.linalg.norm(problem.value_and_grad(one.w)[1])
        made.add_row(one.name, str(one.iterations), str(one.products), f'{one.seconds[-1]:.3f}',
                     f'{one.losses[-1]:.9f}', f'{slope:.0e}')
    return made


def draw(results: list[tuple[Problem, list[Run]]], path: Path) -> None:
    """How far each run is above the least loss that any found, over time."""
    figure, axes = pictures.panels(len(results), 'How far above the least loss that one of them found')
    for one, (problem, runs) in zip(axes, results):
        least = min(min(r.losses) for r in runs)
        for colour, r in zip(pictures.COLOURS, runs):
            above = np.maximum(np.array(r.losses) - least, 1e-13)
            one.loglog(np.maximum(r.seconds, 1e-4), above, color=colour, label=r.name,
                       linestyle='--' if r.name.startswith('SciPy') else '-')
        one.set_title(f'{problem.name}, {len(problem.start)} parameters', fontsize=11)
        one.set_xlabel('seconds')
        one.set_ylabel('loss above the least')
    axes[0].legend(frameon=False, loc='lower left')
    pictures.write(figure, path)


def main(arguments: list[str] | None = None) -> list[list[Run]]:
    parser = argparse.ArgumentParser(prog='python -m examples.hvp.newton', description=__doc__)
    parser.add_argument('--iterations', type=int, default=60, help='of the methods with products (60)')
    parser.add_argument('--steps', type=int, default=2000, help='of gradient descent (2000)')
    parser.add_argument('--rows', type=int, default=600, help='of data for the network (600)')
    parser.add_argument('--out', type=Path, default=Path('newton.png'), help='the picture (newton.png)')
    options = parser.parse_args(arguments)
    console = Console()
    results = []
    for problem in (models.logistic(), models.network(options.rows)):
        results.append((problem, compare(problem, options.iterations, options.steps)))
        console.print(table(*results[-1]))
    draw(results, options.out)
    console.print(f'How the losses came down is in {options.out}.')
    return [runs for _, runs in results]


if __name__ == '__main__':
    main()
