"""The seed: its shape is that of the result, its default is 1.0, and what does not fit is refused."""
import numpy as np
import pytest

import tangent
from tangent.errors import SeedError


def total(x):
    return np.sum(x * x)


def squares(x):
    return x * x


X = np.array([1.0, 2.0, 3.0])


@pytest.fixture(params=['joint', 'split'])
def motion(request):
    return request.param


def test_the_seed_scales_the_gradient(motion):
    np.testing.assert_array_equal(tangent.grad(total, motion=motion)(X, 10.0), 20.0 * X)
    np.testing.assert_array_equal(tangent.vjp(total, motion=motion)(X, 10.0), 20.0 * X)


def test_a_seed_of_the_shape_of_an_array_result(motion):
    seed = np.array([1.0, 0.0, 10.0])
    np.testing.assert_array_equal(tangent.vjp(squares, motion=motion)(X, seed), 2.0 * X * seed)
    np.testing.assert_array_equal(tangent.grad(squares, motion=motion)(X, seed), 2.0 * X * seed)


def test_grad_refuses_an_array_result(motion):
    df = tangent.grad(squares, motion=motion)
    with pytest.raises(SeedError) as caught:
        df(X)
    message = str(caught.value)
    assert '(3,)' in message and '()' in message
    assert 'vjp' in message and 'jacobian' in message


@pytest.mark.parametrize('seed', [1.0, np.ones(2), np.ones((3, 1)), np.ones((1, 3)), np.ones((3, 3)),
                                  np.float64(1.0)])
def test_a_seed_of_another_shape_is_refused(seed, motion):
    for transform in (tangent.grad, tangent.vjp, tangent.autodiff, tangent.value_and_grad):
        with pytest.raises(SeedError) as caught:
            transform(squares, motion=motion)(X, seed)
        assert '(3,)' in str(caught.value) and str(np.shape(seed)) in str(caught.value)


@pytest.mark.parametrize('seed', [np.ones(1), np.ones(3), [1.0], (1.0,), 'one', None, True, {}])
def test_a_seed_that_is_no_number_is_refused_for_a_number(seed, motion):
    with pytest.raises(SeedError):
        tangent.grad(total, motion=motion)(X, seed)


@pytest.mark.parametrize('f', [
    lambda x: 2.0 * x,
    lambda x: x,
    lambda x: -x,
    lambda x: x[0],
    lambda x: np.reshape(x, (3, 1)),
    lambda x: x.T,
    lambda x: np.cumsum(x),
    lambda x: x if np.sum(x) > 0 else 2.0 * x,
    lambda x: np.broadcast_to(x, (2, 3)),
], ids=['scaled', 'same', 'negated', 'element', 'reshaped', 'transposed', 'cumsum', 'branch', 'broadcast'])
def test_a_seed_is_checked_whatever_the_result_is(f, motion):
    wrong = np.ones((3, 3, 3))
    with pytest.raises(SeedError):
        tangent.vjp(f, motion=motion)(X, wrong)


def test_seed_errors_are_value_errors():
    with pytest.raises(ValueError):
        tangent.grad(squares)(X)


def test_the_check_is_one_line_and_check_dims_leaves_it_out():
    with_check = tangent.source(tangent.grad(squares))
    without = tangent.source(tangent.grad(squares, check_dims=False))
    assert with_check.count('tangent.seed(') == 1
    assert 'seed' not in without
    kept = [line for line in with_check.splitlines() if 'tangent.seed(' not in line and line.strip()]
    assert kept == [line for line in without.splitlines() if line.strip()]


def test_without_a_check_a_seed_of_the_right_shape_is_used():
    df = tangent.vjp(squares, check_dims=False)
    np.testing.assert_array_equal(df(X, np.ones(3)), 2.0 * X)


def test_a_result_that_is_surely_a_number_needs_no_check_of_its_shape():
    text = tangent.source(tangent.grad(total))
    assert 'result' not in text.replace('bresult', '')


@pytest.mark.parametrize('seed', [1, 1.0, np.float32(1.0), np.float64(1.0), np.int64(1), np.array(1.0)])
def test_any_number_will_do_as_the_seed_of_a_number(seed):
    np.testing.assert_array_equal(tangent.grad(total)(X, seed), 2.0 * X)
    assert tangent.grad(lambda x: x * x)(3.0, seed) == 6.0


def test_an_integer_seed_counts_as_float():
    found = tangent.vjp(squares)(X, np.array([1, 2, 3]))
    assert found.dtype == np.float64
    np.testing.assert_array_equal(found, [2.0, 8.0, 18.0])


def test_the_seed_takes_the_dtype_of_the_result():
    x = X.astype(np.float32)
    assert tangent.grad(total)(x).dtype == np.float32
    assert tangent.vjp(squares)(x, np.ones(3)).dtype == np.float32
    assert tangent.vjp(lambda x: x)(x, np.ones(3)).dtype == np.float32


def test_the_seed_of_a_tuple_is_a_tuple(motion):
    def f(x):
        return x * x, 3.0 * x
    df = tangent.vjp(f, motion=motion)
    assert df(2.0, (1.0, 0.0)) == 4.0
    assert df(2.0, (1.0, 1.0)) == 7.0
    for wrong in (1.0, (1.0,), (1.0, 1.0, 1.0), (np.ones(2), 1.0)):
        with pytest.raises(SeedError):
            df(2.0, wrong)


def test_grad_refuses_a_tuple_result(motion):
    df = tangent.grad(lambda x: (x, x), motion=motion)
    with pytest.raises(SeedError, match='a tuple of 2'):
        df(2.0)


def test_the_seed_of_a_list_is_a_list_and_of_a_dict_a_dict():
    assert tangent.vjp(lambda x: [x * x, x])(2.0, [1.0, 10.0]) == 14.0
    df = tangent.vjp(lambda x: {'a': x * x, 'b': x})
    assert df(2.0, {'a': 1.0, 'b': 10.0}) == 14.0
    with pytest.raises(SeedError):
        df(2.0, {'a': 1.0})


@pytest.mark.parametrize('f', [lambda x: None, lambda x: 'text', lambda x: x > 0.0, lambda x: 3,
                               lambda x: 2.0])
def test_a_result_that_does_not_depend_on_the_argument(f):
    assert tangent.grad(f)(2.0) == 0.0


def test_the_seed_may_be_passed_by_name():
    assert tangent.grad(lambda x: x * x)(3.0, bresult=10.0) == 60.0

    def f(x):
        y = x * x
        return y
    assert tangent.grad(f)(3.0, by=10.0) == 60.0
    assert tangent.vjp(f)(3.0, by=10.0) == 60.0


def test_input_derivative():
    assert tangent.vjp(total, input_derivative='one')(X).tolist() == [2.0, 4.0, 6.0]
    assert tangent.autodiff(total, input_derivative='one')(X).tolist() == [2.0, 4.0, 6.0]
    for df in (tangent.grad(total, input_derivative='required'), tangent.vjp(total), tangent.autodiff(total)):
        with pytest.raises(TypeError):
            df(X)
