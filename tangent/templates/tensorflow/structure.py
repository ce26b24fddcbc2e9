"""Rules for TensorFlow's functions that move elements: shapes, axes, parts, types."""
from __future__ import annotations

import tensorflow as tf

from tangent.runtime.arrays import unbroadcast, zeros_like
from tangent.runtime.tensors import tf_vjps, unconcat, unstack_like
from tangent.templates.rules import adjoint, d, linear, literal
from tangent.templates.rules import tangent as forward
from tangent.templates.tensorflow.general import own_adjoint


@linear(tf.identity, shape='same')
def identity(y, input):
    d[input] = unbroadcast(d[y], input)


@linear(tf.convert_to_tensor, tf.constant)
def convert_to_tensor(y, value, *rest, **keywords):
    d[value] = unbroadcast(d[y], value)


@linear(tf.debugging.check_numerics, shape='same')
def check_numerics(y, tensor, message):
    d[tensor] = d[y]


@linear(tf.reshape)
def reshape(y, tensor, shape):
    d[tensor] = tf.reshape(d[y], tf.shape(tensor))


@linear(tf.expand_dims)
def expand_dims(y, input, axis):
    d[input] = tf.reshape(d[y], tf.shape(input))


@linear(tf.squeeze)
def squeeze(y, input, axis=None):
    d[input] = tf.reshape(d[y], tf.shape(input))


@linear(tf.transpose)
def transpose(y, a, perm=None):
    if perm is None if literal(perm) else False:
        d[a] = tf.transpose(d[y])
    else:
        d[a] = tf.transpose(d[y], tf.math.invert_permutation(perm))


@linear(tf.linalg.matrix_transpose)
def matrix_transpose(y, a):
    d[a] = tf.linalg.matrix_transpose(d[y])


@linear(tf.reverse)
def reverse(y, tensor, axis):
    d[tensor] = tf.reverse(d[y], axis)


@adjoint(tf.cast, keeps_dtype=False)
def cast(y, x, dtype):
    d[x] = unbroadcast(d[y], x)


@forward(tf.cast)
def cast_forward(y, x, dtype):
    d[y] = unbroadcast(d[x], y)


@linear(tf.broadcast_to)
def broadcast_to(y, input, shape):
    d[input] = unbroadcast(d[y], input)


@linear(tf.concat)
def concat(y, values, axis):
    d[values] = unconcat(d[y], values, axis)


@linear(unconcat, shape_reads=('values',))
def _unconcat(y, e, values, axis):
    d[e] = tf.concat(d[y], axis)


@linear(tf.stack)
def stack(y, values, axis=0):
    d[values] = unstack_like(d[y], values, axis)


@linear(unstack_like, shape_reads=('values',))
def _unstack_like(y, e, values, axis=0):
    d[e] = tf.stack(d[y], axis=axis)


@linear(tf.unstack)
def unstack(y, value, num=None, axis=0):
    d[value] = tf.stack(d[y], axis=axis)


@linear(tf.split)
def split(y, value, num_or_size_splits, axis=0):
    d[value] = tf.concat(d[y], axis)


@linear(tf.linalg.band_part)
def band_part(y, input, num_lower, num_upper):
    d[input] = tf.linalg.band_part(d[y], num_lower, num_upper)


@linear(tf.scatter_nd)
def scatter_nd(y, indices, updates, shape):
    d[updates] = unbroadcast(tf.gather_nd(d[y], indices), updates)


@linear(tf.tensor_scatter_nd_add)
def tensor_scatter_nd_add(y, tensor, indices, updates):
    d[tensor] = d[y]
    d[updates] = tf.gather_nd(d[y], indices)


@linear(tf.tensor_scatter_nd_update)
def tensor_scatter_nd_update(y, tensor, indices, updates):
    d[tensor] = tf.tensor_scatter_nd_update(d[y], indices, zeros_like(updates))
    d[updates] = tf.gather_nd(d[y], indices)


@linear(tf.fill)
def fill(y, dims, value):
    d[value] = tf.reduce_sum(d[y])


@linear(tf.add_n, tf.math.accumulate_n)
def add_n(y, inputs):
    d[inputs] = [d[y]] * len(inputs)


@linear(tf.complex, keeps_dtype=False)
def complex_(y, real, imag):
    d[real] = unbroadcast(d[y], real)
    d[imag] = unbroadcast(1j * d[y], imag)


@linear(tf.meshgrid)
def meshgrid(y, *args, **keywords):
    d[args] = tf_vjps(tf.meshgrid, d[y], *args, **keywords)


own_adjoint(
    'tf.gather', 'tf.gather_nd', 'tf.nn.embedding_lookup', 'tf.slice', 'tf.strided_slice', 'tf.tile', 'tf.roll',
    'tf.repeat', 'tf.boolean_mask', 'tf.linalg.trace',
    'tf.nn.space_to_depth', 'tf.nn.depth_to_space', 'tf.math.segment_sum', 'tf.math.segment_mean',
    'tf.math.unsorted_segment_sum', 'tf.image.resize', 'tf.image.flip_left_right', 'tf.image.crop_to_bounding_box',
    'tf.image.pad_to_bounding_box', 'tf.cumsum', 'tf.nn.avg_pool', 'tf.nn.avg_pool1d', 'tf.nn.avg_pool2d',
    'tf.nn.avg_pool3d', 'tf.math.conj', 'tf.signal.fft', 'tf.signal.ifft', 'tf.signal.rfft', 'tf.signal.irfft',
    'tf.signal.fft2d', 'tf.image.rot90', 'tf.image.rgb_to_grayscale', 'tf.image.sobel_edges', 'tf.reverse_sequence',
    'tf.batch_to_space', 'tf.space_to_batch', 'tf.image.extract_patches', 'tf.math.unsorted_segment_mean',
)
own_adjoint('tf.dynamic_partition', fresh=False)
own_adjoint('tf.math.real', 'tf.math.imag', keeps_dtype=False)
