"""Rules that users write."""
import subprocess
import sys
import textwrap

import numpy as np
import pytest

import tangent
from tangent.errors import NoRuleError, RuleError
from tangent.grads import adjoint, alias, constant, d, elementwise, linear, literal
from tangent.templates.registry import lookup

EXAMPLE = '''
import tangent
from tangent.grads import adjoint
def cube(x):
    return x * x * x
@adjoint(cube)
def dcube(result, x):
    d[x] = d[result] * 3 * x * x
def f(val):
    cubed_val = cube(val)
    return cubed_val
print(tangent.grad(f, verbose=1))
'''


def run(program, tmp_path):
    path = tmp_path / 'example.py'
    path.write_text(textwrap.dedent(program))
    return subprocess.run([sys.executable, str(path)], text=True, capture_output=True,
                          env={'PYTHONPATH': ':'.join(p for p in sys.path if p)})


def test_the_example(tmp_path):
    done = run(EXAMPLE + 'print(tangent.grad(f)(2.0), tangent.grad(f)(2.0, 10.0))', tmp_path)
    assert done.returncode == 0, done.stderr
    *text, shown, value = done.stdout.splitlines()
    assert text[0] == 'def dfdval(val, bcubed_val=1.0):'
    assert text.count('    # Grad of: cubed_val = cube(val)') == 1
    assert shown.startswith('<function dfdval at ')
    assert value == '12.0 120.0'


def test_the_example_without_a_check_is_two_statements(tmp_path):
    done = run(EXAMPLE.replace('verbose=1', 'verbose=1, check_dims=False'), tmp_path)
    lines = [line.strip() for line in done.stdout.splitlines()[:-1]]
    code = [line for line in lines if line and not line.startswith('#')]
    assert code[0] == 'def dfdval(val, bcubed_val=1.0):'
    assert len(code) == 3 and code[2] in ('return bval', 'return tangent.recast(bval, val)')  # NumPy 1
    assert code[1].replace('(', '').replace(')', '') in (
        'bval = bcubed_val * 3 * val * val', 'bval = 3 * bcubed_val * val * val')


def test_d_may_be_imported_or_not():
    def double(x):
        return 2.0 * x

    @adjoint(double)
    def with_import(y, x):
        d[x] = d[y] * 100.0
    assert tangent.grad(lambda x: double(x))(1.0) == 100.0


def test_the_primal_of_a_rule_is_the_function_itself():
    def double(x):
        return 2.0 * x

    @adjoint(double)
    def rule(y, x):
        d[x] = d[y] * 100.0
    assert tangent.value_and_grad(lambda x: double(x))(1.0) == (2.0, 100.0)


def test_a_rule_may_use_the_result():
    def root(x):
        return x ** 0.5

    @adjoint(root)
    def rule(y, x):
        d[x] = d[y] / (2.0 * y)
    text = tangent.source(tangent.grad(lambda x: root(x)))
    assert text.count('root(x)') - text.count('# Grad of: root(x)') == 1
    assert tangent.grad(lambda x: root(x))(4.0) == 0.25


def test_a_rule_with_several_arguments():
    def weigh(x, y, power=2):
        return x * y ** power

    @adjoint(weigh)
    def rule(result, x, y, power=2):
        d[x] = d[result] * y ** power
        d[y] = d[result] * power * x * y ** (power - 1)

    def f(x, y):
        return weigh(x, y) + weigh(y=y, x=x, power=3)
    assert tangent.grad(f, wrt=(0, 1))(2.0, 3.0) == (9.0 + 27.0, 12.0 + 54.0)


def test_a_rule_with_a_temporary():
    def bump(x):
        return np.exp(-x * x)

    @adjoint(bump)
    def rule(y, x):
        slope = -2.0 * x * y
        d[x] = d[y] * slope
    assert tangent.grad(lambda x: bump(x))(0.5) == pytest.approx(-np.exp(-0.25))


def test_names_of_a_rule_do_not_collide_with_the_users():
    def double(x):
        return 2.0 * x

    @adjoint(double)
    def rule(y, x):
        slope = 2.0
        d[x] = d[y] * slope

    def f(slope, y):
        x = double(slope)
        return double(x) * slope * y
    assert tangent.grad(f)(3.0, 5.0) == pytest.approx(4.0 * 6.0 * 5.0)


def test_a_rule_tests_arguments_that_are_literals():
    def power(x, n=2):
        return x ** n

    @adjoint(power)
    def rule(y, x, n=2):
        if literal(n):
            if n == 2:
                d[x] = d[y] * 2.0 * x
            else:
                d[x] = d[y] * n * x ** (n - 1)
        else:
            d[x] = d[y] * n * x ** (n - 1) * 1.0
    text = tangent.source(tangent.grad(lambda x: power(x)))
    assert 'if' not in text.partition(':')[2].replace('diff', '') and '**' not in text
    assert tangent.grad(lambda x, n: power(x, n))(2.0, 3) == 12.0
    assert tangent.grad(lambda x: power(x, 3))(2.0) == 12.0


def test_a_rule_may_call_functions_of_its_own_module():
    def double(x):
        return 2.0 * x

    @adjoint(double)
    def rule(y, x):
        d[x] = of_this_module(d[y]) * np.float64(1.0)
    assert tangent.grad(lambda x: double(x))(3.0) == 200.0


def of_this_module(e):
    return 200.0 * e


def test_a_rule_is_differentiated_again():
    def cube(x):
        return x * x * x

    @adjoint(cube)
    def rule(y, x):
        d[x] = d[y] * 3.0 * x * x
    f = lambda x: cube(x)
    assert tangent.grad(tangent.grad(f))(2.0) == 12.0


def test_a_function_with_a_rule_can_be_differentiated_itself():
    def cube(x):
        return x * x * x

    @adjoint(cube)
    def rule(y, x):
        d[x] = d[y] * 300.0 * x * x
    assert tangent.grad(cube)(2.0) == 1200.0


def test_a_rule_for_a_builtin_or_c_function():
    import math

    def f(x):
        return math.cbrt(x) if hasattr(math, 'cbrt') else x
    import bisect

    @adjoint(bisect.bisect_left)
    def rule(result, a, x):
        d[x] = d[result] * 0.0
    assert tangent.grad(lambda x: bisect.bisect_left([1.0, 2.0], x) + x)(1.5) == 1.0


def test_an_elementwise_rule_undoes_broadcasting():
    def scaled(x, y):
        return x * y

    @elementwise(scaled)
    def rule(z, x, y):
        d[x] = d[z] * y
        d[y] = d[z] * x
    df = tangent.vjp(lambda x, y: scaled(x, y), wrt=(0, 1))
    dx, dy = df(np.ones((2, 3)), np.arange(3.0), np.ones((2, 3)))
    np.testing.assert_array_equal(dx, [[0.0, 1.0, 2.0]] * 2)
    np.testing.assert_array_equal(dy, [2.0, 2.0, 2.0])


def test_a_linear_rule():
    def reverse(x):
        return x[::-1]

    @linear(reverse)
    def rule(y, x):
        d[x] = d[y][::-1]
    found = tangent.vjp(lambda x: reverse(x))(np.arange(3.0), np.array([1.0, 2.0, 3.0]))
    np.testing.assert_array_equal(found, [3.0, 2.0, 1.0])


def test_a_constant_function_passes_nothing_on():
    def rounded(x):
        return float(round(x))
    constant(rounded)
    assert tangent.grad(lambda x: x * rounded(x))(2.4) == 2.0


def test_a_function_that_is_constant_in_some_arguments_is_refused_in_others():
    def picked(x, n):
        return x
    constant(picked, wrt=('n',))
    with pytest.raises(NoRuleError, match='picked'):
        tangent.grad(lambda x: picked(x, 2))
    assert tangent.grad(lambda x: x * picked(5.0, x))(2.0) == 5.0


def test_an_alias():
    def triple(x):
        return 3.0 * x

    def also(x):
        return 3.0 * x

    @adjoint(triple)
    def rule(y, x):
        d[x] = d[y] * 30.0
    alias(also, triple)
    assert tangent.grad(lambda x: also(x))(1.0) == 30.0
    with pytest.raises(RuleError, match='no rule'):
        alias(also, lambda x: x)


def test_one_rule_for_several_functions():
    def a(x):
        return x

    def b(x):
        return x

    @adjoint(a, b)
    def rule(y, x):
        d[x] = d[y] * 7.0
    assert tangent.grad(lambda x: a(x) + b(x))(1.0) == 14.0


def test_the_decorator_returns_the_rule():
    def a(x):
        return x

    def rule(y, x):
        d[x] = d[y]
    assert adjoint(a)(rule) is rule


# --- refused -------------------------------------------------------------------

def target(x, y, n=2):
    return x * y * n


def no_parameters():
    d[x] = 1.0                                                                          # noqa: F821


def too_few(result, x):
    d[x] = d[result]


def too_many(result, x, y, n, m):
    d[x] = d[result]


def other_names(result, a, b):
    d[a] = d[result]


def other_order(result, y, x):
    d[x] = d[result]


@pytest.mark.parametrize('rule, parts', [
    (no_parameters, ('no_parameters', 'target', 'first must stand for the result')),
    (too_few, ('too_few', 'target', 'def too_few(result, x, y, n=2)')),
    (too_many, ('too_many', 'target', '4 parameters')),
    (other_names, ('other_names', "'a'", "'x'", 'def other_names(result, x, y, n=2)')),
    (other_order, ('other_order', "'y'", "'x'")),
])
def test_a_rule_whose_parameters_do_not_fit_is_refused_when_it_is_registered(rule, parts):
    with pytest.raises(RuleError) as caught:
        adjoint(target)(rule)
    for part in parts:
        assert part in str(caught.value)
    assert lookup(target) is None


def test_a_refused_rule_says_where_it_is():
    with pytest.raises(RuleError) as caught:
        adjoint(target)(too_few)
    assert caught.value.file == __file__
    assert caught.value.line == too_few.__code__.co_firstlineno


def test_parameters_with_defaults_may_be_left_out():
    def g(x, n=2, m=3):
        return x * n

    @adjoint(g)
    def rule(y, x, n=2):
        d[x] = d[y] * n
    assert tangent.grad(lambda x: g(x))(1.0) == 2.0
    with pytest.raises(NoRuleError, match="'m'"):
        tangent.grad(lambda x: g(x, m=4))


def test_a_keyword_only_parameter_that_the_function_lacks_is_refused():
    def g(x):
        return x

    def rule(y, x, *, scale):
        d[x] = d[y] * scale
    with pytest.raises(RuleError, match='scale'):
        adjoint(g)(rule)


@pytest.mark.parametrize('nothing', [3, 'name', None])
def test_a_rule_for_what_cannot_be_called_is_refused(nothing):
    with pytest.raises(RuleError):
        adjoint(nothing)(too_few)


def test_a_decorator_without_a_function_is_refused():
    with pytest.raises(RuleError):
        @adjoint
        def rule(y, x):
            d[x] = d[y]
    with pytest.raises(RuleError):
        @adjoint()
        def another(y, x):
            d[x] = d[y]


def test_a_rule_without_a_derivative_is_refused():
    def g(x):
        return x

    def rule(y, x):
        slope = 2.0
    with pytest.raises(RuleError, match='d\\['):
        adjoint(g)(rule)


@pytest.mark.parametrize('body', [
    'for i in range(3):\n        d[x] = d[y]',
    'while False:\n        d[x] = d[y]',
    'try:\n        d[x] = d[y]\n    finally:\n        pass',
    'def inner(): pass\n    d[x] = d[y]',
    'return d[y]',
    'd[x] += d[y]',
    'd[z] = d[y]',
    'd[x] = d[z]',
    'd[x] = undefined_name * d[y]',
], ids=['for', 'while', 'try', 'def', 'return', 'augmented', 'unknown target', 'unknown seed',
        'unknown name'])
def test_a_rule_that_cannot_be_filled_in_is_refused(body, tmp_path):
    path = tmp_path / 'rule.py'
    text = f'def g(x):\n    return x\n\n\ndef rule(y, x):\n    {body}\n\n\ndef f(x):\n    return g(x)\n'
    path.write_text(text)
    namespace = {'d': d}
    exec(compile(text, str(path), 'exec'), namespace)
    with pytest.raises(RuleError) as caught:
        adjoint(namespace['g'])(namespace['rule'])
        tangent.grad(namespace['f'])
    assert caught.value.file == str(path) and caught.value.line in (5, 6, 7, 8)


def test_d_and_literal_mean_nothing_outside_of_a_rule():
    with pytest.raises(RuleError):
        d[3]
    with pytest.raises(RuleError):
        d[3] = 4
    with pytest.raises(RuleError):
        literal(3)


def test_a_bad_shape_is_refused():
    def g(x):
        return x
    with pytest.raises(RuleError, match='shape'):
        adjoint(g, shape='elementwize')(too_few)
