"""Derivatives against finite differences."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile
from typing import Any

import numpy as np

from tangent.derive.callables import as_function
from tangent.errors import ArgumentError, CheckError
from tangent.runtime.jacobians import leaves, mapped
from tangent.transforms.jvp import jvp
from tangent.transforms.options import MODES, Wrt, meant, wrt_names
from tangent.transforms.vjp import vjp

_STEP = 1e-5


def check_grads(function: Callable, args: Sequence[Any], modes: Sequence[str] = ('forward', 'reverse'), order: int = 2,
                *, wrt: Wrt | None = None, rtol: float = 1e-4, atol: float = 1e-6, seed: int = 0) -> None:
    """Compare the derivatives of a function with central differences, in a random direction for each argument.

    Args:
        function: a Python function over numbers and NumPy arrays, and tuples, lists, dicts and objects of these;
            integers in attributes of objects stay as they are.
        args: the point, in double precision; arguments that are not numbers stay as they are.
        modes: 'forward', 'reverse' or both.
        order: how often the function is differentiated.
        wrt: the arguments that are moved, by index or name; None is for all that hold numbers, integers too.
        rtol, atol: how far derivatives may be from the differences, relatively and absolutely.
        seed: of the random directions.

    Raises:
        CheckError: if one disagrees; it names the argument, the modes and the direction.
        ArgumentError: if there is nothing to compare, or differences would not be exact enough.

    >>> import numpy as np
    >>> import tangent
    >>> tangent.check_grads(lambda x, y: np.sum(np.sin(x) * y), (np.ones(3), 2.0))
    >>> tangent.check_grads(lambda x, i: x[i] ** 2, (np.ones(3), 1), wrt='x')
    """
    modes = (modes,) if isinstance(modes, str) else tuple(modes)
    for mode in modes or ('',):
        if mode not in MODES:
            raise ArgumentError(f'modes={modes!r}: it names {" or ".join(map(repr, MODES))}, or both'
                                f'{meant(mode, MODES)}')
    if not isinstance(order, (int, np.integer)) or isinstance(order, bool) or order < 1:
        raise ArgumentError(f'order={order!r}: it is 1 or more')
    if not isinstance(args, (tuple, list)):
        raise ArgumentError(f'args={args!r:.60}: it is a tuple of arguments', 'Write (x,) for a single one.')
    values = _by_name(function, tuple(args))
    names = tuple(values) if wrt is None else wrt_names(as_function(function), wrt)
    for name in names:
        if name not in values:
            raise ArgumentError(f'wrt={wrt!r}: args= has no value for {name!r}', 'Pass one.')
        for leaf in leaves(values[name]):
            if getattr(leaf, 'dtype', np.dtype(float)) in _SHORT:
                raise ArgumentError(f'argument {name!r} has the dtype {leaf.dtype}: differences of what is so short '
                                    'say nothing', 'Pass it in double precision, as x.astype(float).')
    if not any(leaves(values[name]) for name in names):
        raise ArgumentError('there is no number or array in args: nothing can be compared')
    _check(function, values, names, modes, order, (rtol, atol), np.random.default_rng(seed), ())


_SHORT = tuple(map(np.dtype, ('float16', 'float32', 'complex64')))


def _check(function: Callable, values: Mapping[str, Any], names: tuple[str, ...], modes: tuple[str, ...], order: int,
           tolerances: tuple[float, float], rng: np.random.Generator, path: tuple[str, ...]) -> None:
    parameters, call = as_function(function).parameters, _caller(function)
    weights = _random(call(values), rng)
    derived = []
    for name in names:
        direction = _random(values[name], rng)
        if not leaves(direction):
            continue
        wanted = _difference(call, values, name, direction, weights)
        for mode in modes:
            df = (jvp if mode == 'forward' else vjp)(function, wrt=name)
            added, = [p for p in as_function(df).parameters if p not in parameters]
            given = {**values, added: direction if mode == 'forward' else weights}
            got = _inner(weights if mode == 'forward' else direction, _caller(df)(given))
            if not np.isclose(got, wanted, *tolerances):
                raise _disagree(name, (*path, mode), direction, got, wanted)
            derived.append((df, given, (*names, added), mode))
    for df, given, moved, mode in derived if order > 1 else ():  # a first derivative that is wrong is named as such
        _check(df, given, moved, modes, order - 1, tolerances, rng, (*path, mode))


def _by_name(function: Callable, args: tuple) -> dict[str, Any]:
    """The arguments by the names of their parameters."""
    parsed = as_function(function)
    taken = parsed.tree.args
    positional = [p.id for p in [*taken.posonlyargs, *taken.args]]
    values = dict(zip(positional, args))
    rest = args[len(positional):]
    if rest and taken.vararg is None:
        raise ArgumentError(f'args= has {len(args)} arguments; {parsed.name} takes {len(positional)} by position')
    return {**values, taken.vararg.id: rest} if rest else values


def _caller(function: Callable) -> Callable[[Mapping[str, Any]], Any]:
    """The function, called with copies of the values of its parameters, as it may write into them."""
    taken = as_function(function).tree.args

    def call(values: Mapping[str, Any]) -> Any:
        left = {name: mapped(lambda leaf: leaf.copy() if isinstance(leaf, np.ndarray) else leaf, value, keep=True)
                for name, value in values.items()}
        args = [left.pop(p.id) for p in takewhile(lambda p: p.id in values, [*taken.posonlyargs, *taken.args])]
        return function(*args, *(left.pop(taken.vararg.id, ()) if taken.vararg else ()), **left)
    return call


def _disagree(argument: str, modes: tuple[str, ...], direction: Any, got: float, wanted: float) -> CheckError:
    return CheckError(f'argument {argument!r}, in {" over ".join(reversed(modes))} mode: along {direction!r} the '
                      f'derivative is {got}, by finite differences {wanted}',
                      'If the function is smooth there, one of its rules is wrong: check_grads its parts.')


def _random(value: Any, rng: np.random.Generator) -> Any:
    def drawn(leaf: Any) -> Any:
        numbers = rng.normal(size=np.shape(leaf))
        return numbers if isinstance(leaf, np.ndarray) else float(numbers)
    return mapped(drawn, value, settings=False)


def _inner(random: Any, other: Any) -> float:
    """The inner product of what was drawn at random and another value of that structure."""
    products: list[float] = []
    mapped(lambda a, b: products.append(float(np.sum(np.multiply(a, b)).real)), random, other)
    return sum(products)


def _difference(call: Callable, values: Mapping[str, Any], name: str, direction: Any, weights: Any) -> float:
    def at(step: float) -> float:
        def shifted(leaf: Any, along: Any) -> Any:
            value = leaf + step * along
            return np.asarray(value) if isinstance(leaf, np.ndarray) else value  # also one without dimensions
        moved = mapped(shifted, values[name], direction, keep=True, settings=False)
        return _inner(weights, call({**values, name: moved}))
    return (at(_STEP) - at(-_STEP)) / (2.0 * _STEP)
