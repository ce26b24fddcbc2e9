"""Indices with stars, whose length is known when a function runs."""
import sys

import numpy as np
import pytest

import tangent

from .stages import python

X = np.array([1.3, 0.7, -0.4, 2.1])


@pytest.mark.skipif(sys.version_info < (3, 11), reason='new in Python 3.11')
@pytest.mark.parametrize('optimized', [True, False])
def test_a_star_in_an_index(optimized):
    text = '''
        def f(x):
            i, m = (1, 2), np.outer(x, x)
            m[{i}] = x[0]
            m[{one}] *= x[0] ** 2
            m[{i}] += m[{rest}][0] + sum([m[{j}] ** 2 for j in [(0, 1), (2, 3)]])
            return np.sum(m * m[{all}])
        '''
    starred = python(text.format(i='*i', one='0, *i[1:]', rest='1:, *i[:1]', j='*j', all='..., *i[1:]'))
    plain = python(text.format(i='i', one='0, 2', rest='1:, 1', j='j', all='..., 2'))
    for transform in (tangent.grad, tangent.hessian):
        np.testing.assert_allclose(transform(starred, optimized=optimized)(X), transform(plain)(X))
