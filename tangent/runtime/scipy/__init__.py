"""What generated code calls where functions of SciPy are differentiated, as `tangent.scipy.<name>`.

Its modules are imported with the rules that use them, or when a name is asked for: not before.
"""
from __future__ import annotations

import importlib
from typing import Any

_MODULES = ('functions', 'results', 'special', 'special_bessel', 'linalg', 'stats', 'fft', 'signal', 'integrate',
            'differential', 'optimize', 'interpolate', 'ndimage', 'spatial')


def __getattr__(name: str) -> Any:
    if not name.startswith('_'):
        for path in (f'{__name__}.{module}' for module in _MODULES):
            found = getattr(importlib.import_module(path), name, None)
            if getattr(found, '__module__', None) == path:
                return found
    raise AttributeError(f'tangent.scipy has no {name!r}')
