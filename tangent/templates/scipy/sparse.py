"""Rules for `scipy.sparse`: systems with a sparse matrix that is constant.

Products (`A @ x`, `A.dot(x)`, `x @ A`) have those of `np.matmul` and `np.dot`.
"""
from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse import linalg

from tangent.runtime.arrays import unbroadcast
from tangent.templates.rules import constant, d, linear

constant(sparse.issparse, sparse.isspmatrix)
constant(sparse.eye, sparse.identity, wrt=())


@linear(linalg.spsolve, fresh=True)
def spsolve(y, A, b, permc_spec=None, use_umfpack=True):
    d[b] = unbroadcast(np.reshape(linalg.spsolve(A.T, d[y], permc_spec, use_umfpack), np.shape(b)), b)


@linear(linalg.spsolve_triangular, fresh=True)
def spsolve_triangular(y, A, b, lower=True, *, unit_diagonal=False):
    d[b] = unbroadcast(linalg.spsolve_triangular(A.T.tocsr(), d[y], not lower, unit_diagonal=unit_diagonal), b)


@linear(linalg.expm_multiply, fresh=True)
def expm_multiply(y, A, B):
    d[B] = unbroadcast(linalg.expm_multiply(A.T, d[y]), B)
