"""The user's code for the backward pass, among the adjoint statements."""
from __future__ import annotations

from typing import Any

import attrs
import gast

from tangent.analyses.activity import Activity, is_constant
from tangent.analyses.blocks import Block, block_of, breaks
from tangent.analyses.calls import attribute_entry
from tangent.analyses.effects import entry_of
from tangent.analyses.sharing import writes_in_place
from tangent.derive.loops import silent
from tangent.errors import UnsupportedError
from tangent.passes.guard import GROW
from tangent.passes.versions import versions_of
from tangent.runtime.arrays import copied
from tangent.runtime.surgery import as_adjoint, with_field, with_part
from tangent.syntax.build import (
    LOOPS, Opaque, assign, binary, blocks_of, call, children, clone, constant, if_, in_order, name, rebuild, store,
    substitute, tuple_, walk, with_origin, written,
)
from tangent.syntax.function import Function, Origin
from tangent.syntax.indexing import index_value

_PLAIN = (gast.Expr, gast.Assert, gast.Raise, gast.Pass, gast.Import, gast.ImportFrom)


def inserted(reverse: Any, node: gast.Assign) -> None:
    """Emit the adjoint of an assignment that stands for a block: the block, and what it leaves of the adjoint."""
    target, block, variable = node.targets[0].id, block_of(node), node.value.args[0]
    whole = reverse.adjoints.pop(target, None)
    if whole is None:
        whole = reverse.set_adjoint(target, reverse.zeros(target))
        del reverse.adjoints[target]
    if not reverse.runs_blocks:
        check_left_out(reverse.function, node)
        reverse.contribute(variable, name(whole))
        return
    given = dict(zip(block.captured, node.value.args[1:]))
    path = [_step(step, given) for step in block.path]
    adjoint = whole
    if path:
        adjoint = reverse.names.fresh(block.adjoint)
        reverse.out.append(assign(adjoint, _followed(name(whole), path), reverse.origin))
    code = _Code(reverse, block, adjoint, given)
    reverse.out += code.statements()
    value = name(code.current[adjoint])
    if path and block.assigns:
        value = _put_back(reverse, name(whole), target, path, value)
    elif path:
        value = name(whole)
    reverse.contribute(variable, value)


def check_left_out(function: Function, node: gast.Assign) -> None:
    """Refuse a block where no adjoints are, unless it only looks at one.

    Raises:
        UnsupportedError: with the place.
    """
    block = block_of(node)
    if block.assigns or block.stops:
        raise function.error(
            UnsupportedError, node.value, 'a block of insert_grad_of changes an adjoint, and a derivative in forward '
            'mode has none', "Use a transform in reverse mode (grad, vjp, pullback, jacobian with mode='reverse'), or "
            'differentiate its derivative forward, as hvp does.')


# --- parts of containers ---------------------------------------------------------

def _step(step: gast.Subscript | gast.Attribute, given: dict[str, gast.expr]) -> gast.Subscript | gast.Attribute:
    """A subscript or an attribute of a path, in the variables of the backward pass."""
    if isinstance(step, gast.Attribute):
        return step
    return gast.Subscript(step.value, substitute(step.slice, given), gast.Load())


def _followed(whole: gast.expr, path: list) -> gast.expr:
    for step in path:
        last = step.attr if isinstance(step, gast.Attribute) else clone(step.slice)
        whole = type(step)(whole, last, gast.Load())
    return whole


def _put_back(reverse: Any, whole: gast.expr, base: str, path: list, value: gast.expr) -> gast.expr:
    """An expression for a container with another value where a path leads."""
    step, *rest = path
    if rest:
        part = reverse.names.fresh(f'b{reverse.names.base(base)}_part')
        reverse.out.append(assign(part, _followed(clone(whole), [step]), reverse.origin))
        value = reverse.held(_put_back(reverse, name(part), base, rest, value))
    if isinstance(step, gast.Attribute):
        return call(reverse.speller.spell(with_field), whole, constant(step.attr), value)
    index = index_value(clone(step.slice), reverse.speller)
    return call(reverse.speller.spell(with_part), whole, index, value)


# --- the code ---------------------------------------------------------------------

class _Code:
    """The statements of a block in core form.

    adjoint: the variable that the block's name for the adjoint stands for.
    """

    def __init__(self, reverse: Any, block: Block, adjoint: str, given: dict[str, gast.expr]) -> None:
        self.reverse, self.function, self.block = reverse, reverse.function, block
        self.origin: Origin | None = attrs.evolve(reverse.origin, by_hand=True) if reverse.origin else None
        self.adjoint, self.given = adjoint, given
        names = reverse.names
        own = set().union(*map(written, block.body)) - {block.adjoint}
        self.own = {o: names.fresh(o) if o not in names.variables else o for o in sorted(own)}
        self.current = {adjoint: adjoint}
        self.shared = _Shared(self.function, reverse.activity, reverse.speller)

    def statements(self) -> list[gast.stmt]:
        renamed = {self.block.adjoint: name(self.adjoint), **{o: name(n) for o, n in self.own.items()}, **self.given}
        body = [_in_names(node, renamed) for node in self.block.body]
        used = self.reverse.taken_by_blocks
        used.add(self.adjoint)
        flag = self.reverse.stop() if self.block.stops else ''
        if flag:
            used.add(flag)
            last, before = body[-1], body[:-1]
            if not any(map(breaks, before)) and _is_plain_stop(last):
                body = [*before, assign(flag, last.test, self.origin)]
            else:
                body = [assign(flag, constant(False), self.origin), *self.without_breaks(body)]
        values = {g.id for g in self.given.values() if isinstance(g, gast.Name)} & self.reverse.activity.varied
        self.shared.note(body, {self.adjoint}, values)
        plain = [inner for node in body for inner in self.plain(node)]
        made, undefined = versions_of(self.function, plain, self.current, used)
        self.reverse.undefined |= undefined
        for position, node in enumerate(made):
            self.at_place(node, silent(self.origin) if position and blocks_of(node) else self.origin)
        return [*made, *([assign(flag, name(self.current[flag]), self.origin)] if flag else [])]

    def at_place(self, node: gast.stmt, origin: Origin | None) -> gast.stmt:
        """A statement with the place of the block, as those in it."""
        for block in blocks_of(node):
            for position, inner in enumerate(block):
                self.at_place(inner, silent(origin) if position else origin)
        return with_origin(node, origin)

    def without_breaks(self, statements: list[gast.stmt]) -> list[gast.stmt]:
        """Statements that set a flag where they break, and what follows under it."""
        out: list[gast.stmt] = []
        for position, node in enumerate(statements):
            if isinstance(node, gast.Break):
                return [*out, assign(self.reverse.stop(), constant(True), self.origin)]
            if not breaks(node):
                out.append(node)
                continue
            out.append(if_(node.test, self.without_breaks(node.body), self.without_breaks(node.orelse), self.origin))
            rest = self.without_breaks(statements[position + 1:])
            if rest:
                test = gast.UnaryOp(gast.Not(), name(self.reverse.stop()))
                out.append(if_(test, rest, [], self.origin))
            break
        return out

    def plain(self, node: gast.stmt) -> list[gast.stmt]:
        """A statement of the block in core form."""
        origin = self.origin
        if isinstance(node, gast.If):
            blocks = [[inner for part in block for inner in self.plain(part)] for block in blocks_of(node)]
            return [if_(self.shared.copied(node.test), *blocks, origin)]
        node = rebuild(node, self.checked)
        if isinstance(node, gast.AnnAssign):
            return [] if node.value is None else self.plain(gast.Assign([node.target], node.value, None))
        node = self.shared.copied(node)
        if isinstance(node, gast.Assign) and all(map(_is_of_names, node.targets)):
            first, *others = node.targets
            if not others:
                return [assign(_as_tuple(first), node.value, origin)]
            held = self.reverse.names.fresh('value', temporary=True)
            return [assign(held, node.value, origin),
                    *[assign(_as_tuple(target), name(held), origin) for target in node.targets]]
        if isinstance(node, _PLAIN):
            return [with_origin(node, origin)]
        return [with_origin(Opaque([with_origin(node, origin)]), origin)]

    def checked(self, node: gast.AST) -> gast.AST | None:
        """An assignment to the adjoint, with what gives it the shape and dtype that it had."""
        target = node.targets[0] if isinstance(node, gast.Assign) else getattr(node, 'target', None)
        if not (isinstance(node, (gast.Assign, gast.AugAssign)) and isinstance(target, gast.Name)
                and target.id == self.adjoint):
            return None
        value = node.value if isinstance(node, gast.Assign) else binary(name(target.id), node.op, node.value)
        fitted = call(self.reverse.speller.spell(as_adjoint), value, name(self.adjoint))
        return gast.Assign(node.targets if isinstance(node, gast.Assign) else [target], fitted, None)


def _is_plain_stop(node: gast.stmt) -> bool:
    """Whether a statement is `if test: break`."""
    return isinstance(node, gast.If) and len(node.body) == 1 and isinstance(node.body[0], gast.Break) and (
        not node.orelse)


def _is_of_names(target: gast.expr) -> bool:
    if isinstance(target, (gast.Tuple, gast.List)):
        return all(map(_is_of_names, target.elts))
    return isinstance(target, gast.Name) or isinstance(target, gast.Starred) and isinstance(target.value, gast.Name)


def _as_tuple(target: gast.expr) -> gast.expr:
    if isinstance(target, (gast.Tuple, gast.List)):
        return tuple_(map(_as_tuple, target.elts), gast.Store)
    return store(target.id) if isinstance(target, gast.Name) else target


def _in_names(node: gast.AST, given: dict[str, gast.expr]) -> gast.AST:
    """A statement of a block in the variables of the backward pass."""
    def replace(part: gast.AST) -> gast.AST | None:
        if isinstance(part, gast.Name) and part.id in given and not isinstance(part.ctx, gast.Load):
            return gast.copy_location(gast.Name(given[part.id].id, part.ctx, None, None), part)
        return None
    return rebuild(substitute(node, given), replace)


# --- what keeps an adjoint ----------------------------------------------------------

class _Shared:
    """Copies what an object from outside might keep: adjoints are added to in place later."""

    def __init__(self, function: Function, activity: Activity, speller: Any) -> None:
        self.function, self.activity, self.speller = function, activity, speller
        self.kept: set[str] = set()  # variables that may be an adjoint, or hold one
        self.values: set[str] = set()  # those of the forward pass
        self.writes = any(writes_in_place(function, node.value) for node in in_order(function.tree.body)
                          if isinstance(node, gast.Assign))

    def note(self, statements: list[gast.stmt], kept: set[str], values: set[str]) -> None:
        """Learn which variables may be what is to stay as it is, or hold it."""
        self.kept, self.values = kept | values if self.writes else set(kept), values
        assigned = [part for node in statements for part in walk(node) if isinstance(part, (gast.Assign, gast.For))]
        size = -1
        while size < len(self.kept):
            size = len(self.kept)
            for part in assigned:
                value = part.value if isinstance(part, gast.Assign) else part.iter
                targets = part.targets if isinstance(part, gast.Assign) else [part.target]
                if self.parts(value, True):
                    self.kept = self.kept.union(*map(written, targets))

    def copied(self, node: gast.AST) -> Any:
        """A statement or expression with copies where something may be kept."""
        kept = self.kept
        if isinstance(node, gast.Expr) and isinstance(node.value, gast.Call) and not (
                isinstance(node.value.func, gast.Attribute) and node.value.func.attr in GROW):
            self.kept = kept | self.values  # it may do something to what it is given
        ids, self.kept = {id(part) for part in self.parts(node, False)}, kept

        def replace(part: gast.AST) -> gast.AST | None:
            return call(self.speller.spell(copied), clone(part)) if id(part) in ids else None
        return rebuild(node, replace)

    def parts(self, node: gast.AST, keeps: bool) -> list[gast.expr]:
        """The parts of an expression that its value, or what is called in it, may keep."""
        if isinstance(node, (gast.Name, gast.Subscript, gast.Attribute)) and isinstance(node.ctx, gast.Load):
            root = node
            while isinstance(root, (gast.Subscript, gast.Attribute)):
                if isinstance(root, gast.Attribute) and is_constant(attribute_entry(root)):
                    return []
                root = root.value
            if isinstance(root, gast.Name):
                return [node] if keeps and root.id in self.kept else []
        if isinstance(node, gast.Call):
            known = entry_of(self.function, node) is not None or self.is_builtin(node.func)
            inner = node.func.value if isinstance(node.func, gast.Attribute) else None
            found = [part for argument in [*node.args, *[k.value for k in node.keywords]]
                     for part in self.parts(argument, not known)]
            if keeps and known:
                entry = entry_of(self.function, node)
                found += [] if entry is None or entry.fresh or is_constant(entry) else [
                    part for argument in node.args for part in self.parts(argument, True)]
            return [*found, *(self.parts(inner, False) if inner is not None else [])]
        if isinstance(node, (gast.BinOp, gast.UnaryOp, gast.Compare, gast.JoinedStr)):
            keeps = False
        if isinstance(node, gast.Assign):
            keeps = not all(map(_is_of_names, node.targets))
        elif isinstance(node, gast.stmt):
            keeps = False
        return [part for child in children(node) for part in self.parts(child, keeps)]

    def is_builtin(self, node: gast.expr) -> bool:
        """Whether a call is one of a type or function of Python's own, like float or len."""
        target = self.function.scope.resolve(node, self.function.names.variables)
        return getattr(target, '__module__', None) == 'builtins'


# --- stopped loops --------------------------------------------------------------------

def may_stop(node: gast.stmt) -> bool:
    """Whether a statement may end the adjoint of the loop around it."""
    if isinstance(node, LOOPS):
        return False
    block = block_of(node)
    return block.stops if block is not None else any(may_stop(inner) for part in blocks_of(node) for inner in part)

