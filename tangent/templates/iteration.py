"""functools.reduce, dict.fromkeys, the finite iterators of itertools and np.ndenumerate, as Python functions.

Iterators are lists here: what goes through one twice, or writes what it has still to read, is refused before.
"""
from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from tangent.templates.rules import defined_as


@defined_as(functools.reduce)
def reduce(function: Callable, iterable: Iterable, *initial: Any) -> Any:
    items = [*initial, *iterable]
    if not items:
        raise TypeError('reduce() of empty iterable with no initial value')
    value = items[0]
    for item in items[1:]:
        value = function(value, item)
    return value


@defined_as(dict.fromkeys)
def fromkeys(iterable: Iterable, value: Any = None) -> dict:
    return {key: value for key in iterable}


@defined_as(itertools.accumulate, lazy=True)
def accumulate(iterable: Iterable, func: Callable | None = operator.add, *, initial: Any = None) -> list:
    items = list(iterable) if initial is None else [initial, *iterable]
    values = []
    for i, item in enumerate(items):
        if i == 0:
            value = item
        elif func is None:
            value = value + item
        else:
            value = func(value, item)
        values.append(value)
    return values


@defined_as(itertools.chain, lazy=True)
def chain(*iterables: Iterable) -> list:
    return [item for iterable in iterables for item in iterable]


@defined_as(itertools.chain.from_iterable, lazy=True)
def from_iterable(iterables: Iterable) -> list:
    return [item for iterable in iterables for item in iterable]


@defined_as(itertools.pairwise, lazy=True)
def pairwise(iterable: Iterable) -> list:
    items = list(iterable)
    return [(items[i], items[i + 1]) for i in range(len(items) - 1)]


@defined_as(itertools.islice, lazy=True)
def islice(iterable: Iterable, *bounds: Any) -> list:
    items = list(iterable)
    return [items[i] for i in itertools.islice(range(len(items)), *bounds)]


@defined_as(itertools.combinations, lazy=True)
def combinations(iterable: Iterable, r: int) -> list:
    items = list(iterable)
    return [tuple([items[i] for i in chosen]) for chosen in itertools.combinations(range(len(items)), r)]


@defined_as(itertools.combinations_with_replacement, lazy=True)
def combinations_with_replacement(iterable: Iterable, r: int) -> list:
    items = list(iterable)
    return [tuple([items[i] for i in chosen])
            for chosen in itertools.combinations_with_replacement(range(len(items)), r)]


@defined_as(itertools.permutations, lazy=True)
def permutations(iterable: Iterable, r: int | None = None) -> list:
    items = list(iterable)
    return [tuple([items[i] for i in chosen]) for chosen in itertools.permutations(range(len(items)), r)]


@defined_as(itertools.product, lazy=True)
def product(*iterables: Iterable, repeat: int = 1) -> list:
    lists = [list(iterable) for _ in range(repeat) for iterable in iterables]
    places = itertools.product(*[range(len(items)) for items in lists])
    return [tuple([items[i] for items, i in zip(lists, chosen)]) for chosen in places]


@defined_as(np.ndenumerate, lazy=True)
def ndenumerate(arr: Any) -> list:
    return [(index, arr[index]) for index in np.ndindex(np.shape(arr))]
