"""A module whose helper has the name of another module's."""
scale = 2.0


def helper(x):
    return scale * x * x


def outer(x):
    return helper(x) + scale
