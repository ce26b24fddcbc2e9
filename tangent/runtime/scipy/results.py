"""What SciPy's solvers return, with the attributes that have derivatives, and some that tell how it went."""
from __future__ import annotations

import dataclasses
from typing import Any, NamedTuple


@dataclasses.dataclass(frozen=True)
class Solution:
    """That of `scipy.integrate.solve_ivp`: times, and states, a column for each; a failure raises an error."""

    t: Any
    y: Any
    status: int = 0
    success: bool = True


@dataclasses.dataclass(frozen=True)
class Optimum:
    """That of `scipy.optimize.minimize`: the minimum and where it is; that of `root` has the remainder in its place."""

    x: Any
    fun: Any
    success: bool
    status: int
    message: str


class Correlation(NamedTuple):
    """That of `scipy.stats.pearsonr`."""

    statistic: Any
    pvalue: Any


@dataclasses.dataclass(frozen=True)
class Root:
    """That of `scipy.optimize.root_scalar`."""

    root: Any
    converged: bool
    flag: str
    iterations: int
    function_calls: int
