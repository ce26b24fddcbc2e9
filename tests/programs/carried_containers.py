"""Containers that loops build, carry and replace."""

import numpy as np

from tests.programs.program import Program


def list_result_built(x, n):
    result = []
    for i in range(n):
        result.append(x ** (i + 1))
    return result


def list_of_arrays_carried(weights, x):
    states = [x]
    for W in weights:
        states.append(np.tanh(W @ states[-1]) + states[len(states) // 2])
    return states[-1] * states[1]


def list_of_arrays_replaced(parameters, rate, n):
    for _ in range(n):
        parameters = [p - rate * np.sin(p) for p in parameters]
    return parameters


def list_of_arrays_written(x, n):
    layers = [np.zeros(2), np.ones(2)]
    for i in range(n):
        layers[i % 2] = layers[1 - i % 2] * x + layers[0]
        layers[0][1] += x[0]
    return layers[0] * layers[1]


def matrix_of_lists(rows, x):
    size = len(rows)
    product = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(size):
            product[i][j] = sum(rows[i][k] * rows[k][j] for k in range(size)) + x
    return product


def history(x, n):
    path = [x]
    while len(path) < n:
        path.append(0.5 * path[-1] ** 2 + path[0])
    return np.array(path)


def tuple_carried_of_lists(xs):
    state = ([], 0.0)
    for x in xs:
        seen, total = state
        state = (seen + [x * total], total + x * x)
    return sum(state[0]) * state[1]


def unused_container(x, y):
    log = []
    for i in range(2):
        x = x * y
        log.append(x)
    return x * len(log)


X = np.array([0.7, -1.3, 0.4])
W = np.array([[0.7, -0.3], [0.4, 0.9]])
V = np.array([0.8, -0.5])

PROGRAMS = [
    *[Program(list_result_built, (0.7, n)) for n in (3, 1)],
    Program(list_of_arrays_carried, ([W, W.T, W * W], V), wrt=(0, 1)),
    Program(list_of_arrays_replaced, ([X, W, 0.6], 0.3, 2), wrt=(0, 1)),
    Program(list_of_arrays_written, (V, 4)),
    Program(matrix_of_lists, ([[0.7, -1.3], [0.4, 0.9]], 0.6), wrt=(0, 1)),
    Program(history, (0.7, 4)),
    Program(tuple_carried_of_lists, (X,)),
    Program(unused_container, (0.7, 1.3), wrt=(0, 1)),
]
