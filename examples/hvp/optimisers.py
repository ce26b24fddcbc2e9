"""Minimisers of a function of a vector: two that take Hessian-vector products, and gradient descent."""
from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator

import attrs
import numpy as np
from scipy.optimize import minimize

from examples.hvp.models import Problem


@attrs.frozen(eq=False)
class Run:
    """How a minimiser came down: the loss after each iteration, and when, in seconds from the start.

    products: the Hessian-vector products that it took.
    w: where it ended.
    """

    name: str
    losses: list[float]
    seconds: list[float]
    products: int
    w: np.ndarray

    @property
    def iterations(self) -> int:
        return len(self.losses) - 1


class _Log:
    """The vectors that a minimiser goes through, with their times; losses are computed when it is done."""

    def __init__(self, problem: Problem) -> None:
        self.whole, self.products = problem, 0
        self.problem = attrs.evolve(problem, product=self.product)
        self.vectors: list[np.ndarray] = []
        self.seconds: list[float] = []
        self.start = time.perf_counter()

    def product(self, w: np.ndarray, v: np.ndarray) -> np.ndarray:
        self.products += 1
        return self.whole.product(w, v)

    def add(self, w: np.ndarray) -> None:
        self.seconds.append(time.perf_counter() - self.start)
        self.vectors.append(w.copy())

    def run(self, name: str) -> Run:
        losses = [float(self.whole.loss(w)) for w in self.vectors]
        return Run(name, losses, self.seconds, self.products, self.vectors[-1])


def run(name: str, method: Callable[[Problem], Iterator[np.ndarray]], problem: Problem, iterations: int) -> Run:
    """Follow a minimiser that yields its vectors."""
    log = _Log(problem)
    for w in itertools.islice(method(log.problem), iterations + 1):
        log.add(w)
    return log.run(name)


def run_scipy(method: str, problem: Problem, iterations: int) -> Run:
    """Follow SciPy's minimiser of that name, fed with the same derivatives."""
    log = _Log(problem)
    log.add(problem.start)
    minimize(problem.value_and_grad, problem.start, method=method, jac=True, hessp=log.product, callback=log.add,
             options={'maxiter': iterations})
    return log.run(f"SciPy's {method}")


def gradient_descent(problem: Problem) -> Iterator[np.ndarray]:
    """Steps against the gradient, each twice as long as the last until it does not go down."""
    w, step = problem.start, 1.0
    while True:
        yield w
        value, g = problem.value_and_grad(w)
        step *= 2.0
        while step > 1e-12 and problem.loss(w - step * g) > value - 0.5 * step * np.dot(g, g):
            step *= 0.5
        w = w - step * g


def newton_cg(problem: Problem) -> Iterator[np.ndarray]:
    """Newton's method: each step solves H p = -g by conjugate gradients, as well as it pays, and then goes down it."""
    w = problem.start
    while True:
        yield w
        value, g = problem.value_and_grad(w)
        length = np.linalg.norm(g)
        if length < 1e-9:
            return
        p = _solved(lambda v, w=w: problem.product(w, v), g, min(0.5, length ** 0.5) * length)
        step = 1.0
        while step > 1e-12 and problem.loss(w + step * p) > value + 1e-4 * step * np.dot(g, p):
            step *= 0.5
        w = w + step * p


def _solved(product: Callable, g: np.ndarray, enough: float) -> np.ndarray:
    """About -H^-1 g; where the Hessian curves down, as far as it was solved for (Nocedal and Wright, algorithm 7.1)."""
    p, r = np.zeros_like(g), g
    d = -r
    for _ in range(2 * len(g)):
        Hd = product(d)
        curvature = np.dot(d, Hd)
        if curvature <= 0.0:
            return p if p.any() else -g
        alpha = np.dot(r, r) / curvature
        p, after = p + alpha * d, r + alpha * Hd
        if np.linalg.norm(after) < enough:
            break
        d = -after + np.dot(after, after) / np.dot(r, r) * d
        r = after
    return p


def trust_region(problem: Problem, radius: float = 1.0, largest: float = 100.0) -> Iterator[np.ndarray]:
    """Newton's method within a region that grows and shrinks as the quadratic model of the loss is good."""
    w = problem.start
    value, g = problem.value_and_grad(w)
    while True:
        yield w
        length = np.linalg.norm(g)
        if length < 1e-9 or radius < 1e-12:
            return
        p, foreseen = _within(lambda v, w=w: problem.product(w, v), g, radius, min(0.5, length ** 0.5) * length)
        after, g_after = problem.value_and_grad(w + p)
        quality = (value - after) / foreseen
        if quality < 0.25:
            radius *= 0.25
        elif quality > 0.75 and np.linalg.norm(p) > 0.99 * radius:
            radius = min(2.0 * radius, largest)
        if quality > 1e-4:
            w, value, g = w + p, after, g_after


def _within(product: Callable, g: np.ndarray, radius: float, enough: float) -> tuple[np.ndarray, float]:
    """A step within a ball, and by how much the model goes down (Steihaug; Nocedal and Wright, algorithm 7.2)."""
    p, Hp, r = np.zeros_like(g), np.zeros_like(g), g
    d = -r
    while True:
        Hd = product(d)
        curvature = np.dot(d, Hd)
        alpha = np.dot(r, r) / curvature if curvature > 0.0 else np.inf
        if curvature <= 0.0 or np.linalg.norm(p + alpha * d) >= radius:
            pd, dd = np.dot(p, d), np.dot(d, d)
            alpha = (-pd + (pd * pd + dd * (radius * radius - np.dot(p, p))) ** 0.5) / dd
            p, Hp = p + alpha * d, Hp + alpha * Hd
            break
        p, Hp, after = p + alpha * d, Hp + alpha * Hd, r + alpha * Hd
        if np.linalg.norm(after) < enough:
            break
        d = -after + np.dot(after, after) / np.dot(r, r) * d
        r = after
    return p, -float(np.dot(g, p) + 0.5 * np.dot(p, Hp))
