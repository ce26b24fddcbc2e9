"""Samples for the solutions of differential equations that SciPy finds."""
from __future__ import annotations

import numpy as np
from scipy.integrate import odeint, solve_ivp

import tangent.templates.scipy  # noqa: F401, before which the helpers have no rules
from tangent.runtime.scipy.differential import rates_adjoint, solution, solution_adjoint
from tangent.runtime.scipy.functions import flow_of, flow_of_state
from tests.templates.sample import Sample, array

TIMES = np.array([0.0, 0.5, 0.9, 1.5])
EXACT = {'rtol': 1e-11, 'atol': 1e-11}


def pendulum(y, t, k, c):
    return [k * y[1], -c * np.sin(y[0]) + 0.1 * t]


def by_odeint(k, c, y0):
    return odeint(pendulum, y0, TIMES, args=(k, c), rtol=1e-11, atol=1e-11)


def by_odeint_captured(k, y0):
    return odeint(lambda t, y: -k * y * y, y0, TIMES, tfirst=True, rtol=1e-11, atol=1e-11)[-1, 0]


def by_odeint_in_times(k, t):
    return odeint(lambda y, t: -k * y + np.sin(t), [1.0, 2.0], t, rtol=1e-11, atol=1e-11)


def by_solve_ivp(k, start, end, y0):
    found = solve_ivp(lambda t, y: -k * y * y + t, (start, end), y0, 'DOP853', rtol=1e-11, atol=1e-11)
    return found.y[:, -1] * found.t[-1]


def by_solve_ivp_at(k, y0):
    found = solve_ivp(pendulum_late, [0.2, 2.0], y0, 'DOP853', TIMES[1:], args=(k, 2.0), rtol=1e-11, atol=1e-11)
    return found.y if found.success else k


def pendulum_late(t, y, k, c):
    return pendulum(y, t, k, c)


def backward(k, y0):
    found = solve_ivp(lambda t, y: k @ y, (1.5, 0.0), y0, 'LSODA', TIMES[::-1], rtol=1e-11, atol=1e-11)
    return found.y[:, 1:]


def of_adjoint(k, y0, e):
    parts = solution_adjoint(flow_of(lambda t, y: k * y * y, ()), 0.0, y0, e, TIMES[1:], 'DOP853', EXACT)
    return parts['y0'], parts['flow']['func']['k']


def of_adjoint_in_times(k, start, y0, e, t):
    parts = solution_adjoint(flow_of(lambda t, y: np.sin(k * y) + t, ()), start, y0, e, t, 'DOP853', EXACT)
    return parts['y0'], parts['flow']['func']['k']


def of_adjoint_of_nothing(start, y0, e, t):
    return solution_adjoint(flow_of(lambda t, y: t * y * y, ()), start, y0, e, t, 'DOP853', EXACT)['y0']


def of_rates_adjoint(k, t, y, e):
    return rates_adjoint(flow_of(lambda t, y: k * y * y * t, ()), t, y, e)['y']


def of_solution(k, start, y0):
    return solution(flow_of_state(pendulum, (k, 2.0)), start, y0, TIMES[1:], 'DOP853', EXACT)


SAMPLES = [
    Sample(by_odeint, 1.3, 0.7, array(2)),
    Sample(by_odeint_captured, 1.3, 0.7),
    Sample(by_odeint_in_times, array(2), TIMES),
    Sample(by_solve_ivp, 1.3, 0.1, 1.2, array(2, low=0.5)),
    Sample(by_solve_ivp_at, 1.3, array(2)),
    Sample(backward, array(2, 2), array(2)),
    Sample(of_adjoint, 0.7, array(2, low=0.1, high=0.5), array(3, 2)),
    Sample(of_adjoint_in_times, 0.7, 0.1, array(2, low=0.1, high=0.5), array(3, 2), TIMES[1:]),
    Sample(of_adjoint_of_nothing, 0.1, array(2, low=0.1, high=0.5), array(3, 2), TIMES[1:]),
    Sample(of_rates_adjoint, 0.7, TIMES[1:], array(3, 2), array(3, 2)),
    Sample(of_solution, 1.3, 0.2, array(2)),
]
