"""What the derivatives of convolutions and filters consist of."""
from __future__ import annotations

from typing import Any

import numpy as np
from scipy import signal

from tangent.runtime.arrays import unbroadcast


def cut(full: Any, in1: Any, in2: Any, mode: str, late: bool = False) -> Any:
    """The part of the full convolution of in1 and in2 that `mode` keeps; `late` as correlate2d does.

    >>> cut(np.array([1.0, 2.0, 3.0, 4.0]), np.zeros(3), np.zeros(2), 'same')
    array([1., 2., 3.])
    """
    return full[_kept(in1, in2, mode, late)]


def uncut(e: Any, in1: Any, in2: Any, mode: str, late: bool = False) -> np.ndarray:
    """The adjoint of the full convolution of in1 and in2, where e is that of the part that `mode` keeps.

    >>> uncut(np.array([1.0, 2.0, 3.0]), np.zeros(3), np.zeros(2), 'same')
    array([1., 2., 3., 0.])
    """
    full = np.zeros([n + m - 1 for n, m in zip(np.shape(in1), np.shape(in2))], np.result_type(e))
    full[_kept(in1, in2, mode, late)] = e
    return full


def _kept(in1: Any, in2: Any, mode: str, late: bool) -> tuple[slice, ...]:
    """Where in the full convolution the part is that `mode` keeps: in the middle, of the size of in1, or what is
    made of whole overlaps.

    late: whether the second of two places in the middle is taken, not the first.
    """
    pairs = list(zip(np.shape(in1), np.shape(in2)))
    if mode == 'same':
        return tuple(slice((m - 1 + late) // 2, (m - 1 + late) // 2 + n) for n, m in pairs)
    if mode == 'valid':
        return tuple(slice(min(pair) - 1, max(pair)) for pair in pairs)
    return (slice(None),) * len(pairs)


def lagged(e: Any, x: Any, b: Any, axis: int = -1) -> np.ndarray:
    """For each coefficient b[k] of a filter of x along `axis` its adjoint, the sum of e[t] * x[t - k].

    Args:
        e: the adjoint of the filter's output, of the shape of x.
        b: the coefficients, of which only the shape matters.

    Returns:
        An array of as many numbers as b has.

    >>> lagged(np.array([1.0, 1.0, 1.0]), np.array([1.0, 2.0, 3.0]), np.zeros(2))
    array([6., 3.])
    """
    e, x = np.moveaxis(e, axis, -1), np.moveaxis(x, axis, -1)
    n = np.shape(x)[-1]
    return np.array([np.sum(e[..., k:] * x[..., :max(n - k, 0)]) for k in range(np.size(b))])


def unsavgol(e: Any, x: Any, window_length: int, polyorder: int, deriv: int = 0, delta: float = 1.0,
             axis: int = -1) -> Any:
    """The adjoint of x, where e is that of savgol_filter(x, window_length, polyorder, deriv, delta, axis).

    >>> unsavgol(np.array([1.0, 0.0, 0.0]), np.zeros(3), 3, 1).round(6)
    array([ 0.833333,  0.333333, -0.166667])
    """
    e = np.moveaxis(np.asarray(e), axis, -1)
    n, half = e.shape[-1], window_length // 2
    # The filter of unit vectors has all there is: rows for both ends, and between them one that is shifted along.
    size = min(n, 2 * window_length)
    rows = signal.savgol_filter(np.eye(size), window_length, polyorder, deriv, delta, axis=0)
    if size == n:
        return unbroadcast(np.moveaxis(e @ rows, -1, axis), x)
    result = np.zeros(e.shape, e.dtype)
    result[..., :size] += e[..., :half] @ rows[:half]
    result[..., -size:] += e[..., n - half:] @ rows[size - half:]
    for k, weight in enumerate(rows[window_length], -window_length):
        if weight:
            result[..., half + k:n - half + k] += weight * e[..., half:n - half]
    return unbroadcast(np.moveaxis(result, -1, axis), x)
