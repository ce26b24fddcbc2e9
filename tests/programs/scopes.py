"""Names that mean one thing in a function or comprehension inside, and another around it."""
import numpy as np

from tests.programs.program import Program


def comprehension_over_its_own_name(x):
    y = x * 2.0
    z = [y * 2.0 for y in y if y > -2.0]
    return z[0] * z[1]


def generator_over_its_own_name(x):
    x = [x * 2.0 for x in x]
    return sum(x * x for x in x if x > 0.0)


def second_iterable_inside(x):
    return sum(x * y for x in [x, x * x] for y in x)


def default_of_the_same_name(x):
    functions = [lambda v, k=k: v * x[k] for k in range(3)]
    y = 1.0
    for g in functions:
        y = g(y) + x[2]
    return y


def default_that_is_assigned_later(x):
    y = x * 2.0
    for y in [y * 2.0 for y in y]:
        x = x * y

    def scaled(v, y=y):
        return v * y
    y = y * y
    return np.sum(scaled(x)) + np.sum(scaled(x, y))


_v = np.array([0.7, -1.3, 0.4])
PROGRAMS = [Program(f, (_v,)) for f in (
    comprehension_over_its_own_name, generator_over_its_own_name, second_iterable_inside, default_of_the_same_name,
    default_that_is_assigned_later)]
