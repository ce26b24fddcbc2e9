"""What stands in loops: branches, calls, closures, effects, and state without a derivative."""
import math

import numpy as np

from tests.programs.program import Program


def loop_in_a_branch(x, n):
    if x > 0.5:
        y = 1.0
        for i in range(n):
            y = y * x
    else:
        y = x
        while y < 1.0:
            y = 2.0 * y + x * x
    return y * x


def branches_in_a_loop(xs):
    y = 1.0
    for x in xs:
        if x > 1.0:
            y = y * x
        elif x > 0.0:
            z = y + x
            y = z * z
        else:
            y = y - x if y > 2.0 else y + x
    return y


def largest(xs):
    best = xs[0]
    for x in xs[1:]:
        if x > best:
            best = x
    return best * best


def helper(x, n):
    y = x
    for i in range(n):
        y = 0.5 * y * x + 0.1
        if y > 1.5:
            return y
    return y * y


def calls_in_a_loop(x, n):
    y = x
    for i in range(n):
        y = helper(y, i) + helper(x, n)
    return y


def closure_called(x, rate, n):
    def field(y):
        return -rate * y * y
    for _ in range(n):
        k = field(x)
        x = x + 0.25 * (k + field(x + 0.5 * k))
    return x


def closure_made_inside(xs):
    y = 1.0
    for x in xs:
        scaled = lambda z: z * x
        y = scaled(y) + scaled(0.5)
    return y


def closure_sees_the_last(xs):
    """A closure reads what its variable holds when it is called."""
    y = xs[0]

    def scaled(z):
        return z * y
    for x in xs:
        y = scaled(x) + 0.5
    return scaled(2.0)


def loop_in_a_closure(x, n):
    def repeated(function, value):
        for _ in range(n):
            value = function(value)
        return value
    return repeated(lambda y: math.sin(y) + x, x)


def bound_changed_after_the_loop(x, n):
    y = x
    for i in range(n):
        y = y * x + i
    n = 2
    for i in range(n, 2 * n):
        y = 0.5 * y * x + i
    n = 0
    return y * (n + 1)


def iterable_changed_after_the_loop(x, factors):
    y, factors = x, list(factors)
    for factor in factors:
        y = math.sin(y * factor)
    factors.append(3.0)
    factors[0] = 5.0
    return y * len(factors) * x


def factor_of_two_states(x, n):
    """What has no derivative but changes must be what it was, when the adjoint reads it."""
    sign, scale, y = 1, 0.5, x
    for i in range(n):
        y = sign * y * x * scale
        sign, scale = -sign, scale + 0.25
    return y


def condition_changes(x, n):
    flag, y = True, x
    for i in range(n):
        if flag:
            flag = i > 1
            y = y * x
        else:
            flag = not flag
            y = math.exp(-y)
    return y


def condition_on_what_is_overwritten(x, n):
    y = x
    for i in range(n):
        if y < 1.0:
            y = 1.5 + y * x
        else:
            y = 0.5 * y * x - 0.2
    return y


def random_numbers(x, n):
    """Drawn once: the adjoint must not draw again."""
    rng = np.random.default_rng(3)
    y = x
    for i in range(n):
        if rng.random() > 0.5:
            y = y * x * rng.random()
        else:
            y = y + x * rng.normal()
    return y * rng.random()


def drawn_from_an_iterator(x, n):
    numbers = iter([0.5, 2.0, 1.5, 0.7])
    y = x
    for i in range(n):
        y = math.sin(y * x * next(numbers))
    return y * next(numbers)


def printed(x, n):
    y = x
    for i in range(n):
        y = y * x
        print(f'{i}: {y:.3f}')
    return y


def asserted(x, n):
    y = x
    for i in range(n):
        assert y > -10.0, 'too small'
        if y > 100.0:
            raise ValueError('too large')
        t = y * x
        y = t * 0.5
        del t
    return y

PROGRAMS = [
    *[Program(loop_in_a_branch, (x, 3)) for x in (0.7, 0.3)],
    Program(branches_in_a_loop, (np.array([1.3, 0.7, -0.4, 1.6, -1.2]),)),
    Program(largest, (np.array([0.7, 1.3, 0.4]),)),
    *[Program(calls_in_a_loop, (x, 3)) for x in (0.7, 1.7)],
    Program(closure_called, (0.9, 0.7, 3), wrt=(0, 1)),
    Program(loop_in_a_closure, (0.7, 3)),
    Program(bound_changed_after_the_loop, (0.7, 3)),
    Program(iterable_changed_after_the_loop, (0.7, (1.5, 0.8))),
    Program(factor_of_two_states, (0.7, 3)),
    Program(condition_changes, (0.7, 4)),
    Program(condition_on_what_is_overwritten, (0.7, 4)),
    Program(random_numbers, (0.7, 4)),
    Program(drawn_from_an_iterator, (0.7, 3)),
    Program(asserted, (0.7, 3)),
    Program(printed, (0.7, 2)),
    Program(closure_made_inside, (np.array([0.7, -1.3, 0.4]),)),
    Program(closure_sees_the_last, (np.array([0.7, -1.3, 0.4]),)),

]
