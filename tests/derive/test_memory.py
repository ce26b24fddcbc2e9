"""The memory that a gradient needs: what the backward pass reads, and nothing else."""
import tracemalloc

import numpy as np

import tangent


def recurrence(x, a):
    y = np.zeros_like(x)
    y[0] = x[0]
    for i in range(1, len(x)):
        y[i] = a * y[i - 1] + x[i]
    return np.sum(y * y)


def smoothed(u, steps):
    for _ in range(steps):
        v = u.copy()
        v[1:-1] = 0.5 * (u[2:] + u[:-2])
        u = v
    return np.sum(u * u)


def layered(weights, x):
    for w in weights:
        x = np.tanh(x * w)
    return np.sum(x)


def peak(df, *args):
    """The most memory that a call holds at a time, in bytes."""
    df(*args)
    tracemalloc.start()
    df(*args)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def test_a_loop_over_elements_needs_a_few_words_for_each():
    df = tangent.grad(recurrence, wrt=(0, 1))
    small, large = (peak(df, np.linspace(0.0, 1.0, n), 0.9) for n in (2_000, 20_000))
    assert large < 12 * small
    assert large < 20_000 * 130  # the arrays y, by and bx, and one number on a tape


def test_what_is_linear_saves_no_arrays():
    df = tangent.grad(smoothed)
    u = np.linspace(0.0, 1.0, 10_000)
    few, many = peak(df, u, 4), peak(df, u, 40)
    assert many < 1.3 * few  # no step keeps one: nothing in it is read by the backward pass


def test_what_each_step_needs_is_saved_once():
    weights = np.linspace(0.5, 1.0, 40)
    x = np.linspace(0.0, 1.0, 10_000)
    needed = peak(tangent.grad(layered, wrt='weights'), weights, x)
    assert needed < (40 + 10) * x.nbytes  # the x of each step, and the temporary arrays of one
