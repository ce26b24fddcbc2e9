"""What functions that make arrays give for numbers, lists and integer types; random numbers."""
import numpy as np

import tangent


def stacked(x, y):
    return np.sum(np.array([[x, y], [y, 1.0]]) ** 2)


def of_list(x):
    return np.sum(np.asarray(x) ** 2)


def as_integers(x):
    return np.sum(np.array(x, dtype=int) * x)


def filled(x):
    return np.sum(np.full((2, 3), x) ** 2)


def like(x):
    return np.sum(np.zeros_like(x) + np.ones_like(x) + np.full_like(x, 2.0))


def interval(a, b):
    return np.sum(np.linspace(a, b, 5) ** 2)


def noisy(x, generator):
    return np.sum(x * generator.normal(size=3))


def test_lists_of_numbers():
    assert tangent.grad(stacked, wrt=(0, 1))(3.0, 4.0) == (6.0, 16.0)
    assert tangent.grad(of_list)([3.0, 4.0]) == [6.0, 8.0]


def test_a_cast_to_integers_is_constant():
    np.testing.assert_array_equal(tangent.grad(as_integers)(np.array([1.5, 2.5])), [1.0, 2.0])


def test_filled_arrays():
    assert tangent.grad(filled)(2.0) == 24.0


def test_arrays_of_the_same_shape_do_not_depend_on_the_values():
    np.testing.assert_array_equal(tangent.grad(like)(np.ones(3)), np.zeros(3))


def test_intervals():
    np.testing.assert_allclose(tangent.grad(interval, wrt=(0, 1))(0.0, 1.0), (1.25, 3.75))


def test_random_numbers_are_drawn_once():
    expected = np.random.default_rng(0).normal(size=3)
    np.testing.assert_array_equal(tangent.grad(noisy)(np.ones(3), np.random.default_rng(0)), expected)
