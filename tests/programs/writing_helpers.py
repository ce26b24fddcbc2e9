"""Calls of functions that write into what they are given, or into variables around them."""

import numpy as np

from tests.programs import scales
from tests.programs.program import Program

RATE = 0.3


def keep(rows, value):
    """Changes an array in a list, and the list."""
    rows[0][1] *= value
    rows.append(value * rows[0])


def writes_deep(x):
    first = x * x
    rows = [first, 2.0 * x]
    keep(rows, x[0])
    return first * rows[2] + rows[1]


def smooth(y, rate=RATE, *, steps=2):
    """Returns early, and has a local name that callers have, too."""
    if rate > 1.0:
        return y[0]
    for i in range(steps):
        x = y[i] * rate
        if x > 100.0:
            return x
        y[i + 1] += x
    return y[-1]


def returns_early(x, rate):
    y = x * x
    z = smooth(y, rate) + smooth(y, steps=1) * y[1]
    return y * z


def two_of(target, source):
    target[0] += source[1]
    source[1] = target[0] * target[1]
    target *= 2.0


def one_array_twice(x):
    y = x * x
    two_of(y, y)
    two_of(y, x[::-1])
    return x * y


def settings_of_another_module(x):
    y = x * 1.0
    scales.scale(y)
    x = scales.scaled_twice(y) * x
    return x + y


def rotated(y):
    """Its names are those of the caller, the other way round."""
    x, y[0] = y[0], 2.0 * y[1]
    z = x * x
    y[1] = z
    return z


def same_names(x):
    z = x[0]
    y = rotated(x) * z
    return x * y + z


def collected(x, bound):
    found = []
    total = 0.0

    def visit(value, *more, weight=0.5):
        nonlocal total
        total += weight * value
        for item in more:
            total *= item
        found.append(total)
        return total > bound
    if visit(x[0]) or visit(x[1], x[2]):
        visit(x[2] * x[0], weight=total)
    while not visit(1.0, 1.5) and len(found) < 6:
        found[-1] *= x[1]
    return total * sum(found)


def counted(x):
    count = 0

    def next_index():
        nonlocal count
        count += 1
        return count % 3

    def halved():
        return 0.5 * x[next_index()]
    return halved() + x[next_index()] * halved() * count


def chosen_writes(x, flag):
    y = x * x
    z = y[1] if flag else rotated(y)
    w = (not flag and x[0]) or rotated(x)
    return z * np.sum(y * x) + w


def in_a_comprehension(x):
    y = x * 1.0
    parts = [rotated(y) * k for k in (1.0, 2.0)]
    return sum(parts) * y


def apply_to(change, y):
    change(y)
    return y


def function_passed_on(x):
    y = apply_to(rotated, x * x)
    return apply_to(lambda v: rotated(v), y) * x


def view_given(a):
    two_of(a[0], a[:, 1])
    return a * a


def augmented_by_a_write(x):
    x[0] += rotated(x)
    x[1:] *= rotated(x)
    return x * x


def of_dict(state, x):
    state['w'] -= RATE * x
    state['old'] = state['w'] * x[0]
    state.setdefault('steps', []).append(x[1])


def updated_dict(w, x):
    state = {'w': w}
    of_dict(state, x)
    of_dict(state, x * x)
    return state['w'] * state['old'] + w * sum(state['steps'])


def rebinds(y, v):
    """Writes into what it is given, then means something else by the name."""
    y[0] = v
    y = y * 2.0
    y[1] = v * v
    y += 1.0
    return y


def rebound_parameter(x):
    y = x * x
    z = rebinds(y, x[2])
    return y * z


def loops_while_written(x):
    total = 0.0
    for item in x:
        total += item * rotated(x)
    return total


def quick(y, low, high):
    """A recursion that writes: it stays refused."""
    if high - low > 1:
        y[low] += y[high - 1] * y[low]
        quick(y, low + 1, high)


def recursion_writes(x):
    y = x * x
    quick(y, 0, 3)
    return y


def under_the_name_of_its_argument(x):
    x = x.copy()
    x[0] *= np.maximum(x[-2], x.mean())
    x[x < 0.35] = x[2]
    return np.sum(x ** 3)


def copied_under_the_same_name(x):
    return under_the_name_of_its_argument(x) * under_the_name_of_its_argument(2.0 * x)


X = np.array([0.7, -1.3, 0.4])
A = np.array([[0.7, -1.3], [1.5, 0.6]])

PROGRAMS = [
    Program(copied_under_the_same_name, (np.array([-0.66, -0.63, 0.87, 1.27]),)),
    Program(writes_deep, (X,)),
    *[Program(returns_early, (X, rate), wrt=(0, 1)) for rate in (0.4, 1.7)],
    Program(one_array_twice, (X,)),
    Program(settings_of_another_module, (X,)),
    Program(same_names, (X,)),
    *[Program(collected, (X, bound)) for bound in (0.0, 0.2, 9.0)],
    Program(counted, (X,)),
    *[Program(chosen_writes, (X, flag)) for flag in (True, False)],
    Program(in_a_comprehension, (X,)),
    Program(function_passed_on, (X,)),
    Program(view_given, (A,)),
    Program(augmented_by_a_write, (X,)),
    Program(updated_dict, (X, X[::-1].copy()), wrt=(0, 1)),
    Program(rebound_parameter, (X,)),
    Program(loops_while_written, (X,)),
]

REFUSED = [
    Program(recursion_writes, (X,)),
]
