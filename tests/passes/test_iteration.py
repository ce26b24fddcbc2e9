"""What loops run over, when their items carry derivatives and when not."""
from tangent.analyses.activity import Activity
from tangent.passes.anf import anf
from tangent.passes.desugar import desugar
from tangent.syntax.spelling import Speller

from .stages import check, tree


def case(before, after, *args):
    def flat(function):
        speller = Speller(function.scope, function.names)
        function = desugar(function, speller)
        return anf(function, Activity(function, function.parameters[:1]), speller)
    return check(flat, tree(before), after, *args)


def test_items_with_derivatives_are_read_by_their_index():
    case("""
        def f(xs):
            y = 1.0
            for x in xs:
                y = y * x
            return y
        """, """
        y = 1.0
        for i in tangent.indices(xs):
            x = xs[i]
            y = y * x
        return y
        """, ((1.0, 2.0),))


def test_zip_and_enumerate():
    case("""
        def f(xs, n):
            y = 1.0
            for i, (x, m) in enumerate(zip(xs, n)):
                y = y * x * m + i
            return y
        """, """
        y = 1.0
        for i in tangent.indices(xs, n):
            x = xs[i]
            m = n[i]
            prod = y * x
            prod_1 = prod * m
            y = prod_1 + i
        return y
        """, ((1.0, 2.0), (3, 4, 5)))


def test_backwards():
    case("""
        def f(xs):
            y = 1.0
            for x in reversed(xs):
                y = y * x + 1.0
            return y
        """, """
        y = 1.0
        for i in tangent.indices(xs):
            x = xs[-1 - i]
            prod = y * x
            y = prod + 1.0
        return y
        """, ((1.0, 2.0, 3.0),))


def test_the_items_of_a_dict():
    case("""
        def f(xs):
            y = 1.0
            for name, x in xs.items():
                y = y * x + len(name)
            return y
        """, """
        y = 1.0
        for key in xs:
            name = key
            x = xs[key]
            prod = y * x
            y = prod + len(name)
        return y
        """, ({'a': 1.0, 'bc': 2.0},))


def test_a_display_gets_a_name():
    case("""
        def f(x):
            y = 0.0
            for t in (x, x * x):
                y = y + t * x
            return y
        """, """
        y = 0.0
        prod = x * x
        items = x, prod
        for i in tangent.indices(items):
            t = items[i]
            prod_1 = t * x
            y = y + prod_1
        return y
        """, (3.0,))


def test_items_without_derivatives_stay():
    case("""
        def f(x, n):
            for i in range(1, n):
                x = x * i
            return x
        """, """
        for i in range(1, n):
            x = x * i
        return x
        """, (3.0, 4))


def test_what_can_be_gone_through_once_is_listed():
    case("""
        def f(x, n):
            for i in map(abs, n):
                x = x * i
            return x
        """, """
        items = list(map(abs, n))
        for i in items:
            x = x * i
        return x
        """, (3.0, (1, -2)))


def test_a_bound_that_is_costly_is_computed_once():
    case("""
        def f(x, n):
            for i in range(sum(n)):
                x = x * i
            return x
        """, """
        bound = sum(n)
        for i in range(bound):
            x = x * i
        return x
        """, (3.0, (1, 2)))


def test_a_while_loop():
    case("""
        def f(x):
            while x * x < 3.0:
                x = x * x + 1.0
            return x
        """, """
        while x * x < 3.0:
            prod = x * x
            x = prod + 1.0
        return x
        """, (1.0,))
