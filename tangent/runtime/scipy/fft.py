"""What the derivatives of the transforms of SciPy consist of.

Each cosine or sine transform is a real matrix.  With orthogonalize=True its transpose is that of the inverse type,
with the same norm; without, the elements at the edges have other weights (see the definitions in `scipy.fft.dct` and
`scipy.fft.dst`).
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import fft

from tangent.runtime.fft import Axes, Sizes, refit, transformed_axes

_INVERSE = {1: 1, 2: 3, 3: 2, 4: 4}  # of each type
_COSINE_EDGES = {1: [0, -1], 2: [0], 3: [0]}
_SINE_EDGES = {2: [-1], 3: [-1]}


def opposite(norm: str | None) -> str:
    """The norm with which the conjugate of a transform is the inverse transform of the conjugate.

    >>> opposite('forward')
    'backward'
    """
    return {'forward': 'backward', 'ortho': 'ortho'}.get(norm or 'backward', 'forward')


def undctn(e: Any, x: Any, type: int = 2, s: Sizes = None, axes: Axes = None, norm: str | None = None,
           orthogonalize: bool | None = None) -> Any:
    """The adjoint of x, where e is the adjoint of dctn(x, type, s, axes, norm, orthogonalize=orthogonalize).

    >>> undctn(np.array([1.0, 0.0]), np.zeros(2))
    array([2., 2.])
    """
    return _untransformed(fft.dct, e, x, type, s, axes, norm, orthogonalize)


def unidctn(e: Any, x: Any, type: int = 2, s: Sizes = None, axes: Axes = None, norm: str | None = None,
            orthogonalize: bool | None = None) -> Any:
    """The adjoint of x, where e is the adjoint of idctn(x, type, s, axes, norm, orthogonalize=orthogonalize).

    >>> unidctn(np.array([1.0, 1.0]), np.zeros(2))
    array([0.5, 0. ])
    """
    return _untransformed(fft.idct, e, x, type, s, axes, norm, orthogonalize)


def undstn(e: Any, x: Any, type: int = 2, s: Sizes = None, axes: Axes = None, norm: str | None = None,
           orthogonalize: bool | None = None) -> Any:
    """The adjoint of x, where e is the adjoint of dstn(x, type, s, axes, norm, orthogonalize=orthogonalize).

    >>> undstn(np.array([0.0, 1.0]), np.zeros(2))
    array([ 2., -2.])
    """
    return _untransformed(fft.dst, e, x, type, s, axes, norm, orthogonalize)


def unidstn(e: Any, x: Any, type: int = 2, s: Sizes = None, axes: Axes = None, norm: str | None = None,
            orthogonalize: bool | None = None) -> Any:
    """The adjoint of x, where e is the adjoint of idstn(x, type, s, axes, norm, orthogonalize=orthogonalize).

    >>> unidstn(np.array([1.0, -1.0]), np.zeros(2))
    array([0. , 0.5])
    """
    return _untransformed(fft.idst, e, x, type, s, axes, norm, orthogonalize)


def _untransformed(transform: Callable, e: Any, x: Any, type: int, s: Sizes, axes: Axes, norm: str | None,
                   orthogonalize: bool | None) -> Any:
    if orthogonalize is None:
        orthogonalize = norm == 'ortho'
    definition = type if transform in (fft.dct, fft.dst) else _INVERSE[type]
    edges = {} if orthogonalize else _COSINE_EDGES if transform in (fft.dct, fft.idct) else _SINE_EDGES
    edge = edges.get(definition, [])
    for axis in transformed_axes(np.shape(x) if s is None else s, axes):
        if definition in (1, 2):
            e = _weighed(e, 2.0, edge, axis)
        e = transform(e, _INVERSE[type], axis=axis, norm=norm, orthogonalize=orthogonalize)
        if definition in (1, 3):
            e = _weighed(e, 0.5, edge, axis)
    return refit(e, x)


def _weighed(e: Any, factor: float, edge: list[int], axis: int) -> np.ndarray:
    """The array with its elements at an edge multiplied."""
    e = np.array(e)
    e.swapaxes(0, axis)[edge] *= factor
    return e
