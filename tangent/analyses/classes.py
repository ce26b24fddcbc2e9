"""Of which class the variables of a function are, where that is known.

It is known of parameters that are annotated with a class, of those of a method that is called on an object of
known class, and of what is assigned from a call of a class, or of a function that returns such an object.  Of items
of lists and attributes of objects see `tangent.analyses.items`.
Classes are those of records (runtime/records.py); a variable has one class everywhere, or none.
"""
from __future__ import annotations

import copy
import functools
import inspect
import types
from collections.abc import Mapping
from typing import Any

import attrs
import gast

from tangent.analyses.items import (
    Item, Items, annotated_class, annotation_of, attribute_classes, is_asked, iterated, keeps_items,
)
from tangent.errors import SourceError, UnsupportedError
from tangent.runtime.fields import NamedTuple, of_class
from tangent.runtime.construction import new
from tangent.runtime.records import is_record_type
from tangent.syntax.build import SCOPES, name, reads, returns_of, substitute, walk, with_places
from tangent.syntax.function import MISSING, Function, Itself, is_generated
from tangent.syntax.indexing import is_field
from tangent.syntax.parse import read
from tangent.templates.registry import class_of_results, lookup


_OPERATORS = {
    gast.Add: 'add', gast.Sub: 'sub', gast.Mult: 'mul', gast.Div: 'truediv', gast.FloorDiv: 'floordiv',
    gast.Mod: 'mod', gast.Pow: 'pow', gast.MatMult: 'matmul', gast.USub: 'neg', gast.UAdd: 'pos', gast.Invert: 'invert',
}


@attrs.frozen(eq=False)
class Called:
    """The function that is called by an expression over an object of known class.

    kind: the class whose attribute it is; None where it has another name.
    keywords: those of the call.
    of_number: whether the second argument must be a number, or without an operator of its own, when that runs.
    """

    function: types.FunctionType
    kind: type | None
    arguments: list[gast.expr]
    keywords: list[gast.keyword] = attrs.field(factory=list)
    of_number: bool = False


_UNSEEN: Any = object()  # the class of a variable of which no assignment was looked at yet


class Classes:
    """The classes of the expressions of one function.

    Args:
        function: as it was read, or in an earlier form of it; `function.classes` says what is known of parameters.
        looked_at: the functions whose results are being looked at, with the classes of their parameters.
    """

    def __init__(self, function: Function, looked_at: frozenset = frozenset()) -> None:
        self.function, self.looked_at = function, looked_at
        self.annotated = {} if function.classes else _annotated(function)
        self.assigned = _assigned_values(function)
        self.hidden: frozenset[str] = frozenset()
        self._returned: dict[Any, type | None] = {}
        self._of: dict[int, tuple[gast.expr, Any]] = {}  # with the nodes, so that their ids stay theirs
        self._found: dict[str, Any] = dict.fromkeys(self.assigned, _UNSEEN)
        self._solve()

    def _solve(self) -> None:
        """Find the classes of all variables: each is unseen, then of one class, then perhaps of none."""
        changed = True
        while changed:
            changed = False
            for identifier, before in list(self._found.items()):
                self._of.clear()
                found = functools.reduce(_join, self._kinds(identifier), before)
                if found != before:
                    self._found[identifier], changed = found, True
        self._of.clear()
        self._found = {key: None if kind in (_UNSEEN, Items(_UNSEEN)) else kind for key, kind in self._found.items()}

    def hiding(self, names: set[str]) -> Classes:
        """The same as seen in an inner scope, in which the names stand for something else."""
        inner = copy.copy(self)
        inner.hidden, inner._of = self.hidden | names, {}
        return inner

    def _kinds(self, identifier: str) -> list[Any]:
        """The classes that a variable gets from outside, and from what it is assigned."""
        outside = self._from_outside(identifier)
        return [*([] if outside is _UNSEEN else [outside]), *map(self.of, self.assigned[identifier])]

    def _from_outside(self, identifier: str) -> Any:
        """What a variable holds before anything is assigned to it; unseen if that is nothing."""
        given = self.given().get(self.function.names.base(identifier), _UNSEEN)
        if given is not _UNSEEN:
            return None if isinstance(given, Itself) else given
        return None if identifier in self.function.parameters else _UNSEEN

    def known(self) -> dict[str, type | Items]:
        """The variables of known class."""
        found = {identifier: self.of_name(identifier) for identifier in [*self.given(), *self.assigned]}
        return {identifier: kind for identifier, kind in found.items() if kind is not None}

    def given(self) -> Mapping[str, type | Items | Itself]:
        """What is known from outside: of parameters, and of the variables around a function put in place of a call."""
        return self.function.classes or self.annotated

    def of_name(self, identifier: str) -> Any:
        """The class of a variable, the same wherever it is read."""
        if identifier in self.hidden:
            return None
        if identifier in self._found:
            return self._found[identifier]
        outside = self._from_outside(identifier)
        return None if outside is _UNSEEN else outside

    def of(self, node: gast.expr | gast.AugAssign | Item | None) -> Any:
        """The class of which the value of an expression is, or its items are; None if that is not known."""
        if node is None:
            return None
        if isinstance(node, Item):
            iterable = self.iterated_as(node.iterable)
            return _of_items(self.of(node.iterable if iterable is None else iterable))
        if isinstance(node, gast.Name):
            return self.of_name(node.id)
        if isinstance(node, gast.AugAssign):
            return self.of_augmented(node)
        if id(node) not in self._of:
            self._of[id(node)] = node, self._of_expression(node)
        return self._of[id(node)][1]

    def of_augmented(self, node: gast.AugAssign) -> Any:
        """The class of a variable after an augmented assignment."""
        if self.of(_read(node.target)) is _UNSEEN:
            return _UNSEEN
        called = self.called_in_place(node)
        return self.of(augmented(node)) if called is None else self.returned_by(called.function, called.arguments)

    def _of_expression(self, node: gast.expr) -> Any:
        if isinstance(node, gast.IfExp):
            return _join(self.of(node.body), self.of(node.orelse))
        if any(self.of(part) is _UNSEEN for part in _owners(node)):
            return _UNSEEN
        called = self.called(node)
        if called is not None:
            return self.returned_by(called.function, called.arguments)
        if isinstance(node, (gast.List, gast.Tuple)):
            return _items([self.of(element) for element in node.elts])
        if isinstance(node, gast.ListComp):
            return _items([self.of(node.elt)])
        if isinstance(node, gast.Call):
            kept = self.of(keeps_items(self.function, node))
            return kept if kept is _UNSEEN or isinstance(kept, Items) else self.made_by(node)
        return self.declared(node)

    def declared(self, node: gast.expr) -> Any:
        """The class that an item of a list, or an attribute of an object, is said to be of."""
        if isinstance(node, gast.Subscript) and isinstance(node.ctx, gast.Load) and not is_field(node.slice):
            items = self.of(node.value)
            if isinstance(node.slice, gast.Slice):
                return items if isinstance(items, Items) else None
            return _of_items(items)
        if isinstance(node, gast.Attribute) and isinstance(node.ctx, gast.Load):
            kind = self.of(node.value)
            held = attribute_classes(kind).get(node.attr) if isinstance(kind, type) else None
            return held if is_asked(held) else None
        return None

    def class_named(self, node: gast.expr) -> type | None:
        """The class that an expression stands for: its name, `type(x)`, `x.__class__`, `cls` of a class method."""
        if isinstance(node, gast.Name) and node.id not in self.hidden and isinstance(
                self.given().get(node.id), Itself):
            return self.given()[node.id].kind
        if isinstance(node, gast.Attribute) and node.attr == '__class__':
            return self.one_class(node.value)
        if isinstance(node, gast.Call) and len(node.args) == 1 and self.target(node.func) is type:
            return self.one_class(node.args[0])
        found = self.target(node)
        return found if isinstance(found, type) and is_record_type(found) else None

    def one_class(self, node: gast.expr) -> type | None:
        """The class of an object."""
        kind = self.of(node)
        return kind if isinstance(kind, type) else None

    def as_itself(self, node: gast.expr) -> Itself | None:
        kind = self.class_named(node)
        return None if kind is None else Itself(kind)

    def target(self, node: gast.expr) -> Any:
        return self.function.scope.resolve(node, {*self.function.names.variables, *self.hidden})

    def called(self, node: gast.expr | None) -> Called | None:
        """What an expression calls as a method, a property or an operator of an object of known class."""
        if isinstance(node, gast.Call):
            if self.target(node.func) is abs and len(node.args) == 1:
                return self.special(node.args[0], '__abs__', [])
            return self.called_by_name(node) if isinstance(node.func, gast.Attribute) else self.called_itself(node)
        if isinstance(node, gast.Attribute) and isinstance(node.ctx, gast.Load):
            kind = self.one_class(node.value)
            found = None if kind is None else inspect.getattr_static(kind, node.attr, None)
            getter = getattr(found, 'fget', None) or getattr(found, 'func', None)
            return Called(getter, None, [node.value]) if isinstance(getter, types.FunctionType) else None
        if isinstance(node, gast.BinOp):
            return self.called_by_operator(node)
        if isinstance(node, gast.UnaryOp) and type(node.op) in _OPERATORS:
            return self.special(node.operand, f'__{_OPERATORS[type(node.op)]}__', [])
        if isinstance(node, gast.Subscript) and isinstance(node.ctx, gast.Load) and not is_field(node.slice):
            return self.special(node.value, '__getitem__', [node.slice])
        return None

    def iterated_as(self, node: gast.expr) -> gast.expr | None:
        """What a loop over an object of known class goes through, if its `__iter__` does no more than to say that."""
        found = self.special(node, '__iter__', [])
        source = None if found is None else _iterable_of(found.function)
        if source is None:
            return None
        itself, iterable = source
        if reads(iterable) - {itself} or any(isinstance(part, SCOPES) for part in walk(iterable)):
            return None
        is_once = sum(isinstance(part, gast.Name) for part in walk(iterable)) == 1
        return with_places(substitute(iterable, {itself: node}), node) if is_once or _is_path(node) else None

    def special(self, node: gast.expr, method: str, arguments: list[gast.expr]) -> Called | None:
        kind = self.one_class(node)
        found = None if kind is None else inspect.getattr_static(kind, method, None)
        return Called(found, kind, [node, *arguments]) if isinstance(found, types.FunctionType) else None

    def called_by_operator(self, node: gast.BinOp) -> Called | None:
        """The method of the left operand; that of the right one where the left one has none, or no known class."""
        operator = _OPERATORS.get(type(node.op))
        if operator is None:
            return None
        if self.special(node.left, f'__i{operator}__', []) is not None:
            return None  # as `x += y` it would change x
        found = self.special(node.left, f'__{operator}__', [node.right])
        if found is not None:
            return found
        reflected = self.special(node.right, f'__r{operator}__', [node.left])
        is_without = self.one_class(node.left) is not None or isinstance(node.left, gast.Constant)
        if reflected is None or is_without:
            return reflected
        return None if is_generated(self.function) else attrs.evolve(reflected, of_number=True)

    def called_in_place(self, node: gast.AugAssign) -> Called | None:
        """The method that changes the object on the left of an augmented assignment."""
        place, operator = _read(node.target), _OPERATORS.get(type(node.op))
        return None if place is None or operator is None else self.special(place, f'__i{operator}__', [node.value])

    def called_itself(self, node: gast.Call) -> Called | None:
        found = self.special(node.func, '__call__', node.args)
        return None if found is None else attrs.evolve(found, keywords=node.keywords)

    def called_by_name(self, node: gast.Call) -> Called | None:
        """The function of a call of `x.name`, of a method of a class or of `super()`."""
        owner, method = node.func.value, node.func.attr
        kind, first = self.one_class(owner), [owner]
        found = None if kind is None else inspect.getattr_static(kind, method, None)
        above = self.class_above(owner, method)
        named = self.class_named(owner)
        if above is not None:
            kind, first = above, [owner.args[1]]
            found = vars(above)[method]
        elif named is not None:
            kind, found = named, inspect.getattr_static(named, method, None)
            found = found if isinstance(found, classmethod) else None
        if kind is not None and hasattr(NamedTuple, method) and issubclass(kind, tuple):
            return None  # `_replace` and `_asdict` have rules
        if isinstance(found, types.FunctionType):
            return Called(found, kind, [*first, *node.args], node.keywords)
        if isinstance(found, staticmethod) and isinstance(found.__func__, types.FunctionType):
            return Called(found.__func__, kind, node.args, node.keywords)
        if isinstance(found, classmethod) and isinstance(found.__func__, types.FunctionType):
            of = gast.copy_location(gast.Attribute(owner, '__class__', gast.Load()), node) if named is None else owner
            return Called(found.__func__, None, [of, *node.args], node.keywords)
        return None

    def class_above(self, owner: gast.expr, method: str) -> type | None:
        """The class that has a method which is called of `super(Class, x)`, for x of known class."""
        if not (isinstance(owner, gast.Call) and self.target(owner.func) is super and len(owner.args) == 2):
            return None
        below, kind = self.class_named(owner.args[0]), self.one_class(owner.args[1])
        if below is None or kind is None or below not in kind.__mro__:
            return None
        above = kind.__mro__[kind.__mro__.index(below) + 1:]
        return next((base for base in above if method in vars(base)), None)

    def made_by(self, node: gast.Call) -> type | None:
        """The class of what a call returns."""
        made = self.class_named(node.func)
        if made is not None:
            return made
        target = self.target(node.func)
        if target is new or target is of_class:
            return self.class_named(node.args[-1])
        made = None if target is MISSING else class_of_results(target)
        if made is not None:
            return made
        if not isinstance(target, types.FunctionType) or lookup(target) is not None:
            return None
        if hasattr(target, 'makes'):
            return target.makes
        if (target.__module__ or '').partition('.')[0] in ('numpy', 'tangent', 'scipy'):
            return None
        return self.returned_by(target, node.args)

    def returned_by(self, target: types.FunctionType, arguments: list[gast.expr]) -> type | None:
        """The class of what a function returns, by those of its first arguments."""
        given = [self.of(a) or self.as_itself(a) for a in arguments]
        if _UNSEEN in given:
            return _UNSEEN
        key = (target, tuple(given))
        if key not in self._returned:
            self._returned[key] = None if key in self.looked_at else self._class_returned(target, given)
        return self._returned[key]

    def _class_returned(self, target: types.FunctionType, given: list[Any]) -> type | None:
        """The one class of all that a function returns where its first arguments are of the classes `given`."""
        try:
            function = read(target)
        except (SourceError, UnsupportedError):
            return None
        positional = [p.id for p in [*function.tree.args.posonlyargs, *function.tree.args.args]]
        known = {p: kind for p, kind in zip(positional, given) if kind is not None}
        inner = Classes(attrs.evolve(function, classes=known), self.looked_at | {(target, tuple(given))})
        results = {inner.of(node.value) for node in returns_of(function.tree)}
        return results.pop() if len(results) == 1 else None


@functools.cache
def _iterable_of(method: types.FunctionType) -> tuple[str, gast.expr] | None:
    """The parameter of an `__iter__`, and the expression for what it goes through, if there is no other statement."""
    try:
        function = read(method)
    except (SourceError, UnsupportedError):
        return None
    body, parameters = function.tree.body, function.parameters
    node = getattr(body[0], 'value', None) if len(body) == 1 and len(parameters) == 1 else None
    if isinstance(node, gast.YieldFrom):
        return parameters[0], node.value
    is_iter = isinstance(node, gast.Call) and isinstance(body[0], gast.Return) and len(node.args) == 1 and (
        function.scope.resolve(node.func, function.names.variables) is iter)
    return (parameters[0], node.args[0]) if is_iter else None


def _is_path(node: gast.expr) -> bool:
    """Whether an expression is a variable, or an attribute of one."""
    while isinstance(node, gast.Attribute):
        node = node.value
    return isinstance(node, gast.Name)


def _join(left: Any, right: Any) -> Any:
    """The class of what is of one class or of another."""
    if left is _UNSEEN or right is _UNSEEN:
        return right if left is _UNSEEN else left
    if isinstance(left, Items) and isinstance(right, Items):
        inner = _join(left.kind, right.kind)
        return None if inner is None else Items(inner)
    return left if left == right else None


def _items(kinds: list[Any]) -> Any:
    """The class of a list whose items are of these classes."""
    found = functools.reduce(_join, kinds, _UNSEEN)
    return None if found is None or isinstance(found, Items) else Items(found)


def _of_items(kind: Any) -> Any:
    """The class of the items of what is of a class."""
    if isinstance(kind, Items):
        return kind.kind if kind.kind is _UNSEEN or is_asked(kind.kind) else None
    return _UNSEEN if kind is _UNSEEN else None


def _owners(node: gast.expr) -> list[gast.expr]:
    """The parts of an expression whose class decides what it calls."""
    if isinstance(node, gast.Call):
        return [node.func.value if isinstance(node.func, gast.Attribute) else node.func]
    if isinstance(node, gast.BinOp):
        return [node.left, node.right]
    if isinstance(node, gast.UnaryOp):
        return [node.operand]
    return [node.value] if isinstance(node, (gast.Attribute, gast.Subscript)) else []


def _annotated(function: Function) -> dict[str, type | Items]:
    """The classes that the parameters of a function are annotated with."""
    args = function.tree.args
    found = {}
    for node in [*args.posonlyargs, *args.args, *args.kwonlyargs]:
        kind = annotated_class(annotation_of(function, node.annotation))
        if kind is not None:
            found[node.id] = kind
    owner = _class_around(function)
    positional = [*args.posonlyargs, *args.args]
    if owner is not None and positional:
        found.setdefault(positional[0].id, owner)
    return found


def _class_around(function: Function) -> type | None:
    """The class of which a function is a method, by its qualified name."""
    path = getattr(function.object, '__qualname__', '').rpartition('.')[0]
    kind = function.scope.find(path) if path and '<' not in path else MISSING
    return kind if isinstance(kind, type) and is_record_type(kind) and (
        vars(kind).get(function.name) is function.object) else None


def _assigned_values(function: Function) -> dict[str, list[Any]]:
    """What the variables of a function are assigned: expressions, items, augmented assignments, or None for others."""
    found: dict[str, list[Any]] = {}

    def add(target: gast.AST, value: Any) -> None:
        if _are_paired(target, value):
            for part, item in zip(target.elts, value.elts):
                add(part, item)
            return
        for node in walk(target):
            if isinstance(node, gast.Name) and isinstance(node.ctx, (gast.Store, gast.Del)):
                found.setdefault(node.id, []).append(value if node is target else None)
    for statement in function.tree.body:
        for node in walk(statement):
            if isinstance(node, gast.Assign):
                for target in node.targets:
                    add(target, node.value)
            elif isinstance(node, (gast.AnnAssign, gast.NamedExpr)):
                add(node.target, node.value)
            elif isinstance(node, gast.AugAssign):
                add(node.target, node)
            elif isinstance(node, (gast.For, gast.comprehension)):
                items = iterated(function, node.target, node.iter)
                for part in target_parts(node.target):
                    add(part, next((item for seen, item in items if seen is part), None))
            elif isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and isinstance(
                    node.func.value, gast.Name) and node.func.attr == 'append' and len(node.args) == 1:
                found.setdefault(node.func.value.id, []).append(gast.List(node.args, gast.Load()))
            elif isinstance(node, gast.withitem) and node.optional_vars is not None:
                add(node.optional_vars, None)
            elif isinstance(node, (gast.FunctionDef, gast.ClassDef)):
                found.setdefault(node.name, []).append(None)
            elif isinstance(node, gast.ExceptHandler) and isinstance(node.name, gast.Name):
                add(node.name, None)
    return found


def target_parts(target: gast.expr) -> list[gast.expr]:
    """A target, or those that it is made of."""
    return list(target.elts) if isinstance(target, (gast.Tuple, gast.List)) else [target]


def _are_paired(target: gast.AST, value: gast.expr | None) -> bool:
    """Whether both are tuples, whose items are assigned one to one."""
    return (isinstance(target, gast.Tuple) and isinstance(value, gast.Tuple) and len(target.elts) == len(value.elts)
            and not any(isinstance(part, gast.Starred) for part in [*target.elts, *value.elts]))


def augmented(node: gast.AugAssign) -> gast.BinOp | None:
    """`x + y` for `x += y` of a variable, an attribute or an item at a name or constant."""
    place = _read(node.target)
    return None if place is None else gast.copy_location(gast.BinOp(place, node.op, node.value), node)


def _read(target: gast.expr) -> gast.expr | None:
    """What a target holds; None if its parts may not be evaluated twice."""
    if isinstance(target, gast.Name):
        return gast.copy_location(name(target.id), target)
    inner = _read(target.value) if isinstance(target, (gast.Attribute, gast.Subscript)) else None
    if inner is None:
        return None
    if isinstance(target, gast.Attribute):
        return gast.copy_location(gast.Attribute(inner, target.attr, gast.Load()), target)
    is_plain = isinstance(target.slice, (gast.Name, gast.Constant))
    return gast.copy_location(gast.Subscript(inner, target.slice, gast.Load()), target) if is_plain else None
