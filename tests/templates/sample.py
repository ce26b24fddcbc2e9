"""Rows of sample inputs: what each rule is tested with."""
from __future__ import annotations

from typing import Any

import numpy as np


class Sample:
    """One call of a function: `function(*args, **keywords)`.

    Floats and float arrays among the positional arguments (and inside lists and tuples
    there) are differentiated; keywords and everything else are constants.
    `wrt` narrows that to the positions named; `order` is the highest order tested.
    """

    def __init__(self, function: Any, *args: Any, wrt: tuple[int, ...] | None = None, order: int = 2,
                 **keywords: Any) -> None:
        self.function, self.args, self.wrt, self.order, self.keywords = function, args, wrt, order, keywords

    def __repr__(self) -> str:
        name = getattr(self.function, '__qualname__', None) or getattr(self.function, '__name__', '?')
        shown = [str(a.shape) if isinstance(a, np.ndarray) else repr(a) for a in self.args]
        shown += [f'{key}={value!r}' for key, value in self.keywords.items()]
        return f'{name}({", ".join(shown)})'.replace('\n', '')


def array(*shape: int, low: float = -2.0, high: float = 2.0, seed: int = 0) -> np.ndarray:
    """An array of the shape given, filled with numbers from [low, high); the same ones each time."""
    return np.random.default_rng([seed, *shape]).uniform(low, high, shape)
