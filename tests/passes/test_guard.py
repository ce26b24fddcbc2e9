"""Calls that may change in place what the derivative depends on are refused; others are not.

Whatever is let through must be right, so each program here is either refused with a place
or has the gradient of finite differences and leaves its arguments alone as the function does.
"""
import logging
import random
import textwrap
import warnings

import numpy as np
import pytest

import tangent
from tangent.errors import UnsupportedError

from .stages import python

LOG = logging.getLogger(__name__)


def halve(a, n):
    a[n] *= 0.5
    if n > 0:
        halve(a, n - 1)


def zero_first(a):
    a[0] = 0.0
    return a


def add_in_place(a, b):
    a += b
    return a


def by_another(a):
    return zero_first(a)


def sort_in_place(a):
    a.sort()
    return a[0]


def through_a_view(a):
    b = a[1:]
    b[0] = 0.0
    return a


def through_a_name(a):
    b = a
    b *= 2.0
    return a


WRITES = {
    'an element': 'y = x * n; zero_first(y); return np.sum(y * y)',
    'an argument of the function': 'zero_first(x); return np.sum(x * x)',
    'before its result is read': 'y = x * n; z = zero_first(y); return np.sum(y * z)',
    'in an expression': 'y = x * n; return np.sum(y * y) + zero_first(y)[1]',
    'by += in a callee': 'y = x * n; z = add_in_place(y, n); return np.sum(y * z)',
    'by a callee of a callee': 'y = x * n; z = by_another(y); return np.sum(y * y)',
    'a method': 'y = x * n; y.sort(); return np.sum(y * np.arange(3))',
    'a method in a callee': 'y = x * n; z = sort_in_place(y); return np.sum(y * np.arange(3)) + z',
    'fill': 'y = x * n; y.fill(0.0); return np.sum(y)',
    'out=': 'y = x * n; np.multiply(y, 2.0, out=y); return np.sum(y)',
    'np.copyto': 'y = x * n; np.copyto(y, 0.0); return np.sum(y)',
    'np.put': 'y = x * n; np.put(y, [0], 0.0); return np.sum(y)',
    'np.add.at': 'y = x * n; np.add.at(y, [0], 1.0); return np.sum(y * y)',
    'np.fill_diagonal': 'y = np.outer(x, x); np.fill_diagonal(y, 0.0); return np.sum(y)',
    'np.random.shuffle': 'y = x * n; np.random.shuffle(y); return np.sum(y * np.arange(3))',
    'random.shuffle': 'y = [x[0], x[1]]; random.shuffle(y); return y[0] * n',
    'a list': 'y = [x[0]]; y.append(x[1]); return y[-1] * n',
    'list.pop': 'y = [x[0], x[1]]; y.pop(); return y[-1] * n',
    'a dict': "y = {'a': x[0]}; y.update({'a': x[1]}); return y['a'] * n",
    'setattr': "setattr(holder, 'v', x[0]); return holder.v * n",
    'through a view': 'y = x * n; z = through_a_view(y); return np.sum(y * y)',
    'through another name': 'y = x * n; z = through_a_name(y); return np.sum(y * y)',
    'by a lambda': 'y = x * n; w = (lambda a: a.sort())(y); return np.sum(y * np.arange(3))',
    'by a function inside': 'y = x * n\n    def g(a):\n        a.sort()\n        return a\n'
                            '    z = g(y)\n    return np.sum(y * np.arange(3))',
    'data that is read again': 'm = np.full(3, n); y = np.sum(x * m); zero_first(m); return y * np.sum(x)',
    'a list without derivatives': 'shape = []; shape.append(3); return np.sum(np.reshape(x, shape) * n)',
    'a global array': 'y = np.sum(x * K); zero_first(K); return y',
}


@pytest.mark.parametrize('case', WRITES)
@pytest.mark.parametrize('options', [{}, {'optimized': False}, {'motion': 'split'}], ids=str)
def test_a_write_is_refused_or_right(case, options):
    table = np.ones(3)
    holder = type('Holder', (), {})()
    f = python('def f(x, n):\n    ' + WRITES[case], zero_first=zero_first, add_in_place=add_in_place,
               by_another=by_another,
               sort_in_place=sort_in_place, through_a_view=through_a_view, through_a_name=through_a_name,
               random=random,
               holder=holder, K=table)
    start = np.array([0.5, 0.2, 0.9])

    def value(x):
        table[:] = 1.0
        return float(f(x.copy(), 2.0))
    try:
        df = tangent.value_and_grad(f, **options)
    except UnsupportedError as error:
        assert error.line and error.remedy
        return
    assert 'shuffle' not in case, 'what is random cannot be right'
    table[:] = 1.0
    try:
        got, slope = df(start.copy(), 2.0)
    except tangent.TangentError:
        return
    wanted = [(value(start + step) - value(start - step)) / 2e-6 for step in np.eye(3) * 1e-6]
    np.testing.assert_allclose(got, value(start))
    np.testing.assert_allclose(slope, wanted, rtol=1e-6, atol=1e-8)


SEEN = []


def noted(value):
    SEEN.append(1)
    return value


def summed(count):
    total = 0.0
    for i in range(count):
        total += i
    return total


def squares(x):
    total = x * 0.0
    total += x * x
    return total


def with_a_dict(x):
    table = {}
    table['x'] = 2.0
    return x * table['x']


def with_options(*args, **kwargs):
    return args[0] * kwargs['n']


HARMLESS = {
    'print': "print('x', n); return np.sum(x * n)",
    'print of an active value': "print(x); return np.sum(x * n)",
    'logging': "LOG.debug('x %s', x); logging.getLogger('a').info('n'); return np.sum(x * n)",
    'warnings': "warnings.warn('careful'); return np.sum(x * n)",
    'appending to a list outside': 'SEEN.append(n); return np.sum(x * n)',
    'a callee that appends to a list outside': 'return np.sum(noted(x) * noted(n))',
    'a callee with a loop': 'return np.sum(x) * summed(3)',
    'a callee that adds to its own variable': 'return np.sum(squares(x)) * n',
    'random numbers': 'r = rng.normal(size=3); return np.sum(x * r * 0.0) + np.sum(x * n)',
    'a callee with stars': 'return np.sum(with_options(x, n=n))',
    'assertions': 'assert n > 0; assert np.all(x > 0), f"{x}"; return np.sum(x * n)',
    'a copy that is sorted': 'order = sorted([n, 1.0]); return np.sum(x * order[-1])',
    'np.random.seed': 'np.random.seed(0); return np.sum(x * n)',
}


@pytest.mark.parametrize('case', HARMLESS)
def test_what_changes_nothing_is_let_through(case):
    f = python('def f(x, n):\n    ' + HARMLESS[case], noted=noted, SEEN=SEEN, summed=summed, squares=squares,
               LOG=LOG,
               logging=logging, warnings=warnings, rng=np.random.default_rng(0), with_options=with_options,
               with_a_dict=with_a_dict)
    start = np.array([0.5, 0.2, 0.9])
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        found = tangent.grad(f)(start, 2.0)
        wanted = [(f(start + step, 2.0) - f(start - step, 2.0)) / 2e-6 for step in np.eye(3) * 1e-6]
    np.testing.assert_allclose(found, wanted, rtol=1e-6)


def test_the_place_of_the_call_is_shown():
    f = python("""
        def f(x):
            y = x * 2.0
            halve(y, 2)
            return np.sum(y)
        """, halve=halve)
    with pytest.raises(UnsupportedError, match="halve may change 'y' in place") as caught:
        tangent.grad(f)
    assert caught.value.source.strip() == 'halve(a, n - 1)' and caught.value.file == __file__


@pytest.mark.parametrize('transform', [tangent.vjp, tangent.jvp])
def test_a_function_that_only_the_call_tells_and_that_writes(transform):
    f = python("""
        def f(change, x):
            y = x * 2.0
            return np.sum(y * change(y))
        """)
    df = transform(f, wrt=1)
    with pytest.raises(UnsupportedError, match='zero_first, which only the call tells, may write') as caught:
        df(zero_first, np.ones(3), *([1.0] if transform is tangent.vjp else [np.ones(3)]))
    assert caught.value.remedy
    assert np.shape(df(np.sin, np.ones(3), *([1.0] if transform is tangent.vjp else [np.ones(3)]))) in ((3,), ())


def test_what_is_not_known_and_called_for_its_effect():
    f = python("""
        def f(change, x):
            y = x * 2.0
            change(y)
            return np.sum(y)
        """)
    with pytest.raises(UnsupportedError, match="change may change 'y' in place"):
        tangent.vjp(f, wrt=1)


class Log:
    def __init__(self):
        self.items = []

    def add(self, v):
        self.items.append(v)
        return len(self.items)


WRITE_UNSEEN = {
    'a generator that is gone through': """
        log = Log()
        any(log.add(v) > 5 for v in x)
        return sum(log.items)
    """,
    'a comprehension whose items carry nothing': """
        log = Log()
        found = {log.add(v) for v in x}
        return sum(log.items) * len(found)
    """,
    'a comprehension that puts into a dict': """
        found = {}
        all(found.setdefault(i, v) < 9.0 for i, v in enumerate(x))
        return sum(found.values())
    """,
    'a name that is a variable outside, too': """
        v, log = 2.0, []
        any(log.append(v) for v in x)
        return sum(log) * v
    """,
    'a key that is a lambda': """
        log = []
        first = min(x, key=lambda v: log.append(v) or v)
        return sum(log) * first
    """,
    'a key that is a lambda and calls a method': """
        log = Log()
        values = sorted(x, key=lambda v: log.add(v))
        return sum(log.items) * values[0]
    """,
    'a key that is a lambda with a name': """
        log = Log()
        key = lambda v: log.add(v)
        values = sorted(x, key=key)
        return sum(log.items) * values[0]
    """,
    'a key that is a function': """
        log = Log()
        def key(v):
            log.add(v)
            return v
        values = sorted(x, key=key)
        return sum(log.items) * values[0]
    """,
    'a key that is a method': """
        log = Log()
        values = sorted(x, key=log.add)
        return sum(log.items) * values[0]
    """,
    'a key that is a method with a name': """
        log = Log()
        key = log.add
        values = sorted(x, key=key)
        return sum(log.items) * values[0]
    """,
}


@pytest.mark.parametrize('transform', [tangent.grad, tangent.jvp], ids=['grad', 'jvp'])
@pytest.mark.parametrize('body', WRITE_UNSEEN.values(), ids=WRITE_UNSEEN)
def test_what_writes_while_something_else_is_computed(body, transform):
    f = python('def f(x):' + textwrap.indent(textwrap.dedent(body), '    '), Log=Log)
    x = np.array([1.5, 0.7])
    with pytest.raises(UnsupportedError, match='may change .* in place|may change .* of the function around it|'
                                               'may write into what it is given') as caught:
        transform(f)(x, *([x] if transform is tangent.jvp else []))
    assert caught.value.remedy


def test_keys_and_comprehensions_that_only_read_are_let_through():
    f = python("""
        def f(x):
            log, count = Log(), []
            for v in x:
                log.add(v)
            place = max(range(2), key=lambda i: len(log.items) * i)
            if any(v > 1.0 for v in log.items):
                count.append(1)
            return sum(log.items) * x[place]
        """, Log=Log)
    x = np.array([1.5, 0.7])
    np.testing.assert_allclose(tangent.grad(f)(x), [0.7, 1.5 + 2 * 0.7])


@pytest.mark.parametrize('call', [
    'np.nan_to_num(y, copy=False)', 'np.nan_to_num(y, False)', 'np.median(y, overwrite_input=True)',
    'np.modf(x, y, np.zeros(2))', 'np.divmod(x, 2.0, out=(y, np.zeros(2)))'])
def test_numpy_writes_into_what_it_reads(call):
    f = python(f"""
        def f(x):
            y = x * 1.0
            {call}
            return np.sum(y * y)
        """)
    with pytest.raises(UnsupportedError, match="may change 'y' in place|a result written into another array") as caught:
        tangent.grad(f)
    assert call in caught.value.source and caught.value.remedy
