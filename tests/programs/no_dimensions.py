"""Arrays without dimensions, which are written in place and may have several names; numbers of NumPy are not."""
import numpy as np

from tests.programs.program import Program


def two_names(x):
    z = np.array(0.0)
    w = z
    w += x * x
    return z * 1.0


def add_to(total, v):
    total += v


def accumulated_by_a_helper(x):
    z = np.zeros(())
    for v in x:
        add_to(z, v * v)
    return z * 1.0


def view_of_an_element(x):
    y = x * 1.0
    z = y[1, ...]
    z += x[0]
    return np.sum(y * y)


def updated_before_it_is_named_again(x):
    z = np.zeros(())
    z += x
    w = z
    w *= x
    v = w.reshape(1)
    v[0] = v[0] * x
    return z * 1.0


def copy_with_two_names(x):
    y = np.array(x).copy()
    z = y
    z *= 2.0
    return y * x


def sum_reshaped(x):
    y = np.sum(x, keepdims=True).reshape(())
    z = y
    z *= 2.0
    return y * x[0]


def number_with_two_names(x):
    y = np.sum(x)
    z = y
    z *= 2.0
    return y * z * x[0]


def updated_then_written(x):
    z = np.array(x)
    z += 1.0
    z[...] = z * 2.0
    return z * x


def result_put_into(x):
    z = np.array(x)
    np.add(z, x, out=z)
    return z * x


def written_by_an_empty_index(x):
    z = np.array(x)
    z *= x
    z[()] = z * x
    return z * x


def updated_in_a_loop_then_written(x):
    z = np.zeros(())
    for i in range(3):
        z += x ** i
    w = z
    w[...] = w * x
    return z * 1.0


def view_of_itself(x):
    z = np.array(x, dtype=float)
    v = z[...]
    v += x
    z *= v
    return v * 1.0


def view_in_branches(x):
    y = x * 1.0
    z = y[1, ...]
    if x[0] > 0.0:
        z *= x[0]
    else:
        z -= x[0]
    y[1] *= 2.0
    return z * 1.0 + np.sum(y)


def filled_then_updated(x):
    z = np.zeros(())
    z.fill(x)
    z *= x
    return z * 1.0


def in_a_dict(x):
    z = np.zeros(())
    held = {'a': z}
    held['a'] += x
    held['a'] += x * z
    return z * x


def either_of_two(x, first):
    a, b = np.array(x), np.array(2.0)
    z = a if first else b
    z += x * x
    return a * b


_v = np.array([0.5, 0.7])

PROGRAMS = [
    *[Program(f, (0.7,)) for f in (
        two_names, updated_before_it_is_named_again, updated_then_written, result_put_into, written_by_an_empty_index,
        updated_in_a_loop_then_written, view_of_itself, filled_then_updated, in_a_dict,
        copy_with_two_names)],
    *[Program(f, (_v,)) for f in (
        accumulated_by_a_helper, view_of_an_element, sum_reshaped, number_with_two_names, view_in_branches)],
    Program(either_of_two, (0.7, True)),
]
