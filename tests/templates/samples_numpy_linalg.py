"""Samples of linear algebra."""
import numpy as np

from tangent.runtime.linalg import (
    apply, apply_adjoint, cofactors, conjugate, eigvalsh_adjoint, lower_half, matrix_transpose, norm_curvature,
    norm_gradient, over_gaps, slogdet_adjoint, solve, svdvals_adjoint, symmetrized, times_matrices,
)
from tests.templates.sample import Sample, array


def square(*shape, seed=0):
    """Matrices far from singular."""
    return array(*shape, shape[-1], seed=seed) + 4.0 * np.eye(shape[-1])


def cholesky_of_square(a):
    return np.linalg.cholesky(np.matmul(a, np.swapaxes(a, -1, -2)))


def eigh_of_symmetric(a):
    w, v = np.linalg.eigh(a + np.swapaxes(a, -1, -2))
    return w, v * v


def eigvalsh_of_symmetric(a):
    return np.linalg.eigvalsh(a + np.swapaxes(a, -1, -2))


def eigvalsh_adjoint_of_symmetric(e, a):
    return eigvalsh_adjoint(e, a + np.swapaxes(a, -1, -2))


def eig_without_signs(a):
    w, v = np.linalg.eig(a)
    return w, v * v


def sizes_of_eigvals(a):
    w = np.linalg.eigvals(a)
    return np.real(w * np.conj(w))


def solution_of_lstsq(a, b):
    return np.linalg.lstsq(a, b, rcond=None)[0]


def all_of_lstsq(a, b):
    x, residuals, rank, s = np.linalg.lstsq(a, b, rcond=None)
    return np.sum(x) * rank + np.sum(residuals * residuals) + np.sum(s * s * s) * s[0]


def svd_without_signs(a):
    u, s, vh = np.linalg.svd(a, full_matrices=False)
    return u * u, s, vh * vh, np.matmul(u, vh)


def qr_without_signs(a):
    q, r = np.linalg.qr(a)
    return q * q, r * r


SINGULAR = np.array([[1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [1.0, -1.0, 0.5]])

POSITIVE = np.array([[4.0, 1.0, 0.5], [1.0, 3.0, 0.2], [0.5, 0.2, 2.0]])
TURNING = np.array([[1.0, 2.0, 0.0], [-2.0, 1.5, 0.5], [0.3, 0.1, -1.0]])  # some eigenvalues are complex

SAMPLES = [
    Sample(np.linalg.solve, square(3), array(3)),
    Sample(np.linalg.solve, square(3), array(3, 2)),
    Sample(np.linalg.solve, square(2, 3), array(2, 3, 2)),
    Sample(np.linalg.solve, square(3), array(2, 3, 2)),
    Sample(np.linalg.inv, square(3)),
    Sample(np.linalg.inv, square(2, 3)),
    Sample(np.linalg.det, square(3)),
    Sample(np.linalg.det, square(2, 3)),
    Sample(np.linalg.det, square(1)),
    Sample(np.linalg.det, SINGULAR, order=1),
    Sample(np.linalg.det, np.zeros((3, 3)), order=1),
    Sample(np.linalg.slogdet, square(3)),
    Sample(np.linalg.slogdet, -square(2, 3)),
    Sample(np.linalg.pinv, array(4, 3)),
    Sample(np.linalg.pinv, array(2, 3, 4)),
    Sample(np.linalg.pinv, square(3)),
    *[Sample(np.linalg.matrix_power, square(3), n) for n in (0, 1, 2, 3, 5, -1, -2)],
    Sample(np.linalg.matrix_power, square(2, 3), 3),
    Sample(np.linalg.multi_dot, [array(2, 3), array(3, 4), array(4, 2)]),
    Sample(np.linalg.multi_dot, [array(3), array(3, 4), array(4, 2), array(2)]),
    Sample(np.linalg.multi_dot, [array(2, 3), array(3)]),
    Sample(np.linalg.tensorinv, square(6).reshape(2, 3, 6), ind=2),
    Sample(np.linalg.tensorinv, square(6).reshape(6, 2, 3), ind=1),
    Sample(np.linalg.tensorsolve, square(6).reshape(2, 3, 6), array(2, 3)),
    Sample(np.linalg.tensorsolve, square(6).reshape(6, 3, 2), array(6)),
    Sample(np.linalg.cond, square(3)),
    Sample(np.linalg.cond, array(2, 3, 4)),
    Sample(np.linalg.norm, array(4)),
    Sample(np.linalg.norm, array(3, 4)),
    Sample(np.linalg.norm, array(2, 3, 4)),
    Sample(np.linalg.norm, array(3, 4), 'fro'),
    Sample(np.linalg.norm, array(3, 4), axis=1),
    Sample(np.linalg.norm, array(3, 4), axis=0, keepdims=True),
    Sample(np.linalg.norm, array(2, 3, 4), axis=(0, 2)),
    *[Sample(np.linalg.norm, array(4), ord=ord) for ord in (1, 2, 3, 2.5, np.inf, -np.inf, -1)],
    *[Sample(np.linalg.norm, array(3, 4), ord=ord, axis=-1) for ord in (1, 2, 3, np.inf)],
    *[Sample(np.linalg.norm, array(3, 4), ord=ord) for ord in (1, -1, np.inf, -np.inf)],
    *[Sample(np.linalg.norm, array(3, 4), ord=ord) for ord in (2, -2, 'nuc')],
    Sample(np.linalg.norm, array(2, 3, 4), 1, axis=(2, 0), keepdims=True),
    Sample(np.linalg.norm, array(2, 3, 4), 2, axis=(2, 0)),
    # These read one triangle only, and their derivatives are those of the symmetric matrix: differences
    # in all elements would not agree, so the functions above make the matrix symmetric.
    Sample(np.linalg.cholesky, POSITIVE, order=0),
    Sample(np.linalg.eigh, POSITIVE, order=0),
    Sample(np.linalg.eigvalsh, POSITIVE, order=0),
    Sample(cholesky_of_square, square(3)),
    Sample(cholesky_of_square, square(2, 3)),
    Sample(eigh_of_symmetric, array(3, 3)),
    Sample(eigh_of_symmetric, array(2, 3, 3)),
    Sample(eigvalsh_of_symmetric, array(3, 3)),
    Sample(eigvalsh_of_symmetric, array(2, 3, 3)),
    Sample(eig_without_signs, np.diag([1.0, 2.0, 4.0]) + 0.3 * array(3, 3)),
    Sample(np.linalg.eigvals, np.diag([1.0, 2.0, 4.0]) + 0.3 * array(2, 3, 3)),
    Sample(sizes_of_eigvals, TURNING, order=1),
    Sample(solution_of_lstsq, array(5, 3), array(5)),
    Sample(solution_of_lstsq, array(5, 3), array(5, 2)),
    Sample(all_of_lstsq, array(5, 3), array(5)),
    Sample(all_of_lstsq, array(5, 3), array(5, 2)),
    Sample(all_of_lstsq, array(3, 4), array(3, 2)),
    Sample(solution_of_lstsq, array(3, 5), array(3)),
    Sample(svd_without_signs, array(3, 3)),
    Sample(svd_without_signs, array(4, 3)),
    Sample(svd_without_signs, array(2, 3, 4)),
    Sample(np.linalg.svd, array(3, 4), compute_uv=False),
    Sample(np.linalg.qr, array(4, 3)),
    Sample(np.linalg.qr, array(2, 4)),
    Sample(np.linalg.qr, array(2, 2, 3)),
    Sample(np.linalg.eig, np.diag([1.0, 2.0, 4.0]) + 0.3 * array(3, 3)),
    Sample(qr_without_signs, array(3, 3)),
    Sample(qr_without_signs, array(4, 3)),
    Sample(qr_without_signs, array(2, 4, 3)),

    Sample(matrix_transpose, array(2, 3, 4)),
    Sample(conjugate, array(3)),
    Sample(symmetrized, array(2, 3, 3)),
    Sample(lower_half, array(2, 3, 3)),
    Sample(times_matrices, array(2), array(2, 3, 3)),
    Sample(times_matrices, 0.7, array(3, 3)),
    Sample(solve, square(3), array(3)),
    Sample(solve, square(2, 3), array(2, 3)),
    Sample(solve, square(2, 3), array(2, 3, 2)),
    Sample(apply, square(2, 3), array(2, 3)),
    Sample(apply, square(3), array(3, 2)),
    Sample(apply, square(3), array(2, 3, 2)),
    Sample(apply_adjoint, array(3), array(3, seed=1), array(3, 3), wrt=(0, 1)),
    Sample(apply_adjoint, array(2, 3), array(2, 3, seed=1), array(2, 3, 3), wrt=(0, 1)),
    Sample(apply_adjoint, array(2, 3, 2), array(2, 3, 2, seed=1), array(3, 3), wrt=(0, 1)),
    Sample(slogdet_adjoint, 0.7, square(3)),
    Sample(slogdet_adjoint, array(2), square(2, 3)),
    Sample(slogdet_adjoint, array(2, 1), square(3)),
    Sample(cofactors, square(3)),
    Sample(cofactors, square(2, 3)),
    Sample(norm_gradient, array(4), 3, order=1),
    Sample(norm_curvature, array(4), array(4, seed=1), 3, order=1, wrt=(0,)),
    Sample(over_gaps, array(2, 3, 3), array(2, 3), wrt=(0, 1)),
    Sample(eigvalsh_adjoint, array(3), POSITIVE, order=0, wrt=(0, 1)),
    Sample(eigvalsh_adjoint_of_symmetric, array(3), array(3, 3), wrt=(0, 1)),
    Sample(eigvalsh_adjoint_of_symmetric, array(2, 3), array(2, 3, 3), wrt=(0, 1)),
    Sample(svdvals_adjoint, array(3), array(3, 4, seed=1), wrt=(0, 1)),
    Sample(svdvals_adjoint, array(2, 3), array(2, 4, 3, seed=1), wrt=(0, 1)),
]

if hasattr(np.linalg, 'vector_norm'):
    SAMPLES += [
        Sample(np.linalg.solve, square(2, 3), array(3, 2)),
        Sample(np.linalg.solve, square(2, 3), array(3)),
        Sample(np.linalg.vector_norm, array(3, 4)),
        Sample(np.linalg.vector_norm, array(3, 4), axis=1, keepdims=True),
        Sample(np.linalg.matrix_norm, array(2, 3, 4)),
        Sample(np.linalg.matrix_norm, array(2, 3, 4), ord=1, keepdims=True),
        Sample(np.linalg.svdvals, array(3, 4)),
    ]
