"""A synthetic gradient in place of the true one: a linear model predicts it, and learns on the way.

    python -m examples.surgery.synthetic

The first layer learns from what the model says; the model learns from the true gradient, which it sees in the same
place (Jaderberg et al., Decoupled Neural Interfaces using Synthetic Gradients, 2017).
"""
from __future__ import annotations

import attrs
import numpy as np

import tangent


@attrs.define
class Predictor:
    """Predicts the gradient of the loss with respect to a hidden layer, from that and the targets."""

    weights: np.ndarray
    rate: float = 0.1

    def predicted(self, h: np.ndarray, y: np.ndarray) -> np.ndarray:
        return self.features(h, y) @ self.weights

    def learn(self, h: np.ndarray, y: np.ndarray, dh: np.ndarray) -> float:
        """One step toward the true gradient; gives the error before."""
        features = self.features(h, y)
        error = features @ self.weights - dh * len(h)
        self.weights = self.weights - self.rate * features.T @ error / len(h)
        return float(np.mean(error ** 2))

    @staticmethod
    def features(h: np.ndarray, y: np.ndarray) -> np.ndarray:
        return np.column_stack([h, y, np.ones(len(h))])


PREDICTOR = Predictor(np.zeros((10, 8)))
ERRORS: list[float] = []


@tangent.tangent
def loss(W, v, X, y):
    h = np.tanh(np.dot(X, W))
    with tangent.insert_grad_of(h) as dh:
        ERRORS.append(PREDICTOR.learn(h, y, dh))
        dh = PREDICTOR.predicted(h, y) / len(h)
    return np.mean((np.dot(h, v) - y) ** 2)


def main(steps: int = 400, rate: float = 0.1) -> list[float]:
    """Train by synthetic gradients of the hidden layer; gives the losses."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 5))
    y = np.sin(X[:, 0]) + 0.5 * X[:, 1]
    W, v = rng.normal(size=(5, 8)) / 2.0, rng.normal(size=8) / 3.0
    PREDICTOR.weights = np.zeros((10, 8))
    ERRORS.clear()
    dloss = tangent.grad(loss, wrt=('W', 'v'))
    print(tangent.source(dloss))
    losses = [loss(W, v, X, y)]
    for _ in range(steps):
        dW, dv = dloss(W, v, X, y)
        W, v = W - rate * dW, v - rate * dv
        losses.append(loss(W, v, X, y))
    print(f'the loss goes from {losses[0]:.3f} to {losses[-1]:.3f}, the error of the predicted gradient from '
          f'{ERRORS[0]:.3f} to {ERRORS[-1]:.3f}')
    return losses


if __name__ == '__main__':
    main()
