"""Elements of arrays that are assigned, straight and in loops."""
import math

import numpy as np

from tests.programs.program import Program


def elements_set(x):
    y = np.zeros(3)
    y[0] = x * x
    y[1] = math.sin(x)
    y[-1] = y[0] * y[1]
    return y


def argument_written(x):
    x[0] = x[1] * x[2]
    return np.sum(x * x)


def argument_returned(x):
    x[1] *= x[0]
    return x


def read_before_overwritten(x):
    y = np.sin(x)
    z = x[0] * x[1]
    x[0] = z * z
    x[1] = 0.5
    return y * x + z


def overwritten_by_constants(x):
    x[1:] = 2.0
    y = x * x
    y[1] = 3.0
    return np.sum(y * y)


def written_after_the_result(x):
    total = np.sum(x * x * x)
    x[0] = 0.0
    x *= 2.0
    return total


def elements_augmented(x, y):
    x[0] += y * x[1]
    x[1] -= x[0] * y
    x[2] *= x[0] + x[2]
    x[0] /= y + 1.0
    x[1] **= 2
    return x


def element_read_is_no_view(x):
    v = x[0]
    x[0] = v * v + x[1]
    v += 1.0
    return v * x[0]


def recurrence_in_one_array(x):
    for i in range(1, len(x)):
        x[i] += math.sin(x[i - 1]) * x[i]
    return x[-1]


def one_element_again_and_again(x, n):
    y = np.ones(2)
    for i in range(n):
        y[i % 2] = y[0] * y[1] * x + 0.3
    return y[0] * y[1]


def written_under_a_condition(x):
    y = np.zeros_like(x)
    for i, value in enumerate(x):
        if value > 0.0:
            y[i] = value * value
        elif i > 0:
            y[i - 1] *= value
    return y * x


def written_until(x, bound):
    total = 0.0
    for i in range(len(x)):
        x[i] = x[i] * x[i - 1]
        if x[i] > bound:
            break
        total += x[i]
    return total * x[0]


def early_return_after_a_write(x, bound):
    x[0] = x[1] * x[0]
    if x[0] > bound:
        return x[0] * x
    x[1] = x[0] ** 2
    return x


def chosen_index(x):
    x[np.argmax(x)] = x[np.argmin(x)] ** 2
    x[np.argsort(x)[0]] *= 2.0
    return np.sum(x * x)


def swapped(x, i, j):
    x[i], x[j] = x[j], x[i]
    return x * np.array([1.0, 2.0, 3.0]) * x[0]


def rotated(x):
    x[0], x[1], x[2] = x[1], x[2], x[0] * x[1]
    x[:-1], x[-1] = x[1:].copy(), x[0]
    return x * x


def unusual_targets(x):
    y = np.zeros(4)
    y[0] = z = x[0] * x[1]
    (y[1], (y[2], *rest)) = z, (x[2] ** 2, x[0], 1.0)
    for i, y[3] in enumerate(x):
        z = z * y[3] + rest[0]
    return y * z


def index_assigned_before_the_item(x):
    i = 0
    i, x[i] = 2, x[0] * x[1]
    x[i], i = x[i] * 2.0, 1
    return x * x[i]


def inactive_array_written(x, n):
    """Weights without derivative change; the adjoint needs the old ones."""
    weights, y = np.ones(3), x
    for i in range(n):
        y = y * weights + x
        weights[i % 3] = 0.5 + i
        weights *= 1.1
    return y * weights


def index_array_written(x, n):
    rows, y = np.array([0, 1, 2]), x * x
    for i in range(n):
        y = y[rows] * x
        rows[0], rows[2] = rows[2], rows[1]
    return y[rows]


def condition_on_what_is_written(x):
    for i in range(len(x)):
        if x[i] < 0.5:
            x[i] = 1.5 - x[i] * x[0]
        else:
            x[i] *= 0.2 * x[i - 1]
    return np.sum(x * x)


def same_element_by_other_indices(x):
    x[0] = x[-1] * x[1]
    x[-3] *= x[2]
    x[-1] = x[0] + x[-2]
    return x * x[0]


def buffer_of_the_same_dtype(x):
    y = np.zeros(3, dtype=x.dtype)
    y[0] = x[0] * x[1]
    y[1:] += x[:2]
    return y * x


def truncated(x):
    """An array of integers cuts off what is written: no derivative comes through it."""
    y = np.zeros(2, dtype=int)
    y[0] = 10.4 * x[0]
    return x * y[0]


X = np.array([0.7, -1.3, 0.4])

def name_of_a_written_array_taken_again(x, y):
    """The backward pass reads no more of the array than its dtype; the number has none to read."""
    m = x * x
    m[1:] = y
    m = np.sum(3.0 * m)
    return m * m


PROGRAMS = [
    Program(name_of_a_written_array_taken_again, (X, 0.6), wrt=(0, 1)),
    Program(elements_set, (0.7,)),
    Program(argument_written, (X,)),
    Program(argument_returned, (X,)),
    Program(read_before_overwritten, (X,)),
    Program(overwritten_by_constants, (X,)),
    Program(written_after_the_result, (X,)),
    Program(elements_augmented, (X, 0.6), wrt=(0, 1)),
    Program(element_read_is_no_view, (X,)),
    Program(recurrence_in_one_array, (X,)),
    *[Program(one_element_again_and_again, (0.7, n)) for n in (4, 1)],
    Program(written_under_a_condition, (np.array([0.7, 0.5, -1.3, 0.4]),)),
    *[Program(written_until, (np.array([0.2, -1.3, -1.4, 1.6]), bound)) for bound in (0.5, 9.0)],
    *[Program(early_return_after_a_write, (X, bound)) for bound in (-2.0, 0.0)],
    Program(chosen_index, (X,)),
    Program(swapped, (X, 0, 2)),
    Program(swapped, (X, 1, 1)),
    Program(rotated, (X,)),
    Program(unusual_targets, (X,)),
    Program(index_assigned_before_the_item, (X,)),
    Program(inactive_array_written, (X, 4)),
    Program(index_array_written, (X, 3)),
    Program(condition_on_what_is_written, (X,)),
    Program(same_element_by_other_indices, (X,)),
    Program(buffer_of_the_same_dtype, (X,)),

]

SINGLE = [
    Program(buffer_of_the_same_dtype, (X.astype(np.float32),)),
    Program(elements_augmented, (X.astype(np.float32), 0.6), wrt=(0, 1)),
    Program(recurrence_in_one_array, (X.astype(np.float32),)),
]

REFUSED = [
    Program(truncated, (X,)),
]
