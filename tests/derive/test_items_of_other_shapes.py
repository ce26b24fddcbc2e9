"""Items of containers that are replaced by values of another shape or kind."""
import numpy as np
import pytest

import tangent
from tests.programs import writing_helpers
from tests.test_forward import _check_nesting


def test_list_in_place_of_an_array_that_is_read_as_one():
    def f(x):
        parts = [x, x - x]
        parts[1] = [x[0], 0.5, abs(x[0])]
        return np.sum(np.sin(parts[1]))

    x = np.array([0.7, -1.3, 0.4])
    np.testing.assert_allclose(tangent.grad(f)(x), [2.0 * np.cos(0.7), 0.0, 0.0])
    np.testing.assert_allclose(tangent.jvp(f)(x, np.ones(3)), 2.0 * np.cos(0.7))


def test_a_list_in_the_place_of_nothing_at_third_order():
    program = next(p for p in writing_helpers.PROGRAMS if getattr(p.function, '__name__', '') == 'updated_dict')
    _check_nesting(program, ('forward', 'reverse', 'reverse'))


def test_adjoints_that_do_not_fit_are_not_added():
    assert tangent.add_at([np.zeros(3)], 0, (1.0, 2.0)) == [(1.0, 2.0)]  # nothing was contributed to what was there
    with pytest.raises(tangent.errors.KindError, match='a tuple and an array of shape .* are adjoints of one item'):
        tangent.add_at([(1.0, 2.0)], 0, np.ones(2))


def test_a_dict_that_is_unpacked_gives_no_tuple():
    def f(rows):
        a, b = rows[0]
        return a * b
    with pytest.raises(tangent.errors.KindError, match='not dict'):
        tangent.grad(f)([{2.0: 1.0, 3.0: 1.0}])
