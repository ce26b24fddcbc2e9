"""The network, its loss and its training: NumPy, and one derivative made by tangent."""
from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs
import numpy as np
from sklearn.datasets import load_digits

import tangent


def loss(W1, b1, W2, b2, X, Y):
    h = np.tanh(np.dot(X, W1) + b1)
    logits = np.dot(h, W2) + b2
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    log_z = np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.mean(np.sum(Y * (shifted - log_z), axis=1))


def gradient() -> Callable:
    """The function that gives the loss and its derivatives by W1, b1, W2 and b2."""
    return tangent.value_and_grad(loss, wrt=('W1', 'b1', 'W2', 'b2'))


def probabilities(parameters, X) -> np.ndarray:
    """How likely each image is to be each digit: (images, 10)."""
    W1, b1, W2, b2 = parameters
    logits = np.dot(np.tanh(np.dot(X, W1) + b1), W2) + b2
    e = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


def accuracy(parameters, X, digits) -> float:
    """The share of images that are read right."""
    return float(np.mean(np.argmax(probabilities(parameters, X), axis=1) == digits))


@attrs.frozen(eq=False)
class Digits:
    """Images as rows of 64 numbers from 0 to 1, and the digits they show; some are held out."""

    X: np.ndarray
    digits: np.ndarray
    X_held_out: np.ndarray
    digits_held_out: np.ndarray

    @classmethod
    def load(cls, rng: np.random.Generator, held_out: float = 0.2) -> Digits:
        data = load_digits()
        order = rng.permutation(len(data.target))
        split = int(held_out * len(order))
        X, digits = data.data[order] / 16.0, data.target[order]
        return cls(X[split:], digits[split:], X[:split], digits[:split])


def initial(rng: np.random.Generator, hidden: int) -> list[np.ndarray]:
    """Random weights and zero biases of a network 64 -> hidden -> 10."""
    return [rng.normal(size=(64, hidden)) / 64 ** 0.5, np.zeros(hidden),
            rng.normal(size=(hidden, 10)) / hidden ** 0.5, np.zeros(10)]


def check(dloss: Callable, parameters, X, digits, rng: np.random.Generator,
          step: float = 1e-5) -> tuple[float, float]:
    """The loss's slope in a random direction: by the gradient, and by finite differences."""
    Y = np.eye(10)[digits]
    direction = [rng.normal(size=p.shape) for p in parameters]
    _, gradients = dloss(*parameters, X, Y)
    ahead = loss(*[p + step * v for p, v in zip(parameters, direction)], X, Y)
    behind = loss(*[p - step * v for p, v in zip(parameters, direction)], X, Y)
    slope = sum(np.sum(g * v) for g, v in zip(gradients, direction))
    return float(slope), float((ahead - behind) / (2.0 * step))


@attrs.frozen(eq=False)
class Epoch:
    """Where training stands after one pass over the training images."""

    number: int
    loss: float
    accuracy: float
    accuracy_held_out: float
    parameters: list[np.ndarray]


def train(dloss: Callable, data: Digits, rng: np.random.Generator, epochs: int, hidden: int = 64,
          batch: int = 32, rate: float = 0.003) -> Iterator[Epoch]:
    """Train by Adam, and tell after each epoch."""
    parameters = initial(rng, hidden)
    means = [np.zeros_like(p) for p in parameters]
    squares = [np.zeros_like(p) for p in parameters]
    Y = np.eye(10)[data.digits]
    step = 0
    for number in range(1, epochs + 1):
        losses = []
        for rows in np.split(rng.permutation(len(Y)), range(batch, len(Y), batch)):
            value, gradients = dloss(*parameters, data.X[rows], Y[rows])
            losses.append(value)
            step += 1
            for p, g, m, s in zip(parameters, gradients, means, squares):
                m += 0.1 * (g - m)
                s += 0.001 * (g * g - s)
                p -= rate * (m / (1.0 - 0.9 ** step)) / (np.sqrt(s / (1.0 - 0.999 ** step)) + 1e-8)
        yield Epoch(number, float(np.mean(losses)), accuracy(parameters, data.X, data.digits),
                    accuracy(parameters, data.X_held_out, data.digits_held_out), parameters)
