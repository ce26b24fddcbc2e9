"""Which variables carry derivatives: those that depend on the inputs and that the result depends on."""
from __future__ import annotations

import builtins
import functools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import gast

from tangent.analyses.blocks import block_of
from tangent.analyses.calls import Callee, attribute_entry, callee_of, operator_entry
from tangent.analyses.classes import Classes
from tangent.analyses.containers import Containers
from tangent.analyses.methods import mark_methods
from tangent.analyses.opaque import assignments
from tangent.runtime.sequences import set_at
from tangent.syntax.build import (
    BLOCKS, SCOPES, Opaque, blocks_of, bound_names, children, constant, name, parameter, reads, rename_children, store,
    walk, with_arguments, with_defaults,
)
from tangent.syntax.function import Function, Lifted
from tangent.templates.engine import static_value, varying
from tangent.templates.registry import Entry, definition, lookup

Mask = bool | tuple  # of a tuple, a mask for each item

_NEVER = (gast.Constant, gast.Compare, gast.JoinedStr, gast.Slice)
# What goes through its arguments: of a dict these are the keys, which carry no derivatives.
OF_KEYS = (builtins.list, builtins.tuple, builtins.set, builtins.frozenset, builtins.sorted, builtins.reversed,
            builtins.iter, builtins.sum, builtins.max, builtins.min, math.fsum, math.prod)


class Activity:
    """The active variables of a function whose names are versioned.

    As each name is assigned in one place (or merged), no order of statements is needed.
    `varied` holds the names that depend on the inputs, `active` those on which the
    result depends besides.  Of a tuple `masks` tells which items vary.

    Args:
        inputs: the parameters with respect to which a derivative is taken.
        varies: what of the result of a callee varies, from the callee and this analysis.
        masks: which items vary of inputs that are tuples.
        keys_vary: whether what reads the keys of a dict may carry derivatives, as the keys were made of what does.
    """

    def __init__(self, function: Function, inputs: Iterable[str],
                 varies: Callable[[Callee, Activity], Mask] = lambda callee, activity: True,
                 masks: Mapping[str, Mask] = MappingProxyType({}), keys_vary: bool = False) -> None:
        self.function, self._varies = function, varies
        self._assignments: list[tuple[gast.expr, gast.expr]] = []
        self._results: list[gast.expr] = []
        self._inserted: set[str] = set()  # variables whose adjoints are asked for, whatever they are
        self.definitions: dict[str, gast.FunctionDef] = {}
        self._lifted: dict[str, Lifted] = {}
        self._found: dict[tuple[int, str], tuple[gast.AST, Any]] = {}  # of calls, for what varies now
        self.keys_vary, self._reads_keys = keys_vary, False
        self._collect(function.tree.body)
        self.varied: set[str] = {*inputs, *self._inserted}
        self.masks: dict[str, Mask] = dict(masks)
        self._vary()
        while mark_methods(function, self):
            self._found.clear()
            self._vary()
        useful = set().union(self._inserted, *[self.carried(value) for value in self._results])
        self._use(useful)
        self.active = self.varied & useful

    @functools.cached_property
    def classes(self) -> Classes:
        """Of which classes the variables are, where that is known."""
        return Classes(self.function)

    @functools.cached_property
    def containers(self) -> Containers:
        """Which variables surely hold lists, tuples or dicts."""
        return Containers(self.function)

    def is_dict(self, node: gast.expr) -> bool:
        """Whether a variable, or what a call of a user's function returns, surely is a dict."""
        return self.containers.is_dict(node)

    def keys_are_constant(self, node: gast.expr) -> bool | None:
        """Whether the keys of a dict carry no derivatives; None for what is not known to be a dict."""
        if not self.is_dict(node):
            return None
        self._reads_keys = True
        return not self.keys_vary

    def may_read_varied_keys(self) -> bool:
        """Whether something that varies may become a key of a dict, and the keys of one are read."""
        for node in (node for statement in self.function.tree.body for node in walk(statement)):
            if isinstance(node, gast.Dict):
                keys = [key for key in node.keys if key is not None]
            elif isinstance(node, gast.Call) and node.args:
                called = self.function.scope.resolve(node.func, self.function.names.variables)
                keys = node.args[1:2] if called is set_at else node.args[:1] if called == dict.fromkeys else []
            else:
                keys = []
            if any(map(self.carries, keys)) or isinstance(node, gast.DictComp) and (
                    self._carried_by_comprehension(node, keys=True)):
                return self._reads_keys
        return False

    def _collect(self, statements: list[gast.stmt]) -> None:
        for statement in statements:
            self._assignments += _written_by_call(statement)
            if isinstance(statement, gast.Assign):
                target, value = statement.targets[0], statement.value
                unpacks_keys = isinstance(target, gast.Tuple) and self.keys_are_constant(value)
                self._assignments.append((target, constant(0) if unpacks_keys else value))
                if block_of(statement) is not None:
                    self._inserted |= {*target_names(statement.targets[0])}
            elif isinstance(statement, gast.Return) and statement.value is not None:
                self._results.append(statement.value)
            elif isinstance(statement, BLOCKS):
                if isinstance(statement, gast.For):
                    self._assignments += paired(statement.target, element_of(statement.iter, self.keys_are_constant))
                for block in blocks_of(statement):
                    self._collect(block)
            elif isinstance(statement, gast.FunctionDef):
                self.definitions[statement.name] = statement
            elif isinstance(statement, Opaque):
                self._assignments += assignments(statement)

    def _vary(self) -> None:
        """Find what depends on the inputs: go on until nothing new is found."""
        before = None
        while before != (len(self.varied), self.masks):
            before = len(self.varied), dict(self.masks)
            for target, value in self._assignments:
                self._assign(target, self.mask_of(value))
            for identifier, local in self.definitions.items():
                if self.captured(local) & self.varied and identifier not in self.varied:
                    self.varied.add(identifier)
                    self._found.clear()

    def _assign(self, target: gast.expr, mask: Mask) -> None:
        if isinstance(target, gast.Name):
            if not any_of(mask):
                return
            known = target.id in self.varied
            self.varied.add(target.id)
            before = self.masks.get(target.id)
            if isinstance(mask, tuple) and not known:
                self.masks[target.id] = mask
            elif before is not None:
                self.masks[target.id] = joined(before, mask)
            if not known or self.masks.get(target.id) != before:
                self._found.clear()
            return
        elements = target.elts
        starred = any(isinstance(element, gast.Starred) for element in elements)
        parts: Sequence[Mask] = [any_of(mask)] * len(elements)
        if isinstance(mask, tuple) and len(mask) == len(elements) and not starred:
            parts = mask
        for element, part in zip(elements, parts):
            self._assign(element.value if isinstance(element, gast.Starred) else element, part)

    def mask_of(self, node: gast.expr) -> Mask:
        """Whether the value of an expression varies; for a tuple, which of its items do."""
        if isinstance(node, gast.Name):
            return node.id in self.varied and self.masks.get(node.id, True)
        if isinstance(node, gast.Tuple) and not any(isinstance(element, gast.Starred) for element in node.elts):
            return tuple(self.mask_of(element) for element in node.elts)
        if isinstance(node, gast.Subscript):
            item = self._mask_of_item(node)
            if item is not None:
                return item
        if block_of(node) is not None:
            return self.mask_of(node.args[0])
        if isinstance(node, gast.Call):
            return self._once('mask', node, self._mask_of_call)
        return self.carries(node)

    def _mask_of_call(self, node: gast.Call) -> Mask:
        callee = callee_of(self.function, node, self.locals)
        if callee.is_source and self._carried_into(callee, node) and not self._keeps_keys(callee):
            return self._varies(callee, self)
        return self.carries(node)

    def _keeps_keys(self, callee: Callee) -> bool:
        """Whether a call makes a dict of what may carry derivatives, in an analysis that follows keys."""
        return self.keys_vary and callee.target is definition(dict.fromkeys)

    def _once(self, what: str, node: gast.AST, find: Callable[[Any], Any]) -> Any:
        """What is found of a node, computed once until more varies: calls in calls would ask again and again."""
        key = id(node), what
        if key not in self._found:
            self._found[key] = node, find(node)
        return self._found[key][1]

    def _mask_of_item(self, node: gast.Subscript) -> Mask | None:
        """What of an item varies, where it is known which item of a tuple it is."""
        mask, index = self.mask_of(node.value), static_value(node.slice)
        if isinstance(mask, tuple) and type(index) is int and -len(mask) <= index < len(mask):
            return mask[index]
        return None

    def _use(self, found: set[str]) -> None:
        """Add to a set of names all that they are computed from."""
        size = -1
        while size < len(found):
            size = len(found)
            for target, value in self._assignments:
                if not found.isdisjoint(target_names(target)):
                    found |= self.carried(value)
            for identifier, local in self.definitions.items():
                if identifier in found:
                    found |= self.captured(local) & self.varied

    def narrow(self, before: Activity) -> None:
        """Take as active only what was so in the function before its statements were taken apart."""
        self._found.clear()
        self.varied &= before.varied
        self.active &= before.active

    def captured(self, definition: gast.FunctionDef) -> set[str]:
        """Variables of the enclosing function that a function defined in it reads."""
        return (reads(definition) - {definition.name}) & set(self.function.names.variables)

    @property
    def locals(self) -> set[str]:
        """Functions that are called by name and were defined in this function or around it."""
        return {*self.definitions, *self.function.outer}

    def lifted(self, local: str) -> Lifted:
        """A local function with what it captures, itself or by the local functions it calls, as parameters."""
        found = self._lifted.get(local) or self.function.outer.get(local)
        if found is None:
            definition, carried = self.definitions[local], self._called_from(local)
            defaults = [_named_defaults(self.definitions[c].args).values() for c in carried]
            free = self._free(local).union(*map(self._free, carried), *defaults)
            captured = tuple(sorted(free & set(self.function.names.variables) - {*carried}))
            shadowed = sorted(bound_names(definition) & {*captured, *carried})
            renamed = {s: self.function.names.fresh(s) for s in shadowed}
            tree = rename_children(definition, renamed)
            tree.args = _without_named_defaults(tree.args)
            tree.args = with_arguments(tree.args, kwonlyargs=[*tree.args.kwonlyargs, *map(parameter, captured)],
                                       kw_defaults=[*tree.args.kw_defaults, *[None] * len(captured)])
            found = self._lifted[local] = Lifted(
                tree, captured, {renamed.get(p, p): held for p, held in _named_defaults(definition.args).items()},
                renamed, tuple(self.definitions[c] for c in carried))
        return found

    def _free(self, local: str) -> set[str]:
        definition = self.definitions[local]
        return set().union(*map(reads, definition.body)) - bound_names(definition)

    def _called_from(self, local: str) -> list[str]:
        """The local functions that one calls, by others too; each after those that it calls, but for itself."""
        found: list[str] = []
        entered, called = set(), set()

        def enter(current: str) -> None:
            entered.add(current)
            for c in sorted(self._free(current) & {*self.definitions}):
                if c == local or not _read_as_value(self.definitions[current], c):
                    called.add(c)
                    if c not in entered:
                        enter(c)
            found.append(current)
        enter(local)
        return [c for c in found if c in called]

    def display_of(self, node: gast.expr) -> gast.expr:
        """The display that a name was assigned, where it was; else the expression itself."""
        if isinstance(node, gast.Name):
            values = [value for target, value in self._assignments
                      if isinstance(target, gast.Name) and target.id == node.id]
            if len(values) == 1 and isinstance(values[0], (gast.Tuple, gast.List, gast.Dict)):
                return values[0]
        return node

    def carries(self, node: gast.AST) -> bool:
        """Whether the value of an expression carries a derivative."""
        return bool(self.carried(node))

    def carried(self, node: gast.AST | None) -> set[str]:
        """The names whose derivatives the value of an expression carries."""
        if node is None or isinstance(node, _NEVER):
            return set()
        if isinstance(node, gast.Name):
            return {node.id} & self.varied
        if isinstance(node, gast.Starred) and self.keys_are_constant(node.value):
            return set()
        if isinstance(node, (gast.BinOp, gast.UnaryOp)):
            entry = operator_entry(node)
            if entry is not None and entry.constant is None and entry.template is None:
                return set()
            operands = (node.left, node.right) if isinstance(node, gast.BinOp) else (node.operand,)
            return set().union(*map(self.carried, operands))
        if isinstance(node, gast.IfExp):
            return self.carried(node.body) | self.carried(node.orelse)
        if isinstance(node, gast.Subscript):
            indexing = lookup(self.function.scope.resolve(node.value, self.function.names.variables))
            if indexing is not None:
                return self.carried(node.slice)
            item = self._mask_of_item(node)
            return self.carried(node.value) if item is None or any_of(item) else set()
        if isinstance(node, gast.Attribute):
            if not self.carried(node.value):
                return set()
            return set() if is_constant(attribute_entry(node)) else self.carried(node.value)
        if block_of(node) is not None:
            return self.carried(node.args[0])
        if isinstance(node, gast.Call):
            return self._once('carried', node, self._carried_by_call)
        if isinstance(node, (gast.Lambda, gast.FunctionDef)):
            return reads(node) & self.varied
        if isinstance(node, SCOPES):
            return self._carried_by_comprehension(node)
        return set().union(*map(self.carried, children(node)))

    def _carried_by_comprehension(self, node: gast.AST, keys: bool = False) -> set[str]:
        """The varied names that go into the items of a comprehension; of a dict into its values, or its keys."""
        made = node.elt if not isinstance(node, gast.DictComp) else node.key if keys else node.value
        outer, bound = self.varied, bound_names(node)
        self.varied = outer - bound
        sources: set[str] = set()
        for generator in node.generators:
            for target, value in paired(generator.target, element_of(generator.iter, self.keys_are_constant)):
                carried = self.carried(value)
                if carried:
                    self.varied = self.varied | {*target_names(target)}
                    sources |= carried - bound
        found = self.carried(made)
        if self.keys_vary and isinstance(node, gast.DictComp):
            found = found | self.carried(node.key)
        self.varied = outer
        return found if found.isdisjoint(bound) else found - bound | sources

    def _carried_by_call(self, node: gast.Call) -> set[str]:
        callee = callee_of(self.function, node, self.locals)
        found = self._carried_into(callee, node)
        if found and callee.is_source and not self._keeps_keys(callee) and not any_of(self._varies(callee, self)):
            return set()
        return found

    def _carried_into(self, callee: Callee, node: gast.Call) -> set[str]:
        """The varied names that go into a call where its result may depend on them."""
        if is_constant(callee.entry) or callee.entry is not None and callee.entry.derives and _is_given_captured(node):
            return set()
        values = [*callee.arguments, *[keyword.value for keyword in callee.keywords]]
        if callee.entry is not None:
            values = varying(callee.entry, callee.arguments, callee.keywords)
        if any(callee.target is reader for reader in OF_KEYS):
            values = [value for value in values if not self.keys_are_constant(value)]
        found = set().union(*map(self.carried, values))
        if callee.local is not None:
            lifted = self.lifted(callee.local)
            reached = [*lifted.captured, *lifted.defaults.values()]
            found |= ({callee.local} & self.varied).union(*[self.carried(name(c)) for c in reached])
        elif callee.entry is None:
            found |= self.carried(node.func)
        return found


def _is_given_captured(node: gast.Call) -> bool:
    """Whether a call makes a derivative that is passed what its function captured: `primal_of(f, (0,), True)`."""
    return len(node.args) > 2 and isinstance(node.args[2], gast.Constant) and node.args[2].value is True


def _written_by_call(statement: gast.stmt) -> list[tuple[gast.expr, gast.expr]]:
    """The variables that a call may write into which was not replaced by its statements, each with all of it."""
    node = getattr(statement, 'value', None)
    if not (isinstance(node, gast.Call) and hasattr(node, 'changes')):
        return []
    values = [*node.args, *[keyword.value for keyword in node.keywords]]
    return [(store(value.id), gast.List(values, gast.Load())) for value in values if isinstance(value, gast.Name)]


def element_of(iterable: gast.expr, keys_are_constant: Callable[[gast.expr], bool | None]) -> gast.expr:
    """An expression for what the target of a loop over an iterable is assigned, as far as activity goes.

    keys_are_constant: whether the keys of a dict carry no derivatives; None for what is not known to be a dict.
    """
    view = iterable.func.attr if isinstance(iterable, gast.Call) and isinstance(
        iterable.func, gast.Attribute) and not iterable.args else None
    owner = iterable.func.value if view in ('keys', 'items') else iterable
    if view == 'items':
        value = gast.Subscript(owner, name('_'), gast.Load())
        return gast.Tuple([value if keys_are_constant(owner) is False else constant(0), value], gast.Load())
    if keys_are_constant(owner):
        return constant(0)
    if view == 'keys' and keys_are_constant(owner) is False:
        return gast.Subscript(owner, name('_'), gast.Load())
    if isinstance(iterable, gast.Call) and isinstance(iterable.func, gast.Name) and iterable.args:
        inner = [element_of(argument, keys_are_constant) for argument in iterable.args]
        if iterable.func.id == 'zip':
            return gast.Tuple(inner, gast.Load())
        if iterable.func.id == 'enumerate':
            return gast.Tuple([constant(0), inner[0]], gast.Load())
        if iterable.func.id in ('list', 'tuple', 'sorted', 'reversed') and isinstance(inner[0], gast.Constant):
            return inner[0]
    return gast.Subscript(iterable, name('_'), gast.Load())


def paired(target: gast.expr, value: gast.expr) -> list[tuple[gast.expr, gast.expr]]:
    """What each part of a target is assigned, as far as both are tuples."""
    if isinstance(target, gast.Tuple) and isinstance(value, gast.Tuple) and len(target.elts) == len(value.elts) and (
            not any(isinstance(part, gast.Starred) for part in target.elts)):
        return [pair for inner, part in zip(target.elts, value.elts) for pair in paired(inner, part)]
    return [(target, value)]


def any_of(mask: Mask) -> bool:
    """Whether anything in a mask varies."""
    return any(map(any_of, mask)) if isinstance(mask, tuple) else mask


def joined(one: Mask, other: Mask) -> Mask:
    """What varies in either of two values of a variable."""
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        return tuple(map(joined, one, other))
    return other if one is False else one if other is False else True


def _named_defaults(args: gast.arguments) -> dict[str, str]:
    """The default values that are variables of the enclosing function, by parameter."""
    return {p.id: default.id for p, default in with_defaults(args) if isinstance(default, gast.Name)}


def _without_named_defaults(args: gast.arguments) -> gast.arguments:
    """A signature in which defaults that are variables of the caller are constants: they are always passed."""
    def plain(default: gast.expr | None) -> gast.expr | None:
        return gast.Constant(None, None) if isinstance(default, gast.Name) else default
    return with_arguments(args, defaults=[plain(d) for d in args.defaults],
                          kw_defaults=[plain(d) for d in args.kw_defaults])


def _read_as_value(definition: gast.FunctionDef, identifier: str) -> bool:
    """Whether a name is read in a function otherwise than to call it."""
    called = {id(node.func) for node in walk(definition) if isinstance(node, gast.Call)}
    return any(isinstance(node, gast.Name) and node.id == identifier and isinstance(node.ctx, gast.Load)
               and id(node) not in called for node in walk(definition))


def is_constant(entry: Entry | None) -> bool:
    """Whether a function is piecewise constant in all its arguments."""
    return entry is not None and entry.template is None and entry.constant is None


def target_names(target: gast.expr) -> list[str]:
    """The names that an assignment's target binds."""
    if isinstance(target, gast.Name):
        return [target.id]
    if isinstance(target, gast.Starred):
        return target_names(target.value)
    if isinstance(target, (gast.Tuple, gast.List)):
        return [identifier for element in target.elts for identifier in target_names(element)]
    return []
