"""Each name assigned once, but for those that merge."""
import pytest

from tangent.errors import UnsupportedError
from tangent.passes.versions import versions

from .stages import check, tree


def case(before, after, *args):
    return check(versions, tree(before), after, *args)


def test_a_name_that_is_assigned_again():
    case("""
        def f(x):
            y = x
            y = y * 2
            y = y + x
            return y
        """, """
        y = x
        y_1 = y * 2
        y_2 = y_1 + x
        return y_2
        """, (3,))


def test_a_parameter_that_is_assigned_again():
    case("""
        def f(x, y):
            x = x * 2
            y, x = x, y
            return x, y
        """, """
        x_1 = x * 2
        y_1, x_2 = x_1, y
        return x_2, y_1
        """, (3, 4))


def test_branches_that_merge():
    case("""
        def f(x, a):
            x = a
            if x > 0:
                x = x * x
            y = x
            return y
        """, """
        x_1 = a
        if x_1 > 0:
            x_2 = x_1 * x_1
            x_3 = x_2
        else:
            x_3 = x_1
        y = x_3
        return y
        """, (1, 2), (1, -2))


def test_a_name_that_only_one_branch_assigns():
    case("""
        def f(x):
            if x > 0:
                y = x
            else:
                z = x
            return y if x > 0 else z
        """, """
        if x > 0:
            y = x
            y_1 = y
        else:
            z = x
            z_1 = z
        return y_1 if x > 0 else z_1
        """, (1,), (-1,))


def test_nested_branches():
    case("""
        def f(x):
            y = 0
            if x > 0:
                if x > 1:
                    y = 1
            else:
                y = 2
            return y
        """, """
        y = 0
        if x > 0:
            if x > 1:
                y_1 = 1
                y_2 = y_1
            else:
                y_2 = y
            y_4 = y_2
        else:
            y_3 = 2
            y_4 = y_3
        return y_4
        """, (2,), (1,), (0,))


def test_a_branch_that_raises_does_not_merge():
    case("""
        def f(x):
            y = 1
            if x > 0:
                y = 2
            else:
                y = 3
                raise ValueError(y)
            return y
        """, """
        y = 1
        if x > 0:
            y_1 = 2
        else:
            y_2 = 3
            raise ValueError(y_2)
        return y_1
        """, (1,))


def test_stars_and_nested_targets():
    case("""
        def f(x):
            a, (b, *c) = x
            c, *a = b, a, c
            return a, b, c
        """, """
        a, (b, *c) = x
        c_1, *a_1 = b, a, c
        return a_1, b, c_1
        """, ((1, (2, 3)),))


def test_comprehensions_and_lambdas_keep_their_own_names():
    case("""
        def f(x):
            y = x
            y = [y for y in range(y)]
            y = {x: y for x in y}
            return y, (lambda y: y + x)(1)
        """, """
        y = x
        y_1 = [y for y in range(y)]
        y_2 = {x: y_1 for x in y_1}
        return y_2, (lambda y: y + x)(1)
        """, (3,))


def test_imports_and_functions_inside():
    case("""
        def f(x):
            import math
            from math import floor as g, ceil
            def h(y):
                y = y + x
                return y
            return h(g(x)) + ceil(x) + math.floor(x)
        """, """
        import math
        from math import floor as g, ceil
        def h(y):
            y = y + x
            return y
        return h(g(x)) + ceil(x) + math.floor(x)
        """, (2.5,))


def test_versions_do_not_collide_with_the_users_names():
    case("""
        def f(x, x_1):
            x = x + x_1
            return x
        """, """
        x_2 = x + x_1
        return x_2
        """, (1, 2))


@pytest.mark.parametrize('text', [
    """
    def f(x):
        y = x
        g = lambda: y
        y = 3
        return g()
    """,
    """
    def f(x):
        def g():
            return x
        x = 3
        return g()
    """,
    """
    def f(x):
        y = x
        def g():
            return y
        if x > 0:
            y = 3
        return g()
    """,
    """
    def f(x):
        y = (lambda: x, 1)
        x = 3
        return y[0]()
    """,
])
def test_a_captured_name_that_is_assigned_again_is_refused(text):
    with pytest.raises(UnsupportedError, match='assigned again'):
        versions(tree(text))


def test_a_name_assigned_before_it_is_captured():
    case("""
        def f(x):
            y = x
            y = y + 1
            def g():
                return y
            return g()
        """, """
        y = x
        y_1 = y + 1
        def g():
            return y_1
        return g()
        """, (1,))


def test_a_function_defined_in_both_branches():
    case("""
        def f(x):
            if x > 0:
                def g(y): return y
            else:
                def g(y): return -y
            return g(x)
        """, """
        if x > 0:
            def g(y):
                return y
            g_2 = g
        else:
            def g_1(y):
                return -y
            g_2 = g_1
        return g_2(x)
        """, (1,), (-1,))
