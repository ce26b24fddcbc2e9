"""Rules for products of arrays.

Each product P(x, y) has two adjoints, for its left and its right factor.  These are
products themselves, and their own adjoints are made of the three again: with
L(e, x, y) the left one (of x it reads the shape), the sum of g * L(e, x, y) is that of
e * P(g, y), so e gets P(g, y) and y gets R(e, g, y).
"""
import operator

import numpy as np

from tangent.runtime.arrays import unbroadcast
from tangent.runtime.products import (
    convolve_adjoint_left, convolve_adjoint_right, cross_adjoint_left, cross_adjoint_right, dot_adjoint_left,
    dot_adjoint_right, dot_product, einsum_adjoint, kron_adjoint_left, kron_adjoint_right, matmul_adjoint_left,
    matmul_adjoint_right, outer_adjoint_left, outer_adjoint_right, tensordot_adjoint_left,
    tensordot_adjoint_right,
)
from tangent.templates.rules import alias, bilinear, d, literal


@bilinear(np.dot, dot_product, fresh=True)
def dot(y, a, b):
    d[a] = dot_adjoint_left(d[y], a, b)
    d[b] = dot_adjoint_right(d[y], a, b)


@bilinear(dot_adjoint_left, shape='=x', shape_reads=('x',), broad=('e',), fresh=True)
def _dot_adjoint_left(bx, e, x, y):
    d[e] = unbroadcast(np.dot(d[bx], y), e)
    d[y] = dot_adjoint_right(e, d[bx], y)


@bilinear(dot_adjoint_right, shape='=y', shape_reads=('y',), broad=('e',), fresh=True)
def _dot_adjoint_right(by, e, x, y):
    d[e] = unbroadcast(np.dot(x, d[by]), e)
    d[x] = dot_adjoint_left(e, x, d[by])


@bilinear(np.matmul, operator.matmul, fresh=True)
def matmul(y, x1, x2):
    d[x1] = matmul_adjoint_left(d[y], x1, x2)
    d[x2] = matmul_adjoint_right(d[y], x1, x2)


@bilinear(matmul_adjoint_left, shape='=x', shape_reads=('x',), broad=('e',), fresh=True)
def _matmul_adjoint_left(bx, e, x, y):
    d[e] = unbroadcast(d[bx] @ y, e)
    d[y] = matmul_adjoint_right(e, d[bx], y)


@bilinear(matmul_adjoint_right, shape='=y', shape_reads=('y',), broad=('e',), fresh=True)
def _matmul_adjoint_right(by, e, x, y):
    d[e] = unbroadcast(x @ d[by], e)
    d[x] = matmul_adjoint_left(e, x, d[by])


@bilinear(np.outer, fresh=True)
def outer(y, a, b):
    d[a] = outer_adjoint_left(d[y], a, b)
    d[b] = outer_adjoint_right(d[y], a, b)


@bilinear(outer_adjoint_left, shape='=a', shape_reads=('a',), fresh=True)
def _outer_adjoint_left(ba, e, a, b):
    d[e] = unbroadcast(np.outer(d[ba], b), e)
    d[b] = outer_adjoint_right(e, d[ba], b)


@bilinear(outer_adjoint_right, shape='=b', shape_reads=('b',), fresh=True)
def _outer_adjoint_right(bb, e, a, b):
    d[e] = unbroadcast(np.outer(a, d[bb]), e)
    d[a] = outer_adjoint_left(e, a, d[bb])


@bilinear(np.tensordot, fresh=True)
def tensordot(y, a, b, axes=2):
    d[a] = tensordot_adjoint_left(d[y], a, b, axes)
    d[b] = tensordot_adjoint_right(d[y], a, b, axes)


@bilinear(tensordot_adjoint_left, shape='=a', shape_reads=('a',), fresh=True)
def _tensordot_adjoint_left(ba, e, a, b, axes=2):
    d[e] = unbroadcast(np.tensordot(d[ba], b, axes), e)
    d[b] = tensordot_adjoint_right(e, d[ba], b, axes)


@bilinear(tensordot_adjoint_right, shape='=b', shape_reads=('b',), fresh=True)
def _tensordot_adjoint_right(bb, e, a, b, axes=2):
    d[e] = unbroadcast(np.tensordot(a, d[bb], axes), e)
    d[a] = tensordot_adjoint_left(e, a, d[bb], axes)


@bilinear(np.inner, fresh=True)
def inner(y, a, b):
    d[a] = tensordot_adjoint_left(d[y], a, b, (-1, -1))
    d[b] = tensordot_adjoint_right(d[y], a, b, (-1, -1))


# Of einsum's operands, those that are not passed are None: their default.

@bilinear(np.einsum)
def einsum(y, subscripts, a, b=None, c=None, *, optimize=False):
    if b is None if literal(b) else False:
        d[a] = einsum_adjoint(d[y], 0, subscripts, a)
    elif c is None if literal(c) else False:
        d[a] = einsum_adjoint(d[y], 0, subscripts, a, b)
        d[b] = einsum_adjoint(d[y], 1, subscripts, a, b)
    else:
        d[a] = einsum_adjoint(d[y], 0, subscripts, a, b, c)
        d[b] = einsum_adjoint(d[y], 1, subscripts, a, b, c)
        d[c] = einsum_adjoint(d[y], 2, subscripts, a, b, c)


@bilinear(einsum_adjoint, fresh=True)
def _einsum_adjoint(y, e, number, subscripts, a, b=None, c=None):
    if b is None if literal(b) else False:
        d[e] = unbroadcast(np.einsum(subscripts, d[y]), e)
    elif c is None if literal(c) else False:
        if number == 0:
            d[e] = unbroadcast(np.einsum(subscripts, d[y], b), e)
            d[b] = einsum_adjoint(e, 1, subscripts, d[y], b)
        elif number == 1:
            d[e] = unbroadcast(np.einsum(subscripts, a, d[y]), e)
            d[a] = einsum_adjoint(e, 0, subscripts, a, d[y])
    elif number == 0:
        d[e] = unbroadcast(np.einsum(subscripts, d[y], b, c), e)
        d[b] = einsum_adjoint(e, 1, subscripts, d[y], b, c)
        d[c] = einsum_adjoint(e, 2, subscripts, d[y], b, c)
    elif number == 1:
        d[e] = unbroadcast(np.einsum(subscripts, a, d[y], c), e)
        d[a] = einsum_adjoint(e, 0, subscripts, a, d[y], c)
        d[c] = einsum_adjoint(e, 2, subscripts, a, d[y], c)
    elif number == 2:
        d[e] = unbroadcast(np.einsum(subscripts, a, b, d[y]), e)
        d[a] = einsum_adjoint(e, 0, subscripts, a, b, d[y])
        d[b] = einsum_adjoint(e, 1, subscripts, a, b, d[y])


@bilinear(np.vdot)
def vdot(y, a, b):
    d[a] = unbroadcast(np.conj(d[y] * np.reshape(b, np.shape(a))), a)
    d[b] = unbroadcast(d[y] * np.conj(np.reshape(a, np.shape(b))), b)


@bilinear(np.kron, fresh=True)
def kron(y, a, b):
    d[a] = kron_adjoint_left(d[y], a, b)
    d[b] = kron_adjoint_right(d[y], a, b)


@bilinear(kron_adjoint_left, shape='=a', shape_reads=('a',), fresh=True)
def _kron_adjoint_left(ba, e, a, b):
    d[e] = unbroadcast(np.kron(d[ba], b), e)
    d[b] = kron_adjoint_right(e, d[ba], b)


@bilinear(kron_adjoint_right, shape='=b', shape_reads=('b',), fresh=True)
def _kron_adjoint_right(bb, e, a, b):
    d[e] = unbroadcast(np.kron(a, d[bb]), e)
    d[a] = kron_adjoint_left(e, a, d[bb])


@bilinear(np.cross, fresh=True)
def cross(y, a, b, axisa=-1, axisb=-1, axisc=-1, axis=None):
    d[a] = cross_adjoint_left(d[y], a, b, axisa, axisb, axisc, axis)
    d[b] = cross_adjoint_right(d[y], a, b, axisa, axisb, axisc, axis)


@bilinear(cross_adjoint_left, shape='=a', shape_reads=('a',), fresh=True)
def _cross_adjoint_left(ba, e, a, b, axisa=-1, axisb=-1, axisc=-1, axis=None):
    d[e] = unbroadcast(np.cross(d[ba], b, axisa, axisb, axisc, axis), e)
    d[b] = cross_adjoint_right(e, d[ba], b, axisa, axisb, axisc, axis)


@bilinear(cross_adjoint_right, shape='=b', shape_reads=('b',), fresh=True)
def _cross_adjoint_right(bb, e, a, b, axisa=-1, axisb=-1, axisc=-1, axis=None):
    d[e] = unbroadcast(np.cross(a, d[bb], axisa, axisb, axisc, axis), e)
    d[a] = cross_adjoint_left(e, a, d[bb], axisa, axisb, axisc, axis)


@bilinear(np.convolve, fresh=True)
def convolve(y, a, v, mode='full'):
    d[a] = convolve_adjoint_left(d[y], a, v, mode)
    d[v] = convolve_adjoint_right(d[y], a, v, mode)


@bilinear(convolve_adjoint_left, shape='=a', shape_reads=('a',), fresh=True)
def _convolve_adjoint_left(ba, e, a, v, mode='full'):
    d[e] = unbroadcast(np.convolve(d[ba], v, mode), e)
    d[v] = convolve_adjoint_right(e, d[ba], v, mode)


@bilinear(convolve_adjoint_right, shape='=v', shape_reads=('v',), fresh=True)
def _convolve_adjoint_right(bv, e, a, v, mode='full'):
    d[e] = unbroadcast(np.convolve(a, d[bv], mode), e)
    d[a] = convolve_adjoint_left(e, a, d[bv], mode)


@bilinear(np.correlate, fresh=True)
def correlate(y, a, v, mode='valid'):
    d[a] = convolve_adjoint_left(d[y], a, np.flip(v), mode)
    d[v] = np.flip(convolve_adjoint_right(d[y], a, np.flip(v), mode))


# Names that NumPy 1.26 does not have.
if hasattr(np.linalg, 'vecdot'):
    alias(np.linalg.matmul, np.matmul)
    alias(np.linalg.outer, np.outer)

    @bilinear(np.linalg.tensordot, fresh=True)
    def _linalg_tensordot(y, x1, x2, *, axes=2):
        d[x1] = tensordot_adjoint_left(d[y], x1, x2, axes)
        d[x2] = tensordot_adjoint_right(d[y], x1, x2, axes)

    @bilinear(np.linalg.cross, fresh=True)
    def _linalg_cross(y, x1, x2, *, axis=-1):
        d[x1] = cross_adjoint_left(d[y], x1, x2, axis, axis, axis)
        d[x2] = cross_adjoint_right(d[y], x1, x2, axis, axis, axis)

    @bilinear(np.vecdot, np.linalg.vecdot, fresh=True)
    def vecdot(y, x1, x2, *, axis=-1):
        d[x1] = unbroadcast(np.conj(np.expand_dims(d[y], axis) * x2), x1)
        d[x2] = unbroadcast(np.expand_dims(d[y], axis) * np.conj(x1), x2)

if hasattr(np, 'matvec'):
    @bilinear(np.matvec, fresh=True)
    def matvec(y, x1, x2):
        d[x1] = unbroadcast(np.expand_dims(d[y], -1) * np.expand_dims(x2, -2), x1)
        d[x2] = unbroadcast(np.matvec(np.swapaxes(x1, -1, -2), d[y]), x2)

    @bilinear(np.vecmat, fresh=True)
    def vecmat(y, x1, x2):
        d[x1] = unbroadcast(np.conj(np.matvec(x2, d[y])), x1)
        d[x2] = unbroadcast(np.expand_dims(np.conj(x1), -1) * np.expand_dims(d[y], -2), x2)
