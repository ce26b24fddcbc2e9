"""Closures over data and functions, nested definitions, functools.partial."""
import functools
import math

import numpy as np

from tests.programs.program import Program


def make_loss(X, y, penalty=0.1):
    def loss(w):
        residual = X @ w - y
        return np.mean(residual * residual) + penalty * np.sum(w * w)
    return loss


def make_with_helper(scale):
    def scaled(x):
        return scale * x

    def f(x):
        return scaled(x) * scaled(x * x)
    return f


def make_recursive(limit):
    def f(x):
        if x > limit:
            return x
        return f(x * 2.0) * x
    return f


def make_deep(a):
    def middle(b):
        def inner(x):
            return a * x * x + b * x
        return inner
    return middle(3.0)


def make_with_function(g):
    def f(x):
        return g(x) * x
    return f


def nested_definition(x):
    def square(t):
        return t * t
    return square(x) + square(2.0 * x)


def nested_closure(x, y):
    def scaled(t):
        return t * y
    return scaled(x) * scaled(x * x)


def nested_after_changed(x):
    scale = x
    scale = scale * x

    def scaled(t):
        return t * scale
    return scaled(2.0) * scaled(x)


def nested_before_changed(x):
    scale = x

    def scaled(t):
        return t * scale
    first = scaled(2.0)
    scale = x * x
    return first * scaled(3.0)


def nested_that_writes(x):
    total = x

    def add(t):
        nonlocal total
        total = total + t * x
    add(2.0)
    add(x)
    return total


def nested_with_default(x):
    def f(t, k=x * x):
        return t * k
    return f(x) + f(x, 2.0)


def nested_recursive(x, n):
    def power(k):
        if k == 0:
            return 1.0
        return x * power(k - 1)
    return power(n)


def nested_calling_nested(x):
    def a(t):
        return t * x

    def b(t):
        return a(t) + a(t * t)
    return b(x)


def nested_in_branch(x, flag):
    if flag:
        def f(t):
            return t * t
    else:
        def f(t):
            return t * x
    return f(x) * x


def nested_twice(x):
    def outer(t):
        def inner(u):
            return u * t * x
        return inner(t) + t
    return outer(x * x)


def nested_passed_on(x):
    def f(t):
        return t * x
    return twice(f, x)


def twice(f, x):
    return f(f(x))


def returned_closure(x):
    f = make_scaler(x)
    return f(2.0) * f(x)


def make_scaler(k):
    def scaler(t):
        return k * t
    return scaler


def adder(a, b, c=1.0):
    return a * b + c * a * a


def with_partial(x):
    f = functools.partial(adder, 2.0, c=3.0)
    return f(x) * x


def with_partial_of_active(x, y):
    f = functools.partial(adder, x, c=y)
    return f(2.0) * f(y)


def captured_is_assigned_again(x):
    factor = 2.0
    scaled = lambda p: p * factor
    y = scaled(x)
    factor = x
    return y + scaled(x)


def captured_changes_in_a_loop(x):
    def scaled(p):
        return p * rate
    total = 0.0
    rate = 1.0
    for i in range(3):
        total += scaled(x)
        rate = 0.5 * rate * x
    return total


def captured_by_a_caller_of_another(x):
    factor = 1.0

    def scaled(p):
        return p * factor

    def shifted(p):
        return scaled(p) * factor + shift
    shift = x
    y = shifted(x)
    factor = x * x
    shift = factor + x
    return y * shifted(x)


def captured_array_written_later(x):
    weights = np.ones(2)

    def repeated(n, p):
        return p * weights if n == 0 else repeated(n - 1, p * weights)
    weights = weights * x
    y = repeated(2, x)
    weights[0] = x * 3.0
    return np.sum(y * repeated(1, x))


def defined_and_captured_in_a_loop(x):
    total = 0.0
    for i in range(3):
        k = i * x

        def scaled(p):
            return p * k * i
        total += scaled(x)
        k = k + 1.0
        total += scaled(x)
    return total


def captured_in_a_comprehension(x):
    factor = x
    scaled = lambda p: p * factor
    y = sum(scaled(v) for v in [x, 2.0 * x])
    factor = x * x
    return y + sum(map(scaled, [x, factor]))


HALF = functools.partial(adder, 0.5)


def with_global_partial(x):
    return HALF(x) + HALF(2.0, c=x)


def newton_step(f, df):
    def step(x):
        return x - f(x) / df(x)
    return step


_step = newton_step(lambda x: x * x - 2.0, lambda x: 2.0 * x)


def of_step(x):
    return _step(_step(x))


class Model:
    """A callable object with data and methods."""

    def __init__(self, scale):
        self.scale = scale

    def __call__(self, x):
        return self.scale * math.sin(x)

    def loss(self, x):
        return self(x) ** 2 + self.scale * x


_model = Model(1.7)


def with_callable_object(x):
    return _model(x) * x


def with_method(x):
    return _model.loss(x) + x


def with_attribute(x):
    return x * x * _model.scale


def kept_with_constants(x):
    functions = []
    for i in range(3):
        functions.append(lambda: x[0] * x[1] * i)
    total = 0.0
    for function in functions:
        total += function()
    return total


def kept_of_different_captures(x, k):
    table = {'plain': lambda v: v * v, 'scaled': lambda v: v * k, 'both': lambda v: v * (x + k)}
    total = 0.0
    for name in ('scaled', 'both', 'plain'):
        total += table[name](x)
    return total


_X, _y = np.array([[0.7, 1.3], [0.2, -0.5], [1.0, 0.1]]), np.array([1.0, 0.0, -1.0])

class Line:
    def __init__(self, k):
        self.k = k

    def at(self, x):
        return self.k * x - 1.0


def wrapped(func):
    def flow(t):
        return func(t)
    return flow


def captured_method(k):
    line = Line(k)
    held = [line.at, wrapped(line.at)]
    return wrapped(Line(k).at)(2.0) * held[0](1.0) * held[1](k) * line.k


PROGRAMS = [
    Program(captured_method, (0.7,)),
    Program(captured_is_assigned_again, (0.7,)),
    Program(captured_changes_in_a_loop, (0.7,)),
    Program(captured_by_a_caller_of_another, (0.7,)),
    Program(captured_array_written_later, (0.7,)),
    Program(defined_and_captured_in_a_loop, (0.7,)),
    Program(captured_in_a_comprehension, (0.7,)),
    Program(make_loss(_X, _y), (np.array([0.3, -0.4]),)),
    Program(make_with_helper(1.7), (0.7,)),
    Program(make_recursive(3.0), (0.7,)),
    Program(make_deep(2.0), (0.7,)),
    Program(make_with_function(math.sin), (0.7,)),
    Program(make_with_function(nested_definition), (0.7,)),
    Program(nested_definition, (0.7,)),
    Program(nested_closure, (0.7, 1.3), wrt=(0, 1)),
    Program(nested_after_changed, (0.7,)),
    Program(nested_with_default, (0.7,)),
    Program(nested_recursive, (0.7, 3)),
    Program(nested_calling_nested, (0.7,)),
    *[Program(nested_in_branch, (0.7, flag)) for flag in (True, False)],
    Program(nested_twice, (0.7,)),
    Program(nested_passed_on, (0.7,)),
    Program(returned_closure, (0.7,)),
    Program(with_partial, (0.7,)),
    Program(with_partial_of_active, (0.7, 1.3), wrt=(0, 1)),
    Program(with_global_partial, (0.7,)),
    Program(functools.partial(adder, 0.7), (1.3,), wrt=('b',)),
    Program(functools.partial(adder, c=0.7), (1.3, 0.4), wrt=('a', 'b')),
    Program(of_step, (0.7,)),
    # Second derivatives through the attributes of objects come with classes.
    Program(with_callable_object, (0.7,), order=1),
    Program(with_method, (0.7,), order=1),
    Program(with_attribute, (0.7,)),
    Program(_model, (0.7,)),
    Program(_model.loss, (0.7,), order=1),
    Program(nested_before_changed, (0.7,)),
    Program(nested_that_writes, (0.7,)),
    Program(kept_with_constants, (np.array([0.7, 1.3]),)),
    Program(kept_of_different_captures, (0.7, 1.3)),
    Program(kept_of_different_captures, (0.7, 1.3), wrt=(0, 1)),
]
