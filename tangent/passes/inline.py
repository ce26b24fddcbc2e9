"""The statements of a function that writes into what it is given, in place of the calls of it.

    def fill(v, value):
        v[0] = value
                                ->    x = tangent.set_at(x, 0, 2.0 * y)
    fill(x, 2.0 * y)

What a call writes is then seen by whoever sees other writes.  The same goes for a function defined
inside that changes variables around it.  A call that cannot be replaced stays, and is refused later
if a derivative passes through it.
"""
from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from typing import Any

import attrs
import gast
import numpy as np

from tangent.errors import SourceError, UnsupportedError
from tangent.passes.writing_calls import Around, changed_names, definition, local_functions, nonlocals
from tangent.syntax.build import (
    BLOCKS, SCOPES, assign, blocks_of, bound_names, call, clone, constant, name, origin_of, reads, rebuild, rename,
    substitute, tuple_, walk, with_blocks, with_defaults, written,
)
from tangent.syntax.function import MISSING, Function, Line, with_body
from tangent.syntax.parse import read
from tangent.syntax.spelling import Speller

Lower = Callable[[Function, Around], Function]


def inline(function: Function, speller: Speller, lower: Lower, around: Around) -> Function:
    """The function with marked calls replaced; `lower` gives a function the form that this one has."""
    inliner = _Inliner(function, speller, lower, around)
    return function.with_body(inliner.without_unused(inliner.block(function.tree.body)))


@attrs.frozen(eq=False)
class _Callee:
    """A function whose call is replaced.

    key: what tells it from others: the Python function, or the name of a local one.
    tree: its definition.
    free: what names in it that are not its own stand for, as expressions of the caller, where that is another name.
    defaults: the default values by parameter, as expressions of the caller.
    """

    key: object
    tree: gast.FunctionDef
    free: Mapping[str, gast.expr]
    file: str
    defaults: Mapping[str, gast.expr]
    nonlocals: set[str]


def _without_nonlocal(part: gast.AST) -> gast.AST | None:
    """A `pass` for the nonlocal statements of a function itself, not for those of functions inside it."""
    if isinstance(part, SCOPES):
        return part
    return gast.copy_location(gast.Pass(), part) if isinstance(part, gast.Nonlocal) else None


class _Inliner:
    def __init__(self, function: Function, speller: Speller, lower: Lower, around: Around) -> None:
        self.function, self.names, self.speller = function, function.names, speller
        self.lower, self.around = lower, around
        self.locals = local_functions(function)

    def block(self, statements: list[gast.stmt]) -> list[gast.stmt]:
        out: list[gast.stmt] = []
        for node in statements:
            if isinstance(node, BLOCKS):
                out.append(with_blocks(node, list(map(self.block, blocks_of(node)))))
            elif isinstance(node, (gast.Assign, gast.Expr)) and changed_names(node.value) is not None:
                out += self.statement(node)
            else:
                out.append(node)
        return out

    def statement(self, node: gast.Assign | gast.Expr) -> list[gast.stmt]:
        """What stands for a statement that is a call, or assigns what one returns."""
        try:
            callee = self.callee(node.value)
            inside = Around((*self.around.called, callee.key), {**self.around.defined, **self.locals})
            lowered = self.lower(attrs.evolve(self.function, tree=self.called(callee, node), file=callee.file,
                                              defaults={}), inside)
        except (UnsupportedError, SourceError) as error:
            node.value.refusal = (error,)
            return [node]
        body = lowered.tree.body
        result: gast.expr = constant(None)
        if body and isinstance(body[-1], gast.Return):
            result, body = body[-1].value or result, body[:-1]
        out = list(body)
        if isinstance(node, gast.Assign):
            new = gast.Assign(node.targets, gast.copy_location(result, node.value), None)
            new.origin = origin_of(node)
            out.append(gast.copy_location(new, node))
        elif not isinstance(result, (gast.Constant, gast.Name)):
            out.append(assign(self.names.ignored(), result, origin_of(node)))
        return out

    # --- the function that is called ---

    def callee(self, node: gast.Call) -> _Callee:
        defined = {**self.around.defined, **self.locals}
        if isinstance(node.func, gast.Name) and node.func.id in defined:
            tree = defined[node.func.id]
            defaults = {parameter.id: value for parameter, value in with_defaults(tree.args)}
            body = [rebuild(s, _without_nonlocal) for s in tree.body if not isinstance(s, gast.Nonlocal)]
            return _Callee(tree.name, with_body(tree, body), {}, self.function.file, defaults, nonlocals(tree))
        target = self.function.scope.resolve(node.func, self.names.variables)
        function = read(target)
        imports = [s for s in function.tree.body for s in walk(s) if isinstance(s, (gast.Import, gast.ImportFrom))]
        if imports:
            raise function.error(UnsupportedError, imports[0], f'{function.name} may write into its arguments, and '
                                 'imports something', 'Import at the top of the module.')
        if function.file != self.function.file:
            for part in walk(function.tree):
                if getattr(part, 'lineno', None) is not None:
                    part.lineno = Line(part.lineno, function.file)
        defaults = {parameter: self.default(node, function, parameter, value)
                    for parameter, value in function.defaults.items()}
        self.names.has_scopes |= function.names.has_scopes
        return _Callee(target, function.tree, self.free(function, node), function.file, defaults, set())

    def default(self, node: gast.Call, function: Function, parameter: str, value: Any) -> gast.expr:
        if isinstance(value, (list, dict, set, np.ndarray)) and parameter in _given_away(function.tree):
            raise self.function.error(
                UnsupportedError, node, f'{function.name} may write into the default value of {parameter!r}, which '
                'all calls of it share', 'Pass a value.')
        if value is None or isinstance(value, (bool, int, float, str)):
            return constant(value)
        return self.speller.bind(parameter, value)

    def free(self, callee: Function, node: gast.Call) -> dict[str, gast.expr]:
        """The free names of a function that are others here, or none, and what they stand for."""
        tree = callee.tree
        found = {identifier: self.translated(callee, identifier, node)
                 for identifier in sorted(set().union(*map(reads, tree.body)) - bound_names(tree))}
        return {identifier: new for identifier, new in found.items()
                if not (isinstance(new, gast.Name) and new.id == identifier)}

    def translated(self, callee: Function, identifier: str, node: gast.Call) -> gast.expr:
        """What a free name of another function is here."""
        theirs, ours = callee.scope, self.function.scope
        is_free_here = identifier not in self.names.variables and identifier not in ours.bound
        if identifier in theirs.cells:
            if is_free_here and ours.cells.get(identifier) is theirs.cells[identifier]:
                return name(identifier)
        elif is_free_here and identifier not in ours.cells and theirs.globals_ is ours.globals_:
            return name(identifier)
        value = theirs.lookup(identifier)
        if value is MISSING:
            raise self.function.error(UnsupportedError, node, f'{callee.name} reads {identifier!r}, which is not '
                                      'defined', 'Define it before the derivative is taken.')
        if callable(value) or inspect.ismodule(value):
            return self.speller.translate(name(identifier), theirs)
        module = sys.modules.get(theirs.globals_.get('__name__', ''))
        if identifier not in theirs.cells and module is not None and vars(module) is theirs.globals_:
            return gast.Attribute(self.speller.module(module), identifier, gast.Load())
        if identifier in theirs.cells:
            return self.speller.bind(identifier, theirs.cells[identifier])
        raise self.function.error(UnsupportedError, node, f'{callee.name} reads {identifier!r} of a module that is not '
                                  'loaded', 'Pass the value as an argument.')

    # --- its parameters ---

    def called(self, callee: _Callee, node: gast.Assign | gast.Expr) -> gast.FunctionDef:
        """The definition in variables of this function, which are given the arguments first."""
        tree, origin = callee.tree, origin_of(node)
        given = self.bound(callee, node.value)
        own = bound_names(tree) - callee.nonlocals
        inner = set().union(*[bound_names(part) for statement in tree.body for part in walk(statement)])
        values = dict(callee.free)
        self.names.taken |= inner | set().union(*map(reads, tree.body)) - own
        self.names.taken |= set().union(*map(reads, values.values()))
        assigned = set().union(*map(written, tree.body)) | _read_in_scopes(tree)
        mapping: dict[str, str] = {}
        before: list[gast.stmt] = []
        for parameter, value in given.items():
            if parameter not in assigned and self.is_plain(value, callee):
                values[parameter] = value
                self.names.taken.add(parameter)
            else:
                mapping[parameter] = self.names.fresh(parameter)
                before.append(definition(mapping[parameter], value, origin) if isinstance(value, gast.Lambda)
                              else assign(mapping[parameter], value, origin))
        for identifier in sorted(own - set(given)):
            mapping[identifier] = self.names.fresh(identifier)
        body = [substitute(rename(statement, mapping), values) for statement in tree.body]
        none = gast.arguments([], [], None, [], [], None, [])
        return gast.copy_location(
            gast.FunctionDef(self.function.name, none, [*before, *body], [], None, None, []), tree)

    def is_plain(self, value: gast.expr, callee: _Callee) -> bool:
        """Whether an expression may stand wherever the parameter is read."""
        if isinstance(value, gast.Constant):
            return True
        if isinstance(value, gast.Name) and value.id in self.names.variables:
            return value.id not in callee.nonlocals
        return callable(self.function.scope.resolve(value, self.names.variables))

    def bound(self, callee: _Callee, node: gast.Call) -> dict[str, gast.expr]:
        """The expressions for the parameters, in an order in which they may be evaluated."""
        args, rest = self.with_rest(node.args, callee.tree.args)
        if any(isinstance(a, gast.Starred) for a in args) or any(k.arg is None for k in node.keywords):
            raise self.function.error(UnsupportedError, node, f'how many arguments are passed to {callee.tree.name}, '
                                      'which may write into them, is not known', 'Write the arguments out.')
        signature = _signature(callee)
        try:
            found = signature.bind(*args, **{k.arg: k.value for k in node.keywords})
        except TypeError as error:
            raise self.function.error(UnsupportedError, node, f'{callee.tree.name}: {error}', 'Pass what it '
                                      'takes.') from None
        given: dict[str, gast.expr] = {}
        for parameter in found.signature.parameters.values():
            if parameter.name in found.arguments:
                value = found.arguments[parameter.name]
                if parameter.kind is parameter.VAR_POSITIONAL:
                    value = tuple_(value) if rest is None else rest
                elif parameter.kind is parameter.VAR_KEYWORD:
                    value = gast.Dict([constant(key) for key in value], list(value.values()))
                given[parameter.name] = value
            elif parameter.kind is parameter.VAR_POSITIONAL:
                given[parameter.name] = tuple_(()) if rest is None else rest
            elif parameter.kind is parameter.VAR_KEYWORD:
                given[parameter.name] = gast.Dict([], [])
            else:
                given[parameter.name] = clone(callee.defaults[parameter.name])
        return given

    def with_rest(self, args: list[gast.expr],
                  parameters: gast.arguments) -> tuple[list[gast.expr], gast.expr | None]:
        """The arguments for named parameters, and the tuple of the others, if there are `*items` among these."""
        named = len(parameters.posonlyargs) + len(parameters.args)
        starred = [i for i, a in enumerate(args) if isinstance(a, gast.Starred)]
        if not starred or parameters.vararg is None or starred[0] < named:
            return args, None
        others = args[named:]
        rest = call(self.speller.spell(tuple), others[0].value) if len(others) == 1 else tuple_(others)
        return args[:named], gast.copy_location(rest, args[starred[0]])

    def without_unused(self, statements: list[gast.stmt]) -> list[gast.stmt]:
        """The statements without the local functions of which all calls are replaced."""
        while True:
            used = set().union(*map(reads, statements))
            unused = {id(node) for local, node in self.locals.items() if local not in used}
            if not unused:
                return statements
            self.locals = {local: node for local, node in self.locals.items() if id(node) not in unused}
            statements = _without(statements, unused)


def _without(statements: list[gast.stmt], unused: set[int]) -> list[gast.stmt]:
    return [with_blocks(node, [_without(block, unused) for block in blocks_of(node)]) if isinstance(node, BLOCKS)
            else node for node in statements if id(node) not in unused]


def _read_in_scopes(tree: gast.FunctionDef) -> set[str]:
    """What functions, lambdas and comprehensions inside a function read."""
    return set().union(*[reads(part) for statement in tree.body for part in walk(statement)
                         if isinstance(part, SCOPES)])


def _given_away(tree: gast.FunctionDef) -> set[str]:
    """The names that a function uses for more than to read items of what they stand for."""
    items = {id(part.value) for statement in tree.body for part in walk(statement)
             if isinstance(part, gast.Subscript) and isinstance(part.ctx, gast.Load)}
    return {part.id for statement in tree.body for part in walk(statement)
            if isinstance(part, gast.Name) and id(part) not in items}


def _signature(callee: _Callee) -> inspect.Signature:
    kinds = inspect.Parameter
    args = callee.tree.args
    parts = [(kinds.POSITIONAL_ONLY, args.posonlyargs), (kinds.POSITIONAL_OR_KEYWORD, args.args),
             (kinds.VAR_POSITIONAL, [args.vararg] if args.vararg else []), (kinds.KEYWORD_ONLY, args.kwonlyargs),
             (kinds.VAR_KEYWORD, [args.kwarg] if args.kwarg else [])]
    return inspect.Signature([
        inspect.Parameter(node.id, kind, default=callee.defaults.get(node.id, kinds.empty))
        for kind, nodes in parts for node in nodes])
