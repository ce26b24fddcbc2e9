"""Rules for NumPy's Fourier transforms.

A loss is real.  As everywhere (see elementwise.py), the adjoint of a complex x is the number g for which
real(g * dx) is the change of the loss, without a conjugate: that of a linear map is its transpose.
"""
from __future__ import annotations

import numpy as np

from tangent.runtime.arrays import unbroadcast
from tangent.runtime.fft import refit, transformed_axes, unhfft, unihfft, unirfft, unirfftn, unrfft, unrfftn
from tangent.templates.rules import constant, d, linear, literal

# To as many frequencies.


@linear(np.fft.fft, keeps_dtype=False)
def fft(y, a, n=None, axis=-1, norm=None):
    d[a] = refit(np.fft.fft(d[y], axis=axis, norm=norm), a)


@linear(np.fft.ifft, keeps_dtype=False)
def ifft(y, a, n=None, axis=-1, norm=None):
    d[a] = refit(np.fft.ifft(d[y], axis=axis, norm=norm), a)


@linear(np.fft.fft2, keeps_dtype=False)
def fft2(y, a, s=None, axes=(-2, -1), norm=None):
    if s is None if literal(s) else False:
        d[a] = unbroadcast(np.fft.fft2(d[y], axes=axes, norm=norm), a)
    else:
        d[a] = refit(np.fft.fft2(d[y], axes=transformed_axes(s, axes), norm=norm), a)


@linear(np.fft.ifft2, keeps_dtype=False)
def ifft2(y, a, s=None, axes=(-2, -1), norm=None):
    if s is None if literal(s) else False:
        d[a] = unbroadcast(np.fft.ifft2(d[y], axes=axes, norm=norm), a)
    else:
        d[a] = refit(np.fft.ifft2(d[y], axes=transformed_axes(s, axes), norm=norm), a)


@linear(np.fft.fftn, keeps_dtype=False)
def fftn(y, a, s=None, axes=None, norm=None):
    if s is None if literal(s) else False:
        d[a] = unbroadcast(np.fft.fftn(d[y], axes=axes, norm=norm), a)
    else:
        d[a] = refit(np.fft.fftn(d[y], axes=transformed_axes(s, axes), norm=norm), a)


@linear(np.fft.ifftn, keeps_dtype=False)
def ifftn(y, a, s=None, axes=None, norm=None):
    if s is None if literal(s) else False:
        d[a] = unbroadcast(np.fft.ifftn(d[y], axes=axes, norm=norm), a)
    else:
        d[a] = refit(np.fft.ifftn(d[y], axes=transformed_axes(s, axes), norm=norm), a)


@linear(refit, shape='=x', shape_reads=('x',), keeps_dtype=False)
def _(y, e, x):
    d[e] = refit(d[y], e)


constant(transformed_axes)


# Of real arrays, and to real ones.

@linear(np.fft.rfft, keeps_dtype=False)
def rfft(y, a, n=None, axis=-1, norm=None):
    d[a] = unrfft(d[y], a, n, axis, norm)


@linear(unrfft, shape='=x', shape_reads=('x',), fresh=True, keeps_dtype=False)
def _(y, e, x, n=None, axis=-1, norm=None):
    d[e] = unbroadcast(np.fft.rfft(d[y], n, axis, norm), e)


@linear(np.fft.irfft, keeps_dtype=False)
def irfft(y, a, n=None, axis=-1, norm=None):
    d[a] = unirfft(d[y], a, axis, norm)


@linear(unirfft, shape='=x', shape_reads=('x',), fresh=True, keeps_dtype=False)
def _(y, e, x, axis=-1, norm=None):
    d[e] = np.fft.irfft(d[y], np.shape(e)[axis], axis, norm)


@linear(np.fft.hfft, keeps_dtype=False)
def hfft(y, a, n=None, axis=-1, norm=None):
    d[a] = unhfft(d[y], a, axis, norm)


@linear(unhfft, shape='=x', shape_reads=('x',), fresh=True, keeps_dtype=False)
def _(y, e, x, axis=-1, norm=None):
    d[e] = np.fft.hfft(d[y], np.shape(e)[axis], axis, norm)


@linear(np.fft.ihfft, keeps_dtype=False)
def ihfft(y, a, n=None, axis=-1, norm=None):
    d[a] = unihfft(d[y], a, n, axis, norm)


@linear(unihfft, shape='=x', shape_reads=('x',), fresh=True, keeps_dtype=False)
def _(y, e, x, n=None, axis=-1, norm=None):
    d[e] = unbroadcast(np.fft.ihfft(d[y], n, axis, norm), e)


@linear(np.fft.rfft2, keeps_dtype=False)
def rfft2(y, a, s=None, axes=(-2, -1), norm=None):
    d[a] = unrfftn(d[y], a, s, axes, norm)


@linear(np.fft.rfftn, keeps_dtype=False)
def rfftn(y, a, s=None, axes=None, norm=None):
    d[a] = unrfftn(d[y], a, s, axes, norm)


@linear(unrfftn, shape='=x', shape_reads=('x',), fresh=True, keeps_dtype=False)
def _(y, e, x, s=None, axes=None, norm=None):
    if s is None if literal(s) else False:
        d[e] = unbroadcast(np.fft.rfftn(d[y], axes=axes, norm=norm), e)
    else:
        d[e] = unbroadcast(np.fft.rfftn(d[y], s, transformed_axes(s, axes), norm), e)


@linear(np.fft.irfft2, keeps_dtype=False)
def irfft2(y, a, s=None, axes=(-2, -1), norm=None):
    d[a] = unirfftn(d[y], a, s, axes, norm)


@linear(np.fft.irfftn, keeps_dtype=False)
def irfftn(y, a, s=None, axes=None, norm=None):
    d[a] = unirfftn(d[y], a, s, axes, norm)


@linear(unirfftn, shape='=x', shape_reads=('x',), fresh=True, keeps_dtype=False)
def _(y, e, x, s=None, axes=None, norm=None):
    if s is None if literal(s) else False:
        d[e] = np.fft.irfftn(d[y], axes=axes, norm=norm)
    else:
        d[e] = np.fft.irfftn(d[y], s, transformed_axes(s, axes), norm)


# The order of frequencies.

@linear(np.fft.fftshift)
def fftshift(y, x, axes=None):
    d[x] = np.fft.ifftshift(d[y], axes)


@linear(np.fft.ifftshift)
def ifftshift(y, x, axes=None):
    d[x] = np.fft.fftshift(d[y], axes)
