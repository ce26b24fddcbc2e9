"""Methods of objects, and functions of modules, that are called as methods of arrays, lists and dicts are."""
import types

import numpy as np
import numpy.linalg as la

from tests.programs.program import Program

X = np.array([1.2, -0.7, 2.1, 0.4])


class Process:
    """An object whose methods have names of arrays' methods, and take what is differentiated."""

    def __init__(self, w):
        self.w = w

    def mean(self, x):
        return self.w * np.sum(np.sin(x))

    def var(self, x):
        return self.w * np.sum(x * x)

    def argmax(self, x):
        return np.sum(x ** 3)

    def index(self, x):
        return np.sum(x ** 3)

    def clip(self, x):
        return np.sum(x ** 3)

    def dot(self, x):
        return np.sum(x ** 3)

    def copy(self, x):
        return np.sum(x ** 3)

    def sum(self, x, y):
        return np.sum(x * y)


class Holder:
    def __init__(self, process):
        self.process = process

    def variance(self, x):
        return self.process.var(x)


process = Process(2.0)
holder = Holder(process)
named = types.SimpleNamespace(mean=lambda x: np.sum(x ** 2))
MODULES = {'xp': np}


def module_by_another_name(x):
    xp = np
    return xp.sum(xp.exp(x))


def module_in_a_dict(x):
    d = {'m': np}
    return d['m'].sum(d['m'].sin(x)) + MODULES['xp'].mean(x ** 2)


def module_and_function(x):
    f = np
    return f.sum(x ** 2) + la.norm(x)


def module_by_condition(x):
    xp = np if len(x) > 2 else la
    return xp.sum(x * x)


def global_object(x):
    return process.mean(x) + process.argmax(x) + process.index(x) + process.clip(x) + process.dot(x)


def global_object_with_keywords(x):
    return process.sum(x, x[::-1]) + process.sum(x=x, y=x) + process.copy(x)


def of_captured(g):
    return lambda x: g.mean(x) / g.var(x)


captured_object = of_captured(process)


def namespace(x):
    return named.mean(x)


def object_as_an_argument(g, x):
    return g.mean(x)


def objects_in_a_list(x):
    s = 0.0
    for g in [Process(1.0), Process(2.0)]:
        s = s + g.mean(x)
    return s


def methods_of_a_list_and_an_array(x):
    values = [3.0, x[0]]
    return values.count(x[0]) * x[1] + x.searchsorted(0.5) * x[2] + values.index(x[0]) * x[0]


PROGRAMS = [
    *[Program(f, (X,)) for f in (
        module_by_another_name, module_in_a_dict, module_and_function, module_by_condition, global_object,
        global_object_with_keywords, captured_object, namespace, objects_in_a_list, methods_of_a_list_and_an_array)],
    Program(object_as_an_argument, (process, X), wrt=('x',)),
]
