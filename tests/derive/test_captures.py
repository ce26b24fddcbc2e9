"""What carries no derivative where a callee is derived, and carries one for the next derivative."""
import numpy as np
import pytest

import tangent


class Scaling:
    def __init__(self, scale):
        self.scale = scale

    def __call__(self, x):
        return self.scale * x ** 3


def scaled(scaling, x):
    return scaling(x)


def test_in_the_argument_and_then_in_the_object():
    df = tangent.jvp(scaled, wrt='x')
    assert 'tangent.tangent_of(scaling, (0,))((dx,), x)' in tangent.source(df)
    ddf = tangent.jvp(df, wrt='scaling')
    assert ddf(Scaling(0.7), 2.0, 1.0, Scaling(1.0)) == 12.0
    assert tangent.grad(tangent.grad(scaled, wrt='x'), wrt='scaling')(Scaling(0.7), 2.0).scale == 12.0


@pytest.mark.parametrize('transform', [tangent.vjp, tangent.jvp])
def test_twice_in_the_argument_and_then_in_the_object(transform):
    twice = transform(transform(scaled, wrt='x'), wrt='x')
    found = tangent.jvp(twice, wrt='scaling')(Scaling(0.7), 2.0, 1.0, 1.0, Scaling(1.0))
    np.testing.assert_allclose(found, 12.0)
    np.testing.assert_allclose(tangent.vjp(twice, wrt='scaling')(Scaling(0.7), 2.0, 1.0, 1.0, 1.0).scale, 12.0)


def test_what_a_captured_function_captured():
    def f(w, x):
        inner = [lambda z: w * z * z][0]
        functions = [lambda z: inner(z) * w * z, np.cos]
        return functions[0](x)
    df = tangent.jvp(f, wrt='x')
    np.testing.assert_allclose(df(0.7, 2.0, 1.0), 3 * 0.49 * 4.0)
    np.testing.assert_allclose(tangent.jvp(df, wrt='w')(0.7, 2.0, 1.0, 1.0), 3 * 2 * 0.7 * 4.0)
    np.testing.assert_allclose(tangent.vjp(df, wrt='w')(0.7, 2.0, 1.0, 1.0), 3 * 2 * 0.7 * 4.0)


def test_the_object_first():
    once = tangent.jvp(tangent.jvp(scaled, wrt='scaling'), wrt='x')
    assert once(Scaling(0.7), 2.0, Scaling(1.0), 1.0) == 12.0
    assert tangent.jvp(once, wrt='x')(Scaling(0.7), 2.0, Scaling(1.0), 1.0, 1.0) == 12.0
    assert tangent.vjp(tangent.vjp(scaled, wrt='scaling'), wrt='x')(Scaling(0.7), 2.0, 1.0, Scaling(1.0)) == 12.0
