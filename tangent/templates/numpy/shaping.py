"""Rules for functions that rearrange, repeat or pad the elements of an array."""
import numpy as np

from tangent.runtime.arrays import unbroadcast
from tangent.runtime.shaping import (
    inverse_permutation, padded_with_zeros, unbroadcast_all, uncast, undiag, undiagonal, unitem, unmeshgrid,
    unpad, unrepeat, unresize, unrollaxis, untile, untolist,
)
from tangent.templates.rules import adjoint, constant, d, linear, literal
from tangent.templates.rules import tangent as forward

# Order and axes

# Only the orders that do not depend on how the array lies in memory.
if np.lib.NumpyVersion(np.__version__) < '2.0.0':
    @linear(np.reshape)
    def _reshape(y, a, newshape, order='C'):
        if order == 'C':
            d[a] = np.reshape(d[y], np.shape(a))
        elif order == 'F':
            d[a] = np.reshape(d[y], np.shape(a), order='F')
else:
    @linear(np.reshape)
    def reshape(y, a, shape, order='C'):
        if order == 'C':
            d[a] = np.reshape(d[y], np.shape(a))
        elif order == 'F':
            d[a] = np.reshape(d[y], np.shape(a), order='F')


@linear(np.ravel)
def ravel(y, a, order='C'):
    if order == 'C':
        d[a] = np.reshape(d[y], np.shape(a))
    elif order == 'F':
        d[a] = np.reshape(d[y], np.shape(a), order='F')


constant(inverse_permutation)


@linear(np.transpose)
def transpose(y, a, axes=None):
    if literal(axes):
        if isinstance(axes, (tuple, list)):
            d[a] = np.transpose(d[y], inverse_permutation(axes))
        else:
            d[a] = np.transpose(d[y])
    else:
        d[a] = np.transpose(d[y], inverse_permutation(axes))


if hasattr(np, 'matrix_transpose'):
    @linear(np.matrix_transpose, np.linalg.matrix_transpose)
    def matrix_transpose(y, x):
        d[x] = np.swapaxes(d[y], -1, -2)


@linear(np.swapaxes)
def swapaxes(y, a, axis1, axis2):
    d[a] = np.swapaxes(d[y], axis1, axis2)


@linear(np.moveaxis)
def moveaxis(y, a, source, destination):
    d[a] = np.moveaxis(d[y], destination, source)


@linear(np.rollaxis)
def rollaxis(y, a, axis, start=0):
    d[a] = unrollaxis(d[y], axis, start)


@linear(unrollaxis)
def _unrollaxis(y, e, axis, start=0):
    d[e] = np.rollaxis(d[y], axis, start)


@linear(np.squeeze)
def squeeze(y, a, axis=None):
    d[a] = np.reshape(d[y], np.shape(a))


@linear(np.expand_dims)
def expand_dims(y, a, axis):
    d[a] = np.reshape(d[y], np.shape(a))


@linear(np.atleast_1d, np.atleast_2d, np.atleast_3d)
def atleast(y, ary):
    d[ary] = np.reshape(d[y], np.shape(ary))


@linear(np.flip, shape='same')
def flip(y, m, axis=None):
    d[m] = np.flip(d[y], axis)


@linear(np.fliplr, shape='same')
def fliplr(y, m):
    d[m] = np.fliplr(d[y])


@linear(np.flipud, shape='same')
def flipud(y, m):
    d[m] = np.flipud(d[y])


@linear(np.rot90)
def rot90(y, m, k=1, axes=(0, 1)):
    d[m] = np.rot90(d[y], -k, axes)


@linear(np.roll, shape='same', fresh=True)
def roll(y, a, shift, axis=None):
    if literal(shift):
        if isinstance(shift, int):
            d[a] = np.roll(d[y], -shift, axis)
        else:
            d[a] = np.roll(d[y], np.negative(shift), axis)
    else:
        d[a] = np.roll(d[y], np.negative(shift), axis)


# Repetition

@linear(np.broadcast_to)
def broadcast_to(y, array, shape):
    d[array] = unbroadcast(d[y], array)


@linear(np.broadcast_arrays)
def broadcast_arrays(y, *args):
    d[args] = unbroadcast_all(d[y], args)


@linear(unbroadcast_all, shape_reads=('x',))
def _unbroadcast_all(y, e, x):
    d[e] = unbroadcast_all(d[y], e)


@linear(np.tile, fresh=True)
def tile(y, A, reps):
    d[A] = untile(d[y], A, reps)


@linear(untile, shape='=x', shape_reads=('x',), fresh=True)
def _untile(y, e, x, reps):
    d[e] = np.tile(d[y], reps)


@linear(np.repeat, fresh=True)
def repeat(y, a, repeats, axis=None):
    d[a] = unrepeat(d[y], a, repeats, axis)


@linear(unrepeat, shape='=x', shape_reads=('x',), fresh=True)
def _unrepeat(y, e, x, repeats, axis=None):
    d[e] = np.repeat(d[y], repeats, axis)


@linear(np.resize, fresh=True)
def resize(y, a, new_shape):
    d[a] = unresize(d[y], a)


@linear(unresize, shape='=a', shape_reads=('a',), fresh=True)
def _unresize(y, e, a):
    d[e] = np.resize(d[y], np.shape(e))


@adjoint(np.pad, fresh=True)
def pad(y, array, pad_width, mode='constant', *, constant_values=0):
    d[array] = unpad(d[y], array, pad_width, mode)


@forward(np.pad)
def _pad(y, array, pad_width, mode='constant', *, constant_values=0):
    d[y] = padded_with_zeros(d[array], pad_width, mode)


@linear(padded_with_zeros, fresh=True)
def _padded_with_zeros(y, x, pad_width, mode='constant'):
    d[x] = unpad(d[y], x, pad_width, mode)


@linear(unpad, shape='=x', shape_reads=('x',))
def _unpad(y, e, x, pad_width, mode='constant'):
    d[e] = padded_with_zeros(d[y], pad_width, mode)


@linear(np.meshgrid)
def meshgrid(y, *xi, copy=True, sparse=False, indexing='xy'):
    d[xi] = unmeshgrid(d[y], xi, indexing)


@linear(unmeshgrid, shape_reads=('x',))
def _unmeshgrid(y, e, x, indexing='xy'):
    d[e] = unbroadcast_all(np.meshgrid(*unbroadcast_all(d[y], x), sparse=True, indexing=indexing), e)


# Parts of matrices

@linear(np.tril, fresh=True)
def tril(y, m, k=0):
    d[m] = unbroadcast(np.tril(d[y], k), m)


@linear(np.triu, fresh=True)
def triu(y, m, k=0):
    d[m] = unbroadcast(np.triu(d[y], k), m)


@linear(np.diag)
def diag(y, v, k=0):
    d[v] = undiag(d[y], v, k)


@linear(undiag, shape='=v', shape_reads=('v',), fresh=True)
def _undiag(y, e, v, k=0):
    d[e] = np.diag(d[y], k)


@linear(np.diagflat, fresh=True)
def diagflat(y, v, k=0):
    d[v] = np.reshape(np.diagonal(d[y], k), np.shape(v))


@linear(np.diagonal)
def diagonal(y, a, offset=0, axis1=0, axis2=1):
    d[a] = undiagonal(d[y], a, offset, axis1, axis2)


@linear(undiagonal, shape='=a', shape_reads=('a',), fresh=True)
def _undiagonal(y, e, a, offset=0, axis1=0, axis2=1):
    d[e] = np.diagonal(d[y], offset, axis1, axis2)


if hasattr(np.linalg, 'diagonal'):
    @linear(np.linalg.diagonal)
    def _linalg_diagonal(y, x, *, offset=0):
        d[x] = undiagonal(d[y], x, offset, -2, -1)


# Types: a cast to integers is piecewise constant

@linear(uncast, shape='=x', shape_reads=('x',))
def _uncast(y, e, x, dtype):
    d[e] = uncast(d[y], e, dtype)


if hasattr(np, 'astype'):
    @adjoint(np.astype)
    def astype(y, x, dtype, *, copy=True):
        d[x] = uncast(d[y], x, dtype)

    @forward(np.astype)
    def _astype(y, x, dtype, *, copy=True):
        d[y] = uncast(d[x], y, dtype)


@linear(untolist, shape='=x', shape_reads=('x',), fresh=True)
def _untolist(y, e, x):
    d[e] = d[y].tolist()


@linear(unitem, shape='=x', shape_reads=('x',), fresh=True)
def _unitem(y, e, x, index):
    d[e] = d[y].item(*index)
