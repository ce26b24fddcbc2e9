"""Samples for the rules of the module math."""
import math

import numpy as np

from tangent.runtime.elementwise import polygamma
from tangent.runtime.reductions import differences
from tests.templates.sample import Sample, array

_ANYWHERE = (math.exp, math.expm1, math.sin, math.cos, math.tan, math.atan, math.sinh, math.cosh, math.tanh,
             math.asinh, math.degrees, math.radians, math.fabs, math.erf, math.erfc)
_POSITIVE = (math.sqrt, math.log, math.log2, math.log10, math.log1p, math.gamma, math.lgamma)
_NEW = [getattr(math, name) for name in ('exp2', 'cbrt') if hasattr(math, name)]  # Python 3.11

SAMPLES = [
    *[Sample(f, x) for f in _ANYWHERE for x in (0.7, -0.3)],
    *[Sample(f, x) for f in (*_POSITIVE, *_NEW) for x in (0.7, 2.4)],
    Sample(math.sin, array()),
    Sample(math.lgamma, 14.2),
    Sample(math.gamma, -1.4),
    *[Sample(f, x) for f in (math.asin, math.acos, math.atanh) for x in (0.7, -0.3)],
    Sample(math.acosh, 1.7),
    Sample(math.log, 0.7, 3.1),
    Sample(math.log, 0.7, 10, wrt=(0,)),
    Sample(math.pow, 0.7, 1.3),
    Sample(math.pow, -0.7, 2.0, wrt=(0,)),
    Sample(math.atan2, 0.7, -1.3),
    Sample(math.copysign, 0.7, -1.3),
    Sample(math.fmod, 7.3, 2.1),
    Sample(math.fmod, -7.3, 2.1),
    Sample(math.remainder, 7.3, 2.1),
    Sample(math.ldexp, 0.7, 3),
    Sample(polygamma, 0, 0.7),
    Sample(polygamma, 1, 2.4),
    Sample(polygamma, 0, -1.4),
    Sample(math.hypot, 0.7, -1.3),
    Sample(math.hypot, 0.7, -1.3, 0.4),
    Sample(math.dist, [0.7, -1.3], [0.4, 2.0]),
    Sample(math.dist, (0.7, -1.3), (0.4, 2.0)),
    Sample(differences, [0.7, -1.3], [0.4, 2.0]),
    Sample(math.fsum, [0.7, -1.3, 0.4]),
    Sample(math.fsum, array(3)),
    Sample(math.prod, [0.7, -1.3, 0.4]),
    Sample(math.prod, (0.7, -1.3)),
    Sample(math.prod, np.array([0.7, 0.0, 2.0]), start=3.0),
    Sample(math.modf, 7.3),
    Sample(math.frexp, 7.3),
    *([Sample(math.sumprod, [0.7, -1.3], [0.4, 2.0])] if hasattr(math, 'sumprod') else []),  # Python 3.12
]
