"""Make sure that methods of objects of unknown class only read the object, where no derivative goes through the call.

A call that a derivative goes through is derived when its class is known, and refused if the method writes.
One that stays as it is would write unseen: a statement before it asks. So it is with methods that are values.

    n = log.count(x)              tangent.check_reads(log, 'count')
    return log.total(x)     ->    n = log.count(x)
                                  return log.total(x)
"""
from __future__ import annotations

import functools
import inspect
import types
from collections.abc import Callable
from typing import Any

import gast

from tangent.analyses.activity import Activity, target_names
from tangent.analyses.calls import callee_of, method_entry
from tangent.analyses.methods import TAKE_ANYTHING
from tangent.errors import SourceError, UnsupportedError
from tangent.passes.guard import writes_into_arguments
from tangent.runtime.records import is_object, methods
from tangent.syntax.build import (
    BLOCKS, SCOPES, blocks_of, call, children, clone, constant, in_order, origin_of, with_blocks, with_origin,
)
from tangent.syntax.function import Function, is_generated
from tangent.syntax.parse import read
from tangent.syntax.spelling import Speller
from tangent.templates.rules import constant as piecewise_constant


def check_reads(owner: Any, method: str) -> None:
    """Make sure that a method of an object writes into nothing that it is given.

    Args:
        owner: any value; those that are no objects of users' classes or methods of such are not looked at.
        method: the name of the method; '__call__' for what a call of the value itself does.

    Raises:
        UnsupportedError: if it may write, with the place of the method.

    >>> class Layer:
    ...     def units(self):
    ...         return 3
    >>> check_reads(Layer(), 'units')
    """
    if method == '__call__' and isinstance(owner, types.MethodType) and isinstance(owner.__func__, types.FunctionType):
        _check_function(owner.__func__)
        return
    found = inspect.getattr_static(type(owner), method, None) if is_object(owner) else None
    if isinstance(found, types.FunctionType) and method in methods(type(owner)):
        _check_function(found)


def check_container(owner: Any, method: str) -> None:
    """Make sure that a method which arrays, lists or dicts have is one of these, and not of an object of a class.

    Raises:
        UnsupportedError: if it belongs to an object of a user's class.

    >>> check_container([1.0, 2.0], 'index')
    """
    if is_object(owner):
        kind = type(owner).__name__
        raise UnsupportedError(f'{method!r} is taken for the method of a list or an array, and is one of {kind} here',
                               f'Annotate the parameter or attribute that holds the object, as in `def f(x: {kind})`.')


@functools.lru_cache(maxsize=1024)
def _check_function(method: types.FunctionType) -> None:
    try:
        function = read(method)
    except SourceError:
        return
    if writes_into_arguments(function, set()):
        raise may_write_unseen(function)


# Methods that Python calls where no call stands, but for those of iterators, which write by their nature.
_IMPLICIT = ('__bool__', '__len__', '__contains__', '__eq__', '__ne__', '__lt__', '__le__', '__gt__', '__ge__',
             '__hash__', '__str__', '__repr__', '__format__', '__index__', '__int__', '__float__')


@functools.cache
def check_implicit(kind: type, methods: tuple[str, ...] = _IMPLICIT) -> None:
    """Raise if a class has a special method that writes, which is not seen where Python calls it.

    Raises:
        UnsupportedError: with the place of the method.
    """
    for method in methods:
        found = inspect.getattr_static(kind, method, None)
        if not isinstance(found, types.FunctionType) or found.__code__.co_filename.startswith('<attrs generated'):
            continue
        try:
            function = read(found)
        except (SourceError, UnsupportedError):
            continue
        if writes_into_arguments(function, set()):
            raise function.error(
                UnsupportedError, function.tree, f'the {method} of {kind.__name__} may write, which is not seen where '
                'Python calls it', 'Let it only read, and write in a method that is called by its name.')


def may_write_unseen(function: Function) -> UnsupportedError:
    """The error for a function that writes, of which this is only known when it is called."""
    owner, _, method = getattr(function.object, '__qualname__', '').rpartition('.')
    is_method = bool(owner) and not owner.endswith('>')
    return function.error(
        UnsupportedError, function.tree, f'{function.name}, which only the call tells, may write into what it is given',
        f'Annotate the parameter or attribute that holds the object, as in `def f(model: {owner.rpartition(".")[2]})`, '
        f'and call {method} on it: it is then known when the derivative is made. Or return a new value from it.'
        if is_method else
        'Call it by its name, or return a new value from it.')


piecewise_constant(check_reads, check_container)


def ask_readers(function: Function, activity: Activity, speller: Speller) -> Function:
    """The function with a check before each statement that calls methods which could write unseen."""
    if is_generated(function):
        return function
    asker = _Asker(function, activity, speller)
    is_needed = asker.unseen or asker.keys or asker.taken
    return function.with_body(asker.block(function.tree.body)) if is_needed else function


class _Asker:
    def __init__(self, function: Function, activity: Activity, speller: Speller) -> None:
        self.function, self.activity, self.speller = function, activity, speller
        self.unseen: set[int] = set()
        self.other_reads: set[str] = set()
        self.keys: set[int] = set()  # methods that sort or choose
        self.taken: set[int] = set()  # calls taken for constant methods of arrays and containers, given what is active
        self.given_names = {target for node in in_order(function.tree.body) if isinstance(node, gast.Assign)
                            and isinstance(node.value, gast.Attribute) for target in target_names(node.targets[0])}
        self.local = {node.name for node in in_order(function.tree.body) if isinstance(node, gast.FunctionDef)}
        self.look(function.tree.body)

    def look(self, statements: list[gast.stmt]) -> None:
        """Find the calls that stay as they are, and the variables on which derivatives depend otherwise."""
        for node in statements:
            if isinstance(node, BLOCKS):
                for block in blocks_of(node):
                    self.look(block)
            if isinstance(node, gast.For):
                self.check_iterated(node)
            is_active = isinstance(node, gast.Return) or isinstance(node, gast.Assign) and (
                not self.activity.active.isdisjoint(target_names(node.targets[0])))
            owners = set()
            self.keys |= {id(part) for part in _keys(node) if self.may_be_method(part)}
            for part in _calls(node):
                if self.is_taken_for_constant(part):
                    self.taken.add(id(part))
                if self.is_of_unknown(part) and not (is_active and self.activity.carries(part)):
                    self.unseen.add(id(part))
                    owners.add(id(_root(part.func)))
            if is_active:
                self.other_reads |= {part.id for part in _names(node) if id(part) not in owners}

    def check_iterated(self, node: gast.For) -> None:
        """Refuse a loop over an object that carries derivatives, of a class whose `__iter__` or `__next__` writes."""
        root = _root(node.iter)
        kind = None if root is None or root.id not in self.activity.varied else self.function.classes.get(
            root.id, self.function.classes.get(self.function.names.base(root.id)))
        if root is node.iter and isinstance(kind, type):
            check_implicit(kind, ('__iter__', '__next__'))

    def is_of_unknown(self, node: gast.Call) -> bool:
        """Whether a call is one of a method of an object in a variable, of which arrays and containers have none.

        Or one of what a variable holds: that may be such a method.
        """
        root = _root(node.func)
        if root is None or root.id not in self.function.names.variables:
            return False
        if not isinstance(node.func, gast.Attribute):
            return root.id not in self.local
        return method_entry(node.func) is None and not any(
            hasattr(kind, node.func.attr) for kind in (list, dict, set, str, bytes))

    def is_taken_for_constant(self, node: gast.Call) -> bool:
        """Whether a call of a method takes what carries derivatives, and none through it if it is of a container."""
        if not isinstance(node.func, gast.Attribute) or node.func.attr not in TAKE_ANYTHING:
            return False
        callee = callee_of(self.function, node, self.activity.locals)
        return callee.method is not None and callee.entry is not None and callee.entry.template is None and (
            self.activity.containers.of(node.func.value) is None) and any(map(self.activity.carries, node.args))

    def block(self, statements: list[gast.stmt]) -> list[gast.stmt]:
        out: list[gast.stmt] = []
        for node in statements:
            out += [self.check(part, node) for part in _keys(node) if id(part) in self.keys]
            out += [self.check(part.func, node, check_container) for part in _calls(node) if id(part) in self.taken]
            out += [self.check(part.func, node) for part in _calls(node)
                    if id(part) in self.unseen and self.matters(part)]
            if isinstance(node, BLOCKS):
                node = with_blocks(node, list(map(self.block, blocks_of(node))))
            out.append(node)
        return out

    def matters(self, node: gast.Call) -> bool:
        """Whether a derivative depends on the object, or would if what goes into the call was written into it."""
        root = _root(node.func).id
        if root in self.activity.varied or not isinstance(node.func, gast.Attribute):
            return root in self.activity.varied
        if root in self.other_reads:
            return True
        given = any(map(self.activity.carries, [*node.args, *[k.value for k in node.keywords]]))
        times = sum(part.id == root for s in self.function.tree.body for part in _all_names(s))
        return given and times > 1

    def may_be_method(self, node: gast.expr) -> bool:
        """Whether what is given as a key may be a method of an object in a variable."""
        root = _root(node)
        return root is not None and root.id in self.function.names.variables and (
            isinstance(node, gast.Attribute) or isinstance(node, gast.Name) and node.id in self.given_names)

    def check(self, called: gast.expr, place: gast.stmt, by: Callable = check_reads) -> gast.stmt:
        owner, method = (called.value, called.attr) if isinstance(called, gast.Attribute) else (called, '__call__')
        asked = call(self.speller.spell(by), clone(owner), constant(method))
        return with_origin(gast.copy_location(gast.Expr(asked), place), origin_of(place))


def _root(node: gast.expr) -> gast.Name | None:
    """The variable that an attribute or item belongs to, through attributes and items."""
    while isinstance(node, (gast.Attribute, gast.Subscript)):
        node = node.value
    return node if isinstance(node, gast.Name) else None


def _calls(statement: gast.stmt) -> list[gast.Call]:
    """The calls that a statement makes itself, not those of statements, functions and comprehensions inside it."""
    return [part for part in _own(statement) if isinstance(part, gast.Call)]


def _keys(statement: gast.stmt) -> list[gast.expr]:
    """What the calls of a statement are given as `key=`, to sort or choose by."""
    return [keyword.value for part in _calls(statement) for keyword in part.keywords if keyword.arg == 'key']


def _names(statement: gast.stmt) -> list[gast.Name]:
    return [part for part in _own(statement) if isinstance(part, gast.Name) and isinstance(part.ctx, gast.Load)]


def _own(statement: gast.stmt) -> list[gast.AST]:
    found, stack = [], [statement]
    while stack:
        node = stack.pop()
        found.append(node)
        stack += [child for child in children(node) if not isinstance(child, (gast.stmt, *SCOPES))]
    return found


def _all_names(statement: gast.stmt) -> list[gast.Name]:
    return [part for part in gast.walk(statement) if isinstance(part, gast.Name) and isinstance(part.ctx, gast.Load)]
