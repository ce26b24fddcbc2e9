"""Rules for functions that join arrays, or split one into parts.

Where a list of adjoints comes in, some may be missing (0.0): `unbroadcast_all` makes
them zeros of the right shapes.
"""
import numpy as np

from tangent.runtime.arrays import unbroadcast
from tangent.runtime.joining import (
    columns_of, rows_of, unc_, unr_,
    unblock, uncolumn_stack, unconcatenate, undelete, undstack, unhstack, uninsert, unsplit, unstack,
    unvstack,
)
from tangent.runtime.shaping import unbroadcast_all
from tangent.templates.rules import alias, d, linear

# Joining

@linear(np.concatenate, fresh=True)
def concatenate(y, arrays, axis=0):
    d[arrays] = unconcatenate(d[y], arrays, axis)


@linear(unconcatenate, shape_reads=('arrays',))
def _unconcatenate(y, e, arrays, axis=0):
    d[e] = unbroadcast(np.concatenate(unbroadcast_all(d[y], arrays), axis), e)


@linear(np.stack, fresh=True)
def stack(y, arrays, axis=0):
    d[arrays] = unstack(d[y], arrays, axis)


@linear(unstack, shape_reads=('arrays',))
def _unstack(y, e, arrays, axis=0):
    d[e] = unbroadcast(np.stack(unbroadcast_all(d[y], arrays), axis), e)


@linear(np.vstack, fresh=True)
def vstack(y, tup):
    d[tup] = unvstack(d[y], tup)


if hasattr(np, 'row_stack'):
    alias(np.row_stack, np.vstack)


@linear(unvstack, shape_reads=('arrays',))
def _unvstack(y, e, arrays):
    d[e] = unbroadcast(np.vstack(unbroadcast_all(d[y], arrays)), e)


@linear(np.hstack, fresh=True)
def hstack(y, tup):
    d[tup] = unhstack(d[y], tup)


@linear(unhstack, shape_reads=('arrays',))
def _unhstack(y, e, arrays):
    d[e] = unbroadcast(np.hstack(unbroadcast_all(d[y], arrays)), e)


@linear(np.dstack, fresh=True)
def dstack(y, tup):
    d[tup] = undstack(d[y], tup)


@linear(undstack, shape_reads=('arrays',))
def _undstack(y, e, arrays):
    d[e] = unbroadcast(np.dstack(unbroadcast_all(d[y], arrays)), e)


@linear(np.column_stack, fresh=True)
def column_stack(y, tup):
    d[tup] = uncolumn_stack(d[y], tup)


@linear(uncolumn_stack, shape_reads=('arrays',))
def _uncolumn_stack(y, e, arrays):
    d[e] = unbroadcast(np.column_stack(unbroadcast_all(d[y], arrays)), e)


@linear(np.block, fresh=True)
def block(y, arrays):
    d[arrays] = unblock(d[y], arrays)


@linear(unblock, shape_reads=('arrays',))
def _unblock(y, e, arrays):
    d[e] = unbroadcast(np.reshape(np.block(unbroadcast_all(d[y], arrays)), np.shape(e)), e)


@linear(np.append, fresh=True)
def append(y, arr, values, axis=None):
    parts = unconcatenate(d[y], (arr, values), axis)
    d[arr] = parts[0]
    d[values] = parts[1]


@linear(np.insert, fresh=True)
def insert(y, arr, obj, values, axis=None):
    parts = uninsert(d[y], arr, obj, values, axis)
    d[arr] = parts[0]
    d[values] = parts[1]


@linear(uninsert, shape_reads=('arr', 'values'))
def _uninsert(y, e, arr, obj, values, axis=None):
    parts = unbroadcast_all(d[y], (arr, values))
    d[e] = unbroadcast(np.insert(parts[0], obj, parts[1], axis), e)


# Splitting

@linear(np.delete, fresh=True)
def delete(y, arr, obj, axis=None):
    d[arr] = undelete(d[y], arr, obj, axis)


@linear(undelete, shape='=arr', shape_reads=('arr',), fresh=True)
def _undelete(y, e, arr, obj, axis=None):
    d[e] = np.delete(d[y], obj, axis)


@linear(np.split, np.array_split)
def split(y, ary, indices_or_sections, axis=0):
    d[ary] = unsplit(d[y], ary, indices_or_sections, axis)


@linear(unsplit, shape='=x', shape_reads=('x',), fresh=True)
def _unsplit(y, e, x, sections, axis=0):
    d[e] = unbroadcast_all(np.array_split(d[y], sections, axis), e)


@linear(np.hsplit)
def hsplit(y, ary, indices_or_sections):
    d[ary] = unsplit(d[y], ary, indices_or_sections, min(1, np.ndim(ary) - 1))


@linear(np.vsplit)
def vsplit(y, ary, indices_or_sections):
    d[ary] = unsplit(d[y], ary, indices_or_sections, 0)


@linear(np.dsplit)
def dsplit(y, ary, indices_or_sections):
    d[ary] = unsplit(d[y], ary, indices_or_sections, 2)


if hasattr(np, 'unstack'):
    @linear(np.unstack)
    def _numpy_unstack(y, x, *, axis=0):
        d[x] = np.stack(unbroadcast_all(d[y], y), axis)


@linear(np.r_)
def r_(y, *parts):
    d[parts] = unr_(d[y], *parts)


@linear(np.c_)
def c_(y, *parts):
    d[parts] = unc_(d[y], *parts)


@linear(unr_, shape_reads=('parts',))
def _unr_(y, e, *parts):
    d[e] = rows_of(d[y], *parts)


@linear(unc_, shape_reads=('parts',))
def _unc_(y, e, *parts):
    d[e] = columns_of(d[y], *parts)


@linear(rows_of, shape_reads=('parts',))
def _rows_of(y, values, *parts):
    d[values] = unr_(d[y], *parts)


@linear(columns_of, shape_reads=('parts',))
def _columns_of(y, values, *parts):
    d[values] = unc_(d[y], *parts)
