"""Derivatives of derivatives of functions that only the run can tell: what their primals save is not all active."""
import numpy as np
import pytest

import tangent
from tangent.errors import NoRuleError
from tangent.grads import adjoint, d

X, V = np.array([0.3, 1.4, -0.8]), np.array([0.4, -0.3, 0.9])


def huber(x, c):
    return np.where(np.abs(x) <= c, 0.5 * x ** 2, c * x)


def shifted(x, c):
    by = int(np.argmax(x))
    return np.roll(x ** 2, by) * c * x


def scaled_by_the_norm(x, c):
    order = 2
    return np.linalg.norm(x * c, order) * x


def repeated(x, c):
    times = len(x) - 1
    return np.repeat(x ** 2 * c, times)[:3]


def smoothed(x, c):
    mode = 'same'
    return np.convolve(x, x * c, mode)


def chosen_again_and_again(x, c):
    t = x
    for i in range(len(x)):
        t = np.where(t > c, t ** 2 * c, t * x[i])
    return t


def in_a_dict(x, c):
    d = {'squares': x ** 2, 'mask': x > 0.0}
    return np.where(d['mask'], d['squares'] * c, x)


def nested(x, c):
    return huber(shifted(x, c), c) * x


def masked(x, mask):
    return np.where(mask, x ** 2, x ** 3) * mask


def taken(x, indices):
    return np.take(x ** 2, indices) * x


def rolled(x, by):
    return np.roll(x ** 2, by) * x


def powers(x, order):
    return np.linalg.norm(x, order) * x


MASK = np.array([True, False, True])
CASES = [*[(f, 0.7) for f in (huber, shifted, scaled_by_the_norm, repeated, smoothed, chosen_again_and_again,
                              in_a_dict, nested)],
         (masked, MASK), (taken, np.array([2, 0, 1])), (rolled, 1), (powers, 2)]


def called(x, c, f):
    return np.sum(np.tanh(f(x, c)))


@pytest.mark.parametrize('f, c', CASES, ids=[f.__name__ for f, _ in CASES])
def test_second_order(f, c):
    known = tangent.vjp(tangent.grad(lambda x: np.sum(np.tanh(f(x, c)))))(X, V)
    first = tangent.grad(called, wrt='x')
    assert np.allclose(tangent.vjp(first, wrt='x')(X, c, f, V), known)
    assert np.allclose(tangent.jvp(first, wrt='x')(X, c, f, V), known)


def test_third_order():
    second = tangent.vjp(tangent.grad(called, wrt='x'), wrt='x')
    known = tangent.vjp(tangent.vjp(tangent.grad(lambda x: np.sum(np.tanh(huber(x, 0.7))))))(X, V, V)
    assert np.allclose(tangent.vjp(second, wrt='x')(X, 0.7, huber, V, V), known)
    assert np.allclose(tangent.jvp(second, wrt='x')(X, 0.7, huber, V, V), known)


def test_other_arguments_than_at_first():
    """What is no function of the argument of the first derivative may be one of that of the second."""
    known = tangent.jvp(tangent.grad(lambda x, c: np.sum(np.tanh(huber(x, c))), wrt='x'), wrt='c')(X, 0.7, 1.0)
    assert np.any(known != 0.0)
    assert np.allclose(tangent.jvp(tangent.grad(called, wrt='x'), wrt='c')(X, 0.7, huber, 1.0), known)


def test_what_only_the_adjoint_reads_without_a_rule():
    """The curvature of a norm depends on its argument, though no rule says how."""
    second = tangent.vjp(tangent.grad(called, wrt='x'), wrt='x')
    with pytest.raises(NoRuleError, match='norm_curvature has no derivative'):
        tangent.vjp(second, wrt='x')(X, 0.7, scaled_by_the_norm, V, V)


def weighted(x, weight):
    return x


@adjoint(weighted, constant=('weight',))
def weighted_adjoint(y, x, weight):
    d[x] = d[y] * weight


def test_what_a_rule_reads_that_its_function_does_not():
    """An adjoint of the user's may depend on what the function does not depend on."""
    def f(x, w):
        return weighted(x, w) ** 2
    known = tangent.jvp(tangent.grad(lambda x, w: np.sum(f(x, w)), wrt='x'), wrt='w')(X, 0.7, 1.0)
    assert np.allclose(known, 2.0 * X)
    first = tangent.grad(lambda x, w, g: np.sum(g(x, w)), wrt='x')
    assert np.allclose(tangent.jvp(first, wrt='w')(X, 0.7, f, 1.0), known)
