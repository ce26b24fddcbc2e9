"""Programs with the gradient an expert would write by hand.

Each `Program` holds an objective `f`, the indices `wrt` of the arguments to
differentiate, `args(size)` to make its arguments, and `by_hand`, the gradient
written out for exactly these shapes with every shortcut a careful person takes.
`by_hand` is the speed limit that generated code is held against, and a hint of
how short and plain generated code can be.  It returns a tuple, one entry for
each index in `wrt`.
"""
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Program:
    f: Callable
    by_hand: Callable
    args: Callable
    wrt: tuple
    small: int
    large: int


# --- straight line ------------------------------------------------------------

def logistic_regression(W, b, X, y):
    h = np.dot(X, W) + b
    p = 0.5 * (np.tanh(h) + 1.0)
    likelihood = p * y + (1.0 - p) * (1.0 - y)
    return -np.sum(np.log(likelihood))


def logistic_regression_by_hand(W, b, X, y):
    t = np.tanh(np.dot(X, W) + b)
    p = 0.5 * (t + 1.0)
    likelihood = p * y + (1.0 - p) * (1.0 - y)
    bp = (1.0 - 2.0 * y) / likelihood
    bh = 0.5 * bp * (1.0 - t * t)
    return np.dot(X.T, bh), np.sum(bh, axis=0)


def logistic_regression_args(n):
    r = np.random.default_rng(0)
    return (r.normal(size=(n, 3)) / n, r.normal(size=3), r.normal(size=(2 * n, n)),
            (r.random((2 * n, 3)) > 0.5).astype(float))


def mlp(W1, b1, W2, b2, X, Y):
    h = np.tanh(np.dot(X, W1) + b1)
    logits = np.dot(h, W2) + b2
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    log_z = np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.mean(np.sum(Y * (shifted - log_z), axis=1))


def mlp_by_hand(W1, b1, W2, b2, X, Y):
    h = np.tanh(np.dot(X, W1) + b1)
    logits = np.dot(h, W2) + b2
    e = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    p = e / np.sum(e, axis=1, keepdims=True)
    blogits = (p * np.sum(Y, axis=1, keepdims=True) - Y) / len(X)
    ba = np.dot(blogits, W2.T) * (1.0 - h * h)
    return np.dot(X.T, ba), np.sum(ba, axis=0), np.dot(h.T, blogits), np.sum(blogits, axis=0)


def mlp_args(n):
    r = np.random.default_rng(1)
    return (r.normal(size=(n, n)) / n ** 0.5, np.zeros(n), r.normal(size=(n, 10)) / n ** 0.5,
            np.zeros(10), r.normal(size=(32, n)), np.eye(10)[r.integers(0, 10, 32)])


def rosenbrock(x):
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


def rosenbrock_by_hand(x):
    u = x[1:] - x[:-1] ** 2
    bx = np.zeros_like(x)
    bx[1:] = 200.0 * u
    bx[:-1] -= 400.0 * u * x[:-1] + 2.0 * (1.0 - x[:-1])
    return (bx,)


def gaussian_log_likelihood(L, m, X):
    S = np.dot(L, L.T) + np.eye(len(m))
    D = X - m
    sign, logdet = np.linalg.slogdet(S)
    return -0.5 * (np.sum(D * np.linalg.solve(S, D.T).T) + len(X) * logdet)


def gaussian_log_likelihood_by_hand(L, m, X):
    S = np.dot(L, L.T) + np.eye(len(m))
    D = X - m
    S_inv = np.linalg.inv(S)
    Z = np.dot(D, S_inv)
    bS = 0.5 * (np.dot(Z.T, Z) - len(X) * S_inv)
    return np.dot(bS + bS.T, L), np.sum(Z, axis=0)


def gaussian_log_likelihood_args(n):
    r = np.random.default_rng(2)
    return r.normal(size=(n, n)) / n ** 0.5, r.normal(size=n), r.normal(size=(2 * n, n))


# --- control flow -------------------------------------------------------------

def horner(x, c):
    y = 0.0
    for a in c:
        y = y * x + a
    return y


def horner_by_hand(x, c):
    y = 0.0
    dy = 0.0
    for a in c:
        dy = dy * x + y
        y = y * x + a
    return (dy,)


def newton_sqrt(a):
    x = a
    while abs(x * x - a) > 1e-12 * a:
        x = 0.5 * (x + a / x)
    return x


def newton_sqrt_by_hand(a):
    x = a
    xs = []
    while abs(x * x - a) > 1e-12 * a:
        xs.append(x)
        x = 0.5 * (x + a / x)
    ba = 0.0
    bx = 1.0
    for x in reversed(xs):
        ba += 0.5 * bx / x
        bx = 0.5 * bx - 0.5 * bx * a / (x * x)
    return (ba + bx,)


def collatz_like(x, n):
    for _ in range(n):
        if x > 1.0:
            x = 0.5 * x + 0.25 / x
        elif x > 0.25:
            x = x * x + 0.5
        else:
            x = 3.0 * x + 1.0
    return x


def collatz_like_by_hand(x, n):
    dx = 1.0
    for _ in range(n):
        if x > 1.0:
            dx = dx * (0.5 - 0.25 / (x * x))
            x = 0.5 * x + 0.25 / x
        elif x > 0.25:
            dx = dx * 2.0 * x
            x = x * x + 0.5
        else:
            dx = dx * 3.0
            x = 3.0 * x + 1.0
    return (dx,)


def rnn(U, W, b, inputs):
    h = np.zeros(len(b))
    total = 0.0
    for x in inputs:
        h = np.tanh(np.dot(x, U) + np.dot(h, W) + b)
        total = total + np.sum(h * h)
    return total


def rnn_by_hand(U, W, b, inputs):
    h = np.zeros(len(b))
    hs = [h]
    for x in inputs:
        h = np.tanh(np.dot(x, U) + np.dot(h, W) + b)
        hs.append(h)
    bU = np.zeros_like(U)
    bW = np.zeros_like(W)
    bb = np.zeros_like(b)
    bh = np.zeros_like(b)
    for t in range(len(inputs) - 1, -1, -1):
        h = hs[t + 1]
        ba = (bh + 2.0 * h) * (1.0 - h * h)
        bU += np.outer(inputs[t], ba)
        bW += np.outer(hs[t], ba)
        bb += ba
        bh = np.dot(W, ba)
    return bU, bW, bb


def rnn_args(n):
    r = np.random.default_rng(3)
    return (r.normal(size=(n, n)) / n ** 0.5, r.normal(size=(n, n)) / n ** 0.5, r.normal(size=n),
            r.normal(size=(20, n)))


# --- arrays written in place --------------------------------------------------

def recurrence(x, a):
    y = np.zeros_like(x)
    y[0] = x[0]
    for i in range(1, len(x)):
        y[i] = a * y[i - 1] + x[i]
    return np.sum(y * y)


def recurrence_by_hand(x, a):
    y = np.zeros_like(x)
    y[0] = x[0]
    for i in range(1, len(x)):
        y[i] = a * y[i - 1] + x[i]
    by = 2.0 * y
    ba = 0.0
    for i in range(len(x) - 1, 0, -1):
        ba += by[i] * y[i - 1]
        by[i - 1] += a * by[i]
    return by, ba


def heat(u, k, target, steps):
    for _ in range(steps):
        v = u.copy()
        v[1:-1] = u[1:-1] + k[1:-1] * (u[2:] - 2.0 * u[1:-1] + u[:-2])
        u = v
    return np.sum((u - target) ** 2)


def heat_by_hand(u, k, target, steps):
    us = []
    for _ in range(steps):
        us.append(u)
        v = u.copy()
        v[1:-1] = u[1:-1] + k[1:-1] * (u[2:] - 2.0 * u[1:-1] + u[:-2])
        u = v
    bu = 2.0 * (u - target)
    bk = np.zeros_like(k)
    for u in reversed(us):
        bv = bu[1:-1]
        bk[1:-1] += bv * (u[2:] - 2.0 * u[1:-1] + u[:-2])
        flux = bv * k[1:-1]
        bu = bu.copy()
        bu[1:-1] -= 2.0 * flux
        bu[2:] += flux
        bu[:-2] += flux
    return bu, bk


def heat_args(n):
    r = np.random.default_rng(4)
    return r.normal(size=n), np.full(n, 0.2), r.normal(size=n), 50


# --- functions, closures and containers ---------------------------------------

def dense(layer, x):
    return np.tanh(np.dot(x, layer['W']) + layer['b'])


def deep_mlp(layers, X, y):
    h = X
    for layer in layers:
        h = dense(layer, h)
    return np.mean((np.sum(h, axis=1) - y) ** 2)


def deep_mlp_by_hand(layers, X, y):
    hs = [X]
    for layer in layers:
        hs.append(np.tanh(np.dot(hs[-1], layer['W']) + layer['b']))
    r = np.sum(hs[-1], axis=1) - y
    bh = (2.0 / len(y)) * r[:, None]
    grads = []
    for layer, x, h in zip(layers[::-1], hs[-2::-1], hs[:0:-1]):
        ba = bh * (1.0 - h * h)
        grads.append({'W': np.dot(x.T, ba), 'b': np.sum(ba, axis=0)})
        bh = np.dot(ba, layer['W'].T)
    return (grads[::-1],)


def deep_mlp_args(n):
    r = np.random.default_rng(5)
    layers = [{'W': r.normal(size=(n, n)) / n ** 0.5, 'b': r.normal(size=n)} for _ in range(4)]
    return layers, r.normal(size=(16, n)), r.normal(size=16)


PROGRAMS = [
    Program(logistic_regression, logistic_regression_by_hand, logistic_regression_args, (0, 1), 4, 512),
    Program(mlp, mlp_by_hand, mlp_args, (0, 1, 2, 3), 16, 1024),
    Program(rosenbrock, rosenbrock_by_hand, lambda n: (np.linspace(-1.0, 2.0, n),), (0,), 10, 1_000_000),
    Program(gaussian_log_likelihood, gaussian_log_likelihood_by_hand, gaussian_log_likelihood_args, (0, 1), 4, 300),
    Program(horner, horner_by_hand, lambda n: (0.9, list(np.linspace(1.0, 2.0, n).tolist())), (0,), 10, 10_000),
    Program(newton_sqrt, newton_sqrt_by_hand, lambda n: (float(n),), (0,), 3, 1_000_000_007),
    Program(collatz_like, collatz_like_by_hand, lambda n: (0.2, n), (0,), 10, 10_000),
    Program(rnn, rnn_by_hand, rnn_args, (0, 1, 2), 8, 256),
    Program(recurrence, recurrence_by_hand, lambda n: (np.linspace(0.0, 1.0, n), 0.9), (0, 1), 10, 10_000),
    Program(heat, heat_by_hand, heat_args, (0, 1), 16, 100_000),
    Program(deep_mlp, deep_mlp_by_hand, deep_mlp_args, (0,), 8, 512),
]
