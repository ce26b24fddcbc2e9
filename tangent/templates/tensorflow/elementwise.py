"""Rules for TensorFlow's elementwise functions, whose derivatives have a formula.

Where the derivative is not unique, they follow TensorFlow: of `tf.maximum(x, y)` all of it goes to x where the two
are equal.
"""
from __future__ import annotations

import math

import tensorflow as tf

from tangent.runtime.elementwise import divide_or_zero, power_derivative
from tangent.templates import operators
from tangent.templates.rules import constant, d, elementwise
from tangent.templates.rules import tangent as forward

elementwise(tf.negative)(operators.neg)
elementwise(tf.abs, keeps_dtype=False)(operators.absolute)
forward(tf.abs)(operators.absolute_forward)
constant(tf.sign, tf.floor, tf.math.ceil, tf.round, tf.math.rint, shape='same', fresh=True, keeps_dtype=True)


@elementwise(tf.add)
def add(result, x, y):
    d[x] = d[result]
    d[y] = d[result]


@elementwise(tf.subtract)
def subtract(result, x, y):
    d[x] = d[result]
    d[y] = -d[result]


@elementwise(tf.multiply)
def multiply(result, x, y):
    d[x] = d[result] * y
    d[y] = d[result] * x


@elementwise(tf.divide, tf.truediv)
def divide(result, x, y):
    d[x] = d[result] / y
    d[y] = -d[result] * result / y


@elementwise(tf.math.divide_no_nan)
def divide_no_nan(result, x, y):
    d[x] = divide_or_zero(d[result], y)
    d[y] = -divide_or_zero(d[result] * result, y)


@elementwise(tf.math.floormod)
def floormod(result, x, y):
    d[x] = d[result]
    d[y] = -d[result] * tf.math.floordiv(x, y)


@elementwise(tf.pow)
def power(result, x, y):
    d[x] = d[result] * power_derivative(x, y, 1, 0)
    d[y] = d[result] * power_derivative(x, y, 0, 1)


@elementwise(tf.square)
def square(y, x):
    d[x] = 2.0 * d[y] * x


@elementwise(tf.math.squared_difference)
def squared_difference(result, x, y):
    d[x] = 2.0 * d[result] * (x - y)
    d[y] = 2.0 * d[result] * (y - x)


@elementwise(tf.sqrt)
def sqrt(y, x):
    d[x] = 0.5 * d[y] / y


@elementwise(tf.math.rsqrt)
def rsqrt(y, x):
    d[x] = -0.5 * d[y] * y / x


@elementwise(tf.math.reciprocal)
def reciprocal(y, x):
    d[x] = -d[y] * y * y


@elementwise(tf.exp)
def exp(y, x):
    d[x] = d[y] * y


@elementwise(tf.math.expm1)
def expm1(y, x):
    d[x] = d[y] * (y + 1.0)


@elementwise(tf.math.log)
def log(y, x):
    d[x] = d[y] / x


@elementwise(tf.math.log1p)
def log1p(y, x):
    d[x] = d[y] / (1.0 + x)


@elementwise(tf.sin)
def sin(y, x):
    d[x] = d[y] * tf.cos(x)


@elementwise(tf.cos)
def cos(y, x):
    d[x] = -d[y] * tf.sin(x)


@elementwise(tf.tan)
def tan(y, x):
    d[x] = d[y] * (1.0 + y * y)


@elementwise(tf.asin)
def asin(y, x):
    d[x] = d[y] * tf.math.rsqrt(1.0 - x * x)


@elementwise(tf.acos)
def acos(y, x):
    d[x] = -d[y] * tf.math.rsqrt(1.0 - x * x)


@elementwise(tf.atan)
def atan(y, x):
    d[x] = d[y] / (1.0 + x * x)


@elementwise(tf.math.atan2)
def atan2(result, y, x):
    d[y] = d[result] * x / (x * x + y * y)
    d[x] = -d[result] * y / (x * x + y * y)


@elementwise(tf.sinh)
def sinh(y, x):
    d[x] = d[y] * tf.cosh(x)


@elementwise(tf.cosh)
def cosh(y, x):
    d[x] = d[y] * tf.sinh(x)


@elementwise(tf.tanh)
def tanh(y, x):
    d[x] = d[y] * (1.0 - tf.square(y))


@elementwise(tf.asinh)
def asinh(y, x):
    d[x] = d[y] * tf.math.rsqrt(x * x + 1.0)


@elementwise(tf.acosh)
def acosh(y, x):
    d[x] = d[y] * tf.math.rsqrt(x * x - 1.0)


@elementwise(tf.atanh)
def atanh(y, x):
    d[x] = d[y] / (1.0 - x * x)


@elementwise(tf.math.erf)
def erf(y, x):
    d[x] = 2.0 / math.sqrt(math.pi) * d[y] * tf.exp(-x * x)


@elementwise(tf.math.erfc)
def erfc(y, x):
    d[x] = -2.0 / math.sqrt(math.pi) * d[y] * tf.exp(-x * x)


@elementwise(tf.math.lgamma)
def lgamma(y, x):
    d[x] = d[y] * tf.math.digamma(x)


@elementwise(tf.sigmoid)
def sigmoid(y, x):
    d[x] = d[y] * y * (1.0 - y)


@elementwise(tf.math.log_sigmoid)
def log_sigmoid(y, x):
    d[x] = d[y] * tf.sigmoid(-x)


@elementwise(tf.math.softplus)
def softplus(y, features):
    d[features] = d[y] * tf.sigmoid(features)


@elementwise(tf.nn.softsign)
def softsign(y, features):
    d[features] = d[y] / tf.square(1.0 + tf.abs(features))


@elementwise(tf.nn.relu)
def relu(y, features):
    d[features] = tf.where(features > 0, d[y], 0.0)


@elementwise(tf.nn.relu6)
def relu6(y, features):
    d[features] = tf.where(tf.logical_and(features > 0, features < 6), d[y], 0.0)


@elementwise(tf.maximum)
def maximum(result, x, y):
    d[x] = tf.where(x >= y, d[result], 0.0)
    d[y] = tf.where(x >= y, 0.0, d[result])


@elementwise(tf.minimum)
def minimum(result, x, y):
    d[x] = tf.where(x <= y, d[result], 0.0)
    d[y] = tf.where(x <= y, 0.0, d[result])


@elementwise(tf.where, constant=('condition',))
def where(result, condition, x, y):
    d[x] = tf.where(condition, d[result], 0.0)
    d[y] = tf.where(condition, 0.0, d[result])
