"""Keys of dicts carry no derivatives: they are constants, and refused where they may have been active values."""
import textwrap

import numpy as np
import pytest

import tangent
from tangent.errors import KindError, UnsupportedError

from .stages import python

X = np.array([1.5, 0.7])

PUT = {
    'a display': 'd = {x[0]: 1.0, x[1]: 2.0}',
    'an item': 'd = {}\nd[x[0]] = x[1]',
    'a default': 'd = {}\nd.setdefault(x[0], x[1])',
    'a comprehension': 'd = {v: 1.0 for v in x}',
    'an update': 'd = {}\nd.update({x[0]: x[1]})',
    'pairs': 'd = dict(zip(x, x))',
    'fromkeys': 'd = dict.fromkeys(x, 1.0)',
}
READ = {
    'a sum': 'return sum(d)',
    'the largest': 'return max(d) * x[1]',
    'keys()': 'return sum(k * k for k in d.keys())',
    'a loop': 't = 0.0\nfor k in d:\n    t = t + k\nreturn t',
    'a loop over items': 't = 0.0\nfor k, v in d.items():\n    t = t + k * v\nreturn t',
    'a list': 'return np.sum(np.array(list(d))) * x[1]',
    'unpacking': 'k, *rest = d\nreturn k * x[1]',
}


def of(put, read):
    return python(f'def f(x):\n{textwrap.indent(put, "    ")}\n{textwrap.indent(read, "    ")}\n')


@pytest.mark.parametrize('transform', [tangent.grad, tangent.jvp], ids=['grad', 'jvp'])
@pytest.mark.parametrize('put, read', [(put, READ['a sum']) for put in PUT.values()] + [
    (PUT['an item'], read) for read in READ.values()], ids=[*PUT, *READ])
def test_keys_that_carry_derivatives_are_not_read(put, read, transform):
    with pytest.raises(UnsupportedError, match='the keys of a dict are read as numbers') as caught:
        transform(of(put, read))
    assert 'stop_gradient' in caught.value.remedy
    assert caught.value.source.strip().startswith(('return', 'for', 'k,'))


@pytest.mark.parametrize('read', READ.values(), ids=READ)
def test_other_keys_are_constants(read):
    tangent.check_grads(of('d = {2: x[0], 3: x[1]}', f'x = x * d[3]\n{read}'), (X,))


def test_keys_that_carry_derivatives_can_be_looked_up():
    tangent.check_grads(of('d = {}\nfor v in x:\n    d[v] = v * v', 'return d[x[0]] * d[x[1]]'), (X,))


def test_the_sum_of_a_dict_that_only_the_call_tells():
    df = tangent.grad(lambda d: sum(d) * d[2])
    with pytest.raises(KindError, match='adds its keys'):
        df({2: 0.5, 3: 0.7})
