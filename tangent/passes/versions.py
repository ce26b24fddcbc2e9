"""Give a name that is assigned again a new version, as in static single assignment form.

Where branches meet, a merged version is assigned at the end of each; these are the only
names assigned in more than one place, with those that a loop carries (its heads): they are
assigned before the loop and at the end of its body.

    x = a                       x = a
    if x > 0:                   if x > 0:
        x = x * x        ->         x_1 = x * x
    y = x                           x_2 = x_1
                                else:
                                    x_2 = x
                                y = x_2

    for i in range(n):          x_1 = x
        x = x * x        ->     for i in range(n):
    y = x                           x_2 = x_1 * x_1
                                    x_1 = x_2
                                y = x_1
"""
from __future__ import annotations

import gast

from tangent.analyses.control import live_after_each, live_at_head, surely_assigned
from tangent.analyses.opaque import exceptions_named
from tangent.errors import UnsupportedError
from tangent.runtime.sequences import sorted_indices
from tangent.syntax.build import (
    LOOPS, Opaque, assign, bound_names, constant, head_of, if_, in_order, name, origin_of, reads, rename, walk,
    with_blocks, with_origin, written,
)
from tangent.syntax.function import Function


def versions(function: Function, aliases: bool = True) -> Function:
    """The same function with each name assigned once, but for merged ones.

    aliases: whether two names of one object that is written in place share their versions.
    """
    current = {parameter: parameter for parameter in function.parameters}
    versioned = _Versions(function, set(function.parameters), aliases)
    versioned.live_after = live_after_each(function.tree.body)
    body = versioned.block(function.tree.body, current)
    return function.with_body([*[assign(u, constant(None), None) for u in sorted(versioned.undefined)], *body])


def versions_of(function: Function, statements: list[gast.stmt], current: dict[str, str],
                used: set[str]) -> tuple[list[gast.stmt], set[str]]:
    """Statements without loops, of which each name is given versions, and the names that must be there before them.

    current: the versions that names have before the statements, brought up to date.
    used: the names that are taken; those that the statements make are added.
    """
    versioned = _Versions(function, used, False)
    block = versioned.block(statements, current)
    return block, versioned.undefined


_AT_ONCE = (list, tuple, dict, sorted, sorted_indices, sum, max, min, any, all)


class _Versions:
    def __init__(self, function: Function, used: set[str], aliases: bool) -> None:
        self.function, self.used, self.aliases = function, used, aliases
        self.captured: dict[str, gast.FunctionDef] = {}
        self.partial: set[str] = set()  # merged names that some path leaves undefined
        self.written_in_place = {node.value.args[0].id for node in in_order(function.tree.body) if isinstance(
            node, gast.Assign) and getattr(node.value, 'in_place', False)}
        self.augmented = {node.value.left.id for node in in_order(function.tree.body) if isinstance(
            node, gast.Assign) and getattr(node.value, 'updates', False)}
        self.live_after: dict[int, set[str]] = {}  # the names that are needed after each statement
        self.undefined: set[str] = set()  # those of them that are copied where they may be undefined

    def new(self, identifier: str) -> str:
        """A version of a user's name: the name itself the first time."""
        if identifier in self.captured:
            definition = self.captured[identifier]
            raise self.function.error(
                UnsupportedError, definition, f'{definition.name!r} reads {identifier!r}, which is assigned again '
                'after it is defined', f'Give the later value another name, or pass {identifier!r} as an argument.')
        if identifier not in self.used:
            self.used.add(identifier)
            self.function.names.add(identifier)
            return identifier
        return self.function.names.version(identifier)

    def block(self, statements: list[gast.stmt], current: dict[str, str]) -> list[gast.stmt]:
        out = []
        for statement in statements:
            if isinstance(statement, gast.If):
                out += self.if_(statement, current)
            elif isinstance(statement, Opaque):
                out += self.opaque(statement, current)
            elif isinstance(statement, gast.With):
                out.append(self.with_(statement, current))
            elif isinstance(statement, LOOPS):
                out += self.loop(statement, current)
            elif isinstance(statement, gast.FunctionDef):
                out.append(self.definition(statement, current))
            elif self.is_alias(statement, current):
                current[statement.targets[0].id] = current[statement.value.id]
            elif isinstance(statement, gast.Assign):
                before = self.changed(statement, current)
                value = rename(statement.value, current)
                self.note_lambdas(statement.value)
                target = self.target(statement.targets[0], current)
                out.append(gast.copy_location(
                    with_origin(gast.Assign([target], value, None), origin_of(statement)), statement))
                for identifier, version in list(current.items()):
                    if version == before:  # another name of the object that was changed
                        current[identifier] = target.elts[0].id if isinstance(target, gast.Tuple) else target.id
            else:
                self.note_lambdas(statement)
                fresh = {identifier: self.new(identifier) for identifier in sorted(written(statement))}
                current.update({identifier: identifier for identifier in fresh})
                out.append(with_origin(rename(statement, current), origin_of(statement)))
        return out

    def is_alias(self, node: gast.stmt, current: dict[str, str]) -> bool:
        """Whether a statement gives another name to an object that is written in place somewhere.

        An augmented assignment may make a new object, of one name only.
        """
        return (self.aliases and isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name)
                and isinstance(node.value, gast.Name) and node.value.id in current
                and bool({node.targets[0].id, node.value.id} & self.written_in_place)
                and not {node.targets[0].id, node.value.id} & self.augmented)

    def changed(self, node: gast.Assign, current: dict[str, str]) -> str | None:
        """The version of an object that a statement changes."""
        return current.get(node.value.args[0].id) if getattr(node.value, 'in_place', False) else None

    def target(self, node: gast.expr, current: dict[str, str]) -> gast.expr:
        if isinstance(node, gast.Name):
            current[node.id] = self.new(node.id)
            return gast.copy_location(gast.Name(current[node.id], node.ctx, None, None), node)
        if isinstance(node, gast.Starred):
            return gast.Starred(self.target(node.value, current), gast.Store())
        return gast.Tuple([self.target(element, current) for element in node.elts], gast.Store())

    def note_lambdas(self, node: gast.AST) -> None:
        """Remember what lambdas inside an expression capture: it must not be assigned again while they are kept."""
        at_once = {id(part) for inner in gast.walk(node) for part in self.called_at_once(inner)}
        for inner in gast.walk(node):
            if isinstance(inner, gast.Lambda) and id(inner) not in at_once:
                for identifier in reads(inner) & set(self.function.names.variables):
                    named = gast.copy_location(gast.FunctionDef('a lambda', inner.args, [], [], None, None, []), inner)
                    self.captured.setdefault(identifier, named)

    def called_at_once(self, node: gast.AST) -> list[gast.expr]:
        """The functions that a call is done with when it returns: a `key`, what `list(map(...))` calls."""
        if not self.calls(node, _AT_ONCE):
            return []
        iterators = [argument for argument in node.args if self.calls(argument, (map, filter))]
        return [*[k.value for k in node.keywords], *[argument.args[0] for argument in iterators if argument.args]]

    def calls(self, node: gast.AST, functions: tuple[object, ...]) -> bool:
        if not isinstance(node, gast.Call):
            return False
        called = self.function.scope.resolve(node.func, self.function.names.variables)
        return any(called is function for function in functions)

    def definition(self, node: gast.FunctionDef, current: dict[str, str]) -> gast.stmt:
        local = bound_names(node)
        captured = set().union(*[reads(s) for s in node.body]) - local
        own = self.new(node.name)
        current[node.name] = own
        for identifier in captured & set(self.function.names.variables) - {node.name}:
            self.captured.setdefault(identifier, node)
        new = rename(node, current)
        new.name = own
        return with_origin(gast.copy_location(new, node), origin_of(node))

    def if_(self, node: gast.If, current: dict[str, str]) -> list[gast.stmt]:
        test = rename(node.test, current)
        self.note_lambdas(node.test)
        before = set(current.values())
        paths = [dict(current), dict(current)]
        blocks = [self.block(node.body, paths[0]), self.block(node.orelse, paths[1])]
        leaves = [_ends(block) for block in blocks]
        if leaves[0] or leaves[1]:  # only the other path goes on
            survivor = paths[1] if leaves[0] else paths[0]
            current.clear()
            current.update(survivor)
        else:
            for identifier in sorted(set(paths[0]) | set(paths[1])):
                found = [path.get(identifier) for path in paths]
                if found[0] == found[1]:
                    current[identifier] = found[0]
                    continue
                partial = [version for version in found if version in self.partial and version not in before]
                self.undefined |= {version for version in found if version in self.partial & before}
                if len(partial) == 2:
                    blocks[1] = rename(blocks[1], {partial[1]: partial[0]})
                merged = partial[0] if partial else self.new(identifier)
                for block, version in zip(blocks, found):
                    if version is not None and version not in partial:
                        block.append(assign(merged, name(version), None))
                if None in found or partial and not all(version in partial for version in found):
                    self.partial.add(merged)
                current[identifier] = merged
        new = if_(test, blocks[0], blocks[1], origin_of(node))
        return [gast.copy_location(new, node)]


    def opaque(self, node: Opaque, current: dict[str, str]) -> list[gast.stmt]:
        """A statement that stays as it is: what it may leave as it was is copied to its new version before."""
        self.note_lambdas(node)
        for definition in [part for part in walk(node) if isinstance(part, gast.FunctionDef)]:
            for identifier in reads(definition) & set(self.function.names.variables) - {definition.name}:
                self.captured.setdefault(identifier, definition)
        surely, exceptions = surely_assigned([node], set()), exceptions_named(node)
        if exceptions & set(current):
            shared = min(exceptions & set(current))
            raise self.function.error(
                UnsupportedError, node, f'{shared!r} is a variable and the name of an exception', 'Give the exception '
                'another name.')
        out, fresh = [], {}
        for identifier in sorted(written(node)):
            before = current.get(identifier)
            own = fresh[identifier] = self.new(identifier)
            if before is not None:
                self.undefined |= {before} & self.partial
                out.append(assign(own, name(before), None))
            elif identifier not in surely:
                self.partial.add(own)
        current.update(fresh)
        out.append(with_origin(gast.copy_location(rename(node, current), node), origin_of(node)))
        for identifier in exceptions:
            del current[identifier]
        return out

    def with_(self, node: gast.With, current: dict[str, str]) -> gast.stmt:
        items = []
        for item in node.items:
            self.note_lambdas(item.context_expr)
            value = rename(item.context_expr, current)
            target = item.optional_vars
            items.append(gast.withitem(value, None if target is None else self.target(target, current)))
        return with_blocks(node, [self.block(node.body, current)], items=items)

    def loop(self, node: gast.For | gast.While, current: dict[str, str]) -> list[gast.stmt]:
        inside = written(node)
        carried = sorted(inside & live_at_head(node, self.live_after[id(node)]))
        number = self.function.names.loop()
        out, heads = [], {}
        for identifier in carried:
            head = heads[identifier] = self.new(identifier)
            self.function.names.heads[head] = number
            before = current.get(identifier)
            if before is None:
                out.append(assign(head, constant(None), None))
            else:
                if before in self.partial:
                    self.partial.add(head)
                self.undefined |= {before} & self.partial
                out.append(assign(head, name(before), None))
        for part in head_of(node):
            self.note_lambdas(part)
        inner = {**{i: version for i, version in current.items() if i not in inside}, **heads}
        fields = {'loop': number}
        if isinstance(node, gast.For):
            fields.update(iter=rename(node.iter, current), target=self.target(node.target, inner))
        else:
            fields['test'] = rename(node.test, inner)
        body = self.block(node.body, inner)
        body += self.carried_on({i: inner[i] for i in carried if inner[i] != heads[i]}, heads)
        if getattr(node, 'until', None) is not None:
            fields['until'] = rename(node.until, inner)
        for identifier in inside:
            current.pop(identifier, None)
        current.update(heads)
        return [*out, with_blocks(node, [body], **fields)]

    def carried_on(self, versions: dict[str, str], heads: dict[str, str]) -> list[gast.stmt]:
        """The assignments to the heads of a loop at its end, all at once: what one overwrites, others read before.

        Names that were swapped are the heads of each other where they are names of objects.
        """
        self.undefined |= set(versions.values()) & self.partial
        out, waiting = [], dict(versions)
        while waiting:
            ready = [i for i in waiting if heads[i] not in {waiting[other] for other in waiting if other != i}]
            if not ready:  # a circle: one of them is kept under a name of its own
                first = min(waiting)
                kept = self.new(first)
                out.append(assign(kept, name(heads[first]), None))
                waiting = {i: kept if version == heads[first] else version for i, version in waiting.items()}
                continue
            for identifier in ready:
                out.append(assign(heads[identifier], name(waiting.pop(identifier)), None))
        return out


def _ends(block: list[gast.stmt]) -> bool:
    """Whether control never reaches the end of a block."""
    return bool(block) and (isinstance(block[-1], gast.Raise)
                            or isinstance(block[-1], gast.With) and _ends(block[-1].body)
                            or isinstance(block[-1], gast.If) and _ends(block[-1].body) and _ends(block[-1].orelse))
