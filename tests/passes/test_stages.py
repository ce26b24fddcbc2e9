"""Whole programs, run at every stage: each pass but the derivation computes what the one before did."""
import numpy as np
import pytest

import tangent
from tangent.derive.cache import derivative
from tangent.derive.derivation import Options
from tangent.errors import UnsupportedError

from .stages import equal, python, runnable

X = np.array([0.3, -0.7, 1.1])

PROGRAMS = {
    'straight line': ("""
        def f(x, y):
            a = x * y
            b = np.sin(a) + x
            a = a * b
            return np.sum(a / (2.0 + b * b))
        """, (X, 2.0)),
    'overwritten': ("""
        def f(x, y):
            x = x * y
            x = x + y
            x, y = y * x, x
            x += y
            return np.sum(x * y)
        """, (X, 2.0)),
    'branches': ("""
        def f(x, y):
            if y > 1.0:
                z = x * x
                if x > 0.0:
                    z = z * y
                else:
                    y = z + y
            elif y > 0.0:
                z = y
            else:
                z = x * y
            return z * y
        """, (0.5, 2.0), (-0.5, 2.0), (0.5, 0.5), (0.5, -1.0)),
    'returns in the middle': ("""
        def f(x, y):
            if x > 0.0:
                if y > 0.0:
                    return x * y
                x = x * 2.0
            elif y > 0.0:
                return y * y * x
            y = y * x
            z = y + x
            return z * x
        """, (0.5, 2.0), (-0.5, 2.0), (0.5, -0.5), (-0.5, -1.0)),
    'expressions that choose': ("""
        def f(x, y):
            z = x * y if x > 0.0 else y
            w = (x and y) or z * 3.0
            return (z if y > 1.0 else w * x) * (x or 2.0)
        """, (0.5, 2.0), (-0.5, 2.0), (0.0, -0.5), (-0.5, 0.0)),
    'walrus and chains': ("""
        def f(x, y):
            a = b = (c := x * y) + 1.0
            if (d := a * c) > 0.0:
                a = d
            return a * b * c * d
        """, (0.5, 2.0), (-0.5, 2.0)),
    'tuples': ("""
        def f(x, y):
            pair = (x * y, [x, y * 2.0])
            a, (b, *rest) = pair
            c, = rest
            return a * b * c * pair[0] * pair[1][1]
        """, (0.5, 2.0)),
    'dicts': ("""
        def f(x, y):
            layer = {'W': x * y, 'b': y, 'name': 'dense'}
            return np.sum(layer['W'] * layer['b'])
        """, (X, 2.0)),
    'subscripts': ("""
        def f(x, y):
            return np.sum(x[1:] * x[:-1]) + x[0] * y[-1] + np.sum(y[[0, 0, 1]] * x)
        """, (X, X * 2.0)),
    'a buffer': ("""
        def f(x, y):
            b = np.zeros(3)
            b[1:] += x[:2]
            b[0] -= y
            c = b * b
            return np.sum(c) * y
        """, (X, 2.0)),
    'calls': ("""
        def g(a, b=2.0, *, c):
            if a > 0.0:
                return a * b * c
            return c - a
        def h(a, *rest):
            return g(a, c=rest[0]) + rest[1]
        def f(x, y):
            return g(x, y, c=x) * h(y, x, y * x)
        """, (0.5, 2.0), (-0.5, 2.0)),
    'recursion': ("""
        def power(x, n):
            if n == 0:
                return 1.0
            return x * power(x, n - 1)
        def f(x, y):
            return power(x, 3) * y
        """, (0.5, 2.0)),
    'functions inside': ("""
        def f(x, y):
            k = x * 2.0
            def g(a):
                return a * k + y
            h = lambda a: g(a) * x
            return h(y) + g(x)
        """, (0.5, 2.0)),
    'functions as values': ("""
        def f(x, y):
            def twice(g, a):
                return g(g(a))
            return twice(np.tanh, x) + twice(lambda a: a * a, y)
        """, (0.5, 2.0)),
    'effects': ("""
        def f(x, y):
            assert y is not None, 'y'
            text = f'{y:.1f}'
            n = len(text)
            import math
            if n < 0:
                raise ValueError(text)
            z = x * math.sin(y) * n
            del text
            return z
        """, (0.5, 2.0)),
    'broadcasting': ("""
        def f(x, y):
            z = x[:, None] * y + 1.0
            return np.mean(z ** 2, axis=0).sum() + np.max(z * x[None, :])
        """, (X, 2.0 * X)),
    'the same thing twice': ("""
        def f(x, y):
            a = np.tanh(x * y)
            b = np.tanh(x * y) + np.tanh(x * y)
            return np.sum(a * b + x * y)
        """, (X, 2.0)),
    'dead code': ("""
        def f(x, y):
            dead = np.exp(x)
            if y > 0.0:
                unused = dead * y
            return np.sum(x) * y
        """, (X, 2.0)),
    'integers': ("""
        def f(x, y):
            n = len(x) + 1
            m = n + n
            return np.sum(x[n - 3:m] * y) * (m // n) + x[n - n]
        """, (X, 2.0)),
}


@pytest.fixture(scope='module', params=PROGRAMS)
def program(request):
    """A function, its arguments, and what it was at each stage on the way to its derivative."""
    text, *arguments = PROGRAMS[request.param]
    f = python(text)
    stages = []
    df = derivative(f, Options(wrt=('x', 'y'), input_derivative='one'),
                    watch=lambda stage, function: stages.append((stage, function)))
    own = [(stage, function) for stage, function in stages if function.name == 'f']
    return f, arguments, own, df


def test_before_the_derivation_every_stage_computes_the_function(program):
    f, arguments, stages, _ = program
    names = [stage for stage, _ in stages]
    before = stages[:names.index('derived')]
    assert len(before) >= 4
    for stage, function in before:
        run = runnable(function)
        for some in arguments:
            equal(run(*some), f(*some))


def test_after_the_derivation_every_stage_computes_the_derivative(program):
    f, arguments, stages, df = program
    names = [stage for stage, _ in stages]
    after = stages[names.index('derived'):]
    assert len(after) >= 2
    for stage, function in after:
        run = runnable(function)
        for some in arguments:
            got, want = run(*some, 1.0), df(*some)
            for one, other in zip(got, want):
                np.testing.assert_allclose(one, other, rtol=1e-12)


def test_the_derivative_is_that_of_finite_differences(program):
    f, arguments, _, df = program
    for some in arguments:
        for position, found in enumerate(df(*some)):
            x = some[position]
            direction = np.cos(1.0 + np.arange(np.size(x))).reshape(np.shape(x))
            ends = []
            for step in (1e-6, -1e-6):
                moved = list(some)
                moved[position] = x + step * direction
                ends.append(f(*moved))
            wanted = (ends[0] - ends[1]) / 2e-6
            if 0.0 not in [np.min(np.abs(value)) for value in some]:
                np.testing.assert_allclose(np.sum(found * direction), wanted, rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize('options', [
    {'optimized': False}, {'motion': 'split'}, {'check_dims': False}, {'motion': 'split', 'optimized': False},
    {'motion': 'split', 'check_dims': False},
], ids=str)
def test_options_do_not_change_the_derivative(program, options):
    f, arguments, _, df = program
    other = tangent.grad(f, wrt=('x', 'y'), **options)
    for some in arguments:
        for one, wanted in zip(other(*some), df(*some)):
            np.testing.assert_allclose(one, wanted, rtol=1e-12)


def test_the_value_is_that_of_the_function(program):
    f, arguments, _, df = program
    for options in ({}, {'optimized': False}, {'motion': 'split'}):
        both = tangent.value_and_grad(f, wrt=('x', 'y'), **options)
        for some in arguments:
            value, found = both(*some)
            equal(value, f(*some))
            for one, wanted in zip(found, df(*some)):
                np.testing.assert_allclose(one, wanted, rtol=1e-12)


def test_arguments_are_not_changed(program):
    f, arguments, _, df = program
    for some in arguments:
        copies = [np.copy(value) for value in some]
        df(*some)
        for value, copy in zip(some, copies):
            np.testing.assert_array_equal(value, copy)


# --- what optimising must not do ---------------------------------------------------------

@pytest.mark.parametrize('text, x, want', [
    ("""
     def f(x):
         b = np.zeros(3)
         b[0] += 1.0
         y = x * np.sum(b)
         b[1] += 1.0
         return y + np.sum(b) * x
     """, 2.0, 3.0),
    ("""
     def f(x):
         b = np.zeros(3)
         b[0] += 1.0
         y = x * b[0]
         b[0] += 1.0
         return y + b[0] * x
     """, 2.0, 3.0),
    ("""
     def f(x):
         b = np.ones(3)
         y = np.sum(x * (b * 2.0))
         b[1:] += 5.0
         return y + np.sum(b * x)
     """, 2.0, 19.0),
    ("""
     def f(x):
         return np.sum(tangent.add_at(np.zeros(3), 0, x) * tangent.add_at(np.zeros(3), 1, x))
     """, 2.0, 0.0),
    ("""
     def f(x):
         b = np.zeros(2)
         b[0] += x
         y = b * b
         b[1] += x * x
         return np.sum(y) + np.sum(b * b)
     """, 2.0, 4.0 * 2.0 + 4.0 * 8.0),
], ids=['sum', 'element', 'expression', 'zeros', 'square'])
def test_reads_stay_before_writes_in_place(text, x, want):
    f = python(text)
    for options in ({}, {'check_dims': False}, {'optimized': False}, {'motion': 'split'},
                    {'motion': 'split', 'check_dims': False}):
        try:
            tangent.grad(f, **options)
        except UnsupportedError:
            continue
        assert tangent.grad(f, **options)(x) == want, options
        value, found = tangent.value_and_grad(f, **options)(x)
        assert (value, found) == (f(x), want), options


@pytest.mark.parametrize('expression, x, n', [
    ('x[n + n]', X, 1), ('x[n - -n]', X, 1), ('np.sum(np.zeros(n + n) + x)', 2.0, 2), ('x * (n + n)', 3, 4),
    ('x * np.reshape(n, (-1 + -(-2),))[0]', 2.0, np.ones(1)), ('x + x', 3, 0), ('x + x', np.arange(3), 0),
    ('-n + x', np.arange(3, dtype=np.uint8), np.arange(3, dtype=np.uint8)),
    ('x * (n if n is None or n + n else 1)', 2, 3),
])
def test_values_and_types_stay_those_of_the_function(expression, x, n):
    f = python(f'def f(x, n):\n    return {expression}')
    for options in ({}, {'optimized': False}, {'motion': 'split'}):
        if np.ndim(f(x, n)) == 0:
            equal(tangent.value_and_grad(f, **options)(x, n)[0], f(x, n))
        equal(tangent.vjp(f, preserve_result=True, **options)(x, n, np.ones(np.shape(f(x, n)))[()])[1],
              f(x, n))


def test_nan_and_infinity_come_out_as_they_do_by_hand():
    f = python('def f(x, y):\n    return x * 0.0 * y + (x - x) * y + x / x * y')
    with np.errstate(all='ignore'):
        for x in (np.float64('nan'), np.float64('inf')):
            assert np.isnan(tangent.grad(f, wrt='y')(x, 1.0))
            assert np.isnan(tangent.grad(f, wrt='y', optimized=False)(x, 1.0))


def test_effects_happen_once_and_in_order():
    seen = []

    def note(value, name):
        seen.append(name)
        return value
    f = python("""
        def f(x):
            a = note(x, 'a') * note(2.0, 'b')
            if note(True, 'c'):
                d = note(a, 'd') + note(x, 'e')
            else:
                d = a
            note(0, 'f')
            return d * note(a, 'g')
        """, note=note)
    for options in ({}, {'optimized': False}, {'motion': 'split'}, {'check_dims': False}):
        del seen[:]
        assert tangent.grad(f, **options)(3.0) == 36.0
        assert seen == list('abcdefg'), options
