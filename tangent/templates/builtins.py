"""Rules for Python's built-in functions."""
from __future__ import annotations

import builtins

import numpy as np

from tangent.runtime.arrays import add, unbroadcast
from tangent.runtime.reductions import inner, scale, shares, unsum
from tangent.templates.operators import absolute, absolute_forward, power
from tangent.templates.rules import adjoint, bilinear, constant, d, elementwise, linear
from tangent.templates.rules import tangent as forward


elementwise(builtins.abs, keeps_dtype=False)(absolute)
forward(builtins.abs)(absolute_forward)
elementwise(builtins.pow)(power)


@linear(builtins.float, shape='scalar')
def _float(y, x=0):
    d[x] = unbroadcast(d[y], x)


@linear(builtins.complex, shape='scalar')
def _complex(y, real=0, imag=0):
    d[real] = unbroadcast(d[y], real)
    d[imag] = unbroadcast(1j * d[y], imag)


@adjoint(builtins.divmod, np.divmod)
def _divmod(z, x, y):
    d[x] = unbroadcast(d[z][1], x)
    d[y] = unbroadcast(-d[z][1] * (x // y), y)


@forward(builtins.divmod, np.divmod)
def _divmod_forward(z, x, y):
    d[z] = (np.zeros_like(z[0]), d[x] - d[y] * (x // y))


@linear(builtins.sum)
def _sum(y, iterable, start=0):
    d[iterable] = unsum(d[y], iterable)
    d[start] = unbroadcast(d[y], start)


@linear(unsum, shape_reads=('items',))
def _unsum(y, e, items):
    d[e] = unbroadcast(builtins.sum(d[y]), e)


# Of one sequence, or of several numbers: `args` has the one or the others.

@adjoint(builtins.max, builtins.min)
def _extreme(y, *args):
    d[args] = scale(shares(args, y), d[y])


@forward(builtins.max, builtins.min)
def _extreme_forward(y, *args):
    d[y] = inner(shares(args, y), d[args])


constant(shares)


@bilinear(scale)
def _scale(y, items, factor):
    d[items] = scale(d[y], factor)
    d[factor] = unbroadcast(inner(items, d[y]), factor)


@forward(scale)
def _scale_forward(y, items, factor):
    d[y] = add(scale(d[items], factor), scale(items, d[factor]))


@bilinear(inner)
def _inner(y, items, others):
    d[items] = scale(others, d[y])
    d[others] = scale(items, d[y])


constant(builtins.int, builtins.bool, builtins.round, builtins.range, builtins.slice, builtins.all,
         builtins.any, builtins.isinstance, builtins.issubclass, builtins.type, builtins.id, builtins.hash,
         builtins.callable, builtins.hasattr, builtins.str, builtins.repr, builtins.format, builtins.ascii,
         builtins.bin, builtins.hex, builtins.oct, builtins.chr, builtins.ord)
constant(builtins.len, shape='scalar', shape_reads=('obj',))
constant(builtins.print, builtins.input, pure=False)
constant(list.count, list.index, dict.keys)
