"""Writes that other variables see, where only the run tells which."""
import numpy as np

from tests.programs.program import Program


def row_of_either(a, b, n):
    a = a * 1.0
    row = a[0] if n else b
    row[0] = row[1] * a[1, 0]
    return np.sum(a * a) + np.sum(b ** 3) + row[0]


def picked_part(x, i):
    parts = [x, 2.0 * x]
    y = parts[i]
    y[0] = x[1] * x[2]
    return np.sum(x * y)


def view_that_changes(x, n):
    y = x * x
    part = y[1:]
    y[1] = x[0]
    if n > 0:
        part = y[:1]
    y[0] = x[1] * y[1]
    return np.sum(part * part)


def views_in_a_list(x, v):
    y = x * 2.0
    views = [y, y[1:], y[::-1]]
    for view in views:
        view[0] = view[1] * v
    return np.sum(y * y) + views[2][1]


def transposed_in_a_loop(x, z):
    e = np.full((2, 3), np.dot(x, x))
    seen = []
    for n in range(2):
        r = np.transpose(e)
        e[...] += z
        seen.append(r[:, 1 - n])
    return np.sum(np.sin(r)) + seen[0][1] * seen[1][0]


def item_that_is_another_name(x, y):
    k = [y * y, y * x]
    c = y[::1]
    q = k
    k[0] = c
    c[0] -= y[0] * x
    return q[0][0] * q[1][1]


def taken_out_then_seen(x):
    q = np.zeros((2, 3))
    a = [np.ones(3), q[1]]
    for w in q:
        z = a.pop(0)
        w[0] = x * x
    return z[0] * x


def repeated_rows(x):
    rows = [x * x] * 2
    rows[0][0] = x[1]
    rows[1] *= x
    return rows[0] * rows[1]


def apart_after_all(x, y, i):
    parts = [x, y]
    z = parts[i]
    for j in range(3):
        z[j] *= y[j]
    return np.sum(x * y)


def numbered_views(x):
    y = x * x
    views = [y[:2], y[1:], y]
    for i, view in enumerate(views, start=1):
        view *= x[i - 1]
    for view, other in zip(views, views[::-1]):
        view[0] = other[1] * x[0]
    return y


def in_a_record_of_lists(x, n):
    held = {'rows': [x * 1.0, x * x]}
    row = held['rows'][n]
    other = held
    row += x
    row[0] *= row[1]
    return other['rows'][0] * held['rows'][1]


def copy_before_a_write(x, y):
    old = x.copy()
    x[1] += y
    return np.sum(old[1] * x[1])


def copy_of_what_is_an_array(x, y):
    """That a power is taken says that it is no list, whose copies would see what is done to its items."""
    old = x.copy()
    for i in range(2):
        x[i] += y * old[i]
    return np.sum(old[1] * x[1]) + np.sum(old ** 2)


VECTOR = np.array([0.4, 1.2, -0.7])
MATRIX = np.array([[0.3, -0.8, 1.1], [0.6, 0.9, -0.2]])
PROGRAMS = [
    *[Program(row_of_either, (MATRIX, VECTOR, n), wrt=(0, 1)) for n in (0, 1)],
    *[Program(picked_part, (VECTOR, i)) for i in (0, 1)],
    *[Program(view_that_changes, (VECTOR, n)) for n in (0, 1)],
    Program(views_in_a_list, (VECTOR, 0.7), wrt=(0, 1)),
    Program(transposed_in_a_loop, (VECTOR, 0.3), wrt=(0, 1)),
    Program(item_that_is_another_name, (0.6, VECTOR), wrt=(0, 1)),
    Program(taken_out_then_seen, (0.8,)),
    Program(repeated_rows, (VECTOR,)),
    *[Program(apart_after_all, (VECTOR, VECTOR[::-1] + 0.1, i), wrt=(0, 1)) for i in (0, 1)],
    Program(numbered_views, (VECTOR,)),
    *[Program(copy_before_a_write, (x, 0.6), wrt=(0, 1)) for x in (VECTOR, MATRIX, [VECTOR, VECTOR * 2.0], [0.4, 1.2])],
    *[Program(copy_of_what_is_an_array, (x, 0.6), wrt=(0, 1)) for x in (VECTOR, MATRIX)],
    *[Program(in_a_record_of_lists, (VECTOR, n)) for n in (0, 1)],
]
