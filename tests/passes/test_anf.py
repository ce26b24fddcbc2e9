"""One operation for each active statement."""
import numpy as np
import pytest

from tangent.analyses.activity import Activity
from tangent.analyses.cheap import is_cheap
from tangent.errors import UnsupportedError
from tangent.passes.anf import anf
from tangent.syntax.spelling import Speller

from .stages import check, runnable, tree


def flat(function, wrt=('x',)):
    return anf(function, Activity(function, wrt), Speller(function.scope, function.names))


def case(before, after, *args, wrt=('x',)):
    return check(lambda function: flat(function, wrt), tree(before), after, *args)


def test_a_nested_expression():
    case("""
        def f(W, x, b, n):
            y = np.tanh(np.dot(W, x) + b) * n
            return y
        """, """
        dot_W = np.dot(W, x)
        total = dot_W + b
        tanh = np.tanh(total)
        y = tanh * n
        return y
        """, (2.0, 3.0, 4.0, 5.0))


def test_what_carries_nothing_stays():
    case("""
        def f(x, n):
            m = np.sin(n * 2) + n ** 3
            print(m + n * n)
            if n * n + 1 > m * m:
                y = x
            else:
                y = x * 2
            return y
        """, """
        m = np.sin(n * 2) + n ** 3
        print(m + n * n)
        if n * n + 1 > m * m:
            y = x
        else:
            y = x * 2
        return y
        """, (1.0, 2.0), (1.0, -3.0))


def test_parts_without_derivatives_are_computed_once():
    case("""
        def f(x, n):
            return x * np.sin(n) * (n + 1)
        """, """
        sin_n = np.sin(n)
        prod = x * sin_n
        total = n + 1
        result = prod * total
        return result
        """, (1.0, 2.0))


def test_the_order_of_evaluation_is_kept():
    calls = []

    def note(value, n):
        calls.append(n)
        return value
    function = tree("""
        def f(x):
            return note(x, 1) + note(2.0, 2) * note(x, 3) + note(x if note(True, 4) else 0.0, 5)
        """, note=note)
    after = runnable(flat(function))
    assert after(3.0) == 12.0 and calls == [1, 2, 3, 4, 5]


def test_a_return_of_a_name_is_left_alone():
    case('def f(x):\n    return x', 'return x', (1,))


def test_a_conditional_expression_becomes_a_branch():
    case("""
        def f(x, n):
            y = x * 2 if n > 0 else n
            return y
        """, """
        if n > 0:
            y_1 = x * 2
        else:
            y_1 = n
        y = y_1
        return y
        """, (1, 2), (1, -2))


@pytest.mark.parametrize('x, y', [(0.0, 0.0), (0.0, 2.0), (3.0, 0.0), (3.0, 2.0)])
def test_and_or(x, y):
    function = tree("""
        def f(x, y):
            return (x and y) + (x or y * y) + (x and y and x * y) + (x or y or 5.0)
        """)
    assert runnable(flat(function, ('x', 'y')))(x, y) == runnable(function)(x, y)


def test_displays_hold_atoms():
    case("""
        def f(x):
            y = [x * 2, (x, 3 * x), {'a': x + 1, 'b': 5}]
            return y
        """, """
        prod = x * 2
        prod_1 = 3 * x
        total = x + 1
        y = [prod, (x, prod_1), {'a': total, 'b': 5}]
        return y
        """, (1,))


def test_a_tuple_is_assigned_one_by_one():
    case("""
        def f(x):
            a, (b, c) = x * 2, (x, x + 1)
            return a + b + c
        """, """
        a = x * 2
        b = x
        c = x + 1
        total = a + b
        result = total + c
        return result
        """, (1,))


def test_nested_targets_are_taken_apart():
    case("""
        def f(x):
            a, (b, *c) = x
            return a + b + c[0]
        """, """
        a, part = x
        b, *c = part
        total = a + b
        c_0 = c[0]
        result = total + c_0
        return result
        """, ((1, (2, 3)),))


def test_calls_keywords_and_stars():
    case("""
        def g(a, *b, c, **d):
            return a + sum(b) + c + d['e']
        def f(x, n):
            return g(x * 2, *[x, n], c=x + 1, **{'e': x * n})
        """, """
        prod = x * 2
        total = x + 1
        prod_1 = x * n
        result = g(prod, *[x, n], c=total, **{'e': prod_1})
        return result
        """, (1, 2))


def test_methods_attributes_and_subscripts():
    function = tree("""
        def f(x, i):
            return (x * 2).T.sum(axis=0)[i + 1] + x[1:, i].max()
        """)
    x = np.arange(9.0).reshape(3, 3)
    after = flat(function)
    assert runnable(after)(x, 1) == runnable(function)(x, 1)
    assert len(after.tree.body) == 8


def test_a_comprehension_is_refused_where_a_derivative_passes():
    function = tree('def f(x):\n    return [v * 2 for v in x]')
    with pytest.raises(UnsupportedError, match='comprehension'):
        flat(function)


@pytest.mark.parametrize('text', [
    'x', '1', '-1', 'not x', 'x.shape', 'x.shape[0]', 'x < 1', 'x + 1 < y * 2', 'x is None', 'len(x)',
    '(x, 1)', 'x > 0 and y',
    "f'{x}'", 'slice(1, n + 1)', 'isinstance(x, float)',
])
def test_what_is_cheap(text):
    assert is_cheap(tree(f'def f(x, y, n):\n    return {text}').tree.body[0].value)


@pytest.mark.parametrize('text', ['x + 1', 'x * y', 'np.sin(x)', 'x[0]', '-x', '[i for i in x]', 'x.sum()',
                                  'np.sin(x) < 1'])
def test_what_is_not(text):
    assert not is_cheap(tree(f'def f(x, y, n):\n    return {text}').tree.body[0].value)
