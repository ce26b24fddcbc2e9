"""TensorFlow's functions that are piecewise constant, or of whose arguments only the shape counts."""
from __future__ import annotations

import tensorflow as tf

from tangent.templates.rules import constant

constant(tf.shape, tf.size, tf.rank, shape_reads=('input',), fresh=True)
constant(tf.zeros_like, tf.ones_like, shape='same', shape_reads=('input',), fresh=True)
constant(tf.zeros, tf.ones, tf.eye, tf.sequence_mask, fresh=True)
constant(tf.range, fresh=True, wrt=('dtype', 'name'))
constant(tf.one_hot, fresh=True, wrt=('indices', 'depth', 'axis', 'dtype', 'name'))
constant(tf.equal, tf.not_equal, tf.greater, tf.greater_equal, tf.less, tf.less_equal, tf.logical_and, tf.logical_or,
         tf.logical_not, tf.math.logical_xor, tf.math.is_nan, tf.math.is_finite, tf.math.is_inf, tf.math.floordiv,
         shape='elementwise', fresh=True)
constant(tf.argmax, tf.argmin, tf.reduce_all, tf.reduce_any, tf.stop_gradient, tf.argsort, tf.unique, tf.searchsorted,
         tf.math.count_nonzero, tf.math.in_top_k, tf.is_tensor, tf.histogram_fixed_width,
         tf.linalg.matrix_rank, tf.bitcast, tf.math.invert_permutation, fresh=True)
# Linear in their weights, of which TensorFlow has no gradient: these are refused.
constant(tf.math.bincount, wrt=('arr', 'minlength', 'maxlength', 'dtype', 'name', 'axis', 'binary_output'), fresh=True)
constant(tf.math.confusion_matrix, wrt=('labels', 'predictions', 'num_classes', 'dtype', 'name'), fresh=True)
constant(tf.debugging.assert_equal, tf.print, tf.summary.scalar, tf.random.set_seed, pure=False)

# What is drawn depends smoothly on the parameters of the distribution: these are no constants, and refused.
constant(tf.random.normal, tf.random.truncated_normal, wrt=('shape', 'dtype', 'seed', 'name'), pure=False, fresh=True)
constant(tf.random.uniform, wrt=('shape', 'dtype', 'seed', 'name'), pure=False, fresh=True)
constant(tf.random.stateless_normal, tf.random.stateless_uniform, wrt=('shape', 'seed', 'dtype', 'name', 'alg'),
         fresh=True)
constant(tf.random.categorical, pure=False, fresh=True)
constant(tf.random.shuffle, wrt=('seed', 'name'), pure=False, fresh=True)
