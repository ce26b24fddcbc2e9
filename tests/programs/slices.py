"""Slices, masks and index arrays as targets."""

import numpy as np

from tests.programs.program import Program


def written_into_itself(x):
    y = np.zeros(3)
    for i in range(1, 3):
        y[i] = x[i]
    y[...] = y
    return np.sin(y)


def slices_with_steps(x):
    y = np.zeros(6)
    y[::2] = x
    y[1::2] = x * x
    y[4:0:-2] += y[:2] * x[1]
    return y


def shifted_onto_itself(x):
    """The right side is read before anything is written, though both are one memory."""
    x[1:] = x[:-1]
    x[1:] += x[:-1] * 0.5
    x[::-1] *= x
    return x * x


def broadcast_into_targets(x):
    a = np.ones((2, 3))
    a[1:] = x
    a[:, 2] = x[0] * x[1]
    a[0, :2] += x[2]
    a *= x
    return a


def rows_and_columns(a, x):
    a[1] = x * a[0]
    a[:, 0] = a[:, 1] * a[:, 2]
    a[0, 2] *= a[1, 0]
    a[1][1] = x[0] * a[0][2]
    return a


def ellipsis(a, x):
    a[..., 0] = x[:2] ** 2
    a[0, ...] += x
    b = np.empty_like(a)
    b[...] = a * a
    return b


def new_axis(x):
    y = np.zeros(3)
    y[None, :] = x * x
    a = np.ones((3, 2))
    a[:, 1] = x
    a[:, :, None] *= y[:, None, None]
    return a


def masks(x):
    y = x * x
    y[x > 0.0] = x[0] * x[1]
    y[x < 0.0] *= 3.0
    mask = np.array([True, False, True])
    y[mask] += x[mask] ** 3
    y[~mask] = x[1:2]
    return y


def mask_of_two_dimensions(a):
    a[a < 0.0] = 0.1 * a[0, 0]
    a[np.array([True, False])] *= a[1]
    return a * a


def integer_arrays(x):
    y = np.zeros(4)
    y[[0, 3]] = x[:2] * x[2]
    y[np.array([1, 2])] = y[[3, 0]] + x[0]
    y[[3, 1]] *= x[1:]
    return y


def repeated_indices(x, rows):
    """Of equal indices the last one counts, in plain and in augmented assignment."""
    y = np.ones(3) * x[0]
    y[rows] += x * x
    z = np.zeros(3)
    z[rows] = x
    return y * z


def several_index_arrays(a, x):
    a[[0, 1, 1], [2, 0, 1]] = x * x
    a[np.ix_([0, 1], [0, 2])] *= x[0]
    a[[1, 0], 1:] = a[:, 1:] * x[1]
    return a


def rows_swapped(a):
    a[[0, 1]] = a[[1, 0]]
    a[0] *= a[1]
    return a


def rows_not_swapped(a):
    """Rows are views: after this both rows are equal."""
    a[0], a[1] = a[1], a[0]
    a[0] *= 2.0
    return a * a


def mask_of_what_is_written(x):
    mask = x < 0.5
    x[mask] = x[mask] ** 2 + 1.0
    x[x > 1.0] *= 0.5
    x[mask] *= x[~mask]
    return x


def normalized_in_place(x):
    x -= x.mean()
    x /= np.sqrt(np.sum(x * x))
    x **= 3
    return x


def written_by_itself(x):
    x *= x
    x += x
    x[:] = x[::-1] * x
    x -= 0.5 * x[0]
    return x


X = np.array([0.7, -1.3, 0.4])
A = np.array([[0.7, -1.3, 0.4], [1.5, 0.6, -0.9]])
ROWS = np.array([0, 2, 0])

PROGRAMS = [
    Program(written_into_itself, (np.array([0.7, -1.3, 0.4]),)),
    Program(slices_with_steps, (X,)),
    Program(shifted_onto_itself, (X,)),
    Program(broadcast_into_targets, (X,)),
    Program(rows_and_columns, (A, X), wrt=(0, 1)),
    Program(ellipsis, (A, X), wrt=(0, 1)),
    Program(new_axis, (X,)),
    Program(masks, (X,)),
    Program(mask_of_two_dimensions, (A,)),
    Program(integer_arrays, (X,)),
    Program(repeated_indices, (X, ROWS)),
    Program(several_index_arrays, (A, X), wrt=(0, 1)),
    Program(rows_swapped, (A,)),
    Program(mask_of_what_is_written, (X,)),
    Program(normalized_in_place, (X,)),
    Program(written_by_itself, (X,)),
    Program(rows_not_swapped, (A,)),

]

SINGLE = [
    Program(masks, (X.astype(np.float32),)),
    Program(shifted_onto_itself, (X.astype(np.float32),)),
    Program(written_by_itself, (X.astype(np.float32),)),
]
