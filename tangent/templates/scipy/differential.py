"""Rules for the solutions of ordinary differential equations.

In forward mode the tangent of the state is integrated together with it; in reverse mode see `solution_adjoint`.  Second
derivatives follow from the adjoint of the former: for the scalar <e, y> the Hessian is symmetric.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import integrate

from tangent.runtime.arrays import add, unbroadcast
from tangent.runtime.scipy.differential import (
    along, rates, rates_adjoint, settings_along, solution, solution_adjoint, steps,
)
from tangent.runtime.scipy.functions import flow_of, flow_of_state, inner
from tangent.runtime.scipy.results import Solution
from tangent.templates.rules import adjoint, constant, d, defined_as, is_zero
from tangent.templates.rules import tangent as forward

constant(settings_along, steps)
constant(integrate.odeint, integrate.solve_ivp, wrt=())  # they write into nothing, which their sources do not show


@defined_as(integrate.odeint)
def odeint(func: Callable, y0: Any, t: Any, args: tuple = (), *, rtol: Any = None, atol: Any = None, hmax: float = 0.0,
           mxstep: int = 0, tfirst: bool = False) -> Any:
    flow = flow_of(func, args) if tfirst else flow_of_state(func, args)
    times = np.array(t)
    settings = {'rtol': rtol, 'atol': atol, 'hmax': hmax, 'mxstep': mxstep}
    return solution(flow, times[0], np.ravel(np.array(y0)), times, 'odeint', settings)


@defined_as(integrate.solve_ivp, kind=Solution)
def solve_ivp(fun: Callable, t_span: Any, y0: Any, method: str = 'RK45', t_eval: Any = None, *, args: Any = None,
              rtol: Any = 1e-3, atol: Any = 1e-6, max_step: float = np.inf) -> Solution:
    flow = flow_of(fun, () if args is None else args)
    start, end = t_span
    settings = {'rtol': rtol, 'atol': atol, 'max_step': max_step}
    if t_eval is None:
        times = np.concatenate((np.array([start]), steps(flow, start, end, y0, method, settings), np.array([end])))
    else:
        times = np.array(t_eval)
    return Solution(times, np.transpose(solution(flow, start, np.array(y0), times, method, settings)))


@adjoint(solution, keeps_dtype=False)
def _solution(y, flow, start, y0, t, method, settings):
    parts = solution_adjoint(flow, start, y0, d[y], t, method, settings)
    d[flow] = parts['flow']
    d[start] = -inner(parts['y0'], flow(start, y0))
    d[y0] = parts['y0']
    d[t] = np.sum(d[y] * rates(flow, t, y), axis=1)


@forward(solution)
def _solution_forward(y, flow, start, y0, t, method, settings):
    dy0 = d[y0] - d[start] * flow(start, y0)
    both = solution(along(flow, d[flow]), start, np.concatenate((y0, dy0)), t, method,
                    settings_along(settings, y0, d[flow], dy0))
    d[y] = both[:, len(y0):] + np.expand_dims(d[t], 1) * rates(flow, t, y)


@adjoint(solution_adjoint, linear=('e',), keeps_dtype=False)
def _solution_adjoint(y, flow, start, y0, e, t, method, settings):
    both_flow = along(flow, d[y]['flow'])
    both_y0 = np.concatenate((y0, d[y]['y0']))
    both_settings = settings_along(settings, y0, d[y]['flow'], d[y]['y0'])
    both = solution(both_flow, start, both_y0, t, method, both_settings)
    parts = solution_adjoint(both_flow, start, both_y0, np.concatenate((np.zeros_like(e), e), axis=1), t, method,
                             both_settings)
    d[flow] = parts['flow']['flow']
    d[start] = -inner(parts['y0'], both_flow(start, both_y0))
    d[y0] = parts['y0'][:len(y0)]
    d[e] = unbroadcast(both[:, len(y0):], e)
    d[t] = unbroadcast(np.sum(e * rates(both_flow, t, both)[:, len(y0):], axis=1), t)


@forward(solution_adjoint)
def _solution_adjoint_forward(y, flow, start, y0, e, t, method, settings):
    dy0 = d[y0] - d[start] * flow(start, y0)
    parts = solution_adjoint(along(flow, d[flow]), start, np.concatenate((y0, dy0)),
                             np.concatenate((np.zeros_like(e), e), axis=1), t, method,
                             settings_along(settings, y0, d[flow], dy0))
    moved = {'flow': parts['flow']['flow'] if 'flow' in parts['flow'] else None,  # a flow may have captured nothing
             'y0': parts['y0'][:len(y0)]}
    de = d[e]
    if not is_zero(d[t]):
        at_times = rates_adjoint(flow, t, solution(flow, start, y0, t, method, settings), np.expand_dims(d[t], 1) * e)
        moved = add(moved, {'flow': at_times['flow'], 'y0': None})
        de = de + at_times['y']
    if not is_zero(d[start]):
        at_start = rates_adjoint(flow, [start], [y0], [-d[start] * y['y0']])
        moved = add(moved, {'flow': at_start['flow'], 'y0': at_start['y'][0]})
    d[y] = add(solution_adjoint(flow, start, y0, de, t, method, settings), moved)
