"""Finding the source of a function, and in it the right definition."""
import ast
import functools
import linecache
import textwrap

import gast
import numpy as np
import pytest

import tangent
from tangent.errors import SourceError
from tangent.syntax.parse import read

# fmt: off


def body(function):
    """The statements of a function as they were read, as text."""
    return [gast.unparse(statement) for statement in read(function).tree.body]


def run(text, filename='<parse>', **names):
    """The names that a text defines, with the text known to linecache."""
    text = textwrap.dedent(text)
    linecache.cache[filename] = (len(text), None, text.splitlines(True), filename)
    namespace = {'np': np, '__name__': 'parsed', **names}
    exec(compile(text, filename, 'exec'), namespace)
    return namespace


def plain(x):
    y = x * x
    return y


def test_a_function():
    function = read(plain)
    assert function.name == 'plain' and function.parameters == ['x']
    assert body(plain) == ['y = x * x', 'return y']
    assert function.file == __file__
    first = plain.__code__.co_firstlineno
    assert [s.origin.line for s in function.tree.body] == [first + 1, first + 2]
    assert [s.origin.text for s in function.tree.body] == ['y = x * x', 'return y']


def test_a_lambda_becomes_a_definition():
    square = lambda x: x * x
    assert body(square) == ['return x * x']
    assert read(square).tree.body[0].origin.text == 'x * x'


def test_two_lambdas_on_one_line():
    f, g = lambda x: x * 2.0, lambda x: x * 3.0
    assert (body(f), body(g)) == (['return x * 2.0'], ['return x * 3.0'])
    assert (tangent.grad(f)(1.0), tangent.grad(g)(1.0)) == (2.0, 3.0)


def test_lambdas_on_one_line_that_differ_in_little():
    pairs = [
        (lambda x: x + 1, lambda x: x + 1.0), (lambda x: x + True, lambda x: x + 1),
        (lambda x: x - 0.0, lambda x: x - -0.0), (lambda x: 1, lambda x: 1.0), (lambda x: None, lambda x: ()),
    ]
    a, b = lambda x: -x, lambda x: +x; c, d = lambda x: x.a, lambda x: x.b
    e, f = lambda x: abs(x), lambda x: int(x)
    for one, other in [*pairs, (a, b), (c, d), (e, f)]:
        assert body(one) != body(other)
    assert body(pairs[1][0]) == ['return x + True']
    assert body(b) == ['return +x'] and body(d) == ['return x.b'] and body(f) == ['return int(x)']


def test_nested_lambdas_on_one_line():
    outer = lambda x: (lambda y: y * x)(x)
    pair = [lambda x: (lambda y: y + x)(2.0), lambda x: (lambda y: y - x)(2.0)]
    assert tangent.grad(outer)(3.0) == 6.0
    assert [tangent.grad(f)(3.0) for f in pair] == [1.0, -1.0]
    make = lambda k: lambda x: k * x
    assert body(make(2.0)) == ['return k * x']


def test_two_equal_lambdas_on_one_line():
    f, g = lambda x: x * x, lambda x: x * x
    assert body(f) == body(g) == ['return x * x']


def test_lambdas_in_a_dict():
    table = {'square': lambda x: x * x, 'cube': lambda x: x * x * x,
             'double': lambda x: 2.0 * x}
    found = {key: tangent.grad(f)(2.0) for key, f in table.items()}
    assert found == {'square': 4.0, 'cube': 12.0, 'double': 2.0}


def test_a_lambda_over_several_lines():
    f = (
        lambda x,
        y=2.0: x
        * y
        + np.sin(
            x)
    )
    assert body(f) == ['return x * y + np.sin(x)']
    assert tangent.grad(f)(0.0) == 3.0


def test_lambdas_as_default_and_argument():
    def f(x, g=lambda v: v * v, *, h=lambda v: v * 3.0):
        return g(x) + h(x)
    assert tangent.grad(f)(2.0) == 7.0
    assert tangent.grad(f.__defaults__[0])(2.0) == 4.0
    assert tangent.grad(f.__kwdefaults__['h'])(2.0) == 3.0


def test_lambdas_in_a_comprehension():
    functions = [lambda x, k=k: k * x for k in (2.0, 3.0)]
    assert [tangent.grad(f)(1.0) for f in functions] == [2.0, 3.0]


def test_a_lambda_in_a_decorated_call():
    assert tangent.grad(functools.wraps(plain)(lambda x: x * x * x))(2.0) == 12.0


def test_functions_of_the_same_name():
    def make(which):
        if which:
            def f(x):
                return 2.0 * x
        else:
            def f(x):
                return 3.0 * x
        return f
    assert tangent.grad(make(True))(1.0) == 2.0
    assert tangent.grad(make(False))(1.0) == 3.0


def test_functions_of_the_same_name_on_one_line():
    found = run("""
        if True:
            def f(x): return 2.0 * x
        g = f
        def f(x): return 3.0 * x
        """)
    assert tangent.grad(found['g'])(1.0) == 2.0 and tangent.grad(found['f'])(1.0) == 3.0


def test_a_definition_on_one_line():
    found = run('def f(x): y = x * x; return y\n')
    assert body(found['f']) == ['y = x * x', 'return y']
    assert [s.origin.text for s in read(found['f']).tree.body] == ['y = x * x', 'return y']


def test_a_method_and_a_static_method():
    class Model:
        scale = 3.0

        def apply(self, x):
            return self.scale * x

        @staticmethod
        def fixed(x):
            return 5.0 * x

        @classmethod
        def of_class(cls, x):
            return cls.scale * x
    assert tangent.grad(Model().apply)(1.0) == 3.0
    assert tangent.grad(Model.fixed)(1.0) == 5.0
    assert tangent.grad(Model.of_class)(1.0) == 3.0
    assert tangent.grad(Model.apply, wrt='x')(Model(), 1.0) == 3.0


def test_a_decorated_function_starts_at_its_decorator():
    def mark(function):
        function.marked = True
        return function

    @mark
    @mark
    def f(x):
        return x * x
    assert body(f) == ['return x * x'] and tangent.grad(f)(3.0) == 6.0


def test_comments_and_strings_that_look_like_definitions():
    found = run('''
        TEXT = """
        def f(x):
            return 100.0 * x
        """
        # def f(x): return 200.0 * x
        def f(x):  # lambda x: 300.0 * x
            "def f(x): return x"
            return x * x  # + x
        ''')
    assert tangent.grad(found['f'])(3.0) == 6.0


def test_a_continued_line_is_one_text():
    found = run("""
        def f(x):
            y = (x *
                 x
                 + 1.0)
            z = y \\
                * x
            return z
        """)
    texts = [s.origin.text for s in read(found['f']).tree.body]
    assert texts == ['y = (x * x + 1.0)', 'z = y \\ * x', 'return z']


def test_the_text_of_a_compound_statement_is_its_head():
    found = run("""
        def f(x):
            if (x > 0 and
                    x < 3):
                return x
            return x * x
        """)
    assert read(found['f']).tree.body[0].origin.text == 'if (x > 0 and x < 3):'


def test_text_that_is_not_ascii():
    found = run("""
        def f(größe, ß=2.0):
            é = größe * ß; ψ = é * é
            return ψ
        """)
    assert [s.origin.text for s in read(found['f']).tree.body] == ['é = größe * ß', 'ψ = é * é', 'return ψ']
    assert tangent.grad(found['f'])(3.0) == 24.0


def test_tabs_and_windows_line_ends(tmp_path):
    path = tmp_path / 'windows.py'
    path.write_bytes(b'def f(x):\r\n\tif x > 0:\r\n\t\treturn x * x\r\n\treturn x\r\n')
    namespace = {}
    exec(compile(path.read_bytes(), str(path), 'exec'), namespace)
    assert tangent.grad(namespace['f'])(3.0) == 6.0


def test_from_exec_with_linecache():
    found = run('def f(x):\n    return np.sin(x)\n', '<cell 1>')
    assert tangent.grad(found['f'])(0.0) == 1.0


def test_a_notebook_cell_that_is_run_again():
    first = run('def f(x):\n    return 2.0 * x\n', '<ipython-input-1-a>')['f']
    second = run('def f(x):\n    return 3.0 * x\n', '<ipython-input-1-b>')['f']
    assert (tangent.grad(first)(1.0), tangent.grad(second)(1.0)) == (2.0, 3.0)


def test_in_a_doctest():
    """
    >>> import tangent
    >>> def f(x):
    ...     return x * x
    >>> tangent.grad(f)(3.0)
    6.0
    >>> tangent.grad(lambda x: x * x * x)(2.0)
    12.0
    """
    import doctest
    test = doctest.DocTestFinder().find(test_in_a_doctest, globs={})[0]
    assert doctest.DocTestRunner().run(test).failed == 0


def test_a_module_with_a_loader_and_no_file():
    class Loader:
        def get_source(self, name):
            return 'def f(x):\n    return x * x\n'
    namespace = {'__name__': 'zipped', '__loader__': Loader()}
    exec(compile(Loader().get_source('zipped'), 'archive.zip/zipped.py', 'exec'), namespace)
    assert tangent.grad(namespace['f'])(3.0) == 6.0


def test_default_values_are_objects():
    marker = object()

    def f(a, b=marker, /, c=2, *, d, e=marker):
        return a
    assert read(f).defaults == {'b': marker, 'c': 2, 'e': marker}


def test_what_a_name_stands_for():
    local = np.cos

    def f(x):
        return local(x) + np.sin(x) + missing + abs(x)                                  # noqa: F821
    scope = read(f).scope
    names = {text: scope.find(text) for text in ('local', 'np', 'np.sin', 'np.linalg.solve', 'abs', 'missing',
                                                 'np.missing')}
    assert names['local'] is np.cos and names['np'] is np and names['np.sin'] is np.sin
    assert names['np.linalg.solve'] is np.linalg.solve and names['abs'] is abs
    assert names['missing'] is names['np.missing'] and not callable(names['missing'])


@pytest.mark.parametrize('text', [
    'def f(x):\n    return x\n\n\n',
    'x = 1\n',
    'def f(y):\n    return y\n',
    'def g(x):\n    return x\n',
    'def f(x, y):\n    return x\n',
    'this is no Python',
    '',
])
def test_a_text_that_has_changed_is_refused(text):
    filename = f'<changed {hash(text)}>'
    f = run('\n\n\ndef f(x):\n    return x * x\n', filename)['f']
    linecache.cache[filename] = (len(text), None, text.splitlines(True), filename)
    with pytest.raises(SourceError):
        tangent.grad(f)


def test_trees_are_those_of_gast():
    tree = read(plain).tree
    assert isinstance(tree, gast.FunctionDef)
    ast.fix_missing_locations(gast.gast_to_ast(tree))
