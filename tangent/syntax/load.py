"""From a tree back to a Python function that lives where the original lives."""
from __future__ import annotations

import __future__

import ast
import hashlib
import linecache
import sys
import types
import weakref
from collections.abc import Mapping
from typing import Any

import attrs

from tangent.syntax.function import Origin
from tangent.syntax.lines import register

_FACTORY = '__factory__'


@attrs.frozen(eq=False)
class Source:
    """The text of a generated function, known to linecache.

    origins: where each line comes from, by line number.
    """

    filename: str
    text: str
    origins: Mapping[int, Origin]


@attrs.frozen(eq=False)
class Travelling:
    """What a generated function carries along, so that its source is known where it is unpickled.

    function: a weak reference to the function, which holds this.
    """

    source: Source
    function: weakref.ref[types.FunctionType]

    def __reduce__(self) -> tuple[Any, ...]:
        source = self.source
        return _arrived, (self.function(), source.filename, source.text, dict(source.origins))


def _arrived(function: types.FunctionType, filename: str, text: str, origins: Mapping[int, Origin]) -> Travelling:
    """What a generated function carries along, in the process in which it is unpickled."""
    # cloudpickle calls the file of every code object by one name.
    function.__code__ = _in_file(function.__code__, filename)
    return Travelling(_registered(filename, text, origins), weakref.ref(function))


def _in_file(code: types.CodeType, filename: str) -> types.CodeType:
    constants = tuple(_in_file(c, filename) if isinstance(c, types.CodeType) else c for c in code.co_consts)
    return code.replace(co_filename=filename, co_consts=constants)


def _registered(filename: str, text: str, origins: Mapping[int, Origin]) -> Source:
    """The source of a generated function, from now on known to linecache."""
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    register(filename, origins)
    return Source(filename, text, origins)


@attrs.frozen(eq=False)
class Code:
    """A generated function that is not bound to anything yet.

    code: its code object.
    source: its text, and where each line comes from.
    keyword_defaults: names of the keyword-only parameters with a default.
    """

    code: types.CodeType
    source: Source
    name: str
    positional_defaults: tuple[str, ...]
    keyword_defaults: tuple[str, ...]


def compile_text(text: str, added: frozenset[str], origins: Mapping[int, Origin]) -> Code:
    """Compile the text of one function whose names in `added` are free variables.

    The text is registered with linecache under a name made from its contents, so that
    the same function has the same name in every process.
    """
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    module = ast.parse(text)
    function, = module.body
    filename = f'<tangent {function.name} {digest}>'
    source = _registered(filename, text, origins)
    arguments = function.args
    positional = [a.arg for a in arguments.posonlyargs + arguments.args]
    positional_defaults = tuple(positional[len(positional) - len(arguments.defaults):])
    keyword_defaults = tuple(a.arg for a, default in zip(arguments.kwonlyargs, arguments.kw_defaults)
                             if default is not None)
    # The values of defaults are bound as objects: their source may mean nothing here.
    arguments.defaults = []
    arguments.kw_defaults = [None] * len(arguments.kwonlyargs)
    factory = ast.FunctionDef(
        name=_FACTORY, body=[function, ast.Return(ast.Name(function.name, ast.Load()))], decorator_list=[],
        args=ast.arguments(posonlyargs=[], args=[ast.arg(name) for name in sorted(added)], kwonlyargs=[],
                           kw_defaults=[], defaults=[]),
        returns=None, type_comment=None, type_params=[])
    module.body = [factory]
    ast.fix_missing_locations(module)
    compiled = compile(module, filename, 'exec', __future__.annotations.compiler_flag, dont_inherit=True)
    code = _out_of_factory(_nested(_nested(compiled, _FACTORY), function.name))
    return Code(code, source, function.name, positional_defaults, keyword_defaults)


def _out_of_factory(constant: Any) -> Any:
    """A code object with its own qualified name and those of the functions in it, as if no factory was around."""
    if isinstance(constant, types.CodeType):
        named = {'co_qualname': _out_of_factory(constant.co_qualname)} if sys.version_info >= (3, 11) else {}
        return constant.replace(co_consts=tuple(map(_out_of_factory, constant.co_consts)), **named)
    return constant.removeprefix(f'{_FACTORY}.<locals>.') if isinstance(constant, str) else constant


def _nested(code: types.CodeType, name: str) -> types.CodeType:
    return next(c for c in code.co_consts if isinstance(c, types.CodeType) and c.co_name == name)


def bind(code: Code, globals_: dict[str, Any], cells: Mapping[str, types.CellType],
         defaults: Mapping[str, Any]) -> types.FunctionType:
    """The function of a code, over the globals, cells and default values given."""
    closure = tuple(cells[name] for name in code.code.co_freevars)
    function = types.FunctionType(code.code, globals_, code.name,
                                  tuple(defaults[name] for name in code.positional_defaults) or None, closure)
    function.__qualname__ = code.name
    function.__kwdefaults__ = {name: defaults[name] for name in code.keyword_defaults} or None
    function.__module__ = globals_.get('__name__', 'builtins')
    function.__source__ = Travelling(code.source, weakref.ref(function))
    return function
