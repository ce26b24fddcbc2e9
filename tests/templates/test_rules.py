"""Every rule against finite differences, on the rows of the sample tables (`samples_*.py`).

Each row becomes a function of its float arguments, written as a user would write it: an
operator infix, a method after a dot, lists as displays, constants as literals where they
have one.
"""
from __future__ import annotations

import builtins
import functools
import importlib.util
import itertools
import linecache
import math
import operator
import pathlib
import types
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tangent
from tests.checks import assert_fits, close, difference, inner, leaves, mapped, random_like, same
from tests.sampling import WHOLE, sampled
from tests.templates.sample import Sample

HERE = pathlib.Path(__file__).parent
HAS_SCIPY = importlib.util.find_spec('scipy') is not None  # without it its rules are not tested
TABLES = sorted(path.stem for path in HERE.glob('samples_*.py')
                if HAS_SCIPY or not path.stem.startswith('samples_scipy'))
ROWS = [(table, sample) for table in TABLES
        for sample in importlib.import_module(f'tests.templates.{table}').SAMPLES]

_MODULES = {'np': np, 'np.linalg': np.linalg, 'math': math, 'operator': operator}
_INFIX = {operator.add: '+', operator.sub: '-', operator.mul: '*', operator.truediv: '/', operator.mod: '%',
          operator.floordiv: '//', operator.pow: '**', operator.matmul: '@'}
_PREFIX = {operator.neg: '-', operator.pos: '+'}
_counter = itertools.count()


# --- from a row to a function -------------------------------------------------------

class Case:
    """A row as a function of its differentiable arguments.

    function: the function; text: its source.
    args: the values of its parameters, each a number or an array.
    constants: the values of its free variables: arguments that are not differentiated.
    """

    def __init__(self, sample: Sample, cast: Callable = lambda value: value) -> None:
        self.sample = sample
        self.args: list[Any] = []
        self.parameters: list[str] = []
        self.constants: dict[str, Any] = {}
        wrt = range(len(sample.args)) if sample.wrt is None else sample.wrt
        positional = [self.written(cast(value), f'a{i}', i in wrt) for i, value in enumerate(sample.args)]
        keywords = [f'{key}={self.written(cast(value), key, False)}' for key, value in sample.keywords.items()]
        self.named: dict[str, Any] = {}
        value = self.call(sample.function, positional, keywords)
        self.text = (f'def make({", ".join(self.constants)}):\n'
                     f'    def f({", ".join(self.parameters)}):\n'
                     f'        return {value}\n'
                     f'    return f\n')
        self.function = _maker(self.text, tuple(self.named.items()))(**self.constants)

    def written(self, value: Any, name: str, differentiated: bool) -> str:
        """The text of an argument: parameters in place of its numbers, if it is differentiated."""
        if differentiated and _is_float(value):
            self.parameters.append(name)
            self.args.append(value)
            return name
        if isinstance(value, (list, tuple)) and differentiated and any(map(_is_float, leaves(value))):
            parts = [self.written(part, f'{name}_{i}', True) for i, part in enumerate(value)]
            return f'[{", ".join(parts)}]' if isinstance(value, list) else f'({", ".join(parts)},)'
        if isinstance(value, type) and getattr(np, value.__name__, None) is value:
            return f'np.{value.__name__}'
        if isinstance(value, type) and getattr(builtins, value.__name__, None) is value:
            return value.__name__
        if _has_literal(value):
            return repr(value)
        self.constants[f'{name}_given'] = value
        return f'{name}_given'

    def call(self, function: Any, positional: list[str], keywords: list[str]) -> str:
        if function in _INFIX:
            return f' {_INFIX[function]} '.join(_grouped(text) for text in positional)
        if function in _PREFIX:
            return _PREFIX[function] + _grouped(positional[0])
        if getattr(function, '__objclass__', None) is np.ndarray:
            if not callable(function):
                return f'{positional[0]}.{function.__name__}'
            return f'{positional[0]}.{function.__name__}({", ".join(positional[1:] + keywords)})'
        return f'{self.spelled(function)}({", ".join(positional + keywords)})'

    def spelled(self, function: Any) -> str:
        name = function.__name__
        if getattr(builtins, name, None) is function:
            return name
        for module, members in _MODULES.items():
            if getattr(members, name, None) is function:
                return f'{module}.{name}'
        self.named[name] = function
        return name


def _is_float(value: Any) -> bool:
    return isinstance(value, float) or _is_float_array(value)


def _is_float_array(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind == 'f'


def _has_literal(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return all(map(_has_literal, value))
    return value is None or isinstance(value, (bool, int, str)) or (isinstance(value, float) and math.isfinite(value))


def _grouped(text: str) -> str:
    return f'({text})' if text.startswith('-') else text


@functools.cache
def _maker(text: str, named: tuple[tuple[str, Any], ...]) -> Callable:
    """What makes the function of all rows that are written alike, so that it is derived once."""
    file = f'<rule test {next(_counter)}>'
    linecache.cache[file] = (len(text), None, text.splitlines(True), file)
    namespace = {'np': np, 'math': math, 'operator': operator, **dict(named)}
    exec(compile(text, file, 'exec'), namespace)
    return namespace['make']


# --- what is checked ----------------------------------------------------------------

def _vjp(case: Case, wrt: tuple[int, ...], **options: Any) -> types.FunctionType:
    return tangent.vjp(case.function, wrt=wrt, **options)


def _tuple(value: Any, count: int) -> tuple:
    return value if count > 1 else (value,)


def _ids(rows: list[tuple[str, Sample]]) -> list[str]:
    return [f'{table.removeprefix("samples_")}:{_described(sample)}' for table, sample in rows]


def _described(sample: Sample) -> str:
    """A row in one short line, with shapes in place of arrays."""
    def shown(value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return type(value)(map(shown, value)) if len(value) < 7 else '...'
        return value.shape if isinstance(value, np.ndarray) else getattr(value, '__name__', value)
    arguments = [str(shown(value)) for value in sample.args]
    arguments += [f'{key}={shown(value)}' for key, value in sample.keywords.items()]
    return f'{sample.function.__name__}({", ".join(arguments)})'


def _first_of_each(rows: list[tuple[str, Sample]], step: int, of_scipy: int = 1) -> list[tuple[str, Sample]]:
    """The first row of each function and, of the others, every so manieth; in the whole suite all rows.

    of_scipy: of SciPy's functions, every so manieth.
    """
    first = {sample.function: row for row in reversed(rows) for sample in [row[1]]}
    chosen = {id(row) for i, row in enumerate(first.values()) if i % of_scipy == 0 or 'scipy' not in row[0]}
    return [row for i, row in enumerate(rows) if WHOLE or id(row) in chosen or i % step == 0 and (
        'scipy' not in row[0] or of_scipy == 1)]


TESTED = _first_of_each(ROWS, 6)
FORWARD = _first_of_each(ROWS, 12, 6)


def _alone(sample: Sample, every: tuple[int, ...]) -> tuple[int, ...]:
    """The arguments that are differentiated alone, too: one of them; in the whole suite each."""
    return every if WHOLE else every[len(repr(sample.args)) % len(every):][:1]


@pytest.mark.parametrize('sample', [sample for _, sample in TESTED], ids=_ids(TESTED))
def test_first_order(sample):
    case = Case(sample)
    args, every = case.args, tuple(range(len(case.args)))
    seed = random_like(case.function(*args), 7)
    copies = mapped(np.copy, args)
    df = _vjp(case, every)
    with warnings.catch_warnings():
        warnings.simplefilter('error', RuntimeWarning)
        found = _tuple(df(*args, seed), len(every))
    shown = f'{case.text}\n{tangent.source(df)}'
    assert same(args, copies), f'the arguments are changed\n{shown}'
    for i in every:
        assert_fits(found[i], args[i], f'the derivative of argument {i}')
        if sample.order:
            along = random_like(args[i], i + 1)
            wanted, got = difference(case.function, args, i, along, seed), inner(along, found[i])
            assert close(got, wanted), f'argument {i}: {got}, by finite differences {wanted}\n{shown}'
    if WHOLE or len(repr(args)) % 3 == 0:
        plain = _tuple(_vjp(case, every, optimized=False)(*args, seed), len(every))
        assert same(plain, found), f'not optimized: {plain}, optimized: {found}\n{shown}'
    for i in _alone(sample, every) if len(every) > 1 else ():
        alone = _vjp(case, (i,))
        got = alone(*args, seed)
        assert same(got, found[i]), f'argument {i} alone: {got}, among others: {found[i]}\n{tangent.source(alone)}'
    _check_single_precision(case, df, found)
    _check_integers(case, df)


def _single(value: Any) -> Any:
    """A value with its arrays of floats in single precision."""
    return mapped(lambda leaf: leaf.astype(np.float32) if _is_float_array(leaf) else leaf, value)


def _check_single_precision(case: Case, df: types.FunctionType, found: tuple) -> None:
    """Derivatives of float32 arrays are float32, and what they are in double precision but for rounding."""
    if not any(isinstance(value, np.ndarray) for value in case.args):
        return
    args = _single(case.args)
    if any(map(_is_float_array, leaves(list(case.constants.values())))):
        case = Case(case.sample, _single)
        df = _vjp(case, tuple(range(len(args))))
    seed = random_like(case.function(*args), 7)
    single = _tuple(df(*args, seed), len(args))
    for i, value in enumerate(args):
        assert_fits(single[i], value, f'float32: the derivative of argument {i}')
        scale = 1.0 + float(np.max(np.abs(found[i]), initial=0.0))
        assert np.allclose(single[i], found[i], rtol=5e-3, atol=5e-4 * scale), (
            f'float32, argument {i}: {single[i]}, in double precision {found[i]}\n{tangent.source(df)}')


def _check_integers(case: Case, df: types.FunctionType) -> None:
    """Integers where the function takes them are treated as floats of the same value."""
    floats = [np.rint(value) if isinstance(value, np.ndarray) else float(round(value)) for value in case.args]
    if not all(np.all(np.isfinite(value)) for value in floats):
        return
    integers = [value.astype(int) if isinstance(value, np.ndarray) else int(value) for value in floats]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter('error')
            result, wanted = case.function(*integers), case.function(*floats)
            seed = random_like(wanted, 1)
            expected = _tuple(df(*floats, seed), len(floats))
    except (ArithmeticError, ValueError, TypeError, NotImplementedError, tangent.TangentError, RuntimeWarning,
            DeprecationWarning, np.linalg.LinAlgError):
        return  # not in the domain
    if not same(result, wanted) or not all(np.all(np.isfinite(leaf)) for leaf in leaves(wanted)):
        return  # not the same function on integers, as reciprocal
    got = _tuple(df(*integers, seed), len(floats))
    for i, value in enumerate(integers):
        assert_fits(got[i], value, f'integers: the derivative of argument {i}')
    assert same(got, expected), f'integers: {got}, floats: {expected}\n{tangent.source(df)}'


@pytest.mark.parametrize('sample', [sample for _, sample in FORWARD], ids=_ids(FORWARD))
def test_forward(sample):
    """The tangent with respect to all arguments, and to some alone."""
    case = Case(sample)
    args, every = case.args, tuple(range(len(case.args)))
    result = case.function(*args)
    seed = random_like(result, 7)
    for wrt in {every, *[(i,) for i in _alone(sample, every)]}:
        df = tangent.jvp(case.function, wrt=wrt)
        tangents = [random_like(args[i], i + 1) for i in wrt]
        with warnings.catch_warnings():
            warnings.simplefilter('error', RuntimeWarning)
            found = df(*args, *tangents)
        shown = f'{case.text}\n{tangent.source(df)}'
        assert_fits(found, result, 'the tangent')
        if sample.order:
            wanted = sum(difference(case.function, args, i, along, seed) for i, along in zip(wrt, tangents))
            got = inner(seed, found)
            assert close(got, wanted), f'{wrt}: {got}, by finite differences {wanted}\n{shown}'


SECOND = sampled(_first_of_each([row for row in ROWS if row[1].order >= 2], 12, 6), 4)


@pytest.mark.parametrize('sample', [sample for _, sample in SECOND], ids=_ids(SECOND))
def test_second_order(sample):
    case = Case(sample)
    count = len(case.args)
    result = case.function(*case.args)
    df = _vjp(case, tuple(range(count)))
    args = [*case.args, random_like(result, 7)]
    wrt = tuple(range(count if isinstance(result, (list, tuple)) else count + 1))
    seed = random_like(df(*args), 8)
    ddf = tangent.vjp(df, wrt=wrt)
    found = _tuple(ddf(*args, seed), len(wrt))
    shown = f'{case.text}\n{tangent.source(df)}\n{tangent.source(ddf)}'
    for i in wrt:
        assert_fits(found[i], args[i], f'the derivative of argument {i}')
        along = random_like(args[i], i + 1)
        wanted, got = difference(df, args, i, along, seed), inner(along, found[i])
        assert close(got, wanted, rtol=1e-5, atol=1e-7), (
            f'argument {i}: {got}, by finite differences {wanted}\n{shown}')
