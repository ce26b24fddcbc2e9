"""Items that are changed in place: `x[i] += v` of containers, which Python joins, and items that several lists hold."""
import numpy as np
import pytest

import tangent
from tangent.errors import KindError


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


def changed_through_a_slice(rows, x):
    copy = rows[:]
    copy[0] *= x
    return np.sum(rows[0])


def seen_by_a_slice(rows, x):
    copy = rows[:]
    first = rows[0]
    first[1] = x[0]
    return copy[0][1] * x[1]


def changed_in_joined_lists(rows, x):
    longer = rows + rows
    longer[2] *= x
    return np.sum(rows[0])


@pytest.mark.parametrize('function', [changed_through_a_slice, seen_by_a_slice, changed_in_joined_lists])
@pytest.mark.parametrize('mode', ['reverse', 'forward'])
def test_lists_with_the_same_items_that_only_the_call_tells(function, mode):
    """They are refused when the derivative is called, with what to write instead."""
    rows, x = [np.array([0.3, 0.7]), np.array([1.1, -0.4])], np.array([1.3, -0.7])
    with pytest.raises(KindError) as error:
        if mode == 'reverse':
            tangent.grad(function, wrt='x')(rows, x)
        else:
            tangent.jvp(function, wrt='x')(rows, x, x)
    assert 'a slice of the list' in error.value.reason or "'longer' is written in place" in error.value.reason
    assert 'opy' in error.value.remedy


def test_slices_and_sums_of_arrays_stay_what_they_were():
    for function in (changed_through_a_slice, seen_by_a_slice, changed_in_joined_lists):
        rows, x = np.array([[0.3, 0.7], [1.1, -0.4], [0.2, 0.5]]), np.array([1.3, -0.7])
        found = tangent.grad(function, wrt='x')(rows, x)
        for i, step in enumerate(1e-6 * np.eye(2)):
            slope = (function(rows.copy(), x + step) - function(rows.copy(), x - step)) / 2e-6
            assert found[i] == pytest.approx(slope)
