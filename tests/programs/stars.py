"""Arguments that are passed on by `*` and `**`, as many as only the run can tell."""
import numpy as np

from tests.programs.program import Program


def newton(f, df, x0, args=(), tol=1e-12):
    x = x0
    while abs(f(x, *args)) > tol:
        x = x - f(x, *args) / df(x, *args)
    return x


def kepler(M, e):
    return newton(lambda E, M, e: E - e * np.sin(E) - M, lambda E, M, e: 1.0 - e * np.cos(E), M, args=(M, e))


def fixed_point(g, x, *args):
    for _ in range(5):
        x = g(x, *args)
    return x


def anomaly(E, M, e):
    return M + e * np.sin(E)


def kepler_by_fixed_point(M, e):
    return fixed_point(anomaly, M, M, e)


def step(f, y, t, h, args):
    k1 = f(y, t, *args)
    k2 = f(y + 0.5 * h * k1, t + 0.5 * h, *args)
    return y + h * k2


def integrated(M, e):
    y = np.array([M, e]) * 1.0
    for i in range(3):
        y = step(lambda y, t, a, b: -a * y + b * t, y, 0.1 * i, 0.1, (M, e))
    return np.sum(y * y)


def with_keyword(M, e):
    def f(x, *p, scale=1.0):
        return scale * x * p[0] + p[1]
    args = [M, e] if M > 0 else [e, M]
    return f(2.0, *args, scale=e)


def captured_besides(M, e):
    k = M * e

    def outer(h, *values):
        return h(*values)
    return outer(lambda a, b: a * b * k, M, e)


PROGRAMS = [Program(f, (0.7, 0.3), wrt=('M', 'e')) for f in (
    kepler, kepler_by_fixed_point, integrated, with_keyword, captured_besides)]
