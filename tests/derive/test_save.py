"""What adjoint loops read of loops: computed again, or saved.

The programs are derivatives in small: the second loop is the one that reverses the first.
"""
import gast

from tangent.derive.save import save
from tangent.passes.desugar import desugar
from tangent.syntax.build import in_order
from tangent.syntax.spelling import Speller

from ..passes.stages import check, tree, versioned


def paired(text, heads):
    """A function in which loops over `reversed(...)` reverse those before them, in their order.

    heads: the names that loops carry, with the numbers of the loops.
    """
    function = tree(text)
    function = versioned(desugar(function, Speller(function.scope, function.names)))
    loops = [node for node in in_order(function.tree.body) if isinstance(node, gast.For)]
    backward = [node for node in loops if getattr(getattr(node.iter, 'func', None), 'id', '') == 'reversed']
    forward = [node for node in loops if node not in backward]
    for number, (node, other) in enumerate(zip(forward, backward), 1):
        node.loop = other.loop = number
        other.reverses = True
    function.names.heads.update(heads)
    return function


def case(before, after, **heads):
    return check(save, paired(before, heads or {'x_1': 1}), after)


def test_a_value_that_is_carried_is_saved_when_an_iteration_starts():
    case("""
        def f(x, bx, n):
            x_1 = x
            for i in range(n):
                x_2 = x_1 * x_1
                x_1 = x_2
            for i in reversed(range(n)):
                bx = 2.0 * bx * x_1
            return x_1, bx
        """, """
        x_1 = x
        x_tape = []
        for i in range(n):
            x_tape.append(x_1)
            x_2 = x_1 * x_1
            x_1 = x_2
        for i_1 in reversed(range(n)):
            x_3 = x_tape.pop()
            bx = 2.0 * bx * x_3
        return x_1, bx
        """)


def test_a_value_of_the_body_is_saved_where_it_is_made():
    case("""
        def f(x, bx, n):
            x_1 = x
            for i in range(n):
                y = np.sin(x_1)
                x_2 = y + i
                x_1 = x_2
            for i in reversed(range(n)):
                bx = bx * y
            return x_1, bx
        """, """
        x_1 = x
        y_tape = []
        for i in range(n):
            y = np.sin(x_1)
            y_tape.append(y)
            x_2 = y + i
            x_1 = x_2
        for i_1 in reversed(range(n)):
            y_1 = y_tape.pop()
            bx = bx * y_1
        return x_1, bx
        """)


def test_what_is_cheap_is_computed_again():
    case("""
        def f(x, bx, n):
            x_1 = x
            for i in range(n):
                j = i + 1
                x_2 = x_1 * j
                x_1 = x_2
            for i in reversed(range(n)):
                bx = bx * j
            return x_1, bx
        """, """
        x_1 = x
        for i in range(n):
            j = i + 1
            x_2 = x_1 * j
            x_1 = x_2
        for i_1 in reversed(range(n)):
            j_1 = i_1 + 1
            bx = bx * j_1
        return x_1, bx
        """)


def test_what_is_unpacked_is_unpacked_again():
    case("""
        def f(points, bx, x):
            x_1 = x
            for i in range(2):
                a, b, part = points[i]
                c, d = part
                x_2 = x_1 + a * b * d
                x_1 = x_2
            for i in reversed(range(2)):
                ba = bx * b
                bd = bx * d
            return ba, bd
        """, """
        x_1 = x
        for i in range(2):
            a, b, part = points[i]
            c, d = part
            x_2 = x_1 + a * b * d
            x_1 = x_2
        for i_1 in reversed(range(2)):
            __1, b_1, part_1 = points[i_1]
            ba = bx * b_1
            _, d_1 = part_1
            bd = bx * d_1
        return ba, bd
        """)


def test_what_the_loop_does_not_change_is_at_hand():
    case("""
        def f(x, bx, n):
            k = x * x
            x_1 = x
            for i in range(n):
                x_2 = x_1 * k
                x_1 = x_2
            for i in reversed(range(n)):
                bx = bx * k
            return x_1, bx
        """, """
        k = x * x
        x_1 = x
        for i in range(n):
            x_2 = x_1 * k
            x_1 = x_2
        for i_1 in reversed(range(n)):
            bx = bx * k
        return x_1, bx
        """)


def test_a_value_of_a_branch():
    case("""
        def f(x, bx, n):
            x_1 = x
            for i in range(n):
                if i > 1:
                    y = np.sin(x_1)
                    x_2 = y * x_1
                else:
                    x_2 = x_1
                x_1 = x_2
            for i in reversed(range(n)):
                if i > 1:
                    bx = bx * y
            return x_1, bx
        """, """
        x_1 = x
        y_tape = []
        for i in range(n):
            y = None
            if i > 1:
                y = np.sin(x_1)
                x_2 = y * x_1
            else:
                x_2 = x_1
            y_tape.append(y)
            x_1 = x_2
        for i_1 in reversed(range(n)):
            y_1 = y_tape.pop()
            if i_1 > 1:
                bx = bx * y_1
        return x_1, bx
        """)


def test_loops_in_loops_share_one_list():
    case("""
        def f(x, bx, n):
            x_1 = x
            for i in range(n):
                x_2 = x_1
                for j in range(i):
                    x_3 = x_2 * x_2
                    x_2 = x_3
                x_1 = x_2
            for i in reversed(range(n)):
                for j in reversed(range(i)):
                    bx = bx * x_2
            return x_1, bx
        """, """
        x_1 = x
        x_tape = []
        for i in range(n):
            x_2 = x_1
            for j in range(i):
                x_tape.append(x_2)
                x_3 = x_2 * x_2
                x_2 = x_3
            x_1 = x_2
        for i_1 in reversed(range(n)):
            for j_1 in reversed(range(i_1)):
                x_4 = x_tape.pop()
                bx = bx * x_4
        return x_1, bx
        """, x_1=1, x_2=2)


def test_what_a_loop_carries_is_not_computed_again_from_what_it_becomes():
    case("""
        def f(x, by, n):
            p = 0
            for i in range(n):
                y = x[p] * i
                p = i
            for i in reversed(range(n)):
                by = by + x[p]
            return y, by
        """, """
        p = 0
        p_tape = []
        for i in range(n):
            p_tape.append(p)
            y = x[p] * i
            p = i
        for i_1 in reversed(range(n)):
            p_1 = p_tape.pop()
            by = by + x[p_1]
        return y, by
        """, p=1)
