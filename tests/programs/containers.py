"""Containers as arguments and results, and what is read from them."""

import numpy as np

from tests.programs.program import Program


def nested_argument(parameters, x):
    W, b = parameters['layers'][0]
    return np.tanh(W @ x + b) * parameters['scale']


def nested_result(x, y):
    return {'sum': x + y, 'parts': [x * y, (x * x, 1.0)], 'name': 'result', 'none': None}


def leaves_of_all_kinds(parameters):
    """An int counts as a float; a bool, a string and None have no derivative."""
    y = parameters['n'] * parameters['x'] ** 2
    if parameters['flag'] and parameters['name'] == 'square' and parameters['nothing'] is None:
        y = y * parameters['x']
    return y


def unused_leaves(parameters):
    first, second = parameters
    return first['a'] * np.sum(first['b']) + second[1] ** 2


def same_structure_back(parameters):
    (a, b), rest = parameters
    return (a * b, a), {'v': rest['v'] * a, 'w': [rest['w'][0] * b]}


def argument_handed_through(parameters, x):
    return parameters, x * parameters[0]


def tuple_of_results(x):
    squares = x * x
    return squares, np.sum(squares), x[0]


def sliced(xs):
    tail, head = xs[1:], xs[:-1]
    every = xs[::-2]
    return tail[0] * head[0] + tail[-1] * every[0] * every[-1]


def sliced_tuple_argument(xs, i):
    return xs[i] * xs[-1] + sum(xs[:2]) * len(xs[1:])


def starred(xs, pair):
    first, *middle, last = xs
    *_, (a, b) = middle, pair
    return first * last * middle[0] + a * b


def starred_literals(xs, x):
    values = [x, *xs, *(x * y for y in xs)]
    table = (*values[1:3], x)
    return np.prod(np.array(values)) + np.sum(np.array(table) ** 2)


def lengths_and_membership(values, x, key):
    if key in values and 'missing' not in values and len(values) == 2:
        return x * values[key] ** len(values)
    return x * x


def compared(xs, x, sizes):
    y = x * x if sizes == [2, 3] else x
    if (xs[0], 1.0) < (xs[1], 0.0) and xs != [] and not xs == [x]:
        y = y * xs[0]
    return y + xs.count(100.0) * x if xs else y


def tuple_from_calls(x):
    def split(v):
        return v[:1], {'rest': v[1:], 'sum': np.sum(v)}
    first, parts = split(x * x)
    return first * parts['rest'] + parts['sum']


def containers_in_branches(x, flag):
    if flag:
        values = [x, x * x]
    else:
        values = (x ** 3, 2.0)
    a, b = values
    table = {'a': a} if flag else {'a': b, 'b': x}
    return table['a'] * b + len(table) * values[0]


X = np.array([0.7, -1.3, 0.4])
W = np.array([[0.7, -0.3], [0.4, 0.9]])
V = np.array([0.8, -0.5])
AB = {'a': 0.7, 'b': -1.3}
XS = [0.7, -1.3, 0.4]

PROGRAMS = [
    Program(nested_argument, ({'layers': [(W, V)], 'scale': 0.6}, V), wrt=(0, 1)),
    Program(nested_result, (0.7, 1.3), wrt=(0, 1)),
    Program(leaves_of_all_kinds, ({'n': 2, 'x': 0.7, 'flag': True, 'name': 'square', 'nothing': None},)),
    Program(unused_leaves, (({'a': 0.7, 'b': X, 'c': [1.0, X]}, [None, 1.3, 'unused', V]),)),
    Program(same_structure_back, (((0.7, 1.3), {'v': X, 'w': [0.4, V]}),)),
    Program(argument_handed_through, ((0.7, X), V), wrt=(0, 1)),
    Program(argument_handed_through, ([0.7, {'x': X}], 0.6), wrt=(0, 1)),
    Program(tuple_of_results, (X,)),
    *[Program(lengths_and_membership, (AB, 0.6, key), wrt=(0, 1)) for key in ('a', 'c')],
    Program(compared, ([0.7, 1.3], 0.6, [2, 3]), wrt=(0, 1)),
    Program(tuple_from_calls, (X,)),
    *[Program(containers_in_branches, (0.7, flag)) for flag in (True, False)],
    Program(sliced, (XS,)),
    Program(sliced, (tuple(XS),)),
    *[Program(sliced_tuple_argument, (tuple(XS), i)) for i in (1, -2)],
    Program(starred, (XS, (0.6, 1.1)), wrt=(0, 1)),
    Program(starred, (X, [0.6, 1.1]), wrt=(0, 1)),
    Program(starred_literals, (XS, 0.6), wrt=(0, 1)),
]
