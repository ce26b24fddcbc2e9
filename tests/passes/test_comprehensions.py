"""Comprehensions that depend on the inputs as loops."""
from tangent.passes.comprehensions import expand_comprehensions
from tangent.syntax.spelling import Speller

from .stages import check, tree


def case(before, after, *args):
    def expanded(function):
        return expand_comprehensions(function, ('x', 'xs'), Speller(function.scope, function.names))
    return check(expanded, tree(before), after, *args)


def test_a_list():
    case("""
        def f(xs):
            ys = [x * x for x in xs if x > 1]
            return ys
        """, """
        values = []
        for x_1 in xs:
            if x_1 > 1:
                values.append(x_1 * x_1)
        ys = values
        return ys
        """, ((1, 2, 3),))


def test_names_inside_are_its_own():
    case("""
        def f(x, xs):
            ys = [x * x for x in xs]
            return x, ys
        """, """
        values = []
        for x_1 in xs:
            values.append(x_1 * x_1)
        ys = values
        return x, ys
        """, (5, (1, 2, 3)))


def test_several_loops():
    case("""
        def f(xs):
            return sum(x * y for x in xs for y in xs if x < y)
        """, """
        values = []
        for x_1 in xs:
            for y_1 in xs:
                if x_1 < y_1:
                    values.append(x_1 * y_1)
        return sum(values)
        """, ((1, 2, 3),))


def test_one_in_another():
    case("""
        def f(xs):
            return [[x * y for y in xs] for x in xs]
        """, """
        values = []
        for x_1 in xs:
            values_1 = []
            for y_1 in xs:
                values_1.append(x_1 * y_1)
            values.append(values_1)
        return values
        """, ((1, 2),))


def test_a_dict():
    case("""
        def f(xs):
            return {i: x * x for i, x in enumerate(xs)}
        """, """
        values = {}
        for i_1, x_1 in enumerate(xs):
            values[i_1] = x_1 * x_1
        return values
        """, ((1, 2),))


def test_what_does_not_depend_on_the_inputs_stays():
    case("""
        def f(x, n):
            ys = [i * i for i in range(n)]
            return x * sum(ys) + len({i % 2 for i in ys})
        """, """
        ys = [(i * i) for i in range(n)]
        return x * sum(ys) + len({(i % 2) for i in ys})
        """, (2, 4))


def test_a_dependence_through_variables():
    case("""
        def f(x, n):
            y = x * x
            ys = [y * i for i in range(n)]
            return ys
        """, """
        y = x * x
        values = []
        for i_1 in range(n):
            values.append(y * i_1)
        ys = values
        return ys
        """, (2, 3))


def test_map():
    case("""
        def f(xs):
            return list(map(abs, xs))
        """, """
        values = []
        for item_1 in xs:
            values.append(abs(item_1))
        return values
        """, ((1, -2),))


def test_filter():
    case("""
        def f(xs):
            return [x * x for x in filter(bool, xs)]
        """, """
        values = []
        for item_1 in xs:
            if bool(item_1):
                x_1 = item_1
                values.append(x_1 * x_1)
        return values
        """, ((1, 0, 2),))


def test_sorted_items():
    case("""
        def f(xs):
            return sorted(xs, key=abs)
        """, """
        values = []
        for i_1 in tangent.sorted_indices(xs, key=abs):
            values.append(xs[i_1])
        return values
        """, ((3, -1, 2),))


def test_the_largest_by_a_key():
    case("""
        def f(xs):
            return max(xs, key=abs)
        """, """
        return xs[tangent.sorted_indices(xs, key=abs, reverse=True)[0]]
        """, ((3, -4, 2),))
