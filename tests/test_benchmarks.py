"""The benchmarks, in short: that they run and find the derivatives right; times are not asserted."""
import pytest

pytest.importorskip('rich')

from benchmarks import depth, jacobian, modes, rules  # noqa: E402
from benchmarks.gallery import PROGRAMS  # noqa: E402


def test_modes():
    plain, like = modes.measure(0.0, ('small',))
    assert list(plain.rows) == list(like.rows) == [*[p.f.__name__ for p in PROGRAMS], 'geometric mean']
    assert all(float(cell) > 0.0 for table in (plain, like) for cells in table.rows.values() for cell in cells)


def test_a_wrong_gradient_is_found():
    first = PROGRAMS[0]
    wrong = type(first)(first.f, lambda *args: (args[0], args[1]), first.args, first.wrt, first.small, first.large)
    with pytest.raises(ArithmeticError, match=first.f.__name__):
        modes.ratios(wrong, first.small, False, 0.0)


def test_a_jacobian_runs_the_function_once_and_takes_the_shorter_way():
    table, = jacobian.measure(0.0)
    for (m, n), (primals, pulls, pushes, _) in zip(jacobian.SHAPES, table.rows.values()):
        assert int(primals) == 1 and int(pulls) + int(pushes) == min(m, n)


def test_depth():
    table, = depth.measure(1, PROGRAMS[2:3])
    f, reverse, *deeper = [int(cell.partition(';')[0]) for cell in table.rows['rosenbrock']]
    assert f == 2 and all(reverse <= lines for lines in deeper)
    assert 'rosenbrock' in table.markdown()


def test_rules():
    table = rules.measure(0.0, lambda row: row.text in ('np.sinc(x)', 'np.dot(A, A)', 'x[::2]'), (10,))
    assert list(table.rows) == ['`np.sinc(x)`', '`x[::2]`', '`np.dot(A, A)`']
    assert all(float(cell) > 0.0 for cell, in table.rows.values())
    with pytest.raises(ArithmeticError, match='differ'):
        rules.Row('np.sin(x) if np.__name__ == "numpy" else np.cos(x)').ratio(10, 0.0)
