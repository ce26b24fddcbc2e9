"""Versions share a name where they are not needed at the same time."""
import numpy as np
import pytest

import tangent
from tangent.passes.coalesce import coalesce

from .stages import check, python, tree, versioned


def case(before, after, *args, **options):
    return check(coalesce, versioned(tree(before, **options)), after, *args)


def test_versions_that_follow_each_other_become_one():
    case("""
        def f(x):
            x_1 = x * 2
            x_2 = x_1 + 1
            return x_2
        """, """
        x = x * 2
        x = x + 1
        return x
        """, (3,))


def test_versions_that_are_needed_together_stay_apart():
    case("""
        def f(x):
            y = x * 2
            y_1 = y + 1
            return y * y_1
        """, """
        y = x * 2
        y_1 = y + 1
        return y * y_1
        """, (3,))


def test_merges_disappear():
    case("""
        def f(x, y):
            if x > 0:
                y_1 = y * 2
                y_2 = y_1
            else:
                y_2 = y
            return y_2
        """, """
        if x > 0:
            y = y * 2
        return y
        """, (1, 2), (-1, 2))


def test_a_branch_of_which_only_the_other_side_does_something():
    case("""
        def f(x, y):
            if x > 0:
                y_2 = y
            else:
                y_1 = y * 2
                y_2 = y_1
            return y_2
        """, """
        if not x > 0:
            y = y * 2
        return y
        """, (1, 2), (-1, 2))


def test_a_value_that_a_later_statement_needs_is_not_overwritten():
    case("""
        def f(x, y):
            y_1 = y * 2
            if x > 0:
                y_2 = y_1 + y
            else:
                y_2 = y_1
            return y_2 + y
        """, """
        y_1 = y * 2
        if x > 0:
            y_1 = y_1 + y
        return y_1 + y
        """, (1, 2), (-1, 2))


def test_variables_of_other_bases_keep_their_names():
    case("""
        def f(x):
            a = x * 2
            b = a + 1
            c = b * 3
            return c
        """, """
        a = x * 2
        b = a + 1
        c = b * 3
        return c
        """, (3,))


def test_what_is_taken_apart_may_be_needed_still():
    case("""
        def f(x):
            x_1, y = x
            return x_1 * y, x
        """, """
        x_1, y = x
        return x_1 * y, x
        """, ((2, 3),))


def test_what_is_taken_apart_and_not_needed_any_more():
    case("""
        def f(x):
            x_1, y = x
            return x_1 * y
        """, """
        x, y = x
        return x * y
        """, ((2, 3),))


def test_a_copy_and_its_source_may_share_a_name():
    case("""
        def f(x):
            x_1 = x
            return x_1 * x
        """, 'return x * x', (3,))


def test_names_captured_by_functions_inside_are_needed_until_the_last_call():
    case("""
        def f(x):
            y = x * 2
            g = lambda a: a + y
            y_1 = y * 3
            return g(y_1)
        """, """
        y = x * 2
        g = lambda a: a + y
        y_1 = y * 3
        return g(y_1)
        """, (3,))


@pytest.mark.parametrize('options', [{}, {'optimized': False}, {'motion': 'split'}])
@pytest.mark.parametrize('text, x, want', [
    ('def f(x):\n    x, y = x\n    return x * y', (2.0, 3.0), (3.0, 2.0)),
    ('def f(x):\n    x, (x, y) = x, x\n    return x * y', (2.0, 3.0), (3.0, 2.0)),
    ('def f(x):\n    x = x[0]\n    x = x * x\n    return x * x', [2.0, 3.0], [32.0, 0.0]),
    ('def f(x):\n    x, *x_1 = x\n    return x * x_1[0]', [2.0, 3.0], [3.0, 2.0]),
    ("def f(x):\n    x = x['a']\n    return x * x", {'a': 2.0, 'b': 1.0}, {'a': 4.0, 'b': 0.0}),
])
def test_a_parameter_that_is_taken_apart_under_its_own_name(text, x, want, options):
    assert tangent.grad(python(text), **options)(x) == want


def test_adding_into_a_buffer_is_written_as_python_writes_it():
    text = tangent.source(tangent.grad(lambda x: np.sum(x[1:] * x[:-1]), check_dims=False))
    assert 'bx[1:] += ' in text and 'bx[:-1] += ' in text and 'add_at' not in text


@pytest.mark.parametrize('options', [{}, {'optimized': False}, {'motion': 'split'}, {'check_dims': False}])
def test_a_captured_name_is_not_taken_for_a_temporary(options):
    f = python("""
        def f(x, n):
            total = n * 2.0
            prod = n * 3.0
            g = lambda a: a * total * prod
            z = np.tanh(x + 1.0) * (x + 3.0) * (x * n)
            w = np.sum((z + x) * (x * x + z))
            return w * g(n)
        """)
    wanted = (f(0.5 + 1e-6, 2.0) - f(0.5 - 1e-6, 2.0)) / 2e-6
    assert tangent.grad(f, **options)(0.5, 2.0) == pytest.approx(wanted)
    assert tangent.value_and_grad(f, **options)(0.5, 2.0)[0] == f(0.5, 2.0)


def test_a_temporary_does_not_take_the_name_of_a_function():
    def f(x):
        def inner(p):
            def local(t):
                return t * 2
            return local(0.5) * p
        return inner(x)
    text = tangent.source(tangent.grad(f))
    assert 'local_1 = local(0.5)' in text
