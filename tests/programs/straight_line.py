"""Straight-line code: operators, assignments, NumPy."""
import math

import numpy as np

from tests.programs.program import Program


def polynomial(x):
    return 3.0 * x ** 3 - 2.0 * x * x + x / 4.0 - 1.0


def quotient(x, y):
    a = x * y
    b = a + y
    return a / b - b / (1.0 + a * a)


def powers(x, y):
    return x ** y + y ** x + x ** -1 + x ** 0.5 + 2 ** y


def unary(x):
    y = -x
    z = +y
    return -(-z * x) - (not x) * 2.0 + ~3 * x


def floor_and_remainder(x, y):
    whole = x // y
    rest = x % y
    return whole * y + rest * rest


def reassigned(x):
    y = x * x
    x = y + 1.0
    y = x * y
    x = math.sin(y)
    return x * y


def augmented(x, y):
    total = 1.0 * x
    total += y * x
    total *= 2.0
    total -= x / y
    total /= y
    total **= 2
    total %= 1000.0
    return total


def augmented_parameter(x):
    before = x * x
    x += 1.0
    x *= before
    return x * before


def augmented_with_alias(x):
    before = x
    x += 1.0
    x *= before
    return x * before


def augmented_array(x):
    y = x * 2.0
    z = y + 0.0
    z = z * x
    return np.sum(z * y)


def chained_assignment(x):
    a = b = x * x
    c = d = e = a + b
    return a * c + b * d * e


def annotated(x: float, scale: float = 2.0) -> float:
    y: float = x * scale
    z: 'float'
    z = y * y
    return z * x


def walrus(x):
    y = (t := x * x) + math.exp(t)
    return y * (u := t + 1.0) + u


def walrus_in_test(x):
    if (y := x * x) > 0.2:
        return y * x
    return y


def swapped(x, y):
    x, y = y, x
    x, y = x * y, x + y
    return x * x * y


def dead_code(x, y):
    unused = np.exp(y) * x
    z = x * x
    unused = unused + z
    return z * y


def constant_result(x):
    y = x * 0.0
    del y
    return 3.0


def identity(x):
    return x


def copies(x):
    y = x
    z = y
    return z * y * x


def same_value_twice(x):
    return (x + x) * (x * x) + x


def long_expression(x, y, z):
    return (np.sin(x * y) + np.cos(y * z) * np.exp(-x * x) - np.tanh(z) / (1.0 + x * x + y * y)
            + np.log(1.0 + z * z) * np.sqrt(2.0 + np.sin(x)))


def logistic_regression(W, b, X, y):
    h = np.dot(X, W) + b
    p = 0.5 * (np.tanh(h) + 1.0)
    likelihood = p * y + (1.0 - p) * (1.0 - y)
    return -np.sum(np.log(likelihood))


def mlp(W1, b1, W2, b2, X, Y):
    h = np.tanh(X @ W1 + b1)
    logits = h @ W2 + b2
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    log_z = np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.mean(np.sum(Y * (shifted - log_z), axis=1))


def rosenbrock(x):
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


def gaussian_log_likelihood(L, m, X):
    S = np.dot(L, L.T) + np.eye(len(m))
    D = X - m
    sign, logdet = np.linalg.slogdet(S)
    return -0.5 * (np.sum(D * np.linalg.solve(S, D.T).T) + len(X) * logdet)


def softmax(x):
    e = np.exp(x - np.max(x))
    return e / e.sum()


def standardized(x):
    return (x - x.mean(axis=0)) / (x.std(axis=0) + 0.1)


def methods_and_attributes(x, y):
    a = x.T.reshape(2, -1).dot(y)
    b = x.copy().astype(float).sum(axis=0, keepdims=True)
    return (a.max() + b.ravel() @ b.ravel()) * x.size + x.shape[0] + x.ndim + len(x)


_rng = np.random.default_rng(3)
_W, _b, _X = _rng.normal(size=(4, 3)), _rng.normal(size=3), _rng.normal(size=(5, 4))
_y = (_rng.random((5, 3)) > 0.5).astype(float)

def share_of_low_scores(v):
    e = np.exp(v)
    return e[0] / np.sum(e)


def angle_beside_integers(b, k):
    return np.sum(np.arctan2(b, k) + b / k + b * np.interp(b, [0.0, 1.0, 2.0], np.array([200, 100, 0], np.uint8)))


PROGRAMS = [
    Program(share_of_low_scores, (np.array([-400.0, -400.5, -401.0]),)),
    Program(angle_beside_integers, (0.5, np.array([50000, 3], np.int32))),
    Program(polynomial, (0.7,)),
    Program(polynomial, (np.array([0.7, -1.2]),)),
    Program(quotient, (0.7, 1.3), wrt=(0, 1)),
    Program(quotient, (np.array([[0.7], [0.2]]), np.array([1.3, 0.4, 2.0])), wrt=(1, 0)),
    Program(powers, (0.7, 1.3), wrt=(0, 1)),
    Program(unary, (0.7,)),
    Program(floor_and_remainder, (7.3, 2.1), wrt=(0, 1)),
    Program(reassigned, (0.7,)),
    Program(augmented, (0.7, 1.3), wrt=('y', 'x')),
    Program(augmented_parameter, (0.7,)),
    Program(augmented_array, (np.array([0.7, 1.2]),)),
    Program(chained_assignment, (0.7,)),
    Program(annotated, (0.7,), wrt=('x', 'scale'), keywords={'scale': 1.4}),
    Program(walrus, (0.7,)),
    Program(walrus_in_test, (0.7,)),
    Program(walrus_in_test, (0.1,)),
    Program(swapped, (0.7, 1.3), wrt=(0, 1)),
    Program(dead_code, (0.7, 1.3), wrt=(0, 1)),
    Program(constant_result, (0.7,)),
    Program(identity, (0.7,)),
    Program(identity, (np.array([0.7, 1.2]),)),
    Program(copies, (0.7,)),
    Program(same_value_twice, (0.7,)),
    Program(long_expression, (0.7, 1.3, 0.2), wrt=(0, 1, 2)),
    Program(logistic_regression, (_W, _b, _X, _y), wrt=(0, 1)),
    Program(mlp, (_W, _b, _W.T, np.zeros(4), _X, np.eye(4)[[0, 1, 2, 3, 3]]), wrt=(0, 1, 2, 3)),
    Program(rosenbrock, (_rng.normal(size=6),)),
    Program(gaussian_log_likelihood, (_rng.normal(size=(3, 3)), _b, _rng.normal(size=(4, 3))), wrt=(0, 1, 2)),
    Program(softmax, (_b,)),
    Program(standardized, (_X,)),
    Program(methods_and_attributes, (_X, _rng.normal(size=10)), wrt=(0, 1)),
    Program(augmented_with_alias, (0.7,)),

]
