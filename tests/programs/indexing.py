"""Reading elements, slices and masks of arrays."""
import numpy as np

from tests.programs.program import Program


def element(x):
    return x[0] * x[1] + x[-1] ** 2


def element_of_matrix(x, i):
    return x[i, 1] * x[0][i] + x[i - 1, -1]


def slices(x):
    return np.sum(x[1:] * x[:-1]) + np.sum(x[::2]) * x[::-1][0]


def slices_of_matrix(x):
    return x[1:, :2] * x[:-1, -1:] + x[..., 0:1][0]


def new_axis(x, y):
    return x[:, None] * y[np.newaxis, :]


def mask(x):
    return np.sum(x[x > 0.0] ** 2)


def fancy(x):
    i = np.array([0, 2, 2])
    return x[i] * x[[1, 1, 0]]


def fancy_of_matrix(x):
    return x[[0, 1, 1], [0, 0, 2]] * x[np.array([1, 0, 1]), 1]


def rows_by_index(table, ids):
    return np.sum(table[ids] ** 2, axis=1)


def index_from_computation(x):
    i = int(np.argmax(x))
    order = np.argsort(x)
    return x[i] * x[order[0]]


def index_by_length(x):
    n = len(x)
    return x[n - 1] * x[n // 2] * n


def index_from_active(x, table):
    return table[int(x * 3.0)] * x


def element_of_computed(x):
    return (x * x)[1] + np.cumsum(x)[-1] * np.outer(x, x)[0, 2]


def same_element_twice(x):
    return x[0] * x[0] * x[0]


def ellipsis_and_none(x):
    return x[..., None, 0] * x[None, ...]


def slice_object(x):
    s = slice(0, 2)
    return x[s] * x[s]


def of_constant_dict(x, scales={'a': 2.0, 'b': 3.0}):
    return x * scales['a'] + scales['b']


def rows_joined(x, y):
    return np.sum(np.r_[x, 1.0, y] * np.r_[2.0, y, x])


def columns_joined(x, y):
    return np.c_[x, y, x * y] @ np.r_[1.0, 2.0, 3.0]


_x = np.array([0.7, -1.3, 0.2, 2.0])
_m = np.array([[0.7, -1.3, 0.2], [1.1, 0.5, -0.6]])

PROGRAMS = [
    Program(element, (_x,)),
    Program(element_of_matrix, (_m, 1)),
    Program(slices, (_x,)),
    Program(slices_of_matrix, (_m,)),
    Program(new_axis, (_x, _x[:2]), wrt=(0, 1)),
    Program(mask, (_x,)),
    Program(fancy, (_x,)),
    Program(fancy_of_matrix, (_m,)),
    Program(rows_by_index, (_m, np.array([0, 1, 0]))),
    Program(index_from_computation, (_x,)),
    Program(index_by_length, (_x,)),
    Program(index_from_active, (0.7, np.array([1.0, 2.0, 3.0])), wrt=(0, 1)),
    Program(element_of_computed, (_x,)),
    Program(same_element_twice, (_x,)),
    Program(ellipsis_and_none, (_m,)),
    Program(slice_object, (_x,)),
    Program(of_constant_dict, (0.7,)),
    Program(rows_joined, (_x, 0.4), wrt=(0, 1)),
    Program(columns_joined, (_x, _x + 1.0), wrt=(0, 1)),
]
