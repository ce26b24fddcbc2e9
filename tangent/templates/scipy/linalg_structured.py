"""Rules for scipy.linalg's banded systems, and for matrices that are made of vectors."""
from __future__ import annotations

import numpy as np
from scipy import linalg

from tangent.runtime.arrays import unbroadcast
from tangent.runtime.scipy.linalg import (
    band_outer, band_times, band_transpose, solve_symmetric_band, symmetric_band_outer, symmetric_band_times,
    toeplitz_of, toeplitz_outer, toeplitz_transposed, unblock_diag, unhankel, unhankel_row, untoeplitz,
    untoeplitz_row,
)
from tangent.runtime.selecting import untake
from tangent.templates.numpy import products, shaping
from tangent.templates.rules import adjoint, bilinear, d, linear
from tangent.templates.rules import tangent as forward

# Bands


@adjoint(linalg.solve_banded, fresh=True, linear=('b',))
def solve_banded(y, l_and_u, ab, b, *, check_finite=True):
    u = linalg.solve_banded((l_and_u[1], l_and_u[0]), band_transpose(ab, l_and_u), d[y], check_finite=check_finite)
    d[ab] = unbroadcast(-band_outer(u, y, l_and_u), ab)
    d[b] = unbroadcast(u, b)


@forward(linalg.solve_banded)
def _solve_banded(y, l_and_u, ab, b, *, check_finite=True):
    d[y] = linalg.solve_banded(l_and_u, ab, d[b] - band_times(d[ab], y, l_and_u), check_finite=check_finite)


@adjoint(linalg.solveh_banded, solve_symmetric_band, fresh=True, linear=('b',))
def solveh_banded(y, ab, b, *, lower=False, check_finite=True):
    u = solve_symmetric_band(ab, d[y], lower=lower, check_finite=check_finite)
    d[ab] = symmetric_band_outer(-u, y, ab, lower)
    d[b] = unbroadcast(u, b)


@forward(linalg.solveh_banded, solve_symmetric_band)
def _solveh_banded(y, ab, b, *, lower=False, check_finite=True):
    d[y] = solve_symmetric_band(ab, d[b] - symmetric_band_times(d[ab], y, lower), lower=lower,
                                check_finite=check_finite)


@linear(band_transpose, fresh=True)
def _band_transpose(y, ab, l_and_u):
    d[ab] = band_transpose(d[y], (l_and_u[1], l_and_u[0]))


@bilinear(band_times, fresh=True)
def _band_times(y, ab, x, l_and_u):
    d[ab] = unbroadcast(band_outer(d[y], x, l_and_u), ab)
    d[x] = unbroadcast(band_times(band_transpose(ab, l_and_u), d[y], (l_and_u[1], l_and_u[0])), x)


@bilinear(band_outer, fresh=True)
def _band_outer(y, u, x, l_and_u):
    d[u] = unbroadcast(band_times(d[y], x, l_and_u), u)
    d[x] = unbroadcast(band_times(band_transpose(d[y], l_and_u), u, (l_and_u[1], l_and_u[0])), x)


# Matrices made of vectors

@linear(linalg.toeplitz, fresh=True)
def toeplitz(y, c, r=None):
    d[c] = untoeplitz(d[y], c, r)
    d[r] = untoeplitz_row(d[y], c, r)


@linear(linalg.hankel, fresh=True)
def hankel(y, c, r=None):
    d[c] = unhankel(d[y], c, r)
    d[r] = unhankel_row(d[y], c, r)


@linear(linalg.circulant, fresh=True)
def circulant(y, c):
    d[c] = untake(d[y], c, linalg.circulant(np.arange(np.shape(c)[-1])), -1)


@adjoint(linalg.companion, fresh=True)
def companion(y, a):
    e = d[y][..., 0, :]
    first = np.sum(e * y[..., 0, :], axis=-1, keepdims=True)
    d[a] = unbroadcast(-np.concatenate([first, e], axis=-1) / a[..., :1], a)


@forward(linalg.companion)
def _companion(y, a):
    row = -(d[a][..., 1:] + y[..., 0, :] * d[a][..., :1]) / a[..., :1]
    d[y] = np.concatenate([np.expand_dims(row, -2), np.zeros_like(y[..., 1:, :])], axis=-2)


@adjoint(linalg.solve_toeplitz, fresh=True, linear=('b',))
def solve_toeplitz(y, c_or_cr, b, *, check_finite=True):
    u = linalg.solve_toeplitz(toeplitz_transposed(c_or_cr), d[y], check_finite=check_finite)
    d[c_or_cr] = toeplitz_outer(-u, y, c_or_cr)
    d[b] = unbroadcast(u, b)


@forward(linalg.solve_toeplitz)
def _solve_toeplitz(y, c_or_cr, b, *, check_finite=True):
    d[y] = linalg.solve_toeplitz(c_or_cr, d[b] - toeplitz_of(d[c_or_cr]) @ y, check_finite=check_finite)


@linear(linalg.block_diag, fresh=True)
def block_diag(y, *arrs):
    d[arrs] = unblock_diag(d[y], arrs)


@linear(unblock_diag, shape_reads=('arrays',))
def _unblock_diag(y, e, arrays):
    d[e] = unbroadcast(linalg.block_diag(*d[y]), e)


@bilinear(linalg.khatri_rao, fresh=True)
def khatri_rao(y, a, b):
    e = np.reshape(d[y], (*np.shape(a)[:-1], *np.shape(b)[-2:]))
    d[a] = unbroadcast(np.sum(e * np.expand_dims(b, -3), axis=-2), a)
    d[b] = unbroadcast(np.sum(e * np.expand_dims(a, -2), axis=-3), b)


# Names that later versions of SciPy do not have.
if hasattr(linalg, 'kron'):
    bilinear(linalg.kron, fresh=True)(products.kron)
if hasattr(linalg, 'tril'):
    linear(linalg.tril, fresh=True)(shaping.tril)
    linear(linalg.triu, fresh=True)(shaping.triu)
