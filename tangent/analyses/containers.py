"""Which variables are surely lists, tuples or dicts, whatever path is taken."""
from __future__ import annotations

import contextlib
import inspect
import types

import gast

from tangent.analyses.effects import WRITES, entry_of
from tangent.analyses.kinds import checked_kinds
from tangent.errors import SourceError, UnsupportedError
from tangent.runtime.memory import placed, refreshed
from tangent.runtime.sequences import plus, repeated, reversible
from tangent.runtime.views import write_through
from tangent.syntax.build import returns_of, walk
from tangent.syntax.function import Function
from tangent.syntax.parse import read
from tangent.templates.registry import lookup

_DISPLAYS = {gast.List: list, gast.ListComp: list, gast.Dict: dict, gast.DictComp: dict, gast.Tuple: tuple}
_MAKERS = {list: list, sorted: list, dict: dict, dict.fromkeys: dict, tuple: tuple}
_OF_KINDS = {'list': list, 'tuple': tuple, 'dict': dict}
_ANY = object()  # of a name before what is assigned to it was looked at


class Containers:
    """The kinds of the variables of a function in core form whose names are not versioned."""

    def __init__(self, function: Function, asks: bool = True) -> None:
        self.function, self.asks = function, asks  # whether what functions return is asked of them
        kinds = checked_kinds(function)
        self.assigned: dict[str, list[gast.expr | type | None]] = {
            p: [_OF_KINDS.get(kinds[p].of) if p in kinds else None] for p in function.parameters}
        nodes = [node for statement in function.tree.body for node in walk(statement)]
        for node in nodes:
            if isinstance(node, gast.Assign):
                for target in node.targets:
                    self._define(target, node.value)
        defined = {id(node.target) for node in nodes if isinstance(node, gast.AugAssign)}
        defined |= {id(part) for node in nodes if isinstance(node, gast.Assign) for part in walk(node)}
        for node in nodes:
            if isinstance(node, gast.Name) and not isinstance(node.ctx, gast.Load) and id(node) not in defined:
                self._define(node, None)
        self.kinds: dict[str, object] = dict.fromkeys(self.assigned, _ANY)
        self._settle()

    def of(self, node: gast.expr) -> type | None:
        """list, tuple or dict if the value of an expression surely is one, and None if not."""
        kind = self._kind(node)
        return kind if isinstance(kind, type) else None

    def is_dict(self, node: gast.expr) -> bool:
        """Whether a variable, or what a call of a user's function returns, surely is a dict."""
        is_call = isinstance(node, gast.Call) and isinstance(self.function.scope.resolve(
            node.func, self.function.names.variables), types.FunctionType) and entry_of(self.function, node) is None
        return (isinstance(node, gast.Name) or is_call) and self.of(node) is dict

    def _define(self, target: gast.expr, value: gast.expr | type | None) -> None:
        if isinstance(target, gast.Starred):
            self._define(target.value, list)
        elif isinstance(target, (gast.Tuple, gast.List)) and isinstance(value, gast.Tuple) and len(target.elts) == len(
                value.elts) and not any(isinstance(part, gast.Starred) for part in [*target.elts, *value.elts]):
            for part, element in zip(target.elts, value.elts):
                self._define(part, element)
        elif isinstance(target, (gast.Tuple, gast.List)):
            in_place = getattr(value, 'in_place', False)  # items, item = tangent.pop(items)
            for position, part in enumerate(target.elts):
                self._define(part, value if in_place and position == 0 else None)
        elif isinstance(target, gast.Name):
            self.assigned.setdefault(target.id, []).append(value)

    def _settle(self) -> None:
        """Look for what kinds agree with each other: from any, to one, to none; never back, so that this ends."""
        todo = True
        while todo:
            todo = False
            for identifier, values in self.assigned.items():
                found = {self._kind(value) for value in values} - {_ANY}
                kind = next(iter(found)) if len(found) == 1 else None if found or not values else _ANY
                before = self.kinds[identifier]
                if kind != before and before is not None:
                    self.kinds[identifier], todo = kind if before is _ANY else None, True

    def _kind(self, node: gast.expr | type | None) -> object:
        if node is None or isinstance(node, type):
            return node
        if type(node) in _DISPLAYS:
            return _DISPLAYS[type(node)]
        if isinstance(node, gast.Name):
            return self.kinds.get(node.id)
        if isinstance(node, gast.Subscript):
            kind = self._kind(node.value)
            return kind if isinstance(node.slice, gast.Slice) and kind in (list, tuple, _ANY) else None
        if isinstance(node, gast.IfExp):
            one, other = self._kind(node.body), self._kind(node.orelse)
            return other if one is _ANY else one if other in (_ANY, one) else None
        if isinstance(node, gast.BinOp):
            return self._joined(node)
        return self._made(node) if isinstance(node, gast.Call) else None

    def _joined(self, node: gast.BinOp) -> object:
        left, right = self._kind(node.left), self._kind(node.right)
        if isinstance(node.op, gast.Add):  # an array and a list are added, not joined
            return left if left in (list, tuple, _ANY) and right in (left, _ANY) else right if left is _ANY else None
        if isinstance(node.op, gast.Mult):
            for kind, count in ((left, node.right), (right, node.left)):
                if kind in (list, tuple, _ANY) and isinstance(count, gast.Constant) and type(count.value) is int:
                    return kind
            return None
        if isinstance(node.op, gast.BitOr):
            return dict if dict in (left, right) else _ANY if _ANY in (left, right) else None
        return None

    def _made(self, node: gast.Call) -> object:
        if getattr(node, 'in_place', False):
            return self._kind(node.args[0])
        if isinstance(node.func, gast.Attribute) and node.func.attr == 'copy' and not node.args:
            return self._kind(node.func.value)
        entry = entry_of(self.function, node)
        if entry is not None and entry.function is repeated:  # by an array it is a product
            return self._kind(node.args[0]) if isinstance(node.args[1], gast.Constant) else None
        if entry is not None and entry.function is plus:  # with an array it is a sum
            return self._joined(gast.BinOp(node.args[0], gast.Add(), node.args[1]))
        if entry is not None and entry.function in (write_through, placed, refreshed, reversible, *WRITES):
            return self._kind(node.args[0])
        target = self.function.scope.resolve(node.func, self.function.names.variables)
        if isinstance(target, types.FunctionType) and lookup(target) is None:
            return _kind_returned(target) if self.asks else None
        return _MAKERS.get(target) if callable(target) else None


_returned: dict[types.CodeType, type | None] = {}


def _kind_returned(target: types.FunctionType) -> type | None:
    """list, tuple or dict if a function surely returns one; of those that it calls nothing is asked."""
    code = target.__code__
    if code not in _returned:
        _returned[code] = None
        with contextlib.suppress(SourceError, UnsupportedError):
            function = read(target)
            kinds = Containers(function, asks=False)
            found = {None if node.value is None else kinds.of(node.value) for node in returns_of(function.tree)}
            _returned[code] = found.pop() if len(found) == 1 and not code.co_flags & inspect.CO_GENERATOR else None
    return _returned[code]
