"""Arguments for calls of TensorFlow functions, by the names that the tables of calls use."""
from __future__ import annotations

import numpy as np
import tensorflow as tf


def _floats(*shape: int, low: float = 0.1, high: float = 0.9) -> np.ndarray:
    return np.random.default_rng([7, *shape]).uniform(low, high, shape)


_SQUARE = _floats(3, 3)
_FLOATS = {
    'x': _floats(3), 'y': _floats(1, 3)[0][::-1] + 0.05, 's': np.array(0.7), 'v': _floats(6), 'm': _floats(3, 4) - 0.45,
    'n': _floats(4, 3).T + 0.2, 'p': _floats(3, 4) + 0.3, 'row': _floats(4) + 0.2, 'column': _floats(3, 1) + 0.3,
    'w': _floats(4, 2) - 0.4, 'rhs': _floats(3, 2), 'mw': _floats(2, 4), 't3': _floats(2, 3, 4), 'u3': _floats(2, 4, 3),
    'sq': _SQUARE, 'spd': _SQUARE @ _SQUARE.T + np.eye(3) * np.array([1.0, 2.0, 3.5]),
    'low': np.tril(_SQUARE) + np.eye(3), 'emb': _floats(5, 3), 'logits': _floats(2, 5) * 4.0 - 1.5,
    'labels': _floats(2, 5) / _floats(2, 5).sum(1, keepdims=True), 'bin': _floats(2, 5).round(), 'b': _floats(4),
    'img': _floats(2, 6, 6, 2), 'ker': _floats(3, 3, 2, 4) - 0.5, 'dker': _floats(3, 3, 2, 3) - 0.5,
    'pker': _floats(1, 1, 6, 4) - 0.5, 'seq': _floats(2, 6, 3), 'ker1': _floats(3, 3, 4) - 0.5,
    'vol': _floats(1, 4, 4, 4, 2), 'ker3': _floats(2, 2, 2, 2, 3) - 0.5, 'bta': _floats(2), 'gma': _floats(2) + 0.5,
    'mean': _floats(2) + 0.1, 'var': _floats(2) + 0.3,
}
CONSTANTS = {
    'tf': tf, 'ids': tf.constant([2, 0, 2]), 'ndx': tf.constant([[0, 1], [2, 2]]), 'sparse': tf.constant([1, 3]),
    'mask': tf.constant([True, False, True]), 'seg': tf.constant([0, 0, 1]),
}


def values(dtype: tf.DType) -> dict[str, tf.Tensor]:
    """The tensors of floats, in one precision."""
    return {name: tf.constant(value, dtype) for name, value in _FLOATS.items()}
