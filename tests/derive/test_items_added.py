"""`x[i] += v` of an item that is a container itself, which Python joins."""
import pytest

import tangent


def added_to_an_inner_list(x, v):
    x[0] += [v]
    return x[0][0] * x[1][0]


def added_to_a_slice(x, v):
    x[:1] += [v]
    return x[0] * x[1]


@pytest.mark.parametrize('function, x', [(added_to_an_inner_list, [[1.0], [2.0]]), (added_to_a_slice, [1.0, 2.0])])
def test_a_list_that_is_a_part_is_not_added_to(function, x):
    with pytest.raises(tangent.TangentError, match='a list that is a part of another one'):
        tangent.grad(function)(x, 0.5)
