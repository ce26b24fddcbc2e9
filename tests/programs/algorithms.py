"""Numerical algorithms as they are found in textbooks: loops that write into arrays."""

import numpy as np

from tests.programs.program import Program


def prefix_products(x):
    y = np.empty(len(x))
    y[0] = x[0]
    for i in range(1, len(x)):
        y[i] = y[i - 1] * x[i] + 0.5
    return y


def histogram(x, bins):
    y = np.zeros(3)
    for i, b in enumerate(bins):
        y[b] += x[i] * x[i]
    return y / np.sum(y)


def bubble_sort(x):
    for i in range(len(x)):
        for j in range(len(x) - 1 - i):
            if x[j] > x[j + 1]:
                x[j], x[j + 1] = x[j + 1], x[j]
    return x * x[0]


def accumulated_in_place_in_a_loop(x, n):
    h, total = x.copy(), np.zeros(3)
    for i in range(n):
        h *= x
        total += np.sin(h)
        h += 0.5 * total
    return total * h


def two_buffers(x, n):
    new, old = np.zeros_like(x), x.copy()
    for _ in range(n):
        new[0], new[-1] = old[0], old[-1]
        new[1:-1] = old[1:-1] + 0.2 * (old[2:] - old[1:-1] ** 2 + old[:-2])
        new, old = old, new
    return old


def gauss_seidel(A, b):
    x = np.zeros_like(b)
    for _ in range(3):
        for i in range(len(b)):
            x[i] = (b[i] - A[i] @ x + A[i, i] * x[i]) / A[i, i]
    return x


def eliminated(A, b):
    n = len(b)
    for k in range(n):
        for i in range(k + 1, n):
            factor = A[i, k] / A[k, k]
            A[i, k:] -= factor * A[k, k:]
            b[i] -= factor * b[k]
    for i in range(n - 1, -1, -1):
        b[i] = (b[i] - A[i, i + 1:] @ b[i + 1:]) / A[i, i]
    return b


def orthogonalized(A):
    Q = A.copy()
    for i in range(Q.shape[1]):
        for j in range(i):
            Q[:, i] -= (Q[:, j] @ Q[:, i]) * Q[:, j]
        Q[:, i] /= np.sqrt(Q[:, i] @ Q[:, i])
    return Q


def matrix_product(a, b):
    c = np.zeros((2, 2))
    for i in range(2):
        for j in range(2):
            for k in range(3):
                c[i, j] += a[i, k] * b[j, k]
    return c


def dynamic_program(cost):
    table = np.zeros((3, 3))
    for i in range(1, 3):
        for j in range(1, 3):
            table[i, j] = cost[i - 1, j - 1] + min(table[i - 1, j], table[i, j - 1] + 0.3, table[i - 1, j - 1] + 0.7)
    return table[2, 2] ** 2


def written_twice_in_a_loop(x, n):
    """What an iteration overwrites is read by itself, before and in between."""
    y = x.copy()
    for _ in range(n):
        t = np.sin(y)
        y[1:] = t[:-1] + y[1:]
        y[0] = y[1] * t[2] + 0.5
        y *= 0.5 * y + t
    return np.sum(y)


X = np.array([0.7, -1.3, 0.4])
A = np.array([[0.7, -1.3, 0.4], [1.5, 0.6, -0.9]])
S = np.array([[2.1, -0.3, 0.4], [0.5, 1.8, -0.6], [-0.2, 0.3, 1.6]])
ROWS = np.array([0, 2, 0])

def elimination_with_pivots(rows, values):
    M, b = [list(row) for row in rows], list(values)
    for c in range(len(M)):
        p = max(range(c, len(M)), key=lambda r: abs(M[r][c]))
        M[c], M[p] = M[p], M[c]
        b[c], b[p] = b[p], b[c]
        for r in range(c + 1, len(M)):
            k = M[r][c] / M[c][c]
            M[r] = [x - k * y for x, y in zip(M[r], M[c])]
            b[r] -= k * b[c]
    return b[-1] / M[-1][-1] + b[0]


PROGRAMS = [
    Program(elimination_with_pivots, ([[0.5, 2.0], [1.5, -1.0]], [1.0, 2.0]), wrt=(0, 1)),
    Program(prefix_products, (X,)),
    Program(histogram, (X, ROWS)),
    Program(bubble_sort, (np.array([0.7, 1.3, -0.4]),)),
    Program(accumulated_in_place_in_a_loop, (X, 3)),
    *[Program(two_buffers, (np.array([0.7, -1.3, 0.4, 0.9]), n)) for n in (3, 2)],
    Program(gauss_seidel, (S, X), wrt=(0, 1)),
    Program(eliminated, (S, X), wrt=(0, 1)),
    Program(orthogonalized, (S,)),
    Program(matrix_product, (A, A * A), wrt=(0, 1)),
    Program(dynamic_program, (np.array([[0.7, 1.3], [0.2, 0.9]]),)),
    Program(written_twice_in_a_loop, (X, 3)),
]

SINGLE = [
    Program(two_buffers, (np.array([0.7, -1.3, 0.4, 0.9], dtype=np.float32), 3)),
]
