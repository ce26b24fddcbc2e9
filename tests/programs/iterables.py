"""What loops run over."""
import math

import numpy as np

from tests.programs.program import Program


def zipped(xs, ys):
    total = 0.0
    for x, y in zip(xs, ys):
        total += x * math.sin(y)
    return total


def zipped_unequal(xs, ys, zs):
    """The shortest one ends the loop; the others' last items have no part."""
    total = 1.0
    for x, y, z in zip(xs, ys, zs):
        total = total * x + y * z
    return total


def zipped_with_inactive(xs, powers, names):
    total = 0.0
    for x, power, name in zip(xs, powers, names):
        if name != 'skip':
            total += x ** power
    return total


def neighbours(xs):
    total = 0.0
    for left, right in zip(xs, xs[1:]):
        total += (right - left) ** 2 * left
    return total


def enumerated(xs):
    total = 0.0
    for i, x in enumerate(xs):
        total += x ** (i + 1)
    return total * x + i


def enumerated_from(xs, start):
    y = 1.0
    for i, x in enumerate(xs, start):
        y = y * x + i * x
    return y


def enumerated_by_name(xs, ys):
    total = 0.0
    for i, x in enumerate(xs, start=2):
        total += x ** i
    for i, (x, y) in enumerate(zip(xs, ys, strict=True), start=1):
        total += x * y ** i
    return total


def enumerated_zip(xs, ys):
    total = 0.0
    for i, (x, y) in enumerate(zip(xs, ys)):
        total += (i + 1) * x * y * y
    return total


def enumerated_reading_others(xs):
    y = 0.0
    for i, x in enumerate(xs):
        y += x * xs[i - 1]
    return y


def backwards(xs):
    y = 1.0
    for x in reversed(xs):
        y = y * x + 0.5
    return y


def reversed_range(xs):
    y = 1.0
    for i in reversed(range(len(xs))):
        y = math.sin(y * xs[i])
    return y


def reversed_enumeration(xs):
    y = 1.0
    for i, x in reversed(list(enumerate(xs))):
        y = y * x + i
    return y


def dict_keys(weights, x):
    y = x
    for name in weights:
        y = math.sin(y * weights[name]) + x
    return y


def dict_values(weights, x):
    y = x
    for w in weights.values():
        y = y * w + 0.5
    return y


def dict_items(weights, x):
    y = x
    for name, w in weights.items():
        y = y * w if name.startswith('w') else y + w * w
    return y


def literal_list(x, y):
    product = 1.0
    for factor in [x, 2.0, x * y, y]:
        product = product * factor + x
    return product


def literal_of_pairs(x, y):
    total = 0.0
    for (a, b), c in (((x, y), 2.0), ((y * y, 1.0), x)):
        total += a * b * c
    return total


def string(x, word):
    y = x
    for letter in word:
        if letter == 's':
            y = math.sin(y)
        elif letter == 'd':
            y = 2.0 * y
    return y


def rows(matrix):
    total = 0.0
    for row in matrix:
        total += np.prod(row) * row[0]
    return total


def rows_carried(matrix, h):
    for row in matrix:
        h = np.tanh(row * h)
    return h


def columns(matrix):
    total = 1.0
    for column in matrix.T:
        total = total * np.sum(column ** 2)
    return total


def rows_unpacked(points):
    total = 0.0
    for x, y in points:
        total += x * math.sin(y)
    return total


def elements_of_rows(matrix):
    total = 0.0
    for row in matrix:
        for x in row:
            total = math.sin(total + x * x)
    return total


def list_of_arrays(layers, x):
    for W, b in layers:
        x = np.tanh(W @ x + b)
    return x


def computed_array(x):
    total = 0.0
    for y in np.cumsum(x * x):
        total += math.sqrt(y + 0.1)
    return total


def starred_target(rows):
    total = 0.0
    for first, *rest in rows:
        total += first * rest[0] * rest[-1]
    return total


def slices_of_batches(x, size):
    total = 0.0
    for start in range(0, len(x), size):
        total += np.prod(x[start:start + size])
    return total


XS = np.array([0.7, -1.3, 0.4])
YS = np.array([1.2, 0.5, -0.8])
MATRIX = np.array([[0.7, -1.3], [0.4, 1.5], [-0.6, 0.9]])
WEIGHTS = {'v': 0.7, 'w': -1.3, 'b': 0.4}

PROGRAMS = [
    Program(enumerated_by_name, (XS, YS), wrt=(0, 1)),
    Program(zipped, (XS, YS), wrt=(0, 1)),
    Program(zipped, ([0.7, -1.3, 0.4], (1.2, 0.5, -0.8)), wrt=(0, 1)),
    Program(zipped_unequal, (np.array([0.7, -1.3]), YS, [0.3, 0.8, 1.1]), wrt=(0, 1, 2)),
    Program(zipped_with_inactive, (XS, (2, 3, 1), ('first', 'skip', 'last'))),
    Program(neighbours, (XS,)),
    Program(neighbours, ([0.7, -1.3, 0.4, 1.1],)),
    Program(enumerated, (XS,)),
    Program(enumerated, ((0.7, -1.3, 0.4),)),
    Program(enumerated_from, (XS, 2)),
    Program(enumerated_zip, (XS, YS), wrt=(0, 1)),
    Program(enumerated_reading_others, (XS,)),
    Program(backwards, (XS,)),
    Program(backwards, ([0.7, -1.3, 0.4],)),
    Program(reversed_range, (XS,)),
    Program(reversed_enumeration, (XS,)),
    Program(dict_keys, (WEIGHTS, 0.6), wrt=(0, 1)),
    Program(dict_values, (WEIGHTS, 0.6), wrt=(0, 1)),
    Program(dict_items, (WEIGHTS, 0.6), wrt=(0, 1)),
    Program(literal_list, (0.7, 1.3), wrt=(0, 1)),
    Program(literal_of_pairs, (0.7, 1.3), wrt=(0, 1)),
    Program(string, (0.7, 'sadds')),
    Program(rows, (MATRIX,)),
    Program(rows_carried, (MATRIX, np.array([0.8, 1.1])), wrt=(0, 1)),
    Program(columns, (MATRIX,)),
    Program(rows_unpacked, ([(0.7, -1.3), (0.4, 1.5)],)),
    Program(elements_of_rows, (MATRIX,)),
    Program(elements_of_rows, ([[0.7, -1.3], [0.4]],)),
    Program(list_of_arrays, ([(MATRIX, XS), (MATRIX.T, np.array([0.1, -0.2]))], np.array([0.8, 1.1])), wrt=(0, 1)),
    Program(computed_array, (XS,)),
    Program(starred_target, ([(0.7, -1.3, 0.4), (1.2, 0.5)],)),
    Program(slices_of_batches, (np.array([0.7, -1.3, 0.4, 1.2, 0.5]), 2)),
    Program(rows_unpacked, (MATRIX,), order=1),
]
