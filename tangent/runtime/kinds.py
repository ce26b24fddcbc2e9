"""Kinds of values: what is taken of an example argument, written as an annotation, and checked at entry.

    float, int, complex          a number
    float[:, :], int[:]          an array of two dimensions, of one; float[...] of any number, array[:] of any dtype
    array[...]                   a number or an array
    list[float], dict[float[:]]  a container all of whose items are of one kind
    [float, float[:]]            a list (or tuple) with items of their own kinds; {'W': float[:, :]} a dict
    any                          a value of which nothing is known
"""
from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from typing import Any

import attrs
import numpy as np

from tangent.errors import KindError
from tangent.runtime.arrays import shown

NUMBERS = ('float', 'int', 'complex')
PLAIN = ('bool', 'str', 'bytes')
CONTAINERS = ('list', 'tuple', 'dict')
_F64 = np.dtype(np.float64)
_GROUPS = re.compile(r'''(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[^;])+''')  # a semicolon in a key separates nothing
_DTYPES = {'f': 'float', 'i': 'int', 'u': 'int', 'b': 'bool', 'c': 'complex'}


@attrs.frozen
class Kind:
    """What is known of a value.

    of: 'float', 'int', 'complex', 'bool', 'str', 'bytes', 'array', 'list', 'tuple', 'dict' or 'any'.
    dtype: of an array, 'float' (all arrays of floats in a call then have one precision), 'float32' and the like,
        'int', 'bool', 'complex'; None if not known.
    ndim: of an array; None if not known.
    parts: the kinds of a container's items: one for all, or, where `fixed`, one for each.
    keys: of a dict whose items have kinds of their own.
    """

    of: str
    dtype: str | None = None
    ndim: int | None = None
    parts: tuple[Kind, ...] = ()
    fixed: bool = False
    keys: tuple[Any, ...] = ()

    def __str__(self) -> str:
        if self.of == 'array':
            axes = '...' if self.ndim is None else ', '.join([':'] * self.ndim) or '()'
            return f'{self.dtype or "array"}[{axes}]'
        if self.of == 'dict' and self.fixed:
            return f'{{{", ".join(f"{key!r}: {part}" for key, part in zip(self.keys, self.parts))}}}'
        if self.fixed:
            inner = ', '.join(map(str, self.parts))
            return f'[{inner}]' if self.of == 'list' else f'({inner}{"," if len(self.parts) == 1 else ""})'
        return f'{self.of}[{self.parts[0]}]' if self.parts else self.of

    @property
    def rank(self) -> int | None:
        """The number of dimensions: 0 of a number; None if not known."""
        return 0 if self.of in NUMBERS else self.ndim


    @property
    def has_sizes(self) -> bool:
        """Whether two values of the kind may have different shapes or structures."""
        if self.of == 'array':
            return self.ndim != 0
        return any(part.has_sizes for part in self.parts) if self.fixed else self.of not in NUMBERS


ANY = Kind('any')


def dtype_word(dtype: np.dtype) -> str | None:
    """The word for a kind of dtype; None for those that are not numbers."""
    return _DTYPES.get(dtype.kind)


def parse_kinds(text: str) -> dict[str, Kind]:
    """The kinds of variables, from a text.

    >>> {name: str(kind) for name, kind in parse_kinds('x, y: float; c: list[float[:]]').items()}
    {'x': 'float', 'y': 'float', 'c': 'list[float[:]]'}
    """
    found = {}
    for group in _GROUPS.findall(text):
        names, _, kind = group.partition(':')
        found.update(dict.fromkeys(map(str.strip, names.split(',')), _kind(ast.parse(kind.strip(), mode='eval').body)))
    return found


def kinds_text(kinds: Mapping[str, Kind]) -> str:
    """The text that names the kinds of variables, those of one kind together."""
    groups: dict[Kind, list[str]] = {}
    for name, kind in kinds.items():
        groups.setdefault(kind, []).append(name)
    return '; '.join(f'{", ".join(names)}: {kind}' for kind, names in groups.items())


def _kind(node: ast.expr) -> Kind:
    if isinstance(node, ast.Name):
        return Kind(node.id)
    if isinstance(node, (ast.List, ast.Tuple)):
        return Kind('list' if isinstance(node, ast.List) else 'tuple', parts=tuple(map(_kind, node.elts)), fixed=True)
    if isinstance(node, ast.Dict):
        return Kind('dict', parts=tuple(map(_kind, node.values)), fixed=True,
                    keys=tuple(map(ast.literal_eval, node.keys)))
    word, inner = node.value.id, node.slice
    if word in CONTAINERS:
        return Kind(word, parts=(_kind(inner),))
    axes = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    ndim = None if isinstance(inner, ast.Constant) else len(axes)
    return Kind('array', None if word == 'array' else word, ndim)


# --- checks ---------------------------------------------------------------------

Check = Callable[[Any, list], bool]


class _Tests(dict):
    """Quick tests by the text of what they test."""

    def __missing__(self, expected: str) -> Callable[[tuple], bool]:
        self[expected] = _test(parse_kinds(expected))
        return self[expected]


_usual = _Tests()


def check_aux(returned: Any) -> None:
    """Raise unless a function with an auxiliary output returned a pair.

    >>> check_aux((1.0, 'note'))
    """
    if not isinstance(returned, tuple) or len(returned) != 2:
        found = f'a tuple of {len(returned)}' if isinstance(returned, tuple) else shown(returned)
        raise KindError(f'has_aux=True: the function is expected to return a pair (value, aux), not {found}',
                        'Return a tuple of two, or leave has_aux out.')


def check_kinds(expected: str, *values: Any) -> None:
    """Raise if a value is not of the kind expected of it.

    Args:
        expected: names and kinds, as in 'x, y: float; c: list[float]'.
        values: one for each.

    Raises:
        KindError: if one is of another kind, or if arrays of floats have different precisions.

    >>> check_kinds('x: float; c: list[float]', 1, [0.5, 2.0])
    """
    try:
        if _usual[expected](values):
            return
    except TypeError:  # items that cannot be added
        pass
    found = [(name, kind, _check(kind)) for name, kind in parse_kinds(expected).items()]
    precisions: list[np.dtype] = []
    for (name, kind, check), value in zip(found, values):
        if not check(value, precisions):
            raise KindError(f'{name!r} is expected to be of the kind {kind}, as its example or annotation says; it is '
                            f'{shown(value)}', f'Derive again with other examples: like= with one such as this for '
                            f'{name!r}, or None for no kind.')
    first = precisions[0] if precisions else None
    for dtype in precisions:
        if dtype is not first and dtype != first:
            words = f'{first} and {dtype}'
            raise KindError(f'the arguments are of the precisions {words}; the examples in like= were all of one',
                            'Pass arguments of one precision, or derive again with like= examples of such as these.')


def _test(kinds: Mapping[str, Kind]) -> Callable[[tuple], bool]:
    """A quick function of values, true if all are of their kinds and every number and array is a float of 64 bits."""
    tests = [_usual_test(kind, f'a{i}', 0) for i, kind in enumerate(kinds.values())]
    names = ''.join(f'a{i}, ' for i in range(len(kinds)))
    # Called with the tuple as it is: to spread it over parameters takes longer than the tests of a few numbers.
    text = f'def test(values):\n    {names}= values\n    return {" and ".join(tests)}'
    made: dict[str, Any] = {'ndarray': np.ndarray, 'F64': _F64}
    exec(text, made)
    return made['test']


def _usual_test(kind: Kind, value: str, depth: int) -> str:
    """The text of a test of one value."""
    if kind.of == 'any':
        return 'True'
    if kind.of in (*NUMBERS, *PLAIN):
        return f'type({value}) is {kind.of}'
    if kind.of == 'array':
        rank = '' if kind.ndim is None else f' and {value}.ndim == {kind.ndim}'
        exact = 'is F64' if kind.dtype == 'float' else f'== "{kind.dtype}"'
        dtype = f' and {value}.dtype {exact}' if kind.dtype else ''
        return f'type({value}) is ndarray{rank}{dtype}'
    test = f'type({value}) is {kind.of}'
    if not kind.parts:
        return test
    if not kind.fixed:
        items = f'{value}.values()' if kind.of == 'dict' else value
        if kind.parts[0].of == 'float':  # one item that is no number would make the sum something else
            return f'{test} and type(sum({items}, 0.0)) is float'
        return f'{test} and all([{_usual_test(kind.parts[0], f"b{depth}", depth + 1)} for b{depth} in {items}])'
    items = [f'{value}.get({key!r})' for key in kind.keys] or [f'{value}[{i}]' for i in range(len(kind.parts))]
    tests = [f'(c{depth} := {item},) and {_usual_test(part, f"c{depth}", depth + 1)}'
             for item, part in zip(items, kind.parts)]
    return ' and '.join([test, f'len({value}) == {len(items)}', *tests])


def _check(kind: Kind) -> Check:
    """A function that tells whether a value is of a kind, and notes the precision of floats."""
    if kind.of == 'any':
        return lambda value, precisions: True
    if kind.of in NUMBERS:
        return _number(kind.of)
    if kind.of in PLAIN:
        types = {'bool': (bool, np.bool_), 'str': str, 'bytes': bytes}[kind.of]
        return lambda value, precisions: isinstance(value, types)
    if kind.of == 'array':
        return _array(kind)
    return _container(kind)


def _number(word: str) -> Check:
    def check(value: Any, precisions: list) -> bool:
        found = type(value)
        if found is float or found is int:
            return found is int or word != 'int'
        if isinstance(value, bool):
            return False
        if isinstance(value, (np.float64, np.integer)):
            precisions.append(_F64)
            return word != 'int' or isinstance(value, np.integer)
        return isinstance(value, int) or word != 'int' and isinstance(value, float) or (
            word == 'complex' and isinstance(value, complex))
    return check


def _array(kind: Kind) -> Check:
    word, ndim = kind.dtype, kind.ndim
    types: Any = (np.ndarray, np.generic) if ndim == 0 else np.ndarray
    if word is None and ndim is None:  # where arrays go numbers do, too
        types = (np.ndarray, np.generic, int, float, complex)
        return lambda value, precisions: isinstance(value, types) and not isinstance(value, (bool, np.bool_))

    def check(value: Any, precisions: list) -> bool:
        if not isinstance(value, types) or ndim is not None and value.ndim != ndim:
            return False
        if word is None:
            return True
        dtype = value.dtype
        if word == 'float' and dtype.kind == 'f':
            precisions.append(dtype)
            return True
        return word == dtype.name or word != 'float' and _DTYPES.get(dtype.kind) == word
    return check


def _container(kind: Kind) -> Check:
    expected = {'list': list, 'tuple': tuple, 'dict': Mapping}[kind.of]
    checks = [_check(part) for part in kind.parts]
    count, keys = len(checks), kind.keys
    plain = {'float': {float, int}, 'int': {int}}.get(kind.parts[0].of, set()) if kind.parts else set()

    def check(value: Any, precisions: list) -> bool:
        if not isinstance(value, expected):
            return False
        if not kind.fixed:
            items = value.values() if kind.of == 'dict' else value
            return not checks or plain.issuperset(map(type, items)) or all(
                [checks[0](item, precisions) for item in items])
        if len(value) != count:
            return False
        items = [value.get(key) for key in keys] if kind.of == 'dict' else value
        return (kind.of != 'dict' or all(key in value for key in keys)) and all(
            [one(item, precisions) for one, item in zip(checks, items)])
    return check
