"""Samples of the linear filters of `scipy.ndimage`."""
from scipy import ndimage

from tangent.runtime.scipy.ndimage import correlate_inside
from tests.templates.sample import Sample, array

SAMPLES = [
    Sample(ndimage.correlate, array(5), array(3)),
    Sample(ndimage.correlate, array(4, 3), array(3, 2), mode='mirror', origin=(1, 0)),
    Sample(ndimage.correlate, array(2, 3), array(5, 2), mode='constant', origin=-1),
    Sample(ndimage.correlate, array(2, 3), array(5, 2), mode='wrap'),
    Sample(ndimage.convolve, array(5), array(4), mode='nearest'),
    Sample(ndimage.convolve, array(4, 3), array(3, 2), origin=(-1, 0)),
    Sample(ndimage.convolve, array(4), array(2), mode='wrap', origin=-1),
    Sample(correlate_inside, array(4, 3), array(2, 2)),
    Sample(ndimage.gaussian_filter, array(4, 3), 0.8, wrt=(0,)),
    Sample(ndimage.gaussian_filter, array(4, 3), (0.8, 3.0), mode='wrap', truncate=3.0, wrt=(0,)),
    Sample(ndimage.gaussian_filter1d, array(5), 0.8, mode='constant', wrt=(0,)),
    Sample(ndimage.gaussian_filter1d, array(3, 4), 2.0, axis=0, wrt=(0,)),
    Sample(ndimage.laplace, array(3, 4)),
    Sample(ndimage.laplace, array(5), mode='wrap'),
]
