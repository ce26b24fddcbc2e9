"""The corpus of programs (tests/programs) through the transforms, against finite differences."""
from __future__ import annotations

import copy
import functools
import importlib
import inspect
import json
import linecache
import os
import pathlib
import pkgutil
import subprocess
import sys
import types
from typing import Any

import numpy as np
import pytest

import tangent
from tests import programs
from tests.checks import assert_fits, close, inner, is_numeric, leaves, mapped, moved, random_like, same, slope
from tests.programs.generated import made
from tests.programs.program import Program, call
from tests.sampling import WHOLE, sampled

ROOT = pathlib.Path(__file__).resolve().parent.parent
MODULES = [importlib.import_module(f'tests.programs.{module.name}')
           for module in pkgutil.iter_modules(programs.__path__)]
CORPUS = [(module.__name__.rpartition('.')[2], program)
          for module in MODULES for program in getattr(module, 'PROGRAMS', ())]
REFUSED = [(module.__name__.rpartition('.')[2], program)
           for module in MODULES for program in getattr(module, 'REFUSED', ())]
SINGLE = [(module.__name__.rpartition('.')[2], program)
          for module in MODULES for program in getattr(module, 'SINGLE', ())]

OPTIONS = [{}, {'optimized': False}, {'motion': 'split'}, {'motion': 'split', 'optimized': False}]
# Each program is derived plainly (None), every fifth without optimization in one or two parts, every tenth in a third
# way; in the whole suite each in all three.
WAYS = [(module, program, options) for i, (module, program) in enumerate(CORPUS)
        for options in (None, *[OPTIONS[1 + i // 5 % 2 * 2]] * (WHOLE or i % 5 == 0),
                        *[OPTIONS[i % 4]] * (WHOLE or i % 10 == 1))]


def _programs(corpus: list) -> Any:
    return pytest.mark.parametrize('program', [program for _, program in corpus],
                                   ids=[f'{module}:{program!r}' for module, program in corpus])


def _fresh(value: Any) -> Any:
    """A copy, for programs may write into their arguments."""
    return copy.deepcopy(value)


def _run(function: Any, values: dict) -> Any:
    return call(function, _fresh(values))


def _is_scalar(value: Any) -> bool:
    return not isinstance(value, (tuple, list, dict)) and is_numeric(value) and np.ndim(value) == 0


def _seed_name(df: Any, function: Any) -> str:
    added = [name for name in inspect.signature(df).parameters if name not in inspect.signature(function).parameters]
    assert len(added) == 1, f'{inspect.signature(df)} of {inspect.signature(function)}'
    return added[0]


def _as_tuple(derivatives: Any, names: tuple) -> tuple:
    assert len(names) == 1 or (isinstance(derivatives, tuple) and len(derivatives) == len(names))
    return derivatives if len(names) > 1 else (derivatives,)


def _check(function: Any, values: dict, names: tuple, derivatives: Any, seed: Any, shown: str,
           rtol: float = 1e-6, atol: float = 1e-8) -> None:
    """Compare derivatives with finite differences, each in a random direction."""
    for position, (name, derivative) in enumerate(zip(names, _as_tuple(derivatives, names))):
        assert_fits(derivative, values[name], f'the derivative of {name}')
        along = random_like(values[name], position + 1)

        def at(step: float, name: str = name, along: Any = along) -> float:
            return inner(seed, _run(function, {**values, name: moved(values[name], along, step)}))
        got, wanted = inner(along, derivative), slope(at)
        assert close(got, wanted, rtol, atol), f'{name}: {got}, by finite differences {wanted}\n{shown}'


@functools.cache
def _source(program: Program) -> str:
    """The program's own text, for messages."""
    try:
        return inspect.getsource(program.function)
    except (TypeError, OSError):
        return repr(program.function)


def derived(program: Program, result: Any, **options: Any) -> types.FunctionType:
    """The derivative that tests of a program share: its gradient if the result is a number, else its pull-back."""
    transform = tangent.grad if _is_scalar(result) else tangent.vjp
    return transform(program.function, wrt=program.names, **options)


@pytest.mark.parametrize('program, options', [way[1:] for way in WAYS], ids=[
    f'{module}:{program!r}-' + ('derived' if options is None else ','.join(map(str, options.values())) or 'plain')
    for module, program, options in WAYS])
def test_first_order(program, options, capsys):
    values, names = _fresh(program.values), program.names
    result = _run(program.function, values)
    printed = capsys.readouterr().out
    df = derived(program, result) if options is None else tangent.vjp(
        program.function, wrt=names, preserve_result=True, **options)
    shown = f'{_source(program)}\n{tangent.source(df)}'
    seed = random_like(result)
    given = {**values, _seed_name(df, program.function): seed}
    before = _fresh({name: value for name, value in given.items() if not callable(value)})

    def computed() -> Any:
        """The derivatives, as one or as a tuple; the value that comes with them is right."""
        if options is None:
            return call(df, given)
        *derivatives, value = call(df, given)
        assert same(value, result), f'the value is {value!r}, not {result!r}\n{shown}'
        return tuple(derivatives) if len(names) > 1 else derivatives[0]
    found = computed()
    assert capsys.readouterr().out == printed, shown
    for name, old in before.items():
        assert same(given[name], old, 0.0, 0.0), f'{name} is changed\n{shown}'
    _check(program.function, values, names, found, seed, shown)
    _assert_apart(_as_tuple(found, names), [values, seed], shown)
    assert same(computed(), found), f'a second call gives something else\n{shown}'


def _assert_apart(derivatives: tuple, others: Any, shown: str) -> None:
    """Assert that derivatives can be written without changing an argument, the seed or another derivative."""
    arrays = [leaf for leaf in leaves(derivatives) if isinstance(leaf, np.ndarray)]
    others = [leaf for leaf in leaves(others) if isinstance(leaf, np.ndarray)]
    for i, array in enumerate(arrays):
        for other in arrays[i + 1:] + others:
            assert not np.shares_memory(array, other), f'a derivative shares memory\n{shown}'


@_programs(sampled(CORPUS, 20))
def test_grad(program):
    """Where the result is a number: `grad` and `value_and_grad`, called as the function is."""
    result = _run(program.function, program.values)
    if not _is_scalar(result):
        pytest.skip('the result is not a number')
    df = derived(program, result)
    found = df(*_fresh(program.args), **_fresh(program.keywords))
    _check(program.function, program.values, program.names, found, 1.0, tangent.source(df))
    both = tangent.value_and_grad(program.function, wrt=program.names)
    value, again = both(*_fresh(program.args), **_fresh(program.keywords))
    assert same(value, result) and same(again, found)


# Each function once, every fourth of them not optimized; a sixteenth of all in each run of the suite.
SECOND = list({program.function: (module, program) for module, program in CORPUS if program.order >= 2}.values())


@_programs(sampled([item for i, item in enumerate(SECOND) if i % 4], 16))
def test_second_order(program):
    _check_second_order(program, {})


@_programs(sampled(SECOND[::4], 16))
def test_second_order_not_optimized(program):
    _check_second_order(program, {'optimized': False})


def _check_second_order(program: Program, options: dict) -> None:
    """Compare `vjp(grad(f))`, or `vjp(vjp(f))`; and `grad(grad(f))` of a function of a number."""
    values, names = _fresh(program.values), program.names
    result = _run(program.function, values)
    df = derived(program, result, **options)
    wrt = names
    if not _is_scalar(result):
        seed_name = _seed_name(df, program.function)
        values, wrt = {**values, seed_name: random_like(result, 5)}, (*names, seed_name)
    ddf = tangent.vjp(df, wrt=wrt, **options)
    shown = f'{_source(program)}\n{tangent.source(df)}\n{tangent.source(ddf)}'
    seed = random_like(_run(df, values), 6)
    found = _run(ddf, {**values, _seed_name(ddf, df): seed})
    _check(df, values, wrt, found, seed, shown, rtol=1e-5, atol=1e-7)
    if _is_scalar(result) and len(names) == 1 and _is_scalar(values[names[0]]):
        second = tangent.grad(df, wrt=names, **options)
        assert same(inner(seed, _run(second, values)), found), f'grad(grad(f))\n{shown}\n{tangent.source(second)}'


@_programs(SINGLE)
def test_single_precision(program):
    """Derivatives have the dtypes of their arguments, and the values they have in double precision."""
    def double(leaf: Any) -> Any:
        return leaf.astype(float)[()] if getattr(leaf, 'dtype', None) == np.float32 else leaf
    values, names = program.values, program.names
    doubles = {name: mapped(double, value) for name, value in values.items()}
    df = tangent.vjp(program.function, wrt=names)
    seed_name, seed = _seed_name(df, program.function), random_like(_run(program.function, values))
    found = _as_tuple(_run(df, {**values, seed_name: seed}), names)
    wanted = _as_tuple(_run(df, {**doubles, seed_name: mapped(double, seed)}), names)
    for name, derivative, exact in zip(names, found, wanted):
        assert_fits(derivative, values[name], f'the derivative of {name}')
        assert same(derivative, exact, 1e-4, 1e-5), f'{name}\n{tangent.source(df)}'
    plain = _run(tangent.vjp(program.function, wrt=names, optimized=False), {**values, seed_name: seed})
    for name, derivative in zip(names, _as_tuple(plain, names)):
        assert_fits(derivative, values[name], f'not optimized: the derivative of {name}')


@pytest.mark.parametrize('number', range(40 if WHOLE else 10))
def test_generated(number):
    """A program made at random: derived in each way, and once more."""
    program = made(number)
    values, names = program.values, program.names
    result = call(program.function, values)
    seed, seed_name = random_like(result), None
    for options in OPTIONS:
        df = tangent.vjp(program.function, wrt=names, preserve_result=True, **options)
        seed_name = _seed_name(df, program.function)
        *derivatives, value = call(df, {**values, seed_name: seed})
        shown = f'{_source(program)}\n{options}\n{tangent.source(df)}'
        assert same(value, result), shown
        derivatives = tuple(derivatives) if len(names) > 1 else derivatives[0]
        _check(program.function, values, names, derivatives, seed, shown)
    if number % 4 == 0:
        _check_second_order(program, {})


@_programs(REFUSED)
@pytest.mark.parametrize('options', [{}, {'motion': 'split'}], ids=['joint', 'split'])
def test_right_or_refused(program, options):
    """What need not be differentiated is refused, with a remedy, and never wrong."""
    values, names = program.values, program.names
    try:
        df = tangent.vjp(program.function, wrt=names, **options)
        seed = random_like(_run(program.function, values))
        derivatives = _run(df, {**values, _seed_name(df, program.function): seed})
    except tangent.TangentError as error:
        assert error.remedy
        return
    _check(program.function, values, names, derivatives, seed, tangent.source(df))


def texts() -> list[str]:
    """The texts of derivatives of every twentieth function of the corpus, in its order."""
    found = []
    for program in list({program.function: program for _, program in CORPUS}.values())[::20]:
        try:
            df = tangent.vjp(program.function, wrt=program.names)
            found.append(_written(df))
            if program.order >= 2 and len(found) % 4 == 0:
                found.append(_written(tangent.vjp(df, wrt=program.names)))
        except Exception as error:  # the other tests tell; here it is to be the same one each time
            found.append(f'{type(error).__name__}: {error}')
    return found


def _written(df: types.FunctionType) -> str:
    """The text of a derivative without what calls of it derived, which tangent.source shows too."""
    return ''.join(linecache.getlines(df.__code__.co_filename))


def test_every_process_makes_the_same_text():
    """The text depends on nothing but the program: no ids, no order of sets, no state of the library."""
    program = r'import json; from tests.test_programs import texts; print("\n\0" + json.dumps(texts()))'
    hash_seed = '1' if os.environ.get('PYTHONHASHSEED') != '1' else '2'  # this process has another one
    process = subprocess.Popen([sys.executable, '-c', program], cwd=ROOT, text=True, stdout=subprocess.PIPE,
                               env={**os.environ, 'PYTHONHASHSEED': hash_seed})
    here = texts()
    assert json.loads(process.communicate(timeout=250)[0].rpartition('\0')[2]) == here
    assert len(here) >= 40


def test_the_corpus_is_large():
    assert len({id(program.function) for _, program in CORPUS}) >= 60
