import numpy as np
import pytest

import tangent
from examples.surgery import clipping, recurrent, synthetic, truncation


def test_clipping(capsys):
    found = clipping.main()
    as_it_is, clipped = found.values()
    assert max(clipped) < max(as_it_is) and clipped[-1] < 0.8 * clipped[0]
    assert 'bh = np.clip(bh, -most, most)' in capsys.readouterr().out.replace('tangent.as_adjoint(', '')


def test_truncation(capsys):
    found = truncation.main(length=40, steps=40)
    assert all(losses[-1] < 0.5 * losses[0] for losses in found.values())
    assert 'break' in capsys.readouterr().out


def test_the_truncated_gradient_is_that_of_the_last_steps():
    rng = np.random.default_rng(0)
    p, (xs, targets) = recurrent.initial(rng), recurrent.sequences(rng, 5, 10)

    def last_steps(p, h, xs, targets):
        for x in xs:
            h = np.tanh(np.dot(p['W'], h) + np.outer(p['U'], x))
        return np.mean((np.dot(p['out'], h) - targets) ** 2)
    h = np.zeros((12, 5))
    for x in xs[:-3]:
        h = np.tanh(np.dot(p['W'], h) + np.outer(p['U'], x))
    found, expected = tangent.grad(truncation.loss)(p, xs, targets, 3), tangent.grad(last_steps)(p, h, xs[-3:], targets)
    for key in p:
        np.testing.assert_allclose(found[key], expected[key])


def test_synthetic_gradients(capsys):
    losses = synthetic.main(steps=300)
    assert losses[-1] < 0.5 * losses[0] and synthetic.ERRORS[-1] < synthetic.ERRORS[0]


def test_norms(tmp_path):
    for library in ('matplotlib', 'rich', 'sklearn'):
        pytest.importorskip(library)
    from examples.surgery import norms
    found = norms.main(['--steps', '20', '--out', str(tmp_path / 'norms.png')])
    assert (tmp_path / 'norms.png').read_bytes().startswith(b'\x89PNG')
    assert all(len(sizes) == 20 for sizes in found.values()) and found[0.5][0] < 1e-3 * found[0.5][-1]
    rng = np.random.default_rng(0)
    p, (xs, targets) = recurrent.initial(rng, scale=2.0), recurrent.sequences(rng, 40, 20)

    def from_state(h, p, x, targets):
        h = np.tanh(np.dot(p['W'], h) + np.outer(p['U'], x))
        return np.mean((np.dot(p['out'], h) - targets) ** 2)
    h = np.zeros((12, 40))
    for x in xs[:-1]:
        h = np.tanh(np.dot(p['W'], h) + np.outer(p['U'], x))
    assert found[2.0][-2] == pytest.approx(np.linalg.norm(tangent.grad(from_state)(h, p, xs[-1], targets)))
