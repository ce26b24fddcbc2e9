"""Rules for functions that select or order elements of an array by indices."""
import numpy as np

from tangent.runtime.arrays import unbroadcast
from tangent.runtime.selecting import order_of, unchoose, untake, untake_along_axis
from tangent.runtime.shaping import unbroadcast_all
from tangent.templates.rules import adjoint, constant, d, linear
from tangent.templates.rules import tangent as forward

constant(np.argpartition, np.argsort, np.flatnonzero, np.searchsorted, order_of, fresh=True)


@linear(np.take, fresh=True)
def take(y, a, indices, axis=None, *, mode='raise'):
    d[a] = untake(d[y], a, indices, axis, mode)


@linear(untake, shape='=a', shape_reads=('a',), fresh=True)
def _untake(y, e, a, indices, axis=None, mode='raise'):
    d[e] = unbroadcast(np.take(d[y], indices, axis, mode=mode), e)


@linear(np.take_along_axis, fresh=True)
def take_along_axis(y, arr, indices, axis=-1):
    d[arr] = untake_along_axis(d[y], arr, indices, axis)


@linear(untake_along_axis, shape='=a', shape_reads=('a',), fresh=True)
def _untake_along_axis(y, e, a, indices, axis=-1):
    d[e] = np.take_along_axis(d[y], indices, axis)


@linear(np.compress, fresh=True)
def compress(y, condition, a, axis=None):
    d[a] = untake(d[y], a, np.flatnonzero(condition), axis)


@linear(np.extract, fresh=True)
def extract(y, condition, arr):
    d[arr] = untake(d[y], arr, np.flatnonzero(condition))


@linear(np.choose, fresh=True)
def choose(y, a, choices, *, mode='raise'):
    d[choices] = unchoose(d[y], a, choices, mode)


@linear(unchoose, shape_reads=('choices',), fresh=True)
def _unchoose(y, e, a, choices, mode='raise'):
    d[e] = unbroadcast(np.choose(a, unbroadcast_all(d[y], choices), mode=mode), e)


# Ordering follows the permutation that it was.

@adjoint(np.sort, fresh=True)
def sort(y, a, axis=-1, kind=None):
    d[a] = untake_along_axis(d[y], a, np.argsort(a, axis, kind), axis)


@forward(np.sort)
def _sort(y, a, axis=-1, kind=None):
    d[y] = np.take_along_axis(d[a], np.argsort(a, axis, kind), axis)


@adjoint(np.partition, fresh=True)
def partition(y, a, kth, axis=-1, kind='introselect'):
    d[a] = untake_along_axis(d[y], a, order_of(y, a, axis), axis)


@forward(np.partition)
def _partition(y, a, kth, axis=-1, kind='introselect'):
    d[y] = np.take_along_axis(d[a], order_of(y, a, axis), axis)
