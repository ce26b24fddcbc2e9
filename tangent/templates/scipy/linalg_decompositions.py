"""Rules for the decompositions of scipy.linalg."""
from __future__ import annotations

import numpy as np
from scipy import linalg

from tangent.runtime.arrays import unbroadcast
from tangent.runtime.linalg import (
    apply, conjugate, matrix_transpose, over_gaps, solve, svd_adjoint, svd_tangent, svdvals_adjoint, symmetrized,
)
from tangent.runtime.scipy.linalg import (
    cholesky_adjoint, cholesky_change, cholesky_outer, cholesky_tangent, lu_adjoint, lu_change, lu_factor_adjoint,
    lu_factor_tangent, lu_outer, lu_tangent, permutation, polar_adjoint, polar_tangent, qr_any_adjoint,
    qr_any_tangent, solve_cholesky, solve_lu,
)
from tangent.templates.rules import adjoint, constant, d
from tangent.templates.rules import tangent as forward


@adjoint(linalg.cholesky, fresh=True)
def cholesky(y, a, lower=False, *, check_finite=True):
    d[a] = cholesky_adjoint(d[y], y, lower)


@forward(linalg.cholesky)
def _cholesky(y, a, lower=False, *, check_finite=True):
    d[y] = cholesky_tangent(d[a], y, lower)


@adjoint(linalg.cho_factor)
def cho_factor(y, a, lower=False, *, check_finite=True):
    d[a] = cholesky_adjoint(unbroadcast(d[y][0], y[0]), y[0], lower)


@forward(linalg.cho_factor)
def _cho_factor(y, a, lower=False, *, check_finite=True):
    d[y] = (cholesky_tangent(d[a], y[0], lower), None)


@adjoint(linalg.cho_solve, solve_cholesky, fresh=True, linear=('b',))
def cho_solve(y, c_and_lower, b, *, check_finite=True):
    u = solve_cholesky(c_and_lower, d[y], check_finite=check_finite)
    d[c_and_lower] = cholesky_outer(-u, y, c_and_lower)
    d[b] = unbroadcast(u, b)


@forward(linalg.cho_solve)
def _cho_solve(y, c_and_lower, b, *, check_finite=True):
    d[y] = (linalg.cho_solve(c_and_lower, d[b], check_finite=check_finite) -
            solve_cholesky(c_and_lower, apply(cholesky_change(d[c_and_lower][0], c_and_lower), y),
                           check_finite=check_finite))


@forward(solve_cholesky)
def _solve_cholesky(y, c_and_lower, b, *, check_finite=True):
    d[y] = solve_cholesky(c_and_lower, d[b] - apply(cholesky_change(d[c_and_lower][0], c_and_lower), y),
                          check_finite=check_finite)


@adjoint(linalg.lu)
def lu(y, a, permute_l=False, *, check_finite=True):
    if permute_l:
        p = linalg.lu(a)[0]
        t = matrix_transpose(p)
        d[a] = p @ lu_adjoint(t @ unbroadcast(d[y][0], y[0]), unbroadcast(d[y][1], y[1]), t @ y[0], y[1])
    else:
        d[a] = y[0] @ lu_adjoint(unbroadcast(d[y][1], y[1]), unbroadcast(d[y][2], y[2]), y[1], y[2])


@forward(linalg.lu)
def _lu(y, a, permute_l=False, *, check_finite=True):
    if permute_l:
        p = linalg.lu(a)[0]
        t = matrix_transpose(p)
        parts = lu_tangent(t @ d[a], t @ y[0], y[1])
        d[y] = (p @ parts[0], parts[1])
    else:
        parts = lu_tangent(matrix_transpose(y[0]) @ d[a], y[1], y[2])
        d[y] = (np.zeros_like(y[0]), parts[0], parts[1])


constant(permutation)


@adjoint(linalg.lu_factor)
def lu_factor(y, a, *, check_finite=True):
    d[a] = lu_factor_adjoint(unbroadcast(d[y][0], y[0]), y[0], y[1])


@forward(linalg.lu_factor)
def _lu_factor(y, a, *, check_finite=True):
    d[y] = (lu_factor_tangent(d[a], y[0], y[1]), np.zeros(np.shape(y[1])))


@adjoint(linalg.lu_solve, solve_lu, fresh=True, linear=('b',))
def lu_solve(y, lu_and_piv, b, trans=0, *, check_finite=True):
    if trans == 0:
        u = solve_lu(lu_and_piv, d[y], 1, check_finite=check_finite)
        d[lu_and_piv] = lu_outer(-u, y, lu_and_piv)
        d[b] = unbroadcast(u, b)
    else:
        u = solve_lu(lu_and_piv, d[y], check_finite=check_finite)
        d[lu_and_piv] = lu_outer(-y, u, lu_and_piv)
        d[b] = unbroadcast(u, b)


@forward(linalg.lu_solve, solve_lu)
def _lu_solve(y, lu_and_piv, b, trans=0, *, check_finite=True):
    if trans == 0:
        d[y] = solve_lu(lu_and_piv, d[b] - lu_change(d[lu_and_piv][0], lu_and_piv) @ y, trans,
                        check_finite=check_finite)
    else:
        d[y] = solve_lu(lu_and_piv, d[b] - lu_change(d[lu_and_piv][0], lu_and_piv).T @ y, trans,
                        check_finite=check_finite)


@adjoint(linalg.qr)
def qr(y, a, *, mode='full', check_finite=True):
    if mode in ('full', 'economic'):
        d[a] = qr_any_adjoint(d[y], y[0], y[1])


@forward(linalg.qr)
def _qr(y, a, *, mode='full', check_finite=True):
    if mode in ('full', 'economic'):
        d[y] = qr_any_tangent(d[a], y[0], y[1])


@adjoint(linalg.polar)
def polar(y, a, side='right'):
    if side == 'right':
        d[a] = polar_adjoint(d[y], y[0], y[1])
    else:
        d[a] = matrix_transpose(polar_adjoint(
            (matrix_transpose(unbroadcast(d[y][0], y[0])), matrix_transpose(unbroadcast(d[y][1], y[1]))),
            matrix_transpose(y[0]), matrix_transpose(y[1])))


@forward(linalg.polar)
def _polar(y, a, side='right'):
    if side == 'right':
        d[y] = polar_tangent(d[a], y[0], y[1])
    else:
        parts = polar_tangent(matrix_transpose(d[a]), matrix_transpose(y[0]), matrix_transpose(y[1]))
        d[y] = (matrix_transpose(parts[0]), matrix_transpose(parts[1]))


@adjoint(linalg.svd)
def svd(y, a, full_matrices=True, compute_uv=True, *, check_finite=True, lapack_driver='gesdd'):
    if compute_uv:
        d[a] = svd_adjoint(d[y], y[0], y[1], y[2])
    else:
        d[a] = svdvals_adjoint(d[y], a)


@forward(linalg.svd)
def _svd(y, a, full_matrices=True, compute_uv=True, *, check_finite=True, lapack_driver='gesdd'):
    if compute_uv:
        d[y] = svd_tangent(d[a], y[0], y[1], y[2])
    else:
        u = linalg.svd(a, full_matrices=False)
        d[y] = np.real(np.sum(conjugate(matrix_transpose(u[0])) * (conjugate(u[2]) @ matrix_transpose(d[a])), axis=-1))


@adjoint(linalg.svdvals, fresh=True)
def svdvals(y, a, *, check_finite=True):
    d[a] = svdvals_adjoint(d[y], a)


@forward(linalg.svdvals)
def _svdvals(y, a, *, check_finite=True):
    u = linalg.svd(a, full_matrices=False)
    d[y] = np.real(np.sum(conjugate(matrix_transpose(u[0])) * (conjugate(u[2]) @ matrix_transpose(d[a])), axis=-1))


# With a v = b v w and vᴴ b v = 1: a and b act on v as `middle` and `weight` do in the basis of v.

@adjoint(linalg.eigh)
def eigh(y, a, b=None, *, lower=True, eigvals_only=False, check_finite=True, driver=None):
    if eigvals_only:
        v = linalg.eigh(a, b, lower=lower)[1]
        u = conjugate(v)
        d[a] = (u * np.expand_dims(d[y], -2)) @ matrix_transpose(v)
        d[b] = -(u * np.expand_dims(d[y] * y, -2)) @ matrix_transpose(v)
    else:
        w = np.expand_dims(y[0], -2)
        v = y[1]
        t = matrix_transpose(v)
        u = conjugate(v)
        bw = np.expand_dims(unbroadcast(d[y][0], y[0]), -2)
        along = t @ unbroadcast(d[y][1], v)
        middle = over_gaps(along, y[0])
        d[a] = symmetrized((u * bw + u @ middle) @ t)
        d[b] = -symmetrized((u * (bw * w + 0.5 * np.real(np.expand_dims(np.diagonal(along, 0, -2, -1), -2))) +
                             u @ (middle * w)) @ t)


@forward(linalg.eigh)
def _eigh(y, a, b=None, *, lower=True, eigvals_only=False, check_finite=True, driver=None):
    if eigvals_only:
        v = linalg.eigh(a, b, lower=lower)[1]
        d[y] = (np.sum(np.real(conjugate(v) * (symmetrized(d[a]) @ v)), axis=-2) -
                y * np.sum(np.real(conjugate(v) * (symmetrized(d[b]) @ v)), axis=-2))
    else:
        v = y[1]
        t = matrix_transpose(conjugate(v))
        weight = t @ symmetrized(d[b]) @ v
        middle = t @ symmetrized(d[a]) @ v - weight * np.expand_dims(y[0], -2)
        own = np.expand_dims(np.real(np.diagonal(weight, 0, -2, -1)), -2)
        dv = v @ over_gaps(middle, y[0], 'nan') - 0.5 * v * own
        d[y] = (np.real(np.diagonal(middle, 0, -2, -1)), dv)


@adjoint(linalg.eigvalsh, fresh=True)
def eigvalsh(y, a, b=None, *, lower=True, check_finite=True, driver=None):
    v = linalg.eigh(a, b, lower=lower)[1]
    u = conjugate(v)
    d[a] = (u * np.expand_dims(d[y], -2)) @ matrix_transpose(v)
    d[b] = -(u * np.expand_dims(d[y] * y, -2)) @ matrix_transpose(v)


@forward(linalg.eigvalsh)
def _eigvalsh(y, a, b=None, *, lower=True, check_finite=True, driver=None):
    v = linalg.eigh(a, b, lower=lower)[1]
    d[y] = (np.sum(np.real(conjugate(v) * (symmetrized(d[a]) @ v)), axis=-2) -
            y * np.sum(np.real(conjugate(v) * (symmetrized(d[b]) @ v)), axis=-2))


@adjoint(linalg.eig)
def eig(y, a, *, check_finite=True):
    # Each vector keeps its length, so what its adjoint has along it does not count.
    w = y[0]
    v = y[1]
    t = matrix_transpose(v)
    e = unbroadcast(d[y][1], v)
    along = np.expand_dims(np.real(np.sum(e * v, axis=-2)), -2)
    middle = over_gaps(t @ (e - conjugate(v) * along), w, 'column')
    d[a] = unbroadcast(solve(t, np.expand_dims(unbroadcast(d[y][0], w), -1) * t + middle @ t), a)


@forward(linalg.eig)
def _eig(y, a, *, check_finite=True):
    w = y[0]
    v = y[1]
    middle = solve(v, d[a] @ v)
    dv = v @ over_gaps(middle, w, 'nan')
    d[y] = (unbroadcast(np.diagonal(middle, 0, -2, -1), w),
            unbroadcast(dv - v * np.expand_dims(np.real(np.sum(conjugate(v) * dv, axis=-2)), -2), v))


@adjoint(linalg.eigvals, fresh=True)
def eigvals(y, a, *, check_finite=True):
    t = matrix_transpose(linalg.eig(a)[1])
    d[a] = unbroadcast(solve(t, np.expand_dims(d[y], -1) * t), a)


@forward(linalg.eigvals)
def _eigvals(y, a, *, check_finite=True):
    v = linalg.eig(a)[1]
    d[y] = unbroadcast(np.diagonal(solve(v, d[a] @ v), 0, -2, -1), y)
