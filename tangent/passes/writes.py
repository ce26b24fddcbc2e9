"""Statements that change an array, list or dict in place, as new versions of the variable that holds it.

After this pass nothing is changed by a statement: `tangent.set_at`, `add_at`, `append` and
`pop` change what they are given, but give it back as a new version, and `check_writes` makes
sure that this is what Python does.

    x[i] = v                      x = tangent.set_at(x, i, v)
    x[i] *= v             ->      x = tangent.set_at(x, i, x[i] * v)
    items.append(v)               items = tangent.append(items, v)
    v = items.pop()               items, v = tangent.pop(items)
"""
from __future__ import annotations

from typing import Any

import gast
import numpy as np

from tangent.analyses.cheap import is_cheap_index
from tangent.errors import UnsupportedError
from tangent.runtime.arrays import add_at, check_single
from tangent.runtime.sequences import append, diagonal, extend, insert, pop, set_at, update
from tangent.syntax.build import assign, binary, call, clone, constant, name, origin_of, store, tuple_, with_origin
from tangent.syntax.function import Function, Origin, is_generated
from tangent.syntax.indexing import index_syntax, is_slice
from tangent.syntax.spelling import Speller

# Methods that change what they belong to, and the functions that do the same.
_METHODS = {'append': append, 'extend': extend, 'insert': insert, 'update': update}


class Writer:
    """Makes statements of writes in one function."""

    def __init__(self, function: Function, speller: Speller) -> None:
        self.function, self.speller = function, speller

    def variable(self, node: gast.expr) -> bool:
        return isinstance(node, gast.Name) and node.id in self.function.names.variables

    # --- subscripts ---

    def assigned(self, target: gast.Subscript, value: gast.expr, origin: Origin | None) -> list[gast.stmt]:
        """`target = value` for a subscript; what it belongs to may be a subscript itself."""
        out: list[gast.stmt] = []
        base, index = target.value, self.held(target.slice, out, origin)
        if self.variable(base):
            return [*out, self.write(base.id, call(self.speller.spell(set_at), name(base.id), index, value), target,
                                     origin)]
        if not isinstance(base, gast.Subscript):
            raise self.function.error(
                UnsupportedError, target, 'writing into this object in place cannot be differentiated',
                'Give what is written into a name first: a local variable.')
        inner = gast.Subscript(base.value, self.held(base.slice, out, origin), gast.Load())
        part = self.function.names.fresh('part', temporary=True)
        check = call(self.speller.spell(check_single), clone(base.value), clone(inner.slice), constant(_root(base)))
        if not is_slice(inner.slice) and not isinstance(inner.slice, gast.Tuple) and not is_generated(self.function):
            out.append(with_origin(gast.Expr(gast.copy_location(check, target)), origin))
        out.append(assign(part, gast.Subscript(clone(base.value), index_syntax(inner.slice), gast.Load()), origin))
        out.append(self.write(part, call(self.speller.spell(set_at), name(part), index, value), target, origin))
        out[-1].value.part_of = _root(base)
        whole = gast.copy_location(gast.Subscript(inner.value, index_syntax(inner.slice), gast.Store()), target)
        return [*out, *_putting_back(self.assigned(whole, name(part), origin))]

    def augmented(self, node: gast.AugAssign) -> list[gast.stmt]:
        """`x[i] op= value`."""
        origin, target = origin_of(node), node.target
        out: list[gast.stmt] = []
        index = self.held(target.slice, out, origin)
        if self.variable(target.value) and isinstance(node.op, (gast.Add, gast.Sub)) and _names_once(index):
            value = node.value if isinstance(node.op, gast.Add) else gast.UnaryOp(gast.USub(), node.value)
            added = call(self.speller.spell(add_at), name(target.value.id), index, value)
            added.augments = True
            return [*out, self.write(target.value.id, added, target, origin)]
        whole = gast.copy_location(gast.Subscript(target.value, index_syntax(index), gast.Store()), target)
        old = gast.copy_location(gast.Subscript(clone(target.value), index_syntax(clone(index)), gast.Load()), target)
        value = gast.copy_location(binary(old, node.op, node.value), node)
        value.augments = True
        return [*out, *self.assigned(whole, value, origin)]

    def held(self, index: gast.expr, out: list[gast.stmt], origin: Origin | None) -> gast.expr:
        """An index as a value that may be written twice."""
        if isinstance(index, gast.Tuple):
            return gast.Tuple([self.held(element, out, origin) for element in index.elts], gast.Load())
        if isinstance(index, gast.Slice):
            bounds = (index.lower, index.upper) if index.step is None else (index.lower, index.upper, index.step)
            return call(self.speller.spell(slice), *[
                constant(None) if bound is None else self.held(bound, out, origin) for bound in bounds])
        if is_slice(index) or is_cheap_index(index):
            return index
        held = self.function.names.fresh('index', temporary=True)
        out.append(assign(held, index, origin))
        return name(held)

    def write(self, identifier: str, value: gast.Call, place: gast.AST, origin: Origin | None) -> gast.stmt:
        value.in_place = True
        return assign(identifier, gast.copy_location(value, place), origin)

    # --- calls ---

    def called(self, node: gast.Expr) -> list[gast.stmt] | None:
        """A statement that is a call which changes a local variable, or None for others."""
        value, origin = node.value, origin_of(node)
        if not isinstance(value, gast.Call) or any(isinstance(a, gast.Starred) for a in value.args):
            return None
        into = self.out_of(value)
        if into is not None:
            return [self.into(into, value, origin)]
        target = self.function.scope.resolve(value.func, self.function.names.variables)
        if isinstance(value.func, gast.Attribute) and value.func.attr == 'at' and self.function.scope.resolve(
                value.func.value, self.function.names.variables) is np.add:
            target = np.add.at
        if any(target == writer for writer in _WRITERS) and value.args:
            return self.by_function(target, value, origin)
        if not isinstance(value.func, gast.Attribute) or value.keywords and value.func.attr != 'update':
            return None
        method, base, args = value.func.attr, value.func.value, value.args
        if method in _METHODS and not self.variable(base) and isinstance(base, gast.Subscript):
            return self.on_part(base, node)
        if not self.variable(base):
            return None
        if method == 'update' and value.keywords and len(args) < 2 and all(k.arg for k in value.keywords):
            keys = [*[None for _ in args], *[constant(k.arg) for k in value.keywords]]
            args = [gast.Dict(keys, [*args, *[k.value for k in value.keywords]])]
        if method in _METHODS and (len(args) == 1 or method == 'insert' and len(args) == 2):
            changed = gast.Call(self.speller.spell(_METHODS[method]), [name(base.id), *args], [])
            return [self.write(base.id, changed, value, origin)]
        if method == 'pop' and len(args) <= 1:
            return self.popped(store(self.function.names.fresh('item', temporary=True)), value, origin)
        if method == 'clear' and not args:
            empty = assign(base.id, gast.List([], gast.Load()), origin)
            return [empty] if is_list(self.function, base.id) and self.is_only_name(base.id) else None
        everything = constant(Ellipsis)
        if method == 'fill' and len(args) == 1:
            return [self.write(base.id, call(self.speller.spell(set_at), name(base.id), everything, args[0]), value,
                               origin)]
        if method == 'reverse' and not args:
            backward = gast.Subscript(name(base.id), gast.Slice(None, None, constant(-1)), gast.Load())
            if not is_list(self.function, base.id):
                return None
            if self.is_only_name(base.id):
                return [assign(base.id, gast.copy_location(backward, value), origin)]
            whole = gast.Subscript(name(base.id), gast.Slice(None, None, None), gast.Store())
            return self.assigned(gast.copy_location(whole, value), backward, origin)
        if method == 'sort' and not args and not is_list(self.function, base.id):
            ordered = gast.copy_location(call(self.speller.spell(np.sort), name(base.id)), value)
            return [self.write(base.id, call(self.speller.spell(set_at), name(base.id), everything, ordered), value,
                               origin)]
        return None

    def out_of(self, node: gast.expr) -> str | None:
        """The local variable that a call writes its result into by `out=`."""
        if not isinstance(node, gast.Call):
            return None
        found = [k.value.id for k in node.keywords if k.arg == 'out' and self.variable(k.value)]
        return found[0] if found else None

    def into(self, identifier: str, node: gast.Call, origin: Origin | None) -> gast.stmt:
        """`f(..., out=z)`: all elements of z are written."""
        value = gast.Call(node.func, node.args, [k for k in node.keywords if k.arg != 'out'])
        written = call(self.speller.spell(set_at), name(identifier), constant(Ellipsis),
                       gast.copy_location(value, node))
        return self.write(identifier, written, node, origin)

    def on_part(self, base: gast.Subscript, node: gast.Expr) -> list[gast.stmt] | None:
        """`d[key].append(v)`: the part is taken out, changed and put back."""
        origin = origin_of(node)
        out: list[gast.stmt] = []
        index = self.held(base.slice, out, origin)
        part = self.function.names.fresh('part', temporary=True)
        out.append(assign(part, gast.Subscript(base.value, index_syntax(index), gast.Load()), origin))
        func = gast.Attribute(name(part), node.value.func.attr, gast.Load())
        inner = with_origin(gast.Expr(gast.copy_location(gast.Call(func, node.value.args, node.value.keywords),
                                                         node.value)), origin)
        changed = self.called(inner)
        if changed is None:
            return None
        for statement in changed:
            if getattr(getattr(statement, 'value', None), 'in_place', False):
                statement.value.part_of = _root(base)
        whole = gast.copy_location(gast.Subscript(clone(base.value), index_syntax(clone(index)), gast.Store()), node)
        return [*out, *changed, *_putting_back(self.assigned(whole, name(part), origin))]

    def is_only_name(self, identifier: str) -> bool:
        """Whether what a variable holds is surely not held elsewhere: it is read only for its items."""
        reads = [node for node in gast.walk(self.function.tree) if isinstance(node, gast.Name)
                 and node.id == identifier and isinstance(node.ctx, gast.Load)]
        of_items = {id(part) for node in gast.walk(self.function.tree) for part in self.read_for_items(node)}
        return all(id(node) in of_items for node in reads) and not any(
            isinstance(value, gast.Name) for value in assignments(self.function, identifier))

    def read_for_items(self, node: gast.AST) -> list[gast.AST]:
        """The parts of a node that it reads only for what they hold, or returns."""
        if isinstance(node, (gast.Subscript, gast.Attribute, gast.Return)):
            return [node.value]
        if isinstance(node, gast.comprehension):
            return [node.iter]
        if isinstance(node, gast.Call):
            called = self.function.scope.resolve(node.func, self.function.names.variables)
            return node.args if any(called is reader for reader in _READERS) else []
        return []

    def popped(self, target: gast.expr, value: gast.Call, origin: Origin | None) -> list[gast.stmt]:
        """`target = items.pop(...)`."""
        items = value.func.value.id
        out = call(self.speller.spell(pop), name(items), *value.args)
        out.in_place = True
        both = tuple_([store(items), target], gast.Store)
        return [with_origin(gast.Assign([both], gast.copy_location(out, value), None), origin)]

    def deleted(self, target: gast.expr, origin: Origin | None) -> list[gast.stmt]:
        """`del items[i]`; of a variable there is nothing to do: the backward pass may still need it."""
        if not isinstance(target, gast.Subscript):
            return []
        if not self.variable(target.value) or isinstance(target.slice, (gast.Slice, gast.Tuple)):
            raise self.function.error(UnsupportedError, target, 'deleting this part of a container cannot be '
                                      'differentiated', 'Build a new list of what stays.')
        out: list[gast.stmt] = []
        method = gast.Attribute(name(target.value.id), 'pop', gast.Load())
        value = gast.copy_location(call(method, self.held(target.slice, out, origin)), target)
        unread = store(self.function.names.fresh('item', temporary=True))
        return [*out, *self.popped(unread, value, origin)]

    def is_pop(self, value: gast.expr) -> bool:
        """Whether an expression is `items.pop(...)` of a local variable."""
        return (isinstance(value, gast.Call) and isinstance(value.func, gast.Attribute) and value.func.attr == 'pop'
                and self.variable(value.func.value) and len(value.args) <= 1 and not value.keywords)

    def by_function(self, target: Any, node: gast.Call, origin: Origin | None) -> list[gast.stmt] | None:
        """np.add.at, np.copyto, np.fill_diagonal of a local variable."""
        base, *args = node.args
        if not self.variable(base) or node.keywords:
            return None
        if target is np.fill_diagonal and len(args) == 1:
            value = call(self.speller.spell(set_at), name(base.id), call(self.speller.spell(diagonal), name(base.id)),
                         args[0])
        elif target is np.copyto and len(args) == 1:
            value = call(self.speller.spell(set_at), name(base.id), constant(Ellipsis), args[0])
        elif target == np.add.at and len(args) == 2:
            out: list[gast.stmt] = []
            value = call(self.speller.spell(add_at), name(base.id), self.held(args[0], out, origin), args[1])
            return [*out, self.write(base.id, value, node, origin)]
        else:
            return None
        return [self.write(base.id, value, node, origin)]


def is_list(function: Function, identifier: str, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a variable is surely a list: every assignment to it is a list display, or of a variable that is one."""
    values = assignments(function, identifier)
    stores = [node for node in gast.walk(function.tree) if isinstance(node, gast.Name) and node.id == identifier
              and isinstance(node.ctx, (gast.Store, gast.Param))]
    return bool(values) and len(stores) == len(values) and all(
        isinstance(value, (gast.List, gast.ListComp))
        or isinstance(value, gast.Name) and (
            value.id in seen or is_list(function, value.id, seen | {identifier}))
        or isinstance(value, gast.Call) and isinstance(value.func, gast.Name) and value.func.id in ('list', 'sorted')
        for value in values)


def assignments(function: Function, identifier: str) -> list[gast.expr]:
    """What is assigned to a variable."""
    return [node.value for node in gast.walk(function.tree) if isinstance(node, gast.Assign)
            for target in node.targets if isinstance(target, gast.Name) and target.id == identifier]


_READERS = (len, sum, max, min, sorted, np.array, np.stack, np.sum)
_WRITERS = (np.add.at, np.copyto, np.fill_diagonal)


def _putting_back(statements: list[gast.stmt]) -> list[gast.stmt]:
    """Statements that put a part that was written back where it was taken from."""
    for node in statements:
        if getattr(getattr(node, 'value', None), 'in_place', False):
            node.value.puts_back = True
    return statements


def _root(node: gast.expr) -> str | None:
    """The variable that a subscript is a part of."""
    while isinstance(node, gast.Subscript):
        node = node.value
    return node.id if isinstance(node, gast.Name) else None


def _names_once(index: gast.expr) -> bool:
    """Whether an index surely names no element twice: slices, integers, None and Ellipsis."""
    if isinstance(index, gast.Tuple):
        return all(map(_names_once, index.elts))
    if is_slice(index):
        return True
    if isinstance(index, gast.UnaryOp):
        return isinstance(index.operand, gast.Constant)
    if isinstance(index, gast.Attribute):
        return index.attr == 'newaxis'
    return isinstance(index, gast.Constant) and (
        index.value is None or index.value is Ellipsis or type(index.value) is int)
