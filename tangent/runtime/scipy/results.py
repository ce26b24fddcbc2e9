"""What SciPy's solvers return, with the attributes that have derivatives, and some that tell how it went."""
from __future__ import annotations

import dataclasses
from typing import Any


@dataclasses.dataclass(frozen=True)
class Solution:
    """That of `scipy.integrate.solve_ivp`: times, and states, a column for each; a failure raises an error."""

    t: Any
    y: Any
    status: int = 0
    success: bool = True
