"""What derivatives return: gradients, values beside them, and never an argument or the seed itself."""
import numpy as np
import pytest

import tangent
from tangent.errors import KindError, SeedError


@pytest.fixture(params=[{}, {'motion': 'split'}, {'optimized': False},
                        {'motion': 'split', 'optimized': False}],
                ids=['joint', 'split', 'unoptimized', 'split-unoptimized'])
def options(request):
    return request.param


def f(x, y):
    t = np.tanh(x * y)
    return np.sum(t * x)


X, Y = np.array([0.1, 0.2, 0.3]), np.array([1.0, -2.0, 0.5])


def by_hand(x, y):
    t = np.tanh(x * y)
    slope = (1.0 - t * t) * x
    return t + slope * y, slope * x


def test_grad(options):
    dx, dy = tangent.grad(f, wrt=(0, 1), **options)(X, Y)
    np.testing.assert_allclose(dx, by_hand(X, Y)[0])
    np.testing.assert_allclose(dy, by_hand(X, Y)[1])


def test_preserve_result_appends_the_value(options):
    for transform in (tangent.grad, tangent.vjp, tangent.autodiff):
        required = () if transform is tangent.grad else (1.0,)
        dx, dy, value = transform(f, wrt=(0, 1), preserve_result=True, **options)(X, Y, *required)
        np.testing.assert_allclose(dx, by_hand(X, Y)[0])
        np.testing.assert_allclose(dy, by_hand(X, Y)[1])
        assert value == f(X, Y)
        dx, value = transform(f, preserve_result=True, **options)(X, Y, *required)
        np.testing.assert_allclose(dx, by_hand(X, Y)[0])
        assert value == f(X, Y)


def test_value_and_grad_gives_the_value_first(options):
    value, dx = tangent.value_and_grad(f, **options)(X, Y)
    assert value == f(X, Y)
    np.testing.assert_allclose(dx, by_hand(X, Y)[0])
    value, (dx, dy) = tangent.value_and_grad(f, wrt=('x', 'y'), **options)(X, Y)
    assert value == f(X, Y)
    np.testing.assert_allclose(dy, by_hand(X, Y)[1])


def test_the_value_of_a_container_is_preserved(options):
    df = tangent.vjp(lambda x: (x * x, [x]), preserve_result=True, **options)
    assert df(3.0, (1.0, [1.0])) == (7.0, (9.0, [3.0]))


def test_split_emits_a_primal_an_adjoint_and_a_caller():
    text = tangent.source(tangent.grad(f, motion='split'))
    heads = [line for line in text.splitlines() if line.startswith('def ')]
    assert [head.partition('(')[0] for head in heads] == ['def dfdx', 'def adjoint_f', 'def primal_f'] or \
        [head.partition('(')[0] for head in heads] == ['def dfdx', 'def primal_f', 'def adjoint_f']


def test_a_split_derivative_can_be_differentiated_again():
    df = tangent.grad(lambda x: x * x * x, motion='split')
    assert tangent.grad(df)(2.0) == 12.0
    assert tangent.grad(df, motion='split')(2.0) == 12.0


# --- nothing is shared with arguments or seeds, and nothing is changed -----------

SEED = np.array([1.0, 2.0, 3.0])


@pytest.mark.parametrize('g', [
    lambda x, y: x,
    lambda x, y: +x,
    lambda x, y: x + y,
    lambda x, y: x + 0.0,
    lambda x, y: x.T,
    lambda x, y: np.reshape(x, (3,)),
    lambda x, y: np.ravel(x),
    lambda x, y: np.asarray(x),
    lambda x, y: x[:],
    lambda x, y: x if x[0] > 0.0 else y,
    lambda x, y: y if x[0] > 0.0 else x,
    lambda x, y: (lambda z: z)(x) + y,
    lambda x, y: np.squeeze(x) + np.transpose(y),
    lambda x, y: np.broadcast_to(x, (3,)) + y,
    lambda x, y: np.where(x > 0.0, x, y),
    lambda x, y: np.flip(np.flip(x)) + y,
], ids=['same', 'pos', 'sum', 'zero', 'T', 'reshape', 'ravel', 'asarray', 'slice', 'if', 'else', 'lambda',
        'views',
        'broadcast', 'where', 'flip'])
@pytest.mark.parametrize('check_dims', [True, False])
def test_results_share_no_memory_with_each_other_the_arguments_or_the_seed(g, check_dims, options):
    x, y, seed = X.copy(), Y.copy(), SEED.copy()
    df = tangent.vjp(g, wrt=(0, 1), preserve_result=True, check_dims=check_dims, **options)
    dx, dy, value = df(x, y, seed)
    for derivative in (dx, dy):
        for other in (x, y, seed, value):
            assert not np.shares_memory(derivative, other)
    assert not np.shares_memory(dx, dy)
    for got, want in ((x, X), (y, Y), (seed, SEED)):
        np.testing.assert_array_equal(got, want)
    dx[...] = 7.0
    dy[...] = 8.0
    np.testing.assert_array_equal(x, X)
    np.testing.assert_array_equal(seed, SEED)


def test_derivatives_are_writable(options):
    for g in (lambda x: np.sum(x), lambda x: np.mean(x) + x[0], lambda x: np.sum(np.broadcast_to(x, (4, 3)))):
        dx = tangent.grad(g, **options)(X)
        dx += 1.0


def test_the_adjoints_of_a_tuple_argument_are_not_shared(options):
    def g(pair):
        a, b = pair
        return a + b
    seed = SEED.copy()
    da, db = tangent.vjp(g, **options)((X, Y), seed)
    assert not np.shares_memory(da, db) and not np.shares_memory(da, seed) and not np.shares_memory(db, seed)


def test_a_seed_is_not_changed_by_adding_into_it(options):
    def g(x):
        y = x * 1.0
        z = y[0] + y[1:]
        return y, z
    seed = (SEED.copy(), np.ones(2))
    tangent.vjp(g, **options)(X, seed)
    np.testing.assert_array_equal(seed[0], SEED)
    np.testing.assert_array_equal(seed[1], np.ones(2))


def test_an_argument_that_is_not_used_has_the_derivative_zero(options):
    def g(x, y, z):
        return np.sum(x)
    dx, dy, dz = tangent.grad(g, wrt=(0, 1, 2), **options)(X, Y.astype(np.float32), 3.0)
    np.testing.assert_array_equal(dy, np.zeros(3))
    assert dy.dtype == np.float32 and dz == 0.0 and type(dz) is float


# --- kinds of arguments -----------------------------------------------------------

@pytest.mark.parametrize('value', [True, False, 'name', b'bytes', None, np.True_])
def test_what_cannot_vary_has_the_derivative_none(value, options):
    def g(x, flag):
        return x * x if flag else x
    assert tangent.grad(g, wrt=(0, 1), **options)(3.0, value)[1] is None


def test_a_bool_that_is_calculated_with_has_the_derivative_none(options):
    dx, dflag = tangent.grad(lambda x, flag: x * flag, wrt=(0, 1), **options)(3.0, True)
    assert dx == 1.0 and dflag is None


@pytest.mark.parametrize('x, kind', [
    (3, float), (3.0, float), (np.float64(3.0), np.float64), (np.float32(3.0), np.float32),
    (np.int64(3), np.float64), (np.int8(3), np.float64),
])
def test_the_derivative_of_a_number(x, kind, options):
    found = tangent.grad(lambda x: x * x, **options)(x)
    assert found == 6.0 and type(found) is kind


@pytest.mark.parametrize('dtype, want', [
    (np.float64, np.float64), (np.float32, np.float32), (np.int64, np.float64), (np.uint8, np.float64),
])
@pytest.mark.parametrize('shape', [(), (3,), (2, 3)])
def test_the_derivative_of_an_array(dtype, want, shape, options):
    x = np.full(shape, 3, dtype)
    for g in (lambda x: np.sum(x * x), lambda x: np.sum(x ** 2.0), lambda x: np.sum(np.float32(1.0) * x * x)):
        found = tangent.grad(g, **options)(x)
        assert found.dtype == want and np.shape(found) == shape
        np.testing.assert_allclose(found, np.full(shape, 6.0))


def test_an_argument_that_is_a_container(options):
    def g(layer):
        return np.sum(layer['W'] * layer['b'])
    found = tangent.grad(g, **options)({'W': X, 'b': 2.0, 'name': 'dense'})
    np.testing.assert_array_equal(found['W'], [2.0, 2.0, 2.0])
    assert found['b'] == pytest.approx(0.6) and found['name'] is None


class Money:
    def __mul__(self, other):
        return self

    __add__ = __radd__ = __rmul__ = __mul__


@pytest.mark.parametrize('g, x', [
    (lambda x: x * x, Money()),
    (lambda x: x + 1.0, Money()),
    (lambda x: np.sum(x + x), [2.0, 3.0]),
    (lambda x: np.sum(x * 2), [2.0, 3.0]),
    (lambda x: np.sum(2 * x), (2.0, 3.0)),
], ids=['product', 'sum', 'twice', 'repeated', 'repeated-tuple'])
def test_what_is_no_number_or_array_is_refused_when_it_is_calculated_with(g, x, options):
    with pytest.raises((KindError, SeedError)):
        tangent.grad(g, **options)(x)
