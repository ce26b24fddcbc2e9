"""A module whose functions read its variables, for programs of other modules."""

import numpy as npy

RATE = 1.7  # another value than in the module that calls
WEIGHTS = {'first': 0.5}


def scale(x):
    x *= RATE
    x[0] += WEIGHTS['first'] * npy.sin(x[1])


def _with_power(power):
    def change(x):
        x[1] = x[1] ** power
        return x * RATE
    return change


scaled_twice = _with_power(2)
PROGRAMS: list = []
