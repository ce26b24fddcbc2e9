"""Rules of the helpers that generated code calls, so that it can be differentiated again."""
import functools

import numpy as np

from tangent.runtime.arrays import (
    add, add_at, check_unshared, copied, pack, seed, unbroadcast, unreduce, zero, zeros_like,
)
from tangent.runtime.closures import captured
from tangent.templates.rules import constant, d, linear

constant(zeros_like, shape='=x', shape_reads=('x',), fresh=True)
constant(zero, fresh=True)
constant(check_unshared)


@linear(unbroadcast, shape='=x', shape_reads=('x',))
def _unbroadcast(y, e, x):
    d[e] = unbroadcast(d[y], e)


@linear(unreduce, shape='=x', shape_reads=('x',), fresh=True)
def _unreduce(y, e, x, axis=None, keepdims=False):
    d[e] = np.sum(d[y], axis=axis, keepdims=keepdims)


@linear(add)
def _add(y, a, b):
    d[a] = d[y]
    d[b] = d[y]


@linear(copied, shape='same', fresh=True)
def _copied(y, b):
    d[b] = d[y]


@linear(add_at, shape='=b')
def _add_at(y, b, index, e):
    d[b] = d[y]
    d[e] = unbroadcast(d[y][index], e)


@linear(captured)
def _captured(y, function):
    d[function] = d[y]


@linear(functools.partial)
def _partial(y, func, /, *args, **keywords):
    d[args] = d[y]['args']
    d[keywords] = d[y]['keywords']


@linear(pack, shape_reads=('x',))
def _pack(y, values, x):
    d[values] = tuple(d[y])


@linear(tuple)
def _tuple(y, iterable=()):
    d[iterable] = pack(d[y], iterable)


@linear(seed, shape='=b', shape_reads=('y',))
def _seed(result, b, y=0.0):
    d[b] = d[result]
