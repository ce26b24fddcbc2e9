"""What every pass takes and returns: a function as a tree, with all that it refers to."""
from __future__ import annotations

import builtins
from collections.abc import Mapping
from types import CellType, ModuleType
from typing import Any

import attrs
import gast
import numpy as np

from tangent.errors import UnsupportedError
from tangent.syntax.names import Names
from tangent.syntax.saved import is_generated_file

PRIMAL, ADJOINT, TANGENT = 'primal', 'adjoint', 'tangent'
DERIVED = (ADJOINT, TANGENT)
MISSING = object()


@attrs.frozen
class Origin:
    """Where a statement comes from: the user's file, line and text, and what it is for.

    by_hand: whether the user wrote it, for the backward pass.
    """

    file: str
    line: int
    text: str
    role: str = PRIMAL
    by_hand: bool = attrs.field(default=False, repr=False)


class Line(int):
    """The number of a line in another file than that of the function whose tree it is in."""

    file: str

    def __new__(cls, number: int, file: str) -> Line:
        line = super().__new__(cls, number)
        line.file = file
        return line


@attrs.frozen(eq=False)
class Scope:
    """What the free names of a function stand for.

    cells and globals_ are the function's own, seen live.  bound are the names that
    generated code adds.  seen records what names were found to stand for, so that a
    derivative is used again only where they still do.
    """

    globals_: dict[str, Any]
    cells: Mapping[str, CellType] = attrs.field(factory=dict)
    bound: Mapping[str, Any] = attrs.field(factory=dict)
    seen: dict[str, Any] = attrs.field(factory=dict)

    def lookup(self, name: str) -> Any:
        """The object that a free name stands for now, or MISSING."""
        for layer in getattr(self.bound, 'maps', (self.bound,)):  # what a ChainMap does, at a third of the cost
            if name in layer:
                return layer[name]
        if name in self.cells:
            try:
                return self.cells[name].cell_contents
            except ValueError:  # not assigned yet
                return MISSING
        if name in self.globals_:
            return self.globals_[name]
        return getattr(builtins, name, MISSING)

    def resolve(self, node: gast.AST, local: Any = ()) -> Any:
        """The object that a name or a chain of attributes of a module, class or ufunc stands for, or MISSING.

        Names in `local` are variables of the function itself: they stand for nothing known.
        """
        attributes: list[str] = []
        while type(node) is gast.Attribute:
            attributes.insert(0, node.attr)
            node = node.value
        if type(node) is not gast.Name or node.id in local:
            return MISSING
        dotted = '.'.join([node.id, *attributes]) if attributes else node.id
        value = self.seen[dotted] = self._reached(node.id, attributes)
        return value

    def find(self, dotted: str) -> Any:
        """The object that a dotted name stands for now, or MISSING."""
        first, *attributes = dotted.split('.')
        return self._reached(first, attributes)

    def _reached(self, first: str, attributes: list[str]) -> Any:
        value = self.lookup(first)
        for attribute in attributes:
            if not isinstance(value, (ModuleType, type, np.ufunc)) and not _is_distribution(value):
                return MISSING
            value = getattr(value, attribute, MISSING)
        return value

    def aliases(self, module: ModuleType) -> list[str]:
        """The names under which the function's globals know a module, the shortest first."""
        found = [name for name, value in self.globals_.items() if value is module and name.isidentifier()]
        return sorted(found, key=lambda name: (name.startswith('_'), len(name), name))


def _is_distribution(value: Any) -> bool:
    """Whether a value is one of SciPy's distributions, as `scipy.stats.norm`, whose methods are functions."""
    return type(value).__module__.startswith('scipy.stats.') and any(
        kind.__name__ in ('rv_generic', 'multi_rv_generic') for kind in type(value).__mro__)


@attrs.frozen(eq=False)
class Lifted:
    """A function defined in another one, its captured variables made keyword-only parameters.

    defaults: the variables of the enclosing function that are default values, by parameter.
    renamed: the names in it that stand for something else in what it captures, and what they became.
    carried: the definitions of the local functions that it calls, for calls that carry no derivative.
    """

    tree: gast.FunctionDef
    captured: tuple[str, ...]
    defaults: Mapping[str, str]
    renamed: Mapping[str, str]
    carried: tuple[gast.FunctionDef, ...]


@attrs.frozen
class Itself:
    """Says of a variable that it holds a class, not an object of it."""

    kind: type


@attrs.frozen(eq=False)
class Function:
    """A function as a tree in the core form or on its way there.

    tree: the definition; each statement in it has an `origin`.
    scope: what its free names stand for.
    names: the variables that were made so far; shared by all stages of one derivation.
    object: the Python function that it was read from.
    defaults: the default values by parameter name, as objects.
    outer: of the functions defined in it those that come from an enclosing function, each with what it captures
        as parameters.
    classes: the variables that are known to hold objects of a class; of a parameter that holds a class itself, that.
    """

    tree: gast.FunctionDef
    scope: Scope
    names: Names
    object: Any
    file: str
    defaults: Mapping[str, Any] = attrs.field(factory=dict)
    outer: Mapping[str, Lifted] = attrs.field(factory=dict)
    classes: Mapping[str, type | Itself] = attrs.field(factory=dict)

    @property
    def name(self) -> str:
        return self.tree.name

    @property
    def parameters(self) -> list[str]:
        """Names of the parameters in the order of the signature, `*args` and `**kwargs` among them."""
        return parameters(self.tree.args)

    def with_body(self, body: list[gast.stmt]) -> Function:
        """The same function with another body."""
        return attrs.evolve(self, tree=with_body(self.tree, body))

    def error(self, kind: type[UnsupportedError], node: gast.AST, reason: str, remedy: str) -> UnsupportedError:
        """An error that points at a node of this function."""
        line = getattr(node, 'lineno', None)
        return kind(reason, remedy, file=getattr(line, 'file', self.file), line=line,
                    column=getattr(node, 'col_offset', None))


def is_generated(function: Function) -> bool:
    """Whether tangent made the function: it writes only into what it made itself."""
    return is_generated_file(function.file)


def with_body(tree: gast.FunctionDef, body: list[gast.stmt]) -> gast.FunctionDef:
    """The same definition with another body."""
    new = gast.FunctionDef(name=tree.name, args=tree.args, body=body, decorator_list=[], returns=None,
                           type_comment=None, type_params=[])
    return gast.copy_location(new, tree)


def parameters(args: gast.arguments) -> list[str]:
    """Names of all parameters, in the order of the signature."""
    nodes = [*args.posonlyargs, *args.args, *([args.vararg] if args.vararg else []), *args.kwonlyargs,
             *([args.kwarg] if args.kwarg else [])]
    return [node.id for node in nodes]
