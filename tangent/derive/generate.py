"""From a tree to a function: print, compile, and bind what its names stand for."""
from __future__ import annotations

import builtins
import types
from collections.abc import Iterable, Mapping
from typing import Any

import attrs
import gast

from tangent.syntax.build import bound_names, reads
from tangent.syntax.function import MISSING, Function, Scope
from tangent.syntax.load import Code, bind, compile_text
from tangent.syntax.printer import print_function
from tangent.syntax.spelling import Speller


@attrs.define(eq=False)
class Part:
    """The primal or the adjoint of a callee, as generated code refers to it.

    The cell is filled when the callee has been derived: it may be in the making still,
    in a recursion.
    """

    name: str
    cell: types.CellType = attrs.field(factory=types.CellType)
    is_pure_part: bool = False
    is_fresh: bool = False

    def __call__(self, *args: Any) -> Any:
        return self.cell.cell_contents(*args)


@attrs.frozen(eq=False)
class Generated:
    """A generated function, and what is needed to make it again over other cells.

    free: the names in it that are not its own.
    added: what the names that the transformation added stand for.
    """

    function: types.FunctionType
    code: Code
    free: tuple[str, ...]
    added: Mapping[str, Any]
    defaults: Mapping[str, Any]
    is_pure: bool = False
    is_fresh: bool = False


def generate(function: Function, speller: Speller, identifier: str) -> Generated:
    """Print, compile and bind a function."""
    tree = gast.FunctionDef(identifier, function.tree.args, function.tree.body or [gast.Pass()], [], None, None, [])
    text, origins = print_function(tree)
    free = tuple(sorted(set().union(*map(reads, tree.body)) - bound_names(tree)))
    around = {used: function.scope.bound[used] for used in free if used in function.scope.bound}
    added = {**around, **speller.added}
    cells = cells_for(free, function.scope, added)
    code = compile_text(text, frozenset(cells), origins)
    return Generated(bind(code, function.scope.globals_, cells, function.defaults), code, free, added,
                     dict(function.defaults))


def cells_for(free: Iterable[str], scope: Scope, added: Mapping[str, Any]) -> dict[str, types.CellType]:
    """The cells of the free names that are not globals, which are seen live."""
    found = {used: _cell(scope, added, used) for used in free}
    return {used: cell for used, cell in found.items() if cell is not None}


def _cell(scope: Scope, added: Mapping[str, Any], used: str) -> types.CellType | None:
    if used in added:
        value = added[used]
        if isinstance(value, types.CellType):  # of a function whose statements stand in this one
            return value
        return value.cell if isinstance(value, Part) else types.CellType(value)
    if used not in scope.globals_ and used not in scope.cells and used not in scope.bound:
        value = getattr(builtins, used, MISSING)
        return types.CellType(value) if callable(value) and not isinstance(value, type) else None
    value = scope.lookup(used)
    bound = value is not MISSING and callable(value) and not isinstance(value, types.ModuleType)
    if used in scope.bound or used in scope.cells:
        return types.CellType(value) if bound or used in scope.bound else scope.cells[used]
    return types.CellType(value) if bound and used in scope.globals_ else None
