"""Statements that carry no derivative, and must be run once all the same."""
import logging
import math

import numpy as np

from tests.programs.program import Program

logger = logging.getLogger(__name__)


def with_assert(x):
    assert x > 0.0, f'{x} is not positive'
    y = math.log(x)
    assert isinstance(y, float)
    return y * x


def with_raise(x):
    if x < 0.0:
        raise ValueError('negative: ' + str(x))
    return math.sqrt(x) * x


def with_raise_at_the_end(x):
    if x > 0.0:
        return x * x
    raise ValueError(x)


def with_del(x):
    y = x * x
    z = y * x
    del y
    y = 2.0 * z
    del z, x
    return y


def with_docstring(x):
    """Square a number.

    >>> with_docstring(2.0)
    4.0
    """
    return x * x


def with_pass(x):
    pass
    if x > 0.0:
        pass
    return x * x


def with_prints(x):
    y = x * x
    print('x =', x, 'y =', y, sep='|')
    if y > 0.1:
        print(f'{y:.3f} and {x!r:>20}')
    z = y * x
    print(z)
    return z


def with_f_strings(x, name='x'):
    label = f'{name}={x:{8}.{3}f}{{}}'
    print(label, f'{x + 1.0=}')
    return x * x * len(name)


def with_logging(x):
    logger.debug('x is %s', x)
    logging.getLogger('tests').info(f'{x}')
    return x * x


def with_local_import(x):
    import math as m
    from numpy import sin, tanh as squash
    import numpy.linalg
    return m.cos(x) * sin(x) + squash(x) + numpy.linalg.norm(np.array([3.0, 4.0])) * x


def with_inactive_comprehension(x):
    weights = [1.0 / (i + 1) for i in range(3)]
    squares = {i: i * i for i in range(3)}
    total = sum(w for w in weights)
    return x * total * squares[2] + weights[1]


def with_expression_statement(x):
    x * 2.0
    'a string'
    ...
    return x * x


def with_unused_effects(x, seen=None):
    y = x * x
    if seen is not None:
        print(len(seen))
    return y


def with_constants(x):
    a, b, c, d = True, None, 'text', b'bytes'
    e = 1_000
    f = 0x10
    g = 1e-3
    h = ...
    return x * e * g + f * (a is not b) + len(c) + len(d) + (h is ...)


def with_global_constant(x):
    return x * SCALE


def with_read_of_declared_global(x):
    global SCALE
    return x * SCALE


def with_written_global(x):
    global LAST
    LAST = x * x
    return LAST * x


def with_loop(x):
    for _ in range(3):
        x = x * x
    return x


def with_while(x):
    while x < 10.0:
        x = x * 2.0
    return x


def with_item_assignment(x):
    y = np.zeros(3)
    y[1] = x
    return np.sum(y * y)


def with_append(x):
    values = [x]
    values.append(x * x)
    return values[0] * values[1]


def with_update_in_place(x):
    y = x + 0.0
    z = y
    z += x
    return np.sum(y * x)


def with_update_seen_by_a_test(x):
    z = x * 1.0
    y = z
    z += 1.0
    if y[0] > 1.5:
        return np.sum(z * 3.0)
    return np.sum(z * 5.0)


def with_method_in_place(x):
    y = x * 1.0
    y.sort()
    return np.sum(y * np.arange(3.0))


def with_out(x):
    y = np.zeros(3)
    np.multiply(x, x, out=y)
    return np.sum(y)


def with_out_of_a_call(x):
    y = np.sin(x, out=np.zeros(3)) * np.cos(x, np.empty((2, 3))[1])
    return np.sum(y * x) + np.sum(np.exp(x, out=np.ones(3)))


def with_out_of_a_view(x):
    z = np.zeros((3, 3))
    y = np.multiply(np.sin(x, out=z.T[1]), x, out=z.reshape(-1)[:3])
    return np.sum(y * x) + np.sum(z * np.arange(9.0).reshape(3, 3))


def with_copyto(x):
    y = np.zeros(3)
    np.copyto(y, x * x)
    return np.sum(y)


def with_try(x):
    try:
        return math.log(x)
    except ValueError:
        return x


def with_block(x):
    with np.errstate(all='ignore'):
        y = x * x
    return y


def with_comprehension(x):
    return sum([x * i for i in range(3)])


def with_generator(x):
    return sum(t for t in (x, x * x))


def with_locals(x):
    y = x * x
    return locals()['y'] * x


def with_attribute_assignment(x):
    logger.last = x * x
    return logger.last * x


def with_star_of_unknown(x):
    return np.sum(np.add(*[x, x * 2.0]))


def with_index_objects(x):
    return np.sum(np.r_[x, 1.0] * np.r_[2.0, x, 3.0][:4])


def with_columns(x):
    return np.sum(np.c_[x, x * x])


def with_set(x):
    return sum({x, 2.0 * x})


def with_arange(x):
    return np.sum(np.arange(x) * x)


def with_exec(x):
    return eval('x') * x


def with_getattr(x):
    return getattr(x, 'sum')() * 2.0


def with_map(x):
    return sum(map(lambda t: t * t, [x, 2.0 * x]))


def with_semicolons(x): y = x * x; z = y * x; return z + y


SCALE = 1.7

_THREE = np.array([0.7, -1.3, 0.2])

_THREE = np.array([0.7, -1.3, 0.2])

_THREE = np.array([0.7, -1.3, 0.2])

_THREE = np.array([0.7, -1.3, 0.2])

PROGRAMS = [
    Program(with_assert, (0.7,)),
    Program(with_raise, (0.7,)),
    Program(with_raise_at_the_end, (0.7,)),
    Program(with_del, (0.7,)),
    Program(with_docstring, (0.7,)),
    Program(with_pass, (0.7,)),
    Program(with_prints, (0.7,)),
    Program(with_prints, (0.1,)),
    Program(with_f_strings, (0.7,)),
    Program(with_logging, (0.7,)),
    Program(with_local_import, (0.7,)),
    Program(with_inactive_comprehension, (0.7,)),
    Program(with_expression_statement, (0.7,)),
    Program(with_unused_effects, (0.7, [1.0])),
    Program(with_constants, (0.7,)),
    Program(with_global_constant, (0.7,)),
    Program(with_semicolons, (0.7,)),
    *[Program(f, (0.7,)) for f in (
        with_loop, with_while, with_item_assignment, with_append, with_block, with_comprehension, with_generator,
        with_map)],
    *[Program(f, (_THREE,)) for f in (
        with_update_in_place, with_update_seen_by_a_test, with_method_in_place, with_out, with_out_of_a_call,
        with_out_of_a_view, with_copyto, with_index_objects, with_columns)],
]

REFUSED = [
    *[Program(f, (0.7,)) for f in (
        with_read_of_declared_global, with_written_global, with_try, with_attribute_assignment, with_set,
        with_locals, with_exec)],
    *[Program(f, (_THREE,)) for f in (with_star_of_unknown, with_getattr)],
    Program(with_arange, (3.2,)),
]
