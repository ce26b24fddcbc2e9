"""Rules for TensorFlow's products of matrices."""
from __future__ import annotations

import tensorflow as tf

from tangent.runtime.arrays import unbroadcast
from tangent.templates.rules import bilinear, d


@bilinear(tf.matmul, fresh=True)
def matmul(result, a, b, transpose_a=False, transpose_b=False):
    if transpose_a:
        d[a] = unbroadcast(tf.matmul(b, d[result], transpose_a=transpose_b, transpose_b=True), a)
    else:
        d[a] = unbroadcast(tf.matmul(d[result], b, transpose_b=False if transpose_b else True), a)
    if transpose_b:
        d[b] = unbroadcast(tf.matmul(d[result], a, transpose_a=True, transpose_b=transpose_a), b)
    else:
        d[b] = unbroadcast(tf.matmul(a, d[result], transpose_a=False if transpose_a else True), b)
