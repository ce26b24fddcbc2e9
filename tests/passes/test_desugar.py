"""Statements of few kinds, and one exit."""
import gast
import pytest

from tangent.errors import UnsupportedError
from tangent.passes.desugar import desugar
from tangent.syntax.indexing import index_syntax, index_value
from tangent.syntax.spelling import Speller

from .stages import check, runnable, text, tree


def desugared(function):
    return desugar(function, Speller(function.scope, function.names))


def case(before, after, *args):
    return check(desugared, tree(before), after, *args)


def test_a_docstring_is_left_out():
    case('''
        def f(x):
            """What f does."""
            return x
        ''', 'return x', (1,))


def test_chained_assignment():
    case("""
        def f(x):
            a = b = c = x + 1
            return a, b, c
        """, """
        a = x + 1
        b = a
        c = a
        return a, b, c
        """, (1,))


def test_chained_assignment_to_tuples():
    case("""
        def f(x):
            a, b = c = d, *e = x
            return a, b, c, d, e
        """, """
        value = x
        a, b = value
        c = value
        d, *e = value
        return a, b, c, d, e
        """, ((1, 2),))


def test_annotated_assignment():
    case("""
        def f(x):
            a: int
            b: float = x
            return b
        """, """
        b = x
        return b
        """, (1.0,))


def test_augmented_assignment():
    case("""
        def f(x):
            a = x
            a += 1
            a *= a - 1
            return a
        """, """
        a = x
        a = a + 1
        a = a * (a - 1)
        return a
        """, (2,))


@pytest.mark.parametrize('op', ['+', '-', '*', '/', '//', '%', '**', '@', '<<', '>>', '&', '|', '^'])
def test_every_operator_of_augmented_assignment(op):
    assert text(desugared(tree(f'def f(x, y):\n    x {op}= y\n    return x'))) == f'x = x {op} y\nreturn x'


def test_a_write_into_a_buffer():
    function = desugared(tree("""
        def f(x):
            b = np.zeros(3)
            b[0] += x
            b[1:] -= x
            return b
        """))
    assert text(function) == '\n'.join([
        'b = np.zeros(3)', 'b = tangent.added_at(b, 0, x)', 'b = tangent.added_at(b, slice(1, None), -x)',
        'return b'])
    assert runnable(function)(2.0).tolist() == [2.0, -2.0, -2.0]


def test_lists_of_targets_become_tuples():
    case("""
        def f(x):
            [a, [b, *c]] = x
            return a, b, c
        """, """
        a, (b, *c) = x
        return a, b, c
        """, ((1, (2, 3)),))


def test_walrus():
    case("""
        def f(x):
            y = (a := x + 1) * a
            if (b := y) > 1 and a:
                y = b + (c := a) + c
            return y, (d := y), d
        """, """
        a = x + 1
        y = a * a
        b = y
        if b > 1 and a:
            c = a
            y = b + c + c
        d = y
        return y, d, d
        """, (1,), (-1,))


def test_walrus_in_the_first_part_of_what_may_not_be_evaluated():
    case("""
        def f(x):
            y = (a := x) and a + 1
            z = 1 if (b := x) else 2
            return y, z, a, b
        """, """
        a = x
        y = a and a + 1
        b = x
        z = 1 if b else 2
        return y, z, a, b
        """, (0,), (1,))


def test_an_assignment_that_may_not_be_evaluated_stands_in_a_branch():
    case("""
        def f(x):
            a = b = 0
            y = x and (a := x + 1) and a + 2
            z = x if x > 1 else (b := 5) + x
            return y, z, a, b
        """, """
        a = 0
        b = a
        chosen = x
        if chosen:
            a = x + 1
            chosen = a
        if chosen:
            chosen = a + 2
        y = chosen
        if x > 1:
            chosen_1 = x
        else:
            b = 5
            chosen_1 = b + x
        z = chosen_1
        return y, z, a, b
        """, (0,), (1,), (2,))


@pytest.mark.parametrize('expression', ['lambda: (a := 1)', '[(a := i) for i in x]'])
def test_a_walrus_in_a_scope_of_its_own_is_refused(expression):
    with pytest.raises(UnsupportedError, match='inside a lambda or comprehension'):
        desugared(tree(f'def f(x):\n    y = {expression}\n    return y'))


def test_an_earlier_read_of_the_name_that_a_walrus_assigns():
    # y is read before the walrus assigns it: the value from before counts
    function = tree("""
        def f(x):
            y = 10
            z = y + (y := x)
            return z, y
        """)
    want = runnable(function)(1)
    try:
        got = runnable(desugared(function))(1)
    except UnsupportedError:
        return
    assert got == want == (11, 1)


def test_the_order_of_calls_and_walrus_is_kept():
    calls = []

    def note(value):
        calls.append(value)
        return value
    function = tree("""
        def f(x):
            return note(1) + (y := note(2)) + note(3) + y
        """, note=note)
    try:
        runnable(desugared(function))(0)
    except UnsupportedError:
        return
    assert calls == [1, 2, 3]


def test_del_is_left_out():
    case("""
        def f(x):
            y = x
            del y
            return x
        """, """
        y = x
        return x
        """, (1,))


@pytest.mark.parametrize('statement', [
    'assert x, "no"', 'pass', 'print(x)', 'import math', 'from math import sin', 'x.close()', 'f"{x}"',
    'raise ValueError(x)',
])
def test_other_statements_are_kept(statement):
    out = text(desugared(tree(f'def f(x):\n    {statement}\n    return x')))
    assert out.splitlines()[0].replace("'", '"') == statement


# --- one exit -------------------------------------------------------------------

def test_one_return_at_the_end_is_left_alone():
    case("""
        def f(x):
            if x:
                y = 1
            else:
                y = 2
            return y
        """, """
        if x:
            y = 1
        else:
            y = 2
        return y
        """, (0,), (1,))


def test_what_follows_a_branch_that_returns_moves_into_the_other():
    case("""
        def f(x):
            if x > 0:
                return x
            y = x + 1
            return y * 2
        """, """
        if x > 0:
            result = x
        else:
            y = x + 1
            result = y * 2
        return result
        """, (1,), (-3,))


def test_a_chain_of_branches_that_return():
    case("""
        def f(x):
            if x > 2:
                return 1
            elif x > 1:
                return 2
            if x > 0:
                return 3
            return 4
        """, """
        if x > 2:
            result = 1
        elif x > 1:
            result = 2
        elif x > 0:
            result = 3
        else:
            result = 4
        return result
        """, (3,), (2,), (1,), (0,))


def test_a_path_that_does_not_return():
    case("""
        def f(x):
            if x > 0:
                return x
        """, """
        result = None
        if x > 0:
            result = x
        return result
        """, (1,), (-1,))


def test_a_bare_return():
    case("""
        def f(x):
            if x > 0:
                return
            return x
        """, """
        if x > 0:
            result = None
        else:
            result = x
        return result
        """, (1,), (-1,))


def test_a_path_that_raises():
    case("""
        def f(x):
            if x > 0:
                return x
            raise ValueError(x)
        """, """
        if x > 0:
            pass
        else:
            raise ValueError(x)
        return x
        """, (1,))


def test_what_follows_a_return_is_left_out():
    case("""
        def f(x):
            return x
            x = 3
            return 4
        """, 'result = x\nreturn result', (1,))


def test_two_short_statements_are_repeated_on_two_open_paths():
    case("""
        def f(x, y):
            z = 0
            if x:
                if y:
                    return 1
                z = 5
            else:
                z = 7
            z = z + 1
            return z
        """, """
        z = 0
        if x:
            if y:
                result = 1
            else:
                z = 5
                z = z + 1
                result = z
        else:
            z = 7
            z = z + 1
            result = z
        return result
        """, (0, 0), (0, 1), (1, 0), (1, 1))


def test_a_flag_guards_what_follows_two_open_paths():
    function = tree("""
        def f(x, y):
            z = 0
            if x:
                if y:
                    return 1
                z = 5
            else:
                z = 7
            z = z + 1
            z = z * 2
            return z
        """)
    first, second = runnable(function), runnable(desugared(function))
    for args in ((0, 0), (0, 1), (1, 0), (1, 1)):
        assert first(*args) == second(*args)
    assert text(desugared(function)).count('z = z + 1') == 1


NESTED = """
    def f(a, b, c):
        n = 0
        if a > 0:
            if b > 0:
                if c > 0:
                    return n + 1
                n = n + 2
            elif b < 0:
                return n + 4
            else:
                n = n + 8
            n = n + 16
            if c < 0:
                return n + 32
        elif a < 0:
            if b > 0:
                return n + 64
            if c > 0:
                n = n + 128
            else:
                raise ValueError(n)
            n = n + 256
        n = n + 512
        if c == 0:
            return n + 1024
        n = n + 2048
        return n
    """


def test_returns_anywhere():
    function = tree(NESTED)
    first, second = runnable(function), runnable(desugared(function))
    for a in (-1, 0, 1):
        for b in (-1, 0, 1):
            for c in (-1, 0, 1):
                found = []
                for one in (first, second):
                    try:
                        found.append(one(a, b, c))
                    except ValueError as error:
                        found.append(str(error))
                assert found[0] == found[1], (a, b, c)


# --- indices -------------------------------------------------------------------------

@pytest.mark.parametrize('index, value', [
    ('0', '0'), ('1:2', 'slice(1, 2)'), (':', 'slice(None, None)'), ('::2', 'slice(None, None, 2)'),
    ('1:', 'slice(1, None)'),
    ('1:2, None, ...', '(slice(1, 2), None, ...)'), ('i, :', '(i, slice(None, None))'),
])
def test_indices_as_values_and_back(index, value):
    function = tree(f'def f(x, i):\n    return x[{index}]')
    node = function.tree.body[0].value
    as_value = index_value(node.slice, Speller(function.scope, function.names))
    assert gast.unparse(as_value) in (value, value.strip('()'))
    back = gast.Subscript(gast.Name('x', gast.Load(), None, None), index_syntax(as_value), gast.Load())
    assert gast.unparse(back) == gast.unparse(node)
