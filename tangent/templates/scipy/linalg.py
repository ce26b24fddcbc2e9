"""Rules for `scipy.linalg`.

As in the rules for `np.linalg`, the derivative of what reads one triangle of a symmetric matrix is that of the
symmetric matrix.  No rule takes an argument `overwrite_...`, which could change what a derivative reads.
"""
from __future__ import annotations

import numpy as np
from scipy import linalg

from tangent.runtime.arrays import unbroadcast, unreduce
from tangent.runtime.elementwise import divide_or_zero
from tangent.runtime.linalg import (
    apply, apply_adjoint, cofactors, conjugate, inverse_gaps, matrix_transpose, norm_gradient, solve, svd_adjoint,
    svd_tangent, symmetrized, times_matrices,
)
from tangent.runtime.scipy.linalg import (
    as_assumed, band_outer, band_times, band_transpose, cholesky_adjoint, cholesky_change, cholesky_outer,
    cholesky_tangent, frechet, lstsq_one_adjoint, lstsq_one_tangent, lu_adjoint, lu_change, lu_factor_adjoint,
    lu_factor_tangent, lu_outer, lu_tangent, permutation, polar_adjoint, polar_tangent, qr_any_adjoint,
    qr_any_tangent, solve_assumed, solve_cholesky, solve_lu, solve_symmetric_band, solve_triangle,
    symmetric_band_outer, symmetric_band_times, toeplitz_of, toeplitz_outer, toeplitz_transposed, triangle,
    unblock_diag, unhankel, unhankel_row, untoeplitz, untoeplitz_row,
)
from tangent.runtime.selecting import untake
from tangent.templates.numpy import products, shaping
from tangent.templates.rules import adjoint, bilinear, constant, d, defined_as, linear, literal
from tangent.templates.rules import tangent as forward

constant(linalg.issymmetric, linalg.ishermitian, linalg.bandwidth)
constant(linalg.hilbert, linalg.invhilbert, linalg.pascal, linalg.invpascal, linalg.hadamard, linalg.helmert,
         linalg.dft, wrt=(), fresh=True)

# Without a derivative so far; they leave their arguments as they are.
constant(linalg.cdf2rdf, linalg.cho_solve_banded, linalg.cholesky_banded, linalg.convolution_matrix,
         linalg.cossin, linalg.diagsvd, linalg.eig_banded, linalg.eigh_tridiagonal, linalg.eigvals_banded,
         linalg.eigvalsh_tridiagonal, linalg.expm_cond, linalg.fiedler, linalg.fiedler_companion,
         linalg.hessenberg, linalg.ldl, linalg.leslie, linalg.matmul_toeplitz, linalg.matrix_balance,
         linalg.null_space, linalg.ordqz, linalg.orth, linalg.orthogonal_procrustes, linalg.pinvh,
         linalg.qr_multiply, linalg.qz, linalg.rq, linalg.rsf2csf, linalg.schur, linalg.signm,
         linalg.solve_circulant, linalg.subspace_angles, wrt=())

# Systems of equations


@adjoint(linalg.solve, solve_assumed, fresh=True, linear=('b',))
def _solve(y, a, b, lower=False, *, check_finite=True, assume_a=None, transposed=False):
    if assume_a in (None, 'gen', 'general') and not transposed if literal(assume_a) and literal(transposed) else False:
        u = solve(matrix_transpose(a), d[y])
        d[a] = -apply_adjoint(u, y, a)
        d[b] = unbroadcast(u, b)
    elif transposed:
        u = solve_assumed(a, d[y], lower, check_finite=check_finite, assume_a=assume_a)
        d[a] = -as_assumed(apply_adjoint(y, u, a), assume_a)
        d[b] = unbroadcast(u, b)
    else:
        u = solve_assumed(a, d[y], lower, check_finite=check_finite, assume_a=assume_a, transposed=True)
        d[a] = -as_assumed(apply_adjoint(u, y, a), assume_a)
        d[b] = unbroadcast(u, b)


# The zeros give b the shape of the result, by which it is known whether it holds vectors.
@forward(linalg.solve)
def _dsolve(y, a, b, lower=False, *, check_finite=True, assume_a=None, transposed=False):
    if assume_a in (None, 'gen', 'general') and not transposed if literal(assume_a) and literal(transposed) else False:
        d[y] = linalg.solve(a, d[b], check_finite=check_finite) - solve(a, apply(d[a], y))
    elif transposed:
        change = d[b] - apply(matrix_transpose(as_assumed(d[a], assume_a)), y)
        d[y] = solve_assumed(a, np.zeros_like(y) + change, lower, check_finite=check_finite, assume_a=assume_a,
                             transposed=True)
    else:
        change = d[b] - apply(as_assumed(d[a], assume_a), y)
        d[y] = solve_assumed(a, np.zeros_like(y) + change, lower, check_finite=check_finite, assume_a=assume_a)


@forward(solve_assumed)
def _dsolve_assumed(y, a, b, lower=False, *, check_finite=True, assume_a=None, transposed=False):
    if transposed:
        d[y] = solve_assumed(a, d[b] - apply(matrix_transpose(as_assumed(d[a], assume_a)), y), lower,
                             check_finite=check_finite, assume_a=assume_a, transposed=True)
    else:
        d[y] = solve_assumed(a, d[b] - apply(as_assumed(d[a], assume_a), y), lower, check_finite=check_finite,
                             assume_a=assume_a)


@linear(as_assumed)
def _as_assumed(y, e, assume_a=None):
    d[e] = as_assumed(d[y], assume_a)


# Where SciPy transposes, the matrix is a, and its adjoint that of the product read from right to left.
@adjoint(linalg.solve_triangular, solve_triangle, fresh=True, linear=('b',))
def _solve_triangular(y, a, b, trans=0, lower=False, unit_diagonal=False, *, check_finite=True):
    if trans in (0, 'N'):
        u = solve_triangle(a, d[y], 1, lower, unit_diagonal, check_finite=check_finite)
        d[a] = -triangle(apply_adjoint(u, y, a), lower, unit_diagonal)
        d[b] = unbroadcast(u, b)
    elif trans in (1, 'T'):
        u = solve_triangle(a, d[y], 0, lower, unit_diagonal, check_finite=check_finite)
        d[a] = -triangle(apply_adjoint(y, u, a), lower, unit_diagonal)
        d[b] = unbroadcast(u, b)
    elif trans in (2, 'C'):
        u = solve_triangle(conjugate(a), d[y], 0, lower, unit_diagonal, check_finite=check_finite)
        d[a] = -triangle(conjugate(apply_adjoint(y, u, a)), lower, unit_diagonal)
        d[b] = unbroadcast(u, b)


@forward(linalg.solve_triangular)
def _dsolve_triangular(y, a, b, trans=0, lower=False, unit_diagonal=False, *, check_finite=True):
    if trans in (0, 'N'):
        d[y] = (linalg.solve_triangular(a, d[b], trans, lower, unit_diagonal, check_finite=check_finite) -
                solve_triangle(a, apply(triangle(d[a], lower, unit_diagonal), y), trans, lower, unit_diagonal,
                               check_finite=check_finite))
    elif trans in (1, 'T', 2, 'C'):
        changed = triangle(d[a], lower, unit_diagonal)
        if trans in (2, 'C'):
            changed = conjugate(changed)
        d[y] = (linalg.solve_triangular(a, d[b], trans, lower, unit_diagonal, check_finite=check_finite) -
                solve_triangle(a, apply(matrix_transpose(changed), y), trans, lower, unit_diagonal,
                               check_finite=check_finite))


@forward(solve_triangle)
def _dsolve_triangle(y, a, b, trans=0, lower=False, unit_diagonal=False, *, check_finite=True):
    if trans in (0, 'N'):
        d[y] = solve_triangle(a, d[b] - apply(triangle(d[a], lower, unit_diagonal), y), trans, lower, unit_diagonal,
                              check_finite=check_finite)
    elif trans in (1, 'T'):
        d[y] = solve_triangle(a, d[b] - apply(matrix_transpose(triangle(d[a], lower, unit_diagonal)), y), trans, lower,
                              unit_diagonal, check_finite=check_finite)
    elif trans in (2, 'C'):
        d[y] = solve_triangle(a, d[b] - apply(matrix_transpose(conjugate(triangle(d[a], lower, unit_diagonal))), y),
                              trans, lower, unit_diagonal, check_finite=check_finite)


@linear(triangle, fresh=True)
def _triangle(y, a, lower=False, unit_diagonal=False):
    d[a] = triangle(d[y], lower, unit_diagonal)


@adjoint(linalg.inv, fresh=True)
def inv(y, a, *, check_finite=True):
    t = matrix_transpose(y)
    d[a] = -(t @ d[y] @ t)


@forward(linalg.inv)
def _inv(y, a, *, check_finite=True):
    d[y] = -(y @ d[a] @ y)


@adjoint(linalg.pinv, fresh=True)
def pinv(y, a, *, atol=None, rtol=None, check_finite=True):
    t = matrix_transpose(y)
    u = matrix_transpose(d[y])
    d[a] = conjugate((u - a @ (y @ u)) @ y @ conjugate(t) + conjugate(t) @ y @ (u - (u @ y) @ a)) - t @ d[y] @ t


@forward(linalg.pinv)
def _pinv(y, a, *, atol=None, rtol=None, check_finite=True):
    t = conjugate(matrix_transpose(y))
    u = conjugate(matrix_transpose(d[a]))
    d[y] = y @ t @ (u - (u @ a) @ y) - y @ d[a] @ y + (u - y @ (a @ u)) @ t @ y


@adjoint(linalg.lstsq)
def lstsq(y, a, b, *, check_finite=True, lapack_driver=None):
    parts = lstsq_one_adjoint(d[y], a, b, y[0])
    d[a] = parts[0]
    d[b] = parts[1]


@forward(linalg.lstsq)
def _lstsq(y, a, b, *, check_finite=True, lapack_driver=None):
    d[y] = lstsq_one_tangent(d[a], d[b], a, b, y)


# Determinants and norms

@adjoint(linalg.det, fresh=True)
def det(y, a, *, check_finite=True):
    d[a] = unbroadcast(times_matrices(d[y], cofactors(a)), a)


@forward(linalg.det)
def _det(y, a, *, check_finite=True):
    d[y] = np.sum(cofactors(a) * d[a], axis=(-2, -1))


@adjoint(linalg.norm, shape='reduction', fresh=True)
def norm(y, a, ord=None, axis=None, keepdims=False, check_finite=True):
    if ord in (None, 'fro') if literal(ord) else False:
        d[a] = unreduce(divide_or_zero(d[y], y), a, axis, keepdims) * conjugate(a)
    else:
        d[a] = unreduce(d[y], a, axis, keepdims) * norm_gradient(a, ord, axis)


@forward(linalg.norm)
def _norm(y, a, ord=None, axis=None, keepdims=False, check_finite=True):
    if ord in (None, 'fro') if literal(ord) else False:
        d[y] = divide_or_zero(np.real(np.sum(d[a] * conjugate(a), axis=axis, keepdims=keepdims)), y)
    else:
        d[y] = np.sum(d[a] * norm_gradient(a, ord, axis), axis=axis, keepdims=keepdims)


# Decompositions

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
        u = linalg.svd(a, full_matrices=False)
        d[a] = conjugate(u[0] * np.expand_dims(d[y], -2)) @ conjugate(u[2])


@forward(linalg.svd)
def _svd(y, a, full_matrices=True, compute_uv=True, *, check_finite=True, lapack_driver='gesdd'):
    if compute_uv:
        d[y] = svd_tangent(d[a], y[0], y[1], y[2])
    else:
        u = linalg.svd(a, full_matrices=False)
        d[y] = np.real(np.sum(conjugate(matrix_transpose(u[0])) * (conjugate(u[2]) @ matrix_transpose(d[a])), axis=-1))


@adjoint(linalg.svdvals, fresh=True)
def svdvals(y, a, *, check_finite=True):
    u = linalg.svd(a, full_matrices=False)
    d[a] = conjugate(u[0] * np.expand_dims(d[y], -2)) @ conjugate(u[2])


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
        middle = inverse_gaps(y[0]) * along
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
        dv = v @ (inverse_gaps(y[0]) * middle) - 0.5 * v * own
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
    middle = inverse_gaps(w) * (t @ (e - conjugate(v) * along))
    d[a] = unbroadcast(solve(t, np.expand_dims(unbroadcast(d[y][0], w), -1) * t + middle @ t), a)


@forward(linalg.eig)
def _eig(y, a, *, check_finite=True):
    w = y[0]
    v = y[1]
    middle = solve(v, d[a] @ v)
    dv = v @ (inverse_gaps(w) * middle)
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


# Functions of matrices

@adjoint(frechet, fresh=True, linear=('e',))
def _frechet(y, f, a, e, *parameters):
    n = np.shape(a)[-1]
    zero = np.zeros_like(a)
    m = frechet(f, matrix_transpose(np.block([[a, e], [zero, a]])), np.block([[zero, d[y]], [zero, zero]]), *parameters)
    d[a] = unbroadcast(m[..., :n, :n] + m[..., n:, n:], a)
    d[e] = unbroadcast(frechet(f, matrix_transpose(a), d[y], *parameters), e)


@forward(frechet)
def _dfrechet(y, f, a, e, *parameters):
    n = np.shape(a)[-1]
    zero = np.zeros_like(a)
    m = frechet(f, np.block([[a, e], [zero, a]]), np.block([[d[a], zero], [zero, d[a]]]), *parameters)
    d[y] = frechet(f, a, d[e], *parameters) + m[..., :n, n:]


@adjoint(linalg.expm, fresh=True)
def expm(y, A):
    d[A] = unbroadcast(frechet(linalg.expm, matrix_transpose(A), d[y]), A)


@forward(linalg.expm)
def _expm(y, A):
    d[y] = frechet(linalg.expm, A, d[A])


constant(linalg.expm_frechet, wrt=('method', 'compute_expm', 'check_finite'))


@defined_as(linalg.expm_frechet)
def expm_frechet(A, E, method=None, compute_expm=True, check_finite=True):
    if compute_expm:
        return linalg.expm(A), frechet(linalg.expm, A, E)
    return frechet(linalg.expm, A, E)


@adjoint(linalg.logm)
def logm(y, A):
    d[A] = unbroadcast(frechet(linalg.logm, matrix_transpose(A), d[y]), A)


@forward(linalg.logm)
def _logm(y, A):
    d[y] = unbroadcast(frechet(linalg.logm, A, d[A]), y)


@adjoint(linalg.sqrtm)
def sqrtm(y, A):
    # A = y y: its change is dy y + y dy.
    t = matrix_transpose(y)
    d[A] = unbroadcast(linalg.solve_sylvester(t, t, d[y]), A)


@forward(linalg.sqrtm)
def _sqrtm(y, A):
    d[y] = linalg.solve_sylvester(y, y, d[A])


@adjoint(linalg.fractional_matrix_power)
def fractional_matrix_power(y, A, t):
    d[A] = unbroadcast(frechet(linalg.fractional_matrix_power, matrix_transpose(A), d[y], t), A)


@forward(linalg.fractional_matrix_power)
def _fractional_matrix_power(y, A, t):
    d[y] = frechet(linalg.fractional_matrix_power, A, d[A], t)


@adjoint(linalg.cosm)
def cosm(y, A):
    d[A] = unbroadcast(frechet(linalg.cosm, matrix_transpose(A), d[y]), A)


@forward(linalg.cosm)
def _cosm(y, A):
    d[y] = frechet(linalg.cosm, A, d[A])


@adjoint(linalg.sinm)
def sinm(y, A):
    d[A] = unbroadcast(frechet(linalg.sinm, matrix_transpose(A), d[y]), A)


@forward(linalg.sinm)
def _sinm(y, A):
    d[y] = frechet(linalg.sinm, A, d[A])


@adjoint(linalg.tanm)
def tanm(y, A):
    d[A] = unbroadcast(frechet(linalg.tanm, matrix_transpose(A), d[y]), A)


@forward(linalg.tanm)
def _tanm(y, A):
    d[y] = frechet(linalg.tanm, A, d[A])


@adjoint(linalg.coshm)
def coshm(y, A):
    d[A] = unbroadcast(frechet(linalg.coshm, matrix_transpose(A), d[y]), A)


@forward(linalg.coshm)
def _coshm(y, A):
    d[y] = frechet(linalg.coshm, A, d[A])


@adjoint(linalg.sinhm)
def sinhm(y, A):
    d[A] = unbroadcast(frechet(linalg.sinhm, matrix_transpose(A), d[y]), A)


@forward(linalg.sinhm)
def _sinhm(y, A):
    d[y] = frechet(linalg.sinhm, A, d[A])


@adjoint(linalg.tanhm)
def tanhm(y, A):
    d[A] = unbroadcast(frechet(linalg.tanhm, matrix_transpose(A), d[y]), A)


@forward(linalg.tanhm)
def _tanhm(y, A):
    d[y] = frechet(linalg.tanhm, A, d[A])


# Matrix equations

@adjoint(linalg.solve_sylvester, fresh=True, linear=('q',))
def solve_sylvester(y, a, b, q):
    u = linalg.solve_sylvester(matrix_transpose(a), matrix_transpose(b), d[y])
    d[a] = unbroadcast(-(u @ matrix_transpose(y)), a)
    d[b] = unbroadcast(-(matrix_transpose(y) @ u), b)
    d[q] = unbroadcast(u, q)


@forward(linalg.solve_sylvester)
def _solve_sylvester(y, a, b, q):
    d[y] = linalg.solve_sylvester(a, b, d[q] - d[a] @ y - y @ d[b])


@adjoint(linalg.solve_continuous_lyapunov, fresh=True, linear=('q',))
def solve_continuous_lyapunov(y, a, q):
    u = linalg.solve_continuous_lyapunov(matrix_transpose(a), d[y])
    d[a] = unbroadcast(-(u @ matrix_transpose(y) + conjugate(matrix_transpose(u) @ y)), a)
    d[q] = unbroadcast(u, q)


@forward(linalg.solve_continuous_lyapunov)
def _solve_continuous_lyapunov(y, a, q):
    d[y] = linalg.solve_continuous_lyapunov(a, d[q] - d[a] @ y - y @ conjugate(matrix_transpose(d[a])))


@adjoint(linalg.solve_discrete_lyapunov, fresh=True, linear=('q',))
def solve_discrete_lyapunov(y, a, q, method=None):
    u = linalg.solve_discrete_lyapunov(matrix_transpose(a), d[y], method)
    t = matrix_transpose(u)
    d[a] = unbroadcast(u @ conjugate(a) @ matrix_transpose(y) + conjugate(t @ a @ y), a)
    d[q] = unbroadcast(u, q)


@forward(linalg.solve_discrete_lyapunov)
def _solve_discrete_lyapunov(y, a, q, method=None):
    d[y] = linalg.solve_discrete_lyapunov(a, d[q] + d[a] @ y @ conjugate(matrix_transpose(a)) +
                                          a @ y @ conjugate(matrix_transpose(d[a])), method)


# The change of the equation, with the gain k, is one for that of the solution.

@adjoint(linalg.solve_continuous_are, fresh=True)
def solve_continuous_are(y, a, b, q, r, *, balanced=True):
    k = solve(r, conjugate(matrix_transpose(b)) @ y)
    u = linalg.solve_continuous_lyapunov(conjugate(a - b @ k), -symmetrized(d[y]))
    t = matrix_transpose(k)
    d[a] = unbroadcast(2.0 * conjugate(y) @ u, a)
    d[b] = unbroadcast(-2.0 * conjugate(y) @ u @ t, b)
    d[q] = unbroadcast(u, q)
    d[r] = unbroadcast(conjugate(k) @ u @ t, r)


@forward(linalg.solve_continuous_are)
def _solve_continuous_are(y, a, b, q, r, *, balanced=True):
    k = solve(r, conjugate(matrix_transpose(b)) @ y)
    change = 2.0 * symmetrized(y @ (d[a] - d[b] @ k)) + d[q] + conjugate(matrix_transpose(k)) @ d[r] @ k
    d[y] = linalg.solve_continuous_lyapunov(conjugate(matrix_transpose(a - b @ k)), -symmetrized(change))


@adjoint(linalg.solve_discrete_are, fresh=True)
def solve_discrete_are(y, a, b, q, r, *, balanced=True):
    h = conjugate(matrix_transpose(b)) @ y
    k = solve(r + h @ b, h @ a)
    u = linalg.solve_discrete_lyapunov(conjugate(a - b @ k), symmetrized(d[y]))
    t = matrix_transpose(k)
    m = 2.0 * conjugate(y @ (a - b @ k)) @ u
    d[a] = unbroadcast(m, a)
    d[b] = unbroadcast(-m @ t, b)
    d[q] = unbroadcast(u, q)
    d[r] = unbroadcast(conjugate(k) @ u @ t, r)


@forward(linalg.solve_discrete_are)
def _solve_discrete_are(y, a, b, q, r, *, balanced=True):
    h = conjugate(matrix_transpose(b)) @ y
    k = solve(r + h @ b, h @ a)
    t = conjugate(matrix_transpose(a - b @ k))
    change = 2.0 * symmetrized(t @ y @ (d[a] - d[b] @ k)) + d[q] + conjugate(matrix_transpose(k)) @ d[r] @ k
    d[y] = linalg.solve_discrete_lyapunov(t, symmetrized(change))


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
