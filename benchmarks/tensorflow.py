"""Gradients of tensors beside those of `tf.GradientTape`: `python -m benchmarks.tensorflow`.

An MLP on a batch of 32, and a recurrent loop of 50 steps, at three widths, eagerly and under `tf.function`. The two
gradients take turns, and the medians of their times are compared.
"""
from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

import tangent

WIDTHS = (16, 256, 1024)
BATCH, STEPS = 32, 50


def mlp(W1, b1, W2, b2, W3, x, y):
    h1 = tf.tanh(tf.matmul(x, W1) + b1)
    h2 = tf.tanh(tf.matmul(h1, W2) + b2)
    return tf.reduce_mean(tf.square(tf.matmul(h2, W3) - y))


def recurrent(W, U, b, h, x):
    for _ in range(STEPS):
        h = tf.tanh(tf.matmul(h, W) + tf.matmul(x, U) + b)
    return tf.reduce_sum(h)


def arguments(width: int) -> dict[Callable, tuple]:
    """The arguments of each program, and how many of them are differentiated."""
    rng = np.random.default_rng(0)

    def normal(*shape: int) -> Any:
        return tf.constant(rng.normal(size=shape) / np.sqrt(shape[0]), tf.float32)
    return {
        mlp: ((normal(width, width), normal(width), normal(width, width), normal(width), normal(width, width),
               normal(BATCH, width), normal(BATCH, width)), 5),
        recurrent: ((normal(width, width), normal(width, width), normal(width), normal(BATCH, width),
                     normal(BATCH, width)), 3),
    }


def by_tape(function: Callable, count: int) -> Callable:
    """The gradient in the first arguments as TensorFlow's tape gives it."""
    def gradient(*args: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(args[:count])
            result = function(*args)
        return tape.gradient(result, args[:count])
    return gradient


def medians(runs: list[Callable], args: tuple, seconds: float = 2.0) -> list[float]:
    """The median time of each of several functions, which take turns."""
    times: list[list[float]] = [[] for _ in runs]
    for run in runs:
        run(*args)
        run(*args)
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times[0]) < 7:
        for run, taken in zip(runs, times):
            start = time.perf_counter()
            last = run(*args)
            last[0].numpy()
            taken.append(time.perf_counter() - start)
    return list(map(statistics.median, times))


def rows(seconds: float = 2.0, widths: tuple[int, ...] = WIDTHS) -> list[str]:
    """The lines of the table."""
    found = ['| program | width | how | tangent (ms) | tape (ms) | ratio |', '| --- | --- | --- | --- | --- | --- |']
    for width in widths:
        for function, (args, count) in arguments(width).items():
            ours, tape = tangent.grad(function, wrt=tuple(range(count))), by_tape(function, count)
            for left, right in zip(ours(*args), tape(*args)):
                np.testing.assert_allclose(left, right, rtol=1e-3, atol=1e-4)
            for how, runs in (('eager', [ours, tape]), ('tf.function', list(map(tf.function, (ours, tape))))):
                mine, other = medians(runs, args, seconds)
                found.append(f'| {function.__name__} | {width} | {how} | {1e3 * mine:.2f} | {1e3 * other:.2f} | '
                             f'{mine / other:.2f} |')
    return found


if __name__ == '__main__':
    print('\n'.join(rows()))
