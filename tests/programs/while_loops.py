"""While loops: counters, conditions on what has a derivative, and their ends."""
import math

import numpy as np

from tests.programs.program import Program


def while_counter(x, n):
    i, y = 0, x
    while i < n:
        y = y * x + i
        i += 1
    return y


def while_active_condition(x):
    y = x
    while y < 5.0:
        y = y * y + 0.5
    return y


def newton(x):
    root = x
    while abs(root * root - x) > 1e-6:
        root = 0.5 * (root + x / root)
    return root


def euler(x, rate):
    t, steps = 0.0, 0
    while t < 0.95 and not steps > 10:
        x = x - 0.25 * rate * x * x
        t += 0.25
        steps += 1
    return x * steps


def while_assigns(x):
    y = 1.0
    while (y := y * x) < 3.0:
        y = y + 0.1 * x
    return y


def while_over_a_list(xs):
    xs, y = list(xs), 1.0
    while xs:
        y = y * xs[0] + 0.5
        xs = xs[1:]
    return y


def while_true(x):
    y, n = x, 0
    while True:
        y = y * x
        n += 1
        if y > 4.0:
            break
        y = y + 0.3
    return y * n


def while_true_returns(x):
    y = x
    while True:
        if y > 3.0:
            return y * x
        y = y * y + 0.5 * x


def collatz(n, x):
    """How often the loop runs is known only as it runs, and each iteration takes its own branch."""
    while n != 1:
        if n % 2 == 0:
            n = n // 2
            x = 0.5 * x
        else:
            n = 3 * n + 1
            x = math.sin(x) + x * x
    return x


def stack_of_indices(xs):
    todo, y = [2, 0], 1.0
    while todo:
        i = todo.pop()
        y = y * xs[i] + 0.5
        if i == 0:
            todo.append(1)
    return y


def counted_by_a_call(x, n):
    seen = []

    def turn():
        seen.append(len(seen))
        return len(seen) % 2 == 0
    y = x
    while len(seen) < n:
        if turn():
            y = y * x
        else:
            y = y + 0.5 * x
    return y

PROGRAMS = [
    *[Program(while_counter, (0.7, n)) for n in (3, 0)],
    *[Program(while_active_condition, (x,)) for x in (0.7, 6.0)],
    Program(newton, (2.3,)),
    Program(euler, (0.9, 0.7), wrt=(0, 1)),
    Program(while_assigns, (1.3,)),
    *[Program(while_true, (x,)) for x in (1.3, 2.3)],
    *[Program(while_true_returns, (x,)) for x in (0.9, 3.3)],
    *[Program(collatz, (n, 0.7), wrt=(1,)) for n in (1, 6)],
    Program(stack_of_indices, (np.array([0.7, -1.3, 0.4]),)),
    Program(counted_by_a_call, (0.7, 4)),
    Program(while_over_a_list, ([0.7, -1.3, 0.4],)),
]
