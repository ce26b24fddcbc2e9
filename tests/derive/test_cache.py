"""Derivatives are made once and bound again: for new data, not for new callables or rules."""
import functools
import linecache
import operator
import types

import numpy as np
import pytest

import tangent
from tangent.derive import cache
from tangent.grads import adjoint, d


@pytest.fixture
def derivations(monkeypatch):
    """How many functions were derived since the test began."""
    count = [0]
    for name in ('derive_joint', 'derive_in_two', 'derive_point', 'derive_forward'):
        original = getattr(cache, name)

        def counted(*args, original=original):
            count[0] += 1
            return original(*args)
        monkeypatch.setattr(cache, name, counted)
    return count


def loss(w, batch):
    return np.sum((w - batch) ** 2)


def test_a_lambda_in_a_loop_is_derived_once(derivations):
    w = np.zeros(2)
    codes = set()
    for number in range(5):
        batch = np.full(2, float(number))
        df = tangent.grad(lambda w: loss(w, batch))
        np.testing.assert_array_equal(df(w), -2.0 * batch)
        codes.add(df.__code__)
    assert len(codes) == 1 and derivations[0] == 1


def test_each_keeps_its_own_cells():
    def make(a):
        return lambda x: a * x
    first, second = tangent.grad(make(2.0)), tangent.grad(make(3.0))
    assert first.__code__ is second.__code__
    assert (first(1.0), second(1.0), first(1.0)) == (2.0, 3.0, 2.0)


def test_each_keeps_its_own_cells_when_split():
    def make(a):
        return lambda x: a * x * x
    first, second = (tangent.grad(make(a), motion='split') for a in (2.0, 3.0))
    assert first.__code__ is second.__code__
    assert (first(1.0), second(1.0), first(1.0)) == (4.0, 6.0, 4.0)


def test_each_keeps_its_own_cells_in_functions_defined_inside():
    def make(a):
        def f(x):
            def inner(v):
                return v * a
            return inner(x) * x
        return f
    first, second = tangent.grad(make(2.0)), tangent.grad(make(3.0))
    assert first.__code__ is second.__code__
    assert (first(1.0), second(1.0), first(1.0)) == (4.0, 6.0, 4.0)


def test_a_gauss_newton_product_is_derived_once_for_each_model(derivations):
    x, v, found = np.array([1.0, 2.0]), np.array([0.5, -1.0]), []
    for scale in (1.0, 2.0, 3.0):
        found.append(tangent.ggnvp(lambda w: scale * w ** 2, lambda y: np.sum(y ** 2) / scale))
    for scale, product in zip((1.0, 2.0, 3.0), found):
        np.testing.assert_allclose(product(x, v), 2.0 * scale * 4.0 * x ** 2 * v)
    assert len({product.__code__ for product in found}) == 1
    other = tangent.ggnvp(lambda w: scale * w ** 2, lambda y: np.sum(y ** 3))
    np.testing.assert_allclose(other(x, v), 6.0 * scale * x ** 2 * (2.0 * scale * x) ** 2 * v)


def test_a_gauss_newton_product_again(derivations):
    def model(w):
        return 2.0 * w

    def energy(y):
        return 0.5 * np.sum(y ** 2)
    tangent.ggnvp(model, energy)
    assert derivations[0] == 3  # the gradient of the energy, its tangent, and the product
    product = tangent.ggnvp(model, energy)
    assert derivations[0] == 3 and product(3.0, 1.0) == 4.0

    def energy(y):
        return np.sum(y ** 2)
    assert tangent.ggnvp(model, energy)(3.0, 1.0) == 8.0


def test_the_same_function_again(derivations):
    for _ in range(3):
        tangent.grad(loss)
    assert derivations[0] <= 1
    assert tangent.grad(loss).__code__ is tangent.grad(loss).__code__


def test_what_calls_functions_of_other_modules_again(derivations):
    """Names that generated code adds are none that those modules have."""
    module = types.ModuleType('elsewhere')
    text = 'def product(items):\n    y = 1.0\n    for item in items:\n        y = y * item\n    return y\n'
    linecache.cache['elsewhere.py'] = (len(text), None, text.splitlines(True), 'elsewhere.py')
    exec(compile(text, 'elsewhere.py', 'exec'), module.__dict__)

    def f(x):
        return module.product([x, 2.0 * x]) + functools.reduce(operator.mul, [x, x]) + dict.fromkeys('a', x)['a']
    assert tangent.grad(f)(3.0) == 19.0
    tangent.grad(f)
    assert derivations[0] == 1


def test_each_call_gives_a_function_of_its_own():
    one, other = tangent.grad(loss), tangent.grad(loss)
    assert one is not other
    one.note = 'mine'
    assert not hasattr(other, 'note')


def test_options_are_part_of_the_key(derivations):
    f = lambda x, y: x * y
    made = [tangent.grad(f), tangent.grad(f, wrt=1), tangent.grad(f, wrt=(0, 1)),
            tangent.grad(f, preserve_result=True),
            tangent.grad(f, check_dims=False), tangent.grad(f, optimized=False),
            tangent.grad(f, motion='split'),
            tangent.vjp(f), tangent.value_and_grad(f)]
    assert derivations[0] == len(made)
    assert [df(2.0, 3.0) for df in made[:4]] == [3.0, 2.0, (3.0, 2.0), (3.0, 6.0)]


def test_an_index_and_a_name_for_the_same_argument_share(derivations):
    f = lambda x, y: x * y
    assert tangent.grad(f, wrt=0).__code__ is tangent.grad(f, wrt=('x',)).__code__
    assert derivations[0] == 1


def test_data_in_a_cell_of_another_kind_is_still_right():
    def make(a):
        return lambda x: np.sum(a * x)
    number, array = tangent.grad(make(2.0)), tangent.grad(make(np.array([1.0, 2.0])))
    assert number(1.0) == 2.0 and array(1.0) == 3.0
    np.testing.assert_array_equal(array(np.ones(2)), [1.0, 2.0])


def test_another_callable_in_a_cell_is_derived_anew():
    def make(g):
        return lambda x: g(x)
    assert tangent.grad(make(np.sin))(0.0) == 1.0
    assert tangent.grad(make(np.cos))(0.0) == 0.0
    assert tangent.grad(make(lambda x: 5.0 * x))(0.0) == 5.0
    assert tangent.grad(make(lambda x: 7.0 * x))(0.0) == 7.0
    assert tangent.grad(make(np.sin))(0.0) == 1.0


def test_many_callables_in_a_cell():
    def make(g):
        return lambda x: g(x)

    def scale(k):
        return lambda x: k * x
    found = [tangent.grad(make(scale(float(k))))(1.0) for k in range(20)]
    assert found == [float(k) for k in range(20)]


def test_callables_with_the_same_code_and_other_cells():
    def scale(k):
        return lambda x: k * x

    def make(g):
        return lambda x: g(x)
    first, second = tangent.grad(make(scale(2.0))), tangent.grad(make(scale(3.0)))
    assert (first(1.0), second(1.0), first(1.0)) == (2.0, 3.0, 2.0)


def inner_v1(x):
    return 2.0 * x


def inner_v2(x):
    return 3.0 * x


inner = inner_v1


def middle(x):
    return inner(x)


def outer(x):
    return middle(x)


def test_a_changed_helper_makes_a_new_derivative(monkeypatch):
    before = tangent.grad(outer)
    assert before(1.0) == 2.0
    monkeypatch.setitem(globals(), 'inner', inner_v2)
    assert tangent.grad(outer)(1.0) == 3.0
    assert tangent.value_and_grad(outer)(1.0) == (3.0, 3.0)
    assert before(1.0) == 2.0


def test_a_changed_helper_inside_a_module_or_class(monkeypatch):
    class Tools:
        helper = staticmethod(inner_v1)
    f = lambda x: Tools.helper(x)
    assert tangent.grad(f)(1.0) == 2.0
    Tools.helper = staticmethod(inner_v2)
    assert tangent.grad(f)(1.0) == 3.0


def test_a_helper_that_is_shadowed_later_makes_a_new_derivative():
    def make():
        def f(x):
            return helper(x)

        def helper(x):
            return 2.0 * x

        def change(g):
            nonlocal helper
            helper = g
        return f, change
    f, change = make()
    before = tangent.grad(f)
    change(np.sin)
    after = tangent.grad(f)
    assert (before(0.0), after(0.0)) == (2.0, 1.0)


def test_data_that_becomes_a_callable_and_back():
    holder = {'np': np}
    import linecache
    text = 'def f(x):\n    return x * scale\n'
    linecache.cache['<holder>'] = (len(text), None, text.splitlines(True), '<holder>')
    exec(compile(text, '<holder>', 'exec'), holder)
    holder['scale'] = 2.0
    assert tangent.grad(holder['f'])(1.0) == 2.0
    holder['scale'] = 5.0
    assert tangent.grad(holder['f'])(1.0) == 5.0


# --- rules ------------------------------------------------------------------------

def test_registering_a_rule_invalidates_what_used_the_function():
    def helper(x):
        return x * x

    def f(x):
        return helper(x)
    before = tangent.grad(f)
    assert before(3.0) == 6.0

    @adjoint(helper)
    def rule(y, x):
        d[x] = d[y] * 100.0
    assert tangent.grad(f)(3.0) == 100.0
    assert before(3.0) == 6.0


def test_registering_another_rule_invalidates_what_used_the_first():
    def helper(x):
        return x * x

    def f(x):
        return helper(x)

    @adjoint(helper)
    def rule(y, x):
        d[x] = d[y] * 100.0
    assert tangent.grad(f)(3.0) == 100.0

    @adjoint(helper)
    def another(y, x):
        d[x] = d[y] * 200.0
    assert tangent.grad(f)(3.0) == 200.0


def test_registering_a_rule_invalidates_what_used_it_further_down():
    def helper(x):
        return x * x

    def between(x):
        return helper(x)

    def f(x):
        return between(x)
    assert tangent.grad(f)(3.0) == 6.0

    @adjoint(helper)
    def rule(y, x):
        d[x] = d[y] * 100.0
    assert tangent.grad(f)(3.0) == 100.0


def test_a_rule_for_the_function_itself_is_used_when_it_is_registered_later():
    def f(x):
        return x * x
    assert tangent.grad(f)(3.0) == 6.0

    @adjoint(f)
    def rule(y, x):
        d[x] = d[y] * 100.0
    assert tangent.grad(f)(3.0) == 100.0


def test_a_rule_for_a_function_passed_as_an_argument():
    def helper(x):
        return x * x

    def apply(g, x):
        return g(x)
    df = tangent.grad(apply, wrt='x')
    assert df(helper, 3.0) == 6.0

    @adjoint(helper)
    def rule(y, x):
        d[x] = d[y] * 100.0
    assert df(helper, 3.0) == 100.0


# --- what is not shared -----------------------------------------------------------------

def test_functions_of_equal_text_in_different_places_are_told_apart():
    def make_one():
        def f(x):
            return helper(x)

        def helper(x):
            return 2.0 * x
        return f

    def make_other():
        def f(x):
            return helper(x)

        def helper(x):
            return 3.0 * x
        return f
    assert tangent.grad(make_one())(1.0) == 2.0
    assert tangent.grad(make_other())(1.0) == 3.0


def test_a_second_derivative_in_a_loop_is_derived_once(derivations):
    codes = set()
    for number in range(4):
        a = float(number)
        ddf = tangent.grad(tangent.grad(lambda x: a * x * x))
        assert ddf(1.0) == 2.0 * a
        codes.add(ddf.__code__)
    assert len(codes) == 1 and derivations[0] == 2


def of_derivative(g):
    df = tangent.grad(g)
    return tangent.grad(lambda w: w * df(w))


def test_a_derivative_bound_again_is_the_same_callable(derivations):
    def power(n):
        return lambda w: w ** n
    cube = power(3.0)
    codes = set()
    for _ in range(3):
        ddf = of_derivative(cube)
        assert ddf(2.0) == 3 * 3.0 * 2.0 ** 2
        codes.add(ddf.__code__)
    assert len(codes) == 1 and derivations[0] == 2
    assert of_derivative(power(2.0))(5.0) == 2 * 2.0 * 5.0  # the same code over other data


def test_a_derivative_of_a_function_with_another_default_is_another():
    def power(n):
        def function(w, n=n):
            return w ** n
        return function
    assert of_derivative(power(3.0))(2.0) == 3 * 3.0 * 2.0 ** 2
    assert of_derivative(power(2.0))(5.0) == 2 * 2.0 * 5.0


def test_a_function_and_its_own_derivative_in_a_cell():
    def made(step):
        def again(w):
            return w * step if abs(w) > 4.0 else w * again(w + step)
        return again
    for step in (1.0, 3.0, 1.0):
        again = made(step)
        h = 1e-6
        df = tangent.grad(again)
        want = (df(2.1 + h) - df(2.1 - h)) / (2 * h)
        np.testing.assert_allclose(tangent.grad(df)(2.1), want, rtol=1e-6)


def test_a_wrapped_function_in_a_loop_is_right():
    import functools
    for number in range(3):
        k = float(number)
        assert tangent.grad(functools.partial(lambda k, x: k * x, k))(1.0) == k


def test_a_failed_derivation_leaves_nothing_behind():
    from tangent.errors import UnsupportedError

    def f(x):
        for _ in range(2):
            x = x * x
        with open('nothing') as file:
            return x
    for _ in range(2):
        with pytest.raises(UnsupportedError):
            tangent.grad(f)


def test_one_code_in_two_namespaces():
    import linecache
    text = 'def f(x):\n    return k * helper(x)\n'
    linecache.cache['<two namespaces>'] = (len(text), None, text.splitlines(True), '<two namespaces>')
    code = compile(text, '<two namespaces>', 'exec')
    found = []
    for k, helper in ((2.0, np.sin), (3.0, np.tan)):
        namespace = {'k': k, 'helper': helper}
        exec(code, namespace)
        found.append(tangent.grad(namespace['f']))
    assert [df(0.0) for df in found] == [2.0, 3.0]


def test_data_is_not_kept_alive():
    import gc
    import weakref

    def make():
        batch = np.ones(3)
        df = tangent.grad(lambda w: loss(w, batch))
        df(np.zeros(3))
        return weakref.ref(batch)
    references = [make() for _ in range(3)]
    gc.collect()
    assert all(reference() is None for reference in references)


def test_default_values_are_not_kept_alive():
    import gc
    import weakref

    def make():
        def f(w, batch=np.ones(3)):
            return loss(w, batch)
        tangent.grad(f)(np.zeros(3))
        return weakref.ref(f.__defaults__[0])
    references = [make() for _ in range(3)]
    gc.collect()
    assert all(reference() is None for reference in references)


def test_transforming_from_several_threads():
    from concurrent.futures import ThreadPoolExecutor

    def make(k):
        return lambda x: k * np.sin(x) * x

    def derive(k):
        return tangent.grad(make(k))(0.0) + tangent.grad(lambda x: make(k)(x))(1.0)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(derive, [float(k) for k in range(12)]))
    np.testing.assert_allclose(found, [k * (np.sin(1.0) + np.cos(1.0)) for k in range(12)])


def test_functions_of_equal_code_with_other_defaults_are_kept_apart():
    def f(x):
        return x * x * x
    with_default, without = tangent.grad(f), tangent.vjp(f)
    assert tangent.jvp(with_default)(2.0, 1.0) == 12.0
    assert tangent.jvp(without)(2.0, 1.0, 1.0) == 12.0


def test_default_values_of_functions_inside_are_their_own():
    def f(x, k=2.0):
        def g(v, k=3.0, *, x=x):
            return v * k * x
        return g(x) * k
    assert tangent.grad(f)(1.5) == tangent.grad(f)(1.5) == 2.0 * 3.0 * 2.0 * 1.5
