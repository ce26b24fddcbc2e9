"""Rules for the methods and attributes of arrays, keyed by those of `np.ndarray`.

Most have the rule of the function they are called after, the array being its first
argument.  Methods that change the array (sort, fill, put, resize) are left out.
"""
import numpy as np

import tangent.templates.numpy.elementwise
import tangent.templates.numpy.products
import tangent.templates.numpy.reductions
import tangent.templates.numpy.selecting
import tangent.templates.numpy.shaping  # noqa: F401  (the rules shared here)
from tangent.runtime.elementwise import above
from tangent.runtime.products import dot_product
from tangent.runtime.selecting import untake
from tangent.runtime.shaping import inverse_permutation, uncast, unitem, untolist
from tangent.templates.rules import adjoint, alias, constant, d, elementwise, linear, literal
from tangent.templates.rules import tangent as forward

constant(np.ndarray.shape, np.ndarray.ndim, np.ndarray.size, np.ndarray.dtype, np.ndarray.itemsize,
         np.ndarray.nbytes, np.ndarray.__len__, shape_reads=('self',))
constant(np.ndarray.strides, np.ndarray.flags, np.ndarray.tobytes)
constant(np.ndarray.all, np.ndarray.any, np.ndarray.argmax, np.ndarray.argmin, np.ndarray.argsort,
         np.ndarray.argpartition, np.ndarray.nonzero, np.ndarray.searchsorted, fresh=True)
constant(np.ndarray.round, shape='same', fresh=True)

for method in ('choose', 'conj', 'conjugate', 'cumprod', 'cumsum', 'diagonal', 'dot', 'imag', 'max', 'mean',
               'min', 'prod', 'ravel', 'real', 'repeat', 'squeeze', 'std', 'sum', 'swapaxes', 'take', 'trace', 'var'):
    alias(getattr(np.ndarray, method), getattr(np, method))
if np.lib.NumpyVersion(np.__version__) < '2.0.0':  # later ones have no such method, or one that raises
    alias(np.ndarray.ptp, np.ptp)


@forward(np.ndarray.dot)
def dot_forward(y, a, b):
    d[y] = np.dot(d[a], b) + dot_product(a, d[b])


# Shape and order

@linear(np.ndarray.T)
def T(y, self):
    d[self] = d[y].T


if hasattr(np.ndarray, 'mT'):
    @linear(np.ndarray.mT)
    def mT(y, self):
        d[self] = d[y].mT


@linear(np.ndarray.transpose)
def transpose(y, self, *axes):
    d[self] = np.transpose(d[y], inverse_permutation(axes))


@linear(np.ndarray.reshape)
def reshape(y, self, *shape, order='C'):
    if order == 'C':
        d[self] = np.reshape(d[y], np.shape(self))
    elif order == 'F':
        d[self] = np.reshape(d[y], np.shape(self), order='F')


@linear(np.ndarray.flatten, fresh=True)
def flatten(y, self, order='C'):
    if order == 'C':
        d[self] = np.reshape(d[y], np.shape(self))
    elif order == 'F':
        d[self] = np.reshape(d[y], np.shape(self), order='F')


@linear(np.ndarray.compress, fresh=True)
def compress(y, self, condition, axis=None):
    d[self] = untake(d[y], self, np.flatnonzero(condition), axis)


# Copies and types

@linear(np.ndarray.copy, shape='same', fresh=True)
def copy(y, self, order='C'):
    d[self] = d[y]


@adjoint(np.ndarray.astype)
def astype(y, self, dtype, *, copy=True):
    d[self] = uncast(d[y], self, dtype)


@forward(np.ndarray.astype)
def astype_forward(y, self, dtype, *, copy=True):
    d[y] = uncast(d[self], y, dtype)


@linear(np.ndarray.item)
def item(y, self, *args):
    d[self] = unitem(d[y], self, args)


@linear(np.ndarray.tolist, fresh=True)
def tolist(y, self):
    d[self] = untolist(d[y], self)


@elementwise(np.ndarray.clip)
def clip(y, self, min=None, max=None):
    if max is None if literal(max) else False:
        d[self] = d[y] * above(self, min)
        d[min] = d[y] * above(min, self)
    elif min is None if literal(min) else False:
        d[self] = d[y] * above(max, self)
        d[max] = d[y] * above(self, max)
    else:
        d[self] = d[y] * above(self, min) * above(max, self)
        d[min] = d[y] * above(min, self) * above(max, min)
        d[max] = d[y] * above(np.maximum(self, min), max)
