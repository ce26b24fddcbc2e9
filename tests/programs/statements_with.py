"""with, try, match and others around code with a derivative, and beside it."""
import contextlib
import io
import math
import warnings

import numpy as np

from tests.programs.program import Program


def read_in_errstate(x):
    with np.errstate(all='ignore'):
        pair = (x[0], 0.5 + 0.3, x[1])
    return pair[0] * 2.0


def errstate_in_errstate(x):
    """The products underflow, in the adjoint too, which the outer statement alone would not allow."""
    with np.errstate(under='raise'):
        with np.errstate(under='ignore'):
            y = np.exp(-1000.0 * x)
            y = y * y
        z = x * x
    return y + z


def errstate_with_rebound_name(x):
    y = np.exp(x)
    with np.errstate(divide='ignore', invalid='ignore'):
        y = np.where(x > 0.0, np.log(np.abs(x)) * y, 0.5 * x)
        x = y * x
    return x * y


def errstate_with_several_parts(x, y):
    z = x * x
    with np.errstate(over='ignore'), np.errstate(under='ignore'):
        z = z * y
        w = np.exp(-z)
        z *= w
    return z * w


def errstate_in_a_loop(x, n):
    for i in range(n):
        with np.errstate(all='ignore'):
            x = np.sin(x) * x + i
    return x


def loop_in_errstate(xs):
    total = 0.0
    with np.errstate(all='ignore'):
        for x in xs:
            if x < 0.0:
                continue
            total = total + x ** 3
            if total > 1.0:
                break
    return total * total


def return_from_errstate(x, flag):
    with np.errstate(invalid='ignore'):
        y = x * x
        if flag:
            return y * x
    return y


def errstate_as_a_value(x):
    settings = np.errstate(divide='ignore')
    with settings as state:
        y = x * x
    return y if state is None else y * x


def other_with_beside(x):
    buffer = io.StringIO()
    with contextlib.redirect_stdout(buffer):
        print('quiet')
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        n = len(buffer.getvalue())
    return x * x * n


def try_beside(x, text):
    try:
        n = int(text)
    except ValueError:
        n = 2
    else:
        n += 1
    finally:
        scale = 0.5
    return scale * x ** n


def try_in_a_loop(x, words):
    y = x
    for word in words:
        try:
            n = float(word)
        except ValueError:
            continue
        y = y * x + n
    return y


def match_beside(x, command):
    match command:
        case 'double':
            factor = 2.0
        case ('scale', value):
            factor = value
        case {'power': n} if n > 0:
            factor = 3.0 ** n
        case _:
            factor = 1.0
    return factor * x * x


def generator_beside(x, n):
    def squares(limit):
        i = 1
        while i * i < limit:
            yield i * i
            i += 1
    return x ** 2 * sum(squares(n)) + x * len(list(squares(n)))


def counter_nonlocal(x, n):
    calls = 0

    def counted(i):
        nonlocal calls
        calls += 1
        return i % 2 == 0
    y = x
    for i in range(n):
        y = y * x if counted(i) else y + x
    return y * calls


def class_beside(x):
    class Settings:
        power = 3

        def scale(self):
            return 0.5
    return x ** Settings.power * Settings().scale()


def with_around_active(x):
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        y = x * x
    return y * x


def suppressed(x, xs):
    y = x * x
    with contextlib.suppress(IndexError):
        y = y * xs[0]
        y = y * xs[1]
    return y


def try_around_active(x, y):
    try:
        z = math.log(x) * y
    except ValueError:
        z = x * y
    return z * x


def try_finally_around_active(x):
    y = x
    try:
        y = y * x
    finally:
        y = y + math.sin(x)
    return y


def match_around_active(x, command):
    match command:
        case 'square':
            y = x * x
        case ('scale', factor):
            y = factor * x
        case _:
            y = -x
    return y * x


def match_of_active(point):
    match point:
        case (x, y) if y > 0.0:
            return x * y
        case (x, y):
            return x - y * y


def generator_of_active(x, n):
    def powers():
        y = x
        for _ in range(n):
            yield y
            y = y * x
    total = 0.0
    for y in powers():
        total += y
    return total


def active_nonlocal(x, n):
    total = 0.0

    def add(value):
        nonlocal total
        total = total + value * x
    for i in range(n):
        add(total + i)
    return total * total


X = np.array([0.7, -1.3, 0.4])

PROGRAMS = [
    Program(read_in_errstate, (np.array([0.7, 1.3]),)),
    Program(errstate_in_errstate, (np.array([0.7, 0.71, 0.8]),)),
    Program(errstate_with_rebound_name, (X,)),
    Program(errstate_with_several_parts, (X, 0.6), wrt=(0, 1)),
    Program(errstate_in_a_loop, (0.7, 3)),
    Program(loop_in_errstate, (np.array([0.7, -1.3, 1.1, 2.0]),)),
    *[Program(return_from_errstate, (0.7, flag)) for flag in (True, False)],
    Program(errstate_as_a_value, (0.7,)),
    Program(other_with_beside, (0.7,)),
    *[Program(try_beside, (0.7, text)) for text in ('2', 'many')],
    Program(try_in_a_loop, (0.7, ('1', 'x', '0.5'))),
    *[Program(match_beside, (0.7, command)) for command in ('double', ('scale', 0.3), {'power': 1}, None)],
    Program(generator_beside, (0.7, 10)),
    Program(class_beside, (0.7,)),
    Program(with_around_active, (0.7,)),
    *[Program(match_around_active, (0.7, command)) for command in ('square', ('scale', 0.3), None)],
    Program(active_nonlocal, (0.7, 3)),
    Program(counter_nonlocal, (0.7, 3)),

]

REFUSED = [
    *[Program(suppressed, (0.7, xs)) for xs in ((0.6,), (0.6, 0.3))],
    *[Program(try_around_active, (x, 1.3), wrt=(0, 1)) for x in (0.7, -0.7)],
    Program(try_finally_around_active, (0.7,)),
    *[Program(match_of_active, ((0.7, y),)) for y in (1.3, -1.3)],
    Program(generator_of_active, (0.7, 3)),
]
