"""Calls of other functions: in other modules, recursive, with functions as arguments and results."""
import math

import numpy as np

from tests.programs import one, two
from tests.programs.one import outer as first
from tests.programs.program import Program
from tests.programs.two import outer as second


def square(x):
    return x * x


def calls_once(x):
    return square(x) + 1.0


def calls_often(x, y):
    return square(square(x) * y) + square(y)


def helper(x):
    return x + 10.0


def same_names_in_modules(x):
    return first(x) * second(x) + helper(x) * one.helper(x) * two.helper(x)


def branching(x, limit=1.0):
    if x > limit:
        return x * x
    y = math.exp(x)
    return y * x


def calls_branching(x):
    return branching(x) + branching(2.0 * x) * branching(x, limit=0.1)


def factorial_like(x, n):
    if n == 0:
        return 1.0
    return (x + n) * factorial_like(x, n - 1)


def recursive_in_value(x):
    if x > 2.0:
        return x * x
    return recursive_in_value(x * 1.7) + x


def even(x, n):
    if n == 0:
        return x
    return odd(x * x, n - 1)


def odd(x, n):
    if n == 0:
        return 3.0 * x
    y = even(x + 1.0, n - 1)
    return y * x


def mutually_recursive(x):
    return even(x, 3) + odd(x, 2)


def power_by_squaring(x, n):
    if n == 0:
        return 1.0
    half = power_by_squaring(x, n // 2)
    return half * half * (x if n % 2 else 1.0)


def inactive_callee(x):
    return x * square(3.0) + len(describe('text'))


def describe(word):
    for letter in word:  # what carries no derivative may be anything
        word += letter
    return word


def callee_with_effects(x):
    print('callee', x)
    return x * x


def calls_with_effects(x):
    return callee_with_effects(x) * callee_with_effects(x + 1.0)


def first_of(x, y):
    return x


def unused_argument(x, y):
    return first_of(x, y * y) * 2.0


def returns_argument(x):
    y = first_of(x, 0.0)
    return y * x


def apply(f, x):
    return f(x) * x


def function_as_argument(x):
    return apply(square, x) + apply(math.sin, x) + apply(lambda t: t * t * t, x)


def function_parameter(x, f):
    return f(x) * f(2.0 * x)


def function_in_tuple(x):
    functions = (square, math.cos, helper)
    return functions[0](x) * functions[1](x) + functions[-1](x)


def function_in_dict(x, kind):
    activations = {'square': square, 'tanh': np.tanh}
    return activations[kind](x) + x


def doubled_and_tripled(w):
    return w * 2.0, w * 3.0


def product_of(a, b):
    return np.sum(a * b)


def unpacked_into_a_call(w):
    return product_of(*doubled_and_tripled(w)) + product_of(w, *doubled_and_tripled(w)[:1])


ACTIVATIONS = {'square': square, 'tanh': np.tanh}
LAYERS = (square, np.tanh)


def function_in_global_dict(x, kind):
    return ACTIVATIONS[kind](x) * LAYERS[0](x)


def chosen(kind):
    if kind == 'square':
        return square
    return math.sin


def function_from_call(x, kind):
    f = chosen(kind)
    return f(x) * x


def function_chosen_here(x, flag):
    f = square if flag else np.exp
    return f(x) * 2.0


def function_chosen_in_branch(x, flag):
    if flag:
        f = square
    else:
        f = helper
    return f(x) * f(x)


def renamed(x):
    g = square
    h = g
    return h(x) + g(2.0 * x)


def array_callee(x, w):
    hidden = layer(x, w)
    return np.sum(layer(hidden, w.T) ** 2)


def layer(x, w):
    return np.tanh(x @ w)


def discarded_result(x):
    callee_with_effects(x)
    return x * x


def compose(f, g):
    return lambda x: f(g(x))


def composed(x):
    return compose(square, math.sin)(x) + compose(math.exp, square)(x)


def deep(x):
    return d1(x) + d2(x)


def d1(x):
    return d2(x) * d2(x)


def d2(x):
    return d3(x) + x


def d3(x):
    return math.sin(x)


def in_a_list(x):
    items = []
    for i in range(2):
        items.append(x[i] * x[0])
    return items


def unpacks_a_list(x):
    first, *others = in_a_list(x)
    others.append(first)
    return others[0] * others[0] * others[1]


def unpacks_a_sorted_list(x):
    def ordered(x):
        return sorted([x[0] * x[1], x[1], x[2]])
    smallest, _, largest = ordered(x)
    return smallest * largest


PROGRAMS = [
    Program(unpacks_a_list, (np.array([0.7, -1.2, 0.4]),)),
    Program(unpacks_a_sorted_list, (np.array([0.7, -1.2, 0.4]),)),
    Program(unpacked_into_a_call, (np.array([0.7, -1.3]),)),
    Program(calls_once, (0.7,)),
    Program(calls_often, (0.7, 1.3), wrt=(0, 1)),
    Program(same_names_in_modules, (0.7,)),
    *[Program(calls_branching, (x,)) for x in (0.7, 0.3, 1.7)],
    Program(factorial_like, (0.7, 4)),
    Program(recursive_in_value, (0.7,)),
    Program(mutually_recursive, (0.7,)),
    Program(power_by_squaring, (0.7, 5)),
    Program(inactive_callee, (0.7,)),
    Program(calls_with_effects, (0.7,)),
    Program(unused_argument, (0.7, 1.3), wrt=(0, 1)),
    Program(returns_argument, (0.7,)),
    Program(function_as_argument, (0.7,)),
    *[Program(function_parameter, (0.7, f)) for f in (square, math.sin, branching)],
    Program(function_in_tuple, (0.7,)),
    *[Program(function_in_dict, (0.7, kind)) for kind in ('square', 'tanh')],
    *[Program(function_in_global_dict, (0.7, kind)) for kind in ('square', 'tanh')],
    *[Program(function_from_call, (0.7, kind)) for kind in ('square', 'sine')],
    *[Program(function_chosen_here, (0.7, flag)) for flag in (True, False)],
    *[Program(function_chosen_in_branch, (0.7, flag)) for flag in (True, False)],
    Program(renamed, (0.7,)),
    Program(array_callee, (np.array([[0.7, 1.3]]), np.array([[0.4, -0.2, 0.1], [0.3, 0.2, -1.0]])), wrt=(0, 1)),
    Program(discarded_result, (0.7,)),
    Program(composed, (0.7,)),
    Program(deep, (0.7,)),
]
