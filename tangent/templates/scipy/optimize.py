"""Rules for SciPy's roots of functions of one variable: by the derivative of what is zero there."""
from __future__ import annotations

import sys

from scipy import optimize

from tangent.runtime.closures import captured
from tangent.templates.rules import adjoint, d
from tangent.templates.rules import tangent as forward

tangent = sys.modules['tangent']  # what loads these rules


@adjoint(optimize.brentq, optimize.brenth, optimize.ridder, optimize.bisect, constant=('a', 'b'), keeps_dtype=False)
def brentq(x, f, a, b, args=(), xtol=2e-12, rtol=8.881784197001252e-16, maxiter=100, *, disp=True):
    slope = tangent.adjoint_of(f, (0,))(tangent.primal_of(f, (0,))(x, *args)[1], 1.0)
    d[f] = tangent.adjoint_of(f, (), True)(tangent.primal_of(f, (), True)(captured(f), x, *args)[1], -d[x] / slope)


@forward(optimize.brentq, optimize.brenth, optimize.ridder, optimize.bisect)
def brentq_forward(x, f, a, b, args=(), xtol=2e-12, rtol=8.881784197001252e-16, maxiter=100, *, disp=True):
    slope = tangent.tangent_of(f, (0,))((1.0,), x, *args)[1]
    d[x] = -tangent.tangent_of(f, (), True)((d[f],), captured(f), x, *args)[1] / slope


@adjoint(optimize.newton, constant=('x0', 'x1', 'fprime', 'fprime2'), keeps_dtype=False)
def newton(x, func, x0, fprime=None, args=(), tol=1.48e-08, maxiter=50, fprime2=None, x1=None, *, disp=True):
    slope = tangent.adjoint_of(func, (0,))(tangent.primal_of(func, (0,))(x, *args)[1], 1.0)
    d[func] = tangent.adjoint_of(func, (), True)(
        tangent.primal_of(func, (), True)(captured(func), x, *args)[1], -d[x] / slope)


@forward(optimize.newton)
def newton_forward(x, func, x0, fprime=None, args=(), tol=1.48e-08, maxiter=50, fprime2=None, x1=None, *, disp=True):
    slope = tangent.tangent_of(func, (0,))((1.0,), x, *args)[1]
    d[x] = -tangent.tangent_of(func, (), True)((d[func],), captured(func), x, *args)[1] / slope
