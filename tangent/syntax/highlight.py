"""The parts of Python text by kind, for colours."""
from __future__ import annotations

import builtins
import io
import keyword
import token
import tokenize

KEYWORD, STRING, NUMBER, COMMENT, BUILTIN, DEFINED, PLAIN = (
    'keyword', 'string', 'number', 'comment', 'builtin', 'defined', 'plain')
_FIXED = {tokenize.COMMENT: COMMENT, token.STRING: STRING, token.NUMBER: NUMBER,
          **{getattr(token, f'{name}_{part}'): STRING for name in ('FSTRING', 'TSTRING')
             for part in ('START', 'MIDDLE', 'END') if hasattr(token, f'{name}_{part}')}}
Parts = list[tuple[str, str]]


def highlighted(text: str) -> list[Parts]:
    """For each line of a text its parts, each with its kind; joined they are the line.

    >>> highlighted('def f(x): # twice')[0][:3]
    [('keyword', 'def'), ('plain', ' '), ('defined', 'f')]
    """
    lines = text.splitlines()
    kinds = [[PLAIN] * len(line) for line in lines]
    before = ''
    try:
        for item in tokenize.generate_tokens(io.StringIO('\n'.join(lines) + '\n').readline):
            kind = _kind(item, before)
            before = item.string
            if kind != PLAIN:
                _paint(kinds, item.start, item.end, kind)
    except (tokenize.TokenError, SyntaxError):  # part of a statement: what was found until there has colours
        pass
    return [_joined(line, of) for line, of in zip(lines, kinds)]


def _kind(item: tokenize.TokenInfo, before: str) -> str:
    if item.type != token.NAME:
        return _FIXED.get(item.type, PLAIN)
    if keyword.iskeyword(item.string):
        return KEYWORD
    if before in ('def', 'class'):
        return DEFINED
    return BUILTIN if before != '.' and callable(getattr(builtins, item.string, None)) else PLAIN


def _paint(kinds: list[list[str]], start: tuple[int, int], end: tuple[int, int], kind: str) -> None:
    for number in range(start[0], min(end[0], len(kinds)) + 1):
        row = kinds[number - 1]
        first = start[1] if number == start[0] else 0
        last = end[1] if number == end[0] else len(row)
        row[first:last] = [kind] * len(row[first:last])


def _joined(line: str, kinds: list[str]) -> Parts:
    parts: Parts = []
    for character, kind in zip(line, kinds):
        if parts and parts[-1][0] == kind:
            parts[-1] = kind, parts[-1][1] + character
        else:
            parts.append((kind, character))
    return parts
