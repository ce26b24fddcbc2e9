"""Samples for the integrals of SciPy."""
from __future__ import annotations

import numpy as np
from scipy import integrate
from scipy.integrate import quad

from tests.templates.sample import Sample, array


def uneven(y, x):
    return integrate.simpson(y, x=x)


def wave(x, k):
    return np.sin(k * x) + x


def between(a, b):
    return quad(wave, a, b, args=(1.5,))[0]


X = np.array([0.0, 0.4, 0.9, 1.7, 2.0, 2.6])

SAMPLES = [
    Sample(integrate.trapezoid, array(5)),
    Sample(integrate.trapezoid, array(6, 2), X, axis=0),
    Sample(integrate.trapezoid, array(2, 6), dx=0.5),
    Sample(integrate.cumulative_trapezoid, array(5)),
    Sample(integrate.cumulative_trapezoid, array(6, 2), X, axis=0, initial=0),
    Sample(integrate.cumulative_trapezoid, array(2, 6), X + array(2, 6, low=0.0, high=0.1)),
    Sample(integrate.cumulative_trapezoid, array(2, 6), None, 0.5, 0, initial=0),
    Sample(between, 0.3, 1.4),
    Sample(integrate.simpson, array(5)),
    Sample(integrate.simpson, array(4, 2), dx=0.5, axis=0),
    Sample(integrate.simpson, array(2), dx=0.5),
    *[Sample(uneven, array(2, n), X[:n]) for n in (3, 6)],
]
