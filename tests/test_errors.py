"""Every refusal: its class, the place, what is wrong and what to do; and no traceback through the library."""
import cmath
import contextlib
import functools
import linecache
import sys
import textwrap
import traceback

import numpy as np
import pytest
import scipy.ndimage
import scipy.signal
import scipy.spatial

import tangent
from tangent import errors
from tangent.errors import (
    ArgumentError, KindError, NoRuleError, RuleError, SeedError, SourceError, TangentError, UnsupportedError,
)

COUNT = [0]


def made(text, **names):
    """A function from its text, which has one definition at top level named f, and a file of its own."""
    COUNT[0] += 1
    filename = f'<errors {COUNT[0]}>'
    text = textwrap.dedent(text).lstrip('\n')
    linecache.cache[filename] = (len(text), None, text.splitlines(True), filename)
    namespace = {'np': np, 'cmath': cmath, 'contextlib': contextlib, 'tangent': tangent, '__name__': 'made', **names}
    exec(compile(text, filename, 'exec'), namespace)
    return namespace['f']


def refused(f, kind=UnsupportedError, at=None, parts=(), transform=tangent.grad, **options):
    """Assert that a transform refuses f at the place of the text `at`, and return the error."""
    with pytest.raises(TangentError) as caught:
        transform(f, **options)
    error = caught.value
    assert type(error) is kind, f'{type(error).__name__}: {error}'
    for part in parts:
        assert part in str(error)
    if at is not None:
        check_place(error, at)
    check_traceback(error)
    return error


def check_place(error, at):
    """The error names the file and the line, shows the line, and the caret stands below `at`."""
    lines = str(error).splitlines()
    where = next(number for number, line in enumerate(lines) if line.startswith('  File "'))
    assert lines[where] == f'  File "{error.file}", line {error.line}'
    source = linecache.getline(error.file, error.line)
    assert at in source, f'{at!r} is not in line {error.line}: {source!r}'
    shown, caret = lines[where + 1], lines[where + 2]
    assert shown.strip() == source.strip() == error.source.strip()
    assert caret.strip() == '^'
    assert caret.index('^') == shown.index(at), f'\n{shown}\n{caret}'


def check_traceback(error):
    """From the caller, one frame of the library: that which raises."""
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if '/tangent/' in frame.filename and '/tests/' not in frame.filename]
    assert len(inside) <= 1, [f'{frame.filename}:{frame.lineno} {frame.name}' for frame in inside]
    assert error.__cause__ is None and (error.__context__ is None or error.__suppress_context__)


# --- the hierarchy ---------------------------------------------------------------

def test_one_hierarchy():
    kinds = [value for value in vars(errors).values()
             if isinstance(value, type) and issubclass(value, Exception)]
    assert TangentError in kinds and len(kinds) > 5
    assert all(issubclass(kind, TangentError) for kind in kinds)
    assert tangent.TangentError is TangentError


@pytest.mark.parametrize('kind, builtin', [(ArgumentError, ValueError), (SeedError, ValueError),
                                           (KindError, TypeError)])
def test_errors_that_python_has_too(kind, builtin):
    assert issubclass(kind, builtin)


def test_an_error_has_its_parts():
    error = UnsupportedError('what is wrong', 'What to do.', file='a.py', line=3, column=6,
                             source='    x = f(y)\n')
    assert str(error) == ('what is wrong\n  File "a.py", line 3\n    x = f(y)\n      ^\nWhat to do.')
    assert (error.file, error.line, error.column, error.reason, error.remedy) == (
        'a.py', 3, 6, 'what is wrong', 'What to do.')


def test_an_error_without_a_place():
    assert str(ArgumentError('what is wrong', 'What to do.')) == 'what is wrong\nWhat to do.'


def test_errors_can_be_pickled_and_copied():
    import copy
    import pickle
    error = UnsupportedError('what is wrong', 'What to do.', file='a.py', line=3, column=6,
                             source='    x = f(y)\n')
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(again) is UnsupportedError and str(again) == str(error) and again.line == 3


def test_the_caret_counts_characters_and_not_bytes():
    f = made("""
        def f(x):
            y = 'αβγ' + str([i for i in 'δ']) if x else 0; math.größe = 1.0
            return x
        """)
    refused(f, at='math.größe')


def test_the_caret_with_tabs():
    f = made('def f(x):\n\tif x > 0:\n\t\tglobal g\n\t\tg = x\n\treturn x\n')
    error = refused(f)
    assert str(error).splitlines()[-2].strip() == '^'


# --- constructs that are not supported -----------------------------------------------

CONSTRUCTS = {
    'with': ('with contextlib', 'with statement', 'around the call', """
        def f(x):
            with contextlib.suppress(ValueError):
                x = x * x
            return x
        """),
    'try': ('try:', 'try statement', 'around the call', """
        def f(x):
            try:
                return x * x
            except ValueError:
                return x
        """),
    'match': ('match x', 'match statement', 'if and elif', """
        def f(x):
            match x:
                case (a, b):
                    return a * b
            return x
        """),
    'global': ('global G', 'global statement', 'eturn the value', """
        G = 0.0
        def f(x):
            global G
            G = x
            return x
        """),
    'nonlocal': ('nonlocal y', 'nonlocal statement', 'eturn the value', """
        def f(x):
            y = x
            def g():
                nonlocal y
                y = y * x
                return y
            either = g if x > 0 else None
            return either()
        """),
    'class': ('class A', 'class definition', 'outside', """
        def f(x):
            class A:
                y = x
            return A.y
        """),
    'async def': ('async def g', 'coroutine', 'plain function', """
        def f(x):
            async def g():
                return x
            return x
        """),
    'yield in an inner function': ('yield', 'generator', 'tuple', """
        def f(x):
            def g():
                yield x
            return sum(g())
        """),
    'yield from': ('yield from', 'generator', 'tuple', """
        def f(x):
            yield from [x]
        """),
    'generator': ('yield x', 'generator', 'tuple', """
        def f(x):
            y = x * x
            yield x
        """),
    'decorated inner function': ('def g', 'decorated function', 'apply the decorator by a call', """
        import functools
        def f(x):
            @functools.wraps(np.sin)
            def g(a):
                return a
            return g(x)
        """),
    'attribute': ('math.y', 'attribute', 'local variable', """
        def f(x):
            math.y = 3.0
            return x
        """),
    'attribute in a tuple': ('math.y', 'attribute', 'local variable', """
        def f(x):
            a, math.y = x, 3.0
            return a
        """),
    'attribute, augmented': ('math.y', 'attribute', 'local variable', """
        def f(x):
            math.y += 3.0
            return x
        """),
    'attribute of arrays': ('x.real', 'attribute', 'local variable', """
        def f(x):
            x.real = 3.0
            return x
        """),
    'del attribute': ('x.y', 'attribute', 'local variable', """
        def f(x):
            del x.y
            return x
        """),
    'write into what has no name': ('(y if', 'in place', 'into a name first', """
        def f(x):
            y = np.zeros(3)
            (y if x > 0.0 else y[1:])[0] = x
            return y
        """),
    'del a slice': ('y[:1]', 'deleting this part', 'Build a new list', """
        def f(x):
            y = [x, x]
            del y[:1]
            return y[0]
        """),
    'change what a loop goes through': ('zip(x', 'more or fewer items', 'Loop over a copy', """
        def f(x):
            for v, w in zip(x, x):
                x.append(v)
            return x[0]
        """),
    'walrus in a lambda': ('lambda', 'inside a lambda', 'statement of its own', """
        def f(x):
            y = sorted([x, 2.0], key=lambda v: (z := v) * z)
            return y[0]
        """),
    'set comprehension': ('{v * v', 'comprehension', 'array operations', """
        def f(x):
            y = {v * v for v in x}
            return max(y)
        """),
    'nested function assigned again': ('def g', "'g' reads 'y'", 'another name', """
        def f(x):
            y = x
            def g():
                return y
            y = x * x
            return [g][0]()
        """),
}


@pytest.mark.parametrize('case', CONSTRUCTS)
@pytest.mark.parametrize('transform', [tangent.grad, tangent.vjp])
def test_an_unsupported_construct(case, transform):
    at, reason, remedy, text = CONSTRUCTS[case]
    error = refused(made(text), UnsupportedError, at, [reason, remedy], transform=transform)
    assert error.remedy.endswith('.') and error.remedy[0].isupper()


@pytest.mark.skipif(sys.version_info < (3, 11), reason='except* is new in Python 3.11')
def test_except_star():
    f = made("""
        def f(x):
            try:
                return x * x
            except* ValueError:
                pass
        """)
    refused(f, UnsupportedError, 'try:', ['around the call'])


def test_a_construct_in_a_callee_is_shown_where_it_is():
    g = made("""
        def f(a):
            global last
            last = a
            return a * a
        """)
    error = refused(made('def f(x):\n    return g(x) + 1.0\n', g=g), UnsupportedError, 'global last', ['global'])
    assert error.file == g.__code__.co_filename and error.line == 2


def test_a_construct_in_a_callee_that_carries_nothing_is_kept():
    g = made("""
        def f(n):
            total = 0.0
            for i in range(n):
                total += i
            return total
        """)
    assert tangent.grad(made('def f(x, n):\n    return x * g(n)\n', g=g))(2.0, 4) == 6.0


def test_a_comprehension_that_carries_nothing_is_kept():
    f = made("""
        def f(x, n):
            sizes = [i * i for i in range(n)]
            table = {i: i for i in sizes}
            return x * sum(sizes) * len({j for j in table})
        """)
    assert tangent.grad(f)(2.0, 3) == 15.0


def test_a_coroutine():
    f = made("""
        async def f(x):
            return x * x
        """)
    error = refused(f, UnsupportedError, 'async def', ['coroutine', 'plain function'])
    assert error.line == 1


def test_an_await():
    f = made("""
        async def f(x):
            return await x
        """)
    refused(f, UnsupportedError, parts=['coroutine'])


def test_augmented_assignment_to_a_parameter_that_is_an_array_does_not_change_it():
    f = made("""
        def f(x):
            x += 1.0
            return np.sum(x * x)
        """)
    x = np.ones(2)
    try:
        found = tangent.grad(f)(x)
    except TangentError:
        found = None
    np.testing.assert_array_equal(x, np.ones(2))
    if found is not None:
        np.testing.assert_array_equal(found, [4.0, 4.0])


# --- no source ------------------------------------------------------------------------

def without_source(name='f'):
    namespace = {}
    exec(compile(f'def {name}(x): return x * x', '<nowhere>', 'exec'), namespace)
    return namespace[name]


def test_no_source():
    parts = ["'f'", "'<nowhere>'", 'linecache', '@tangent.grads.adjoint(f)']
    error = refused(without_source(), SourceError, parts=parts)
    assert error.remedy[0].isupper() and error.remedy.endswith('.')


def test_no_source_of_a_callee_points_to_the_call():
    f = made("""
        def f(x):
            y = 2.0 * x
            return y * g(y)
        """, g=without_source('g'))
    refused(f, SourceError, 'g(y)', ['@tangent.grads.adjoint(g)'])


def test_no_source_of_a_callee_that_nothing_active_goes_into():
    f = made('def f(x, n):\n    return x * g(n)\n', g=without_source())
    assert tangent.grad(f)(2.0, 3.0) == 9.0


def test_a_text_that_was_changed_since(tmp_path):
    path = tmp_path / 'changed.py'
    path.write_text('def f(x):\n    return x * x\n')
    namespace = {}
    exec(compile(path.read_text(), str(path), 'exec'), namespace)
    path.write_text('\n\n\ndef other(x):\n    return x\n')
    linecache.checkcache(str(path))
    refused(namespace['f'], SourceError, parts=['changed', str(path), 'again'])


def test_a_body_that_was_changed_since(tmp_path):
    path = tmp_path / 'changed.py'
    path.write_text('def f(x):\n    return x * x\n')
    namespace = {}
    exec(compile(path.read_text(), str(path), 'exec'), namespace)
    path.write_text('def f(x):\n    return x * x * x\n')
    linecache.checkcache(str(path))
    refused(namespace['f'], SourceError, parts=['changed'])


@pytest.mark.parametrize('target, parts', [
    (len, ('len', 'adjoint(len)')),
    (int, ('int', 'is a class')),
    (print, ('print',)),
    (functools.lru_cache(lambda x: x), ('lru_cache',)),
    (np.packbits, ('packbits',)),
], ids=['len', 'int', 'print', 'lru_cache', 'packbits'])
def test_what_has_neither_source_nor_rule(target, parts):
    with pytest.raises((SourceError, NoRuleError)) as caught:
        tangent.grad(target)
    for part in parts:
        assert part in str(caught.value)
    check_traceback(caught.value)


# --- no rule --------------------------------------------------------------------------

@functools.lru_cache
def cached(x):
    return x * x


class Plain:
    def __new__(cls, *arguments):
        return object.__new__(cls)


NO_RULE = {
    'C function': ('cmath.sqrt(x)', '@tangent.grads.adjoint(cmath.sqrt)', """
        def f(x):
            y = cmath.sqrt(x)
            return y
        """),
    'C function of numpy': ('np.packbits(x)', '@tangent.grads.adjoint(np.packbits)', """
        def f(x):
            return np.sum(np.packbits(x))
        """),
    'built-in': ('iter(x)', '@tangent.grads.adjoint(iter)', """
        def f(x):
            return iter(x)
        """),
    'lru_cache': ('cached(x)', '@tangent.grads.adjoint(cached)', """
        def f(x):
            return cached(x)
        """),
    'class': ('Plain(x)', 'Plain', """
        def f(x):
            return Plain(x)
        """),
    'in the middle of an expression': ('cmath.sqrt(', '@tangent.grads.adjoint(cmath.sqrt)', """
        def f(x):
            return 2.0 * (x + cmath.sqrt(x + 1))
        """),
    'on a continued line': ('cmath.sqrt(', '@tangent.grads.adjoint(cmath.sqrt)', """
        def f(x):
            return (2.0 * x
                    + cmath.sqrt(x))
        """),
    'in a lambda': ('cmath.sqrt(', 'cmath.sqrt', """
        f = lambda x: cmath.sqrt(x)
        """),
    'in a branch': ('cmath.sqrt(', 'cmath.sqrt', """
        def f(x):
            if x > 0:
                return cmath.sqrt(x)
            return x
        """),
    'in a nested function': ('cmath.sqrt(', 'cmath.sqrt', """
        def f(x):
            def g(a):
                return cmath.sqrt(a)
            return g(x)
        """),
    'random': ('np.random.normal(x)', 'np.random.normal', """
        def f(x):
            return np.random.normal(x)
        """),
    'arange': ('np.arange(x)', 'arange', """
        def f(x):
            return np.sum(np.arange(x))
        """),
    'operator': ('x << 2', '', """
        def f(x):
            return x << 2
        """),
}


@pytest.mark.parametrize('case', NO_RULE)
def test_no_rule(case):
    at, remedy, text = NO_RULE[case]
    error = refused(made(text, cached=cached, Plain=Plain), NoRuleError, at, [remedy])
    assert error.remedy


def test_without_active_arguments_no_rule_is_needed():
    f = made("""
        def f(x, n):
            k = cmath.sqrt(n).real + cached(n) + len(sorted([n, n])) + np.sum(np.arange(n))
            g = functools.reduce(lambda a, b: a * b, [n, n])
            return x * (k + g) + Plain().size
        """, cached=cached, Plain=type('Plain', (), {'size': 1.0}), functools=functools)
    assert tangent.grad(f)(2.0, 4) == 2 + 16 + 2 + 6 + 16


def test_an_argument_that_a_rule_does_not_take():
    f = made("""
        def f(x):
            return np.sum(x, where=x > 0.0)
        """)
    refused(f, NoRuleError, 'np.sum(', ["'where'"])


@pytest.mark.parametrize('transform', [tangent.vjp, tangent.jvp])
@pytest.mark.parametrize('call, argument', [('cdist(x, x, m)', 'metric'), ('convolve2d(x, x, boundary=m)', 'boundary')])
def test_an_argument_on_which_it_depends_whether_there_is_a_rule(transform, call, argument):
    f = made(f"""
        def f(x, m):
            return {call}
        """, cdist=scipy.spatial.distance.cdist, convolve2d=scipy.signal.convolve2d)
    refused(f, UnsupportedError, call, [repr(argument), 'constant'], transform)


def test_what_a_rule_does_not_know():
    f = made("""
        def f(x):
            return gaussian_filter(x, (1.0, 0.5), mode=['wrap', 'nearest'])
        """, gaussian_filter=scipy.ndimage.gaussian_filter)
    refused(f, NoRuleError, 'gaussian_filter(', ["'input'"], tangent.vjp)


@pytest.mark.parametrize('product', ['x * [1.0, 2.0]', '[1.0, 2.0] * x', 'x * w', 'x * [x[0], 2.0]'])
def test_a_list_times_an_array(product):
    f = made(f"""
        def f(x):
            w = (0.5, 1.5)
            return np.sum({product})
        """)
    refused(f, UnsupportedError, product, ['np.array([...])'])


def test_an_active_value_in_an_argument_without_a_derivative():
    f = made("""
        def f(x, n):
            return np.sum(np.roll(x, n))
        """)
    assert tangent.grad(f)(np.ones(3), 1).shape == (3,)
    refused(f, NoRuleError, 'np.roll(', ["'shift'"], wrt='n')


def test_random_numbers_with_active_parameters():
    f = made("""
        def f(x):
            return rng.normal(x)
        """, rng=np.random.default_rng(0))
    with pytest.raises(TangentError):
        tangent.grad(f)(1.0)


def test_random_numbers_without_active_parameters_are_drawn_once():
    f = made("""
        def f(x):
            noise = rng.normal(size=3)
            return np.sum(noise * x * x), noise
        """, rng=np.random.default_rng(0))
    (dx, (value, noise)) = tangent.vjp(f, preserve_result=True)(np.ones(3), (1.0, np.zeros(3)))
    np.testing.assert_allclose(dx, 2.0 * noise)


# --- when the derivative runs -------------------------------------------------------------

def run_refused(df, args, kind, parts):
    with pytest.raises(TangentError) as caught:
        df(*args)
    assert type(caught.value) is kind, repr(caught.value)
    for part in parts:
        assert part in str(caught.value)
    return caught.value


def test_a_result_that_is_no_number():
    df = tangent.grad(lambda x: x * x)
    error = run_refused(df, [np.ones((2, 3))], SeedError, ['(2, 3)', '()', 'tangent.vjp', 'tangent.jacobian'])
    frames = traceback.extract_tb(error.__traceback__)
    assert len(frames) <= 3, frames  # the test, the derivative, the helper that raises


def test_a_seed_of_the_wrong_shape():
    df = tangent.vjp(lambda x: x * x)
    run_refused(df, [np.ones(3), np.ones((3, 1))], SeedError, ['(3,)', '(3, 1)'])


def test_a_seed_of_the_wrong_type():
    df = tangent.vjp(lambda x: x * x)
    run_refused(df, [3.0, 'one'], SeedError, ["'one'"])
    run_refused(df, [3.0, None], SeedError, ['None'])
    run_refused(df, [3.0, [1.0]], SeedError, ['list'])


def test_an_argument_of_the_wrong_kind():
    run_refused(tangent.grad(lambda x: np.sum(x + x)), [[1.0, 2.0]], KindError, ['list'])


def test_a_function_argument_without_rule_or_source():
    df = tangent.grad(lambda g, x: g(x), wrt='x')
    assert df(np.sin, 0.0) == 1.0
    error = run_refused(df, [cmath.sqrt, 3], SourceError, ['sqrt'])
    assert error.__suppress_context__ or error.__context__ is None
    run_refused(df, [without_source(), 3.0], SourceError, ["'f'", 'linecache'])


def test_a_function_argument_that_cannot_be_called():
    df = tangent.grad(lambda g, x: g(x), wrt='x')
    run_refused(df, [3.0, 2.0], ArgumentError, ['float'])


def test_a_function_argument_with_an_unsupported_construct():
    g = made("""
        def f(a):
            global last
            last = a
            return a + a
        """)
    error = run_refused(tangent.grad(lambda g, x: g(x), wrt='x'), [g, 3.0], UnsupportedError, ['global'])
    check_place(error, 'global')


# --- rules -------------------------------------------------------------------------------

def test_a_rule_that_does_not_fit():
    def g(x, y):
        return x

    def rule(result, x):
        tangent.grads.d[x] = tangent.grads.d[result]
    with pytest.raises(RuleError, match='the function needs 2'):
        tangent.grads.adjoint(g)(rule)


# --- tracebacks ----------------------------------------------------------------------------

@pytest.mark.parametrize('make', [
    lambda: tangent.grad(lambda x: x, wrt='y'),
    lambda: tangent.autodiff(lambda x: x, 'forwards'),
    lambda: tangent.grad(lambda x: x, motion='x'),
    lambda: tangent.grad(3),
    lambda: tangent.grad(wrt=0)(3),
    lambda: tangent.grad('x'),
    lambda: tangent.source(3),
    lambda: tangent.origin(len, 1),
    lambda: tangent.grad(len),
    lambda: tangent.grad(made('def f(x):\n    return cmath.sqrt(x)\n')),
    lambda: tangent.vjp(made('def f(x):\n    return {v for v in x}\n')),
    lambda: tangent.value_and_grad(made('def f(x):\n    global g\n    return x\n')),
    lambda: tangent.grads.alias(abs, lambda x: x),
])
def test_no_traceback_through_the_library(make):
    with pytest.raises(TangentError) as caught:
        make()
    check_traceback(caught.value)


def test_an_error_is_not_chained_to_another():
    try:
        try:
            raise KeyError('the users own')
        except KeyError:
            tangent.grad(lambda x: x, wrt='y')
    except ArgumentError as error:
        text = ''.join(traceback.format_exception(type(error), error, error.__traceback__))
    assert 'BindingError' not in text and text.count('/tangent/transforms/') == 1


def test_the_message_is_the_same_each_time():
    f = made(CONSTRUCTS['global'][3])
    texts = set()
    for _ in range(3):
        with pytest.raises(UnsupportedError) as caught:
            tangent.grad(f)
        texts.add(str(caught.value))
    assert len(texts) == 1


def test_one_message_in_full():
    f = made("""
        def f(x, n):
            y = 2.0 * x
            return y + cmath.sqrt(x)
        """)
    error = refused(f, NoRuleError)
    assert str(error) == (
        'cmath.sqrt has no rule, and no Python source that could be differentiated\n'
        f'  File "{f.__code__.co_filename}", line 3\n'
        '    return y + cmath.sqrt(x)\n'
        '               ^\n'
        'Write a rule: @tangent.grads.adjoint(cmath.sqrt) over a function of the result and the arguments; '
        'or compute the value outside and pass it in.')


@pytest.mark.parametrize('text', ["""
    def g(a, b):
        return a * b * b
    def f(x, ks):
        return g(*ks, x)
    """, """
    def f(x, ks, function):
        return function(*ks, x)
    """, """
    def f(x, ks):
        def local(a, b=1.0):
            return a * b
        return local(*ks, x)
    """])
@pytest.mark.parametrize('transform', [tangent.grad, tangent.jvp])
def test_an_argument_after_stars_of_unknown_length(text, transform):
    refused(made(text), at='ks, x', parts=['how many arguments * passes here is not known'], transform=transform)
