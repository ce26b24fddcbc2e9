"""The two sides of a derivative, line by line: what the user wrote, what was generated, and which led to which."""
from __future__ import annotations

import ast
import linecache
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from tangent.syntax.function import Origin
from tangent.syntax.lines import users_origins
from tangent.transforms.options import generated_functions, text_of

Place = tuple[str, int]
_TAPE = re.compile(r'\b\w+_tape(?:_\d+)?\b')


@attrs.frozen
class Row:
    """A line of one side.

    number: its number in its file.
    places: the user's lines that it comes from; on the user's side its own.
    role: primal, adjoint or tangent; empty for what belongs to no statement of the user's.
    tapes: the lists that hold what loops save, of those that the line names.
    """

    number: int
    text: str
    places: tuple[Place, ...] = ()
    role: str = ''
    tapes: tuple[str, ...] = ()


@attrs.frozen
class Block:
    """A function on one side, or what is known of it."""

    file: str
    rows: tuple[Row, ...]

    @property
    def place(self) -> str:
        """The file, in words where it is none, as in a notebook."""
        return self.file if Path(self.file).is_file() else 'defined interactively'

    @property
    def text(self) -> str:
        return '\n'.join(row.text for row in self.rows)


@attrs.frozen
class Sides:
    """What the user wrote, the function differentiated first, and what was generated."""

    users: tuple[Block, ...]
    generated: tuple[Block, ...]


def sides(function: Callable) -> Sides:
    """The two sides of a derivative."""
    made = generated_functions(function)
    found = [users_origins(part.__code__.co_filename) for part in made]
    files: dict[str, dict[int, Origin]] = {}
    for origins in found:
        for origin in origins.values():
            files.setdefault(origin.file, {}).setdefault(origin.line, origin)
    users = [block for file, origins in files.items() for block in _users_blocks(file, origins)]
    spans = {file: _spans(_tree(file)) for file in files}
    return Sides(tuple(_root_first(users, function)),
                 tuple(_generated_block(part, origins, spans) for part, origins in zip(made, found)))


# --- the user's side ---------------------------------------------------------------

def _root_first(blocks: Iterable[Block], function: Any) -> list[Block]:
    """The blocks, that of the function with which a derivative began first."""
    while hasattr(function, '__tangent__'):
        function = function.__tangent__.of
    code = getattr(function, '__code__', None)
    root = code and (code.co_filename, code.co_firstlineno)
    return sorted(blocks, key=lambda block: all((block.file, row.number) != root for row in block.rows))


def _tree(file: str) -> ast.Module:
    """The tree of a file; an empty one where it is gone, or no Python any more."""
    try:
        return ast.parse(''.join(linecache.getlines(file)))
    except SyntaxError:
        return ast.Module([], [])


def _users_blocks(file: str, origins: Mapping[int, Origin]) -> Iterator[Block]:
    """The functions of a file that lines came from; where it is gone, the lines themselves."""
    tree, lines = _tree(file), linecache.getlines(file)
    if not tree.body:
        yield Block(file, tuple(Row(line, origins[line].text, ((file, line),)) for line in sorted(origins)))
        return
    last_shown = 0
    for first, last in sorted({_around(tree, line) for line in origins}):
        if first > last_shown:  # else it is inside a function that is shown
            last_shown = last
            texts = [line.rstrip().expandtabs() for line in lines[first - 1:last]]
            margin = min((len(text) - len(text.lstrip()) for text in texts if text), default=0)
            yield Block(file, tuple(Row(number, text[margin:], ((file, number),))
                                    for number, text in enumerate(texts, first)))


def _around(tree: ast.Module, line: int) -> tuple[int, int]:
    """The lines of the innermost function around a line; without one, of the statement, as that of a lambda."""
    around = [node for node in ast.walk(tree) if isinstance(node, ast.stmt) and node.lineno <= line <= node.end_lineno]
    inside = [node for node in around if isinstance(node, ast.FunctionDef)] or around
    if not inside:
        return line, line
    node = inside[-1]  # inner ones come later
    return min([node.lineno, *[part.lineno for part in getattr(node, 'decorator_list', [])]]), node.end_lineno


def _spans(tree: ast.Module) -> dict[int, range]:
    """For the first line of each statement its lines; of one with blocks, those before the first block."""
    spans = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            blocks = getattr(node, 'body', None) or getattr(node, 'cases', None)
            end = (blocks[0].lineno if hasattr(blocks[0], 'lineno') else node.lineno + 1) if blocks else None
            spans.setdefault(node.lineno, range(node.lineno, max(end or node.end_lineno + 1, node.lineno + 1)))
    return spans


# --- the generated side ------------------------------------------------------------

def _generated_block(part: Callable, origins: Mapping[int, Origin], spans: Mapping[str, Mapping[int, range]]) -> Block:
    lines = text_of(part).splitlines()
    tapes = _tapes(lines, origins)
    saving = _saving(text_of(part), tapes, origins)
    rows = []
    for number, line in enumerate(lines, 1):
        named = tuple(dict.fromkeys(tape for tape in _TAPE.findall(line.partition('#')[0]) if tape in tapes))
        origin = origins.get(number + 1 if line.lstrip().startswith('# ') else number)
        came_from = [origin] if origin else [origin for tape in named for origin in saving.get(tape, ())]
        places = dict.fromkeys((found.file, number) for found in came_from
                               for number in spans[found.file].get(found.line, (found.line,)))
        rows.append(Row(number, line, tuple(places), origin.role if origin else '', named))
    return Block(part.__code__.co_filename, tuple(rows))


def _tapes(lines: list[str], origins: Mapping[int, Origin]) -> set[str]:
    """The lists that tangent made to save values on: the user has no line for the statements that handle them."""
    return {tape for number, line in enumerate(lines, 1) if number not in origins and '#' not in line
            for tape in _TAPE.findall(line)}


def _saving(text: str, tapes: set[str], origins: Mapping[int, Origin]) -> dict[str, list[Origin]]:
    """For each tape the origins of the statements that assigned what is saved on it, those in the loop first."""
    assigned: dict[str, list[Origin]] = {}
    saved: dict[str, list[str]] = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            origin = origins.get(node.lineno)
            if origin is not None and origin.role == 'primal':
                assigned.setdefault(node.id, []).append(origin)
        elif (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == 'append'
                and isinstance(node.func.value, ast.Name) and node.func.value.id in tapes):
            names = [part.id for part in ast.walk(node.args[0]) if isinstance(part, ast.Name)]
            saved.setdefault(node.func.value.id, []).extend(names)
    return {tape: [origin for name in dict.fromkeys(names) for origin in reversed(assigned.get(name, ()))]
            for tape, names in saved.items()}
