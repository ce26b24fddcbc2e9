"""What is written in place is copied first where it is not the function's own, or is read again as it was."""
import gast
import numpy as np
import pytest

import tangent
from tangent.errors import KindError
from tangent.passes.own import own
from tangent.syntax.build import in_order
from tangent.syntax.spelling import Speller

from .stages import check, tree, versioned


def owned(function):
    function.names.tapes.update(name for name in function.names.variables if name.endswith('_tape'))
    return own(function, Speller(function.scope, function.names), True)


def made(text):
    """A function as derivations make them: its names are versions, and its loops those of core form."""
    function = versioned(tree(text))
    for node in in_order(function.tree.body):
        if isinstance(node, gast.For):
            node.until, node.loop = None, 0
    return function


def case(before, after):
    return check(owned, made(before), after)


def test_an_array_made_here_is_written():
    case("""
        def f(x):
            y = np.zeros(3)
            y_1 = tangent.set_at(y, 0, x)
            return y_1
        """, """
        y = np.zeros(3)
        y_1 = tangent.set_at(y, 0, x)
        return y_1
        """)


def test_an_argument_is_copied():
    case("""
        def f(x):
            x_1 = tangent.set_at(x, 0, 2.0)
            return x_1
        """, """
        x_1 = tangent.set_at(tangent.duplicate(x), 0, 2.0)
        return x_1
        """)


def test_so_is_another_name_of_an_argument():
    case("""
        def f(x):
            y = x
            y_1 = tangent.add_at(y, 0, 1.0)
            return y_1
        """, """
        y = x
        y_1 = tangent.add_at(tangent.duplicate(y), 0, 1.0)
        return y_1
        """)


def test_so_is_what_an_unknown_function_returns():
    case("""
        def f(x, g):
            y = g(x)
            y_1 = tangent.set_at(y, 0, 1.0)
            return y_1
        """, """
        y = g(x)
        y_1 = tangent.set_at(tangent.duplicate(y), 0, 1.0)
        return y_1
        """)


def test_what_is_read_later_as_it_was_is_copied():
    case("""
        def f(x):
            y = np.sin(x)
            y_1 = tangent.set_at(y, 0, 2.0)
            return y * y_1
        """, """
        y = np.sin(x)
        y_1 = tangent.set_at(tangent.duplicate(y), 0, 2.0)
        return y * y_1
        """)


def test_a_view_that_is_read_later_is_copied():
    case("""
        def f(x):
            y = np.sin(x)
            z = y[1:]
            y_1 = tangent.set_at(y, 1, 2.0)
            return y_1, z * 2.0
        """, """
        y = np.sin(x)
        z = y[1:].copy()
        y_1 = tangent.set_at(y, 1, 2.0)
        return y_1, z * 2.0
        """)


def test_a_view_that_is_not_read_later_is_not():
    case("""
        def f(x):
            y = np.sin(x)
            z = y[1:] * 2.0
            y_1 = tangent.set_at(y, 1, 2.0)
            return y_1, z
        """, """
        y = np.sin(x)
        z = y[1:] * 2.0
        y_1 = tangent.set_at(y, 1, 2.0)
        return y_1, z
        """)


def test_a_list_in_a_list():
    case("""
        def f(x):
            y = [x]
            z = (y, 1.0)
            y_1 = tangent.append(y, x)
            return y_1, z
        """, """
        y = [x]
        z = tangent.duplicate(y), 1.0
        y_1 = tangent.append(y, x)
        return y_1, z
        """)


def test_a_list_put_into_another_one():
    case("""
        def f(x):
            y = [x]
            z = []
            z_1 = tangent.append(z, y)
            y_1 = tangent.append(y, x)
            return y_1, z_1
        """, """
        y = [x]
        z = []
        z_1 = tangent.append(z, tangent.duplicate(y))
        y_1 = tangent.append(y, x)
        return y_1, z_1
        """)


def test_what_a_loop_has_saved_is_a_copy():
    case("""
        def f(x, n):
            y = np.zeros(3)
            y_tape = []
            y_1 = y
            for i in range(n):
                y_tape.append(y_1)
                y_2 = tangent.set_at(y_1, i, x)
                y_1 = y_2
            for i in reversed(range(n)):
                y_3 = y_tape.pop()
                x = x * y_3
            return x
        """, """
        y = np.zeros(3)
        y_tape = []
        y_1 = y
        for i in range(n):
            y_tape.append(tangent.duplicate(y_1))
            y_2 = tangent.set_at(y_1, i, x)
            y_1 = y_2
        for i in reversed(range(n)):
            y_3 = y_tape.pop()
            x = x * y_3
        return x
        """)


def test_what_a_loop_writes_is_copied_once_before_it():
    case("""
        def f(x, n):
            x_1 = x
            for i in range(n):
                x_2 = tangent.set_at(x_1, i, 1.0)
                x_1 = x_2
            return x_1
        """, """
        x_1 = tangent.duplicate(x)
        for i in range(n):
            x_2 = tangent.set_at(x_1, i, 1.0)
            x_1 = x_2
        return x_1
        """)


def twice(x):
    return {'a': x, 'b': x}


def item_written_that_is_held_twice(x):
    d = twice(x * 2.0)
    d['a'][0] = 5.0
    return np.sum(d['b'])


@pytest.mark.parametrize('transform', [tangent.grad, tangent.jvp])
def test_what_is_asked_about_a_part_is_not_asked_about_a_copy(transform):
    x = np.ones(2)
    with pytest.raises(KindError, match="'d' holds it more than once"):
        transform(item_written_that_is_held_twice)(*[x] * (2 if transform is tangent.jvp else 1))
