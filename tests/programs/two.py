"""A module whose helper has the name of another module's."""
import numpy as xp

scale = 3.0


def helper(x):
    return xp.sin(scale * x)


def outer(x):
    return helper(x) * scale
