"""Clip the gradient inside the loop of a recurrent network, where it explodes.

    python -m examples.surgery.clipping
"""
from __future__ import annotations

import numpy as np

import tangent
from examples.surgery import recurrent


@tangent.tangent
def loss(p, xs, targets, most):
    h = np.zeros((len(p['U']), len(targets)))
    for x in xs:
        h = np.tanh(np.dot(p['W'], h) + np.outer(p['U'], x))
        with tangent.insert_grad_of(h) as dh:
            dh = np.clip(dh, -most, most)
    return np.mean((np.dot(p['out'], h) - targets) ** 2)


def main(steps: int = 60, rate: float = 0.1) -> dict[float, list[float]]:
    """Train with the gradient as it is, and clipped; gives the losses by the bound."""
    print(tangent.source(tangent.grad(loss)))
    found = {}
    for most in (np.inf, 0.01):
        rng = np.random.default_rng(0)
        p, data = recurrent.initial(rng, scale=3.0), recurrent.sequences(rng, 40, 30)
        found[most] = recurrent.train(tangent.grad(loss), loss, p, (*data, most), rate, steps)
        print(f'clipped at {most}: the loss goes from {found[most][0]:.3f} to {found[most][-1]:.3f}, '
              f'at most {max(found[most]):.3f}')
    return found


if __name__ == '__main__':
    main()
