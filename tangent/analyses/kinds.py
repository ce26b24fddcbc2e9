"""What annotations and example arguments say about the parameters of a function."""
from __future__ import annotations

import ast
import types
import typing
from collections.abc import Iterable, Mapping
from typing import Any

import attrs
import gast
import numpy as np
from numpy.typing import NDArray

from tangent.runtime.kinds import (
    ANY, CONTAINERS, NUMBERS, PLAIN, Kind, check_kinds, dtype_word, kinds_text, parse_kinds,
)
from tangent.runtime.records import is_record_type
from tangent.syntax.build import call, constant, name, with_origin
from tangent.syntax.function import Function

_ABSTRACT = (np.generic, np.number, np.integer, np.signedinteger, np.unsignedinteger, np.inexact, np.floating,
             np.complexfloating, np.flexible, np.character)  # the types of NumPy's numbers that no array has
_WORDS = {'float': float, 'int': int, 'complex': complex, 'bool': bool, 'str': str, 'bytes': bytes}


def kind_of(value: Any) -> Kind | None:
    """The kind of an example: its type, dtype kind and number of dimensions; None if it says nothing.

    >>> import numpy as np
    >>> str(kind_of({'W': np.zeros((2, 3)), 'layers': [1.0, 2.0]}))
    "{'W': float64[:, :], 'layers': list[float]}"
    """
    if value is None or is_record_type(type(value)):
        return ANY
    for word in ('bool', 'float', 'int', 'complex', 'str', 'bytes'):
        if isinstance(value, _WORDS[word]):
            return Kind(word)
    if isinstance(value, np.bool_):
        return Kind('bool')
    if isinstance(value, np.integer):
        return Kind('int')
    if isinstance(value, (np.ndarray, np.generic)):
        word = dtype_word(value.dtype)
        return Kind('array', word if word != 'float' else value.dtype.name, value.ndim)
    if isinstance(value, Mapping):
        return _container('dict', list(value.values()), tuple(value))
    if isinstance(value, (list, tuple)):
        return _container('list' if isinstance(value, list) else 'tuple', value)
    return None


def _container(of: str, values: Iterable[Any], keys: tuple = ()) -> Kind:
    parts = tuple(kind_of(value) or ANY for value in values)
    if not parts:
        return Kind(of)
    if all(part.of in ('float', 'int') for part in parts):
        parts = (Kind('float' if any(part.of == 'float' for part in parts) else 'int'),) * len(parts)
    if len(set(parts)) == 1:
        return Kind(of, parts=parts[:1])
    if any(not _is_literal(key) for key in keys):
        return Kind(of)
    return Kind(of, parts=parts, fixed=True, keys=keys)


def _is_literal(key: Any) -> bool:
    try:
        return ast.literal_eval(repr(key)) == key
    except (ValueError, SyntaxError):
        return False


def one_precision(kinds: Iterable[Kind]) -> tuple[Kind, ...]:
    """Kinds of examples, with `float` for the dtype of arrays of floats if all have the same."""
    kinds = tuple(kinds)
    found = set().union(*map(_float_dtypes, kinds))
    return tuple(map(_general, kinds)) if len(found) == 1 else kinds


def _float_dtypes(kind: Kind) -> set[str]:
    own = {kind.dtype} if kind.dtype is not None and kind.dtype.startswith('float') else set()
    return own.union(*map(_float_dtypes, kind.parts))


def _general(kind: Kind) -> Kind:
    dtype = 'float' if kind.dtype is not None and kind.dtype.startswith('float') else kind.dtype
    return attrs.evolve(kind, dtype=dtype, parts=tuple(map(_general, kind.parts)))


# --- annotations ----------------------------------------------------------------

def kind_of_annotation(annotation: Any, globals_: Mapping[str, Any] | None = None) -> Kind:
    """The kind that an annotation names, ANY where it says nothing.

    >>> str(kind_of_annotation(list[float])), str(kind_of_annotation('dict[str, float]'))
    ('list[float]', 'dict[float]')
    """
    if isinstance(annotation, str):
        try:
            annotation = eval(annotation, dict(globals_ or {}))
        except Exception:  # whatever it is meant for, it says nothing here
            return ANY
    for word, type_ in _WORDS.items():
        if annotation is type_:
            return Kind(word)
    if annotation is np.ndarray:
        return Kind('array')
    if annotation in (list, tuple, dict):
        return Kind(annotation.__name__)
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is np.ndarray or origin is NDArray:  # which one NDArray[...] has depends on the version of NumPy
        inner = args if origin is NDArray else typing.get_args(args[1]) if len(args) == 2 else ()
        is_dtype = len(inner) == 1 and isinstance(inner[0], type) and issubclass(inner[0], np.generic)
        word = dtype_word(np.dtype(inner[0])) if is_dtype and inner[0] not in _ABSTRACT else None
        return Kind('array', word if word != 'float' else np.dtype(inner[0]).name)
    parts = tuple(kind_of_annotation(arg, globals_) for arg in args if arg is not Ellipsis)
    if origin is list and len(parts) == 1 or origin is tuple and len(args) == 2 and args[1] is Ellipsis:
        return Kind(origin.__name__, parts=parts)
    if origin is tuple and parts:
        return Kind('tuple', parts=parts, fixed=True)
    if origin is dict and len(parts) == 2:
        return Kind('dict', parts=parts[1:])
    return ANY


def annotated_kinds(function: Function) -> dict[str, Kind]:
    """The kinds that the annotations of a function's parameters name, but for those that their defaults are not of."""
    annotations = getattr(function.object, '__annotations__', None)
    if not isinstance(function.object, types.FunctionType) or not annotations:
        return {}
    args = function.tree.args
    starred = {node.id for node in (args.vararg, args.kwarg) if node is not None}
    found = {}
    for parameter in function.parameters:
        if parameter in annotations and parameter not in starred:
            kind = kind_of_annotation(annotations[parameter], function.scope.globals_)
            if kind != ANY and (parameter not in function.defaults or _accepts(kind, function.defaults[parameter])):
                found[parameter] = kind
    return found


def _accepts(kind: Kind, value: Any) -> bool:
    try:
        check_kinds(f'x: {kind}', value)
    except Exception:
        return False
    return True


# --- the line that checks them --------------------------------------------------

def with_check(function: Function, kinds: Mapping[str, Kind], helper: gast.expr) -> Function:
    """A function that first checks the kinds of its parameters."""
    return function.with_body([_check(kinds, helper), *function.tree.body])


def _check(kinds: Mapping[str, Kind], helper: gast.expr) -> gast.stmt:
    text = kinds_text(kinds)
    return with_origin(gast.Expr(call(helper, constant(text), *map(name, parse_kinds(text)))), None)


def with_checked_seed(function: Function, statements: list[gast.stmt], seed: str) -> list[gast.stmt]:
    """Statements of which one checks kinds, with the check that a seed is a number."""
    position, = (i for i, node in enumerate(statements) if isinstance(node, gast.Expr) and is_check(function, node))
    value = statements[position].value
    check = _check({**parse_kinds(value.args[0].value), seed: Kind('float')}, value.func)
    return [*statements[:position], check, *statements[position + 1:]]


def checked_kinds(function: Function) -> dict[str, Kind]:
    """The kinds that the first statements of a function check."""
    found: dict[str, Kind] = {}
    for node in function.tree.body:
        text = _checked(function, node)
        if text is not None:
            found.update(parse_kinds(text))
    return found


def without_check(function: Function) -> Function:
    """The function without the statements that check kinds."""
    return function.with_body([node for node in function.tree.body if _checked(function, node) is None])


def is_check(function: Function, node: gast.stmt) -> bool:
    """Whether a statement checks kinds."""
    return _checked(function, node) is not None


def _checked(function: Function, node: gast.stmt) -> str | None:
    """What a statement checks, if that is what it does."""
    if isinstance(node, gast.If) and len(node.body) == 1 and not node.orelse:
        node = node.body[0]
    if not (isinstance(node, gast.Expr) and isinstance(node.value, gast.Call)):
        return None
    value = node.value
    target = function.scope.resolve(value.func, function.names.variables)
    return value.args[0].value if target is check_kinds else None


__all__ = [
    'ANY', 'CONTAINERS', 'NUMBERS', 'PLAIN', 'Kind', 'annotated_kinds', 'checked_kinds', 'is_check', 'kind_of',
    'kind_of_annotation', 'one_precision', 'with_check', 'with_checked_seed', 'without_check',
]
