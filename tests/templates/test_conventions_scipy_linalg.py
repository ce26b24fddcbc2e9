"""What the derivatives of `scipy.linalg` are where they are not unique, and what is refused."""
import warnings

import numpy as np
import pytest

import tangent

linalg = pytest.importorskip('scipy.linalg')

A = np.array([[4.0, 1.0, 0.5], [1.0, 3.0, 0.2], [0.5, 0.2, 2.0]])
B = np.array([1.0, -2.0, 0.5])


def _slope(f, x, step):
    return (f(x + 1e-5 * step) - f(x - 1e-5 * step)) / 2e-5


@pytest.mark.parametrize('f', [
    lambda a: np.sum(linalg.solve(a, B, assume_a='pos')),
    lambda a: np.sum(linalg.solve(a, B, assume_a='sym', lower=True)),
    lambda a: np.sum(linalg.cholesky(a, lower=True)),
    lambda a: np.sum(linalg.cho_solve(linalg.cho_factor(a), B)),
    lambda a: np.sum(linalg.eigvalsh(a) ** 2),
    lambda a: np.sum(linalg.eigh(a, eigvals_only=True) ** 2),
], ids=['pos', 'sym', 'cholesky', 'cho_solve', 'eigvalsh', 'eigh'])
def test_adjoints_of_symmetric_matrices_are_symmetric(f):
    gradient = tangent.grad(f)(A)
    np.testing.assert_allclose(gradient, gradient.T)
    direction = np.array([[0.3, 0.1, -0.2], [0.1, 0.4, 0.6], [-0.2, 0.6, 0.5]])
    np.testing.assert_allclose(np.sum(gradient * direction), _slope(f, A, direction), rtol=1e-6)


@pytest.mark.parametrize('lower', [False, True])
def test_the_other_triangle_of_a_factor_does_not_count(lower):
    def f(a):
        c, low = linalg.cho_factor(a, lower)
        return np.sum(np.log(np.diag(c))) + np.sum(linalg.cho_solve((c, low), B))

    def g(a):
        c = linalg.cholesky(a, lower)
        return np.sum(np.log(np.diag(c))) + np.sum(np.linalg.solve(a, B))
    gradient = tangent.grad(g)(A)
    np.testing.assert_allclose(tangent.grad(f)(A), 0.5 * (gradient + gradient.T), rtol=1e-12)


def test_elements_that_are_not_read_have_derivative_zero():
    def f(a):
        return np.sum(linalg.solve_triangular(a, B, lower=True, unit_diagonal=True))
    gradient = tangent.grad(f)(A)
    np.testing.assert_array_equal(gradient, np.tril(gradient, -1))
    bands = tangent.grad(lambda ab: np.sum(linalg.solve_banded((1, 0), ab, B)))(np.array([B + 5.0, B]))
    assert bands[1, -1] == 0.0
    row = tangent.grad(lambda r: np.sum(linalg.toeplitz(B, r)))(B)
    np.testing.assert_array_equal(row, [0.0, 2.0, 1.0])


@pytest.mark.parametrize('f', [
    lambda a: np.sum(linalg.eigh(a)[0] ** 2),
    lambda a: np.sum(linalg.svdvals(a) ** 2),
], ids=['eigh', 'svdvals'])
def test_equal_eigenvalues_have_a_finite_derivative(f):
    np.testing.assert_allclose(tangent.grad(f)(2.0 * np.eye(3)), 4.0 * np.eye(3))


def test_polar_factors_of_a_matrix_with_equal_singular_values():
    def f(a):
        u, p = linalg.polar(a)
        return u[0, 1] + p[0, 1] ** 2 + p[1, 1]
    step = np.array([[0.3, 0.5], [-0.2, 0.7]])
    np.testing.assert_allclose(np.sum(tangent.grad(f)(2.0 * np.eye(2)) * step), _slope(f, 2.0 * np.eye(2), step),
                               rtol=1e-8)


@pytest.mark.parametrize('size', [1e-200, 1.0, 1e200])
@pytest.mark.parametrize('f', [linalg.expm, linalg.logm, linalg.cosm], ids=['expm', 'logm', 'cosm'])
def test_functions_of_matrices_are_exact_for_adjoints_of_any_size(f, size):
    def g(a):
        return np.sum(f(a))
    gradient = tangent.vjp(g)(A, 1.0)
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        np.testing.assert_allclose(tangent.vjp(g)(A, size) / size, gradient, rtol=1e-9)


def test_functions_of_diagonal_matrices_are_those_of_their_elements():
    for f, slope in [(linalg.expm, np.exp), (linalg.sinm, np.cos), (linalg.logm, np.reciprocal),
                     (linalg.sqrtm, lambda x: 0.5 / np.sqrt(x)), (linalg.tanhm, lambda x: 1.0 / np.cosh(x) ** 2)]:
        x = np.array([0.5, 1.0, 1.0, 2.0])
        got = tangent.grad(lambda x: np.trace(f(np.diag(x))))(x)
        np.testing.assert_allclose(got, slope(x), rtol=1e-12)


def test_a_real_matrix_with_a_complex_square_root():
    def f(a):
        return np.sum(np.abs(linalg.sqrtm(a)) ** 2)
    a = A - 5.0 * np.eye(3)
    step = np.array([[0.3, -0.1, 0.2], [0.1, 0.4, 0.6], [-0.2, 0.5, 0.5]])
    np.testing.assert_allclose(np.sum(tangent.grad(f)(a) * step), _slope(f, a, step), rtol=1e-7)


@pytest.mark.parametrize('f', [
    lambda a: np.sum(np.abs(linalg.solve_triangular(a + 1j * np.sin(a), B * 1j, 'C')) ** 2),
    lambda a: np.sum(np.abs(linalg.solve_continuous_lyapunov(a + 1j * np.sin(a), a)) ** 2),
    lambda a: np.sum(np.abs(linalg.toeplitz((a + 1j * np.sin(a))[0])[:, 1] + 1j) ** 2),
    lambda a: np.sum(linalg.eigvalsh(a @ a.T + 1j * (a - a.T), 9.0 * np.eye(3) + 1j * (np.sin(a) - np.sin(a).T)) ** 2),
], ids=['solve_triangular', 'lyapunov', 'toeplitz', 'eigvalsh'])
def test_of_complex_matrices(f):
    step = np.array([[0.3, -0.1, 0.2], [0.1, 0.4, 0.6], [-0.2, 0.5, 0.5]])
    np.testing.assert_allclose(np.sum(tangent.grad(f)(A) * step), _slope(f, A, step), rtol=1e-7)


@pytest.mark.skipif(np.lib.NumpyVersion(pytest.importorskip('scipy').__version__) < '1.17.0',
                    reason='earlier versions take one matrix')
@pytest.mark.parametrize('f', [
    lambda a: np.sum(linalg.solve(a, B) ** 2),
    lambda a: np.sum(linalg.solve_triangular(a, B, 1) ** 2),
    lambda a: np.sum(linalg.cho_solve((a, True), B) ** 2),
    lambda a: np.sum(linalg.solve(a, B, transposed=True) ** 2),
], ids=['solve', 'solve_triangular', 'cho_solve', 'transposed'])
def test_stacks_of_matrices_and_one_vector(f):
    # Three vectors of three are not taken for a matrix.
    a = np.stack([A, A + 1.0, A @ A])
    step = np.cos(np.arange(27.0)).reshape(3, 3, 3)
    np.testing.assert_allclose(np.sum(tangent.grad(f)(a) * step), _slope(f, a, step), rtol=1e-7)
    np.testing.assert_allclose(tangent.jvp(f)(a, step), _slope(f, a, step), rtol=1e-7)


@pytest.mark.parametrize('f', [
    lambda a: np.sum(linalg.inv(a, overwrite_a=True)),
    lambda a: np.sum(linalg.solve(a, B, False, True)),
    lambda a: np.sum(linalg.qr(a, pivoting=True)[1]),
    lambda a: np.sum(linalg.qr(a, mode='raw')[1]),
    lambda a: np.sum(linalg.eigh(a, subset_by_index=[0, 1])[0]),
    lambda a: np.sum(linalg.eigh(a, A, type=2)[0]),
    lambda a: np.sum(linalg.lu(a, p_indices=True)[1]),
    lambda a: np.sum(linalg.null_space(a)),
    lambda a: np.sum(linalg.schur(a)[0]),
], ids=['overwrite', 'overwrite by position', 'pivoting', 'mode', 'subset', 'type', 'p_indices', 'null_space', 'schur'])
def test_what_has_no_derivative_is_refused(f):
    with pytest.raises(tangent.TangentError):
        tangent.grad(f)(A)


def test_columns_that_are_not_determined_are_refused():
    def f(a):
        return np.sum(linalg.qr(a)[0] ** 3)
    with pytest.raises(tangent.TangentError, match='economic'):
        tangent.grad(f)(A[:, :2])


@pytest.mark.parametrize('a', [2.0 * np.eye(3), np.diag([1.0, 2.0, 2.0])])
def test_vectors_of_equal_eigenvalues_are_refused(a):
    def f(a):
        w, v = linalg.eigh(a)
        return np.sum((v * np.sqrt(w)) @ v.T)

    def g(a):
        return np.sum(linalg.svdvals(a) ** 2)
    with pytest.raises(tangent.errors.UnsupportedError, match='are equal'):
        tangent.grad(f)(a)
    assert np.isnan(tangent.jvp(f)(a, np.ones((3, 3))))
    np.testing.assert_allclose(tangent.grad(g)(a), 2.0 * a)
    with pytest.raises(tangent.errors.UnsupportedError, match='are equal'):
        tangent.hvp(g)(a, np.ones((3, 3)))
