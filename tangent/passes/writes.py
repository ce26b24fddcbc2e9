"""Statements that change an array, list or dict in place, as new versions of the variable that holds it.

After this pass nothing is changed by a statement: `tangent.set_at`, `added_at`, `append` and
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
from tangent.analyses.effects import entry_of, out_argument
from tangent.errors import UnsupportedError
from tangent.passes.writing_calls import changed_names
from tangent.runtime.apart import check_single
from tangent.runtime.arrays import add_at
from tangent.runtime.sequences import (
    added_at, along_axis, append, diagonal, emptied, extend, insert, ordering, pop, reordered, set_at, update,
)
from tangent.syntax.build import (
    assign, binary, call, clone, constant, name, origin_of, rebuild, store, tuple_,
    with_origin,
)
from tangent.syntax.function import Function, Origin, is_generated
from tangent.syntax.indexing import index_syntax, is_slice
from tangent.syntax.spelling import Speller

# Methods that change what they belong to, and the functions that do the same.
_HELPERS = {'append': append, 'extend': extend, 'insert': insert, 'update': update}
CHANGING_METHODS = (*_HELPERS, 'pop', 'clear', 'fill', 'partition', 'reverse', 'sort')


class Writer:
    """Makes statements of writes in one function."""

    def __init__(self, function: Function, speller: Speller) -> None:
        self.function, self.speller = function, speller

    def variable(self, node: gast.expr) -> bool:
        return isinstance(node, gast.Name) and node.id in self.function.names.variables

    # --- subscripts ---

    def assigned(self, target: gast.Subscript, value: gast.expr, origin: Origin | None,
                 is_put_back: bool = False) -> list[gast.stmt]:
        """`target = value` for a subscript; what it belongs to may be a subscript itself."""
        out: list[gast.stmt] = []
        target = self.with_held_view(target, out, origin)
        base, index = target.value, self.held(target.slice, out, origin)
        if self.variable(base):
            return [*out, self.write(base.id, call(self.speller.spell(set_at), name(base.id), index, value), target,
                                     origin)]
        if not isinstance(base, gast.Subscript):
            raise self.function.error(
                UnsupportedError, target, 'writing into this object in place cannot be differentiated',
                'Give what is written into a name first: a local variable.')
        part, place = self.taken_out(base, target, out, origin)
        out += self.single(part, base, target, origin) if not is_put_back else []
        out.append(self.write(part, call(self.speller.spell(set_at), name(part), index, value), target, origin))
        out[-1].value.part_of = _root(base)
        return [*out, *self.put_back(part, place, origin)]

    def taken_out(self, base: gast.Subscript, node: gast.AST, out: list[gast.stmt],
                  origin: Origin | None) -> tuple[str, gast.Subscript]:
        """The name of a part of a container that is about to be written, and the place to put it back to."""
        index = self.held(base.slice, out, origin)
        part = self.function.names.fresh('part', temporary=True)
        out.append(assign(part, gast.Subscript(clone(base.value), index_syntax(index), gast.Load()), origin))
        return part, gast.copy_location(gast.Subscript(base.value, index_syntax(clone(index)), gast.Store()), node)

    def put_back(self, part: str, place: gast.Subscript, origin: Origin | None) -> list[gast.stmt]:
        statements = self.assigned(place, name(part), origin, is_put_back=True)
        for node in statements:
            if getattr(getattr(node, 'value', None), 'in_place', False):
                node.value.puts_back = True
        return statements

    def single(self, part: str, base: gast.Subscript, node: gast.AST, origin: Origin | None) -> list[gast.stmt]:
        """The check that a container holds a part once that is written."""
        if is_slice(base.slice) or isinstance(base.slice, gast.Tuple) or is_generated(self.function):
            return []
        root = _root(base)
        check = call(self.speller.spell(check_single), name(root), name(part), constant(root))
        return [with_origin(gast.Expr(gast.copy_location(check, node)), origin)]

    def augmented(self, node: gast.AugAssign) -> list[gast.stmt]:
        """`x[i] op= value`."""
        origin = origin_of(node)
        out: list[gast.stmt] = []
        target = self.with_held_view(node.target, out, origin)
        index = self.held(target.slice, out, origin)
        if self.variable(target.value) and isinstance(node.op, (gast.Add, gast.Sub)) and _names_once(index):
            value = node.value if isinstance(node.op, gast.Add) else gast.UnaryOp(gast.USub(), node.value)
            helper = add_at if is_generated(self.function) else added_at
            added = call(self.speller.spell(helper), name(target.value.id), index, value)
            added.augments = True
            return [*out, self.write(target.value.id, added, target, origin)]
        whole = gast.copy_location(gast.Subscript(target.value, index_syntax(index), gast.Store()), target)
        old = gast.copy_location(gast.Subscript(clone(target.value), index_syntax(clone(index)), gast.Load()), target)
        value = gast.copy_location(binary(old, node.op, node.value), node)
        value.augments = True
        return [*out, *self.assigned(whole, value, origin)]

    def with_held_view(self, target: gast.Subscript, out: list[gast.stmt], origin: Origin | None) -> gast.Subscript:
        """A target with a name for the view that it is a part of: what a call or `.T` gives."""
        if isinstance(target.value, gast.Subscript):
            base: gast.expr = self.with_held_view(target.value, out, origin)
        elif self.is_view(target.value):
            base = self.held_view(target.value, out, origin)
        else:
            return target
        return gast.copy_location(gast.Subscript(base, target.slice, target.ctx), target)

    def held_view(self, node: gast.expr, out: list[gast.stmt], origin: Origin | None) -> gast.Name:
        view = self.function.names.fresh('view', temporary=True)
        out.append(assign(view, node, origin))
        return name(view)

    def is_view(self, node: gast.expr) -> bool:
        """Whether an expression gives a new array or a view of one of the variables, by what is known of functions."""
        if isinstance(node, gast.Attribute):
            return node.attr in ('T', 'mT') and (self.is_view(node.value) or self.variable(_innermost(node.value)))
        return isinstance(node, gast.Call) and entry_of(self.function, node) is not None

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
        """A statement that is a call which changes a local variable or a part of one; None for others."""
        value = node.value
        if not isinstance(value, gast.Call) or any(isinstance(a, gast.Starred) for a in value.args):
            return None
        place = self.place_of(value)
        if isinstance(place, gast.Subscript) and self.is_known(_innermost(place)):
            return self.on_part(place, node)
        if place is not None and self.is_view(place):
            out: list[gast.stmt] = []
            view = self.held_view(place, out, origin_of(node))
            changed = self.called(_with_place(node, place, view))
            return None if changed is None else [*out, *changed]
        if place is None or not self.variable(place):
            return None
        if self.out_place(value) is not None:
            return [self.into(place.id, value, origin_of(node))]
        if isinstance(value.func, gast.Attribute) and place is value.func.value:
            return self.by_method(place.id, value, origin_of(node))
        return self.by_function(self.writer_called(value), value, origin_of(node))

    def is_known(self, node: gast.expr) -> bool:
        return self.variable(node) or self.is_view(node)

    def place_of(self, node: gast.Call) -> gast.expr | None:
        """What a call that is known to write in place writes into."""
        out = self.out_place(node)
        if out is not None:
            return out
        if self.writer_called(node) is not None:
            return node.args[0] if node.args else None
        if isinstance(node.func, gast.Attribute) and node.func.attr in CHANGING_METHODS:
            return node.func.value
        return None

    def writer_called(self, node: gast.Call) -> Any:
        """The function that writes into its first argument which a call calls: of NumPy, or the `at` of a ufunc."""
        if isinstance(node.func, gast.Attribute) and node.func.attr == 'at':
            ufunc = self.function.scope.resolve(node.func.value, self.function.names.variables)
            return ufunc.at if any(ufunc is known for known in _ADDED) else None
        target = self.function.scope.resolve(node.func, self.function.names.variables)
        return target if any(target is writer for writer in _WRITERS) else None

    def out_place(self, node: gast.Call) -> gast.expr | None:
        """What a call writes its result into, if it has one result."""
        target = self.function.scope.resolve(node.func, self.function.names.variables)
        return None if isinstance(target, np.ufunc) and target.nout > 1 else out_argument(self.function, node)

    def writes_result(self, node: gast.Call) -> bool:
        """Whether a call writes its result into a local variable, or a part or view of one."""
        place = self.out_place(node) if changed_names(node) is None else None
        return place is not None and self.is_known(_innermost(place))

    def with_place_held(self, node: gast.Call, out: list[gast.stmt], origin: Origin | None) -> gast.Call:
        """A call with a name for what it writes its result into, if that is an array that another call gives."""
        place = self.out_place(node)
        if self.variable(_innermost(place)):
            return node
        held = self.held_view(place, out, origin)
        return rebuild(node, lambda part: clone(held) if part is place else None)

    def into(self, identifier: str, node: gast.Call, origin: Origin | None) -> gast.stmt:
        """`f(..., out=z)`: all elements of z are written."""
        place = self.out_place(node)
        value = gast.Call(node.func, [a for a in node.args if a is not place],
                          [k for k in node.keywords if k.value is not place])
        return self.overwritten(identifier, gast.copy_location(value, node), node, origin)

    def overwritten(self, identifier: str, value: gast.expr, place: gast.AST, origin: Origin | None) -> gast.stmt:
        """All elements of an array are written."""
        return self.write(identifier, call(self.speller.spell(set_at), name(identifier), constant(Ellipsis), value),
                          place, origin)

    def on_part(self, original: gast.Subscript, node: gast.Expr) -> list[gast.stmt] | None:
        """`d[key].append(v)`: the part is taken out, changed and put back."""
        origin = origin_of(node)
        out: list[gast.stmt] = []
        base = self.with_held_view(original, out, origin)
        part, place = self.taken_out(base, node, out, origin)
        changed = self.called(_with_place(node, original, name(part)))
        if changed is None:
            return None
        for statement in changed:
            if getattr(getattr(statement, 'value', None), 'in_place', False):
                statement.value.part_of = _root(base)
        return [*out, *self.single(part, base, node, origin), *changed, *self.put_back(part, place, origin)]

    def by_method(self, base: str, node: gast.Call, origin: Origin | None) -> list[gast.stmt] | None:
        """The statements for a method that changes the variable it belongs to."""
        method, args = node.func.attr, node.args
        if method == 'update' and node.keywords and len(args) < 2 and all(k.arg for k in node.keywords):
            keys = [*[None for _ in args], *[constant(k.arg) for k in node.keywords]]
            args = [gast.Dict(keys, [*args, *[k.value for k in node.keywords]])]
        elif node.keywords and method != 'sort':
            return None
        if method in _HELPERS and (len(args) == 1 or method == 'insert' and len(args) == 2):
            return [self.write(base, gast.Call(self.speller.spell(_HELPERS[method]), [name(base), *args], []), node,
                               origin)]
        if method == 'pop' and len(args) <= 1:
            return self.popped(store(self.function.names.fresh('item', temporary=True)), node, origin)
        if method == 'clear' and not args:
            return [self.write(base, call(self.speller.spell(emptied), name(base)), node, origin)]
        if method == 'fill' and len(args) == 1:
            return [self.overwritten(base, args[0], node, origin)]
        if method in ('reverse', 'sort') and not args and not node.keywords:
            order = call(self.speller.spell(ordering), name(base))
            value = gast.Subscript(name(base), gast.Slice(None, None, constant(-1)), gast.Load()) if (
                method == 'reverse') else call(self.speller.spell(reordered), name(base), order)
            everything = gast.Subscript(name(base), gast.Slice(None, None, None), gast.Store())
            return self.assigned(gast.copy_location(everything, node), gast.copy_location(value, node), origin)
        if method == 'partition' and len(args) == 1:
            return [self.overwritten(base, self.of_numpy('partition', name(base), *args), node, origin)]
        if method == 'sort':
            ordered = gast.Call(self.of_numpy('sort').func, [name(base), *args], node.keywords)
            return [self.overwritten(base, gast.copy_location(ordered, node), node, origin)]
        return None

    def by_function(self, target: Any, node: gast.Call, origin: Origin | None) -> list[gast.stmt] | None:
        """np.add.at, np.subtract.at, np.copyto, np.fill_diagonal and such of a local variable."""
        base, *args = node.args
        keywords = {k.arg: k.value for k in node.keywords}
        where = [keywords.pop('where')] if target is np.copyto and 'where' in keywords else []
        args += [keywords.pop('axis')] if target is np.put_along_axis and 'axis' in keywords else []
        if keywords:
            return None
        if target in _PLACED:
            placed = self.placed_by(target, base, args)
            return placed and [self.write(base.id, call(self.speller.spell(set_at), name(base.id), *placed), node,
                                          origin)]
        if target is np.fill_diagonal and len(args) == 1:
            index = call(self.speller.spell(diagonal), name(base.id))
            return [self.write(base.id, call(self.speller.spell(set_at), name(base.id), index, args[0]), node, origin)]
        if target is np.copyto and len(args) == 1:
            value = args[0]
            if where:
                value = gast.copy_location(self.of_numpy('where', *where, value, name(base.id)), node)
            return [self.overwritten(base.id, value, node, origin)]
        if target in (np.add.at, np.subtract.at) and len(args) == 2:
            out: list[gast.stmt] = []
            added = args[1] if target == np.add.at else gast.UnaryOp(gast.USub(), args[1])
            value = call(self.speller.spell(add_at), name(base.id), self.held(args[0], out, origin), added)
            return [*out, self.write(base.id, value, node, origin)]
        return None

    def of_numpy(self, function: str, *args: gast.expr) -> gast.Call:
        """A call of a function of NumPy, by its name."""
        return call(gast.Attribute(self.speller.module(np), function, gast.Load()), *args)

    def placed_by(self, target: Any, base: gast.Name, args: list[gast.expr]) -> list[gast.expr] | None:
        """The index and the values by which a function of NumPy writes into an array."""
        numpy = self.of_numpy
        if target is np.put_along_axis and len(args) == 3:
            return [call(self.speller.spell(along_axis), name(base.id), args[0], args[2]), args[1]]
        if target is np.put and len(args) == 2:
            places = numpy('unravel_index', args[0], numpy('shape', name(base.id)))
            return [places, numpy('resize', args[1], numpy('shape', clone(args[0])))]
        if target is np.place and len(args) == 2:
            return [numpy('not_equal', args[0], constant(0)),
                    numpy('resize', args[1], numpy('count_nonzero', clone(args[0])))]
        if target is np.putmask and len(args) == 2:
            values = numpy('resize', args[1], numpy('shape', name(base.id)))
            return [constant(Ellipsis), numpy('where', args[0], values, name(base.id))]
        return None

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


_ADDED = (np.add, np.subtract)
_PLACED = (np.put, np.place, np.putmask, np.put_along_axis)
_WRITERS = (np.copyto, np.fill_diagonal, *_PLACED)


def _with_place(node: gast.Expr, place: gast.expr, held: gast.Name) -> gast.Expr:
    """A call with a name for what it writes into."""
    return rebuild(node, lambda part: clone(held) if part is place else None)


def _innermost(node: gast.expr) -> gast.expr:
    """What a subscript, of a subscript maybe, is a part of."""
    while isinstance(node, gast.Subscript):
        node = node.value
    return node


def _root(node: gast.expr) -> str | None:
    """The variable that a subscript is a part of."""
    node = _innermost(node)
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


def target_parts(target: gast.expr) -> list[gast.expr]:
    """The targets inside a target."""
    if isinstance(target, (gast.Tuple, gast.List)):
        return [part for element in target.elts for part in target_parts(element)]
    return [target.value if isinstance(target, gast.Starred) else target]
