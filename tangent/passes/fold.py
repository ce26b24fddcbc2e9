"""Fold temporaries that are read once back into the expression that reads them."""
from __future__ import annotations

import gast

from tangent.analyses.effects import entry_of, is_pure, is_tape_operation
from tangent.analyses.sharing import writes_in_place
from tangent.runtime.arrays import unbroadcast, unreduce
from tangent.runtime.seeds import seed
from tangent.runtime.tensors import unreduce_sum
from tangent.syntax.build import (
    BLOCKS, LOOPS, SCOPES, Opaque, blocks_of, children, head_of, in_order, key, origin_of, reads, substitute, walk,
    with_blocks, with_origin, written,
)
from tangent.syntax.function import ADJOINT, DERIVED, PRIMAL, Function
from tangent.syntax.layout import WIDTH
from tangent.syntax.printer import expression_text

_LARGEST = 40  # nodes of an expression that is folded into an adjoint statement


def fold(function: Function) -> Function:
    """The same function with single-use temporaries in place.

        total = dot + b
        h = np.tanh(total)     ->     h = np.tanh(dot + b)

    An adjoint that one statement begins and the next, of the same origin, adds to is
    folded too, and so is a result that only the check of the seed reads, if it is short.
    Branches with the same test that follow each other become one.
    """
    folder = _Folder(function)
    return function.with_body(folder.block(merge_branches(function, function.tree.body)))


class _Folder:
    def __init__(self, function: Function) -> None:
        self.function = function
        self.reads: dict[str, int] = {}
        self.writes: dict[str, int] = {}
        self.kept: set[str] = set()
        self.values: dict[str, gast.expr] = {}
        self.statements: dict[str, gast.stmt] = {}
        self.adds_to: dict[str, gast.stmt] = {}
        self.seeds: dict[str, gast.Assign] = {}  # the checks of seeds, by the results that they are held against
        self.places: dict[str, set[tuple[int, ...]]] = {}  # the loops around each reading and assignment of a name
        self.effects: dict[gast.stmt, bool] = {}  # what is known of statements
        for node in function.tree.body:
            self.count(node, False, ())
        # These end all values on their way; one from a branch must end in it.
        self.ends = any(map(self.has_effect, function.tree.body)) or any(
            isinstance(node, gast.With) for node in in_order(function.tree.body))

    def count(self, node: gast.AST, inside: bool, loops: tuple[int, ...]) -> None:
        kind = type(node)
        if kind is gast.Name:
            self.count_name(node, inside, loops)
            return
        if kind is Opaque:
            self.kept |= {part.id for part in walk(node) if isinstance(part, gast.Name)} | written(node)
            return
        if kind in LOOPS:
            self.count_loop(node, inside, loops)
            return
        if kind is gast.Assign:
            self.note_adjoint(node)
        elif kind is gast.Return or kind is gast.Expr:
            self.kept |= self.handed_on(node)
        elif kind is gast.Call and writes_in_place(self.function, node) and isinstance(node.args[0], gast.Name):
            self.kept.add(node.args[0].id)  # what is copied before a write is decided for variables
        inside = inside or kind in SCOPES
        for child in children(node):
            self.count(child, inside, loops)

    def count_name(self, node: gast.Name, inside: bool, loops: tuple[int, ...]) -> None:
        self.places.setdefault(node.id, set()).add(loops)
        if type(node.ctx) is gast.Load:
            self.reads[node.id] = self.reads.get(node.id, 0) + 1
            if inside:
                self.kept.add(node.id)
        elif type(node.ctx) is gast.Store:
            self.writes[node.id] = self.writes.get(node.id, 0) + 1

    def count_loop(self, node: gast.For | gast.While, inside: bool, loops: tuple[int, ...]) -> None:
        if isinstance(node, gast.For):
            self.count(node.target, inside, (*loops, id(node)))
            self.count(node.iter, inside, loops)
        tested = node.test if isinstance(node, gast.While) else getattr(node, 'until', None)
        if tested is not None:
            self.count(tested, True, loops)
        for statement in node.body:
            self.count(statement, inside, (*loops, id(node)))

    def note_adjoint(self, node: gast.Assign) -> None:
        """Remember what is added to, and the checks of seeds."""
        value = node.value
        if isinstance(value, gast.BinOp) and isinstance(value.op, (gast.Add, gast.Sub)) and isinstance(
                value.left, gast.Name):
            self.adds_to[value.left.id] = node
        elif isinstance(value, gast.Call) and value.args and isinstance(value.args[0], gast.Name) and (
                entry := entry_of(self.function, value)) is not None:
            if entry.function in (unbroadcast, unreduce, unreduce_sum):
                self.adds_to[value.args[0].id] = node
            elif entry.function is seed and isinstance(value.args[-1], gast.Name):
                self.seeds[value.args[-1].id] = node

    def handed_on(self, node: gast.Return | gast.Expr) -> set[str]:
        """The variables that keep their lines, as they are results."""
        variables = self.function.names.variables
        if isinstance(node.value, gast.Tuple):
            return {i for i in reads(node) if i in variables and variables[i].primal is None}
        is_tangent = isinstance(node, gast.Return) and isinstance(node.value, gast.Name) and (
            node.value.id in variables and variables[node.value.id].primal is not None)
        return {node.value.id} if is_tangent else set()  # the line that it is the tangent of is quoted above it

    def block(self, statements: list[gast.stmt]) -> list[gast.stmt]:
        out: list[gast.stmt] = []
        for node in statements:
            if isinstance(node, Opaque):
                out += [*self.flushed(node, everything=True), node]
                continue
            if self.has_effect(node):
                out += self.flushed(node)
            if isinstance(node, gast.If):
                test = substitute(node.test, self.values)
                for identifier in reads(node.test) & set(self.values):
                    del self.values[identifier]
                out.append(with_blocks(node, list(map(self.branch, blocks_of(node))), test=test))
                continue
            if isinstance(node, LOOPS):
                out.append(self.loop(node))
                continue
            if isinstance(node, gast.With):  # what is computed in a context stays in it, and all else outside
                out += self.flushed(node, everything=True)
                body = self.block(node.body)
                out.append(with_blocks(node, [[*body, *self.flushed(node, everything=True)]]))
                continue
            if self.values and not isinstance(node, gast.Pass):
                used = reads(node) & set(self.values)
                if used:
                    origin = origin_of(node)
                    if origin is None:  # an error in a result that the check of a seed computes is that of its line
                        origin = next((origin_of(self.statements[i]) for i in used if i in self.seeds), None)
                    node = with_origin(substitute(node, self.values), origin)
                    for identifier in used:
                        del self.values[identifier]
            if self.is_foldable(node):
                self.values[node.targets[0].id] = node.value
                self.statements[node.targets[0].id] = node
            else:
                out.append(node)
        return out

    def loop(self, node: gast.For | gast.While) -> gast.stmt:
        """A loop, with values folded into what it iterates over: that is evaluated once."""
        fields = {}
        if isinstance(node, gast.For):
            fields['iter'] = substitute(node.iter, self.values)
            for identifier in reads(node.iter) & set(self.values):
                del self.values[identifier]
        return with_blocks(node, [self.branch(node.body)], **fields)

    def branch(self, statements: list[gast.stmt]) -> list[gast.stmt]:
        """The statements of a branch; where a value may be ended anywhere, none leaves it unassigned."""
        before = set(self.values)
        out = self.block(statements)
        if self.ends:
            for identifier in [i for i in self.values if i not in before]:
                del self.values[identifier]
                out.append(self.statements.pop(identifier))
        return out

    def has_effect(self, node: gast.stmt) -> bool:
        """Whether a statement may change an object that a value on its way was read from."""
        if node not in self.effects:
            self.effects[node] = self.find_effect(node)
        return self.effects[node]

    def find_effect(self, node: gast.stmt) -> bool:
        if isinstance(node, BLOCKS):
            return any(self.has_effect(inner) for block in blocks_of(node) for inner in block)
        if is_tape_operation(self.function, node):
            return False
        if isinstance(node, Opaque):
            return True
        if isinstance(node, gast.Assign):
            return not is_pure(self.function, node.value)
        if not (isinstance(node, gast.Expr) and isinstance(node.value, gast.Call)):
            return False
        prints = isinstance(node.value.func, gast.Name) and node.value.func.id == 'print'
        return not prints and not is_pure(self.function, node.value)

    def flushed(self, node: gast.stmt, everything: bool = False) -> list[gast.stmt]:
        """The values on their way that do not end in this statement (or all), as statements again."""
        parts = [] if everything else head_of(node) if isinstance(node, BLOCKS) else [node]
        used = set().union(*map(reads, parts))
        out = []
        for identifier in [i for i in self.values if i not in used]:
            del self.values[identifier]
            out.append(self.statements.pop(identifier))
        return out

    def is_foldable(self, node: gast.stmt) -> bool:
        if not (isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name)):
            return False
        if not self.function.names.is_temporary(node.targets[0].id) and not self.goes_on(node):
            return False
        origin = origin_of(node)
        if origin is not None and origin.role in DERIVED and _is_large(node.value):
            return False
        if node.targets[0].id in self.seeds and not self.is_short_seed(node):
            return False
        return self.is_read_once(node)

    def is_short_seed(self, node: gast.Assign) -> bool:
        """Whether the check of a seed that computes the result itself fits in a line."""
        check = self.seeds[node.targets[0].id]
        return _is_short(check.targets[0].id, substitute(check.value, {node.targets[0].id: node.value}), 1)

    def is_read_once(self, node: gast.Assign) -> bool:
        """Whether what a statement computes could as well be computed where it is read."""
        target = node.targets[0].id
        if self.reads.get(target) != 1 or self.writes.get(target) != 1 or target in self.kept:
            return False
        if len(self.places[target]) > 1 or target in self.function.names.heads or writes_in_place(
                self.function, node.value):
            return False
        return is_pure(self.function, node.value)

    def goes_on(self, node: gast.Assign) -> bool:
        """Whether another statement of the same origin goes on with the adjoint that this one begins."""
        names = self.function.names
        target = node.targets[0].id
        following = self.adds_to.get(target)
        if following is None or not isinstance(following.targets[0], gast.Name):
            return False
        return names.base(target) == names.base(following.targets[0].id) and origin_of(node) == origin_of(following)


def fold_adjoints(function: Function) -> Function:
    """The same function with adjoints that are read once in the statement that reads them, if it stays a short line.

        bh = tangent.dot_adjoint_left(blogits, h, W)
        btotal = bh * (1.0 - h * h)     ->     btotal = tangent.dot_adjoint_left(blogits, h, W) * (1.0 - h * h)

    Of each of the user's lines there stays a statement of its own, with the comment that quotes it.  A variable
    of the user's goes the same way if all that is left of the line that reads it is a temporary:

        h = np.dot(X, W) + b
        tanh_h = np.tanh(h)             ->     tanh_h = np.tanh(np.dot(X, W) + b)

    Loops stay as they are: what they add to is added to in place where nothing stands in between.
    """
    folder = _Folder(function)
    return function.with_body(_passed_on(folder, function.tree.body, 1))


def _passed_on(folder: _Folder, statements: list[gast.stmt], depth: int) -> list[gast.stmt]:
    out = [with_blocks(node, [_passed_on(folder, block, depth + 1) for block in blocks_of(node)])
           if isinstance(node, BLOCKS) and not isinstance(node, LOOPS) else node for node in statements]
    position = 0
    while position < len(out):
        reader = _reader(folder, out, position)
        if reader is not None:
            node, value = out[reader], substitute(out[reader].value, {out[position].targets[0].id: out[position].value})
            if _is_short(node.targets[0].id, value, depth):
                out[reader] = with_origin(gast.Assign(node.targets, value, None), origin_of(node))
                del out[position]
                continue
        position += 1
    return out


def _reader(folder: _Folder, statements: list[gast.stmt], position: int) -> int | None:
    """Where the value that a statement computes is read, if it may be computed there and is not missed here."""
    node = statements[position]
    if not (_is_adjoint(node) or is_primal(node)) or not folder.is_read_once(node):
        return None
    names, target = folder.function.names, node.targets[0].id
    if any(names.base(used) == names.base(target) for used in reads(node.value)):
        return None  # a sum that grows from line to line is followed best under its name
    if _is_adjoint(node):
        if names.variables[target].primal is None and target not in names.held:
            return None
        if not any(other is not node and origin_of(other) == origin_of(node) for other in statements):
            return None
    for index in range(position + 1, len(statements)):
        following = statements[index]
        if isinstance(following, BLOCKS) or folder.has_effect(following):
            return None
        if target in reads(following):
            return index if _takes(folder.function, following, node) else None
        if is_primal(node) and _writes(folder.function, following):
            return None  # it may change what the value is made of
    return None


def _takes(function: Function, reader: gast.stmt, node: gast.Assign) -> bool:
    """Whether a statement may compute what it reads itself."""
    if _writes(function, reader):
        return False
    if is_primal(node):
        return is_primal(reader) and function.names.is_temporary(reader.targets[0].id)
    return _is_adjoint(reader) and not any(
        isinstance(part, (gast.Tuple, gast.List, gast.Dict)) for part in walk(reader.value))


def _writes(function: Function, node: gast.stmt) -> bool:
    return isinstance(node, gast.Assign) and writes_in_place(function, node.value)


def _is_adjoint(node: gast.stmt) -> bool:
    """Whether a statement computes one adjoint."""
    origin = origin_of(node)
    return _assigns_one(node) and origin is not None and origin.role == ADJOINT


def is_primal(node: gast.stmt) -> bool:
    """Whether a statement computes a variable of the user's, or a part of what a line of the user's does."""
    origin = origin_of(node)
    return _assigns_one(node) and origin is not None and origin.role == PRIMAL


def _assigns_one(node: gast.stmt) -> bool:
    return isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name)


def _is_short(target: str, value: gast.expr, depth: int) -> bool:
    """Whether an assignment at a depth of nesting fits in a line, and reads well in one."""
    return 4 * depth + len(f'{target} = {expression_text(value)}') <= WIDTH and not _is_large(value)


def _is_large(node: gast.expr) -> bool:
    """Whether an expression reads better on a line of its own."""
    return any(size >= _LARGEST or isinstance(part, gast.Dict) for size, part in enumerate(walk(node)))


def merge_branches(function: Function, statements: list[gast.stmt]) -> list[gast.stmt]:
    """Make one branch of two with the same test; as names are versioned, the test's value has not changed."""
    out: list[gast.stmt] = []
    for node in statements:
        last = out[-1] if out else None
        if isinstance(node, gast.If) and isinstance(last, gast.If) and key(node.test) == key(
                last.test) and is_pure(function, node.test):
            both = (*getattr(last, 'branch', ()), *getattr(node, 'branch', ()))
            blocks = [[*one, *other] for one, other in zip(blocks_of(last), blocks_of(node))]
            node = with_blocks(last, blocks, branch=both)
            out.pop()
        if isinstance(node, BLOCKS):
            node = with_blocks(node, [merge_branches(function, _solid(block)) for block in blocks_of(node)])
        out.append(node)
    return out


def _solid(statements: list[gast.stmt]) -> list[gast.stmt]:
    return [node for node in statements if not isinstance(node, gast.Pass)]
