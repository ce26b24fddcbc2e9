"""From a tree to text: astor prints expressions and simple statements, the rest is ours.

Ours are the comments that quote the user's line above each group of adjoint statements,
the line breaks, and the proof: each text is parsed back and compared with its tree.
"""
from __future__ import annotations

import ast

import astor
import attrs
import gast

from tangent.errors import TangentError
from tangent.syntax.build import Opaque, blocks_of, origin_of, with_blocks, with_origin
from tangent.syntax.function import ADJOINT, DERIVED, Origin, with_body
from tangent.syntax.layout import WIDTH, break_line

_INDENT = '    '


class _Generator(astor.SourceGenerator):
    """astor's printer, with the standard library's in place of what astor prints wrongly."""

    def _unparse(self, node: ast.AST) -> None:
        self.write(ast.unparse(node))

    visit_JoinedStr = visit_TemplateStr = visit_TypeAlias = _unparse

    def visit_Constant(self, node: ast.Constant) -> None:
        text = ast.unparse(node).removeprefix('u')
        self.write(f'({text})' if _is_negative(node) else text)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        number = isinstance(node.value, ast.Constant) and isinstance(node.value.value, (int, float, complex))
        if number and not _is_negative(node.value):
            self.write('(', node.value, ').', node.attr)
        else:
            super().visit_Attribute(node)


def _is_negative(node: ast.Constant) -> bool:
    """Whether a constant is a number that no parser makes: it negates a positive one."""
    return isinstance(node.value, (int, float, complex)) and repr(node.value).startswith(('-', '(-'))


def expression_text(node: gast.expr) -> str:
    """The text of an expression, on one line."""
    return _text(ast.Expr(gast.gast_to_ast(node)))


def _text(node: ast.AST) -> str:
    return astor.to_source(node, indent_with=_INDENT, pretty_string=lambda text, *rest, **options: repr(text),
                           pretty_source=''.join, source_generator_class=_Generator).rstrip('\n')


def _with_breaks(node: gast.stmt) -> gast.stmt:
    """A statement in Python: loops of core form that end by a flag do so with `break`."""
    if isinstance(node, Opaque):
        return node.body[0]
    blocks = blocks_of(node)
    if not blocks:
        return node
    new = with_blocks(node, [[_with_breaks(inner) for inner in block] for block in blocks])
    if getattr(node, 'until', None) is not None:
        new.body = [*new.body, with_origin(gast.If(node.until, [gast.Break()], []), None)]
    return new


def print_function(tree: gast.FunctionDef) -> tuple[str, dict[int, Origin]]:
    """The text of a generated function, and the origin of each of its lines."""
    tree = with_body(tree, [_with_breaks(node) for node in tree.body])
    lines = _Lines()
    plain = _undecorated(tree)
    lines.add(0, _heads(plain)[0], None)
    _Printer(lines).block(plain.body, 1)
    text = '\n'.join(lines.text) + '\n'
    _prove(text, plain)
    return text, lines.origins


def _undecorated(tree: gast.FunctionDef) -> ast.FunctionDef:
    plain = gast.gast_to_ast(tree)
    plain.decorator_list, plain.returns, plain.type_params = [], None, []
    _copy_origins(tree.body, plain.body)
    return plain


def _copy_origins(statements: list[gast.stmt], plain: list[ast.stmt]) -> None:
    for ours, theirs in zip(statements, plain):
        theirs.origin = origin_of(ours)
        for block, plain_block in zip(_blocks(ours), _blocks(theirs)):
            _copy_origins(block, plain_block)


def _blocks(node: gast.stmt | ast.stmt) -> list[list]:
    """The blocks of a compound statement, in the order of the text; none for other statements."""
    blocks = [getattr(node, 'body', []), *[part.body for part in getattr(node, 'handlers', [])],
              *[part.body for part in getattr(node, 'cases', [])],
              getattr(node, 'orelse', []), getattr(node, 'finalbody', [])]
    return [block for block in blocks if block]


@attrs.define
class _Lines:
    text: list[str] = attrs.field(factory=list)
    origins: dict[int, Origin] = attrs.field(factory=dict)

    def add(self, depth: int, line: str, origin: Origin | None) -> None:
        for part in break_line(_INDENT * depth + line):
            self.text.append(part)
            if origin is not None:
                self.origins[len(self.text)] = origin

    def gap(self) -> None:
        if len(self.text) > 1 and self.text[-1]:
            self.text.append('')


class _Printer:
    def __init__(self, lines: _Lines) -> None:
        self.lines = lines

    def block(self, statements: list[ast.stmt], depth: int) -> None:
        quoted: Origin | None = None
        backward = False
        for statement in statements:
            origin = origin_of(statement)
            if origin is not None and origin.role in DERIVED and not isinstance(statement, ast.Return):
                if not backward and depth == 1 and origin.role == ADJOINT:
                    self.lines.gap()
                backward = True
                is_block = isinstance(statement, (ast.If, ast.For, ast.While, ast.With))
                if origin != quoted and origin.text and not is_block:
                    word = 'Grad' if origin.role == ADJOINT else 'Tangent'
                    self.lines.add(depth, _shortened(f'# {word} of: {origin.text}', WIDTH - 4 * depth), None)
                    quoted = origin
            self.statement(statement, depth)

    def statement(self, node: ast.stmt, depth: int) -> None:
        if isinstance(node, ast.If):
            self.if_(node, depth, 'if')
        elif _blocks(node):
            self.compound(node, depth)
        else:
            self.lines.add(depth, self.simple(node), origin_of(node))

    def simple(self, node: ast.stmt) -> str:
        return _text(node)

    def if_(self, node: ast.If, depth: int, keyword: str) -> None:
        self.lines.add(depth, f'{keyword} {_text(ast.Expr(node.test))}:', origin_of(node))
        self.block(node.body, depth + 1)
        if len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
            self.if_(node.orelse[0], depth, 'elif')
        elif node.orelse:
            self.lines.add(depth, 'else:', origin_of(node))
            self.block(node.orelse, depth + 1)

    def compound(self, node: ast.stmt, depth: int) -> None:
        """A statement with blocks: its heads by the standard library, and its blocks."""
        blocks = _blocks(node)
        for line in _heads(node):
            if line.startswith('while '):  # the standard library brackets some of its comparisons
                line = f'while {_text(ast.Expr(node.test))}:'
            if line.strip() == 'pass':
                self.block(blocks.pop(0), depth + line.index('pass') // len(_INDENT))
            else:
                self.lines.add(depth, line, origin_of(node))


def _heads(node: ast.stmt) -> list[str]:
    """The lines of a compound statement with `pass` in place of each of its blocks."""
    def emptied(part: ast.AST) -> ast.AST:
        fields = dict(ast.iter_fields(part))
        for field in ('body', 'orelse', 'finalbody'):
            if fields.get(field):
                fields[field] = [ast.Pass()]
        for field in ('handlers', 'cases'):
            if field in fields:
                fields[field] = [emptied(inner) for inner in fields[field]]
        return type(part)(**fields)
    return ast.unparse(ast.fix_missing_locations(emptied(node))).strip().splitlines()


def _shortened(line: str, width: int) -> str:
    return line if len(line) <= width else line[:width - 4].rstrip() + ' ...'


# --- proof --------------------------------------------------------------------

def _prove(text: str, want: ast.FunctionDef) -> None:
    """Raise unless the text parses back to the tree it was printed from."""
    try:
        got = ast.parse(text).body[0]
    except SyntaxError as error:
        raise _bug(f'a generated text does not parse ({error})', text) from error
    if _equal(got, want):
        return
    got, want = _Normal().visit(got), _Normal().visit(want)
    if _equal(got, want):
        return
    for ours, theirs in zip(got.body, want.body):
        if not _equal(ours, theirs):
            raise _bug('a statement was printed wrongly', ast.unparse(ours),
                       ast.unparse(ast.fix_missing_locations(theirs)))
    raise _bug('statements were lost in printing, or the parameters changed', text)


def _equal(one: object, other: object) -> bool:
    """Whether two parts of trees are the same but for places; quicker than to compare what `ast.dump` writes."""
    if isinstance(one, ast.AST):
        return type(one) is type(other) and all(
            [_equal(getattr(one, field, None), getattr(other, field, None)) for field in one._fields])
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(_equal, one, other))
    return one is other or repr(one) == repr(other)


def _bug(what: str, *texts: str) -> TangentError:
    return TangentError('\n'.join([f'{what}; this is a bug of tangent:', *texts]))


class _Normal(ast.NodeTransformer):
    """Trees that print the same made equal."""

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if _is_negative(node):
            return ast.parse(repr(node.value), mode='eval').body
        node.kind = None
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return ast.parse(ast.unparse(ast.fix_missing_locations(node)), mode='eval').body
