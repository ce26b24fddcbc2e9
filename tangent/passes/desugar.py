"""Write the statements of Python with fewer kinds of statements.

After this pass a statement assigns to one target (a name, or a tuple of names with
stars), writes into a buffer by `b = tangent.add_at(b, index, value)`, branches, or is
left as it was; and the function returns once, at its end.
"""
from __future__ import annotations

import gast

from tangent.errors import UnsupportedError
from tangent.passes.contexts import plain_contexts
from tangent.passes.hoist import Hoister
from tangent.passes.jumps import one_exit
from tangent.passes.opaque import is_opaque, opaque
from tangent.passes.writes import Writer, target_parts
from tangent.passes.writing_calls import changed_names
from tangent.runtime.sequences import indices
from tangent.syntax.build import (
    assign, binary, call, clone, constant, for_, if_, in_order, key, keys_of, name, origin_of, reads,
    store, walk, while_, with_arguments, with_blocks, with_origin,
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
    return function.with_body(one_exit(function, statements))


class _Desugarer:
    def __init__(self, function: Function, speller: Speller) -> None:
        self.function, self.speller = function, speller
        self.writer = Writer(function, speller)
        self.hoister = Hoister(function, self.writer)
        self.in_targets: set[str] = set()  # what the subscripts among several targets read: assigned in their order

    def block(self, statements: list[gast.stmt]) -> list[gast.stmt]:
        out: list[gast.stmt] = []
        for statement in statements:
            hoisted: list[gast.stmt] = []
            if is_opaque(self.function, statement):
                out += opaque(self.function, statement)
                continue
            if isinstance(statement, gast.AugAssign) and isinstance(statement.target, gast.Subscript) and any(
                    changed_names(part) is not None for part in walk(statement.value)):
                out += self.block(self.read_first(statement))
                continue
            if isinstance(statement, gast.While) and any(map(self.hoister.assigns, walk(statement.test))):
                jumps = [n for s in statement.orelse for n in walk(s) if isinstance(n, (gast.Break, gast.Continue))]
                if jumps:
                    raise self.function.error(
                        UnsupportedError, jumps[0], 'a jump in the else block of a loop whose test assigns cannot be '
                        'differentiated', 'Assign before the loop and at the end of its body.')
                statement = _tested_inside(statement)
            statement = self.hoister.statement(statement, hoisted)
            out += hoisted
            out += getattr(self, 'visit_' + type(statement).__name__, self.keep)(statement)
        return out

    def keep(self, statement: gast.stmt) -> list[gast.stmt]:
        return [statement]

    def read_first(self, node: gast.AugAssign) -> list[gast.stmt]:
        """`x[i] += write(x)` in steps: what is there before the call is what is added to."""
        origin, target = origin_of(node), node.target
        out: list[gast.stmt] = []
        index = self.index_held(target.slice, out, origin)
        part = self.function.names.fresh('part', temporary=True)
        read = gast.copy_location(gast.Subscript(target.value, index, gast.Load()), target)
        whole = gast.copy_location(gast.Subscript(clone(target.value), clone(index), gast.Store()), target)
        value = self.function.names.fresh('value', temporary=True)
        changed = gast.copy_location(gast.AugAssign(store(part), node.op, name(value)), node)
        put = gast.copy_location(gast.Assign([whole], name(part), None), node)
        return [*out, assign(part, read, origin), gast.copy_location(assign(value, node.value, origin), node),
                with_origin(changed, origin), with_origin(put, origin)]

    def index_held(self, index: gast.expr, out: list[gast.stmt], origin: Origin | None) -> gast.expr:
        """An index as an expression for what it is now, whatever the call that follows changes."""
        if isinstance(index, gast.Constant):
            return index
        if isinstance(index, gast.Tuple):
            return gast.Tuple([self.index_held(element, out, origin) for element in index.elts], gast.Load())
        if isinstance(index, gast.Slice):
            bounds = (index.lower, index.upper, index.step)
            return gast.Slice(*[None if bound is None else self.index_held(bound, out, origin) for bound in bounds])
        held = self.function.names.fresh('index', temporary=True)
        out.append(assign(held, index, origin))
        return name(held)

    def visit_Assign(self, node: gast.Assign) -> list[gast.stmt]:
        origin = origin_of(node)
        first, *others = node.targets
        if not others and isinstance(first, gast.Subscript):
            return self.writer.assigned(first, node.value, origin)
        if not others and isinstance(first, gast.Name) and self.writer.is_pop(node.value):
            return self.writer.popped(first, node.value, origin)
        if any(isinstance(part, gast.Subscript) for target in node.targets for part in target_parts(target)):
            return self.through_names(node)
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

    def through_names(self, node: gast.Assign) -> list[gast.stmt]:
        """An assignment to several targets, subscripts among them: to new names first, as Python orders it."""
        origin = origin_of(node)
        out: list[gast.stmt] = []
        value = node.value
        if len(node.targets) > 1:
            held = self.function.names.fresh('value', temporary=True)
            out.append(assign(held, value, origin))
            value = name(held)
        for target in node.targets:
            after: list[gast.stmt] = []
            subscripts = [part for part in target_parts(target) if isinstance(part, gast.Subscript)]
            self.in_targets = set().union(*map(reads, subscripts))
            out.append(with_origin(gast.Assign([self.named(target, after, origin)], clone(value), None), origin))
            out += after
        return out

    def named(self, target: gast.expr, after: list[gast.stmt], origin: Origin | None) -> gast.expr:
        """A target of names only; `after` gets the writes of what they are given."""
        if isinstance(target, gast.Subscript):
            held = self.function.names.fresh('value', temporary=True)
            after += self.writer.assigned(target, name(held), origin)
            return store(held)
        if isinstance(target, gast.Name) and target.id in self.in_targets:
            held = self.function.names.fresh('value', temporary=True)
            after.append(assign(target.id, name(held), origin))
            return store(held)
        if isinstance(target, gast.Starred):
            return gast.Starred(self.named(target.value, after, origin), gast.Store())
        if isinstance(target, (gast.Tuple, gast.List)):
            return gast.Tuple([self.named(element, after, origin) for element in target.elts], gast.Store())
        return target

    def visit_Expr(self, node: gast.Expr) -> list[gast.stmt]:
        return [node] if changed_names(node.value) is not None else self.writer.called(node) or [node]

    def visit_AnnAssign(self, node: gast.AnnAssign) -> list[gast.stmt]:
        if node.value is None:
            return []
        return self.visit_Assign(with_origin(gast.Assign([node.target], node.value, None), origin_of(node)))

    def visit_AugAssign(self, node: gast.AugAssign) -> list[gast.stmt]:
        origin = origin_of(node)
        if isinstance(node.target, gast.Name) and isinstance(node.op, gast.BitOr) and isinstance(node.value, gast.Dict):
            update = gast.Attribute(name(node.target.id), 'update', gast.Load())
            return self.visit_Expr(with_origin(gast.Expr(gast.copy_location(call(update, node.value), node)), origin))
        if isinstance(node.target, gast.Name):
            value = binary(name(node.target.id), node.op, node.value)
            value.updates = True
            gast.copy_location(value, node)
            return [assign(node.target.id, value, origin)]
        return self.writer.augmented(node)

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
        return [s for target in node.targets for s in self.writer.deleted(target, origin_of(node))]

    def visit_If(self, node: gast.If) -> list[gast.stmt]:
        new = if_(node.test, self.block(node.body), self.block(node.orelse), origin_of(node))
        return [gast.copy_location(new, node)]

    def visit_With(self, node: gast.With) -> list[gast.stmt]:
        plain = plain_contexts(self.function, node)
        return [with_blocks(plain, [self.block(plain.body)])]

    def visit_For(self, node: gast.For) -> list[gast.stmt]:
        before: list[gast.stmt] = []
        target = self.named(node.target, before, origin_of(node)) if any(
            isinstance(part, gast.Subscript) for part in target_parts(node.target)) else node.target
        body = [*before, *self.block(node.body)]
        written = {_names_in(inner.targets[0])[0].id for inner in in_order(body)
                   if isinstance(inner, gast.Assign) and (getattr(inner.value, 'in_place', False)
                                                          or getattr(inner.value, 'updates', False))}
        if isinstance(node.iter, gast.Name):
            written |= {found for inner in in_order(body)
                        for found in changed_names(getattr(inner, 'value', None)) or ()}
        iterated = _iterated(node.iter)
        changed = sorted(iterated & written)
        is_name = isinstance(node.iter, gast.Name)
        if any(_resizes(node.body, identifier) for identifier in iterated):
            return self.block(self.while_items_last(node))
        are_keys = isinstance(target, gast.Name) and _indexes(node.body, node.iter, target.id)
        if is_name and not are_keys and (changed or isinstance(target, gast.Name) and target.id in written):
            if not _rebinds(body, node.iter.id):
                return self.visit_For(self.by_index(node))
            items = self.function.names.fresh('items')  # the loop goes on with what the name stood for
            held = gast.For(node.target, gast.copy_location(name(items), node.iter), node.body, node.orelse, None)
            held = with_origin(gast.copy_location(held, node), origin_of(node))
            return [assign(items, name(node.iter.id), origin_of(node)), *self.visit_For(held)]
        iterable = self.of_keys(node.iter, target, node.body)
        if changed and is_name and are_keys:
            iterable = keys_of(node.iter)
        new = for_(_as_tuple(target), iterable, body, origin_of(node))
        new.orelse = self.block(node.orelse)
        return [gast.copy_location(new, node)]

    def of_keys(self, node: gast.expr, target: gast.expr, body: list[gast.stmt]) -> gast.expr:
        """What a loop goes through; of `sorted(d)` or `list(d)` it is noted if these are keys, as `d[key]` tells."""
        if isinstance(node, gast.Call) and node.args and isinstance(target, gast.Name) and self.function.scope.resolve(
                node.func, self.function.names.variables) in (list, sorted, tuple) and _indexes(
                body, node.args[0], target.id):
            node = gast.copy_location(gast.Call(node.func, node.args, node.keywords), node)
            node.is_of_keys = True
        return node

    def by_index(self, node: gast.For) -> gast.For:
        """A loop over an array or list that its body writes into: it sees what is written."""
        index = self.function.names.fresh('i')
        item = gast.Subscript(clone(node.iter), name(index), gast.Load())
        first = with_origin(gast.Assign([node.target], gast.copy_location(item, node.iter), None), origin_of(node))
        counted = call(self.speller.spell(indices), node.iter)
        new = gast.For(store(index), counted, [first, *node.body], node.orelse, None)
        return with_origin(gast.copy_location(new, node), origin_of(node))

    def while_items_last(self, node: gast.For) -> list[gast.stmt]:
        """A loop over a list that its body makes longer or shorter: each time the next item is looked for."""
        origin = origin_of(node)
        counts = isinstance(node.iter, gast.Call) and isinstance(node.iter.func, gast.Name) and (
            node.iter.func.id == 'enumerate' and len(node.iter.args) == 1 and isinstance(node.target, gast.Tuple))
        sequence = node.iter.args[0] if counts else node.iter
        if not isinstance(sequence, gast.Name) or _rebinds_in(node.body, sequence.id):
            raise self.function.error(
                UnsupportedError, node.iter, 'what a loop goes through gets more or fewer items in it, which cannot be '
                'differentiated', 'Loop over a copy of it, as in list(items), or over indices.')
        index = self.function.names.fresh('i')
        item = gast.copy_location(gast.Subscript(clone(sequence), name(index), gast.Load()), node.iter)
        targets = node.target.elts if counts else [node.target]
        values = [name(index), item] if counts else [item]
        first = [with_origin(gast.Assign([target], value, None), origin) for target, value in zip(targets, values)]
        step = assign(index, binary(name(index), gast.Add(), constant(1)), origin)
        test = gast.Compare(name(index), [gast.Lt()], [call(name('len'), clone(sequence))])
        loop = with_origin(gast.While(test, [*first, step, *node.body], node.orelse), origin)
        return [assign(index, constant(0), origin), gast.copy_location(loop, node)]

    def visit_While(self, node: gast.While) -> list[gast.stmt]:
        new = while_(node.test, self.block(node.body), origin_of(node))
        new.orelse = self.block(node.orelse)
        return [gast.copy_location(new, node)]


def _resizes(body: list[gast.stmt], identifier: str) -> bool:
    """Whether statements call methods that add items to a container or take some away."""
    return any(isinstance(part, gast.Call) and isinstance(part.func, gast.Attribute) and part.func.attr in _GROW
               and isinstance(part.func.value, gast.Name) and part.func.value.id == identifier
               for statement in body for part in walk(statement))


def _indexes(body: list[gast.stmt], sequence: gast.expr, identifier: str) -> bool:
    """Whether a variable is an index of what a loop goes through: then it is a dict's key."""
    return any(isinstance(part, gast.Subscript) and key(part.value) == key(sequence)
               and isinstance(part.slice, gast.Name) and part.slice.id == identifier
               for statement in body for part in walk(statement))


def _rebinds_in(body: list[gast.stmt], identifier: str) -> bool:
    """Whether a name is assigned in statements."""
    return any(isinstance(part, gast.Name) and part.id == identifier and isinstance(part.ctx, gast.Store)
               for statement in body for part in walk(statement))


def _rebinds(body: list[gast.stmt], identifier: str) -> bool:
    """Whether a name stands for another object after some statement."""
    return any(isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name)
               and node.targets[0].id == identifier and not getattr(node.value, 'in_place', False)
               and not getattr(node.value, 'updates', False) for node in in_order(body))


def _tested_inside(node: gast.While) -> gast.While:
    """`while True: if not test: break`, with the loop's body after it; the else block stands before that break."""
    origin = origin_of(node)
    stop = if_(gast.UnaryOp(gast.Not(), node.test), [*node.orelse, with_origin(gast.Break(), origin)], [], origin)
    new = with_origin(gast.While(constant(True), [stop, *node.body], []), origin)
    return gast.copy_location(new, node)


def _iterated(node: gast.expr) -> set[str]:
    """The variables whose items a loop goes through."""
    if isinstance(node, gast.Name):
        return {node.id}
    if isinstance(node, gast.Call) and isinstance(node.func, gast.Name) and node.func.id in (
            'enumerate', 'zip', 'reversed'):
        return set().union(*map(_iterated, node.args))
    if isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and not node.args:
        return _iterated(node.func.value)
    return set()


_GROW = ('append', 'extend', 'insert', 'pop', 'remove', 'clear')


def _names_in(target: gast.expr) -> list[gast.Name]:
    return [part for part in target_parts(target) if isinstance(part, gast.Name)]


def _as_tuple(target: gast.expr) -> gast.expr:
    if isinstance(target, (gast.Tuple, gast.List)):
        return gast.Tuple([_as_tuple(element) for element in target.elts], gast.Store())
    return target
