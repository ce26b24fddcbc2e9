"""Functions of the passes' tests: made from text, printed, and run at any stage."""
from __future__ import annotations

import ast
import itertools
import linecache
import textwrap
from typing import Any

import attrs
import numpy as np

import tangent
from tangent.derive.generate import Part
from tangent.syntax.build import walk
from tangent.syntax.function import ADJOINT, Function
from tangent.syntax.names import Variable
from tangent.syntax.parse import read
from tangent.syntax.printer import print_function

_COUNT = itertools.count()


def python(text: str, **names: Any) -> Any:
    """The function `f` of a text."""
    text = textwrap.dedent(text).strip('\n') + '\n'
    filename = f'<stages {next(_COUNT)}>'
    linecache.cache[filename] = (len(text), None, text.splitlines(True), filename)
    namespace = {'np': np, 'tangent': tangent, '__name__': 'stages', **names}
    exec(compile(text, filename, 'exec'), namespace)
    return namespace['f']


def tree(text: str, temporary: str = '', adjoint: str = '', **names: Any) -> Function:
    """The function `f` of a text as passes take it.

    temporary: the variables that hold parts of expressions.
    adjoint: the adjoints, written `bx:x` with their variables; the statements that assign them
        are marked as adjoint ones.
    """
    function = read(python(text, **names))
    for identifier in temporary.split():
        function.names.variables[identifier] = Variable(identifier.rstrip('0123456789').rstrip('_'), True)
    primals = dict(pair.split(':') for pair in adjoint.split())
    for identifier, primal in primals.items():
        base = 'b' + function.names.base(primal)
        function.names.variables[identifier] = Variable(base, function.names.is_temporary(primal), primal)
    for node in walk(function.tree):
        targets = getattr(node, 'targets', [])
        if targets and getattr(targets[0], 'id', None) in primals:
            node.origin = attrs.evolve(node.origin, role=ADJOINT, text='')
    return function


def versioned(function: Function) -> Function:
    """Know names with a number (`x_1`) as versions of the plain one."""
    for identifier in list(function.names.variables):
        base, _, number = identifier.rpartition('_')
        if base in function.names.variables and number.isdigit():
            function.names.variables[identifier] = attrs.evolve(function.names.variables[base])
    return function


def text(function: Function) -> str:
    """The statements of a function, without its head and without comments and empty lines."""
    lines = print_function(function.tree)[0].splitlines()[1:]
    kept = [line[4:] for line in lines if line.strip() and not line.strip().startswith('#')]
    return '\n'.join(kept)


def plain(expected: str) -> str:
    return textwrap.dedent(expected).strip('\n').rstrip()


def runnable(function: Function) -> Any:
    """The Python function of a stage."""
    source, _ = print_function(function.tree)
    namespace = {'tangent': tangent, **function.scope.globals_}
    for name, cell in function.scope.cells.items():
        namespace[name] = cell.cell_contents
    namespace.update({name: _plain(value) for name, value in function.scope.bound.items()})
    filename = f'<stages {next(_COUNT)}>'
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
    exec(compile(source, filename, 'exec'), namespace)
    return namespace[function.name]


def _plain(value: Any) -> Any:
    """A part of a callee as the function that it has become."""
    return value.cell.cell_contents if isinstance(value, Part) else value


def _tree(code: str) -> str:
    """The tree of a text: brackets differ between versions of Python."""
    return ast.dump(ast.parse('def f():\n' + textwrap.indent(code, '    ')))


def check(transform: Any, before: Function, expected: str, *args: Any) -> Function:
    """Assert the text that a pass makes, and that it computes what the text before did for each of `args`."""
    first = runnable(before)
    untouched = print_function(before.tree)[0]
    after = transform(before)
    got, want = text(after), plain(expected)
    assert got == want or _tree(got) == _tree(want), f'\n{got}\n-- instead of --\n{want}'
    assert print_function(before.tree)[0] == untouched, 'a pass changed its input'
    second = runnable(after)
    for some in args:
        equal(second(*some), first(*some))
    return after


def equal(got: Any, want: Any) -> None:
    """Assert that two results are the same, in type and dtype too."""
    if isinstance(want, (tuple, list)):
        assert type(got) is type(want) and len(got) == len(want)
        for one, other in zip(got, want):
            equal(one, other)
    elif isinstance(want, dict):
        assert list(got) == list(want)
        for key in want:
            equal(got[key], want[key])
    elif isinstance(want, (np.ndarray, np.generic, float)):
        assert np.shape(got) == np.shape(want)
        assert np.asarray(got).dtype == np.asarray(want).dtype
        np.testing.assert_allclose(got, want, rtol=1e-12, atol=1e-14)
    elif not callable(want):
        assert type(got) is type(want) and got == want
