"""The options of the transforms: `wrt`, `mode`, decorators without a function, and what is refused."""
import inspect

import numpy as np
import pytest

import tangent
from tangent.errors import ArgumentError, TangentError

TRANSFORMS = (tangent.grad, tangent.value_and_grad, tangent.vjp, tangent.autodiff)


def f(x, y, n=3):
    return x * x * y * n


def many(x, *args, k=2.0, **kwargs):
    return x * args[0] * k


# --- wrt ------------------------------------------------------------------------

@pytest.mark.parametrize('wrt, want', [
    (0, 24.0),
    ('x', 24.0),
    (1, 12.0),
    ('y', 12.0),
    (-1, 8.0),
    ('n', 8.0),
    ((1,), 12.0),
    (('y',), 12.0),
    ([1], 12.0),
    ((0, 1), (24.0, 12.0)),
    ((1, 0), (12.0, 24.0)),
    (['x', 'y'], (24.0, 12.0)),
    ((0, 'n'), (24.0, 8.0)),
    ((2, 'x', -2), (8.0, 24.0, 12.0)),
])
def test_wrt(wrt, want):
    found = tangent.grad(f, wrt=wrt)(2.0, 2.0)
    assert found == want and type(found) is type(want)


def test_the_first_argument_is_the_default():
    for transform in TRANSFORMS:
        assert inspect.signature(transform).parameters['wrt'].default == (0,)
    assert tangent.grad(f)(2.0, 2.0) == 24.0


def test_wrt_is_the_second_positional_parameter_of_grad():
    assert tangent.grad(f, 'y')(2.0, 2.0) == 12.0


def test_one_derivative_is_bare_and_more_are_a_tuple():
    assert tangent.vjp(f, wrt=('x',))(2.0, 2.0, 1.0) == 24.0
    assert tangent.vjp(f, wrt=('x', 'y'))(2.0, 2.0, 1.0) == (24.0, 12.0)
    assert tangent.value_and_grad(f, wrt=('x',))(2.0, 2.0) == (24.0, 24.0)
    assert tangent.value_and_grad(f, wrt=('x', 'y'))(2.0, 2.0) == (24.0, (24.0, 12.0))


def test_a_keyword_only_argument_can_be_named():
    def g(x, *, k):
        return x * k * k
    assert tangent.grad(g, wrt='k')(2.0, k=3.0) == 12.0
    assert tangent.grad(g, wrt=('k', 'x'))(2.0, k=3.0) == (12.0, 9.0)


def test_a_positional_only_argument_can_be_named():
    def g(x, y, /):
        return x * y
    assert tangent.grad(g, wrt='y')(2.0, 3.0) == 2.0


def test_star_arguments_by_name_give_a_tuple_of_derivatives():
    def g(x, *rest):
        return x * rest[0] + rest[1] * rest[1]
    assert tangent.grad(g, wrt='rest')(2.0, 3.0, 4.0) == (2.0, 8.0)


def test_keyword_arguments_by_name_give_a_dict_of_derivatives():
    def g(x, **rest):
        return x * rest['a'] + rest['b'] * rest['b']
    assert tangent.grad(g, wrt='rest')(2.0, a=3.0, b=4.0) == {'a': 2.0, 'b': 8.0}


@pytest.mark.parametrize('wrt, parts', [
    ('z', ("wrt='z'", 'x, y, n')),
    ('Y', ("wrt='Y'", "did you mean 'y'?")),
    (3, ('wrt=3', 'x, y, n')),
    (-4, ('wrt=-4',)),
    ((), ('at least one',)),
    ([], ('at least one',)),
    ((0, 0), ("'x'", 'twice')),
    ((0, 'x'), ("'x'", 'twice')),
    ((0, -3), ("'x'", 'twice')),
    (1.0, ('wrt=1.0', 'an index, a name')),
    (True, ('wrt=True', 'an index, a name')),
    (None, ('wrt=None', 'an index, a name')),
    ((0, None), ('an index, a name',)),
    (((0, 1),), ('an index, a name',)),
])
@pytest.mark.parametrize('transform', TRANSFORMS)
def test_a_bad_wrt_is_refused(transform, wrt, parts):
    with pytest.raises(ArgumentError) as caught:
        transform(f, wrt=wrt)
    for part in parts:
        if 'did you mean' not in part:
            assert part in str(caught.value)


def test_a_bad_wrt_says_what_was_meant():
    def g(weights, bias):
        return weights * bias
    with pytest.raises(ArgumentError) as caught:
        tangent.grad(g, wrt='weigths')
    assert str(caught.value) == "wrt='weigths': g takes weights, bias (did you mean 'weights'?)"


def test_an_index_beyond_the_positional_arguments_points_to_the_name():
    with pytest.raises(ArgumentError, match="wrt='args'"):
        tangent.grad(many, wrt=1)


def test_a_function_without_arguments():
    with pytest.raises(ArgumentError, match='no arguments'):
        tangent.grad(lambda: 1.0)


# --- mode -----------------------------------------------------------------------

def test_mode_is_the_second_positional_parameter():
    assert tangent.autodiff(f, 'reverse')(2.0, 2.0, 1.0) == 24.0
    assert tangent.autodiff(f, mode='reverse')(2.0, 2.0, 1.0) == 24.0
    assert tangent.autodiff(f, 'reverse', 'y')(2.0, 2.0, 1.0) == 12.0


@pytest.mark.parametrize('mode', ['revers', 'Reverse', 'backward', 'reverse ', 1, None, (0,), ['reverse'],
                                  {}])
def test_a_bad_mode_is_refused(mode):
    with pytest.raises(ArgumentError) as caught:
        tangent.autodiff(f, mode)
    assert f'mode={mode!r}' in str(caught.value) and "'reverse'" in str(caught.value)


def test_a_mistaken_mode_says_what_was_meant():
    with pytest.raises(ArgumentError, match=r"did you mean 'reverse'\?"):
        tangent.autodiff(f, 'revers')


# --- options --------------------------------------------------------------------

@pytest.mark.parametrize('options, parts', [
    ({'motion': 'spilt'}, ("motion='spilt'", "'joint'", "'split'", "did you mean 'split'?")),
    ({'motion': None}, ('motion=None',)),
    ({'motion': ['split']}, ("motion=['split']",)),
    ({'input_derivative': 'ones'}, ("input_derivative='ones'", "did you mean 'one'?")),
    ({'input_derivative': 1.0}, ('input_derivative=1.0',)),
    ({'verbose': 3}, ('verbose=3',)),
    ({'verbose': -1}, ('verbose=-1',)),
    ({'verbose': 'yes'}, ("verbose='yes'",)),
    ({'verbose': None}, ('verbose=None',)),
    ({'optimized': 'no'}, ("optimized='no'",)),
    ({'optimized': None}, ('optimized=None',)),
    ({'check_dims': 'False'}, ("check_dims='False'",)),
    ({'check_dims': []}, ('check_dims=[]',)),
])
@pytest.mark.parametrize('transform', TRANSFORMS)
def test_a_bad_option_is_refused(transform, options, parts):
    with pytest.raises(ArgumentError) as caught:
        transform(f, **options)
    for part in parts:
        assert part in str(caught.value)


def test_a_bad_preserve_result_is_refused():
    for transform in (tangent.grad, tangent.vjp, tangent.autodiff):
        with pytest.raises(ArgumentError, match="preserve_result='yes'"):
            transform(f, preserve_result='yes')


@pytest.mark.parametrize('transform', TRANSFORMS)
def test_an_option_that_does_not_exist_is_refused_as_by_any_function(transform):
    with pytest.raises(TypeError, match='optimised'):
        transform(f, optimised=True)


def test_options_are_keywords():
    for transform in TRANSFORMS:
        positional = [p.name for p in inspect.signature(transform).parameters.values()
                      if p.kind is not p.KEYWORD_ONLY]
        assert positional in (['function', 'wrt'], ['function', 'mode', 'wrt'])


def test_verbose_may_be_a_bool(capsys):
    tangent.grad(f, verbose=True)
    assert capsys.readouterr().out.startswith('def dfdx(')


# --- without a function ---------------------------------------------------------

@pytest.mark.parametrize('transform', TRANSFORMS)
def test_without_a_function_a_transform_is_returned(transform):
    made = transform(wrt='y')
    assert callable(made) and tangent.source(made(f)) == tangent.source(transform(f, wrt='y'))


def test_as_a_decorator():
    @tangent.grad(wrt='W')
    def loss(x, W):
        return np.sum(x * W * W)
    assert loss.__name__ == 'dlossdW'
    np.testing.assert_allclose(loss(2.0, np.array([1.0, 3.0])), [4.0, 12.0])


def test_as_a_decorator_without_options():
    @tangent.grad
    def square(x):
        return x * x
    assert square(3.0) == 6.0


def test_as_a_decorator_with_empty_parentheses():
    @tangent.value_and_grad()
    def square(x):
        return x * x
    assert square(3.0) == (9.0, 6.0)


def test_options_can_be_given_in_two_steps():
    make = tangent.autodiff(mode='reverse', wrt=('x', 'y'))
    assert make(f)(1.0, 2.0, 1.0) == (12.0, 3.0)
    assert make(f, wrt='y')(1.0, 2.0, 1.0) == 3.0


def test_a_bad_option_without_a_function_is_refused_when_there_is_one():
    make = tangent.grad(motion='spilt')
    with pytest.raises(ArgumentError, match="did you mean 'split'"):
        make(f)


@pytest.mark.parametrize('first', ['x', 0, (0, 1), 'reverse'])
def test_an_option_in_place_of_the_function_is_explained(first):
    with pytest.raises(ArgumentError, match='the first argument of tangent.grad is the function') as caught:
        tangent.grad(first)
    assert 'by name' in str(caught.value)


@pytest.mark.parametrize('first', [np.ones(3), 2.5, [1], {}, np.float64(1.0)])
def test_what_is_no_function_is_refused(first):
    with pytest.raises(ArgumentError, match='function'):
        tangent.grad(first)


def test_argument_errors_are_value_errors_and_tangent_errors():
    with pytest.raises(ValueError):
        tangent.grad(f, wrt='z')
    with pytest.raises(TangentError):
        tangent.grad(f, wrt='z')


FAMILY = (*TRANSFORMS, tangent.jvp, tangent.hvp, tangent.jacobian, tangent.hessian, tangent.linearize, tangent.pullback,
          tangent.ggnvp(loss=lambda y: y * y))


@pytest.mark.parametrize('transform', FAMILY, ids=lambda t: getattr(t, '__name__', 'ggnvp'))
def test_each_of_the_family_checks_its_options(transform):
    for wrt in (np.int64(1), np.int32(-2)):
        assert transform(f, wrt=wrt).__tangent__.wrt == ('y',)
    for options, message in (({'optimized': 'yes'}, "optimized='yes': it is True or False"),
                             ({'verbose': 7}, 'verbose=7: it is 0, 1'), ({'wrt': 1.0}, 'wrt=1.0: it is an index')):
        with pytest.raises(ArgumentError, match=message):
            transform(f, **options)
    with pytest.raises(TypeError, match="unexpected keyword argument 'optimised' .did you mean 'optimized'"):
        transform(optimised=False)  # before there is a function


@pytest.mark.parametrize('transform', [tangent.hvp, tangent.jacobian, tangent.hessian])
def test_a_mode_may_be_of_any_type(transform):
    with pytest.raises(ArgumentError, match='it is one of'):
        transform(f, mode=['forward'])
    with pytest.raises(ArgumentError, match="preserve_result='yes': it is True or False"):
        transform(f, preserve_result='yes')
