"""Iterators, which read an item only when it is its turn: as loops that do the same, and as generator expressions.

    for u in filter(test, xs):          for x in xs:
        ...                       ->        if test(x):
                                                u = x
                                                ...

A list made of the items before the loop would not have what the loop writes into them.
"""
from __future__ import annotations

import builtins
from typing import Any

import gast

from tangent.passes.late import changed_in_loop, check_read_early
from tangent.syntax.build import call, clone, if_, keys_of, name, rename, store, tuple_, walk, written
from tangent.templates.registry import is_lazy


class Iterators:
    """Takes iterators apart, as a part of the pass that does so with comprehensions."""

    def __init__(self, expander: Any) -> None:
        self.expander = expander

    def unfolded(self, node: gast.For) -> gast.For:
        """`for u in filter(test, xs): ...` as `for x in xs: if test(x): u = x; ...`, and so for what else is lazy."""
        lazy = self.lazy(node.iter)
        if any(map(self.gives_iterator, walk(node.iter))):
            check_read_early(self.expander.function, node)
        if lazy is None:
            first: list[gast.stmt] = []
            iterable, target = self.opened(node.iter, node.target, first, node)
            return self.expander.placed(gast.For(target, iterable, [*first, *node.body], node.orelse, None), node)
        if len(lazy.generators) > 1 and any(isinstance(part, gast.Break) for s in node.body for part in walk(s)):
            check_read_early(self.expander.function, node)
            return node
        mapping = self.expander.renamed(lazy)
        body = [self.expander.placed(gast.Assign([node.target], rename(lazy.elt, mapping), None), node), *node.body]
        for generator in reversed(lazy.generators):
            for test in reversed(generator.ifs):
                body = [self.expander.placed(if_(rename(test, mapping), body, [], None), node)]
            # What the first one goes through is evaluated outside: (x for x in x).
            source = generator.iter if generator is lazy.generators[0] else rename(generator.iter, mapping)
            loop = gast.For(rename(generator.target, mapping), source, body, [], None)
            body = [self.expander.placed(loop, node)]
        loop.orelse = node.orelse
        return self.unfolded(loop) if self.expander.varies(loop.iter) else loop

    def opened(self, iterable: gast.expr, target: gast.expr, first: list[gast.stmt],
               node: gast.For) -> tuple[gast.expr, gast.expr]:
        """`for i, u in enumerate(map(f, xs))` as `for i, x in enumerate(xs)`; `first` gets `u = f(x)`."""
        kind = self.expander.builtin(iterable)
        lazy = self.lazy(iterable)
        if lazy is not None and len(lazy.generators) == 1 and not lazy.generators[0].ifs:
            mapping, generator = self.expander.renamed(lazy), lazy.generators[0]
            first.append(self.expander.placed(gast.Assign([target], rename(lazy.elt, mapping), None), node))
            return generator.iter, rename(generator.target, mapping)
        if lazy is not None:
            check_read_early(self.expander.function, node)
        if kind not in (builtins.enumerate, builtins.zip):
            return iterable, target
        counted = 1 if kind is builtins.enumerate else 0
        if not isinstance(target, gast.Tuple) or len(target.elts) != len(iterable.args) + counted:
            return iterable, target
        pairs = [self.by_key(source, inner, first, node) or self.opened(source, inner, first, node)
                 for source, inner in zip(iterable.args, target.elts[counted:])]
        made = gast.Call(iterable.func, [source for source, _ in pairs], iterable.keywords)
        return gast.copy_location(made, iterable), tuple_([*target.elts[:counted], *[t for _, t in pairs]], gast.Store)

    def by_key(self, view: gast.expr, target: gast.expr, first: list[gast.stmt],
               node: gast.For) -> tuple[gast.expr, gast.expr] | None:
        """`for i, v in enumerate(d.values())` as `for i, key in enumerate(d)` where the loop writes into d.

        `first` gets `v = d[key]`.  None for what is no view of a dict, or of one that is not written.
        """
        is_view = isinstance(view, gast.Call) and isinstance(view.func, gast.Attribute) and not view.args and (
            view.func.attr in ('values', 'items'))
        if not is_view or not changed_in_loop(self.expander.function, node, view):
            return None
        mapping = view.func.value
        if not isinstance(mapping, gast.Name) or mapping.id in written(node):
            check_read_early(self.expander.function, node)
        key = self.expander.names.fresh('key')
        value: gast.expr = gast.copy_location(gast.Subscript(clone(mapping), name(key), gast.Load()), view)
        if view.func.attr == 'items' and isinstance(target, gast.Tuple) and len(target.elts) == 2:
            first.append(self.expander.placed(gast.Assign([target.elts[0]], name(key), None), node))
            target = target.elts[1]
        elif view.func.attr == 'items':
            value = tuple_([name(key), value])
        first.append(self.expander.placed(gast.Assign([target], value, None), node))
        return gast.copy_location(keys_of(mapping), view), store(key)

    def lazy(self, node: gast.expr) -> gast.GeneratorExp | None:
        """An iterator that computes its items when it is their turn, as a generator expression."""
        if isinstance(node, gast.GeneratorExp):
            return node
        is_lazy = self.expander.builtin(node) in (builtins.map, builtins.filter) and not node.keywords
        return self.generator(node) if is_lazy else None

    def gives_iterator(self, node: gast.AST) -> bool:
        """Whether a call is of a function of itertools, of which a list takes the place."""
        function = self.expander.function
        return isinstance(node, gast.Call) and is_lazy(function.scope.resolve(node.func, function.names.variables))

    def generator(self, node: gast.Call) -> gast.GeneratorExp:
        """An iterator as a generator expression."""
        kind = self.expander.builtin(node)
        if kind is builtins.map:
            function, *sequences = node.args
            items, made = self.applied(function, len(sequences), node)
            source = sequences[0] if len(sequences) == 1 else call(name('zip'), *sequences)
            target = store(items[0]) if len(items) == 1 else tuple_(map(store, items), gast.Store)
            generator = gast.comprehension(target, source, [], 0)
        elif kind is builtins.filter:
            function, source = node.args
            if isinstance(function, gast.Constant):
                items = [self.expander.names.fresh('item')]
                test: gast.expr = name(items[0])
            else:
                items, test = self.applied(function, 1, node)
            made, generator = name(items[0]), gast.comprehension(store(items[0]), source, [test], 0)
        else:
            item = self.expander.names.fresh('item')
            made, generator = name(item), gast.comprehension(store(item), node, [], 0)
        return gast.copy_location(gast.GeneratorExp(made, [generator]), node)

    def applied(self, function: gast.expr, count: int, node: gast.AST) -> tuple[list[str], gast.expr]:
        """Names of arguments, and a function's value of them; of a lambda the expression in it."""
        if isinstance(function, gast.Lambda) and _takes(function.args, count):
            return [argument.id for argument in function.args.args], function.body
        items = [self.expander.names.fresh('item') for _ in range(count)]
        return items, gast.copy_location(call(function, *map(name, items)), node)


def _takes(args: gast.arguments, count: int) -> bool:
    """Whether a signature is so many parameters, and nothing else."""
    others = (args.posonlyargs, args.vararg, args.kwonlyargs, args.kwarg, args.defaults)
    return len(args.args) == count and not any(others)
