"""Functions that return something besides the value that is differentiated."""
import numpy as np
import pytest

import tangent

X = np.array([0.7, -1.3, 0.4])


class Model:
    """Of which no derivative can be taken."""


def displayed(x, flag):
    h = np.sin(x)
    loss = np.sum(h ** 3)
    return loss, h


def in_branches(x, flag):
    if flag:
        return np.sum(x ** 2), Model()
    return np.sum(x ** 3), 'text'


def in_a_loop(x, flag):
    for i in range(3):
        x = x * 1.5
        if flag and x[0] > 1.2:
            return np.prod(x), i
    return np.sum(x ** 2), 'end'


def by_a_callee(x, flag):
    return displayed(2.0 * x, flag)


OPTIONS = [{}, {'optimized': False}, {'motion': 'split'}, {'like': (X, True)}]


@pytest.mark.parametrize('f', [displayed, in_branches, in_a_loop, by_a_callee])
@pytest.mark.parametrize('options', OPTIONS, ids=['plain', 'unoptimized', 'split', 'like'])
@pytest.mark.parametrize('flag', [True, False])
def test_the_value_alone_is_differentiated(f, options, flag):
    def value(x):
        return f(x, flag)[0]
    slopes = [(value(X + 1e-6 * e) - value(X - 1e-6 * e)) / 2e-6 for e in np.eye(3)]
    want, shown = f(X, flag)
    gradient, aux = tangent.grad(f, has_aux=True, **options)(X, flag)
    np.testing.assert_allclose(gradient, slopes, rtol=1e-7)
    assert type(aux) is type(shown)
    if not isinstance(aux, Model):
        np.testing.assert_array_equal(aux, shown)
    (got, aux), again = tangent.value_and_grad(f, has_aux=True, **options)(X, flag)
    assert got == want and type(aux) is type(shown)
    np.testing.assert_array_equal(again, gradient)


def test_several_arguments_and_the_result():
    def f(x, y):
        return x * y, 'aux'
    assert tangent.grad(f, wrt=(0, 1), has_aux=True)(2.0, 3.0) == ((3.0, 2.0), 'aux')
    assert tangent.grad(f, wrt=(0, 1), has_aux=True, preserve_result=True)(2.0, 3.0) == (3.0, 2.0, (6.0, 'aux'))
    assert tangent.value_and_grad(f, wrt=(0, 1), has_aux=True)(2.0, 3.0) == ((6.0, 'aux'), (3.0, 2.0))


def test_a_further_transform_sees_both():
    push = tangent.jvp(tangent.grad(displayed, has_aux=True))
    tangent_of_gradient, tangent_of_aux = push(X, True, V := np.array([1.0, 0.5, -0.2]))
    dh = np.cos(X)
    np.testing.assert_allclose(tangent_of_aux, dh * V)
    np.testing.assert_allclose(tangent_of_gradient, (6.0 * np.sin(X) * dh ** 2 - 3.0 * np.sin(X) ** 3) * V)


def test_the_seed_and_the_aux():
    gradient, aux = tangent.grad(displayed, has_aux=True)(X, True, 2.0)
    np.testing.assert_allclose(gradient, 6.0 * np.sin(X) ** 2 * np.cos(X))
    gradient[0] = 0.0
    np.testing.assert_array_equal(aux, np.sin(X))


@pytest.mark.parametrize('f, found', [(lambda x: x * x, 'float 4.0'), (lambda x: (x, x, x), 'a tuple of 3'),
                                      (lambda x: [x, x], 'a list')])
def test_what_is_no_pair_is_refused(f, found):
    with pytest.raises(tangent.errors.KindError, match=f'a pair .value, aux., not {found}'):
        tangent.grad(f, has_aux=True)(2.0)


def test_the_option_is_a_bool():
    with pytest.raises(tangent.errors.ArgumentError, match="has_aux='yes': it is True or False"):
        tangent.grad(displayed, has_aux='yes')
