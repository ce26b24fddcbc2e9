"""Rules for SciPy's Fourier, cosine and sine transforms; adjoints of complex values are as in numpy/fft.py."""
from __future__ import annotations

import numpy as np
from scipy import fft

from tangent.runtime.arrays import unbroadcast
from tangent.runtime.fft import refit, transformed_axes, unhfft, unihfft, unirfft, unirfftn, unrfft, unrfftn
from tangent.runtime.linalg import conjugate
from tangent.runtime.scipy.fft import opposite, undctn, undstn, unidctn, unidstn
from tangent.templates.rules import alias, constant, d, linear, literal

# Fourier transforms: overwrite_x, workers and plan are not taken.


@linear(fft.fft, keeps_dtype=False)
def _fft(y, x, n=None, axis=-1, norm=None):
    d[x] = refit(fft.fft(d[y], axis=axis, norm=norm), x)


@linear(fft.ifft, keeps_dtype=False)
def _ifft(y, x, n=None, axis=-1, norm=None):
    d[x] = refit(fft.ifft(d[y], axis=axis, norm=norm), x)


@linear(fft.fft2, keeps_dtype=False)
def _fft2(y, x, s=None, axes=(-2, -1), norm=None):
    if s is None if literal(s) else False:
        d[x] = unbroadcast(fft.fft2(d[y], axes=axes, norm=norm), x)
    else:
        d[x] = refit(fft.fft2(d[y], axes=transformed_axes(s, axes), norm=norm), x)


@linear(fft.ifft2, keeps_dtype=False)
def _ifft2(y, x, s=None, axes=(-2, -1), norm=None):
    if s is None if literal(s) else False:
        d[x] = unbroadcast(fft.ifft2(d[y], axes=axes, norm=norm), x)
    else:
        d[x] = refit(fft.ifft2(d[y], axes=transformed_axes(s, axes), norm=norm), x)


@linear(fft.fftn, keeps_dtype=False)
def _fftn(y, x, s=None, axes=None, norm=None):
    if s is None if literal(s) else False:
        d[x] = unbroadcast(fft.fftn(d[y], axes=axes, norm=norm), x)
    else:
        d[x] = refit(fft.fftn(d[y], axes=transformed_axes(s, axes), norm=norm), x)


@linear(fft.ifftn, keeps_dtype=False)
def _ifftn(y, x, s=None, axes=None, norm=None):
    if s is None if literal(s) else False:
        d[x] = unbroadcast(fft.ifftn(d[y], axes=axes, norm=norm), x)
    else:
        d[x] = refit(fft.ifftn(d[y], axes=transformed_axes(s, axes), norm=norm), x)


@linear(fft.rfft, keeps_dtype=False)
def _rfft(y, x, n=None, axis=-1, norm=None):
    d[x] = unrfft(d[y], x, n, axis, norm)


@linear(fft.irfft, keeps_dtype=False)
def _irfft(y, x, n=None, axis=-1, norm=None):
    d[x] = unirfft(d[y], x, axis, norm)


@linear(fft.hfft, keeps_dtype=False)
def _hfft(y, x, n=None, axis=-1, norm=None):
    d[x] = unhfft(d[y], x, axis, norm)


@linear(fft.ihfft, keeps_dtype=False)
def _ihfft(y, x, n=None, axis=-1, norm=None):
    d[x] = unihfft(d[y], x, n, axis, norm)


@linear(fft.rfft2, keeps_dtype=False)
def _rfft2(y, x, s=None, axes=(-2, -1), norm=None):
    d[x] = unrfftn(d[y], x, s, axes, norm)


@linear(fft.rfftn, keeps_dtype=False)
def _rfftn(y, x, s=None, axes=None, norm=None):
    d[x] = unrfftn(d[y], x, s, axes, norm)


@linear(fft.irfft2, keeps_dtype=False)
def _irfft2(y, x, s=None, axes=(-2, -1), norm=None):
    d[x] = unirfftn(d[y], x, s, axes, norm)


@linear(fft.irfftn, keeps_dtype=False)
def _irfftn(y, x, s=None, axes=None, norm=None):
    d[x] = unirfftn(d[y], x, s, axes, norm)


# As irfftn and rfftn, of and to the conjugate.

@linear(fft.hfft2, keeps_dtype=False)
def _hfft2(y, x, s=None, axes=(-2, -1), norm=None):
    d[x] = conjugate(unirfftn(d[y], x, s, axes, opposite(norm)))


@linear(fft.hfftn, keeps_dtype=False)
def _hfftn(y, x, s=None, axes=None, norm=None):
    d[x] = conjugate(unirfftn(d[y], x, s, axes, opposite(norm)))


@linear(fft.ihfft2, keeps_dtype=False)
def _ihfft2(y, x, s=None, axes=(-2, -1), norm=None):
    d[x] = unrfftn(np.conj(d[y]), x, s, axes, opposite(norm))


@linear(fft.ihfftn, keeps_dtype=False)
def _ihfftn(y, x, s=None, axes=None, norm=None):
    d[x] = unrfftn(np.conj(d[y]), x, s, axes, opposite(norm))


constant(opposite)
alias(fft.fftshift, np.fft.fftshift)
alias(fft.ifftshift, np.fft.ifftshift)


# Cosine and sine transforms.

@linear(fft.dct)
def _dct(y, x, type=2, n=None, axis=-1, norm=None, *, orthogonalize=None):
    d[x] = undctn(d[y], x, type, n, axis, norm, orthogonalize)


@linear(fft.dctn)
def _dctn(y, x, type=2, s=None, axes=None, norm=None, *, orthogonalize=None):
    d[x] = undctn(d[y], x, type, s, axes, norm, orthogonalize)


@linear(undctn, shape='=x', shape_reads=('x',), fresh=True)
def _undctn(y, e, x, type=2, s=None, axes=None, norm=None, orthogonalize=None):
    d[e] = fft.dctn(d[y], type, s, axes, norm, orthogonalize=orthogonalize)


@linear(fft.idct)
def _idct(y, x, type=2, n=None, axis=-1, norm=None, *, orthogonalize=None):
    d[x] = unidctn(d[y], x, type, n, axis, norm, orthogonalize)


@linear(fft.idctn)
def _idctn(y, x, type=2, s=None, axes=None, norm=None, *, orthogonalize=None):
    d[x] = unidctn(d[y], x, type, s, axes, norm, orthogonalize)


@linear(unidctn, shape='=x', shape_reads=('x',), fresh=True)
def _unidctn(y, e, x, type=2, s=None, axes=None, norm=None, orthogonalize=None):
    d[e] = fft.idctn(d[y], type, s, axes, norm, orthogonalize=orthogonalize)


@linear(fft.dst)
def _dst(y, x, type=2, n=None, axis=-1, norm=None, *, orthogonalize=None):
    d[x] = undstn(d[y], x, type, n, axis, norm, orthogonalize)


@linear(fft.dstn)
def _dstn(y, x, type=2, s=None, axes=None, norm=None, *, orthogonalize=None):
    d[x] = undstn(d[y], x, type, s, axes, norm, orthogonalize)


@linear(undstn, shape='=x', shape_reads=('x',), fresh=True)
def _undstn(y, e, x, type=2, s=None, axes=None, norm=None, orthogonalize=None):
    d[e] = fft.dstn(d[y], type, s, axes, norm, orthogonalize=orthogonalize)


@linear(fft.idst)
def _idst(y, x, type=2, n=None, axis=-1, norm=None, *, orthogonalize=None):
    d[x] = unidstn(d[y], x, type, n, axis, norm, orthogonalize)


@linear(fft.idstn)
def _idstn(y, x, type=2, s=None, axes=None, norm=None, *, orthogonalize=None):
    d[x] = unidstn(d[y], x, type, s, axes, norm, orthogonalize)


@linear(unidstn, shape='=x', shape_reads=('x',), fresh=True)
def _unidstn(y, e, x, type=2, s=None, axes=None, norm=None, orthogonalize=None):
    d[e] = fft.idstn(d[y], type, s, axes, norm, orthogonalize=orthogonalize)
