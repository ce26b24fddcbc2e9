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


def horner(coefficients, x):
    value = 0.0
    for c in coefficients:
        value = value * x + c
    return value


def newton_sqrt(a):
    root = 0.5 * (a + 1.0)
    while abs(root * root - a) > 1e-9:
        root = 0.5 * (root + a / root)
    return root


def collatz_like(x, n):
    for _ in range(n):
        if x > 1.0:
            x = 0.5 * x
        else:
            x = 3.0 * x * x + 0.1
    return x


def recurrence(x, decay):
    y = np.zeros_like(x)
    y[0] = x[0]
    for t in range(1, len(x)):
        y[t] = decay * y[t - 1] + x[t]
    return np.sum(y * y)


def rnn(inputs, U, W, b):
    h = np.zeros_like(b)
    loss = 0.0
    for x in inputs:
        h = np.tanh(np.dot(U, x) + np.dot(W, h) + b)
        loss += np.sum(h * h)
    return loss


def heat(u, k, steps):
    for _ in range(steps):
        v = u.copy()
        v[1:-1] = u[1:-1] + k[1:-1] * (u[2:] - 2.0 * u[1:-1] + u[:-2])
        u = v
    return np.sum(u * u)


def network(layers, x):
    for layer in layers:
        x = np.tanh(np.dot(x, layer['W']) + layer['b'])
    return np.sum(x * x)


def clipped(W, h, xs, most):
    for t in range(len(xs)):
        h = np.tanh(np.dot(W, h) + xs[t])
        with tangent.insert_grad_of(h) as dh:
            assert np.all(np.isfinite(dh))
            dh = np.clip(dh, -most, most)
    return np.sum(h * h)


def truncated(W, h, xs, k):
    for t in range(len(xs)):
        h = np.tanh(np.dot(W, h) + xs[t])
        with tangent.insert_grad_of(h):
            if t < len(xs) - k:
                break
    return np.sum(h * h)


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
    'horner': tangent.grad(horner, wrt=('coefficients', 'x')),
    'newton_sqrt': tangent.grad(newton_sqrt),
    'collatz_like': tangent.grad(collatz_like),
    'recurrence': tangent.grad(recurrence, wrt=('x', 'decay')),
    'rnn': tangent.grad(rnn, wrt=('U', 'W', 'b')),
    'heat': tangent.grad(heat, wrt=('u', 'k')),
    'heat_like': tangent.grad(heat, wrt=('u', 'k'), like=(np.ones(5), np.ones(5), 3)),
    'network': tangent.grad(network),
    'clipped': tangent.grad(clipped),
    'truncated': tangent.grad(truncated),
}
