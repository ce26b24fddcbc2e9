"""Built-in functions are called by another name where the user gave theirs to something else."""
import numpy as np

import tangent


def weighted(x, n, reversed=False):
    s = 0.0
    for i in range(n):
        s = s + x[i] * s + x[i]
    return -s if reversed else s


def test_the_derivative_calls_what_it_means():
    df = tangent.grad(weighted)
    assert 'for i in reversed_1(range(n)):' in tangent.source(df)
    x = np.array([0.5, 2.0])
    np.testing.assert_allclose(df(x, 2), [1.0 + x[1], 1.0 + x[0]])
    np.testing.assert_allclose(df(x, 2, True), [-1.0 - x[1], -1.0 - x[0]])


def test_it_can_be_differentiated_again():
    x = np.array([0.5, 2.0])
    np.testing.assert_allclose(tangent.hessian(weighted)(x, 2), [[0.0, 1.0], [1.0, 0.0]])


def test_nothing_changes_otherwise():
    def f(x, n):
        s = 0.0
        for i in range(n):
            s = s + x[i] * s + x[i]
        return s
    assert 'for i in reversed(range(n)):' in tangent.source(tangent.grad(f))
