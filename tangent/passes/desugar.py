"""Write the statements of Python with fewer kinds of statements.

After this pass a statement assigns to one target (a name, or a tuple of names with
stars), writes into a buffer by `b = tangent.add_at(b, index, value)`, branches, or is
left as it was; and the function returns once, at its end.
"""
from __future__ import annotations

import gast

from tangent.errors import UnsupportedError
from tangent.runtime.arrays import add_at
from tangent.syntax.build import (
    SCOPES, assign, binary, call, children, clone, constant, if_, in_order, name, origin_of, reads, rebuild_children,
    walk, with_arguments, with_origin,
)
from tangent.syntax.function import Function, Origin
from tangent.syntax.spelling import Speller


def desugar(function: Function, speller: Speller) -> Function:
    """The same function in fewer kinds of statements."""
    body = function.tree.body
    if body and isinstance(body[0], gast.Expr) and isinstance(body[0].value, gast.Constant):
        body = body[1:]  # the docstring
    desugarer = _Desugarer(function, speller)
    statements = desugarer.block(body)
    return function.with_body(_one_exit(function, statements))


class _Desugarer:
    def __init__(self, function: Function, speller: Speller) -> None:
        self.function, self.speller = function, speller

    def block(self, statements: list[gast.stmt]) -> list[gast.stmt]:
        out: list[gast.stmt] = []
        for statement in statements:
            hoisted: list[gast.stmt] = []
            statement = self.walrus(statement, hoisted)
            out += hoisted
            out += getattr(self, 'visit_' + type(statement).__name__, self.keep)(statement)
        return out

    def keep(self, statement: gast.stmt) -> list[gast.stmt]:
        return [statement]

    def walrus(self, statement: gast.stmt, hoisted: list[gast.stmt]) -> gast.stmt:
        """Take `(name := value)` out of a statement's expressions, to stand before it."""
        if not any(isinstance(n, gast.NamedExpr) for n in _expressions(statement)):
            return statement
        return self.hoist(statement, hoisted, origin_of(statement))

    def hoist(self, node: gast.AST, hoisted: list[gast.stmt], origin: Origin | None) -> gast.AST:
        """A node without the assignments in its expressions; what is evaluated before them is kept in order."""
        if not any(isinstance(n, gast.NamedExpr) for n in walk(node)):
            return node
        if isinstance(node, gast.NamedExpr):
            value = self.hoist(node.value, hoisted, origin)
            hoisted.append(assign(node.target.id, value, origin))
            return name(node.target.id)
        parts = [part for part in children(node) if not isinstance(part, gast.stmt)]
        assigned = [{n.target.id for n in walk(part) if isinstance(n, gast.NamedExpr)} for part in parts]
        if isinstance(node, (gast.BoolOp, gast.IfExp, *SCOPES)) and any(
                names for part, names in zip(parts, assigned) if not _is_first(node, part)):
            raise self.function.error(
                UnsupportedError, node, 'an assignment inside an expression that may not be evaluated cannot be '
                'differentiated', 'Write the assignment as a statement of its own.')
        new: dict[int, gast.AST] = {}
        for position, part in enumerate(parts):
            later = set().union(*assigned[position + 1:])
            part_new = self.hoist(part, hoisted, origin)
            if later and isinstance(part, gast.expr) and isinstance(getattr(part, 'ctx', gast.Load()), gast.Load) and (
                    reads(part) & later or any(isinstance(n, gast.Call) for n in walk(part_new))):
                held = self.function.names.fresh('value', temporary=True)
                hoisted.append(assign(held, part_new, origin))
                part_new = name(held)
            new[id(part)] = part_new
        return rebuild_children(node, lambda child: new.get(id(child), child))

    def visit_Assign(self, node: gast.Assign) -> list[gast.stmt]:
        origin = origin_of(node)
        first, *others = node.targets
        if isinstance(first, gast.Name) and isinstance(node.value, gast.Lambda):
            return self.with_default_names(_definition(first.id, node.value, origin))
        if not others:
            return [with_origin(gast.Assign([_as_tuple(first)], node.value, None), origin)]
        value = node.value
        out = []
        if not isinstance(first, gast.Name):
            held = self.function.names.fresh('value', temporary=True)
            out.append(assign(held, value, origin))
            others, value = node.targets, name(held)
        else:
            out.append(assign(first.id, value, origin))
            value = name(first.id)
        return out + [with_origin(gast.Assign([_as_tuple(target)], clone(value), None), origin) for target in others]

    def visit_AnnAssign(self, node: gast.AnnAssign) -> list[gast.stmt]:
        if node.value is None:
            return []
        return self.visit_Assign(with_origin(gast.Assign([node.target], node.value, None), origin_of(node)))

    def visit_AugAssign(self, node: gast.AugAssign) -> list[gast.stmt]:
        origin = origin_of(node)
        if isinstance(node.target, gast.Name):
            value = binary(name(node.target.id), node.op, node.value)
            value.updates = True
            gast.copy_location(value, node)
            return [assign(node.target.id, value, origin)]
        buffer = node.target.value.id
        value = gast.UnaryOp(gast.USub(), node.value) if isinstance(node.op, gast.Sub) else node.value
        added = call(self.speller.spell(add_at), name(buffer), index_value(node.target.slice, self.speller), value)
        added.in_place = True
        return [assign(buffer, gast.copy_location(added, node.target), origin)]

    def visit_FunctionDef(self, node: gast.FunctionDef) -> list[gast.stmt]:
        return self.with_default_names(node)

    def with_default_names(self, node: gast.FunctionDef) -> list[gast.stmt]:
        """A local definition whose default values are constants or names."""
        out: list[gast.stmt] = []

        def named(default: gast.expr | None) -> gast.expr | None:
            if default is None or isinstance(default, gast.Constant):
                return default
            held = self.function.names.fresh('default')
            out.append(assign(held, default, origin_of(node)))
            return name(held)
        args = with_arguments(node.args, defaults=[named(d) for d in node.args.defaults],
                              kw_defaults=[named(d) for d in node.args.kw_defaults])
        new = gast.FunctionDef(node.name, args, node.body, [], None, None, [])
        return [*out, with_origin(gast.copy_location(new, node), origin_of(node))]

    def visit_Delete(self, node: gast.Delete) -> list[gast.stmt]:
        return []  # the backward pass may still need the value

    def visit_If(self, node: gast.If) -> list[gast.stmt]:
        new = if_(node.test, self.block(node.body), self.block(node.orelse), origin_of(node))
        return [gast.copy_location(new, node)]


def _is_first(node: gast.AST, part: gast.AST) -> bool:
    """Whether a part of a conditional expression is always evaluated."""
    return part is (node.values[0] if isinstance(node, gast.BoolOp) else getattr(node, 'test', None))


def index_value(node: gast.expr, speller: Speller) -> gast.expr:
    """An index as a value: slices, which are syntax, become calls of `slice`."""
    if isinstance(node, gast.Slice):
        bounds = (node.lower, node.upper) if node.step is None else (node.lower, node.upper, node.step)
        return call(speller.spell(slice), *[constant(None) if bound is None else bound for bound in bounds])
    if isinstance(node, gast.Tuple):
        return gast.Tuple([index_value(element, speller) for element in node.elts], gast.Load())
    return node


def is_slice(node: gast.expr) -> bool:
    """Whether an expression is a slice made by `index_value`."""
    return (isinstance(node, gast.Call) and isinstance(node.func, gast.Name)
            and node.func.id.partition('_')[0] == 'slice')


def index_syntax(node: gast.expr) -> gast.expr:
    """The reverse of `index_value`."""
    if is_slice(node) and len(node.args) > 1:
        bounds = [None if isinstance(bound, gast.Constant) and bound.value is None else bound for bound in node.args]
        return gast.Slice(*bounds, *[None] * (3 - len(bounds)))
    if isinstance(node, gast.Tuple):
        return gast.Tuple([index_syntax(element) for element in node.elts], gast.Load())
    return node


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


def _definition(identifier: str, value: gast.Lambda, origin: object) -> gast.FunctionDef:
    body = with_origin(gast.copy_location(gast.Return(value.body), value), origin)
    return with_origin(gast.copy_location(
        gast.FunctionDef(identifier, value.args, [body], [], None, None, []), value), origin)


def _as_tuple(target: gast.expr) -> gast.expr:
    if isinstance(target, (gast.Tuple, gast.List)):
        return gast.Tuple([_as_tuple(element) for element in target.elts], gast.Store())
    return target


# --- one exit -----------------------------------------------------------------

def _one_exit(function: Function, statements: list[gast.stmt]) -> list[gast.stmt]:
    """Turn returns in the middle into branches, so that the only one is the last statement.

    What follows a branch that returns moves into the other branch.  Where more than one
    path goes on after a branch that may return, a flag guards what follows.
    """
    returns = [s for s in in_order(statements) if isinstance(s, gast.Return)]
    if returns == statements[-1:]:
        return statements
    values = [r.value for r in returns]
    names = {v.id if isinstance(v, gast.Name) else None for v in values}
    if len(names) == 1 and _always(statements) and names <= set(function.names.variables):
        result = names.pop()
    else:
        result = function.names.fresh('result')
    closer = _Closer(function, result)
    body = closer.block(statements, [])
    last = with_origin(gast.Return(name(result)), None)
    if not _always(statements):
        body = [assign(result, constant(None), None), *body]
    return [*body, last]


def _always(statements: list[gast.stmt]) -> bool:
    """Whether every path through the statements returns or raises."""
    for statement in statements:
        if isinstance(statement, (gast.Return, gast.Raise)):
            return True
        if isinstance(statement, gast.If) and _always(statement.body) and _always(statement.orelse):
            return True
    return False


def _open_ends(statements: list[gast.stmt]) -> int:
    """On how many paths control leaves the statements at their end."""
    for statement in statements:
        if isinstance(statement, (gast.Return, gast.Raise)):
            return 0
        if isinstance(statement, gast.If) and _returns(statement):
            ends = _open_ends(statement.body) + _open_ends(statement.orelse)
            rest = statements[statements.index(statement) + 1:]
            return ends * _open_ends(rest) if rest else ends
    return 1


def _returns(statement: gast.stmt) -> bool:
    return any(isinstance(s, gast.Return) for s in in_order([statement]))


class _Closer:
    def __init__(self, function: Function, result: str) -> None:
        self.function, self.result = function, result

    def block(self, statements: list[gast.stmt], rest: list[gast.stmt]) -> list[gast.stmt]:
        """The statements, and then `rest` on each path that did not return."""
        out: list[gast.stmt] = []
        todo = [*statements, *rest]
        for position, statement in enumerate(todo):
            if isinstance(statement, gast.Return):
                value = statement.value if statement.value is not None else constant(None)
                if not (isinstance(value, gast.Name) and value.id == self.result):
                    out.append(assign(self.result, value, origin_of(statement)))
                return out
            if isinstance(statement, gast.Raise):
                return [*out, statement]
            if isinstance(statement, gast.If) and _returns(statement):
                after = todo[position + 1:]
                if _open_ends([statement]) <= 1 or _is_short(after):
                    body, orelse = self.block(statement.body, after), self.block(statement.orelse, after)
                    return [*out, if_(statement.test, body, orelse, origin_of(statement))]
                return [*out, *self.guarded(statement, after)]
            out.append(statement)
        return out

    def guarded(self, statement: gast.If, after: list[gast.stmt]) -> list[gast.stmt]:
        origin = origin_of(statement)
        done = self.function.names.fresh('returned')
        flagged = _flag_returns(statement, done)
        inner = self.block([flagged], [])
        return [assign(done, constant(False), origin), *inner,
                if_(gast.UnaryOp(gast.Not(), name(done)), self.block(after, []), [], origin)]


def _is_short(statements: list[gast.stmt]) -> bool:
    """Whether statements are so few that repeating them reads better than a flag."""
    return len(statements) <= 2 and not any(isinstance(s, (gast.If, gast.FunctionDef)) for s in statements)


def _flag_returns(statement: gast.stmt, done: str) -> gast.stmt:
    """The statement with `done = True` before each return in it."""
    def block(statements: list[gast.stmt]) -> list[gast.stmt]:
        out = []
        for s in statements:
            if isinstance(s, gast.Return):
                out.append(assign(done, constant(True), origin_of(s)))
            out.append(_flag_returns(s, done))
        return out
    if isinstance(statement, gast.If):
        return if_(statement.test, block(statement.body), block(statement.orelse), origin_of(statement))
    return statement
