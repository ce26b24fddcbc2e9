"""Code in the backward pass: `insert_grad_of`, and `tangent.tangent`, which runs functions without it."""
import collections
import dataclasses
import importlib
import inspect
import sys

import numpy as np
import pytest

import tangent
from tangent.errors import ArgumentError, BlockError, SeedError, UnsupportedError

LOG = []
RNG = np.random.default_rng(0)
W, H, XS = RNG.normal(size=(3, 3)), RNG.normal(size=3), RNG.normal(size=(6, 3))
V = RNG.normal(size=(3, 3))
Point = collections.namedtuple('Point', 'x y')


@dataclasses.dataclass
class Cell:
    weight: float
    bias: float


@pytest.fixture(autouse=True)
def empty_log():
    LOG.clear()


@pytest.fixture(params=[True, False], ids=['optimized', 'plain'])
def grad(request):
    return lambda function, **options: tangent.grad(function, optimized=request.param, **options)


def close(found, expected, rtol=1e-7):
    if isinstance(expected, tuple):
        assert len(found) == len(expected)
        for one, other in zip(found, expected):
            close(one, other, rtol)
    else:
        np.testing.assert_allclose(found, expected, rtol, 1e-12)


def slope(function, x, step=1e-6):
    return (function(x + step) - function(x - step)) / (2.0 * step)


# --- reading and assigning ----------------------------------------------------------

def clipped(x):
    h = x * x
    with tangent.insert_grad_of(h) as dh:
        LOG.append(dh)
        dh = np.clip(dh, -1.0, 1.0)
    return np.sum(h * h * h)


def test_an_adjoint_is_read_and_replaced(grad):
    x = np.array([0.1, 2.0])
    close(grad(clipped)(x), np.clip(3.0 * x ** 4, -1.0, 1.0) * 2.0 * x)
    close(LOG[0], 3.0 * x ** 4)


def test_what_was_logged_stays_as_it_was(grad):
    def f(x):
        h = x * 1.0
        for _ in range(3):
            with tangent.insert_grad_of(h) as dh:
                LOG.append(dh)
            h = h + x
            x = x * 2.0
        return np.sum(h * h)
    grad(f)(np.ones(2))
    close(LOG, [np.full(2, 16.0)] * 3)


def test_second_derivatives_are_those_of_the_changed_derivative(grad):
    dclipped = grad(clipped)
    x = np.array([0.3, 0.9])
    v = np.array([0.7, -0.2])
    expected = (dclipped(x + 1e-6 * v) - dclipped(x - 1e-6 * v)) / 2e-6
    close(tangent.hvp(clipped)(x, v), expected, 1e-6)
    close(tangent.hessian(clipped)(x) @ v, expected, 1e-6)
    LOG.clear()
    close(tangent.grad(lambda x: np.sum(tangent.grad(clipped)(x) * v))(x), expected, 1e-6)
    assert LOG and all(isinstance(entry, np.ndarray) for entry in LOG)


def test_the_adjoint_is_that_of_all_later_uses():
    def f(x):
        y = x * x
        z = y * x
        with tangent.insert_grad_of(y) as dy:
            LOG.append(dy)
        return z + y * y + 3.0 * y
    tangent.grad(f)(2.0)
    assert LOG == [2.0 * 4.0 + 3.0]


def test_blocks_in_branches_and_several_of_them(grad):
    def f(x, flag):
        y = x * x
        if flag:
            with tangent.insert_grad_of(y) as dy:
                dy = 2.0 * dy
        else:
            with tangent.insert_grad_of(x) as dx:
                most = abs(dx)
                if most > 1.0:
                    dx = dx / most
        with tangent.insert_grad_of(y) as dy:
            dy += 1.0
        return y * 3.0
    df = grad(f)
    assert df(5.0, True) == 2.0 * 4.0 * 10.0
    assert df(5.0, False) == 2.0 * 5.0 * 4.0


def test_a_block_may_compute_with_names_of_its_own(grad):
    def f(x, most):
        y = np.sin(x)
        with tangent.insert_grad_of(y) as dy:
            total = 0.0
            for value in dy:
                total = total + value * value
            size, _ = np.sqrt(total), None
            if size > most:
                dy = dy * (most / size)
        return np.sum(y * y)
    x = np.array([0.3, 0.4])
    dy = 2.0 * np.sin(x)
    close(grad(f)(x, 0.5), dy / np.linalg.norm(dy) * 0.5 * np.cos(x))
    close(grad(f)(x, 5.0), dy * np.cos(x))


def test_a_number_stands_for_an_array_of_it_and_float32_stays():
    def f(x):
        y = x * x
        with tangent.insert_grad_of(y) as dy:
            dy = 1
        return np.sum(y)
    close(tangent.grad(f)(np.ones((2, 2), np.float32)), np.full((2, 2), 2.0, np.float32))
    assert tangent.grad(f)(np.ones(2, np.float32)).dtype == np.float32
    assert type(tangent.grad(f)(2.0)) is float


def test_an_adjoint_of_another_shape_is_an_error():
    def f(x):
        y = x * x
        with tangent.insert_grad_of(y) as dy:
            dy = dy[:1]
        return np.sum(y)
    with pytest.raises(SeedError, match='the adjoint has shape .3,., what is assigned to it .1,.'):
        tangent.grad(f)(np.ones(3))


def test_the_adjoint_of_a_container_stays_one(grad):
    def f(xs, scale):
        with tangent.insert_grad_of(xs) as dxs:
            dxs = [scale * d for d in dxs]
        return xs
    assert tangent.vjp(f)([1.0, 2.0], 2.0, [3.0, 4.0]) == [6.0, 8.0]

    def g(xs):
        with tangent.insert_grad_of(xs) as dxs:
            dxs = dxs + dxs
        return xs
    with pytest.raises(SeedError, match='a list of 2, what is assigned to it is a list of 4'):
        tangent.vjp(g)([1.0, 2.0], [3.0, 4.0])


def test_blocks_run_where_nothing_depends_on_them(grad):
    def unused(x):
        y = x * x
        with tangent.insert_grad_of(y) as dy:
            LOG.append(('unused', dy))
        return x * 2.0

    def not_asked_for(x, z):
        with tangent.insert_grad_of(z) as dz:
            LOG.append(('z', dz))
        return x * z
    assert grad(unused)(3.0) == 2.0 and grad(not_asked_for)(3.0, 4.0) == 4.0
    assert LOG == [('unused', 0.0), ('z', 3.0)]


def test_assertions_and_exceptions(grad):
    def f(x):
        y = x * x
        with tangent.insert_grad_of(y) as dy:
            assert np.all(np.isfinite(dy)), 'not finite'
            if dy < 0.0:
                raise ValueError(f'negative: {dy}')
        return y * x
    assert grad(f)(2.0) == 12.0
    with pytest.raises(ValueError, match='negative: -2.0'):
        grad(f)(-2.0)
    with pytest.raises(AssertionError, match='not finite'):
        grad(f)(np.inf)


# --- containers -----------------------------------------------------------------------

def test_items_of_lists_arrays_and_tuples(grad):
    def f(xs):
        total = 0.0
        for i in range(len(xs)):
            with tangent.insert_grad_of(xs[i]) as dx:
                dx = 10.0 * dx
            total = total + xs[i] ** 2
        return total
    for xs in ([1.0, 2.0, 3.0], (1.0, 2.0, 3.0), np.arange(1.0, 4.0)):
        found = grad(f)(xs)
        assert type(found) is type(xs)
        close(list(found), [20.0, 40.0, 60.0])


def test_items_of_dicts_and_slices_and_nested_ones(grad):
    def f(p, x):
        with tangent.insert_grad_of(p['w']) as dw:
            dw = np.clip(dw, -1.0, 1.0)
        with tangent.insert_grad_of(p['layers'][1]) as dlayer:
            dlayer = -dlayer
        with tangent.insert_grad_of(x[1:]) as dpart:
            dpart = 0.0
        return np.sum(p['w'] * x) * p['layers'][0] * p['layers'][1]
    x = np.array([0.5, 4.0])
    p = {'w': np.array([1.0, 2.0]), 'layers': [2.0, 3.0]}
    found, dx = grad(f, wrt=(0, 1))(p, x)
    total = np.sum(p['w'] * x)
    close(found['w'], [1.0, 1.0])
    close(found['layers'], [3.0 * total, -2.0 * total])
    close(dx, [6.0, 0.0])


def test_fields_of_records(grad):
    def f(cell, x):
        with tangent.insert_grad_of(cell.weight) as dw:
            LOG.append(dw)
            dw = 0.0
        return cell.weight * x + cell.bias * 2.0

    def g(point):
        with tangent.insert_grad_of(point.x) as dx:
            dx = 7.0
        return point.x * point.y
    assert grad(f)(Cell(2.0, 3.0), 5.0) == Cell(0.0, 2.0) and LOG == [5.0]
    assert grad(g)(Point(2.0, 3.0)) == Point(7.0, 2.0)


def test_second_derivatives_through_items():
    def f(xs):
        with tangent.insert_grad_of(xs[0]) as dx:
            dx = dx * dx
        return xs[0] ** 2 * xs[1]

    def g(point):
        with tangent.insert_grad_of(point.x) as dx:
            dx = dx * dx
        return point.x ** 2 * point.y
    df, dg = tangent.grad(f), tangent.grad(g)
    close(tangent.grad(lambda xs: np.sum(df(xs)))(np.array([2.0, 3.0])), [2 * 12.0 * 6.0 + 4.0, 2 * 12.0 * 4.0])
    second = tangent.grad(lambda point: dg(point).x + dg(point).y)(Point(2.0, 3.0))
    close([second.x, second.y], [2 * 12.0 * 6.0 + 4.0, 2 * 12.0 * 4.0])


# --- stopping ---------------------------------------------------------------------------

def truncated(W, h, xs, k):
    for t in range(len(xs)):
        h = np.tanh(np.dot(W, h) + xs[t])
        with tangent.insert_grad_of(h):
            if t < len(xs) - k:
                break
    return np.sum(h * h)


def stopped(W, h, xs, k):
    for t in range(len(xs)):
        h = np.tanh(np.dot(W, h) + xs[t])
        if t == len(xs) - k - 1:
            h = tangent.stop_gradient(h)
    return np.sum(h * h)


@pytest.mark.parametrize('k', range(7))
def test_a_stopped_loop(grad, k):
    close(grad(truncated, wrt=(0, 1))(W, H, XS, k), tangent.grad(stopped, wrt=(0, 1))(W, H, XS, k))


@pytest.mark.parametrize('k', (0, 2, 6))
def test_a_stopped_loop_to_second_order(k):
    first = tangent.grad(truncated)
    expected = (first(W + 1e-6 * V, H, XS, k) - first(W - 1e-6 * V, H, XS, k)) / 2e-6
    close(tangent.hvp(truncated)(W, H, XS, k, V), expected, 1e-5)
    backward = tangent.grad(lambda W: np.sum(tangent.grad(truncated)(W, H, XS, k) * V))
    close(np.sum(backward(W) * V), np.sum(expected * V), 1e-5)


def nested(W, v, n, m, k):
    total = 0.0
    for i in range(n):
        h = v * (i + 1.0)
        for j in range(m):
            h = np.tanh(np.dot(W, h) + i + j)
            with tangent.insert_grad_of(h):
                if j < k:
                    break
        v = np.sin(v + h)
        total = total + np.sum(v * v * h)
    return total


def nested_stopped(W, v, n, m, k):
    total = 0.0
    for i in range(n):
        h = v * (i + 1.0)
        for j in range(m):
            h = np.tanh(np.dot(W, h) + i + j)
            if j == k - 1:
                h = tangent.stop_gradient(h)
        v = np.sin(v + h)
        total = total + np.sum(v * v * h)
    return total


@pytest.mark.parametrize('k', range(5))
def test_a_stopped_inner_loop_drops_what_was_left_on_its_tapes(grad, k):
    expected = tangent.grad(nested_stopped, wrt=(0, 1))(W, H, 3, 4, k)
    close(grad(nested, wrt=(0, 1))(W, H, 3, 4, k), expected)
    _, pull = tangent.pullback(nested, wrt=(0, 1))(W, H, 3, 4, k)
    close(pull(1.0), expected)
    close(pull(2.0), (2.0 * expected[0], 2.0 * expected[1]))


def in_a_branch(x, n, k):
    y = z = x
    for i in range(n):
        y = y * x + z
        if i % 2 == 0:
            with tangent.insert_grad_of(y):
                if i < k:
                    break
            y = np.sin(y)
        z = z * y
    return y + z


def in_a_branch_stopped(x, n, k):
    y = z = x
    last = max([i for i in range(n) if i % 2 == 0 and i < k], default=-1)
    for i in range(n):
        y = y * x + z
        if i == last:
            y = tangent.stop_gradient(y)
            z = tangent.stop_gradient(z)
        if i % 2 == 0:
            y = np.sin(y)
        z = z * y
    return y + z


@pytest.mark.parametrize('k', range(6))
def test_a_loop_stopped_in_a_branch(grad, k):
    """All that the loop carries has the adjoint zero from the place of the block on, not only what it names."""
    assert grad(in_a_branch)(0.7, 5, k) == pytest.approx(tangent.grad(in_a_branch_stopped)(0.7, 5, k))


def test_while_loops_and_code_around_a_break(grad):
    def f(x, most):
        y = x
        n = 0
        while n < 5:
            y = y * np.sin(x) + y
            n += 1
            with tangent.insert_grad_of(y) as dy:
                LOG.append(n)
                if abs(dy) > most:
                    LOG.append('stop')
                    break
                dy = dy * 0.5
        return y
    df = grad(f)

    def by_hand(x, most):
        ys = [x]
        for _ in range(5):
            ys.append(ys[-1] * np.sin(x) + ys[-1])
        by, bx = 1.0, 0.0
        for y in ys[-2::-1]:
            if abs(by) > most:
                return bx
            by = by * 0.5
            bx += by * y * np.cos(x)
            by = by * np.sin(x) + by
        return bx + by
    for most in (0.3, 0.75, 10.0):
        assert df(0.9, most) == pytest.approx(by_hand(0.9, most))
    LOG.clear()
    df(0.9, 0.5)
    assert LOG == [5, 'stop']


def test_writes_and_blocks_in_a_stopped_loop(grad):
    """The writes that the iterations left out made are seen by what stands before the loop."""
    def f(x, k):
        y = np.zeros_like(x)
        y[0] = x[0] * x[0]
        for i in range(1, len(x)):
            y[i] = y[i - 1] * x[i]
            with tangent.insert_grad_of(y):
                if i < k:
                    break
        return np.sum(y)

    def reference(x, k):
        y = np.zeros_like(x)
        y[0] = x[0] * x[0]
        for i in range(1, len(x)):
            y[i] = y[i - 1] * x[i]
            if i == k - 1:
                y = tangent.stop_gradient(y)
        return np.sum(y)
    x = np.array([1.1, 0.9, 1.3, 0.7])
    for k in range(1, 5):
        close(grad(f)(x, k), tangent.grad(reference)(x, k))


# --- callees ------------------------------------------------------------------------------

@tangent.tangent
def activation(x):
    y = np.sin(x)
    with tangent.insert_grad_of(y) as dy:
        LOG.append(float(dy))
        dy = 5.0 * dy
    return y


def test_blocks_of_callees(grad):
    def f(x):
        return activation(x) * x
    assert f(2.0) == np.sin(2.0) * 2.0 and not LOG
    assert grad(f)(2.0) == pytest.approx(np.sin(2.0) + 5.0 * 2.0 * np.cos(2.0))
    assert LOG == [2.0]


def test_calls_are_not_merged_nor_left_out(grad):
    def f(x):
        a = activation(x)
        b = activation(x)
        return 0.0 * a + a * b
    grad(f)(1.0)
    assert len(LOG) == 2


def test_a_call_without_derivatives_runs_no_block(grad):
    def f(x, z):
        return x * activation(z)
    assert grad(f)(2.0, 1.0) == np.sin(1.0) and not LOG


def recursive(x, n):
    with tangent.insert_grad_of(x) as dx:
        LOG.append(float(dx))
    if n == 0:
        return x
    return x + 0.0 * recursive(np.sin(x), n - 1)


def even(x, n):
    if n == 0:
        return x
    return odd(x, n - 1) * odd(x, n - 1)


def odd(x, n):
    if n == 0:
        return x
    with tangent.insert_grad_of(x) as dx:
        LOG.append(float(dx))
    return even(x, n - 1) * x


def test_recursion(grad):
    grad(recursive)(0.5, 3)
    assert LOG == [0.0, 0.0, 0.0, 1.0]
    LOG.clear()
    grad(even)(0.5, 4)
    assert len(LOG) == 2 + 4


def test_callees_that_only_the_call_tells(grad):
    def apply(function, x):
        return function(x) * 2.0
    assert grad(apply, wrt=1)(activation, 0.3) == pytest.approx(10.0 * np.cos(0.3))
    assert LOG == [2.0]


@pytest.mark.parametrize('transform', [tangent.linearize, tangent.jacobian])
def test_where_adjoints_are_transposed_such_callees_are_refused_when_they_are_called(transform):
    def apply(function, x):
        return function(x) * 2.0
    with pytest.raises(UnsupportedError, match='a derivative in forward mode has none'):
        transform(apply, wrt=1)(activation, 0.3)
    assert tangent.jacobian(apply, wrt=1, mode='reverse')(activation, 0.3) == pytest.approx(10.0 * np.cos(0.3))


def test_local_functions(grad):
    def f(x):
        def scaled(y):
            with tangent.insert_grad_of(y) as dy:
                dy = 3.0 * dy
            return x * y
        return scaled(x * 2.0)
    assert grad(f)(5.0) == 2.0 * 5.0 + 3.0 * 5.0 * 2.0


# --- undifferentiated -----------------------------------------------------------------------

def test_run_as_it_is_it_says_what_to_do():
    with pytest.raises(BlockError, match='@tangent.tangent'):
        clipped(1.0)


def test_the_decorated_function_is_the_same_but_for_its_blocks():
    scale, seen = 3.0, []

    def maker(factor):
        @tangent.tangent
        def f(x, power=2, *, shift: float = 1.0):
            """Its docstring."""
            with tangent.insert_grad_of(x) as dx:
                seen.append(dx)
            return factor * scale * x ** power + shift
        return f
    f = maker(2.0)
    assert f(2.0) == 25.0 and f(2.0, 3, shift=0.0) == 48.0 and not seen
    assert f.__name__ == 'f' and f.__doc__ == 'Its docstring.' and f.__qualname__.endswith('maker.<locals>.f')
    assert 'insert_grad_of' in inspect.getsource(f) and list(inspect.signature(f).parameters) == ['x', 'power', 'shift']
    assert f.__code__.co_firstlineno == inspect.getsourcelines(f)[1]
    assert tangent.grad(f)(2.0) == 24.0 and seen == [24.0]
    assert tangent.grad(maker(1.0))(2.0) == 12.0


def test_decorated_methods_and_functions_without_blocks():
    class Model:
        def __init__(self, w):
            self.w = w

        @tangent.tangent
        def loss(self, x):
            y = self.w * x
            with tangent.insert_grad_of(y) as dy:
                LOG.append(dy)
            return y * y
    model = Model(2.0)
    assert model.loss(3.0) == 36.0 and Model.loss.__qualname__.endswith('Model.loss')
    assert tangent.grad(model.loss)(3.0) == 24.0 and LOG == [12.0]
    assert tangent.tangent(stopped) is stopped


def test_lines_in_tracebacks_stay():
    @tangent.tangent
    def f(x):
        with tangent.insert_grad_of(x) as dx:
            print(dx)
        return 1.0 / x
    line = f.__code__.co_firstlineno + 4
    with pytest.raises(ZeroDivisionError) as caught:
        f(0.0)
    assert caught.traceback[-1].lineno + 1 == line


def test_only_functions_are_decorated():
    with pytest.raises(ArgumentError, match='decorates a Python function, not ufunc'):
        tangent.tangent(np.sin)


def test_a_saved_derivative_keeps_what_its_blocks_do(tmp_path, monkeypatch):
    (tmp_path / 'noted.py').write_text(
        'import tangent\nNOTES = []\n\ndef f(x):\n    y = x * x\n    with tangent.insert_grad_of(y) as dy:\n'
        '        NOTES.append(dy)\n        dy = dy * dy\n    return y * y\n', encoding='utf-8')
    monkeypatch.syspath_prepend(tmp_path)
    noted = importlib.import_module('noted')
    tangent.save(tangent.grad(noted.f), tmp_path / 'derivatives_of_noted.py')
    saved = importlib.import_module('derivatives_of_noted')
    for name in ('noted', 'derivatives_of_noted'):
        sys.modules.pop(name)
    assert tangent.grad(saved.dfdx)(0.5) == pytest.approx(slope(lambda x: 8.0 * x ** 5, 0.5), 1e-6)
    assert len(noted.NOTES) == 1


# --- forward mode ------------------------------------------------------------------------------

def test_forward_mode_leaves_out_what_only_reads():
    def f(x):
        y = x * x
        with tangent.insert_grad_of(y) as dy:
            LOG.append(dy)
        return y * y
    assert tangent.jvp(f)(2.0, 1.0) == 32.0
    assert tangent.linearize(f)(2.0)[1](1.0) == 32.0
    assert tangent.jacobian(f)(2.0) == 32.0 and not LOG
    assert tangent.jacobian(f, mode='reverse')(2.0) == 32.0 and LOG == [8.0]


@pytest.mark.parametrize('transform', [tangent.jvp, tangent.linearize, tangent.jacobian,
                                       lambda f: tangent.grad(tangent.jvp(f))])
def test_forward_mode_refuses_what_changes_adjoints(transform):
    for function in (clipped, truncated):
        with pytest.raises(UnsupportedError, match='a derivative in forward mode has none') as caught:
            transform(function)
        assert 'insert_grad_of(h)' in caught.value.source


# --- refusals ---------------------------------------------------------------------------------

def refused(function):
    with pytest.raises(UnsupportedError) as caught:
        tangent.grad(function)
    assert caught.value.line > function.__code__.co_firstlineno
    with pytest.raises(UnsupportedError):
        tangent.tangent(function)
    return caught.value


def test_what_a_block_may_not_be():
    def shared(x):
        with tangent.insert_grad_of(x) as dx, open('log') as _:
            print(dx)
        return x

    def of_an_expression(x):
        with tangent.insert_grad_of(x * x) as dx:
            print(dx)
        return x

    def given_to_several(x):
        with tangent.insert_grad_of(x) as (a, b):
            print(a, b)
        return x

    def called(x):
        tangent.insert_grad_of(x)
        return x

    def in_a_try(x):
        try:
            with tangent.insert_grad_of(x) as dx:
                print(dx)
        finally:
            pass
        return x

    def in_another(x):
        with tangent.insert_grad_of(x) as dx:
            with tangent.insert_grad_of(x) as ddx:
                print(dx, ddx)
        return x
    assert 'shares its with statement' in refused(shared).reason
    assert 'takes a variable' in refused(of_an_expression).reason
    assert 'given to one name' in refused(given_to_several).reason
    assert 'nowhere else' in refused(called).reason
    assert 'inside a try statement' in refused(in_a_try).reason
    assert 'inside another one' in refused(in_another).reason


def test_what_a_block_may_not_do():
    def returns(x):
        with tangent.insert_grad_of(x):
            return x

    def continues(x):
        for _ in range(3):
            with tangent.insert_grad_of(x):
                continue
        return x

    def breaks_from_within(x):
        for _ in range(3):
            with tangent.insert_grad_of(x) as dx:
                with np.errstate(all='ignore'):
                    if dx > 1.0:
                        break
        return x

    def assigns_a_variable(x):
        y = x
        with tangent.insert_grad_of(x) as dx:
            y = dx
        return x * y

    def uses_the_adjoint_outside(x):
        with tangent.insert_grad_of(x) as dx:
            print(dx)
        return x * dx

    def remembers(x):
        for _ in range(3):
            with tangent.insert_grad_of(x):
                count = count + 1  # noqa: F821
        return x

    def writes_the_adjoint(x):
        with tangent.insert_grad_of(x) as dx:
            dx[0] = 1.0
        return np.sum(x)

    def writes_by_a_method(x):
        with tangent.insert_grad_of(x) as dx:
            dx.fill(0.0)
        return np.sum(x)

    def writes_into_out(x):
        with tangent.insert_grad_of(x) as dx:
            np.clip(dx, -1.0, 1.0, out=dx)
        return np.sum(x)

    def writes_into_an_argument(x, log):
        with tangent.insert_grad_of(x) as dx:
            log.append(dx)
        return x * x

    def writes_through_another_name(x):
        with tangent.insert_grad_of(x) as dx:
            other = dx
            other[0] = 1.0
        return np.sum(x)

    def by_a_helper(x):
        with tangent.insert_grad_of(x) as dx:
            zero_first(dx)
        return np.sum(x)

    def assigned_with_others(x):
        with tangent.insert_grad_of(x) as dx:
            dx, _ = 2.0 * dx, None
        return x
    assert 'a return in a block' in refused(returns).reason
    assert 'a continue in a block' in refused(continues).reason
    assert 'a break inside this statement' in refused(breaks_from_within).reason
    assert "'y' is assigned in a block" in refused(assigns_a_variable).reason
    assert "'dx' is assigned in a block" in refused(uses_the_adjoint_outside).reason
    assert "'count' is read in a block" in refused(remembers).reason
    for function in (writes_the_adjoint, writes_by_a_method, writes_into_out, writes_through_another_name, by_a_helper):
        assert 'may be changed in place' in refused(function).reason, function.__name__
    assert "may change 'log', a variable of the function" in refused(writes_into_an_argument).reason
    assert "'dx' is assigned together" in refused(assigned_with_others).reason


def zero_first(x):
    x[0] = 0.0
