"""What is written in place is an array made here, and nothing else sees it."""
import numpy as np
import pytest

import tangent
from tangent.errors import KindError, UnsupportedError

from .stages import python


@pytest.mark.parametrize('body', [
    'b = np.zeros(3); b[0] += x; return np.sum(b)',
    'b = np.zeros(3); b[0] += x; b[0] -= x * x; return np.sum(b)',
    'b = np.zeros_like(y); b[1:] += x; return np.sum(b)',
    'b = np.ones(3) * 2.0; b[0] += x; return np.sum(b * b)',
    'b = -y; b[0] += x; return np.sum(b * b)',
    'b = np.zeros((3, 3)); b[0, 1] += x; b[:, 0] += y; return np.sum(b * b)',
    'b = np.zeros(3)\n    if x > 0.0: b[0] += x\n    else: b[1] -= x\n    return np.sum(b * b)',
])
def test_an_array_made_here(body):
    f = python('def f(x, y):\n    ' + body)
    y = np.array([1.0, 2.0, 3.0])
    for x in (0.5, -0.5):
        wanted = (f(x + 1e-6, y) - f(x - 1e-6, y)) / 2e-6
        for options in ({}, {'optimized': False}, {'motion': 'split'}):
            np.testing.assert_allclose(tangent.grad(f, **options)(x, y), wanted, rtol=1e-6, atol=1e-9)
    np.testing.assert_array_equal(y, [1.0, 2.0, 3.0])


@pytest.mark.parametrize('body', [
    'y[0] += x; return np.sum(y)',
    'b = y; b[0] += x; return np.sum(b)',
    'b = y[1:]; b[0] += x; return np.sum(b)',
    'b = y.T; b[0] += x; return np.sum(b)',
    'b = np.reshape(y, (3, 1)); b[0] += x; return np.sum(b)',
    'b = np.asarray(y); b[0] += x; return np.sum(b)',
    'b = np.zeros(3); c = b; b[0] += x; return np.sum(c)',
    'b = np.zeros(3); c = b[1:]; b[1] += x; return np.sum(c)',
    'b = np.zeros(3); c = (b, x); b[0] += x; return np.sum(c[0])',
    'b = np.zeros(3); c = [b]; b[0] += x; return np.sum(c[0])',
    'b = np.zeros(3); c = {1: b}; b[0] += x; return np.sum(c[1])',
    'b = np.zeros(3); c = b.T; b[0] += x; return np.sum(c)',
    'b = np.zeros(3); c = lambda: b; b[0] += x; return np.sum(c())',
    'b = np.zeros(3); c = same(b); b[0] += x; return np.sum(c)',
    'b = np.zeros(3); c = b if y[0] > 0.0 else y; b[0] += x; return np.sum(c)',
    'b = K; b[0] += x; return np.sum(b)',
    'b = K if x > 0.0 else np.zeros(3); b[0] += x; return np.sum(b)',
    'b = c = np.zeros(3); b[0] += x; return np.sum(c)',
    'b, c = np.zeros(3), x; b[0] += c; return np.sum(b)',
    '(b := y)[0]; b[0] += x; return np.sum(b)',
    'b = make(); b[0] += x; return np.sum(b)',
    'b = np.zeros(3); c = b.reshape(3, 1); b[0] += x; return np.sum(c)',
    'b = x; b += y; return np.sum(b) + np.sum(x)',
    'b = y + 0.0; b[[0, 0]] += x; return np.sum(b * b)',
    'b = np.zeros(3); i = [0, 0]; b[i] += x; return np.sum(b)',
    'b = np.zeros(3); b[y > 1.0] += x; return np.sum(b)',
])
def test_what_is_not_surely_safe_is_refused_or_right(body):
    """Whatever is not refused must be right: the value, the gradient, and the arguments left alone."""
    table = np.ones(3)
    f = python('def f(x, y):\n    ' + body, same=lambda v: v, K=table, make=lambda: table)

    def value(x):
        table[:] = 1.0
        return f(x, np.array([1.0, 2.0, 3.0]))
    for options in ({}, {'optimized': False}, {'motion': 'split'}, {'check_dims': False}):
        table[:] = 1.0
        y = np.array([1.0, 2.0, 3.0])
        try:
            df = tangent.value_and_grad(f, **options)
        except UnsupportedError as error:
            assert error.line and error.remedy
            continue
        try:
            got, slope = df(0.5, y)
        except KindError as error:  # only the call tells that memory is shared
            assert error.remedy
            got = None
        np.testing.assert_array_equal(y, [1.0, 2.0, 3.0])
        np.testing.assert_array_equal(table, np.ones(3))
        if got is None:
            continue
        np.testing.assert_allclose(got, value(0.5))
        np.testing.assert_allclose(slope, (value(0.5 + 1e-6) - value(0.5 - 1e-6)) / 2e-6, rtol=1e-6)


def test_augmented_assignment_of_a_name_that_has_another_name():
    """`b += y` on an array changes it for every name; on a number it makes a new one."""
    f = python("""
        def f(x, y):
            b = x * 1.0
            c = b
            b += y
            return np.sum(c * c)
        """)
    x, y = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    wanted = np.array([(f(x + e, y) - f(x - e, y)) / 2e-6 for e in np.eye(2) * 1e-6])
    for options in ({}, {'optimized': False}, {'motion': 'split'}):
        try:
            found = tangent.grad(f, **options)(x, y)
        except tangent.TangentError:
            continue
        np.testing.assert_allclose(found, wanted, rtol=1e-6)
        np.testing.assert_array_equal(x, [1.0, 2.0])


def test_augmented_assignment_to_an_argument_leaves_it_alone():
    f = python('def f(x, y):\n    x += y\n    return np.sum(x * x)')
    x, y = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    for options in ({}, {'optimized': False}, {'motion': 'split'}):
        try:
            df = tangent.grad(f, **options)
        except UnsupportedError:
            continue
        np.testing.assert_array_equal(df(x, y), 2.0 * (x + y))
        np.testing.assert_array_equal(x, [1.0, 2.0])


def test_augmented_assignment_of_a_number_that_has_another_name():
    f = python("""
        def f(x, y):
            b = x * 1.0
            c = b
            b += y
            return c * c * b
        """)
    for options in ({}, {'optimized': False}, {'motion': 'split'}):
        assert tangent.grad(f, **options)(3.0, 2.0) == 3.0 * 9.0 + 2.0 * 2.0 * 3.0
