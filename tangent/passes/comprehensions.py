"""Comprehensions through which a derivative passes, as loops; and what else makes sequences, as comprehensions.

    total = sum(f(x) for x in xs)         values = []
                                    ->    for x in xs:
                                              values.append(f(x))
                                          total = sum(values)

Where nothing of what the derivative is taken for goes in, or where what comes out is read only in indices and
tests, an expression stays as it is.
"""
from __future__ import annotations

import builtins
import functools
from collections.abc import Iterable
from typing import Any

import gast

from tangent.analyses.activity import element_of, is_constant, paired, target_names
from tangent.analyses.calls import callee_of
from tangent.analyses.containers import Containers
from tangent.passes.endless import Endless
from tangent.passes.iterators import Iterators
from tangent.runtime.sequences import indices, sorted_indices
from tangent.syntax.build import (
    assign, bound_names, call, children, clone, constant, if_, name, origin_of, rebuild, rename, store,
    tuple_, walk, with_origin,
)
from tangent.syntax.function import Function, Origin
from tangent.syntax.spelling import Speller
from tangent.templates.engine import varying

_COMPREHENSIONS = (gast.ListComp, gast.SetComp, gast.DictComp, gast.GeneratorExp)
_ITERATORS = (builtins.zip, builtins.enumerate, builtins.reversed, builtins.map, builtins.filter)
_ONLY_SHAPE = ('shape', 'ndim', 'size', 'dtype')


def expand_comprehensions(function: Function, inputs: Iterable[str], speller: Speller) -> Function:
    """The same function with comprehensions that depend on the inputs written as loops."""
    function = _from_keys(function)
    expander = _Expander(function, set(inputs), speller)
    return function.with_body(expander.block(function.tree.body))


def _is_tolist(node: gast.expr) -> bool:
    return isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and node.func.attr == 'tolist'


def _from_keys(function: Function) -> Function:
    """The function with comprehensions for dict.fromkeys(keys, value): it is seen that all items are one object.

        dict.fromkeys(keys, x * y)     ->     {key: item for item in [x * y] for key in keys}
    """
    def written_out(node: gast.AST) -> gast.AST | None:
        if not isinstance(node, gast.Call) or len(node.args) != 2 or node.keywords or isinstance(
                node.args[1], gast.Constant) or any(isinstance(argument, gast.Starred) for argument in node.args) or (
                function.scope.resolve(node.func, function.names.variables) != dict.fromkeys):
            return None
        keys, value = [rebuild(argument, written_out) for argument in node.args]
        key, item = (function.names.fresh(base, temporary=True) for base in ('key', 'item'))
        generators = [gast.comprehension(store(item), gast.List([value], gast.Load()), [], 0),
                      gast.comprehension(store(key), keys, [], 0)]
        return gast.copy_location(gast.DictComp(name(key), name(item), generators), node)
    return function.with_body(rebuild(function.tree.body, written_out))


class _Expander:
    def __init__(self, function: Function, inputs: set[str], speller: Speller) -> None:
        self.function, self.names, self.speller = function, function.names, speller
        self.flows = self.find_flows()
        self.assessed = {target for targets, _ in self.flows for target in targets}
        self.varied = self.find_varied(inputs)
        self.useful = self.find_useful()
        self.before: list[gast.stmt] = []
        self.origin: Origin | None = None
        self.iterators, self.endless = Iterators(self), Endless(self)

    # --- what depends on the inputs ---

    def find_flows(self) -> list[tuple[list[str], gast.AST]]:
        """The variables that statements give values, each time with where these come from."""
        flows: list[tuple[list[str], gast.AST]] = []
        for node in self.nodes():
            if isinstance(node, gast.Assign):
                flows += [(_roots(target), node.value) for target in node.targets]
            elif isinstance(node, (gast.AugAssign, gast.AnnAssign, gast.NamedExpr)) and node.value is not None:
                flows.append((_roots(node.target), node.value))
            elif isinstance(node, (gast.For, gast.comprehension)):
                flows += [(_roots(target), value)
                          for target, value in paired(node.target, element_of(node.iter, self.keys_are_constant))]
            elif isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute):
                flows.append((_roots(node.func.value), gast.Tuple(
                    [*node.args, *[k.value for k in node.keywords]], gast.Load())))
            elif isinstance(node, gast.Expr) and isinstance(node.value, gast.Call):
                given = [*node.value.args, *[k.value for k in node.value.keywords]]  # np.add.at, np.copyto, out=
                flows.append(([root for part in given for root in _roots(part)], gast.Tuple(given, gast.Load())))
            elif isinstance(node, gast.FunctionDef):
                flows.append(([node.name], gast.Tuple(
                    [part for part in walk(node) if isinstance(part, gast.Name)], gast.Load())))
        return flows

    def nodes(self) -> list[gast.AST]:
        return [node for statement in self.function.tree.body for node in walk(statement)]

    def find_varied(self, inputs: set[str]) -> set[str]:
        """The variables that may depend on the inputs, whatever the operations on the way."""
        found = set(inputs)
        size = -1
        while size < len(found):
            size = len(found)
            for targets, value in self.flows:
                if not found.isdisjoint(self.sources(value)):
                    found.update(targets)
        return found

    def find_useful(self) -> set[str]:
        """The variables whose values the result may depend on smoothly: not those read only in indices and tests.

        What is written in place other variables may see.
        """
        found = set().union(*[self.sources(node) for node in self.nodes() if _has_effect(node)])
        found.update(root for node in self.nodes() for root in _written_in_place(node))
        size = -1
        while size < len(found):
            size = len(found)
            for targets, value in self.flows:
                if not found.isdisjoint(targets):
                    found |= self.sources(value)
        return found

    def varies(self, node: gast.AST) -> bool:
        """Whether an expression reads more than the length or shape of something that varies."""
        return not self.varied.isdisjoint(self.sources(node))

    def sources(self, node: gast.AST) -> set[str]:
        """The variables that the value of an expression may depend on smoothly."""
        if isinstance(node, gast.Name):
            return {node.id}
        if isinstance(node, gast.Attribute) and node.attr in _ONLY_SHAPE:
            return set()
        if isinstance(node, (gast.Compare, gast.JoinedStr, gast.comprehension)):
            return set()
        if isinstance(node, gast.Subscript) and isinstance(node.value, gast.Name):
            return {node.value.id}
        parts = children(node)
        if isinstance(node, gast.DictComp):
            parts = [node.value]  # keys are no numbers that the result depends on
        if isinstance(node, gast.Call):
            callee = callee_of(self.function, node)
            if is_constant(callee.entry):
                return set()
            if callee.entry is not None:
                parts = varying(callee.entry, callee.arguments, callee.keywords)
        return set().union(*map(self.sources, parts))

    # --- statements ---

    def block(self, statements: list[gast.stmt]) -> list[gast.stmt]:
        out: list[gast.stmt] = []
        for node in statements:
            outer = self.before, self.origin
            self.before, self.origin = [], origin_of(node)
            new = self.statement(node)
            out += self.before
            out.append(new)
            self.before, self.origin = outer
        return out

    def statement(self, node: gast.stmt) -> gast.stmt:
        if isinstance(node, (gast.FunctionDef, gast.ClassDef)):
            return node
        if isinstance(node, gast.For) and self.varies(node.iter):
            node = self.iterators.unfolded(node)
        if isinstance(node, gast.For):
            node = self.endless.counted(node)
        if isinstance(node, gast.Expr) and self.sorts_list(node.value):
            node = self.sorted_anew(node)
        copy = type(node).__new__(type(node))
        copy.__dict__.update(node.__dict__)
        for field, value in node.__dict__.items():
            if isinstance(value, list) and value and isinstance(value[0], gast.stmt):
                setattr(copy, field, self.block(value))
            elif isinstance(node, gast.While) and field == 'test':
                continue
            elif isinstance(node, gast.For) and field == 'iter':
                setattr(copy, field, self.iterable(value, node.target))
            elif isinstance(node, gast.Assign) and not (any(map(self.is_useful, node.targets)) or _sets_default(value)):
                continue
            elif isinstance(value, gast.expr):
                setattr(copy, field, self.expression(value))
        return copy

    def sorts_list(self, node: gast.expr) -> bool:
        """Whether an expression is `items.sort()` of what is surely a list."""
        return isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and node.func.attr == 'sort' and (
            self.is_list(node.func.value) or any(  # arguments that the method of arrays does not take
                keyword.arg in ('key', 'reverse') for keyword in node.keywords))

    def is_list(self, node: gast.expr) -> bool:
        """Whether an expression that has a method `sort` is a list: what `x.tolist()` gives might be a number else."""
        made = self.containers.assigned.get(node.id, ()) if isinstance(node, gast.Name) else [node]
        return self.containers.of(node) is list or bool(made) and all(
            value is not None and (value is list or isinstance(value, gast.expr) and (
                _is_tolist(value) or self.containers.of(value) is list)) for value in made)

    def sorted_anew(self, node: gast.Expr) -> gast.Assign:
        """`items[:] = sorted(items)` for `items.sort()`."""
        items = node.value.func.value
        ordered = gast.copy_location(gast.Call(name('sorted'), [clone(items)], node.value.keywords), node)
        target = gast.Subscript(items, gast.Slice(None, None, None), gast.Store())
        return self.placed(gast.Assign([gast.copy_location(target, node)], ordered, None), node)

    @functools.cached_property
    def containers(self) -> Containers:
        return Containers(self.function)

    def keys_are_constant(self, node: gast.expr) -> bool | None:
        return True if self.containers.is_dict(node) else None

    def is_useful(self, target: gast.expr) -> bool:
        return not self.useful.isdisjoint(_roots(target))

    def iterable(self, node: gast.expr, target: gast.expr) -> gast.expr:
        """What a loop goes through: iterators stay, but for those that call a function."""
        if not self.is_useful(target):
            return node
        kind = self.builtin(node)
        if self.transposes(node):
            return self.expression(node)
        if kind in (builtins.zip, builtins.enumerate, builtins.reversed) or _is_view(node):
            parts = [target] * len(node.args)
            if isinstance(target, gast.Tuple) and kind is builtins.enumerate:
                parts[:1] = target.elts[1:]
            elif isinstance(target, gast.Tuple) and kind is builtins.zip and len(target.elts) == len(parts):
                parts = target.elts
            arguments = [self.expression(argument) if _is_view(argument) and self.is_useful(part)
                         else self.iterable(argument, part) for argument, part in zip(node.args, parts)]
            return gast.copy_location(gast.Call(node.func, arguments, node.keywords), node)
        return self.expression(node)

    def renamed(self, node: Any) -> dict[str, str]:
        """New names for what a comprehension binds."""
        mapping = {bound: self.names.fresh(bound) for bound in sorted(bound_names(node))}
        if any(self.varies(part) for part in [node, *[g.iter for g in node.generators]]):
            self.varied |= set(mapping.values())
        self.useful |= {new for old, new in mapping.items() if old in self.useful or old not in self.assessed}
        return mapping

    # --- expressions ---

    def expression(self, node: gast.AST) -> Any:
        return rebuild(node, self.replaced)

    def replaced(self, node: gast.AST) -> gast.AST | None:
        if isinstance(node, (gast.Lambda, gast.FunctionDef)):
            return node
        if isinstance(node, (gast.IfExp, gast.BoolOp)):
            return self.conditional(node)
        if isinstance(node, _COMPREHENSIONS):
            return self.comprehension(node) if self.varies(node) else node
        if not isinstance(node, gast.Call) or not self.varies(node):
            return None
        kind = self.builtin(node)
        if self.transposes(node):
            return self.transposed(node)
        if kind in _ITERATORS or _is_view(node) and node.func.attr != 'keys':
            if isinstance(getattr(node.func, 'value', None), _COMPREHENSIONS):
                mapping = gast.Attribute(self.expression(node.func.value), node.func.attr, gast.Load())
                node = gast.copy_location(gast.Call(mapping, [], []), node)
            return self.listed(node)
        if kind in (builtins.list, builtins.tuple) and len(node.args) == 1 and not node.keywords:
            inner = node.args[0]
            if self.builtin(inner) in _ITERATORS or _is_view(inner) or isinstance(inner, gast.GeneratorExp):
                made = self.expression(inner)
                return made if kind is builtins.list else gast.copy_location(gast.Call(node.func, [made], []), node)
        if kind is builtins.dict and len(node.args) <= 1:
            return self.as_dict(node)
        if kind in (builtins.max, builtins.min) and any(k.arg == 'default' for k in node.keywords):
            return self.with_default(node)
        if kind in (builtins.sorted, builtins.max, builtins.min) and (node.keywords or kind is builtins.sorted) and (
                len(node.args) == 1):
            return self.ordered(node, kind)
        if self.is_get(node) and isinstance(node.func.value, gast.Call):
            mapping = self.held('mapping', self.expression(node.func.value))
            method = gast.Attribute(mapping, 'get', gast.Load())
            return self.got(gast.copy_location(gast.Call(method, node.args, []), node))
        if self.is_get(node) or self.is_pop_with_default(node):
            return self.got(node)
        if _is_set_default(node):
            return self.set_default(node)
        return None

    def conditional(self, node: gast.IfExp | gast.BoolOp) -> gast.AST | None:
        """A conditional expression: only what is always evaluated may be taken out of it."""
        if isinstance(node, gast.IfExp):
            parts = map(self.unevaluated, (node.body, node.orelse))
            return gast.copy_location(gast.IfExp(self.expression(node.test), *parts), node)
        first, *rest = node.values
        return gast.copy_location(gast.BoolOp(node.op, [self.expression(first), *map(self.unevaluated, rest)]), node)

    def unevaluated(self, node: gast.expr) -> gast.expr:
        """An expression that may not be evaluated: nothing may come before it."""
        return rebuild(node, lambda part: self.got(part) if self.is_get(part) and isinstance(
            part.args[0], (gast.Name, gast.Constant)) else None)

    def is_get(self, node: gast.AST) -> bool:
        return (isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and node.func.attr == 'get'
                and len(node.args) in (1, 2) and self.varies(node))

    def is_pop_with_default(self, node: gast.Call) -> bool:
        """Whether a call is `d.pop(key, default)` of a variable, in which nothing is evaluated twice."""
        return (isinstance(node.func, gast.Attribute) and node.func.attr == 'pop' and len(node.args) == 2
                and isinstance(node.func.value, gast.Name) and node.func.value.id in self.names.variables
                and isinstance(node.args[0], (gast.Name, gast.Constant)))

    def builtin(self, node: gast.AST) -> Any:
        """The built-in function that an expression calls."""
        if not isinstance(node, gast.Call) or not isinstance(node.func, gast.Name):
            return None
        return self.function.scope.resolve(node.func, self.names.variables)

    def comprehension(self, node: Any) -> gast.AST | None:
        if isinstance(node, gast.SetComp):
            return None
        values = self.names.fresh('values')
        mapping = self.renamed(node)
        if isinstance(node, gast.DictComp):
            place = gast.Subscript(name(values), rename(node.key, mapping), gast.Store())
            inner: gast.stmt = gast.Assign([place], rename(node.value, mapping), None)
            empty: gast.expr = gast.Dict([], [])
        else:
            grow = gast.Attribute(name(values), 'append', gast.Load())
            inner = gast.Expr(gast.copy_location(call(grow, rename(node.elt, mapping)), node))
            empty = gast.List([], gast.Load())
        statements = [self.placed(inner, node)]
        for generator in reversed(node.generators):
            for test in reversed(generator.ifs):
                statements = [self.placed(if_(rename(test, mapping), statements, [], None), node)]
            iterable = generator.iter  # of the first one it is evaluated around the comprehension
            if generator is not node.generators[0]:
                iterable = rename(iterable, mapping)
            loop = gast.For(rename(generator.target, mapping), iterable, statements, [], None)
            statements = [self.placed(loop, node)]
        self.before.append(assign(values, empty, self.origin))
        if any(self.varies(part) for part in [node, *[g.iter for g in node.generators]]):
            self.varied.add(values)
        self.useful.add(values)
        self.before += self.block(statements)
        return gast.copy_location(name(values), node)

    def placed(self, statement: gast.stmt, node: gast.AST) -> gast.stmt:
        return with_origin(gast.copy_location(statement, node), self.origin)

    def listed(self, node: gast.Call) -> gast.AST:
        """A list of what an iterator gives."""
        generator = self.iterators.generator(node)
        return self.comprehension(gast.copy_location(gast.ListComp(generator.elt, generator.generators), node))

    def transposes(self, node: gast.AST) -> bool:
        """Whether an expression is `zip(*rows)`."""
        return self.builtin(node) is builtins.zip and len(node.args) == 1 and not node.keywords and isinstance(
            node.args[0], gast.Starred)

    def transposed(self, node: gast.Call) -> gast.AST:
        """`zip(*rows)` as `[tuple([row[i] for row in rows]) for i in tangent.indices(*rows)]`."""
        rows = self.expression(node.args[0].value)
        if not isinstance(rows, gast.Name):
            rows = self.held('rows', rows)
        index, row = self.names.fresh('i'), self.names.fresh('row')
        self.varied.add(row)
        self.useful.add(row)
        item = gast.Subscript(name(row), name(index), gast.Load())
        items = gast.ListComp(item, [gast.comprehension(store(row), clone(rows), [], 0)])
        column = call(name('tuple'), gast.copy_location(items, node))
        counted = call(self.speller.spell(indices), gast.Starred(clone(rows), gast.Load()))
        columns = gast.ListComp(column, [gast.comprehension(store(index), counted, [], 0)])
        return self.expression(gast.copy_location(columns, node))

    def as_dict(self, node: gast.Call) -> gast.AST | None:
        """`dict(d, key=value)` as a display; of pairs, as a loop over them."""
        keys: list[Any] = [constant(k.arg) if k.arg else None for k in node.keywords]
        values = [self.expression(k.value) for k in node.keywords]
        if node.args:
            first = node.args[0]
            if isinstance(first, (gast.GeneratorExp, gast.ListComp, gast.List)) or self.builtin(first) in _ITERATORS:
                key, value = self.names.fresh('key'), self.names.fresh('value')
                generator = gast.comprehension(tuple_([store(key), store(value)], gast.Store), first, [], 0)
                if node.keywords:
                    return None
                return self.comprehension(gast.copy_location(gast.DictComp(name(key), name(value), [generator]), node))
            keys, values = [None, *keys], [self.expression(first), *values]
        return gast.copy_location(gast.Dict(keys, values), node)

    def ordered(self, node: gast.Call, kind: Any) -> gast.AST:
        """`sorted`, and `max` and `min` with a key: the items at indices in which no derivative goes."""
        sequence = self.expression(node.args[0])
        if self.containers.is_dict(sequence):
            sequence = call(name('list'), sequence)
        if not isinstance(sequence, gast.Name):
            sequence = self.held('items', sequence)
        keywords = [gast.keyword(k.arg, k.value) for k in node.keywords]
        if kind is builtins.max:
            keywords.append(gast.keyword('reverse', constant(True)))
        order = gast.Call(self.speller.spell(sorted_indices), [clone(sequence)], keywords)
        if kind is not builtins.sorted:
            first = gast.Subscript(order, constant(0), gast.Load())
            return gast.copy_location(gast.Subscript(sequence, first, gast.Load()), node)
        index = self.names.fresh('i')
        item = gast.Subscript(sequence, name(index), gast.Load())
        generator = gast.comprehension(store(index), order, [], 0)
        return self.comprehension(gast.copy_location(gast.ListComp(item, [generator]), node))

    def with_default(self, node: gast.Call) -> gast.AST:
        """`max(items, default=value)` as `max(items) if len(items) else value`."""
        default, = [k.value for k in node.keywords if k.arg == 'default']
        items = self.expression(node.args[0])
        if not isinstance(items, gast.Name):
            items = self.held('items', call(name('list'), items) if isinstance(items, gast.Call) else items)
        if not isinstance(default, gast.Constant):
            default = self.held('default', self.expression(default))
        keywords = [k for k in node.keywords if k.arg != 'default']
        extreme = self.expression(gast.copy_location(gast.Call(node.func, [clone(items)], keywords), node))
        return gast.copy_location(gast.IfExp(call(name('len'), items), extreme, default), node)

    def held(self, base: str, value: gast.expr) -> gast.Name:
        """A new name for the value of an expression, which is assigned before the statement."""
        identifier = self.names.fresh(base)
        self.before.append(assign(identifier, value, self.origin))
        self.varied.add(identifier)
        self.useful.add(identifier)
        return name(identifier)

    def got(self, node: gast.Call) -> gast.AST | None:
        """`d.get(key, default)`, or `d.pop(key, default)`."""
        mapping, key = self.expression(node.func.value), self.expression(node.args[0])
        if not isinstance(mapping, gast.Name) or not isinstance(key, (gast.Name, gast.Constant)):
            return None
        default = node.args[1] if len(node.args) == 2 else constant(None)
        item: gast.expr = gast.Subscript(mapping, key, gast.Load())
        if node.func.attr == 'pop':
            item = gast.copy_location(gast.Call(node.func, [key], []), node)
        found = gast.Compare(clone(key), [gast.In()], [clone(mapping)])
        return gast.copy_location(gast.IfExp(found, item, default), node)

    def set_default(self, node: gast.Call) -> gast.AST | None:
        """`d.setdefault(key, default)`."""
        mapping, key, default = node.func.value, *map(self.expression, [*node.args, constant(None)][:2])
        if not isinstance(mapping, gast.Name):
            return None
        if not isinstance(key, (gast.Name, gast.Constant)):
            key = self.held('key', key)
        if any(isinstance(part, gast.Call) for part in walk(default)):  # Python evaluates it in any case
            default = self.held('default', default)
        place = gast.copy_location(gast.Subscript(clone(mapping), clone(key), gast.Store()), node)
        absent = gast.Compare(clone(key), [gast.NotIn()], [clone(mapping)])
        put = self.placed(gast.Assign([place], default, None), node)
        self.before.append(self.placed(if_(absent, [put], [], None), node))
        return gast.copy_location(gast.Subscript(mapping, key, gast.Load()), node)


def _is_view(node: gast.AST) -> bool:
    return (isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and not node.args
            and node.func.attr in ('values', 'items', 'keys'))


def _roots(target: gast.AST) -> list[str]:
    """The variables that an assignment to a target changes."""
    if isinstance(target, (gast.Subscript, gast.Attribute)):
        return _roots(target.value)
    if isinstance(target, (gast.Tuple, gast.List)):
        return [root for element in target.elts for root in _roots(element)]
    if _is_set_default(target):
        return _roots(target.func.value)
    return target_names(target) if isinstance(target, (gast.Name, gast.Starred)) else []


def _written_in_place(node: gast.AST) -> list[str]:
    """The variables whose items or attributes a statement assigns, deletes or changes by a method."""
    if isinstance(node, (gast.Assign, gast.AugAssign, gast.AnnAssign, gast.Delete)):
        targets = node.targets if isinstance(node, (gast.Assign, gast.Delete)) else [node.target]
        return [root for target in targets for part in walk(target) if isinstance(
            part, (gast.Subscript, gast.Attribute)) and not isinstance(part.ctx, gast.Load) for root in _roots(part)]
    if isinstance(node, gast.Expr) and isinstance(node.value, gast.Call) and isinstance(
            node.value.func, gast.Attribute):
        return _roots(node.value.func.value)
    return []


def _sets_default(node: Any) -> bool:
    """Whether an expression puts something into a dict, whatever becomes of its value."""
    return isinstance(node, gast.AST) and any(map(_is_set_default, walk(node)))


def _is_set_default(node: gast.AST) -> bool:
    return isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and node.func.attr == 'setdefault'


def _has_effect(node: gast.AST) -> bool:
    """Whether a statement returns a value, or is a call that may do anything with what it is given."""
    return isinstance(node, gast.Return) or isinstance(node, gast.Expr) and not (
        isinstance(node.value, gast.Call) and isinstance(node.value.func, gast.Attribute))
