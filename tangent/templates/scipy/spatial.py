"""Rules for `scipy.spatial.distance`."""
from __future__ import annotations

import numpy as np
from scipy.spatial import distance

from tangent.runtime.arrays import unbroadcast
from tangent.runtime.elementwise import divide_or_zero
from tangent.runtime.scipy.spatial import projected_differences, unsquareform, weighted_differences
from tangent.templates.rules import adjoint, d, linear
from tangent.templates.rules import tangent as forward

# Between all points of two sets, or of one.  At distance zero the derivative is zero.


@adjoint(distance.cdist, fresh=True)
def cdist(y, XA, XB, metric='euclidean'):
    if metric == 'sqeuclidean':
        d[XA] = unbroadcast(weighted_differences(2.0 * d[y], XA, XB), XA)
        d[XB] = unbroadcast(weighted_differences(2.0 * d[y].T, XB, XA), XB)
    elif metric == 'euclidean':
        w = divide_or_zero(d[y], y)
        d[XA] = unbroadcast(weighted_differences(w, XA, XB), XA)
        d[XB] = unbroadcast(weighted_differences(w.T, XB, XA), XB)


@forward(distance.cdist)
def _cdist(y, XA, XB, metric='euclidean'):
    if metric == 'sqeuclidean':
        d[y] = 2.0 * (projected_differences(d[XA], XA, XB) + projected_differences(d[XB], XB, XA).T)
    elif metric == 'euclidean':
        d[y] = divide_or_zero(projected_differences(d[XA], XA, XB) + projected_differences(d[XB], XB, XA).T, y)


@adjoint(distance.pdist, fresh=True)
def pdist(y, X, metric='euclidean'):
    if metric == 'sqeuclidean':
        d[X] = unbroadcast(weighted_differences(distance.squareform(2.0 * d[y]), X, X), X)
    elif metric == 'euclidean':
        d[X] = unbroadcast(weighted_differences(distance.squareform(divide_or_zero(d[y], y)), X, X), X)


@forward(distance.pdist)
def _pdist(y, X, metric='euclidean'):
    e = projected_differences(d[X], X, X)
    if metric == 'sqeuclidean':
        d[y] = 2.0 * distance.squareform(e + e.T, checks=False)
    elif metric == 'euclidean':
        d[y] = divide_or_zero(distance.squareform(e + e.T, checks=False), y)


@linear(distance.squareform, fresh=True)
def squareform(y, X, force='no', checks=True):
    d[X] = unbroadcast(unsquareform(d[y], X), X)


@adjoint(weighted_differences, fresh=True, linear=('w',))
def _weighted_differences(y, w, a, b):
    d[w] = unbroadcast(projected_differences(d[y], a, b), w)
    d[a] = unbroadcast(d[y] * np.sum(w, axis=1, keepdims=True), a)
    d[b] = unbroadcast(-(w.T @ d[y]), b)


@forward(weighted_differences)
def _dweighted_differences(y, w, a, b):
    d[y] = weighted_differences(d[w], a, b) + d[a] * np.sum(w, axis=1, keepdims=True) - w @ d[b]


@adjoint(projected_differences, fresh=True, linear=('e',))
def _projected_differences(y, e, a, b):
    d[e] = unbroadcast(weighted_differences(d[y], a, b), e)
    d[a] = unbroadcast(e * np.sum(d[y], axis=1, keepdims=True), a)
    d[b] = unbroadcast(-(d[y].T @ e), b)


@forward(projected_differences)
def _dprojected_differences(y, e, a, b):
    d[y] = (projected_differences(d[e], a, b) + np.sum(e * d[a], axis=1, keepdims=True) - e @ d[b].T)


# Between two points.

@adjoint(distance.euclidean, shape='scalar')
def euclidean(y, u, v):
    d[u] = unbroadcast(divide_or_zero(d[y], y) * np.subtract(u, v), u)
    d[v] = unbroadcast(divide_or_zero(d[y], y) * np.subtract(v, u), v)


@forward(distance.euclidean)
def _euclidean(y, u, v):
    d[y] = divide_or_zero(np.dot(np.subtract(u, v), d[u] - d[v]), y)


@adjoint(distance.sqeuclidean, shape='scalar')
def sqeuclidean(y, u, v):
    d[u] = unbroadcast(2.0 * d[y] * np.subtract(u, v), u)
    d[v] = unbroadcast(2.0 * d[y] * np.subtract(v, u), v)


@forward(distance.sqeuclidean)
def _sqeuclidean(y, u, v):
    d[y] = 2.0 * np.dot(np.subtract(u, v), d[u] - d[v])


@adjoint(distance.cityblock, shape='scalar')
def cityblock(y, u, v):
    d[u] = unbroadcast(d[y] * np.sign(np.subtract(u, v)), u)
    d[v] = unbroadcast(d[y] * np.sign(np.subtract(v, u)), v)


@forward(distance.cityblock)
def _cityblock(y, u, v):
    d[y] = np.dot(np.sign(np.subtract(u, v)), d[u] - d[v])


@adjoint(distance.cosine, shape='scalar')
def cosine(y, u, v):
    e = d[y] / (np.linalg.norm(u) * np.linalg.norm(v))
    d[u] = unbroadcast(e * (np.dot(u, v) / np.dot(u, u) * u - v), u)
    d[v] = unbroadcast(e * (np.dot(u, v) / np.dot(v, v) * v - u), v)


@forward(distance.cosine)
def _cosine(y, u, v):
    size = np.linalg.norm(u) * np.linalg.norm(v)
    inside = np.dot(u, v)
    d[y] = (np.dot(inside / np.dot(u, u) * u - v, d[u]) + np.dot(inside / np.dot(v, v) * v - u, d[v])) / size
