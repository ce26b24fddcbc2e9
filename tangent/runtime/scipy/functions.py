"""Functions as SciPy is given them, with further arguments, and what these capture."""
from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tangent.runtime.compiled import compiled
from tangent.runtime.trees import tree_map

tangent = sys.modules['tangent']  # what loads the rules


def given(func: Callable, args: Any) -> Callable:
    """The function of one variable that func is with further arguments: those in a tuple, or one that is none.

    >>> given(pow, (2.0,))(3.0), given(pow, 2.0)(3.0)
    (9.0, 9.0)
    """
    return _made('x', 'func(x{})', func, args, isinstance(args, tuple))


def given_flat(func: Callable, args: Any, shape: tuple[int, ...]) -> Callable:
    """As `given`, of a function of arrays of this shape, which may return the items of one: as one of vectors.

    >>> given_flat(lambda x, k: [k * x[0]], (2.0,), (1,))(np.ones(1))
    array([2.])
    """
    return _made('x', f'np.ravel(np.array(func(np.reshape(x, {shape}){{}})))', func, args, isinstance(args, tuple))


def given_all(func: Callable, args: Sequence[Any]) -> Callable:
    """As `given`, with further arguments in any sequence.

    >>> given_all(pow, [2.0])(3.0)
    9.0
    """
    return _made('x', 'func(x{})', func, args)


def first_of(func: Callable) -> Callable:
    """The function that gives the first of several results of func.

    >>> first_of(divmod)(7.0, 2.0)
    3.0
    """
    def first(x: Any, *args: Any) -> Any:
        return func(x, *args)[0]
    return first


def flow_of(func: Callable, args: Sequence[Any]) -> Callable:
    """The rate of change as a function of time and state, of which func may return the items.

    >>> flow_of(lambda t, y, k: [-k * y[0]], (2.0,))(0.0, np.ones(1))
    array([-2.])
    """
    return _made('t, y', 'np.reshape(np.array(func(t, y{})), np.shape(y))', func, args)


def flow_of_state(func: Callable, args: Sequence[Any]) -> Callable:
    """As `flow_of`, where func takes the state first.

    >>> flow_of_state(lambda y, t: -y, ())(0.0, np.ones(1))
    array([-1.])
    """
    return _made('t, y', 'np.reshape(np.array(func(y, t{})), np.shape(y))', func, args)


def _made(parameters: str, result: str, func: Callable, args: Any, several: bool = True) -> Callable:
    """The function of `parameters` that has a result of func, which its text calls, and of further arguments."""
    return _maker(parameters, result, tuple(f'args[{i}]' for i in range(len(args))) if several else ('args',))(
        func, args)


@functools.cache
def _maker(parameters: str, result: str, others: tuple[str, ...]) -> Callable:
    """What makes, of a function and further arguments, the function that has its result.

    Args:
        parameters: those of the function that is made.
        result: what it returns, with '{}' where the further arguments are written out.
        others: the texts of these.
    """
    result = result.format(''.join(f', {other}' for other in others))
    lines = [f'def of_given({parameters}):', f'    return {result}', 'return of_given']
    return compiled('make', [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD)
                             for name in ('func', 'args')], lines, {'np': np, 'tangent': tangent})


def adjoint_at(g: Callable, e: Any) -> Callable:
    """The function of t that gives the adjoint of what g captured, where e is that of g(t)."""
    def adjoint(t: float) -> Any:
        saved = tangent.primal_of(g, (), True)(tangent.captured(g), t)[1]
        return tangent.adjoint_of(g, (), True)(saved, e)
    return adjoint


def tangent_at(g: Callable, dg: Any) -> Callable:
    """The function of t that gives the tangent of g(t), where dg is that of what g captured."""
    def along(t: float) -> Any:
        return tangent.tangent_of(g, (), True)((dg,), tangent.captured(g), t)[1]
    return along


def flattened(tree: Any) -> np.ndarray:
    """The numbers in a container, one after the other.

    >>> flattened({'k': 2.0, 'v': np.ones(2)})
    array([2., 1., 1.])
    """
    parts = [np.zeros(0)]
    tree_map(lambda part: parts.append(np.ravel(part)), tree)
    return np.concatenate(parts)


def unflattened(values: Any, like: Any) -> Any:
    """The container of which `flattened` gives the numbers, with the structure of another one.

    >>> unflattened([3.0, 4.0, 5.0], {'k': 2.0, 'v': np.ones(2)})
    {'k': 3.0, 'v': array([4., 5.])}
    """
    left = iter(values)

    def taken(part: Any) -> Any:
        if type(part) is float:
            return float(next(left))
        found = np.array([next(left) for _ in range(np.size(part))], np.result_type(part))
        return found.reshape(np.shape(part))[()]
    return tree_map(taken, like)


def precision(tree: Any) -> float:
    """The relative precision of the least precise number in a container.

    >>> bool(precision({'k': 2.0, 'v': np.ones(2, np.float32)}) == np.finfo(np.float32).eps)
    True
    """
    found = [np.finfo(float).eps]
    tree_map(lambda part: found.append(np.finfo(np.result_type(part)).eps), tree)
    return float(max(found))


def inner(e: Any, tree: Any) -> float:
    """The sum of the products of all numbers in two containers of one structure.

    >>> inner({'k': 2.0, 'v': np.ones(3)}, {'k': 3.0, 'v': np.ones(3)})
    9.0
    """
    total = 0.0

    def add(part: Any, other: Any) -> None:
        nonlocal total
        total += float(np.sum(part * other))
    tree_map(add, e, tree)
    return total


def scaled(tree: Any, factor: float) -> Any:
    """A container of numbers, each of which is multiplied.

    >>> scaled({'k': 2.0}, 3.0)
    {'k': 6.0}
    """
    return tree_map(lambda part: part * factor, tree)
