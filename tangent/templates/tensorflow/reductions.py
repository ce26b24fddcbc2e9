"""Rules for TensorFlow's sums and means."""
from __future__ import annotations

import tensorflow as tf

from tangent.runtime.reductions import size_along
from tangent.runtime.tensors import unreduce_sum
from tangent.templates.rules import d, linear


@linear(tf.reduce_sum, shape='reduction')
def reduce_sum(y, input_tensor, axis=None, keepdims=False):
    d[input_tensor] = unreduce_sum(d[y], input_tensor, axis, keepdims)


@linear(unreduce_sum, shape='=x', shape_reads=('x',), fresh=True)
def _unreduce_sum(y, e, x, axis=None, keepdims=False):
    d[e] = tf.reduce_sum(d[y], axis=axis, keepdims=keepdims)


@linear(tf.reduce_mean, shape='reduction')
def reduce_mean(y, input_tensor, axis=None, keepdims=False):
    d[input_tensor] = unreduce_sum(d[y] / size_along(input_tensor, axis), input_tensor, axis, keepdims)
