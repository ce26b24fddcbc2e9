"""The spectrum of a network's Hessian by Lanczos iteration, before training and after."""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from rich.console import Console
from scipy.sparse.linalg import LinearOperator, eigsh

from examples.hvp import models, pictures
from examples.hvp.models import Problem
from examples.hvp.optimisers import newton_cg, run


def hessian(problem: Problem, w: np.ndarray) -> LinearOperator:
    """The Hessian at w, of which only products are computed."""
    return LinearOperator((len(w), len(w)), matvec=lambda v: problem.product(w, np.ravel(v)), dtype=float)


def extremes(operator: LinearOperator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The least and the largest eigenvalues, in ascending order."""
    start = np.ones(operator.shape[0])
    low, high = [eigsh(operator, count, which=which, v0=start, return_eigenvectors=False) for which in ('SA', 'LA')]
    return np.sort(low), np.sort(high)


def lanczos(operator: LinearOperator, start: np.ndarray, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """The eigenvalues of the operator as a vector sees them, and their weights, which sum to 1.

    After so many steps of Lanczos iteration, in which each new vector is made orthogonal to all before
    (Golub and Meurant, Matrices, Moments and Quadrature, chapter 4).
    """
    vectors = [start / np.linalg.norm(start)]
    diagonal, beside = [], []
    for _ in range(steps):
        w = operator @ vectors[-1]
        diagonal.append(float(np.dot(vectors[-1], w)))
        basis = np.stack(vectors)
        for _ in range(2):
            w = w - basis.T @ (basis @ w)
        length = float(np.linalg.norm(w))
        if length < 1e-10 or len(diagonal) == steps:
            break
        beside.append(length)
        vectors.append(w / length)
    values, parts = np.linalg.eigh(np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1))
    return values, parts[0] ** 2


def density(operator: LinearOperator, grid: np.ndarray, width: float, vectors: int, steps: int,
            rng: np.random.Generator) -> np.ndarray:
    """The density of the eigenvalues on a grid, smoothed by a Gaussian, from what random vectors see."""
    total = np.zeros_like(grid)
    for _ in range(vectors):
        values, weights = lanczos(operator, rng.normal(size=operator.shape[0]), steps)
        bells = np.exp(-0.5 * ((grid[:, None] - values) / width) ** 2) / (width * (2.0 * np.pi) ** 0.5)
        total += bells @ weights
    return total / vectors


def draw(problem: Problem, points: dict[str, np.ndarray], count: int, path: Path, console: Console) -> None:
    title = f"The spectrum of the network's Hessian, {len(problem.start)} parameters"
    figure, axes = pictures.panels(len(points), title)
    for one, colour, (name, w) in zip(axes, pictures.COLOURS, points.items()):
        operator = hessian(problem, w)
        low, high = extremes(operator, count)
        margin = 0.05 * (high[-1] - low[0])
        grid = np.linspace(low[0] - margin, high[-1] + margin, 600)
        curve = density(operator, grid, 0.006 * (high[-1] - low[0]), 6, 60, np.random.default_rng(2))
        one.semilogy(grid, np.where(curve > 1e-5, curve, np.nan), color=colour)
        one.plot(np.concatenate([low, high]), np.full(2 * count, 1.5e-5), '|', color='#222222', markersize=12,
                 label=f'the {count} least and largest')
        one.set_title(f'{name}: loss {problem.loss(w):.3f}', fontsize=11)
        one.set_xlabel('eigenvalue')
        one.set_ylabel('density')
        one.legend(frameon=False)
        console.print(f'{name:16s} loss {problem.loss(w):.4f}, eigenvalues from {low[0]:.4f} to {high[-1]:.4f}; '
                      f'the largest: {", ".join(f"{value:.3f}" for value in high[::-1])}', highlight=False)
    pictures.write(figure, path)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog='python -m examples.hvp.spectrum', description=__doc__)
    parser.add_argument('--iterations', type=int, default=30, help='of Newton-CG between the two (30)')
    parser.add_argument('--rows', type=int, default=600, help='of data (600)')
    parser.add_argument('--count', type=int, default=9, help='of eigenvalues at either end (9)')
    parser.add_argument('--out', type=Path, default=Path('spectrum.png'), help='the picture (spectrum.png)')
    options = parser.parse_args(arguments)
    problem = models.network(options.rows)
    trained = run('Newton-CG', newton_cg, problem, options.iterations).w
    console = Console()
    draw(problem, {'before training': problem.start, 'after training': trained}, options.count, options.out, console)
    console.print(f'Both spectra are in {options.out}.')


if __name__ == '__main__':
    main()
