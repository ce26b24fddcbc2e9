"""`jvp` and `autodiff(f, 'forward')`: signatures, seeds, errors, text."""
import inspect

import numpy as np
import pytest
import scipy.signal

import tangent


def f(x, y, n=2, *, scale=1.0):
    return scale * x ** n * y


def parameters(df):
    return str(inspect.signature(df))


def test_tangents_come_after_the_required_arguments_in_the_order_of_wrt():
    assert parameters(tangent.jvp(f)) == '(x, y, dx, *, n=2, scale=1.0)'
    assert parameters(tangent.jvp(f, wrt=('y', 0))) == '(x, y, dy, dx, *, n=2, scale=1.0)'
    assert tangent.jvp(f, wrt=('y', 0))(3.0, 5.0, 1.0, 0.0) == 9.0
    assert tangent.jvp(f, wrt=('y', 0))(3.0, 5.0, 0.0, 1.0, n=3) == 135.0


def test_of_a_gradient_it_is_called_with_the_argument_and_its_tangent():
    def g(x):
        return np.sum(x ** 3)
    x, v = np.array([1.0, 2.0]), np.array([1.0, -1.0])
    np.testing.assert_allclose(tangent.jvp(tangent.grad(g))(x, v), 6.0 * x * v)
    classic = tangent.autodiff(tangent.autodiff(g, 'reverse'), 'forward')
    assert parameters(classic) == '(x, bresult, dx)'
    np.testing.assert_allclose(classic(x, 1.0, v), 6.0 * x * v)


def test_preserve_result_gives_the_result_last():
    assert tangent.jvp(f, preserve_result=True)(3.0, 5.0, 1.0) == (30.0, 45.0)


@pytest.mark.parametrize('given', [np.ones(2), np.ones((3, 1)), 'x', [1.0, 2.0, 3.0], None])
def test_a_tangent_of_another_shape_is_refused(given):
    with pytest.raises(tangent.errors.SeedError) as caught:
        tangent.jvp(lambda x: x * x)(np.ones(3), given)
    assert '(3,)' in str(caught.value)


def test_a_tangent_of_another_structure_is_refused():
    df = tangent.jvp(lambda p: p['a'] * p['b'])
    assert df({'a': 2.0, 'b': 3.0}, {'a': 1.0, 'b': 0.0}) == 3.0
    with pytest.raises(tangent.errors.SeedError, match='keys'):
        df({'a': 2.0, 'b': 3.0}, {'a': 1.0})


def test_check_dims_false_leaves_the_check_out():
    text = tangent.source(tangent.jvp(lambda x: x * x, check_dims=False))
    assert 'direction' not in text


def test_with_examples_there_is_one_check_for_all():
    df = tangent.jvp(lambda x: x * x, like=(2.0,))
    assert df(3.0, 1.0) == 6.0
    assert 'direction' not in tangent.source(df)
    with pytest.raises(tangent.errors.KindError):
        df(3.0, np.ones(2))


@pytest.mark.parametrize('mode', ['forward-reverse', 'reverse-forward', 'reverse-reverse'])
def test_with_examples_the_shape_of_a_tangent_is_checked_too(mode):
    x = np.ones(3)
    for df in (tangent.jvp(lambda x: x * x, like=(x,)), tangent.hvp(lambda x: np.sum(x ** 3), mode=mode, like=(x,))):
        for given in (np.ones(1), np.ones(2)):
            with pytest.raises(tangent.errors.SeedError, match=r'has shape \(3,\)'):
                df(x, given)
    df = tangent.jvp(lambda p: p['a'] * p['b'], like=({'a': x, 'b': 2.0},))
    with pytest.raises(tangent.errors.SeedError):
        df({'a': x, 'b': 2.0}, {'a': np.ones(1), 'b': 0.0})
    np.testing.assert_array_equal(df({'a': x, 'b': 2.0}, {'a': x, 'b': 1.0}), 3.0 * x)


@pytest.mark.parametrize('given', [np.ones(3) * 1j, np.ones(3) > 0.0, np.array(['a', 'b', 'c']),
                                   np.array([1.0, 'a', None], object)], ids=['complex', 'bool', 'text', 'object'])
def test_what_is_not_of_real_numbers_is_refused(given):
    x = np.ones(3)
    for df in (tangent.jvp(lambda x: x * x), tangent.vjp(lambda x: x * x)):
        with pytest.raises(tangent.errors.SeedError, match='must be of real numbers'):
            df(x, given)
    np.testing.assert_array_equal(tangent.jvp(lambda x: x * x)(x, np.ones(3, int)), 2.0 * x)


def test_advice_is_of_what_was_called():
    for given in (2.0, np.ones(2)):
        with pytest.raises(tangent.errors.SeedError, match='Pass a seed of the shape') as caught:
            tangent.vjp(lambda x: x * x)(np.ones(3), given)
        assert 'tangent.grad takes' not in str(caught.value)


def test_options_of_reverse_mode_are_refused():
    for option in ({'motion': 'split'}, {'input_derivative': 'one'}):
        with pytest.raises(tangent.errors.ArgumentError, match='reverse mode'):
            tangent.autodiff(f, 'forward', **option)


def test_a_rule_for_forward_mode():
    from tangent.grads import adjoint, d
    from tangent.grads import tangent as forward

    def cube(x):
        return x * x * x

    @adjoint(cube)
    def dcube(y, x):
        d[x] = 3.0 * x * x * d[y]
    with pytest.raises(tangent.errors.NoRuleError, match='tangent.grads.tangent'):
        tangent.jvp(lambda x: cube(x))

    @forward(cube)
    def tcube(y, x):
        d[y] = 3.0 * x * x * d[x]
    assert tangent.jvp(lambda x: cube(x))(2.0, 1.0) == 12.0


@pytest.mark.parametrize('product', [scipy.signal.convolve2d, scipy.signal.correlate2d])
@pytest.mark.parametrize('boundary', ['symm', 'wrap'])
def test_a_product_of_which_only_the_tangent_is_known(product, boundary):
    def both(x, w):
        return product(x, w, 'same', 'symm') if boundary == 'symm' else product(x, w, boundary='wrap')
    x, w = np.arange(12.0).reshape(4, 3), np.array([[1.0, -2.0], [0.5, 0.0]])
    with pytest.raises(tangent.errors.NoRuleError, match='in1'):
        tangent.vjp(both)
    found = tangent.jvp(both, wrt=('x', 'w'))(x, w, w[:1, :1] * x ** 2, np.cos(w))
    np.testing.assert_allclose(found, both(x ** 2, w) + both(x, np.cos(w)))
    np.testing.assert_allclose(tangent.jvp(both)(x, w, x ** 2), both(x ** 2, w))
