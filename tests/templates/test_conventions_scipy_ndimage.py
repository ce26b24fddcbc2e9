"""What is refused of the filters of `scipy.ndimage`, and filters larger than what they filter."""
import numpy as np
import pytest

import tangent

ndimage = pytest.importorskip('scipy.ndimage')

X = np.array([0.3, -1.0, 2.0])


@pytest.mark.parametrize('mode', ['reflect', 'mirror', 'nearest', 'wrap', 'constant'])
@pytest.mark.parametrize('f', [ndimage.correlate, ndimage.convolve], ids=['correlate', 'convolve'])
def test_the_derivative_of_a_filter_is_its_matrix_transposed(f, mode):
    for size in (2, 3, 7):
        weights = np.sin(np.arange(float(size)))
        matrix = np.stack([f(unit, weights, mode=mode) for unit in np.eye(3)])
        for i in range(3):
            got = tangent.grad(lambda x, i: f(x, weights, mode=mode)[i])(X, i)
            np.testing.assert_allclose(got, matrix[:, i], atol=1e-14)


def test_complex_weights():
    weights = np.array([1.0 + 2.0j, 0.5 - 1.0j])
    for f in (lambda x: np.sum(np.abs(ndimage.correlate(1j * x, weights) + x) ** 2),
              lambda x: np.sum(np.abs(ndimage.convolve(1j * x, weights) + x) ** 2)):
        step = np.array([1.0, -0.5, 0.2])
        difference = (f(X + 1e-5 * step) - f(X - 1e-5 * step)) / 2e-5
        np.testing.assert_allclose(np.sum(tangent.grad(f)(X) * step), difference, rtol=1e-8)


@pytest.mark.parametrize('f', [
    lambda x: ndimage.gaussian_filter(x, 1.0, order=1)[0],
    lambda x: ndimage.gaussian_filter(x, 1.0, mode='nearest')[0],
    lambda x: ndimage.correlate(x, X, mode='constant', cval=1.0)[0],
    lambda x: ndimage.convolve(x, X, np.zeros(3))[0],
    lambda x: ndimage.gaussian_filter(X, x[0])[0],
], ids=['order', 'mode', 'cval', 'output', 'sigma'])
def test_what_has_no_derivative_is_refused(f):
    with pytest.raises(tangent.TangentError):
        tangent.grad(f)(X)
