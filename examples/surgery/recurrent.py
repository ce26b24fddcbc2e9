"""A recurrent network that adds up what it is shown, for the examples to train."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Parameters = dict[str, np.ndarray]


def initial(rng: np.random.Generator, hidden: int = 12, scale: float = 1.0) -> Parameters:
    """Random weights; a scale above 1 makes gradients grow on their way back."""
    return {'W': scale * rng.normal(size=(hidden, hidden)) / np.sqrt(hidden), 'U': rng.normal(size=hidden),
            'out': rng.normal(size=hidden) / np.sqrt(hidden)}


def sequences(rng: np.random.Generator, count: int, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Sequences of numbers, a column each, and the means of their last four."""
    xs = rng.uniform(-1.0, 1.0, size=(steps, count))
    return xs, np.mean(xs[-4:], axis=0)


def train(gradient: Callable[..., Parameters], loss: Callable[..., float], p: Parameters, data: tuple[Any, ...],
          rate: float, steps: int) -> list[float]:
    """Gradient descent; gives the loss before each step and at the end."""
    losses = [loss(p, *data)]
    for _ in range(steps):
        g = gradient(p, *data)
        p = {key: value - rate * g[key] for key, value in p.items()}
        losses.append(loss(p, *data))
    return losses
