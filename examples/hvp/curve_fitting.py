"""Fit curves with a Jacobian: Levenberg-Marquardt, against scipy.optimize.least_squares."""
from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import attrs
import numpy as np
from matplotlib.ticker import MaxNLocator
from rich.console import Console
from scipy.optimize import least_squares
from sklearn.datasets import load_breast_cancer, load_diabetes

import tangent
from examples.hvp import pictures


def power_law(p, x):
    return p[0] * x ** p[1] + p[2]


def sigmoid(p, x):
    return p[0] + p[1] / (1.0 + np.exp(-p[2] * (x - p[3])))


@attrs.frozen(eq=False)
class Fit:
    """A curve, the points that it is fitted to, and where the fit starts."""

    name: str
    curve: Callable
    start: np.ndarray
    x: np.ndarray
    y: np.ndarray
    labels: tuple[str, str]

    def residuals(self, p: np.ndarray) -> np.ndarray:
        return self.curve(p, self.x) - self.y


def fits(rows: int | None = None) -> list[Fit]:
    """Two fits to data that comes with scikit-learn."""
    cells, patients = load_breast_cancer().data[:rows], load_diabetes(scaled=False)
    return [Fit('power law', power_law, np.array([1.0, 1.0, 0.0]), cells[:, 0], cells[:, 3],
                ('mean radius of the cells', 'mean area')),
            Fit('sigmoid', sigmoid, np.array([80.0, 200.0, 0.1, 25.0]), patients.data[:rows, 2], patients.target[:rows],
                ('body mass index', 'progression of diabetes'))]


def levenberg_marquardt(fit: Fit, iterations: int = 200) -> tuple[np.ndarray, list[float]]:
    """The parameters of the least sum of squares, and half that sum after each step.

    A step solves (J'J + damping diag(J'J)) p = -J'r; damping grows until it goes down (Marquardt 1963).
    """
    jacobian = tangent.jacobian(fit.curve)
    p, damping = fit.start, 1e-3
    r = fit.residuals(p)
    costs = [0.5 * np.dot(r, r)]
    for _ in range(iterations):
        J = jacobian(p, fit.x)
        A, g = J.T @ J, J.T @ r
        while True:
            step = np.linalg.solve(A + damping * np.diag(np.diag(A)), -g)
            after = fit.residuals(p + step)
            if np.dot(after, after) <= np.dot(r, r) or damping > 1e12:
                break
            damping *= 4.0
        small = np.linalg.norm(step) < 1e-10 * np.linalg.norm(p)
        if damping > 1e12:
            break
        p, r, damping = p + step, after, damping / 3.0
        costs.append(0.5 * np.dot(r, r))
        if small:
            break
    return p, costs


def by_scipy(fit: Fit) -> tuple[np.ndarray, float, int]:
    """The same by SciPy, fed with the same Jacobian: parameters, half the sum of squares, Jacobians computed."""
    jacobian = tangent.jacobian(fit.curve)
    found = least_squares(fit.residuals, fit.start, jac=lambda p: jacobian(p, fit.x), method='lm', xtol=1e-12,
                          ftol=1e-12)
    return found.x, float(found.cost), int(found.njev)


def draw(results: list[tuple[Fit, np.ndarray, list[float]]], path: Path) -> None:
    figure, axes = pictures.panels(len(results) + 1, 'Curves fitted with a Jacobian that tangent wrote')
    for one, colour, (fit, p, costs) in zip(axes, pictures.COLOURS, results):
        grid = np.linspace(fit.x.min(), fit.x.max(), 300)
        one.plot(fit.x, fit.y, '.', color='#999999', markersize=4, alpha=0.6)
        one.plot(grid, fit.curve(fit.start, grid), color=colour, linestyle=':', label='start')
        one.plot(grid, fit.curve(p, grid), color=colour, linewidth=2.0, label='fitted')
        one.set_ylim(fit.y.min() - 0.1 * np.ptp(fit.y), fit.y.max() + 0.05 * np.ptp(fit.y))
        one.set_title(f'{fit.name}, fitted parameters {", ".join(f"{value:.3g}" for value in p)}', fontsize=11)
        one.set_xlabel(fit.labels[0])
        one.set_ylabel(fit.labels[1])
        one.legend(frameon=False)
        axes[-1].semilogy(np.array(costs) / costs[-1] - 1.0 + 1e-15, color=colour, marker='.', label=fit.name)
    axes[-1].set_title('how far above the least sum of squares', fontsize=11)
    axes[-1].set_xlabel('step')
    axes[-1].xaxis.set_major_locator(MaxNLocator(integer=True))
    axes[-1].legend(frameon=False)
    pictures.write(figure, path)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog='python -m examples.hvp.curve_fitting', description=__doc__)
    parser.add_argument('--rows', type=int, default=None, help='of data (all)')
    parser.add_argument('--out', type=Path, default=Path('curves.png'), help='the picture (curves.png)')
    options = parser.parse_args(arguments)
    console = Console()
    results = []
    for fit in fits(options.rows):
        p, costs = levenberg_marquardt(fit)
        q, cost, jacobians = by_scipy(fit)
        results.append((fit, p, costs))
        console.print(f'{fit.name}, to {len(fit.x)} points', style='bold', highlight=False)
        for who, found, value, count in (('Levenberg-Marquardt here', p, costs[-1], len(costs) - 1),
                                         ("SciPy's least_squares", q, cost, jacobians)):
            console.print(f'  {who:25s} {count:3d} Jacobians, half the sum of squares {value:.8g}, parameters '
                          f'{np.array2string(found, precision=5)}', highlight=False)
    draw(results, options.out)
    console.print(f'The curves are in {options.out}.')


if __name__ == '__main__':
    main()
