"""Numerical checks that do not know how a derivative was made: finite differences in random directions.

Values are numbers, arrays, and tuples, lists and dicts of these; a leaf that is neither
(a bool, a string, None, a function) has no derivative and stays as it is.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

_STEP = 1e-4


def is_numeric(leaf: Any) -> bool:
    """Whether a leaf can carry a derivative."""
    return np.asarray(leaf).dtype.kind in 'iufc' if not callable(leaf) else False


def mapped(function: Callable, value: Any, *others: Any) -> Any:
    """`function` of the leaves of values of one structure, in that structure."""
    if isinstance(value, Mapping):
        return {key: mapped(function, value[key], *[other[key] for other in others]) for key in value}
    if _is_object(value):
        assert all(isinstance(other, type(value)) for other in others), f'{value!r} and {others!r} differ in structure'
        made = object.__new__(type(value))
        for name, part in mapped(function, _attributes(value), *map(_attributes, others)).items():
            object.__setattr__(made, name, part)
        return made
    if isinstance(value, (list, tuple)):
        assert all(len(other) == len(value) for other in others), f'{value!r} and {others!r} differ in structure'
        made = [mapped(function, *leaves) for leaves in zip(value, *others)]
        if hasattr(value, '_fields'):
            return type(value)(*made)
        return made if isinstance(value, list) else tuple(made)
    return function(value, *others)


def _is_object(value: Any) -> bool:
    """Whether a value is an object of a class of the tests that holds values in attributes."""
    kind = type(value)
    return not isinstance(value, (type, tuple, list, dict)) and isinstance(kind.__flags__, int) and (
        kind.__module__ not in ('builtins', 'types', 'functools') and not kind.__module__.startswith('numpy')) and (
            hasattr(value, '__dict__') or hasattr(kind, '__slots__'))


def _attributes(value: Any) -> dict[str, Any]:
    slots = [name for base in type(value).__mro__ for name in vars(base).get('__slots__', ()) if name != '__weakref__']
    return {name: getattr(value, name) for name in [*slots, *getattr(value, '__dict__', ())] if hasattr(value, name)}


def leaves(value: Any) -> Iterator[Any]:
    """The leaves of a value, from left to right."""
    if _is_object(value):
        value = _attributes(value)
    if isinstance(value, (Mapping, list, tuple)):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from leaves(part)
    else:
        yield value


def random_like(value: Any, seed: Any = 0) -> Any:
    """Random numbers in the structure of a value, of the precision of its leaves; the same ones each time."""
    rng = np.random.default_rng(seed)

    def drawn(leaf: Any) -> Any:
        if not is_numeric(leaf):
            return None
        numbers = rng.uniform(0.5, 1.5, np.shape(leaf)) * rng.choice([-1.0, 1.0], np.shape(leaf))
        if isinstance(leaf, (float, int, complex)) and not isinstance(leaf, np.generic):
            return complex(numbers) if isinstance(leaf, complex) else float(numbers)
        return numbers.astype(leaf.dtype if leaf.dtype.kind in 'fc' else float)[()]
    return mapped(drawn, value)


def inner(left: Any, right: Any) -> float:
    """The sum of products of the numbers in two values of one structure; where one has None there is no product."""
    def product(a: Any, b: Any) -> float:
        if a is None or b is None or not is_numeric(a) or not is_numeric(b):
            return 0.0
        assert np.shape(a) == np.shape(b), f'shapes {np.shape(a)} and {np.shape(b)}'
        return float(np.sum(np.real(np.multiply(a, b, dtype=np.result_type(a, b, float)))))
    return sum(leaves(mapped(product, left, right)))


def moved(value: Any, direction: Any, step: float) -> Any:
    """`value + step * direction`, leaf by leaf."""
    return mapped(lambda leaf, along: leaf if along is None else leaf + step * along, value, direction)


def slope(function: Callable[[float], float], step: float = _STEP) -> float:
    """The derivative at 0 of a function of a number, by central differences of fourth order."""
    near = function(step) - function(-step)
    far = function(2.0 * step) - function(-2.0 * step)
    return (8.0 * near - far) / (12.0 * step)


def difference(function: Callable, args: Sequence[Any], position: Any, direction: Any, seed: Any,
               keywords: Mapping[str, Any] | None = None) -> float:
    """How `inner(seed, function(*args))` changes as one argument moves in a direction.

    Args:
        position: the argument's index, or its name if it is one of the keywords.
    """
    keywords = dict(keywords or {})

    def along(step: float) -> float:
        moved_args, moved_keywords = list(args), dict(keywords)
        where = moved_keywords if isinstance(position, str) else moved_args
        where[position] = moved(where[position], direction, step)
        return inner(seed, function(*moved_args, **moved_keywords))
    return slope(along)


def close(left: float, right: float, rtol: float = 1e-6, atol: float = 1e-8) -> bool:
    """Whether two numbers agree as far as finite differences can tell."""
    return bool(np.isclose(left, right, rtol=rtol, atol=atol))


def same(left: Any, right: Any, rtol: float = 1e-9, atol: float = 1e-11) -> bool:
    """Whether two values have one structure and equal numbers, but for rounding."""
    def agree(a: Any, b: Any) -> bool:
        if a is None or b is None or not is_numeric(a):
            return a is b or (a is not None and b is not None and bool(a == b))
        return np.shape(a) == np.shape(b) and bool(np.allclose(a, b, rtol, atol, equal_nan=True))
    try:
        return all(leaves(mapped(agree, left, right)))
    except (AssertionError, KeyError, TypeError):
        return False


def assert_fits(derivative: Any, argument: Any, what: str = 'the derivative') -> None:
    """Assert that a derivative has its argument's structure, shapes and dtypes (float64 where that has integers)."""
    def fits(leaf: Any, of: Any) -> None:
        if not is_numeric(of):
            assert leaf is None, f'{what} of {of!r} is {leaf!r}, not None'
            return
        assert np.shape(leaf) == np.shape(of), f'{what} has shape {np.shape(leaf)}, its argument {np.shape(of)}'
        found, wanted = np.asarray(leaf).dtype, np.asarray(of).dtype
        wanted = wanted if wanted.kind in 'fc' else np.dtype(float)
        assert found == wanted, f'{what} has dtype {found}, its argument {wanted}'
    assert isinstance(derivative, (list, tuple, Mapping)) == isinstance(argument, (list, tuple, Mapping)), (
        f'{what} is {derivative!r}, its argument {argument!r}')
    mapped(lambda of, leaf: fits(leaf, of), argument, derivative)
