"""Loops in a-normal form: what they iterate over can be gone through again, and backward.

Where the items carry derivatives they are read by their index, so that each reading has
an adjoint of its own.

    for x, y in zip(xs, ys):            for i in tangent.indices(xs, ys):
        ...                     ->          x = xs[i]
                                            y = ys[i]
                                            ...
"""
from __future__ import annotations

from typing import Any

import gast

from tangent.analyses.activity import target_names
from tangent.analyses.cheap import is_cheap, is_cheap_index
from tangent.analyses.effects import entry_of
from tangent.analyses.tensors import may_meet_tensors
from tangent.errors import UnsupportedError
from tangent.runtime.sequences import indices
from tangent.runtime.tensors import unstacked
from tangent.syntax.build import (
    binary, blocks_of, call, clone, constant, name, store, tuple_, with_blocks, written,
)
from tangent.syntax.function import Origin

_VIEWS = ('keys', 'values', 'items')


class Loops:
    """Takes loops apart, as a part of the pass that does so with statements."""

    def __init__(self, anf: Any) -> None:
        self.anf = anf
        self.function, self.activity = anf.function, anf.activity

    def loop(self, node: gast.For | gast.While, origin: Origin | None) -> list[gast.stmt]:
        """A loop, and what has to come before it."""
        anf = self.anf
        outer, anf.out = anf.out, []
        if written(node).isdisjoint(self.activity.active):
            new = with_blocks(node, [anf.block(block) for block in blocks_of(node)])
        elif isinstance(node, gast.While):
            new = with_blocks(node, [anf.block(node.body)])
        elif self.activity.active.isdisjoint(target_names(node.target)):
            iterable = self.iterable(node.iter, node.until is not None)
            new = with_blocks(node, [anf.block(node.body)], iter=iterable)
        else:
            new = self.over_active(node, origin)
        anf.out, before = outer, anf.out
        return [*before, new]

    # --- items without derivatives ---

    def iterable(self, node: gast.expr, sliced: bool) -> gast.expr:
        """An expression for the same items that can be evaluated again, and reversed."""
        if isinstance(node, gast.Name) and may_meet_tensors(self.function):
            node = gast.copy_location(call(self.anf.speller.spell(unstacked), node), node)
            return self.held(gast.copy_location(call(name('list'), node), node) if sliced else node)
        if isinstance(node, gast.Name):  # of a dict no slice can be taken
            return self.held(gast.copy_location(call(name('list'), node), node)) if sliced else node
        if self.calls(node, range):
            arguments = [a if is_cheap_index(a) else self.anf.temporary(a, 'bound') for a in node.args]
            return gast.copy_location(gast.Call(node.func, arguments, []), node)
        if self.calls(node, reversed) and not sliced and len(node.args) == 1:
            inner = self.iterable(node.args[0], False)
            return gast.copy_location(gast.Call(node.func, [inner], []), node)
        if isinstance(node, (gast.Tuple, gast.List, gast.Constant)) and is_cheap(node):
            return node
        if isinstance(node, (gast.Attribute, gast.Subscript, gast.Tuple, gast.List, gast.BinOp)):
            return self.held(node)
        entry = entry_of(self.function, node) if isinstance(node, gast.Call) else None
        if entry is not None and (entry.fresh or entry.shape):
            return self.held(node)
        return self.held(node if self.calls(node, sorted, 'key', 'reverse') else call(name('list'), node))

    def held(self, items: gast.expr) -> gast.Name:
        """A name for what a loop goes through, of which no derivative is taken."""
        identifier = self.anf.fresh('items', varied=False)
        self.anf.emit(identifier, items)
        return name(identifier)

    def calls(self, node: gast.expr, builtin: object, *keywords: str) -> bool:
        """Whether an expression calls a built-in function, with no keywords but those given."""
        return (isinstance(node, gast.Call) and all(k.arg in keywords for k in node.keywords) and not any(
            isinstance(a, gast.Starred) for a in node.args)
            and self.function.scope.resolve(node.func, self.function.names.variables) is builtin)

    # --- items with derivatives ---

    def over_active(self, node: gast.For, origin: Origin | None) -> gast.For:
        view = self.view(node.iter)
        if view is not None:
            return self.over_dict(node, view, origin)
        index = self.index(node)
        sequences: list[gast.expr] = []
        iterable, strict = self.without_strict(node.iter)
        element = self.element(iterable, name(index), sequences)
        body = self.body(node, element, origin)
        counted = gast.Call(self.anf.speller.spell(indices), sequences, strict)
        return with_blocks(node, [body], iter=counted, target=store(index))

    def without_strict(self, node: gast.expr) -> tuple[gast.expr, list[gast.keyword]]:
        """What a loop goes through, and the keyword `strict` of the outermost `zip`."""
        if self.calls(node, enumerate, 'start') and node.args:
            inner, strict = self.without_strict(node.args[0])
            new = gast.Call(node.func, [inner, *node.args[1:]], node.keywords)
            return gast.copy_location(new, node), strict
        if self.calls(node, zip, 'strict'):
            return gast.copy_location(gast.Call(node.func, node.args, []), node), node.keywords
        return node, []

    def index(self, node: gast.For) -> str:
        """A name for the index: that which `enumerate` gives it, or a new one."""
        target = node.target
        if self.calls(node.iter, enumerate) and len(node.iter.args) == 1 and isinstance(target, gast.Tuple) and (
                isinstance(target.elts[0], gast.Name)):
            return target.elts[0].id
        return self.function.names.fresh('i')

    def body(self, node: gast.For, element: gast.expr, origin: Origin | None) -> list[gast.stmt]:
        anf = self.anf
        outer, anf.out = anf.out, []
        anf.origin = origin
        target = node.target
        if isinstance(target, gast.Tuple) and isinstance(element, gast.Tuple) and isinstance(
                element.elts[0], gast.Name) and getattr(target.elts[0], 'id', None) == element.elts[0].id:
            target, element = tuple_(target.elts[1:], gast.Store), tuple_(element.elts[1:])
        anf.assignment(target, element)
        anf.out, assigned = outer, anf.out
        return [*assigned, *anf.block(node.body)]

    def element(self, node: gast.expr, index: gast.expr, sequences: list[gast.expr]) -> gast.expr:
        """The item of an index; `sequences` gets what must be that long."""
        if self.calls(node, enumerate, 'start') and node.args:
            start = next(iter([*node.args[1:], *[k.value for k in node.keywords]]), None)
            count = clone(index) if start is None else binary(clone(index), gast.Add(), self.anf.atom(start))
            return tuple_([count, self.element(node.args[0], index, sequences)])
        if self.calls(node, zip):
            return tuple_([self.element(argument, index, sequences) for argument in node.args])
        if (self.calls(node, list) or self.calls(node, tuple)) and len(node.args) == 1:
            return self.element(node.args[0], index, sequences)
        if self.calls(node, reversed):
            sequence = self.sequence(node.args[0])
            sequences.append(clone(sequence))
            return gast.Subscript(sequence, binary(constant(-1), gast.Sub(), clone(index)), gast.Load())
        sequence = self.sequence(node)
        sequences.append(clone(sequence))
        return gast.Subscript(sequence, clone(index), gast.Load())

    def sequence(self, node: gast.expr) -> gast.expr:
        """A name for something that has a length and can be indexed."""
        if self.activity.keys_are_constant(node):
            return self.held(call(name('list'), node))
        if isinstance(node, gast.Name):
            return node
        if self.activity.carries(node):
            return self.anf.temporary(node, 'items')
        if self.calls(node, range):
            return self.iterable(node, False)
        if isinstance(node, gast.Call) and entry_of(self.function, node) is None:
            return self.anf.temporary(call(name('list'), node), 'items')
        return self.anf.temporary(node, 'items')

    def view(self, node: gast.expr) -> str | None:
        """Which view of a dict an expression is: 'values', 'items'; None for others."""
        is_view = (isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and not node.args
                   and node.func.attr in _VIEWS)
        return node.func.attr if is_view else None

    def over_dict(self, node: gast.For, view: str, origin: Origin | None) -> gast.For:
        mapping = self.anf.atom(node.iter.func.value)
        if node.until is not None:
            mapping = self.anf.temporary(call(name('list'), mapping), 'keys')
        if view == 'keys':
            raise self.function.error(UnsupportedError, node.iter, 'keys that are used as numbers cannot carry '
                                      'derivatives', 'Use the keys only to look up values.')
        key = self.function.names.fresh('key')
        value = gast.Subscript(self.anf.atom(node.iter.func.value), name(key), gast.Load())
        element = value if view == 'values' else tuple_([name(key), value])
        return with_blocks(node, [self.body(node, element, origin)], iter=mapping, target=store(key))
