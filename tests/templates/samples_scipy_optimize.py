"""Samples for the roots that SciPy finds."""
from __future__ import annotations

import numpy as np
from scipy.optimize import bisect, brenth, brentq, fsolve, minimize, newton, ridder, root, root_scalar

import tangent.templates.scipy  # noqa: F401, before which the helpers have no rules
from tangent.runtime.scipy.functions import given, given_all, given_flat
from tangent.runtime.scipy.optimize import root_at, scalar_root_at
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


def by_each_given_one(k):
    """A further argument that is in no tuple."""
    return (brentq(cubic_of_one, 0.0, 3.0, args=k) + root_scalar(cubic_of_one, k, bracket=[0.0, 3.0], xtol=1e-13).root +
            np.sum(fsolve(cubic_of_one, np.ones(1), k, xtol=1e-13) + root(cubic_of_one, np.ones(1), args=k).x))


def cubic_of_one(x, k):
    return x ** 3 + x - k


def by_minimize_given_one(k):
    return minimize(bowl, np.zeros(2), k, 'L-BFGS-B', slope_of_bowl, options={'gtol': 1e-14, 'ftol': 1e-16}).x


def bowl(x, k):
    return np.sum((x - k) ** 2) + np.sum(x ** 4)


def slope_of_bowl(x, k):
    return 2.0 * (x - k) + 4.0 * x ** 3


def by_newton_given_list(k, c):
    return newton(exponential, 1.0, None, [k, c], 1e-13)


def cubic(x, a, c):
    return a @ x + x ** 3 - c


def by_fsolve(a, c):
    return fsolve(lambda x: cubic(x, a, c), np.ones(2), xtol=1e-13)


def by_fsolve_given(a, c):
    return fsolve(cubic, np.ones(2), (a, c), xtol=1e-13)


def by_root(a, c):
    found = root(cubic, np.ones(2), (a, c), tol=1e-13)
    return found.x if found.success else a @ c


def listed(x, k):
    return [x[0] + np.sin(k * x[1]), x[1] - k]


def slope_of_listed(x, k):
    return np.array([[1.0, k * np.cos(k * x[1])], [0.0, 1.0]])


def by_root_captured(k):
    return root(lambda x: listed(x, k), [1.0, 1.0], method='lm', tol=1e-15, jac=lambda x: slope_of_listed(x, k)).x


def by_root_scalar(k, c):
    return root_scalar(exponential, (k, c), bracket=[0.0, 3.0], xtol=1e-13).root


def by_root_scalar_captured(k):
    return root_scalar(lambda x: x * x * x - k * k, x0=1.0, fprime=lambda x: 3.0 * x * x, xtol=1e-13).root


def valley(x, k, c):
    return (x[0] - k) ** 2 + 0.5 * (x[1] - x[0] * c) ** 2 + 0.1 * x[1] ** 4


def slope_of_valley(x, k, c):
    slope = x[1] - x[0] * c
    return np.array([2.0 * (x[0] - k) - c * slope, slope + 0.4 * x[1] ** 3])


def by_minimize(k, c):
    found = minimize(valley, np.ones(2), (k, c), 'L-BFGS-B', slope_of_valley,
                     options={'gtol': 1e-14, 'ftol': 0.0})
    return found.x * found.fun


def by_minimize_captured(k):
    def f(x):
        return np.sum((x - k) ** 2) + np.sum(x ** 4)
    return minimize(f, np.zeros(2), jac=lambda x: 2.0 * (x - k) + 4.0 * x ** 3, method='L-BFGS-B',
                    options={'gtol': 1e-14, 'ftol': 0.0}).x


def of_scalar_root(k):
    x = scalar_root_at(given(lambda x, k: np.exp(x) - k, (k,)), np.log(k))
    k = scalar_root_at(given_all(lambda x, k: x - k, [k]), k)
    return x * root_at(given_flat(lambda x: [np.exp(x[0]) - k], (), (1,)), np.array([np.log(k)]))


SAMPLES = [
    Sample(by_each_given_one, 1.3),
    Sample(by_minimize_given_one, array(2)),
    Sample(by_newton_given_list, 0.7, 2.5),
    Sample(by_root, array(2, 2, low=0.5), array(2)),
    Sample(by_root_captured, 0.7),
    Sample(by_root_scalar, 1.3, 3.0),
    Sample(by_root_scalar_captured, 1.3),
    Sample(by_minimize, 1.3, 0.7),
    Sample(by_minimize_captured, array(2)),
    Sample(of_scalar_root, 1.3),
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
