"""docs/functions.md lists the functions that are known; `python -m tests.test_functions` writes it anew."""
from __future__ import annotations

import builtins
import importlib
import inspect
import math
import operator
import pathlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from tangent.templates.engine import differentiable, parsed
from tangent.templates.registry import definition, lookup

PAGE = pathlib.Path(__file__).parent.parent / 'docs' / 'functions.md'
LIST = pathlib.Path(__file__).with_name('functions.txt')
VERSIONS = {'numpy': '2.4', 'scipy': '1.17'}  # those of which the page lists the functions
HEAD = """# Functions that are known

Written by `python -m tests.test_functions`, with NumPy {numpy} and SciPy {scipy}. A function has derivatives in the
arguments that are named; in those after "constant in" it is piecewise constant, and they are zero; an argument after
"not in" may not carry a derivative, which is refused when the function is transformed. "As Python" stands for functions
that are differentiated as Python functions which do the same, in all their arguments. What a rule does not take, as
`where=` or `overwrite_a=True`, is refused too. Operators, indexing, and the built-in functions that Python's own syntax
replaces are not listed.
"""
_SCIPY = ('fft', 'integrate', 'interpolate', 'linalg', 'ndimage', 'optimize', 'signal', 'sparse.linalg',
          'spatial.distance', 'special', 'stats')
_PLAIN = {'axis', 'axes', 'axis1', 'axis2', 'dtype', 'keepdims', 'newshape', 'shape', 'out', 'order', 'check_finite'}


def modules() -> Iterator[tuple[str, Any]]:
    """What holds functions, by name."""
    yield from {'builtins': builtins, 'math': math, 'numpy': np, 'numpy.ndarray': np.ndarray, 'numpy.linalg': np.linalg,
                'numpy.fft': np.fft, 'numpy.random': np.random, 'functools': importlib.import_module('functools'),
                'itertools': importlib.import_module('itertools'), 'operator': operator}.items()
    for name in _SCIPY:
        yield f'scipy.{name}', importlib.import_module(f'scipy.{name}')


def members(owner: Any) -> Iterator[tuple[str, Any]]:
    """The functions of a module; of SciPy's distributions their methods."""
    for name in dir(owner):
        value = inspect.getattr_static(owner, name) if owner is np.ndarray else getattr(owner, name, None)
        kinds = {kind.__name__ for kind in type(value).__mro__}
        if kinds & {'rv_generic', 'multi_rv_generic'}:
            yield from ((f'{name}.{method}', getattr(value, method)) for method in dir(value)
                        if method[0] != '_' and not isinstance(getattr(value, method), np.vectorize))
        elif name[0] != '_' and (callable(value) or inspect.isdatadescriptor(value)):
            yield name, value


def described(function: Any) -> str | None:
    """In which arguments a function has derivatives; None if nothing is known of it."""
    entry = lookup(function)
    if definition(function) is not None:
        return 'as Python'
    if entry is None or entry.template is None:
        return 'constant' if entry is not None and entry.constant is None else None
    names = [name for name in parsed(entry.template).parameters[1:] if name not in _PLAIN]
    taken = differentiable(entry.template) if entry.adjoint is not None else set(names)
    fixed = [name for name in names if name not in taken and name in entry.constant]
    others = [name for name in names if name not in taken and name not in fixed]
    words = [', '.join(f'`{name}`' for name in names if name in taken)]
    words += [f'constant in {", ".join(map("`{}`".format, fixed))}'] if fixed else []
    words += [f'not in {", ".join(map("`{}`".format, others))}'] if others else []
    return '; '.join(words)


def table(name: str, owner: Any) -> str:
    rows = [(member, shown) for member, function in members(owner) if (shown := described(function)) is not None]
    constant = [member for member, shown in rows if shown == 'constant']
    lines = [f'| `{member}` | {shown} |' for member, shown in rows if shown != 'constant']
    text = f'## {name}\n\n| | derivatives in |\n| --- | --- |\n' + '\n'.join(lines) if lines else f'## {name}'
    return text + (f'\n\nConstant: {", ".join(map("`{}`".format, constant))}.' if constant else '')


def page() -> str:
    return '\n\n'.join([HEAD.format(**VERSIONS).strip(), *[table(*module) for module in modules()]]) + '\n'


def is_here() -> bool:
    """Whether the libraries are those that the page was written with."""
    try:
        return all(importlib.import_module(name).__version__.startswith(f'{version}.')
                   for name, version in VERSIONS.items())
    except ImportError:
        return False


@pytest.mark.skipif(not is_here(), reason=f'the page is of {VERSIONS}')
def test_the_page_lists_what_is_known():
    assert PAGE.read_text() == page(), 'write it anew: python -m tests.test_functions'


@pytest.mark.parametrize('name', LIST.read_text().split())
def test_functions_that_users_expect_are_known(name):
    """The functions that have derivatives among those that programs use most, and their methods."""
    package, _, path = name.partition('.')
    pytest.importorskip(package)
    owner, parts = importlib.import_module(package), path.split('.')
    for i, part in enumerate(parts):
        if not hasattr(owner, part) and i + 1 < len(parts):
            importlib.import_module('.'.join([package, *parts[:i + 1]]))
        if not hasattr(owner, part):
            pytest.skip(f'this version has no {name}')
        owner = getattr(owner, part)
    assert lookup(owner) is not None or definition(owner) is not None


if __name__ == '__main__':
    PAGE.write_text(page())
