"""Samples for the rules of Python's operators."""
import operator

import numpy as np

from tangent.runtime.elementwise import divide_or_zero, power_derivative, sign, unsign
from tests.templates.sample import Sample, array


def _square(x):
    return x ** 2


def size_of_complex(x, y):
    return abs(x + 1j * y)


def sign_of_complex(x, y):
    s = sign(x + 1j * y)
    return np.real(s) + 2.0 * np.imag(s)


def unsign_of_complex(a, b, x):
    s = unsign(a + 1j * b, x)
    return np.real(s) + 2.0 * np.imag(s)


def _cube(x):
    return x ** 3


def _identity(x):
    return x ** 1


def _root(x):
    return x ** 0.5


def _inverse(x):
    return x ** -1


def _inverse_square(x):
    return x ** -2.0


def _power_of_two(x):
    return 2.0 ** x


_PAIRS = [
    (0.7, 1.3), (0.7, array(3)), (array(2, 3), 0.7), (array(), array()), (array(2, 3), array(2, 3, seed=1)),
    (array(2, 3), array(3)), (array(2, 1), array(1, 3)), (array(1, 3), array(2, 3)), (array(), array(2)),
]

SAMPLES = [
    *[Sample(f, *pair) for f in (operator.add, operator.sub, operator.mul) for pair in _PAIRS],
    Sample(operator.truediv, 0.7, 1.3),
    Sample(operator.truediv, array(2, 3), array(3, low=0.5, high=2.0)),
    Sample(operator.truediv, 0.7, array(2, 3, low=-2.0, high=-0.5)),
    Sample(operator.truediv, array(3), 0.7),
    Sample(operator.mod, 7.3, 2.1),
    Sample(operator.mod, -7.3, 2.1),
    Sample(operator.mod, array(2, 3, low=3.1, high=3.9), array(3, low=1.1, high=1.4)),
    Sample(operator.mod, array(3, low=3.1, high=3.9), 1.0),
    *[Sample(f, x) for f in (_square, _cube, _identity, _root, _inverse, _inverse_square, _power_of_two)
      for x in (0.7, array(low=0.5, high=2.0), array(2, 3, low=0.5, high=2.0))],
    Sample(operator.pow, 0.7, 1.3),
    Sample(operator.pow, array(2, 3, low=0.5, high=2.0), array(3)),
    Sample(operator.pow, array(3, low=0.5, high=2.0), array(2, 1)),
    Sample(operator.pow, 0.7, array(3)),
    Sample(operator.pow, array(3), 2, wrt=(0,)),
    Sample(operator.pow, array(3), np.array([1, 2, 3]), wrt=(0,)),
    Sample(power_derivative, array(3, low=0.5, high=2.0), array(3), 1, 0),
    Sample(power_derivative, array(2, 1, low=0.5, high=2.0), array(3), 1, 1),
    Sample(power_derivative, 0.7, 1.3, 2, 1),
    *[Sample(f, x) for f in (operator.neg, operator.pos, operator.abs, sign)
      for x in (0.7, -0.7, array(), array(2, 3))],
    Sample(unsign, array(3), 0.7),
    Sample(size_of_complex, array(3), array(3, seed=1)),
    Sample(sign_of_complex, array(3), array(3, seed=1), order=1),
    Sample(unsign_of_complex, array(3), array(3, seed=1), np.array([0.5 + 1.0j, 2.0j, -1.0 + 0.3j]), wrt=(0, 1)),
    Sample(divide_or_zero, 0.7, 1.3),
    Sample(divide_or_zero, array(2, 3), array(3, low=0.5, high=2.0)),
    Sample(divide_or_zero, array(3), array(2, 3, low=0.5, high=2.0)),
    Sample(divide_or_zero, array(2), 0.7),
]
