"""What the derivatives of distributions consist of."""
from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import special, stats

from tangent.errors import UnsupportedError

# The distributions whose functions have derivatives in the argument and the parameters.
WITH_RULES = ('norm', 'cauchy', 'laplace', 'logistic', 't', 'uniform', 'expon', 'halfnorm', 'gamma', 'chi2', 'invgamma',
              'beta', 'lognorm', 'weibull_min', 'truncnorm', 'poisson', 'binom', 'bernoulli', 'geom', 'nbinom')


def exp_difference(a: Any, b: Any) -> Any:
    """The quotient of two numbers given by their logarithms, exp(a - b), and 0 where a is the logarithm of 0.

    >>> float(exp_difference(-np.inf, -np.inf))
    0.0
    """
    outside = np.isneginf(a)
    return np.exp(np.where(outside, -np.inf, a - np.where(outside, 0.0, b)))


def normal_hazard(z: Any) -> Any:
    """The density of the normal distribution at z as a part of the probability above z; 0 at infinity.

    >>> round(float(normal_hazard(0.0)), 6)
    0.797885
    """
    scaled = special.erfcx(z / math.sqrt(2.0))
    return math.sqrt(2.0 / math.pi) / np.where(scaled, scaled, np.inf)


def of_frozen(frozen: Any, method: str) -> Callable:
    """What a method of a distribution with given parameters does, as the function of the distribution with rules.

    >>> float(of_frozen(stats.norm(1.0, scale=2.0), 'cdf')(1.0))
    0.5
    """
    name = frozen.dist.name
    if name not in WITH_RULES or type(getattr(stats, name)) is not type(frozen.dist):
        raise UnsupportedError(f'the derivatives of the distribution {name} are not known',
                               'Write its density as a function, or write a rule for its method.')
    shapes = frozen.dist.shapes.split(', ') if frozen.dist.shapes else []
    given = dict(zip([*shapes, 'loc', 'scale'], frozen.args))
    return functools.partial(getattr(getattr(stats, name), method), **given, **frozen.kwds)
