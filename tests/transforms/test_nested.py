"""Transforms called by functions that are differentiated themselves."""
import numpy as np
import pytest

import tangent
from tangent import grad, jvp, value_and_grad, vjp
from tests.sampling import WHOLE

A, B = np.array([0.3, 0.5, -0.2]), np.array([1.0, 0.5, 0.7])


class Cubic:
    def __init__(self, w):
        self.w = w

    def __call__(self, x):
        return np.sum(self.w * x ** 3)


def energy(model, x):
    return model(x)


def trained(w):
    def loss(x):
        return np.sum((x - w) ** 2 * np.exp(w))
    x = np.zeros(3)
    dloss = grad(loss)
    for _ in range(3):
        x = x - 0.1 * dloss(x)
    return np.sum(x * B)


def regularized(scale):
    def loss(x):
        return np.sum((x - B) ** 2) + scale * np.sum(x ** 2)
    x = np.zeros(3)
    for _ in range(3):
        value, dx = value_and_grad(loss)(x)
        x = x - 0.1 * dx
    return np.sum((x - A) ** 2) + value


def of_items(w):
    total = 0.0
    for k in range(2):
        total += grad(lambda x: w[k] * x ** 3)(w[k + 1])
    return total


def pulled(w):
    value, back = tangent.pullback(lambda x: w * x ** 3)(A)
    return np.sum(back(B) * value)


def pushed(w):
    value, push = tangent.linearize(lambda x: w * x ** 3)(A)
    return np.sum(push(B) * value)


CASES = pytest.mark.parametrize('function, args', [
    (trained, (A,)),
    (regularized, (0.3,)),
    (of_items, (A,)),
    (pulled, (B,)),
    (pushed, (B,)),
    (lambda w: jvp(lambda x: np.sin(w * x))(0.3, 1.0), (0.7,)),
    (lambda w: vjp(lambda x, y: np.sin(w * x) * y, wrt=(0, 1))(0.3, 2.0, 1.0)[0], (0.7,)),
    (lambda w: tangent.autodiff(lambda x: np.sin(w * x), 'forward')(0.3, 1.0), (0.7,)),
    (lambda w, x: grad(lambda x: w * x ** 3)(x) * x, (0.7, 0.3)),
    (lambda w: grad(grad(lambda x: w * x ** 3))(w), (0.7,)),
    (lambda w: tangent.hvp(lambda x: np.sum(w * x ** 3))(A, B) @ A, (B,)),
    (lambda w: np.sum(tangent.jacobian(lambda x: w * x ** 3)(A)), (B,)),
    (lambda w: np.sum(tangent.hessian(lambda x: np.sum(w * x ** 3))(A)), (B,)),
    (lambda w: tangent.ggnvp(lambda x: w * x ** 2, lambda y: np.sum(y ** 4))(A, B) @ A, (B,)),
    (lambda model, x: np.sum(grad(model)(x) ** 2), (Cubic(A), B)),
    (lambda model, x: np.sum(grad(energy, wrt='x')(model, x) ** 2), (Cubic(A), B)),
    (lambda model, x: np.sum(grad(lambda z: model(z))(x) ** 2), (Cubic(A), B)),
], ids=['trained', 'regularized', 'of_items', 'pullback', 'linearize', 'jvp', 'vjp', 'autodiff', 'the_same_name',
        'grad_of_grad', 'hvp', 'jacobian', 'hessian', 'ggnvp', 'object', 'wrt', 'captured_object'])


@CASES
def test_gradients(function, args):
    tangent.check_grads(function, args, order=2 if WHOLE else 1)


def test_second_order():
    tangent.check_grads(trained, (A,))
    tangent.check_grads(lambda model, x: np.sum(grad(lambda z: model(z))(x) ** 2), (Cubic(A), B), modes='reverse')
