"""Branches, conditional expressions, comparisons, returns anywhere."""
import logging
import math

import numpy as np

from tests.programs.program import Program


def constant_or_call(x):
    y = x * 2.0
    y = y / (1.3 if x > 1.0 else halved(x))
    return y * x


def halved(x):
    return x * 0.5


def piecewise(x):
    if x > 1.0:
        y = x * x
    elif x > 0.0:
        y = 2.0 * x - 1.0
    else:
        y = math.exp(x)
    return y * x


def without_else(x, y):
    z = x * y
    if x > 0.5:
        z = z * z
        x = 2.0 * x
    return z + x


def nested(x, y):
    if x > 0.0:
        if y > 0.0:
            z = x * y
        else:
            z = x - y
            if y < -1.0:
                z = z * y
        w = z * x
    else:
        w = y
        z = 1.0
    return w * z


def early_returns(x, y):
    if x > 1.0:
        if y > 1.0:
            return x * y
        z = x + y
    else:
        z = x
        if y > 2.0:
            return z * y * y
    z = z * 2.0
    if z > 4.0:
        return z
    return z * z


def return_from_every_branch(x):
    if x > 1.0:
        return x ** 2
    elif x > 0.0:
        return x ** 3
    else:
        return -x


def returns_nothing_useful(x, flag):
    y = x * x
    if flag:
        pass
    else:
        y = y * x
    return y


def branch_assigns_only_there(x):
    if x > 0.0:
        t = x * x
        y = t * 3.0
    else:
        y = x
    return y


def branch_on_computed(x):
    y = x * x
    condition = y > 0.3 and not y > 10.0
    if condition:
        y = y * x
    return y if condition else -y


def conditional_expression(x, y):
    a = x * y if x > y else x - y
    return (a if a > 0.0 else -a) * (2.0 if y else 3.0)


def nested_conditional_expressions(x):
    return x * x if x > 1.0 else math.sin(x) if x > 0.0 else (-x if x > -1.0 else 1.0)


def and_or_of_active(x, y):
    a = x and y
    b = x * 0.0 or y * x
    c = y or x
    return a * b + c


def and_or_of_three(x, y, z):
    return (x and y and z * x) + (0.0 or z - z or y * z)


def chained_comparisons(x, low=0.0, high=1.0):
    if low < x <= high:
        return x * x
    if not low == x != high >= x:
        return 3.0 * x
    return x


def membership_and_identity(x, kind, options=('linear', 'square')):
    y = x
    if kind in options:
        y = y * 2.0
    if kind is None or kind not in ('square',):
        return y
    if kind is not None:
        y = y * x
    return y


def where_and_masks(x):
    mask = x > 0.0
    y = np.where(mask, x * x, -x)
    return np.sum(y * mask) + np.sum(y[mask])


def any_all(x):
    if np.any(x > 1.0) and not np.all(x > 0.0):
        return np.sum(x * x)
    return np.sum(x)


def relu(x):
    return np.maximum(x, 0.0)


def clamped(x, low=-1.0, high=1.0):
    if x < low:
        return low
    if x > high:
        return high
    return x * x


def merged_tuple(x, flag):
    if flag:
        a, b = x * x, 2.0 * x
    else:
        a, b = x, 1.0
    return a * b + b


def merged_constant(x, flag):
    scale = 1.0
    if flag:
        scale = x
    return scale * x


def effect_in_the_other_branch(x):
    if x > 0.3:
        x = x * 0.5 * x
    else:
        logging.getLogger('tests').info('%s', x)
    return x + x


def names_used_again(a, b, c):
    t = np.sum(b)
    if np.sum(a) > -0.2:
        u = np.exp(0.1 * b) - t
    else:
        u = -(0.7 * c)
    v = -(a + 0.7) + 0.3
    return np.mean(((0.7 - u) - (-b)) * u - v)


PROGRAMS = [
    *[Program(constant_or_call, (x,)) for x in (0.7, 1.3)],
    Program(names_used_again, (np.array([[0.3, 0.1, 0.2], [0.4, -0.1, 0.5]]), np.array([0.7, -0.3, 0.4]),
                               np.array([[0.2], [0.6]])), wrt=(0, 1, 2)),
    *[Program(effect_in_the_other_branch, (x,)) for x in (0.7, 0.2)],
    *[Program(piecewise, (x,)) for x in (1.7, 0.4, -0.4)],
    *[Program(without_else, (x, 1.3), wrt=(0, 1)) for x in (0.7, 0.3)],
    *[Program(nested, args, wrt=(0, 1)) for args in ((0.7, 1.3), (0.7, -0.3), (0.7, -1.3), (-0.7, 1.3))],
    *[Program(early_returns, args, wrt=(0, 1))
      for args in ((1.7, 1.3), (1.7, 0.2), (0.7, 2.3), (0.7, 0.3), (2.7, 0.3))],
    *[Program(return_from_every_branch, (x,)) for x in (1.7, 0.7, -0.7)],
    *[Program(returns_nothing_useful, (0.7, flag)) for flag in (True, False)],
    *[Program(branch_assigns_only_there, (x,)) for x in (0.7, -0.7)],
    *[Program(branch_on_computed, (x,)) for x in (0.7, 0.1)],
    *[Program(conditional_expression, args, wrt=(0, 1)) for args in ((0.7, 1.3), (1.7, 0.3))],
    *[Program(nested_conditional_expressions, (x,)) for x in (1.7, 0.7, -0.7, -1.7)],
    Program(and_or_of_active, (0.7, 1.3), wrt=(0, 1)),
    Program(and_or_of_active, (0.7, 0.0)),
    Program(and_or_of_three, (0.7, 1.3, 0.4), wrt=(0, 1, 2)),
    *[Program(chained_comparisons, (x,)) for x in (0.7, 1.7, -0.7)],
    Program(chained_comparisons, (0.7,), keywords={'high': 0.5}),
    *[Program(membership_and_identity, (0.7, kind)) for kind in ('linear', 'square', 'cube', None)],
    Program(where_and_masks, (np.array([0.7, -1.3, 2.0]),)),
    Program(any_all, (np.array([0.7, -1.3, 2.0]),)),
    Program(any_all, (np.array([0.7, 1.3, 2.0]),)),
    Program(relu, (np.array([0.7, -1.3, 2.0]),)),
    *[Program(clamped, (x,)) for x in (-1.7, 0.7, 1.7)],
    Program(clamped, (1.7,), keywords={'high': 1.5}, wrt=('x', 'high')),
    *[Program(merged_tuple, (0.7, flag)) for flag in (True, False)],
    *[Program(merged_constant, (0.7, flag)) for flag in (True, False)],
]
