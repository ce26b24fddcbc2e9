"""What SciPy's solvers return, with the attributes that have derivatives, and some that tell how it went."""
from __future__ import annotations

import dataclasses
from typing import Any, NamedTuple


class Items:
    """What makes the attributes of a result its items, too."""

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)


@dataclasses.dataclass(frozen=True)
class Solution(Items):
    """That of `scipy.integrate.solve_ivp`: times, and states, a column for each; a failure raises an error."""

    t: Any
    y: Any
    status: int = 0
    success: bool = True


@dataclasses.dataclass(frozen=True)
class Optimum(Items):
    """That of `scipy.optimize.minimize`: the minimum and where it is; that of `root` has the remainder in its place.

    What a method does not count is None.
    """

    x: Any
    fun: Any
    success: bool
    status: int
    message: str
    nit: int | None
    nfev: int
    njev: int | None


class Correlation(NamedTuple):
    """That of `scipy.stats.pearsonr`."""

    statistic: Any
    pvalue: Any


@dataclasses.dataclass(frozen=True)
class Root(Items):
    """That of `scipy.optimize.root_scalar`."""

    root: Any
    converged: bool
    flag: str
    iterations: int
    function_calls: int
