"""Rules for NumPy's elementwise functions."""
from __future__ import annotations

import math

import numpy as np

from tangent.runtime.arrays import unbroadcast
from tangent.runtime.elementwise import (
    above, divide_or_zero, i0_derivative, power_derivative, share_of_sum, sinc_derivative, unselect, unselected,
)
from tangent.templates import operators
from tangent.templates.rules import adjoint, constant, d, elementwise, linear, literal
from tangent.templates.rules import tangent as forward

# Arithmetic: as the operators.

elementwise(np.add)(operators.add)
elementwise(np.subtract)(operators.sub)
elementwise(np.multiply)(operators.mul)
elementwise(np.divide)(operators.truediv)
elementwise(np.remainder)(operators.mod)
elementwise(np.negative)(operators.neg)
elementwise(np.positive)(operators.pos)
elementwise(np.power)(operators.power)
elementwise(np.absolute, keeps_dtype=False)(operators.absolute)
forward(np.absolute)(operators.absolute_forward)


@elementwise(np.float_power, shape=None)
def float_power(z, base, exp):
    d[base] = d[z] * power_derivative(1.0 * base, exp, 1, 0)
    d[exp] = d[z] * power_derivative(1.0 * base, exp, 0, 1)


@elementwise(np.reciprocal)
def reciprocal(y, x):
    d[x] = -d[y] * y * y


@elementwise(np.square)
def square(y, x):
    d[x] = 2.0 * d[y] * x


@elementwise(np.sqrt)
def sqrt(y, x):
    d[x] = 0.5 * d[y] / y


@elementwise(np.cbrt)
def cbrt(y, x):
    d[x] = d[y] / (3.0 * y * y)


@elementwise(np.fmod)
def fmod(z, x, y):
    d[x] = d[z]
    d[y] = -d[z] * np.trunc(x / y)


@elementwise(np.fabs)
def fabs(y, x):
    d[x] = d[y] * np.sign(x)


@elementwise(np.copysign)
def copysign(z, x, y):
    d[x] = d[z] * np.copysign(np.sign(x), y) * np.sign(x)
    d[y] = 0.0 * d[z]


@elementwise(np.ldexp)
def ldexp(y, x, i):
    d[x] = np.ldexp(d[y], i)


@elementwise(np.hypot)
def hypot(z, x, y):
    d[x] = d[z] * divide_or_zero(x, z)
    d[y] = d[z] * divide_or_zero(y, z)


# Exponentials and logarithms.

@elementwise(np.exp)
def exp(y, x):
    d[x] = d[y] * y


@elementwise(np.exp2)
def exp2(y, x):
    d[x] = d[y] * y * math.log(2.0)


@elementwise(np.expm1)
def expm1(y, x):
    d[x] = d[y] * (y + 1.0)


@elementwise(np.log)
def log(y, x):
    d[x] = d[y] / x


@elementwise(np.log2)
def log2(y, x):
    d[x] = d[y] / (x * math.log(2.0))


@elementwise(np.log10)
def log10(y, x):
    d[x] = d[y] / (x * math.log(10.0))


@elementwise(np.log1p)
def log1p(y, x):
    d[x] = d[y] / (x + 1.0)


@elementwise(np.logaddexp)
def logaddexp(z, x, y):
    d[x] = d[z] * share_of_sum(x, y, z)
    d[y] = d[z] * share_of_sum(y, x, z)


@elementwise(np.logaddexp2)
def logaddexp2(z, x, y):
    u = math.log(2.0) * x
    v = math.log(2.0) * y
    total = math.log(2.0) * z
    d[x] = d[z] * share_of_sum(u, v, total)
    d[y] = d[z] * share_of_sum(v, u, total)


@elementwise(share_of_sum)
def _(s, x, y, z):
    d[x] = d[s] * s * share_of_sum(y, x, z)
    d[y] = -d[s] * s * share_of_sum(y, x, z)
    d[z] = 0.0 * d[s]  # z is made of x and y


# Trigonometry.  No formula squares an integer as such, which its type may be too narrow for; and few square what may be
# large or small, as the square may not be a finite number, or zero, where the derivative is neither.

@elementwise(np.sin)
def sin(y, x):
    d[x] = d[y] * np.cos(x)


@elementwise(np.cos)
def cos(y, x):
    d[x] = -d[y] * np.sin(x)


@elementwise(np.tan)
def tan(y, x):
    d[x] = d[y] * (1.0 + y * y)


@elementwise(np.arcsin)
def arcsin(y, x):
    d[x] = d[y] / np.sqrt((1.0 - x) * (1.0 + x))


@elementwise(np.arccos)
def arccos(y, x):
    d[x] = -d[y] / np.sqrt((1.0 - x) * (1.0 + x))


@elementwise(np.arctan)
def arctan(y, x):
    d[x] = d[y] / (1.0 + 1.0 * x * x)


@elementwise(np.arctan2)
def arctan2(z, y, x):
    r = np.hypot(x, y)
    d[y] = d[z] * (x / r) / r
    d[x] = -d[z] * (y / r) / r


@elementwise(np.sinh)
def sinh(y, x):
    d[x] = d[y] * np.cosh(x)


@elementwise(np.cosh)
def cosh(y, x):
    d[x] = d[y] * np.sinh(x)


@elementwise(np.tanh)
def tanh(y, x):
    d[x] = d[y] * (1.0 - y * y)


@elementwise(np.arcsinh)
def arcsinh(y, x):
    d[x] = d[y] / np.cosh(y)


@elementwise(np.arccosh)
def arccosh(y, x):
    d[x] = d[y] / (np.sqrt(x - 1.0) * np.sqrt(x + 1.0))


@elementwise(np.arctanh)
def arctanh(y, x):
    d[x] = d[y] / ((1.0 - x) * (1.0 + x))


@elementwise(np.deg2rad, np.radians)
def deg2rad(y, x):
    d[x] = np.deg2rad(d[y])


@elementwise(np.rad2deg, np.degrees)
def rad2deg(y, x):
    d[x] = np.rad2deg(d[y])


@elementwise(np.sinc)
def sinc(y, x):
    d[x] = d[y] * sinc_derivative(x)


@elementwise(sinc_derivative)
def _(y, x, order=1):
    d[x] = d[y] * sinc_derivative(x, order + 1)


@elementwise(np.i0)
def i0(y, x):
    d[x] = d[y] * i0_derivative(x)


@elementwise(i0_derivative)
def _(y, x, order=1):
    d[x] = d[y] * i0_derivative(x, order + 1)


# Choices.  Those that are tied for a maximum or a minimum have equal shares in it.

@elementwise(np.maximum)
def maximum(z, x, y):
    d[x] = d[z] * above(x, y)
    d[y] = d[z] * above(y, x)


@elementwise(np.minimum)
def minimum(z, x, y):
    d[x] = d[z] * above(y, x)
    d[y] = d[z] * above(x, y)


@elementwise(np.fmax)
def fmax(z, x, y):
    d[x] = d[z] * np.where(np.isnan(y), 1.0, above(x, y))
    d[y] = d[z] * np.where(np.isnan(x), 1.0, above(y, x))


@elementwise(np.fmin)
def fmin(z, x, y):
    d[x] = d[z] * np.where(np.isnan(y), 1.0, above(y, x))
    d[y] = d[z] * np.where(np.isnan(x), 1.0, above(x, y))


@elementwise(np.clip)
def clip(y, a, a_min=None, a_max=None):
    if a_max is None if literal(a_max) else False:
        d[a] = d[y] * above(a, a_min)
        d[a_min] = d[y] * above(a_min, a)
    elif a_min is None if literal(a_min) else False:
        d[a] = d[y] * above(a_max, a)
        d[a_max] = d[y] * above(a, a_max)
    else:
        d[a] = d[y] * above(a, a_min) * above(a_max, a)
        d[a_min] = d[y] * above(a_min, a) * above(a_max, a_min)
        d[a_max] = d[y] * above(np.maximum(a, a_min), a_max)


@elementwise(np.where)
def where(z, condition, x=None, y=None):
    d[x] = np.where(condition, d[z], 0.0)
    d[y] = np.where(condition, 0.0, d[z])


@adjoint(np.select)
def select(y, condlist, choicelist, default=0):
    d[choicelist] = unselect(d[y], condlist, choicelist)
    d[default] = unbroadcast(unselected(d[y], condlist), default)


@forward(np.select)
def select_forward(y, condlist, choicelist, default=0):
    d[y] = np.select(condlist, d[choicelist], d[default])


@linear(unselect, shape_reads=('choicelist',))
def _(y, e, condlist, choicelist):
    d[e] = unbroadcast(np.select(condlist, d[y]), e)


@linear(unselected, shape='same')
def _(y, e, condlist):
    d[e] = unselected(d[y], condlist)


@elementwise(np.nan_to_num)
def nan_to_num(y, x, copy=True, nan=0.0, posinf=None, neginf=None):
    d[x] = d[y] * np.isfinite(x)


@elementwise(np.unwrap)
def unwrap(y, p, discont=None, axis=-1, *, period=6.283185307179586):
    d[p] = d[y]


@adjoint(np.modf)
def modf(y, x):
    d[x] = unbroadcast(d[y][0], x)


@forward(np.modf)
def modf_forward(y, x):
    d[y] = (d[x], 0.0 * d[x])


@adjoint(np.frexp)
def frexp(y, x):
    d[x] = unbroadcast(d[y][0] * divide_or_zero(y[0], x), x)


@forward(np.frexp)
def frexp_forward(y, x):
    d[y] = (d[x] * divide_or_zero(y[0], x), 0.0 * d[x])


# Complex values.  Losses are real: the adjoint of x is that number g for which real(g * dx) is the
# change of the loss, so that functions without complex parts need no rule of their own.

@linear(np.conjugate, shape='same')
def conjugate(y, x):
    d[x] = np.conj(d[y])


@linear(np.real, keeps_dtype=False)
def real(y, val):
    d[val] = unbroadcast(d[y], val)


@linear(np.imag, keeps_dtype=False)
def imag(y, val):
    d[val] = unbroadcast(-1j * d[y], val)


@adjoint(np.angle)
def angle(y, z, deg=False):
    if deg:
        d[z] = unbroadcast(-1j * np.rad2deg(d[y]) / z, z)
    else:
        d[z] = unbroadcast(-1j * d[y] / z, z)


@forward(np.angle)
def angle_forward(y, z, deg=False):
    if deg:
        d[y] = np.rad2deg(np.imag(d[z] / z))
    else:
        d[y] = np.imag(d[z] / z)


constant(np.heaviside, wrt=('x1',), shape='elementwise', fresh=True)
