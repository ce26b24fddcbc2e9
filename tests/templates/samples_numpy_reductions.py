"""Samples for the rules of NumPy's reductions, running sums and products, and quantiles."""
import numpy as np

from tangent.runtime.reductions import (
    align_weights, at_places, centered, extreme_adjoint, extreme_tangent, nancentered, products_before,
    products_of_others, quantile_places, running, unalign_weights, unat_places, uncumsum, untrace,
)
from tests.templates.sample import Sample, array

_REDUCTIONS = (np.sum, np.mean, np.prod, np.max, np.min, np.amax, np.amin, np.std, np.var, np.ptp, np.median,
               np.nansum, np.nanmean, np.nanprod, np.nanmax, np.nanmin, np.nanmedian, np.nanstd, np.nanvar,
               np.average)
_AXES = (
    {}, {'keepdims': True}, {'axis': 0}, {'axis': 1, 'keepdims': True}, {'axis': -1}, {'axis': (0, 2)},
    {'axis': (2, 0), 'keepdims': True}, {'axis': (0, 1, 2)},
)


def _with(*values: float) -> np.ndarray:
    return np.array(values)


_NAN = np.array([[0.7, np.nan, 1.3, 0.2], [2.1, 0.4, -0.6, np.nan]])
_ROWS = np.array([[3.0, 1.0, 3.0], [0.5, 2.0, 1.0]])
_PLACES = quantile_places(array(3, 4), 0.3, 1)

SAMPLES = [
    *[Sample(f, array(2, 3, 4), **axis) for f in _REDUCTIONS for axis in _AXES],
    *[Sample(f, array(5)) for f in _REDUCTIONS],
    *[Sample(f, array(4), axis=0) for f in _REDUCTIONS],
    Sample(np.sum, 0.7),
    Sample(np.sum, array()),
    Sample(np.sum, array(3), dtype=np.float64),
    Sample(np.mean, array()),
    *[Sample(f, array(2, 3), axis=0, ddof=1) for f in (np.std, np.var)],
    Sample(np.prod, _with(0.7, 0.0, 2.0)),
    Sample(np.prod, _with(0.7, 0.0, 0.0)),
    Sample(np.prod, np.array([[0.7, 0.0], [2.0, 0.0]]), axis=1),
    *[Sample(f, _NAN, axis=axis, order=1) for f in (np.nansum, np.nanmean, np.nanprod, np.nanmax, np.nanmin,
                                                      np.nanstd, np.nanvar)
      for axis in (None, 0, 1)],
    Sample(np.average, array(2, 3), None, array(2, 3, low=0.5)),
    Sample(np.average, array(2, 3), 1, array(3, low=0.5)),
    Sample(np.average, array(2, 3), 0, array(2, low=0.5), keepdims=True),
    Sample(np.average, array(2, 3), -1, array(2, 3, low=0.5)),
    Sample(align_weights, array(2), array(2, 3), 0, wrt=(0,)),
    Sample(unalign_weights, array(2, 3), array(2), array(2, 3), 0, wrt=(0,)),
    Sample(np.trace, array(3, 3)),
    Sample(np.trace, array(2, 4), 1),
    Sample(np.trace, array(4, 2), offset=-1),
    Sample(np.trace, array(2, 3, 4), axis1=2, axis2=0),
    Sample(untrace, 0.7, array(3, 3), wrt=(0,)),
    Sample(untrace, array(3), array(2, 3, 4), 1, 2, 0, wrt=(0,)),
    Sample(centered, array(2, 3)),
    Sample(nancentered, array(2, 3)),
    Sample(nancentered, array(2, 3), 1),
    Sample(centered, array(2, 3), 1),
    *[Sample(f, array(2, 3), *axis) for f in (products_before, products_of_others)
      for axis in ((), (1,), ((1, 0),))],
    Sample(products_before, array(4), 0, True),
    Sample(products_of_others, _with(0.7, 0.0, 2.0)),
    Sample(extreme_adjoint, array(2), _ROWS, np.max(_ROWS, 1), 1, wrt=(0,)),
    Sample(extreme_adjoint, array(2, 1), _ROWS, np.min(_ROWS, 1, keepdims=True), 1, wrt=(0,)),
    Sample(extreme_adjoint, array(2, 3), _ROWS, np.max(_ROWS, 1, keepdims=True), 1, wrt=(0,)),
    Sample(extreme_adjoint, array(2, 3), _ROWS, np.max(_ROWS), wrt=(0,)),
    Sample(extreme_tangent, array(2, 3), _ROWS, np.max(_ROWS, 1), 1, wrt=(0,)),
    Sample(extreme_tangent, array(2, 3), _ROWS, np.min(_ROWS, (0, 1), keepdims=True), (0, 1), wrt=(0,)),
    Sample(running, array(4), array(4, seed=1)),
    Sample(running, array(2, 3), array(2, 3, seed=1), 1, True),
    Sample(np.cumsum, array(4)),
    Sample(np.cumsum, array(2, 3)),
    Sample(np.cumsum, array(2, 3), 0),
    Sample(np.cumsum, array(2, 3), axis=-1),
    Sample(uncumsum, array(6), array(2, 3), wrt=(0,)),
    Sample(uncumsum, array(2, 3), array(2, 3), 1, wrt=(0,)),
    Sample(np.cumprod, array(4)),
    Sample(np.cumprod, array(2, 3)),
    Sample(np.cumprod, array(2, 3), axis=1),
    Sample(np.cumprod, _with(0.7, 0.0, 2.0)),
    Sample(np.nancumsum, array(2, 3), axis=1),
    Sample(np.nancumprod, array(2, 3), axis=1),
    Sample(np.nancumprod, _NAN, order=1),
    Sample(np.nancumsum, _NAN, order=1),
    *[Sample(f, array(2, 3, 4), q, wrt=(0,), **axis) for f, q in (
        (np.quantile, 0.3), (np.quantile, [0.1, 0.65]), (np.percentile, 30), (np.percentile, (10, 65)),
        (np.nanquantile, 0.3), (np.nanpercentile, [10, 65])) for axis in _AXES],
    *[Sample(np.quantile, array(5), 0.3, wrt=(0,), method=method)
      for method in ('lower', 'higher', 'nearest', 'midpoint', 'hazen', 'inverted_cdf', 'median_unbiased')],
    *[Sample(f, _NAN, *q, wrt=(0,), axis=axis, order=1) for f, *q in (
        (np.nanmedian,), (np.nanquantile, 0.3), (np.nanpercentile, 30)) for axis in (None, 0, 1)],
    Sample(at_places, array(3, 4), _PLACES, 1, wrt=(0,)),
    Sample(unat_places, array(3), array(3, 4), _PLACES, 1, wrt=(0,)),
]
