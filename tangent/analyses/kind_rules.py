"""Kinds from kinds: of sums and products, of items, and of what known functions make of their arguments."""
from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable

import attrs
import gast
import numpy as np

from tangent.analyses.kinds import ANY, NUMBERS, Kind
from tangent.runtime.arrays import add, recast, unbroadcast, zero, zeros_like
from tangent.runtime.seeds import seed
from tangent.runtime.linalg import matrix_transpose, solve
from tangent.runtime.sequences import append, clear_at, indices, pop, set_at, value_at
from tangent.templates.engine import static_value

FLOAT, INT = Kind('float'), Kind('int')
NEVER = Kind('never')  # of an empty list's items, and of a variable while its definitions are looked at


def number_or_array(kind: Kind) -> Kind:
    """The kind, if it is that of a number or an array, or not known yet."""
    return kind if kind.rank is not None or kind in (NEVER,) else ANY


def adjoint_kind(kind: Kind) -> Kind:
    """The kind of the adjoint of a variable."""
    if kind.of == 'int':
        return FLOAT
    if kind.of == 'array':
        return kind if kind.dtype is not None and kind.dtype.startswith('float') else Kind('array', None, kind.ndim)
    if kind.of in ('list', 'tuple', 'dict'):
        return attrs.evolve(kind, parts=tuple(map(adjoint_kind, kind.parts)))
    return kind if kind.of in ('float', 'complex', 'never') else ANY


def joined(kinds: Iterable[Kind]) -> Kind:
    """What is known of a value that may be of several kinds."""
    found = {kind for kind in kinds if kind != NEVER}
    if not found:
        return NEVER
    first = next(iter(found))
    if len(found) == 1:
        return first
    if all(kind.of in ('float', 'int') for kind in found):
        return FLOAT
    ranks = {kind.rank for kind in found}
    if None not in ranks and len(ranks) == 1:
        dtypes = {kind.dtype if kind.of == 'array' else 'float64' if kind == FLOAT else kind.of for kind in found}
        return Kind('array', dtypes.pop() if len(dtypes) == 1 else None, ranks.pop())
    if first.of in ('list', 'tuple') and all(kind.of == first.of and kind.parts for kind in found):
        lengths = {len(kind.parts) if kind.fixed else None for kind in found}
        if len(lengths) == 1 and None not in lengths:
            columns = zip(*[kind.parts for kind in found])
            return Kind(first.of, parts=tuple(map(joined, columns)), fixed=True)
        return Kind(first.of, parts=(joined([part for kind in found for part in kind.parts]),))
    return Kind(first.of) if first.of in ('list', 'tuple', 'dict') and all(k.of == first.of for k in found) else ANY


def iterated(kind: Kind) -> Kind:
    """The kind of what a loop over a value goes through."""
    return ANY if kind.of == 'dict' else item_of(kind)


def item_of(kind: Kind, index: object = None) -> Kind:
    """The kind of an item of a value, at an index if that is known."""
    if kind == NEVER:
        return kind
    if kind.of == 'array':
        return Kind('array', kind.dtype, kind.ndim - 1) if kind.ndim else ANY
    if kind.of == 'range':
        return INT
    if not kind.parts:
        return ANY
    if not kind.fixed:
        return kind.parts[0]
    if kind.of == 'dict':
        if index in kind.keys:
            return kind.parts[kind.keys.index(index)]
        return joined(kind.parts) if index is None else ANY
    if type(index) is int and -len(kind.parts) <= index < len(kind.parts):
        return kind.parts[index]
    return joined(kind.parts)


def elementwise(kinds: list[Kind], keeps_dtype: bool = True) -> Kind:
    """The kind of what an elementwise operation makes of values."""
    if NEVER in kinds:
        return NEVER
    ranks = [kind.rank for kind in kinds]
    if not kinds or None in ranks:
        return ANY
    if not keeps_dtype:
        return Kind('array', None, max(ranks))
    if all(kind.of in ('float', 'int') for kind in kinds):
        return INT if all(kind == INT for kind in kinds) else FLOAT
    dtypes = {kind.dtype for kind in kinds if kind.of == 'array'}
    if any(kind.of == 'complex' for kind in kinds) or len(dtypes) > 1:
        return Kind('array', None, max(ranks))
    dtype, = dtypes
    promoted = dtype is None or not dtype.startswith('float') and any(kind.of == 'float' for kind in kinds)
    return Kind('array', None if promoted else dtype, max(ranks))


def float_or_unknown(kind: Kind) -> Kind:
    """The kind with its dtype left out if that is none of floats: what a function makes of integers is not known."""
    if kind == INT:
        return Kind('array', None, 0)
    return Kind('array', None, kind.ndim) if kind.of == 'array' and not str(kind.dtype).startswith('float') else kind


def product(left: Kind, right: Kind) -> Kind:
    """The kind of np.dot(left, right)."""
    if NEVER in (left, right):
        return NEVER
    m, n = left.rank, right.rank
    if m is None or n is None:
        return ANY
    both = elementwise([left, right])
    ndim = max(m, n) if m == 0 or n == 0 else m - 1 if n == 1 else m + n - 2
    return Kind('array', both.dtype if both.of == 'array' else None, ndim)


def reduced(kind: Kind, axis: gast.expr | None, keepdims: gast.expr | None) -> Kind:
    if kind.rank is None:
        return number_or_array(kind)
    dtype = kind.dtype if kind.of == 'array' and str(kind.dtype).startswith('float') else None
    keeps = False if keepdims is None else getattr(keepdims, 'value', None)
    if keeps is True:
        return Kind('array', dtype, kind.rank)
    if keeps is not False:
        return ANY
    if axis is None or isinstance(axis, gast.Constant) and axis.value is None:
        return Kind('array', dtype, 0)
    if isinstance(axis, gast.Tuple):
        return Kind('array', dtype, max(kind.rank - len(axis.elts), 0))
    return Kind('array', dtype, max(kind.rank - 1, 0)) if type(static_value(axis)) is int else ANY


def _made(kinds: list[Kind], arguments: list, keywords: dict) -> Kind:
    """np.zeros(shape) and the like."""
    dtype = 'float64' if not keywords and len(arguments) == 1 else None
    if kinds[0] == INT:
        return Kind('array', dtype, 1)
    shape = arguments[0]
    if isinstance(shape, (gast.Tuple, gast.List)):
        return Kind('array', dtype, len(shape.elts))
    return Kind('array', dtype)


def _same_kind(kinds: list[Kind], arguments: list, keywords: dict) -> Kind:
    if len(kinds) > 1 or keywords or kinds[0].of != 'array':
        return ANY
    return kinds[0]


def _of_first(kinds: list[Kind], arguments: list, keywords: dict) -> Kind:
    return number_or_array(kinds[0])


def _array(ndim: int) -> Callable[..., Kind]:
    return lambda kinds, arguments, keywords: Kind('array', None, ndim)


def _solution(kinds: list[Kind], arguments: list, keywords: dict) -> Kind:
    return kinds[1] if len(kinds) == 2 and kinds[0].rank == 2 and kinds[1].rank in (1, 2) else ANY


def _slogdet(kinds: list[Kind], arguments: list, keywords: dict) -> Kind:
    part = Kind('array', kinds[0].dtype, kinds[0].rank - 2) if kinds[0].of == 'array' and kinds[0].rank in (
        2, 3) else ANY
    return Kind('tuple', parts=(part, part), fixed=True)


def _appended(kinds: list[Kind], arguments: list, keywords: dict) -> Kind:
    if len(kinds) != 2 or kinds[0].of != 'list' or not kinds[0].parts:
        return ANY
    return Kind('list', parts=(joined([*kinds[0].parts, kinds[1]]),))


def _popped(kinds: list[Kind], arguments: list, keywords: dict) -> Kind:
    if len(kinds) != 1 or kinds[0].of != 'list' or not kinds[0].parts:
        return ANY
    item = joined(kinds[0].parts)
    return Kind('tuple', parts=(Kind('list', parts=(item,)), item), fixed=True)


def _seed(kinds: list[Kind], arguments: list, keywords: dict) -> Kind:
    return adjoint_kind(kinds[1]) if len(kinds) == 2 else Kind('array', None, 0)


def _sum(kinds: list[Kind], arguments: list, keywords: dict) -> Kind:
    """a + b of two adjoints."""
    return joined(kinds) if len(kinds) == 2 else ANY


def _stack(more: int) -> Callable[..., Kind]:
    def rule(kinds: list[Kind], arguments: list, keywords: dict) -> Kind:
        item = item_of(kinds[0]) if kinds[0].of in ('list', 'tuple') else ANY
        return Kind('array', item.dtype, item.rank + more) if item.rank is not None and (
            more or item.rank) and len(kinds) == 1 else ANY
    return rule


def _to_array(kinds: list[Kind], arguments: list, keywords: dict) -> Kind:
    kind = kinds[0]
    if len(kinds) > 1 or keywords:
        return ANY
    if kind.of == 'array':
        return kind
    return Kind('array', None, 1) if kind.of in ('list', 'tuple') and item_of(kind).of in NUMBERS else ANY


def _range(kinds: list[Kind], arguments: list, keywords: dict) -> Kind:
    return Kind('range')


def _is(kind: Kind) -> Callable[..., Kind]:
    return lambda kinds, arguments, keywords: kind


def _adjoint_of(position: int) -> Callable[..., Kind]:
    return lambda kinds, arguments, keywords: adjoint_kind(kinds[position])


def _dot(kinds: list[Kind], arguments: list, keywords: dict) -> Kind:
    return product(*kinds) if len(kinds) == 2 and not keywords else ANY


def _written(kinds: list[Kind], arguments: list, keywords: dict) -> Kind:
    """b after b[index] = value, or its adjoint with zeros there."""
    if kinds[0].of == 'list' and kinds[0].parts and not kinds[0].fixed and kinds[1] == INT:
        return Kind('list', parts=(joined([*kinds[0].parts, *kinds[2:]]),))
    return kinds[0] if kinds[0].of == 'array' else ANY


def _reversed(kinds: list[Kind], arguments: list, keywords: dict) -> Kind:
    return kinds[0] if kinds[0].of in ('range', 'array') or not kinds[0].fixed else ANY


RULES: dict[object, Callable[..., Kind]] = {
    builtins.len: _is(INT), builtins.int: _is(INT), builtins.float: _is(FLOAT), builtins.range: _is(Kind('range')),
    indices: _is(Kind('range')), builtins.reversed: _reversed,
    np.size: lambda kinds, arguments, keywords: INT if len(kinds) == 1 and not keywords else ANY,
    np.dot: _dot, np.matmul: _dot, np.outer: _array(2), np.eye: _array(2), np.identity: _array(2),
    np.zeros: _made, np.ones: _made, np.empty: _made, np.array: _to_array, np.asarray: _to_array,
    np.zeros_like: _same_kind, np.ones_like: _same_kind, np.empty_like: _same_kind, np.copy: _same_kind,
    np.transpose: _of_first, matrix_transpose: _of_first, np.linalg.inv: _of_first, np.linalg.solve: _solution,
    solve: _solution, np.linalg.slogdet: _slogdet, np.stack: _stack(1), np.concatenate: _stack(0),
    append: _appended, pop: _popped, seed: _seed, add: _sum, zero: _adjoint_of(0), zeros_like: _adjoint_of(0),
    recast: _adjoint_of(1), unbroadcast: _adjoint_of(1), value_at: _adjoint_of(2), set_at: _written, clear_at: _written,
}
