"""Samples of products and systems with a constant sparse matrix."""
import numpy as np
from scipy import sparse
from scipy.sparse.linalg import expm_multiply, spsolve, spsolve_triangular

from tests.templates.sample import Sample, array

DENSE = np.array([[4.0, 0.0, 1.0, 0.0], [0.0, 3.0, 0.0, -1.0], [0.5, 0.0, 2.0, 0.0]])
TALL = sparse.csr_matrix(DENSE.T)
WIDE = sparse.coo_matrix(DENSE)
SQUARE = sparse.csc_matrix(DENSE[:, :3])
UPPER = sparse.csr_matrix(np.triu(DENSE[:, :3]))
LOWER = sparse.csr_matrix(np.tril(DENSE[:, :3]))


def times_vector(x):
    return TALL @ x


def transposed_times(x):
    return TALL.T @ x


def times_matrix(x):
    return WIDE @ x


def vector_times(x):
    return x @ WIDE


def dot(x):
    return TALL.dot(x)


def twice(x):
    return TALL @ np.sin(SQUARE @ x)


def solution(b):
    return spsolve(SQUARE, b)


def solution_of_triangle(b):
    return spsolve_triangular(LOWER, b) + spsolve_triangular(UPPER, b, lower=False, unit_diagonal=True)


def exponential_times(b):
    return expm_multiply(SQUARE, b)


SAMPLES = [
    Sample(times_vector, array(3)),
    Sample(times_vector, array(3, 2)),
    Sample(transposed_times, array(4)),
    Sample(times_matrix, array(4, 2)),
    Sample(vector_times, array(3)),
    Sample(vector_times, array(2, 3)),
    Sample(dot, array(3), order=1),
    Sample(twice, array(3)),
    Sample(solution, array(3)),
    Sample(solution, array(3, 2)),
    Sample(solution_of_triangle, array(3)),
    Sample(exponential_times, array(3)),
    Sample(exponential_times, array(3, 2)),
]
