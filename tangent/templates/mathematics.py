"""Rules for the functions of the module `math`, which take and return Python's numbers."""
from __future__ import annotations

import math

import numpy as np

from tangent.runtime.arrays import unbroadcast
from tangent.runtime.creation import as_nested
from tangent.runtime.elementwise import divide_or_zero, polygamma, sign
from tangent.runtime.reductions import differences, inner, products_of_others, scale, unsum
from tangent.templates.operators import power
from tangent.templates.rules import adjoint, bilinear, constant, d, elementwise, linear, literal
from tangent.templates.rules import tangent as forward


@elementwise(math.sqrt)
def sqrt(y, x):
    d[x] = 0.5 * d[y] / y


@elementwise(math.exp)
def exp(y, x):
    d[x] = d[y] * y


@elementwise(math.expm1)
def expm1(y, x):
    d[x] = d[y] * (y + 1.0)


@elementwise(math.log)
def log(y, x, base=None):
    if base is None if literal(base) else False:
        d[x] = d[y] / x
    else:
        d[x] = d[y] / (x * math.log(base))
        d[base] = -d[y] * y / (base * math.log(base))


@elementwise(math.log2)
def log2(y, x):
    d[x] = d[y] / (x * math.log(2.0))


@elementwise(math.log10)
def log10(y, x):
    d[x] = d[y] / (x * math.log(10.0))


@elementwise(math.log1p)
def log1p(y, x):
    d[x] = d[y] / (x + 1.0)


elementwise(math.pow)(power)


@elementwise(math.sin)
def sin(y, x):
    d[x] = d[y] * math.cos(x)


@elementwise(math.cos)
def cos(y, x):
    d[x] = -d[y] * math.sin(x)


@elementwise(math.tan)
def tan(y, x):
    d[x] = d[y] * (1.0 + y * y)


@elementwise(math.asin)
def asin(y, x):
    d[x] = d[y] / math.sqrt((1.0 - x) * (1.0 + x))


@elementwise(math.acos)
def acos(y, x):
    d[x] = -d[y] / math.sqrt((1.0 - x) * (1.0 + x))


@elementwise(math.atan)
def atan(y, x):
    d[x] = d[y] / (1.0 + 1.0 * x * x)


@elementwise(math.atan2)
def atan2(z, y, x):
    r = math.hypot(x, y)
    d[y] = d[z] * (x / r) / r
    d[x] = -d[z] * (y / r) / r


@elementwise(math.sinh)
def sinh(y, x):
    d[x] = d[y] * math.cosh(x)


@elementwise(math.cosh)
def cosh(y, x):
    d[x] = d[y] * math.sinh(x)


@elementwise(math.tanh)
def tanh(y, x):
    d[x] = d[y] * (1.0 - y * y)


@elementwise(math.asinh)
def asinh(y, x):
    d[x] = d[y] / math.cosh(y)


@elementwise(math.acosh)
def acosh(y, x):
    d[x] = d[y] / (math.sqrt(x - 1.0) * math.sqrt(x + 1.0))


@elementwise(math.atanh)
def atanh(y, x):
    d[x] = d[y] / ((1.0 - x) * (1.0 + x))


@elementwise(math.degrees)
def degrees(y, x):
    d[x] = math.degrees(d[y])


@elementwise(math.radians)
def radians(y, x):
    d[x] = math.radians(d[y])


@elementwise(math.fabs)
def fabs(y, x):
    d[x] = d[y] * sign(x)


@elementwise(math.copysign)
def copysign(z, x, y):
    d[x] = d[z] * sign(x) * math.copysign(1.0, y)
    d[y] = 0.0 * d[z]


@elementwise(math.fmod)
def fmod(z, x, y):
    d[x] = d[z]
    d[y] = -d[z] * math.trunc(x / y)


@elementwise(math.remainder)
def remainder(z, x, y):
    d[x] = d[z]
    d[y] = -d[z] * round(x / y)


@elementwise(math.ldexp)
def ldexp(y, x, i):
    d[x] = math.ldexp(d[y], i)


@elementwise(math.erf)
def erf(y, x):
    d[x] = d[y] * (2.0 / math.sqrt(math.pi)) * math.exp(-x * x)


@elementwise(math.erfc)
def erfc(y, x):
    d[x] = -d[y] * (2.0 / math.sqrt(math.pi)) * math.exp(-x * x)


@elementwise(math.gamma)
def gamma(y, x):
    d[x] = d[y] * y * polygamma(0, x)


@elementwise(math.lgamma)
def lgamma(y, x):
    d[x] = d[y] * polygamma(0, x)


@elementwise(polygamma)
def _(y, n, x):
    d[x] = d[y] * polygamma(n + 1, x)


if hasattr(math, 'exp2'):  # Python 3.11
    @elementwise(math.exp2)
    def exp2(y, x):
        d[x] = d[y] * y * math.log(2.0)

    @elementwise(math.cbrt)
    def cbrt(y, x):
        d[x] = d[y] / (3.0 * y * y)


# Of several numbers.

@adjoint(math.hypot, shape='scalar')
def hypot(y, *coordinates):
    d[coordinates] = scale(coordinates, divide_or_zero(d[y], y))


@forward(math.hypot)
def hypot_forward(y, *coordinates):
    d[y] = divide_or_zero(inner(coordinates, d[coordinates]), y)


@adjoint(math.dist, shape='scalar')
def dist(y, p, q):
    d[p] = scale(differences(p, q), divide_or_zero(d[y], y))
    d[q] = scale(differences(q, p), divide_or_zero(d[y], y))


@forward(math.dist)
def dist_forward(y, p, q):
    d[y] = divide_or_zero(inner(differences(p, q), d[p]) - inner(differences(p, q), d[q]), y)


@linear(differences)
def _(y, items, others):
    d[items] = d[y]
    d[others] = scale(d[y], -1.0)


@linear(math.fsum, shape='scalar')
def fsum(y, seq):
    d[seq] = unsum(d[y], seq)


@adjoint(math.prod)
def prod(y, iterable, *, start=1):
    d[iterable] = as_nested(d[y] * start * products_of_others(np.array(iterable)), iterable)
    d[start] = unbroadcast(d[y] * math.prod(iterable), start)


@forward(math.prod)
def prod_forward(y, iterable, *, start=1):
    d[y] = (start * np.sum(products_of_others(np.array(iterable)) * np.array(d[iterable])) +
            d[start] * math.prod(iterable))


if hasattr(math, 'sumprod'):  # Python 3.12
    @bilinear(math.sumprod, shape='scalar')
    def sumprod(y, p, q):
        d[p] = scale(q, d[y])
        d[q] = scale(p, d[y])


# Results of two parts.

@adjoint(math.modf)
def modf(y, x):
    d[x] = unbroadcast(d[y][0], x)


@forward(math.modf)
def modf_forward(y, x):
    d[y] = (d[x], 0.0 * d[x])


@adjoint(math.frexp)
def frexp(y, x):
    d[x] = unbroadcast(d[y][0] * divide_or_zero(y[0], x), x)


@forward(math.frexp)
def frexp_forward(y, x):
    d[y] = (d[x] * divide_or_zero(y[0], x), 0.0 * d[x])


constant(math.ceil, math.floor, math.trunc, math.isnan, math.isinf, math.isfinite, math.isclose, math.ulp,
         math.comb, math.perm, math.factorial, math.gcd, math.lcm, math.isqrt, shape='scalar')
