"""Which names are assigned and read along the paths through statements."""
from tangent.analyses.control import captured_names, exposed_reads, live_before, surely_assigned

from ..passes.stages import tree


def statements(text):
    return tree(text).tree.body


BRANCH = """
    def f(x, y):
        if x:
            a = y
            b = a
        else:
            a = 1
        c = a
        return b
    """


def test_what_is_assigned_on_every_path():
    assert surely_assigned(statements(BRANCH), {'x'}) == {'x', 'a', 'c'}


def test_what_is_read_before_it_is_surely_assigned():
    assert exposed_reads(statements(BRANCH)) == {'x', 'y', 'b'}


def test_what_is_needed_before():
    assert live_before(statements(BRANCH)[:1], {'a', 'b', 'z'}) == {'x', 'y', 'b', 'z'}


def test_tuples_and_a_read_of_what_is_assigned_at_once():
    body = statements("""
        def f(x):
            a, (b, *c) = x
            a = a + b
            return a
        """)
    assert exposed_reads(body) == {'x'}
    assert surely_assigned(body, set()) == {'a', 'b', 'c'}


def test_what_functions_inside_capture():
    assert captured_names(tree("""
        def f(x, y, z):
            def g(a):
                b = a + x
                return b
            h = (lambda a: a + y)
            return g(z) + h(z)
        """)) == {'x', 'y'}
