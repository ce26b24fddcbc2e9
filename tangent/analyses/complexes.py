"""Which values may be complex numbers where others that they meet are real."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import gast
import numpy as np

from tangent.analyses.activity import target_names
from tangent.analyses.effects import entry_of
from tangent.analyses.inference import Kinds
from tangent.analyses.kinds import Kind
from tangent.runtime.arrays import recast, unbroadcast, unreduce
from tangent.syntax.build import Opaque, blocks_of, children, written
from tangent.syntax.function import MISSING, Function

_REAL = (abs, float, int, len, np.abs, np.angle, np.real, np.imag, np.size, np.shape, np.ndim, np.linalg.norm)
_LIKE_SECOND = (unbroadcast, recast, unreduce)  # adjoints that are real where the variable is
_REAL_ATTRIBUTES = ('real', 'imag', 'shape', 'size', 'ndim', 'dtype')
_MAKERS = (np.linalg.eig, np.linalg.eigvals, np.roots)
_MODULES = ('numpy.fft', 'scipy.fft', 'numpy.lib.scimath')


class Complexes:
    """The variables of a function that have met complex numbers: constants, arguments, what makes them of real ones.

    An argument of which nothing is known is taken for real.
    """

    def __init__(self, function: Function, kinds: Kinds) -> None:
        self.function = function
        self.found = {parameter for parameter, kind in kinds.given.items() if _is_complex(kind)}
        definitions = list(self._definitions(function.tree.body))
        before = -1
        while len(self.found) > before:
            before = len(self.found)
            for identifiers, value in definitions:
                if not self.found.issuperset(identifiers) and self.may_be(value):
                    self.found.update(identifiers)

    def _definitions(self, statements: Iterable[gast.stmt]) -> Iterable[tuple[list[str], gast.AST]]:
        for node in statements:
            if isinstance(node, gast.Assign):
                yield target_names(node.targets[0]), node.value
            elif isinstance(node, gast.For):
                yield target_names(node.target), node.iter
            elif isinstance(node, Opaque):
                yield sorted(written(node)), node
            elif isinstance(node, gast.Expr) and isinstance(node.value, gast.Call) and isinstance(
                    node.value.func, gast.Attribute) and isinstance(node.value.func.value, gast.Name):
                yield [node.value.func.value.id], node.value  # a list that is appended to
            for block in blocks_of(node):
                yield from self._definitions(block)

    def add(self, identifier: str, value: gast.expr) -> None:
        """Know a variable that a pass made."""
        if self.may_be(value):
            self.found.add(identifier)

    def may_be(self, node: gast.AST) -> bool:
        """Whether the value of an expression may be complex, or hold what is."""
        if isinstance(node, gast.Name):
            return node.id in self.found or node.id not in self.function.names.variables and _makes_complex(
                self.function.scope.lookup(node.id))
        if isinstance(node, gast.Constant):
            return isinstance(node.value, complex) or isinstance(node.value, str) and node.value.startswith('complex')
        if isinstance(node, (gast.Compare, gast.BoolOp)):
            return False
        if isinstance(node, gast.Attribute):
            return node.attr not in _REAL_ATTRIBUTES and (
                self.may_be(node.value) or _makes_complex(self._resolved(node)))
        if isinstance(node, gast.Subscript):
            return self.may_be(node.value)
        if isinstance(node, gast.Call):
            entry = entry_of(self.function, node)
            function = self._resolved(node.func) if entry is None else entry.function
            if any(function is real for real in _REAL):
                return False
            if any(function is helper for helper in _LIKE_SECOND) and len(node.args) > 1:
                return self.may_be(node.args[0]) and self.may_be(node.args[1])
            if _makes_complex(function):
                return True
        return any(map(self.may_be, children(node)))

    def _resolved(self, node: gast.expr) -> Any:
        return self.function.scope.resolve(node, self.function.names.variables)


def _is_complex(kind: Kind) -> bool:
    return kind.of == 'complex' or (kind.dtype or '').startswith('complex') or any(map(_is_complex, kind.parts))


def _makes_complex(value: Any) -> bool:
    """Whether data is complex, or a function or type makes what is."""
    if value is MISSING:
        return False
    if isinstance(value, type):
        return issubclass(value, (complex, np.complexfloating))
    if isinstance(value, (complex, np.complexfloating)) or isinstance(value, np.ndarray) and value.dtype.kind == 'c':
        return True
    return callable(value) and (any(value is maker for maker in _MAKERS)
                                or (getattr(value, '__module__', None) or '').startswith(_MODULES))
