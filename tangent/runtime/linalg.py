"""What the derivatives of `np.linalg` are made of.  Matrices are the last two axes throughout."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tangent.errors import KindError, UnsupportedError
from tangent.runtime.arrays import unbroadcast
from tangent.runtime.elementwise import divide_or_zero
from tangent.runtime.products import dot_adjoint_left, dot_adjoint_right


def matrix_transpose(a: Any) -> Any:
    """Return a with its last two axes exchanged.

    >>> matrix_transpose(np.array([[1.0, 2.0]]))
    array([[1.],
           [2.]])
    """
    return a.T if np.ndim(a) == 2 and isinstance(a, np.ndarray) else np.swapaxes(a, -1, -2)


def conjugate(x: Any) -> Any:
    """Return the complex conjugate of x, which is x itself where x is real.

    >>> conjugate(np.array([1.0, 2.0]))
    array([1., 2.])
    """
    return np.conj(x) if np.iscomplexobj(x) else x


def solve(a: Any, b: Any) -> Any:
    """Return x with a x = b, where b holds vectors if it has one dimension less than a, else matrices.

    >>> solve(np.array([[2.0, 0.0], [0.0, 4.0]]), np.array([2.0, 2.0]))
    array([1. , 0.5])
    """
    if b.ndim == a.ndim - 1 > 1:
        return np.linalg.solve(a, b[..., None])[..., 0]
    return np.linalg.solve(a, b)


def apply(a: Any, b: Any) -> Any:
    """Return the product a b, where b holds vectors if it has one dimension less than a, else matrices.

    >>> apply(np.array([[2.0, 0.0], [0.0, 4.0]]), np.array([2.0, 2.0]))
    array([4., 8.])
    """
    if b.ndim == a.ndim - 1 > 1:
        return np.matmul(a, b[..., None])[..., 0]
    return np.matmul(a, b)


def apply_adjoint(u: Any, b: Any, a: Any) -> Any:
    """Return the adjoint of a in `apply(a, b)`: u times b transposed, of a's shape and dtype.

    >>> apply_adjoint(np.array([1.0, 2.0]), np.array([3.0, 4.0]), np.zeros((2, 2)))
    array([[3., 4.],
           [6., 8.]])
    """
    if b.ndim == a.ndim - 1:
        product = u[..., :, None] * b[..., None, :]
    else:
        product = np.matmul(u, np.swapaxes(b, -1, -2))
    return unbroadcast(product, a)


def times_matrices(e: Any, a: Any) -> Any:
    """Return the matrices of a, each multiplied by its number in e.

    >>> times_matrices(np.array([2.0, 3.0]), np.ones((2, 1, 2)))
    array([[[2., 2.]],
    <BLANKLINE>
           [[3., 3.]]])
    """
    return e[..., None, None] * a if np.ndim(e) else e * a


def slogdet_adjoint(e: Any, a: Any) -> Any:
    """Return the adjoint of a in `sign, logdet = np.linalg.slogdet(a)`: e times the inverse transposed.

    Args:
        e: the adjoint of logdet, of its shape or broader.
        a: the matrices.

    >>> slogdet_adjoint(2.0, np.array([[1.0, 0.0], [0.0, 4.0]]))
    array([[2. , 0. ],
           [0. , 0.5]])
    """
    inverse = np.linalg.inv(a)
    if inverse.ndim == 2 and isinstance(e, (float, np.floating)):
        return float(e) * inverse.T
    logdet = np.zeros(inverse.shape[:-2], inverse.real.dtype)
    return times_matrices(unbroadcast(e, logdet), matrix_transpose(inverse))


def cofactors(a: Any) -> Any:
    """Return the derivative of det(a): det(a) times the inverse transposed (the limit of it, for singular a).

    >>> cofactors(np.array([[1.0, 2.0], [2.0, 4.0]])).round(6)
    array([[ 4., -2.],
           [-2.,  1.]])
    """
    if is_regular(a):
        return times_matrices(np.linalg.det(a), np.swapaxes(np.linalg.inv(a), -1, -2))
    u, s, vh = np.linalg.svd(a)
    n = s.shape[-1]
    others = np.prod(np.where(np.eye(n, dtype=bool), np.ones((), s.dtype), s[..., None, :]), -1)
    return times_matrices(np.linalg.det(u) * np.linalg.det(vh), np.matmul(u * others[..., None, :], vh))


def is_regular(a: Any) -> bool:
    """Whether matrices have inverses that are exact enough.

    >>> is_regular(np.eye(2)), is_regular(np.ones((2, 2)))
    (True, False)
    """
    return not np.size(a) or bool(np.all(np.linalg.cond(a) * np.finfo(np.result_type(a, np.float32)).eps < 1e-3))


def cofactors_change(e: Any, a: Any) -> Any:
    """Return how the cofactors of matrices change along e, and their adjoint, for matrices that may be singular.

    For a diagonal matrix it is the change of the products of all diagonal elements but one, and of but two.

    >>> cofactors_change(np.array([[1.0, 2.0], [3.0, 4.0]]), np.ones((2, 2))).round(6)
    array([[ 4., -3.],
           [-2.,  1.]])
    """
    _refuse_complex(a)
    u, s, vh = np.linalg.svd(a)
    n = s.shape[-1]
    own = np.eye(n, dtype=bool)
    left_out = own[:, None] | own[None, :]
    others = np.prod(np.where(left_out, np.ones((), s.dtype), s[..., None, None, :]), -1) * (1.0 - np.eye(n))
    e = np.matmul(np.matmul(np.swapaxes(u, -1, -2), e), np.swapaxes(vh, -1, -2))
    along = np.sum(others * np.diagonal(e, 0, -2, -1)[..., None, :], axis=-1)
    change = along[..., None] * np.eye(n) - others * np.swapaxes(e, -1, -2)
    return times_matrices(np.linalg.det(u) * np.linalg.det(vh), np.matmul(np.matmul(u, change), vh))


def over_gaps(a: Any, w: Any, equal: str = 'entry') -> Any:
    """Return a[i, j] / (w[j] - w[i]), how much the vector of each w[j] turns towards that of w[i]; 0 on the diagonal.

    Where w[i] and w[j] are equal, but for rounding, their vectors are any of a plane and have no derivative. That does
    not matter where a[i, j] is 0, but for rounding, as it is where nothing depends on them. If the vectors' inverse is
    used, too, what depends on the two may cancel in a[i, j], but not in the column.

    Args:
        a: how much a change turns them; or how much the loss depends on it.
        w: the eigenvalues or singular values.
        equal: what is refused for equal values: an a[i, j] ('entry') or a column ('column') that is not 0; or 'nan':
            nothing is refused, and the result is NaN where a[i, j] is not 0.
    Raises:
        UnsupportedError: if that is refused.

    >>> over_gaps(np.ones((2, 2)), np.array([1.0, 3.0]))
    array([[ 0. ,  0.5],
           [-0.5,  0. ]])
    """
    gaps = w[..., None, :] - w[..., :, None]
    rounding = 16.0 * w.shape[-1] * np.finfo(w.dtype).eps
    tied = np.abs(gaps) <= rounding * np.max(np.abs(w), axis=-1, initial=0.0)[..., None, None]
    quotients = np.where(tied, 0.0 * a, a / np.where(tied, np.ones_like(gaps), gaps))
    if np.count_nonzero(tied) > w.size:
        matters = np.abs(a) > rounding * np.max(np.abs(a), axis=(-2, -1), keepdims=True, initial=0.0)
        if equal == 'column':
            matters = np.any(matters, axis=-2, keepdims=True)
        matters = tied & matters & ~np.eye(w.shape[-1], dtype=bool)
        if equal != 'nan' and np.any(matters):
            i, j = sorted(np.argwhere(matters)[0, -2:].tolist())
            raise UnsupportedError(
                f'the eigenvalues (or singular values) {i} and {j} are equal: their vectors, which the derivative '
                'needs, have no derivative',
                'Use a function of the matrix that needs no vectors, like scipy.linalg.sqrtm or polar, or perturb the '
                'matrix.')
        quotients = np.where(matters, np.full_like(quotients, np.nan), quotients)
    return quotients


def eigvalsh_adjoint(e: Any, a: Any, UPLO: str = 'L') -> Any:
    """Return the adjoint of a in `w = np.linalg.eigvalsh(a, UPLO)`, where e is that of w.

    >>> eigvalsh_adjoint(np.array([2.0, 5.0]), np.diag([1.0, 3.0]))
    array([[2., 0.],
           [0., 5.]])
    """
    v = np.linalg.eigh(a, UPLO)[1]
    return np.matmul(conjugate(v) * e[..., None, :], matrix_transpose(v))


def eigvalsh_curvature(t: Any, e: Any, a: Any, UPLO: str = 'L') -> Any:
    """Return the tangent of `eigvalsh_adjoint(e, a)`, that of a being t; this is its own adjoint.

    It needs the vectors of equal eigenvalues only where e is not 0.
    """
    w, v = np.linalg.eigh(a, UPLO)
    u = conjugate(v)
    middle = np.matmul(np.matmul(matrix_transpose(v), conjugate(symmetrized(t))), u)
    turned = over_gaps(middle * e[..., None, :], w)
    return np.matmul(np.matmul(u, turned + conjugate(matrix_transpose(turned))), matrix_transpose(v))


def svdvals_adjoint(e: Any, a: Any) -> Any:
    """Return the adjoint of a in `s = np.linalg.svd(a, compute_uv=False)`, where e is that of s.

    >>> svdvals_adjoint(np.array([2.0, 5.0]), np.diag([3.0, 1.0]))
    array([[2., 0.],
           [0., 5.]])
    """
    u, _, vh = np.linalg.svd(a, full_matrices=False)
    return np.matmul(conjugate(u * e[..., None, :]), conjugate(vh))


def svdvals_curvature(t: Any, e: Any, a: Any) -> Any:
    """Return the tangent of `svdvals_adjoint(e, a)`, that of a being t; this is its own adjoint."""
    u, s, vh = np.linalg.svd(a, full_matrices=False)
    _refuse_complex(u)
    sums = over_gaps(_both(_middle(t, u, vh)) * e[..., None, :], s)
    return _turned(t, e, u, s, vh, sums + np.swapaxes(sums, -1, -2))


def _middle(t: Any, u: Any, vh: Any) -> Any:
    return np.matmul(np.matmul(np.swapaxes(u, -1, -2), t), np.swapaxes(vh, -1, -2))


def _both(a: Any) -> Any:
    return a + np.swapaxes(a, -1, -2)


def _turned(t: Any, e: Any, u: Any, s: Any, vh: Any, apart: Any) -> Any:
    """How u e vh changes with a = u s vh, whose change is t; `apart` is what singular values that differ add to it."""
    middle = _middle(t, u, vh)
    rows, columns = s[..., :, None], s[..., None, :]
    weights = e[..., None, :]
    turns = divide_or_zero(middle - np.swapaxes(middle, -1, -2), rows + columns) * _both(weights * np.ones_like(rows))
    outside = (np.matmul(t, np.swapaxes(vh, -1, -2)) - np.matmul(u, middle)) * divide_or_zero(weights, columns)
    across = (np.matmul(np.swapaxes(u, -1, -2), t) - np.matmul(middle, vh)) * divide_or_zero(e[..., :, None], rows)
    return np.matmul(np.matmul(u, 0.5 * (apart + turns)) + outside, vh) + np.matmul(u, across)


def symmetrized(a: Any) -> Any:
    """Return the symmetric part of a (the Hermitian one, if a is complex).

    >>> symmetrized(np.array([[1.0, 2.0], [0.0, 1.0]]))
    array([[1., 1.],
           [1., 1.]])
    """
    return 0.5 * (a + np.conj(np.swapaxes(a, -1, -2)))


def lower_half(a: Any) -> Any:
    """Return the lower triangle of a with its diagonal halved.

    >>> lower_half(np.ones((2, 2)))
    array([[0.5, 0. ],
           [1. , 0.5]])
    """
    _refuse_complex(a)
    result = np.tril(a)
    i = np.arange(result.shape[-1])
    result[..., i, i] *= 0.5
    return result


def _refuse_complex(a: Any) -> None:
    if np.iscomplexobj(a):
        raise KindError('the derivative of this decomposition of a complex matrix is not known', 'Pass a real matrix.')


def norm_gradient(x: Any, ord: Any = None, axis: Any = None) -> Any:
    """Return the derivative of `np.linalg.norm(x, ord, axis)` with respect to each element of x.

    At zeros it is zero; equal largest (or smallest) elements share equally.

    >>> norm_gradient(np.array([3.0, -4.0]), 1)
    array([ 1., -1.])
    """
    if np.iscomplexobj(x):
        raise KindError('of the norms of complex values, only those that sum squares have a derivative',
                        'Write the norm with x.real and x.imag.')
    x = x if isinstance(x, np.ndarray) and x.dtype.kind == 'f' else np.asarray(x, float)
    axes = _norm_axes(x, ord, axis)
    if len(axes) == 2 and ord in (2, -2, 'nuc'):
        return _spectral_gradient(x, ord, axes)
    if len(axes) == 2 and ord in (1, -1, np.inf, -np.inf):
        along, other = axes if abs(ord) == 1 else axes[::-1]
        sums = np.sum(np.abs(x), along, keepdims=True)
        return np.sign(x) * _extreme(sums, ord > 0, other)
    if ord in (np.inf, -np.inf):
        return np.sign(x) * _extreme(np.abs(x), ord > 0, axes[0])
    if ord == 0:
        return np.zeros_like(x)
    return np.sign(x) * _power_weights(x, _power(ord), axes, 1)


def norm_curvature(v: Any, x: Any, ord: Any = None, axis: Any = None) -> Any:
    """Return the second derivative of `np.linalg.norm(x, ord, axis)`, a symmetric matrix, times v."""
    x = x if isinstance(x, np.ndarray) and x.dtype.kind in 'fc' else np.asarray(x, float)
    axes = _norm_axes(x, ord, axis)
    if len(axes) == 2 and ord in (2, -2, 'nuc'):
        return _spectral_curvature(v, x, ord, axes)
    if ord in (0, 1, np.inf, -np.inf) or (len(axes) == 2 and ord == -1):
        return np.zeros_like(x)
    p = _power(ord)
    size = np.sum(np.abs(x) ** p, axes, keepdims=True) ** (1.0 / p)
    gradient = norm_gradient(x, ord, axis)
    straight = v * _power_weights(x, p, axes, 2)
    return (p - 1.0) * divide_or_zero(straight - gradient * np.sum(gradient * v, axes, keepdims=True), size)


def _norm_axes(x: np.ndarray, ord: Any, axis: Any) -> tuple[int, ...]:
    """The axes that a norm sums over."""
    if axis is None:
        return tuple(range(x.ndim))
    return tuple([i % x.ndim for i in (axis if isinstance(axis, tuple) else (axis,))])


def _power(ord: Any) -> float:
    return 2.0 if ord is None or ord == 'fro' else float(ord)


def _power_weights(x: np.ndarray, p: float, axes: tuple[int, ...], n: int) -> np.ndarray:
    """(|x| / size) ** (p - n), zero where the size is zero or the power would be infinite."""
    size = np.sum(np.abs(x) ** p, axes, keepdims=True) ** (1.0 / p)
    ratio = np.abs(x) / np.where(size == 0, np.ones_like(size), size)
    if p < n:
        ratio, zero = np.where(ratio == 0, np.ones_like(ratio), ratio), ratio == 0
        return np.where(zero, 0.0 * ratio, ratio ** (p - n))
    return np.where(size == 0, 0.0 * ratio, ratio ** (p - n))


def _extreme(x: np.ndarray, largest: bool, axis: int) -> np.ndarray:
    """The share of each element of x in the largest (or smallest) along an axis."""
    hits = x == (np.max if largest else np.min)(x, axis, keepdims=True)
    return (hits / np.sum(hits, axis, keepdims=True)).astype(x.dtype)


def _spectral_gradient(x: np.ndarray, ord: Any, axes: tuple[int, ...]) -> np.ndarray:
    u, s, vh = np.linalg.svd(np.moveaxis(x, axes, (-2, -1)), full_matrices=False)
    return np.moveaxis(np.matmul(u * _spectral_weights(s, ord), vh), (-2, -1), axes)


def _spectral_curvature(v: np.ndarray, x: np.ndarray, ord: Any, axes: tuple[int, ...]) -> np.ndarray:
    u, s, vh = np.linalg.svd(np.moveaxis(x, axes, (-2, -1)), full_matrices=False)
    v = np.moveaxis(v, axes, (-2, -1))
    weights = _spectral_weights(s, ord)
    # The weights of equal singular values are equal, and stay so: these add nothing.
    apart = over_gaps(_both(_middle(v, u, vh)) * (weights - np.swapaxes(weights, -1, -2)), s)
    return np.moveaxis(_turned(v, weights[..., 0, :], u, s, vh, apart), (-2, -1), axes)


def _spectral_weights(s: np.ndarray, ord: Any) -> np.ndarray:
    """The derivative of a norm of matrices by their singular values, as a row."""
    weights = np.ones_like(s) if ord == 'nuc' else _extreme(s, ord > 0, -1)
    return (weights * (s > 0))[..., None, :]


def svd_adjoint(e: Sequence[Any], u: Any, s: Any, vh: Any) -> Any:
    """Return the adjoint of a in `u, s, vh = np.linalg.svd(a)`.

    Args:
        e: the adjoints of u, s and vh, each 0.0 where nothing depends on it.
        u, s, vh: the decomposition, with all vectors or with as many as there are singular values.
    Raises:
        UnsupportedError: if vectors beyond the singular values are used: a does not determine them.
    """
    _refuse_complex(u)
    k = s.shape[-1]
    bu, bs, bvh = unbroadcast(e[0], u), unbroadcast(e[1], s), unbroadcast(e[2], vh)
    if np.any(bu[..., k:]) or np.any(bvh[..., k:, :]):
        raise UnsupportedError('the singular vectors beyond the singular values are not determined by the matrix and '
                               'have no derivative', 'Pass full_matrices=False to np.linalg.svd.')
    u, vh, bu, bvh = u[..., :k], vh[..., :k, :], bu[..., :k], bvh[..., :k, :]
    scale = s[..., None, :]
    columns = np.matmul(np.swapaxes(u, -1, -2), bu)
    rows = np.matmul(bvh, np.swapaxes(vh, -1, -2))
    # Both vectors of a singular value turn together, by the gap to another one, and against each other, by the sum.
    apart = over_gaps(columns + np.swapaxes(rows, -1, -2), s)
    against = columns - np.swapaxes(columns, -1, -2) + rows - np.swapaxes(rows, -1, -2)
    turned = 0.5 * (apart + np.swapaxes(apart, -1, -2) + divide_or_zero(against, scale + np.swapaxes(scale, -1, -2)))
    outside = divide_or_zero(bu - np.matmul(u, columns), scale)
    across = divide_or_zero(bvh - np.matmul(rows, vh), np.swapaxes(scale, -1, -2))
    return np.matmul(u * bs[..., None, :] + np.matmul(u, turned) + outside, vh) + np.matmul(u, across)


def svd_tangent(da: Any, u: Any, s: Any, vh: Any) -> tuple[Any, Any, Any]:
    """Return the tangents of u, s and vh in `u, s, vh = np.linalg.svd(a)`, that of a being `da`.

    Those of vectors beyond the singular values and of equal ones, which a does not determine, are NaN.
    """
    _refuse_complex(u)
    k, more_u, more_vh = s.shape[-1], u.shape[-1], vh.shape[-2]
    u, vh = u[..., :k], vh[..., :k, :]
    scale = s[..., None, :]
    right, left = np.matmul(da, np.swapaxes(vh, -1, -2)), np.matmul(np.swapaxes(u, -1, -2), da)
    middle = np.matmul(np.swapaxes(u, -1, -2), right)
    flipped = np.swapaxes(middle, -1, -2)
    apart = over_gaps(middle + flipped, s, 'nan')
    against = divide_or_zero(middle - flipped, scale + np.swapaxes(scale, -1, -2))
    du = np.matmul(u, 0.5 * (apart + against))
    du = du + divide_or_zero(right - np.matmul(u, middle), scale)
    dvh = np.matmul(-0.5 * (apart - against), vh)
    dvh = dvh + divide_or_zero(left - np.matmul(middle, vh), np.swapaxes(scale, -1, -2))
    widths = [(0, 0)] * (u.ndim - 2)
    du = np.pad(du, [*widths, (0, 0), (0, more_u - k)], constant_values=np.nan)
    dvh = np.pad(dvh, [*widths, (0, more_vh - k), (0, 0)], constant_values=np.nan)
    return du, np.diagonal(middle, 0, -2, -1), dvh


def qr_adjoint(e: Sequence[Any], q: Any, r: Any) -> Any:
    """Return the adjoint of a in `q, r = np.linalg.qr(a)`.

    The columns of a wide matrix beyond the first square are q times those of r.
    """
    _refuse_complex(q)
    bq, br = unbroadcast(e[0], q), unbroadcast(e[1], r)
    k = r.shape[-2]
    if k == r.shape[-1]:
        return _square_qr_adjoint(bq, br, q, r)
    rest, brest = r[..., k:], br[..., k:]
    bq = bq + np.matmul(q, np.matmul(rest, np.swapaxes(brest, -1, -2)))
    return np.concatenate([_square_qr_adjoint(bq, br[..., :k], q, r[..., :k]), np.matmul(q, brest)], -1)


def _square_qr_adjoint(bq: Any, br: Any, q: Any, r: Any) -> Any:
    """The adjoint of a for a square r."""
    m = np.matmul(r, np.swapaxes(br, -1, -2)) - np.matmul(np.swapaxes(bq, -1, -2), q)
    below = np.tril(m, -1)
    whole = below + np.swapaxes(below, -1, -2) + m * np.eye(m.shape[-1], dtype=m.dtype)
    right = bq + np.matmul(q, whole)
    return np.swapaxes(np.linalg.solve(r, np.swapaxes(right, -1, -2)), -1, -2)


def qr_tangent(da: Any, q: Any, r: Any) -> tuple[Any, Any]:
    """Return the tangents of q and r in `q, r = np.linalg.qr(a)`, that of a being `da`."""
    _refuse_complex(q)
    k = r.shape[-2]
    if k == r.shape[-1]:
        return _square_qr_tangent(da, q, r)
    dq, dr = _square_qr_tangent(da[..., :k], q, r[..., :k])
    drest = np.matmul(np.swapaxes(q, -1, -2), da[..., k:] - np.matmul(dq, r[..., k:]))
    return dq, np.concatenate([dr, drest], -1)


def _square_qr_tangent(da: Any, q: Any, r: Any) -> tuple[Any, Any]:
    """The tangents of q and r for a square r."""
    right = np.swapaxes(np.linalg.solve(np.swapaxes(r, -1, -2), np.swapaxes(da, -1, -2)), -1, -2)
    inside = np.matmul(np.swapaxes(q, -1, -2), right)
    below = np.tril(inside, -1)
    turned = below - np.swapaxes(below, -1, -2)
    return right + np.matmul(q, turned - inside), np.matmul(inside - turned, r)


def multi_dot_tangent(changes: Sequence[Any], arrays: Sequence[Any]) -> Any:
    """Return the tangent of `np.linalg.multi_dot(arrays)`, from those of the arrays (0.0: constant)."""
    total = 0.0
    for i, change in enumerate(changes):
        if np.ndim(change):
            total = total + np.linalg.multi_dot([*arrays[:i], change, *arrays[i + 1:]])
    return total


def lstsq_adjoint(e: Sequence[Any], a: Any, b: Any, y: Sequence[Any]) -> tuple[Any, Any]:
    """Return the adjoints of a and b in `x, residuals, rank, s = np.linalg.lstsq(a, b)`.

    Args:
        e: the adjoints of the four results.
        a, b, y: the matrix, the right-hand sides and the results.
    """
    x, residuals = y[0], y[1]
    columns, solutions = (b[:, None], x[:, None]) if b.ndim == 1 else (b, x)
    bx = np.reshape(unbroadcast(e[0], x), solutions.shape)
    inverse = np.linalg.pinv(a)
    u = np.dot(inverse.T, bx)
    missed = columns - np.dot(a, solutions)
    ba = np.dot(missed, np.dot(inverse, u).T)
    ba = ba + np.dot(np.dot(inverse.T, solutions), (bx - np.dot(inverse, np.dot(a, bx))).T)
    if np.size(residuals):  # as the solution is the best one, they change only with what a and b themselves do
        u = u + 2.0 * missed * unbroadcast(e[1], residuals)
    if y[3] is not None:
        left, s, right = np.linalg.svd(a, full_matrices=False)
        ba = ba + np.dot(left * unbroadcast(e[3], s), right)
    return unbroadcast(ba - np.dot(u, solutions.T), a), unbroadcast(np.reshape(u, b.shape), b)


def lstsq_tangent(da: Any, db: Any, a: Any, b: Any, y: Sequence[Any]) -> tuple[Any, Any, Any, Any]:
    """Return the tangents of `x, residuals, rank, s = np.linalg.lstsq(a, b)`.

    Args:
        da, db: the tangents of the matrix and of the right-hand sides.
        a, b, y: the matrix, the right-hand sides and the results.

    The formula for x is that of the derivative of the pseudo-inverse (Golub and Pereyra, 1973).
    """
    x, residuals = y[0], y[1]
    columns, solutions, change = (v[:, None] if np.ndim(b) == 1 else v for v in (b, x, db))
    inverse = np.linalg.pinv(a)
    missed = columns - np.dot(a, solutions)
    change = change - np.dot(da, solutions)
    dx = np.dot(inverse, change) + np.dot(inverse, np.dot(inverse.T, np.dot(da.T, missed)))
    free = np.dot(da.T, np.dot(inverse.T, solutions))
    dx = dx + free - np.dot(inverse, np.dot(a, free))
    dresiduals, ds = residuals, None  # there are none, and as SciPy has it perhaps no singular values
    if np.size(residuals):
        dresiduals = np.reshape(2.0 * np.sum(missed * change, axis=0), np.shape(residuals))
    if y[3] is not None:
        left, _, right = np.linalg.svd(a, full_matrices=False)
        ds = np.sum(left * np.dot(da, right.T), axis=0)
    return unbroadcast(np.reshape(dx, np.shape(x)), x), dresiduals, 0.0, ds


def multi_dot_adjoint(e: Any, arrays: Sequence[Any]) -> list[Any]:
    """Return the adjoints of the arrays in `np.linalg.multi_dot(arrays)`.

    >>> multi_dot_adjoint(1.0, [np.array([2.0]), np.array([[3.0]]), np.array([4.0])])
    [array([12.]), array([[8.]]), array([6.])]
    """
    first, *others = arrays
    if len(others) == 1:
        return [dot_adjoint_left(e, first, others[0]), dot_adjoint_right(e, first, others[0])]
    product = np.linalg.multi_dot(others)
    rest = multi_dot_adjoint(dot_adjoint_right(e, first, product), others)
    return [dot_adjoint_left(e, first, product), *rest]
