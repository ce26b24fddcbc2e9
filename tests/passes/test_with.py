"""Contexts, and statements that stay as they are: try, match, classes, generators."""
import contextlib
import io
import math
import warnings

import numpy as np
import pytest

import tangent
from tangent.errors import UnsupportedError
from tangent.passes.desugar import desugar
from tangent.passes.fold import fold
from tangent.passes.matches import split_matches
from tangent.passes.versions import versions
from tangent.syntax.spelling import Speller
from tests.checks import close, slope

from .stages import check, plain, python, text, tree


def desugared(function):
    return desugar(function, Speller(function.scope, function.names))


def case(before, after, *args, transform=desugared):
    return check(transform, tree(before), after, *args)


def source(function):
    lines = tangent.source(function).splitlines()[1:]
    return '\n'.join(line[4:] for line in lines if line.strip())


# --- contexts -------------------------------------------------------------------------

@pytest.mark.skipif(np.lib.NumpyVersion(np.__version__) < '2.0.0', reason='NumPy 1 needs a cast at the end')
def test_errstate_holds_around_the_adjoint_too():
    f = python("""
        def f(x):
            with np.errstate(under='ignore'):
                y = np.exp(x)
            return y * x
        """)
    assert source(tangent.vjp(f, check_dims=False)) == plain("""
        with np.errstate(under='ignore'):
            y = np.exp(x)
        # Grad of: return y * x
        by = bresult * x
        bx = bresult * y
        with np.errstate(under='ignore'):
            # Grad of: y = np.exp(x)
            bx = bx + by * y
        return bx
        """)


def test_what_underflows_may_do_so_in_the_adjoint_too():
    def f(x):
        with np.errstate(under='ignore'):
            y = np.exp(-300.0 * x)
            z = y * y * y
        return z + x
    with np.errstate(all='raise'):
        assert tangent.grad(f)(np.float64(1.0)) == 1.0


@pytest.mark.skipif(np.lib.NumpyVersion(np.__version__) < '2.0.0', reason='NumPy 1 needs a cast at the end')
def test_other_contexts_hold_where_they_were():
    f = python("""
        def f(x):
            with warnings.catch_warnings(), np.printoptions(precision=3):
                warnings.simplefilter('ignore')
                y = x * x
            return y
        """, warnings=warnings)
    assert source(tangent.vjp(f, check_dims=False)) == plain("""
        with warnings.catch_warnings(), np.printoptions(precision=3):
            warnings.simplefilter('ignore')
        # Grad of: y = x * x
        bx = 2.0 * by * x
        return bx
        """)


def test_nothing_is_folded_into_a_context_or_out_of_it():
    function = tree("""
        def f(x):
            a = x * x
            with np.errstate(all='ignore'):
                b = a + 1.0
                c = b * 2.0
            d = c * 2.0
            return d
        """, 'a b c d')
    check(fold, function, """
        a = x * x
        with np.errstate(all='ignore'):
            c = (a + 1.0) * 2.0
        return c * 2.0
        """, (1.5,))


def test_a_context_in_a_variable_is_made_where_it_is_entered():
    case("""
        def f(x):
            context = np.errstate(all='ignore')
            with context as state:
                x = x * x
            return x, state
        """, """
        context = np.errstate(all='ignore')
        with np.errstate(all='ignore') as state:
            x = x * x
        return x, state
        """, (1.5,))


def test_what_a_context_gives():
    def f(x, xs):
        with contextlib.nullcontext(x * x) as y, contextlib.nullcontext() as nothing:
            x = x * y
        with contextlib.nullcontext((x, y)) as (a, b), warnings.catch_warnings(record=True) as xs[0]:
            z = a * b
        return z if nothing is None else x
    xs = [1]
    assert close(tangent.grad(f)(0.7, xs), 5.0 * 0.7 ** 4)
    assert xs == [1]


def test_jumps_out_of_a_context():
    case("""
        def f(x):
            with np.errstate(all='ignore'):
                if x > 1.0:
                    return x
                x = x * x
            x = x + 1.0
            return x
        """, """
        returned = False
        with np.errstate(all='ignore'):
            if x > 1.0:
                returned = True
            else:
                x = x * x
        if not returned:
            x = x + 1.0
        return x
        """, (1.5,), (0.5,))


def test_a_return_inside_a_loop_inside_a_branch():
    def f(x, flag):
        if flag:
            for i in range(3):
                if x > i:
                    return x * x
        y = x * 3.0
        z = y * y
        return z * x
    for x, flag in ((2.0, True), (-2.0, True), (2.0, False)):
        assert close(tangent.grad(f)(x, flag), slope(lambda h, x=x, flag=flag: f(x + h, flag)))


# --- statements that stay as they are -----------------------------------------------

def test_a_jump_out_of_a_try_becomes_a_flag():
    case("""
        def f(words):
            total = 0.0
            for word in words:
                try:
                    n = float(word)
                except ValueError:
                    continue
                total = total + n
            return total
        """, """
        total = 0.0
        for word in words:
            skipped = False
            try:
                n = float(word)
            except ValueError:
                skipped = True
            if skipped:
                pass
            else:
                total = total + n
        return total
        """, (('1', 'x', '2'),))


def test_what_a_try_returns():
    case("""
        def f(x, word):
            try:
                return float(word)
            except ValueError as error:
                return x
        """, """
        result = None
        returned = False
        returned_1 = False
        try:
            value = float(word)
            returned = True
        except ValueError as error:
            returned_1 = True
        if returned:
            result = value
        elif returned_1:
            result = x
        return result
        """, (1.0, '2'), (1.0, 'x'))


def test_versions_of_what_may_stay_as_it_was():
    case("""
        def f(word):
            n = 1.0
            m = n
            try:
                n = float(word)
            except ValueError:
                pass
            return n, m
        """, """
        n = 1.0
        m = n
        n_1 = n
        try:
            n_1 = float(word)
        except ValueError:
            pass
        return n_1, m
        """, ('2',), ('x',), transform=lambda function: versions(desugared(function)))


def test_match_only_chooses_where_derivatives_pass():
    case("""
        def f(x, command):
            match command:
                case ('scale', factor):
                    x = x * factor
                case {'add': n, **rest} if not rest:
                    x = x + n
            return x
        """, """
        case = None
        match command:
            case ['scale', factor]:
                case = 0
            case {'add': n, **rest} if not rest:
                case = 1
        if case == 0:
            x = x * factor
        elif case == 1:
            x = x + n
        return x
        """, (1.5, ('scale', 2.0)), (1.5, {'add': 1.0}), (1.5, None),
         transform=lambda function: split_matches(function, ['x']))


def test_match_stays_where_none_do():
    before = """
        def f(x, command):
            match command:
                case ['scale', factor]:
                    k = factor
                case [first, *rest] as whole:
                    k = first + len(whole)
                case _:
                    k = 1.0
            return x * k
        """
    assert text(split_matches(tree(before), ['x'])) == text(tree(before))


# --- gradients ----------------------------------------------------------------------

def half_way(x, word):
    a, b = 1.0, 2.0
    y = x * a * b
    try:
        a = 5.0
        b = float(word)
        a = 7.0
    except ValueError:
        b += 1.0
    return y * x * a * b


def carried(x, words):
    n = 1.5
    for word in words:
        y = x * n
        try:
            n = float(word)
        except ValueError:
            n += 1.0
        x = y * n + x * x
    return x * n


def named_exception(x, words):
    for word in words:
        try:
            scale = 1.0 / float(word)
        except (ValueError, ZeroDivisionError) as error:
            scale = 0.5
            if isinstance(error, ZeroDivisionError):
                continue
        x = x * scale + x * x
    return x


def several_ends(x, words):
    for word in words:
        try:
            n = float(word)
        except ValueError:
            if len(word) > 1:
                return x * x
            else:
                break
        else:
            if n > 2.0:
                return x * n * x
        x = x * x + n
    return x * n


def in_a_context(x, words):
    with np.errstate(all='ignore'):
        for word in words:
            with contextlib.suppress(ValueError):
                n = float(word)
            x = math.sin(x * n)
            if x > 0.9:
                break
    return x * n


def nested_match(x, commands):
    kept = []
    for command in commands:
        match command:
            case 'skip':
                continue
            case 'stop':
                break
            case float() | int() as k:
                x = x * k + x * x
                kept.append(x)
            case (a, b):
                x = x * a + b
    return x * kept[0]


def local_definitions(x, words):
    class Count:
        def __init__(self):
            self.seen = 0

        def another(self):
            self.seen += 1
            return self.seen

    def numbers():
        for word in words:
            try:
                yield float(word)
            except ValueError:
                yield 0.5
    count = Count()
    for n in list(numbers()):
        x = x * n + x * x * count.another()
    return x


def from_a_file(x, words):
    with io.StringIO(words[0]) as file:
        n = float(file.read())
    return x * x * n


WORDS = ('1', 'x', '0.5', '0', 'y')
PROGRAMS = [
    (half_way, '2'), (half_way, 'x'), (carried, WORDS), (named_exception, WORDS), (several_ends, WORDS),
    (several_ends, ('1', '0.3', 'xx')), (several_ends, ('1', '3')), (in_a_context, WORDS),
    (nested_match, (0.5, 'skip', (0.3, 0.1), 2, 'stop', 3.0)), (local_definitions, WORDS), (from_a_file, WORDS),
]


@pytest.mark.parametrize(('f', 'given'), PROGRAMS)
@pytest.mark.parametrize('options', [{}, {'optimized': False}, {'motion': 'split'}])
def test_gradients(f, given, options):
    df = tangent.grad(f, **options)
    assert close(df(0.7, given), slope(lambda h: f(0.7 + h, given)))
    ddf = tangent.grad(df, **options)
    assert close(ddf(0.7, given), slope(lambda h: df(0.7 + h, given)), 1e-5)


# --- refusals -----------------------------------------------------------------------

REFUSED = {
    'try': ("assigns 'y'", """
        def f(x):
            try:
                y = x * x
            except ValueError:
                y = x
            return y
        """),
    'with': ("assigns 'x'", """
        def f(x):
            with contextlib.suppress(ValueError):
                x = x * x
            return x
        """),
    'what is matched': ('match statement', """
        def f(x):
            match x:
                case (a, b):
                    return a * b
            return 0.0
        """),
    'an exception with a derivative': ('on which the derivative depends', """
        def f(x):
            try:
                raise ValueError(x)
            except ValueError as error:
                y = error.args[0]
            return y
        """),
    'a name of two things': ('the name of an exception', """
        def f(x):
            error = x
            try:
                n = int('1')
            except ValueError as error:
                n = 2
            return error * n
        """),
    'a write': ('in place', """
        def f(x, xs):
            y = x * xs[0]
            try:
                xs[0] = 2.0
            except IndexError:
                pass
            return y
        """),
    'a write into an alias': ('in place', """
        def f(x, xs):
            y = x * xs[0]
            try:
                for part in [xs]:
                    part[0] = 2.0
            finally:
                return y
        """),
    'an update of what may be an array': ('in place', """
        def f(x, xs):
            y = x * xs
            try:
                xs += 1.0
            except TypeError:
                pass
            return y
        """),
    'a method that changes': ('in place', """
        def f(x, xs):
            try:
                n = xs.pop()
            except IndexError:
                n = 1.0
            return x * n * len(xs)
        """),
    'a jump from the middle': ('more would follow', """
        def f(x, word):
            try:
                if word:
                    return 0.0
                n = float(word)
            except ValueError:
                n = 1.0
            return x * n
        """),
    'a class of variables': ('class definition', """
        def f(x):
            class A:
                y = x
            return A.y
        """),
}


@pytest.mark.parametrize('which', REFUSED)
def test_refused(which):
    reason, program = REFUSED[which]
    with pytest.raises(UnsupportedError, match=reason) as caught:
        tangent.grad(python(program, contextlib=contextlib))
    assert caught.value.line and caught.value.remedy
