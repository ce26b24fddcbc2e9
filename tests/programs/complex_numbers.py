"""Real arguments that meet complex numbers on the way."""
import numpy as np

from tests.programs.program import Program


def items_of_a_list(ws):
    total = 0.0
    for w in ws:
        z = 1j * w + 0.5
        total += abs(z)
    return total


def items_of_a_dict(p):
    return abs(p['a'] + 1j * p['b'])


def items_unpacked(p):
    a, b = p
    return abs(a + 1j * b * b) ** 2


def items_by_index(xs):
    return abs(xs[0] + 1j * xs[1])


def transform_of_a_list(xs):
    return abs(sum(x * np.exp(2j * np.pi * k / 3) for k, x in enumerate(xs)))


def list_made_inside(x, y):
    total = 0.0
    for v in [x * 2, y * x]:
        total += abs(v * 1j + 1.0)
    return total


def lists_side_by_side(a, b):
    total = 0.0
    for u, v in zip(a, b):
        total += abs(u + 1j * v)
    return total


def elements_of_an_array(x):
    s = 0j
    for v in x:
        s += (v + 1j) ** 3
    return s.real + s.imag


def elements_written(x):
    out = np.zeros(len(x), complex)
    for i in range(len(x)):
        out[i] = x[i] * np.exp(1j * x[i])
    return np.sum(out.real)


def angle_of_an_element(x):
    z = x[:2] + 1j * x[2:]
    return np.angle(z[0]) + np.abs(np.sum(z))


def sums_that_meet_complex_numbers(x):
    total, most = np.sum(x * x), np.max(x)
    return abs(total * 1j + most) * np.abs(np.linalg.norm(x) * np.exp(1j * most))


_x = np.array([0.3, 0.5, 0.7, 0.2])

PROGRAMS = [
    Program(items_of_a_list, ([0.6, 1.1],)),
    Program(items_of_a_dict, ({'a': 0.6, 'b': 1.1},)),
    Program(items_unpacked, ((0.6, 1.1),)),
    Program(items_by_index, ([0.6, 1.1],)),
    Program(transform_of_a_list, ([0.6, 1.1, 0.5],)),
    Program(list_made_inside, (0.6, 1.1), wrt=(0, 1)),
    Program(lists_side_by_side, ([0.6, 1.1], [0.4, 0.7]), wrt=(0, 1)),
    *[Program(f, (_x,)) for f in (
        elements_of_an_array, elements_written, angle_of_an_element, sums_that_meet_complex_numbers)],
]
