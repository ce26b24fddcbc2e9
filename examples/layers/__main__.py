"""Train a classifier of layers on points of two spirals:  python -m examples.layers"""
from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np

import tangent
from examples.layers.layers import Activation, Classifier, LayerNorm, Linear, Residual, Sequential


def spirals(count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Points in the plane, on one of two spirals wound into each other, and which of them."""
    labels = rng.integers(0, 2, count)
    turn = 3.0 * np.pi * np.sqrt(rng.uniform(0.05, 1.0, count))
    angle = turn + np.pi * labels
    points = turn[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1) / (3.0 * np.pi)
    return points + 0.02 * rng.normal(size=points.shape), labels


def classifier(width: int, rng: np.random.Generator) -> Classifier:
    """A network of layers, one of them nested."""
    block = Residual(LayerNorm(width), Linear(width, width, rng), Activation(np.tanh))
    return Classifier(Sequential(Linear(2, width, rng), Activation(np.tanh), block, Linear(width, 2, rng)))


def loss(model: Classifier, x, labels):
    return model.loss(x, labels)


def train(model: Classifier, x: np.ndarray, labels: np.ndarray, steps: int) -> tuple[Classifier, list[float]]:
    """The model after gradient descent with momentum, and the loss at each step."""
    value_and_grad = tangent.value_and_grad(loss, wrt='model')
    velocity = tangent.zero(model)
    losses = []
    for _ in range(steps):
        value, gradient = value_and_grad(model, x, labels)
        velocity = tangent.tree_map(lambda v, g: 0.9 * v - 0.1 * g, velocity, gradient)
        model = tangent.tree_map(lambda p, v: p + v, model, velocity)
        losses.append(float(value))
    return model, losses


def main(arguments: Sequence[str] | None = None) -> tuple[Classifier, list[float], float]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--steps', type=int, default=300, help='of gradient descent')
    parser.add_argument('--width', type=int, default=32, help='of the hidden layers')
    given = parser.parse_args(arguments)
    rng = np.random.default_rng(0)
    x, labels = spirals(800, rng)
    model, losses = train(classifier(given.width, rng), x[:600], labels[:600], given.steps)
    accuracy = float(model.accuracy(x[600:], labels[600:]))
    print(tangent.source(tangent.grad(Classifier.loss, wrt='self')))
    print(f'loss {losses[0]:.3f} -> {losses[-1]:.3f}, {accuracy:.1%} of the points held out are right')
    return model, losses, accuracy


if __name__ == '__main__':
    main()
