import numpy as np
import pytest

for library in ('sklearn', 'matplotlib', 'scipy', 'rich'):
    pytest.importorskip(library)

import tangent  # noqa: E402
from examples.hvp import curve_fitting, models, newton, orders, spectrum  # noqa: E402


def is_picture(path):
    return path.read_bytes().startswith(b'\x89PNG') and path.stat().st_size > 10_000


def test_newton(tmp_path, capsys):
    out = tmp_path / 'newton.png'
    logistic, network = newton.main(['--iterations', '12', '--steps', '60', '--rows', '100', '--out', str(out)])
    own, region, scipys, krylov, descent = logistic
    for run in (own, region, scipys, krylov):
        assert run.losses[-1] == pytest.approx(scipys.losses[-1], rel=1e-5) and run.products > 0
    assert own.losses[-1] < descent.losses[-1] and own.iterations <= 12
    assert all(run.losses[-1] < 0.6 * run.losses[0] for run in network)
    assert is_picture(out) and 'Newton-CG' in capsys.readouterr().out


def test_the_gradient_is_zero_where_newton_ends():
    problem = models.logistic()
    run, *_ = newton.compare(problem, 15, 1)
    assert np.linalg.norm(problem.value_and_grad(run.w)[1]) < 1e-8


def test_spectrum(tmp_path, capsys):
    out = tmp_path / 'spectrum.png'
    spectrum.main(['--iterations', '2', '--rows', '40', '--count', '3', '--out', str(out)])
    assert is_picture(out) and 'before training' in capsys.readouterr().out


def test_lanczos_finds_the_eigenvalues_of_the_whole_hessian():
    problem = models.logistic()
    operator = spectrum.hessian(problem, problem.start)
    whole = np.linalg.eigvalsh(tangent.hessian(problem.of)(problem.start, *problem.data))
    low, high = spectrum.extremes(operator, 3)
    np.testing.assert_allclose([*low, *high], [*whole[:3], *whole[-3:]], rtol=1e-6)
    values, weights = spectrum.lanczos(operator, np.ones(len(whole)), len(whole))
    np.testing.assert_allclose(values, whole, rtol=1e-6)
    assert np.sum(weights) == pytest.approx(1.0)
    grid = np.linspace(whole[0] - 1.0, whole[-1] + 1.0, 4000)
    curve = spectrum.density(operator, grid, 0.1, 2, len(whole), np.random.default_rng(0))
    assert np.sum(curve) * (grid[1] - grid[0]) == pytest.approx(1.0, rel=1e-3)


def test_curve_fitting(tmp_path, capsys):
    out = tmp_path / 'curves.png'
    curve_fitting.main(['--rows', '150', '--out', str(out)])
    assert is_picture(out) and 'least_squares' in capsys.readouterr().out


@pytest.mark.parametrize('fit', curve_fitting.fits(), ids=lambda fit: fit.name.replace(' ', '_'))
def test_own_fit_is_that_of_scipy(fit):
    p, costs = curve_fitting.levenberg_marquardt(fit)
    q, cost, _ = curve_fitting.by_scipy(fit)
    np.testing.assert_allclose(p, q, rtol=1e-3)
    assert costs[-1] <= cost * (1.0 + 1e-9) and costs == sorted(costs, reverse=True)


def test_orders(tmp_path, capsys):
    out = tmp_path / 'orders.png'
    for problem, found in orders.main(['--repeats', '2', '--out', str(out)]):
        step, v = 1e-5, np.random.default_rng(1).normal(size=problem.start.shape)
        ahead, behind = [problem.value_and_grad(problem.start + sign * step * v)[1] for sign in (1.0, -1.0)]
        for order in found:
            np.testing.assert_allclose(order.value, (ahead - behind) / (2.0 * step), rtol=1e-5, atol=1e-7)
            assert order.lines > 10
    assert is_picture(out) and 'def ' in capsys.readouterr().out
