"""Derivatives as a module of their own."""
from __future__ import annotations

import ast
import builtins
import sys
import types
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tangent.errors import ArgumentError
from tangent.syntax.build import bound_names, reads
from tangent.syntax.function import MISSING, Function
from tangent.syntax.parse import read
from tangent.syntax.saved import stamped
from tangent.transforms.options import text_of

_REMEDY = 'Pass it as an argument of the function, or define it at the top of a module that can be imported.'


def save(function: Callable | Sequence[Callable], path: str | Path) -> Path:
    """Write derivatives, and what they call, to a module that runs without the functions they were made of.

    The module imports what it refers to. Values that a derivative reads from a module are those that the
    module has when the new one is imported. What is in the file can be differentiated again.

    Args:
        function: what a transform returned, or a list or tuple of such.
        path: the file to write, which is replaced if there is one.

    Returns:
        The path.

    Raises:
        ArgumentError: if no transform made a function, if it refers to something that cannot be imported
            (data captured by a closure, what was defined interactively), or if two refer to different
            things by one name.

    >>> import tangent, tempfile, runpy
    >>> def f(x):
    ...     return x * x
    >>> path = save(tangent.grad(f), tempfile.mkdtemp() + '/derivatives.py')
    >>> runpy.run_path(str(path))['dfdx'](3.0)
    6.0
    """
    functions = list(function) if isinstance(function, (list, tuple)) else [function]
    module = _Module()
    for item in functions:
        module.add(item)
    path = Path(path)
    path.write_text(stamped(module.text()), encoding='utf-8')
    return path


class _Module:
    """The text of a module in the making."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}  # what the names of the module stand for
        self.modules: set[str] = set()  # the statements that import modules
        self.members: dict[str, list[str]] = {}  # what is imported from each
        self.texts: list[str] = []
        self.aliases: list[str] = []
        self.seen: set[int] = set()
        self.has_open_annotations = False

    def text(self) -> str:
        members = [f'from {module} import {", ".join(found)}' for module, found in sorted(self.members.items())]
        future = ['from __future__ import annotations'] if self.has_open_annotations else []
        imports = [*future, *sorted(self.modules), *members]
        lists = [['\n'.join(lines) + '\n'] if lines else [] for lines in (imports, self.aliases)]
        return '\n\n'.join([*lists[0], *self.texts, *lists[1]])

    def add(self, function: Callable) -> None:
        """Write a generated function, and those that it refers to."""
        text = text_of(function)
        if text is None:
            shown = getattr(function, '__name__', function)
            raise ArgumentError(f'{shown!r} is not a derivative that tangent made', 'Save what a transform returned.')
        if id(function) in self.seen:
            return
        self.seen.add(id(function))
        if self.define(function.__name__, function):
            self.texts.append(text)
        parsed = read(function)
        free = set().union(*map(reads, parsed.tree.body)) - bound_names(parsed.tree)
        defaults = _defaults(text)
        for used in sorted(free.union(*[_names(node) for node in defaults.values()])):
            self.provide(used, parsed)
        for used in sorted(set().union(*map(_names, _annotations(text)))):
            if parsed.scope.lookup(used) is MISSING:  # known to type checkers alone
                self.has_open_annotations = True
            else:
                self.provide(used, parsed)
        for parameter, node in defaults.items():
            self.check_default(parameter, node, parsed)

    def define(self, name: str, value: Any) -> bool:
        """Let a name stand for a value; whether it did not before.

        Raises:
            ArgumentError: if it stands for something else.
        """
        if name not in self.values:
            self.values[name] = value
            return True
        found = self.values[name]
        if found is not value and (text_of(value) is None or text_of(value) != text_of(found)):
            raise ArgumentError(f'{name!r} stands for two different things in what is saved',
                                'Save the derivatives to different modules.')
        return False

    def provide(self, name: str, reader: Function) -> None:
        """Make what a function reads by a name available in the module."""
        value = reader.scope.lookup(name)
        if text_of(value) is not None:
            self.add(value)
            if value.__name__ != name and self.define(name, value):
                self.aliases.append(f'{name} = {value.__name__}')
        elif value is not MISSING and getattr(builtins, name, MISSING) is value:
            return
        elif self.define(name, value):
            self.import_(name, value, reader)

    def import_(self, name: str, value: Any, reader: Function) -> None:
        if isinstance(value, types.ModuleType) and value.__name__ != '__main__' and sys.modules.get(
                value.__name__) is value:
            self.modules.add(f'import {value.__name__}' + (f' as {name}' if value.__name__ != name else ''))
            return
        place = _place_of(name, value, reader)
        if place is None:
            kind = 'a function' if callable(value) else f'{type(value).__name__} data'
            what = 'not defined' if value is MISSING else kind
            raise ArgumentError(f'{name!r}, which {reader.name} reads, is {what}, which cannot be imported', _REMEDY)
        module, attribute = place
        self.members.setdefault(module, []).append(attribute if attribute == name else f'{attribute} as {name}')

    def check_default(self, parameter: str, node: ast.expr, reader: Function) -> None:
        """Refuse a default value that its text does not give in the module."""
        value = reader.defaults[parameter]
        found = eval(compile(ast.Expression(node), '<default>', 'eval'), {**self.values})  # the text of generated code
        if found is not value and not (type(found) is type(value) and isinstance(value, _PLAIN) and found == value):
            raise ArgumentError(f'the default value of {parameter!r} in {reader.name} is not what '
                                f'`{ast.unparse(node)}` stands for at the top of a module', _REMEDY)


_PLAIN = (bool, int, float, complex, str, bytes, tuple, type(None))


def _defaults(text: str) -> dict[str, ast.expr]:
    """The default values in the text of a function, by parameter."""
    args = ast.parse(text).body[0].args
    positional = [*args.posonlyargs, *args.args]
    pairs = [*zip(positional[len(positional) - len(args.defaults):], args.defaults),
             *zip(args.kwonlyargs, args.kw_defaults)]
    return {parameter.arg: node for parameter, node in pairs if node is not None}


def _annotations(text: str) -> list[ast.expr]:
    """The annotations of the parameters in the text of a function."""
    return [node.annotation for node in ast.walk(ast.parse(text).body[0].args)
            if isinstance(node, ast.arg) and node.annotation is not None]


def _names(node: ast.expr) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _place_of(name: str, value: Any, reader: Function) -> tuple[str, str] | None:
    """The module that has a value, and its name there; None if there is none."""
    places = [(getattr(value, '__module__', None), getattr(value, '__qualname__', ''))] if callable(value) else []
    if callable(value) or name not in reader.scope.cells:
        places.append((reader.scope.globals_.get('__name__'), name))
    for module, attribute in places:
        found = getattr(sys.modules.get(module or ''), attribute, MISSING) if '.' not in attribute else MISSING
        if found is value and value is not MISSING and module != '__main__':
            return module, attribute
    return None
