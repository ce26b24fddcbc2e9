"""Truncated backpropagation: stop the gradient k steps before the end, and save the time of the others.

    python -m examples.surgery.truncation
"""
from __future__ import annotations

import time

import numpy as np

import tangent
from examples.surgery import recurrent


@tangent.tangent
def loss(p, xs, targets, k):
    h = np.zeros((len(p['U']), len(targets)))
    for t in range(len(xs)):
        h = np.tanh(np.dot(p['W'], h) + np.outer(p['U'], xs[t]))
        with tangent.insert_grad_of(h):
            if t < len(xs) - k:
                break
    return np.mean((np.dot(p['out'], h) - targets) ** 2)


def main(length: int = 200, steps: int = 100, rate: float = 0.5) -> dict[int, list[float]]:
    """Train with the whole gradient, and with that of the last steps; gives the losses by k."""
    print(tangent.source(tangent.grad(loss)))
    found = {}
    for k in (length, 8):
        rng = np.random.default_rng(0)
        p, data = recurrent.initial(rng, scale=0.6), recurrent.sequences(rng, 40, length)
        start = time.perf_counter()
        found[k] = recurrent.train(tangent.grad(loss), loss, p, (*data, k), rate, steps)
        print(f'{k:4} of {length} steps: the loss goes from {found[k][0]:.4f} to {found[k][-1]:.4f} in '
              f'{time.perf_counter() - start:.1f} s')
    return found


if __name__ == '__main__':
    main()
