"""TensorFlow's functions that are differentiated by TensorFlow's own gradient of that one call."""
from __future__ import annotations

import tensorflow as tf

from tangent.runtime.tensors import tf_jvps, tf_vjps
from tangent.templates.rules import adjoint, constant, d, defined_as
from tangent.templates.rules import tangent as forward
from tangent.templates.tensorflow.general import own_gradient

# Elementwise ones.
own_gradient(
    'tf.nn.elu', 'tf.nn.selu', 'tf.nn.silu', 'tf.nn.gelu', 'tf.nn.leaky_relu', 'tf.math.digamma',
    'tf.math.erfinv', 'tf.math.ndtri', 'tf.math.bessel_i0', 'tf.nn.crelu',
)
own_gradient('tf.math.xlogy', 'tf.math.xlog1py', 'tf.math.xdivy', 'tf.math.multiply_no_nan', wrt=(0, 1))
own_gradient('tf.math.igamma', 'tf.math.igammac', wrt=(0, 1))
own_gradient('tf.math.polygamma', 'tf.math.zeta', wrt=1)
own_gradient('tf.math.betainc', wrt=2)
own_gradient('tf.clip_by_value', wrt=(0, 1, 2))
own_gradient('tf.math.angle', keeps_dtype=False)

# Reductions and running ones.
own_gradient(
    'tf.reduce_max', 'tf.reduce_min', 'tf.reduce_prod', 'tf.reduce_logsumexp', 'tf.math.reduce_std',
    'tf.math.reduce_variance', 'tf.math.reduce_euclidean_norm')
own_gradient(
    'tf.nn.moments', 'tf.norm', 'tf.math.cumprod', 'tf.math.cumulative_logsumexp', 'tf.math.segment_max',
    'tf.math.segment_prod', 'tf.math.segment_min', 'tf.math.unsorted_segment_max', 'tf.sort', 'tf.math.top_k',
    'tf.nn.l2_loss', 'tf.pad', 'tf.linalg.diag', 'tf.linalg.diag_part', 'tf.nn.l2_normalize', 'tf.math.lbeta',
    'tf.linalg.normalize')
own_gradient('tf.clip_by_norm', 'tf.clip_by_global_norm', wrt=(0, 1))

# Matrices.
own_gradient('tf.tensordot', 'tf.linalg.matvec', 'tf.linalg.solve', 'tf.linalg.triangular_solve', 'tf.linalg.lstsq',
             'tf.linalg.cholesky_solve', 'tf.linalg.cross', 'tf.linalg.set_diag', wrt=(0, 1))
own_gradient('tf.linalg.det', 'tf.linalg.logdet', 'tf.linalg.inv', 'tf.linalg.cholesky', 'tf.linalg.eigh',
             'tf.linalg.svd', 'tf.linalg.qr', 'tf.linalg.slogdet', 'tf.linalg.pinv', 'tf.linalg.expm',
             'tf.linalg.sqrtm')

# Networks.
own_gradient('tf.nn.softmax', 'tf.nn.log_softmax', shape='same')
own_gradient('tf.nn.softmax_cross_entropy_with_logits', 'tf.nn.sigmoid_cross_entropy_with_logits', wrt=(0, 1))
own_gradient('tf.nn.weighted_cross_entropy_with_logits', wrt=(0, 1, 2))
own_gradient('tf.nn.sparse_softmax_cross_entropy_with_logits', wrt=1)
own_gradient('tf.nn.log_poisson_loss', wrt=(0, 1))
own_gradient('tf.nn.bias_add', 'tf.nn.conv2d', 'tf.nn.conv1d', 'tf.nn.conv3d', 'tf.nn.convolution',
             'tf.nn.conv2d_transpose',
             'tf.nn.depthwise_conv2d', 'tf.nn.atrous_conv2d', 'tf.nn.dilation2d', wrt=(0, 1))
own_gradient('tf.nn.separable_conv2d', wrt=(0, 1, 2))
own_gradient('tf.nn.max_pool', 'tf.nn.max_pool1d', 'tf.nn.max_pool2d', 'tf.nn.max_pool3d', 'tf.nn.pool',
             'tf.nn.local_response_normalization')
own_gradient('tf.nn.batch_normalization', wrt=(0, 1, 2, 3, 4))
own_gradient('tf.image.crop_and_resize', 'tf.image.rgb_to_hsv', 'tf.image.total_variation',
             'tf.image.per_image_standardization', 'tf.image.adjust_contrast', 'tf.image.adjust_saturation')
own_gradient('tf.image.psnr', 'tf.image.adjust_brightness', wrt=(0, 1))
own_gradient('tf.image.adjust_gamma', wrt=(0, 1, 2))

# Loops and branches over functions of tensors.
own_gradient('tf.scan', 'tf.map_fn', 'tf.vectorized_map', 'tf.foldl', 'tf.foldr', wrt=1)
own_gradient('tf.while_loop', wrt=2)

own_gradient('tf.linspace', wrt=(0, 1))
own_gradient('tf.dynamic_stitch', wrt=1)


@adjoint(tf.einsum)
def einsum(result, equation, *inputs, **keywords):
    every = tf_vjps(tf.einsum, d[result], equation, *inputs, **keywords)
    d[inputs] = every[1:]


@forward(tf.einsum)
def einsum_forward(result, equation, *inputs, **keywords):
    d[result] = tf_jvps(tf.einsum, (None,) + d[inputs], equation, *inputs, **keywords)


constant(tf.nn.dropout, wrt=('noise_shape', 'seed', 'name'), pure=False)
constant(tf.cond, wrt=('pred', 'name'), pure=False)


@defined_as(tf.nn.dropout)
def dropout(x, rate, noise_shape=None, seed=None, name=None):
    return x * tf.nn.dropout(tf.ones_like(x), rate, noise_shape, seed)


@defined_as(tf.cond)
def cond(pred, true_fn=None, false_fn=None, name=None):
    return true_fn() if pred else false_fn()
