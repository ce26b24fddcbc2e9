"""Decorated functions, and functions whose source is a text that was executed."""
import functools
import linecache
import math

import numpy as np

import tangent
from tests.programs.program import Program


def doubled(function):
    @functools.wraps(function)
    def wrapper(*args, **keywords):
        return 2.0 * function(*args, **keywords)
    return wrapper


def scaled_by(factor):
    def decorator(function):
        @functools.wraps(function)
        def wrapper(x):
            return factor * function(x)
        return wrapper
    return decorator


def passed_through(function):
    return function


def checked(function):
    @functools.wraps(function)
    def wrapper(*args):
        assert all(np.all(np.isfinite(a)) for a in args)
        return function(*args)
    return wrapper


@doubled
def decorated(x, y=3.0):
    return x * x * y


@scaled_by(1.5)
@doubled
def decorated_twice(x):
    return x * math.sin(x)


@passed_through
def decorated_with_itself(x):
    return x * x


@checked
def decorated_with_check(x, y):
    return x * y * y


def calls_decorated(x):
    return decorated(x) * decorated_twice(x) + decorated(x, y=x)


def decorates_here(x):
    def f(t):
        return t * x
    return doubled(f)(x) + doubled(math.sin)(x)


def defines_decorated(x):
    @doubled
    def f(t):
        return t * x
    return f(x)


def executed(text, **namespace):
    """The function that a text defines, known to linecache as a notebook's cells are."""
    file = f'<cell {len(linecache.cache)}>'
    linecache.cache[file] = (len(text), None, text.splitlines(True), file)
    exec(compile(text, file, 'exec'), namespace)
    return namespace['f']


from_text = executed('''
import numpy as np

def g(x):
    return np.sin(x)

def f(x):
    y = g(x) * x
    return y * y
''')

lambda_from_text = executed('f = lambda x: x * k * x\n', k=3.0)

in_class_from_text = executed('''
class C:
    @staticmethod
    def f(x):
        if x > 0.0:
            return x * x
        return x
f = C.f
''')

indented_from_text = executed('''
if True:
    def f(x):
            """Odd indentation."""
            s = \'\'\'a
text\'\'\'
            return (x
  * x)
''')


def inner_gradient(x):
    return x ** 3 + math.sin(x)


gradient = tangent.grad(inner_gradient)


def calls_a_derivative(x):
    return gradient(x) * x


@tangent.grad
def decorated_with_grad(x):
    return x ** 4


def calls_decorated_with_grad(x):
    return decorated_with_grad(x) + x


PROGRAMS = [
    Program(decorated, (0.7,)),
    Program(decorated, (0.7,), keywords={'y': 1.3}, wrt=('x', 'y')),
    Program(decorated_twice, (0.7,)),
    Program(decorated_with_itself, (0.7,)),
    Program(decorated_with_check, (0.7, 1.3), wrt=(0, 1)),
    Program(calls_decorated, (0.7,)),
    Program(from_text, (0.7,)),
    Program(lambda_from_text, (0.7,)),
    Program(in_class_from_text, (0.7,)),
    Program(indented_from_text, (0.7,)),
    Program(calls_a_derivative, (0.7,)),
    Program(calls_decorated_with_grad, (0.7,)),
]

REFUSED = [
    Program(decorates_here, (0.7,)),
    Program(defines_decorated, (0.7,)),
]
