"""Functions that write into their arguments: of NumPy, with out=, and of our own."""

import numpy as np

from tests.programs.program import Program


def scattered(x, rows):
    y = np.zeros(3)
    np.add.at(y, rows, x * x)
    np.subtract.at(y, [0, 0], x[:2])
    return y * y


def copied_to(x):
    y = np.empty(3)
    np.copyto(y, x * x)
    np.copyto(y, x[0] * x[1], where=np.array([False, True, False]))
    np.copyto(x[1:], y[:2])
    return x * y


def diagonal_filled(a, x):
    np.fill_diagonal(a, x * x)
    np.fill_diagonal(a[1:], a[0, 2])
    return a


def filled(x):
    y = np.zeros(3)
    y.fill(x[0] * x[1])
    y[1:].fill(x[2] ** 2)
    return y * x


def out_arguments(x, y):
    z = np.empty(3)
    np.multiply(x, y, out=z)
    np.exp(z, out=z)
    np.add(z, x, out=z[::-1])
    np.sin(z, out=x)
    return x * z


def out_of_reductions(a, x):
    y = np.empty(2)
    np.sum(a * a, axis=1, out=y)
    np.dot(a, x * y[0], out=y)
    np.add(y, 0.1, y)
    return np.cumsum(y, out=y)


def results_by_position(x):
    y, z = x * 1.0, np.zeros(3)
    np.clip(y, 0.0, 1.0, y)
    np.cumsum(y, 0, None, z)
    np.dot(np.eye(3) * 2.0, z, y)
    return np.sum(y * z, 0, None, None)


def out_as_result(x):
    z = np.zeros(3)
    w = np.multiply(x, x, out=z)
    w[0] = 0.5 * x[1]
    return z * w


def sorted_in_place(x):
    x *= x[0]
    x.sort()
    return x * np.array([1.0, 2.0, 3.0])


def sorted_rows(a):
    a.sort(axis=0)
    a[0].sort()
    return a * a[0]


def writes_its_argument(y, value):
    y[0] = value * y[1]
    y *= 2.0


def called_for_its_effect(x):
    y = x * x
    writes_its_argument(y, x[2])
    writes_its_argument(x[1:], y[0])
    return x * y


def returns_its_argument(y, value):
    y[1] += value
    return y


def callee_hands_it_back(x):
    y = x * x
    z = returns_its_argument(y, x[0] * y[0])
    z[0] = 2.0 * x[1]
    return y * z


def written_by_a_closure(x):
    y = np.zeros(3)

    def put(i, value):
        y[i] += value * x[0]
    for i in range(len(x)):
        put(i, x[i])
        put(0, y[i])
    return y


def written_by_recursion(x, i):
    if i > 0:
        x[i] *= x[i - 1]
        written_by_recursion(x, i - 1)
    return np.sum(x * x)


def written_in_the_index(x):
    order = []

    def put(i):
        order.append(i)
        return len(order)
    x[put(0)] += x[0] * x[2]
    x[put(0)] *= x[put(0) - 3]
    return x * len(order)


def read_before_a_call_that_writes(x):
    """The left operand is read before the call on the right writes."""
    def doubled(y):
        y[0] *= 2.0
        return y[0]
    y = x * x
    z = y[0] + doubled(y) * y[0]
    return z * y[0]


def other_writers(x):
    y = x * x
    np.put(y, [0], x[1])
    np.putmask(y, y > 100.0, 0.0)
    np.multiply.at(y, [1, 1], x[:2])
    return y


X = np.array([0.7, -1.3, 0.4])
Y = np.array([1.2, 0.5, -0.8])
A = np.array([[0.7, -1.3, 0.4], [1.5, 0.6, -0.9]])
S = np.array([[2.1, -0.3, 0.4], [0.5, 1.8, -0.6], [-0.2, 0.3, 1.6]])
ROWS = np.array([0, 2, 0])

def put_into_a_list(p, v):
    for i in range(1, 2):
        rows = []
        rows.append(p)
        rows[-1][i] = v


def put_into_a_dict(p, v):
    table = {}
    table['k'] = p
    table['k'][1] *= v


def added_to_a_list(p, v):
    rows = []
    rows += [p]
    for row in rows:
        row *= v


def unpacked_from_a_list(p, v):
    row, = [p]
    row[1] = v


def last_of_a_list(rows):
    return [rows.pop() for _ in range(2)]


def by_way_of_containers(x):
    y = 2.0 * x
    put_into_a_list(y, x[0])
    put_into_a_dict(y, x[1])
    added_to_a_list(y, x[0])
    unpacked_from_a_list(y, x[0] * x[1])
    return np.sum(y * x)


def taken_in_a_comprehension(x):
    rows = [2.0 * x, x, 3.0 * x]
    last = last_of_a_list(rows)
    return np.sum(rows[0] * last[0]) * len(rows)


PROGRAMS = [
    Program(by_way_of_containers, (np.array([0.7, -1.2, 0.4]),)),
    Program(taken_in_a_comprehension, (np.array([0.7, -1.2, 0.4]),)),
    Program(sorted_in_place, (X,)),
    Program(out_as_result, (X,)),
    Program(called_for_its_effect, (X,)),
    Program(callee_hands_it_back, (X,)),
    Program(written_by_a_closure, (X,)),
    Program(written_in_the_index, (X,)),
    Program(read_before_a_call_that_writes, (X,)),
    Program(scattered, (X, ROWS)),
    Program(copied_to, (X,)),
    Program(diagonal_filled, (S, X), wrt=(0, 1)),
    Program(filled, (X,)),
    Program(out_arguments, (X, Y), wrt=(0, 1)),
    Program(out_of_reductions, (A, X)),
    Program(results_by_position, (X,)),
    Program(sorted_rows, (A,)),
]

REFUSED = [
    Program(other_writers, (X,)),
]

LATER = [
    Program(written_by_recursion, (X, 2)),
]
