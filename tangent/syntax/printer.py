"""From a tree to text: astor prints expressions and simple statements, the rest is ours.

Ours are the comments that quote the user's line above each group of adjoint statements,
the line breaks, and the proof: each text is parsed back and compared with its tree.
"""
from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator

import astor
import attrs
import gast

from tangent.errors import TangentError
from tangent.syntax.build import origin_of
from tangent.syntax.function import ADJOINT, Origin

WIDTH = 100
_INDENT = '    '


class _Generator(astor.SourceGenerator):
    """astor's printer, with the standard library's in place of what astor prints wrongly."""

    def _unparse(self, node: ast.AST) -> None:
        self.write(ast.unparse(node))

    def visit_JoinedStr(self, node: ast.JoinedStr, is_joined: bool = False) -> None:
        self._unparse(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        text = ast.unparse(node)
        negative = isinstance(node.value, (int, float, complex)) and text.startswith('-')
        self.write(f'({text})' if negative else text)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self.write('(', ast.unparse(node), ')')


def expression_text(node: gast.expr) -> str:
    """The text of an expression, on one line."""
    return _astor_text(ast.Expr(gast.gast_to_ast(node)))


def _astor_text(node: ast.AST) -> str:
    return astor.to_source(node, indent_with=_INDENT, pretty_string=lambda text, *rest, **options: repr(text),
                           pretty_source=''.join, source_generator_class=_Generator).rstrip('\n')


def print_function(tree: gast.FunctionDef) -> tuple[str, dict[int, Origin]]:
    """The text of a generated function, and the origin of each of its lines."""
    lines = _Lines()
    header = ast.FunctionDef(tree.name, gast.gast_to_ast(tree.args), [ast.Pass()], [], None, None)
    header.type_params = []
    lines.add(0, ast.unparse(ast.fix_missing_locations(header)).partition('\n')[0], None)
    _Printer(lines).block(tree.body, 1)
    text = '\n'.join(lines.text) + '\n'
    _prove(text, tree)
    return text, lines.origins


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

    def block(self, statements: list[gast.stmt], depth: int) -> None:
        quoted: Origin | None = None
        backward = False
        for statement in statements:
            origin = origin_of(statement)
            if origin is not None and origin.role == ADJOINT and not isinstance(statement, gast.Return):
                if not backward and depth == 1:
                    self.lines.gap()
                backward = True
                if origin != quoted and origin.text and not isinstance(statement, (gast.If, gast.For, gast.While)):
                    self.lines.add(depth, _shortened(f'# Grad of: {origin.text}', WIDTH - 4 * depth), None)
                    quoted = origin
            self.statement(statement, depth)

    def statement(self, node: gast.stmt, depth: int) -> None:
        origin = origin_of(node)
        if isinstance(node, gast.If):
            self.if_(node, depth, 'if')
        elif isinstance(node, (gast.For, gast.While)):
            head = (f'for {expression_text(node.target)} in {expression_text(node.iter)}:'
                    if isinstance(node, gast.For) else f'while {expression_text(node.test)}:')
            self.lines.add(depth, head, origin)
            self.block(node.body, depth + 1)
            if node.orelse:
                self.lines.add(depth, 'else:', origin)
                self.block(node.orelse, depth + 1)
        else:
            for line in self.simple(node).splitlines():
                self.lines.add(depth, line, origin)

    def simple(self, node: gast.stmt) -> str:
        plain = ast.fix_missing_locations(gast.gast_to_ast(node))
        compound = getattr(node, 'body', None) is not None
        return ast.unparse(plain) if compound else _astor_text(plain)

    def if_(self, node: gast.If, depth: int, keyword: str) -> None:
        self.lines.add(depth, f'{keyword} {expression_text(node.test)}:', origin_of(node))
        self.block(node.body, depth + 1)
        if len(node.orelse) == 1 and isinstance(node.orelse[0], gast.If):
            self.if_(node.orelse[0], depth, 'elif')
        elif node.orelse:
            self.lines.add(depth, 'else:', origin_of(node))
            self.block(node.orelse, depth + 1)


def _shortened(line: str, width: int) -> str:
    return line if len(line) <= width else line[:width - 4] + ' ...'


# --- line breaks --------------------------------------------------------------

_OPERATORS = {'+', '-', '*', '/', '//', '%', '@', '**', '|', '&', '^', '<<', '>>', '<', '>', '<=', '>=', '==', '!=',
              'and', 'or', ','}


def break_line(line: str) -> list[str]:
    """Break a line that is too long after an operator or comma of the outermost level that has one.

    >>> for part in break_line('x = f(' + ', '.join(['argument'] * 12) + ')'): print(part)
    x = f(argument, argument, argument, argument, argument, argument, argument, argument, argument,
          argument, argument, argument)
    """
    if len(line) <= WIDTH or line.lstrip().startswith('#'):
        return [line]
    pieces = []
    rest, start = _parenthesised(line)
    while len(rest) > WIDTH:
        found = [(depth, -position, indent) for position, depth, indent in _breaks(rest)
                 if (pieces or depth > 0 and position > start) and len(rest[:position].rstrip()) <= WIDTH
                 and position > len(rest) - len(rest.lstrip()) + 8]
        if not found:
            break
        depth, position, indent = min(found)
        pieces.append(rest[:-position].rstrip())
        rest = ' ' * indent + rest[-position:].lstrip()
    return [*pieces, rest]


def _parenthesised(line: str) -> tuple[str, int]:
    """A line with brackets around its expression if it needs them to be broken, and where that begins."""
    try:
        statement = ast.parse(line.strip() + (' pass' if line.rstrip().endswith(':') else '')).body[0]
    except SyntaxError:
        return line, 0
    value = getattr(statement, 'value', None) or getattr(statement, 'test', None)
    if value is None:
        return line, 0
    offset = len(line) - len(line.lstrip())
    start = offset + len(line.strip().encode()[:value.col_offset].decode())
    end = offset + len(line.strip().encode()[:value.end_col_offset].decode())
    bracketed = isinstance(value, ast.Tuple) and line[start] == '('
    if bracketed or not isinstance(value, (ast.BinOp, ast.BoolOp, ast.Compare, ast.Tuple, ast.IfExp)):
        return line, start
    return f'{line[:start]}({line[start:end]}){line[end:]}', start


def _breaks(line: str) -> Iterator[tuple[int, int, int]]:
    """Places to break at: the position, how many brackets are open, the column to go on at.

    A continuation line lacks the opening brackets of the lines before it; they do not
    count, as all of it lies inside them.
    """
    indent = len(line) - len(line.lstrip())
    opened: list[int] = []
    floor = 0
    previous = None
    for token in _tokens(line):
        column = token.start[1]
        if token.string in '([{' and token.type == tokenize.OP:
            opened.append(column + 1)
        elif token.string in ')]}' and token.type == tokenize.OP:
            if opened:
                opened.pop()
            else:
                floor += 1
        elif token.string in _OPERATORS:
            unary = token.string in '+-*' and (previous is None or previous.string in _OPERATORS
                                               or previous.string in '([{=:' or previous.string == 'return')
            exponent = token.string == '**'
            if not unary and not exponent:
                yield token.end[1], len(opened) - floor, opened[-1] if opened else indent
        previous = token


def _tokens(line: str) -> Iterator[tokenize.TokenInfo]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(line.strip() + '\n').readline):
            offset = len(line) - len(line.lstrip())
            if token.start[0] == 1:
                yield token._replace(start=(1, token.start[1] + offset), end=(1, token.end[1] + offset))
    except tokenize.TokenError:  # brackets still open, or closed too early: the tokens came already
        return


# --- proof --------------------------------------------------------------------

def _prove(text: str, tree: gast.FunctionDef) -> None:
    """Raise unless the text parses back to the tree it was printed from."""
    try:
        parsed = ast.parse(text).body[0]
    except SyntaxError as error:
        raise TangentError(f'a generated text does not parse ({error}); this is a bug of tangent:\n{text}') from error
    for got, want in zip(parsed.body, tree.body):
        if ast.dump(got) != ast.dump(_normal(gast.gast_to_ast(want))):
            raise TangentError('a statement was printed wrongly; this is a bug of tangent:\n'
                               f'{ast.unparse(got)}\n{ast.unparse(ast.fix_missing_locations(gast.gast_to_ast(want)))}')
    if len(parsed.body) != len(tree.body):
        raise TangentError(f'statements were lost in printing; this is a bug of tangent:\n{text}')


class _Normal(ast.NodeTransformer):
    """Trees that print the same made equal."""

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        node.kind = None
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return ast.parse(ast.unparse(ast.fix_missing_locations(node)), mode='eval').body


def _normal(node: ast.AST) -> ast.AST:
    return _Normal().visit(node)
