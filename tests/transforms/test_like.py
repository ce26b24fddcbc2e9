"""Example arguments and annotations: right, shorter, checked at entry, and known to further transforms."""
from __future__ import annotations

import inspect

import numpy as np
import pytest

import tangent
from tangent.errors import ArgumentError, KindError, SeedError
from tests.checks import leaves, same
from tests.programs import complex_numbers

TRANSFORMS = [tangent.grad, tangent.value_and_grad, tangent.vjp, tangent.autodiff]
X = np.array([0.3, -1.2, 0.8, 2.0])


def horner(x, c):
    y = 0.0
    for a in c:
        y = y * x + a
    return y


def newton(a):
    x = a
    while abs(x * x - a) > 1e-12 * a:
        x = 0.5 * (x + a / x)
    return x


def branches(x, n):
    for _ in range(n):
        if x > 1.0:
            x = 0.5 * x + 0.25 / x
        else:
            x = x * x + 0.5
    return x


def recurrence(x, a):
    y = np.zeros_like(x)
    y[0] = x[0]
    for i in range(1, len(x)):
        y[i] = a * y[i - 1] + x[i]
    return np.sum(y * y)


def smoothed(u, steps):
    for _ in range(steps):
        v = u.copy()
        v[1:-1] = u[1:-1] + 0.2 * (u[2:] - 2.0 * u[1:-1] + u[:-2])
        u = v
    return np.sum(u ** 2)


def layers_of(layers, X):
    h = X
    for layer in layers:
        h = np.tanh(np.dot(h, layer['W']) + layer['b'])
    return np.sum(h * h)


def gaussian(L, m, X):
    S = np.dot(L, L.T) + np.eye(len(m))
    D = X - m
    sign, logdet = np.linalg.slogdet(S)
    return -0.5 * (np.sum(D * np.linalg.solve(S, D.T).T) + len(X) * logdet)


def widened(b, x):
    return np.sum(np.exp(b + x))


def scaled(a, x):
    return np.sum(a * x) * a


def parts(pair, power):
    first, second = pair
    return np.sum(first * second[0] ** power) + second[1]


def maximum(x, y):
    return np.max(x * y, axis=0)[1] + x[0, 1]


def found(xs, limit):
    total = 0.0
    for x in xs:
        if x > limit:
            break
        total = total + x * x
    else:
        total = total * limit
    return total


def _random(*shape):
    return np.random.default_rng(0).normal(size=shape)


CASES = [
    (horner, (0.9, [1.0, 2.0, 0.5]), ('x', 'c')),
    (horner, (0.9, (1.0, 2.0, 0.5)), ('x',)),
    (horner, (0.9, X), ('x', 'c')),
    (newton, (3.0,), ('a',)),
    (branches, (0.2, 5), ('x',)),
    (recurrence, (X, 0.9), ('x', 'a')),
    (smoothed, (X, 3), ('u',)),
    (layers_of, ([{'W': _random(3, 3), 'b': _random(3)} for _ in range(2)], _random(2, 3)), ('layers', 'X')),
    (gaussian, (_random(3, 3), X[:3], _random(4, 3)), ('L', 'm', 'X')),
    (widened, (X, _random(3, 4)), ('b', 'x')),
    (widened, (X[:1], X), ('b', 'x')),
    (widened, (0.5, X), ('b', 'x')),
    (scaled, (2.0, X), ('a', 'x')),
    (parts, ((X, [X * X + 1.0, np.float64(1.0)]), 2), ('pair',)),
    (maximum, (_random(3, 2), _random(2)), ('x', 'y')),
    (found, (X, 1.0), ('xs', 'limit')),
    (found, (X, 3.0), ('xs', 'limit')),
    (found, ([0.5, 0.7], 3.0), ('xs', 'limit')),
]
IDS = [f'{function.__name__}-{i}' for i, (function, _, _) in enumerate(CASES)]


def difference(function, args, position, along, step=1e-6):
    """The derivative of a number along a direction, by finite differences."""
    def moved(value, by, t):
        if isinstance(value, dict):
            return {key: moved(value[key], by[key], t) for key in value}
        if isinstance(value, (list, tuple)):
            return type(value)(moved(v, b, t) for v, b in zip(value, by))
        return value + t * by

    def at(t):
        return function(*args[:position], moved(args[position], along, t), *args[position + 1:])
    return (at(step) - at(-step)) / (2.0 * step)


def ones_like(value):
    if isinstance(value, dict):
        return {key: ones_like(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map(ones_like, value))
    return np.ones_like(value)


def total(value):
    if isinstance(value, dict):
        return sum(map(total, value.values()))
    return sum(map(total, value)) if isinstance(value, (list, tuple)) else np.sum(value)


@pytest.mark.parametrize('options', [{}, {'optimized': False}, {'motion': 'split'}], ids=['', 'plain', 'split'])
@pytest.mark.parametrize('function, args, wrt', CASES, ids=IDS)
def test_gradients_are_right(function, args, wrt, options):
    without = tangent.grad(function, wrt=wrt, **options)(*args)
    derivatives = tangent.grad(function, wrt=wrt, like=args, **options)(*args)
    assert same(derivatives, without)
    for name, derivative in zip(wrt, derivatives if len(wrt) > 1 else (derivatives,)):
        position = list(inspect.signature(function).parameters).index(name)
        slope = difference(function, args, position, ones_like(args[position]))
        assert np.isclose(total(derivative), slope, rtol=1e-5)


@pytest.mark.parametrize('function, args, wrt', CASES, ids=IDS)
def test_a_further_transform_knows_the_kinds(function, args, wrt):
    position = list(inspect.signature(function).parameters).index(wrt[-1])
    if isinstance(args[position], (list, tuple)):
        pytest.skip('the gradient is a container')
    df = tangent.grad(function, wrt=wrt[-1], like=args)
    ddf = tangent.vjp(df, wrt=wrt[-1])
    assert 'tangent.check_kinds' in tangent.source(ddf)
    seed = ones_like(args[position]) if np.ndim(args[position]) else 1.0
    slope = difference(lambda *args: np.sum(tangent.grad(function, wrt=wrt[-1])(*args)), args, position, seed)
    assert np.isclose(np.sum(ddf(*args, seed)), slope, rtol=1e-4, atol=1e-6)
    with pytest.raises(KindError):
        ddf(*args[:position], 'text', *args[position + 1:], seed)


@pytest.mark.parametrize('function, args, wrt', CASES, ids=IDS)
def test_other_kinds_are_refused(function, args, wrt):
    df = tangent.grad(function, wrt=wrt, like=args)
    for position, name in enumerate(inspect.signature(function).parameters):
        others = ['text', None, True, np.zeros((1, 1, 1)), [[1.0]], {'other': 1.0}]
        for other in others:
            with pytest.raises(KindError, match=f'{name!r} is expected to be of the kind '):
                df(*args[:position], other, *args[position + 1:])


@pytest.mark.parametrize('function, args, wrt', CASES, ids=IDS)
def test_the_text_is_the_same_each_time(function, args, wrt):
    df = tangent.grad(function, wrt=wrt, like=args)
    again = tangent.grad(function, wrt=wrt, like=args)
    assert tangent.source(df) == tangent.source(again)
    assert df.__code__ is again.__code__


# --- what the text shows --------------------------------------------------------

def test_numbers_need_no_helpers():
    text = tangent.source(tangent.grad(newton, like=(3.0,)))
    for helper in ('unbroadcast', 'zero', 'seed', 'copied'):
        assert f'tangent.{helper}' not in text


@pytest.mark.skipif(np.lib.NumpyVersion(np.__version__) < '2.0.0', reason='NumPy 1 needs a cast at the end')
def test_elements_are_numbers():
    text = tangent.source(tangent.grad(recurrence, wrt=(0, 1), like=(X, 0.9)))
    for helper in ('unbroadcast', 'zero', 'seed', 'value_at', 'add_at', 'copy'):
        assert helper not in text.replace('np.zeros_like', '')


def test_a_walk_over_what_a_loop_saved():
    text = tangent.source(tangent.grad(branches, like=(0.2, 3)))
    assert 'for x in reversed(x_tape):' in text and 'pop' not in text


def test_sizes_may_differ_from_those_of_the_examples():
    df = tangent.grad(widened, wrt=(0, 1), like=(np.zeros(3), np.zeros((2, 3))))
    bb, bx = df(np.zeros(1), np.zeros((5, 2)))
    assert same((bb, bx), (np.array([10.0]), np.ones((5, 2))))
    db = tangent.grad(horner, wrt='c', like=(1.0, [1.0]))
    assert db(2.0, [1.0, 1.0, 1.0]) == [4.0, 2.0, 1.0]


def test_numbers_may_be_ints_and_float64():
    df = tangent.grad(horner, wrt='x', like=(0.5, [1.0, 2.0]))
    for x in (2, 2.0, np.float64(2.0)):
        for c in ([1, 2, 3], [1.0, 2.0, np.float64(3.0)]):
            assert df(x, c) == 6.0
            assert df(x, c, 2) == df(x, c, np.float64(2.0)) == 12.0


def test_float32_stays_float32():
    df = tangent.grad(recurrence, like=(X, 0.9))
    assert df(X.astype(np.float32), 0.9).dtype == np.float32
    df = tangent.grad(scaled, wrt='x', like=(1.0, X.astype(np.float32)))
    assert df(2.0, X).dtype == np.float64
    df = tangent.grad(widened, wrt=(0, 1), like=(X.astype(np.float32), X))
    assert [d.dtype for d in df(X.astype(np.float32), X)] == [np.float32, np.float64]
    with pytest.raises(KindError):
        df(X, X)
    with pytest.raises(KindError, match='precisions'):
        tangent.grad(widened, like=(X, X))(X.astype(np.float32), X)


def test_integers_are_not_floats():
    df = tangent.grad(widened, wrt=(0, 1), like=(np.arange(3), np.ones(3)))
    assert [d.dtype for d in df(np.arange(3), np.ones(3))] == [float, float]
    with pytest.raises(KindError):
        df(np.ones(3), np.ones(3))
    with pytest.raises(KindError):
        tangent.grad(branches, like=(0.2, 3))(0.2, 3.0)


def test_none_for_any_kind():
    df = tangent.grad(scaled, wrt=(0, 1), like=(2.0, None))
    assert same(df(2.0, X), tangent.grad(scaled, wrt=(0, 1))(2.0, X))
    assert same(df(2.0, 3.0), (12.0, 4.0))
    assert df(np.float64(2.0), X.astype(np.float32))[1].dtype == np.float32
    assert tangent.source(tangent.grad(scaled, like=(None, None))) == tangent.source(tangent.grad(scaled))


def test_seeds_of_arrays():
    def f(x, a):
        return a * x * x
    df = tangent.vjp(f, wrt=(0, 1), like=(X, 2.0))
    assert same(df(X, 2.0, np.ones(4)), (4.0 * X, np.sum(X * X)))
    with pytest.raises(SeedError):
        df(X, 2.0, np.ones(3))


def test_arguments_are_not_changed():
    x, layers = X.copy(), [{'W': np.eye(2), 'b': np.zeros(2)}]
    tangent.grad(recurrence, like=(x, 0.9))(x, 0.9)
    tangent.grad(layers_of, like=(layers, np.ones((1, 2))))(layers, np.ones((1, 2)))
    assert same(x, X) and same(layers, [{'W': np.eye(2), 'b': np.zeros(2)}])


@pytest.mark.parametrize('transform', TRANSFORMS)
def test_every_transform_takes_examples(transform):
    assert 'like' in inspect.signature(transform).parameters and 'like' in transform.__doc__
    df = transform(like=(1.0,))(lambda x: x * x)
    assert 'check_kinds' in tangent.source(df)
    with pytest.raises(KindError):
        df(np.ones(2), 1.0)


def test_a_derivative_may_get_other_examples():
    df = tangent.grad(lambda x: x ** 3, like=(1.0,))
    ddf = tangent.grad(df, like=(1.0, 1.0))
    assert ddf(2.0) == 12.0 and tangent.grad(ddf)(2.0) == 6.0
    assert tangent.source(ddf).count('check_kinds') == 1


def test_a_derivative_that_is_called_by_another_function():
    df = tangent.grad(horner, like=(1.0, [1.0]))

    def f(x):
        return df(x * x, [1.0, 2.0, 3.0]) * x
    assert np.isclose(tangent.grad(f)(0.5), 3.5)


# --- annotations ----------------------------------------------------------------

def test_annotations_of_numbers():
    def f(x: float, n: int = 3):
        for _ in range(n):
            x = x * x
        return x
    df = tangent.grad(f)
    assert df(1.1) == tangent.grad(f, like=(1.0, 3))(1.1)
    assert df(2) == df(np.float64(2.0)) == 8 * 2.0 ** 7
    assert 'unbroadcast' not in tangent.source(df)
    with pytest.raises(KindError, match="'x' is expected to be of the kind float"):
        df(np.ones(2))
    with pytest.raises(KindError, match="'n' is expected to be of the kind int"):
        df(1.1, 2.0)
    with pytest.raises(KindError):
        tangent.grad(df)(np.ones(2))


def test_annotations_of_arrays_and_containers():
    def f(x: np.ndarray, c: list[float]):
        total = 0.0
        for a in c:
            total = total + a * np.sum(x * x)
        return total
    df = tangent.grad(f, wrt=(0, 1))
    assert same(df(X, [1.0, 2.0]), (6.0 * X, [np.sum(X * X)] * 2))
    for args in (([1.0], [1.0]), (X, [X]), (X, X)):
        with pytest.raises(KindError):
            df(*args)


def test_annotations_that_say_nothing():
    def f(x: Model, power: float = None):  # noqa: F821, RUF013 (such names are common)
        return np.sum(x * x)
    assert 'check_kinds' not in tangent.source(tangent.grad(f))
    assert same(tangent.grad(f)(X), 2.0 * X)


def test_examples_go_before_annotations():
    def f(x: float):
        return np.sum(x * x)
    assert same(tangent.grad(f, like=(X,))(X), 2.0 * X)
    assert tangent.grad(f, like=(None,))(2.0) == 4.0


# --- what is refused ------------------------------------------------------------

@pytest.mark.parametrize('like, reason', [
    ((1.0,), 'like= has 1 examples; horner takes x, c'),
    ((1.0, [1.0], 2.0), 'like= has 3 examples; horner takes x, c'),
    ((), 'like= has 0 examples'),
    (1.0, 'it is a tuple of example arguments; horner takes x, c'),
    ((float, [1.0]), "the example for 'x', says nothing; it is a number, an array"),
    ((1.0, object()), "the example for 'c', says nothing"),
    ((1.0, iter([1.0])), "the example for 'c', says nothing"),
])
def test_examples_that_make_no_sense(like, reason):
    for transform in TRANSFORMS:
        with pytest.raises(ArgumentError) as raised:
            transform(horner, like=like)
        assert reason in str(raised.value)


def test_examples_for_defaults_may_be_left_out():
    def f(x, scale=2.0, *rest, flag=True, **options):
        return x * scale
    df = tangent.grad(f, like=(1.0,))
    assert df(3.0) == 2.0 and df(3.0, scale=4.0) == 4.0
    with pytest.raises(KindError):
        df(np.ones(2))


def test_the_error_says_what_to_do():
    df = tangent.grad(recurrence, like=(X, 0.9))
    with pytest.raises(KindError) as raised:
        df(X.reshape(2, 2), 0.9)
    assert str(raised.value) == (
        "'x' is expected to be of the kind float[:], as its example or annotation says; it is an array of shape "
        "(2, 2) and dtype float64\n"
        "Derive again with other examples: like= with one such as this for 'x', or None for no kind.")


@pytest.mark.parametrize('f', [
    lambda l: np.prod(l) * np.max(l), lambda l: np.exp(l) @ W3, lambda l: np.sum(np.square(l)) + np.linalg.norm(l),
    lambda l: np.sum(W3 - l) * np.sum(W3 / l), lambda l: np.hypot(l, W3).sum() + np.sort(l) @ W3,
    lambda l: np.sum(l * W3) + np.std(l)])
@pytest.mark.parametrize('kind', [list, tuple])
def test_lists_that_numpy_reads(f, kind):
    """What an example tells to be a list is made an array where NumPy would; the derivative is a list again."""
    example = kind([0.31, 0.52, 0.73])
    df = tangent.grad(f, like=(example,))
    assert type(df(example)) is kind
    along = np.array([1.0, 2.0, -1.0])
    wanted = (f(kind(example + 1e-6 * along)) - f(kind(example - 1e-6 * along))) / 2e-6
    assert np.dot(along, df(example)) == pytest.approx(wanted, rel=1e-6)
    assert tangent.jvp(f, like=(example,))(example, kind(along)) == pytest.approx(wanted, rel=1e-6)


W3 = np.array([1.0, 2.0, 3.0])


@pytest.mark.filterwarnings('error')
@pytest.mark.parametrize('program', complex_numbers.PROGRAMS, ids=repr)
def test_derivatives_of_real_values_that_meet_complex_numbers(program):
    found = tangent.grad(program.function, wrt=program.wrt, like=program.args)(*program.args)
    wanted = tangent.grad(program.function, wrt=program.wrt)(*program.args)
    assert same(found, wanted) and not any(map(np.iscomplexobj, leaves(found)))
