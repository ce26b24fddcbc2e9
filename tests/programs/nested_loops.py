"""Loops in loops."""
import math

import numpy as np

from tests.programs.program import Program


def two_loops(x, n):
    y = x
    for i in range(n):
        y = y * x
    z = y
    for i in range(n):
        z = z * y * 0.5
        y = math.sin(z)
    return z + y


def triangle(xs):
    total = 0.0
    for i in range(len(xs)):
        for j in range(i):
            total += xs[i] * math.sin(xs[j])
    return total


def nested_carried(x, n):
    y = x
    for i in range(n):
        z = y
        for j in range(i + 1):
            z = z * x + j
            y = y + 0.1 * z
        y = math.sin(y) * z
    return y


def nested_three_deep(a):
    total = 0.0
    for i in range(2):
        row = a[i, 0]
        for j in range(2):
            for k in range(2):
                row = row * a[i, j] + a[k, j]
            total += row
    return total


def for_in_while(x, n):
    y = x
    while n > 0:
        for i in range(n):
            y = y + 0.1 * x * y
        n -= 1
    return y


def while_in_for(xs):
    total = 0.0
    for x in xs:
        count = 0
        while x < 2.0:
            x = x * x + 0.3
            count += 1
        total += x * count
    return total


def one_name_for_both_indices(x):
    y = x
    for i in range(2):
        for i in range(3):
            y = 0.5 * y * x + i
        y = y + i * x
    return y


def tree(x, depth):
    if depth == 0:
        return x * x
    total = 0.0
    for i in range(2):
        total += tree(x * (0.5 + i), depth - 1) * x
    return total


def inner_bound_carried(x, n):
    y, m = x, 0
    for i in range(n):
        m = m + i
        for j in range(m):
            y = 0.5 * y * x + j
        m = 2 * m - j if i > 1 else m
    return y * m


def inner_loop_of_changing_length(xs):
    y = 0.3
    for i, x in enumerate(xs):
        count = (2, 0, 1)[i]
        while count > 0:
            y = math.sin(y) * x + 0.5
            count -= 1
        else:
            y = y * x
    return y

PROGRAMS = [
    Program(two_loops, (0.9, 3)),
    Program(triangle, (np.array([0.7, -1.3, 0.4, 1.5]),)),
    Program(nested_carried, (0.7, 3)),
    Program(nested_three_deep, (np.array([[0.7, -0.3], [0.4, 1.2]]),)),
    Program(for_in_while, (0.7, 3)),
    Program(while_in_for, (np.array([0.9, 1.3, 2.4]),)),
    Program(one_name_for_both_indices, (0.7,)),
    Program(tree, (0.9, 2)),
    Program(inner_bound_carried, (0.7, 4)),
    Program(inner_loop_of_changing_length, (np.array([0.7, -1.3, 0.4]),)),
]

SINGLE = [
    Program(triangle, (np.array([0.7, -1.3, 0.4], dtype=np.float32),)),
]
