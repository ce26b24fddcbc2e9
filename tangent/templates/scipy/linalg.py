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
    apply, apply_adjoint, cofactors, conjugate, matrix_transpose, norm_gradient, solve, times_matrices,
)
from tangent.runtime.scipy.linalg import (
    as_assumed, lstsq_one_adjoint, lstsq_one_tangent, solve_assumed, solve_triangle, triangle,
)
from tangent.templates.rules import adjoint, constant, d, linear, literal
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
    parts = lstsq_one_adjoint(d[y], a, b, y)
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
    d[y] = unbroadcast(np.sum(cofactors(a) * d[a], axis=(-2, -1)), y)


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
