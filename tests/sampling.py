"""How much of what takes long the suite runs: a fixed sample, or all of it with `nox -s whole`."""
import os
from typing import Any

WHOLE = 'TANGENT_WHOLE' in os.environ


def sampled(items: list[Any], step: int, first: int = 0) -> list[Any]:
    """Every so manieth item, beginning with the `first`; all of them in the whole suite."""
    return items if WHOLE else items[first::step]
