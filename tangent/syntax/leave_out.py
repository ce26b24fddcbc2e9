"""A function without some of its blocks, which is otherwise the same: file, lines, globals and cells."""
from __future__ import annotations

import ast
import copy
import sys
import types
from typing import Any

from tangent.syntax.parse import WITH_BLOCKS, compile_module, definition_of

_FACTORY = '__factory__'


def without_blocks_at(function: types.FunctionType, places: set[tuple[int, int]]) -> types.FunctionType:
    """The function without the `with` statements at some places (lines and columns); it knows the one with them."""
    code = function.__code__
    node = _LeaveOut(places).visit(copy.deepcopy(definition_of(function)))
    arguments = ast.arguments(posonlyargs=[], args=[ast.arg(name) for name in code.co_freevars], kwonlyargs=[],
                              kw_defaults=[], defaults=[])
    factory = ast.FunctionDef(name=_FACTORY, args=arguments, body=[node], decorator_list=[], returns=None,
                              type_comment=None, type_params=[])
    module = ast.fix_missing_locations(ast.Module([factory], []))
    compiled = compile_module(module, code)
    for name in (_FACTORY, code.co_name):
        compiled = next(c for c in compiled.co_consts if isinstance(c, types.CodeType) and c.co_name == name)
    cells = dict(zip(code.co_freevars, function.__closure__ or ()))
    compiled = _in_its_place(compiled, f'{_FACTORY}.<locals>.{code.co_name}', function.__qualname__)
    new = types.FunctionType(compiled, function.__globals__, function.__name__, function.__defaults__,
                             tuple(cells[name] for name in compiled.co_freevars))
    for attribute in ('__kwdefaults__', '__annotations__', '__doc__', '__module__', '__qualname__'):
        setattr(new, attribute, getattr(function, attribute))
    new.__dict__.update(function.__dict__)
    setattr(new, WITH_BLOCKS, function)
    return new


class _LeaveOut(ast.NodeTransformer):
    """Puts `if False:` for blocks: that compiles to nothing, but the names in it stay what they are."""

    def __init__(self, places: set[tuple[int, int]]) -> None:
        self.places = places

    def visit_With(self, node: ast.With) -> ast.stmt:
        self.generic_visit(node)
        if (node.lineno, node.col_offset) not in self.places:
            return node
        item = node.items[0]
        given = [ast.Expr(item.context_expr)]
        if item.optional_vars is not None:
            given = [ast.Assign([item.optional_vars], item.context_expr)]
        return ast.copy_location(ast.If(ast.Constant(False), [*given, *node.body], []), node)


def _in_its_place(constant: Any, old: str, new: str) -> Any:
    """A code object, and those in it, with qualified names that begin otherwise."""
    if isinstance(constant, types.CodeType):
        named = {'co_qualname': _in_its_place(constant.co_qualname, old, new)} if sys.version_info >= (3, 11) else {}
        return constant.replace(co_consts=tuple(_in_its_place(c, old, new) for c in constant.co_consts), **named)
    return new + constant.removeprefix(old) if isinstance(constant, str) and constant.startswith(old) else constant
