"""Kinds of values: float32, integers, 0-d arrays, NumPy scalars, arguments that have no derivative."""
import math

import numpy as np

from tests.programs.program import Program


def mixed(x, y):
    return np.sin(x) * y + x * x / 2.0


def branching(x, y):
    if np.sum(x) > 0.0:
        z = x * y
    else:
        z = x - y
    return np.sum(z * z)


def with_reductions(x, y):
    return np.mean(x * y, axis=0) + np.max(x) * np.sum(y)


def products(x, y):
    return x @ y.T


def callee(x, y):
    return mixed(x, y) + x


def calls(x, y):
    return np.sum(callee(x, y) * callee(y, x))


def with_text(x, mode, flag, nothing):
    if mode == 'square' and flag and nothing is None:
        return x * x
    return x


def counted(x, n):
    return x * n + n ** 2


def to_number(x):
    return float(np.sum(x * x)) * math.exp(x[0]) + x.item(1)


def from_numbers(x, y):
    v = np.array([x, y, x * y])
    return v @ v + np.stack([v, v]).sum()


def empty(x):
    return np.sum(x * x) + 0.5


_x, _y = np.array([[0.7, -1.3, 0.2]]), np.array([[1.1, 0.4, -0.6], [0.3, 0.9, 1.4]])
_x32, _y32 = _x.astype(np.float32), _y.astype(np.float32)
_z32 = np.array([0.7, -1.3, 0.4], np.float32)


def filled_with_a_product(x, y):
    filled = np.full((2, 4), np.dot(x, y))
    return np.sum(filled * 1.5)


def times_a_wider_number(x):
    r = x.copy()
    return np.sum(x * np.arange(1.0, 4.0)) * np.sum(np.sin(r))


def wider_in_a_loop(x, p):
    s = 0.0
    for _ in range(2):
        s = s + np.sum(x * np.arange(3.0)) * p
    return s * np.sum(x)


def numbers_of_numpy(x, p):
    """NumPy makes numbers of its own of Python's, which promote arrays of float32."""
    count = 3
    return np.sum(np.sqrt(2.0) * np.sin(x)) * np.sum(count * count) + np.sum(x * p * np.sin(p))


def dtypes_asked_for(x):
    whole = np.sum(x * 2.0, dtype=np.float64)
    return whole * np.sum(x) + np.sum(np.ones_like(x, dtype=np.float64) * x * np.cos(x))


def mask_times_array(x):
    mask = x > 0.0
    return np.sum(np.sin(x) * mask)


def greatest_of_both_precisions(x, p):
    return max([x[0] * x[1], p - p, 0.5 + p]) * min(x[2], p)


def wider_than_its_argument(x):
    count = 3
    return np.sum(x * x) + np.sin(count)


def call_of_a_wider_result(x):
    return wider_than_its_argument(x) * x[0]


def items_replaced(x, p, q):
    """Items of Python's make room for those of arrays."""
    last = q[1:]
    last[0] = x[0] * p
    both = {'a': p, 'b': p * p}
    both['a'] = np.prod(x)
    return last[0] * last[1] + both['a'] * both['b']


def truth_that_meets_numbers(x, n):
    y = n > 1
    z = False
    if n:
        w = x * x
    else:
        w = True
    for _ in range(n):
        y = y * x
        z = x + z
    return x * y + z * x + w * x


def item_of_a_scalar(x):
    return np.float64(x[0]).item() * x[1]


def weighted_by_its_sum(x):
    return x * np.sum(x) * np.arange(1.0, 3.0)


PROGRAMS = [
    Program(item_of_a_scalar, (_z32.astype(float),)),
    *[Program(truth_that_meets_numbers, (0.7, n), order=1) for n in (0, 1, 2)],
    Program(items_replaced, (np.array([0.7, -1.3, 0.4]), 0.6, [0.3, 1.2, 0.5]), wrt=(0, 1, 2)),
    Program(times_a_wider_number, (np.array([0.7, -1.3, 0.4]),)),
    Program(wider_in_a_loop, (np.array([0.7, -1.3, 0.4]), 0.6), wrt=(0, 1)),
    Program(numbers_of_numpy, (np.array([0.7, -1.3, 0.4]), 0.6), wrt=(0, 1)),
    Program(dtypes_asked_for, (np.array([0.7, -1.3, 0.4]),)),
    Program(mask_times_array, (np.array([0.7, -1.3, 0.4]),)),
    Program(greatest_of_both_precisions, (np.array([0.7, -1.3, 0.4]), 0.6), wrt=(0, 1)),
    Program(filled_with_a_product, (np.array([0.3, 0.7]), np.array([0.5, 1.1])), wrt=(0, 1)),
    Program(mixed, (_x, _y), wrt=(0, 1)),
    Program(mixed, (0.7, _y), wrt=(0, 1)),
    Program(mixed, (np.array(0.7), np.array(1.3)), wrt=(0, 1)),
    Program(mixed, (np.float64(0.7), 1.3), wrt=(0, 1)),
    Program(mixed, (2, 3), wrt=(0, 1)),
    Program(mixed, (np.array([1, 2]), np.array([[3], [4]])), wrt=(0, 1)),
    *[Program(f, (_x, _y), wrt=(0, 1)) for f in (branching, with_reductions, products, calls)],
    Program(branching, (-_x, 0.4), wrt=(0, 1)),
    *[Program(with_text, (0.7, mode, True, None), wrt=('x', 'mode', 'flag', 'nothing'), order=1)
      for mode in ('square', 'line')],
    Program(with_text, (0.7, 'square', True, None)),
    Program(counted, (0.7, 3), wrt=(0, 1)),
    Program(to_number, (np.array([0.7, 1.3]),)),
    Program(from_numbers, (0.7, 1.3), wrt=(0, 1)),
    Program(from_numbers, (0.7, 2), wrt=(0, 1)),
    Program(empty, (np.zeros((0, 3)),)),
]

# In single precision finite differences say little: compared with double precision instead.
SINGLE = [
    Program(items_replaced, (_z32, 0.6, [0.3, 1.2, 0.5]), wrt=(0, 1, 2)),
    Program(weighted_by_its_sum, (np.array([0.7, -1.3], np.float32),)),
    Program(mixed, (_x32, _y32), wrt=(0, 1)),
    Program(mixed, (_x32, 0.7), wrt=(0, 1)),
    Program(mixed, (0.7, _y32), wrt=(0, 1)),
    Program(mixed, (np.float32(0.7), np.float32(1.3)), wrt=(0, 1)),
    Program(mixed, (np.array(0.7, np.float32), np.array(1.3, np.float32)), wrt=(0, 1)),
    Program(mixed, (_x32, _y), wrt=(0, 1)),
    Program(mixed, (_x32, 2), wrt=(0, 1)),
    *[Program(f, (_x32, _y32), wrt=(0, 1)) for f in (branching, with_reductions, products, calls)],
    Program(to_number, (np.array([0.7, 1.3], np.float32),)),
    Program(call_of_a_wider_result, (_z32,)),
    *[Program(f, (_z32,)) for f in (times_a_wider_number, dtypes_asked_for, mask_times_array)],
    *[Program(f, (_z32, 0.6), wrt=(0, 1)) for f in (wider_in_a_loop, numbers_of_numpy, greatest_of_both_precisions)],
    *[Program(f, (_z32.astype(float), np.float32(0.6)), wrt=(0, 1)) for f in (
        wider_in_a_loop, numbers_of_numpy, greatest_of_both_precisions)],
]
