"""Samples of distances."""
import numpy as np
from scipy.spatial import distance

from tangent.runtime.scipy.spatial import projected_differences, weighted_differences
from tests.templates.sample import Sample, array


def squareform_of_symmetric(a):
    return distance.squareform(a + a.T - 2.0 * np.diag(np.diagonal(a)))


SAMPLES = [
    Sample(distance.cdist, array(3, 2), array(4, 2)),
    Sample(distance.cdist, array(3, 2), array(4, 2), 'sqeuclidean'),
    Sample(distance.pdist, array(4, 3)),
    Sample(distance.pdist, array(4, 3), metric='sqeuclidean'),
    Sample(distance.squareform, array(6)),
    Sample(squareform_of_symmetric, array(4, 4)),
    Sample(weighted_differences, array(3, 4), array(3, 2), array(4, 2)),
    Sample(projected_differences, array(3, 2), array(3, 2, seed=1), array(4, 2)),
    Sample(distance.euclidean, array(4), array(4, seed=1)),
    Sample(distance.sqeuclidean, array(4), array(4, seed=1)),
    Sample(distance.cityblock, array(4), array(4, seed=1)),
    Sample(distance.cosine, array(4), array(4, seed=1)),
]
