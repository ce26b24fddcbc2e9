"""Rules for the roots that SciPy finds: by the derivative of what is zero there."""
from __future__ import annotations

import sys

import numpy as np
from scipy import optimize

from tangent.runtime.scipy.functions import adjoint_at, given, tangent_at
from tangent.templates.rules import adjoint, d, literal
from tangent.templates.rules import tangent as forward

tangent = sys.modules['tangent']  # what loads these rules

# Of one variable.


@adjoint(optimize.brentq, optimize.brenth, optimize.ridder, optimize.bisect, constant=('a', 'b'), keeps_dtype=False)
def brentq(x, f, a, b, args=(), xtol=2e-12, rtol=8.881784197001252e-16, maxiter=100, *, disp=True):
    if args == () if literal(args) else False:
        d[f] = adjoint_at(f, -d[x] / tangent.grad(f)(x))(x)
    else:
        parts = adjoint_at(given(f, args), -d[x] / tangent.grad(given(f, args))(x))(x)
        d[f] = parts['func']
        d[args] = parts['args']


@forward(optimize.brentq, optimize.brenth, optimize.ridder, optimize.bisect)
def brentq_forward(x, f, a, b, args=(), xtol=2e-12, rtol=8.881784197001252e-16, maxiter=100, *, disp=True):
    if args == () if literal(args) else False:
        d[x] = -tangent_at(f, d[f])(x) / tangent.grad(f)(x)
    else:
        d[x] = (-tangent_at(given(f, args), {'func': d[f], 'args': d[args]})(x) /
                tangent.grad(given(f, args))(x))


@adjoint(optimize.newton, constant=('x0', 'x1', 'fprime', 'fprime2'), keeps_dtype=False)
def newton(x, func, x0, fprime=None, args=(), tol=1.48e-08, maxiter=50, fprime2=None, x1=None, *, disp=True):
    if args == () if literal(args) else False:
        d[func] = adjoint_at(func, -d[x] / tangent.jvp(func)(x, np.ones_like(x)))(x)
    else:
        parts = adjoint_at(given(func, args), -d[x] / tangent.jvp(given(func, args))(x, np.ones_like(x)))(x)
        d[func] = parts['func']
        d[args] = parts['args']


@forward(optimize.newton)
def newton_forward(x, func, x0, fprime=None, args=(), tol=1.48e-08, maxiter=50, fprime2=None, x1=None, *, disp=True):
    if args == () if literal(args) else False:
        d[x] = -tangent_at(func, d[func])(x) / tangent.jvp(func)(x, np.ones_like(x))
    else:
        d[x] = (-tangent_at(given(func, args), {'func': d[func], 'args': d[args]})(x) /
                tangent.jvp(given(func, args))(x, np.ones_like(x)))


# Of several.

@adjoint(optimize.fsolve, constant=('x0', 'fprime'), keeps_dtype=False)
def fsolve(x, func, x0, args=(), fprime=None, *, col_deriv=0, xtol=1.49012e-08, maxfev=0):
    if args == () if literal(args) else False:
        slopes = tangent.jacobian(func)(x)
        d[func] = adjoint_at(func, -np.linalg.solve(np.transpose(slopes), d[x]))(x)
    else:
        slopes = tangent.jacobian(given(func, args))(x)
        parts = adjoint_at(given(func, args), -np.linalg.solve(np.transpose(slopes), d[x]))(x)
        d[func] = parts['func']
        d[args] = parts['args']


@forward(optimize.fsolve)
def fsolve_forward(x, func, x0, args=(), fprime=None, *, col_deriv=0, xtol=1.49012e-08, maxfev=0):
    if args == () if literal(args) else False:
        d[x] = -np.linalg.solve(tangent.jacobian(func)(x), tangent_at(func, d[func])(x))
    else:
        d[x] = -np.linalg.solve(tangent.jacobian(given(func, args))(x),
                                tangent_at(given(func, args), {'func': d[func], 'args': d[args]})(x))
