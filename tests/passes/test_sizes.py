"""Long and deep programs."""
import numpy as np
import pytest

import tangent

from .stages import python


@pytest.mark.parametrize('options', [{}, {'optimized': False}, {'motion': 'split'}], ids=str)
def test_many_statements(options):
    count = 150
    f = python('def f(x):\n' + '    x = x * 1.01 + 1.0\n' * count + '    return x')
    assert tangent.grad(f, **options)(2.0) == pytest.approx(1.01 ** count)


def test_many_names():
    count = 120
    lines = ['    a_0 = x'] + [f'    a_{i + 1} = np.sin(a_{i}) + a_{i}' for i in range(count)]
    f = python('def f(x):\n' + '\n'.join(lines) + f'\n    return a_{count}')
    wanted = (f(0.1 + 1e-6) - f(0.1 - 1e-6)) / 2e-6
    assert tangent.grad(f)(0.1) == pytest.approx(wanted, rel=1e-4, abs=1e-6)


def test_a_long_expression():
    count = 100
    f = python('def f(x):\n    return ' + ' + '.join(f'{i}.0 * x' for i in range(count)))
    assert tangent.grad(f)(2.0) == sum(range(count))
    assert all(len(line) < 100 for line in tangent.source(tangent.grad(f)).splitlines())


def test_deep_branches():
    f = python('def f(x, n):\n' + ''.join('    ' * (i + 1) + f'if n > {i}:\n' for i in range(15))
               + '    ' * 16 + 'x = x * x\n    return x')
    assert tangent.grad(f)(2.0, 100) == 4.0 and tangent.grad(f)(2.0, 3) == 1.0


def test_many_branches():
    f = python('def f(x, n):\n' + ''.join(f'    if n > {i}:\n        x = x * 2.0\n' for i in range(20))
               + '    return x')
    assert tangent.grad(f)(2.0, 5) == 32.0


def test_many_returns():
    body = ''.join(f'    if n == {i}:\n        if x > 0:\n            return x * {i}.0\n        x = x - 1.0\n'
                   for i in range(5))
    f = python('def f(x, n):\n' + body + '    y = x * x\n    y = y * x\n    return y')
    assert (tangent.grad(f)(2.0, 3), tangent.grad(f)(-2.0, 3), tangent.grad(f)(2.0, 9)) == (3.0, 27.0, 12.0)
    assert len(tangent.source(tangent.grad(f)).splitlines()) < 200


def test_a_chain_of_callees():
    f = None
    text = 'def f(x):\n    return inner(x) * 1.5'
    for _ in range(20):
        f = python(text, inner=f or np.sin)
    assert tangent.grad(f)(0.0) == pytest.approx(1.5 ** 20)


def test_many_arguments():
    names = [f'a{i}' for i in range(40)]
    f = python(f'def f({", ".join(names)}):\n    return ' + ' * '.join(names))
    found = tangent.grad(f, wrt=tuple(names))(*[1.0] * 40)
    assert found == (1.0,) * 40
