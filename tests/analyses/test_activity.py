"""Which variables carry derivatives."""
import numpy as np

from tangent.analyses.activity import Activity, target_names
from tangent.analyses.calls import callee_of
from tangent.passes.versions import versions

from ..passes.stages import tree


def active(text, wrt=('x',), **names):
    return Activity(versions(tree(text, **names)), wrt).active


def test_what_lies_between_the_inputs_and_the_result():
    assert active("""
        def f(x, y):
            a = x * 2.0
            b = y * 2.0
            c = a + b
            d = c * x
            return c
        """) == {'x', 'a', 'c'}


def test_only_the_inputs_asked_for():
    text = 'def f(x, y):\n    a = x * 2.0\n    b = y * a\n    return b'
    assert active(text, ('y',)) == {'y', 'b'}
    assert active(text, ('x', 'y')) == {'x', 'y', 'a', 'b'}


def test_nothing_passes_through_what_is_piecewise_constant():
    assert active("""
        def f(x, y):
            a = x > 0.0
            b = np.floor(x)
            c = len(x)
            d = x.shape
            e = f'{x}'
            g = np.argmax(x)
            h = x is None
            i = isinstance(x, float)
            return (a, b, c, d, e, g, h, i)
        """) == set()


def test_an_index_carries_nothing():
    assert active('def f(x, y):\n    i = x * 2\n    return y[i]') == set()
    assert active('def f(x, y):\n    i = y * 2\n    return x[i]') == {'x'}


def test_a_condition_carries_nothing():
    assert active('def f(x, y):\n    a = y if x > 0 else 2.0\n    return a') == set()


def test_branches():
    found = active("""
        def f(x, y):
            if y > 0:
                a = x
            else:
                a = 1.0
            return a
        """)
    assert {'x', 'a'} <= found and 'y' not in found


def test_an_overwritten_value_does_not_count():
    assert 'a' not in active("""
        def f(x, y):
            a = x * 2.0
            a = y
            return a
        """)


def test_functions_inside():
    found = active("""
        def f(x, y):
            def g(a):
                return a * x
            def h(a):
                return a * y
            b = g(y)
            c = h(y)
            return b + c
        """)
    assert {'x', 'g', 'b'} <= found and not {'h', 'c', 'y'} & found


def test_containers():
    found = active("""
        def f(x, y):
            a = {'x': x, 'y': y}
            b = [y, y]
            c = a['y'] * b[0]
            return c
        """)
    assert {'x', 'a', 'c'} <= found and 'b' not in found


def test_target_names():
    targets = tree('def f(x):\n    a, (b, *c) = x\n    return a').tree.body[0].targets[0]
    assert target_names(targets) == ['a', 'b', 'c']


# --- what a call calls -----------------------------------------------------------------

def callee(text, **names):
    function = tree(text, **names)
    return callee_of(function, function.tree.body[-1].value,
                     {s.name for s in function.tree.body if hasattr(s, 'name')})


def helper(a):
    return a


def test_a_function_with_a_rule():
    found = callee('def f(x):\n    return np.sin(x)')
    assert found.target is np.sin and found.entry is not None and not found.is_source


def test_a_function_with_a_source():
    found = callee('def f(x):\n    return helper(x)', helper=helper)
    assert found.target is helper and found.entry is None and found.is_source


def test_a_method_of_an_array():
    found = callee('def f(x):\n    return x.sum(axis=0)')
    assert found.method == 'sum' and len(found.arguments) == 1 and found.entry.function == np.ndarray.sum


def test_a_function_that_is_told_by_the_object_and_not_by_the_name():
    assert callee('def f(x):\n    return sin(x)', sin=np.cos).entry.function is np.cos
    assert callee('def f(x):\n    return np.sin(x)',
                  np=type('np', (), {'sin': np.cos})).entry.function is np.cos


def test_a_parameter_is_not_known():
    found = callee('def f(x, np):\n    return np.sin(x)')
    assert found.entry is None and not callable(found.target)


def test_a_function_inside():
    assert callee('def f(x):\n    def g(a): return a\n    return g(x)').local == 'g'


def test_a_function_inside_carries_those_that_it_calls():
    activity = Activity(versions(tree('''
        def f(x):
            k = 2.0
            def first(p):
                return p * k
            def second(p):
                return first(p)
            def third(k, q):
                return second(k) + third(k, q) * q
            return third(x, 2.0)
        ''')), ['x'])
    lifted = activity.lifted('third')
    assert lifted.captured == ('k',)
    assert [definition.name for definition in lifted.carried] == ['first', 'second', 'third']
    assert lifted.renamed == {'k': 'k_1'}
    assert lifted.tree.args.args[0].id == 'k_1'


def test_calls_in_calls_are_looked_at_once():
    def inner(p):
        return p * 2.0
    asked = []

    def varies(callee, activity):
        asked.append(callee)
        return activity.carries(callee.arguments[0])
    text = 'x'
    for _ in range(12):
        text = f'inner({text})'
    Activity(versions(tree(f"""
        def f(x):
            y = {text}
            return y
        """, inner=inner)), ['x'], varies)
    assert len(asked) < 100
