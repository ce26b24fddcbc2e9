"""Rules for SciPy's convolutions and filters."""
from __future__ import annotations

import numpy as np
from scipy import signal

from tangent.runtime.arrays import unbroadcast
from tangent.runtime.creation import as_nested
from tangent.runtime.linalg import conjugate
from tangent.runtime.scipy.signal import cut, lagged, uncut, unsavgol
from tangent.templates.rules import adjoint, bilinear, d, linear
from tangent.templates.rules import tangent as forward

# Convolutions: both arguments see the full one, of which `mode` keeps a part.


@bilinear(signal.convolve)
def convolve(z, in1, in2, mode='full', method='auto'):
    e = d[z] if mode == 'full' else uncut(d[z], in1, in2, mode)
    d[in1] = unbroadcast(signal.convolve(e, np.flip(in2), 'valid', method), in1)
    d[in2] = unbroadcast(signal.convolve(e, np.flip(in1), 'valid', method), in2)


@bilinear(signal.fftconvolve)
def fftconvolve(z, in1, in2, mode='full'):
    e = d[z] if mode == 'full' else uncut(d[z], in1, in2, mode)
    d[in1] = unbroadcast(signal.fftconvolve(e, np.flip(in2), 'valid'), in1)
    d[in2] = unbroadcast(signal.fftconvolve(e, np.flip(in1), 'valid'), in2)


@bilinear(signal.oaconvolve)
def oaconvolve(z, in1, in2, mode='full'):
    e = d[z] if mode == 'full' else uncut(d[z], in1, in2, mode)
    d[in1] = unbroadcast(signal.oaconvolve(e, np.flip(in2), 'valid'), in1)
    d[in2] = unbroadcast(signal.oaconvolve(e, np.flip(in1), 'valid'), in2)


@bilinear(signal.convolve2d)
def convolve2d(z, in1, in2, mode='full', boundary='fill'):
    if boundary == 'fill':
        e = d[z] if mode == 'full' else uncut(d[z], in1, in2, mode)
        d[in1] = unbroadcast(signal.convolve2d(e, np.flip(in2), 'valid'), in1)
        d[in2] = unbroadcast(signal.convolve2d(e, np.flip(in1), 'valid'), in2)


@bilinear(signal.correlate)
def correlate(z, in1, in2, mode='full', method='auto'):
    e = d[z] if mode == 'full' else uncut(d[z], in1, in2, mode)
    d[in1] = unbroadcast(signal.convolve(e, conjugate(in2), 'valid', method), in1)
    d[in2] = unbroadcast(conjugate(np.flip(signal.convolve(e, np.flip(in1), 'valid', method))), in2)


@bilinear(signal.correlate2d)
def correlate2d(z, in1, in2, mode='full', boundary='fill'):
    if boundary == 'fill':
        e = d[z] if mode == 'full' else uncut(d[z], in1, in2, mode, True)
        d[in1] = unbroadcast(signal.convolve2d(e, conjugate(in2), 'valid'), in1)
        d[in2] = unbroadcast(conjugate(np.flip(signal.convolve2d(e, np.flip(in1), 'valid'))), in2)


@linear(uncut, shape_reads=('in1', 'in2'), fresh=True)
def _(y, e, in1, in2, mode, late=False):
    d[e] = cut(d[y], in1, in2, mode, late)


@linear(cut, shape_reads=('in1', 'in2'))
def _(y, full, in1, in2, mode, late=False):
    d[full] = uncut(d[y], in1, in2, mode, late)


# Filters.  What a causal filter sees of its input backwards is that filter, run backwards.

@adjoint(signal.lfilter, fresh=True)
def lfilter(y, b, a, x, axis=-1):
    d[x] = unbroadcast(np.flip(signal.lfilter(b, a, np.flip(d[y], axis), axis), axis), x)
    d[b] = as_nested(lagged(d[y], signal.lfilter([1.0], a, x, axis), b, axis), b)
    d[a] = as_nested(-lagged(d[y], signal.lfilter([1.0], a, y, axis), a, axis), a)


@forward(signal.lfilter)
def lfilter_forward(y, b, a, x, axis=-1):
    d[y] = (signal.lfilter(b, a, d[x], axis) + signal.lfilter(d[b], a, x, axis) -
            signal.lfilter(d[a], a, y, axis))


@bilinear(lagged, shape_reads=('b',), fresh=True)
def _(y, e, x, b, axis=-1):
    d[e] = unbroadcast(signal.lfilter(d[y], [1.0], x, axis), e)
    d[x] = unbroadcast(np.flip(signal.lfilter(d[y], [1.0], np.flip(e, axis), axis), axis), x)


@linear(signal.sosfilt, fresh=True)
def sosfilt(y, sos, x, axis=-1):
    d[x] = unbroadcast(np.flip(signal.sosfilt(sos, np.flip(d[y], axis), axis), axis), x)


@linear(signal.detrend, shape='same', fresh=True)
def detrend(y, data, axis=-1, type='linear', bp=0):
    d[data] = unbroadcast(signal.detrend(d[y], axis, type, bp), data)


@linear(signal.savgol_filter, fresh=True)
def savgol_filter(y, x, window_length, polyorder, deriv=0, delta=1.0, axis=-1, mode='interp'):
    if mode == 'interp':
        d[x] = unsavgol(d[y], x, window_length, polyorder, deriv, delta, axis)


@linear(unsavgol, shape='=x', shape_reads=('x',), fresh=True)
def _(y, e, x, window_length, polyorder, deriv=0, delta=1.0, axis=-1):
    d[e] = unbroadcast(signal.savgol_filter(d[y], window_length, polyorder, deriv, delta, axis), e)
