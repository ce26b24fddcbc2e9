"""Making, copying and reading trees."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import gast

from tangent.syntax.function import Line, Origin

# What a tree holds besides nodes and lists: asking for these is quicker than asking what a node is.
_LEAVES = {str, bytes, int, float, complex, bool, type(None), type(Ellipsis), tuple, Line, Origin}
LOOPS = (gast.For, gast.While)
BLOCKS = (gast.If, gast.With, *LOOPS)
PATTERNS = (gast.MatchAs, gast.MatchStar, gast.MatchMapping)
SCOPES = (gast.Lambda, gast.ListComp, gast.SetComp, gast.DictComp, gast.GeneratorExp, gast.FunctionDef)
_WRITES = {gast.Store, gast.Del}
# What binds names otherwise than by a `Name`, or inside itself.
_BINDERS = {*SCOPES, *PATTERNS, gast.ClassDef, gast.Import, gast.ImportFrom, gast.ExceptHandler}


# Fields that hold contexts and operators, which have nothing in them, or no nodes.
_NO_NODES = {'ctx', 'op', 'ops', 'id', 'attr', 'arg', 'type_comment', 'kind'}


class _Parts(dict):
    """For each class of nodes the fields that may hold nodes; contexts and operators are left out."""

    def __missing__(self, kind: type) -> tuple[str, ...]:
        fields = () if kind is gast.Constant else (*kind._fields, 'until') if kind in LOOPS else kind._fields
        self[kind] = tuple(field for field in fields if field not in _NO_NODES)
        return self[kind]


_PARTS = _Parts()

# What is directly below the nodes that most trees are made of.
_BELOW: dict[type, Callable[[Any], list[gast.AST]]] = {
    gast.Name: lambda node: [] if node.__dict__.get('annotation') is None else [node.annotation],
    gast.Constant: lambda node: [],
    gast.Attribute: lambda node: [node.value],
    gast.BinOp: lambda node: [node.left, node.right],
    gast.Call: lambda node: [node.func, *node.args, *node.keywords],
    gast.keyword: lambda node: [node.value],
    gast.Assign: lambda node: [*node.targets, node.value],
    gast.Expr: lambda node: [node.value],
    gast.Subscript: lambda node: [node.value, node.slice],
    gast.Tuple: lambda node: [*node.elts],
    gast.UnaryOp: lambda node: [node.operand],
    gast.Compare: lambda node: [node.left, *node.comparators],
    gast.List: lambda node: [*node.elts],
    gast.If: lambda node: [node.test, *node.body, *node.orelse],
}


class Opaque(gast.stmt):
    """In core form: a statement of any kind that stays as it is (`body` has that one)."""

    _fields = ('body',)

    def __init__(self, body: list[gast.stmt]) -> None:
        self.body = body


def name(identifier: str) -> gast.Name:
    return gast.Name(identifier, gast.Load(), None, None)


def store(identifier: str) -> gast.Name:
    return gast.Name(identifier, gast.Store(), None, None)


def parameter(identifier: str) -> gast.Name:
    return gast.Name(identifier, gast.Param(), None, None)


def constant(value: Any) -> gast.expr:
    """A constant; a negative number becomes the negation of one, as the parser has it."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and str(value).startswith('-'):
        return gast.UnaryOp(gast.USub(), gast.Constant(-value, None))
    return gast.Constant(value, None)


def with_arguments(old: gast.arguments, /, **changes: Any) -> gast.arguments:
    """A copy of a signature with some of its fields changed."""
    return gast.arguments(**{field: changes.get(field, getattr(old, field)) for field in gast.arguments._fields})


def with_defaults(args: gast.arguments) -> list[tuple[gast.Name, gast.expr]]:
    """The parameters of a signature that have default values, each with its own."""
    positional = [*args.posonlyargs, *args.args]
    pairs = [*zip(positional[len(positional) - len(args.defaults):], args.defaults),
             *zip(args.kwonlyargs, args.kw_defaults)]
    return [(node, default) for node, default in pairs if default is not None]


def call(function: gast.expr, *args: gast.expr, **keywords: gast.expr) -> gast.Call:
    return gast.Call(function, list(args), [gast.keyword(key, value) for key, value in keywords.items()])


def binary(left: gast.expr, op: gast.operator, right: gast.expr) -> gast.BinOp:
    return gast.BinOp(left, op, right)


def joins_lists(node: gast.AST) -> bool:
    """Whether an expression is `+` or `*` of a list or tuple: one that is written out, or is surely one."""
    return isinstance(node, gast.BinOp) and isinstance(node.op, (gast.Add, gast.Mult)) and (
        getattr(node, 'joins', 0) > 0 or any(isinstance(part, (gast.List, gast.Tuple))
                                             for part in (node.left, node.right)))


def keys_of(node: gast.expr) -> gast.Call:
    """`list(d)` for a dict: the keys, which no write of an item changes."""
    keys = gast.copy_location(call(name('list'), node), node)
    keys.is_of_keys = True
    return keys


def tuple_(elements: Iterable[gast.expr], ctx: type = gast.Load) -> gast.Tuple:
    return gast.Tuple(list(elements), ctx())


def assign(target: str | gast.expr, value: gast.expr, origin: Origin | None) -> gast.Assign:
    if isinstance(target, str):
        target = store(target)
    return with_origin(gast.Assign([target], value, None), origin)


def if_(test: gast.expr, body: list[gast.stmt], orelse: list[gast.stmt], origin: Origin | None) -> gast.If:
    return with_origin(gast.If(test, body or [gast.Pass()], orelse), origin)


def with_origin(statement: gast.stmt, origin: Origin | None) -> gast.stmt:
    statement.origin = origin
    return statement


def origin_of(statement: gast.stmt) -> Origin | None:
    return getattr(statement, 'origin', None)


def clone(node: Any) -> Any:
    """A deep copy of a tree, with places and origins."""
    return rebuild(node, lambda n: None)


def rebuild(node: Any, replace: Callable[[gast.AST], gast.AST | None]) -> Any:
    """A copy of a tree in which every node that `replace` gives something for is that instead.

    Contexts and operators have no state and are shared.
    """
    if type(node) is list:
        return [rebuild(item, replace) if isinstance(item, gast.AST) else item for item in node]
    new = replace(node)
    if new is not None:
        return new
    kind = type(node)
    copy = kind.__new__(kind)
    fields = copy.__dict__
    fields.update(node.__dict__)
    for field in _PARTS[kind]:
        value = fields.get(field)
        if type(value) is list:
            fields[field] = [
                item if type(item) in _LEAVES or not item.__dict__ else rebuild(item, replace) for item in value]
        elif type(value) not in _LEAVES and value.__dict__:
            fields[field] = rebuild(value, replace)
    return copy


def with_places(node: Any, place: gast.AST) -> Any:
    """A copy of a tree that is at the place of another one."""
    new = clone(node)
    for part in walk(new):
        gast.copy_location(part, place)
    return new


def substitute(node: Any, mapping: dict[str, gast.expr]) -> Any:
    """A copy in which names are replaced by (copies of) expressions where they are read.

    Names that a lambda or comprehension inside binds itself are left alone.
    """
    def replace(n: gast.AST) -> gast.AST | None:
        if isinstance(n, gast.Name) and n.id in mapping and isinstance(n.ctx, gast.Load):
            return clone(mapping[n.id])
        if isinstance(n, SCOPES):
            inner = {key: value for key, value in mapping.items() if key not in bound_names(n)}
            if len(inner) < len(mapping):
                return _changed_around(substitute(n, inner), n, lambda part: substitute(part, mapping))
        return None
    return rebuild(node, replace)


def rename(node: Any, mapping: dict[str, str]) -> Any:
    """A copy in which names are replaced by names wherever they are read or written."""
    def replace(n: gast.AST) -> gast.AST | None:
        if isinstance(n, gast.Name) and n.id in mapping:
            return gast.copy_location(gast.Name(mapping[n.id], n.ctx, n.annotation, None), n)
        if isinstance(n, gast.FunctionDef) and n.name in mapping:
            new = _rename_scope(n, mapping)
            new.name = mapping[n.name]
            return new
        if isinstance(n, gast.ClassDef) and n.name in mapping:
            new = rename_children(n, {key: value for key, value in mapping.items() if key != n.name})
            new.name = mapping[n.name]
            return new
        if isinstance(n, PATTERNS) and not mapping.keys().isdisjoint(written(n)):
            new = rename_children(n, mapping)
            field = 'rest' if isinstance(n, gast.MatchMapping) else 'name'
            setattr(new, field, mapping.get(getattr(n, field), getattr(n, field)))
            return new
        if isinstance(n, SCOPES):
            return _rename_scope(n, mapping) if not mapping.keys().isdisjoint(bound_names(n)) else None
        return None
    return rebuild(node, replace)


def _rename_scope(node: gast.AST, mapping: dict[str, str]) -> Any:
    """A copy of a function or comprehension with names renamed, but for those that it binds itself."""
    new = rename_children(node, {key: value for key, value in mapping.items() if key not in bound_names(node)})
    return _changed_around(new, node, lambda part: rename(part, mapping))


def _changed_around(new: Any, node: Any, change: Callable[[Any], Any]) -> Any:
    """A changed copy of a function or comprehension, with what is evaluated in the scope around it changed, too."""
    if isinstance(node, (gast.FunctionDef, gast.Lambda)):
        new.args = with_arguments(new.args, defaults=change(node.args.defaults),
                                  kw_defaults=change(node.args.kw_defaults))
    else:
        first = new.generators[0]
        iterable = change(node.generators[0].iter)
        new.generators = [gast.comprehension(first.target, iterable, first.ifs, first.is_async), *new.generators[1:]]
    return new


def evaluated_around(node: gast.AST) -> list[gast.expr]:
    """The expressions in a function or comprehension that are evaluated in the scope around it."""
    if isinstance(node, (gast.FunctionDef, gast.Lambda)):
        return [default for _, default in with_defaults(node.args)]
    return [node.generators[0].iter]


def rebuild_children(node: gast.AST, replace: Callable[[gast.AST], gast.AST]) -> Any:
    """A copy of a node with each node directly below it replaced."""
    kind = type(node)
    copy = kind.__new__(kind)
    for key_, value in node.__dict__.items():
        if type(value) is list:
            value = [replace(item) if isinstance(item, gast.AST) else item for item in value]
        elif isinstance(value, gast.AST):
            value = replace(value)
        copy.__dict__[key_] = value
    return copy


def rename_children(node: gast.AST, mapping: dict[str, str]) -> Any:
    kind = type(node)
    copy = kind.__new__(kind)
    for key, value in node.__dict__.items():
        copy.__dict__[key] = rename(value, mapping) if isinstance(value, (list, gast.AST)) else value
    return copy


def children(node: gast.AST) -> list[gast.AST]:
    """The nodes directly below a node, but for contexts and operators."""
    kind = type(node)
    below = _BELOW.get(kind)
    if below is not None:
        return below(node)
    found: list[gast.AST] = []
    for field in _PARTS[kind]:
        value = node.__dict__.get(field)
        if type(value) is list:
            found += [item for item in value if type(item) not in _LEAVES]
        elif type(value) not in _LEAVES:
            found.append(value)
    return found


def in_order(statements: list[gast.stmt]) -> list[gast.stmt]:
    """All statements, those in branches and loops among them, in the order of the text."""
    found = []
    for node in statements:
        found.append(node)
        for block in blocks_of(node):
            found += in_order(block)
    return found


def returns_of(tree: gast.FunctionDef) -> list[gast.Return]:
    """The return statements of a function, without those of functions inside it."""
    found: list[gast.Return] = []
    stack: list[gast.AST] = list(tree.body)
    while stack:
        node = stack.pop()
        if isinstance(node, gast.Return):
            found.append(node)
        elif not isinstance(node, (gast.FunctionDef, gast.Lambda, gast.ClassDef)):
            stack += list(gast.iter_child_nodes(node))
    return found


def blocks_of(node: gast.stmt) -> list[list[gast.stmt]]:
    """The blocks of a branch, loop or `with`; none for other statements."""
    kind = type(node)
    if kind is gast.If:
        return [node.body, node.orelse]
    return [node.body] if kind in BLOCKS else []


def with_blocks(node: gast.stmt, blocks: list[list[gast.stmt]], **fields: Any) -> Any:
    """A copy of a branch, loop or `with` with other blocks, and what else is given."""
    copy = type(node).__new__(type(node))
    copy.__dict__.update(node.__dict__, **fields)
    copy.body = blocks[0] or [gast.Pass()]
    if isinstance(node, gast.If):
        copy.orelse = blocks[1]
    return copy


def head_of(node: gast.stmt) -> list[gast.expr]:
    """The expressions that a branch, loop or `with` evaluates itself."""
    if isinstance(node, gast.With):
        return [item.context_expr for item in node.items]
    if isinstance(node, gast.For):
        until = getattr(node, 'until', None)
        return [node.iter] if until is None else [node.iter, until]
    return [node.test]


def with_targets(node: gast.With) -> set[str]:
    """The names that the items of a `with` assign."""
    return set().union(*[written(item) for item in node.items])


def for_(target: gast.expr, iterable: gast.expr, body: list[gast.stmt], origin: Origin | None,
         until: gast.expr | None = None, loop: int = 0) -> gast.For:
    """A loop of core form.

    until: a variable that tells at the end of an iteration whether it was the last one.
    loop: a number that the loop shares with the one that reverses it.
    """
    node = with_origin(gast.For(target, iterable, body or [gast.Pass()], [], None), origin)
    node.until, node.loop = until, loop
    return node


def while_(test: gast.expr, body: list[gast.stmt], origin: Origin | None, loop: int = 0) -> gast.While:
    node = with_origin(gast.While(test, body or [gast.Pass()], []), origin)
    node.loop = loop
    return node


def walk(node: gast.AST) -> Iterator[gast.AST]:
    """A node and all that are below it, but for contexts and operators."""
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        stack += _BELOW.get(type(node), children)(node)


def bound_names(node: gast.AST) -> set[str]:
    """The names that a lambda, comprehension or function definition binds inside itself."""
    if isinstance(node, gast.FunctionDef):
        own = {n.id for n in walk(node.args) if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Param)}
        for statement in node.body:
            own |= written(statement)
        return own
    if isinstance(node, gast.Lambda):
        return {n.id for n in walk(node.args) if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Param)}
    if isinstance(node, SCOPES):
        return {n.id for comprehension in node.generators for n in walk(comprehension.target)
                if isinstance(n, gast.Name)}
    return set()


def reads(node: gast.AST) -> set[str]:
    """The names that a node reads from around it."""
    found: set[str] = set()
    stack = [node]
    while stack:
        n = stack.pop()
        kind = type(n)
        if kind is gast.Name:
            if type(n.ctx) is not gast.Store:
                found.add(n.id)
        elif kind in SCOPES:
            inner = set().union(*map(reads, children(n)))
            found |= inner - bound_names(n)
            stack += evaluated_around(n)
        else:
            stack += _BELOW.get(kind, children)(n)
    return found


def written(node: gast.AST) -> set[str]:
    """The names that a statement assigns, in nested blocks too, but not in functions defined there."""
    found: set[str] = set()
    stack = [node]
    while stack:
        n = stack.pop()
        kind = type(n)
        if kind is gast.Name:
            if type(n.ctx) in _WRITES:
                found.add(n.id)
        elif kind not in _BINDERS:
            stack += _BELOW.get(kind, children)(n)
        elif isinstance(n, (gast.FunctionDef, gast.ClassDef)):
            found.add(n.name)
        elif isinstance(n, PATTERNS):
            bound = n.rest if isinstance(n, gast.MatchMapping) else n.name
            found |= set() if bound is None else {bound}
            stack.extend(children(n))
        elif isinstance(n, (gast.Import, gast.ImportFrom)):
            found |= {(a.asname or a.name).partition('.')[0] for a in n.names}
        elif isinstance(n, gast.ExceptHandler):
            found |= set() if n.name is None else {n.name if isinstance(n.name, str) else n.name.id}
            stack.extend(children(n))
    return found


def key(node: Any) -> Any:
    """A value that is equal for trees that are the same code, wherever they stand."""
    if isinstance(node, gast.Name):
        return node.id
    if isinstance(node, gast.Constant):
        return (type(node.value).__name__, repr(node.value))
    if isinstance(node, list):
        return tuple([key(item) for item in node])
    if isinstance(node, gast.AST):
        return (type(node).__name__, *[key(getattr(node, field, None)) for field in node._fields if field != 'ctx'])
    return node


def same(one: Any, other: Any) -> bool:
    """Whether two trees are the same code, wherever they stand."""
    if type(one) is not type(other):
        return False
    if type(one) is list:
        return len(one) == len(other) and all(map(same, one, other))
    if not isinstance(one, gast.AST):
        return one == other
    return all(same(getattr(one, field, None), getattr(other, field, None))
               for field in (*one._fields, 'until') if field != 'ctx')
