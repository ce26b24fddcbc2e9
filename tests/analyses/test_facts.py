"""Shapes and dtypes, symbolically."""
import pytest

from tangent.analyses.effects import is_pure
from tangent.analyses.facts import NUMBER, Fact, Facts, join

from ..passes.stages import tree


def facts(body, parameters='x, y, n'):
    function = tree(f'def f({parameters}):\n    ' + '\n    '.join(body.split('; ')) + '\n    return x')
    return Facts(function)


def own(*names):
    return Fact(frozenset(names), frozenset(names))


def test_a_parameter_is_its_own_shape():
    found = facts('a = x')
    assert found.of_name('x') == own('x') and found.of_name('a') == own('x')


def test_arithmetic_broadcasts():
    found = facts('a = x * y; b = a + 1.0; c = -b; d = np.tanh(c) * x')
    for name in 'abcd':
        assert found.of_name(name) == own('x', 'y')


def test_a_number_has_no_shape_and_promotes_nothing():
    found = facts('a = 2.0; b = a * 3.0; c = b * x')
    assert found.of_name('a') == NUMBER == found.of_name('b')
    assert found.of_name('c').shape == frozenset('x')


def test_numbers_that_numpy_makes_of_pythons_promote_arrays():
    found = facts('a = 3; b = np.sum(a * a); c = np.sqrt(2.0); d = b * x; e = np.size(x) * x')
    for name in 'bcd':
        assert found.of_name(name).dtype not in (frozenset(), frozenset('x'))
    assert found.of_name('e') == own('x')


def test_a_dtype_that_is_asked_for_is_not_that_of_the_argument():
    found = facts('a = np.sum(x, dtype=n); b = np.ones_like(x, dtype=n) * x; c = np.sum(x, 0, n)')
    for name in 'abc':
        assert found.of_name(name).dtype != frozenset('x')
    assert facts('a = np.ones_like(x, shape=n)').of_name('a').shape != frozenset('x')


def test_a_reduction_to_a_number():
    found = facts('a = np.sum(x); b = a * 2.0; c = np.mean(x * y); d = x.sum()')
    for name in 'abcd':
        assert found.of_name(name).shape == frozenset()


def test_a_reduction_along_an_axis_is_not_known_to_be_the_same():
    found = facts('a = np.sum(x, axis=0); b = np.sum(x, axis=0, keepdims=True); c = x - b')
    assert found.of_name('a').shape not in (frozenset(), frozenset('x'))
    assert found.of_name('c').shape != frozenset()


def test_what_is_not_known():
    found = facts('a = unknown(x); b = a * x; c = x[n]; e, g = x')
    for name in 'abceg':
        assert found.of_name(name) != own('x')


@pytest.mark.parametrize('body', [
    'a = x + y', 'a = x * x[0]', 'a = np.dot(x, y)', 'a = x[1:]', 'a = x.T', 'a = np.reshape(x, n)',
    'a = np.concatenate([x, y])',
    'a = x if n else y', 'a = x @ y', 'a = np.where(n, x, y)', 'a = np.broadcast_to(x, n)',
    'a = np.outer(x, x)', 'a = x[:, None]',
    'a = np.stack([x, x])', 'a = np.atleast_1d(x)', 'a = np.sum(x, axis=0)', 'a = x[n] * x',
    'a = np.expand_dims(x, 0)',
    'a = x[None] * 1.0', 'a = np.repeat(x, 2)', 'a = x * n', 'a = np.maximum(x, y)', 'a = np.squeeze(x)',
    'a = np.cumsum(x)',
])
def test_what_may_have_another_shape_is_not_taken_for_x(body):
    assert facts(body).of_name('a').shape != frozenset('x')


def test_a_merged_name_is_what_both_branches_agree_on():
    function = tree("""
        def f(x, y, n):
            if n:
                a = x * 2.0
                b = x
            else:
                a = x + 1.0
                b = y
            return a + b
        """)
    found = Facts(function)
    assert found.of_name('a').shape == frozenset('x')
    assert found.of_name('b').shape not in (frozenset('x'), frozenset('y'))


# --- effects --------------------------------------------------------------------------

@pytest.mark.parametrize('expression', ['x', 'x + 1', 'np.sin(x)', 'x.T', 'x[0]', 'x.sum()', 'len(x)',
                                        '(x, [x])', 'x if x else 1', 'x < 1'])
def test_what_is_pure(expression):
    function = tree(f'def f(x):\n    return {expression}')
    assert is_pure(function, function.tree.body[0].value)


@pytest.mark.parametrize('expression', [
    'print(x)', 'x.pop()', 'x.append(1)', 'unknown(x)', 'np.random.normal(x)', '1 + print(x)', '[print(x)]',
    '(y := x)', 'next(x)',
    'np.random.rand(3)', 'input()', 'np.sin(print(x))',
])
def test_what_is_not(expression):
    function = tree(f'def f(x):\n    return {expression}')
    assert not is_pure(function, function.tree.body[0].value)


def test_what_is_written_into_a_part_of_an_array_broadcasts_to_that():
    found = facts('v = np.zeros_like(x); p = v[1:]; k = y[1:]; t = k * 2.0; s = p + t; '
                  'w = tangent.set_at(v, slice(1, None), s)')
    part = found.of_name('p').shape
    assert found.of_name('s').shape == part != found.of_name('t').shape
    assert join([part, found.of_name('t').shape]) == part


def test_elements_of_an_array_have_one_shape_those_of_what_may_be_a_list_have_not():
    found = facts('v = np.zeros_like(x); a = v[0]; b = v[-1]; c = x[0]; e = x[1]')
    assert found.of_name('a').shape == found.of_name('b').shape
    assert found.of_name('c').shape != found.of_name('e').shape
