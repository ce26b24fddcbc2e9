"""Samples for the rules of functions that make arrays."""
import numpy as np

from tangent.runtime.creation import as_nested, from_nested
from tests.templates.sample import Sample, array

_FROM_ANY = (np.array, np.asarray, np.asanyarray, np.ascontiguousarray, np.asfortranarray)
_ANY = (0.7, array(), array(2, 3), [0.7, 1.3], (0.7, 1.3),
        [[0.7, 1.3], [0.1, 0.2]], [array(2), array(2, seed=1)])

SAMPLES = [
    *[Sample(f, x) for f in _FROM_ANY for x in _ANY],
    Sample(np.array, [[0.7, 1.3], (0.1, 0.2)]),
    Sample(np.array, array(2), dtype=np.float64),
    Sample(np.asarray, [0.7, 1.3], float, wrt=(0,)),
    Sample(as_nested, array(2, 2), [[0.7, 1.3], (0.1, 0.2)], wrt=(0,)),
    Sample(from_nested, [[0.7, 1.3], (0.1, 0.2)], array(2, 2), wrt=(0,)),
    Sample(np.copy, array(2, 3)),
    Sample(np.copy, 0.7),
    *[Sample(np.float64, x) for x in (0.7, array(), array(2))],
    Sample(np.longdouble, 0.7),
    *[Sample(f, 0.7, order=0) for f in (np.float32, np.float16, np.complex128, np.complex64)],
    Sample(np.full, 3, 0.7),
    Sample(np.full, (2, 3), array(3), wrt=(1,)),
    Sample(np.full, (2, 3), array(2, 1), wrt=(1,), dtype=np.float64),
    Sample(np.full_like, np.zeros((2, 3)), 0.7, wrt=(1,)),
    Sample(np.full_like, np.zeros((2, 3)), array(3), wrt=(1,)),
    Sample(np.linspace, 0.7, 1.3),
    Sample(np.linspace, 0.7, 1.3, 5),
    Sample(np.linspace, 0.7, 1.3, num=5, endpoint=False),
    Sample(np.linspace, array(2), 1.3, 4),
    Sample(np.linspace, array(2, 3), array(3), 4, axis=-1),
    Sample(np.logspace, 0.7, 1.3, 5),
    Sample(np.logspace, array(2), 1.3, 4, base=2.0),
    Sample(np.geomspace, 0.7, 1.3, 5),
    Sample(np.geomspace, array(2, low=0.5), 1.3, 4, endpoint=False),
]
