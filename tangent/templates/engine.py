"""Filling templates in: from a rule and a call to the statements of its derivative."""
from __future__ import annotations

import ast
import builtins
import functools
import inspect
import warnings
from collections.abc import Callable
from typing import Any

import attrs
import gast
import numpy as np

from tangent.errors import RuleError
from tangent.syntax.build import assign, clone, constant, name, reads, rebuild, tuple_, walk, with_defaults
from tangent.syntax.function import MISSING, Function, Origin
from tangent.syntax.indexing import index_syntax
from tangent.syntax.names import Names
from tangent.syntax.parse import read
from tangent.syntax.spelling import Speller
from tangent.templates.registry import Entry

_UNKNOWN = object()
ZERO = '__zero__'  # how names begin that stand for zeros while a rule is filled in
_SAFE = ('isinstance', 'int', 'float', 'tuple', 'list', 'len', 'abs', 'str', 'bool')  # what a constant test may call
Arguments = dict[str, gast.expr]


class BindingError(Exception):
    """A call that does not fit the parameters of a rule."""


class UndecidedError(Exception):
    """A call of which it is not known what its rule gives: that depends on arguments that are no constants there."""

    def __init__(self, parameters: list[str]) -> None:
        super().__init__(parameters)
        self.parameters = parameters


@functools.cache
def parsed(template: Callable) -> Function:
    """The tree of a template.

    Raises:
        RuleError: if its body is not what a rule consists of.
    """
    function = read(template)
    given = _check_block(function, function.tree.body)
    unknown = given - set(function.parameters)
    if unknown:
        raise _rule_error(function, function.tree, f'd[{sorted(unknown)[0]}] is not the derivative of a parameter')
    if not given:
        raise _rule_error(function, function.tree, 'it gives no derivative')
    return function


def _check_block(function: Function, statements: list[gast.stmt]) -> set[str]:
    """The parameters that a template's statements give a derivative."""
    given: set[str] = set()
    for node in statements:
        if isinstance(node, gast.If):
            given |= _check_block(function, node.body) | _check_block(function, node.orelse)
        elif isinstance(node, gast.Assign) and _is_derivative(node.targets[0]):
            given.add(node.targets[0].slice.id)
        elif not (isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name)
                  or isinstance(node, gast.Pass)
                  or isinstance(node, gast.Expr) and isinstance(node.value, gast.Constant)):
            raise _rule_error(function, node, f'{type(node).__name__} cannot stand in a rule')
    return given


def _rule_error(function: Function, node: gast.AST, reason: str) -> RuleError:
    return RuleError(f'the rule {function.name!r}: {reason}',
                     'A rule consists of d[x] = ..., local names, and if over literal arguments.',
                     file=function.file, line=getattr(node, 'lineno', None), column=getattr(node, 'col_offset', None))


@functools.cache
def differentiable(template: Callable) -> frozenset[str]:
    """Names of the arguments that a template gives a derivative."""
    return frozenset(target.slice.id for node in walk(parsed(template).tree) if isinstance(node, gast.Assign)
                     for target in node.targets if _is_derivative(target))


def _is_derivative(node: gast.AST) -> bool:
    return (isinstance(node, gast.Subscript) and isinstance(node.value, gast.Name) and node.value.id == 'd'
            and isinstance(node.slice, gast.Name))


# --- binding the arguments of a call ------------------------------------------

@functools.cache
def _signature(function: Any) -> list[inspect.Parameter] | None:
    try:
        return list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return None


@attrs.frozen
class _Taken:
    """The arguments that a rule takes: all in order, by position, that have a name, and what gathers the others."""

    parameters: list[str]
    positional: list[str]
    names: set[str]
    vararg: str | None
    kwarg: str | None
    defaults: Arguments


@functools.cache
def _taken(template: Callable) -> _Taken:
    args = parsed(template).tree.args
    positional = [node.id for node in [*args.posonlyargs, *args.args][1:]]
    return _Taken(parsed(template).parameters[1:], positional, {*positional, *[node.id for node in args.kwonlyargs]},
                  args.vararg and args.vararg.id, args.kwarg and args.kwarg.id,
                  {node.id: default for node, default in with_defaults(args)})


def bind(entry: Entry, arguments: tuple[gast.expr, ...], keywords: tuple[gast.keyword, ...]) -> Arguments:
    """The arguments of a call by the names of a rule's parameters, in their order, the defaults among them.

    Raises:
        BindingError: if the rule does not take an argument that the call passes.
    """
    taken = _taken(entry.template)
    positional, known = taken.positional, taken.names
    bound: Arguments = {}
    rest: list[gast.expr] = []
    others: list[gast.keyword] = []
    original = _signature(entry.function)
    for position, argument in enumerate(arguments):
        if isinstance(argument, gast.Starred) and not (taken.vararg and position >= len(positional)):
            raise BindingError('it is called with a * argument, whose length is not known')
        parameter = _parameter_at(original, position)
        if parameter is not None and parameter.kind == parameter.POSITIONAL_OR_KEYWORD:
            if parameter.name in known:
                bound[parameter.name] = argument
            elif position < len(positional) and not _named_in(original, positional[position]):
                bound[positional[position]] = argument
            elif taken.vararg:
                rest.append(argument)
            elif not _is_default(parameter, argument):
                raise BindingError(f'its rule does not take the argument {parameter.name!r}')
        elif position < len(positional):
            bound[positional[position]] = argument
        elif taken.vararg:
            rest.append(argument)
        else:
            raise BindingError(f'its rule takes at most {len(positional)} positional arguments')
    for keyword in keywords:
        if keyword.arg is None:
            raise BindingError('it is called with a ** argument, whose names are not known')
        if keyword.arg in known:
            bound[keyword.arg] = keyword.value
        elif taken.kwarg:
            others.append(keyword)
        elif not (isinstance(keyword.value, gast.Constant) and keyword.value.value is None or any(
                p.name == keyword.arg and _is_default(p, keyword.value) for p in original or ())):
            raise BindingError(f'its rule does not take the argument {keyword.arg!r}')
    if taken.vararg:
        bound[taken.vararg] = tuple_(rest)
    if taken.kwarg:
        bound[taken.kwarg] = gast.Dict([constant(k.arg) for k in others], [k.value for k in others])
    for parameter, default in taken.defaults.items():
        if parameter not in bound:
            bound[parameter] = clone(default)
    missing = known - bound.keys()
    if missing:
        raise BindingError(f'the argument {sorted(missing)[0]!r} is missing')
    return {parameter: bound[parameter] for parameter in taken.parameters}


def varying(entry: Entry, arguments: tuple[gast.expr, ...],
            keywords: tuple[gast.keyword, ...]) -> list[gast.expr]:
    """The arguments of a call in which a function is not piecewise constant."""
    values = [*arguments, *[keyword.value for keyword in keywords]]
    fixed = {*(entry.constant or ()), *entry.shape_reads}
    if not fixed:
        return values
    names = [p.name for p in _signature(entry.function) or ()]
    if entry.template is not None and (not names or isinstance(entry.function, np.ufunc)):
        names = parsed(entry.template).parameters[1:]  # ufuncs call their arguments x1, x2
    return [*[a for position, a in enumerate(arguments) if position >= len(names) or names[position] not in fixed],
            *[k.value for k in keywords if k.arg not in fixed]]


def _parameter_at(parameters: list[inspect.Parameter] | None, position: int) -> inspect.Parameter | None:
    if parameters is None or position >= len(parameters):
        return None
    return parameters[position]


def _named_in(parameters: list[inspect.Parameter] | None, wanted: str) -> bool:
    return any(p.name == wanted for p in parameters or ())


def _is_default(parameter: inspect.Parameter, argument: gast.expr) -> bool:
    value = static_value(argument)
    return type(value) is type(parameter.default) and value == parameter.default


# --- filling in ---------------------------------------------------------------

@attrs.define
class Filled:
    """What became of a template: statements to come first, and an expression for each derivative."""

    statements: list[gast.stmt] = attrs.field(factory=list)
    derivatives: dict[str, gast.expr] = attrs.field(factory=dict)


def fill(template: Callable, result: gast.expr, derivative: gast.expr, arguments: Arguments, names: Names,
         speller: Speller, origin: Origin | None) -> Filled:
    """Fill in a template of reverse mode.

    Args:
        result: the expression that stands for the result.
        derivative: the expression for `d[result]`.
        arguments: the expressions for the other parameters.

    Raises:
        UndecidedError: if for which arguments there are derivatives depends on one that is no constant.
    """
    known = {parsed(template).parameters[0]: derivative}
    return _Filler(template, result, known, arguments, names, speller, origin).filled()


def fill_forward(template: Callable, result: gast.expr, tangents: Arguments, arguments: Arguments, names: Names,
                 speller: Speller, origin: Origin | None) -> Filled:
    """Fill in a template of forward mode: `tangents` are the expressions for `d[x]` of each argument x."""
    return _Filler(template, result, tangents, arguments, names, speller, origin).filled()


class _Filler:
    def __init__(self, template: Callable, result: gast.expr, known: Arguments, arguments: Arguments,
                 names: Names, speller: Speller, origin: Origin | None) -> None:
        self.template = parsed(template)
        self.known = known
        self.values = {self.template.parameters[0]: result, **arguments}
        self.names, self.speller, self.origin = names, speller, origin
        self.out = Filled()

    def filled(self) -> Filled:
        self.block(self.template.tree.body)
        return self.out

    def block(self, statements: list[gast.stmt]) -> None:
        for node in statements:
            if isinstance(node, gast.If):
                self.if_(node)
            elif isinstance(node, gast.Assign) and _is_derivative(node.targets[0]):
                self.out.derivatives[node.targets[0].slice.id] = self.translate(node.value)
            elif isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name):
                identifier = node.targets[0].id
                fresh = self.names.fresh(identifier, temporary=True)
                self.out.statements.append(assign(fresh, self.translate(node.value), self.origin))
                self.values[identifier] = name(fresh)

    def error(self, node: gast.AST, reason: str) -> RuleError:
        return _rule_error(self.template, node, reason)

    def if_(self, node: gast.If) -> None:
        test = self.translate(node.test)
        known = static_value(test)
        if known is not _UNKNOWN:
            self.block(node.body if known else node.orelse)
            return
        before = self.out.derivatives
        branches = []
        for block in (node.body, node.orelse):
            self.out.derivatives = {}
            self.block(block)
            branches.append(self.out.derivatives)
        self.out.derivatives = before
        if set(branches[0]) != set(branches[1]):
            read = reads(node.test)
            unknown = [p for p in self.template.parameters[1:] if p in read and not is_literal(self.values[p])]
            if unknown:
                raise UndecidedError(unknown)
            raise self.error(node, 'both branches of a test that is not known must give the same derivatives')
        for argument, value in branches[0].items():
            self.out.derivatives[argument] = gast.IfExp(clone(test), value, branches[1][argument])

    def translate(self, node: gast.expr) -> gast.expr:
        return rebuild(node, self.replace)

    def replace(self, node: gast.AST) -> gast.AST | None:
        if isinstance(node, gast.Subscript):
            if _is_derivative(node):
                if node.slice.id not in self.known:
                    words = ' and '.join(f'd[{name}]' for name in self.known)
                    raise self.error(node, f'd[{node.slice.id}] is not known here: only {words} is')
                return clone(self.known[node.slice.id])
            value = self.translate(node.value)
            index = static_value(node.slice)
            if isinstance(value, gast.Tuple) and isinstance(index, int):
                return value.elts[index]
            return gast.Subscript(value, index_syntax(self.translate(node.slice)), gast.Load())
        if isinstance(node, gast.Name):
            return self.name(node)
        if isinstance(node, gast.BinOp):
            new = gast.BinOp(self.translate(node.left), node.op, self.translate(node.right))
            value = static_value(new)
            return constant(value) if type(value) is int else new
        if isinstance(node, gast.Attribute) and self.is_free(node):
            return self.speller.translate(node, self.template.scope)
        if isinstance(node, gast.Call) and isinstance(node.func, gast.Name) and node.func.id == 'literal':
            return constant(is_literal(self.values[node.args[0].id]))
        if isinstance(node, gast.Call) and isinstance(node.func, gast.Name) and node.func.id == 'is_zero':
            return constant(names_zero(self.known[node.args[0].slice.id]))
        if isinstance(node, gast.IfExp):
            test = self.translate(node.test)
            known = static_value(test)
            if known is not _UNKNOWN:
                return self.translate(node.body if known else node.orelse)
        if isinstance(node, gast.Call):
            new = gast.Call(self.translate(node.func), [self.translate(a) for a in node.args],
                            [gast.keyword(k.arg, self.translate(k.value)) for k in node.keywords])
            new.args = [part for a in new.args for part in _spread(a)]
            new.keywords = [part for k in new.keywords for part in _spread_keywords(k)]
            self.drop_defaults(node.func, new)
            return new
        return None

    def drop_defaults(self, function: gast.expr, node: gast.Call) -> None:
        """Leave out arguments that are the defaults: they would only be noise."""
        value = self.template.scope.resolve(function, self.values)
        parameters = _signature(value) if value is not MISSING else None
        if parameters is None:
            return
        by_name = {p.name: p for p in parameters}
        node.keywords = [k for k in node.keywords
                         if not (k.arg in by_name and _is_default(by_name[k.arg], k.value))]
        while (not node.keywords and 1 < len(node.args) <= len(parameters)
               and _is_default(parameters[len(node.args) - 1], node.args[-1])):
            node.args.pop()

    def is_free(self, node: gast.expr) -> bool:
        while isinstance(node, gast.Attribute):
            node = node.value
        return isinstance(node, gast.Name) and node.id not in self.values

    def name(self, node: gast.Name) -> gast.expr:
        if node.id in self.values:
            return clone(self.values[node.id])
        if not isinstance(node.ctx, gast.Load):
            return None
        spelled = self.speller.translate(node, self.template.scope)
        if spelled is None:
            if hasattr(builtins, node.id):
                return name(node.id)
            raise self.error(node, f'the rule {self.template.name!r} reads {node.id!r}, which is not known where it is '
                             'defined')
        return spelled


def _spread(argument: gast.expr) -> list[gast.expr]:
    """The arguments that `*(a, b)` passes, one by one."""
    if isinstance(argument, gast.Starred) and isinstance(argument.value, (gast.Tuple, gast.List)):
        return argument.value.elts
    return [argument]


def _spread_keywords(keyword: gast.keyword) -> list[gast.keyword]:
    """The arguments that `**{'a': x, 'b': y}` passes, one by one."""
    if keyword.arg is None and isinstance(keyword.value, gast.Dict):
        return [gast.keyword(name.value, value) for name, value in zip(keyword.value.keys, keyword.value.values)]
    return [keyword]


def names_zero(node: gast.AST) -> bool:
    """Whether an expression is a name that stands for zero while a rule is filled in."""
    return isinstance(node, gast.Name) and node.id.startswith(ZERO)


def is_literal(node: gast.expr) -> bool:
    """Whether an expression is written as a constant."""
    return static_value(node) is not _UNKNOWN


def static_value(node: gast.expr) -> Any:
    """The value of an expression of constants, or _UNKNOWN."""
    if isinstance(node, gast.Constant):
        return node.value
    if isinstance(node, gast.Name):
        return _UNKNOWN
    if isinstance(node, gast.BoolOp):
        for part in node.values:
            value = static_value(part)
            if value is _UNKNOWN or bool(value) == isinstance(node.op, gast.Or):
                return value
        return value
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub):
        value = static_value(node.operand)
        return -value if isinstance(value, (int, float, complex)) else _UNKNOWN
    if isinstance(node, gast.Slice):
        bounds = [None if part is None else static_value(part) for part in (node.lower, node.upper, node.step)]
        return _UNKNOWN if _UNKNOWN in bounds else slice(*bounds)
    for part in walk(node):
        if isinstance(part, gast.Name) and part.id not in _SAFE:
            return _UNKNOWN
        if isinstance(part, (gast.Call, gast.Attribute)) and not (
                isinstance(part, gast.Call) and isinstance(part.func, gast.Name)):
            return _UNKNOWN
    try:
        with warnings.catch_warnings():
            warnings.simplefilter('ignore', SyntaxWarning)  # `0 is None`, once the argument is filled in
            code = compile(ast.fix_missing_locations(ast.Expression(gast.gast_to_ast(node))), '<literal>', 'eval')
        return eval(code, {'__builtins__': {key: getattr(builtins, key) for key in _SAFE}})
    except Exception:  # what cannot be computed from constants is simply not known
        return _UNKNOWN
