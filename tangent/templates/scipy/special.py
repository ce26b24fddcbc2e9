"""Rules for SciPy's elementary functions, sums of exponentials, entropies and error functions."""
from __future__ import annotations

import math

import numpy as np
from scipy import special

from tangent.runtime.arrays import unbroadcast
from tangent.runtime.elementwise import divide_or_zero, power_derivative, unsign_change
from tangent.runtime.scipy.special import (
    dawsn_derivative, diric_derivative, erfcx_derivative, exp_shares, exprel_derivative, kept_dims,
    log_ndtr_derivative, log_ratio, quotient,
)
from tangent.templates.numpy import elementwise as of_numpy
from tangent.templates.rules import adjoint, constant, d, elementwise, linear, literal
from tangent.templates.rules import tangent as forward

constant(special.round, shape='elementwise', fresh=True)

# Exponentials, powers and trigonometry.

elementwise(special.exp2)(of_numpy.exp2)
elementwise(special.expm1)(of_numpy.expm1)
elementwise(special.log1p)(of_numpy.log1p)
elementwise(special.cbrt)(of_numpy.cbrt)


@elementwise(special.exp10)
def exp10(y, x):
    d[x] = d[y] * y * math.log(10.0)


@elementwise(special.exprel)
def exprel(y, x):
    d[x] = d[y] * exprel_derivative(x)


@elementwise(exprel_derivative)
def _(y, x, order=1):
    d[x] = d[y] * exprel_derivative(x, order + 1)


@elementwise(special.powm1)
def powm1(z, x, y):
    d[x] = d[z] * power_derivative(x, y, 1, 0)
    d[y] = d[z] * power_derivative(x, y, 0, 1)


@elementwise(special.cosm1)
def cosm1(y, x):
    d[x] = -d[y] * np.sin(x)


@elementwise(special.diric, keeps_dtype=False)
def diric(y, x, n):
    d[x] = d[y] * diric_derivative(x, n)


@elementwise(diric_derivative)
def _(y, x, n, order=1):
    d[x] = d[y] * diric_derivative(x, n, order + 1)


@elementwise(special.radian, keeps_dtype=False)
def radian(y, degrees, minutes, seconds):
    d[degrees] = np.deg2rad(d[y])
    d[minutes] = np.deg2rad(d[y]) / 60.0
    d[seconds] = np.deg2rad(d[y]) / 3600.0


@elementwise(special.sindg)
def sindg(y, x):
    d[x] = np.deg2rad(d[y]) * special.cosdg(x)


@elementwise(special.cosdg)
def cosdg(y, x):
    d[x] = -np.deg2rad(d[y]) * special.sindg(x)


@elementwise(special.tandg)
def tandg(y, x):
    d[x] = np.deg2rad(d[y]) * (1.0 + y * y)


@elementwise(special.cotdg)
def cotdg(y, x):
    d[x] = -np.deg2rad(d[y]) * (1.0 + y * y)


# The logistic function, and sums of exponentials.

@elementwise(special.expit)
def expit(y, x):
    d[x] = d[y] * y * special.expit(-x)


@elementwise(special.logit)
def logit(y, x):
    d[x] = d[y] / (x * (1.0 - x))


@elementwise(special.log_expit)
def log_expit(y, x):
    d[x] = d[y] * special.expit(-x)


if hasattr(special, 'softplus'):  # SciPy 1.17
    @elementwise(special.softplus)
    def softplus(y, x):
        d[x] = d[y] * special.expit(x)


@adjoint(special.softmax, shape='same', fresh=True)
def softmax(y, x, axis=None):
    d[x] = unbroadcast(y * (d[y] - np.sum(d[y] * y, axis=axis, keepdims=True)), x)


@forward(special.softmax)
def softmax_forward(y, x, axis=None):
    d[y] = y * (d[x] - np.sum(d[x] * y, axis=axis, keepdims=True))


@adjoint(special.log_softmax, shape='same', fresh=True)
def log_softmax(y, x, axis=None):
    d[x] = unbroadcast(d[y] - np.exp(y) * np.sum(d[y], axis=axis, keepdims=True), x)


@forward(special.log_softmax)
def log_softmax_forward(y, x, axis=None):
    d[y] = d[x] - np.sum(d[x] * np.exp(y), axis=axis, keepdims=True)


@adjoint(special.logsumexp)
def logsumexp(y, a, axis=None, b=None, keepdims=False, return_sign=False):
    if literal(return_sign):
        if return_sign:
            e = d[y][0] + unsign_change(d[y][1], a)
        else:
            e = d[y]
        if not (axis is None if literal(axis) else False):
            e = kept_dims(e, axis, keepdims)
        if b is None if literal(b) else False:
            d[a] = unbroadcast(e * exp_shares(a, axis), a)
        else:
            d[a] = unbroadcast(e * (b * exp_shares(np.where(np.equal(b, 0.0), -np.inf, a), axis, b)), a)
            d[b] = unbroadcast(e * exp_shares(a, axis, b), b)


@forward(special.logsumexp)
def logsumexp_forward(y, a, axis=None, b=None, keepdims=False, return_sign=False):
    if literal(return_sign):
        if b is None if literal(b) else False:
            change = d[a] * exp_shares(a, axis)
        else:
            slopes = b * exp_shares(np.where(np.equal(b, 0.0), -np.inf, a), axis, b)
            change = d[a] * slopes + d[b] * exp_shares(a, axis, b)
        if return_sign:
            d[y] = (np.sum(change, axis=axis, keepdims=keepdims), unsign_change(y[1], a))
        else:
            d[y] = np.sum(change, axis=axis, keepdims=keepdims)


@linear(kept_dims)
def _(z, y, axis, keepdims=False):
    d[y] = np.reshape(d[z], np.shape(y))


@adjoint(exp_shares)
def _(y, a, axis=None, b=1.0):
    total = np.sum(d[y] * y, axis=axis, keepdims=True)
    d[a] = unbroadcast(y * (d[y] - b * total), a)
    d[b] = unbroadcast(-y * total, b)


@forward(exp_shares)
def _(y, a, axis=None, b=1.0):
    d[y] = y * (d[a] - np.sum(y * (b * d[a] + d[b]), axis=axis, keepdims=True))


# Entropies, losses and transformations of data.

@elementwise(special.xlogy, keeps_dtype=False)
def xlogy(z, x, y):
    d[x] = special.xlogy(d[z], y)
    d[y] = d[z] * quotient(x, y)


@elementwise(special.xlog1py, keeps_dtype=False)
def xlog1py(z, x, y):
    d[x] = special.xlog1py(d[z], y)
    d[y] = d[z] * quotient(x, y + 1.0)


@elementwise(quotient)
def _(z, x, y):
    d[x] = d[z] / y
    d[y] = -d[z] * quotient(z, y)


@elementwise(special.entr)
def entr(y, x):
    d[x] = -special.xlogy(d[y], x) - d[y]


@elementwise(special.rel_entr)
def rel_entr(z, x, y):
    d[x] = d[z] * (log_ratio(x, y) + 1.0)
    d[y] = -d[z] * quotient(x, y)


@elementwise(special.kl_div)
def kl_div(z, x, y):
    d[x] = d[z] * log_ratio(x, y)
    d[y] = d[z] * quotient(y - x, y)


@elementwise(log_ratio)
def _(z, x, y):
    d[x] = d[z] / x
    d[y] = -d[z] / y


@elementwise(special.huber)
def huber(z, delta, r):
    d[delta] = d[z] * np.maximum(np.abs(r) - delta, 0.0)
    d[r] = d[z] * np.clip(r, -delta, delta)


@elementwise(special.pseudo_huber)
def pseudo_huber(z, delta, r):
    size = np.hypot(delta, r)
    excess = r * divide_or_zero(r, size + delta)
    d[delta] = d[z] * excess * divide_or_zero(excess, size)
    d[r] = d[z] * delta * divide_or_zero(r, size)


@elementwise(special.boxcox)
def boxcox(y, x, lmbda):
    d[x] = d[y] * x ** (lmbda - 1.0)
    d[lmbda] = d[y] * np.log(x) ** 2 * exprel_derivative(lmbda * np.log(x))


@elementwise(special.boxcox1p)
def boxcox1p(y, x, lmbda):
    d[x] = d[y] * (x + 1.0) ** (lmbda - 1.0)
    d[lmbda] = d[y] * np.log1p(x) ** 2 * exprel_derivative(lmbda * np.log1p(x))


@elementwise(special.inv_boxcox)
def inv_boxcox(x, y, lmbda):
    slope = x ** (1.0 - lmbda)
    d[y] = d[x] * slope
    d[lmbda] = -d[x] * slope * np.log(x) ** 2 * exprel_derivative(lmbda * np.log(x))


@elementwise(special.inv_boxcox1p)
def inv_boxcox1p(x, y, lmbda):
    slope = (x + 1.0) ** (1.0 - lmbda)
    d[y] = d[x] * slope
    d[lmbda] = -d[x] * slope * np.log1p(x) ** 2 * exprel_derivative(lmbda * np.log1p(x))


# Error functions, and the normal distribution.

@elementwise(special.erf)
def erf(y, x):
    d[x] = d[y] * (2.0 / math.sqrt(math.pi)) * np.exp(-1.0 * x * x)


@elementwise(special.erfc)
def erfc(y, x):
    d[x] = -d[y] * (2.0 / math.sqrt(math.pi)) * np.exp(-1.0 * x * x)


@elementwise(special.erfi)
def erfi(y, x):
    d[x] = d[y] * (2.0 / math.sqrt(math.pi)) * np.exp(1.0 * x * x)


@elementwise(special.erfcx)
def erfcx(y, x):
    d[x] = d[y] * erfcx_derivative(x)


@elementwise(erfcx_derivative)
def _(y, x, order=1):
    d[x] = d[y] * erfcx_derivative(x, order + 1)


@elementwise(special.dawsn)
def dawsn(y, x):
    d[x] = d[y] * dawsn_derivative(x)


@elementwise(dawsn_derivative)
def _(y, x, order=1):
    d[x] = d[y] * dawsn_derivative(x, order + 1)


@elementwise(special.wofz, keeps_dtype=False)
def wofz(y, z):
    d[z] = d[y] * (2j / math.sqrt(math.pi) - 2.0 * z * y)


@elementwise(special.erfinv)
def erfinv(y, x):
    d[x] = d[y] * (0.5 * math.sqrt(math.pi)) * np.exp(y * y)


@elementwise(special.erfcinv)
def erfcinv(y, x):
    d[x] = -d[y] * (0.5 * math.sqrt(math.pi)) * np.exp(y * y)


@elementwise(special.ndtr)
def ndtr(y, x):
    d[x] = d[y] * np.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)


@elementwise(special.ndtri)
def ndtri(x, y):
    d[y] = d[x] * math.sqrt(2.0 * math.pi) * np.exp(0.5 * x * x)


@elementwise(special.log_ndtr)
def log_ndtr(y, x):
    d[x] = d[y] * log_ndtr_derivative(x)


@elementwise(log_ndtr_derivative)
def _(y, x, order=1):
    d[x] = d[y] * log_ndtr_derivative(x, order + 1)


@elementwise(special.ndtri_exp)
def ndtri_exp(x, y):
    d[y] = d[x] / log_ndtr_derivative(x)


@elementwise(special.owens_t)
def owens_t(y, h, a):
    d[h] = -d[y] * np.exp(-0.5 * h * h) * special.erf(a * h / math.sqrt(2.0)) / math.sqrt(8.0 * math.pi)
    d[a] = d[y] * np.exp(-0.5 * h * h * (1.0 + 1.0 * a * a)) / (2.0 * math.pi * (1.0 + 1.0 * a * a))
