"""Samples of functions that select or order elements of an array by indices."""
import numpy as np

from tangent.runtime.selecting import unchoose, untake, untake_along_axis
from tests.templates.sample import Sample, array

ORDER = np.array([[2, 0, 0], [1, 1, 2]])

SAMPLES = [
    Sample(np.take, array(5), 2),
    Sample(np.take, array(5), [0, 2, 2]),
    Sample(np.take, array(3, 4), np.array([[1, 1], [-1, 5]])),
    Sample(np.take, array(3, 4), [0, 2, 2], axis=1),
    Sample(np.take, array(3, 4), -1, axis=0),
    Sample(np.take, array(3, 4), [-1, 7], axis=-1, mode='wrap'),
    Sample(np.take, array(3, 4), [-1, 7], axis=-1, mode='clip'),
    Sample(np.take_along_axis, array(2, 3), ORDER, axis=1),
    Sample(np.take_along_axis, array(2, 3), ORDER[:1], axis=1),
    Sample(np.take_along_axis, array(1, 3), ORDER, axis=1),
    Sample(np.take_along_axis, array(2, 3), ORDER[0], axis=None),
    Sample(np.compress, [True, False, True], array(3)),
    Sample(np.compress, [False, True], array(2, 3), axis=0),
    Sample(np.compress, [True, False, True], array(2, 3)),
    Sample(np.extract, np.array([[True, False, True], [False, False, True]]), array(2, 3)),
    Sample(np.choose, np.array([0, 1, 1]), [array(3), array(3, seed=1)]),
    Sample(np.choose, np.array([0, 3, -1]), (array(3), 0.7), mode='wrap'),
    Sample(np.choose, np.array([[0, 3, -1]]), [array(2, 1), array(3)], mode='clip'),
    Sample(np.sort, array(5)),
    Sample(np.sort, array(3, 4)),
    Sample(np.sort, array(3, 4), 0),
    Sample(np.sort, array(3, 4), axis=None),
    Sample(np.sort, array(3, 4), kind='stable'),
    Sample(np.partition, array(7), 3),
    Sample(np.partition, array(3, 5), (1, 3)),
    Sample(np.partition, array(3, 5), 1, axis=0),
    Sample(np.partition, array(3, 5), 4, axis=None),

    Sample(untake, array(3), array(4), [0, 2, 2], wrt=(0,)),
    Sample(untake, array(3, 2), array(3, 4), [-1, 7], axis=1, mode='wrap', wrt=(0,)),
    Sample(untake, 0.7, array(4), 2, wrt=(0,)),
    Sample(untake_along_axis, array(2, 3), array(2, 3), ORDER, 1, wrt=(0,)),
    Sample(unchoose, array(3), np.array([0, 1, 1]), [array(3), array(3)], wrt=(0,)),
]
