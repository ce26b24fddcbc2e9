"""For loops: what they run over, carry and leave behind."""
import math

import numpy as np

from tests.programs.program import Program


def power(x, n):
    y = 1.0
    for i in range(n):
        y = y * x
    return y


def recurrence(a, b, n):
    state = 0.3
    for _ in range(n):
        state = a * math.sin(state) + b
    return state


def index_in_arithmetic(x, n):
    y = x
    for i in range(1, n, 2):
        y = y * (x + i) / (i + 1.0)
    return y


def downwards(coefficients, x):
    y = 0.0
    for i in range(len(coefficients) - 1, -1, -1):
        y = y * x + coefficients[i]
    return y


def horner(coefficients, x):
    y = 0.0
    for c in coefficients:
        y = y * x + c
    return y


def item_after_the_loop(xs):
    y = 0.0
    for x in xs:
        y += x * x
    return y * x


def index_after_the_loop(xs, n):
    y = 1.0
    for i in range(n):
        y = y * xs[i]
    return y * i + xs[i]


def index_before_and_after(x, n):
    """Where the loop runs zero times, i keeps its value."""
    i = 3
    y = x
    for i in range(n):
        y = y * x
    return y * (i + 1)


def first_defined_inside(x, n):
    y = 0.0
    for i in range(n):
        t = x * (i + 1)
        y = y + math.sin(t)
    return y * t


def first_defined_in_a_branch(xs):
    """The name is bound in the first iteration and read in later ones."""
    y = 0.0
    for i in range(len(xs)):
        if i == 0:
            first = xs[i] * xs[i]
        else:
            y += first * xs[i]
    return y


def previous_item(xs):
    previous = None
    y = 0.0
    for x in xs:
        if previous is not None:
            y += (x - previous) ** 2 * x
        previous = x
    return y


def overwritten_argument(x, n):
    for i in range(n):
        x = 0.5 * x * x + 0.3
    return x


def item_named_as_an_argument(x, xs):
    y = x * x
    for x in xs:
        y = y * x
    return y + x


def changed_index(x, n):
    """What the body assigns to the loop's variable does not change how often it runs."""
    y = x
    for i in range(n):
        i = i * 2 + 1
        y = y * x + i
    return y * i


def changed_bound(x, n):
    y = x
    for i in range(n):
        n = n + 2
        y = y * x / n
    return y * n


def rebound_iterable(xs):
    y = 0.0
    for x in xs:
        xs = xs * x
        y = y + x * xs[0]
    return y


def floats_as_items(x):
    y = 0.0
    for t in np.linspace(0.0, 1.0, 4):
        y += t * math.exp(-t * x)
    return y


def two_carried(a, b, n):
    for _ in range(n):
        a, b = b, 0.5 * a * b + a
    return a * b


def tuple_carried(x, n):
    state = (x, 1.0)
    for i in range(n):
        state = (state[1], state[0] * x + i)
    return state[0] * state[1]


def augmented(x, n):
    y, z = 2.0, 1.0
    for i in range(n):
        y *= x
        z -= y * 0.1
        z /= x + i
        y **= 1.1
    return y + z


def sum_from_an_int(xs):
    total = 0
    for x in xs:
        total += x * x
    return total


def not_carried(xs):
    """Only the value of the last iteration counts."""
    y = 0.0
    for x in xs:
        y = math.sin(x) * x
    return y


def arrays_carried(A, b, n):
    h = np.zeros(3)
    for _ in range(n):
        h = np.tanh(A @ h + b)
    return h


def loop_without_derivative(x, n):
    count = 0
    for i in range(n):
        if i % 2:
            count += i
    return x ** count


def index_of_the_iteration_before(x, n):
    previous = 0
    y = 1.0
    for i in range(n):
        y = y * x[previous] + x[i]
        previous = i
    return y


def dict_that_becomes_an_item(x):
    scales = [1.5 for _ in range(3)]
    u = {'a': scales[0], 'c': x}
    for u in scales:
        pass
    return u * x


PROGRAMS = [
    *[Program(power, (0.7, n)) for n in (4, 1, 2)],
    Program(recurrence, (0.7, 0.4, 4), wrt=(0, 1)),
    Program(index_in_arithmetic, (0.7, 6)),
    Program(downwards, (np.array([0.7, -1.3, 0.4]), 0.8), wrt=(0, 1)),
    Program(horner, (np.array([0.7, -1.3, 0.4]), 0.8), wrt=(0, 1)),
    Program(horner, ([0.7, -1.3, 0.4], 0.8), wrt=(0, 1)),
    Program(horner, ((0.7, -1.3, 2), 0.8), wrt=(0, 1)),
    Program(item_after_the_loop, (np.array([0.7, -1.3, 0.4]),)),
    Program(item_after_the_loop, ([0.7, -1.3, 0.4],)),
    *[Program(index_after_the_loop, (np.array([0.7, -1.3, 0.4, 1.5]), n)) for n in (3, 1)],
    *[Program(index_before_and_after, (0.7, n)) for n in (0, 3)],
    Program(first_defined_inside, (0.7, 3)),
    Program(first_defined_in_a_branch, (np.array([0.7, -1.3, 0.4]),)),
    Program(previous_item, (np.array([0.7, -1.3, 0.4]),)),
    *[Program(overwritten_argument, (0.7, n)) for n in (3, 0)],
    *[Program(item_named_as_an_argument, (0.7, xs), wrt=(0, 1)) for xs in (np.array([0.7, -1.3, 0.4]), [0.6], [])],
    Program(changed_index, (0.7, 3)),
    Program(changed_bound, (0.7, 3)),
    Program(rebound_iterable, (np.array([0.7, -1.3, 0.4]),)),
    Program(floats_as_items, (0.7,)),
    Program(two_carried, (0.7, 1.3, 4), wrt=(0, 1)),
    Program(tuple_carried, (0.7, 4)),
    Program(augmented, (0.7, 3)),
    Program(sum_from_an_int, (np.array([0.7, -1.3, 0.4]),)),
    Program(not_carried, (np.array([0.7, -1.3, 0.4]),)),
    Program(arrays_carried, (np.array([[0.7, -0.3, 0.4], [0.1, 0.5, -0.6], [-0.2, 0.3, 0.9]]),
                             np.array([0.3, -0.4, 0.5]), 3), wrt=(0, 1)),
    Program(loop_without_derivative, (0.7, 4)),
    Program(power, (2, 3)),
    *[Program(index_of_the_iteration_before, (np.array([0.7, -1.3, 0.4, 1.5]), n)) for n in (4, 1)],
    Program(dict_that_becomes_an_item, (0.7,)),
]

SINGLE = [
    Program(power, (np.float32(0.7), 4)),
    Program(horner, (np.array([0.7, -1.3, 0.4], dtype=np.float32), np.float32(0.8)), wrt=(0, 1)),
    Program(index_after_the_loop, (np.array([0.7, -1.3, 0.4], dtype=np.float32), 3)),
]
