"""Functions that their framework's own tracer differentiates when they run, as they cannot be derived ahead of time.

A tracer calls a function with boxes in place of numbers and writes down what is done with them. Only functions of NumPy
are traced, by autograd; each framework has a class like `Autograd`.
"""
from __future__ import annotations

import importlib
import importlib.util
import types
from collections.abc import Callable
from typing import Any

import attrs
import numpy as np

from tangent.errors import KindError, UnsupportedError
from tangent.runtime.arrays import rebuilt, unbroadcast, zero
from tangent.runtime.records import field_values, is_record_type, with_fields

_MARK = '__traced__'
Wrt = tuple[int | str, ...]


def trace(function: types.FunctionType) -> types.FunctionType:
    """A decorator for a function that cannot be derived ahead of time: autograd differentiates it when it runs.

    The function itself stays as it is. Its derivatives call it through autograd, with `autograd.numpy` in the place of
    NumPy, in it and in the functions that it calls; the adjoint calls it a second time.

    Args:
        function: a function of numbers, arrays, and tuples, lists and dicts of these, by NumPy.

    Raises:
        UnsupportedError: when a function that calls it is transformed, if autograd is not installed.

    >>> import tangent
    >>> @tangent.trace
    ... def power(x, n):
    ...     return eval('x ** n')
    >>> tangent.grad(power)(3.0, 2)
    6.0
    """
    function.__dict__[_MARK] = Autograd(function)
    return function


def tracer_of(function: Any) -> Autograd | None:
    """What traces a function, if anything does."""
    return getattr(function, '__dict__', {}).get(_MARK) if isinstance(function, types.FunctionType) else None


def check_installed() -> None:
    """Raise unless there is a tracer.

    Raises:
        UnsupportedError: if autograd is not installed.
    """
    if importlib.util.find_spec('autograd') is None:
        raise UnsupportedError('functions under @tangent.trace are differentiated by autograd, which is not installed',
                               'Install it (pip install autograd), or write a rule for the function.')


@attrs.frozen(eq=False)
class Autograd:
    """A function as autograd calls it.

    Its numbers and arrays are boxed one by one, and containers stay what they are.

    is_ours: whether it calls NumPy through autograd already.
    keeps_integers: whether integers in containers are what was saved, and no variables.
    """

    function: Callable
    is_ours: bool = False
    keeps_integers: bool = False

    def primal(self, wrt: Wrt) -> types.FunctionType:
        """The function that gives what the function does, and what its adjoint needs: the arguments."""
        def primal(*args: Any, **keywords: Any) -> tuple[Any, tuple[list, dict]]:
            given, named = _with_active(wrt, args, keywords, self.floats(_active(wrt, args, keywords)))
            return self.call(given, named), (given, named)
        return _traced(primal, self.keeps_integers)

    def adjoint(self, wrt: Wrt) -> types.FunctionType:
        """The function that gives the adjoints of the arguments in `wrt`, from what was saved and the result's."""
        def adjoint(saved: tuple[list, dict], seed: Any) -> Any:
            active = _active(wrt, *saved)
            flat = _Flat(self, wrt, *saved)
            pull, _ = _tried(_core().make_vjp, flat.called, flat.boxable)
            parts = [*_tried(pull, _tuple(_parts(flat.result[0], seed)))] if flat.leaves else []
            if not _any_box((parts, saved)):
                parts = list(map(unbroadcast, parts, flat.leaves))
            values = _built(active, parts, zero)
            return values[0] if len(values) == 1 else values
        return _traced(adjoint, True)

    def tangent(self, wrt: Wrt) -> types.FunctionType:
        """The function that gives the result and its tangent, from a tuple of tangents and the arguments."""
        def tangent(tangents: tuple, *args: Any, **keywords: Any) -> tuple[Any, Any]:
            active = self.floats(_active(wrt, args, keywords))
            given, named = _with_active(wrt, args, keywords, active)
            directions = _parts(active, tangents)
            flat = _Flat(self, wrt, given, named, [not _is_zero(direction) for direction in directions])
            if not any(flat.moves):
                result = self.call(given, named)
                return result, zero(result)
            push = _core().make_jvp(flat.called, flat.boxable)
            values, slopes = _tried(push, _tuple([d for d, moves in zip(directions, flat.moves) if moves]))
            result = _built(flat.result[0], [*values], lambda x: x)
            slopes = [*slopes]
            if not _any_box((slopes, [*values])):
                slopes = list(map(unbroadcast, slopes, [*values]))
            return result, _built(result, slopes, zero)
        return _traced(tangent, self.keeps_integers)

    def floats(self, active: tuple) -> tuple:
        """Arguments with floats in the places of integers."""
        return tuple(x if self.keeps_integers and isinstance(x, (tuple, list, dict)) else _floated(x) for x in active)

    def call(self, args: Any, keywords: Any) -> Any:
        if self.is_ours or not _any_box((args, keywords)):
            return self.function(*args, **keywords)
        return _Replacing().function(self.function)(*args, **keywords)


class _Flat:
    """A function of the numbers and arrays in the arguments in `wrt`, which gives those in its result.

    moves: which of them do: by constants, as an exponent that was saved, autograd need not be able to differentiate.
    """

    def __init__(self, tracer: Autograd, wrt: Wrt, args: Any, keywords: Any, moves: list[bool] | None = None) -> None:
        self.tracer, self.wrt, self.args, self.keywords = tracer, wrt, args, keywords
        self.active = _active(wrt, args, keywords)
        self.leaves = _parts(self.active, self.active)
        self.moves = moves or [True] * len(self.leaves)
        self.boxable = _tuple([leaf for leaf, is_moved in zip(self.leaves, self.moves) if is_moved])
        self.result: list[Any] = []

    def called(self, leaves: Any) -> Any:
        boxed = iter([leaves[i] for i in range(sum(self.moves))])
        parts = [next(boxed) if is_moved else leaf for leaf, is_moved in zip(self.leaves, self.moves)]
        active = _built(self.active, parts, lambda x: x)
        result = self.tracer.call(*_with_active(self.wrt, self.args, self.keywords, active))
        self.result[:] = [result]
        return _tuple(_parts(result, result))


def _traced(function: types.FunctionType, keeps_integers: bool) -> types.FunctionType:
    """A part of a derivative, which can be traced again."""
    function.__dict__[_MARK] = Autograd(function, True, keeps_integers)
    return function


def _core() -> types.ModuleType:
    check_installed()
    return importlib.import_module('autograd.core')


def _tuple(values: list) -> Any:
    """A tuple that autograd sees into."""
    return importlib.import_module('autograd.builtins').tuple(values)


def _tried(function: Callable, *args: Any) -> Any:
    """What a function of autograd gives, or its error as one of tangent's."""
    try:
        return function(*args)
    except (NotImplementedError, TypeError, AttributeError) as error:
        raise KindError(f'autograd cannot differentiate a function under @tangent.trace: {error}',
                        'Write it with what autograd supports, or write a rule for it.') from error


# --- arguments, and the numbers and arrays in them --------------------------------------

def _active(wrt: Wrt, args: Any, keywords: Any) -> tuple:
    return tuple(args[w] if isinstance(w, int) else keywords[w] for w in wrt)


def _with_active(wrt: Wrt, args: Any, keywords: Any, active: tuple) -> tuple[list, dict]:
    """All arguments, with others in the places of those in `wrt`."""
    given, named = list(args), dict(keywords)
    for w, value in zip(wrt, active):
        (given if isinstance(w, int) else named)[w] = value
    return given, named


def _is_zero(direction: Any) -> bool:
    return not _is_box(direction) and not np.any(direction)


def _is_leaf(x: Any) -> bool:
    """Whether a value is a number or array with a derivative; integers count where they were made floats."""
    return isinstance(x, (float, complex)) or _is_box(x) or isinstance(
        x, (np.ndarray, np.generic)) and x.dtype.kind in 'fc'


def _is_box(x: Any) -> bool:
    return type(x).__module__.partition('.')[0] == 'autograd' and hasattr(x, '_node')


def _mapped(function: Callable, x: Any, *others: Any) -> Any:
    """A function of what is in containers, and in others of that structure."""
    if isinstance(x, dict):
        return {key: _mapped(function, value, *[other[key] for other in others]) for key, value in x.items()}
    if isinstance(x, (list, tuple)) and not is_record_type(type(x)):
        return rebuilt(x, [_mapped(function, *items) for items in zip(x, *others)])
    if is_record_type(type(x)):
        return with_fields(x, [_mapped(function, *items) for items in zip(field_values(x), *map(field_values, others))])
    return function(x, *others)


def _parts(x: Any, value: Any) -> list:
    """What stands in a value in the places of the numbers and arrays of x."""
    found: list[Any] = []
    _mapped(lambda leaf, part: found.append(part) if _is_leaf(leaf) else None, x, value)
    return found


def _built(x: Any, parts: list, other: Callable) -> Any:
    """A value like x with others in the places of its numbers and arrays, and a function of all else."""
    given = iter(parts)
    return _mapped(lambda leaf: next(given) if _is_leaf(leaf) else other(leaf), x)


def _floated(x: Any) -> Any:
    """A value with floats in the places of integers."""
    return _mapped(lambda leaf: leaf * 1.0 if isinstance(leaf, (int, np.ndarray, np.integer)) and not isinstance(
        leaf, bool) and np.asarray(leaf).dtype.kind in 'iu' else leaf, x)


def _any_box(x: Any) -> bool:
    """Whether autograd's boxes are in a value."""
    found: list[bool] = []
    _mapped(lambda leaf: found.append(_is_box(leaf)), x)
    return any(found)


class _Replacing:
    """Puts autograd's NumPy in the place of NumPy in functions, and in those that they call."""

    def __init__(self) -> None:
        self.made: dict[int, types.FunctionType] = {}

    def function(self, function: types.FunctionType) -> types.FunctionType:
        """The function over replaced globals and cells."""
        if id(function) in self.made:
            return self.made[id(function)]
        globals_ = {'__builtins__': function.__globals__.get('__builtins__', __builtins__)}
        cells = tuple(types.CellType() for _ in function.__closure__ or ())
        new = types.FunctionType(function.__code__, globals_, function.__name__, function.__defaults__, cells)
        new.__kwdefaults__ = function.__kwdefaults__
        self.made[id(function)] = new
        for key in _names_in(function.__code__) & set(function.__globals__):
            globals_.setdefault(key, self.value(function.__globals__[key]))
        for cell, old in zip(cells, function.__closure__ or ()):
            cell.cell_contents = self.value(old.cell_contents)
        return new

    def value(self, value: Any) -> Any:
        """What stands in for an object of a module."""
        module = value.__name__ if isinstance(value, types.ModuleType) else getattr(value, '__module__', None) or ''
        if isinstance(value, types.ModuleType) and module.partition('.')[0] == 'numpy':
            return _of_autograd(module) or value
        if isinstance(value, types.FunctionType) and module.partition('.')[0] not in ('numpy', 'tangent', 'autograd'):
            return self.function(value)
        if isinstance(value, np.ufunc) or callable(value) and module.partition('.')[0] == 'numpy':
            owner = _of_autograd(module if module.startswith('numpy.') else 'numpy') or _of_autograd('numpy')
            return getattr(owner, getattr(value, '__name__', ''), value)
        return value


def _names_in(code: types.CodeType) -> set[str]:
    """The names of globals and attributes in a code object, and in those inside it."""
    inner = [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
    return set(code.co_names).union(*map(_names_in, inner))


def _of_autograd(module: str) -> types.ModuleType | None:
    """The module of autograd's that stands for one of NumPy's."""
    try:
        return importlib.import_module(f'autograd.{module}')
    except ImportError:
        return None
