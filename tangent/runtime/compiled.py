"""Functions that are made when the program runs, with a source that can be read and differentiated."""
from __future__ import annotations

import inspect
import itertools
import linecache
from collections.abc import Iterable, Mapping
from types import FunctionType
from typing import Any

_count = itertools.count(1)


def compiled(name: str, given: Iterable[inspect.Parameter], lines: Iterable[str],
             namespace: Mapping[str, Any]) -> FunctionType:
    """A function with these parameters and statements, in a module of its own that holds what they name.

    >>> compiled('twice', [inspect.Parameter('x', inspect.Parameter.POSITIONAL_ONLY)], ['return 2 * x'], {})(3)
    6
    """
    given = list(given)
    parameters = [p.replace(annotation=p.empty, default=p.empty if p.default is p.empty else None) for p in given]
    text = '\n    '.join([f'def {name}{inspect.Signature(parameters)}:', *lines]) + '\n'
    file = f'<made {next(_count)}: {name}>'
    linecache.cache[file] = (len(text), None, text.splitlines(True), file)
    globals_ = {'__name__': __name__, **namespace}
    exec(compile(text, file, 'exec'), globals_)
    made = globals_[name]
    defaults = {p.name: p.default for p in given if p.default is not p.empty}
    keywords = {p.name for p in given if p.kind is p.KEYWORD_ONLY}
    made.__defaults__ = tuple(value for key, value in defaults.items() if key not in keywords) or None
    made.__kwdefaults__ = {key: value for key, value in defaults.items() if key in keywords} or None
    return made


def passed(p: inspect.Parameter) -> str:
    """How the argument for a parameter is passed on to one of the same name."""
    if p.kind is p.VAR_POSITIONAL:
        return f'*{p.name}'
    if p.kind is p.VAR_KEYWORD:
        return f'**{p.name}'
    return f'{p.name}={p.name}' if p.kind is p.KEYWORD_ONLY else p.name
