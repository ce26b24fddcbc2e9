"""Loops over iterators that do not end: counted ones, for derivatives keep the items of an iterator in a list.

    for k in itertools.count(1):                      i = 0
        ...                                           while True:
                                              ->          k = 1 + i
                                                          i = i + 1
                                                          ...

    for k, x in zip(itertools.count(1), xs):          for i, x in enumerate(xs):
        ...                                   ->          k = 1 + i
                                                          ...
"""
from __future__ import annotations

import builtins
import functools
import inspect
import itertools
import types
from typing import Any

import gast

from tangent.analyses.effects import is_pure
from tangent.errors import SourceError, UnsupportedError
from tangent.syntax.build import (
    assign, binary, call, constant, if_, name, reads, store, tuple_, walk, with_origin, written,
)
from tangent.syntax.parse import read

_ENDLESS = (itertools.count, itertools.cycle, itertools.repeat)


class Endless:
    """Takes iterators that do not end apart, as a part of the pass that does so with comprehensions."""

    def __init__(self, expander: Any) -> None:
        self.expander, self.function = expander, expander.function

    def counted(self, node: gast.For) -> gast.For | gast.While:
        """A loop without iterators that do not end; what has to come before it is added to the expander's statements.

        Raises:
            UnsupportedError: with the place, if there are others than can be written so.
        """
        if self.called(node.iter) is builtins.iter and len(node.iter.args) == 2:
            return self.until_sentinel(node)
        if not any(self.is_made(part) for part in walk(node.iter)):
            self.check(node)
            return node
        index = self.expander.names.fresh('i')
        first: list[gast.stmt] = []
        rest = self.without(node.target, node.iter, index, first, node)
        if rest is not None and rest[1] is node.iter:
            self.check(node)
            return node
        if rest is not None:
            iterable = gast.copy_location(call(name('enumerate'), rest[1]), node.iter)
            pair = tuple_([store(index), rest[0]], gast.Store)
            new: Any = gast.For(pair, iterable, [*first, *node.body], node.orelse, None)
        else:
            self.emit(index, constant(0), node)
            step = self.expander.placed(assign(index, binary(name(index), gast.Add(), constant(1)), None), node)
            new = gast.While(constant(True), [*first, step, *node.body], [])
        new = self.expander.placed(new, node)
        if isinstance(new, gast.For):
            self.check(new)
        return new

    def without(self, target: gast.expr, iterable: gast.expr, index: str, first: list[gast.stmt],
                node: gast.For) -> tuple[gast.expr, gast.expr] | None:
        """What is left of a target and what it is an item of without iterators that do not end; None if nothing is.

        `first` gets what assigns the items of these, by the index of the iteration.
        """
        called = self.called(iterable)
        if self.is_made(iterable):
            item = self.item(iterable, index, first, node)
            first.insert(0, self.expander.placed(gast.Assign([target], item, None), node))
            return None
        if called is builtins.zip and any(map(self.is_made, walk(iterable))) and not iterable.keywords and not any(
                isinstance(argument, gast.Starred) for argument in iterable.args):
            target = self.with_parts(target, len(iterable.args), first, node)
            assigned: list[gast.stmt] = []
            args = self.in_order(iterable.args, node)
            found = [self.without(part, argument, index, assigned, node) for part, argument in zip(target.elts, args)]
            first[:0] = assigned
            left = [pair for pair in found if pair is not None]
            if len(left) < 2:
                return left[0] if left else None
            made = gast.copy_location(gast.Call(iterable.func, [argument for _, argument in left], []), iterable)
            return tuple_([part for part, _ in left], gast.Store), made
        if called is builtins.enumerate and iterable.args and any(map(self.is_made, walk(iterable))):
            target = self.with_parts(target, 2, first, node)
            start = self.argument(iterable, 1, 'start')
            count = name(index) if start is None else binary(self.held(start, 'start', node), gast.Add(), name(index))
            inner = self.without(target.elts[1], iterable.args[0], index, first, node)
            first.insert(0, self.expander.placed(gast.Assign([target.elts[0]], count, None), node))
            return inner
        return target, iterable

    def with_parts(self, target: gast.expr, count: int, first: list[gast.stmt], node: gast.For) -> gast.Tuple:
        """A target of so many parts; `first` gets what assigns them to one that has others."""
        if isinstance(target, (gast.Tuple, gast.List)) and len(target.elts) == count and not any(
                isinstance(part, gast.Starred) for part in target.elts):
            return target
        parts = [self.expander.names.fresh('item') for _ in range(count)]
        self.note(parts, node.iter)
        first.append(self.expander.placed(gast.Assign([target], tuple_(map(name, parts)), None), node))
        return tuple_(map(store, parts), gast.Store)

    def in_order(self, args: list[gast.expr], node: gast.For) -> list[gast.expr]:
        """The arguments of `zip`, with names for those that have to be evaluated before iterators that do not end."""
        last = max((i for i, argument in enumerate(args) if self.is_made(argument)), default=0)
        return [argument if i >= last or self.is_made(argument) or is_pure(self.function, argument)
                else self.held(argument, 'items', node) for i, argument in enumerate(args)]

    def item(self, iterable: gast.Call, index: str, first: list[gast.stmt], node: gast.For) -> gast.expr:
        """The item of an iterator that does not end, in the iteration of an index."""
        called = self.called(iterable)
        if called is itertools.repeat:
            return self.held(self.argument(iterable, 0, 'object'), 'value', node)
        if called is itertools.cycle:
            items = self.held(gast.copy_location(call(name('list'), iterable.args[0]), iterable), 'items', node)
            place = binary(name(index), gast.Mod(), call(name('len'), items))
            return gast.copy_location(gast.Subscript(items, place, gast.Load()), iterable)
        start, step = [given or constant(default) for given, default in (
            (self.argument(iterable, 0, 'start'), 0), (self.argument(iterable, 1, 'step'), 1))]
        if all(isinstance(part, gast.Constant) and type(part.value) is int for part in (start, step)):
            count = name(index) if step.value == 1 else binary(name(index), gast.Mult(), step)
            return count if start.value == 0 else binary(start, gast.Add(), count)
        number = self.expander.names.fresh('number')  # of floats the sum one by one is not the product
        step = self.held(step, 'step', node)
        self.emit(number, start, node)
        self.note([number], iterable)
        following = binary(name(number), gast.Add(), step)
        first.append(self.expander.placed(assign(number, following, None), node))
        return name(number)

    def argument(self, node: gast.Call, position: int, keyword: str) -> gast.expr | None:
        given = [k.value for k in node.keywords if k.arg == keyword]
        return node.args[position] if len(node.args) > position else given[0] if given else None

    def held(self, value: gast.expr, base: str, node: gast.For) -> gast.expr:
        """A name for the value of an expression, which is evaluated before the loop."""
        if isinstance(value, gast.Constant):
            return value
        held = self.expander.names.fresh(base)
        self.emit(held, value, node)
        return name(held)

    def emit(self, target: str, value: gast.expr, node: gast.For) -> None:
        self.note([target], value)
        self.expander.before += self.expander.block([self.expander.placed(assign(target, value, None), node)])

    def note(self, names: list[str], value: gast.expr) -> None:
        """Note that new names stand for what depends on the inputs, if an expression does."""
        self.expander.useful.update(names)
        if self.expander.varies(value):
            self.expander.varied.update(names)

    def until_sentinel(self, node: gast.For) -> gast.While:
        """`for x in iter(f, end): ...` as a loop that calls f until that gives the end."""
        func, end = node.iter.args
        jumps = [part for s in node.orelse for part in walk(s) if isinstance(part, (gast.Break, gast.Continue))]
        if jumps or (reads(func) | reads(end)) & written(node):
            raise self.refusal(node, 'a loop over what a function gives until it gives a value')
        item = self.expander.names.fresh('item')
        if isinstance(func, gast.Lambda):
            func = self.held(func, 'function', node)
        taken = gast.copy_location(call(func), node.iter)
        self.note([item], taken)
        test = gast.copy_location(gast.Compare(name(item), [gast.Eq()], [self.held(end, 'end', node)]), node.iter)
        stop = with_origin(gast.copy_location(gast.Break(), node), self.expander.origin)
        body = [assign(item, taken, None), if_(test, [*node.orelse, stop], [], None),
                gast.Assign([node.target], name(item), None)]
        placed = [self.expander.placed(statement, node) for statement in body]
        return self.expander.placed(gast.While(constant(True), [*placed, *node.body], []), node)

    # --- what does not end ---

    def called(self, node: gast.AST) -> Any:
        return self.function.scope.resolve(node.func, self.expander.names.variables) if isinstance(
            node, gast.Call) else None

    def is_made(self, node: gast.AST) -> bool:
        """Whether an expression makes an iterator that does not end."""
        called = self.called(node)
        return any(called is known for known in _ENDLESS) and not (called is itertools.repeat and (
            len(node.args) > 1 or any(k.arg == 'times' for k in node.keywords)))

    def is_endless(self, node: gast.expr) -> bool:
        """Whether an expression gives an iterator that does not end."""
        if self.is_made(node) or isinstance(node, gast.Name) and node.id in self.names:
            return True
        called = self.called(node)
        if _is_endless_generator(called):
            return True
        if called in (builtins.enumerate, builtins.filter, itertools.accumulate, itertools.pairwise, itertools.chain):
            return any(map(self.is_endless, node.args))
        return called in (builtins.zip, builtins.map) and bool(node.args) and all(
            map(self.is_endless, node.args[called is builtins.map:]))

    @functools.cached_property
    def names(self) -> set[str]:
        """The variables that are assigned an iterator that does not end."""
        made = [part for part in self.expander.nodes() if isinstance(part, gast.Assign) and (
            self.is_made(part.value) or _is_endless_generator(self.called(part.value)))]
        return {target.id for part in made for target in part.targets if isinstance(target, gast.Name)}

    def check(self, node: gast.For) -> None:
        """Refuse a loop whose items could not all be read before it."""
        if self.is_endless(node.iter) or self.expander.varies(node.iter) and self.joins_endless(node.iter):
            raise self.refusal(node, 'a loop over an iterator that does not end')

    def joins_endless(self, node: gast.expr) -> bool:
        """Whether an iterator that does not end is among others in `zip`, which would be made lists of."""
        return self.called(node) in (builtins.zip, builtins.enumerate) and any(
            self.is_endless(argument) or self.joins_endless(argument) for argument in node.args)

    def refusal(self, node: gast.For, what: str) -> UnsupportedError:
        return self.function.error(
            UnsupportedError, node.iter, f'{what} cannot be differentiated: derivatives read its items before it',
            'Write `while True:` with a counter, or enumerate(...).')


def _is_endless_generator(called: Any) -> bool:
    """Whether what is called is a generator function of the user's with a loop that nothing ends."""
    if not isinstance(called, types.FunctionType) or not called.__code__.co_flags & inspect.CO_GENERATOR:
        return False
    try:
        function = read(called)
    except (SourceError, UnsupportedError):
        return False
    loops = [part for statement in function.tree.body for part in walk(statement) if isinstance(part, gast.While)
             and isinstance(part.test, gast.Constant) and part.test.value]
    return any(not any(isinstance(part, (gast.Break, gast.Return, gast.Raise)) for part in walk(loop))
               for loop in loops)
