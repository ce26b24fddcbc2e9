"""`inline_transposes`: views by `.T` are written where they are used, however often."""
import numpy as np

import tangent


def gram(x):
    return np.sum(np.dot(x, x.T) ** 3)


def test_a_transpose_is_not_given_a_name():
    text = tangent.source(tangent.grad(gram))
    assert 'np.dot(x, x.T)' in text and 'x_T' not in text


def test_the_gradient_is_that_of_the_closed_form():
    x = np.random.default_rng(0).normal(size=(3, 2))
    np.testing.assert_allclose(tangent.grad(gram)(x), 6.0 * (x @ x.T) ** 2 @ x)
