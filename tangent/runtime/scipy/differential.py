"""Solutions of ordinary differential equations, and what their derivatives consist of.

A flow is a function of the time and the state that gives the rate at which the state changes.
"""
from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import integrate

from tangent.errors import KindError
from tangent.runtime.scipy.functions import flattened, precision, unflattened

tangent = sys.modules['tangent']  # what loads the rules

_OF_ODEINT = 1.49012e-8  # its tolerances where none are given


def solution(flow: Callable, start: float, y0: np.ndarray, t: np.ndarray, method: str,
             settings: dict[str, Any]) -> np.ndarray:
    """The states at the times t, a row for each, of what is in the state y0 at the time start.

    Args:
        method: 'odeint', for which t begins with start, or a method of `solve_ivp`.
        settings: keywords for the one or the other, with 'rtol' and 'atol'.

    >>> bool(abs(solution(lambda t, y: -y, 0.0, np.ones(1), np.array([0.0, 1.0]), 'RK45', {})[1, 0] - 0.3679) < 1e-3)
    True
    """
    if method == 'odeint':
        return integrate.odeint(flow, y0, t, tfirst=True, **settings)
    return _solved(flow, start, t[-1], y0, method, settings, t_eval=t).y.T


def steps(flow: Callable, start: float, end: float, y0: np.ndarray, method: str,
          settings: dict[str, Any]) -> np.ndarray:
    """The times between start and end to which the solver steps."""
    return _solved(flow, start, end, y0, method, settings).t[1:-1]


def _solved(flow: Callable, start: float, end: float, y0: np.ndarray, method: str, settings: dict[str, Any],
            **keywords: Any) -> Any:
    if np.iscomplexobj(y0):
        raise KindError('derivatives of solutions of differential equations are known for real states only',
                        'Put the real and imaginary parts into a real state of twice the length.')
    found = integrate.solve_ivp(flow, (start, end), y0, method, **settings, **keywords)
    if not found.success:
        raise RuntimeError(f'the differential equation is not solved: {found.message}')
    return found


def rates(flow: Callable, t: Any, y: Any) -> Any:
    """The rates at several times, a row for each."""
    return np.array([flow(time, state) for time, state in zip(t, y)])


def rates_adjoint(flow: Callable, t: Any, y: Any, e: Any) -> dict[str, Any]:
    """The adjoints of what a flow captured and of the states y, where e is that of `rates`.

    >>> rates_adjoint(lambda t, y: y * y, np.zeros(1), np.ones((1, 2)), np.ones((1, 2)))['y']
    array([[2., 2.]])
    """
    saved = tangent.primal_of(rates, (0, 2))(flow, t, y)[1]
    of_flow, of_y = tangent.adjoint_of(rates, (0, 2))(saved, e)
    return {'flow': of_flow, 'y': of_y}


def along(flow: Callable, dflow: Any) -> Callable:
    """The flow of a state and of its tangent, which are joined; dflow is the tangent of what the flow captured."""
    def both(t: float, state: np.ndarray) -> np.ndarray:
        n = len(state) // 2
        rate, drate = tangent.tangent_of(flow, (1,), True)((dflow, state[n:]), tangent.captured(flow), t, state[:n])
        return np.concatenate((rate, drate))
    return both


def settings_along(settings: dict[str, Any], y0: np.ndarray, dflow: Any, dy0: np.ndarray) -> dict[str, Any]:
    """Settings for a state and its tangent: as exact relative to the size of the direction."""
    size = np.max(np.abs(np.concatenate((flattened(dflow), dy0))), initial=0.0) or 1.0
    atol = np.broadcast_to(_OF_ODEINT if settings['atol'] is None else settings['atol'], np.shape(y0))
    return {**settings, 'atol': np.concatenate((atol, size * atol))}


def solution_adjoint(flow: Callable, start: float, y0: np.ndarray, e: np.ndarray, t: np.ndarray, method: str,
                     settings: dict[str, Any]) -> dict[str, Any]:
    """The adjoints of what a flow captured and of y0, where e is that of `solution`.

    The adjoint of the state goes backward in time, v' = -(df/dy)^T v, and grows by that of each result where it
    passes this; that of what the flow captured is the integral of (df/dp)^T v.  The state is taken from the dense
    solution of another integration forward: backward it could not be integrated where its differences die out.

    Returns:
        A dict of both, 'flow' and 'y0'.

    >>> found = solution_adjoint(lambda t, y: -y, 0.0, np.ones(1), np.ones((1, 1)), np.ones(1), 'RK45',
    ...                          {'rtol': 1e-9, 'atol': 1e-9})
    >>> bool(abs(found['y0'][0] - np.exp(-1.0)) < 1e-6)
    True
    """
    method, settings = _of_solve_ivp(method, settings)
    primal, adjoint = tangent.primal_of(flow, (1,), True), tangent.adjoint_of(flow, (1,), True)
    held, n = tangent.captured(flow), len(y0)
    state = _solved(flow, start, t[-1], y0, method, settings, dense_output=True).sol if t[-1] != start else None

    def backward(time: float, both: np.ndarray) -> np.ndarray:
        bheld, bstate = adjoint(primal(held, time, state(time))[1], both[:n])
        return -np.concatenate((bstate, flattened(bheld)))
    like = adjoint(primal(held, start, y0)[1], np.zeros(n))[0]
    least = 10.0 * precision(like)  # steps would be ever smaller where this is the error of what is integrated
    settings = {**settings, 'rtol': np.maximum(settings['rtol'], least), 'atol': max(np.min(settings['atol']), least)}
    size = float(np.max(np.abs(e), initial=0.0)) or 1.0
    both = np.zeros(n + len(flattened(like)))
    for i in reversed(range(len(t))):
        both[:n] += e[i] / size
        before = t[i - 1] if i else start
        if t[i] != before and np.any(both):
            both = _solved(backward, t[i], before, both, method, settings).y[:, -1]
    return {'flow': unflattened(size * both[n:], like), 'y0': (size * both[:n]).astype(np.result_type(y0, np.float16))}


def _of_solve_ivp(method: str, settings: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The method and settings of `solve_ivp` that are as exact."""
    if method != 'odeint':
        return method, settings
    rtol, atol = (_OF_ODEINT if settings[name] is None else settings[name] for name in ('rtol', 'atol'))
    return 'LSODA', {'rtol': rtol, 'atol': atol, 'max_step': settings['hmax'] or np.inf}
