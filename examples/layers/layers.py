"""Layers as classes, in plain NumPy: an object holds its weights in attributes, and is called on a batch."""
from __future__ import annotations

import numpy as np


class Linear:
    def __init__(self, inputs: int, outputs: int, rng: np.random.Generator) -> None:
        self.W = rng.normal(size=(inputs, outputs)) * np.sqrt(2.0 / inputs)
        self.b = np.zeros(outputs)

    def __call__(self, x):
        return x @ self.W + self.b


class LayerNorm:
    epsilon = 1e-5  # an attribute of the class: it is no weight, and stays what it is

    def __init__(self, size: int) -> None:
        self.gain = np.ones(size)
        self.offset = np.zeros(size)

    def __call__(self, x):
        centered = x - np.mean(x, axis=1, keepdims=True)
        variance = np.mean(centered * centered, axis=1, keepdims=True)
        return self.gain * centered / np.sqrt(variance + self.epsilon) + self.offset


class Activation:
    def __init__(self, function) -> None:
        self.function = function

    def __call__(self, x):
        return self.function(x)


class Sequential:
    def __init__(self, *layers) -> None:
        self.layers = list(layers)

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


class Residual(Sequential):
    """Layers whose result is added to what they are given."""

    def __call__(self, x):
        return x + super().__call__(x)


class Classifier:
    decay = 1e-5

    def __init__(self, network: Sequential) -> None:
        self.network = network

    def log_probabilities(self, x):
        scores = self.network(x)
        shifted = scores - np.max(scores, axis=1, keepdims=True)
        return shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))

    def loss(self, x, labels):
        picked = self.log_probabilities(x)[np.arange(len(labels)), labels]
        return -np.mean(picked) + self.decay * np.sum(self.network.layers[0].W ** 2)

    def accuracy(self, x, labels):
        return np.mean(np.argmax(self.network(x), axis=1) == labels)
