"""Fold temporaries that are read once back into the expression that reads them."""
from __future__ import annotations

import gast

from tangent.analyses.effects import entry_of, is_pure
from tangent.runtime.arrays import unbroadcast, unreduce
from tangent.syntax.build import SCOPES, children, key, origin_of, reads, substitute, walk, with_origin
from tangent.syntax.function import ADJOINT, Function

_LARGEST = 40  # nodes of an expression that is folded into an adjoint statement


def fold(function: Function) -> Function:
    """The same function with single-use temporaries in place.

        total = dot + b
        h = np.tanh(total)     ->     h = np.tanh(dot + b)

    An adjoint that one statement begins and the next, of the same origin, adds to is
    folded too.  Branches with the same test that follow each other become one.
    """
    folder = _Folder(function)
    return function.with_body(folder.block(merge_branches(function, function.tree.body)))


class _Folder:
    def __init__(self, function: Function) -> None:
        self.function = function
        self.reads: dict[str, int] = {}
        self.writes: dict[str, int] = {}
        self.kept: set[str] = set()
        self.values: dict[str, gast.expr] = {}
        self.statements: dict[str, gast.stmt] = {}
        self.adds_to: dict[str, gast.stmt] = {}
        for node in function.tree.body:
            self.count(node, inside=False)
        self.effects = any(map(self.has_effect, function.tree.body))

    def count(self, node: gast.AST, inside: bool) -> None:
        if isinstance(node, gast.Name):
            if isinstance(node.ctx, gast.Load):
                self.reads[node.id] = self.reads.get(node.id, 0) + 1
                if inside:
                    self.kept.add(node.id)
            elif isinstance(node.ctx, gast.Store):
                self.writes[node.id] = self.writes.get(node.id, 0) + 1
        elif isinstance(node, gast.Assign):
            value = node.value
            if isinstance(value, gast.BinOp) and isinstance(value.op, (gast.Add, gast.Sub)) and isinstance(
                    value.left, gast.Name):
                self.adds_to[value.left.id] = node
            elif isinstance(value, gast.Call) and value.args and isinstance(value.args[0], gast.Name) and (
                    entry := entry_of(self.function, value)) is not None and entry.function in (unbroadcast, unreduce):
                self.adds_to[value.args[0].id] = node
        inside = inside or isinstance(node, SCOPES)
        for child in children(node):
            self.count(child, inside)

    def block(self, statements: list[gast.stmt]) -> list[gast.stmt]:
        out: list[gast.stmt] = []
        for node in statements:
            if self.has_effect(node):
                out += self.flushed(node)
            if isinstance(node, gast.If):
                test = substitute(node.test, self.values)
                for identifier in reads(node.test) & set(self.values):
                    del self.values[identifier]
                new = gast.If(test, self.branch(node.body), self.branch(node.orelse))
                out.append(with_origin(new, origin_of(node)))
                continue
            if self.values and not isinstance(node, gast.Pass):
                used = reads(node) & set(self.values)
                if used:
                    node = with_origin(substitute(node, self.values), origin_of(node))
                    for identifier in used:
                        del self.values[identifier]
            if self.is_foldable(node):
                self.values[node.targets[0].id] = node.value
                self.statements[node.targets[0].id] = node
            else:
                out.append(node)
        return out

    def branch(self, statements: list[gast.stmt]) -> list[gast.stmt]:
        """The statements of a branch; where there are effects anywhere, no value leaves it unassigned."""
        before = set(self.values)
        out = self.block(statements)
        if self.effects:
            for identifier in [i for i in self.values if i not in before]:
                del self.values[identifier]
                out.append(self.statements.pop(identifier))
        return out

    def has_effect(self, node: gast.stmt) -> bool:
        """Whether a statement may change an object that a value on its way was read from."""
        if isinstance(node, gast.If):
            return any(map(self.has_effect, [*node.body, *node.orelse]))
        if isinstance(node, gast.Assign):
            return not is_pure(self.function, node.value)
        if not (isinstance(node, gast.Expr) and isinstance(node.value, gast.Call)):
            return False
        prints = isinstance(node.value.func, gast.Name) and node.value.func.id == 'print'
        return not prints and not is_pure(self.function, node.value)

    def flushed(self, node: gast.stmt) -> list[gast.stmt]:
        """The values on their way that do not end in this statement, as statements again."""
        used = reads(node) if not isinstance(node, gast.If) else reads(node.test)
        out = []
        for identifier in [i for i in self.values if i not in used]:
            del self.values[identifier]
            out.append(self.statements.pop(identifier))
        return out

    def is_foldable(self, node: gast.stmt) -> bool:
        if not (isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name)):
            return False
        target = node.targets[0].id
        if self.reads.get(target) != 1 or self.writes.get(target) != 1 or target in self.kept:
            return False
        if not self.function.names.is_temporary(target) and not self.goes_on(node):
            return False
        origin = origin_of(node)
        if origin is not None and origin.role == ADJOINT and sum(1 for _ in walk(node.value)) > _LARGEST:
            return False
        return is_pure(self.function, node.value)

    def goes_on(self, node: gast.Assign) -> bool:
        """Whether another statement of the same origin goes on with the adjoint that this one begins."""
        names = self.function.names
        target = node.targets[0].id
        following = self.adds_to.get(target)
        if following is None or not isinstance(following.targets[0], gast.Name):
            return False
        return names.base(target) == names.base(following.targets[0].id) and origin_of(node) == origin_of(following)


def merge_branches(function: Function, statements: list[gast.stmt]) -> list[gast.stmt]:
    """Make one branch of two with the same test; as names are versioned, the test's value has not changed."""
    out: list[gast.stmt] = []
    for node in statements:
        last = out[-1] if out else None
        if isinstance(node, gast.If) and isinstance(last, gast.If) and key(node.test) == key(
                last.test) and is_pure(function, node.test):
            node = with_origin(gast.If(last.test, [*last.body, *node.body], [*last.orelse, *node.orelse]),
                               origin_of(last))
            out.pop()
        if isinstance(node, gast.If):
            node = with_origin(gast.If(node.test, merge_branches(function, _solid(node.body)),
                                       merge_branches(function, _solid(node.orelse))), origin_of(node))
            if not node.body:
                node.body = [gast.Pass()]
        out.append(node)
    return out


def _solid(statements: list[gast.stmt]) -> list[gast.stmt]:
    return [node for node in statements if not isinstance(node, gast.Pass)]
