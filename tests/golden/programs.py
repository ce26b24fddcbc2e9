"""Programs whose derivatives are kept as text, to be read."""
import numpy as np

import tangent


def logistic_regression(W, b, X, y):
    h = np.dot(X, W) + b
    p = 0.5 * (np.tanh(h) + 1.0)
    likelihood = p * y + (1.0 - p) * (1.0 - y)
    return -np.sum(np.log(likelihood))


def mlp(W1, b1, W2, b2, X, Y):
    h = np.tanh(np.dot(X, W1) + b1)
    logits = np.dot(h, W2) + b2
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    log_z = np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.mean(np.sum(Y * (shifted - log_z), axis=1))


def rosenbrock(x):
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


def huber(x, delta):
    if abs(x) <= delta:
        loss = 0.5 * x * x
    else:
        loss = delta * (abs(x) - 0.5 * delta)
    return loss


def activation(x, leaky):
    if leaky is None:
        return np.tanh(x)
    if x > 0.0:
        return x
    return leaky * x


def dense(x, W, b):
    return np.tanh(np.dot(x, W) + b)


def two_layers(x, W1, b1, W2, b2):
    h = dense(x, W1, b1)
    return np.sum(dense(h, W2, b2))


def squared_error(inputs, targets):
    def loss(w):
        error = np.dot(inputs, w) - targets
        return np.mean(error * error)
    return loss


def overwritten(x, n):
    x = x * n
    x = np.sin(x) + x
    x += n
    return x * x


def cube(x):
    return x * x * x


GOLDEN = {
    'logistic_regression': tangent.grad(logistic_regression, wrt=(0, 1)),
    'mlp': tangent.value_and_grad(mlp, wrt=('W1', 'b1', 'W2', 'b2')),
    'rosenbrock': tangent.grad(rosenbrock),
    'branch': tangent.grad(huber),
    'returns': tangent.grad(activation),
    'callee': tangent.grad(two_layers, wrt=('W1', 'W2')),
    'closure': tangent.grad(squared_error(np.eye(2), np.ones(2))),
    'overwritten': tangent.grad(overwritten),
    'vjp': tangent.vjp(overwritten, wrt='n'),
    'split': tangent.grad(overwritten, motion='split'),
    'second_order': tangent.grad(tangent.grad(cube)),
}
