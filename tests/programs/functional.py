"""NumPy's functions of functions, and its functions that write into what they are given."""
import numpy as np

from tests.programs.program import Program

X = np.array([0.3, 2.0, 0.7, 0.4])
WEIGHTS = np.arange(16.0).reshape(4, 4)


def pieces(x):
    return np.sum(np.piecewise(x, [x < 0.5, x > 1.0], [lambda t: t * t, np.sin, 3.0]) * x)


def pieces_of_one_condition(x):
    return np.sum(np.piecewise(x, x < 0.5, [lambda t: t * t, np.exp]) * x)


def pieces_with_an_argument(x, k):
    return np.sum(np.piecewise(x, [x < 0.5, x >= 0.5], [lambda t, k: k * t * t, lambda t, k: t], k) * x)


def pieces_of_a_number(x):
    return np.piecewise(x, [x < 0.5], [lambda t: t * t, 1.0]) * x


def halves(t):
    if t > 0.5:
        return t * t
    return np.sin(t)


def two_results(t):
    return t * t, np.cos(t)


@np.vectorize
def cubed(t):
    return max(t, 0.5) ** 3


vectorized = np.vectorize(two_results)


def each_element(x):
    return np.sum(np.vectorize(halves)(x) * x) + np.sum(cubed(x) * x)


def each_pair(x):
    f = np.vectorize(lambda a, b: a * b if a > b else a + b * b, otypes=[float])
    return np.sum(f(x[:, None], x) * np.outer(x, x)) + f(x[0], x[1])


def each_element_with_two_results(x):
    a, b = vectorized(x)
    return np.sum(a * b * x)


def along_an_axis(x):
    m = np.outer(x, x * x)
    shares = np.apply_along_axis(lambda r: r / np.sum(r * r), 0, m)
    first = np.apply_along_axis(lambda r, n: np.cumsum(r)[:n], 1, m, 2)
    products = np.apply_along_axis(lambda r: np.outer(r, r), 0, m)
    return np.sum(shares * m) + np.sum(np.apply_along_axis(np.sum, -1, m) * x) + np.sum(first ** 2) + np.sum(
        products * np.arange(64.0).reshape(4, 4, 4))


def put(x):
    y = np.zeros((2, 4))
    np.put(y, [1, 6, 7], x[:3] * x[1:])
    np.put(y, [[0, 2], [3, 4]], x[:3])
    np.put(y[1], 1, x[0])
    return np.sum(y * WEIGHTS[:2] * x)


def put_where(x):
    y = x * x
    np.putmask(y, y > 0.3, x[::-1][:2])
    z = np.outer(x, x)
    np.putmask(z.T, z.T > 0.5, -x)
    return np.sum(y * x) + np.sum(z * WEIGHTS)


def placed(x):
    y = x * x
    np.place(y, x > 0.35, x[:2] * 3.0)
    v = y[1:]
    np.place(v, [1, 0, 1], [x[3] * x[0]])
    return np.sum(y * x)


def put_along_an_axis(x):
    y = np.outer(x, x)
    np.put_along_axis(y, np.array([[2], [0], [1], [3]]), x[:, None] * 2.0, axis=1)
    np.put_along_axis(y, np.array([[2, 1, 0, 0]]), x[1], 0)
    return np.sum(y * WEIGHTS)


def partitioned(x):
    y = x * x
    y.partition(2)
    z = np.outer(x, x)
    z[1].partition(1)
    return np.sum(y * x) + np.sum(z * WEIGHTS)


PROGRAMS = [
    *[Program(f, (X,)) for f in (
        pieces, pieces_of_one_condition, each_element, each_pair, each_element_with_two_results, along_an_axis,
        put, put_where, placed, put_along_an_axis, partitioned)],
    Program(pieces_with_an_argument, (X, 2.0)),
    Program(pieces_of_a_number, (0.3,)),
]
