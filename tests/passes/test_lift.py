"""Local functions that read what is assigned later."""
from tangent.passes.lift import lift_captures

from .stages import check, tree


def case(before, after, *args):
    return check(lift_captures, tree(before), after, *args)


def test_what_is_assigned_in_a_loop():
    case("""
        def f(x):
            def scaled(v):
                return rate * v
            total = 0.0
            rate = 1.0
            for i in range(3):
                total = total + scaled(x)
                rate = 0.5 * rate
            return total
        """, """
        def scaled(v, *, rate):
            return rate * v
        total = 0.0
        rate = 1.0
        for i in range(3):
            total = total + scaled(x, rate=rate)
            rate = 0.5 * rate
        return total
        """, (2.0,))


def test_a_caller_of_a_changed_function_is_changed_too():
    case("""
        def f(x):
            a = x
            def inner(v):
                return a * v
            def outer(v):
                return inner(v) + 1.0
            y = outer(x)
            a = 3.0
            return y + outer(x)
        """, """
        a = x
        def inner(v, *, a):
            return a * v
        def outer(v, *, a):
            return inner(v, a=a) + 1.0
        y = outer(x, a=a)
        a = 3.0
        return y + outer(x, a=a)
        """, (2.0,))


def test_what_is_not_assigned_later_stays_captured():
    text = """
        def f(x):
            a = x
            def inner(v):
                return a * v
            y = inner(x)
            return y + a
        """
    case(text, "a = x\ndef inner(v):\n    return a * v\ny = inner(x)\nreturn y + a", (2.0,))


def test_a_function_that_is_a_value_is_left_alone():
    case("""
        def f(x):
            a = x
            def inner(v):
                return a * v
            a = 3.0
            return [inner][0](x)
        """, """
        a = x
        def inner(v):
            return a * v
        a = 3.0
        return [inner][0](x)
        """, (2.0,))


def test_a_call_where_the_name_means_something_else_is_left_alone():
    case("""
        def f(x):
            a = x
            def inner(v):
                return a * v
            def outer(a):
                return inner(a)
            a = 3.0
            return outer(x)
        """, """
        a = x
        def inner(v):
            return a * v
        def outer(a):
            return inner(a)
        a = 3.0
        return outer(x)
        """, (2.0,))
