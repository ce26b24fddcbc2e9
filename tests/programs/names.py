"""Names of the user's that derivatives would use for something else: of modules, and of built-in functions."""
import numpy as np

from tests.programs.program import Program

X = np.array([1.2, 0.7, 2.1, 0.4])


def module_imported_as_another(x):
    import math as np
    return np.sin(x[0]) * x.mean()


def function_imported_as_a_module(x):
    from math import sqrt as np
    return np(x[0]) * x.mean()


def module_imported_as_tangent(x):
    import math as tangent
    return tangent.sin(x[0]) * x.mean()


def flag_named_reversed(x, n=3, reversed=False):
    s = 0.0
    for i in range(n):
        s = s + x[i] * s + x[i]
    return -s if reversed else s


def function_named_reversed(x, reversed):
    s = x[0]
    for i in (2, 0, 1):
        s = s * np.sin(x[i]) + s * s
    return reversed(s)


def bounds_named_range(x, range=(0, 2)):
    low, high = range
    s = 0.0
    for v in x[low:high]:
        s = s + np.sin(v) * s + v
    return s


def number_named_len(x, len=2):
    s = 0.0
    for v in x:
        s = s + np.sin(v) * s + v * len
    return s


def array_named_float(x):
    float = x * 2
    return np.sum(float * x)


def list_named_list(list):
    s = 0.0
    for v in list:
        s = s + v * v * s + v
    return s


def numbers_named_as_functions(x, zip=1.0, type=2.0, slice=3.0, int=1):
    out = []
    for v in x:
        out.append(v * zip * type)
    y = np.zeros(4)
    y[1:3] = x[1:3] * slice
    return sum(out) + y.sum() * int


PROGRAMS = [
    *[Program(f, (X,)) for f in (
        module_imported_as_another, function_imported_as_a_module, module_imported_as_tangent, flag_named_reversed,
        bounds_named_range, number_named_len, array_named_float, numbers_named_as_functions)],
    Program(function_named_reversed, (X, lambda v: v), wrt=('x',)),
    Program(list_named_list, ([1.2, 0.7, 2.1],)),
]
