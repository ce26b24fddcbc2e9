"""Samples for the rules of methods of ufuncs."""
import numpy as np

from tests.templates.sample import Sample, array

_REDUCED = (np.add.reduce, np.multiply.reduce, np.maximum.reduce, np.minimum.reduce)
_RUNNING = (np.add.accumulate, np.multiply.accumulate)

SAMPLES = [
    *[Sample(f, array(2, 3, 4), **axis) for f in _REDUCED for axis in (
        {}, {'axis': 1, 'keepdims': True}, {'axis': -1}, {'axis': (0, 2)}, {'axis': None})],
    *[Sample(f, array(5)) for f in (*_REDUCED, *_RUNNING)],
    *[Sample(f, array(2, 3, 4), **axis) for f in _RUNNING for axis in ({}, {'axis': 1}, {'axis': -1})],
    Sample(np.multiply.accumulate, np.array([0.7, 0.0, 2.0])),
]
