"""Samples of the helpers for lists, dicts and arrays that are written in place, and for what shares memory."""

import numpy as np

from tangent.runtime.arrays import duplicate
from tangent.runtime.memory import merged, overlapping, overlaps, placed, refreshed, unrefreshed
from tangent.runtime.sequences import (
    append, clear_at, complete, entries_of, extend, fitted, insert, part_at, plus, pop, put_back, removed,
    reordered, repeated, reversible, set_at, split_off, taken_back, unplus, unrepeated, update, value_at,
    value_at_adjoint,
)
from tangent.runtime.tensors import unstacked
from tangent.runtime.views import (
    both_written, either_looked, look_through, unlook_through, unwrite_through, write_through,
)
from tests.templates.sample import Sample, array


def values_gone_through(a, b):
    first, second = reversible({'x': a, 'y': b}.values())
    return first * second * reversible({'x': a})['x']


def element_set(b, value):
    return set_at(b + 0.0, 1, value)


def elements_set(b, value):
    return set_at(b + 0.0, ([0, 1, 0],), value)


def item_set(a, b, value):
    return set_at([a, b], -1, value)


def key_set(a, value):
    return set_at({'x': a, 'y': 1.0}, 'y', value)['y'] * a


def element_cleared(b):
    return clear_at(duplicate(b), 1)


def item_cleared(a, b):
    return clear_at([a, b], 0)


def item_appended(a, b):
    items = [a]
    return append(items, b)


def last_taken(a, b):
    items = [a, b]
    items, last = pop(items)
    return items, last


def key_taken_out(a, b):
    items, value = pop({'x': a, 'y': b}, 'x')
    return items['y'] * value


def entries_kept(a, b):
    kept = entries_of({'x': a, 'y': b}, {'x': 0.0}, 'y')
    return kept['x'] * b


def entries_put(a):
    every = complete({'x': a}, {'x': 0.0, 'y': 0.0}, 'y')
    return every['x'] * a


def keys_updated(a, b):
    table = update({'x': a, 'y': b}, {'y': a * b})
    return table['x'] * table['y']



def _of_shared_memory():
    """Rows for what is written while others hold its memory: an array, a list of views, the list itself."""
    whole, items = array(2, 3), [0.4, 1.5]
    written = whole[0]
    shared = overlaps(written, whole, [whole[:, 1:], 0.3, written], whole[1])
    of_list = overlaps(items, (items, 0.7), items)
    yield Sample(placed, array(3), shared)
    for position, other in enumerate([array(2, 3), [array(2, 2), 0.3, array(3)], array(3)]):
        yield Sample(refreshed, other, array(3, seed=1), shared, position)
        yield Sample(merged, other, array(3, seed=1), shared, position)
        yield Sample(unrefreshed, other, array(3), shared, position, wrt=(0,))
        yield Sample(overlapping, other, array(3), shared, position, wrt=(0,))
    for position, other in enumerate([([0.4, 1.5], 0.7), [0.4, 1.5]]):
        yield Sample(refreshed, other, [0.1, 0.2, 0.3], of_list, position)


SAMPLES = [
    Sample(keys_updated, 0.7, 1.3),
    Sample(list, (0.7, array(2))),
    *[Sample(function, items) for function in (reversible, unstacked) for items in (
        array(3), array(2, 2), [0.7, array(2)], (0.7, 1.3))],
    Sample(values_gone_through, 0.7, array(2)),
    Sample(duplicate, array(2, 3)),
    Sample(duplicate, [0.7, array(2)]),
    Sample(element_set, array(3), 0.7),
    Sample(element_set, array(3, 2), array(2)),
    Sample(element_set, array(3, 2), 0.7),
    Sample(elements_set, array(3), array(3, seed=1)),
    Sample(item_set, 0.7, 1.3, 0.4),
    Sample(item_set, 0.7, array(2), array(2, seed=1)),
    Sample(key_set, 0.7, 1.3),
    Sample(element_cleared, array(3)),
    Sample(item_cleared, 0.7, array(2)),
    Sample(value_at, array(3), 1, 0.7, array(3), wrt=(0,)),
    Sample(value_at, array(3), [0, 1, 0], array(3), array(3), wrt=(0,)),
    Sample(value_at, array(3, 2), slice(1, 3), array(2), array(3, 2), wrt=(0,)),
    Sample(value_at, [0.7, array(2)], 1, array(2), [0.7, array(2)], wrt=(0,)),
    Sample(fitted, array(3), array(3), wrt=(0,)),
    Sample(fitted, array(2), 0.7, wrt=(0,)),
    Sample(fitted, [0.7, array(2)], [0.4, array(2)], wrt=(0,)),
    Sample(part_at, array(3), 1, array(3), wrt=(0,)),
    Sample(part_at, array(3, 2), slice(1, 3), array(3, 2), wrt=(0,)),
    Sample(value_at_adjoint, 0.7, array(3), 1, 0.7, array(3), wrt=(0,)),
    Sample(value_at_adjoint, array(2), array(3, 2), slice(1, 3), array(2), array(3, 2), wrt=(0,)),
    Sample(item_appended, 0.7, 1.3),
    Sample(item_appended, array(2), array(3)),
    Sample(last_taken, 0.7, array(2)),
    Sample(pop, [0.7, 1.3, array(2)], 0),
    Sample(pop, [0.7, 1.3, 0.4], -2),
    Sample(key_taken_out, 0.7, 1.3),
    Sample(entries_kept, 0.7, 1.3),
    Sample(entries_put, 0.7),
    Sample(put_back, [0.7, 1.3], 0, 0.4),
    Sample(put_back, [0.7, 1.3], -1, array(2)),
    Sample(taken_back, [0.7, 1.3, 0.4], 1),
    Sample(insert, [0.7, 1.3], 1, 0.4),
    Sample(insert, [0.7, 1.3], 100, array(2)),
    Sample(insert, [0.7, 1.3], -1, 0.4),
    Sample(removed, [0.7, 1.3, 0.4], 1),
    Sample(extend, [0.7], [1.3, array(2)]),
    Sample(extend, [0.7], (1.3, 0.4)),
    Sample(split_off, [0.7, 1.3, 0.4], [0.1], wrt=(0,)),
    Sample(plus, [0.7], [1.3, 0.4]),
    Sample(plus, array(3), array(3, seed=1)),
    Sample(plus, array(3), 0.7),
    Sample(unplus, [0.7, 1.3, 0.4], [0.1], [0.2, 0.3], wrt=(0,)),
    Sample(unplus, array(3), array(3), 0.7, wrt=(0,)),
    Sample(reordered, [0.7, 1.3, 0.4], [1, 2, 0]),
    Sample(reordered, array(2, 3), np.array([[1, 2, 0], [0, 2, 1]])),
    Sample(repeated, [0.7, 1.3], 2),
    Sample(repeated, (0.7, array(2)), 3),
    Sample(unrepeated, [0.7, 1.3, 0.4, 0.2], [0.1, 0.2], 2, wrt=(0,)),
    Sample(write_through, array(2, 3), 0, array(3)),
    Sample(write_through, array(3), 0, 0.7),
    Sample(write_through, array(3), (), array(3, seed=1)),
    Sample(write_through, [0.7, array(2)], 1, array(2, seed=1)),
    Sample(write_through, array(2, 3), np.transpose, array(3, 2)),
    Sample(write_through, array(2, 3), np.reshape, array(6)),
    Sample(write_through, array(3), np.copy, array(3, seed=1)),
    *_of_shared_memory(),
    Sample(look_through, array(3), array(2, 3), 0),
    Sample(look_through, array(3, 2), array(2, 3), np.transpose),
    Sample(look_through, array(6), array(2, 3), np.reshape),
    Sample(look_through, 0.7, array(3), 0),
    Sample(look_through, array(3), array(3, seed=1), ()),
    Sample(look_through, array(2), [0.7, array(2, seed=1)], 1, True),
    Sample(unwrite_through, array(2, 3), array(2, 3), 0, array(3), wrt=(0,)),
    Sample(unwrite_through, array(3), array(3), (), array(3), wrt=(0,)),
    Sample(unlook_through, array(3), array(3), array(2, 3), 0, wrt=(0,)),
    Sample(unlook_through, array(3), array(3), array(3), (), wrt=(0,)),
    Sample(both_written, array(2, 3), array(3), array(2, 3), 0, array(3), wrt=(0, 1)),
    Sample(both_written, array(3), array(3, seed=1), array(3), (), array(3), wrt=(0, 1)),
    Sample(either_looked, array(3), array(2, 3), array(3), array(2, 3), 0, wrt=(0, 1)),
    Sample(either_looked, array(3), array(3, seed=1), array(3), array(3), (), wrt=(0, 1)),
]
