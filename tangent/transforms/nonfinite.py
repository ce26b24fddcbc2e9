"""Which values hold a NaN or an infinity."""
from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

_NO_DATA = (str, bytes, bool, int, type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType,
            types.MethodType, np.ufunc)


def nonfinite(*values: Any) -> frozenset[str]:
    """Which of 'nan' and 'inf' values hold; what containers and objects hold is theirs, too.

    >>> sorted(nonfinite({'a': [1.0, float('inf')], 'b': np.array([0.0, np.nan])}))
    ['inf', 'nan']
    """
    found: set[str] = set()
    todo, seen = list(values), set()
    while todo:
        value = todo.pop()
        if value is None or isinstance(value, _NO_DATA) or id(value) in seen:
            continue
        if isinstance(value, (float, complex, np.inexact)):
            found |= _of_array(np.asarray(value))
            continue
        seen.add(id(value))
        if isinstance(value, np.ndarray) and value.dtype != object:
            found |= _of_array(value)
        else:
            todo += held_by(value)
    return frozenset(found)


def _of_array(value: np.ndarray) -> set[str]:
    if value.dtype.kind not in 'fc' or np.all(np.isfinite(value)):
        return set()
    flags = {'nan': np.any(np.isnan(value)), 'inf': np.any(np.isinf(value))}
    return {flag for flag, found in flags.items() if found}


def held_by(value: Any) -> Iterable[Any]:
    """What a container or an object holds."""
    if isinstance(value, Mapping):
        return value.values()
    if isinstance(value, (list, tuple, set, frozenset)):
        return value
    if isinstance(value, np.ndarray):
        return value.flat
    slots = [getattr(value, slot) for kind in type(value).__mro__ for slot in _slots(kind) if hasattr(value, slot)]
    return [*slots, *getattr(value, '__dict__', {}).values()]


def _slots(kind: type) -> list[str]:
    slots = kind.__dict__.get('__slots__', ())
    names = [slots] if isinstance(slots, str) else list(slots)
    return [f'_{kind.__name__.lstrip("_")}{name}' if name.startswith('__') and not name.endswith('__') else name
            for name in names if name not in ('__dict__', '__weakref__')]
