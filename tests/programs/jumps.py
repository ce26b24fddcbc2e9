"""Loops that are left early: break, continue, return, and else."""
import math

import numpy as np

from tests.programs.program import Program


def for_else(xs, bound):
    y = 0.0
    for x in xs:
        if x > bound:
            y = y * x
            break
        y = y + x * x
    else:
        y = 3.0 * y + x
    return y


def while_else(x, bound):
    i, y = 0, x
    while i < 3:
        y = y * x
        if y > bound:
            break
        i += 1
    else:
        y = y * y
    return y + x


def broken_in_the_first(xs):
    y = 1.0
    for x in xs:
        y = y * x
        break
    return y


def continues(xs):
    y = 1.0
    for x in xs:
        if x < 0.0:
            continue
        y = y * x
    return y


def while_continues(xs):
    i, y = -1, 0.0
    while i + 1 < len(xs):
        i += 1
        if i == 1:
            y = y * 2.0
            continue
        y = y + xs[i] ** 2
    return y


def breaks_and_continues(xs, x):
    y = x
    for i, step in enumerate(xs):
        if i == 0:
            y = y * step
        elif step < 0.0:
            y = y - step
            continue
        elif step > 2.0:
            y = math.exp(-y)
            break
        y = y * x
    return y


def return_inside(xs, bound):
    total = 0.0
    for x in xs:
        total = total + x * x
        if total > bound:
            return total * x
    return total


def return_from_nested(matrix, bound):
    product = 1.0
    for i in range(2):
        for j in range(3):
            product = product * matrix[i, j]
            if product > bound:
                return product * (i + j)
            elif j > i:
                break
        else:
            product = product + 1.0
    return -product


def return_in_else(xs):
    for x in xs:
        if x > 100.0:
            return x
    else:
        return x * xs[0]


def break_of_the_inner_loop(xs):
    total = 0.0
    for i in range(3):
        for x in xs:
            if x > i + 0.5:
                break
            total += x * x * (i + 1)
        total = total * x
    return total

PROGRAMS = [
    *[Program(for_else, (np.array([0.7, -1.3, 1.4]), bound)) for bound in (1.0, 2.0)],
    *[Program(while_else, (1.2, bound)) for bound in (1.5, 100.0)],
    Program(broken_in_the_first, (np.array([0.7, -1.3]),)),
    Program(continues, (np.array([0.7, -1.3, 0.4, 1.5]),)),
    Program(while_continues, (np.array([0.7, -1.3, 0.4]),)),
    Program(breaks_and_continues, (np.array([0.7, -1.3, 0.4, 2.4, 1.0]), 0.6), wrt=(0, 1)),
    Program(breaks_and_continues, ([0.7, -1.3, 0.4], 0.6), wrt=(0, 1)),
    *[Program(return_inside, (np.array([0.7, -1.3, 0.4]), bound)) for bound in (0.2, 2.0, 5.0)],
    *[Program(return_from_nested, (np.array([[0.7, 1.3, 2.4], [1.1, 0.6, 1.7]]), bound))
      for bound in (0.8, 1.1, 50.0)],
    Program(return_in_else, (np.array([0.7, -1.3, 0.4]),)),
    Program(break_of_the_inner_loop, (np.array([0.3, 0.7, 1.7]),)),
]

SINGLE = [
    Program(while_continues, (np.array([0.7, -1.3, 0.4], dtype=np.float32),)),
]
