"""Comprehensions and generator expressions."""
import math

import numpy as np

from tests.programs.program import Program


def list_comprehension(xs):
    squares = [x * x for x in xs]
    return squares[0] * squares[-1] + sum(squares)


def comprehension_with_condition(xs):
    return np.array([x ** 3 for x in xs if x > 0.0])


def comprehension_over_range(x, n):
    return np.array([x ** i / math.factorial(i) for i in range(n)])


def nested_comprehension(xs, ys):
    return np.array([[x * y + i for i, y in enumerate(ys)] for x in xs])


def two_fors_in_one(xs):
    return sum([x * math.sin(y) for x in xs for y in xs if y != x])


def comprehension_keeps_names(x, xs):
    """A comprehension has names of its own: the outer x is not touched."""
    squares = [x * x for x in xs]
    return x * squares[1]


def comprehension_captures(xs, scale):
    shift = scale * scale
    return np.array([scale * x + shift for x in xs])


def comprehension_of_calls(xs):
    def loss(x, power):
        return math.sin(x) ** power
    return sum([loss(x, 2) for x in xs]) / len(xs)


def comprehension_in_a_loop(xs):
    values = [x * 1.0 for x in xs]
    for _ in range(3):
        values = [v * w + 0.1 for v, w in zip(values, values[1:] + values[:1])]
    return np.array(values)


def dict_comprehension(xs, x):
    table = {i: x * y for i, y in enumerate(xs)}
    return table[0] * table[2] + len(table)


def dict_comprehension_over_items(weights):
    halved = {name: 0.5 * w * w for name, w in weights.items()}
    return halved['w'] * np.sum(halved['v'])


def counted_where(x, xs):
    large = sum(1.0 for y in xs if y > x)
    return x ** large * xs[0]


def sorted_after_writes(xs):
    y = np.ones(3)
    np.add.at(y, [0, 2, 2], xs)
    return sorted([y[1] * y[0], y[2]], key=lambda v: -v)[1]


def set_comprehension(x, xs):
    sizes = {len(str(i)) for i in range(12)}
    return x ** len(sizes) + max({x * y for y in xs})


def generator_to_sum(xs):
    return sum(x * math.sin(x) for x in xs)


def generator_to_sum_with_start(x, xs):
    return sum((x * y for y in xs), x * x)


def generator_to_max(xs, x):
    return max(x * y for y in xs) * min(y * y for y in xs)


def generator_to_others(xs):
    as_list = list(x * x for x in xs)
    as_tuple = tuple(2.0 * x for x in as_list)
    as_dict = dict((i, x) for i, x in enumerate(as_tuple))
    return as_list[0] * as_tuple[1] + as_dict[2] ** 2


def generator_to_any(xs, x):
    if any(y > x for y in xs) and not all(y > x for y in xs):
        return x * sum(xs)
    return x


def generator_to_array(xs):
    return np.array(list(math.exp(x) for x in xs)) * np.fromiter((len(str(i)) for i in range(3)), float)


def generator_to_stack(matrix):
    return np.stack([np.sin(row) for row in matrix]).sum(axis=0)


def generator_in_a_loop(x, n):
    y = x
    for i in range(n):
        y = sum(y * x / (j + 1) for j in range(i + 1))
    return y


def sum_of_arrays(x, y):
    return sum([x, y * y, x * y])


def joined_list(xs):
    parts = [xs[i:] * xs[i] for i in range(3)]
    return np.concatenate(parts)


XS = np.array([0.7, -1.3, 0.4])
YS = np.array([1.2, 0.5, -0.8])
MATRIX = np.array([[0.7, -1.3], [0.4, 1.5], [-0.6, 0.9]])

def written_and_not_read(x, z):
    """What others may see of what is written is found by the memory that it has."""
    items = sorted([x[1], np.sin(x[0]), z], key=lambda v: v)
    items.extend([x[2], z])
    table = {key: x for key in 'ab'}
    x[0] = z
    del table['a']
    return x[0] * x[1]


PROGRAMS = [
    Program(written_and_not_read, (np.array([0.7, -1.3, 0.4]), 0.6), wrt=(0, 1)),
    Program(counted_where, (0.2, XS), wrt=(0, 1)),
    Program(sorted_after_writes, (XS,)),
    Program(list_comprehension, (XS,)),
    Program(list_comprehension, ([0.7, -1.3, 0.4],)),
    Program(comprehension_with_condition, (XS,)),
    Program(comprehension_over_range, (0.7, 4)),
    Program(nested_comprehension, (XS, YS), wrt=(0, 1)),
    Program(two_fors_in_one, (XS,)),
    Program(comprehension_keeps_names, (0.6, XS), wrt=(0, 1)),
    Program(comprehension_captures, (XS, 0.6), wrt=(0, 1)),
    Program(dict_comprehension, (XS, 0.6), wrt=(0, 1)),
    Program(dict_comprehension_over_items, ({'w': 0.7, 'v': XS},)),
    Program(generator_to_sum, (XS,)),
    Program(generator_to_sum_with_start, (0.7, XS), wrt=(0, 1)),
    Program(generator_to_max, (XS, 0.6), wrt=(0, 1)),
    Program(generator_to_any, (XS, 0.6), wrt=(0, 1)),
    Program(generator_to_array, (XS,)),
    Program(generator_to_stack, (MATRIX,)),
    Program(generator_in_a_loop, (0.7, 3)),
    Program(sum_of_arrays, (XS, YS), wrt=(0, 1)),
    Program(joined_list, (XS,)),
    Program(comprehension_of_calls, (XS,)),
    Program(generator_to_others, (XS,)),
    Program(comprehension_in_a_loop, (XS,)),
]

LATER = [
    Program(set_comprehension, (0.7, XS), wrt=(0, 1)),
]
