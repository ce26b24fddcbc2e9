"""Rules for NumPy's sums, products, extremes, averages and quantiles, and for running ones."""
from __future__ import annotations

import numpy as np

from tangent.runtime.arrays import unbroadcast, unreduce
from tangent.runtime.elementwise import divide_or_zero
from tangent.runtime.reductions import (
    align_weights, at_places, centered, extreme_adjoint, extreme_tangent, nancentered, products_before,
    products_of_others, quantile_places, running, size_along, ties, unalign_weights, unat_places, uncumsum, untrace,
)
from tangent.runtime.shaping import uncast
from tangent.templates.rules import adjoint, constant, d, linear, literal
from tangent.templates.rules import tangent as forward

# Sums and means.


@linear(np.sum, shape='reduction')
def sum(y, a, axis=None, dtype=None, *, keepdims=False):
    if dtype is None:
        d[a] = unreduce(d[y], a, axis, keepdims)
    else:
        d[a] = uncast(unreduce(d[y], a, axis, keepdims), a, dtype)


@linear(np.mean, shape='reduction')
def mean(y, a, axis=None, *, keepdims=False):
    if axis is None:
        d[a] = unreduce(d[y] / np.size(a), a, axis, keepdims)
    else:
        d[a] = unreduce(d[y] / size_along(a, axis), a, axis, keepdims)


@adjoint(np.nansum, shape='reduction')
def nansum(y, a, axis=None, *, keepdims=False):
    d[a] = unreduce(d[y], a, axis, keepdims) * ~np.isnan(a)


@forward(np.nansum)
def nansum_forward(y, a, axis=None, *, keepdims=False):
    d[y] = np.sum(np.where(np.isnan(a), 0.0, d[a]), axis=axis, keepdims=keepdims)


@adjoint(np.nanmean, shape='reduction')
def nanmean(y, a, axis=None, *, keepdims=False):
    there = ~np.isnan(a)
    d[a] = unreduce(d[y] / np.sum(there, axis=axis, keepdims=keepdims), a, axis, keepdims) * there


@forward(np.nanmean)
def nanmean_forward(y, a, axis=None, *, keepdims=False):
    there = ~np.isnan(a)
    total = np.sum(np.where(there, d[a], 0.0), axis=axis, keepdims=keepdims)
    d[y] = unbroadcast(total / np.sum(there, axis=axis, keepdims=keepdims), y)


@adjoint(np.average)
def average(y, a, axis=None, weights=None, *, keepdims=False):
    if weights is None if literal(weights) else False:
        d[a] = unreduce(d[y] / size_along(a, axis), a, axis, keepdims)
    else:
        w = align_weights(weights, a, axis)
        e = unreduce(d[y], a, axis, keepdims) / np.sum(w, axis=axis, keepdims=True)
        d[a] = unbroadcast(e * w, a)
        d[weights] = unalign_weights(e * (a - unreduce(y, a, axis, keepdims)), weights, a, axis)


@forward(np.average)
def average_forward(y, a, axis=None, weights=None, *, keepdims=False):
    if weights is None if literal(weights) else False:
        d[y] = np.mean(d[a], axis=axis, keepdims=keepdims)
    else:
        w = align_weights(weights, a, axis)
        dw = align_weights(d[weights], a, axis)
        change = d[a] * w + (a - unreduce(y, a, axis, keepdims)) * dw
        d[y] = np.sum(change, axis=axis, keepdims=keepdims) / np.sum(w, axis=axis, keepdims=keepdims)


@linear(align_weights, shape_reads=('x',))
def _(y, weights, x, axis=None):
    d[weights] = unalign_weights(d[y], weights, x, axis)


@linear(unalign_weights, shape_reads=('weights', 'x'))
def _(y, e, weights, x, axis=None):
    d[e] = align_weights(d[y], x, axis)


@linear(np.trace)
def trace(y, a, offset=0, axis1=0, axis2=1):
    d[a] = untrace(d[y], a, offset, axis1, axis2)


@linear(untrace, shape='=x', shape_reads=('x',), fresh=True)
def _(y, e, x, offset=0, axis1=0, axis2=1):
    d[e] = np.trace(d[y], offset, axis1, axis2)


# Spread.

@adjoint(np.var, shape='reduction')
def var(y, a, axis=None, *, ddof=0, keepdims=False):
    d[a] = unreduce(2.0 * d[y] / size_along(a, axis, ddof), a, axis, keepdims) * centered(a, axis)


@forward(np.var)
def var_forward(y, a, axis=None, *, ddof=0, keepdims=False):
    d[y] = (2.0 / size_along(a, axis, ddof) *
            np.real(np.sum(centered(a, axis) * d[a], axis=axis, keepdims=keepdims)))


@adjoint(np.std, shape='reduction')
def std(y, a, axis=None, *, ddof=0, keepdims=False):
    e = divide_or_zero(d[y], y * size_along(a, axis, ddof))
    d[a] = unreduce(e, a, axis, keepdims) * centered(a, axis)


@forward(np.std)
def std_forward(y, a, axis=None, *, ddof=0, keepdims=False):
    d[y] = divide_or_zero(np.real(np.sum(centered(a, axis) * d[a], axis=axis, keepdims=keepdims)),
                          y * size_along(a, axis, ddof))


@linear(centered, shape='=x')
def _(y, x, axis=None):
    d[x] = centered(d[y], axis)


constant(size_along, shape='scalar', shape_reads=('x',))


@adjoint(np.nanvar, shape='reduction')
def nanvar(y, a, axis=None, *, ddof=0, keepdims=False):
    count = np.sum(~np.isnan(a), axis=axis, keepdims=keepdims)
    d[a] = unreduce(2.0 * d[y] / (count - ddof), a, axis, keepdims) * nancentered(a, axis)


@forward(np.nanvar)
def nanvar_forward(y, a, axis=None, *, ddof=0, keepdims=False):
    count = np.sum(~np.isnan(a), axis=axis, keepdims=keepdims)
    total = 2.0 * np.sum(nancentered(a, axis) * np.where(np.isnan(a), 0.0, d[a]), axis=axis, keepdims=keepdims)
    d[y] = unbroadcast(total / (count - ddof), y)


@adjoint(np.nanstd, shape='reduction')
def nanstd(y, a, axis=None, *, ddof=0, keepdims=False):
    count = np.sum(~np.isnan(a), axis=axis, keepdims=keepdims)
    d[a] = unreduce(divide_or_zero(d[y], y * (count - ddof)), a, axis, keepdims) * nancentered(a, axis)


@forward(np.nanstd)
def nanstd_forward(y, a, axis=None, *, ddof=0, keepdims=False):
    count = np.sum(~np.isnan(a), axis=axis, keepdims=keepdims)
    total = np.sum(nancentered(a, axis) * np.where(np.isnan(a), 0.0, d[a]), axis=axis, keepdims=keepdims)
    d[y] = unbroadcast(divide_or_zero(total, y * (count - ddof)), y)


@adjoint(nancentered, shape='=x', fresh=True)
def _(y, x, axis=None):
    there = ~np.isnan(x)
    e = np.where(there, d[y], 0.0)
    mean = np.sum(e, axis=axis, keepdims=True) / np.sum(there, axis=axis, keepdims=True)
    d[x] = unbroadcast(e - there * mean, x)


@forward(nancentered)
def _(y, x, axis=None):
    there = ~np.isnan(x)
    e = np.where(there, d[x], 0.0)
    mean = np.sum(e, axis=axis, keepdims=True) / np.sum(there, axis=axis, keepdims=True)
    d[y] = unbroadcast(e - there * mean, y)


# Extremes: all elements that are tied for one have equal shares in it.

@adjoint(np.max, np.min, np.amax, np.amin, np.nanmax, np.nanmin, shape='reduction')
def extreme(y, a, axis=None, *, keepdims=False):
    if axis is None:
        d[a] = unreduce(d[y], a, axis, keepdims) * ties(a, y)
    else:
        d[a] = extreme_adjoint(d[y], a, y, axis)


@forward(np.max, np.min, np.amax, np.amin)
def extreme_forward(y, a, axis=None, *, keepdims=False):
    d[y] = np.sum(d[a] * ties(a, y, axis), axis=axis, keepdims=keepdims)


@forward(np.nanmax, np.nanmin)
def nan_extreme_forward(y, a, axis=None, *, keepdims=False):
    d[y] = np.sum(np.where(np.isnan(a), 0.0, d[a]) * ties(a, y, axis), axis=axis, keepdims=keepdims)


@adjoint(np.ptp, shape='reduction')
def ptp(y, a, axis=None, *, keepdims=False):
    highest = ties(a, np.max(a, axis=axis, keepdims=keepdims), axis)
    lowest = ties(a, np.min(a, axis=axis, keepdims=keepdims), axis)
    d[a] = unreduce(d[y], a, axis, keepdims) * (highest - lowest)


@forward(np.ptp)
def ptp_forward(y, a, axis=None, *, keepdims=False):
    highest = ties(a, np.max(a, axis=axis, keepdims=keepdims), axis)
    lowest = ties(a, np.min(a, axis=axis, keepdims=keepdims), axis)
    d[y] = np.sum(d[a] * (highest - lowest), axis=axis, keepdims=keepdims)


@linear(extreme_adjoint, shape='=x', broad=('e',), constant=('x', 'y', 'axis'), fresh=True)
def _extreme_adjoint(bx, e, x, y, axis=None):
    d[e] = unbroadcast(extreme_tangent(d[bx], x, y, axis), e)


@linear(extreme_tangent, shape='=y', constant=('x', 'y', 'axis'), fresh=True)
def _extreme_tangent(dy, dx, x, y, axis=None):
    d[dx] = extreme_adjoint(d[dy], x, y, axis)


constant(ties, shape='=x', fresh=True)


# Products.

@adjoint(np.prod, shape='reduction')
def prod(y, a, axis=None, *, keepdims=False):
    d[a] = unreduce(d[y], a, axis, keepdims) * products_of_others(a, axis)


@forward(np.prod)
def prod_forward(y, a, axis=None, *, keepdims=False):
    d[y] = np.sum(d[a] * products_of_others(a, axis), axis=axis, keepdims=keepdims)


@adjoint(np.nanprod, shape='reduction')
def nanprod(y, a, axis=None, *, keepdims=False):
    there = ~np.isnan(a)
    d[a] = unreduce(d[y], a, axis, keepdims) * products_of_others(np.where(there, a, 1.0), axis) * there


@forward(np.nanprod)
def nanprod_forward(y, a, axis=None, *, keepdims=False):
    there = ~np.isnan(a)
    others = products_of_others(np.where(there, a, 1.0), axis)
    d[y] = np.sum(np.where(there, d[a], 0.0) * others, axis=axis, keepdims=keepdims)


@adjoint(products_of_others, shape='=x', fresh=True)
def _(y, x, axis=None):
    before = products_before(x, axis)
    after = products_before(x, axis, True)
    d[x] = before * running(d[y] * after, x, axis, True) + after * running(d[y] * before, x, axis)


@forward(products_of_others)
def _(y, x, axis=None):
    before = products_before(x, axis)
    after = products_before(x, axis, True)
    d[y] = after * running(before * d[x], x, axis) + before * running(after * d[x], x, axis, True)


@adjoint(products_before, shape='=x', fresh=True)
def _(y, x, axis=None, reverse=False):
    d[x] = y * running(d[y], x, axis, not reverse)


@forward(products_before)
def _(y, x, axis=None, reverse=False):
    d[y] = running(y * d[x], x, axis, reverse)


@adjoint(running, shape='=x', fresh=True)
def _(u, e, x, axis=None, reverse=False):
    d[e] = unbroadcast(running(d[u], x, axis, not reverse), e)
    d[x] = unbroadcast(running(d[u], x, axis, not reverse) * u, x)


@forward(running)
def _(u, e, x, axis=None, reverse=False):
    d[u] = running(d[e] + d[x] * u, x, axis, reverse)


# Running sums and products.

@linear(np.cumsum)
def cumsum(y, a, axis=None):
    d[a] = uncumsum(d[y], a, axis)


@linear(uncumsum, shape='=x', shape_reads=('x',), fresh=True)
def _(y, e, x, axis=None):
    d[e] = np.cumsum(d[y], axis)


@adjoint(np.nancumsum)
def nancumsum(y, a, axis=None):
    d[a] = uncumsum(d[y], a, axis) * ~np.isnan(a)


@forward(np.nancumsum)
def nancumsum_forward(y, a, axis=None):
    d[y] = np.cumsum(np.where(np.isnan(a), 0.0, d[a]), axis)


@adjoint(np.cumprod)
def cumprod(y, a, axis=None):
    e = np.reshape(d[y], np.shape(a))
    d[a] = products_before(a, axis) * (e + running(e * a, a, axis, True))


@forward(np.cumprod)
def cumprod_forward(y, a, axis=None):
    e = products_before(a, axis) * d[a]
    d[y] = np.reshape(e + a * running(e, a, axis), np.shape(y))


@adjoint(np.nancumprod)
def nancumprod(y, a, axis=None):
    there = ~np.isnan(a)
    x = np.where(there, a, 1.0)
    e = np.reshape(d[y], np.shape(a))
    d[a] = products_before(x, axis) * (e + running(e * x, x, axis, True)) * there


@forward(np.nancumprod)
def nancumprod_forward(y, a, axis=None):
    there = ~np.isnan(a)
    x = np.where(there, a, 1.0)
    e = products_before(x, axis) * np.where(there, d[a], 0.0)
    d[y] = np.reshape(e + x * running(e, x, axis), np.shape(y))


# Quantiles: each is a weighted mean of two elements.

@adjoint(np.median)
def median(y, a, axis=None, *, keepdims=False):
    d[a] = unat_places(d[y], a, quantile_places(a, 0.5, axis), axis)


@forward(np.median)
def median_forward(y, a, axis=None, *, keepdims=False):
    d[y] = at_places(d[a], quantile_places(a, 0.5, axis), axis, keepdims)


@adjoint(np.quantile)
def quantile(y, a, q, axis=None, *, method='linear', keepdims=False):
    d[a] = unat_places(d[y], a, quantile_places(a, q, axis=axis, method=method), axis)


@forward(np.quantile)
def quantile_forward(y, a, q, axis=None, *, method='linear', keepdims=False):
    d[y] = unbroadcast(at_places(d[a], quantile_places(a, q, axis=axis, method=method), axis, keepdims), y)


@adjoint(np.percentile)
def percentile(y, a, q, axis=None, *, method='linear', keepdims=False):
    d[a] = unat_places(d[y], a, quantile_places(a, q, axis=axis, method=method, whole=100), axis)


@forward(np.percentile)
def percentile_forward(y, a, q, axis=None, *, method='linear', keepdims=False):
    d[y] = unbroadcast(at_places(d[a], quantile_places(a, q, axis=axis, method=method, whole=100), axis, keepdims), y)


@adjoint(np.nanmedian)
def nanmedian(y, a, axis=None, *, keepdims=False):
    d[a] = unat_places(d[y], a, quantile_places(a, 0.5, axis=axis, skip_nan=True), axis)


@forward(np.nanmedian)
def nanmedian_forward(y, a, axis=None, *, keepdims=False):
    d[y] = at_places(d[a], quantile_places(a, 0.5, axis=axis, skip_nan=True), axis, keepdims)


@adjoint(np.nanquantile)
def nanquantile(y, a, q, axis=None, *, method='linear', keepdims=False):
    d[a] = unat_places(d[y], a, quantile_places(a, q, axis=axis, method=method, skip_nan=True), axis)


@forward(np.nanquantile)
def nanquantile_forward(y, a, q, axis=None, *, method='linear', keepdims=False):
    places = quantile_places(a, q, axis=axis, method=method, skip_nan=True)
    d[y] = unbroadcast(at_places(d[a], places, axis, keepdims), y)


@adjoint(np.nanpercentile)
def nanpercentile(y, a, q, axis=None, *, method='linear', keepdims=False):
    places = quantile_places(a, q, axis=axis, method=method, whole=100, skip_nan=True)
    d[a] = unat_places(d[y], a, places, axis)


@forward(np.nanpercentile)
def nanpercentile_forward(y, a, q, axis=None, *, method='linear', keepdims=False):
    places = quantile_places(a, q, axis=axis, method=method, whole=100, skip_nan=True)
    d[y] = unbroadcast(at_places(d[a], places, axis, keepdims), y)


constant(quantile_places)


@linear(at_places)
def _(y, x, places, axis=None, keepdims=False):
    d[x] = unat_places(d[y], x, places, axis)


@linear(unat_places, shape='=x', shape_reads=('x',), fresh=True)
def _(y, e, x, places, axis=None):
    d[e] = np.reshape(at_places(d[y], places, axis), np.shape(e))


constant(np.any, np.all, np.count_nonzero, np.argmax, np.argmin, np.nanargmax, np.nanargmin, fresh=True)
