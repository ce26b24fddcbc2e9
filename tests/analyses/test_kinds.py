"""Kinds: of examples, of annotations, as text, and of the variables of a function."""
from __future__ import annotations

from typing import Any

import gast
import numpy as np
import numpy.typing as npt
import pytest

import tangent
from tangent.analyses.inference import Kinds
from tangent.analyses.kinds import kind_of, kind_of_annotation, one_precision, with_check
from tangent.derive.callables import as_function
from tangent.passes.pipeline import core
from tangent.passes.versions import versions
from tangent.runtime.kinds import ANY, Kind, check_kinds, kinds_text, parse_kinds
from tangent.syntax.spelling import Speller

EXAMPLES = [
    (1.0, 'float'),
    (np.float64(1.0), 'float'),
    (3, 'int'),
    (np.int64(3), 'int'),
    (1j, 'complex'),
    (True, 'bool'),
    ('sum', 'str'),
    (None, 'any'),
    (np.float32(1.0), 'float32[()]'),
    (np.array(1.0), 'float64[()]'),
    (np.zeros(3), 'float64[:]'),
    (np.zeros((2, 3), np.float32), 'float32[:, :]'),
    (np.zeros(3, int), 'int[:]'),
    (np.zeros(3, np.uint8), 'int[:]'),
    (np.zeros(3, bool), 'bool[:]'),
    (np.zeros(3, complex), 'complex[:]'),
    ([1.0, 2.0], 'list[float]'),
    ([1, 2.0], 'list[float]'),
    ([], 'list'),
    ((1.0, np.zeros(2)), '(float, float64[:])'),
    ((np.zeros(2),), 'tuple[float64[:]]'),
    ([np.zeros(2), np.zeros((2, 2))], '[float64[:], float64[:, :]]'),
    ({'a': 1.0, 'b': 2.0}, 'dict[float]'),
    ({'W': np.zeros((2, 2)), 'b': 0.0}, "{'W': float64[:, :], 'b': float}"),
    ([{'W': 1.0, 0: None}], "list[{'W': float, 0: any}]"),
]


@pytest.mark.parametrize('value, text', EXAMPLES, ids=[text for _, text in EXAMPLES])
def test_the_kind_of_an_example(value, text):
    kind = kind_of(value)
    assert str(kind) == text
    assert parse_kinds(f'x: {text}') == {'x': kind}
    check_kinds(f'x: {text}', value)


@pytest.mark.parametrize('value', [object(), float, len, {1, 2}, np])
def test_what_says_nothing(value):
    assert kind_of(value) is None


def test_kinds_as_text():
    kinds = {'x': kind_of(1.0), 'a': kind_of({'; b': 1.0, "it's": 'n'}), 'y': kind_of(2.0)}
    assert kinds_text(kinds) == '''x, y: float; a: {'; b': float, "it's": str}'''
    assert parse_kinds(kinds_text(kinds)) == kinds


def test_sizes_do_not_matter():
    assert kind_of(np.zeros((2, 3))) == kind_of(np.zeros((5, 1)))
    assert kind_of([1.0]) == kind_of([1.0, 2.0, 3.0])


def test_one_precision():
    kinds = one_precision(map(kind_of, [np.zeros(2), [np.zeros((2, 2))], 1.0]))
    assert list(map(str, kinds)) == ['float[:]', 'list[float[:, :]]', 'float']
    kinds = one_precision(map(kind_of, [np.zeros(2), np.zeros(2, np.float32)]))
    assert list(map(str, kinds)) == ['float64[:]', 'float32[:]']


@pytest.mark.parametrize('annotation, text', [
    (float, 'float'), ('float', 'float'), (int, 'int'), (complex, 'complex'), (bool, 'bool'), (str, 'str'),
    (np.ndarray, 'array[...]'), ('np.ndarray', 'array[...]'), (npt.NDArray[np.float64], 'float64[...]'),
    (npt.NDArray[np.int64], 'int[...]'), (npt.NDArray[np.floating], 'array[...]'), (npt.NDArray[Any], 'array[...]'),
    (list, 'list'), (list[float], 'list[float]'), ('dict[str, float]', 'dict[float]'),
    (tuple[float, ...], 'tuple[float]'), (tuple[float, int], '(float, int)'),
    (Any, 'any'), (float | None, 'any'), ('Unheard', 'any'), ('a model', 'any'), (object, 'any'), (3.0, 'any'),
])
def test_the_kind_that_an_annotation_names(annotation, text):
    assert str(kind_of_annotation(annotation, globals())) == text


# --- checks ---------------------------------------------------------------------

@pytest.mark.parametrize('kind, fits, others', [
    ('float', [1.0, 1, np.float64(1.0), np.int64(1)],
     [True, None, '1', np.float32(1.0), np.zeros(1), np.array(1.0), [1.0]]),
    ('int', [1, np.int64(1)], [1.0, True, np.float64(1.0), np.array(1)]),
    ('complex', [1j, 1.0, 1], [True, np.zeros(2)]),
    ('bool', [True, np.bool_(True)], [1, 1.0]),
    ('str', ['a'], [1.0]),
    ('float[:]', [np.zeros(2), np.zeros(5, np.float32)], [np.zeros(2, int), np.zeros((2, 2)), 1.0, [1.0]]),
    ('float32[:]', [np.zeros(2, np.float32)], [np.zeros(2)]),
    ('int[:]', [np.zeros(2, int), np.zeros(2, np.uint8)], [np.zeros(2), np.zeros(2, bool)]),
    ('array[...]', [np.zeros(2), np.zeros((2, 2), int), 1.0, 1], [[1.0], True, None]),
    ('float[()]', [np.float32(1.0), np.array(1.0)], [1.0, np.zeros(1)]),
    ('list[float]', [[], [1.0, 2], [1.0, np.float64(2.0)]],
     [(1.0,), [np.zeros(2)], [1.0, 'a'], [1.0, None], [[1.0]], [np.float32(1.0)], 1.0]),
    ('list[float[:]]', [[np.zeros(2), np.ones(3)]], [[np.zeros(2), 1.0]]),
    ('(float, float[:])', [(1.0, np.zeros(2))], [(1.0,), (1.0, 1.0), [1.0, np.zeros(2)], (1.0, np.zeros(2), 1.0)]),
    ("{'W': float[:], 'n': int}", [{'W': np.zeros(2), 'n': 1}], [{'W': np.zeros(2)}, {'W': 1.0, 'n': 1}, [1]]),
    ('dict[float]', [{'a': 1.0}, {}], [{'a': np.zeros(2)}, [1.0]]),
    ('any', [None, object(), 1.0], []),
])
def test_what_is_of_a_kind(kind, fits, others):
    for value in fits:
        check_kinds(f'x: {kind}', value)
    for value in others:
        with pytest.raises(tangent.errors.KindError, match=r"'x' is expected to be of the kind "):
            check_kinds(f'x: {kind}', value)


def test_arrays_of_floats_have_one_precision():
    single, double = np.zeros(2, np.float32), np.zeros(2)
    for values in ((single, single), (double, double)):
        check_kinds('x, y: float[:]', *values)
    with pytest.raises(tangent.errors.KindError, match='precisions float32 and float64'):
        check_kinds('x, y: float[:]', single, double)
    with pytest.raises(tangent.errors.KindError, match='precisions'):
        check_kinds('x: float[:]; y: float', single, np.float64(1.0))
    check_kinds('x: float[:]; y: float', single, 1.0)


# --- inference ------------------------------------------------------------------

def inferred(function, like, *names):
    read = as_function(function)
    kinds = dict(zip(read.parameters, one_precision(map(kind_of, like))))
    speller = Speller(read.scope, read.names)
    checked = with_check(read, kinds, speller.spell(check_kinds))
    found = Kinds(core(checked, read.parameters, speller, lambda stage, function: None))
    return [str(found.of_name(name)) for name in names]


def test_kinds_of_expressions():
    def f(x, a, n):
        total = np.sum(x)
        columns = np.sum(x, axis=0)
        kept = np.max(x, axis=1, keepdims=True)
        product = np.dot(x, columns)
        part = x[1:, n]
        element = x[n, n - 1]
        scaled = a * x.T + n
        half = n / 2
        made = np.zeros(len(x))
        mask = x > 0.0
        unknown = x[mask]
        return total, columns, kept, product, part, element, scaled, half, made, unknown
    assert inferred(f, (np.zeros((2, 3)), 1.0, 2), 'total', 'columns', 'kept', 'product', 'part', 'element') == [
        'float[()]', 'float[:]', 'float[:, :]', 'float[:]', 'float[:]', 'float[()]']
    assert inferred(f, (np.zeros((2, 3)), 1.0, 2), 'scaled', 'half', 'made', 'mask', 'unknown') == [
        'float[:, :]', 'float', 'float64[:]', 'bool[:, :]', 'float[...]']


def test_kinds_of_items():
    def f(layers, pair):
        w = layers[0]['W']
        first, second = pair
        row = w[0]
        return w, row, first, second
    assert inferred(f, ([{'W': np.zeros((2, 2)), 'b': 1.0}], (1.0, np.zeros(2))), 'w', 'row', 'first', 'second') == [
        'float[:, :]', 'float[:]', 'float', 'float[:]']


def test_loop_carried_kinds():
    def f(x, c, X):
        y = 0.0
        for a in c:
            y = y * x + a
        z = x
        for row in X:
            z = z + row
        return y, z
    y, z, row = inferred(f, (1.0, [1.0], np.zeros((2, 2))), 'y_1', 'z_1', 'row')
    assert (y, z, row) == ('float', 'any', 'float[:]')


def test_without_a_check_nothing_is_known():
    def f(x):
        return x * 2.0
    kinds = Kinds(versions(as_function(f)))
    assert not kinds.given
    assert kinds.rank(gast.Constant(1.0, None)) is None
    assert kinds.of_name('x') == ANY == Kind('any')
