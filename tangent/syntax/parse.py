"""From a Python function to its tree: finding the source, and in it the right definition."""
from __future__ import annotations

import __future__

import ast
import copy
import functools
import inspect
import linecache
import types
import warnings
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from typing import Any

import gast

from tangent.errors import SourceError, UnsupportedError
from tangent.syntax.build import PATTERNS, rebuild, walk, with_origin, written
from tangent.syntax.function import Function, Origin, Scope, parameters
from tangent.syntax.names import Names

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_FUTURE = __future__.annotations.compiler_flag
WITH_BLOCKS = '__with_blocks__'  # the attribute of a decorated function for what it was made of


def read(function: types.FunctionType) -> Function:
    """The tree of a Python function, as its source has it.

    A lambda becomes a definition that returns its body.

    Raises:
        SourceError: if the source cannot be found, or is no longer that of the function.
        UnsupportedError: if the function is a coroutine.
    """
    function = function.__dict__.get(WITH_BLOCKS, function)
    code = function.__code__
    text = source_text(function)
    node = _definition(function, text)
    tree = gast.ast_to_gast(node)
    if isinstance(node, ast.Lambda):
        body = gast.copy_location(gast.Return(tree.body), tree.body)
        tree = gast.copy_location(
            gast.FunctionDef('lambda', tree.args, [body], [], None, None, []), tree)
    tree = _as_in_class(tree, function)
    lines = text.splitlines()
    for statement in tree.body:
        attach_origins(statement, code.co_filename, lines)
    names = Names(mentioned(tree))
    names.has_scopes = any(isinstance(node, (gast.FunctionDef, gast.Lambda)) for s in tree.body for node in walk(s))
    for name in [*parameters(tree.args), *sorted(set().union(*map(written, tree.body)))]:
        names.add(name)
    cells = dict(zip(code.co_freevars, function.__closure__ or ()))
    return Function(tree=tree, scope=Scope(function.__globals__, cells), names=names, object=function,
                    file=code.co_filename, defaults=default_values(function))


def _as_in_class(tree: gast.FunctionDef, function: types.FunctionType) -> gast.FunctionDef:
    """A definition with what it means inside a class written out: `super()`, and names that begin with `__`."""
    around = function.__qualname__.rpartition('.')[0].rpartition('.')[2].lstrip('_')
    positional = [*tree.args.posonlyargs, *tree.args.args]
    has_cell = '__class__' in function.__code__.co_freevars and positional

    def replace(node: gast.AST) -> gast.AST | None:
        if has_cell and isinstance(node, gast.Call) and isinstance(node.func, gast.Name) and (
                node.func.id == 'super' and not node.args):
            arguments = [gast.Name(id_, gast.Load(), None, None) for id_ in ('__class__', positional[0].id)]
            return gast.copy_location(gast.Call(node.func, arguments, []), node)
        if isinstance(node, gast.Attribute) and node.attr.startswith('__') and not node.attr.endswith('__') and (
                around.isidentifier()):
            new = gast.Attribute(rebuild(node.value, replace), f'_{around}{node.attr}', node.ctx)
            return gast.copy_location(new, node)
        return None
    if not has_cell and not any('__' in name for name in function.__code__.co_names):
        return tree
    return gast.copy_location(rebuild(tree, replace), tree)


def default_values(function: types.FunctionType) -> dict[str, Any]:
    """The default values of a function by the names of its parameters."""
    code = function.__code__
    positional = code.co_varnames[:code.co_argcount]
    values = function.__defaults__ or ()
    found = dict(zip(positional[len(positional) - len(values):], values))
    return {**found, **(function.__kwdefaults__ or {})}


def source_text(function: types.FunctionType) -> str:
    """The text of the file that a function was defined in."""
    code = function.__code__
    lines = linecache.getlines(code.co_filename, function.__globals__)
    if not lines:
        raise SourceError(
            f'the source of {function.__qualname__!r} cannot be found: '
            f'{code.co_filename!r} is not a file and is not known to linecache',
            'Define the function in a file, a notebook or a doctest; or, where it is made by exec, add its '
            'text to linecache.cache under the name given to compile(); or give it a rule with '
            f'@tangent.grads.adjoint({function.__name__}).')
    return ''.join(lines)


def definition_of(function: types.FunctionType) -> ast.AST:
    """The tree of Python's own that a function was compiled from; it is shared."""
    return _definition(function, source_text(function))


@functools.lru_cache(maxsize=64)
def _parsed(text: str, filename: str) -> ast.Module | None:
    try:
        return ast.parse(text, filename)
    except SyntaxError:
        return None


def _definition(function: types.FunctionType, text: str) -> ast.AST:
    """The node in a file's tree that a function was compiled from."""
    code = function.__code__
    node = None
    if _is_ours(function):
        node = _find(code, _block_at(code.co_firstlineno, text), False)
    node = node or _find(code, text, _compiles_plainly(function))
    if node is None:
        raise SourceError(
            f'the source of {function.__qualname__!r} is not at line {code.co_firstlineno} of '
            f'{code.co_filename!r} any more: the text was changed after the function was defined',
            'Import or run the file again, so that functions and text agree.')
    if isinstance(node, ast.AsyncFunctionDef):
        raise UnsupportedError(f'{function.__qualname__!r} is a coroutine, which cannot be differentiated',
                               'Write it as a plain function.', file=code.co_filename, line=node.lineno,
                               column=node.col_offset)
    return node


@functools.lru_cache(maxsize=256)
def _find(code: types.CodeType, text: str, plain: bool) -> ast.AST | None:
    """The definition in a text that compiles to a code object; `plain`: exactly to that."""
    module = _parsed(text, code.co_filename)
    if module is None:
        return None
    name = code.co_name.strip('<>')
    found = [node for node in _definitions_at(module, code.co_firstlineno)
             if getattr(node, 'name', 'lambda') == name and _argument_names(node) == _parameters_of(code)]
    if len(found) > 1:
        found = _same_code(*copy.deepcopy((module, found)), code)  # another thread may read the tree
    elif plain and not _is_compiled_from(code, text):
        return None
    return found[0] if found else None


def _block_at(start: int, text: str) -> str:
    """The text of the definition at the margin that starts on a line, at its place.

    A rule is parsed far quicker than all of its file.  What is cut short does not parse: only inside
    brackets, strings and after a backslash can a line of a definition's body start at the margin.
    """
    lines = text.split('\n')[start - 1:]
    head = next((count for count, line in enumerate(lines) if line.startswith('def ')), len(lines))
    end = next((count for count, line in enumerate(lines)
                if count > head and line and not line[0].isspace() and line[0] not in '#)'), len(lines))
    return '\n' * (start - 1) + '\n'.join(lines[:end])


def _compiles_plainly(function: types.FunctionType) -> bool:
    """Whether the code must be what the text of its file compiles to.

    A text in memory does not change, and import hooks (as that of pytest) rewrite what they load.
    The library's own rules are trusted: compiling their files would take longer than deriving.
    """
    if _is_ours(function):
        return False
    entry = linecache.cache.get(function.__code__.co_filename)
    loader = function.__globals__.get('__loader__')
    return entry is not None and len(entry) > 1 and entry[1] is not None and (
        loader is None or type(loader) is SourceFileLoader)


def _is_ours(function: types.FunctionType) -> bool:
    return (function.__module__ or '').startswith('tangent.')


def _is_compiled_from(code: types.CodeType, text: str) -> bool:
    compiled = _compiled_text(text, code.co_filename, code.co_flags & _FUTURE)
    return compiled is None or any(
        inner.co_firstlineno == code.co_firstlineno and _fingerprint(inner) == _fingerprint(code)
        for inner in compiled)


@functools.lru_cache(maxsize=64)
def _compiled_text(text: str, filename: str, flags: int) -> list[types.CodeType] | None:
    module = _parsed(text, filename)
    try:
        return list(_code_objects(_compiled(module, filename, flags)))
    except SyntaxError:
        return None


def compile_module(module: ast.Module, like: types.CodeType) -> types.CodeType:
    """The code of a module, as of the file that another code object is from."""
    return _compiled(module, like.co_filename, like.co_flags & _FUTURE)


def _compiled(module: ast.Module, filename: str, flags: int) -> types.CodeType:
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')  # the user has seen them
        return compile(module, filename, 'exec', flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)


def _definitions_at(tree: ast.AST, line: int) -> Iterator[ast.AST]:
    """The definitions below a node that start on a line; only what the line is part of is searched."""
    for node in ast.iter_child_nodes(tree):
        first = min([getattr(node, 'lineno', line), *[d.lineno for d in getattr(node, 'decorator_list', [])]])
        if isinstance(node, _DEFINITIONS) and first == line:
            yield node
        if first <= line <= getattr(node, 'end_lineno', line):
            yield from _definitions_at(node, line)


def _argument_names(node: ast.AST) -> tuple[str, ...]:
    a = node.args
    ordered = [*a.posonlyargs, *a.args, *a.kwonlyargs, *([a.vararg] if a.vararg else []),
               *([a.kwarg] if a.kwarg else [])]
    return tuple(argument.arg for argument in ordered)


def _parameters_of(code: types.CodeType) -> tuple[str, ...]:
    count = code.co_argcount + code.co_kwonlyargcount
    stars = bool(code.co_flags & inspect.CO_VARARGS) + bool(code.co_flags & inspect.CO_VARKEYWORDS)
    return code.co_varnames[:count + stars]


def _same_code(module: ast.Module, nodes: list[ast.AST], code: types.CodeType) -> list[ast.AST]:
    """Those of several definitions on one line that compile to the code given.

    Each in turn is moved to lines of its own, and the module compiled: its code is the first
    one there.  This needs no column positions (Python 3.10 has none).
    Two that compile to the same code mean the same, and either will do.
    """
    wanted = _fingerprint(code)
    return [node for node in nodes if _fingerprint(_code_of(module, node, code)) == wanted]


def _code_of(module: ast.Module, node: ast.AST, like: types.CodeType) -> types.CodeType | None:
    """The code object that a definition compiles to."""
    far = 1_000_000
    ast.increment_lineno(node, far)
    try:
        compiled = compile_module(module, like)
    except SyntaxError:
        return None
    finally:
        ast.increment_lineno(node, -far)
    return next((inner for inner in _code_objects(compiled) if inner.co_firstlineno > far), None)


def _code_objects(code: types.CodeType) -> Iterator[types.CodeType]:
    for value in code.co_consts:
        if isinstance(value, types.CodeType):
            yield value
            yield from _code_objects(value)


def _fingerprint(value: Any) -> Any:
    """What is equal for code objects that do the same."""
    if isinstance(value, types.CodeType):
        return (value.co_code, [_fingerprint(constant) for constant in value.co_consts], value.co_names,
                value.co_varnames, value.co_freevars, value.co_cellvars)
    if isinstance(value, frozenset):  # has no order
        return sorted(map(repr, value))
    return type(value), repr(value)


def attach_origins(statement: gast.stmt, file: str, lines: list[str]) -> None:
    """Give a statement and those inside it their origins."""
    for node in walk(statement):
        if isinstance(node, gast.stmt):
            with_origin(node, Origin(file, node.lineno, statement_text(node, lines)))


def statement_text(node: gast.stmt, lines: list[str]) -> str:
    """The source of a statement on one line; of a compound one, its head."""
    last = node.end_lineno or node.lineno
    body = getattr(node, 'body', None) or [case.pattern for case in getattr(node, 'cases', [])]
    if isinstance(body, list) and body:
        last = max(node.lineno, body[0].lineno - 1)
    part = [line for line in lines[node.lineno - 1:last]]
    if not part:
        return ''
    if last == node.end_lineno:
        part[-1] = part[-1].encode()[:node.end_col_offset].decode()
    part[0] = part[0].encode()[node.col_offset:].decode()
    return ' '.join(line.strip() for line in part).strip()


def mentioned(tree: gast.FunctionDef) -> set[str]:
    """Every name that occurs in a function, whatever for."""
    found = set()
    for node in walk(tree):
        if isinstance(node, gast.Name):
            found.add(node.id)
        elif isinstance(node, (gast.FunctionDef, gast.ClassDef, *PATTERNS)):
            found |= written(node)
        elif isinstance(node, (gast.Import, gast.ImportFrom)):
            found |= {(a.asname or a.name).partition('.')[0] for a in node.names}
    return found
