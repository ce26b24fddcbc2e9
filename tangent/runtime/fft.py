"""What the derivatives of Fourier transforms consist of.

A transform to n frequencies is a symmetric matrix, so that its adjoint is the transform itself.  Those of real
arrays keep half of the frequencies: of these each but the first (and the last, for even n) stands for two.
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tangent.errors import UnsupportedError
from tangent.runtime.arrays import unbroadcast

Sizes = int | Sequence[int] | None
Axes = int | Sequence[int] | None


def refit(e: Any, x: Any) -> Any:
    """The adjoint of x, where e is the adjoint of x cut, or padded with zeros, at the end of its axes.

    Args:
        e: an array with as many axes as x.
        x: the array that was cut or padded, of which only shape and dtype matter.

    Returns:
        An array of the shape and dtype of x: the real part of e, where x is real.

    >>> refit(np.array([1.0, 2.0, 3.0]), np.zeros(2))
    array([1., 2.])
    >>> refit(np.array([1.0 + 2.0j]), np.zeros(2))
    array([1., 0.])
    """
    shape = np.shape(x)
    if np.shape(e) != shape:
        e = e[tuple(map(slice, shape))]
        e = np.pad(e, [(0, size - found) for size, found in zip(shape, e.shape)])
    return unbroadcast(e, x)


def transformed_axes(s: Sizes, axes: Axes) -> Axes:
    """The axes of an n-dimensional transform: `axes`, or as many of the last ones as s has sizes, None for all.

    Raises:
        UnsupportedError: if sizes are given and an axis is transformed twice: the order would matter.

    >>> transformed_axes((4, 6), None)
    [-2, -1]
    """
    if s is None:
        return axes
    found = list(range(-np.size(s), 0)) if axes is None else np.ravel(axes).tolist()
    if len({*found}) < len(found):
        raise UnsupportedError(f'a transform of given sizes has no derivative where axes are repeated: {axes}',
                               'Transform one time after the other.')
    return found


# The adjoints of transforms that keep half of the frequencies.

def unrfft(e: Any, x: Any, n: int | None = None, axis: int = -1, norm: str | None = None) -> Any:
    """The adjoint of x, where e is the adjoint of rfft(x, n, axis, norm).

    >>> unrfft(np.array([1.0, 0.0, 0.0]), np.zeros(4))
    array([1., 1., 1., 1.])
    """
    n = np.shape(x)[axis] if n is None else n
    return refit(np.fft.hfft(_weighed(e, 0.5, n, axis), n, axis, norm), x)


def unihfft(e: Any, x: Any, n: int | None = None, axis: int = -1, norm: str | None = None) -> Any:
    """The adjoint of x, where e is the adjoint of ihfft(x, n, axis, norm).

    >>> unihfft(np.array([1.0, 0.0, 0.0]), np.zeros(4))
    array([0.25, 0.25, 0.25, 0.25])
    """
    n = np.shape(x)[axis] if n is None else n
    return refit(np.fft.irfft(_weighed(e, 0.5, n, axis), n, axis, norm), x)


def unirfft(e: Any, x: Any, axis: int = -1, norm: str | None = None) -> Any:
    """The adjoint of x, where e is the adjoint of irfft(x, n, axis, norm), which has n elements along the axis.

    The imaginary parts of the frequency 0 and, for even n, of the highest one are ignored by irfft: they get zero.

    >>> unirfft(np.array([1.0, 0.0, 0.0, 0.0]), np.zeros(3))
    array([0.25, 0.5 , 0.25])
    """
    return refit(_weighed(np.fft.ihfft(e, axis=axis, norm=norm), 2.0, np.shape(e)[axis], axis), x)


def unhfft(e: Any, x: Any, axis: int = -1, norm: str | None = None) -> Any:
    """The adjoint of x, where e is the adjoint of hfft(x, n, axis, norm), which has n elements along the axis.

    >>> unhfft(np.array([1.0, 0.0, 0.0, 0.0]), np.zeros(3))
    array([1., 2., 1.])
    """
    return refit(_weighed(np.fft.rfft(e, axis=axis, norm=norm), 2.0, np.shape(e)[axis], axis), x)


def unrfftn(e: Any, x: Any, s: Sizes = None, axes: Axes = None, norm: str | None = None) -> Any:
    """The adjoint of x, where e is the adjoint of rfftn(x, s, axes, norm).

    >>> unrfftn(np.array([[1.0, 0.0], [0.0, 0.0]]), np.zeros((2, 2)))
    array([[1., 1.],
           [1., 1.]])
    """
    *others, last = transformed_axes(np.shape(x) if s is None else s, axes)
    for axis in others:
        e = np.fft.fft(e, axis=axis, norm=norm)
    n = None if s is None else np.ravel(s)[-1]
    return unrfft(e, x, None if n == -1 else n, last, norm)


def unirfftn(e: Any, x: Any, s: Sizes = None, axes: Axes = None, norm: str | None = None) -> Any:
    """The adjoint of x, where e is the adjoint of irfftn(x, s, axes, norm).

    >>> unirfftn(np.array([[1.0, 0.0], [0.0, 0.0]]), np.zeros((2, 2)))
    array([[0.25, 0.25],
           [0.25, 0.25]])
    """
    *others, last = transformed_axes(np.shape(x) if s is None else s, axes)
    e = _weighed(np.fft.ihfft(e, axis=last, norm=norm), 2.0, np.shape(e)[last], last)
    for axis in others:
        e = np.fft.ifft(e, axis=axis, norm=norm)
    return refit(e, x)


def _weighed(e: Any, factor: float, n: int, axis: int) -> np.ndarray:
    """Half of n frequencies, with those multiplied that stand for two: one above zero and one below."""
    e = np.array(e)
    e.swapaxes(0, axis)[1:(n + 1) // 2] *= factor
    return e
