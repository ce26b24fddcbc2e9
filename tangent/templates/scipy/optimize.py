"""Rules for the roots that SciPy finds: by the derivative of what is zero there."""
from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import optimize

from tangent.runtime.scipy.functions import adjoint_at, first_of, given, given_all, given_flat, tangent_at
from tangent.runtime.scipy.optimize import found, root_at, scalar_root_at
from tangent.runtime.scipy.results import Optimum, Root
from tangent.templates.rules import adjoint, constant, d, defined_as, literal
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
        parts = adjoint_at(given_all(func, args), -d[x] / tangent.jvp(given_all(func, args))(x, np.ones_like(x)))(x)
        d[func] = parts['func']
        d[args] = parts['args']


@forward(optimize.newton)
def newton_forward(x, func, x0, fprime=None, args=(), tol=1.48e-08, maxiter=50, fprime2=None, x1=None, *, disp=True):
    if args == () if literal(args) else False:
        d[x] = -tangent_at(func, d[func])(x) / tangent.jvp(func)(x, np.ones_like(x))
    else:
        d[x] = (-tangent_at(given_all(func, args), {'func': d[func], 'args': d[args]})(x) /
                tangent.jvp(given_all(func, args))(x, np.ones_like(x)))


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


# Of which a result tells more.

constant(found)
constant(optimize.root, optimize.root_scalar, optimize.minimize, wrt=())  # they write into nothing


@defined_as(optimize.root, kind=Optimum)
def root(fun: Callable, x0: Any, args: tuple = (), method: str = 'hybr', jac: Any = None, tol: Any = None, *,
         options: Any = None) -> Optimum:
    result = found(optimize.root, fun, x0, args, method, jac, tol, options=options)
    shape = np.shape(result.x)
    if jac is True:
        x = root_at(given_flat(first_of(fun), args, shape), np.ravel(result.x))
    else:
        x = root_at(given_flat(fun, args, shape), np.ravel(result.x))
    return Optimum(np.reshape(x, shape), result.fun, result.success, result.get('status'), result.message,
                   result.get('nit'), result.get('nfev'), result.get('njev'))


@defined_as(optimize.root_scalar, kind=Root)
def root_scalar(f: Callable, args: tuple = (), method: Any = None, bracket: Any = None, fprime: Any = None,
                fprime2: Any = None, x0: Any = None, x1: Any = None, xtol: Any = None, rtol: Any = None,
                maxiter: Any = None) -> Root:
    result = found(optimize.root_scalar, f, args, method, bracket, fprime, fprime2, x0, x1, xtol, rtol, maxiter)
    if fprime is True:
        x = scalar_root_at(given(first_of(f), args), result.root)
    else:
        x = scalar_root_at(given(f, args), result.root)
    return Root(x, result.converged, result.flag, result.iterations, result.function_calls)


@defined_as(optimize.minimize, kind=Optimum)
def minimize(fun: Callable, x0: Any, args: tuple = (), method: Any = None, jac: Any = None, hess: Any = None,
             hessp: Any = None, *, tol: Any = None, options: Any = None) -> Optimum:
    result = found(optimize.minimize, fun, x0, args, method, jac, hess, hessp, tol=tol, options=options)
    if jac is True:
        of_x = given(first_of(fun), args)
    else:
        of_x = given(fun, args)
    x = root_at(tangent.grad(of_x), result.x)
    return Optimum(x, of_x(x), result.success, result.status, result.message, result.get('nit'), result.get('nfev'),
                   result.get('njev'))


@adjoint(root_at, constant=('x',))
def _root_at(y, f, x):
    d[f] = adjoint_at(f, -np.linalg.solve(np.transpose(tangent.jacobian(f)(y)), d[y]))(y)


@forward(root_at)
def _root_at_forward(y, f, x):
    d[y] = -np.linalg.solve(tangent.jacobian(f)(y), tangent_at(f, d[f])(y))


@adjoint(scalar_root_at, constant=('x',))
def _scalar_root_at(y, f, x):
    d[f] = adjoint_at(f, -d[y] / tangent.grad(f)(y))(y)


@forward(scalar_root_at)
def _scalar_root_at_forward(y, f, x):
    d[y] = -tangent_at(f, d[f])(y) / tangent.grad(f)(y)
