"""What the derivatives of distances are where points meet, and which are refused."""
import numpy as np
import pytest

import tangent

distance = pytest.importorskip('scipy.spatial.distance')

POINTS = np.array([[1.0, 2.0], [1.0, 2.0], [4.0, 6.0]])


@pytest.mark.parametrize('f', [
    lambda x: np.sum(distance.cdist(x, x)),
    lambda x: 2.0 * np.sum(distance.pdist(x)),
], ids=['cdist', 'pdist'])
def test_points_that_meet_do_not_attract(f):
    np.testing.assert_allclose(tangent.grad(f)(POINTS), [[-1.2, -1.6], [-1.2, -1.6], [2.4, 3.2]])
    np.testing.assert_allclose(tangent.jvp(f)(POINTS, np.eye(3, 2)), -2.8)


def test_differences_of_points_that_are_close_to_each_other_are_exact():
    def f(x):
        return np.sum(distance.cdist(x, x[::-1]))
    x = np.array([[1.0, 1.0], [1.0 + 3e-12, 1.0 + 4e-12]])
    step = x[1] - x[0]
    unit = step / np.sqrt(np.sum(step * step))
    np.testing.assert_allclose(tangent.grad(f)(x), 2.0 * np.stack([-unit, unit]), rtol=1e-12)


def test_other_metrics_are_refused():
    with pytest.raises(tangent.TangentError):
        tangent.grad(lambda x: np.sum(distance.cdist(x, POINTS, 'chebyshev')))
    with pytest.raises(tangent.TangentError):
        tangent.grad(lambda x: np.sum(distance.cdist(x, POINTS, 'euclidean', w=np.ones(2))))
