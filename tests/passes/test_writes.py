"""Writes in place as new versions of what is written."""
import pytest

from tangent.errors import UnsupportedError
from tangent.passes.desugar import desugar
from tangent.syntax.spelling import Speller

from .stages import check, tree


def desugared(function):
    return desugar(function, Speller(function.scope, function.names))


def case(before, after, *args):
    return check(desugared, tree(before), after, *args)


def test_an_element():
    case("""
        def f(x, i):
            y = [1, 2, 3]
            y[i] = x
            y[i - 1] *= x
            return y
        """, """
        y = [1, 2, 3]
        y = tangent.set_at(y, i, x)
        y = tangent.set_at(y, i - 1, y[i - 1] * x)
        return y
        """, (4, 1))


def test_a_sum_needs_no_reading():
    case("""
        def f(x):
            y = np.zeros(3)
            y[1:] += x
            y[0] -= x * x
            return y
        """, """
        y = np.zeros(3)
        y = tangent.added_at(y, slice(1, None), x)
        y = tangent.added_at(y, 0, -(x * x))
        return y
        """, (4.0,))


def test_a_key():
    case("""
        def f(x):
            y = {'a': 1}
            y['b'] = x * y['a']
            y.update({'a': x})
            return y
        """, """
        y = {'a': 1}
        y = tangent.set_at(y, 'b', x * y['a'])
        y = tangent.update(y, {'a': x})
        return y
        """, (4,))


def test_an_element_of_an_element():
    case("""
        def f(x):
            rows = [[1, 2], [3, 4]]
            rows[0][1] = x
            return rows
        """, """
        rows = [[1, 2], [3, 4]]
        part = rows[0]
        tangent.check_single(rows, part, 'rows')
        part = tangent.set_at(part, 1, x)
        rows = tangent.set_at(rows, 0, part)
        return rows
        """, (5,))


def test_methods_of_lists():
    case("""
        def f(x):
            y = [x]
            y.append(x * x)
            y.insert(0, 3)
            y.extend([x, 1])
            last = y.pop()
            y.pop(0)
            del y[1]
            return y, last
        """, """
        y = [x]
        y = tangent.append(y, x * x)
        y = tangent.insert(y, 0, 3)
        y = tangent.extend(y, [x, 1])
        y, last = tangent.pop(y)
        y, item = tangent.pop(y, 0)
        y, item_1 = tangent.pop(y, 1)
        return y, last
        """, (5,))


def test_targets_are_written_from_left_to_right():
    case("""
        def f(x):
            y = [1, 2]
            y[0], y[1] = y[1], x
            return y
        """, """
        y = [1, 2]
        value, value_1 = y[1], x
        y = tangent.set_at(y, 0, value)
        y = tangent.set_at(y, 1, value_1)
        return y
        """, (5,))


def test_a_loop_that_writes_its_items():
    case("""
        def f():
            y = [1, 2]
            for y[1] in range(3):
                y[0] = y[0] * y[1]
            return y
        """, """
        y = [1, 2]
        for value in range(3):
            y = tangent.set_at(y, 1, value)
            y = tangent.set_at(y, 0, y[0] * y[1])
        return y
        """, ())


def test_functions_that_write():
    case("""
        def f(x):
            y = np.zeros(3)
            np.copyto(y, x)
            np.multiply(y, x, out=y)
            np.add.at(y, [0, 0], x)
            y.fill(x)
            return y
        """, """
        y = np.zeros(3)
        y = tangent.set_at(y, ..., x)
        y = tangent.set_at(y, ..., np.multiply(y, x))
        y = tangent.add_at(y, [0, 0], x)
        y = tangent.set_at(y, ..., x)
        return y
        """, (5.0,))


@pytest.mark.parametrize('statement', ['(x or 1)[0] = 1', '(x + 1)[0] = 1', 'del x[:1]'])
def test_what_cannot_be_a_new_version_is_refused(statement):
    with pytest.raises(UnsupportedError):
        desugared(tree(f'def f(x):\n    {statement}\n    return x'))
