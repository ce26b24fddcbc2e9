"""A value that is read before a write and used after it is that of before, wherever the write copies something."""
import numpy as np
import pytest

import tangent
from tests.programs import shared_items

SQUARE = np.array([[0.3, 0.5, -0.2], [1.0, 0.55, 0.7], [0.2, 0.9, 0.41]])


def plain(s):
    for i in range(1, 3):
        s[i][0], s[0][i] = s[0][i], s[i][0] * 2.0
    return s * 1.0


def exchange(s, i, j):
    s[i][j], s[j][i] = s[j][i], np.sin(s[i][j])


def by_a_helper(s):
    for i in range(1, 3):
        exchange(s, i, 0)
    return s * 1.0


def rows(s):
    for i in range(1, 3):
        s[i][:2], s[0][i] = s[0][1:], s[i] @ s[i]
    return s * 1.0


def squared(s):
    for i in range(1, 3):
        s[i][0], s[0][i] = s[0][i], s[i][0] * s[i][i]
    return s * 1.0


@pytest.mark.parametrize('like', [None, (SQUARE,)], ids=['', 'like'])
@pytest.mark.parametrize('function', [plain, by_a_helper, rows, squared])
def test_both_sides_of_an_exchange_in_a_loop(function, like):
    along, h = np.cos(np.arange(9.0)).reshape(3, 3), 1e-6
    slope = (function(SQUARE + h * along) - function(SQUARE - h * along)) / (2 * h)
    np.testing.assert_allclose(tangent.jvp(function, like=like)(SQUARE.copy(), along), slope, atol=1e-7)
    np.testing.assert_allclose(np.sum(along * tangent.vjp(function, like=like)(SQUARE.copy(), SQUARE)),
                               np.sum(slope * SQUARE), atol=1e-7)


@pytest.mark.parametrize('name', ['swapped_between_lists', 'swapped_between_dicts', 'turned_round_three_lists',
                                  'swapped_between_arrays', 'swapped_by_a_function'])
def test_exchanges_between_containers(name):
    function, x, along, h = getattr(shared_items, name), np.array([1.3, -0.7]), np.array([0.4, 1.1]), 1e-6
    slope = (function(x + h * along) - function(x - h * along)) / (2 * h)
    np.testing.assert_allclose(tangent.jvp(function)(x, along), slope, rtol=1e-6)
