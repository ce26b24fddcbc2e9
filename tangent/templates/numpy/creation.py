"""Rules for making arrays, and what has no derivative: tests, positions, types, random numbers."""
from __future__ import annotations

import inspect
import math

import numpy as np

from tangent.runtime.arrays import unbroadcast
from tangent.runtime.creation import as_nested, from_nested
from tangent.runtime.shaping import uncast
from tangent.templates.rules import adjoint, constant, d, linear
from tangent.templates.rules import tangent as forward

# From values.


@linear(np.array, fresh=True)
def array(y, object, dtype=None, *, copy=True):
    if dtype is None:
        d[object] = as_nested(d[y], object)
    else:
        d[object] = as_nested(uncast(d[y], y, dtype), object)


@linear(np.asarray, np.asanyarray, np.ascontiguousarray, np.asfortranarray)
def asarray(y, a, dtype=None):
    if dtype is None:
        d[a] = as_nested(d[y], a)
    else:
        d[a] = as_nested(uncast(d[y], y, dtype), a)


@forward(np.array)
def array_forward(y, object, dtype=None, *, copy=True):
    if dtype is None:
        d[y] = from_nested(d[object], y)
    else:
        d[y] = uncast(from_nested(d[object], y), y, dtype)


@forward(np.asarray, np.asanyarray, np.ascontiguousarray, np.asfortranarray)
def asarray_forward(y, a, dtype=None):
    if dtype is None:
        d[y] = from_nested(d[a], y)
    else:
        d[y] = uncast(from_nested(d[a], y), y, dtype)


@linear(as_nested, shape_reads=('x',))
def _(y, e, x):
    d[e] = from_nested(d[y], e)


@linear(from_nested, shape='=x', shape_reads=('x',))
def _(y, items, x):
    d[items] = as_nested(d[y], items)


@linear(np.copy, fresh=True)
def copy(y, a, order='K'):
    d[a] = as_nested(d[y], a)


@linear(np.float64, np.float32, np.float16, np.longdouble)
def number(y, x):
    d[x] = unbroadcast(d[y], x)


@linear(np.complex128, np.complex64)
def complex_number(y, real):
    d[real] = unbroadcast(d[y], real)


@adjoint(np.full, fresh=True)
def full(y, shape, fill_value, dtype=None, order='C'):
    if dtype is None:
        d[fill_value] = unbroadcast(d[y], fill_value)
    else:
        d[fill_value] = uncast(unbroadcast(d[y], fill_value), fill_value, dtype)


@adjoint(np.full_like, shape='same', shape_reads=('a',), fresh=True)
def full_like(y, a, fill_value, dtype=None, order='K', subok=True, shape=None):
    if dtype is None:
        d[fill_value] = unbroadcast(d[y], fill_value)
    else:
        d[fill_value] = uncast(unbroadcast(d[y], fill_value), fill_value, dtype)


@forward(np.full)
def full_forward(y, shape, fill_value, dtype=None, order='C'):
    if dtype is None:
        d[y] = np.full(shape, d[fill_value])
    else:
        d[y] = uncast(np.full(shape, d[fill_value]), y, dtype)


@forward(np.full_like)
def full_like_forward(y, a, fill_value, dtype=None, order='K', subok=True, shape=None):
    if dtype is None:
        d[y] = unbroadcast(d[fill_value], y)
    else:
        d[y] = uncast(unbroadcast(d[fill_value], y), y, dtype)


# Between two ends: each point is a mean of them, with weights that go from 0 to 1.

@linear(np.linspace, fresh=True)
def linspace(y, start, stop, num=50, endpoint=True, *, axis=0):
    t = np.linspace(0.0, 1.0, num, endpoint)
    d[start] = unbroadcast(np.tensordot(1.0 - t, d[y], (0, axis)), start)
    d[stop] = unbroadcast(np.tensordot(t, d[y], (0, axis)), stop)


# An end that does not vary still has its shape.
@forward(np.linspace)
def linspace_forward(y, start, stop, num=50, endpoint=True, *, axis=0):
    d[y] = np.linspace(unbroadcast(d[start], start), unbroadcast(d[stop], stop), num, endpoint, axis=axis)


@adjoint(np.logspace, fresh=True)
def logspace(y, start, stop, num=50, endpoint=True, base=10.0, *, axis=0):
    t = np.linspace(0.0, 1.0, num, endpoint)
    e = d[y] * y * math.log(base)
    d[start] = unbroadcast(np.tensordot(1.0 - t, e, (0, axis)), start)
    d[stop] = unbroadcast(np.tensordot(t, e, (0, axis)), stop)


@forward(np.logspace)
def logspace_forward(y, start, stop, num=50, endpoint=True, base=10.0, *, axis=0):
    slope = np.linspace(unbroadcast(d[start], start), unbroadcast(d[stop], stop), num, endpoint, axis=axis)
    d[y] = slope * y * math.log(base)


@adjoint(np.geomspace, fresh=True)
def geomspace(y, start, stop, num=50, endpoint=True, *, axis=0):
    t = np.linspace(0.0, 1.0, num, endpoint)
    e = d[y] * y
    d[start] = unbroadcast(np.tensordot(1.0 - t, e, (0, axis)) / start, start)
    d[stop] = unbroadcast(np.tensordot(t, e, (0, axis)) / stop, stop)


@forward(np.geomspace)
def geomspace_forward(y, start, stop, num=50, endpoint=True, *, axis=0):
    d[y] = np.linspace(d[start] / start, d[stop] / stop, num, endpoint, axis=axis) * y


# Arrays whose values depend on no argument's value.

constant(np.zeros_like, np.ones_like, shape='same', shape_reads=('a',), fresh=True)
constant(np.empty_like, shape='same', shape_reads=('prototype',), fresh=True)
constant(np.zeros, np.ones, np.empty, np.eye, np.identity, np.tri, np.arange, np.indices, np.diag_indices,
         np.tril_indices, np.triu_indices, np.hanning, np.hamming, np.blackman, np.bartlett, np.kaiser,
         np.fft.fftfreq, np.fft.rfftfreq, wrt=(), fresh=True)

# Of the shape and the type alone.

constant(np.shape, shape_reads=('a',))
constant(np.size, np.ndim, shape='scalar', shape_reads=('a',))
constant(np.isscalar, np.iterable, np.iscomplexobj, np.isrealobj, np.result_type, np.can_cast,
         np.shares_memory, np.may_share_memory)
constant(np.issubdtype, np.promote_types, np.finfo, np.iinfo, np.dtype, np.broadcast_shapes, np.ix_, wrt=())

# Piecewise constant, element by element.

constant(np.isnan, np.isfinite, np.isinf, np.sign, np.signbit, np.floor, np.ceil, np.trunc, np.rint,
         np.fix, np.round, np.around, np.floor_divide, np.spacing, np.greater, np.greater_equal, np.less,
         np.less_equal, np.equal, np.not_equal, np.logical_and, np.logical_or, np.logical_xor,
         np.logical_not, np.isclose, np.iscomplex, np.isreal, np.isposinf, np.isneginf,
         shape='elementwise', fresh=True)
constant(np.bitwise_and, np.bitwise_or, np.bitwise_xor, np.invert, np.left_shift, np.right_shift, np.gcd,
         np.lcm, wrt=(), shape='elementwise', fresh=True)
constant(np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64, np.intp, np.bool_)

# Tests, positions and counts.

constant(np.allclose, np.array_equal, np.array_equiv, np.nonzero, np.argwhere, np.digitize, np.lexsort,
         np.isin)
constant(np.bincount, wrt=('x',), fresh=True)
constant(np.unravel_index, np.ravel_multi_index, np.unique, np.histogram, np.histogram2d,
         np.intersect1d, np.union1d, np.setdiff1d, np.einsum_path, wrt=())

# For people to read, and settings.

constant(np.array2string, np.array_repr, np.array_str)
constant(np.errstate, np.seterr, np.printoptions, np.set_printoptions, np.save, np.savetxt, np.load,
         np.loadtxt, np.genfromtxt, wrt=(), pure=False)


# Random numbers: no two calls give the same ones.

def _random_functions():
    """Those of the module and the methods of its generators, in a fixed order."""
    yield from (np.random.RandomState, np.random.Generator, np.random.default_rng)
    for owner in (np.random, np.random.RandomState, np.random.Generator):
        for name in sorted(vars(owner)):
            function = getattr(owner, name)
            if not name.startswith('_') and callable(function) and not inspect.isclass(function):
                yield function


constant(*_random_functions(), wrt=(), pure=False)
