"""Samples of the methods of arrays, called unbound."""
import numpy as np

from tests.templates.sample import Sample, array



def reshaped_by_columns(x):
    return x.reshape(-1, order='F')


SAMPLES = [
    Sample(np.ndarray.T, array(3, 4)),
    Sample(np.ndarray.T, array(2, 3, 4)),
    Sample(np.ndarray.real, array(3)),
    Sample(np.ndarray.imag, array(3)),
    Sample(np.ndarray.transpose, array(2, 3, 4)),
    Sample(np.ndarray.transpose, array(2, 3, 4), 1, 2, 0),
    Sample(np.ndarray.transpose, array(2, 3, 4), (-1, 0, 1)),
    Sample(np.ndarray.reshape, array(3, 4), 2, 6),
    Sample(np.ndarray.reshape, array(3, 4), (2, -1)),
    Sample(reshaped_by_columns, array(3, 4)),
    Sample(np.ndarray.ravel, array(3, 4)),
    Sample(np.ndarray.ravel, array(3, 4), 'F'),
    Sample(np.ndarray.flatten, array(3, 4)),
    Sample(np.ndarray.flatten, array(3, 4), 'F'),
    Sample(np.ndarray.squeeze, array(1, 3, 1)),
    Sample(np.ndarray.squeeze, array(1, 3, 1), axis=-1),
    Sample(np.ndarray.swapaxes, array(2, 3, 4), 0, -1),
    Sample(np.ndarray.diagonal, array(2, 3, 4), offset=-1, axis1=2, axis2=0),
    Sample(np.ndarray.repeat, array(3, 4), 2, axis=1),
    Sample(np.ndarray.repeat, array(3), [1, 0, 2]),
    Sample(np.ndarray.take, array(3, 4), [0, 2, 2], axis=1),
    Sample(np.ndarray.take, array(3, 4), 5),
    Sample(np.ndarray.compress, array(3, 4), [True, False, True], axis=0),
    Sample(np.ndarray.choose, np.array([0, 1, 1]), [array(3), array(3, seed=1)]),
    Sample(np.ndarray.copy, array(3, 4)),
    Sample(np.ndarray.astype, array(3, 4), np.float64),
    Sample(np.ndarray.astype, array(3, 4), float, copy=False),
    Sample(np.ndarray.item, array(1, 1)),
    Sample(np.ndarray.item, array(3, 4), 5),
    Sample(np.ndarray.item, array(3, 4), 2, -1),
    Sample(np.ndarray.item, array(3, 4), (0, 1)),
    Sample(np.ndarray.tolist, array(2, 3)),
    Sample(np.ndarray.conj, array(3)),
    Sample(np.ndarray.conjugate, array(3)),
    Sample(np.ndarray.clip, array(3, 4), -0.7, 0.9),
    Sample(np.ndarray.clip, array(3, 4), min=-0.7),
    Sample(np.ndarray.clip, array(3, 4), max=array(4) + 0.1),
    Sample(np.ndarray.clip, array(3, 4), array(3, 1, seed=1), 3.0),
    Sample(np.ndarray.dot, array(2, 3), array(3, 4)),
    Sample(np.ndarray.dot, array(3), array(3, seed=1)),
    *[Sample(method, array(3, 4), **keywords)
      for method in (np.ndarray.sum, np.ndarray.mean, np.ndarray.var, np.ndarray.std, np.ndarray.max,
                     np.ndarray.min, np.ndarray.prod)
      for keywords in ({}, {'axis': 0}, {'axis': -1, 'keepdims': True}, {'axis': (0, 1)})],
    Sample(np.ndarray.sum, array(3, 4), 0, dtype=float),
    Sample(np.ndarray.var, array(3, 4), axis=0, ddof=1),
    Sample(np.ndarray.std, array(3, 4), ddof=1),
    Sample(np.ndarray.cumsum, array(3, 4)),
    Sample(np.ndarray.cumsum, array(3, 4), axis=1),
    Sample(np.ndarray.cumprod, array(3, 4)),
    Sample(np.ndarray.cumprod, array(3, 4), axis=0),
    Sample(np.ndarray.trace, array(3, 4)),
    Sample(np.ndarray.trace, array(2, 3, 4), 1, axis1=2, axis2=0),
]

if hasattr(np.ndarray, 'mT'):
    SAMPLES += [Sample(np.ndarray.mT, array(2, 3, 4))]
if np.lib.NumpyVersion(np.__version__) < '2.0.0':
    SAMPLES += [Sample(np.ndarray.ptp, array(3, 4)),
                Sample(np.ndarray.ptp, array(3, 4), axis=1, keepdims=True)]
