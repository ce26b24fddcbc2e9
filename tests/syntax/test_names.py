"""Variables, fresh names, and how generated code refers to objects."""
import builtins
import keyword
import math
import types

import gast
import numpy as np
import numpy.linalg
import pytest

import tangent
from tangent.runtime.arrays import unbroadcast
from tangent.syntax.function import Scope
from tangent.syntax.names import Names
from tangent.syntax.spelling import Speller


def test_a_fresh_name_is_the_base_or_the_base_with_a_number():
    names = Names()
    assert [names.fresh('y') for _ in range(3)] == ['y', 'y_1', 'y_2']


def test_a_fresh_name_is_none_that_is_taken():
    names = Names({'by', 'by_1'})
    names.add('by_3')
    assert [names.fresh('by') for _ in range(3)] == ['by_2', 'by_4', 'by_5']


@pytest.mark.parametrize('word', ['lambda', 'if', 'None', 'sum', 'abs', 'print', '__import__'])
def test_keywords_and_builtins_are_taken(word):
    assert keyword.iskeyword(word) or hasattr(builtins, word)
    assert Names().fresh(word) == f'{word}_1'


def test_versions_keep_their_base():
    names = Names()
    names.add('x')
    first, second = names.version('x'), names.version(names.version('x'))
    assert first == 'x_1' and names.base(first) == names.base(second) == 'x'


def test_an_adjoint_knows_its_variable():
    names = Names()
    names.add('x')
    version = names.version('x')
    adjoint = names.adjoint(version)
    assert adjoint == 'bx' and names.variables[adjoint].primal == version
    assert names.adjoint(version) == 'bx_1'


def test_an_adjoint_of_a_temporary_is_one():
    names = Names()
    part = names.fresh('total', temporary=True)
    names.add('x')
    assert names.is_temporary(part) and names.is_temporary(names.adjoint(part))
    for other in ('x', names.adjoint('x'), 'unknown'):
        assert not names.is_temporary(other)


def test_a_user_may_have_used_every_name_that_would_be_made():
    def f(x, bx, by, y_1, bresult, result):
        y = x * bx
        y = y * by * y_1
        result_1 = y * bresult
        return result_1 * result
    found = tangent.grad(f, wrt=(0, 1, 2, 3, 4, 5))(1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
    assert found == (720.0, 360.0, 240.0, 180.0, 144.0, 120.0)
    second = tangent.grad(tangent.grad(f), wrt='bx')
    assert second(1.0, 2.0, 3.0, 4.0, 5.0, 6.0) == 360.0


# --- spelling ---------------------------------------------------------------------

def spelled(value, globals_, names=()):
    known = Names()
    for name in names:
        known.add(name)
    speller = Speller(Scope(globals_), known)
    return gast.unparse(speller.spell(value)), speller.added


def test_a_module_goes_by_the_users_alias():
    assert spelled(np, {'np': np}) == ('np', {})
    assert spelled(np, {'xp': np}) == ('xp', {})
    assert spelled(np, {'numpy': np, 'np': np}) == ('np', {})
    assert spelled(np, {'_hidden': np, 'numerics': np}) == ('numerics', {})


def test_a_module_that_the_user_lacks_is_added():
    assert spelled(np, {}) == ('np', {'np': np})
    assert spelled(np, {'np': 3.0}) == ('np_1', {'np_1': np})
    assert spelled(numpy.linalg, {}) == ('linalg', {'linalg': numpy.linalg})


def test_a_local_variable_hides_an_alias():
    text, added = spelled(np, {'np': np}, ['np'])
    assert text != 'np' and added == {text: np}
    assert spelled(np, {'np': np, 'xp': np}, ['np']) == ('xp', {})


def test_helpers_are_spelled_as_tangents():
    assert spelled(unbroadcast, {}) == ('tangent.unbroadcast', {'tangent': tangent})
    assert spelled(unbroadcast, {'tg': tangent}) == ('tg.unbroadcast', {})


def test_builtins_are_spelled_by_name():
    assert spelled(abs, {}) == ('abs', {})
    assert spelled(slice, {}) == ('slice', {})


def test_a_builtin_that_is_hidden_is_bound():
    for globals_, names in (({'abs': 3.0}, ()), ({}, ('abs',))):
        text, added = spelled(abs, globals_, names)
        assert text != 'abs' and added == {text: abs}


def test_other_objects_are_bound():
    text, added = spelled(math.sqrt, {})
    assert added == {text: math.sqrt}
    marker = types.SimpleNamespace(__name__='marker')
    assert spelled(marker, {'marker': 1})[0] == 'marker_1'


def test_an_object_is_bound_once():
    speller = Speller(Scope({}), Names())
    texts = {gast.unparse(speller.spell(math.sqrt)) for _ in range(3)}
    assert len(texts) == 1 and len(speller.added) == 1


def test_parameters_with_the_names_of_builtins_that_generated_code_needs():
    def f(x, slice, len, isinstance, type, sum):
        return np.sum(x[1:] * x[:-1] * slice + x[0] * len) * isinstance * type + abs(x[1]) * sum
    x = np.array([1.0, 2.0, 3.0])
    np.testing.assert_allclose(tangent.grad(f)(x, 1.0, 1.0, 1.0, 1.0, 1.0), [4.0, 5.0, 2.0])
    np.testing.assert_allclose(tangent.grad(f, optimized=False)(x, 1.0, 1.0, 1.0, 1.0, 1.0), [4.0, 5.0, 2.0])


def test_a_module_that_hides_builtins_that_generated_code_needs():
    namespace = {'np': np, 'slice': 1, 'tuple': 2, 'len': 3, 'abs': 4, 'float': 5, 'reversed': 6,
                 'isinstance': 7, 'max': 8}
    text = 'def f(x):\n    return np.sum(x[1:] * x[:-1]) + x[0] * np.max(x) + np.abs(x[1])\n'
    import linecache
    linecache.cache['<hiding>'] = (len(text), None, text.splitlines(True), '<hiding>')
    exec(compile(text, '<hiding>', 'exec'), namespace)
    x = np.array([1.0, 2.0, 3.0])
    np.testing.assert_allclose(tangent.grad(namespace['f'])(x), [5.0, 5.0, 3.0])
    np.testing.assert_allclose(tangent.grad(namespace['f'], optimized=False)(x), [5.0, 5.0, 3.0])
