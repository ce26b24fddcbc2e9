"""Calls of functions that write, and the statements of those in place of them."""
import sys

import gast

from tangent.passes.desugar import desugar
from tangent.passes.inline import inline
from tangent.passes.writing_calls import Around, define_lambdas, mark_calls
from tangent.syntax.spelling import Speller

from .stages import check, tree

RATE = 2.0
THIS = sys.modules[__name__]


def inlined(function, around=Around(), speller=None):
    speller = speller or Speller(function.scope, function.names)

    def lower(callee, around):
        return inlined(callee, around, speller)
    function = mark_calls(define_lambdas(function), around)
    return inline(desugar(function, speller), speller, lower, around)


def case(before, after, *args, **globals_):
    return check(inlined, tree(before, **globals_), after, *args)


def fill(v, value, *, start=0):
    for i in range(start, len(v)):
        v[i] = value * RATE
    return v[0]


def read_only(v):
    w = list(v)
    w[0] = 5.0
    return w


def rebinds(x, y):
    x[0] = y
    x = [7.0]
    x[0] = y
    return x


def test_a_lambda_becomes_a_definition():
    check(define_lambdas, tree("""
        def f(x):
            g = lambda y: y + x
            return g(x)
        """), """
        def g(y):
            return y + x
        return g(x)
        """, (1,))


def test_the_names_of_the_arguments_stand_for_the_parameters():
    case("""
        def f(x, y):
            fill(x, y, start=1)
            return x
        """, """
        for i in range(1, len(x)):
            x = tangent.set_at(x, i, y * this.RATE)
        _ = x[0]
        return x
        """, ([1.0, 2.0], 3.0), fill=fill, this=THIS)


def test_what_a_call_gives_and_what_stands_before_it():
    case("""
        def f(x, i):
            return x[0] + fill(x[1:], x[0] + 1.0) * i
        """, """
        value = x[0]
        v = x[1:]
        value_2 = x[0] + 1.0
        for i_1 in range(0, len(v)):
            v = tangent.set_at(v, i_1, value_2 * this.RATE)
        value_1 = v[0]
        return value + value_1 * i
        """, ([1.0, 2.0], 3.0), fill=fill, this=THIS)


def test_a_parameter_that_is_assigned_gets_a_name_of_its_own():
    case("""
        def f(x, y):
            z = rebinds(x, y)
            return x, z
        """, """
        x_1 = x
        x_1 = tangent.set_at(x_1, 0, y)
        x_1 = [7.0]
        x_1 = tangent.set_at(x_1, 0, y)
        z = x_1
        return x, z
        """, rebinds=rebinds)


def test_a_function_that_writes_nothing_of_its_callers_is_called():
    case("""
        def f(x):
            return read_only(x)
        """, """
        return read_only(x)
        """, ([1.0, 2.0],), read_only=read_only)


def test_local_functions_and_what_is_around_them():
    case("""
        def f(x):
            count = 0
            def step(value):
                nonlocal count
                count = count + value
                return count
            a = step(x)
            b = step(a)
            return a, b, count
        """, """
        count = 0
        count = count + x
        a = count
        count = count + a
        b = count
        return a, b, count
        """, (2.0,))


def test_marks_where_calls_are_surely_evaluated():
    function = mark_calls(tree("""
        def f(x, y):
            a = fill(x, 1.0) and fill(y, 2.0)
            b = [fill(x, i) for i in y]
            return 0 < 1 < fill(y, 3.0), a, b
        """, fill=fill), Around())
    marked = [gast.unparse(node) for node in gast.walk(function.tree) if getattr(node, 'changes', None)]
    assert sorted(marked) == ['fill(x, 1.0)', 'fill(y, 2.0)']
