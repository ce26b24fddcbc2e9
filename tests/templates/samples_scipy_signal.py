"""Samples for the convolutions and filters of SciPy."""
from __future__ import annotations

import numpy as np
from scipy import signal

import tangent.templates.scipy  # noqa: F401, before which the helpers have no rules
from tangent.runtime.scipy.signal import cut, lagged, uncut, unsavgol
from tests.templates.sample import Sample, array

FILTER = np.array([1.5, -0.4, 0.2])

SAMPLES = [
    Sample(signal.convolve, array(5), array(2)),
    Sample(signal.convolve, array(5), array(4), mode='same'),
    Sample(signal.convolve, array(2, 3), array(4, 5), 'valid', method='direct'),
    Sample(signal.convolve, array(4, 3), array(2, 2), method='fft', mode='valid'),
    Sample(signal.fftconvolve, array(3), array(5)),
    Sample(signal.fftconvolve, array(4, 3), array(3, 2), 'same'),
    Sample(signal.oaconvolve, array(9), array(3)),
    Sample(signal.oaconvolve, array(9), array(4), mode='same'),
    Sample(signal.convolve2d, array(4, 3), array(2, 2)),
    Sample(signal.convolve2d, array(4, 3), array(2, 4), 'same', boundary='fill'),
    Sample(signal.correlate, array(5), array(2)),
    Sample(signal.correlate, array(5), array(4), mode='same'),
    Sample(signal.correlate, array(4), array(5), mode='same'),
    Sample(signal.correlate, array(2, 3), array(4, 5), 'valid'),
    Sample(signal.correlate, array(4, 3), array(2, 2), mode='valid'),
    Sample(signal.correlate2d, array(4, 3), array(2, 2)),
    Sample(signal.correlate2d, array(4, 3), array(2, 4), 'same'),
    Sample(signal.correlate2d, array(2, 3), array(4, 5), 'valid'),
    Sample(uncut, array(3), np.zeros(3), np.zeros(2), 'same', wrt=(0,)),
    Sample(cut, array(4), np.zeros(3), np.zeros(2), 'valid', wrt=(0,)),

    Sample(signal.lfilter, array(3), FILTER, array(6)),
    Sample(signal.lfilter, array(2), [1.0], array(2, 5), wrt=(0, 2)),
    Sample(signal.lfilter, [0.4, 0.3], [1.2, 0.5], array(5, 2), axis=0),
    Sample(signal.lfilter, array(4), 1.0, array(3)),
    Sample(lagged, array(2, 4), array(2, 4, seed=1), np.zeros(3), wrt=(0, 1)),
    Sample(signal.sosfilt, signal.butter(3, 0.3, output='sos'), array(2, 6), wrt=(1,)),
    Sample(signal.sosfilt, signal.butter(2, 0.3, output='sos'), array(6, 2), axis=0, wrt=(1,)),
    Sample(signal.detrend, array(5)),
    Sample(signal.detrend, array(5, 2), 0, type='constant'),
    Sample(signal.detrend, array(2, 6), bp=3),
    Sample(signal.savgol_filter, array(6), 5, 2),
    Sample(signal.savgol_filter, array(12, 2), 3, 1, axis=0),
    Sample(signal.savgol_filter, array(12), 5, 2, 1, delta=0.5),
    Sample(unsavgol, array(6), np.zeros(6), 5, 2, wrt=(0,)),
]
