"""Propagate, share, simplify, fold, prune: less code that computes the same."""
import textwrap

import attrs
import numpy as np
import pytest

import tangent
from tangent.analyses.facts import Facts
from tangent.errors import SeedError
from tangent.passes.fold import fold, fold_adjoints
from tangent.passes.propagate import propagate
from tangent.passes.prune import live_names, prune
from tangent.passes.share import share
from tangent.passes.share_shapes import share_shapes
from tangent.passes.simplify import simplify
from tangent.syntax.build import walk

from .stages import check, runnable, text, tree

X = np.array([1.0, 2.0, 3.0])


def simplified(function):
    return simplify(function, Facts(function))


def body(statements, head='f(x)'):
    """The text of a function with the statements given."""
    return f'def {head}:\n' + textwrap.indent(textwrap.dedent(statements).strip('\n'), '    ')


# --- propagate --------------------------------------------------------------------

def test_copies_are_read_at_their_source():
    check(propagate, tree("""
        def f(x):
            y = x
            z = y
            w = z * y
            return w
        """), """
        w = x * x
        return w
        """, (3.0,))


def test_constants_of_temporaries_are_propagated_and_the_users_are_not():
    check(propagate, tree("""
        def f(x):
            n = 3
            t = 2.0
            return x * n * t
        """, temporary='t'), """
        n = 3
        return x * n * 2.0
        """, (3.0,))


def test_copies_that_merge_are_kept():
    check(propagate, tree("""
        def f(x):
            if x > 0:
                y = x
            else:
                y = 2.0
            z = y
            return z
        """), """
        if x > 0:
            y = x
        else:
            y = 2.0
        return y
        """, (1.0,), (-1.0,))


def test_copies_inside_a_branch():
    check(propagate, tree("""
        def f(x):
            if x > 0:
                a = x
                y = a * a
            else:
                y = x
            return y
        """), """
        if x > 0:
            y = x * x
        else:
            y = x
        return y
        """, (2.0,), (-2.0,))


def test_a_global_is_not_propagated():
    check(propagate, tree("""
        def f(x):
            y = K
            return y * x
        """, K=2.0), """
        y = K
        return y * x
        """, (2.0,))


def test_what_lambdas_capture_is_left_alone():
    check(propagate, tree("""
        def f(x):
            y = x
            return (lambda z: y * z)(2) + (lambda y: y)(3)
        """), """
        y = x
        return (lambda z: y * z)(2) + (lambda y: y)(3)
        """, (2.0,))


# --- share ---------------------------------------------------------------------------

def test_an_operation_of_a_temporary_is_done_once():
    check(share, tree("""
        def f(x):
            a = np.tanh(x)
            t = np.tanh(x)
            return a * t
        """, temporary='t'), """
        a = np.tanh(x)
        t = a
        return a * t
        """, (X,))


def test_what_the_user_wrote_is_not_replaced():
    same = """
        a = np.tanh(x)
        b = np.tanh(x)
        return a * b
        """
    check(share, tree(body(same)), same, (X,))


def test_new_memory_is_not_shared():
    same = """
        t = np.zeros(3)
        t_1 = np.zeros(3)
        return t, t_1
        """
    function = tree(body(same), temporary='t t_1')
    check(share, function, same, (X,))


def test_random_numbers_and_effects_are_not_shared():
    same = """
        t = np.random.normal(0.0, 1.0)
        t_1 = np.random.normal(0.0, 1.0)
        t_2 = note(x)
        t_3 = note(x)
        return t - t_1 + t_2 + t_3
        """
    function = tree(body(same), temporary='t t_1 t_2 t_3', note=lambda x: x)
    assert text(share(function)) == text(function)


def test_what_ran_only_in_a_branch_is_not_shared_after_it():
    function = tree("""
        def f(x, n):
            if n:
                t = np.tanh(x)
            else:
                t_1 = np.tanh(x)
            t_2 = np.tanh(x)
            return t_2
        """, temporary='t t_1 t_2')
    assert text(share(function)).count('np.tanh(x)') == 3


def test_what_ran_before_a_branch_is_shared_in_it():
    check(share, tree("""
        def f(x, n):
            t = np.tanh(x)
            if n:
                t_1 = np.tanh(x)
                y = t_1
            else:
                y = t
            return y
        """, temporary='t t_1'), """
        t = np.tanh(x)
        if n:
            t_1 = t
            y = t_1
        else:
            y = t
        return y
        """, (X, 1), (X, 0))


# --- simplify ------------------------------------------------------------------------

@pytest.mark.parametrize('before, after', [
    ('b + -a', 'b - a'),
    ('b - -a', 'b + a'),
    ('-a + b', 'b - a'),
    ('-(-b)', 'b'),
    ('b + b', '2.0 * b'),
    ('b + -a * c', 'b - a * c'),
    ('b + a * -c', 'b - a * c'),
    ('b - -a / c', 'b + a / c'),
    ('tangent.add(b, b * a)', 'b + b * a'),
    ('tangent.unbroadcast(b, b)', 'b'),
    ('tangent.unbroadcast(2.0 * b, b)', '2.0 * b'),
    ('tangent.unbroadcast(-a, b)', '-a'),
    ('tangent.unbroadcast(-a, k)', '-tangent.unbroadcast(a, k)'),
    ('b * 1', 'b * 1'),
    ('b + 0.0', 'b + 0.0'),
    ('b - b', 'b - b'),
    ('b / b', 'b / b'),
    ('b ** 1', 'b ** 1'),
])
def test_an_adjoint_expression(before, after):
    function = tree(f'def f(x, a, b, c, k=2.0):\n    bx = {before}\n    return bx',
                    adjoint='bx:x a:x b:x c:x')
    check(simplified, function, f'bx = {after}\nreturn bx', (X, X, X, X), (1.0, 2.0, 3.0, 4.0))


@pytest.mark.parametrize('expression', ['n + n', 'n - -n', '-n + x', '--n', 'x + -n', '-n * n + x'])
def test_what_the_user_wrote_is_not_simplified(expression):
    function = tree(f'def f(x, n):\n    y = {expression}\n    return y')
    check(simplified, function, f'y = {expression}\nreturn y', (3, 4),
          (np.arange(3, dtype=np.uint8), np.arange(3, dtype=np.uint8)), (3.0, 4.0))


def test_what_reduces_its_argument_itself_is_not_given_the_reduced_nor_the_negative():
    W = np.ones((3, 2))
    check(simplified, tree("""
        def f(x, W, b, e):
            y = np.dot(x, W)
            z = y + b
            by = tangent.unbroadcast(-(e * z), y)
            bx = e + tangent.dot_adjoint_left(-tangent.unbroadcast(z, y), x, W)
            return by, bx
        """, adjoint='by:y bx:x'), """
        y = np.dot(x, W)
        z = y + b
        by = -tangent.unbroadcast(e * z, y)
        bx = e - tangent.dot_adjoint_left(z, x, W)
        return by, bx
        """, (X, W, np.ones((4, 2)), 2.0))


def test_shapes_that_differ_keep_their_unbroadcast():
    same = 'bx = tangent.unbroadcast(b * a, x)\nreturn bx'
    check(simplified, tree('def f(x, a, b):\n    bx = tangent.unbroadcast(b * a, x)\n    return bx',
                           adjoint='bx:x'), same,
          (1.0, X, X), (X, X, 1.0))


# --- fold --------------------------------------------------------------------------------

def test_temporaries_that_are_read_once_are_folded():
    check(fold, tree("""
        def f(x, W, b):
            dot = np.dot(x, W)
            total = dot + b
            h = np.tanh(total)
            return h
        """, temporary='dot total'), """
        h = np.tanh(np.dot(x, W) + b)
        return h
        """, (X, X, 2.0))


def test_what_the_user_named_is_not_folded():
    same = 'dot = np.dot(x, x)\nh = np.tanh(dot)\nreturn h'
    check(fold, tree('def f(x):\n    dot = np.dot(x, x)\n    h = np.tanh(dot)\n    return h'), same, (X,))


def test_what_is_read_twice_is_not_folded():
    same = 't = np.tanh(x)\ny = t * t\nreturn y'
    check(fold, tree('def f(x):\n    t = np.tanh(x)\n    y = t * t\n    return y', temporary='t'), same, (X,))


def test_effects_are_not_moved():
    same = 't = note(x)\nu = note(x)\ny = u - t\nreturn y'
    check(fold, tree('def f(x):\n    t = note(x)\n    u = note(x)\n    y = u - t\n    return y',
                     temporary='t u',
                     note=lambda x: x), same, (X,))


def test_nothing_is_folded_into_a_lambda():
    same = 't = np.tanh(x)\ng = lambda y: y + t\nreturn g(x)'
    check(fold, tree('def f(x):\n    t = np.tanh(x)\n    g = lambda y: y + t\n    return g(x)',
                     temporary='t'), same, (X,))


def test_branches_with_the_same_test_become_one():
    check(fold, tree("""
        def f(x, n):
            if n > 0:
                y = x
            else:
                y = 2.0
            if n > 0:
                z = y
            else:
                z = x
            return y, z
        """), """
        if n > 0:
            y = x
            z = y
        else:
            y = 2.0
            z = x
        return y, z
        """, (1.0, 2), (1.0, -2))


def test_branches_whose_test_has_effects_are_not_merged():
    calls = []

    def note():
        calls.append(1)
        return len(calls) % 2
    function = tree("""
        def f(x):
            if note():
                y = 1
            else:
                y = 2
            if note():
                z = 1
            else:
                z = 2
            return y, z
        """, note=note)
    assert runnable(fold(function))(0) == (1, 2)


# --- prune --------------------------------------------------------------------------------

def test_dead_statements_are_left_out():
    check(prune, tree("""
        def f(x):
            a = x * 2
            b = a * 3
            c = np.tanh(b)
            return a
        """), """
        a = x * 2
        return a
        """, (X,))


def test_effects_are_kept_with_what_they_read():
    check(prune, tree("""
        def f(x):
            a = 2 * 3
            print(a)
            b = note(a)
            c = a + 1
            assert c is not None
            return x
        """, note=lambda a: a), """
        a = 2 * 3
        print(a)
        b = note(a)
        c = a + 1
        assert c is not None
        return x
        """, (X,))


def test_dead_branches_are_left_out():
    check(prune, tree("""
        def f(x, n):
            if n > 0:
                a = x
            else:
                a = 2 * x
            if n is None:
                b = 1
            else:
                c = x
            if n > 1:
                pass
            else:
                d = x * 3
                y = d
            return y if n <= 1 else x
        """), """
        if not n > 1:
            d = x * 3
            y = d
        return y if n <= 1 else x
        """, (1.0, 2), (1.0, -2))


def test_dead_imports_and_functions_are_left_out():
    check(prune, tree("""
        def f(x):
            import math
            from math import floor as g
            def h(y): return y
            k = lambda y: y
            return g(x)
        """), """
        from math import floor as g
        return g(x)
        """, (1.5,))


def test_dead_parts_of_a_tuple_become_underscores():
    check(prune, tree("""
        def f(x):
            a, t, (u, b) = x
            return a
        """, temporary='t u'), """
        a, _, (_, b) = x
        return a
        """, ((1, 2, (3, 4)),))


def test_live_names():
    function = tree("""
        def f(x, y, z):
            a = x * 2
            b = y
            print(z)
            return a
        """)
    assert live_names(function) & {'a', 'b', 'x', 'y', 'z'} == {'a', 'x', 'z'}


def test_what_is_read_only_for_its_shape_is_not_kept():
    function = tree("""
        def f(x, b):
            y = np.tanh(x)
            bx = tangent.unreduce(b, y)
            return bx
        """, adjoint='bx:x')
    out = prune(share_shapes(function, Facts(function)))
    assert text(out) == 'bx = tangent.unreduce(b, x)\nreturn bx'


# --- adjoints across the groups of statements ----------------------------------------

_CHAIN = """
    def f(x, w, v):
        y = x * w
        z = y * v
        bz = x + v
        by = bz * v
        bv = bz * y
        bx = by * w
        bw = bv * x
        return bx, bw
    """


def grouped(text, groups, **kwargs):
    """The function of a text, its adjoint statements from as many lines of the user's as there are groups."""
    function = tree(text, adjoint='bz:z by:y bv:v bx:x bw:w', **kwargs)
    for line, names in enumerate(groups.split(';')):
        for node in walk(function.tree):
            targets = getattr(node, 'targets', [])
            if targets and getattr(targets[0], 'id', None) in names.split():
                node.origin = attrs.evolve(node.origin, line=line, text=f'line {line}')
    return function


def test_an_adjoint_read_once_is_computed_where_it_is_read_if_its_line_has_another():
    check(fold_adjoints, grouped(_CHAIN, 'bz;by bv;bx bw'), """
        y = x * w
        z = y * v
        bz = x + v
        bv = bz * y
        bx = bz * v * w
        bw = bv * x
        return bx, bw
        """, (X, X, X), (1.0, 2.0, 3.0))


def test_an_adjoint_stays_where_it_is_all_that_its_line_has():
    function = grouped(_CHAIN, 'bz;by;bv;bx;bw')
    check(fold_adjoints, function, text(function), (X, X, X))


def test_an_adjoint_stays_where_the_line_would_be_too_long_and_in_loops():
    long = _CHAIN.replace('bz * v', 'bz * v * 1.000000000000000000001').replace(
        'by * w', f'by * {" * ".join(["np.tanh(w)"] * 7)}')
    function = grouped(long, 'bz;by bv;bx bw')
    assert 'by = bz' in text(fold_adjoints(function))
    loop = """
        def f(x, w, n):
            bz = 0.0
            for i in range(n):
                by = x * w
                bv = x + w
                bx = by * w
                bz = bz + bx + bv
            return bz
        """
    function = grouped(loop, 'by bv bx')
    check(fold_adjoints, function, text(function), (X, X, 3))


def test_what_is_written_in_place_is_not_folded():
    function = grouped("""
        def f(x, i):
            bz = np.zeros_like(x)
            by = x * 2.0
            bx = tangent.add_at(bz, i, by)
            return bx
        """, 'bz by bx')
    assert 'bz = np.zeros_like(x)' in text(fold_adjoints(function))


# --- the result and its seed -----------------------------------------------------------

def test_a_result_that_only_the_check_of_the_seed_reads_is_computed_there():
    def f(x, y):
        return np.dot(x, y) * 2.0

    df = tangent.grad(f)
    assert '    bresult = tangent.seed(bresult, np.dot(x, y) * 2.0)' in tangent.source(df).splitlines()
    assert tangent.origin(df, 2).text == 'return np.dot(x, y) * 2.0'
    assert df(2.0, 3.0) == 6.0
    assert np.array_equal(df(X, 2.0, np.ones(3)), [4.0, 4.0, 4.0])
    with pytest.raises(SeedError):
        df(X, 2.0)


def test_a_result_stays_if_it_is_long_or_returned_or_has_a_name():
    def long(x, some_rather_long_name, another_rather_long_name):
        return np.dot(x, some_rather_long_name) + np.dot(another_rather_long_name, another_rather_long_name)

    def named(x, y):
        z = np.dot(x, y)
        return z

    assert 'seed(bresult, result)' in tangent.source(tangent.grad(long))
    assert 'seed(bz, z)' in tangent.source(tangent.grad(named))
    assert 'result = np.dot(x, y)' in tangent.source(tangent.value_and_grad(lambda x, y: np.dot(x, y)))


def test_a_variable_goes_into_the_temporary_that_is_all_that_is_left_of_its_reader():
    steps = """
        def f(x, n):
            u = x[0] * n
            v = np.sin(u)
            exp_v = np.exp(v)
            w = exp_v * n
            return w
        """
    check(fold_adjoints, tree(steps, temporary='exp_v'), """
        u = x[0] * n
        exp_v = np.exp(np.sin(u))
        w = exp_v * n
        return w
        """, (X, 2.0))
    written = tree(steps.replace('exp_v = np.exp(v)', 'x_1 = tangent.set_at(x, 0, n)\n            exp_v = np.exp(v)'),
                   temporary='exp_v')
    assert text(fold_adjoints(written)) == text(written)  # it may be the memory that the value is made of


def test_the_shape_of_a_variable_that_goes_on_is_read_from_what_it_was_made_of():
    def f(x, a):
        u = x - np.max(x)
        e = np.sum(np.exp(u) * a)
        return np.sum(u * 2.0) + np.log(e)

    lines = [line.strip() for line in tangent.source(tangent.grad(f)).splitlines()]
    assert 'exp_u = np.exp(x - max_x)' in lines and 'bu = tangent.unbroadcast(bresult * 2.0, x)' in lines
    tangent.check_grads(f, (X, np.array([1.0, 2.0, 0.5])))
