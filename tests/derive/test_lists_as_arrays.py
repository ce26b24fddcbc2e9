"""List arguments that NumPy reads as arrays: the contributions to their adjoints are added, not joined."""
import numpy as np
import pytest

import tangent

ITEMS, OTHERS = [0.3, 1.2, 2.5], [1.3, 0.2, 0.5]


def weighted_by_itself(items):
    return np.average(items, weights=items)


def places_and_values(places, values):
    return np.interp(0.7, places, values) + np.interp([0.5, 2.0, 9.0], places, values)[1]


def itself_twice(items):
    return np.dot(items, items)


@pytest.mark.parametrize('optimized', [True, False])
@pytest.mark.parametrize('function, arguments', [
    (weighted_by_itself, (ITEMS,)), (places_and_values, (ITEMS, OTHERS)), (itself_twice, (ITEMS,))])
def test_the_gradient_of_a_list_that_is_read_more_than_once(function, arguments, optimized):
    arrays = tuple(map(np.array, arguments))
    for place in range(len(arguments)):
        derivative = tangent.grad(function, wrt=place, optimized=optimized)(*arguments)

        def along(x):
            return function(*arrays[:place], x, *arrays[place + 1:])
        steps = 1e-6 * np.eye(3)
        expected = [(along(arrays[place] + step) - along(arrays[place] - step)) / 2e-6 for step in steps]
        assert len(derivative) == 3
        np.testing.assert_allclose(derivative, expected, rtol=1e-6, atol=1e-8)
