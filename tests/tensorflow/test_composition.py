"""Derivatives of tensors by every transform, of derivatives again, under tf.function and inside a tape."""
from __future__ import annotations

import inspect

import numpy as np
import pytest

import tangent

tf = pytest.importorskip('tensorflow', reason='TensorFlow is not installed')


def normal(*shape, seed=0):
    return tf.constant(np.random.default_rng([seed, *shape]).normal(size=shape), tf.float32)


def classic(W, x):
    h1 = tf.matmul(x, W)
    h2 = tf.tanh(h1)
    out = tf.reduce_sum(h2)
    return out


def mlp(params, x, y):
    h = x
    for W, b in params[:-1]:
        h = tf.tanh(tf.matmul(h, W) + b)
    W, b = params[-1]
    return tf.reduce_mean(tf.square(tf.matmul(h, W) + b - y))


def recurrent(W, xs):
    h = tf.zeros([2, 4])
    for x in xs:
        h = tf.tanh(h @ W + x)
    return tf.reduce_sum(h)


def vector(w):
    return tf.tanh(w[1:] * w[:-1]) + w[0]


def number(w):
    return tf.reduce_sum(vector(w) ** 2)


def likelihood(L, X):
    S = tf.matmul(L, L, transpose_b=True) + tf.eye(3)
    _, logdet = tf.linalg.slogdet(S)
    return -0.5 * (tf.reduce_sum(X * tf.transpose(tf.linalg.solve(S, tf.transpose(X)))) + 6.0 * logdet)


PARAMS = [(normal(3, 5), normal(5)), (normal(5, 4), normal(4)), (normal(4, 2), normal(2))]
X, Y = normal(6, 3), normal(6, 2)
W = normal(3, seed=1)


def tape(f, args, at=0):
    with tf.GradientTape() as recorded:
        recorded.watch(args[at])
        result = f(*args)
    return recorded.gradient(result, args[at])


def assert_same(found, wanted):
    pairs = list(zip(tf.nest.flatten(found), tf.nest.flatten(wanted), strict=True))
    assert pairs
    for left, right in pairs:
        np.testing.assert_allclose(left, right, rtol=1e-4, atol=1e-5)


def test_the_classic_program_reads_well():
    assert inspect.getsource(tangent.grad(classic)) == '''\
def dclassicdW(W, x, bout=1.0):
    h1 = tf.matmul(x, W)
    h2 = tf.tanh(h1)
    bout = tangent.seed(bout)

    # Grad of: h2 = tf.tanh(h1)
    bh1 = bout * (1.0 - tf.square(h2))
    # Grad of: h1 = tf.matmul(x, W)
    bW = tangent.unbroadcast(tf.matmul(x, bh1, transpose_a=True), W)
    return bW
'''


@pytest.mark.parametrize('f, args', [(classic, (normal(3, 4), X)), (mlp, (PARAMS, X, Y)),
                                     (recurrent, (normal(4, 4), normal(5, 2, 4))), (number, (W,)),
                                     (likelihood, (normal(3, 3, seed=2), X))])
@pytest.mark.parametrize('compiled', [None, False, True], ids=['eager', 'function', 'jit'])
def test_gradients(f, args, compiled):
    df = tangent.grad(f)
    if compiled:
        try:
            tf.function(f, jit_compile=True)(*args)
        except tf.errors.InvalidArgumentError:
            pytest.skip('TensorFlow cannot compile the function itself for this machine')
    run = df if compiled is None else tf.function(df, jit_compile=compiled)
    assert_same(run(*args), tape(f, args))


@pytest.mark.parametrize('shape', [lambda s: [None] * len(s), lambda s: None], ids=['unknown sizes', 'unknown rank'])
def test_unknown_shapes(shape):
    signature = tf.nest.map_structure(lambda p: tf.TensorSpec(shape(p.shape)), [PARAMS, X, Y])
    df = tf.function(tangent.grad(mlp, wrt=(0, 1)), input_signature=signature)
    assert_same(df(PARAMS, X, Y), (tape(mlp, (PARAMS, X, Y)), tape(mlp, (PARAMS, X, Y), 1)))


def test_inside_a_tape():
    def penalty(gradient):
        return sum(tf.reduce_sum(g ** 2) for g in tf.nest.flatten(gradient))
    df = tangent.grad(mlp)
    assert_same(tape(lambda x: penalty(df(PARAMS, x, Y)), (X,)),
                tape(lambda x: penalty(tape(mlp, (PARAMS, x, Y))), (X,)))


def test_hessian_vector_product():
    v = tf.nest.map_structure(tf.ones_like, PARAMS)

    def along(params):
        return sum(map(tf.reduce_sum, tf.nest.flatten(tape(mlp, (params, X, Y)))))
    for hvp in (tangent.hvp(mlp), tf.function(tangent.hvp(mlp))):
        assert_same(hvp(PARAMS, X, Y, v), tape(along, (PARAMS,)))


def test_jacobians():
    with tf.GradientTape() as recorded:
        recorded.watch(W)
        result = vector(W)
    jacobian = recorded.jacobian(result, W)
    assert_same(tangent.jacobian(vector)(W), jacobian)
    assert_same(tangent.jacobian(vector, mode='forward')(W), jacobian)
    with tf.GradientTape() as recorded:
        recorded.watch(W)
        gradient = tape(number, (W,))
    assert_same(tangent.hessian(number)(W), recorded.jacobian(gradient, W))


def test_generalized_gauss_newton():
    direction = normal(3, seed=4)
    with tf.GradientTape() as recorded:
        recorded.watch(W)
        result = vector(W)
    jacobian = recorded.jacobian(result, W)
    found = tangent.ggnvp(vector, lambda r: tf.reduce_sum(r ** 2))(W, direction)
    assert_same(found, 2.0 * tf.linalg.matvec(jacobian, tf.linalg.matvec(jacobian, direction), transpose_a=True))


def test_clipped_adjoints():
    @tangent.tangent
    def f(w):
        h = 3.0 * w
        with tangent.insert_grad_of(h) as dh:
            dh = tf.clip_by_value(dh, -0.1, 0.1)
        return tf.reduce_sum(h * h)
    assert_same(tangent.grad(f)(W), 3.0 * tf.clip_by_value(6.0 * W, -0.1, 0.1))


def test_dtypes_variables_and_mixtures():
    assert tangent.grad(number)(tf.cast(W, tf.bfloat16)).dtype == tf.bfloat16
    assert tangent.grad(number)(tf.cast(W, tf.float64)).dtype == tf.float64
    variable = tf.Variable(W)
    assert_same(tangent.grad(number)(variable), tape(number, (variable,)))
    found = tangent.grad(lambda a, w: tf.reduce_sum(a * w + np.ones(3, np.float32)), wrt=('a', 'w'))(2.0, W)
    assert_same(found, (tf.reduce_sum(W), tf.fill([3], 2.0)))


def test_operators_alone():
    assert_same(tangent.grad(lambda x: x * x)(tf.constant(3.0)), tf.constant(6.0))


def test_containers_and_objects():
    class Layer:
        def __init__(self, kernel):
            self.kernel = kernel

        def __call__(self, x):
            return tf.matmul(x, self.kernel)
    kernel = normal(3, 2)
    found = tangent.grad(lambda layer, x: tf.reduce_sum(layer(x) ** 2))(Layer(kernel), X)
    assert_same(found.kernel, tape(lambda k: tf.reduce_sum(tf.matmul(X, k) ** 2), (kernel,)))
    weights = {'w': W, 'n': tf.constant(3), 'b': tf.constant(2.0)}
    found = tangent.grad(lambda p: tf.reduce_sum(p['w'] * p['b']))(weights)
    assert found['n'] is None
    assert_same([found['w'], found['b']], [tf.fill([3], 2.0), tf.reduce_sum(W)])


def test_dropout_keeps_its_mask():
    def f(x):
        return tf.nn.dropout(x, 0.5)
    value, gradient = tangent.vjp(f, preserve_result=True)(tf.ones([50]), tf.ones([50]))
    assert_same(*sorted([value, gradient], key=len)) if value.shape == gradient.shape else pytest.fail('shapes')


def test_branches_that_capture():
    def f(x, y):
        return tf.cond(x > 1.0, lambda: x * y, lambda: x)
    assert_same(tangent.grad(f, wrt=(0, 1))(tf.constant(2.0), tf.constant(3.0)), (tf.constant(3.0), tf.constant(2.0)))


def test_refusals():
    with pytest.raises(tangent.TangentError, match='tf.random.normal'):
        tangent.grad(lambda m: tf.reduce_sum(tf.random.normal([3], mean=m)))
    with pytest.raises(tangent.TangentError, match='has shape'):
        tangent.grad(vector)(W)
    with pytest.raises(tangent.TangentError, match='no derivative'):
        tangent.jvp(lambda x: x * 2)(tf.constant(3), 1.0)
    with pytest.raises(tangent.TangentError, match='argument .fn.'):
        tangent.grad(lambda x, y: tf.reduce_sum(tf.map_fn(lambda e: e * x, y)))
    with pytest.raises(tangent.TangentError, match='bincount has no derivative'):
        tangent.grad(lambda w: tf.reduce_sum(tf.math.bincount([0, 1, 1], weights=w)))
    with pytest.raises(tangent.TangentError, match='confusion_matrix has no derivative'):
        tangent.grad(lambda w: tf.reduce_sum(tf.math.confusion_matrix([0, 1], [0, 1], weights=w)))
    with pytest.raises(tangent.TangentError, match='assign_add may change'):
        tangent.grad(_assigning)


def _assigning(v, x):
    v.assign_add(x)
    return tf.reduce_sum(v * v)


def test_integers_on_the_way_carry_nothing():
    def f(x):
        return tf.reduce_sum(tf.cast(tf.cast(x, tf.int32), tf.float32) * x)
    x = tf.constant([1.5, 2.5])
    assert_same(tangent.grad(f)(x), tf.constant([1.0, 2.0]))
    assert_same(tangent.jvp(f)(x, tf.ones_like(x)), tf.constant(3.0))
