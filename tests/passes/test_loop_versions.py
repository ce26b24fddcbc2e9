"""Versions of the names that loops carry, and of those that they leave behind."""
from tangent.passes.desugar import desugar
from tangent.passes.versions import versions
from tangent.syntax.spelling import Speller

from .stages import check, tree


def case(before, after, *args):
    def versioned(function):
        return versions(desugar(function, Speller(function.scope, function.names)))
    return check(versioned, tree(before), after, *args)


def test_a_name_that_a_loop_carries_is_assigned_before_it_and_at_its_end():
    case("""
        def f(x, n):
            for i in range(n):
                x = x * x
            y = x
            return y
        """, """
        x_1 = x
        for i in range(n):
            x_2 = x_1 * x_1
            x_1 = x_2
        y = x_1
        return y
        """, (2, 3), (2, 0))


def test_a_name_of_the_body_alone():
    case("""
        def f(x, n):
            y = 0
            for i in range(n):
                t = x * i
                y = y + t
            return y
        """, """
        y = 0
        y_1 = y
        for i in range(n):
            t = x * i
            y_2 = y_1 + t
            y_1 = y_2
        return y_1
        """, (2, 3))


def test_a_name_that_is_read_after_the_loop():
    case("""
        def f(x, n):
            for i in range(n):
                t = x * i
            return t
        """, """
        t = None
        for i in range(n):
            t_1 = x * i
            t = t_1
        return t
        """, (2, 3))


def test_the_index_after_the_loop():
    case("""
        def f(x, n):
            i = 7
            for i in range(n):
                x = x * i
            return x * i
        """, """
        i = 7
        i_1 = i
        x_1 = x
        for i_2 in range(n):
            x_2 = x_1 * i_2
            i_1 = i_2
            x_1 = x_2
        return x_1 * i_1
        """, (2, 3), (2, 0))


def test_a_while_loop_tests_what_it_carries():
    case("""
        def f(x):
            while x < 9:
                x = x * x
            return x
        """, """
        x_1 = x
        while x_1 < 9:
            x_2 = x_1 * x_1
            x_1 = x_2
        return x_1
        """, (2,), (10,))


def test_loops_in_loops():
    case("""
        def f(x, n):
            y = x
            for i in range(n):
                for j in range(i):
                    y = y * x
                x = x + y
            return x
        """, """
        y = x
        x_1 = x
        y_1 = y
        for i in range(n):
            y_2 = y_1
            for j in range(i):
                y_3 = y_2 * x_1
                y_2 = y_3
            x_2 = x_1 + y_2
            x_1 = x_2
            y_1 = y_2
        return x_1
        """, (2, 3))


def test_a_name_that_only_a_former_iteration_has_assigned():
    case("""
        def f(x, n):
            for i in range(n):
                if i > 0:
                    x = x * first
                else:
                    first = x
            return x
        """, """
        first = None
        x_1 = x
        for i in range(n):
            if i > 0:
                x_2 = x_1 * first
                first_2 = first
                x_3 = x_2
            else:
                first_1 = x_1
                first_2 = first_1
                x_3 = x_1
            first = first_2
            x_1 = x_3
        return x_1
        """, (2, 3))


def test_what_is_not_read_again_is_not_carried():
    case("""
        def f(x, n):
            for i in range(n):
                x = i
            return n
        """, """
        for i in range(n):
            x_1 = i
        return n
        """, (2, 3))
