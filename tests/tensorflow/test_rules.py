"""Every rule for TensorFlow, on the rows of `calls.py`, against `tf.GradientTape` and `ForwardAccumulator`."""
from __future__ import annotations

import ast
import itertools
import linecache

import numpy as np
import pytest

import tangent

tf = pytest.importorskip('tensorflow', reason='TensorFlow is not installed')

from tests.sampling import sampled  # noqa: E402
from tests.tensorflow.calls import CALLS  # noqa: E402
from tests.tensorflow.values import CONSTANTS, values  # noqa: E402

_counter = itertools.count()
ROWS = [(call, dtype) for call in CALLS for dtype in call.dtypes]
IDS = [f'{call.text}-{dtype}' for call, dtype in ROWS]
SECOND = sampled([(call, 'float64' if 'float64' in call.dtypes else 'float32') for call in CALLS
                  if call.order >= 2], 12)


class Case:
    """A row as a function of its tensors."""

    def __init__(self, call, dtype):
        known = values(tf.as_dtype(dtype))
        read = [node.id for node in ast.walk(ast.parse(call.text)) if isinstance(node, ast.Name)]
        names = [name for name in dict.fromkeys(read) if name in known and name not in call.constant]
        text = f'def f({", ".join(names)}):\n    return {call.text}\n'
        file = f'<tensorflow row {next(_counter)}>'
        linecache.cache[file] = (len(text), None, text.splitlines(True), file)
        namespace = {**CONSTANTS, **{name: known[name] for name in call.constant}}
        exec(compile(text, file, 'exec'), namespace)
        self.f, self.args, self.text = namespace['f'], [known[name] for name in names], text
        self.wrt = tuple(range(len(names)))

    def vjp(self, *args):
        """The function of the arguments and a seed that gives the adjoints as a tuple."""
        df = tangent.vjp(self.f, wrt=self.wrt)
        found = df(*args)
        return df, found if len(self.wrt) > 1 else (found,)


def like(value, number):
    """A tensor of random numbers in the shape and dtype of another."""
    return tf.constant(np.random.default_rng(number).normal(size=value.shape), value.dtype)


def tape_vjp(f, args, seed):
    with tf.GradientTape() as tape:
        tape.watch(args)
        result = f(*args)
    return list(map(tf.convert_to_tensor, tape.gradient(result, args, seed, unconnected_gradients='zero')))


def assert_close(found, wanted, like, shown, digits=None):
    assert isinstance(found, tf.Tensor), f'{found!r}\n{shown}'
    assert found.dtype == like.dtype and found.shape == like.shape, f'{found.dtype} {found.shape}\n{shown}'
    tolerance = digits or (2e-4 if like.dtype == tf.float32 else 1e-8)
    scale = 1.0 + float(np.max(np.abs(wanted), initial=0.0))
    np.testing.assert_allclose(found, wanted, rtol=tolerance, atol=tolerance * scale, err_msg=shown)


@pytest.mark.parametrize('call, dtype', ROWS, ids=IDS)
def test_reverse(call, dtype):
    case = Case(call, dtype)
    seed = like(case.f(*case.args), 1)
    df, found = case.vjp(*case.args, seed)
    for value, wanted, x in zip(found, tape_vjp(case.f, case.args, seed), case.args):
        assert_close(value, wanted, x, tangent.source(df))


FORWARD = sampled([(call, dtype) for call, dtype in ROWS if call.forward], 8)


@pytest.mark.parametrize('call, dtype', FORWARD, ids=[f'{call.text}-{dtype}' for call, dtype in FORWARD])
def test_forward(call, dtype):
    case = Case(call, dtype)
    result = case.f(*case.args)
    for wrt in {case.wrt, *[(i,) for i in case.wrt]}:
        df = tangent.jvp(case.f, wrt=wrt)
        primals, along = [case.args[i] for i in wrt], [like(case.args[i], i + 3) for i in wrt]
        found = df(*case.args, *along)
        assert_close(found, _wanted_tangent(case, primals, along), result, tangent.source(df))


def _wanted_tangent(case, primals, along):
    """The tangent by ForwardAccumulator, or what TensorFlow's gradient of its gradient gives where that has no rule."""
    try:
        with tf.autodiff.ForwardAccumulator(primals, along) as accumulator:
            result = case.f(*case.args)
        return tf.convert_to_tensor(accumulator.jvp(result, unconnected_gradients='zero'))
    except LookupError:
        with tf.GradientTape() as outer:
            result = case.f(*case.args)
            seed = tf.ones_like(result)
            outer.watch(seed)
            adjoints = tape_vjp(lambda *_: case.f(*case.args), primals, seed)
        return outer.gradient(adjoints, seed, along)


@pytest.mark.parametrize('call, dtype', SECOND, ids=[call.text for call, _ in SECOND])
def test_second_order(call, dtype):
    """Reverse over reverse and forward over reverse, with respect to the arguments and the seed."""
    case = Case(call, dtype)
    args = [*case.args, like(case.f(*case.args), 1)]
    df, found = case.vjp(*args)
    wrt = tuple(range(len(args)))
    seeds = [like(x, i + 5) for i, x in enumerate(found)]
    ddf = tangent.vjp(df, wrt=wrt)
    got = ddf(*args, seeds[0] if len(case.wrt) == 1 else tuple(seeds))
    shown = f'{tangent.source(df)}\n{tangent.source(ddf)}'
    with tf.GradientTape() as tape:
        tape.watch(args)
        inner = tape_vjp(case.f, args[:-1], args[-1])
    wanted = map(tf.convert_to_tensor, tape.gradient(inner, args, seeds, unconnected_gradients='zero'))
    for value, right, x in zip(got, wanted, args):
        assert_close(value, right, x, shown, digits=1e-3 if dtype == 'float32' else 1e-7)
    pushed = tangent.jvp(df, wrt=wrt)
    along = [like(x, i + 9) for i, x in enumerate(args)]
    tangents = pushed(*args, *along)
    left = sum(float(tf.reduce_sum(a * b)) for a, b in zip(seeds, tangents if len(case.wrt) > 1 else (tangents,)))
    right = sum(float(tf.reduce_sum(a * b)) for a, b in zip(got, along))
    assert abs(left - right) < 1e-3 * (1.0 + abs(left) + abs(right)) * (1.0 if dtype == 'float32' else 1e-4), (
        f'{left} {right}\n{tangent.source(pushed)}')
