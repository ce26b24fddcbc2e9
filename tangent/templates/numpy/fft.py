"""Rules for NumPy's Fourier transforms.

A loss is real.  As everywhere (see elementwise.py), the adjoint of a complex x is the number g for which
real(g * dx) is the change of the loss, without a conjugate: that of a linear map is its transpose.
"""
from __future__ import annotations

import numpy as np

from tangent.runtime.arrays import unbroadcast
from tangent.runtime.fft import (
    refit, transformed_axes, unhfft, unihfft, unirfft, unirfftn, unrfft, unrfftn,
)
from tangent.templates.rules import constant, d, linear, literal

# To as many frequencies.


@linear(np.fft.fft)
def fft(y, a, n=None, axis=-1, norm=None):
    d[a] = refit(np.fft.fft(d[y], axis=axis, norm=norm), a)


@linear(np.fft.ifft)
def ifft(y, a, n=None, axis=-1, norm=None):
    d[a] = refit(np.fft.ifft(d[y], axis=axis, norm=norm), a)


@linear(np.fft.fft2)
def fft2(y, a, s=None, axes=(-2, -1), norm=None):
    if s is None if literal(s) else False:
        d[a] = unbroadcast(np.fft.fft2(d[y], axes=axes, norm=norm), a)
    else:
        d[a] = refit(np.fft.fft2(d[y], axes=transformed_axes(s, axes), norm=norm), a)


@linear(np.fft.ifft2)
def ifft2(y, a, s=None, axes=(-2, -1), norm=None):
    if s is None if literal(s) else False:
        d[a] = unbroadcast(np.fft.ifft2(d[y], axes=axes, norm=norm), a)
    else:
        d[a] = refit(np.fft.ifft2(d[y], axes=transformed_axes(s, axes), norm=norm), a)


@linear(np.fft.fftn)
def fftn(y, a, s=None, axes=None, norm=None):
    if s is None if literal(s) else False:
        d[a] = unbroadcast(np.fft.fftn(d[y], axes=axes, norm=norm), a)
    else:
        d[a] = refit(np.fft.fftn(d[y], axes=transformed_axes(s, axes), norm=norm), a)


@linear(np.fft.ifftn)
def ifftn(y, a, s=None, axes=None, norm=None):
    if s is None if literal(s) else False:
        d[a] = unbroadcast(np.fft.ifftn(d[y], axes=axes, norm=norm), a)
    else:
        d[a] = refit(np.fft.ifftn(d[y], axes=transformed_axes(s, axes), norm=norm), a)


@linear(refit, shape='=x', shape_reads=('x',))
def _(y, e, x):
    d[e] = refit(d[y], e)


constant(transformed_axes)


# Of real arrays, and to real ones.

@linear(np.fft.rfft)
def rfft(y, a, n=None, axis=-1, norm=None):
    d[a] = unrfft(d[y], a, n, axis, norm)


@linear(unrfft, shape='=x', shape_reads=('x',), fresh=True)
def _(y, e, x, n=None, axis=-1, norm=None):
    d[e] = unbroadcast(np.fft.rfft(d[y], n, axis, norm), e)


@linear(np.fft.irfft)
def irfft(y, a, n=None, axis=-1, norm=None):
    d[a] = unirfft(d[y], a, axis, norm)


@linear(unirfft, shape='=x', shape_reads=('x',), fresh=True)
def _(y, e, x, axis=-1, norm=None):
    d[e] = np.fft.irfft(d[y], np.shape(e)[axis], axis, norm)


@linear(np.fft.hfft)
def hfft(y, a, n=None, axis=-1, norm=None):
    d[a] = unhfft(d[y], a, axis, norm)


@linear(unhfft, shape='=x', shape_reads=('x',), fresh=True)
def _(y, e, x, axis=-1, norm=None):
    d[e] = np.fft.hfft(d[y], np.shape(e)[axis], axis, norm)


@linear(np.fft.ihfft)
def ihfft(y, a, n=None, axis=-1, norm=None):
    d[a] = unihfft(d[y], a, n, axis, norm)


@linear(unihfft, shape='=x', shape_reads=('x',), fresh=True)
def _(y, e, x, n=None, axis=-1, norm=None):
    d[e] = unbroadcast(np.fft.ihfft(d[y], n, axis, norm), e)


@linear(np.fft.rfft2)
def rfft2(y, a, s=None, axes=(-2, -1), norm=None):
    d[a] = unrfftn(d[y], a, s, axes, norm)


@linear(np.fft.rfftn)
def rfftn(y, a, s=None, axes=None, norm=None):
    d[a] = unrfftn(d[y], a, s, axes, norm)


@linear(unrfftn, shape='=x', shape_reads=('x',), fresh=True)
def _(y, e, x, s=None, axes=None, norm=None):
    d[e] = unbroadcast(np.fft.rfftn(d[y], s, axes, norm), e)


@linear(np.fft.irfft2)
def irfft2(y, a, s=None, axes=(-2, -1), norm=None):
    d[a] = unirfftn(d[y], a, s, axes, norm)


@linear(np.fft.irfftn)
def irfftn(y, a, s=None, axes=None, norm=None):
    d[a] = unirfftn(d[y], a, s, axes, norm)


@linear(unirfftn, shape='=x', shape_reads=('x',), fresh=True)
def _(y, e, x, s=None, axes=None, norm=None):
    d[e] = np.fft.irfftn(d[y], s, axes, norm)


# The order of frequencies.

@linear(np.fft.fftshift)
def fftshift(y, x, axes=None):
    d[x] = np.fft.ifftshift(d[y], axes)


@linear(np.fft.ifftshift)
def ifftshift(y, x, axes=None):
    d[x] = np.fft.fftshift(d[y], axes)
