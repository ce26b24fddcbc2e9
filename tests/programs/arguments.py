"""Every kind of parameter, in definitions and in calls."""
import math

import numpy as np

from tests.programs.program import Program


def with_default(x, n=3):
    return x ** n


def with_active_default(x, scale=2.0):
    return x * scale * scale


def positional_only(x, y, /, z=1.5):
    return x * y * z


def keyword_only(x, *, power=2, scale):
    return scale * x ** power


def variadic(x, *rest):
    return x * rest[0] + rest[1] ** 2 + len(rest)


def variadic_only(*values):
    a, b = values
    return a * b * b


def keywords_by_name(x, **options):
    return x * options['scale'] + options['offset']


def every_kind(a, b=1.1, /, c=1.2, *rest, d, e=1.4, **options):
    return a * b + c * d * e + rest[0] * a + options['k'] * b * d


def helper(x, y=2.0, *, z=3.0):
    return x * y + z * x * x


def calls_with_defaults(x):
    return helper(x) * helper(2.0 * x)


def calls_by_name(x, y):
    return helper(y=x, x=y) + helper(x, z=y)


def calls_with_stars(x, y):
    pair = (x, y)
    return helper(*pair) + helper(*(y, x), z=x)


def calls_with_double_stars(x, y):
    options = {'y': y, 'z': 0.5}
    return helper(x, **options)


def calls_with_inactive_double_stars(x):
    return helper(x, **{'z': 0.5})


def spread(*values, **scales):
    a, b, c = values
    return a * scales['s'] + b * c


def calls_variadic(x, y):
    return spread(x, y, x * y, s=y) + spread(*[x, 1.0, y], s=2.0)


def forwards(*args, **keywords):
    return helper(*args, **keywords)


def calls_forwarding(x, y):
    return forwards(x, y) * forwards(x, z=y)


def pos_only_helper(x, /, y):
    return x / y


def calls_positional_only(x):
    return pos_only_helper(x, y=x * x + 1.0)


def default_is_array(x, weights=np.array([1.0, 2.0])):
    return np.sum(x * weights)


def shape_of(x, mode='sum', axis=None):
    if mode == 'sum':
        return x.sum(axis=axis)
    return np.mean(x, axis)


def calls_with_literals(x):
    return np.sum(shape_of(x, axis=0) * shape_of(x, 'mean', 0)) + shape_of(x) * shape_of(x, axis=None)


def default_from_expression(x, n=2 * 3 - 4, f=math.sin):
    return f(x) ** n


def counted(x, *others, **options):
    return x ** len(others) + sum(options.values()) * x + sum(others)


def calls_with_inactive_stars(x, others, options):
    return counted(x, *others) * counted(x, x * x, *others, **options)


def reductions_by_name(x, w):
    total = np.sum(np.mean(keepdims=True, a=x, axis=1) * x * w) + np.sum(np.std(ddof=1, a=x, axis=0) * w[0])
    return total + np.sum(np.sum(axis=0, a=x * x) * w[0]) + np.sum(np.prod(axis=1, a=x) * w[:, 0])


def norms_by_name(x, w):
    return np.sum(np.linalg.norm(axis=1, x=x) * w[:, 1]) + np.linalg.slogdet(a=x)[1]


def moved_by_name(x, w):
    return np.sum(np.roll(shift=1, a=x) * np.flip(axis=1, m=x) * w) + np.sum(np.tensordot(axes=1, b=x, a=w) * x)


def shapes_by_name(x, w):
    return np.sum((np.zeros_like(a=x) + x) * w) + np.sum(np.where(np.isclose(0.0, b=w), x[0, 0], x[1, 0] ** 2))


PROGRAMS = [
    Program(with_default, (0.7,)),
    Program(with_default, (0.7, 4)),
    Program(with_default, (0.7,), keywords={'n': 2}),
    Program(with_active_default, (0.7, 1.3), wrt=(0, 1)),
    Program(with_active_default, (0.7,)),
    Program(positional_only, (0.7, 1.3), wrt=(0, 1)),
    Program(positional_only, (0.7, 1.3), keywords={'z': 0.4}, wrt=('z', 'x')),
    Program(keyword_only, (0.7,), keywords={'scale': 1.3}, wrt=('x', 'scale')),
    Program(variadic, (0.7, 1.3, 0.4)),
    Program(variadic, (0.7, 1.3, 0.4), wrt=('x', 'rest')),
    Program(variadic_only, (0.7, 1.3), wrt=('values',)),
    Program(keywords_by_name, (0.7,), keywords={'scale': 1.3, 'offset': 0.1}),
    Program(keywords_by_name, (0.7,), keywords={'scale': 1.3, 'offset': 0.2}, wrt=('x', 'options')),
    Program(every_kind, (0.7, 0.8, 0.9, 1.6), keywords={'d': 1.3, 'k': 0.3}, wrt=('a', 'd')),
    Program(every_kind, (0.7, 0.8, 0.9, 1.6), keywords={'d': 1.3, 'e': 0.1, 'k': 0.3}, wrt=('b', 'c', 'e')),
    Program(calls_with_defaults, (0.7,)),
    Program(calls_by_name, (0.7, 1.3), wrt=(0, 1)),
    Program(calls_with_stars, (0.7, 1.3), wrt=(0, 1)),
    Program(calls_with_double_stars, (0.7, 1.3), wrt=(0, 1)),
    Program(calls_with_inactive_double_stars, (0.7,)),
    Program(calls_with_inactive_stars, (0.7, (2.0, 3.0), {'a': 1.5})),
    Program(calls_variadic, (0.7, 1.3), wrt=(0, 1)),
    Program(calls_forwarding, (0.7, 1.3), wrt=(0, 1)),
    Program(calls_positional_only, (0.7,)),
    Program(default_is_array, (np.array([0.7, 1.3]),)),
    Program(calls_with_literals, (np.array([[0.7, 1.3], [0.4, -0.2]]),)),
    Program(default_from_expression, (0.7,)),
    *[Program(function, (np.array([[0.7, 1.3], [0.4, -0.2]]), np.array([[1.0, 0.0], [-0.5, 2.0]])))
      for function in (reductions_by_name, norms_by_name, moved_by_name, shapes_by_name)],
]
