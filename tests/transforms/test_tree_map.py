"""`tangent.tree_map` inside functions that are differentiated: steps of optimisers, unrolled."""
import dataclasses
from typing import Any

import numpy as np

import tangent

X = np.array([1.0, 2.0])
PARAMETERS = {'w': 1.3, 'b': np.array([0.3, 0.4]), 'count': 3, 'name': 'line'}


def loss(p, x):
    return np.sum((p['w'] * x + p['b']) ** 2)


def after_a_step(p, x, rate):
    gradient = tangent.grad(loss)(p, x)
    return loss(tangent.tree_map(lambda a, b: a - rate * b, p, gradient), 2.0 * x)


def after_steps_with_momentum(p, x, rate):
    momentum = tangent.tree_map(lambda a: 0.0 * a, p)
    for t in range(3):
        gradient = tangent.grad(loss)(p, x)
        bias = 1.0 - 0.9 ** (t + 1)
        momentum = tangent.tree_map(lambda a, b: 0.9 * a + 0.1 * b, momentum, gradient)
        p = tangent.tree_map(lambda a, b: a - rate * b / bias, p, momentum)
    return loss(p, x)


@dataclasses.dataclass
class Model:
    w: Any
    count: int
    layers: list


def of_an_object(model, scale):
    new = tangent.tree_map(lambda a: np.sin(a) * scale, model)
    return np.sum(new.w) + new.layers[0] * new.layers[1][0]


def test_a_step_in_closed_form():
    derivative = tangent.grad(lambda p, rate: np.sum(tangent.tree_map(lambda v: v - rate * v, p)['b']))
    found = derivative(PARAMETERS, 0.1)
    np.testing.assert_allclose(found['b'], [0.9, 0.9])
    assert (found['w'], found['count'], found['name']) == (0.0, 0.0, None)


def test_steps_of_optimisers():
    tangent.check_grads(after_a_step, (PARAMETERS, X, 0.1), order=2)
    tangent.check_grads(after_steps_with_momentum, (PARAMETERS, X, 0.1), order=1)


def test_objects():
    tangent.check_grads(of_an_object, (Model(np.array([1.0, 2.0]), 3, [0.3, (0.4,)]), 0.7), order=2)
