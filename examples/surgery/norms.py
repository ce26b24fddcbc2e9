"""Log how large the adjoint of a recurrent network's state is at each step, and draw it.

    python -m examples.surgery.norms --out norms.png
"""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

import tangent
from examples.hvp import pictures
from examples.surgery import recurrent

NORMS: list[float] = []


@tangent.tangent
def loss(p, xs, targets):
    h = np.zeros((len(p['U']), len(targets)))
    for x in xs:
        h = np.tanh(np.dot(p['W'], h) + np.outer(p['U'], x))
        with tangent.insert_grad_of(h) as dh:
            NORMS.append(np.linalg.norm(dh))
    return np.mean((np.dot(p['out'], h) - targets) ** 2)


def norms(scale: float, steps: int) -> list[float]:
    """The norms of the state's adjoints, from the first step to the last, for weights of some size."""
    rng = np.random.default_rng(0)
    p, data = recurrent.initial(rng, scale=scale), recurrent.sequences(rng, 40, steps)
    NORMS.clear()
    tangent.grad(loss)(p, *data)
    return NORMS[::-1]


def main(arguments: list[str] | None = None) -> dict[float, list[float]]:
    """Draw the norms for weights of several sizes; gives them by the size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--steps', type=int, default=40)
    parser.add_argument('--out', type=Path, default=Path('norms.png'))
    given = parser.parse_args(arguments)
    found = {scale: norms(scale, given.steps) for scale in (0.5, 1.0, 2.0, 4.0)}
    figure, (axes,) = pictures.panels(1, 'Adjoints of the state of a recurrent network')
    for (scale, sizes), colour in zip(found.items(), pictures.COLOURS):
        axes.semilogy(range(given.steps), sizes, color=colour, label=f'weights times {scale:g}')
    axes.set_xlabel('step')
    axes.set_ylabel('norm of the adjoint')
    axes.legend()
    pictures.write(figure, given.out)
    for scale, sizes in found.items():
        print(f'weights times {scale:g}: {sizes[0]:.1e} at the first step, {sizes[-1]:.1e} at the last')
    print(f'written to {given.out}')
    return found


if __name__ == '__main__':
    main()
