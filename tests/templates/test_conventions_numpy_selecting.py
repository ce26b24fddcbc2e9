"""What the derivatives of sorting and of indexing are at ties and for repeated indices."""
import numpy as np

import tangent


def test_sort_follows_the_permutation_at_ties():
    def f(x):
        return np.sum(np.sort(x) * np.array([1.0, 10.0, 100.0]))
    np.testing.assert_array_equal(sorted(tangent.grad(f)(np.array([2.0, 1.0, 2.0]))), [1.0, 10.0, 100.0])


def test_partition_follows_the_permutation():
    def f(x):
        return np.partition(x, 1)[1]
    np.testing.assert_array_equal(tangent.grad(f)(np.array([5.0, 1.0, 3.0, 2.0])), [0.0, 0.0, 0.0, 1.0])


def test_repeated_indices_add_up():
    def f(x):
        return np.sum(np.take(x, [1, 1, 2]))
    np.testing.assert_array_equal(tangent.grad(f)(np.zeros(4)), [0.0, 2.0, 1.0, 0.0])


def test_cast_to_integers_is_constant():
    def f(x):
        return np.sum(x * x.astype(int))
    np.testing.assert_array_equal(tangent.grad(f)(np.array([1.5, 2.5])), [1.0, 2.0])


def test_parts_that_are_not_read_have_adjoint_zero():
    def f(x):
        first, second, third = np.split(x, 3)
        return np.sum(second * second)
    np.testing.assert_array_equal(tangent.grad(f)(np.array([1.0, 2.0, 3.0])), [0.0, 4.0, 0.0])
