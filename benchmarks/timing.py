"""Times that can be compared: of calls taken in turn, in one process, with BLAS on one thread."""
from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np


def medians(calls: Sequence[Callable[[], Any]], budget: float) -> list[float]:
    """The median seconds of each call, the calls taken in turn until the budget, in seconds, is spent."""
    repeats = []
    for call in calls:
        call()
        start = time.perf_counter()
        call()
        repeats.append(max(1, int(0.002 / max(time.perf_counter() - start, 1e-9))))
    samples: list[list[float]] = [[] for _ in calls]
    stop = time.perf_counter() + budget
    while time.perf_counter() < stop or len(samples[0]) < 3:
        for call, times, found in zip(calls, repeats, samples):
            start = time.perf_counter()
            for _ in range(times):
                call()
            found.append((time.perf_counter() - start) / times)
    return [statistics.median(found) for found in samples]


def geometric_mean(values: Iterable[float]) -> float:
    logs = [math.log(value) for value in values]
    return math.exp(sum(logs) / len(logs))


def direction(value: Any, rng: np.random.Generator) -> Any:
    """A random tangent for an argument: of its shape, or its structure."""
    if isinstance(value, dict):
        return {key: direction(item, rng) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(direction(item, rng) for item in value)
    return rng.normal(size=np.shape(value)) if np.ndim(value) else float(rng.normal())


def leaves(value: Any) -> list[Any]:
    """The numbers and arrays in a value, in an order of their own."""
    if isinstance(value, dict):
        return [leaf for key in sorted(value) for leaf in leaves(value[key])]
    if isinstance(value, (list, tuple)):
        return [leaf for item in value for leaf in leaves(item)]
    return [value]


def agree(one: Any, other: Any, rtol: float = 1e-8) -> bool:
    """Whether two derivatives are the same up to rounding."""
    pairs = list(zip(leaves(one), leaves(other)))
    scale = max((float(np.max(np.abs(b))) for _, b in pairs), default=1.0)
    return len(leaves(one)) == len(leaves(other)) and all(
        np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=rtol, atol=rtol * scale) for a, b in pairs)
