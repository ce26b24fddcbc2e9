"""Items of lists and dicts that others take the place of, or that are changed in place: of other shapes and dtypes."""
import numpy as np

from tests.programs.program import Program


def replaced_by_others(x, y):
    """What is put in the place of an item has another shape."""
    x[0] = 1.0
    x[1] = np.append(x[1], y)
    return np.sum(x[1]) * x[2] * x[0]


def replaced_in_a_copy(x, y):
    held = {'a': x, 'b': x[1]}
    other = held.copy()
    other['a'] = y
    return other['a'] * held['a'] + other['b']


def replaced_by_a_wider_one(x):
    m = {'b': x, 'a': np.prod(x)}
    m['b'] = np.array([x.sum(), float(np.sum(x ** 3)), x[1]])
    return m['a'] * x


def replaced_by_a_list(x):
    g = [np.where(x > 0.15, x, 0.5), x * x]
    g[1] = [x[0], 0.5, abs(x[0])]
    return np.sum(np.sin(g[1]))


def multiplied_by_a_wider_one(x, y):
    for i in range(3):
        x[i] *= np.tanh(np.arange(1.0, 4.0))
    return x[0] * np.sin(x[2]) * y


def numbers_added(x, y):
    x[0] += 1.5
    for i in range(2):
        x[i] -= y * i
        x[i] *= x[i - 1]
    return np.sum(x[0] * x[1])


def numbers_added_to_a_copy(x, y):
    """The copy is another list of the same arrays: the derivative leaves those of the caller as they are."""
    rows = x.copy()
    rows[0] += y
    return np.sum(rows[0] * rows[1])


def replaced_and_popped(rows, y):
    rows = rows[:]
    rows[0] = [y, abs(y), 0.8]
    return np.sum(rows.pop() * y)


def replaced_after_a_write_through_another_name(x):
    parts = [x * x, x[:]]
    parts[0][1] *= np.sum(parts[1])
    parts[0] = np.ones(3)
    return x * parts[0]


def replaced_after_a_slice_grew(rows):
    wide = np.ones(3)
    first = rows[:1]
    first.extend([rows[0], wide * 0.7])
    rows[0] = wide
    return np.sum(rows[1] ** 2) * np.sum(first[0] * first[1])


_v = np.array([0.7, -1.3, 0.4])
_rows = [_v, np.array([1.1, 0.3, -0.6]), np.array([0.2, 0.9, 1.4])]
_v32 = _v.astype(np.float32)
_rows32 = [row.astype(np.float32) for row in _rows]

PROGRAMS = [
    Program(replaced_by_others, (_rows, 0.6), wrt=(0, 1), order=1),
    Program(replaced_in_a_copy, (_v, 0.6), wrt=(0, 1)),
    Program(replaced_by_a_wider_one, (_v,)),
    Program(replaced_by_a_list, (_v,), order=1),
    *[Program(multiplied_by_a_wider_one, (x, 0.6), wrt=(0, 1)) for x in (_rows, np.array(_rows))],
    *[Program(numbers_added, (x, 0.6), wrt=(0, 1)) for x in (
        _rows, np.array(_rows), [0.3, 0.8], {0: 0.3, 1: 0.8, -1: 0.5})],
    *[Program(numbers_added_to_a_copy, (x, 0.6), wrt=(0, 1)) for x in (_rows, np.array(_rows), [0.3, 0.8])],
]

SINGLE = [
    Program(replaced_by_others, (_rows32, 0.6), wrt=(0, 1)),
    Program(replaced_in_a_copy, (_v32, _v), wrt=(0, 1)),
    Program(replaced_by_a_wider_one, (_v32,)),
    Program(replaced_by_a_list, (_v32,), order=1),
    Program(multiplied_by_a_wider_one, (_rows32, 0.6), wrt=(0, 1)),
    Program(replaced_and_popped, (_rows32, np.float32(0.6)), wrt=(0, 1), order=1),
    Program(replaced_after_a_write_through_another_name, (_v32,)),
    Program(replaced_after_a_slice_grew, (_rows32,)),
]
