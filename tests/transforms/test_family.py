"""Jacobians, Hessians and their products, pull-backs and push-forwards at a point, pipelines."""
import functools
import inspect

import numpy as np
import pytest

import tangent

R = np.random.default_rng(0)
A, X, V = R.normal(size=(2, 3)), R.normal(size=3), R.normal(size=3)


def vector(A, x):
    return np.tanh(A @ x) * x[0]


def number(x, n=3):
    return np.sum(x ** n * np.prod(x))


def differences(f, x, h=1e-6):
    """The Jacobian of a function of a vector by central differences."""
    columns = [(f(x + h * e) - f(x - h * e)) / (2.0 * h) for e in np.eye(len(x))]
    return np.stack(columns, -1)


# --- Jacobians ------------------------------------------------------------------

@pytest.mark.parametrize('mode', ['auto', 'forward', 'reverse'])
def test_jacobian(mode):
    got = tangent.jacobian(vector, wrt='x', mode=mode)(A, X)
    np.testing.assert_allclose(got, differences(lambda x: vector(A, x), X), rtol=1e-8, atol=1e-9)
    both = tangent.jacobian(vector, wrt=(0, 1), mode=mode)(A, X)
    assert [block.shape for block in both] == [(2, 2, 3), (2, 3)]
    np.testing.assert_allclose(both[1], got)


@pytest.mark.parametrize('mode', ['auto', 'forward', 'reverse'])
def test_jacobian_of_containers_has_the_structure_of_the_result_and_then_of_the_argument(mode):
    def f(p):
        return {'a': p['x'] * p['y'], 'b': [p['x'] ** 2, p['y'][0]]}
    got = tangent.jacobian(f, mode=mode)({'x': 2.0, 'y': np.array([1.0, 3.0])})
    np.testing.assert_allclose(got['a']['x'], [1.0, 3.0])
    np.testing.assert_allclose(got['a']['y'], 2.0 * np.eye(2))
    assert got['b'][0]['x'] == 4.0
    np.testing.assert_allclose(got['b'][1]['y'], [1.0, 0.0])


def test_jacobian_of_a_number_is_the_gradient():
    np.testing.assert_allclose(tangent.jacobian(number)(X), tangent.grad(number)(X))
    assert tangent.jacobian(lambda x: x * x)(3.0) == 6.0


def test_the_primal_runs_once(capsys):
    def f(x):
        print('run')
        return x * x
    for mode in ('forward', 'reverse'):
        tangent.jacobian(f, mode=mode)(X)
        assert capsys.readouterr().out == 'run\n'
    _, push = tangent.linearize(f)(X)
    push(V), push(V)
    assert capsys.readouterr().out == 'run\n'


@pytest.mark.parametrize('mode', ['forward', 'reverse'])
def test_a_jacobian_is_differentiated_again(mode):
    def total(x):
        return np.sum(np.cos(tangent.jacobian(lambda z: np.tanh(A @ z) * z[0], mode=mode)(x)))
    got = tangent.grad(total)(X)
    np.testing.assert_allclose(got, differences(total, X), rtol=1e-6, atol=1e-8)
    twice = tangent.jacobian(tangent.jacobian(vector, wrt='x', mode=mode), wrt='x', mode=mode)(A, X)
    np.testing.assert_allclose(twice, differences(
        lambda x: tangent.jacobian(vector, wrt='x')(A, x), X), rtol=1e-6, atol=1e-8)


def test_a_mistaken_mode():
    with pytest.raises(tangent.errors.ArgumentError, match="did you mean 'forward'"):
        tangent.jacobian(vector, mode='foward')


@pytest.mark.parametrize('mode', ['auto', 'forward', 'reverse'])
def test_hessian(mode):
    got = tangent.hessian(number, mode=mode)(X)
    np.testing.assert_allclose(got, differences(tangent.grad(number), X), rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(got, got.T)
    blocks = tangent.hessian(lambda x, y: np.sum(x * y ** 2), wrt=(0, 1))(X, V)
    np.testing.assert_allclose(blocks[0][1], np.diag(2.0 * V))
    np.testing.assert_allclose(blocks[1][0], np.diag(2.0 * V))


@pytest.mark.parametrize('mode', ['auto', 'forward', 'reverse'])
def test_of_empty_arrays(mode):
    for f, x, shape in ((np.sin, np.zeros(0), (0, 0)), (lambda x: np.sum(x), np.zeros((0, 3)), (0, 3)),
                        (lambda x: x[:0], X, (0, 3)), (lambda x: A @ X + np.sum(x), np.zeros(0), (2, 0))):
        assert tangent.jacobian(f, mode=mode)(x).shape == shape
    found = tangent.jacobian(lambda x: x * x, mode=mode)(np.zeros(0, np.float32))
    assert found.shape == (0, 0) and found.dtype == np.float32
    assert tangent.hessian(lambda x: np.sum(x ** 3), mode=mode)(np.zeros(0)).shape == (0, 0)


# --- products -------------------------------------------------------------------

@pytest.mark.parametrize('mode', ['forward-reverse', 'reverse-forward', 'reverse-reverse'])
def test_hvp(mode):
    product = tangent.hvp(number, mode=mode)
    np.testing.assert_allclose(product(X, V), tangent.hessian(number)(X) @ V)
    np.testing.assert_allclose(product(X, V, n=2), tangent.hessian(number)(X, 2) @ V)


@pytest.mark.parametrize('mode', ['forward-reverse', 'reverse-forward', 'reverse-reverse'])
def test_hvp_with_respect_to_several_takes_a_vector_for_each(mode):
    def f(x, y):
        return np.sum(x ** 2 * y ** 3)
    got = tangent.hvp(f, wrt=(0, 1), mode=mode)(X, V, V, X)
    np.testing.assert_allclose(got[0], 2.0 * V ** 3 * V + 6.0 * X * V ** 2 * X)
    np.testing.assert_allclose(got[1], 6.0 * X * V ** 2 * V + 6.0 * X ** 2 * V * X)


@pytest.mark.parametrize('wrt', ['x', ('x', 'y')])
def test_the_vectors_of_an_hvp_are_named_alike_in_each_mode(wrt):
    modes = ('forward-reverse', 'reverse-forward', 'reverse-reverse')
    names = {tuple(inspect.signature(tangent.hvp(of_two, wrt, mode=mode)).parameters)[:-1] for mode in modes}
    assert names == {('x', 'y', *[f'd{name}' for name in wrt], 'n')}


def test_ggnvp():
    def loss(y):
        return np.sum(np.exp(y))
    product = tangent.ggnvp(vector, loss, wrt='x')
    J = tangent.jacobian(vector, wrt='x')(A, X)
    H = np.diag(np.exp(vector(A, X)))
    np.testing.assert_allclose(product(A, X, V), J.T @ H @ J @ V)
    both = tangent.ggnvp(vector, loss, wrt=(0, 1))(A, X, 0.0 * A, V)
    np.testing.assert_allclose(both[1], J.T @ H @ J @ V)


# --- at a point -----------------------------------------------------------------

def test_a_pull_back_can_be_called_again():
    value, pull = tangent.pullback(vector, wrt=(0, 1))(A, X)
    np.testing.assert_allclose(value, vector(A, X))
    for seed in np.eye(2):
        for got, want in zip(pull(seed), tangent.vjp(vector, wrt=(0, 1))(A, X, seed)):
            np.testing.assert_allclose(got, want)
    with pytest.raises(tangent.errors.SeedError):
        pull(np.ones(3))
    assert (pull.__name__, pull.__qualname__) == ('pull', 'pullback_vectordAdx.<locals>.pull')


def test_a_push_forward_can_be_called_again():
    value, push = tangent.linearize(vector, wrt=(0, 1))(A, X)
    np.testing.assert_allclose(value, vector(A, X))
    for scale in (1.0, 2.0):
        got = push(scale * A, V)
        np.testing.assert_allclose(got, tangent.jvp(vector, wrt=(0, 1))(A, X, scale * A, V))
    with pytest.raises(tangent.errors.SeedError):
        push(A, np.ones(2))
    assert (push.__name__, push.__qualname__) == ('push', 'linearize_vectordAdx.<locals>.push')


def test_of_loops_with_tapes():
    def f(x):
        y = x * 1.0
        for i in range(1, len(x)):
            y[i] = np.sin(y[i - 1]) * x[i]
        return y
    np.testing.assert_allclose(tangent.jacobian(f, mode='forward')(X), tangent.jacobian(f, mode='reverse')(X))
    np.testing.assert_allclose(tangent.jacobian(f)(X), differences(f, X), rtol=1e-7, atol=1e-9)


def recurrence(x):
    y = x.copy()
    for i in range(1, len(x)):
        y[i] = y[i - 1] * np.sin(x[i])
    return y


def halving(x):
    while np.sum(x * x) > 0.1:
        x = 0.5 * x * np.cos(x)
    return x


@pytest.mark.parametrize('f', [recurrence, halving])
def test_a_pull_back_of_a_pull_back_can_be_called_again(f):
    def pulled(x):
        return tangent.pullback(f)(x)[1](V)

    def twice(x):
        return tangent.pullback(pulled)(x)[1](V)
    for g in (pulled, twice):
        _, pull = tangent.pullback(g)(X)
        first = pull(V)
        np.testing.assert_array_equal(pull(V), first)
        np.testing.assert_allclose(tangent.jacobian(g, mode='reverse')(X), differences(g, X), rtol=1e-6, atol=1e-8)


# --- the toolkit ------------------------------------------------------------------

def test_stop_gradient():
    assert tangent.grad(lambda x: x * tangent.stop_gradient(x))(3.0) == 3.0
    assert tangent.jvp(lambda x: x * tangent.stop_gradient(x))(3.0, 1.0) == 3.0

    def written(x):
        y = tangent.stop_gradient(x)
        y[0] = 5.0
        return np.sum(x * y)
    x = X.copy()
    np.testing.assert_allclose(tangent.grad(written)(x), [5.0, X[1], X[2]])
    np.testing.assert_allclose(x, X)


def test_compose_and_pipe():
    def cube(x):
        return x ** 3
    assert tangent.compose(tangent.jvp, tangent.grad)(cube)(2.0, 1.0) == 12.0
    assert tangent.pipe(cube, tangent.grad, tangent.grad, tangent.grad)(2.0) == 6.0
    assert tangent.compose(tangent.grad(wrt='y'))(lambda x, y: x * y * y)(2.0, 3.0) == 12.0
    second = tangent.compose(tangent.jvp, tangent.grad(wrt='y'))
    assert (second.__name__, second.__doc__) == ('jvp_grad', 'jvp of grad of a function.')
    for wrong in (lambda: tangent.compose(), lambda: tangent.pipe(cube, 3)):
        with pytest.raises(tangent.errors.ArgumentError):
            wrong()


def test_history_and_what_a_derivative_says_of_itself():
    df = tangent.hvp(number)
    assert tangent.history(df) == ('hvp', 'number')
    assert tangent.history(tangent.jvp(tangent.grad(number))) == ('jvp', 'grad', 'number')
    assert df.__doc__ == 'Hessian-vector product of number with respect to x.'
    assert df.__name__ == 'tdnumberdxdx'
    assert not hasattr(df, '__wrapped__')
    assert str(inspect.signature(df)) == '(x, dx, *, n=3, bresult=1.0)'
    partial = tangent.grad(functools.partial(number, n=2))
    assert partial.__doc__ == 'Gradient of number with respect to x.' and tangent.history(partial) == ('grad', 'number')
    with pytest.raises(tangent.errors.ArgumentError):
        tangent.history(number)


def test_check_grads_passes_what_is_right():
    tangent.check_grads(vector, (A, X))
    tangent.check_grads(lambda p, n: p['x'] ** n * p['y'], ({'x': 2.0, 'y': X}, 2), order=1)


def test_check_grads_names_argument_mode_and_direction():
    from tangent.grads import adjoint, d
    from tangent.grads import tangent as forward

    def square(x):
        return x * x

    @adjoint(square)
    def wrong(y, x):
        d[x] = d[y] * x

    @forward(square)
    def right(y, x):
        d[y] = 2.0 * x * d[x]

    def f(x, y):
        return square(y) + x
    tangent.check_grads(f, (1.0, 2.0), modes=('forward',))
    with pytest.raises(tangent.errors.CheckError, match="argument 'y', in reverse mode: along "):
        tangent.check_grads(f, (1.0, 2.0))


def test_check_grads_takes_arguments_that_are_optional_or_starred():
    def f(x, n=3, *more, scale=1.0):
        return np.sum(x ** n) * scale + sum(more)
    tangent.check_grads(f, (abs(X), 2.5))
    tangent.check_grads(f, (abs(X), 2, 1.0, 3.0))
    tangent.check_grads(lambda x, n=2, k=1.0: np.sum(x ** n) * k, (abs(X), 3, 2.0))
    tangent.check_grads(lambda x, k=1.0: np.sum(x * x) * k, (X, 2.0), order=3)
    tangent.check_grads(np.sin, (X,))
    with pytest.raises(tangent.errors.ArgumentError, match='2 arguments; lambda takes 1 by position'):
        tangent.check_grads(lambda x: x, (X, X))


def test_check_grads_moves_what_it_is_told_to():
    def picked(x, i, k):
        return np.sum(x[i] ** k)
    for wrt in ('x', 0, ('x', 'k'), (0, -1)):
        tangent.check_grads(picked, (abs(X), np.array([0, 0, 1]), 3), wrt=wrt)
    with pytest.raises(tangent.errors.ArgumentError, match=r"wrt='y': picked takes x, i, k"):
        tangent.check_grads(picked, (X, 0, 3), wrt='y')
    with pytest.raises(tangent.errors.ArgumentError, match="wrt=2: args= has no value for 'k'"):
        tangent.check_grads(lambda x, i, k=2: x[i] ** k, (X, 0), wrt=2)
    with pytest.raises(tangent.errors.ArgumentError, match='nothing can be compared'):
        tangent.check_grads(lambda x, text: x, (X, 'text'), wrt='text')


def test_check_grads_leaves_the_arguments_as_they_are():
    def written(x, y):
        x[0] = 2.0 * x[1] * y[0]
        y *= 2.0
        return np.sum(x * y)
    x, y = X.copy(), V.copy()
    tangent.check_grads(written, (x, y))
    np.testing.assert_array_equal([x, y], [X, V])


@pytest.mark.parametrize('args, options, message', [
    ((X,), {'modes': 'fwd'}, r"modes=\('fwd',\): it names 'reverse' or 'forward', or both .did you mean 'forward'"),
    ((X,), {'modes': ()}, r'modes=\(\)'), ((X,), {'order': 0}, 'order=0: it is 1 or more'),
    (X, {}, 'it is a tuple of arguments'), (('text',), {}, 'nothing can be compared'),
    ((X.astype('f'),), {}, "argument 'x' has the dtype float32")])
def test_check_grads_refuses_what_it_cannot_compare(args, options, message):
    with pytest.raises(tangent.errors.ArgumentError, match=message):
        tangent.check_grads(lambda x: x, args, **options)


# --- the function's own result, and examples ------------------------------------

def of_two(x, y, n=2):
    return np.sum(np.sin(x) * y ** n)


POINT, ALONG = (np.array([0.3, 0.4]), np.array([1.0, 2.0])), (np.array([1.0, -1.0]), np.array([0.5, 0.2]))


@pytest.mark.parametrize('like', [None, (*POINT, 2)], ids=['plain', 'like'])
@pytest.mark.parametrize('mode', ['forward-reverse', 'reverse-forward', 'reverse-reverse'])
def test_hvp_with_the_result(mode, like):
    (xx, xy), (yx, yy) = tangent.hessian(of_two, wrt=('x', 'y'))(*POINT)
    product, value = tangent.hvp(of_two, mode=mode, preserve_result=True, like=like)(*POINT, ALONG[0])
    np.testing.assert_allclose(product, xx @ ALONG[0])
    assert value == of_two(*POINT)
    px, py, value = tangent.hvp(of_two, ('x', 'y'), mode=mode, preserve_result=True, like=like)(*POINT, *ALONG)
    np.testing.assert_allclose(px, xx @ ALONG[0] + xy @ ALONG[1])
    np.testing.assert_allclose(py, yx @ ALONG[0] + yy @ ALONG[1])
    assert value == of_two(*POINT)


def test_the_source_of_a_product_by_several_vectors_is_whole():
    text = tangent.source(tangent.hvp(of_two, ('x', 'y'), mode='reverse-reverse'))
    assert text.count('\ndef ') == 1 and 'np.sin' in text


def test_all_derivatives_with_the_result():
    blocks, value = tangent.hessian(of_two, ('x', 'y'), preserve_result=True, like=(*POINT, 2))(*POINT)
    for row, wanted in zip(blocks, tangent.hessian(of_two, ('x', 'y'))(*POINT)):
        np.testing.assert_allclose(row, wanted)
    assert value == of_two(*POINT)
    for mode in ('auto', 'forward', 'reverse'):
        found, value = tangent.jacobian(vector, wrt='x', mode=mode, preserve_result=True, like=(A, X))(A, X)
        np.testing.assert_allclose(found, tangent.jacobian(vector, wrt='x')(A, X))
        np.testing.assert_array_equal(value, vector(A, X))
    product, value = tangent.ggnvp(lambda w: w ** 2, lambda y: np.sum(y ** 2), preserve_result=True)(X, V)
    np.testing.assert_allclose(product, 8.0 * X ** 2 * V)
    np.testing.assert_array_equal(value, X ** 2)


@pytest.mark.parametrize('transform', [
    tangent.pullback, tangent.linearize, tangent.ggnvp(loss=lambda y: np.sum(y ** 2))],
    ids=['pullback', 'linearize', 'ggnvp'])
def test_at_a_point_with_examples(transform):
    def f(x):
        return x * np.sum(np.sin(x))
    plain, derivative = transform(f), transform(f, like=(X,))
    if transform in (tangent.pullback, tangent.linearize):
        np.testing.assert_allclose(derivative(X)[1](V), plain(X)[1](V))
    else:
        np.testing.assert_allclose(derivative(X, V), plain(X, V))
    with pytest.raises(tangent.errors.KindError, match="'x' is expected to be of the kind float"):
        derivative(*[1.0] * len(inspect.signature(derivative).parameters))


def test_examples_are_checked():
    for derivative in (tangent.hvp(of_two, like=(*POINT, 2)), tangent.hessian(of_two, like=(*POINT, 2)),
                       tangent.jacobian(of_two, like=(*POINT, 2))):
        with pytest.raises(tangent.errors.KindError, match="'x' is expected to be of the kind float"):
            derivative(*[1.0] * (3 if 'dx' in inspect.signature(derivative).parameters else 2))


def test_what_the_products_of_jacobians_hand_on():
    def f(x):
        return x * x, 'aux'
    assert tangent.jvp(f, has_aux=True)(2.0, 1.0) == tangent.vjp(f, has_aux=True)(2.0, 1.0) == (4.0, 'aux')
    assert tangent.jvp(f, has_aux=True, preserve_result=True)(2.0, 1.0) == (4.0, (4.0, 'aux'))


def test_check_grads_moves_arrays_without_dimensions_as_arrays():
    def doubled(x):
        y = x.copy()
        z = y
        z *= 2.0  # which y sees, if it is an array
        return y * x
    tangent.check_grads(doubled, (np.array(1.5),))


def test_a_hessian_vector_product_beside_starred_parameters():
    def f(a, b, *rest, scale=2.0):
        return scale * a * b * b
    products = [tangent.hvp(f, wrt=('a', 'b'), mode=mode)(1.0, 2.0, da=1.0, db=0.5) for mode in (
        'forward-reverse', 'reverse-forward', 'reverse-reverse')]
    assert products == [(4.0, 10.0)] * 3


def test_the_loss_of_a_gauss_newton_product_takes_one_argument():
    with pytest.raises(tangent.errors.ArgumentError, match='the parameters y, targets'):
        tangent.ggnvp(lambda w: w * w, lambda y, targets: np.sum((y - targets) ** 2))
    with pytest.raises(tangent.errors.ArgumentError, match='a function was expected, not int 3'):
        tangent.ggnvp(lambda w: w * w, 3)
    product = tangent.ggnvp(lambda w: w * w, lambda y, scale=3.0: scale * y * y)
    assert product(2.0, 1.0) == 96.0
