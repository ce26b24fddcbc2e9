"""What the registry holds: each rule has a sample, and NumPy's most used functions are there."""
from __future__ import annotations

import builtins
import importlib
import operator
import pathlib
import pkgutil
import sys
import types
from collections.abc import Hashable

import numpy as np
import pytest

import tangent
import tangent.templates.scipy
from tangent.errors import NoRuleError, RuleError
from tangent.grads import adjoint, alias, constant, d
from tangent.templates import library
from tangent.templates.engine import differentiable
from tangent.templates.registry import _NEVER_ACTIVE, entries, lookup
from tests.templates.test_rules import HAS_SCIPY, ROWS

# Rules of functions of functions, tested by programs (closures.py, mixed.py), of what is indexed and not called
# (samples of functions that do), and of a deprecated name of another function.
NOT_SAMPLED = {'captured', 'inherited_adjoint', 'inherited_tangent', 'partial', 'RClass', 'CClass', 'row_stack'}

# Objects that are indexed and not called.
INDEXED = {'mgrid', 'r_', 'c_'}


def _of_scipy() -> list[str]:
    """The modules with rules for SciPy, which are imported here as nothing else may have done that."""
    package = tangent.templates.scipy
    found = [f'{package.__name__}.{module.name}' for module in pkgutil.iter_modules(package.__path__) if HAS_SCIPY]
    for module in found:
        importlib.import_module(module)
    return found


def _own_rules():
    """The entries with a template that the library itself registered."""
    modules = {module.__name__ for module in library.MODULES} | set(_of_scipy())
    return [entry for entry in entries() if entry.adjoint is not None and entry.adjoint.__module__ in modules
            and not _is_of_tensorflow(entry)]


def _is_of_tensorflow(entry) -> bool:
    """Whether an entry is one that another test in this process loaded: those have tests of their own."""
    templates = (entry.adjoint, entry.tangent)
    return str(getattr(entry.function, '__module__', '')).startswith('tensorflow') or any(
        t is not None and t.__module__.startswith('tangent.templates.tensorflow') for t in templates)


def _used(function: types.FunctionType) -> set:
    """What a function of a sample table may call: every function, method or attribute it names."""
    found = []
    for name in function.__code__.co_names:
        found += [getattr(owner, name, None) for owner in (np, np.linalg, np.ndarray, builtins)]
        found.append(function.__globals__.get(name))
    return {value for value in found if isinstance(value, Hashable)}


def test_every_rule_has_a_sample():
    sampled = set()
    for _, sample in ROWS:
        sampled.add(sample.function)
        if isinstance(sample.function, types.FunctionType) and sample.function.__module__.startswith('tests.'):
            sampled |= _used(sample.function)
    missing = [entry.function for entry in _own_rules() if entry.function not in sampled]
    names = sorted(getattr(function, '__name__', type(function).__name__) for function in missing)
    assert ', '.join(name for name in names if name not in NOT_SAMPLED) == ''


def _tier_one() -> list[str]:
    return pathlib.Path(__file__).with_name('tier1.txt').read_text().split()


@pytest.mark.parametrize('name', _tier_one())
def test_tier_one_is_known(name):
    if name in INDEXED:
        pytest.skip('indexed, not called')
    try:
        function = operator.attrgetter(name)(np)
    except AttributeError:
        pytest.skip(f'NumPy {np.__version__} has no {name}')
    assert lookup(function) is not None


def test_names_in_entries_are_parameters_of_the_rule():
    for entry in _own_rules():
        code = entry.adjoint.__code__
        names = code.co_varnames[:code.co_argcount + code.co_kwonlyargcount + 2]
        for name in (*entry.shape_reads, *entry.broad, *(entry.constant or ())):
            assert name in names, f'{entry.function}: {name}'


def test_rules_are_told_apart_by_the_object():
    def sin(x):
        return 3.0 * x

    def f(x):
        return sin(x)
    assert tangent.grad(f)(0.3) == 3.0
    assert lookup(sin) is None


def test_unhashable_callables_have_no_entry():
    class Callable:
        __hash__ = None

        def __call__(self, x):
            return x
    assert lookup(Callable()) is None


def test_alias_of_what_has_no_rule_is_refused():
    with pytest.raises(RuleError, match='has no rule'):
        alias(lambda x: x, lambda x: x)


def test_alias_shares_the_rule():
    def double(x):
        return 2.0 * x

    def twice(x):
        return 2.0 * x

    @adjoint(double)
    def ddouble(y, x):
        d[x] = 20.0 * d[y]
    alias(twice, double)
    assert tangent.grad(lambda x: twice(x))(1.0) == 20.0


@pytest.mark.parametrize('template', [
    lambda: None,
    lambda y: None,
    lambda y, x: None,
    lambda y, x, b: None,
    lambda y, x, a, c: None,
], ids=['no parameters', 'no arguments', 'too few', 'another name', 'too many'])
def test_rules_that_do_not_fit_are_refused(template):
    def f(x, a):
        return x + a
    with pytest.raises(RuleError, match='Write it as def|takes no parameters'):
        adjoint(f)(template)


def test_constant_in_some_arguments_only():
    def scaled(x, steps):
        return np.round(x * steps)
    constant(scaled, wrt=('steps',))

    def f(x, steps):
        return x + scaled(2.0, steps)
    assert tangent.grad(f, wrt='steps')(1.0, 3.0) == 0.0


def test_names_of_parameters_mean_nothing_in_rules_of_users():
    def weibull(x, shape):
        return x ** shape

    @adjoint(weibull)
    def dweibull(y, x, shape):
        d[x] = d[y] * shape * x ** (shape - 1.0)
    with pytest.raises(NoRuleError, match="'shape'"):
        tangent.grad(lambda x, k: weibull(x, k), wrt='k')

    def power(x, axis):
        return x ** axis

    @adjoint(power)
    def dpower(y, x, axis):
        d[axis] = d[y] * y * np.log(x)
    assert tangent.grad(lambda x, k: power(x, k), wrt='k')(2.0, 3.0) == 8.0 * np.log(2.0)


def test_own_rules_have_no_derivatives_in_what_never_carries_one():
    assert not [entry.function for entry in _own_rules() if differentiable(entry.adjoint) & set(_NEVER_ACTIVE)]


def test_constant_functions_refuse_what_is_active_elsewhere():
    with pytest.raises(NoRuleError):
        tangent.grad(lambda x: np.sum(np.arange(x)))
    rng = np.random.default_rng(0)
    with pytest.raises(tangent.TangentError, match='normal'):
        tangent.grad(lambda x: rng.normal(x))(1.0)


@pytest.mark.parametrize('f', [
    lambda x: np.sum(np.r_[x, 1.0] * np.r_[2.0, x]),
    lambda x: np.sum(np.c_[x, x]),
], ids=['r_', 'c_'])
def test_indexed_objects_are_right_or_refused(f):
    x = np.array([1.0, 2.0])
    try:
        df = tangent.grad(f)
    except tangent.TangentError:
        return
    step = 1e-6 * np.eye(2)
    expected = [(f(x + h) - f(x - h)) / 2e-6 for h in step]
    np.testing.assert_allclose(df(x), expected, rtol=1e-6)


def test_mgrid_of_constants_is_kept():
    def f(x):
        rows, columns = np.mgrid[0:2, 0:3]
        return np.sum(x * rows + columns)
    np.testing.assert_array_equal(tangent.grad(f)(np.ones((2, 3))), [[0.0] * 3, [1.0] * 3])


@pytest.mark.skipif(not HAS_SCIPY or sys.version_info < (3, 11) or np.lib.NumpyVersion(np.__version__) < '2.0.0',
                    reason='earlier versions of math and NumPy have fewer functions')
def test_the_documentation_counts_the_second_templates():
    _of_scipy()
    own = [e for e in entries() if not _is_of_tensorflow(e) and any(
        t is not None and (t.__module__ or '').startswith('tangent.templates') for t in (e.adjoint, e.tangent))]
    text = (pathlib.Path(tangent.__file__).parent.parent / 'docs' / 'internals.md').read_text()
    assert f'of the {len(own)} functions with a rule {sum(e.tangent is not None for e in own)}.' in text
