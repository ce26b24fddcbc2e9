"""Samples for the integrals of SciPy."""
from __future__ import annotations

import numpy as np
from scipy import integrate
from scipy.integrate import quad

import tangent.templates.scipy  # noqa: F401, before which the helpers have no rules
from tangent.runtime.arrays import add
from tangent.runtime.scipy.functions import inner, scaled
from tangent.runtime.scipy.integrate import integral, integral_along
from tests.templates.sample import Sample, array


def uneven(y, x):
    return integrate.simpson(y, x=x)


def wave(x, k):
    return np.sin(k * x) + x


def between(a, b):
    return quad(wave, a, b, args=(1.5,))[0]


def of_parameters(k, b):
    return quad(lambda x: np.sum(np.exp(-k * x)), 0.0, b)[0]


def of_arguments(k, c):
    return quad(exponential, 0.0, np.inf, (k, c))[0]


def of_one_argument(k, b):
    """A further argument that is in no tuple."""
    return quad(wave, 0.0, b, k)[0]


def exponential(x, k, c):
    return c * np.exp(-k * x)


def of_containers(k, b):
    """The integral of an adjoint, which is a dict."""
    parts = integral(lambda t: {'k': np.sin(k * t), 'c': t * b}, 0.3, b)
    return inner(add(scaled(parts, b), parts), {'k': 1.0 * k, 'c': 2.0})


def along(k, dk, a, b):
    def line(k):
        return lambda t: np.sin(k * t)
    return integral_along(line(k), {'k': dk}, a, b)


def cumulative(y, x):
    return (integrate.cumulative_simpson(y, x=x, initial=2.0)[..., 1:] *
            integrate.cumulative_simpson(y.T, dx=0.5, axis=0).T)


HAS_CUMULATIVE = hasattr(integrate, 'cumulative_simpson')
X = np.array([0.0, 0.4, 0.9, 1.7, 2.0, 2.6])

SAMPLES = [
    Sample(integrate.trapezoid, array(5)),
    Sample(integrate.trapezoid, array(6, 2), X, axis=0),
    Sample(integrate.trapezoid, array(2, 6), dx=0.5),
    Sample(integrate.cumulative_trapezoid, array(5)),
    Sample(integrate.cumulative_trapezoid, array(6, 2), X, axis=0, initial=0),
    Sample(integrate.cumulative_trapezoid, array(2, 6), X + array(2, 6, low=0.0, high=0.1)),
    Sample(integrate.cumulative_trapezoid, array(2, 6), None, 0.5, 0, initial=0),
    *[Sample(cumulative, array(2, n), X[:n]) for n in (2, 5, 6) if HAS_CUMULATIVE],
    Sample(between, 0.3, 1.4),
    Sample(of_parameters, array(2, low=0.5), 1.4),
    Sample(of_one_argument, 1.3, 0.7),
    Sample(of_arguments, 1.3, 0.7),
    Sample(of_containers, array(2), 1.4),
    Sample(along, 1.3, 0.6, 0.2, 1.4),
    Sample(integrate.simpson, array(5)),
    Sample(integrate.simpson, array(4, 2), dx=0.5, axis=0),
    Sample(integrate.simpson, array(2), dx=0.5),
    *[Sample(uneven, array(2, n), X[:n]) for n in (3, 6)],
]
