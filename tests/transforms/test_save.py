"""Derivatives that go to a file or to another process."""
import copy
import importlib.util
import inspect
import subprocess
import sys
import types

import cloudpickle
import numpy as np
import pytest

import tangent
from tangent.syntax.saved import is_generated_file
from tests.checks import same
from tests.programs.program import call
from tests.sampling import sampled
from tests.test_forward import DEEP, _programs, _seeded

SCALE = np.array([2.0, 0.5])
SHARED = """
import numpy as np

def helper(x):
    return np.sum(np.tanh(x) * 3.0)

def f(x, n=3):
    total = 0.0
    for i in range(2):
        total = total + np.sum(np.sin(x) ** n) * helper(x)
    return total
"""


def of_module_data(x, scale=SCALE):
    return np.sum(SCALE * np.sin(x) * scale)


def loaded(path):
    """The module of a file."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def defined(tmp_path, name='defined'):
    """A module that cannot be imported by its name."""
    (tmp_path / f'{name}.py').write_text(SHARED)
    return loaded(tmp_path / f'{name}.py')


@pytest.mark.parametrize('transform', [
    tangent.grad, tangent.value_and_grad, tangent.grad(motion='split'), tangent.jvp, tangent.hvp, tangent.jacobian,
    tangent.hessian, tangent.compose(tangent.grad, tangent.grad(motion='split'))],
    ids=['grad', 'value_and_grad', 'split', 'jvp', 'hvp', 'jacobian', 'hessian', 'twice'])
def test_what_is_saved_computes_the_same_and_can_be_differentiated(tmp_path, transform):
    module = defined(tmp_path)
    df = transform(module.f)
    path = tangent.save(df, tmp_path / 'derivatives.py')
    (tmp_path / 'defined.py').unlink()
    text = path.read_text()
    assert 'import numpy as np\nimport tangent\n' in text and 'defined' not in text
    again = getattr(loaded(path), df.__name__)
    args = [0.7] * sum(p.default is p.empty for p in inspect.signature(df).parameters.values())
    assert same(again(*args), df(*args))
    push = tangent.jvp(again)
    assert same(push(*args, 0.3), tangent.jvp(df)(*args, 0.3))


def test_a_file_runs_without_the_function(tmp_path):
    tangent.save(tangent.grad(defined(tmp_path).f), str(tmp_path / 'derivatives.py'))
    (tmp_path / 'defined.py').unlink()
    code = 'import derivatives, tangent; print(derivatives.dfdx(0.7), tangent.grad(derivatives.dfdx)(0.7))'
    done = subprocess.run([sys.executable, '-c', code], cwd=tmp_path, capture_output=True, text=True, check=True)
    first, second = map(float, done.stdout.split())
    f = types.FunctionType(compile(SHARED, 'shared', 'exec'), namespace := {})() or namespace['f']
    assert first == pytest.approx((f(0.7 + 1e-5) - f(0.7 - 1e-5)) / 2e-5)
    assert second == pytest.approx((f(0.7 + 1e-4) - 2.0 * f(0.7) + f(0.7 - 1e-4)) / 1e-8, rel=1e-5)


def test_data_and_functions_of_modules_are_imported(tmp_path):
    path = tangent.save(tangent.grad(of_module_data), tmp_path / 'derivatives.py')
    assert f'from {__name__} import SCALE\n' in path.read_text()
    x = np.array([0.3, 0.4])
    np.testing.assert_array_equal(loaded(path).dof_module_datadx(x), tangent.grad(of_module_data)(x))


def test_several_in_one_file_share_what_they_call(tmp_path):
    module = defined(tmp_path)
    both = [tangent.grad(module.f), tangent.jvp(module.f)]
    saved = loaded(tangent.save(both, tmp_path / 'derivatives.py'))
    for df in both:
        args = (0.7,) * sum(p.default is p.empty for p in inspect.signature(df).parameters.values())
        assert same(getattr(saved, df.__name__)(*args), df(*args))


def captured(rate):
    return lambda x: rate * x * x


def captured_function(g):
    return lambda x: np.sin(g(x))


@pytest.mark.parametrize('function, name', [
    (captured(2.0), "'rate', which dlambdadx reads, is float data"),
    (captured(np.ones(2)), "'rate', which dlambdadx reads, is ndarray data"),
    (captured_function(captured(2.0)), "'rate', which adjoint_lambda reads, is float data")])
def test_captured_data_is_refused_by_name(tmp_path, function, name):
    with pytest.raises(tangent.errors.ArgumentError, match=name) as caught:
        tangent.save(tangent.grad(function), tmp_path / 'derivatives.py')
    assert caught.value.remedy and not (tmp_path / 'derivatives.py').exists()


def test_default_values_that_a_file_cannot_give_are_refused(tmp_path):
    def f(x, rate=SCALE[0]):
        return x * rate
    with pytest.raises(tangent.errors.ArgumentError, match="the default value of 'rate' in dfdx"):
        f.__defaults__ = (np.float64(3.0),)
        tangent.save(tangent.grad(f), tmp_path / 'derivatives.py')


def test_one_name_for_two_things_is_refused(tmp_path):
    one, other = defined(tmp_path, 'one'), defined(tmp_path, 'other')
    with pytest.raises(tangent.errors.ArgumentError, match="'dfdx' stands for two different things"):
        tangent.save([tangent.grad(one.f), tangent.vjp(other.f)], tmp_path / 'derivatives.py')


@pytest.mark.parametrize('function', [captured(1.0), 'dfdx'])
def test_what_is_no_derivative_is_refused(tmp_path, function):
    with pytest.raises(tangent.errors.ArgumentError, match='is not a derivative that tangent made'):
        tangent.save(function, tmp_path / 'derivatives.py')


def test_an_edited_file_is_no_longer_trusted(tmp_path):
    def f(x):
        y = x * x
        for i in range(2):
            y[i] = np.sin(y[i])
        return np.sum(y)
    path = tangent.save(tangent.grad(f), tmp_path / 'derivatives.py')
    x = np.array([0.3, 0.4])
    want = tangent.jvp(tangent.grad(f))(x, x)
    np.testing.assert_allclose(tangent.jvp(loaded(path).dfdx)(x, x), want)
    edited = tmp_path / 'edited.py'
    edited.write_text(path.read_text().replace('range(2)', 'range(1)'))
    assert is_generated_file(str(path)) and not is_generated_file(str(edited))
    try:
        got = tangent.jvp(loaded(edited).dfdx)(x, x)
        assert not np.allclose(got, want)
    except tangent.TangentError as error:
        assert error.remedy


@_programs(sampled(DEEP, 60, 1))
def test_corpus(tmp_path, number, program):
    values, names = copy.deepcopy(program.values), program.names
    df = tangent.vjp(program.function, wrt=names)
    try:
        path = tangent.save(df, tmp_path / 'derivatives.py')
    except tangent.errors.ArgumentError as error:
        known = ('cannot be imported', 'default value', 'stands for two different things')
        assert any(reason in str(error) for reason in known)
        return
    again = getattr(loaded(path), df.__name__)
    given = {**values, **_seeded(df, program.function, 'reverse', values, names, 1)}
    assert same(call(again, copy.deepcopy(given)), call(df, copy.deepcopy(given)))
    push, want = tangent.jvp(again, wrt=names), tangent.jvp(df, wrt=names)
    given.update(_seeded(push, df, 'forward', given, names, 2))
    assert same(call(push, copy.deepcopy(given)), call(want, copy.deepcopy(given)))


# --- other processes ------------------------------------------------------------

def test_a_pickled_derivative_keeps_its_source(tmp_path):
    rate = np.array([1.0, 2.0])

    def inner(x):
        return np.sin(x) * rate

    def f(x, n=3):
        return np.sum(inner(x) ** n)
    df = tangent.grad(f)
    (tmp_path / 'df').write_bytes(cloudpickle.dumps(df))
    x = np.array([0.3, 0.4])
    want = [df(x).tolist(), tangent.jvp(df)(x, x).tolist(), tangent.history(df), tangent.source(df),
            tangent.origin(df, 2).text]
    code = ('import pickle, inspect, numpy as np, tangent; df = pickle.load(open("df", "rb"));'
            'x = np.array([0.3, 0.4]); assert inspect.getsource(df);'
            'print([df(x).tolist(), tangent.jvp(df)(x, x).tolist(), tangent.history(df), tangent.source(df), '
            'tangent.origin(df, 2).text])')
    done = subprocess.run([sys.executable, '-c', code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == repr(want)
