"""What the derivatives of `scipy.linalg` are made of.  Matrices are the last two axes."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy import linalg

from tangent.errors import KindError, UnsupportedError
from tangent.runtime.arrays import unbroadcast
from tangent.runtime.linalg import (
    apply_adjoint, conjugate, lower_half, lstsq_adjoint, lstsq_tangent, qr_adjoint, qr_tangent, symmetrized,
)
from tangent.runtime.selecting import untake

_OTHER_TRIANGLE = {'upper triangular': 'lower triangular', 'lower triangular': 'upper triangular'}


# --- systems of equations ---------------------------------------------------------------

def solve_assumed(a: Any, b: Any, lower: bool = False, *, check_finite: bool = True, assume_a: str | None = None,
                  transposed: bool = False) -> Any:
    """Return `linalg.solve(a, b, ...)`, where b holds vectors if it has one dimension less than a, else matrices.

    >>> solve_assumed(np.array([[2.0, 1.0], [0.0, 4.0]]), np.array([2.0, 5.0]), transposed=True)
    array([1., 1.])
    """
    if transposed:  # a complex matrix is not transposed by SciPy
        a, lower, assume_a = np.swapaxes(a, -1, -2), not lower, _OTHER_TRIANGLE.get(assume_a, assume_a)
    assumed = {} if assume_a is None else {'assume_a': assume_a}
    if b.ndim == a.ndim - 1 > 1:
        return linalg.solve(a, b[..., None], lower, check_finite=check_finite, **assumed)[..., 0]
    return linalg.solve(a, b, lower, check_finite=check_finite, **assumed)


def as_assumed(e: Any, assume_a: str | None = None) -> Any:
    """Return the part of a matrix e that `linalg.solve` reads of a change e of its matrix, the symmetric one of both.

    >>> as_assumed(np.ones((2, 2)), 'upper triangular')
    array([[1., 1.],
           [0., 1.]])
    """
    if assume_a in ('her', 'hermitian', 'pos', 'positive definite'):
        return symmetrized(e)
    if assume_a in ('sym', 'symmetric'):
        return 0.5 * (e + np.swapaxes(e, -1, -2))
    if assume_a in ('upper triangular', 'diagonal', 'tridiagonal'):
        e = np.triu(e, -1 if assume_a == 'tridiagonal' else 0)
    if assume_a in ('lower triangular', 'diagonal', 'tridiagonal'):
        e = np.tril(e, 1 if assume_a == 'tridiagonal' else 0)
    return e


def solve_triangle(a: Any, b: Any, trans: Any = 0, lower: bool = False, unit_diagonal: bool = False, *,
                   check_finite: bool = True) -> Any:
    """Return `linalg.solve_triangular(a, b, ...)`, where b holds vectors if it has one dimension less than a.

    >>> solve_triangle(np.array([[2.0, 1.0], [9.0, 4.0]]), np.array([2.0, 5.0]), 1)
    array([1., 1.])
    """
    if b.ndim == a.ndim - 1 > 1:
        return linalg.solve_triangular(a, b[..., None], trans, lower, unit_diagonal, check_finite=check_finite)[..., 0]
    return linalg.solve_triangular(a, b, trans, lower, unit_diagonal, check_finite=check_finite)


def triangle(a: Any, lower: bool = False, unit_diagonal: bool = False) -> Any:
    """Return the triangle of a that `linalg.solve_triangular` reads.

    >>> triangle(np.ones((2, 2)), lower=True)
    array([[1., 0.],
           [1., 1.]])
    """
    if lower:
        return np.tril(a, -1 if unit_diagonal else 0)
    return np.triu(a, 1 if unit_diagonal else 0)


def solve_cholesky(c_and_lower: Sequence[Any], b: Any, *, check_finite: bool = True) -> Any:
    """Return `linalg.cho_solve(c_and_lower, b)`, where b holds vectors if it has one dimension less than c.

    >>> solve_cholesky((np.array([[2.0, 0.0], [0.0, 1.0]]), False), np.array([8.0, 3.0]))
    array([2., 3.])
    """
    c, _ = c_and_lower
    _refuse_complex(c)
    if b.ndim == c.ndim - 1 > 1:
        return linalg.cho_solve(c_and_lower, b[..., None], check_finite=check_finite)[..., 0]
    return linalg.cho_solve(c_and_lower, b, check_finite=check_finite)


def cholesky_outer(u: Any, x: Any, c_and_lower: Sequence[Any]) -> tuple[Any, None]:
    """Return the adjoint of `c_and_lower` where that of the matrix is u times x transposed.

    >>> cholesky_outer(np.array([1.0, 0.0]), np.array([1.0, 2.0]), (np.eye(2), True))
    (array([[2., 0.],
           [2., 0.]]), None)
    """
    c, lower = c_and_lower
    product = apply_adjoint(u, x, c)
    product = product + np.swapaxes(product, -1, -2)
    if lower:
        return np.tril(np.matmul(product, np.tril(c))), None
    return np.triu(np.matmul(np.triu(c), product)), None


def cholesky_change(dc: Any, c_and_lower: Sequence[Any]) -> Any:
    """Return the tangent of the matrix of which `c_and_lower` is the factor, from that of c.

    >>> cholesky_change(np.ones((2, 2)), (np.eye(2), True))
    array([[2., 1.],
           [1., 2.]])
    """
    c, lower = c_and_lower
    if lower:
        change = np.matmul(np.tril(dc), np.swapaxes(np.tril(c), -1, -2))
    else:
        change = np.matmul(np.swapaxes(np.triu(dc), -1, -2), np.triu(c))
    return change + np.swapaxes(change, -1, -2)


def solve_lu(lu_and_piv: Sequence[Any], b: Any, trans: int = 0, *, check_finite: bool = True) -> Any:
    """Return `linalg.lu_solve(lu_and_piv, b, trans)` for one real matrix.

    >>> solve_lu(linalg.lu_factor(np.array([[0.0, 2.0], [1.0, 0.0]])), np.array([2.0, 3.0]))
    array([3., 1.])
    """
    lu, _ = lu_and_piv
    _refuse_complex(lu)
    _refuse_stacks('lu_factor', lu)
    return linalg.lu_solve(lu_and_piv, b, trans, check_finite=check_finite)


def lu_outer(u: Any, x: Any, lu_and_piv: Sequence[Any]) -> tuple[Any, None]:
    """Return the adjoint of `lu_and_piv` where that of the matrix is u times x transposed.

    >>> lu_outer(np.array([1.0, 0.0]), np.array([1.0, 2.0]), linalg.lu_factor(np.eye(2)))
    (array([[1., 2.],
           [0., 0.]]), None)
    """
    lu, pivots = lu_and_piv
    low, up = _triangles(lu)
    product = apply_adjoint(u, x, lu)[permutation(pivots)]
    return np.tril(np.matmul(product, up.T), -1) + np.triu(np.matmul(low.T, product)), None


def lu_change(dlu: Any, lu_and_piv: Sequence[Any]) -> Any:
    """Return the tangent of the matrix that `linalg.lu_factor` made `lu_and_piv` of, from that of `lu`.

    >>> lu_change(np.ones((2, 2)), linalg.lu_factor(np.eye(2)))
    array([[1., 1.],
           [1., 1.]])
    """
    lu, pivots = lu_and_piv
    low, up = _triangles(lu)
    change = np.matmul(np.tril(dlu, -1), up) + np.matmul(low, np.triu(dlu))
    return change[np.argsort(permutation(pivots))]


def lu_factor_adjoint(e: Any, lu: Any, pivots: Any) -> Any:
    """Return the adjoint of a in `lu, pivots = linalg.lu_factor(a)`, from that of `lu`.

    >>> lu_factor_adjoint(np.array([[1.0, 2.0], [3.0, 4.0]]), np.eye(2), np.array([0, 1]))
    array([[1., 2.],
           [3., 4.]])
    """
    low, up = _triangles(lu)
    return lu_adjoint(e, e, low, up)[np.argsort(permutation(pivots))]


def lu_factor_tangent(da: Any, lu: Any, pivots: Any) -> Any:
    """Return the tangent of `lu` in `lu, pivots = linalg.lu_factor(a)`, that of a being `da`."""
    low, up = _triangles(lu)
    dlow, dup = lu_tangent(da[permutation(pivots)], low, up)
    return dlow + dup


def permutation(pivots: Any) -> np.ndarray:
    """Return the order of rows p, with a[p] = l u, that the row exchanges of `linalg.lu_factor` stand for.

    >>> permutation(np.array([1, 2, 2]))
    array([1, 2, 0])
    """
    order = np.arange(len(pivots))
    for i, pivot in enumerate(pivots):
        order[[i, pivot]] = order[[pivot, i]]
    return order


def _triangles(lu: Any) -> tuple[Any, Any]:
    """The factors in the result of `linalg.lu_factor`."""
    _refuse_stacks('lu_factor', lu)
    if lu.shape[0] != lu.shape[1]:
        raise UnsupportedError('the derivative of linalg.lu_factor is known for square matrices only', 'Use linalg.lu.')
    return np.tril(lu, -1) + np.eye(len(lu), dtype=lu.dtype), np.triu(lu)


def _refuse_complex(a: Any) -> None:
    if np.iscomplexobj(a):
        raise KindError('the derivative of this decomposition of a complex matrix is not known', 'Pass a real matrix.')


def _refuse_stacks(name: str, *arrays: Any, ndim: int = 2) -> None:
    if any(np.ndim(a) > ndim for a in arrays):
        raise UnsupportedError(f'the derivative of linalg.{name} is known for one matrix and not for stacks of them',
                               'Call it for each matrix, in a loop.')


# --- decompositions ---------------------------------------------------------------------

def cholesky_adjoint(e: Any, c: Any, lower: bool = False) -> Any:
    """Return the adjoint of a in `linalg.cholesky(a, lower)`, or in `linalg.cho_factor`, from that of the factor c.

    >>> cholesky_adjoint(np.eye(2), np.array([[2.0, 0.0], [9.0, 4.0]]))
    array([[0.25 , 0.   ],
           [0.   , 0.125]])
    """
    # a = l lᵀ: with l⁻¹ on both sides, the lower half of the middle is what l sees of a.
    t = np.swapaxes(np.tril(c), -1, -2) if lower else np.triu(c)
    middle = linalg.solve_triangular(t, lower_half(np.matmul(t, e if lower else np.swapaxes(e, -1, -2))))
    return symmetrized(linalg.solve_triangular(t, np.swapaxes(middle, -1, -2)))


def cholesky_tangent(da: Any, c: Any, lower: bool = False) -> Any:
    """Return the tangent of the factor c in `linalg.cholesky(a, lower)`, that of a being `da`."""
    t = np.swapaxes(np.tril(c), -1, -2) if lower else np.triu(c)
    middle = np.swapaxes(linalg.solve_triangular(t, symmetrized(da), 1), -1, -2)
    result = np.matmul(np.swapaxes(t, -1, -2), lower_half(linalg.solve_triangular(t, middle, 1)))
    return result if lower else np.swapaxes(result, -1, -2)


def lu_adjoint(bl: Any, bu: Any, low: Any, up: Any) -> Any:
    """Return the adjoint of a matrix low up, from those of its factors low (with a diagonal of ones) and up.

    >>> lu_adjoint(np.zeros((2, 2)), np.ones((2, 2)), np.eye(2), np.eye(2))
    array([[1., 1.],
           [0., 1.]])
    """
    m, n = low.shape[-2], up.shape[-1]
    low, up, bl, bu = _square(low, m, n, 1.0), _square(up, m, n, 1.0), _square(bl, m, n, 0.0), _square(bu, m, n, 0.0)
    lt, ut = np.swapaxes(low, -1, -2), np.swapaxes(up, -1, -2)
    middle = np.tril(np.matmul(lt, bl), -1) + np.triu(np.matmul(bu, ut))
    middle = np.swapaxes(np.linalg.solve(up, np.swapaxes(np.linalg.solve(lt, middle), -1, -2)), -1, -2)
    return middle[..., :m, :n]


def lu_tangent(da: Any, low: Any, up: Any) -> tuple[Any, Any]:
    """Return the tangents of the factors low (with a diagonal of ones) and up of a matrix, from its tangent `da`."""
    m, n, k = low.shape[-2], up.shape[-1], low.shape[-1]
    low, up, da = _square(low, m, n, 1.0), _square(up, m, n, 1.0), _square(da, m, n, 0.0)
    ut = np.swapaxes(up, -1, -2)
    middle = np.linalg.solve(low, np.swapaxes(np.linalg.solve(ut, np.swapaxes(da, -1, -2)), -1, -2))
    dl, du = np.matmul(low, np.tril(middle, -1)), np.matmul(np.triu(middle), up)
    return dl[..., :m, :k], du[..., :k, :n]


def _square(a: Any, m: int, n: int, diagonal: float) -> Any:
    """A matrix continued to a square one, as large as the larger of m and n, with a number on the rest of its diagonal.

    With ones there, the factors of an m by n matrix are those of the matrix continued so.
    """
    size = max(m, n)
    rest = np.eye(size, dtype=a.dtype) * diagonal
    wide = np.concatenate([a, np.broadcast_to(rest[:a.shape[-2], a.shape[-1]:],
                                              (*a.shape[:-1], size - a.shape[-1]))], -1)
    return np.concatenate([wide, np.broadcast_to(rest[a.shape[-2]:], (*a.shape[:-2], size - a.shape[-2], size))], -2)


def qr_any_adjoint(e: Sequence[Any], q: Any, r: Any) -> Any:
    """Return the adjoint of a in `q, r = linalg.qr(a)`, for a of any shape, from those of q and r.

    The columns of a wide matrix beyond the first square are q times those of r.

    Raises:
        UnsupportedError: if columns of q beyond those of a are used: a does not determine them.
    """
    n = r.shape[-1]
    k = min(q.shape[-2], n)
    bq, br = unbroadcast(e[0], q), unbroadcast(e[1], r)
    if np.any(bq[..., k:]):
        raise UnsupportedError('the columns of q beyond those of the matrix are not determined by it, and have no '
                               'derivative', "Pass mode='economic' to linalg.qr.")
    q, rest, brest = q[..., :k], r[..., :k, k:], br[..., :k, k:]
    bq = bq[..., :k] + np.matmul(q, np.matmul(rest, np.swapaxes(brest, -1, -2)))
    first = qr_adjoint((bq, br[..., :k, :k]), q, r[..., :k, :k])
    return first if k == n else np.concatenate([first, np.matmul(q, brest)], -1)


def qr_any_tangent(da: Any, q: Any, r: Any) -> tuple[Any, Any]:
    """Return the tangents of q and r in `q, r = linalg.qr(a)`; those of columns that a does not determine are NaN."""
    n = r.shape[-1]
    k, more, below = min(q.shape[-2], n), max(q.shape[-1] - n, 0), max(r.shape[-2] - n, 0)
    dq, dr = qr_tangent(da[..., :k], q[..., :k], r[..., :k, :k])
    if k < n:
        rest = np.matmul(np.swapaxes(q, -1, -2), da[..., k:] - np.matmul(dq, r[..., k:]))
        dr = np.concatenate([dr, rest], -1)
    widths = [(0, 0)] * (q.ndim - 2)
    return (np.pad(dq, [*widths, (0, 0), (0, more)], constant_values=np.nan),
            np.pad(dr, [*widths, (0, below), (0, 0)]))


def polar_adjoint(e: Sequence[Any], u: Any, p: Any) -> Any:
    """Return the adjoint of a in `u, p = linalg.polar(a)`, from those of u and p.

    The rotation of u, a skew matrix w, solves p w + w p = uᵀ da - daᵀ u; unlike differences of the singular vectors
    it does not need singular values that differ.
    """
    _refuse_undetermined(u)
    bu, bp = unbroadcast(e[0], u), unbroadcast(e[1], p)
    t = np.swapaxes(u, -1, -2)
    turned = linalg.solve_continuous_lyapunov(p, np.matmul(t, bu) - np.matmul(bp, p))
    result = np.matmul(u, turned - np.swapaxes(turned, -1, -2) + bp)
    if u.shape[-2] > u.shape[-1]:
        outside = bu - np.matmul(u, np.matmul(t, bu))
        result = result + np.swapaxes(np.linalg.solve(p, np.swapaxes(outside, -1, -2)), -1, -2)
    return result


def polar_tangent(da: Any, u: Any, p: Any) -> tuple[Any, Any]:
    """Return the tangents of u and p in `u, p = linalg.polar(a)`, that of a being `da`."""
    _refuse_undetermined(u)
    inside = np.matmul(np.swapaxes(u, -1, -2), da)
    turned = linalg.solve_continuous_lyapunov(p, inside - np.swapaxes(inside, -1, -2))
    du = np.matmul(u, turned)
    if u.shape[-2] > u.shape[-1]:
        outside = da - np.matmul(u, inside)
        du = du + np.swapaxes(np.linalg.solve(p, np.swapaxes(outside, -1, -2)), -1, -2)
    return du, inside - np.matmul(turned, p)


def _refuse_undetermined(u: Any) -> None:
    _refuse_complex(u)
    if u.shape[-2] < u.shape[-1]:
        raise UnsupportedError('the factors of linalg.polar are not determined by a matrix that is wider than tall',
                               "Pass side='left' for such a matrix, side='right' for one that is taller than wide.")


def lstsq_one_adjoint(e: Sequence[Any], a: Any, b: Any, y: Sequence[Any]) -> tuple[Any, Any]:
    """Return the adjoints of a and b in `x, residuals, rank, s = linalg.lstsq(a, b)`, which are single matrices."""
    _refuse_stacks('lstsq', a, b)
    return lstsq_adjoint(e, a, b, y)


def lstsq_one_tangent(da: Any, db: Any, a: Any, b: Any, y: Sequence[Any]) -> tuple[Any, Any, Any, Any]:
    """Return the tangents of `x, residuals, rank, s = linalg.lstsq(a, b)`, which are of single matrices."""
    _refuse_stacks('lstsq', a, b)
    return lstsq_tangent(da, db, a, b, y)


# --- functions of matrices --------------------------------------------------------------

def frechet(f: Callable, a: Any, e: Any, *parameters: Any) -> Any:
    """Return the derivative of a function f of a matrix, at a in the direction e.

    It is a block of what f makes of a block triangle (Mathias, 1996, A chain rule for matrix functions).

    Args:
        f: a function of matrices such as `linalg.expm`, called with the parameters too.
        a, e: square matrices of one shape.

    >>> frechet(linalg.sqrtm, np.array([[4.0]]), np.array([[1.0]]))
    array([[0.25]])
    """
    n, dtype = a.shape[-1], np.result_type(a, e, np.float32)
    if f is linalg.expm and a.ndim == 2:
        return linalg.expm_frechet(a, e, compute_expm=False).astype(dtype)
    size = np.max(np.abs(e), initial=0.0)
    if size == 0.0 or not np.isfinite(size):
        return e * np.zeros_like(a)
    # The derivative is linear in e: one of the size of 1 does not make f scale the block triangle down.
    whole = f(np.block([[a, e / size], [np.zeros_like(a), a]]), *parameters)
    result = size * whole[..., :n, n:]
    return result.astype(dtype if result.dtype.kind == dtype.kind else result.dtype)


# --- bands ------------------------------------------------------------------------------

def band_transpose(ab: Any, l_and_u: Sequence[int]) -> Any:
    """Return the bands of a transposed matrix, from the bands `ab` of the matrix, as `linalg.solve_banded` has them.

    >>> band_transpose(np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 0.0]]), (1, 1))
    array([[0., 4.],
           [2., 3.],
           [1., 0.]])
    """
    _refuse_stacks('solve_banded', ab)
    lower, upper = l_and_u
    result = np.zeros_like(ab)
    for k, onto, of in _diagonals(l_and_u, ab.shape[-1]):
        result[lower - k, onto] = ab[upper + k, of]
    return result


def band_times(ab: Any, x: Any, l_and_u: Sequence[int]) -> Any:
    """Return the product of a matrix with bands `ab` and x, a vector or a matrix.

    >>> band_times(np.array([[0.0, 1.0], [2.0, 3.0]]), np.array([1.0, 1.0]), (0, 1))
    array([3., 3.])
    """
    _refuse_stacks('solve_banded', ab, x)
    upper = l_and_u[1]
    result = np.zeros(x.shape, np.result_type(ab, x))
    for k, onto, of in _diagonals(l_and_u, ab.shape[-1]):
        result[onto] += np.reshape(ab[upper + k, of], (-1,) + (1,) * (x.ndim - 1)) * x[of]
    return result


def band_outer(u: Any, x: Any, l_and_u: Sequence[int]) -> Any:
    """Return the bands of the product of u and x transposed, vectors or matrices of columns.

    >>> band_outer(np.array([1.0, 2.0]), np.array([3.0, 4.0]), (0, 1))
    array([[0., 4.],
           [3., 8.]])
    """
    _refuse_stacks('solve_banded', u, x)
    lower, upper = l_and_u
    columns, n = np.reshape(u, (len(u), -1)), len(u)
    result = np.zeros((lower + upper + 1, n), np.result_type(u, x))
    for k, onto, of in _diagonals(l_and_u, n):
        result[upper + k, of] = np.sum(columns[onto] * np.reshape(x, (n, -1))[of], -1)
    return result


def solve_symmetric_band(ab: Any, b: Any, *, lower: bool = False, check_finite: bool = True) -> Any:
    """Return `linalg.solveh_banded(ab, b, lower=lower)` for one real matrix.

    >>> solve_symmetric_band(np.array([[0.0, 1.0], [2.0, 2.0]]), np.array([4.0, 5.0]))
    array([1., 2.])
    """
    _refuse_complex(ab)
    _refuse_stacks('solveh_banded', ab)
    return linalg.solveh_banded(ab, b, lower=lower, check_finite=check_finite)


def symmetric_band_outer(u: Any, x: Any, ab: Any, lower: bool = False) -> Any:
    """Return the adjoint of the bands `ab` of a symmetric matrix where that of the matrix is u times x transposed.

    >>> symmetric_band_outer(np.array([1.0, 2.0]), np.array([3.0, 4.0]), np.ones((2, 2)))
    array([[ 0., 10.],
           [ 3.,  8.]])
    """
    l_and_u = (len(ab) - 1, 0) if lower else (0, len(ab) - 1)
    return unbroadcast(_half(band_outer(u, x, l_and_u) + band_outer(x, u, l_and_u), lower), ab)


def symmetric_band_times(ab: Any, x: Any, lower: bool = False) -> Any:
    """Return the product of a symmetric matrix with bands `ab`, as `linalg.solveh_banded` has them, and x.

    >>> symmetric_band_times(np.array([[0.0, 1.0], [2.0, 2.0]]), np.array([1.0, 2.0]))
    array([4., 5.])
    """
    l_and_u = (len(ab) - 1, 0) if lower else (0, len(ab) - 1)
    half = _half(ab, lower)
    return band_times(half, x, l_and_u) + band_times(band_transpose(half, l_and_u), x, l_and_u[::-1])


def _half(ab: Any, lower: bool) -> Any:
    """The bands of a symmetric matrix with its diagonal halved."""
    weights = np.ones((len(ab), 1), ab.dtype)
    weights[0 if lower else -1] = 0.5
    return weights * ab


def _diagonals(l_and_u: Sequence[int], n: int) -> list[tuple[int, slice, slice]]:
    """Each diagonal k (row - column) with its rows and its columns."""
    lower, upper = l_and_u
    return [(k, slice(max(k, 0), min(n, n + k)), slice(max(-k, 0), min(n, n - k)))
            for k in range(-min(upper, n - 1), min(lower, n - 1) + 1)]


# --- matrices made of vectors -----------------------------------------------------------

def unblock_diag(e: Any, arrays: Sequence[Any]) -> list[Any]:
    """Return the adjoints of the blocks in `linalg.block_diag(*arrays)`.

    >>> unblock_diag(np.arange(9.0).reshape(3, 3), [1.0, np.zeros((2, 2))])
    [0.0, array([[4., 5.],
           [7., 8.]])]
    """
    result, i, j = [], 0, 0
    for x in arrays:
        m, n = np.shape(np.atleast_2d(x))[-2:]
        block = e[..., i:i + m, j:j + n]
        result.append(unbroadcast(np.reshape(block, np.shape(x)) if np.ndim(e) == 2 else block, x))
        i, j = i + m, j + n
    return result


def untoeplitz(e: Any, c: Any, r: Any = None) -> Any:
    """Return the adjoint of c in `linalg.toeplitz(c, r)`: sums along diagonals of e.

    >>> untoeplitz(np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros(2))
    array([5., 5.])
    """
    _refuse_stacks('toeplitz', c, r, ndim=1)
    n = np.shape(e)[1]
    if r is None:
        return untake(np.tril(e) + conjugate(np.triu(e, 1)), c, linalg.toeplitz(np.arange(n)))
    return untake(np.tril(e), c, linalg.toeplitz(np.arange(len(c)), np.zeros(n, int)))


def untoeplitz_row(e: Any, c: Any, r: Any) -> Any:
    """Return the adjoint of r in `linalg.toeplitz(c, r)`, which does not read its first element.

    >>> untoeplitz_row(np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros(2), np.zeros(2))
    array([0., 2.])
    """
    _refuse_stacks('toeplitz', c, r, ndim=1)
    return untake(np.triu(e, 1), r, linalg.toeplitz(np.zeros(np.shape(e)[0], int), np.arange(len(r))))


def unhankel(e: Any, c: Any, r: Any = None) -> Any:
    """Return the adjoint of c in `linalg.hankel(c, r)`: sums along antidiagonals of e.

    >>> unhankel(np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros(2))
    array([1., 5.])
    """
    _refuse_stacks('hankel', c, r, ndim=1)
    places = np.sum(np.indices(np.shape(e)), axis=0)
    return untake(np.where(places < len(c), e, 0.0), c, np.minimum(places, len(c) - 1))


def unhankel_row(e: Any, c: Any, r: Any) -> Any:
    """Return the adjoint of r in `linalg.hankel(c, r)`, which does not read its first element.

    >>> unhankel_row(np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros(2), np.zeros(2))
    array([0., 4.])
    """
    _refuse_stacks('hankel', c, r, ndim=1)
    places = np.sum(np.indices(np.shape(e)), axis=0) - (len(c) - 1)
    return untake(np.where(places > 0, e, 0.0), r, np.maximum(places, 0))


def toeplitz_of(c_or_cr: Any) -> Any:
    """Return the matrix of `linalg.solve_toeplitz`, of its column or of a pair of its column and row."""
    if isinstance(c_or_cr, tuple):
        c, r = c_or_cr
        _refuse_stacks('solve_toeplitz', c, r, ndim=1)
        return linalg.toeplitz(c, r)
    _refuse_stacks('solve_toeplitz', c_or_cr, ndim=1)
    return linalg.toeplitz(c_or_cr)


def toeplitz_transposed(c_or_cr: Any) -> Any:
    """Return the column, or the pair of column and row, of a transposed Toeplitz matrix.

    >>> toeplitz_transposed((np.array([1.0, 2.0]), np.array([0.0, 3.0])))
    (array([1., 3.]), array([1., 2.]))
    """
    if isinstance(c_or_cr, tuple):
        c, r = c_or_cr
        _refuse_stacks('solve_toeplitz', c, r, ndim=1)
        return np.concatenate([c[:1], r[1:]]), c
    _refuse_stacks('solve_toeplitz', c_or_cr, ndim=1)
    return conjugate(c_or_cr)


def toeplitz_outer(u: Any, x: Any, c_or_cr: Any) -> Any:
    """Return the adjoint of what makes up a Toeplitz matrix: the sums along diagonals of u times x transposed.

    Args:
        u, x: vectors, or matrices of columns.
        c_or_cr: the column, or a pair of the column and the row, which the result is like.

    >>> toeplitz_outer(np.array([1.0, 2.0]), np.array([3.0, 4.0]), np.zeros(2))
    array([11., 10.])
    """
    _refuse_stacks('solve_toeplitz', u)
    n = len(u)
    columns, others = np.reshape(u, (n, -1)), conjugate(np.reshape(x, (n, -1)))  # correlate conjugates them again
    sums = np.zeros(2 * n - 1, np.result_type(u, x))
    for i in range(columns.shape[1]):
        sums = sums + np.correlate(columns[:, i], others[:, i], 'full')
    below, above = sums[n - 1:], np.concatenate([0.0 * sums[:1], sums[:n - 1][::-1]])
    if isinstance(c_or_cr, tuple):
        return unbroadcast(below, c_or_cr[0]), unbroadcast(above, c_or_cr[1])
    return unbroadcast(below + conjugate(above), c_or_cr)
