"""Functions that are kept while a loop assigns what they read again."""
import functools

import numpy as np
import pytest

import tangent
from tangent.errors import UnsupportedError

X = np.array([0.7, -1.3, 0.4])


def applied(function, x):
    return function(x)


def doubled(function):
    return lambda v: 2.0 * function(v)


def after(n, function):
    return function if n == 0 else after(n - 1, function)


def at_the_end(n, function):
    return function(n) if n == 0 else at_the_end(n - 1, function)


class Holder:
    def __init__(self, function):
        self.function = function


@pytest.mark.parametrize('kept', [
    lambda function: function, lambda function: [function], lambda function: functools.partial(function),
    Holder, doubled, lambda function: after(2, function), lambda function: {'f': after(1, doubled(function))},
])
@pytest.mark.parametrize('transform', [tangent.grad, tangent.jvp])
def test_what_is_kept_is_refused(kept, transform):
    def f(x):
        found = []
        for i in range(len(x)):
            k = 2.0 * x[i]
            found.append(kept(lambda v: v * k))
        return found[0]
    with pytest.raises(UnsupportedError, match="reads 'k' is kept when the loop assigns 'k' again.*\n.*test_escapes"):
        transform(f, wrt=0)


def test_a_default_of_a_function_that_is_a_value():
    def f(x):
        functions = [lambda v, k=x[1]: v * k]
        return functions[0](x[0])
    with pytest.raises(UnsupportedError, match='default value of a parameter .* carries derivatives'):
        tangent.grad(f)


def local_helper(x):
    def helper(function, v):
        return function(v)
    total = 0.0
    for k in x:
        total += helper(lambda v: v * k, x[0])
    return total


def given_away(x):
    total = 0.0
    for k in x:
        total += applied(lambda v: v * v * k, x[0])
    return total


def given_to_a_recursion(x):
    found = []
    for i in range(3):
        k = 2.0 * x[i]
        found.append(at_the_end(2, lambda v: (v + 1.0) * k))
    return found[0] * sum(found)


def held_for_an_iteration(x):
    total = 0.0
    for i in range(3):
        k = x[i] * x[0]
        twice = doubled(lambda v: v * k)
        total += twice(x[1])
    return total


@pytest.mark.parametrize('function', [local_helper, given_away, given_to_a_recursion, held_for_an_iteration])
def test_what_an_iteration_is_done_with_is_differentiated(function):
    tangent.check_grads(function, (X,))
