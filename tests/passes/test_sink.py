"""What a variable is next is computed where the value it has is read last."""
import numpy as np

import tangent
from tangent.passes.sink import sink

from .stages import check, tree, versioned


def case(before, after, *args, **options):
    return check(sink, versioned(tree(before, **options)), after, *args)


def test_the_next_value_waits_for_the_last_reading():
    case("""
        def f(x, y):
            s = x
            for i in range(2):
                s_1 = s * y
                x = x + s
                y = y + 1
                z = s * x
                s = s_1
            return s, x
        """, """
        s = x
        for i in range(2):
            s_1 = s * y
            x = x + s
            y = y + 1
            z = s * x
            s = s_1
        return s, x
        """, (2, 3))
    case("""
        def f(x, y):
            s = x
            for i in range(2):
                s_1 = s * y
                x = x + s
                z = 2 * x
                s = s_1
            return s, x, z
        """, """
        s = x
        for i in range(2):
            x = x + s
            s = s * y
            z = 2 * x
        return s, x, z
        """, (2, 3))


def test_other_versions_of_the_variable_count_as_its_value():
    case("""
        def f(x, y):
            s = x
            for i in range(2):
                s_2 = s
                s_1 = s_2 * y
                x = x + s_2
                s = s_1
            return s, x
        """, """
        s = x
        for i in range(2):
            s_2 = s
            x = x + s_2
            s = s_2 * y
        return s, x
        """, (2, 3))


def test_what_is_read_twice_stays():
    text = """
        s = x
        for i in range(2):
            s_1 = s * y
            x = x + s * s_1
            s = s_1
        return s, x
        """
    case('def f(x, y):' + text.replace('\n        ', '\n            '), text, (2, 3))


def test_what_is_written_in_place_before_stays():
    text = """
        s = x
        for i in range(2):
            s_1 = s * w[0]
            w_1 = tangent.set_at(w, 0, s)
            s = s_1
        return s
        """
    case('def f(x, w):' + text.replace('\n        ', '\n            '), text)


def test_what_calls_an_unknown_function_stays():
    text = """
        s = x
        for i in range(2):
            s_1 = g(s)
            x = x + s
            s = s_1
        return s, x
        """
    case('def f(x):' + text.replace('\n        ', '\n            '), text, (2,), g=lambda s: 2 * s)


def test_a_running_sum_of_products():
    def f(x, w):
        s = 0.0
        for a, b in zip(x, w):
            s = s + a * b
        return s
    df = tangent.grad(f, wrt=('x', 'w'))
    assert 'bs_1' not in tangent.source(df)
    x, w = np.array([1.0, 2.0, 3.0]), np.array([3.0, 5.0, 7.0])
    np.testing.assert_array_equal(df(x, w), (w, x))
