"""What a transform returns can be given to a transform again."""
import numpy as np
import pytest

import tangent


@pytest.fixture(params=[{}, {'motion': 'split'}, {'optimized': False}], ids=['joint', 'split', 'unoptimized'])
def options(request):
    return request.param


def test_derivatives_of_a_number(options):
    derivatives = [lambda x: x * x * x * x]
    for _ in range(3 if options.get('motion') == 'split' else 4):  # of two functions each, the fourth takes seconds
        derivatives.append(tangent.grad(derivatives[-1], **options))
    assert [d(2.0) for d in derivatives] == [16.0, 32.0, 48.0, 48.0, 24.0][:len(derivatives)]


def test_a_product_with_the_hessian(options):
    def f(x):
        return np.sum(x * x * x)
    hvp = tangent.vjp(tangent.grad(f, **options), **options)
    x, v = np.array([1.0, 2.0]), np.array([1.0, 10.0])
    np.testing.assert_allclose(hvp(x, v), 6.0 * x * v)


def test_the_derivative_by_the_seed(options):
    df = tangent.vjp(lambda x: x * x, **options)
    assert tangent.grad(df, wrt='bresult', **options)(3.0, 1.0) == 6.0


def test_a_derivative_of_value_and_grad(options):
    df = tangent.value_and_grad(lambda x: x * x * x, **options)
    ddf = tangent.vjp(df, **options)
    assert ddf(2.0, (1.0, 0.0)) == 12.0
    assert ddf(2.0, (0.0, 1.0)) == 12.0


def test_a_function_may_call_a_derivative(options):
    df = tangent.grad(lambda x: x * x * x)

    def newton(x):
        return x - df(x) / 10.0
    assert tangent.grad(newton, **options)(2.0) == pytest.approx(1.0 - 12.0 / 10.0)


def test_a_function_may_make_a_derivative_of_what_carries_none():
    def f(x, n):
        slope = tangent.grad(lambda v: v * v)(n)
        return x * slope
    assert tangent.grad(f)(2.0, 3.0) == 6.0


def test_a_decorated_function_is_differentiated_again():
    @tangent.grad
    def cube(x):
        return x * x * x
    assert tangent.grad(cube)(2.0) == 12.0


def test_of_a_branch(options):
    def f(x):
        if x > 1.0:
            return x * x * x
        return x * x
    second = tangent.grad(tangent.grad(f, **options), **options)
    assert second(2.0) == 12.0 and second(0.5) == 2.0


def test_of_a_call(options):
    def cube(a):
        return a * a * a

    def f(x):
        return cube(x) * x
    assert tangent.grad(tangent.grad(f, **options), **options)(2.0) == 48.0


def test_of_a_closure(options):
    def make(a):
        def f(x):
            return a * x * x * x
        return f
    assert tangent.grad(tangent.grad(make(2.0), **options), **options)(3.0) == 36.0
