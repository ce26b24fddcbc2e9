"""Rules for the linear filters of `scipy.ndimage`."""
from __future__ import annotations

import numpy as np
from scipy import ndimage

from tangent.runtime.arrays import unbroadcast
from tangent.runtime.linalg import conjugate
from tangent.runtime.scipy.ndimage import (
    correlate_adjoint_left, correlate_adjoint_right, correlate_inside, flipped_origin, spread,
)
from tangent.templates.rules import bilinear, constant, d, linear

constant(flipped_origin)


# Complex weights are conjugated by `correlate`, not by `convolve`.

@bilinear(ndimage.correlate, fresh=True)
def correlate(y, input, weights, *, mode='reflect', origin=0):
    d[input] = correlate_adjoint_left(d[y], input, conjugate(weights), mode, origin)
    d[weights] = conjugate(correlate_adjoint_right(d[y], input, weights, mode, origin))


@bilinear(ndimage.convolve, fresh=True)
def convolve(y, input, weights, *, mode='reflect', origin=0):
    place = flipped_origin(weights, origin)
    d[input] = correlate_adjoint_left(d[y], input, np.flip(weights), mode, place)
    d[weights] = np.flip(correlate_adjoint_right(d[y], input, np.flip(weights), mode, place))


@bilinear(correlate_inside, fresh=True)
def _correlate_inside(y, x, weights):
    d[x] = unbroadcast(spread(d[y], weights), x)
    d[weights] = unbroadcast(correlate_inside(x, d[y]), weights)


# With these modes a filter with symmetric weights is its own adjoint.

@linear(ndimage.gaussian_filter, fresh=True)
def gaussian_filter(y, input, sigma, *, mode='reflect', truncate=4.0, radius=None, axes=None):
    if mode in ('reflect', 'grid-mirror', 'constant', 'grid-constant', 'wrap', 'grid-wrap'):
        d[input] = unbroadcast(ndimage.gaussian_filter(d[y], sigma, mode=mode, truncate=truncate, radius=radius,
                                                       axes=axes), input)


@linear(ndimage.gaussian_filter1d, fresh=True)
def gaussian_filter1d(y, input, sigma, axis=-1, *, mode='reflect', truncate=4.0, radius=None):
    if mode in ('reflect', 'grid-mirror', 'constant', 'grid-constant', 'wrap', 'grid-wrap'):
        d[input] = unbroadcast(ndimage.gaussian_filter1d(d[y], sigma, axis, mode=mode, truncate=truncate,
                                                         radius=radius), input)


@linear(ndimage.laplace, fresh=True)
def laplace(y, input, *, mode='reflect'):
    if mode in ('reflect', 'grid-mirror', 'constant', 'grid-constant', 'wrap', 'grid-wrap'):
        d[input] = unbroadcast(ndimage.laplace(d[y], mode=mode), input)
