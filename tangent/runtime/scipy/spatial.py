"""What the derivatives of distances between all points of two sets consist of.

Differences are taken before they are weighted and summed, one coordinate at a time: that is exact for points that
are close to each other, and needs no array of all differences.
"""
from __future__ import annotations

from typing import Any

import numpy as np
from scipy.spatial import distance


def weighted_differences(w: Any, a: Any, b: Any) -> Any:
    """Return the sum of w[i, j] (a[i] - b[j]) over j, for each point a[i].

    Args:
        w: an array of shape (m, n).
        a, b: the points, arrays of shapes (m, k) and (n, k).
    Returns:
        An array of shape (m, k).

    >>> weighted_differences(np.array([[1.0, 2.0]]), np.array([[5.0]]), np.array([[1.0], [2.0]]))
    array([[10.]])
    """
    parts = [np.sum(w * (a[:, k, None] - b[:, k]), axis=1) for k in range(a.shape[1])]
    return np.stack(parts, axis=1) if parts else np.zeros(a.shape)


def projected_differences(e: Any, a: Any, b: Any) -> Any:
    """Return the products of e[i] and a[i] - b[j].

    Args:
        e, a, b: vectors and points, arrays of shapes (m, k), (m, k) and (n, k).
    Returns:
        An array of shape (m, n).

    >>> projected_differences(np.array([[2.0]]), np.array([[5.0]]), np.array([[1.0], [2.0]]))
    array([[8., 6.]])
    """
    result = np.zeros((len(a), len(b)), np.result_type(e, a, b))
    for k in range(a.shape[1]):
        result += e[:, k, None] * (a[:, k, None] - b[:, k])
    return result


def unsquareform(e: Any, x: Any) -> Any:
    """Return the adjoint of x in `distance.squareform(x)`, a vector of pairs or a symmetric matrix.

    >>> unsquareform(np.array([[0.0, 1.0], [2.0, 0.0]]), np.array([5.0]))
    array([3.])
    """
    if np.ndim(x) == 1:
        return distance.squareform(e + e.T, checks=False)
    return 0.5 * distance.squareform(e)
