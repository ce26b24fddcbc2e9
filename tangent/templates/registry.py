"""What is known of a callable: its rule, where it is constant, the shape of its result.

The registry is keyed by the object itself, never by its name.  It holds functions,
ufuncs, the unbound methods and attributes of arrays (`np.ndarray.sum`, `np.ndarray.T`)
and, for Python's operators, the functions of the module `operator`.
"""
from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from typing import Any

import attrs

from tangent.errors import RuleError

ELEMENTWISE, LINEAR, BILINEAR = 'elementwise', 'linear', 'bilinear'
SHAPES = ('elementwise', 'same', 'reduction', 'scalar', None)

# Rules of optional libraries, loaded when a function of theirs is first looked up.
_LAZY = {'scipy': 'tangent.templates.scipy', 'tensorflow': 'tangent.templates.tensorflow'}


@attrs.frozen(eq=False)
class Entry:
    """All that is known of one callable.

    adjoint, tangent: templates, the Python functions whose bodies are filled in.
    style: ELEMENTWISE, LINEAR or BILINEAR when the tangent follows from the adjoint.
    constant: names of the arguments in which the function is piecewise constant; None
        stands for all of them.
    shape: how the result's shape follows from the arguments': 'elementwise' (broadcast
        together), 'same' (as the first argument), 'reduction' (`axis`, `keepdims`),
        'scalar', '=name' (as the argument of that name), or None when it is not known.
    shape_reads: names of the arguments of which only shape and dtype matter.
    broad: names of the arguments (adjoints of results) that may be given before they are
        reduced to the result's shape, since the function does that itself.
    keeps_dtype: whether the result's dtype is that of the arguments, promoted; np.abs makes
        complex values real.
    pure: whether a call may be left out, repeated or moved.
    fresh: whether the result is memory that nothing else refers to.
    """

    function: Any
    adjoint: Callable | None = None
    tangent: Callable | None = None
    style: str | None = None
    constant: tuple[str, ...] | None = ()
    shape: str | None = None
    shape_reads: tuple[str, ...] = ()
    broad: tuple[str, ...] = ()
    keeps_dtype: bool = True
    pure: bool = True
    fresh: bool = False

    @property
    def template(self) -> Callable | None:
        """The template to bind a call's arguments with."""
        return self.adjoint or self.tangent


_entries: dict[Any, Entry] = {}


def lookup(function: Any) -> Entry | None:
    """The entry of a callable, or None if nothing is known of it."""
    try:
        found = _entries.get(function)
    except TypeError:  # unhashable: cannot have been registered
        return None
    if found is None:
        package = str(getattr(function, '__module__', None) or '').partition('.')[0]
        if package in _LAZY:
            importlib.import_module(_LAZY.pop(package))
            return _entries.get(function)
    return found


def entries() -> tuple[Entry, ...]:
    """Every entry, in the order of registration."""
    return tuple(_entries.values())


def register(entry: Entry) -> None:
    """Add an entry, or what it says to the one that is there.

    Raises:
        RuleError: if the rule does not fit the function.
    """
    if not callable(entry.function) and not inspect.isdatadescriptor(entry.function) and not hasattr(
            entry.function, '__getitem__'):
        raise RuleError(f'a rule belongs to a function, not to {entry.function!r}',
                        'Name the function: @adjoint(f) over def rule(result, <the arguments of f>).')
    known = _entries.get(entry.function)
    if entry.shape not in SHAPES and not str(entry.shape).startswith('='):
        raise RuleError(f'shape={entry.shape!r} of a rule is none of {SHAPES}')
    for template in (entry.adjoint, entry.tangent):
        if template is not None:
            _check_parameters(entry.function, template)
    if known is not None and entry.adjoint is None and entry.tangent is not None:
        entry = attrs.evolve(known, tangent=entry.tangent)
    _entries[entry.function] = entry


def _check_parameters(function: Any, template: Callable) -> None:
    """Refuse a template whose parameters could not be bound as the function's are."""
    names = list(inspect.signature(template).parameters.values())
    code = template.__code__
    place = {'file': code.co_filename, 'line': code.co_firstlineno}
    described = f'the rule {template.__name__!r} for {getattr(function, "__name__", function)!r}'
    if not names:
        raise RuleError(f'{described} takes no parameters; its first must stand for the result, '
                        f'the others for the arguments', **place)
    try:
        wanted = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):  # most ufuncs and built-in functions do not tell theirs
        return
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    theirs = [p for p in wanted if p.kind in positional]
    takes = ', '.join([names[0].name] + [str(p.replace(annotation=p.empty)) for p in wanted])
    remedy = f'Write it as def {template.__name__}({takes}).'
    if any(p.kind == p.VAR_POSITIONAL for p in wanted):
        theirs = theirs[:len([p for p in names[1:] if p.kind in positional])]
    for ours, wanted_one in zip([p for p in names[1:] if p.kind in positional], theirs):
        if wanted_one.kind == wanted_one.POSITIONAL_OR_KEYWORD and ours.name != wanted_one.name:
            raise RuleError(f'{described} calls an argument {ours.name!r} that the function calls '
                            f'{wanted_one.name!r}', remedy, **place)
    required = [p for p in theirs if p.default is p.empty]
    ours = [p for p in names[1:] if p.kind in positional]
    variadic = any(p.kind == p.VAR_POSITIONAL for p in names)
    if len(ours) < len(required) and not variadic:
        raise RuleError(f'{described} has {len(ours)} parameters besides the result, the function '
                        f'needs {len(required)}', remedy, **place)
    if len(ours) > len(theirs) and not any(p.kind == p.VAR_POSITIONAL for p in wanted):
        raise RuleError(f'{described} has {len(ours)} parameters besides the result, the function '
                        f'takes {len(theirs)}', remedy, **place)
    only = {p.name for p in wanted if p.kind == p.KEYWORD_ONLY} | {p.name for p in theirs}
    for p in names:
        if p.kind == p.KEYWORD_ONLY and p.name not in only and not any(w.kind == w.VAR_KEYWORD for w in wanted):
            raise RuleError(f'{described} takes an argument {p.name!r} that the function lacks', remedy, **place)
