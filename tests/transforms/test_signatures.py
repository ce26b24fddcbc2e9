"""What the parameters of a derivative are: the function's own, and the seed where it cannot be misread."""
import inspect

import numpy as np
import pytest

import tangent


def plain(x):
    return x * x


def default(x, n=3):
    y = x * n
    return y


def two_defaults(x, m=2.0, n=3):
    return x * m * n


def keyword_only(x, *, k, n=3):
    return x * k * n


def starred(x, *args):
    return x * args[0]


def starred_and_keywords(x, *args, n=3, **kwargs):
    return x * args[0] * n * kwargs['a']


def keywords(x, **kwargs):
    return x * kwargs['a']


def positional_only(x, y, /, z):
    return x * y * z


def positional_only_default(x, y=2.0, /, z=3.0):
    return x * y * z


def all_default(x=2.0):
    return x * x


@pytest.mark.parametrize('f, want', [
    (plain, '(x, bresult=1.0)'),
    (default, '(x, n=3, by=1.0)'),
    (two_defaults, '(x, m=2.0, n=3, bresult=1.0)'),
    (keyword_only, '(x, *, k, n=3, bresult=1.0)'),
    (starred, '(x, *args, bresult=1.0)'),
    (starred_and_keywords, '(x, *args, n=3, bresult=1.0, **kwargs)'),
    (positional_only, '(x, y, /, z, bresult=1.0)'),
    (positional_only_default, '(x, y=2.0, /, z=3.0, bresult=1.0)'),
    (all_default, '(x=2.0, bresult=1.0)'),
])
def test_a_seed_with_a_default_comes_last(f, want):
    assert str(inspect.signature(tangent.grad(f))) == want
    assert str(inspect.signature(tangent.value_and_grad(f))) == want
    assert str(inspect.signature(tangent.autodiff(f, input_derivative='one'))) == want


@pytest.mark.parametrize('f, want', [
    (plain, '(x, bresult)'),
    (default, '(x, by, *, n=3)'),
    (two_defaults, '(x, bresult, *, m=2.0, n=3)'),
    (keyword_only, '(x, bresult, *, k, n=3)'),
    (starred, '(x, *args, bresult)'),
    (starred_and_keywords, '(x, *args, n=3, bresult, **kwargs)'),
    (keywords, '(x, bresult, **kwargs)'),
    (positional_only, '(x, y, /, z, bresult)'),
    (positional_only_default, '(x, /, bresult, *, y=2.0, z=3.0)'),
    (all_default, '(bresult, *, x=2.0)'),
])
def test_a_required_seed_comes_after_the_required_parameters(f, want):
    assert str(inspect.signature(tangent.vjp(f))) == want
    assert str(inspect.signature(tangent.autodiff(f))) == want
    assert str(inspect.signature(tangent.grad(f, input_derivative='required'))) == want


@pytest.mark.parametrize('motion', ['joint', 'split'])
@pytest.mark.parametrize('f, args, options, want', [
    (plain, (2.0,), {}, 4.0),
    (default, (2.0,), {}, 3.0),
    (two_defaults, (2.0,), {'n': 5}, 10.0),
    (keyword_only, (2.0,), {'k': 5.0}, 15.0),
    (starred, (2.0, 7.0), {}, 7.0),
    (starred_and_keywords, (2.0, 7.0), {'a': 2.0}, 42.0),
    (keywords, (2.0,), {'a': 2.0}, 2.0),
    (positional_only, (2.0, 3.0, 4.0), {}, 12.0),
    (positional_only_default, (2.0,), {'z': 5.0}, 10.0),
])
def test_all_kinds_of_parameters_can_be_called(f, args, options, want, motion):
    assert tangent.grad(f, motion=motion)(*args, **options) == want
    seed = next(p for p in inspect.signature(tangent.grad(f, motion=motion)).parameters if p.startswith('b'))
    assert tangent.grad(f, motion=motion)(*args, **options, **{seed: 10.0}) == 10.0 * want
    assert tangent.vjp(f, motion=motion)(*args, **options, **{seed: 10.0}) == 10.0 * want
    result, derivative = tangent.value_and_grad(f, motion=motion)(*args, **options)
    assert (result, derivative) == (f(*args, **options), want)


@pytest.mark.parametrize('f', [plain, default, two_defaults, keyword_only, starred, starred_and_keywords,
                               positional_only, positional_only_default])
def test_motion_does_not_change_the_signature(f):
    for transform in (tangent.grad, tangent.vjp):
        joint, split = transform(f), transform(f, motion='split')
        assert inspect.signature(joint) == inspect.signature(split)
        assert joint.__name__ == split.__name__


def test_a_default_of_the_function_cannot_be_taken_for_the_seed():
    df = tangent.vjp(default)
    assert df(2.0, 10.0) == 30.0
    with pytest.raises(TypeError):
        df(2.0, 10.0, 3)
    with pytest.raises(TypeError):
        df(2.0)


def test_defaults_are_the_objects_of_the_function():
    weights = np.ones(3)

    def f(x, w=weights, *, scale=weights):
        return np.sum(x * w * scale)
    for df in (tangent.grad(f), tangent.vjp(f)):
        parameters = inspect.signature(df).parameters
        assert parameters['w'].default is weights
        assert parameters['scale'].default is weights
    weights[:] = 2.0
    np.testing.assert_array_equal(tangent.grad(f)(np.ones(3)), [4.0, 4.0, 4.0])


def test_a_default_that_is_an_expression_is_not_evaluated_again():
    calls = []

    def made():
        calls.append(1)
        return 4.0

    def f(x, n=made()):
        return x * n
    assert tangent.grad(f)(2.0) == 4.0
    assert len(calls) == 1


def test_defaults_changed_after_the_transform_do_not_matter_and_before_do():
    def f(x, n=3.0):
        return x * n
    f.__defaults__ = (5.0,)
    assert tangent.grad(f)(2.0) == 5.0


def test_defaults_belong_to_the_function_and_not_to_its_code():
    def make(n):
        def f(x, k=n):
            return x * k
        return f
    first, second = tangent.grad(make(2.0)), tangent.grad(make(7.0))
    assert (first(1.0), second(1.0)) == (2.0, 7.0)


def test_a_parameter_may_have_the_name_the_seed_would_like():
    def f(x, by):
        y = x * by
        return y
    df = tangent.grad(f)
    names = list(inspect.signature(df).parameters)
    assert names[:2] == ['x', 'by'] and len(set(names)) == 3
    assert df(2.0, 5.0) == 5.0


def test_annotations_of_the_function_do_not_stand_in_the_way():
    def f(x: 'np.ndarray', n: int = 3) -> float:
        y: float = x * n
        return y
    assert tangent.grad(f)(2.0) == 3.0


@pytest.mark.parametrize('f, wrt, name', [
    (plain, 0, 'dplaindx'),
    (two_defaults, ('x', 'n'), 'dtwo_defaultsdxdn'),
    (lambda a: a * a, 0, 'dlambdada'),
])
def test_the_name_of_a_derivative(f, wrt, name):
    for transform in (tangent.grad, tangent.vjp, tangent.value_and_grad, tangent.autodiff):
        df = transform(f, wrt=wrt)
        assert df.__name__ == df.__qualname__ == name


def test_a_derivative_is_a_plain_function_of_the_users_module():
    df = tangent.grad(plain)
    assert inspect.isfunction(df)
    assert df.__module__ == __name__
    assert df.__globals__ is globals()
    assert 'plain' in df.__doc__
