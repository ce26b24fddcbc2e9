"""What is known of a callable: its rule, where it is constant, the shape of its result.

The registry is keyed by the object itself, never by its name.  It holds functions,
ufuncs, the unbound methods and attributes of arrays (`np.ndarray.sum`, `np.ndarray.T`)
and, for Python's operators, the functions of the module `operator`.
"""
from __future__ import annotations

import importlib
import inspect
import sys
import types
from collections.abc import Callable
from typing import Any

import attrs
import numpy as np

from tangent.errors import RuleError

ELEMENTWISE, LINEAR, BILINEAR = 'elementwise', 'linear', 'bilinear'
SHAPES = ('elementwise', 'same', 'reduction', 'scalar', None)

# Parameters that are integers, truth values or dtypes in every function that tangent has a rule for: where they stand
# among values that carry derivatives, as in the tuple of what an adjoint reads, they carry none.
_NEVER_ACTIVE = ('axis', 'axes', 'axis1', 'axis2', 'dtype', 'keepdims', 'newshape', 'shape')

# The modules with rules for optional libraries, by the package that a function is of; loaded when one of it is first
# looked up.
_LAZY = {
    'scipy.fft': ('fft',),
    'scipy.differential': ('differential',),  # helpers
    'scipy.functions': ('functions',),
    'scipy.integrate': ('integrate', 'differential', 'functions'),
    'scipy.interpolate': ('interpolate',),
    'scipy.linalg': ('linalg', 'linalg_decompositions', 'linalg_functions', 'linalg_structured'),
    'scipy.ndimage': ('ndimage',),
    'scipy.optimize': ('optimize', 'functions'),
    'scipy.signal': ('signal',),
    'scipy.sparse': ('sparse',),
    'scipy.spatial': ('spatial',),
    'scipy.special': ('special', 'special_gamma', 'special_integrals', 'special_bessel'),
    'scipy.stats': ('stats', 'stats_frozen'),
    'tensorflow': ('tensorflow',),
}


@attrs.frozen(eq=False)
class Entry:
    """All that is known of one callable.

    adjoint, tangent: templates, the Python functions whose bodies are filled in.
    style: ELEMENTWISE, LINEAR or BILINEAR when the tangent follows from the adjoint.
    linear: names of arguments in each of which the function is linear, where its style does not say so.
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
    derives: whether the result is derived of a function, the first argument: it captured what that did, unless the
        third argument is True.
    """

    function: Any
    adjoint: Callable | None = None
    tangent: Callable | None = None
    style: str | None = None
    linear: tuple[str, ...] = ()
    constant: tuple[str, ...] | None = ()
    shape: str | None = None
    shape_reads: tuple[str, ...] = ()
    broad: tuple[str, ...] = ()
    keeps_dtype: bool = True
    pure: bool = True
    fresh: bool = False
    derives: bool = False

    @property
    def template(self) -> Callable | None:
        """The template to bind a call's arguments with."""
        return self.adjoint or self.tangent


_entries: dict[Any, Entry] = {}
_definitions: dict[Any, types.FunctionType] = {}
_of_instances: dict[type, Callable[[Any], types.FunctionType]] = {}
_classes_of_results: dict[types.FunctionType | None, type] = {}
_lazy_definitions: set[types.FunctionType] = set()
_of_classes: list[Callable[[type], Entry | None]] = []


def lookup(function: Any) -> Entry | None:
    """The entry of a callable, or None if nothing is known of it."""
    found = _known(_entries, function)
    if found is None and isinstance(function, type):
        return next(filter(None, (rule_of(function) for rule_of in _of_classes)), None)
    return found


def definition(function: Any) -> types.FunctionType | None:
    """The Python function that does what a callable does, and is differentiated in its place; None for most."""
    found = _known(_definitions, function)
    if found is None and type(function) in _of_instances:
        found = _definitions[function] = _of_instances[type(function)](function)
    return found


def class_of_results(function: Any) -> type | None:
    """The class whose methods do for all results of a function what its own do, whether they carry derivatives or not.
    """
    return _classes_of_results.get(definition(function))


def _known(registered: dict, function: Any) -> Any:
    """What is registered of a callable, once the rules of its library are loaded; None if there is nothing."""
    try:
        found = registered.get(function)
    except TypeError:  # unhashable: cannot have been registered
        return None
    if found is None and _load_rules(function):
        return registered.get(function)
    return found


def _load_rules(function: Any) -> bool:
    """Load the rules for the library that a callable is of; whether there was something to load."""
    if isinstance(function, np.ufunc):  # these do not tell: beside NumPy's, which are loaded, SciPy has some
        packages = ['scipy.special'] if 'scipy.special' in sys.modules else []
    else:
        module = str(getattr(function, '__module__', None) or '')
        library, _, rest = module.removeprefix('tangent.runtime.').partition('.')  # helpers have rules there, too
        packages = [library, f'{library}.{rest.partition(".")[0].partition("_")[0]}']
    found = [(package, module) for package in packages for module in _LAZY.pop(package, ())]
    for package, module in found:
        importlib.import_module('.'.join(['tangent.templates', *package.split('.')[:-1], module]))
    return bool(found)


def is_lazy(function: Any) -> bool:
    """Whether a callable gives an iterator, and is differentiated as a function that gives a list."""
    return definition(function) in _lazy_definitions


def register_definition(function: Any, made: types.FunctionType, lazy: bool = False,
                        kind: type | None = None) -> None:
    """Let a Python function be differentiated in place of a callable that does the same; `lazy` as for `defined_as`."""
    _definitions[function] = made
    if lazy:
        _lazy_definitions.add(made)
    if kind is not None:
        _classes_of_results[made] = kind


def register_definitions_of(kind: type, make: Callable[[Any], types.FunctionType]) -> None:
    """Let a function make the Python functions that do what objects of a class do when they are called."""
    _of_instances[kind] = make


def register_classes(rule_of: Callable[[type], Entry | None]) -> None:
    """Let a function make the entries of classes that have none, as far as it knows them."""
    _of_classes.append(rule_of)


def entries() -> tuple[Entry, ...]:
    """Every entry, in the order of registration."""
    return tuple(_entries.values())


def is_of_numpy(function: Any) -> bool:
    """Whether a function is NumPy's, or a method or an attribute of its arrays."""
    owner = getattr(function, '__objclass__', None)
    return isinstance(function, np.ufunc) or owner is np.ndarray or str(
        getattr(function, '__module__', None)).partition('.')[0] == 'numpy'


def register(entry: Entry) -> None:
    """Add an entry, or what it says to the one that is there.

    Raises:
        RuleError: if the rule does not fit the function.
    """
    if not _can_have_rule(entry.function):
        raise RuleError(f'a rule belongs to a function, not to {entry.function!r}',
                        'Name the function: @adjoint(f) over def rule(result, <the arguments of f>).')
    if entry.shape not in SHAPES and not str(entry.shape).startswith('='):
        raise RuleError(f'shape={entry.shape!r} of a rule is none of {SHAPES}')
    for template in (entry.adjoint, entry.tangent):
        if template is not None:
            _check(entry.function, template)
    if entry.constant is not None and entry.template is not None and _is_own(entry.template):
        code = entry.template.__code__
        parameters = code.co_varnames[:code.co_argcount + code.co_kwonlyargcount]
        entry = attrs.evolve(entry, constant=(*entry.constant, *(
            found for found in parameters if found in _NEVER_ACTIVE and found not in entry.constant)))
    known = _entries.get(entry.function)
    if known is not None and entry.adjoint is None and entry.tangent is not None:
        entry = attrs.evolve(known, tangent=entry.tangent)
    _entries[entry.function] = entry


def _is_own(template: types.FunctionType) -> bool:
    """Whether a template is one of tangent's, and not of a user's, where a `shape` may be any number."""
    return (template.__module__ or '').startswith('tangent.templates.')


def _can_have_rule(function: Any) -> bool:
    """Whether something can be called, read from an object, or indexed as `np.r_` is."""
    try:
        hash(function)
    except TypeError:
        return False
    return callable(function) or inspect.isdatadescriptor(function) or (
        hasattr(function, '__getitem__') and type(function).__module__ != 'builtins')


def mentions_d(function: types.FunctionType) -> bool:
    """Whether a function reads a variable `d` of its module or of a function around it."""
    return 'd' in function.__code__.co_names + function.__code__.co_freevars


def _check(function: Any, template: types.FunctionType) -> None:
    """Refuse a template that gives no derivative, or could not be bound as the function is."""
    reason, remedy = _misfit(function, template)
    if not reason and not mentions_d(template):
        reason, remedy = 'gives no derivative', 'Give each argument its own: d[x] = d[result] * ...'
    if reason:
        code = template.__code__
        shown = getattr(function, '__name__', function)
        raise RuleError(f'the rule {template.__name__!r} for {shown!r} {reason}', remedy,
                        file=code.co_filename, line=code.co_firstlineno)


_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


def _misfit(function: Any, template: types.FunctionType) -> tuple[str, str]:
    """What is wrong with the parameters of a template, and what they should be; nothing if they fit."""
    result, *ours = inspect.signature(template).parameters.values() or [None]
    if result is None:
        return ('takes no parameters; its first must stand for the result, the others for the arguments',
                'Write it as def rule(result, <the arguments of the function>).')
    try:
        theirs = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):  # most ufuncs and built-in functions do not tell theirs
        return '', ''
    name = template.__name__ if template.__name__.isidentifier() else 'rule'
    takes = ', '.join([result.name, *[str(p.replace(annotation=p.empty)) for p in theirs]])
    remedy = f'Write it as def {name}({takes}).'
    kinds = {p.kind for p in theirs}
    given = [p for p in ours if p.kind in _POSITIONAL]
    taken = [p for p in theirs if p.kind in _POSITIONAL]
    if inspect.Parameter.VAR_POSITIONAL in kinds:
        taken = taken[:len(given)]
    for own, original in zip(given, taken):
        if original.kind == original.POSITIONAL_OR_KEYWORD and own.name != original.name:
            return f'calls an argument {own.name!r} that the function calls {original.name!r}', remedy
    required = [p for p in taken if p.default is p.empty]
    if len(given) < len(required) and not any(p.kind == p.VAR_POSITIONAL for p in ours):
        return f'has {len(given)} parameters besides the result, the function needs {len(required)}', remedy
    if len(given) > len(taken) and inspect.Parameter.VAR_POSITIONAL not in kinds:
        return f'has {len(given)} parameters besides the result, the function takes {len(taken)}', remedy
    names = {p.name for p in theirs}
    for p in ours:
        if p.kind == p.KEYWORD_ONLY and p.name not in names and inspect.Parameter.VAR_KEYWORD not in kinds:
            return f'takes an argument {p.name!r} that the function lacks', remedy
    return '', ''


def is_of_scipy(function: Any) -> bool:
    """Whether a function is SciPy's, but for its ufuncs, which do not tell."""
    return str(getattr(function, '__module__', None)).partition('.')[0] == 'scipy'
