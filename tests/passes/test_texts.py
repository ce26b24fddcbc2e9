"""Numbers read from the text or the bytes of what carries derivatives are refused; other uses of text are not."""
import io
import textwrap

import numpy as np
import pytest

import tangent
from tangent.errors import UnsupportedError

from .stages import python

X = np.array([1.5, 0.7])

READ = {
    'an f-string': "float(f'{x[0]}')",
    'a percent sign': "float('%.17g' % x[0])",
    'format': "float('{}'.format(x[0]))",
    'str': "float(str(x[0]).strip())",
    'bytes': 'np.frombuffer(x.tobytes())[0]',
    'a comprehension': "sum(float(v) for v in [f'{v}' for v in x])",
    'a file': "np.loadtxt(io.StringIO(' '.join(map(str, x))))[0]",
    'the items of a split text': "float(f'{x[0]} {x[1]}'.split()[1])",
}


@pytest.mark.parametrize('transform', [tangent.grad, tangent.jvp], ids=['grad', 'jvp'])
@pytest.mark.parametrize('value', READ.values(), ids=READ)
def test_a_number_is_read_from_text(value, transform):
    f = python(f"""
        def f(x):
            return {value} * x[1]
        """, io=io)
    with pytest.raises(UnsupportedError, match='read from the text of a value that carries derivatives') as caught:
        transform(f)
    assert 'stop_gradient' in caught.value.remedy


@pytest.mark.parametrize('statements', ["""
    label = f'{x[0]:.1f}'
    return float(label) * x[1]
    """, """
    labels = []
    for v in x:
        labels.append(str(v))
    return float(labels[0]) * x[1]
    """], ids=['a variable', 'a list'])
def test_text_in_variables(statements):
    f = python('def f(x):' + textwrap.indent(textwrap.dedent(statements), '    '))
    with pytest.raises(UnsupportedError, match='read from the text'):
        tangent.grad(f)


def test_other_uses_of_text():
    f = python("""
        def f(x, n=2):
            assert x[0] > 0.0, f'{x[0]} is not positive'
            by_label = {f'{x[0]:.1f}': x[1], str(n): x[0]}
            factor = float(f'{n}') + len('%d' % n) + int('3')
            return by_label['1.5'] * by_label['2'] * factor + float(str(tangent.stop_gradient(x[0]))) * x[0]
        """)
    np.testing.assert_allclose(tangent.grad(f)(X), [0.7 * 6.0 + 1.5, 1.5 * 6.0])
