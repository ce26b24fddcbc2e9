"""Two models with their losses, over one vector of parameters, and the data that they are fitted to."""
from __future__ import annotations

from collections.abc import Callable

import attrs
import numpy as np
from sklearn.datasets import load_breast_cancer, load_digits

import tangent

HIDDEN = 12
PENALTY = 1e-3


def logistic_loss(w, X, signs):
    margins = signs * np.dot(X, w)
    return np.mean(np.logaddexp(0.0, -margins)) + 0.5 * PENALTY * np.sum(w * w)


def network_loss(w, X, Y):
    inputs, classes = X.shape[1], Y.shape[1]
    split = HIDDEN * (inputs + 1)
    first = np.reshape(w[:split], (inputs + 1, HIDDEN))
    second = np.reshape(w[split:], (HIDDEN + 1, classes))
    h = np.tanh(np.dot(X, first[1:]) + first[0])
    logits = np.dot(h, second[1:]) + second[0]
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    log_z = np.log(np.sum(np.exp(shifted), axis=1))
    return np.mean(log_z - np.sum(Y * shifted, axis=1)) + 0.5 * PENALTY * np.sum(w * w)


@attrs.frozen(eq=False)
class Problem:
    """A loss of one vector, with its data and its derivatives.

    of: the loss as a function of the vector and of the data.
    value_and_grad, product: the loss and its gradient at w; the Hessian at w times a vector.
    """

    name: str
    start: np.ndarray
    of: Callable
    data: tuple[np.ndarray, ...]
    loss: Callable[[np.ndarray], float]
    value_and_grad: Callable[[np.ndarray], tuple[float, np.ndarray]]
    product: Callable[[np.ndarray, np.ndarray], np.ndarray]

    @classmethod
    def made(cls, name: str, loss: Callable, start: np.ndarray, *data: np.ndarray) -> Problem:
        step, product = tangent.value_and_grad(loss), tangent.hvp(loss)
        return cls(name, start, loss, data, lambda w: loss(w, *data), lambda w: step(w, *data),
                   lambda w, v: product(w, *data, v))


def logistic(rows: int | None = None) -> Problem:
    """Whether a tumour is benign, from 30 measurements of its cells."""
    data = load_breast_cancer()
    X = (data.data - data.data.mean(axis=0)) / data.data.std(axis=0)
    X = np.column_stack([np.ones(len(X)), X])[:rows]
    return Problem.made('logistic regression', logistic_loss, np.zeros(X.shape[1]), X, 2.0 * data.target[:rows] - 1.0)


def network(rows: int | None = 600, seed: int = 0) -> Problem:
    """Which digit an image of 8 x 8 dots shows."""
    data = load_digits()
    X, Y = data.data[:rows] / 16.0, np.eye(10)[data.target[:rows]]
    sizes = [(X.shape[1] + 1) * HIDDEN, (HIDDEN + 1) * Y.shape[1]]
    rng = np.random.default_rng(seed)
    start = np.concatenate([rng.normal(size=sizes[0]) / X.shape[1] ** 0.5, rng.normal(size=sizes[1]) / HIDDEN ** 0.5])
    return Problem.made('network', network_loss, start, X, Y)
