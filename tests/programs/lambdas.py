"""Lambdas: several on a line, in containers, over several lines, as callees."""
import functools
import math

import numpy as np

from tests.programs.program import Program

square, cube = lambda x: x * x, lambda x: x * x * x

TABLE = {
    'sine': lambda x: math.sin(x) * x, 'scaled': lambda x, k=2.0: k * x * x,
    'of lambda': lambda x: (lambda t: t * t)(x) + x,
}

multi_line = lambda x, y: (
    x * y
    + np.sin(x)
    * y
)

same_line = [lambda x: x + 1.0, lambda x: x * 2.0, lambda x: x ** 3]; chained = lambda x: lambda y: x * y

variadic = lambda *values, scale=2.0: scale * values[0] * values[1]
conditional = lambda x: x * x if x > 0.5 else -x
of_tuple = lambda x: (x * x, x)


def calls_lambdas(x):
    f = lambda t: t * x
    return f(x) * square(x) + cube(f(2.0))


def immediately_called(x):
    return (lambda a, b: a * b)(x, x + 1.0)


def immediately_called_with_default(x):
    scales = {'k': 2.0}
    return (lambda k=scales['k'], *, j=x * scales['k']: k * j * x)() + (lambda v, k=x * x: k * v)(x)


def lambda_of_lambda(x):
    add = lambda a: lambda b: a * b + x
    return add(x)(2.0 * x)


def lambda_from_table(x):
    return TABLE['sine'](x) + TABLE['scaled'](x, k=3.0)


def lambda_in_local_dict(x, name):
    table = {'a': lambda t: t * x, 'b': lambda t: t - x}
    return table[name](x * x)


def lambda_with_default(x):
    f = lambda t, k=x: t * k
    return f(2.0) + f(x, 3.0)


def calls_of_line(x):
    return same_line[0](x) * same_line[1](x) + same_line[2](x)


def calls_chained(x):
    return chained(x)(x * x)


def called_where_it_is_made(y):
    scaled = [(lambda z: z * i)(v) for i, v in enumerate(y)]
    total = 0.0
    for i in range(len(y)):
        total += (lambda z: z * z * i)(y[i])
    return sum(scaled) * total


def done_with_in_its_iteration(y):
    total = 0.0
    for i in range(len(y)):
        k = y[i]
        functions = [lambda v: v * k, np.sin]
        for function in functions:
            total += function(y[0])
    return total


def kept_with_the_value_of_its_iteration(y):
    functions = []
    for k in y:
        functions.append(functools.partial(lambda k, v: v * k * v, k))
    return sum([function(y[0]) for function in functions])


def composed(f, g):
    return lambda v: f(g(v))


def closures_of_closures(y):
    scaled = composed(lambda v: v * y[0], lambda v: v * v * y[1])
    either = (lambda v: v + y[2]) if y[0] > 0.0 else np.sin
    both = composed(composed(scaled, np.cos), either)
    constant = composed(lambda v: 3.0 * v, np.tanh)
    return both(y[2]) * composed(constant, scaled)(y[1]) * composed(np.sin, constant)(y[0])


def closures_in_a_list(y):
    functions = [composed(lambda v: y[0] * v, np.sin)]
    functions.append(composed(functions[0], functions[0]))
    return functions[1](y[1]) * y[2]


PROGRAMS = [
    Program(closures_of_closures, (np.array([0.7, -1.3, 0.4]),)),
    Program(closures_of_closures, (np.array([-0.7, -1.3, 0.4]),)),
    Program(closures_in_a_list, (np.array([0.7, -1.3, 0.4]),)),
    Program(called_where_it_is_made, (np.array([0.7, -1.3, 0.4]),)),
    Program(done_with_in_its_iteration, (np.array([0.7, -1.3, 0.4]),)),
    Program(kept_with_the_value_of_its_iteration, (np.array([0.7, -1.3, 0.4]),)),
    Program(square, (0.7,)),
    Program(cube, (0.7,)),
    *[Program(f, (0.7,)) for f in TABLE.values()],
    Program(multi_line, (0.7, 1.3), wrt=(0, 1)),
    *[Program(f, (0.7,)) for f in same_line],
    Program(variadic, (0.7, 1.3), wrt=('values', 'scale'), keywords={'scale': 1.5}),
    *[Program(conditional, (x,)) for x in (0.7, 0.2)],
    Program(of_tuple, (0.7,)),
    Program(calls_lambdas, (0.7,)),
    Program(immediately_called, (0.7,)),
    Program(immediately_called_with_default, (0.7,)),
    Program(lambda_of_lambda, (0.7,)),
    Program(lambda_from_table, (0.7,)),
    *[Program(lambda_in_local_dict, (0.7, name)) for name in 'ab'],
    Program(lambda_with_default, (0.7,)),
    Program(calls_of_line, (0.7,)),
    Program(calls_chained, (0.7,)),
]
