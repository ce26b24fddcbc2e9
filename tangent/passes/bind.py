"""Call the functions of the user's modules by names of our own, so that they stay what they are."""
from __future__ import annotations

import sys

import gast

from tangent.syntax.build import clone, rebuild
from tangent.syntax.function import MISSING, Function
from tangent.syntax.spelling import Speller

_LIBRARIES = {'numpy', 'scipy', 'tensorflow', 'tangent', *sys.stdlib_module_names}


def is_of_a_library(module: str) -> bool:
    """Whether a module belongs to Python, or to a library that there are rules for."""
    return module.partition('.')[0] in _LIBRARIES


def bind_callables(function: Function, speller: Speller) -> Function:
    """The same function with `helper(x)` for `module.helper(x)` of a module that is not a library's.

    Callables are those found when a function is transformed, in primal and adjoint alike;
    globals are bound when the code is loaded, but an attribute would be looked up at each call.
    """
    def replace(node: gast.AST) -> gast.AST | None:
        if not (isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute)):
            return None
        root = node.func
        while isinstance(root, gast.Attribute):
            root = root.value
        module = function.scope.resolve(root, function.names.variables)
        value = function.scope.resolve(node.func, function.names.variables)
        is_library = is_of_a_library(getattr(module, '__name__', type(module).__module__))
        if value is MISSING or not callable(value) or is_library or isinstance(module, type):
            return None
        new = gast.Call(speller.bind(node.func.attr, value), rebuild(node.args, replace),
                        rebuild(node.keywords, replace))
        return gast.copy_location(new, node)
    return function.with_body([rebuild(statement, replace) for statement in clone(function.tree.body)])
