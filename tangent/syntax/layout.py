"""Line breaks: a line that is too long goes on below, always inside brackets."""
from __future__ import annotations

import ast
import io
import keyword
import token
import tokenize
from collections.abc import Iterator

import attrs

WIDTH = 99

# What a line may be broken after, by how tightly it binds: the loosest goes first.
_BINDING = {',': 0, 'or': 2, 'and': 3, '|': 5, '^': 6, '&': 7, '<<': 8, '>>': 8, '+': 9, '-': 9,
            '*': 10, '/': 10, '//': 10, '%': 10, '@': 10,
            **dict.fromkeys(['<', '>', '<=', '>=', '==', '!='], 4)}
# What it may be broken before.
_CLAUSES = {'if': 1, 'else': 1, 'for': 1}
# After an opening bracket, where that is allowed at all.
_HANGING = -1
# A line shorter than that is not worth it.
_SHORT = 8

_OPENING, _CLOSING = ('(', '[', '{'), (')', ']', '}')
_OPEN = (ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp)
_STRING_STARTS = {getattr(token, name, None) for name in ('FSTRING_START', 'TSTRING_START')} - {None}
_STRING_ENDS = {getattr(token, name, None) for name in ('FSTRING_END', 'TSTRING_END')} - {None}


def break_line(line: str) -> list[str]:
    """Break a line that is too long after an operator or comma of the outermost level that has one.

    >>> for part in break_line('x = f(' + ', '.join(['argument'] * 12) + ')'): print(part)
    x = f(argument, argument, argument, argument, argument, argument, argument, argument, argument,
          argument, argument, argument)
    """
    if len(line) <= WIDTH or line.lstrip().startswith('#'):
        return [line]
    best = [line]
    for plan in _plans(line):
        broken = plan.apply(line)
        if _longest(broken) < _longest(best):
            best = broken
        if _longest(best) <= WIDTH:
            break
    return best


def _longest(lines: list[str]) -> int:
    return max(map(len, lines))


# --- what may be put in brackets -------------------------------------------------

@attrs.frozen
class _Part:
    """Where an expression stands that may be put in brackets, and whether it can be broken only then."""

    start: int
    end: int
    open: bool


def _parts(line: str) -> tuple[list[_Part], list[_Part]]:
    """The targets and the values of the statement on a line."""
    text = line.strip()
    start = line.index(text)
    if text.startswith('elif '):
        text, start = text[2:], start + 2
    try:
        statement = ast.parse(text + (' pass' if text.endswith(':') else '')).body[0]
    except SyntaxError:  # half a statement: `else:`, `case ...:`, a decorator
        return [], []

    def part(first: ast.AST, last: ast.AST, is_open: bool) -> _Part:
        encoded = text.encode()
        begin, end = encoded[:first.col_offset].decode(), encoded[:last.end_col_offset].decode()
        return _Part(start + len(begin), start + len(end), is_open)

    if isinstance(statement, ast.ImportFrom):
        return [], [part(statement.names[0], statement.names[-1], True)]
    if isinstance(statement, (ast.Delete, ast.FunctionDef, ast.ClassDef)):
        return [], []
    targets = [*getattr(statement, 'targets', []), getattr(statement, 'target', None)]
    values = [getattr(statement, field, None) for field in ('test', 'msg', 'exc', 'cause', 'iter', 'value')]
    return ([part(node, node, _is_open(node)) for node in targets if isinstance(node, ast.Tuple)],
            [part(node, node, _is_open(node)) for node in values if isinstance(node, ast.expr)])


def _is_open(node: ast.expr) -> bool:
    if isinstance(node, ast.Tuple):  # a bracket of its own comes before its first element
        return bool(node.elts) and node.col_offset == node.elts[0].col_offset
    if isinstance(node, ast.UnaryOp):
        sign = 4 if isinstance(node.op, ast.Not) else 1
        return _is_open(node.operand) and node.operand.col_offset == node.col_offset + sign
    return isinstance(node, _OPEN)


@attrs.frozen
class _Plan:
    """One way to break a line.

    brackets: the parts that get brackets.
    first: the position before which there are no breaks.
    hanging: break after an opening bracket too, and go on at a fixed column.
    slashes: break outside of brackets too.
    """

    brackets: tuple[_Part, ...]
    first: int
    hanging: bool
    slashes: bool = False

    def apply(self, line: str) -> list[str]:
        for part in sorted(self.brackets, key=lambda part: -part.start):
            line = f'{line[:part.start]}({line[part.start:part.end]}){line[part.end:]}'
        return _filled(line, self)


def _plans(line: str) -> Iterator[_Plan]:
    """The ways to break a line, the best first: in a value, then in a target too, then anywhere."""
    targets, values = _parts(line)
    places = [(values, min([part.start for part in values], default=0)), ([*targets, *values], 0)]
    for parts, first in places:
        opened = [part for part in parts if part.open]
        choices = [*[(part,) for part in opened], tuple(opened), (),
                   *[(part,) for part in parts if not part.open], tuple(parts)]
        for hanging in (False, True):
            for brackets in dict.fromkeys(choices):
                yield _Plan(brackets, first, hanging)
    yield _Plan((), 0, True, slashes=True)


# --- breaking ----------------------------------------------------------------------

def _filled(line: str, plan: _Plan) -> list[str]:
    """The lines that one becomes, each as long as the best place for a break allows."""
    tokens = _tokens(line)
    margin = len(line) - len(line.lstrip())
    step = 8 if line.endswith(':') else 4
    lines: list[str] = []
    begin = column = margin
    stack: list[int] = []  # for each open bracket, the column to go on at inside it
    while column + len(line) - begin > WIDTH:
        found = []
        current = list(stack)
        for before, item, after in zip([None, *tokens], tokens, [*tokens[1:], None]):
            if item.start < begin:
                continue
            end = column + item.end - begin
            if end > WIDTH:
                break
            rank, position = None, item.end
            if item.text in _OPENING:
                current.append(end)
                if plan.hanging and after.text not in _CLOSING:
                    rank = _HANGING
            elif item.text in _CLOSING:
                current.pop()
            elif item.text in _CLAUSES:
                rank, position = _CLAUSES[item.text], item.start
            elif (item.text in _BINDING and not _is_unary(item, before)
                  and after is not None and after.text not in _CLOSING):
                rank = _BINDING[item.text]
            if rank is None or position <= begin or position < plan.first or not (current or plan.slashes):
                continue
            if not current and end + 2 > WIDTH:
                break
            columns = list(current)
            if rank == _HANGING:
                columns[-1] = column + step
            is_short = position - begin <= _SHORT and rank != _HANGING
            found.append((is_short, len(current), rank, -position, columns))
        if not found:
            break
        *_, position, stack = min(found)
        lines.append(' ' * column + line[begin:-position].rstrip() + ('' if stack else ' \\'))
        column = stack[-1] if stack else margin + step
        begin = next(item.start for item in tokens if item.start >= -position)
    return [*lines, ' ' * column + line[begin:]]


@attrs.frozen
class _Token:
    text: str
    start: int
    end: int
    type: int


def _tokens(line: str) -> list[_Token]:
    """The tokens of a line; an f-string is one of them."""
    found: list[_Token] = []
    strings: list[int] = []
    margin = len(line) - len(line.lstrip())
    for item in tokenize.generate_tokens(io.StringIO(line.strip()).readline):
        if item.type in _STRING_STARTS:
            strings.append(margin + item.start[1])
        elif item.type in _STRING_ENDS:
            begin = strings.pop()
            if not strings:
                end = margin + item.end[1]
                found.append(_Token(line[begin:end], begin, end, token.STRING))
        elif not strings and item.string.strip():
            found.append(_Token(item.string, margin + item.start[1], margin + item.end[1], item.type))
    return found


def _is_unary(item: _Token, before: _Token | None) -> bool:
    """Whether an operator has nothing on its left."""
    if item.text == ',':
        return False
    if before is None:
        return True
    if before.type == token.NAME:
        return keyword.iskeyword(before.text) and before.text not in ('None', 'True', 'False')
    return before.type not in (token.NUMBER, token.STRING) and before.text not in (*_CLOSING, '...')
