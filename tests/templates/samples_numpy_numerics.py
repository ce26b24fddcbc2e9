"""Samples for the rules of differences, integrals, interpolation, polynomials and covariances."""
import numpy as np

from tangent.runtime.numerics import trapezoid_weights, undiff, ungradient, unpolyder, untrapezoid_weights
from tests.templates.sample import Sample, array

_KNOTS = np.array([0.0, 0.4, 1.0, 1.2, 2.0])
_trapezoid = np.trapezoid if hasattr(np, 'trapezoid') else np.trapz

SAMPLES = [
    Sample(np.diff, array(4)),
    Sample(np.diff, array(2, 5), 2),
    Sample(np.diff, array(4, 2), axis=0),
    Sample(np.diff, array(4, 2), 3, 0),
    Sample(undiff, array(3), array(4), wrt=(0,)),
    Sample(undiff, array(2, 2), array(4, 2), 2, 0, wrt=(0,)),
    Sample(np.gradient, array(5)),
    Sample(np.gradient, array(5), 0.3, wrt=(0,)),
    Sample(np.gradient, array(5), np.array([0.0, 0.4, 1.0, 1.2, 2.0]), wrt=(0,)),
    Sample(np.gradient, array(5), edge_order=2),
    Sample(np.gradient, array(5), np.array([0.0, 0.4, 1.0, 1.2, 2.0]), wrt=(0,), edge_order=2),
    Sample(np.gradient, array(3, 4), axis=1),
    Sample(np.gradient, array(3, 4)),
    Sample(np.gradient, array(3, 4), 0.3, 0.5, wrt=(0,)),
    Sample(np.gradient, array(3, 4), 0.3, wrt=(0,), axis=(1, 0)),
    Sample(ungradient, array(5), array(5), wrt=(0,)),
    Sample(ungradient, array(3, 4), array(3, 4), (0.3,), 1, 2, wrt=(0,)),
    Sample(np.ediff1d, array(4)),
    Sample(np.ediff1d, array(2, 3)),
    Sample(_trapezoid, array(5)),
    Sample(_trapezoid, array(5), dx=0.3),
    Sample(_trapezoid, array(5), _KNOTS),
    Sample(_trapezoid, array(3, 5), _KNOTS),
    Sample(_trapezoid, array(5, 3), _KNOTS, axis=0),
    Sample(_trapezoid, array(2, 3), array(2, 3, seed=1), axis=0),
    Sample(trapezoid_weights, _KNOTS, array(2, 5), wrt=(0,)),
    Sample(untrapezoid_weights, array(2, 5), _KNOTS, wrt=(0,)),
    Sample(np.interp, 0.7, _KNOTS, array(5)),
    Sample(np.interp, array(4, low=0.05, high=1.95), _KNOTS, array(5)),
    Sample(np.interp, array(2, 3, low=0.05, high=1.95), _KNOTS, array(5)),
    Sample(np.interp, np.array([-1.0, 0.3, 3.0]), _KNOTS, array(5)),
    Sample(np.polyval, array(4), 0.7),
    Sample(np.polyval, [0.3, 0.7, -0.2], array(2, 3)),
    Sample(np.polyval, array(1), array(3)),
    Sample(np.polyder, array(4)),
    Sample(np.polyder, array(4), 2),
    Sample(unpolyder, array(3), array(4), wrt=(0,)),
    Sample(np.vander, array(3)),
    Sample(np.vander, array(3), 2),
    Sample(np.vander, array(3), increasing=True),
    Sample(np.cov, array(5)),
    Sample(np.cov, array(3, 5)),
    Sample(np.cov, array(3, 5), bias=True),
    Sample(np.corrcoef, array(3, 5)),
]
