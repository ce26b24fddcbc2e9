"""What the derivatives of linear algebra are where they are not unique, or at singular matrices."""
import warnings

import numpy as np
import pytest

import tangent


@pytest.mark.parametrize('ord', [None, 1, 2, 3, np.inf])
def test_norm_has_derivative_zero_at_zero(ord):
    def f(x):
        return np.linalg.norm(x, ord)
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        np.testing.assert_array_equal(tangent.grad(f)(np.zeros(3)), np.zeros(3))


def test_second_derivative_of_norm_is_zero_at_zero():
    def f(x):
        return np.linalg.norm(x)
    df = tangent.grad(f)

    def along(x):
        return np.sum(df(x) * np.array([1.0, 2.0, 3.0]))
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        np.testing.assert_array_equal(tangent.grad(along)(np.zeros(3)), np.zeros(3))


def test_rows_that_are_zero_do_not_disturb_the_others():
    def f(x):
        return np.sum(np.linalg.norm(x, axis=1))
    x = np.array([[3.0, 4.0], [0.0, 0.0]])
    np.testing.assert_allclose(tangent.grad(f)(x), [[0.6, 0.8], [0.0, 0.0]])


def test_maximum_norm_shares_among_ties():
    def f(x):
        return np.linalg.norm(x, np.inf)
    np.testing.assert_allclose(tangent.grad(f)(np.array([2.0, -2.0, 1.0])), [0.5, -0.5, 0.0])


def test_determinant_of_a_singular_matrix_has_a_derivative():
    def f(a):
        return np.linalg.det(a)
    a = np.array([[1.0, 2.0], [2.0, 4.0]])
    np.testing.assert_allclose(tangent.grad(f)(a), [[4.0, -2.0], [-2.0, 1.0]], atol=1e-12)
    np.testing.assert_array_equal(tangent.grad(f)(np.zeros((3, 3))), np.zeros((3, 3)))


def test_determinant_of_nothing():
    assert tangent.grad(lambda a: np.linalg.det(a))(np.zeros((0, 0))).shape == (0, 0)


def log_volume(a):
    sign, logdet = np.linalg.slogdet(a)
    return np.sum(logdet)


@pytest.mark.parametrize('shape', [(0, 0), (0, 2, 2), (2, 0, 0)])
def test_slogdet_of_nothing(shape):
    assert tangent.grad(log_volume)(np.zeros(shape)).shape == shape


def test_slogdet_keeps_the_precision_of_the_matrix():
    a = np.diag([2.0, 4.0]).astype(np.float32)
    got = tangent.grad(lambda a, s: s * np.linalg.slogdet(a)[1])(a, np.float64(3.0))
    assert got.dtype == np.float32
    np.testing.assert_allclose(got, np.diag([1.5, 0.75]))


def test_sign_of_slogdet_is_constant():
    def f(a):
        sign, logdet = np.linalg.slogdet(a)
        return sign * logdet
    a = np.array([[0.0, 2.0], [3.0, 0.0]])
    np.testing.assert_allclose(tangent.grad(f)(a), -np.linalg.inv(a).T)


def sum_of_cholesky(a):
    return np.sum(np.linalg.cholesky(a))


def sum_of_squared_eigenvalues(a):
    return np.sum(np.linalg.eigvalsh(a) ** 2)


@pytest.mark.parametrize('f', [sum_of_cholesky, sum_of_squared_eigenvalues])
def test_adjoints_of_symmetric_matrices_are_symmetric(f):
    a = np.array([[4.0, 1.0, 0.5], [1.0, 3.0, 0.2], [0.5, 0.2, 2.0]])
    gradient = tangent.grad(f)(a)
    np.testing.assert_allclose(gradient, gradient.T)
    direction = np.array([[0.3, 0.1, -0.2], [0.1, 0.4, 0.6], [-0.2, 0.6, 0.5]])
    difference = (f(a + 1e-6 * direction) - f(a - 1e-6 * direction)) / 2e-6
    np.testing.assert_allclose(np.sum(gradient * direction), difference, rtol=1e-6)


def test_equal_eigenvalues_have_a_finite_derivative():
    def f(a):
        w, v = np.linalg.eigh(a)
        return np.sum(w * w)
    np.testing.assert_allclose(tangent.grad(f)(2.0 * np.eye(3)), 4.0 * np.eye(3))


def test_equal_singular_values_have_a_finite_derivative():
    def f(a):
        return np.sum(np.linalg.svd(a, compute_uv=False) ** 2)
    np.testing.assert_allclose(tangent.grad(f)(2.0 * np.eye(3)), 4.0 * np.eye(3))


def test_singular_vectors_that_are_not_determined_are_refused():
    def f(a):
        u, s, vh = np.linalg.svd(a)
        return np.sum(u * u * u)
    with pytest.raises(tangent.TangentError, match='full_matrices=False'):
        tangent.grad(f)(np.arange(6.0).reshape(3, 2))


@pytest.mark.parametrize('f', [
    lambda x: np.sum(np.abs(np.linalg.pinv(x + 1j * np.sin(x))) ** 2),
    lambda x: np.sum(np.linalg.svd(x + 1j * np.sin(x), compute_uv=False) ** 3),
], ids=['pinv', 'svd'])
def test_of_complex_matrices(f):
    x = np.array([[1.0, 2.0], [-0.5, 0.3], [0.7, 1.1]])
    step = np.array([[0.3, -0.2], [0.4, 0.1], [-0.6, 0.5]])
    difference = (f(x + 1e-5 * step) - f(x - 1e-5 * step)) / 2e-5
    np.testing.assert_allclose(np.sum(tangent.grad(f)(x) * step), difference, rtol=1e-7)
    np.testing.assert_allclose(tangent.jvp(f)(x, step), difference, rtol=1e-7)


def test_norms_of_complex_values_that_are_no_sums_of_squares_are_refused():
    def f(x):
        return np.linalg.norm(x + 1j, 1)
    with pytest.raises(tangent.TangentError, match='complex'):
        tangent.grad(f)(np.ones(3))


def root_by_vectors(a):
    w, v = np.linalg.eigh(a)
    return np.sum((v * np.sqrt(w)) @ v.T)


def root_by_general_vectors(a):
    w, v = np.linalg.eig(a)
    return np.sum((v * np.sqrt(w)) @ np.linalg.inv(v))


def cubes_by_singular_vectors(a):
    u, s, vh = np.linalg.svd(a)
    return np.sum((u * s ** 3) @ vh)


def squares_of_eigenvalues(a):
    w, v = np.linalg.eigh(a)
    return np.sum(w ** 2)


def squares_of_eigvalsh(a):
    return np.sum(np.linalg.eigvalsh(a) ** 2)


def squares_of_singular_values(a):
    return np.sum(np.linalg.svd(a, compute_uv=False) ** 2)


def largest_eigenvalue(a):
    return np.linalg.eigvalsh(a)[-1]


def along_largest(a):
    w, v = np.linalg.eigh(a)
    return np.sum(np.outer(v[:, -1], v[:, -1]) * np.arange(9.0).reshape(3, 3))


def nuclear_norm(a):
    return np.linalg.norm(a, 'nuc')


ROTATION = np.linalg.qr(np.arange(9.0).reshape(3, 3) ** 2 + np.eye(3))[0]
DEGENERATE = [2.0 * np.eye(3), np.diag([1.0, 2.0, 2.0]), ROTATION @ np.diag([2.0, 2.0, 1.0]) @ ROTATION.T]
TURN = np.array([[0.5, 1.0, 2.0], [1.0, 0.25, -1.0], [2.0, -1.0, 1.5]])


@pytest.mark.parametrize('f', [root_by_vectors, root_by_general_vectors, cubes_by_singular_vectors])
@pytest.mark.parametrize('a', DEGENERATE)
def test_vectors_of_equal_values_are_refused(f, a):
    # A loss that the vectors' inverse cancels in does not tell where all values are equal.
    if f is not root_by_general_vectors or a is not DEGENERATE[0]:
        with pytest.raises(tangent.errors.UnsupportedError, match='(?s)are equal: .*sqrtm'):
            tangent.grad(f)(a)
    assert np.isnan(tangent.jvp(f)(a, TURN))


@pytest.mark.parametrize('f', [squares_of_eigenvalues, squares_of_eigvalsh, squares_of_singular_values])
@pytest.mark.parametrize('a', DEGENERATE)
def test_equal_values_without_vectors_have_first_derivatives(f, a):
    np.testing.assert_allclose(tangent.grad(f)(a), 2.0 * a, atol=1e-12)
    np.testing.assert_allclose(tangent.jvp(f)(a, TURN), np.sum(2.0 * a * TURN))


@pytest.mark.parametrize('a', DEGENERATE)
@pytest.mark.parametrize('f', [squares_of_eigvalsh, squares_of_singular_values])
def test_second_derivatives_of_equal_values_are_refused(f, a):
    with pytest.raises(tangent.errors.UnsupportedError, match='are equal'):
        tangent.hvp(f)(a, TURN)
    with pytest.raises(tangent.errors.UnsupportedError, match='are equal'):
        tangent.grad(lambda a: np.sum(tangent.grad(f)(a) * TURN))(a)


def test_single_values_and_vectors_beside_equal_ones_are_not():
    a = np.diag([1.0, 1.0, 3.0])
    step = 1e-5
    for f in (largest_eigenvalue, along_largest):
        slope = (f(a + step * TURN) - f(a - step * TURN)) / (2.0 * step)
        np.testing.assert_allclose(np.sum(tangent.grad(f)(a) * TURN), slope, rtol=1e-7)
    slope = (tangent.grad(largest_eigenvalue)(a + step * TURN) - tangent.grad(largest_eigenvalue)(a - step * TURN)) / (
        2.0 * step)
    np.testing.assert_allclose(tangent.hvp(largest_eigenvalue)(a, TURN), slope, atol=1e-8)


def test_nuclear_norm_at_equal_singular_values():
    a, turn = 2.0 * np.eye(3), np.array([[0.0, 1.0, 0.0], [-1.0, 0.5, 0.0], [0.0, 0.0, 0.0]])
    want = 0.25 * (turn - turn.T)  # the polar factor turns with the skew part
    np.testing.assert_allclose(tangent.hvp(nuclear_norm)(a, turn), want, atol=1e-12)


def test_vectors_that_do_not_matter_are_not_refused():
    def f(a):
        w, v = np.linalg.eigh(a)
        return np.sum(v[:, 2:] ** 2 * np.array([[1.0], [2.0], [3.0]])) + w[0]
    assert np.all(np.isfinite(tangent.grad(f)(np.diag([1.0, 1.0, 3.0]))))


@pytest.mark.parametrize('a', [
    np.ones((2, 2)), np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]), np.zeros((2, 2)),
    np.array([[1.0, 2.0, 0.0], [2.0, 4.0, 0.0], [0.0, 0.0, 0.0]]),
], ids=['ones', 'rank 2', 'zeros', 'rank 1'])
def test_second_derivative_of_det_of_a_singular_matrix(a):
    def by_hand(a):
        if len(a) == 2:
            return a[0, 0] * a[1, 1] - a[0, 1] * a[1, 0]
        return (a[0, 0] * (a[1, 1] * a[2, 2] - a[1, 2] * a[2, 1]) - a[0, 1] * (a[1, 0] * a[2, 2] - a[1, 2] * a[2, 0]) +
                a[0, 2] * (a[1, 0] * a[2, 1] - a[1, 1] * a[2, 0]))

    def det(a):
        return np.linalg.det(a)
    along = np.arange(a.size).reshape(a.shape) ** 2.0
    wanted = tangent.hvp(by_hand)(a, along)
    np.testing.assert_allclose(tangent.hvp(det)(a, along), wanted, atol=1e-10)
    np.testing.assert_allclose(tangent.hessian(det)(a), tangent.hessian(by_hand)(a), atol=1e-10)
