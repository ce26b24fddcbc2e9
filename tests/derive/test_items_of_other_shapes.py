"""Items of containers that are replaced by values of another shape or kind."""
import numpy as np

import tangent


def test_list_in_place_of_an_array_that_is_read_as_one():
    def f(x):
        parts = [x, x - x]
        parts[1] = [x[0], 0.5, abs(x[0])]
        return np.sum(np.sin(parts[1]))

    x = np.array([0.7, -1.3, 0.4])
    np.testing.assert_allclose(tangent.grad(f)(x), [2.0 * np.cos(0.7), 0.0, 0.0])
    np.testing.assert_allclose(tangent.jvp(f)(x, np.ones(3)), 2.0 * np.cos(0.7))
