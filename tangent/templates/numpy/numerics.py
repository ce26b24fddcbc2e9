"""Rules for NumPy's differences, integrals, interpolation, polynomials and covariances."""
from __future__ import annotations

import numpy as np

from tangent.runtime.arrays import add, unbroadcast, unreduce
from tangent.runtime.creation import as_nested
from tangent.runtime.elementwise import power_derivative
from tangent.runtime.numerics import (
    interval_of, trapezoid_weights, undiff, ungradient, unpolyder, untrapezoid_weights,
)
from tangent.runtime.reductions import centered
from tangent.runtime.selecting import untake
from tangent.templates.rules import adjoint, bilinear, constant, d, linear, literal
from tangent.templates.rules import tangent as forward

# Differences and gradients.


@linear(np.diff)
def diff(y, a, n=1, axis=-1):
    d[a] = undiff(d[y], a, n, axis)


@linear(undiff, shape='=x', shape_reads=('x',), fresh=True)
def _(y, e, x, n=1, axis=-1):
    d[e] = np.diff(d[y], n, axis)


@linear(np.gradient)
def gradient(y, f, *varargs, axis=None, edge_order=1):
    d[f] = ungradient(d[y], f, varargs, axis, edge_order)


@linear(ungradient, shape='=f', shape_reads=('f',), fresh=True)
def _(y, e, f, spacing=(), axis=None, edge_order=1):
    d[e] = np.gradient(d[y], *spacing, axis=axis, edge_order=edge_order)


@linear(np.ediff1d)
def ediff1d(y, ary):
    d[ary] = np.reshape(undiff(d[y], np.ravel(ary)), np.shape(ary))


# Integrals.

@bilinear(np.trapezoid if hasattr(np, 'trapezoid') else np.trapz)
def trapezoid(z, y, x=None, dx=1.0, axis=-1):
    if x is None if literal(x) else False:
        d[y] = unreduce(d[z] * dx, y, axis) * trapezoid_weights(None, y, axis)
        d[dx] = unbroadcast(d[z] * z / dx, dx)
    else:
        d[y] = unreduce(d[z], y, axis) * trapezoid_weights(x, y, axis)
        d[x] = untrapezoid_weights(unreduce(d[z], y, axis) * y, x, axis)


@linear(trapezoid_weights, shape='=y', shape_reads=('y',))
def _(w, x, y, axis=-1):
    d[x] = untrapezoid_weights(d[w], x, axis)


@adjoint(untrapezoid_weights, shape='=x', shape_reads=('x',), fresh=True)
def _(y, e, x, axis=-1):
    d[e] = trapezoid_weights(d[y], e, axis)


@forward(untrapezoid_weights)
def _(y, e, x, axis=-1):
    d[y] = untrapezoid_weights(d[e], x, axis)


# Interpolation: x is in an interval, with weight t of its upper end.  (1.0: a difference of integers may not fit their
# type.)

@adjoint(np.interp)
def interp(y, x, xp, fp):
    i = interval_of(x, xp)
    width = 1.0 * np.take(xp, i + 1) - np.take(xp, i)
    slope = (1.0 * np.take(fp, i + 1) - np.take(fp, i)) / width
    t = np.clip((x - 1.0 * np.take(xp, i)) / width, 0.0, 1.0)
    e = d[y] * slope * ((x >= np.take(xp, 0)) & (x <= np.take(xp, -1)))
    d[x] = unbroadcast(e, x)
    d[xp] = add(untake(-e * (1.0 - t), xp, i), untake(-e * t, xp, i + 1))
    d[fp] = add(untake(d[y] * (1.0 - t), fp, i), untake(d[y] * t, fp, i + 1))


@forward(np.interp)
def interp_forward(y, x, xp, fp):
    i = interval_of(x, xp)
    width = 1.0 * np.take(xp, i + 1) - np.take(xp, i)
    slope = (1.0 * np.take(fp, i + 1) - np.take(fp, i)) / width
    t = np.clip((x - 1.0 * np.take(xp, i)) / width, 0.0, 1.0)
    inside = (x >= np.take(xp, 0)) & (x <= np.take(xp, -1))
    dxp = np.broadcast_to(d[xp], np.shape(xp))
    dfp = np.broadcast_to(d[fp], np.shape(fp))
    d[y] = (slope * inside * (d[x] - (1.0 - t) * np.take(dxp, i) - t * np.take(dxp, i + 1)) +
            (1.0 - t) * np.take(dfp, i) + t * np.take(dfp, i + 1))


constant(interval_of)


# Polynomials.

@adjoint(np.polyval)
def polyval(y, p, x):
    d[x] = unbroadcast(d[y] * np.polyval(np.polyder(p), x), x)
    d[p] = as_nested(np.dot(np.ravel(d[y]), np.vander(1.0 * np.ravel(x), np.size(p))), p)


@forward(np.polyval)
def polyval_forward(y, p, x):
    d[y] = unbroadcast(d[x] * np.polyval(np.polyder(p), x) + np.polyval(np.broadcast_to(d[p], np.shape(p)), x), y)


@linear(np.polyder)
def polyder(y, p, m=1):
    d[p] = as_nested(unpolyder(d[y], p, m), p)


@linear(unpolyder, shape_reads=('p',), fresh=True)
def _(y, e, p, m=1):
    d[e] = unbroadcast(np.polyder(d[y], m), e)


@adjoint(np.vander)
def vander(y, x, N=None, increasing=False):
    if increasing:
        powers = np.arange(np.shape(y)[1])
    else:
        powers = np.arange(np.shape(y)[1])[::-1]
    d[x] = unbroadcast(np.sum(d[y] * power_derivative(np.expand_dims(x, 1), powers, 1, 0), axis=1), x)


@forward(np.vander)
def vander_forward(y, x, N=None, increasing=False):
    if increasing:
        powers = np.arange(np.shape(y)[1])
    else:
        powers = np.arange(np.shape(y)[1])[::-1]
    d[y] = unbroadcast(np.expand_dims(d[x], 1) * power_derivative(np.expand_dims(x, 1), powers, 1, 0), y)


# Covariances, of the rows.

@adjoint(np.cov)
def cov(c, m, *, bias=False):
    x = np.atleast_2d(m)
    e = np.atleast_2d(d[c])
    total = np.reshape(np.dot(e + np.transpose(e), centered(x, 1)), np.shape(m))
    if bias:
        d[m] = unbroadcast(total / np.shape(x)[1], m)
    else:
        d[m] = unbroadcast(total / (np.shape(x)[1] - 1), m)


@forward(np.cov)
def cov_forward(c, m, *, bias=False):
    x = np.atleast_2d(m)
    e = np.dot(centered(x, 1), np.transpose(np.atleast_2d(d[m])))
    if bias:
        d[c] = unbroadcast(np.reshape((e + np.transpose(e)) / np.shape(x)[1], np.shape(c)), c)
    else:
        d[c] = unbroadcast(np.reshape((e + np.transpose(e)) / (np.shape(x)[1] - 1), np.shape(c)), c)


@adjoint(np.corrcoef)
def corrcoef(r, x):
    z = centered(np.atleast_2d(x), 1)
    size = np.sqrt(np.sum(z * z, axis=1, keepdims=True))
    z = z / size
    e = np.atleast_2d(d[r]) + np.transpose(np.atleast_2d(d[r]))
    ez = np.dot(e, z)
    ez = (ez - z * np.sum(ez * z, axis=1, keepdims=True)) / size
    d[x] = unbroadcast(np.reshape(ez, np.shape(x)), x)


@forward(np.corrcoef)
def corrcoef_forward(r, x):
    z = centered(np.atleast_2d(x), 1)
    size = np.sqrt(np.sum(z * z, axis=1, keepdims=True))
    z = z / size
    dz = centered(np.atleast_2d(d[x]), 1) / size
    dz = dz - z * np.sum(dz * z, axis=1, keepdims=True)
    e = np.dot(dz, np.transpose(z))
    d[r] = unbroadcast(np.reshape(e + np.transpose(e), np.shape(r)), r)
