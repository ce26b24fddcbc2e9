"""What objective functions in the wild look like."""
import math

import numpy as np

from tests.programs.program import Program


def optional_argument(x, weights=None):
    if weights is None:
        weights = np.ones_like(x)
    return np.sum(weights * x * x)


def optional_active(x, scale=None):
    scale = x if scale is None else scale
    return scale * x


def defined_under_a_condition(x, flag):
    if flag:
        extra = x * x
    y = 2.0 * x
    if flag:
        y = y + extra
    return y


def defined_as_none(x, flag):
    extra = None
    if flag:
        extra = x * x
    if extra is not None:
        return extra * x
    return x


def shapes_unpacked(x):
    n, m = x.shape
    flat = x.reshape(n * m)
    return flat.reshape(m, -1).sum(axis=0) / (n + m) + x.shape[-1]


def chained_methods(x):
    return ((x - x.mean()) ** 2).sum(axis=1).max() * x.T.copy().dot(x).trace()


def keeps_dimensions(x):
    shifted = x - x.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def cross_entropy(logits, labels):
    log_p = keeps_dimensions(logits)
    return -np.mean(log_p[np.arange(len(labels)), labels])


def huber(x, delta=1.0):
    small = np.abs(x) < delta
    return np.sum(np.where(small, 0.5 * x ** 2, delta * (np.abs(x) - 0.5 * delta)))


def builtins_of_numbers(x, y):
    return abs(-x) * max(x, y, 0.1) + min(x, y) * float(x) + pow(x, 2) + sum((x, y)) + round(y) * len((x, y)) * x


def mathematics(x):
    return math.log1p(x) * math.atan2(x, 2.0) + math.hypot(x, 1.0) / math.sqrt(x) + math.floor(x) + math.pi * x


def distances(a, b):
    difference = a[:, None, :] - b[None, :, :]
    return np.sqrt(np.sum(difference ** 2, axis=-1) + 1e-6)


def kernel(a, scale):
    return np.exp(-0.5 * distances(a, a) ** 2 / scale ** 2)


def marginal_likelihood(a, y, scale, noise):
    K = kernel(a, scale) + noise * np.eye(len(a))
    sign, logdet = np.linalg.slogdet(K)
    return 0.5 * y @ np.linalg.solve(K, y) + 0.5 * logdet


def convolution(signal, weights):
    return np.tanh(np.convolve(signal, weights, mode='same')) @ signal


def quadratic_form(A, x):
    return x.T @ A @ x + np.einsum('i,ij,j->', x, A, x)


def sum_by_einsum(A):
    return np.einsum('ij->', np.tanh(A))


def normalized(v):
    return v / np.linalg.norm(v)


def cosine(u, v):
    return np.dot(normalized(u), normalized(v))


def stacked(x, y):
    rows = np.stack([x, y, x * y])
    return np.concatenate((rows[0], rows[1:].ravel())).std()


def dict_of_parameters(x, y):
    parameters = {'w': x, 'b': y, 'name': 'linear'}
    return parameters['w'] * 3.0 + parameters['b'] ** 2 * len(parameters['name'])


def dict_argument(parameters, x):
    return np.tanh(x @ parameters['W'] + parameters['b']).sum()


def tuple_argument(parameters, x):
    (W, b), c = parameters
    return np.sum(c * np.tanh(x @ W + b))


def list_argument(layers, x):
    hidden = dense(layers[0], x)
    return np.mean(dense(layers[1], hidden) ** 2)


def dense(layer, x):
    return np.tanh(x @ layer['W'] + layer['b'])


def accumulated(x):
    terms = 0.0
    terms += np.sum(x)
    terms += np.sum(x ** 2)
    terms -= 0.5 * np.prod(x)
    return terms


def parenthesized(x, y):
    return ((((x)) * ((y)))) - (-(-x)) ** 2 / (x / (y / 2.0)) - (x - (y - x))


def guarded(x):
    if not np.all(np.isfinite(x)):
        return np.inf
    return np.sum(np.log(x))


def counts(x, n):
    n = n + 1
    n //= 2
    n <<= 1
    weight = 1.0 / n
    return weight * x ** n


def boolean_arithmetic(x):
    positive = x > 0.0
    return np.sum(positive * x - (~positive) * x * x) + positive.sum()


def walrus_and_and(x):
    return y if (y := x * x) > 0.1 and (not y > 4.0 or y > 5.0) else x


def walrus_that_may_not_run(x):
    if (y := x * x) > 0.1 and (z := y + 1.0) > 1.2:
        return y * z
    return x


def comparison_with_calls(x):
    low = 0.0
    if low < (y := math.sin(x)) < x <= 10.0 and y is not None:
        return y * x
    return x


def symmetric(A):
    S = 0.5 * (A + A.T)
    L = np.linalg.inv(S + 5.0 * np.eye(2))
    return np.trace(L @ L)


def interpolated(x, table):
    i = int(np.floor(x))
    t = x - i
    return (1.0 - t) * table[i] + t * table[i + 1]


def polynomial_of_matrix(A):
    return np.sum(A @ A @ A - 2.0 * A @ A + A) + np.linalg.det(A)


def energy(q, p, m=1.0):
    kinetic = np.dot(p, p) / (2.0 * m)
    r = np.sqrt(q[0] ** 2 + q[1] ** 2)
    return kinetic - 1.0 / r


def with_getter(x, **options):
    return x * options.get('scale', 2.0)


_x = np.array([[0.7, -1.3, 0.2], [1.1, 0.5, -0.6]])
_positive = np.array([0.7, 1.3, 0.2])
_layer = {'W': np.array([[0.7, -1.3], [0.2, 1.1], [0.5, -0.6]]), 'b': np.array([0.1, 0.2])}
_square = np.array([[0.7, -1.3], [0.2, 1.1]])

PROGRAMS = [
    Program(optional_argument, (_positive,)),
    Program(optional_argument, (_positive,), keywords={'weights': np.array([1.0, 2.0, 3.0])}, wrt=(0, 1)),
    Program(optional_active, (0.7,)),
    Program(optional_active, (0.7,), keywords={'scale': 1.3}, wrt=('x', 'scale')),
    *[Program(f, (0.7, flag)) for f in (defined_under_a_condition, defined_as_none) for flag in (True, False)],
    Program(shapes_unpacked, (_x,)),
    Program(chained_methods, (_x,)),
    Program(sum_by_einsum, (_x,)),
    Program(keeps_dimensions, (_x,)),
    Program(cross_entropy, (_x, np.array([2, 0]))),
    Program(huber, (_x,)),
    Program(builtins_of_numbers, (0.7, 1.3), wrt=(0, 1)),
    Program(mathematics, (0.7,)),
    Program(kernel, (_x, 1.3), wrt=(0, 1)),
    Program(marginal_likelihood, (_x, np.array([1.0, -0.4]), 1.3, 0.2), wrt=(0, 1, 2, 3)),
    Program(convolution, (np.array([0.7, -1.3, 0.2, 1.1]), np.array([0.3, 0.5, -0.1])), wrt=(0, 1)),
    Program(quadratic_form, (_square, np.array([0.4, -0.9])), wrt=(0, 1)),
    Program(cosine, (_positive, _x[0]), wrt=(0, 1)),
    Program(stacked, (_positive, _x[0]), wrt=(0, 1)),
    Program(dict_of_parameters, (0.7, 1.3), wrt=(0, 1)),
    Program(dict_argument, (_layer, _x)),
    Program(tuple_argument, (((_layer['W'], _layer['b']), 0.7), _x)),
    Program(list_argument, ([_layer, {'W': _square, 'b': np.zeros(2)}], _x)),
    Program(accumulated, (_positive,)),
    Program(parenthesized, (0.7, 1.3), wrt=(0, 1)),
    Program(guarded, (_positive,)),
    Program(counts, (0.7, 3)),
    Program(boolean_arithmetic, (_x,)),
    *[Program(walrus_and_and, (x,)) for x in (0.7, 0.25)],
    *[Program(comparison_with_calls, (x,)) for x in (0.7, -0.7)],
    Program(symmetric, (_square,)),
    Program(interpolated, (1.3, np.array([0.7, -1.3, 0.2, 1.1])), wrt=(0, 1)),
    Program(polynomial_of_matrix, (_square,)),
    Program(energy, (np.array([0.7, 0.4]), np.array([-0.2, 1.3])), wrt=('q', 'p', 'm'), keywords={'m': 1.5}),
    *[Program(walrus_that_may_not_run, (x,)) for x in (0.7, 0.25)],
    Program(with_getter, (0.7,), keywords={'scale': 1.3}),
    Program(with_getter, (0.7,), keywords={'scale': 1.3}, wrt=('x', 'options')),

]
