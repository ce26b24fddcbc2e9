"""Functions defined inside another one that call each other: with nothing active, with the same names."""
import numpy as np

from tests.programs.program import Program


def called_with_a_constant(x):
    double = lambda p: p * 2

    def inner(p):
        return double(2.0) * p
    return inner(x)


def called_within_calls(x, y):
    a, b = y

    def first(p):
        return p * 0.5

    def second(p):
        return first(first(0.6)) * p

    def third(p):
        def fourth(q):
            return second(0.5) * q + first(0.2) * b
        return fourth(p) + second(p) * a
    return third(np.sum(x))


def default_of_the_caller(x, y):
    def scaled(p, k=x * y):
        return p * k

    def inner(p):
        return scaled(p) + scaled(1.5) * p
    return inner(x)


def default_that_is_inactive(x, y):
    def scaled(p, k=y):
        return p * k

    def inner(p):
        return scaled(1.0) * p
    return inner(x)


def recursion_with_constants(x, n):
    def power(p, n):
        return power(2.0, n - 1) * p if n else p
    return power(x, n)


def recursion_of_two(x):
    def even(p, n):
        return p if n == 0 else odd(2.0, n - 1) * p

    def odd(p, n):
        return 3.0 * p if n == 0 else even(1.5, n - 1)
    return even(x, 3) + odd(x, 2)


def recursion_of_a_callee(x):
    def falling(p):
        return falling(p - 1.0) * 2.0 if p > 0.0 else 1.0

    def inner(p):
        return falling(3.0) * p
    return inner(x)


def same_name_inside(x):
    def local(p):
        return p * x

    def inner(p):
        def local(q):
            return q * q
        return local(p)
    return inner(x) * local(x)


def same_variable_inside(x):
    s = x * 2.0

    def scaled(p):
        return p * s

    def inner(p):
        s = p + 1.0
        return scaled(p) + s
    return inner(x)


def same_parameter_inside(x):
    s = x * 2.0

    def scaled(p):
        return p * s

    def inner(s, q=3.0):
        return scaled(s) + s * q
    return inner(s=x) + inner(x, q=2.0) + inner(**{'s': x, 'q': 0.5})


def same_variable_around_a_lambda(x):
    k = 2.0

    def scaled(p):
        return p * k

    def inner(p):
        k = p
        by_lambda = lambda q: scaled(1.0) * q * k
        return by_lambda(p)
    return inner(x)


def recursion_that_calls_others(a, b):
    def value(x):
        return np.sin(a * x)

    def simpson(left, right):
        return (right - left) / 6.0 * (value(left) + 4.0 * value(0.5 * (left + right)) + value(right))

    def refined(left, right, whole, n):
        middle = 0.5 * (left + right)
        first, second = simpson(left, middle), simpson(middle, right)
        if n == 0 or abs(first + second - whole) < 1e-9:
            return first + second
        return refined(left, middle, first, n - 1) + refined(middle, right, second, n - 1)
    return refined(0.0, b, simpson(0.0, b), 3)


def function_that_calls_a_recursion(a, b):
    def scaled(x):
        return a * x

    def both(x):
        return scaled(x) * b + scaled(b)

    def again(x, n):
        return both(x) if n == 0 else again(x * b, n - 1) * scaled(x) + both(a)

    def all_of_them(x):
        return again(x, 2) * both(x)
    return all_of_them(a)


PROGRAMS = [
    Program(recursion_that_calls_others, (1.2, 0.7), wrt=(0, 1)),
    Program(function_that_calls_a_recursion, (1.2, 0.7), wrt=(0, 1)),
    *[Program(f, (1.3,)) for f in (
        called_with_a_constant, recursion_of_two, recursion_of_a_callee, same_name_inside, same_variable_inside,
        same_parameter_inside, same_variable_around_a_lambda)],
    Program(called_within_calls, (np.array([0.7, -1.3, 0.4]), (0.6, 1.2)), wrt=(0, 1)),
    Program(default_of_the_caller, (0.7, 1.3), wrt=(0, 1)),
    Program(default_that_is_inactive, (0.7, 1.3)),
    *[Program(recursion_with_constants, (0.7, n)) for n in (0, 1, 3)],
]
