"""Samples for the rules of NumPy's elementwise functions."""
import numpy as np

from tangent.runtime.elementwise import i0_derivative, share_of_sum, sinc_derivative, unselect, unselected
from tests.templates.sample import Sample, array

_ANYWHERE = (np.negative, np.positive, np.absolute, np.fabs, np.square, np.cbrt, np.exp, np.exp2, np.expm1,
             np.sin, np.cos, np.tan, np.arctan, np.sinh, np.cosh, np.tanh, np.arcsinh, np.deg2rad, np.radians,
             np.rad2deg, np.degrees, np.sinc, sinc_derivative, np.nan_to_num, np.conjugate, np.real)
_POSITIVE = (np.reciprocal, np.sqrt, np.log, np.log2, np.log10, np.log1p)
_WITHIN_ONE = (np.arcsin, np.arccos, np.arctanh)
_OF_TWO = (np.add, np.subtract, np.multiply, np.hypot, np.logaddexp, np.logaddexp2, np.arctan2, np.maximum,
           np.minimum, np.fmax, np.fmin, np.copysign)

_PAIRS = [
    (0.7, 1.3), (array(), array(seed=1)), (array(2, 3), array(2, 3, seed=1)), (array(2, 3), array(3)),
    (array(2, 1), array(1, 3)), (0.7, array(3)), (array(3), 0.7),
]
_POSITIVE_PAIRS = [
    (0.7, 1.3), (array(2, 3, low=0.5), array(3, low=0.5)), (array(3, low=0.5), array(2, 1, low=0.5)),
    (0.7, array(3, low=0.5)), (array(2, low=0.5), 0.7),
]
_CONDITION = np.array([[True, False, True], [False, False, True]])



def share_in_sum(x, y):
    return share_of_sum(x, y, np.logaddexp(x, y))
SAMPLES = [
    *[Sample(f, x) for f in _ANYWHERE for x in (0.7, array(), array(2, 3))],
    *[Sample(f, x) for f in _POSITIVE for x in (0.7, array(low=0.3), array(2, 3, low=0.3))],
    *[Sample(f, x) for f in _WITHIN_ONE
      for x in (0.7, array(low=-0.9, high=0.9), array(2, 3, low=-0.9, high=0.9))],
    Sample(np.arccosh, 1.7),
    Sample(np.arccosh, array(2, 3, low=1.2, high=2.0)),
    *[Sample(f, *pair) for f in _OF_TWO for pair in _PAIRS],
    *[Sample(f, *pair) for f in (np.divide, np.power, np.float_power) for pair in _POSITIVE_PAIRS],
    Sample(np.power, array(3), 2, wrt=(0,)),
    Sample(np.power, array(3), np.array([1, 2, 3]), wrt=(0,)),
    *[Sample(f, *pair) for f in (np.remainder, np.fmod)
      for pair in [(7.3, 2.1), (-7.3, 2.1), (array(2, 3, low=3.1, high=3.9), array(3, low=1.1, high=1.4))]],
    Sample(np.ldexp, array(3), 2),
    Sample(np.i0, array(2, 3)),
    Sample(np.i0, array(3, low=7.0, high=12.0)),
    Sample(np.i0, 0.7),
    Sample(i0_derivative, array(3)),
    Sample(i0_derivative, 0.7, 2),
    Sample(sinc_derivative, array(3), 2),
    Sample(share_of_sum, array(3), array(3, seed=1), array(3, seed=2), order=0),
    Sample(share_in_sum, array(3), array(2, 1), wrt=(0, 1)),
    Sample(sinc_derivative, array(3, low=3.0, high=9.0), 3),
    Sample(np.unwrap, array(5, low=-9.0, high=9.0)),
    Sample(np.unwrap, array(2, 5, low=-9.0, high=9.0), axis=0),
    Sample(np.unwrap, array(5, low=-900.0, high=900.0), period=360.0),
    Sample(np.clip, array(2, 3), -1.0, 1.0),
    Sample(np.clip, array(2, 3), array(3, low=-1.5, high=-0.5), array(2, 1, low=0.5, high=1.5)),
    Sample(np.clip, array(2, 3), None, 0.5),
    Sample(np.clip, array(2, 3), -0.5, None),
    Sample(np.clip, 0.7, 0.9, 2.0),
    Sample(np.where, _CONDITION, array(2, 3), array(2, 3, seed=1)),
    Sample(np.where, _CONDITION, array(3), array(2, 1)),
    Sample(np.where, _CONDITION, 0.7, array(2, 3)),
    Sample(np.where, _CONDITION[0], array(2, 3), 1.3),
    Sample(np.where, True, 0.7, 1.3),
    Sample(np.select, [_CONDITION, ~_CONDITION], [array(2, 3), array(3)]),
    Sample(np.select, [_CONDITION, _CONDITION[:, ::-1]], [array(2, 3), array(2, 3, seed=1)], 0.7),
    Sample(unselect, array(2, 3), [_CONDITION], [array(3)], wrt=(0,)),
    Sample(unselected, array(2, 3), [_CONDITION]),
    Sample(np.modf, array(3, low=3.1, high=3.9)),
    Sample(np.frexp, array(3, low=4.1, high=7.9)),
    Sample(np.divmod, array(2, 3, low=3.1, high=3.9), array(3, low=1.1, high=1.4)),
    Sample(np.imag, array(3)),
    Sample(np.angle, array(3)),
    Sample(np.angle, array(3), deg=True),
]
