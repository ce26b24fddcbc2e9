"""Code for the backward pass that only looks at adjoints, so that the derivatives are the true ones."""
import numpy as np

import tangent
from tests.programs.program import Program


@tangent.tangent
def read_in_a_loop(W, h, n):
    for i in range(n):
        h = np.tanh(np.dot(W, h) + i)
        with tangent.insert_grad_of(h) as dh:
            assert np.shape(dh) == np.shape(h), i
    return np.sum(h * h)


@tangent.tangent
def read_in_a_branch(x, y):
    z = x * y
    if z > 0.0:
        with tangent.insert_grad_of(z) as dz:
            size = abs(dz)
            if size > 1e6:
                raise OverflowError(size)
        z = np.sin(z)
    with tangent.insert_grad_of(x):
        pass
    return z * x


@tangent.tangent
def read_items(xs, p):
    total = 0.0
    for i in range(len(xs)):
        with tangent.insert_grad_of(xs[i]) as dx:
            assert np.ndim(dx) == 0
        total = total + xs[i] ** 2 * p['w']
    with tangent.insert_grad_of(p['w']) as dw:
        assert dw is not None
    return total * p['w']


@tangent.tangent
def square(x):
    with tangent.insert_grad_of(x) as dx:
        assert np.all(np.isfinite(dx))
    return x * x


def calls_a_reader(x, n):
    for _ in range(n):
        x = square(x) - x
    return x


PROGRAMS = [
    Program(read_in_a_loop, (np.array([[0.3, -0.2], [0.5, 0.1]]), np.array([0.4, 0.7]), 3), wrt=(0, 1)),
    *[Program(read_in_a_branch, (0.7, y), wrt=(0, 1)) for y in (0.9, -0.9)],
    Program(read_items, ([0.3, 0.7, 0.2], {'w': 1.5}), wrt=(0, 1)),
    Program(calls_a_reader, (0.7, 3)),
]
