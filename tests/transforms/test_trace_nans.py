"""The first statement that makes a NaN or an infinity."""
from __future__ import annotations

import sys

import attrs
import numpy as np
import pytest

import tangent
from tangent.transforms.nonfinite import nonfinite
from tangent.transforms.trace_nans import RESULT

DATA = np.array([1.0, np.nan])


def norm(x):
    squares = np.sum(x * x)
    return np.sqrt(squares)


def logs(x, n):
    for i in range(n):
        x = np.log(x)
    return x


def logs_in_while(x):
    n = 0
    while n < 4:
        x = np.log(x)
        n += 1
    return x


def ratio(x):
    return x / (x - 1.0)


def of_ratio(x):
    y = ratio(x)
    return y * y


def sigmoids(x):
    return np.sum(1.0 / (1.0 + np.exp(-x)))


def written(x):
    out = np.zeros(3)
    for i in range(3):
        out[i] = x[i] - x[i] * 1e308 * x[i]
    return np.sum(out)


def lowest(x):
    best = np.inf
    for v in x:
        best = min(best, v)
    return best * 2.0


def line_of(function, text):
    """The line of a function of this module that has a text."""
    with open(__file__, encoding='utf-8') as file:
        lines = file.read().splitlines()
    first = function.__code__.co_firstlineno
    return next(n for n in range(first, len(lines)) if text in lines[n - 1])


def check(found, function, text, role, what):
    """Check where a finding is, in the source of the user and in the generated one."""
    assert found.what == what and found.is_made_here
    assert (found.origin.file, found.origin.line) == (__file__, line_of(function, text))
    assert found.origin.text == text and found.origin.role == role
    assert found.file.startswith('<tangent ') and found.text


@pytest.mark.parametrize('optimized', [True, False])
def test_in_the_backward_pass(optimized):
    df = tangent.grad(norm, optimized=optimized)
    found = tangent.trace_nans(df, np.zeros(2))
    check(found, norm, 'return np.sqrt(squares)', 'adjoint', 'divide by zero')
    assert tangent.source(df).splitlines()[found.line - 1].strip() == found.text
    assert any(np.all(value == 0.0) for value in found.inputs.values())
    assert all(np.isinf(value) for value in found.outputs.values()) and found.outputs


def test_in_the_forward_pass_of_a_callee():
    found = tangent.trace_nans(tangent.grad(of_ratio), np.float64(1.0))
    check(found, ratio, 'return x / (x - 1.0)', 'primal', 'divide by zero')
    assert found.function == 'primal_ratio' and found.inputs['x'] == 1.0


def test_in_the_backward_pass_of_a_callee():
    def outer(x):
        return 3.0 * norm(x)
    found = tangent.trace_nans(tangent.grad(outer), np.zeros(2))
    check(found, norm, 'return np.sqrt(squares)', 'adjoint', 'divide by zero')
    assert found.function == 'adjoint_norm'


def test_in_a_loop_with_the_iteration():
    found = tangent.trace_nans(tangent.grad(logs), 3.0, 4)
    check(found, logs, 'x = np.log(x)', 'primal', 'invalid value')
    assert dict(found.loop) == {'i': 3} and found.times == 4 and all(value < 0.0 for value in found.inputs.values())
    assert 'when it ran for the 4th time, with i = 3' in str(found)
    found = tangent.trace_nans(tangent.grad(logs_in_while), 3.0)
    assert found.times == 4 and not found.loop


@pytest.mark.parametrize('transform, what, role', [
    (tangent.jvp, 'invalid value', 'tangent'),
    (tangent.hvp, 'divide by zero', 'adjoint'),
    (lambda f: tangent.grad(tangent.jvp(f)), 'invalid value', 'tangent'),
    (lambda f: tangent.jvp(tangent.grad(f)), 'divide by zero', 'adjoint'),
])
def test_in_other_and_nested_derivatives(transform, what, role):
    found = tangent.trace_nans(transform(norm), np.zeros(2), np.ones(2))
    check(found, norm, 'return np.sqrt(squares)', role, what)


def test_an_overflow_whose_result_is_finite():
    x = np.array([-1000.0, 1.0])
    assert np.isfinite(sigmoids(np.array([1.0])))
    found = tangent.trace_nans(tangent.grad(sigmoids), x)
    check(found, sigmoids, 'return np.sum(1.0 / (1.0 + np.exp(-x)))', 'primal', 'overflow')
    np.testing.assert_array_equal(found.inputs['x'], x)


def test_an_element_that_is_written():
    found = tangent.trace_nans(written, np.array([1.0, 1e10, 1.0]))
    assert found.text == 'out[i] = x[i] - x[i] * 1e308 * x[i]' and found.loop == {'i': 1}
    assert found.inputs['x[i]'] == 1e10 and 'out' not in found.inputs
    np.testing.assert_array_equal(found.outputs['out'], [1.0 - 1e308, -np.inf, 0.0])  # as it was then


def test_a_number_of_python():
    def f(x):
        y = x * 1e308
        z = y * 10.0
        return z - z
    found = tangent.trace_nans(f, 1.0)
    assert (found.what, found.text, found.origin) == ('inf', 'z = y * 10.0', None)
    assert found.inputs == {'y': 1e308} and found.outputs == {'z': np.inf}
    assert f'File "{__file__}", line {f.__code__.co_firstlineno + 2} of f' in str(found)


def test_what_is_returned():
    found = tangent.trace_nans(lambda x: x * 1e308 * 10.0, 1.0)
    assert found.what == 'inf' and found.outputs == {RESULT: np.inf}


def test_a_nan_of_infinities():
    def f(x):
        top = x * np.inf
        return top - top
    assert tangent.trace_nans(f, 1.0).text == 'return top - top'


def test_containers():
    def f(x):
        kept = {'a': []}
        kept['a'].append(x)
        kept['b'] = [x * 1e308 * 10.0]
        return kept
    found = tangent.trace_nans(f, 1.0)
    assert found.text == "kept['b'] = [x * 1e308 * 10.0]" and found.inputs == {'x': 1.0}


def test_a_tape():
    def f(x):
        tape = []
        for _ in range(3):
            tape.append(x * x)
            x = x * x
        return tape
    found = tangent.trace_nans(f, 1e100)
    assert found.text == 'tape.append(x * x)' and found.times == 2


def test_an_arithmetic_exception():
    found = tangent.trace_nans(tangent.grad(lambda x: 1.0 / x), 0.0)
    assert found.what.startswith('ZeroDivisionError: ') and found.inputs['x'] == 0.0
    found = tangent.trace_nans(lambda x: x ** 10000, 10.0)
    assert found.what.startswith('OverflowError: ')


def test_an_exception_that_is_caught_is_no_finding():
    def f(x):
        try:
            return 1.0 / x
        except ZeroDivisionError:
            return 0.0
    assert tangent.trace_nans(f, 0.0) is None


def test_other_exceptions_are_raised():
    with pytest.raises(IndexError):
        tangent.trace_nans(lambda items: items[3], [])
    assert sys.gettrace() is None or sys.gettrace().__name__ != 'entered'


def test_nothing_is_found_where_all_is_finite():
    assert tangent.trace_nans(tangent.grad(norm), np.ones(2)) is None
    assert tangent.trace_nans(tangent.grad(logs), 30.0, 2) is None
    assert tangent.trace_nans(norm, np.zeros(2)) is None


def test_infinities_that_are_meant_are_no_finding():
    assert tangent.trace_nans(tangent.grad(lowest), [3.0, 1.0]) is None
    assert tangent.trace_nans(lambda x: min(float('inf'), x), 1.0) is None


def test_silenced_warnings_are_none():
    def f(x):
        with np.errstate(over='ignore'):
            return 1.0 / (1.0 + np.exp(-x))
    assert tangent.trace_nans(f, np.array([-1000.0])) is None
    assert tangent.trace_nans(lambda x: 1.0 / (1.0 + np.exp(-x)), np.array([-1000.0])).what == 'overflow'


def test_a_nan_from_an_argument_or_from_data():
    found = tangent.trace_nans(tangent.grad(norm), np.array([np.nan, 1.0]))
    assert not found.is_made_here and found.origin.text == 'squares = np.sum(x * x)'
    assert str(found).startswith('nan, from an argument or from data, read by')
    found = tangent.trace_nans(lambda x: x * DATA, 2.0)
    assert not found.is_made_here and 'DATA' in found.inputs


def test_what_is_made_counts_before_what_came_in():
    def f(x, y):
        a = x * 2.0
        b = y * 1e308 * 10.0
        return a + b
    found = tangent.trace_nans(f, np.nan, 1.0)
    assert found.is_made_here and found.text == 'b = y * 1e308 * 10.0'


def test_keywords_and_the_trace_function_of_a_debugger():
    def follow(frame, event, arg):
        return None
    before = sys.gettrace()
    sys.settrace(follow)
    try:
        found = tangent.trace_nans(logs, x=-1.0, n=1)
        after = sys.gettrace()
    finally:
        sys.settrace(before)
    assert after is follow and found.inputs['x'] == -1.0


def test_the_record_as_text():
    text = str(tangent.trace_nans(tangent.grad(norm), np.zeros(2)))
    assert text.splitlines()[0] == 'divide by zero, made by'
    assert f'  from the adjoint of\n    File "{__file__}", line {line_of(norm, "return np.sqrt")}\n' \
           '    return np.sqrt(squares)\n' in text
    assert '  of squares = ' in text and '  made bsquares = ' in text


@attrs.define
class Held:
    value: object


class Slotted:
    __slots__ = ('value',)

    def __init__(self, value):
        self.value = value


@pytest.mark.parametrize('value, flags', [
    (1.0, set()), (np.nan, {'nan'}), (-np.inf, {'inf'}), (complex(0.0, np.nan), {'nan'}), ('nan', set()), (None, set()),
    (np.array([1, 2]), set()), (np.float32('inf'), {'inf'}), (np.array([np.nan, np.inf]), {'nan', 'inf'}),
    ([1.0, (2.0, {'a': np.nan})], {'nan'}), (np.array([1.0, np.inf], dtype=object), {'inf'}), ({np.inf}, {'inf'}),
    (Held([np.nan]), {'nan'}), (Slotted(np.inf), {'inf'}), (10 ** 400, set()), (np, set()), (np.sin, set()),
])
def test_nonfinite(value, flags):
    assert nonfinite(value) == flags


def test_nonfinite_in_a_circle():
    items = [1.0]
    items.append(items)
    assert nonfinite(items) == set()


def shifted(x, shifts):
    total = 0.0
    for shift in shifts:
        total = total + np.sqrt(ratio(x - shift))
    return total


def test_the_calls_on_the_way_tell_their_iterations():
    with np.errstate(all='ignore'):
        found = tangent.trace_nans(tangent.grad(shifted), np.float64(9.0), [0.0, 2.0, 8.0])
    call, = found.calls
    assert found.what == 'divide by zero' and found.origin.text == 'return x / (x - 1.0)'
    assert (call.function, call.times, call.loop) == ('dshifteddx', 3, {'shift': 8.0})
    assert call.origin.text == 'total = total + np.sqrt(ratio(x - shift))'
    assert str(found).endswith('  when it ran for the 3rd time, with shift = 8.0')


def test_many_calls_are_counted():
    def deep(x, n):
        return ratio(x) if n == 0 else deep(x, n - 1)
    found = tangent.trace_nans(deep, np.float64(1.0), 20)
    assert len(found.calls) == 21 and str(found).endswith('called by 13 more')
