"""Every kind of syntax is printed, parses back to the same tree, and stays under 100 columns."""
import ast
import sys
import textwrap

import attrs
import gast
import pytest

from tangent.errors import TangentError
from tangent.syntax import printer
from tangent.syntax.build import assign, binary, constant, name, with_origin
from tangent.syntax.function import ADJOINT, Origin
from tangent.syntax.printer import WIDTH, break_line, expression_text, print_function


def tree_of(text):
    """A function definition of gast from its text."""
    return gast.ast_to_gast(ast.parse(textwrap.dedent(text))).body[0]


def normal(tree):
    """A dump of a tree without what does not matter: f-strings by their values, kinds of strings."""
    class Normal(ast.NodeTransformer):
        def visit_Constant(self, node):
            node.kind = None
            return node

        def visit_JoinedStr(self, node):
            return ast.parse(ast.unparse(node)).body[0].value
    return ast.dump(Normal().visit(ast.parse(ast.unparse(tree))))


def printed(text):
    """The text printed, which is checked to be the same program."""
    text = textwrap.dedent(text).strip('\n')
    out, _ = print_function(tree_of(text))
    assert normal(ast.parse(out)) == normal(ast.parse(text)), out
    for line in out.splitlines():
        assert len(line) <= WIDTH, line
        assert line == line.rstrip() and '\t' not in line
    assert out.endswith('\n') and not out.endswith('\n\n')
    return out


EXPRESSIONS = [
    # names, constants
    'x', '1', '1.0', '1e-300', '1e300', '1_000_000', '0x10', '1j', '2.5j', 'True', 'None', '...', 'Ellipsis',
    "'text'", '"it\'s"', "'\"'", "'\\n'", "'\\\\'", "'\\x00'", "'ä'", "'''a\nb'''", "b'bytes'", "b'\\xff'",
    "''", "b''",
    "'a' 'b'", "r'\\d'", "u'old'", 'float("inf")', '1e400', '-1e400', '1e400j',
    # operators
    'x + y * z', '(x + y) * z', 'x - (y - z)', '(x - y) - z', 'x / (y / z)', 'x // y % z', 'x @ y @ z',
    'x @ (y @ z)',
    'x ** y ** z', '(x ** y) ** z', '-x ** y', '(-x) ** y', 'x ** -y', 'x ** (-y) ** z', '-1 ** x',
    '(-1) ** x',
    '(-1.5) ** x', '(-1j) ** x', '(1 + 2j) ** x', '2 ** -1', 'x ** -1.5', '--x', '-(-1)', '+-~x', 'not not x',
    '-(x + y)',
    '-x * y', '-(x * y)', '(-x).y', '(1).real', '1.0.real', '(-1).real', '1j.imag', '(x + y).T',
    '(await_)(x)',
    'x << y >> z', 'x & y | z ^ w', 'x | (y & z)', '~x & y', '(x if y else z) + w',
    'x if y else z if w else v',
    '(x if y else z) if w else v', 'x if (y if z else w) else v',
    # comparisons and booleans
    'x < y', 'x < y <= z != w', '(x < y) < z', 'x < (y < z)', 'x is None', 'x is not None', 'x in y',
    'x not in y',
    'not x in y', 'not (x is y)', '(not x) in y', 'x and y or z', 'x and (y or z)', 'not x and y',
    'not (x and y)',
    '(x == y) == (z == w)', '-x < y', 'x + 1 < y', '(x < y) + 1', 'x or y and not z',
    # calls
    'f()', 'f(x)', 'f(x, *y, z, **w)', 'f(*x, *y)', 'f(a=1, **b, **c)', 'f(x)(y)(z)', 'f(x).g(y)[z]',
    'f((x, y))',
    'f((x for x in y))', 'f(x for x in y)', 'f((x for x in y), z)', 'f(lambda: 0)', 'f(*[x], **{})',
    'f(x if y else z)',
    'f(a=lambda x: x)', 'f(not x)', 'f((x := y))', 'f(x := y)', '(f or g)(x)', '(lambda x: x)(y)', 'f(-x)',
    'f(*x or y)',
    # subscripts
    'x[0]', 'x[-1]', 'x[y]', 'x[1:2]', 'x[:]', 'x[::2]', 'x[::-1]', 'x[1:2:3]', 'x[..., 0]', 'x[:, None]',
    'x[1:2, ::3]',
    'x[()]', 'x[(1,)]', 'x[1,]', 'x[(1, 2)]', 'x[1:2,]', 'x[y:z, ..., None]', 'x[y[z]]', 'x[lambda: 0]',
    'x[y + 1:z - 1]',
    "x['a']['b']", 'x[y if z else w]', 'x[-y:]', 'x[:-1]', 'x[y, z:w].T', 'x[slice(1, 2)]', '(x, y)[0]',
    '[x][0]', '{}[x]',
    "'abc'[0]",
    # displays
    '()', '(x,)', '(x, y)', '[]', '[x]', '[x, *y]', '(*x, y)', '{}', '{x: y}', '{**x}',
    "{'a': x, **y, 'b': z}", '{x}',
    '{x, y}', '{*x, y}', '{*()}', '((x, y), z)', '[[x], [y, [z]]]', '(x, (y,), ())',
    # comprehensions
    '[x for x in y]', '{x for x in y}', '{x: z for x in y}', '(x for x in y)', '[x for x in y if x if z]',
    '[x for x in y for z in x]', '[(x, z) for x, z in y]', '[x for (x, *_) in y]',
    '[[x for x in y] for y in z]',
    '[x if y else z for x in w]', '[(lambda: x) for x in y]', '[x for x in (y if z else w)]',
    '[(y := x) for x in z]',
    # lambdas
    'lambda: 0', 'lambda x: x', 'lambda x=1: x', 'lambda x, /, y, *z, w=2, **v: x', 'lambda *, x: x',
    'lambda *x: x',
    'lambda x: lambda y: x + y', '(lambda x: x) + y', '[lambda x: x, lambda y: y]', 'lambda x: (x, y)',
    'lambda: (yield_)',
    'lambda x=lambda: 0: x', 'lambda x: x if x else y', '(lambda x: x) if y else z', 'lambda x: (y := x)',
    'lambda x, y=(1, 2): y',
    # walrus
    '(x := y)', '(x := y) + 1', '[x := y, x]', 'x[(y := 1)]', '(x := (y, z))', '(x := lambda: 0)',
    # f-strings
    "f'{x}'", "f'a{x}b'", "f'{x!r}'", "f'{x!s:>10}'", "f'{x:.3f}'", "f'{x:{y}}'", "f'{x:{y}.{z}f}'",
    "f'{{}}'", "f'{{{x}}}'",
    "f'{x}' 'plain' f'{y}'", "f\"{x['a']}\"", "f'{x!a}'", "f'{x=}'", "f'{x = }'", "f'{x=:.2f}'", "f'{x + 1}'",
    "f'{x if y else z}'",
    "f'{(lambda: x)()}'", "f'{f(x, y=1)}'", "f'{ {1: 2}[1] }'", "f'{x:%H:%M}'", "f'''a\n{x}'''",
    "f'it\\'s {x}'", "f'\\n{x}\\t'",
    "f'{x}' f'{y}'", "f'{x,}'", "f'{x!r:^{y}}'", "f\"{'a'}\"", "f\"{f'{x}'}\"", "f'ä{x}ö'", "f'{-x}'",
    "f'{x:}'", "f''", "f'{[i for i in x]}'",
    "f'{(x := y)}'", "f'\\\\{x}'", "f'{x}%'", "'%s' % x", "'{}'.format(x)",
    # starred, await-free oddities
    'x.y.z', 'x.y(z).w', 'x._private', 'x.__dunder__', '(x)', '((x))', 'print(x)', 'x.é',
]


@pytest.mark.parametrize('text', EXPRESSIONS)
def test_an_expression(text):
    printed(f'def f(x, y):\n    a = {text}\n    return {text}')


@pytest.mark.parametrize('text', [t for t in EXPRESSIONS if ':=' not in t or t.startswith(('(', '['))])
def test_an_expression_on_one_line(text):
    tree = gast.ast_to_gast(ast.parse(text, mode='eval')).body
    out = expression_text(tree)
    assert '\n' not in out
    assert normal(ast.parse(f'a = ({out})')) == normal(ast.parse(f'a = ({text})'))


STATEMENTS = [
    'pass', 'return', 'return x', 'return x, y', 'return (x,)', 'return ()', 'return *x, y', 'x = y',
    'x = y = z', 'x, y = z', '(x, y), z = w',
    'x, *y = z', '*x, = z', '[x, y] = z', 'x.y = z', 'x[0] = y', 'x[1:2] = y', 'x[..., None] = y',
    'x.y[z].w = v', 'x: int', 'x: int = 3',
    'x: list[int] = []', '(x): int = 3', 'x.y: int = 3', "x: 'str' = y", 'x += y', 'x @= y', 'x //= y',
    'x **= y', 'x >>= y', 'x |= y',
    'x[0] += y', 'x.y -= z', 'del x', 'del x, y', 'del x[0], y.z', 'del (x, y)', 'assert x', 'assert x, y',
    'assert (x, y)', 'raise',
    'raise x', 'raise x from y', 'raise ValueError(f"bad {x}") from None', 'import a', 'import a.b as c',
    'import a, b as c',
    'from a import b', 'from a.b import c as d, e', 'from . import a', 'from ..a import b', 'x', 'f(x)',
    '...', "'docstring'",
    'x = yield_', 'x = 1; y = 2', 'x = lambda: 0', 'x = (y := 1)', 'x = y, = z', 'x = *y, z', 'x = -1',
    'x = not y', 'global_ = 1',
    'if x: y = 1', 'if x:\n    y = 1\nelse:\n    y = 2',
    'if x:\n    y = 1\nelif z:\n    y = 2\nelse:\n    y = 3',
    'if x:\n    y = 1\nelse:\n    if z:\n        y = 2',
    'if x:\n    y = 1\nelse:\n    y = 2\n    if z:\n        y = 3',
    'if (x := f(y)) > 1:\n    pass', 'if not x:\n    pass',
    'if x:\n    if y:\n        if z:\n            w = 1',
    'for x in y:\n    pass', 'for x, *y in z:\n    pass', 'for x in y, z:\n    pass',
    'for x in *y, z:\n    pass',
    'for x in y:\n    break\nelse:\n    z = 1', 'while x:\n    continue',
    'while x:\n    pass\nelse:\n    y = 1', 'for x[0] in y:\n    pass',
    'with x:\n    pass', 'with x as y, z as (w, v):\n    pass', 'try:\n    x = 1\nexcept A:\n    pass',
    'try:\n    x = 1\nexcept (A, B) as e:\n    y = 2\nelse:\n    y = 3\nfinally:\n    z = 4',
    'try:\n    x = 1\nfinally:\n    y = 2',
    'def g():\n    pass', 'def g(a, /, b, *c, d=1, **e) -> int:\n    return a',
    'def g(a: int = 3, *, b: str):\n    """doc"""\n    return a',
    '@decorated\n@made(1)\ndef g():\n    pass', 'class A:\n    x = 1',
    '@decorated\nclass A(B, metaclass=C):\n    def m(self):\n        return 1',
    'async def g():\n    await x', 'async def g():\n    async for x in y:\n        pass',
    'async def g():\n    async with x as y:\n        pass',
    'async def g():\n    return [x async for x in y]', 'def g():\n    yield', 'def g():\n    x = yield y',
    'def g():\n    yield from y', 'global g', 'nonlocal_ = 1',
    'def g():\n    global h\n    h = 1',
    'def g():\n    y = 1\n    def h():\n        nonlocal y\n        y = 2',
    'match x:\n    case 1:\n        pass',
    "match x:\n    case -1 | 'a' | None | True:\n        pass\n    case [a, *b] if a > 1:\n        pass\n"
    '    case _:\n        pass',
    "match x:\n    case {'a': 1, 'b': [y], **rest}:\n        pass\n    case Point(x=0, y=z) | Point(1, z):\n"
    '        pass\n    case (1, 2) as w:\n        pass\n    case a.b:\n        pass',
    'match x, y:\n    case [*_]:\n        pass\n    case (a,):\n        pass\n    case 1 + 2j:\n        pass',
]


@pytest.mark.parametrize('text', STATEMENTS)
def test_a_statement(text):
    printed('def f(x, y):\n' + textwrap.indent(text, '    ') + '\n    z = 1')


@pytest.mark.parametrize('text', [s for s in STATEMENTS if not s.startswith(('global', 'return'))])
def test_a_statement_inside_a_branch(text):
    inside = textwrap.indent(text, '        ')
    printed(f'def f(x, y):\n    if x:\n{inside}\n    else:\n        z = 1\n    return z')


@pytest.mark.skipif(sys.version_info < (3, 11), reason='new in Python 3.11')
@pytest.mark.parametrize('text', [
    'try:\n    x = 1\nexcept* A as e:\n    pass', 'x[*y]', 'x[*y, 1]', 'def g(*a: *b):\n    pass',
])
def test_a_statement_of_python_3_11(text):
    printed('def f(x, y):\n' + textwrap.indent(text, '    ') + '\n    z = 1')


@pytest.mark.skipif(sys.version_info < (3, 12), reason='new in Python 3.12')
@pytest.mark.parametrize('text', [
    'def g[T](a: T) -> T:\n    return a', 'def g[T: int, *U, **V](a):\n    pass', 'class A[T]:\n    pass',
    'type X = int', 'type X[T] = list[T]',
    """x = f'{'a'}'""", """x = f'{x['a']}{y["b"]}'""", "x = f'{'\\n'.join(x)}'", "x = f'{f'{f'{x}'}'}'",
])
def test_a_statement_of_python_3_12(text):
    printed('def f(x, y):\n' + textwrap.indent(text, '    ') + '\n    z = 1')


@pytest.mark.parametrize('head', [
    'f()', 'f(x)', 'f(x, y)', 'f(x=1)', 'f(x, /)', 'f(x, /, y)', 'f(*x)', 'f(*, x)', 'f(*, x=1, y)', 'f(**x)',
    'f(x, /, y=1, *z, w, v=2, **u)',
    'f(x: int)', 'f(x: int = 3)', "f(x='a', y=(1, 2), z=None)", 'f(x=-1.5)', 'f(x=lambda: 0)', 'f(x=[1])',
    'f(x={})',
])
def test_a_signature(head):
    out = printed(f'def {head}:\n    return 1')
    assert out.startswith('def f(')


# --- what no parser makes, but a transformation does ---------------------------------

def test_hand_built_negative_constants():
    power = gast.BinOp(gast.Constant(-2, None), gast.Pow(), name('x'))
    assert expression_text(power) == '(-2) ** x'
    for value in (-2, -2.5, -1j):
        base = gast.BinOp(gast.Constant(value, None), gast.Pow(), name('x'))
        assert eval(expression_text(base), {'x': 2}) == value ** 2
        attribute = gast.Attribute(gast.Constant(value, None), 'real', gast.Load())
        assert eval(expression_text(attribute)) == value.real
        minus = gast.BinOp(name('x'), gast.Sub(), gast.Constant(value, None))
        assert eval(expression_text(minus), {'x': 2}) == 2 - value


def test_constants_that_are_made():
    assert expression_text(constant(-2.0)) == '-2.0'
    assert expression_text(constant(2.0)) == '2.0'
    assert expression_text(binary(constant(-2.0), gast.Pow(), name('x'))) == '(-2.0) ** x'
    for value in (float('inf'), -float('inf'), 1e-17, 0.1, -0.0):
        assert repr(eval(expression_text(constant(value)))) == repr(value)


def test_an_empty_branch_and_body_are_passes():
    tree = gast.FunctionDef('f', tree_of('def f(x): pass').args, [gast.Pass()], [], None, None, [])
    assert print_function(tree)[0] == 'def f(x):\n    pass\n'


# --- comments -------------------------------------------------------------------------

def adjoint_statement(target, value, text, line=1):
    return assign(target, value, Origin('a.py', line, text, ADJOINT))


def function(*body):
    return gast.FunctionDef('f', tree_of('def f(x): pass').args, list(body), [], None, None, [])


def test_a_comment_quotes_the_users_line_once_above_its_group():
    out, origins = print_function(function(
        assign('y', name('x'), Origin('a.py', 1, 'y = x')),
        adjoint_statement('a', name('y'), 'z = y', 2),
        adjoint_statement('b', name('a'), 'z = y', 2),
        adjoint_statement('c', name('b'), 'y = x', 1),
        gast.Return(name('c'))))
    assert out == textwrap.dedent("""\
        def f(x):
            y = x

            # Grad of: z = y
            a = y
            b = a
            # Grad of: y = x
            c = b
            return c
        """)
    assert {line: origin.line for line, origin in origins.items()} == {2: 1, 5: 2, 6: 2, 8: 1}


def test_a_long_line_is_shortened_in_its_comment():
    out, _ = print_function(function(adjoint_statement('a', name('x'), 'z = ' + 'y + ' * 60 + 'y')))
    comment = out.splitlines()[1]
    assert len(comment) <= WIDTH and comment.endswith(' ...')


def test_each_line_of_a_broken_statement_has_its_origin():
    value = binary(name('a' * 60), gast.Add(), name('b' * 60))
    out, origins = print_function(function(assign('y', value, Origin('a.py', 7, 'y = a + b'))))
    assert len(out.splitlines()) > 2
    assert {origins[number].line for number in range(2, len(out.splitlines()) + 1)} == {7}


# --- line breaks ------------------------------------------------------------------------

LONG = [
    'result = ' + ' + '.join(f'variable_{i} * factor_{i}' for i in range(12)),
    'result = ' + ' - '.join(f'np.dot(variable_{i}, factor_{i})' for i in range(12)),
    'result = ' + ' * '.join(f'(variable_{i} + factor_{i})' for i in range(12)),
    'result = function(' + ', '.join(f'variable_{i}' for i in range(20)) + ')',
    'result = function(' + ', '.join(f'name_{i}=value_{i}' for i in range(20)) + ')',
    'result = [' + ', '.join(f'variable_{i}' for i in range(20)) + ']',
    'result = {' + ', '.join(f"'key_{i}': value_{i}" for i in range(20)) + '}',
    'result = (' + ', '.join(f'variable_{i}' for i in range(20)) + ')',
    'result = ' + ', '.join(f'variable_{i}' for i in range(20)),
    'return ' + ', '.join(f'variable_{i}' for i in range(20)),
    ', '.join(f'variable_{i}' for i in range(20)) + ' = function(x)',
    '(' + ', '.join(f'variable_{i}' for i in range(10)) + '), second = function(' + 'argument, ' * 8 + ')',
    '(first_derivatives_of_all, adjoint_lambda_saved), primal_adjoint_saved = '
    'primal_primal_adjoint_lambda(x, y, first, second)',
    'return ' + ' and '.join(f'variable_{i}' for i in range(20)),
    'return ' + ' or '.join(f'not variable_{i}' for i in range(20)),
    'return ' + ' < '.join(f'variable_{i}' for i in range(20)),
    'return not ' + ' + '.join(f'variable_{i}' for i in range(20)),
    'return -' + ' + '.join(f'variable_{i}' for i in range(20)),
    'return variable_with_a_long_name_1[' + ' + '.join(f'index_{i}' for i in range(12)) + ', :]',
    'return ' + 'f(' * 12 + ' + '.join(f'variable_{i}' for i in range(12)) + ')' * 12,
    'return ' + 'first_value + ' * 3 + 'more if the_condition_holds and another_one_does else '
    + 'second_value + ' * 3 + 'z',
    'assert ' + ' and '.join(f'variable_{i} > 0' for i in range(10)) + ", 'a message that is long'",
    "raise ValueError('a message that is rather long, because it explains much: ' + str(variable_1) "
    "+ ' and ' + str(variable_2))",
    'if ' + ' and '.join(f'variable_{i} > 0' for i in range(10)) + ':\n    pass',
    'if x:\n    pass\nelif ' + ' and '.join(f'variable_{i} > 0' for i in range(10)) + ':\n    pass',
    'while ' + ' and '.join(f'variable_{i} > 0' for i in range(10)) + ':\n    pass',
    'for variable in function(' + ', '.join(f'variable_{i}' for i in range(12)) + '):\n    pass',
    'some_array[' + ', '.join(f'index_{i}' for i in range(15)) + '] += value',
    'buffer_with_a_long_name[first_index, second_index] += ' + ' + '.join(f'variable_{i}' for i in range(10)),
    'result = lambda x: ' + ' + '.join(f'variable_{i}' for i in range(12)),
    "result = f'" + ' and '.join('{variable_%d}' % i for i in range(4)) + "' + other_variable + another + x",
    'del ' + ', '.join(f'variable_{i}' for i in range(20)),
    'from module import ' + ', '.join(f'name_{i}' for i in range(20)),
    'result = (yes if the_first_condition_is_true else no) + (yes if the_second_condition_is_true else y) + '
    'z',
    "result = '(' + first_variable_with_a_name + ', ' + second_variable_with_a_name + ')' + ',' "
    '+ third_variable_1',
    'result = x[1:] - ' + ' - '.join(f'x_{i}[:-1]' for i in range(12)),
    'result = function(*first_arguments_with_a_name, *second_arguments_with_a_name, **first_keywords, '
    '**second_keywords)',
    'result: annotation = ' + ' + '.join(f'variable_{i}' for i in range(12)),
]


@pytest.mark.parametrize('text', LONG)
@pytest.mark.parametrize('depth', [0, 1, 4])
def test_a_long_line_is_broken_under_100_columns(text, depth):
    for _ in range(depth):
        text = 'if x:\n' + textwrap.indent(text, '    ')
    out = printed('def f(x):\n' + textwrap.indent(text, '    '))
    assert len(out.splitlines()) > depth + 2


def test_a_long_signature_is_broken():
    out = printed('def f(' + ', '.join(f'parameter_{i}' for i in range(15)) + '):\n    return 1')
    assert 2 < len(out.splitlines()) < 6


def test_breaks_come_after_operators_and_commas_of_the_outermost_level():
    lines = break_line('    result = ' + ' + '.join(f'np.dot(a_{i}, b_{i})' for i in range(8)))
    assert len(lines) == 2 and lines[0].endswith(' +')
    lines = break_line('    result = function(' + ', '.join(f'g(a_{i}, b_{i})' for i in range(10)) + ')')
    assert lines[0].endswith('),') and lines[1].startswith(' ' * len('    result = function(') + 'g(')


def test_short_lines_are_left_alone():
    for line in ('x = 1', '    y = ' + 'a + ' * 20 + 'b', ''):
        assert break_line(line) == [line]


def test_what_cannot_be_broken_is_still_right():
    for text in ("'" + 'a' * 150 + "'", "f'{x}" + 'a' * 150 + "'", 'a' * 150, f'x.{"a" * 120}',
                 'x(' + 'a' * 120 + ')', 'x["' + 'a' * 120 + '"]'):
        tree = tree_of(f'def f(x):\n    return {text}')
        out, _ = print_function(tree)
        assert normal(ast.parse(out)) == normal(ast.parse(f'def f(x):\n    return {text}'))


# --- the proof -------------------------------------------------------------------------------

def test_a_text_that_does_not_parse_is_refused():
    tree = tree_of('def f(x):\n    y = x\n    return y')
    tree.body[0].targets[0].id = 'not a name'
    with pytest.raises(TangentError, match='bug of tangent'):
        print_function(tree)


def test_a_statement_that_is_printed_wrongly_is_refused(monkeypatch):
    original = printer._Printer.simple
    monkeypatch.setattr(printer._Printer, 'simple', lambda self, node: original(self, node).replace('+', '-'))
    with pytest.raises(TangentError, match='bug of tangent'):
        print_function(tree_of('def f(x):\n    y = x + 1\n    return y'))


def test_a_statement_that_is_lost_is_refused(monkeypatch):
    original = printer._Printer.block
    monkeypatch.setattr(printer._Printer, 'block', lambda self, body, depth: original(self, body[:1], depth))
    with pytest.raises(TangentError, match='bug of tangent'):
        print_function(tree_of('def f(x):\n    y = x + 1\n    return y'))


def test_origins_do_not_change_the_text():
    tree = tree_of('def f(x):\n    y = x + 1\n    return y')
    plain, _ = print_function(tree)
    for statement in tree.body:
        with_origin(statement, attrs.evolve(Origin('a.py', 1, 'text'), line=3))
    assert print_function(tree)[0] == plain
