"""Rules for scipy.linalg's functions of matrices, and for its matrix equations."""
from __future__ import annotations

import numpy as np
from scipy import linalg

from tangent.runtime.arrays import unbroadcast
from tangent.runtime.linalg import conjugate, matrix_transpose, solve, symmetrized
from tangent.runtime.scipy.linalg import frechet
from tangent.templates.rules import adjoint, constant, d, defined_as
from tangent.templates.rules import tangent as forward


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
    d[y] = unbroadcast(frechet(linalg.fractional_matrix_power, A, d[A], t), y)


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
