"""Samples for the roots that SciPy finds."""
from __future__ import annotations

import numpy as np
from scipy.optimize import bisect, brenth, brentq, fsolve, newton, ridder

from tests.templates.sample import Sample, array


def by_brentq(k):
    return k * brentq(lambda x: np.exp(k * x) + x - 3.0, 0.0, 3.0)


def by_brenth(k):
    return brenth(lambda x: x * x * x - k * k, 0.0, 3.0, xtol=1e-13)


def by_ridder(k, c):
    def f(x, scale):
        return np.sum(k * x * x) - scale * c
    return ridder(f, 0.0, 5.0, (2.0,))


def by_bisect(k):
    return bisect(lambda x: x * x * x - k * k, 0.0, 3.0)


def by_newton(k):
    return newton(lambda x: x * x * x - k * k, 1.0 + 0.0 * k, lambda x: 3.0 * x * x + 0.0 * k, tol=1e-13)


def exponential(x, k, c):
    return np.exp(k * x) + x - c


def by_brentq_given(k, c):
    return brentq(exponential, 0.0, 3.0, args=(k, c))


def by_newton_given(k, c):
    return newton(exponential, 1.0, None, (k, c), 1e-13)


def cubic(x, a, c):
    return a @ x + x ** 3 - c


def by_fsolve(a, c):
    return fsolve(lambda x: cubic(x, a, c), np.ones(2), xtol=1e-13)


def by_fsolve_given(a, c):
    return fsolve(cubic, np.ones(2), (a, c), xtol=1e-13)


SAMPLES = [
    Sample(by_brentq, 1.3),
    Sample(by_brentq_given, 1.3, 3.0),
    Sample(by_newton_given, 1.3, 3.0),
    Sample(by_fsolve, array(2, 2, low=0.5), array(2)),
    Sample(by_fsolve_given, array(2, 2, low=0.5), array(2)),
    Sample(by_brenth, 1.3),
    Sample(by_ridder, np.array([0.5, 1.5]), 1.3),
    Sample(by_bisect, 1.3),
    Sample(by_newton, 1.3),
    Sample(by_newton, np.array([1.3, 0.6])),
]
