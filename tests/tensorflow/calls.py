"""Calls of TensorFlow functions: what each rule is tested with.

Each row is an expression over the tensors of `values.py`; all of them that it names are differentiated but those after
`constant`. `order` is the highest order that TensorFlow itself can be asked for; `forward`: whether its
`ForwardAccumulator` knows the function (of some it says that the tangent is zero).
"""
from __future__ import annotations

import attrs


@attrs.frozen
class Call:
    """One row: an expression, and what is known about it."""

    text: str
    constant: tuple[str, ...] = ()
    order: int = 2
    dtypes: tuple[str, ...] = ('float32', 'float64')
    forward: bool = True


def _both(name: str) -> list[Call]:
    return [Call(f'{name}(m, p)'), Call(f'{name}(m, row)'), Call(f'{name}(column, p)'), Call(f'{name}(s, m)'),
            Call(f'{name}(y=m, x=p)')]


def _each(*names: str, of: str = 'm') -> list[Call]:
    return [Call(f'{name}({of})') for name in names]


OPERATORS = [
    *[Call(f'{left} {op} {right}') for op in ('+', '-', '*', '/') for left, right in (
        ('m', 'p'), ('m', 'row'), ('column', 'row'), ('2.0', 'p'), ('p', '2.0'), ('s', 'p'))],
    Call('-m'), Call('abs(m)'), Call('m ** 2'), Call('p ** 3'), Call('p ** 0.5'), Call('p ** n'), Call('p ** s'),
    Call('2.0 ** m'), Call('p % 0.7'), Call('m @ w'), Call('t3 @ w'), Call('t3 @ u3'),
    Call('m * ids[0:1].shape[0]'),
    Call('m[1]'), Call('m[1, 2]'), Call('m[1:, ::-1]'), Call('m[..., 0]'), Call('m[tf.newaxis, 1:, ..., None]'),
    Call('m[1:, ::-1] + m[tf.newaxis, 0, 1]'), Call('t3[:, -1, 1:3]'), Call('x[1] * x'), Call('m[ids[0]]'),
]

ELEMENTWISE = [
    *[row for name in ('tf.add', 'tf.subtract', 'tf.multiply', 'tf.divide', 'tf.math.divide_no_nan', 'tf.maximum',
                       'tf.minimum', 'tf.math.squared_difference') for row in _both(name)],
    *[Call(f'{name}(p, n)') for name in ('tf.pow', 'tf.math.floormod', 'tf.math.mod', 'tf.math.xlogy',
    'tf.math.xlog1py',
                                         'tf.math.xdivy', 'tf.math.multiply_no_nan', 'tf.math.atan2')],
    Call('tf.pow(p, row)'), Call('tf.pow(p, 3.0)'), Call('tf.math.atan2(y=p, x=row)'), Call('tf.pow(p, s)'),
    *_each('tf.square', 'tf.exp', 'tf.abs', 'tf.negative', 'tf.tanh', 'tf.sigmoid', 'tf.nn.relu', 'tf.math.expm1',
           'tf.math.softplus', 'tf.nn.elu', 'tf.nn.selu', 'tf.nn.gelu', 'tf.nn.silu', 'tf.nn.leaky_relu',
           'tf.nn.relu6', 'tf.math.log_sigmoid', 'tf.sin', 'tf.cos', 'tf.tan', 'tf.asin', 'tf.acos', 'tf.atan',
           'tf.sinh', 'tf.cosh', 'tf.asinh', 'tf.atanh', 'tf.math.erf', 'tf.math.erfc',
           'tf.identity', 'tf.math.erfinv', 'tf.math.bessel_i0', 'tf.nn.crelu'),
    *_each('tf.sqrt', 'tf.math.rsqrt', 'tf.math.log', 'tf.math.log1p', 'tf.math.reciprocal', 'tf.math.lgamma',
           'tf.math.digamma', of='p'),
    Call('tf.acosh(1.0 + p)'), Call('tf.math.ndtri(x)'), Call('tf.nn.gelu(m, approximate=True)'),
    Call('tf.nn.leaky_relu(m, alpha=0.1)'), Call('tf.nn.silu(m, beta=2.0)'), Call('tf.nn.relu6(8.0 * m)'),
    Call('tf.clip_by_value(x, 0.2, 0.7)'), Call('tf.clip_by_value(m, s - 0.8, s)'),
    Call('tf.where(m > 0.1, m, p)'), Call('tf.where(m > 0.1, row, 0.0)'), Call('tf.where(mask, x, y)'),
    Call('tf.math.igamma(x, y)', order=1), Call('tf.math.polygamma(1.0, x)', dtypes=('float32',)),
    Call('tf.math.zeta(2.0, x)', dtypes=('float32',), order=1),
    Call('tf.square(s)'), Call('tf.sign(m) * m'), Call('tf.stop_gradient(m) * m'),
]

_REDUCED = ('tf.reduce_sum', 'tf.reduce_mean', 'tf.reduce_max', 'tf.reduce_min', 'tf.reduce_prod',
            'tf.reduce_logsumexp', 'tf.math.reduce_std', 'tf.math.reduce_variance', 'tf.math.reduce_euclidean_norm')
REDUCTIONS = [
    *[Call(f'{name}(t3{axis})') for name in _REDUCED for axis in (
        '', ', 1', ', axis=[0, -1]', ', axis=-1, keepdims=True', ', keepdims=True')],
    Call('tf.reduce_sum(s)'), Call('tf.reduce_mean(m, axis=tf.constant([1]))'),
    Call('tf.nn.moments(m, [0])[1]'), Call('tf.nn.moments(m, axes=[0, 1], keepdims=True)[0]'),
    *[Call(f'{name}({rest})') for name in ('tf.norm', 'tf.linalg.norm') for rest in ('m', 'm, axis=1', 'm, 1, axis=0')],
    Call('tf.cumsum(m, axis=1, reverse=True)'), Call('tf.cumsum(m)'), Call('tf.math.cumprod(m, axis=1)'),
    Call('tf.math.cumulative_logsumexp(m)', order=1), Call('tf.nn.l2_loss(m)'), Call('tf.nn.l2_normalize(m, 1)'),
    Call('tf.clip_by_norm(m, 1.0)'), Call('tf.clip_by_norm(m, 9.0, axes=[1])'),
    Call('tf.clip_by_global_norm([m, n], 1.0)[0][0]'), Call('tf.add_n([m, n, p])'),
    Call('tf.math.segment_sum(m, seg)'),
    Call('tf.math.segment_mean(m, seg)'), Call('tf.math.unsorted_segment_sum(m, seg, 2)'),
    Call('tf.sort(m)'), Call("tf.sort(m, direction='DESCENDING')"), Call('tf.math.top_k(x, 2)[0]'),
]

PRODUCTS = [
    Call('tf.matmul(m, w)'), Call('tf.matmul(w, m, transpose_a=True, transpose_b=True)'),
    Call('tf.matmul(m, p, transpose_b=True)'), Call('tf.matmul(m, p, transpose_a=True)'), Call('tf.matmul(t3, u3)'),
    Call('tf.matmul(t3, w)'), Call('tf.matmul(sq, t3)'), Call('tf.matmul(a=m, b=w)'),
    Call('tf.matmul(t3, t3, True)'), Call('tf.tensordot(m, w, axes=1)'),
    Call('tf.tensordot(t3, u3, [[1, 2], [2, 1]])'),
    Call('tf.linalg.matvec(m, row)'), Call('tf.linalg.matvec(m, x, transpose_a=True)'),
    Call("tf.einsum('ij,jk->ik', m, w)"), Call("tf.einsum('bij,jk->bki', t3, w)"), Call("tf.einsum('ii->', sq)"),
    *_each('tf.linalg.trace', 'tf.linalg.det', 'tf.linalg.logdet', 'tf.linalg.inv', 'tf.linalg.cholesky', of='spd'),
    Call('tf.linalg.solve(spd, rhs)'), Call('tf.linalg.triangular_solve(low, rhs)'),
    Call('tf.linalg.triangular_solve(low, rhs, lower=True, adjoint=True)'), Call('tf.linalg.eigh(spd)[0]'),
    Call('tf.linalg.svd(m)[0]', order=1), Call('tf.linalg.qr(spd)[1]', order=1),
    Call('tf.linalg.cholesky_solve(low, rhs)'), Call('tf.linalg.slogdet(spd)[1]'), Call('tf.linalg.cross(x, y)'),
]

STRUCTURE = [
    Call('tf.reshape(m, [-1])'), Call('tf.reshape(m, (2, 6))'), Call('tf.transpose(m)'),
    Call('tf.transpose(t3, [2, 0, 1])'),
    Call('tf.transpose(t3)'), Call('tf.concat([x, y], 0)'), Call('tf.concat([m, p], axis=1)'),
    Call('tf.concat([m, p], -1)'),
    Call('tf.stack([x, y], axis=1)'), Call('tf.stack([x, y])'), Call('tf.unstack(m)[1]'),
    Call('tf.unstack(m, axis=1)[0]'),
    Call('tf.split(v, 3)[1]'), Call('tf.split(m, [1, 3], axis=1)[1]'), Call('tf.squeeze(tf.expand_dims(x, 0), 0)'),
    Call('tf.squeeze(column)'), Call('tf.expand_dims(x, -1)'), Call('tf.gather(emb, ids)'),
    Call('tf.gather(m, [1, 0], axis=1)'),
    Call('tf.gather_nd(m, ndx)'), Call('tf.nn.embedding_lookup(emb, ids)'), Call('tf.slice(m, [0, 1], [2, 2])'),
    Call('tf.strided_slice(m, [0, 0], [3, 3], [2, 1])'), Call('tf.tile(m, [2, 1])'),
    Call('tf.pad(m, [[1, 1], [0, 2]])'),
    Call("tf.pad(m, [[1, 1], [0, 2]], mode='REFLECT')"), Call('tf.pad(m, [[1, 0], [0, 0]], constant_values=2.0)'),
    Call('tf.cast(m, tf.float64) * 2.0'), Call('tf.cast(m, tf.float32)'), Call('tf.convert_to_tensor(x)'),
    Call('tf.broadcast_to(x, [2, 3])'), Call('tf.constant(x)'), Call('tf.fill([2], s)'),
    Call('tf.reverse(m, [0])'), Call('tf.roll(m, 1, 0)'), Call('tf.repeat(x, 2)'),
    Call('tf.repeat(m, [1, 2, 3], axis=0)'),
    Call('tf.meshgrid(x, y)[0]'), Call("tf.meshgrid(x, y, indexing='ij')[1]"),
    Call('tf.scatter_nd(tf.constant([[0], [2], [0]]), x, [4])'),
    Call('tf.tensor_scatter_nd_update(x, [[1]], y[:1])'),
    Call('tf.tensor_scatter_nd_add(x, [[1], [1]], y[:2])'), Call('tf.linalg.diag(x)'),
    Call('tf.linalg.diag_part(sq)'),
    Call('tf.linalg.set_diag(sq, x)'), Call('tf.linalg.band_part(m, -1, 0)'),
    Call('tf.linalg.matrix_transpose(t3)'),
    Call('tf.boolean_mask(x, mask)'), Call('tf.dynamic_partition(x, [0, 1, 0], 2)[0]'),
    Call('tf.nn.space_to_depth(img, 2)'), Call('tf.nn.depth_to_space(tf.tile(img, [1, 1, 1, 4]), 2)'),
    Call('tf.math.real(tf.complex(x, y) ** 2)'), Call('tf.math.imag(tf.complex(x, y) * tf.complex(y, x))'),
    Call('tf.debugging.check_numerics(x, "m")'), Call('tf.linspace(s, 2.0 * s, 5)'), Call('tf.zeros_like(m) + m'),
    Call('tf.ones_like(m) * m'), Call('tf.cast(tf.shape(m)[0], m.dtype) * m'),
]

NETWORKS = [
    *_each('tf.nn.softmax', 'tf.nn.log_softmax', of='logits'), Call('tf.nn.softmax(logits, axis=0)'),
    Call('tf.nn.softmax_cross_entropy_with_logits(labels, logits)'),
    Call('tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits)', constant=('labels',)),
    Call('tf.nn.sparse_softmax_cross_entropy_with_logits(labels=sparse, logits=logits)'),
    Call('tf.nn.sigmoid_cross_entropy_with_logits(labels=bin, logits=logits)', constant=('bin',)),
    Call('tf.nn.weighted_cross_entropy_with_logits(bin, logits, 2.0)', constant=('bin',)),
    Call("tf.nn.conv2d(img, ker, 1, 'SAME')"),
    Call("tf.nn.conv2d(img, filters=ker, strides=[2, 1], padding='VALID')"),
    Call("tf.nn.conv1d(seq, ker1, 1, 'SAME')"), Call("tf.nn.conv3d(vol, ker3, [1, 1, 1, 1, 1], 'SAME')", order=1),
    Call('tf.nn.convolution(img, ker)', order=1), Call("tf.nn.depthwise_conv2d(img, dker, [1, 1, 1, 1], 'SAME')"),
    Call("tf.nn.separable_conv2d(img, dker, pker, [1, 1, 1, 1], 'SAME')"),
    Call('tf.nn.conv2d_transpose(img, tf.transpose(ker, [0, 1, 3, 2]), [2, 12, 12, 4], 2)'),
    Call('tf.nn.bias_add(m, b)'),
    *[Call(f"tf.nn.{kind}_pool{d}({of}, 2, 2, '{padding}')") for kind in ('max', 'avg')
                                    for d, of in (('', 'img'), ('1d', 'seq'), ('2d', 'img'))
                                    for padding in ('VALID', 'SAME')],
    Call('tf.nn.batch_normalization(img, 0.1, 0.9, bta, gma, 1e-3)', dtypes=('float32',)),
    Call('tf.nn.batch_normalization(img, mean, var, bta, gma, 1e-3)'),
    Call('tf.image.resize(img, [4, 4])', order=1, dtypes=('float32',), forward=False),
    Call('tf.image.adjust_brightness(img, 0.1)', dtypes=('float32',)),
    Call('tf.image.flip_left_right(img)'), Call('tf.image.crop_to_bounding_box(img, 1, 1, 3, 3)'),
    Call('tf.image.pad_to_bounding_box(img, 1, 1, 8, 8)'),
    Call('tf.scan(lambda a, e: a * e, x)'), Call('tf.map_fn(lambda e: e * e, x)'),
    Call('tf.vectorized_map(lambda e: e * e, x)'),
    Call('tf.while_loop(lambda i, a: i < 3, lambda i, a: (i + 1, a * a), [tf.constant(0), x])[1]'),
]

CALLS = [*OPERATORS, *ELEMENTWISE, *REDUCTIONS, *PRODUCTS, *STRUCTURE, *NETWORKS]
