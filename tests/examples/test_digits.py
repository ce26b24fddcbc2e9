import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip('sklearn')
pytest.importorskip('matplotlib')
rich_console = pytest.importorskip('rich.console')

from examples.digits import __main__ as digits  # noqa: E402
from examples.digits import model  # noqa: E402

ROOT = Path(__file__).parent.parent.parent


def test_a_short_training_learns(tmp_path):
    out = tmp_path / 'digits.png'
    console = rich_console.Console(width=100, record=True, file=io.StringIO())
    history = digits.run(epochs=4, seed=1, out=out, console=console)
    losses = [epoch.loss for epoch in history]
    assert losses == sorted(losses, reverse=True) and losses[-1] < 0.5 * losses[0]
    assert history[-1].accuracy_held_out > 0.85
    assert out.read_bytes().startswith(b'\x89PNG') and out.stat().st_size > 10_000
    text = console.export_text()
    assert 'def dloss' in text and 'they agree' in text and 'held-out images read right' in text


def test_the_gradient_is_right_in_every_parameter():
    rng = np.random.default_rng(2)
    data = model.Digits.load(rng)
    parameters = model.initial(rng, hidden=16)
    for _ in range(5):
        slope, wanted = model.check(model.gradient(), parameters, data.X[:50], data.digits[:50], rng)
        assert slope == pytest.approx(wanted, rel=1e-6)


def test_the_whole_training_reads_96_percent():
    rng = np.random.default_rng(0)
    data = model.Digits.load(rng)
    *_, last = model.train(model.gradient(), data, rng, epochs=40)
    assert last.accuracy_held_out >= 0.96


def test_it_runs_from_the_command_line(tmp_path):
    out = tmp_path / 'digits.png'
    done = subprocess.run([sys.executable, '-m', 'examples.digits', '--epochs', '1', '--out', out],
                          cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert out.exists()
