"""Tuples and lists: unpacking with stars, as results of callees and of the function itself."""
import math

import numpy as np

from tests.programs.program import Program


def unpacked(x, y):
    (a, b), c = (x * y, y), x
    [d, e] = [a * b, c]
    return d * e + b


def starred(x, y):
    first, *middle, last = x, y, x * y, x + y
    head, *empty = (x,)
    return first * middle[0] * middle[1] * last + head + len(empty)


def starred_array(x):
    first, *rest = x
    return first * rest[0] + rest[-1] ** 2


def starred_display(x, y):
    pair = (x, y)
    a, b, c = (*pair, x * y)
    return a * b * c


def unpacked_array(x):
    a, b, c = x
    return a * b + c * c


def unpacked_rows(m):
    (a, b), (c, d) = m
    return a * d - b * c


def nested_tuples(x, y):
    t = ((x, y * y), (x * y, (y,)))
    return t[0][1] * t[1][0] + t[1][1][0] * t[0][0]


def tuple_of_lists(x):
    values = [x, x * x, [x ** 3]]
    return values[0] * values[2][0] + values[-2]


def polar(x, y):
    return math.hypot(x, y), math.atan2(y, x)


def tuple_from_callee(x, y):
    r, angle = polar(x, y)
    return r * r * angle


def part_of_tuple_from_callee(x, y):
    return polar(x, y)[0] * polar(x * y, y)[1]


def kept_tuple_from_callee(x, y):
    both = polar(x, y)
    again = both
    return both[0] * again[1] + len(both)


def tuple_result(x, y):
    s = np.sin(x)
    return s * y, x + y, s


def nested_tuple_result(x, y):
    return (x * y, [x, 2.0]), y * y


def tuple_with_constants(x):
    return x * x, 3.0, None, 'text'


def swap(pair):
    a, b = pair
    return b, a


def tuple_argument_of_callee(x, y):
    a, b = swap((x * x, y))
    return a / b


def tuple_parameter(pair):
    a, b = pair
    return a * b * b


def list_parameter(values):
    return values[0] * values[1] + values[-1]


def sum_of_display(x, y):
    return sum([x, y, x * y]) + max(x, y) * min([x, y])


def sliced_tuple(x, y):
    t = (x, y, x * y)
    a, b = t[1:]
    return a * b + t[0]


def concatenated_tuples(x, y):
    t = (x, y) + (x * y,)
    return t[2] * t[0] + len(t)


def arrays_in_tuples_written(x):
    t = (x[0], np.sin(x))
    t[1][0] = 3.0 * x[1]
    u = t[1]
    u[1] *= x[2]
    s = (x * 2.0, {'a': x * x})
    s[1]['a'][0] *= t[1][0]
    s[1]['b'] = s[0] * x
    return np.sum(t[1] * t[0]) * s[1]['a'] * s[1]['b']


def array_in_a_tuple_of_one_branch(x):
    if x[0] > 10.0:
        factor = x[0]
    else:
        pair = x[0] * x[0], np.sum(np.outer(x, x), axis=0)
        factor = x[1]
    for i in range(2):
        pair[1][2] = 0.7 * x[i]
    return factor * np.sum(pair[1])


def doubled(z):
    return z * 2.0


def columns_unpacked(m):
    a, b = m.T
    (c, d), e = -m, np.sin(m)[0]
    return np.sum(a * b) + c * d[0] * e


def expressions_unpacked(m):
    a, b = m * 3.0
    c, *d = np.exp(m).ravel()
    e, f = m @ m
    g, h = doubled(m[0])
    return np.sum(a * b) * c + sum(d) + np.sum(e * f) * g * h


def normalized_and_unpacked(q):
    w, x, y, z = q / np.linalg.norm(q)
    return w * x + y * z * x


def solution_unpacked(a, b):
    x, y = np.linalg.solve(a, b)
    (p, q), (r, s) = np.linalg.inv(a)
    return x * y + p * s - q * r


def rows_unpacked_in_a_loop(m):
    total = 0.0
    for row in m:
        a, b = row * 2.0
        c, d = np.exp(row)
        total += a * b + c * d
    return total * sum(c * d for c, d in m.T)


def columns_unpacked_and_written(m):
    y = m * 1.0
    a, b = y.T
    a *= b
    b[0] = a[1]
    return np.sum(y * y)


def arrays_of_a_list_unpacked_in_a_loop(points):
    total = 0.0
    for a, b, c in points:
        total += a * b + c ** 2
    return total * np.sum(points[1] ** 2)


def array_of_a_list_unpacked_after_a_loop(rows):
    total = 0.0
    for _ in range(2):
        total = np.sum(rows[1]) + 0.5 * total
    a, b, c = rows[1]
    return a * b * c * total


def array_of_a_dict_unpacked(parameters):
    a, b, c = parameters['p']
    return a * b * np.sum(parameters['p'] * c)


def arrays_of_a_dict_unpacked_in_a_loop(parameters):
    total = 0.0
    for key, (a, b, c) in parameters.items():
        total += a * b * c * len(key)
    return total * np.sum(parameters['p'])


def last_array_unpacked(rows):
    a, b, c = rows.pop()
    p, q, r = rows[0]
    return a * b + c * p * q * r + np.sum(rows[0] ** 2)


PROGRAMS = [
    Program(array_in_a_tuple_of_one_branch, (np.array([0.7, -1.2, 0.4]),)),
    Program(arrays_in_tuples_written, (np.array([0.7, -1.3, 0.4]),)),
    Program(unpacked, (0.7, 1.3), wrt=(0, 1)),
    Program(starred, (0.7, 1.3), wrt=(0, 1)),
    Program(starred_array, (np.array([0.7, 1.3, 0.2]),)),
    Program(starred_display, (0.7, 1.3), wrt=(0, 1)),
    Program(unpacked_array, (np.array([0.7, 1.3, 0.2]),)),
    Program(unpacked_rows, (np.array([[0.7, 1.3], [0.2, -0.4]]),)),
    Program(columns_unpacked, (np.array([[0.7, 1.3], [0.2, -0.4]]),)),
    Program(expressions_unpacked, (np.array([[0.7, 1.3], [0.2, -0.4]]),)),
    Program(normalized_and_unpacked, (np.array([0.3, -0.2, 0.5, 0.8]),)),
    Program(solution_unpacked, (np.array([[0.7, 1.3], [0.2, -0.4]]), np.array([0.5, 1.1])), wrt=(0, 1)),
    Program(rows_unpacked_in_a_loop, (np.array([[0.7, 1.3], [0.2, -0.4]]),)),
    Program(columns_unpacked_and_written, (np.array([[0.7, 1.3], [0.2, -0.4]]),)),
    Program(nested_tuples, (0.7, 1.3), wrt=(0, 1)),
    Program(tuple_of_lists, (0.7,)),
    Program(tuple_from_callee, (0.7, 1.3), wrt=(0, 1)),
    Program(part_of_tuple_from_callee, (0.7, 1.3), wrt=(0, 1)),
    Program(kept_tuple_from_callee, (0.7, 1.3), wrt=(0, 1)),
    Program(tuple_result, (0.7, 1.3), wrt=(0, 1)),
    Program(tuple_result, (np.array([0.7, 0.2]), np.array([[1.3], [0.1]])), wrt=(0, 1)),
    Program(nested_tuple_result, (0.7, 1.3), wrt=(0, 1)),
    Program(tuple_with_constants, (0.7,)),
    Program(tuple_argument_of_callee, (0.7, 1.3), wrt=(0, 1)),
    Program(tuple_parameter, ((0.7, 1.3),)),
    Program(list_parameter, ([0.7, 1.3, 0.4],)),
    Program(sum_of_display, (0.7, 1.3), wrt=(0, 1)),
    Program(sliced_tuple, (0.7, 1.3), wrt=(0, 1)),
    Program(concatenated_tuples, (0.7, 1.3), wrt=(0, 1)),
    Program(arrays_of_a_list_unpacked_in_a_loop, ([np.array([0.5, 1.2, -0.7]), np.array([1.1, 0.3, 0.9])],)),
    Program(arrays_of_a_list_unpacked_in_a_loop, ([(0.5, 1.2, -0.7), np.array([1.1, 0.3, 0.9])],)),
    Program(array_of_a_list_unpacked_after_a_loop, ([np.array([0.5, 1.2, -0.7]), np.array([1.1, 0.3, 0.9])],)),
    Program(array_of_a_dict_unpacked, ({'p': np.array([0.5, 1.2, -0.7])},)),
    Program(arrays_of_a_dict_unpacked_in_a_loop, ({'p': np.array([0.5, 1.2, -0.7]), 'rest': [0.3, 1.1, 0.2]},)),
    Program(last_array_unpacked, ([np.array([0.5, 1.2, -0.7]), np.array([1.1, 0.3, 0.9])],)),
]
