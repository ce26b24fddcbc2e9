"""Making a program that fails smaller: parts are left out as long as it fails in the same way."""
from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator

import attrs

from tests.fuzz.programs import Made, is_smooth


def smaller(tree: ast.Module) -> Iterator[ast.Module]:
    """Trees with one part less: statements left out, blocks in place of what holds them, operands for operations."""
    for path, node in enumerate(ast.walk(tree)):
        for field in ('body', 'orelse'):
            block = getattr(node, field, None)
            if not isinstance(block, list):
                continue
            for i, child in enumerate(block):
                for replacement in ([], getattr(child, 'body', None), getattr(child, 'orelse', None)):
                    if isinstance(replacement, list) and not isinstance(child, ast.FunctionDef) or replacement == []:
                        yield _with(tree, path, field, block[:i] + replacement + block[i + 1:])
        for field, value in ast.iter_fields(node):
            if isinstance(value, (ast.BinOp, ast.Call, ast.IfExp, ast.BoolOp, ast.UnaryOp)):
                for part in ast.iter_child_nodes(value):
                    if isinstance(part, ast.expr):
                        yield _with(tree, path, field, part)
                if isinstance(value, ast.Call):
                    for part in value.args:
                        yield _with(tree, path, field, part)
            if isinstance(value, ast.expr) and not isinstance(value, (ast.Constant, ast.Name, ast.Attribute)) and (
                    isinstance(node, (ast.Assign, ast.Return, ast.BinOp)) and field != 'targets'):
                yield _with(tree, path, field, ast.Constant(0.7))


def _with(tree: ast.Module, path: int, field: str, value: object) -> ast.Module:
    """A copy of a tree where one field is another."""
    made = copy.deepcopy(tree)
    for position, node in enumerate(ast.walk(made)):
        if position == path:
            value = copy.deepcopy(value)
            if isinstance(value, list) and not value and field == 'body':
                value = [ast.Pass()]
            setattr(node, field, value)
            break
    return ast.fix_missing_locations(made)


def shrunk(program: Made, fails: Callable[[Made], bool], tries: int = 3000) -> Made:
    """The smallest program found that still fails."""
    name = f'program_{program.number}'
    # An empty array that is no longer filled has any numbers in it.
    best = attrs.evolve(program, text=ast.unparse(ast.parse(program.text)).replace('np.empty(', 'np.ones('))
    seen = set()
    progress = True
    while progress and tries > 0:
        progress = False
        for tree in smaller(ast.parse(best.text)):
            try:
                text = ast.unparse(tree)
                if len(text) >= len(best.text) or text in seen:
                    continue
                seen.add(text)
                candidate = attrs.evolve(best, text=text)
                tries -= 1
                if is_smooth(text, name, program.values) and fails(candidate):
                    best, progress = candidate, True
                    break
            except (SyntaxError, ValueError, KeyError):
                continue
            if tries <= 0:
                break
    return best
