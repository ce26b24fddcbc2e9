"""Samples of the helpers that know nothing but shapes: their rules make second derivatives."""
import numpy as np

from tangent.runtime.arrays import add, add_at, copied, pack, recast, unbroadcast, unreduce
from tangent.runtime.seeds import direction, seed
from tangent.runtime.jacobians import from_columns, from_rows, to_columns, to_rows
from tangent.runtime.joining import columns_of, rows_of, unc_, unr_
from tangent.runtime.memory import updated
from tangent.runtime.sequences import added_at
from tests.templates.sample import Sample, array


def added_to_zeros(e):
    return add_at(np.zeros((3, 2)), 1, e)


def added_twice(e):
    return add_at(np.zeros(3), [0, 2, 2], e)


def added_to_an_item(x, e):
    return added_at([x * x, e], 0, e)[0] * added_at(x * x, 1, e)[1]


def packed(a, b, x):
    return pack((a, b), x)


def tuple_of_rows(x):
    a, b = tuple(x)
    return a * b


def rows(a, b):
    return np.r_[a, 1.0, b, 0:2]


def columns(a, b):
    return np.c_[a, b]


def jacobian_of_rows(a, b):
    return from_rows([a, b], np.zeros(2), a) * a


def jacobian_of_columns(a, b):
    return from_columns([a, b], a, np.zeros(2)) * b[0]


def rows_of_jacobian(jacobian, x):
    first, second = to_rows(jacobian, np.zeros(2), x)
    return first * second * x


def columns_of_jacobian(jacobian, y):
    first, second = to_columns(jacobian, y, np.zeros(2))
    return first * second * y


SAMPLES = [
    Sample(added_to_an_item, array(3), 0.7),
    Sample(jacobian_of_rows, array(3), array(3, seed=1)),
    Sample(jacobian_of_columns, array(3), array(3, seed=1)),
    Sample(rows_of_jacobian, array(2, 3), array(3)),
    Sample(columns_of_jacobian, array(3, 2), array(3)),
    Sample(recast, array(2, 3), array(2, 3, seed=1), wrt=(0,)),
    Sample(unbroadcast, array(2, 3), array(3), wrt=(0,)),
    Sample(unbroadcast, array(2, 3), array(2, 1), wrt=(0,)),
    Sample(unbroadcast, array(2, 3), 0.7, wrt=(0,)),
    Sample(unbroadcast, array(2, 3), array(2, 3, seed=1), wrt=(0,)),
    Sample(unbroadcast, array(3), array(2, 3), wrt=(0,)),
    Sample(unbroadcast, 0.7, array(2, 3), wrt=(0,)),
    Sample(unreduce, 0.7, array(2, 3), wrt=(0,)),
    Sample(unreduce, array(2), array(2, 3), axis=1, wrt=(0,)),
    Sample(unreduce, array(1, 3), array(2, 3), axis=0, keepdims=True, wrt=(0,)),
    Sample(unreduce, array(3), array(2, 3, 4), axis=(0, -1), wrt=(0,)),
    Sample(add, 0.7, 1.3),
    Sample(add, array(2, 3), array(2, 3, seed=1)),
    Sample(add, [0.7, array(2)], [1.3, array(2, seed=1)]),
    Sample(copied, array(2, 3)),
    Sample(copied, 0.7),
    Sample(updated, 0.7, array(), wrt=(0,)),
    Sample(updated, array(2), array(2, seed=1), wrt=(0,)),
    Sample(added_to_zeros, array(2)),
    Sample(added_twice, array(3)),
    Sample(packed, 0.7, 1.3, array(2), wrt=(0, 1)),
    Sample(packed, array(3), array(3, seed=1), array(2, 3), wrt=(0, 1)),
    Sample(tuple_of_rows, array(2)),
    Sample(tuple_of_rows, array(2, 3)),
    Sample(rows, array(3), 0.7),
    Sample(rows_of, (array(3), 0.5), array(3, seed=2), 0.7, wrt=(0,)),
    Sample(columns_of, (array(3), array(3, seed=1)), array(3, seed=2), array(3), wrt=(0,)),
    Sample(rows, array(3), array(2)),
    Sample(columns, array(3), array(3, seed=1)),
    Sample(columns, array(3, 2), array(3)),
    Sample(unr_, array(4), array(3), 0.7, wrt=(0,)),
    Sample(unc_, array(3, 3), array(3, 2), array(3), wrt=(0,)),
    Sample(seed, 0.7),
    Sample(seed, array(2), array(2), wrt=(0,)),
    Sample(direction, 0.7, 1.3, wrt=(0,)),
    Sample(direction, array(2), array(2), wrt=(0,)),
]
