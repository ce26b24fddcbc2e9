"""Rules for Python's operators, keyed by the functions of the module `operator`."""
from __future__ import annotations

import math
import operator

from tangent.runtime.arrays import unbroadcast
from tangent.runtime.elementwise import above, divide_or_zero, power_derivative, sign, unsign, unsign_change
from tangent.templates.rules import constant, d, elementwise, literal
from tangent.templates.rules import tangent as forward


@elementwise(operator.add)
def add(z, x, y):
    d[x] = d[z]
    d[y] = d[z]


@elementwise(operator.sub)
def sub(z, x, y):
    d[x] = d[z]
    d[y] = -d[z]


@elementwise(operator.mul)
def mul(z, x, y):
    d[x] = d[z] * y
    d[y] = d[z] * x


@elementwise(operator.truediv)
def truediv(z, x, y):
    # Not x / (y * y): a square may be too large or too small for a float, or too large for the type of an integer.
    ratio = x / y
    scaled = d[z] / y
    d[x] = scaled
    d[y] = -scaled * ratio


@elementwise(operator.mod)
def mod(z, x, y):
    d[x] = d[z]
    d[y] = -d[z] * (x // y)


@elementwise(operator.pow)
def power(z, base, exp):
    if literal(exp):
        if exp == 2:
            d[base] = 2.0 * d[z] * base
        elif exp == 1:
            d[base] = d[z]
        elif exp == 0.5:
            d[base] = 0.5 * d[z] / z
        elif exp == -1:
            d[base] = -d[z] * z * z
        elif exp == 0:
            d[base] = 0.0 * d[z]
        else:
            d[base] = d[z] * exp * base ** (exp - 1)
    else:
        d[base] = d[z] * power_derivative(base, exp, 1, 0)
    if literal(base) and base > 0:
        d[exp] = d[z] * z * math.log(base)
    else:
        d[exp] = d[z] * power_derivative(base, exp, 0, 1)


@elementwise(power_derivative)
def _(z, x, y, times_x, times_y):
    d[x] = d[z] * power_derivative(x, y, times_x + 1, times_y)
    d[y] = d[z] * power_derivative(x, y, times_x, times_y + 1)


@elementwise(operator.neg)
def neg(y, x):
    d[x] = -d[y]


@elementwise(operator.pos)
def pos(y, x):
    d[x] = d[y]


@elementwise(operator.abs, keeps_dtype=False)
def absolute(y, x):
    d[x] = d[y] * sign(x)


@forward(operator.abs)
def absolute_forward(y, x):
    d[y] = unbroadcast(d[x] * sign(x), y)


@elementwise(sign)
def _(y, x):
    d[x] = unsign(d[y], x)


@elementwise(unsign)
def _(y, e, x):
    d[e] = unsign(d[y], x)
    d[x] = unsign_change(d[y], x)


constant(unsign_change, above, shape='elementwise', fresh=True, keeps_dtype=True)


@elementwise(divide_or_zero)
def _(z, a, b):
    d[a] = divide_or_zero(d[z], b)
    d[b] = -divide_or_zero(d[z] * z, b)

constant(operator.floordiv, operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge,
         shape='elementwise', fresh=True)
constant(operator.not_, operator.truth, operator.is_, operator.is_not, operator.contains, operator.countOf,
         operator.indexOf, operator.index, operator.length_hint)

# Of bits.  Sets and dicts have these operators as well, and those may hold active values: not constant, then.
constant(operator.and_, operator.or_, operator.xor, operator.invert, operator.lshift, operator.rshift, wrt=(),
         shape='elementwise', fresh=True)
