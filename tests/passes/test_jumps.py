"""Jumps as branches: loops end by a flag, and the function returns once."""
from tangent.passes.desugar import desugar
from tangent.syntax.spelling import Speller

from .stages import check, tree


def desugared(function):
    return desugar(function, Speller(function.scope, function.names))


def case(before, after, *args):
    return check(desugared, tree(before), after, *args)


def test_a_loop_without_jumps_is_left_alone():
    case("""
        def f(x, n):
            for i in range(n):
                x = x * x
            return x
        """, """
        for i in range(n):
            x = x * x
        return x
        """, (2, 3))


def test_break_sets_a_flag():
    case("""
        def f(x, n):
            for i in range(n):
                if x > 9:
                    break
                x = x * x
            return x
        """, """
        stopped = False
        for i in range(n):
            if x > 9:
                stopped = True
            else:
                x = x * x
            if stopped:
                break
        return x
        """, (2, 5), (2, 1))


def test_continue_needs_no_flag():
    case("""
        def f(x, n):
            for i in range(n):
                if i % 2:
                    continue
                x = x + i
            return x
        """, """
        for i in range(n):
            if i % 2:
                pass
            else:
                x = x + i
        return x
        """, (2, 5))


def test_a_short_rest_moves_into_each_branch_that_goes_on():
    case("""
        def f(xs):
            y = 1
            for x in xs:
                if x > 0:
                    y = y * x
                    if y > 9:
                        continue
                else:
                    y = y - x
                y = y + 1
            return y
        """, """
        y = 1
        for x in xs:
            if x > 0:
                y = y * x
                if y > 9:
                    pass
                else:
                    y = y + 1
            else:
                y = y - x
                y = y + 1
        return y
        """, ((2, -1, 5),))


def test_a_long_rest_is_guarded_by_a_flag():
    case("""
        def f(xs):
            y = 1
            for x in xs:
                if x > 0:
                    y = y * x
                    if y > 9:
                        continue
                else:
                    y = y - x
                y = y + 1
                y = y * 2
                y = y - 3
            return y
        """, """
        y = 1
        for x in xs:
            done = False
            if x > 0:
                y = y * x
                if y > 9:
                    done = True
            else:
                y = y - x
            if not done:
                y = y + 1
                y = y * 2
                y = y - 3
        return y
        """, ((2, -1, 5),))


def test_else_runs_if_nothing_broke():
    case("""
        def f(x, n):
            for i in range(n):
                if x > 9:
                    break
                x = x * x
            else:
                x = -x
            return x
        """, """
        stopped = False
        for i in range(n):
            if x > 9:
                stopped = True
            else:
                x = x * x
            if stopped:
                break
        if not stopped:
            x = -x
        return x
        """, (2, 5), (2, 1))


def test_return_inside_of_a_loop():
    case("""
        def f(xs):
            for x in xs:
                if x > 1:
                    return x
        """, """
        result = None
        returned = False
        for x in xs:
            if x > 1:
                result = x
                returned = True
            if returned:
                break
        return result
        """, ((0, 2),), ((),))


def test_return_and_what_follows_the_loop():
    case("""
        def f(x):
            while x < 9:
                x = x * x
                if x > 5:
                    return -x
            return x
        """, """
        returned = False
        while not returned and x < 9:
            x = x * x
            if x > 5:
                result = -x
                returned = True
        if not returned:
            result = x
        return result
        """, (2,), (10,))


def test_a_loop_that_ends_only_by_its_jumps():
    case("""
        def f(x):
            while True:
                x = x * x
                if x > 9:
                    break
                x = x + 1
            return x
        """, """
        stopped = False
        while not stopped:
            x = x * x
            if x > 9:
                stopped = True
            else:
                x = x + 1
        return x
        """, (2,))


def test_break_of_an_inner_loop():
    case("""
        def f(xs):
            total = 0
            for i in range(3):
                for x in xs:
                    if x > i:
                        break
                    total = total + x
                total = 2 * total
            return total
        """, """
        total = 0
        for i in range(3):
            stopped = False
            for x in xs:
                if x > i:
                    stopped = True
                else:
                    total = total + x
                if stopped:
                    break
            total = 2 * total
        return total
        """, ((1, 2, 1),))


def test_return_from_an_inner_loop():
    case("""
        def f(xs):
            for x in xs:
                for y in xs:
                    if x * y > 5:
                        return x
            return 0
        """, """
        returned = False
        for x in xs:
            for y in xs:
                if x * y > 5:
                    result = x
                    returned = True
                if returned:
                    break
            if returned:
                break
        if not returned:
            result = 0
        return result
        """, ((1, 2, 4),), ((1,),))


def test_a_condition_with_an_assignment():
    case("""
        def f(x):
            while (y := x * x) < 9:
                x = x + y
            return y
        """, """
        stopped = False
        while not stopped:
            y = x * x
            if not y < 9:
                stopped = True
            else:
                x = x + y
        return y
        """, (2,))
