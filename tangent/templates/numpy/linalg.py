"""Rules for linear algebra.

What takes a symmetric matrix (cholesky, eigh, eigvalsh) reads only one triangle of it;
its derivative is that of the symmetric matrix, so an adjoint is symmetric.
"""
import numpy as np

from tangent.runtime.arrays import pack, unbroadcast, unreduce
from tangent.runtime.elementwise import divide_or_zero
from tangent.runtime.linalg import (
    apply, apply_adjoint, cofactors, cofactors_change, conjugate, eigvalsh_adjoint, eigvalsh_curvature, is_regular,
    lower_half, lstsq_adjoint, lstsq_tangent, matrix_transpose, multi_dot_adjoint, multi_dot_tangent, norm_curvature,
    norm_gradient, over_gaps, qr_adjoint, qr_tangent, slogdet_adjoint, solve, svd_adjoint, svd_tangent, svdvals_adjoint,
    svdvals_curvature, symmetrized, times_matrices,
)
from tangent.templates.rules import adjoint, bilinear, constant, d, linear, literal
from tangent.templates.rules import tangent as forward

constant(np.linalg.matrix_rank, is_regular)

# Products and systems of equations


@linear(matrix_transpose)
def _matrix_transpose(y, a):
    d[a] = matrix_transpose(d[y])


@linear(conjugate, shape='same')
def _conjugate(y, x):
    d[x] = conjugate(d[y])


@linear(symmetrized, fresh=True)
def _symmetrized(y, a):
    d[a] = symmetrized(d[y])


@linear(lower_half, fresh=True)
def _lower_half(y, a):
    d[a] = lower_half(d[y])


@bilinear(times_matrices, fresh=True)
def _times_matrices(y, e, a):
    d[e] = unbroadcast(np.sum(d[y] * a, axis=(-2, -1)), e)
    d[a] = unbroadcast(times_matrices(e, d[y]), a)


@bilinear(apply, fresh=True)
def _apply(y, a, b):
    d[a] = apply_adjoint(d[y], b, a)
    d[b] = unbroadcast(apply(matrix_transpose(a), d[y]), b)


@bilinear(apply_adjoint, shape='=a', shape_reads=('a',), fresh=True)
def _apply_adjoint(ba, u, b, a):
    d[u] = unbroadcast(apply(d[ba], b), u)
    d[b] = unbroadcast(apply(matrix_transpose(d[ba]), u), b)


@adjoint(np.linalg.solve, solve, fresh=True, linear=('b',))
def _solve(y, a, b):
    u = solve(matrix_transpose(a), d[y])
    d[a] = -apply_adjoint(u, y, a)
    d[b] = unbroadcast(u, b)


# With a vector b there are two conventions: NumPy 2 takes one dimension for one, NumPy 1 and our
# own `solve` take one less than a has.  The result always has one less.
@forward(np.linalg.solve)
def _dsolve(y, a, b):
    d[y] = np.linalg.solve(a, d[b]) - solve(a, apply(d[a], y))


@forward(solve)
def _dsolve_vectors(y, a, b):
    d[y] = solve(a, d[b]) - solve(a, apply(d[a], y))


@adjoint(np.linalg.inv, fresh=True)
def inv(y, a):
    t = matrix_transpose(y)
    d[a] = -(t @ d[y] @ t)


@forward(np.linalg.inv)
def _inv(y, a):
    d[y] = -(y @ d[a] @ y)


@adjoint(np.linalg.pinv, fresh=True)
def pinv(y, a, rcond=None, hermitian=False):
    t = matrix_transpose(y)
    u = matrix_transpose(d[y])
    d[a] = conjugate((u - a @ (y @ u)) @ y @ conjugate(t) + conjugate(t) @ y @ (u - (u @ y) @ a)) - t @ d[y] @ t


@forward(np.linalg.pinv)
def _pinv(y, a, rcond=None, hermitian=False):
    t = conjugate(matrix_transpose(y))
    u = conjugate(matrix_transpose(d[a]))
    d[y] = y @ t @ (u - (u @ a) @ y) - y @ d[a] @ y + (u - y @ (a @ u)) @ t @ y


@adjoint(np.linalg.matrix_power)  # the first power is the matrix itself
def matrix_power(y, a, n):
    # The powers of a block triangle hold the sum over all ways to exchange one factor.
    t = matrix_transpose(a)
    d[a] = np.linalg.matrix_power(np.block([[t, d[y]], [np.zeros_like(t), t]]), n)[
        ..., :np.shape(a)[-1], np.shape(a)[-1]:]


@forward(np.linalg.matrix_power)
def _matrix_power(y, a, n):
    d[y] = np.linalg.matrix_power(np.block([[a, d[a]], [np.zeros_like(a), a]]), n)[
        ..., :np.shape(a)[-1], np.shape(a)[-1]:]


@adjoint(np.linalg.tensorinv, fresh=True)
def tensorinv(y, a, ind=2):
    n = int(np.size(a) ** 0.5 + 0.5)
    t = np.reshape(y, (n, n)).T
    d[a] = -np.reshape(t @ np.reshape(d[y], (n, n)) @ t, np.shape(a))


@forward(np.linalg.tensorinv)
def _tensorinv(y, a, ind=2):
    n = int(np.size(a) ** 0.5 + 0.5)
    t = np.reshape(y, (n, n))
    d[y] = -np.reshape(t @ np.reshape(d[a], (n, n)) @ t, np.shape(y))


@adjoint(np.linalg.tensorsolve, fresh=True, linear=('b',))
def tensorsolve(y, a, b):
    u = np.linalg.solve(np.reshape(a, (np.size(b), np.size(y))).T, np.ravel(d[y]))
    d[a] = -unbroadcast(np.reshape(np.outer(u, y), np.shape(a)), a)
    d[b] = unbroadcast(np.reshape(u, np.shape(b)), b)


@forward(np.linalg.tensorsolve)
def _tensorsolve(y, a, b):
    d[y] = np.linalg.tensorsolve(a, d[b]) - np.linalg.tensorsolve(a, np.tensordot(d[a], y, np.ndim(y)))


@adjoint(np.linalg.multi_dot, fresh=True)
def multi_dot(y, arrays):
    d[arrays] = multi_dot_adjoint(d[y], arrays)


@forward(np.linalg.multi_dot)
def _multi_dot(y, arrays):
    d[y] = multi_dot_tangent(d[arrays], arrays)


# Determinants

@adjoint(np.linalg.det, fresh=True)
def det(y, a):
    d[a] = times_matrices(d[y], cofactors(a))


@forward(np.linalg.det)
def _det(y, a):
    d[y] = np.sum(cofactors(a) * d[a], axis=(-2, -1))


@adjoint(cofactors, fresh=True)
def _cofactors(c, a):
    if is_regular(a):
        d[a] = (times_matrices(np.sum(d[c] * matrix_transpose(np.linalg.inv(a)), axis=(-2, -1)), c) -
                c @ matrix_transpose(d[c]) @ matrix_transpose(np.linalg.inv(a)))
    else:
        d[a] = cofactors_change(d[c], a)


@forward(cofactors)
def _dcofactors(c, a):
    if is_regular(a):
        d[c] = (times_matrices(np.sum(d[a] * matrix_transpose(np.linalg.inv(a)), axis=(-2, -1)), c) -
                c @ matrix_transpose(d[a]) @ matrix_transpose(np.linalg.inv(a)))
    else:
        d[c] = cofactors_change(d[a], a)


@adjoint(np.linalg.slogdet)
def slogdet(y, a):
    d[a] = slogdet_adjoint(d[y][1], a)


@forward(np.linalg.slogdet)
def _slogdet(y, a):
    d[y] = pack((np.zeros_like(y[0]), np.real(np.sum(matrix_transpose(np.linalg.inv(a)) * d[a], axis=(-2, -1)))), y)


@adjoint(slogdet_adjoint, shape='=a', broad=('e',), fresh=True, linear=('e',))
def _slogdet_adjoint(ba, e, a):
    v = np.linalg.solve(a, d[ba])
    d[e] = unbroadcast(np.trace(v, axis1=-2, axis2=-1), e)
    d[a] = -(ba @ matrix_transpose(v))


@forward(slogdet_adjoint)
def _dslogdet_adjoint(ba, e, a):
    d[ba] = slogdet_adjoint(d[e], a) - ba @ matrix_transpose(np.linalg.solve(a, d[a]))


# Norms

@adjoint(np.linalg.norm, shape='reduction', fresh=True)
def norm(y, x, ord=None, axis=None, keepdims=False):
    if ord in (None, 'fro') if literal(ord) else False:
        d[x] = unreduce(divide_or_zero(d[y], y), x, axis, keepdims) * conjugate(x)
    else:
        d[x] = unreduce(d[y], x, axis, keepdims) * norm_gradient(x, ord, axis)


@forward(np.linalg.norm)
def _norm(y, x, ord=None, axis=None, keepdims=False):
    if ord in (None, 'fro') if literal(ord) else False:
        d[y] = divide_or_zero(np.real(np.sum(d[x] * conjugate(x), axis=axis, keepdims=keepdims)), y)
    else:
        d[y] = np.sum(d[x] * norm_gradient(x, ord, axis), axis=axis, keepdims=keepdims)


@adjoint(norm_gradient, shape='same', fresh=True)
def _norm_gradient(g, x, ord=None, axis=None):
    d[x] = norm_curvature(d[g], x, ord, axis)


@forward(norm_gradient)
def _dnorm_gradient(g, x, ord=None, axis=None):
    d[g] = norm_curvature(d[x], x, ord, axis)


@linear(norm_curvature, fresh=True)
def _norm_curvature(y, v, x, ord=None, axis=None):
    d[v] = unbroadcast(norm_curvature(d[y], x, ord, axis), v)


if hasattr(np.linalg, 'vector_norm'):
    @adjoint(np.linalg.vector_norm, shape='reduction', fresh=True)
    def vector_norm(y, x, *, axis=None, keepdims=False, ord=2):
        if ord == 2:
            d[x] = unreduce(divide_or_zero(d[y], y), x, axis, keepdims) * conjugate(x)

    @forward(np.linalg.vector_norm)
    def _vector_norm(y, x, *, axis=None, keepdims=False, ord=2):
        if ord == 2:
            d[y] = divide_or_zero(np.real(np.sum(d[x] * conjugate(x), axis=axis, keepdims=keepdims)), y)

    @adjoint(np.linalg.matrix_norm, fresh=True)
    def matrix_norm(y, x, *, keepdims=False, ord='fro'):
        if ord == 'fro' if literal(ord) else False:
            d[x] = unreduce(divide_or_zero(d[y], y), x, (-2, -1), keepdims) * conjugate(x)
        else:
            d[x] = unreduce(d[y], x, (-2, -1), keepdims) * norm_gradient(x, ord, (-2, -1))

    @forward(np.linalg.matrix_norm)
    def _matrix_norm(y, x, *, keepdims=False, ord='fro'):
        if ord == 'fro' if literal(ord) else False:
            d[y] = divide_or_zero(np.real(np.sum(d[x] * conjugate(x), axis=(-2, -1), keepdims=keepdims)), y)
        else:
            d[y] = np.sum(d[x] * norm_gradient(x, ord, (-2, -1)), axis=(-2, -1), keepdims=keepdims)


@adjoint(np.linalg.cond)
def cond(y, x, p=None):
    if p is None or p == 2:
        least = np.linalg.norm(x, -2, (-2, -1))
        slope = norm_gradient(x, 2, (-2, -1)) - times_matrices(y, norm_gradient(x, -2, (-2, -1)))
        d[x] = times_matrices(d[y] / least, slope)


@forward(np.linalg.cond)
def _cond(y, x, p=None):
    if p is None or p == 2:
        least = np.linalg.norm(x, -2, (-2, -1))
        slope = norm_gradient(x, 2, (-2, -1)) - times_matrices(y, norm_gradient(x, -2, (-2, -1)))
        d[y] = np.sum(d[x] * slope, axis=(-2, -1)) / least


# Decompositions

@adjoint(np.linalg.cholesky, fresh=True)
def cholesky(y, a):
    # a = y yᵀ: with y⁻¹ on both sides, the lower half of the middle is what y sees of a.
    t = matrix_transpose(y)
    middle = lower_half(t @ d[y])
    d[a] = symmetrized(matrix_transpose(solve(t, matrix_transpose(solve(t, middle)))))


@forward(np.linalg.cholesky)
def _cholesky(y, a):
    d[y] = y @ lower_half(solve(y, matrix_transpose(solve(y, symmetrized(d[a])))))


@adjoint(np.linalg.eigh)
def eigh(y, a, UPLO='L'):
    w = y[0]
    v = y[1]
    t = matrix_transpose(v)
    u = conjugate(v)
    middle = over_gaps(t @ unbroadcast(d[y][1], v), w)
    d[a] = symmetrized((u * np.expand_dims(unbroadcast(d[y][0], w), -2) + u @ middle) @ t)


@forward(np.linalg.eigh)
def _eigh(y, a, UPLO='L'):
    w = y[0]
    v = y[1]
    middle = matrix_transpose(conjugate(v)) @ symmetrized(d[a]) @ v
    d[y] = pack((np.real(np.diagonal(middle, 0, -2, -1)), v @ over_gaps(middle, w, 'nan')), y)


@adjoint(np.linalg.eigvalsh, fresh=True)
def eigvalsh(y, a, UPLO='L'):
    d[a] = eigvalsh_adjoint(d[y], a, UPLO)


@forward(np.linalg.eigvalsh)
def _eigvalsh(y, a, UPLO='L'):
    v = np.linalg.eigh(a, UPLO)[1]
    d[y] = np.sum(np.real(conjugate(v) * (symmetrized(d[a]) @ v)), axis=-2)


@adjoint(eigvalsh_adjoint, shape='=a', fresh=True, linear=('e',))
def _eigvalsh_adjoint(ba, e, a, UPLO='L'):
    v = np.linalg.eigh(a, UPLO)[1]
    d[e] = np.sum(np.real(conjugate(v) * (symmetrized(d[ba]) @ v)), axis=-2)
    d[a] = eigvalsh_curvature(d[ba], e, a, UPLO)


@forward(eigvalsh_adjoint)
def _deigvalsh_adjoint(ba, e, a, UPLO='L'):
    d[ba] = eigvalsh_adjoint(d[e], a, UPLO) + eigvalsh_curvature(d[a], e, a, UPLO)


@adjoint(np.linalg.eig)
def eig(y, a):
    # Each vector keeps its length, so what its adjoint has along it does not count.
    w = y[0]
    v = y[1]
    t = matrix_transpose(v)
    e = unbroadcast(d[y][1], v)
    along = np.expand_dims(np.real(np.sum(e * v, axis=-2)), -2)
    middle = over_gaps(t @ (e - conjugate(v) * along), w, 'column')
    d[a] = unbroadcast(solve(t, np.expand_dims(unbroadcast(d[y][0], w), -1) * t + middle @ t), a)


@forward(np.linalg.eig)
def _eig(y, a):
    w = y[0]
    v = y[1]
    middle = solve(v, d[a] @ v)
    dv = v @ over_gaps(middle, w, 'nan')
    d[y] = pack((np.diagonal(middle, 0, -2, -1),
                 dv - v * np.expand_dims(np.real(np.sum(conjugate(v) * dv, axis=-2)), -2)), y)


@adjoint(np.linalg.eigvals, fresh=True)
def eigvals(y, a):
    t = matrix_transpose(np.linalg.eig(a)[1])
    d[a] = unbroadcast(solve(t, np.expand_dims(d[y], -1) * t), a)


@forward(np.linalg.eigvals)
def _eigvals(y, a):
    v = np.linalg.eig(a)[1]
    d[y] = np.diagonal(solve(v, d[a] @ v), 0, -2, -1)


@adjoint(over_gaps, shape='=a', fresh=True, linear=('a',))
def _over_gaps(y, a, w, equal='entry'):
    b = over_gaps(d[y], w, equal)
    d[a] = unbroadcast(b, a)
    d[w] = unbroadcast(np.sum(b * y, axis=-1) - np.sum(b * y, axis=-2), w)


@forward(over_gaps)
def _dover_gaps(y, a, w, equal='entry'):
    d[y] = over_gaps(d[a] + (np.expand_dims(d[w], -1) - np.expand_dims(d[w], -2)) * y, w, equal)


@adjoint(np.linalg.svd)
def svd(y, a, full_matrices=True, compute_uv=True):
    if compute_uv:
        d[a] = svd_adjoint(d[y], y[0], y[1], y[2])
    else:
        d[a] = svdvals_adjoint(d[y], a)


@forward(np.linalg.svd)
def _svd(y, a, full_matrices=True, compute_uv=True):
    if compute_uv:
        d[y] = pack(svd_tangent(d[a], y[0], y[1], y[2]), y)
    else:
        u = np.linalg.svd(a, full_matrices=False)
        d[y] = np.real(np.sum(conjugate(matrix_transpose(u[0])) * (conjugate(u[2]) @ matrix_transpose(d[a])), axis=-1))


@adjoint(svdvals_adjoint, shape='=a', fresh=True, linear=('e',))
def _svdvals_adjoint(ba, e, a):
    u = np.linalg.svd(a, full_matrices=False)
    d[e] = np.real(np.sum(conjugate(matrix_transpose(u[0])) * (conjugate(u[2]) @ matrix_transpose(d[ba])), axis=-1))
    d[a] = svdvals_curvature(d[ba], e, a)


@forward(svdvals_adjoint)
def _dsvdvals_adjoint(ba, e, a):
    d[ba] = svdvals_adjoint(d[e], a) + svdvals_curvature(d[a], e, a)


if hasattr(np.linalg, 'svdvals'):
    @adjoint(np.linalg.svdvals, fresh=True)
    def svdvals(y, x):
        d[x] = svdvals_adjoint(d[y], x)

    @forward(np.linalg.svdvals)
    def _svdvals(y, x):
        u = np.linalg.svd(x, full_matrices=False)
        d[y] = np.real(np.sum(conjugate(matrix_transpose(u[0])) * (conjugate(u[2]) @ matrix_transpose(d[x])), axis=-1))


@adjoint(np.linalg.qr)
def qr(y, a, mode='reduced'):
    if mode == 'reduced':
        d[a] = qr_adjoint(d[y], y[0], y[1])


@forward(np.linalg.qr)
def _qr(y, a, mode='reduced'):
    if mode == 'reduced':
        d[y] = pack(qr_tangent(d[a], y[0], y[1]), y)


@adjoint(np.linalg.lstsq)
def lstsq(y, a, b, rcond=None):
    parts = lstsq_adjoint(d[y], a, b, y)
    d[a] = parts[0]
    d[b] = parts[1]


@forward(np.linalg.lstsq)
def _lstsq(y, a, b, rcond=None):
    d[y] = lstsq_tangent(d[a], d[b], a, b, y)
