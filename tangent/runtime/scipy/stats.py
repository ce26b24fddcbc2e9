"""What the derivatives of distributions consist of."""
from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy import special


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
