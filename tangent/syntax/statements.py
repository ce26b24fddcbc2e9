"""The statements of a text by line: what each reads and writes, as a debugger needs it."""
from __future__ import annotations

import ast
import linecache
import types
from collections.abc import Iterator

import attrs

# Methods that hand on what an object holds, or put something into it: they compute nothing.
_MOVES = frozenset({'append', 'appendleft', 'copy', 'extend', 'get', 'insert', 'items', 'pop', 'popitem', 'popleft',
                    'setdefault', 'update', 'values'})
_OPERATIONS = (ast.BinOp, ast.UnaryOp, ast.AugAssign)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


@attrs.frozen(eq=False)
class Statement:
    """A simple statement, or the head of a compound one.

    text: its source, on one line.
    reads: the variables it reads; those with a dot are attributes of others.
    elements: what it reads by an index, as `x[i]`.
    writes: the variables that it assigns.
    changes: the variables that it may change in place.
    loop: the variables of the loops around it, the outermost first.
    computes: whether it makes new values, rather than hand on some.
    returns: whether it returns a value.
    """

    line: int
    text: str
    reads: tuple[str, ...]
    elements: tuple[str, ...]
    writes: tuple[str, ...]
    changes: tuple[str, ...]
    loop: tuple[str, ...]
    computes: bool
    returns: bool


def statements_of(code: types.CodeType) -> dict[int, Statement]:
    """The statements of a function by line, from the text that linecache has; none if there is no text."""
    lines = linecache.getlines(code.co_filename)
    try:
        tree = ast.parse(''.join(lines))
    except SyntaxError:  # what is not Python, as a cell of a notebook with magics
        return {}
    node = _definition(tree, code)
    found: dict[int, Statement] = {}
    if isinstance(node, ast.Lambda):
        _add(found, lines, ast.copy_location(ast.Return(node.body), node.body), [node.body], ())
    elif node is not None:
        _block(found, lines, node.body, ())
    return found


def _definition(tree: ast.Module, code: types.CodeType) -> ast.FunctionDef | ast.Lambda | None:
    """The definition that a code object was compiled from; of several lambdas on a line the first one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Lambda) and code.co_name == '<lambda>' and node.lineno == code.co_firstlineno:
            return node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == code.co_name:
            first = min([node.lineno, *[decorator.lineno for decorator in node.decorator_list]])
            if first == code.co_firstlineno:
                return node
    return None


def _block(found: dict[int, Statement], lines: list[str], body: list[ast.stmt], loop: tuple[str, ...]) -> None:
    for node in body:
        blocks = [block for block in _blocks(node) if block]
        around = loop
        if isinstance(node, ast.For):
            around = (*loop, *[part.id for part in ast.walk(node.target) if isinstance(part, ast.Name)])
        _add(found, lines, node, _head(node) if blocks else [node], loop)
        if not isinstance(node, _SCOPES):
            for block in blocks:
                _block(found, lines, block, around)


def _blocks(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    for field in ('body', 'orelse', 'finalbody'):
        yield getattr(node, field, [])
    for part in [*getattr(node, 'handlers', []), *getattr(node, 'cases', [])]:
        yield part.body


def _head(node: ast.stmt) -> list[ast.AST]:
    """The expressions in the head of a compound statement."""
    if isinstance(node, _SCOPES):
        return []
    heads = [getattr(node, field, None) for field in ('target', 'iter', 'test', 'subject')]
    return [part for part in [*heads, *getattr(node, 'items', [])] if part is not None]


def _add(found: dict[int, Statement], lines: list[str], node: ast.stmt, parts: list[ast.AST],
         loop: tuple[str, ...]) -> None:
    """Enter a statement under each of its lines; `parts` are what of it belongs to it."""
    last = max([node.lineno, *[part.end_lineno for part in parts if hasattr(part, 'end_lineno')]])
    text = ' '.join(line.strip() for line in lines[node.lineno - 1:last])
    inner = [part for top in parts for part in _walk(top)]
    stored = [part for part in inner if isinstance(getattr(part, 'ctx', None), ast.Store)]
    targets = [part.id for part in stored if isinstance(part, ast.Name)]
    bases = [part for part in map(_base, stored) if part is not None]
    changed = [base.id for base in bases]
    again = []
    if isinstance(node, ast.AugAssign):
        changed = again = [*targets, *changed]
    loads = [part.id for part in inner
             if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load) and part not in bases]
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        changed = loads
    else:  # a function may write into what it is given, and return it
        changed = [*changed, *[target for target in targets if target in loads]]
    dotted = list(filter(None, [_dotted(part) for part in inner if isinstance(part, ast.Attribute)]))
    elements = [ast.unparse(part) for part in inner if isinstance(part, ast.Subscript) and _is_plain_element(part)]
    statement = Statement(
        node.lineno, text, _unique([*loads, *again, *dotted]), _unique(elements), _unique(targets), _unique(changed),
        _unique(loop), any(map(_computes, inner)), isinstance(node, ast.Return) and node.value is not None)
    for line in range(node.lineno, last + 1):
        found[line] = statement


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all in it, but the bodies of functions defined in it."""
    yield node
    for part in ast.iter_child_nodes(node):
        if not isinstance(part, _SCOPES):
            yield from _walk(part)


def _base(node: ast.AST) -> ast.Name | None:
    """The variable whose element or attribute is assigned."""
    base = node
    while isinstance(base, (ast.Subscript, ast.Attribute)):
        base = base.value
    return base if isinstance(base, ast.Name) and base is not node else None


def _dotted(node: ast.Attribute) -> str:
    """`a.b.c` for the tree of it, if it is read; nothing for others."""
    text = ast.unparse(node)
    return text if isinstance(node.ctx, ast.Load) and all(map(str.isidentifier, text.split('.'))) else ''


def _is_plain_element(node: ast.Subscript) -> bool:
    """Whether it is read from a variable at an index without calls."""
    plain = (ast.Name, ast.Constant, ast.Tuple, ast.Slice, ast.UnaryOp, ast.BinOp, ast.operator, ast.unaryop,
             ast.expr_context)
    return (isinstance(node.ctx, ast.Load) and isinstance(node.value, ast.Name)
            and all(isinstance(part, plain) for part in ast.walk(node.slice)))


def _computes(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return not (isinstance(node.func, ast.Attribute) and node.func.attr in _MOVES)
    return isinstance(node, _OPERATIONS)


def _unique(names: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
