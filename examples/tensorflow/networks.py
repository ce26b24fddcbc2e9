"""Three programs over tensors, and their gradients checked against those of `tf.GradientTape`."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits

import tangent


def by_tape(function: Callable, *args: Any) -> Any:
    """The gradient in the first argument as TensorFlow gives it."""
    with tf.GradientTape() as tape:
        tape.watch(args[0])
        result = function(*args)
    return tape.gradient(result, args[0])


def difference(found: Any, wanted: Any) -> float:
    """The largest difference between two gradients of one structure."""
    pairs = zip(tf.nest.flatten(found), tf.nest.flatten(wanted), strict=True)
    return max(float(tf.reduce_max(tf.abs(left - right))) for left, right in pairs)


def normal(rng: np.random.Generator, *shape: int) -> tf.Tensor:
    return tf.constant(rng.normal(size=shape) / np.sqrt(np.prod(shape[:-1])), tf.float32)


# --- a convolutional network on images of digits ---------------------------------

def digits() -> tuple[tf.Tensor, tf.Tensor]:
    """Images of 8 by 8 pixels, and the digit that each shows."""
    data = load_digits()
    return tf.constant(data.images[..., None] / 16.0, tf.float32), tf.constant(data.target)


def convolutional_loss(weights: dict[str, tf.Tensor], images: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
    """The cross-entropy of a network with two layers of filters."""
    h = tf.nn.relu(tf.nn.conv2d(images, weights['first'], 1, 'SAME') + weights['bias'])
    h = tf.nn.max_pool2d(h, 2, 2, 'SAME')
    h = tf.nn.relu(tf.nn.conv2d(h, weights['second'], 1, 'SAME'))
    h = tf.reduce_mean(h, axis=[1, 2])
    logits = tf.matmul(h, weights['out'])
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))


def train_convolutional(steps: int = 200, batch: int = 64, rate: float = 0.5) -> tuple[float, float, float]:
    """The loss before and after training, and how far the first gradient is from that of the tape."""
    rng = np.random.default_rng(0)
    images, labels = digits()
    weights = {'first': normal(rng, 3, 3, 1, 8), 'bias': tf.zeros([8]), 'second': normal(rng, 3, 3, 8, 16),
               'out': normal(rng, 16, 10)}
    gradient = tangent.grad(convolutional_loss)
    off = difference(gradient(weights, images[:batch], labels[:batch]),
                     by_tape(convolutional_loss, weights, images[:batch], labels[:batch]))
    compiled = tf.function(gradient)
    before = float(convolutional_loss(weights, images, labels))
    for step in range(steps):
        start = step * batch % (len(images) - batch)
        g = compiled(weights, images[start:start + batch], labels[start:start + batch])
        weights = tangent.tree_map(lambda w, dw: w - rate * dw, weights, g)
    return before, float(convolutional_loss(weights, images, labels)), off


# --- a recurrent network with clipped gradients ----------------------------------

@tangent.tangent
def recurrent_loss(weights: tuple, xs: tf.Tensor, targets: tf.Tensor) -> tf.Tensor:
    """How far a recurrent network is from the sum of its inputs; what flows back through time is clipped."""
    W, U, out = weights
    h = tf.zeros([xs.shape[1], W.shape[0]])
    for x in xs:
        with tangent.insert_grad_of(h) as dh:
            dh = tf.clip_by_value(dh, -0.01, 0.01)
        h = tf.tanh(tf.matmul(h, W) + tf.matmul(x, U))
    return tf.reduce_mean(tf.square(tf.matmul(h, out) - targets))


def clipped_by_tape(weights: tuple, xs: tf.Tensor, targets: tf.Tensor) -> Any:
    """The same gradient with a custom gradient of the identity, which is TensorFlow's way to clip."""
    @tf.custom_gradient
    def clipped(h: tf.Tensor) -> tuple[tf.Tensor, Callable]:
        return tf.identity(h), lambda dh: tf.clip_by_value(dh, -0.01, 0.01)

    def loss(weights: tuple) -> tf.Tensor:
        W, U, out = weights
        h = tf.zeros([xs.shape[1], W.shape[0]])
        for x in xs:
            h = tf.tanh(tf.matmul(clipped(h), W) + tf.matmul(x, U))
        return tf.reduce_mean(tf.square(tf.matmul(h, out) - targets))
    return by_tape(loss, weights)


def train_recurrent(steps: int = 200, length: int = 12, rate: float = 0.2) -> tuple[float, float, float]:
    """The loss before and after training, and how far the first gradient is from that of the tape."""
    rng = np.random.default_rng(0)
    xs = normal(rng, length, 32, 1)
    targets = tf.reduce_sum(xs, axis=0)
    weights = (normal(rng, 16, 16), normal(rng, 1, 16), normal(rng, 16, 1))
    gradient = tangent.grad(recurrent_loss)
    off = difference(gradient(weights, xs, targets), clipped_by_tape(weights, xs, targets))
    before = float(recurrent_loss(weights, xs, targets))
    compiled = tf.function(gradient)
    for _ in range(steps):
        weights = tangent.tree_map(lambda w, dw: w - rate * dw, weights, compiled(weights, xs, targets))
    return before, float(recurrent_loss(weights, xs, targets)), off


# --- the Hessian of a small network times a vector -------------------------------

def small_loss(weights: tuple, x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    W1, W2 = weights
    return tf.reduce_mean(tf.square(tf.matmul(tf.tanh(tf.matmul(x, W1)), W2) - y))


def hessian_vector_product() -> tuple[Any, float]:
    """A Hessian-vector product, and how far it is from that of two tapes."""
    rng = np.random.default_rng(0)
    weights, direction = ((normal(rng, 4, 8), normal(rng, 8, 2)) for _ in range(2))
    x, y = normal(rng, 16, 4), normal(rng, 16, 2)
    product = tangent.hvp(small_loss)(weights, x, y, direction)

    def along(weights: tuple) -> tf.Tensor:
        gradient = by_tape(small_loss, weights, x, y)
        return tf.add_n([tf.reduce_sum(g * v) for g, v in zip(gradient, direction)])
    return product, difference(product, by_tape(along, weights))
