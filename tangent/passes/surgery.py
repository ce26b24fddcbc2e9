"""Take the code for the backward pass out of a function, and check that it can run there.

It must leave alone what the forward pass computes, and what it assigns itself has a meaning only in it.
"""
from __future__ import annotations

import types

import gast

from tangent.analyses.blocks import Block, breaks
from tangent.analyses.contexts import is_transparent
from tangent.analyses.control import live_before
from tangent.errors import SourceError, UnsupportedError
from tangent.passes.guard import IN_PLACE, written_by
from tangent.runtime.surgery import insert_grad_of
from tangent.syntax.build import (
    BLOCKS, LOOPS, SCOPES, assign, blocks_of, call, children, name, origin_of, reads, walk, with_blocks, written,
)
from tangent.syntax.function import Function
from tangent.syntax.parse import read
from tangent.templates.registry import lookup

_ALONE = 'Give it a with statement of its own: with tangent.insert_grad_of(x) as dx.'
_REFUSED = {
    gast.Return: ('a return', 'Use break to stop the gradient in a loop.'),
    gast.Continue: ('a continue', 'Write what follows under an if.'),
    gast.NamedExpr: ('an assignment inside an expression', 'Write it as a statement of its own.'),
    gast.Delete: ('a del statement', 'Leave it out: the names are gone after the block.'),
}


def take_blocks(function: Function) -> Function:
    """The function with each block of `insert_grad_of` held as an assignment; see `tangent.analyses.blocks`.

    Raises:
        UnsupportedError: with the place, where a block cannot be run in the backward pass.
    """
    taker = _Taker(function)
    if not any(map(taker.calls, [part for statement in function.tree.body for part in walk(statement)])):
        return function
    body = taker.block(function.tree.body, False)
    taker.check_names()
    return function.with_body(body)


def places_of_blocks(function: Function) -> set[tuple[int, int]]:
    """Where the blocks of `insert_grad_of` in a function begin: lines and columns.

    Raises:
        UnsupportedError: as `take_blocks`.
    """
    take_blocks(function)
    taker = _Taker(function)
    return {(part.lineno, part.col_offset) for statement in function.tree.body for part in walk(statement)
            if isinstance(part, gast.With) and any(taker.calls(item.context_expr) for item in part.items)}


def reaches_blocks(target: types.FunctionType) -> bool:
    """Whether a function, or one that it calls, directly or not, has blocks of `insert_grad_of`."""
    todo = [target]
    for current in todo:
        try:
            function = read(current)
        except SourceError:
            continue
        for part in [part for statement in function.tree.body for part in walk(statement)]:
            called = function.scope.resolve(part.func, function.names.variables) if isinstance(
                part, gast.Call) else None
            if called is insert_grad_of:
                return True
            if isinstance(called, types.FunctionType) and lookup(called) is None and called not in todo:
                todo.append(called)
    return False


class _Taker:
    def __init__(self, function: Function) -> None:
        self.function = function
        self.variables = set(function.names.variables)
        self.taken: list[gast.With] = []

    def calls(self, node: gast.AST) -> bool:
        """Whether a node is a call of `insert_grad_of`."""
        return isinstance(node, gast.Call) and self.function.scope.resolve(
            node.func, self.function.names.variables) is insert_grad_of

    def error(self, node: gast.AST, reason: str, remedy: str) -> UnsupportedError:
        return self.function.error(UnsupportedError, node, reason, remedy)

    def block(self, statements: list[gast.stmt], in_loop: bool) -> list[gast.stmt]:
        out: list[gast.stmt] = []
        for node in statements:
            if isinstance(node, gast.With) and any(self.calls(item.context_expr) for item in node.items):
                out += self.inserted(node, in_loop)
            elif isinstance(node, BLOCKS) and (not isinstance(node, gast.With) or is_transparent(self.function, node)):
                inside = in_loop or isinstance(node, LOOPS)
                new = with_blocks(node, [self.block(inner, inside) for inner in blocks_of(node)])
                if isinstance(node, LOOPS):
                    new.orelse = self.block(node.orelse, in_loop)
                out.append(new)
            else:
                self.check_left(node)
                out.append(node)
        return out

    def check_left(self, node: gast.stmt) -> None:
        """Refuse a block where it would not be looked at."""
        if isinstance(node, gast.FunctionDef):
            return  # which is looked at when it is called
        for part in walk(node):
            if self.calls(part):
                inside = isinstance(node, (gast.Try, gast.With, gast.Match, gast.ClassDef))
                raise self.error(
                    part, f'a block of insert_grad_of inside a {type(node).__name__.lower()} statement cannot be put '
                    'into the backward pass' if inside else 'insert_grad_of stands in a with statement, and nowhere '
                    'else', 'Move it out of the statement.' if inside else _ALONE)

    def inserted(self, node: gast.With, in_loop: bool) -> list[gast.stmt]:
        """The assignment that stands for a block."""
        item = node.items[0]
        if len(node.items) > 1:
            raise self.error(node, 'insert_grad_of shares its with statement with another context', _ALONE)
        if item.optional_vars is not None and not isinstance(item.optional_vars, gast.Name):
            raise self.error(item.optional_vars, 'an adjoint is given to one name', _ALONE)
        given = item.context_expr
        if len(given.args) != 1 or given.keywords or isinstance(given.args[0], gast.Starred):
            raise self.error(given, 'insert_grad_of takes one variable', _ALONE)
        path, root = [], given.args[0]
        while isinstance(root, (gast.Subscript, gast.Attribute)):
            path.insert(0, root)
            root = root.value
        if not isinstance(root, gast.Name) or root.id not in self.variables:
            raise self.error(given.args[0], 'insert_grad_of takes a variable of the function, or an item or a field of '
                             'one', 'Give the value a name first, and use that afterwards.')
        adjoint = item.optional_vars.id if item.optional_vars else self.function.names.ignored()
        self.check_body(node, adjoint, in_loop)
        self.taken.append(node)
        own = written(node)
        used = set().union(*map(reads, node.body), *[reads(part.slice) for part in path
                                                     if isinstance(part, gast.Subscript)])
        captured = tuple(sorted((used & self.variables) - own))
        value = call(given.func, name(root.id), *map(name, captured))
        value = gast.copy_location(value, given)
        value.block = Block(adjoint, captured, tuple(path), tuple(node.body))
        return [gast.copy_location(assign(root.id, value, origin_of(node)), node)]

    # --- what a block may do ---

    def check_body(self, node: gast.With, adjoint: str, in_loop: bool) -> None:
        own = written(node)
        for part in [part for statement in node.body for part in walk(statement)]:
            if type(part) in _REFUSED:
                what, remedy = _REFUSED[type(part)]
                raise self.error(part, f'{what} in a block of insert_grad_of', remedy)
            if self.calls(part):
                raise self.error(part, 'a block of insert_grad_of inside another one', 'Put one after the other.')
            self.check_writes(part, own, adjoint)
        for statement in node.body:
            self.check_breaks(statement, in_loop)
        first = sorted(live_before(node.body, set()) & own - {adjoint})
        if first:
            raise self.error(node, f'{first[0]!r} is read in a block of insert_grad_of before the block assigns it: '
                             'one run of a block knows nothing of another', 'Keep what is to last in an object of the '
                             'module or of a function around, as a list.')

    def check_breaks(self, node: gast.stmt, in_loop: bool) -> None:
        if isinstance(node, gast.If):
            for inner in [*node.body, *node.orelse]:
                self.check_breaks(inner, in_loop)
        elif breaks(node) and not isinstance(node, gast.Break):
            raise self.error(node, 'a break inside this statement of a block of insert_grad_of would end the backward '
                             'loop from within it', 'Set a name there, and break under an if after it.')

    def check_writes(self, node: gast.AST, own: set[str], adjoint: str) -> None:
        """Refuse what changes an adjoint in place, or a variable of the forward pass."""
        if isinstance(node, gast.AugAssign) and isinstance(node.target, gast.Name):
            if node.target.id != adjoint:
                raise self.error(node, f'{node.target.id!r} is updated in a block of insert_grad_of, which may change '
                                 'an adjoint in place', f'Assign it: {node.target.id} = {node.target.id} + ...')
        elif isinstance(node, (gast.Subscript, gast.Attribute)) and not isinstance(node.ctx, gast.Load):
            self.check_changed(node, node.value, own, adjoint)
        elif isinstance(node, gast.Call):
            target = self.function.scope.resolve(node.func, self.function.names.variables)
            out = [keyword.value for keyword in node.keywords if keyword.arg == 'out']
            method = node.func.value if isinstance(node.func, gast.Attribute) else None
            changed = written_by(self.function, node, target, node.func.attr in IN_PLACE if method else False)
            changed += written_by(self.function, node, target, True) if method is not None else []
            for value in [*out, *changed]:
                if value is method or any(value is known for known in out) or callable(target):
                    self.check_changed(node, value, own, adjoint)
        targets = node.targets if isinstance(node, gast.Assign) else [
            getattr(node, field) for field in ('target', 'optional_vars') if getattr(node, field, None) is not None]
        for target in targets:
            if adjoint in written(target) and not (isinstance(node, (gast.Assign, gast.AugAssign, gast.AnnAssign))
                                                   and isinstance(target, gast.Name)):
                raise self.error(target, f'{adjoint!r} is assigned together with others', 'Assign it by itself.')

    def check_changed(self, node: gast.AST, value: gast.expr, own: set[str], adjoint: str) -> None:
        while isinstance(value, (gast.Subscript, gast.Attribute)):
            value = value.value
        if not isinstance(value, gast.Name):
            return
        if value.id == adjoint or value.id in own and not self.is_new(value.id):
            raise self.error(node, f'{value.id!r} may be changed in place, which holds an adjoint', 'Assign a new '
                             f'value instead: {adjoint} = np.where(...), {adjoint} = 0.5 * {adjoint}.')
        if value.id in self.variables - own:
            raise self.error(node, f'a block of insert_grad_of may change {value.id!r}, a variable of the function, '
                             'whose derivative leaves what it is given as it is', 'Use an object of the module or of a '
                             'function around, as a list.')

    def is_new(self, identifier: str) -> bool:
        """Whether a variable is a new container wherever it is assigned."""
        values = [part.value for statement in self.function.tree.body for part in walk(statement)
                  if isinstance(part, gast.Assign) and identifier in set().union(*map(written, part.targets))]
        return bool(values) and all(isinstance(value, (gast.List, gast.Dict, gast.Set, gast.ListComp, gast.DictComp))
                                    for value in values)

    def check_names(self) -> None:
        """Refuse names that blocks assign and the rest of the function knows."""
        outside: dict[str, gast.AST] = {parameter: self.function.tree for parameter in self.function.parameters}
        stack: list[gast.AST] = list(self.function.tree.body)
        while stack:
            node = stack.pop()
            if any(node is taken for taken in self.taken):
                stack += [node.items[0].context_expr]
                continue
            for identifier in reads(node) | written(node) if isinstance(node, SCOPES) else (
                    {node.id} if isinstance(node, gast.Name) else ()):
                outside.setdefault(identifier, node)
            stack += [] if isinstance(node, SCOPES) else children(node)
        for node in self.taken:
            shared = sorted(written(node) & set(outside))
            if shared:
                raise self.error(
                    node, f'{shared[0]!r} is assigned in a block of insert_grad_of and used outside of it, but the '
                    'block runs in the backward pass', 'Give it another name in the block.')
