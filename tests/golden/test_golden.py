"""Generated sources, kept as text so that a change of them is seen and read.

After a change that is meant, `python -m tests.golden` writes them anew.
"""
from pathlib import Path

import numpy as np
import pytest

import tangent

from . import programs
from .programs import GOLDEN

HERE = Path(__file__).parent


@pytest.mark.skipif(np.lib.NumpyVersion(np.__version__) < '2.0.0', reason='NumPy 1 needs a cast at the end')
@pytest.mark.parametrize('name', GOLDEN)
def test_the_text_is_that_which_was_read(name):
    assert tangent.source(GOLDEN[name]) == HERE.joinpath(f'{name}.txt').read_text(encoding='utf-8')


def test_each_text_belongs_to_a_program():
    assert sorted(path.stem for path in HERE.glob('*.txt')) == sorted(GOLDEN)


@pytest.mark.parametrize('name', GOLDEN)
def test_the_texts_look_as_they_should(name):
    for line in tangent.source(GOLDEN[name]).splitlines():
        assert len(line) <= 100 and line == line.rstrip()


R = np.random.default_rng(0)
ARGUMENTS = {
    'logistic_regression': (programs.logistic_regression, (0, 1), [
        R.normal(size=(2, 3)), R.normal(size=3), R.normal(size=(4, 2)),
        (R.random((4, 3)) > 0.5).astype(float)]),
    'mlp': (programs.mlp, (0, 1, 2, 3), [
        R.normal(size=(2, 3)), R.normal(size=3), R.normal(size=(3, 4)), R.normal(size=4),
        R.normal(size=(5, 2)),
        np.eye(4)[[0, 1, 2, 3, 0]]]),
    'rosenbrock': (programs.rosenbrock, (0,), [R.normal(size=4)]),
    'branch': (programs.huber, (0,), [0.3, 0.5]),
    'returns': (programs.activation, (0,), [-0.3, 0.5]),
    'callee': (programs.two_layers, (1, 3), [
        R.normal(size=(5, 2)), R.normal(size=(2, 3)), R.normal(size=3), R.normal(size=(3, 4)),
        R.normal(size=4)]),
    'closure': (programs.squared_error(np.eye(2), np.ones(2)), (0,), [R.normal(size=2)]),
    'overwritten': (programs.overwritten, (0,), [0.3, 0.5]),
    'vjp': (lambda x, n, seed: programs.overwritten(x, n) * seed, (1,), [0.3, 0.5, 2.0]),
    'split': (programs.overwritten, (0,), [0.3, 0.5]),
    'second_order': (lambda x: 3.0 * x * x, (0,), [0.3]),
    'horner': (programs.horner, (0, 1), [R.normal(size=4), 0.7]),
    'newton_sqrt': (programs.newton_sqrt, (0,), [2.3]),
    'collatz_like': (programs.collatz_like, (0,), [0.7, 6]),
    'recurrence': (programs.recurrence, (0, 1), [R.normal(size=5), 0.7]),
    'rnn': (programs.rnn, (1, 2, 3), [
        R.normal(size=(3, 2)), R.normal(size=(4, 2)), R.normal(size=(4, 4)), R.normal(size=4)]),
    'heat': (programs.heat, (0, 1), [R.normal(size=5), R.normal(size=5), 3]),
    'heat_like': (programs.heat, (0, 1), [R.normal(size=5), R.normal(size=5), 3]),
    'network': (lambda *weights: programs.network(as_layers(*weights[:4]), weights[4]), (0, 1, 2, 3), [
        R.normal(size=(2, 3)), R.normal(size=3), R.normal(size=(3, 2)), R.normal(size=2), R.normal(size=(4, 2))]),
    # What is clipped at infinity is the true gradient, as is what stops before the first step.
    'clipped': (tangent.tangent(programs.clipped), (0,), [
        R.normal(size=(3, 3)), R.normal(size=3), R.normal(size=(4, 3)), np.inf]),
    'truncated': (tangent.tangent(programs.truncated), (0,), [
        R.normal(size=(3, 3)), R.normal(size=3), R.normal(size=(4, 3)), 4]),
}


def as_layers(W1, b1, W2, b2):
    return [{'W': W1, 'b': b1}, {'W': W2, 'b': b2}]


@pytest.mark.parametrize('name', GOLDEN)
def test_they_are_right(name):
    f, wrt, arguments = ARGUMENTS[name]
    if name == 'network':
        found = [layer[key] for layer in GOLDEN[name](as_layers(*arguments[:4]), arguments[4]) for key in 'Wb']
    else:
        found = GOLDEN[name](*arguments)
    if name == 'mlp':
        value, found = found
        np.testing.assert_allclose(value, f(*arguments))
    for position, derivative in zip(wrt, found if len(wrt) > 1 else (found,)):
        x = arguments[position]
        direction = np.cos(1.0 + np.arange(np.size(x))).reshape(np.shape(x))
        ends = [f(*[*arguments[:position], x + step * direction,
                    *arguments[position + 1:]]) for step in (1e-6, -1e-6)]
        np.testing.assert_allclose(np.sum(derivative * direction), (ends[0] - ends[1]) / 2e-6, rtol=1e-6)
