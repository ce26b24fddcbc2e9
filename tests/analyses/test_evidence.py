"""What operations say about variables: numbers or arrays, and no containers."""
import numpy as np
import pytest

import tangent
from tangent.analyses.evidence import used_as_arrays
from tangent.analyses.sharing import Sharing
from tangent.passes.versions import versions

from ..passes.stages import tree


def used(statement):
    return used_as_arrays(tree(f"""
        def f(x, y):
            {statement}
            return x
        """).tree.body)


@pytest.mark.parametrize('statement', [
    'z = -x', 'z = x ** 2', 'z = 2 - x', 'z = 0.5 * x', 'z = x.sum()', 'z = x[:, 0]', 'z = 2.0 * x[1:]',
    'z = x + 1 if -x else y', 'if (x ** 2 > y): y = 0', 'z = [y, -x]', 'z = -x > y > 0'])
def test_what_no_container_takes(statement):
    assert used(statement) == {'x'}


@pytest.mark.parametrize('statement', [
    'z = x * 2', 'z = x + y', 'z = y - x', 'z = x ** y', 'z = not x', 'z = x[0]', 'z = x[0, 1]', 'z = x.copy()',
    'z = x.T', 'z = lambda: -x', 'z = [-x for _ in y]', 'z = y and -x', 'z = -x if y else x', 'z = y > 0 > -x',
    'if y: z = -x'])
def test_what_may_be_of_a_container_or_not_run_at_all(statement):
    assert used(statement) == set()


def evident(text):
    return Sharing(versions(tree(text))).evident


def test_versions_and_copies_of_a_parameter():
    assert evident("""
        def f(x, y, z, n):
            y = y.copy()
            for i in n:
                x = tangent.set_at(x, i, 1.0)
            z = z[0]
            return -x, -y, -z
        """) == {'x', 'y'}


def test_a_variable_that_is_one_of_two_says_nothing():
    assert evident("""
        def f(x, y, n):
            if n:
                z = x
            else:
                z = y
            return -z
        """) == set()


def by_copy(x, y):
    old = x.copy()
    x[1] += y
    return np.sum(old[0] * x[1])


def squared(x, y):
    old = x.copy()
    x[1] += y
    return np.sum(old[0] * x[1]) + np.sum(x ** 2)


def test_a_copy_of_an_array_does_not_see_writes():
    assert 'overlaps' in tangent.source(tangent.grad(by_copy))
    assert 'overlaps' not in tangent.source(tangent.grad(squared))
    assert 'overlaps' not in tangent.source(tangent.grad(by_copy, like=(np.ones(3), 0.5)))
    assert 'overlaps' in tangent.source(tangent.grad(by_copy, like=([np.ones(3), np.ones(3)], 0.5)))
