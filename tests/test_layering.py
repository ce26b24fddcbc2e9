"""Imports inside the package point one way: down the list of layers, never up, and never round."""
from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / 'tangent'

# From top to bottom.  A module belongs to the layer with the longest name that contains it, so the
# rules themselves are all of tangent.templates but the three modules listed below it.
LAYERS = (
    'tangent',
    'tangent.__main__',
    'tangent.transforms',
    'tangent.derive',
    'tangent.passes',
    'tangent.analyses',
    'tangent.grads',
    'tangent.templates',
    'tangent.templates.engine',
    'tangent.templates.rules',
    'tangent.templates.registry',
    'tangent.syntax',
    'tangent.runtime',
    'tangent.errors',
)

# The rules of optional libraries are loaded when they are first needed, by name.
LOADS_BY_NAME = ('tangent.templates.registry', 'tangent.passes.imports', 'tangent.runtime.tensors',
                 'tangent.runtime.tracing', 'tangent.runtime.scipy')


def module_name(path: Path, root: Path = PACKAGE) -> str:
    parts = path.relative_to(root.parent).with_suffix('').parts
    return '.'.join(parts[:-1] if parts[-1] == '__init__' else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob('*.py'))}
TREES = {name: ast.parse(path.read_text(encoding='utf-8')) for name, path in MODULES.items()}


def layer(module: str) -> int | None:
    """The index of a module's layer: 0 is the top.  None for a module that is in no layer."""
    if module == 'tangent':
        return 0
    inside = [name for name in LAYERS[1:] if module == name or module.startswith(name + '.')]
    return LAYERS.index(max(inside, key=len)) if inside else None


def imported(module: str, tree: ast.Module, modules=MODULES) -> Iterator[tuple[int, str]]:
    """The line and the name of each module of the package that a module imports."""
    is_package = modules[module].name == '__init__.py'
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition('.')[0] == 'tangent':
                    yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ''
            if node.level:
                above = module.split('.')[:len(module.split('.')) - node.level + is_package]
                base = '.'.join(above + ([node.module] if node.module else []))
            if base.partition('.')[0] == 'tangent':
                for alias in node.names:
                    submodule = f'{base}.{alias.name}'
                    yield node.lineno, submodule if submodule in modules else base


def place(module: str, line: int) -> str:
    return f'{MODULES[module].relative_to(PACKAGE.parent)}:{line}'


@pytest.mark.parametrize('module', MODULES)
def test_every_module_has_a_layer(module):
    assert layer(module) is not None, f'{module} is in none of the layers that {__file__} lists: {LAYERS}'


@pytest.mark.parametrize('module', MODULES)
def test_imports_point_downward(module):
    wrong = [f'  {place(module, line)}: {module} (layer {LAYERS[layer(module)]!r}) imports {other} '
             f'(layer {LAYERS[layer(other)]!r}), which lies above it'
             for line, other in imported(module, TREES[module])
             if layer(module) is not None and layer(other) is not None and layer(other) < layer(module)]
    assert not wrong, ('imports must point downward: move what is shared to a lower layer\n'
                       + '\n'.join(wrong) + '\n  top to bottom: ' + ' > '.join(LAYERS))


@pytest.mark.parametrize('module', MODULES)
def test_imports_stand_at_the_top_of_the_module(module):
    wrong = []
    for function in ast.walk(TREES[module]):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            wrong += [f'  {place(module, node.lineno)}: {ast.unparse(node)}' for node in ast.walk(function)
                      if isinstance(node, (ast.Import, ast.ImportFrom))]
    if module not in LOADS_BY_NAME:
        wrong += [f'  {place(module, node.lineno)}: {ast.unparse(node)}' for node in ast.walk(TREES[module])
                  if isinstance(node, ast.Call)
                  and ast.unparse(node.func) in ('importlib.import_module', 'import_module', '__import__')]
    assert not wrong, ('imports inside functions and by name hide which way they point; move them to the '
                       'top of the module, and what is shared to a lower layer\n' + '\n'.join(wrong))


def test_no_cycles():
    graph = {module: {other for _, other in imported(module, tree) if other != module}
             for module, tree in TREES.items()}
    cycle = find_cycle(graph)
    assert cycle is None, 'modules import each other in a circle: ' + ' -> '.join(cycle)


def find_cycle(graph: dict[str, set[str]]) -> list[str] | None:
    """A path of modules that ends where it begins, or None."""
    done: set[str] = set()

    def visit(module: str, path: list[str]) -> list[str] | None:
        if module in path:
            return path[path.index(module):] + [module]
        if module in done:
            return None
        for other in sorted(graph.get(module, ())):
            found = visit(other, path + [module])
            if found:
                return found
        done.add(module)
        return None

    return next((found for module in sorted(graph) if (found := visit(module, []))), None)


def test_the_checks_can_fail():
    assert find_cycle({'a': {'b'}, 'b': {'c'}, 'c': {'b'}}) == ['b', 'c', 'b']
    assert find_cycle({'a': {'b', 'c'}, 'b': {'c'}, 'c': set()}) is None
    names = 'passes.fold templates.numpy.linalg templates.engine templates.rules syntax.names errors'.split()
    layers = [layer('tangent.' + name) for name in names]
    assert layers == sorted(set(layers))
    assert layer('tangent') == 0 and layer('tangent.elsewhere') is None


@pytest.mark.parametrize('module, code, expected', [
    ('tangent.passes', 'import numpy', []),
    ('tangent.passes', 'from . import fold', ['tangent.passes.fold']),
    ('tangent.passes', 'from .fold import f', ['tangent.passes.fold']),
    ('tangent.passes', 'from tangent.passes import fold, run', ['tangent.passes.fold', 'tangent.passes']),
    ('tangent.passes.fold', 'from . import fold', ['tangent.passes.fold']),
    ('tangent.passes.fold', 'from .. import errors', ['tangent']),
    ('tangent.passes.fold', 'import tangent.errors as e', ['tangent.errors']),
])
def test_imports_are_found(module, code, expected):
    files = {'tangent.passes': Path('passes/__init__.py'), 'tangent.passes.fold': Path('passes/fold.py')}
    assert [name for _, name in imported(module, ast.parse(code), files)] == expected
