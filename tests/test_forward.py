"""The corpus of programs (tests/programs) in forward mode, and in nestings of both modes."""
from __future__ import annotations

import copy
import inspect
import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tangent
from tests.checks import assert_fits, close, inner, leaves, moved, random_like, same, slope
from tests.programs.program import Program, call
from tests.sampling import sampled
from tests.test_programs import CORPUS, derived

DISTINCT = list({(program.function, program.wrt): (module, program) for module, program in CORPUS}.values())
DEEP = [(module, program) for module, program in DISTINCT if program.order >= 2]
SEVERAL = [item for item in DEEP if len(item[1].names) > 1]
TRANSFORMS = {'forward': tangent.jvp, 'reverse': tangent.vjp}
THRICE = [('reverse', 'forward', 'forward'), ('forward', 'reverse', 'forward'),
          ('forward', 'forward', 'reverse'), ('reverse', 'reverse', 'forward')]
NESTINGS = [('reverse', 'forward'), ('forward', 'reverse'), ('forward', 'forward')]


def _programs(corpus: list) -> Any:
    return pytest.mark.parametrize('number, program', [(i, program) for i, (_, program) in enumerate(corpus)],
                                   ids=[f'{module}:{program!r}' for module, program in corpus])


def _run(function: Callable, values: dict) -> Any:
    return call(function, copy.deepcopy(values))


def _seeded(df: Callable, f: Callable, mode: str, values: dict, names: tuple, seed: int) -> dict[str, Any]:
    """Random values for the parameters that a transform added."""
    added = [p for p in inspect.signature(df).parameters if p not in inspect.signature(f).parameters]
    if mode == 'reverse':
        assert len(added) == 1
        return {added[0]: random_like(_run(f, values), seed)}
    assert len(added) == len(names)
    return {p: random_like(values[name], seed + i) for i, (p, name) in enumerate(zip(added, names))}


def _slope_along(f: Callable, values: dict, directions: dict[str, Any], seed: Any) -> float:
    """How `inner(seed, f(...))` changes as arguments move in directions."""
    return slope(lambda step: inner(seed, _run(f, {**values, **{
        name: moved(values[name], along, step) for name, along in directions.items()}})))


@_programs(sampled(DISTINCT, 5))
def test_first_order(number, program, capsys):
    values, names = copy.deepcopy(program.values), program.names
    result = _run(program.function, values)
    printed = capsys.readouterr().out
    df = tangent.jvp(program.function, wrt=names, preserve_result=True, optimized=number % 3 != 2)
    shown = f'{program!r}\n{tangent.source(df)}'
    tangents = _seeded(df, program.function, 'forward', values, names, 1)
    given = {**values, **tangents}
    before = copy.deepcopy({name: value for name, value in given.items() if not callable(value)})
    found, value = call(df, given)
    assert capsys.readouterr().out == printed, shown
    assert same(value, result), f'the value is {value!r}, not {result!r}\n{shown}'
    assert_fits(found, result, 'the tangent')
    for name, old in before.items():
        assert same(given[name], old, 0.0, 0.0), f'{name} is changed\n{shown}'
    for array in leaves(found):
        for other in leaves(list(given.values())):
            assert not (isinstance(array, np.ndarray) and isinstance(other, np.ndarray)
                        and np.shares_memory(array, other)), f'the tangent shares memory\n{shown}'
    seed = random_like(result, 7)
    got = inner(seed, found)
    wanted = _slope_along(program.function, values, dict(zip(names, tangents.values())), seed)
    assert close(got, wanted), f'{got}, by finite differences {wanted}\n{shown}'
    _check_dot_product(program, values, list(tangents.values()), seed, got, shown)


def _check_dot_product(program: Program, values: dict, tangents: list, seed: Any, pushed: float, shown: str) -> None:
    """<w, J v> = <J^T w, v>."""
    df = derived(program, _run(program.function, values))
    added, = [p for p in inspect.signature(df).parameters if p not in inspect.signature(program.function).parameters]
    found = _run(df, {**values, added: seed})
    pulled = sum(inner(along, derivative) for along, derivative in zip(
        tangents, found if len(tangents) > 1 else (found,)))
    assert np.isclose(pushed, pulled, rtol=1e-9, atol=1e-11), f'{pushed} forward, {pulled} in reverse\n{shown}'


@_programs(sampled(DEEP, 20, 1))
def test_second_order(number, program):
    """One nesting of the modes for a sample of programs; `nox -s whole` has all."""
    _check_nesting(program, NESTINGS[number % 3])


@_programs(sampled(DEEP, 160))
def test_third_order(number, program):
    """One nesting of three for a sample of programs; `nox -s depth` has all."""
    _check_nesting(program, THRICE[number % 4])


@pytest.mark.parametrize('name, modes, wrt', [
    ('slice_of_a_list_gone_through', ('reverse', 'forward', 'reverse'), ()),  # lists of adjoints that begin without any
    ('taken_from_a_list', ('reverse',) * 4, ()),  # adjoints of objects, which `+` does not add
    ('list_grown_and_gone_through', ('reverse',) * 3, (('x',), ('w',), ('w',))),  # an adjoint that is held, and grows
    ('elimination_with_pivots', ('reverse', 'reverse'), ()),  # a key that reads what is assigned again
    ('activation_from_a_table', ('reverse', 'reverse'), (('x',), ('layer',))),  # a function of NumPy
    ('defaults_of_methods_left_out', ('forward', 'forward'), (('x',), ('wave',))),  # has defaults
    ('defaults_of_methods_left_out', ('forward', 'reverse'), (('wave',), ('x',))),
])
def test_nestings_that_failed(name, modes, wrt):
    program = next(p for _, p in DEEP if getattr(p.function, '__name__', '') == name)
    _check_nesting(program, modes, wrt)


@_programs([item for item in SEVERAL if item[0] == 'mixed'] + sampled(
    [item for item in SEVERAL if item[0] != 'mixed'], 20))
def test_one_argument_after_another(number, program):
    """What carries no derivative at first may carry one then: half the nestings of programs for that, one of others."""
    first, last = program.names[:1], program.names[-1:]
    cases = list(itertools.product(itertools.product(TRANSFORMS, repeat=2), (
        (last, program.names[:-1]), (first, program.names[1:]))))
    is_for_that = program.function.__module__.endswith('.mixed')
    for modes, wrt in sampled(cases, 2 if is_for_that else 8, number % (2 if is_for_that else 8)):
        _check_nesting(program, modes, wrt)


def _check_nesting(program: Program, modes: tuple[str, ...], wrt: tuple[tuple[str, ...], ...] = ()) -> None:
    """Check a derivative of a derivative; `wrt` has the names at each depth, if not those of the program at all."""
    f, values = program.function, copy.deepcopy(program.values)
    texts = [repr(program)]
    for depth, (mode, names) in enumerate(zip(modes, wrt or [program.names] * len(modes))):
        inner_f, before = f, dict(values)
        f = TRANSFORMS[mode](inner_f, wrt=names)
        texts.append(tangent.source(f))
        added = _seeded(f, inner_f, mode, values, names, 10 * depth)
        values.update(added)
    found = _run(f, values)
    if modes[-1] == 'forward':
        seed = random_like(_run(inner_f, before), 7)
        directions, got = dict(zip(names, added.values())), inner(seed, found)
    else:
        seed, = added.values()
        directions = {name: random_like(values[name], 9 + i) for i, name in enumerate(names)}
        got = sum(inner(directions[name], derivative) for name, derivative in zip(
            names, found if len(names) > 1 else (found,)))
    wanted = _slope_along(inner_f, before, directions, seed)
    assert close(got, wanted, 1e-5, 1e-7), f'{got}, by finite differences {wanted}\n' + '\n'.join(texts)
