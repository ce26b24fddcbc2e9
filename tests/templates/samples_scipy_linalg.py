"""Samples for the rules of `scipy.linalg`."""
import numpy as np
import scipy
from scipy import linalg
from scipy.linalg import (
    cho_factor, cho_solve, cholesky, eig, eigh, eigvals, eigvalsh, expm_frechet, lstsq, lu, lu_factor, lu_solve, qr,
    solve, solve_continuous_are, solve_discrete_are, solve_toeplitz, svd,
)

from tangent.runtime.scipy.linalg import (
    as_assumed, band_outer, band_times, band_transpose, frechet, solve_assumed, solve_cholesky, solve_lu,
    solve_symmetric_band, solve_triangle, triangle, unblock_diag,
)
from tests.templates.sample import Sample, array
from tests.templates.samples_numpy_linalg import POSITIVE, TURNING, square

SMALL = 0.4 * array(3, 3) + np.eye(3)  # near the identity: its logarithm and its roots are real
APART = np.diag([1.0, 2.0, 4.0]) + 0.3 * array(3, 3)


# Functions of any matrix that make it symmetric, where one triangle only is read.

def symmetric(a):
    return a + a.T


def positive(a):
    return a @ a.T + np.eye(len(a))


def solve_positive(a, b):
    return solve(positive(a), b, assume_a='pos')


def solve_symmetric(a, b):
    return solve(symmetric(a), b, lower=True, assume_a='sym', check_finite=False)


def solve_assumed_positive(a, b):
    return solve_assumed(positive(a), b, assume_a='pos')


def cholesky_upper(a):
    return cholesky(positive(a))


def cholesky_lower(a):
    return cholesky(positive(a), lower=True)


def cho_solved(a, b):
    return cho_solve(cho_factor(positive(a)), b)


def cho_solved_lower(a, b):
    factor = cho_factor(positive(a), True)
    return cho_solve(factor, b) + cho_solve(factor, b * b)


def lu_solved(a, b):
    return lu_solve(lu_factor(a), b)


def lu_solved_transposed(a, b):
    return lu_solve(lu_factor(a), b, trans=1)


def cho_solved_again(c, b):
    return solve_cholesky((c, True), b)


def lu_solved_again(a, b):
    return solve_lu(lu_factor(a), b, 1)


def lu_of(a):
    p, low, up = lu(a)
    return low, up


def lu_permuted(a):
    low, up = lu(a, permute_l=True)
    return low, up


def factors_of_lu(a):
    return lu_factor(a)[0]


def qr_without_signs(a):
    q, r = qr(a, mode='economic')
    return q * q, r * r


def qr_full(a):
    q, r = qr(a)
    return q[:, :a.shape[1]] ** 2, r * r, q[:, :a.shape[1]] @ r[:a.shape[1]]


def polar_left(a):
    return linalg.polar(a, side='left')


def regulated(a, b, q, r):
    return solve_continuous_are(a, b, positive(q), positive(r))


def regulated_in_steps(a, b, q, r):
    return solve_discrete_are(a, b, positive(q), positive(r))


def svd_without_signs(a):
    u, s, vh = svd(a, full_matrices=False)
    return u * u, s, vh * vh, np.matmul(u, vh)


def eigh_of_symmetric(a):
    w, v = eigh(symmetric(a))
    return w, v * v


def eigh_generalized(a, b):
    w, v = eigh(symmetric(a), positive(b))
    return w, v * v


def eigh_values(a, b):
    return eigh(symmetric(a), positive(b), eigvals_only=True)


def eigvalsh_of_symmetric(a):
    return eigvalsh(symmetric(a), lower=False)


def eigvalsh_generalized(a, b):
    return eigvalsh(symmetric(a), positive(b))


def eig_without_signs(a):
    w, v = eig(a)
    return np.real(w), v * v


def sizes_of_eigvals(a):
    w = eigvals(a)
    return np.real(w * np.conj(w))


def solution_of_lstsq(a, b):
    return lstsq(a, b)[0]


def all_of_lstsq(a, b):
    x, residuals, rank, s = lstsq(a, b)
    return np.sum(x) * rank + np.sum(residuals * residuals) + np.sum(s * s * s) * s[0]


def direction_of_expm(a, e):
    return expm_frechet(a, e)[1]


def solve_toeplitz_pair(c, r, b):
    return solve_toeplitz((c, r), b)


BANDS = np.array([[0.0, 1.0, -0.5, 0.3], [4.0, 5.0, 4.5, 6.0], [1.0, -0.4, 0.7, 0.0], [0.2, 0.6, 0.0, 0.0]])

SAMPLES = [
    Sample(linalg.solve, square(3), array(3)),
    Sample(linalg.solve, square(3), array(3, 2)),
    Sample(linalg.solve, square(3), array(3, 2), transposed=True),
    Sample(solve_positive, square(3), array(3)),
    Sample(solve_symmetric, square(3), array(3, 2)),
    Sample(solve_assumed, square(3), array(3)),
    Sample(solve_assumed, square(3), array(3), transposed=True),
    Sample(solve_assumed_positive, square(3), array(3)),
    Sample(as_assumed, array(3, 3), 'sym'),
    Sample(as_assumed, array(4, 4), 'tridiagonal'),
    Sample(linalg.solve_triangular, square(3), array(3)),
    Sample(linalg.solve_triangular, square(3), array(3, 2), trans='T', lower=True),
    Sample(linalg.solve_triangular, square(3), array(3), 2, unit_diagonal=True, check_finite=False),
    Sample(linalg.solve_triangular, square(3), array(3), 0, True, True),
    Sample(solve_triangle, square(3), array(3)),
    Sample(solve_triangle, square(3), array(3), 1),
    Sample(solve_triangle, square(3), array(3), 2, True),
    Sample(triangle, array(3, 3), True, True),
    Sample(linalg.inv, square(3)),
    Sample(linalg.pinv, array(4, 3)),
    Sample(linalg.pinv, array(3, 4), rtol=1e-10),
    Sample(linalg.det, square(3)),
    Sample(solution_of_lstsq, array(5, 3), array(5)),
    Sample(solution_of_lstsq, array(5, 3), array(5, 2)),
    Sample(all_of_lstsq, array(5, 3), array(5)),
    Sample(all_of_lstsq, array(5, 3), array(5, 2)),
    Sample(all_of_lstsq, array(3, 4), array(3, 2)),
    Sample(linalg.norm, array(4)),
    Sample(linalg.norm, array(3, 4), axis=1, keepdims=True),
    Sample(linalg.norm, array(4), 3),
    Sample(linalg.norm, array(3, 4), ord=1, check_finite=False),
    Sample(linalg.norm, array(3, 4), 'nuc'),
    Sample(linalg.cholesky, POSITIVE, order=0),
    Sample(cholesky_upper, square(3)),
    Sample(cholesky_lower, square(3)),
    Sample(cho_solved, square(3), array(3)),
    Sample(cho_solved_lower, square(3), array(3, 2)),
    Sample(lu_solved, array(3, 3), array(3)),
    Sample(lu_solved_transposed, array(3, 3), array(3, 2)),
    Sample(cho_solved_again, square(3), array(3, 2)),
    Sample(lu_solved_again, array(3, 3), array(3)),
    Sample(factors_of_lu, array(3, 3)),
    Sample(linalg.lu_factor, square(3), order=0),
    Sample(lu_of, array(3, 3)),
    Sample(lu_of, array(4, 3)),
    Sample(lu_of, array(2, 3)),
    Sample(lu_permuted, array(3, 3)),
    Sample(qr_without_signs, array(4, 3)),
    Sample(qr_full, array(4, 3)),
    Sample(qr_full, array(3, 3)),
    Sample(qr_full, array(3, 4)),
    Sample(linalg.polar, array(3, 3)),
    Sample(linalg.polar, array(4, 3)),
    Sample(polar_left, array(2, 3)),
    Sample(svd_without_signs, array(4, 3)),
    Sample(linalg.svd, array(3, 4), compute_uv=False),
    Sample(linalg.svdvals, array(3, 4)),
    Sample(eigh_of_symmetric, array(3, 3)),
    Sample(eigh_generalized, array(3, 3), array(3, 3, seed=1)),
    Sample(eigh_values, array(3, 3), array(3, 3, seed=1)),
    Sample(eigvalsh_of_symmetric, array(3, 3)),
    Sample(eigvalsh_generalized, array(3, 3), array(3, 3, seed=1)),
    Sample(eig_without_signs, APART),
    Sample(linalg.eigvals, APART),
    Sample(sizes_of_eigvals, TURNING, order=1),
    Sample(linalg.expm, array(3, 3)),
    Sample(direction_of_expm, array(2, 2), array(2, 2, seed=1)),
    Sample(linalg.logm, SMALL),
    Sample(linalg.sqrtm, SMALL),
    Sample(linalg.fractional_matrix_power, SMALL, 0.3, wrt=(0,)),
    Sample(linalg.fractional_matrix_power, SMALL, -2, wrt=(0,)),
    *[Sample(f, 0.5 * array(3, 3)) for f in (linalg.cosm, linalg.sinm, linalg.tanm, linalg.coshm, linalg.sinhm,
                                             linalg.tanhm)],
    Sample(frechet, linalg.cosm, array(2, 2), array(2, 2, seed=1)),
    Sample(frechet, linalg.expm, array(2, 2), array(2, 2, seed=1)),
    Sample(linalg.solve_sylvester, square(3), square(2), array(3, 2)),
    Sample(linalg.solve_continuous_lyapunov, square(3), array(3, 3)),
    Sample(linalg.solve_discrete_lyapunov, 0.3 * array(3, 3), array(3, 3)),
    Sample(linalg.solve_discrete_lyapunov, 0.3 * array(3, 3), array(3, 3), 'bilinear'),
    Sample(regulated, array(3, 3), array(3, 2), array(3, 3, seed=1), array(2, 2)),
    Sample(regulated_in_steps, array(3, 3), array(3, 2), array(3, 3, seed=1), array(2, 2)),
    Sample(linalg.solve_banded, (2, 1), BANDS, array(4)),
    Sample(linalg.solve_banded, (1, 2), BANDS[::-1].copy() + 1.0, array(4, 2), check_finite=False),
    Sample(linalg.solveh_banded, BANDS[:2] + 0.0, array(4)),
    Sample(linalg.solveh_banded, BANDS[1:], array(4, 2), lower=True, check_finite=False),
    Sample(solve_symmetric_band, BANDS[:2] + 0.0, array(4)),
    Sample(band_transpose, array(4, 5), (1, 2)),
    Sample(band_times, array(4, 5), array(5, 2), (2, 1)),
    Sample(band_times, array(4, 5), array(5), (1, 2)),
    Sample(band_outer, array(5), array(5, seed=1), (2, 1)),
    Sample(linalg.toeplitz, array(3)),
    Sample(linalg.toeplitz, array(3), array(4)),
    Sample(linalg.hankel, array(3)),
    Sample(linalg.hankel, array(3), array(4)),
    Sample(linalg.circulant, array(4)),
    Sample(linalg.companion, array(4)),
    Sample(linalg.solve_toeplitz, array(3) + np.array([4.0, 0.0, 0.0]), array(3)),
    Sample(solve_toeplitz_pair, array(3) + np.array([4.0, 0.0, 0.0]), array(3, seed=1), array(3, 2)),
    Sample(linalg.block_diag, array(2, 2), array(2, 3), array(2)),
    Sample(unblock_diag, array(4, 5), [array(2, 2), array(2, 3)], wrt=(0,)),
    Sample(linalg.khatri_rao, array(3, 2), array(4, 2)),
]

if np.lib.NumpyVersion(scipy.__version__) >= '1.15.0':
    SAMPLES += [
        Sample(linalg.solve, np.triu(square(3)), array(3), assume_a='upper triangular'),
        Sample(linalg.solve, np.diag([2.0, 3.0, 4.0]), array(3, 2), assume_a='tridiagonal', transposed=True),
    ]

if hasattr(linalg, 'kron'):  # SciPy 1.14 and earlier
    SAMPLES.append(Sample(linalg.kron, array(2, 3), array(2, 2)))

if hasattr(linalg, 'tril'):  # SciPy 1.12 and earlier
    SAMPLES += [Sample(linalg.tril, array(3, 4), 1), Sample(linalg.triu, array(3, 4), k=-1)]
