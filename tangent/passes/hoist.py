"""Take out of expressions what assigns or writes, to stand before them as statements.

    y = 2.0 * items.pop() + (z := x * x)     ->     items, item = tangent.pop(items)
                                                    z = x * x
                                                    y = 2.0 * item + z

What Python evaluates before such a part is kept in order, where it could make a difference.  The same goes
for calls that write their result into an array (`out=`), and for those of functions that write.
"""
from __future__ import annotations

import gast

from tangent.errors import UnsupportedError
from tangent.passes.writes import Writer, target_parts
from tangent.passes.writing_calls import changed_names
from tangent.syntax.build import (
    SCOPES, assign, children, clone, if_, name, origin_of, reads, rebuild_children, store, walk, with_origin,
    written,
)
from tangent.syntax.function import Function, Origin


class Hoister:
    """Takes assignments out of the expressions of one function."""

    def __init__(self, function: Function, writer: Writer) -> None:
        self.function, self.writer = function, writer

    def statement(self, statement: gast.stmt, hoisted: list[gast.stmt]) -> gast.stmt:
        """A statement without assignments in its expressions; `hoisted` gets what stands before it."""
        alone = isinstance(statement, (gast.Expr, gast.Assign)) and self.writer.is_pop(statement.value) and not (
            isinstance(statement, gast.Assign) and isinstance(statement.targets[0], gast.Tuple))
        if isinstance(statement, gast.While) or alone or not any(map(self.assigns, _expressions(statement))):
            return statement
        if isinstance(statement, gast.AugAssign):
            self.check_augmented(statement)
        if _is_plain_call(statement) or isinstance(statement, gast.Expr) and isinstance(
                statement.value, gast.Call) and self.writer.writes_result(statement.value):
            value = self.with_parts_hoisted(statement.value, hoisted, origin_of(statement))
            return rebuild_children(statement, lambda child: value if child is statement.value else child)
        return self.hoist(statement, hoisted, origin_of(statement))

    def check_augmented(self, node: gast.AugAssign) -> None:
        """Refuse `x[i] += (i := 1)`: Python reads what it adds to first."""
        assigned = {part.target.id for part in walk(node.value) if isinstance(part, gast.NamedExpr)}
        assigned |= {part.func.value.id for part in walk(node.value) if self.writer.is_pop(part)}
        before = reads(node.target) | written(node.target)
        if assigned & before:
            raise self.function.error(
                UnsupportedError, node, f'{min(assigned & before)!r} is changed on the right of an augmented '
                'assignment that reads it on the left', 'Write the assignment as a statement of its own.')

    def hoist(self, node: gast.AST, hoisted: list[gast.stmt], origin: Origin | None) -> gast.AST:
        """A node without the assignments in its expressions; what is evaluated before them is kept in order."""
        if not any(map(self.assigns, walk(node))):
            return node
        if self.writer.is_pop(node):
            value = gast.Call(node.func, [self.hoist(a, hoisted, origin) for a in node.args], [])
            item = self.function.names.fresh('item', temporary=True)
            hoisted += self.writer.popped(store(item), gast.copy_location(value, node), origin)
            return name(item)
        if isinstance(node, gast.Call) and self.writer.writes_result(node):
            new = self.writer.with_place_held(self.with_parts_hoisted(node, hoisted, origin), hoisted, origin)
            hoisted += self.writer.called(with_origin(gast.Expr(new), origin)) or []
            return clone(self.writer.out_place(new))
        if isinstance(node, gast.NamedExpr):
            value = self.hoist(node.value, hoisted, origin)
            hoisted.append(assign(node.target.id, value, origin))
            return name(node.target.id)
        if isinstance(node, (gast.IfExp, gast.BoolOp)) and any(
                self.assigns(inner) for part in children(node) if not _is_first(node, part) for inner in walk(part)):
            return self.chosen(node, hoisted, origin)
        new = self.with_parts_hoisted(node, hoisted, origin)
        if changed_names(node) is None:
            return new
        held = self.function.names.fresh('value', temporary=True)
        hoisted.append(assign(held, new, origin))
        return name(held)

    def with_parts_hoisted(self, node: gast.AST, hoisted: list[gast.stmt], origin: Origin | None) -> gast.AST:
        parts = [part for part in _as_evaluated(node) if not isinstance(part, gast.stmt)]
        assigned = [{found for n in walk(part) for found in self.assigned_by(n) or ()} for part in parts]
        assigns = [any(map(self.assigns, walk(part))) for part in parts]
        if isinstance(node, SCOPES):
            raise self.function.error(
                UnsupportedError, node, 'an assignment inside a lambda or comprehension cannot be differentiated',
                'Write the assignment as a statement of its own.')
        new: dict[int, gast.AST] = {}
        for position, part in enumerate(parts):
            part_new = self.hoist(part, hoisted, origin)
            is_method = part is getattr(node, 'func', None) and isinstance(part, gast.Attribute)
            if not is_method and any(assigns[position + 1:]):
                later = set().union(*assigned[position + 1:])
                part_new = self.kept(part_new, later, any(map(self.writes, parts[position + 1:])), hoisted, origin)
            new[id(part)] = part_new
        return rebuild_children(node, lambda child: new.get(id(child), child))

    def kept(self, part: gast.AST, later: set[str], is_written: bool, hoisted: list[gast.stmt],
             origin: Origin | None) -> gast.AST:
        """A part of an expression, under a name if what is evaluated after it may change its value.

        later: the variables that are assigned or changed then.
        is_written: whether something is written in place then, which other names may see.
        """
        if isinstance(part, gast.keyword):
            value = self.kept(part.value, later, is_written, hoisted, origin)
            return part if value is part.value else gast.copy_location(gast.keyword(part.arg, value), part)
        if isinstance(part, gast.Starred):
            items = self.kept(gast.List([part], gast.Load()), later, is_written, hoisted, origin)
            return gast.Starred(items, gast.Load()) if isinstance(items, gast.Name) else part
        if not isinstance(part, gast.expr) or not isinstance(getattr(part, 'ctx', gast.Load()), gast.Load):
            return part
        is_plain = isinstance(part, (gast.Constant, gast.Name))
        if not (reads(part) & later or is_written and not is_plain
                or any(isinstance(inner, gast.Call) for inner in walk(part))):
            return part
        held = self.function.names.fresh('value', temporary=True)
        hoisted.append(assign(held, part, origin))
        return name(held)

    def chosen(self, node: gast.IfExp | gast.BoolOp, hoisted: list[gast.stmt], origin: Origin | None) -> gast.Name:
        """A name for the value of an expression that evaluates some of its parts only on some path, by branches."""
        value = self.function.names.fresh('chosen', temporary=True)

        def given(part: gast.expr) -> list[gast.stmt]:
            before: list[gast.stmt] = []
            new = self.hoist(part, before, origin)
            return [*before, assign(value, new, origin)]
        if isinstance(node, gast.IfExp):
            test = self.hoist(node.test, hoisted, origin)
            hoisted.append(if_(test, given(node.body), given(node.orelse), origin))
            return name(value)
        first, *others = node.values
        hoisted += given(first)
        for other in others:
            goes_on = name(value) if isinstance(node.op, gast.And) else gast.UnaryOp(gast.Not(), name(value))
            hoisted.append(if_(goes_on, given(other), [], origin))
        return name(value)

    def assigned_by(self, node: gast.AST) -> tuple[str, ...] | None:
        """The variables that evaluating an expression assigns or changes; None if it does not do that."""
        if isinstance(node, gast.NamedExpr):
            return (node.target.id,)
        if isinstance(node, gast.Call) and self.writer.writes_result(node):
            return tuple(sorted(reads(self.writer.out_place(node))))
        return (node.func.value.id,) if self.writer.is_pop(node) else changed_names(node)

    def writes(self, node: gast.AST) -> bool:
        """Whether evaluating an expression writes in place."""
        return any(self.assigns(part) and not isinstance(part, gast.NamedExpr) for part in walk(node))

    def assigns(self, node: gast.AST) -> bool:
        return self.assigned_by(node) is not None


def _as_evaluated(node: gast.AST) -> list[gast.AST]:
    """The nodes directly below a node as Python evaluates them: of a dict display a key and its value in turn."""
    if isinstance(node, gast.Dict):
        return [part for item in zip(node.keys, node.values) for part in item if part is not None]
    return children(node)


def _is_plain_call(statement: gast.stmt) -> bool:
    """Whether a statement only calls a function that writes, or assigns what that returns to names."""
    if isinstance(statement, gast.Assign) and len(statement.targets) == 1:
        are_names = all(isinstance(part, gast.Name) for part in target_parts(statement.targets[0]))
        return are_names and changed_names(statement.value) is not None
    return isinstance(statement, gast.Expr) and changed_names(statement.value) is not None


def _is_first(node: gast.AST, part: gast.AST) -> bool:
    """Whether a part of a conditional expression is always evaluated."""
    return part is (node.values[0] if isinstance(node, gast.BoolOp) else getattr(node, 'test', None))


def _expressions(statement: gast.stmt) -> list[gast.AST]:
    """The nodes of a statement that are not in statements inside it."""
    found: list[gast.AST] = []
    stack = children(statement)
    while stack:
        node = stack.pop()
        if not isinstance(node, gast.stmt):
            found.append(node)
            stack.extend(children(node))
    return found
