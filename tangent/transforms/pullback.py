"""The value of a function at a point, and its pull-back there."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tangent.transforms.options import Wrt, at_points, transform


@transform
def pullback(function: Callable, wrt: Wrt = (0,), *, optimized: bool = True,
             like: Sequence[Any] | None = None, verbose: int = 0) -> Callable:
    """The value of a function, and the function that carries an adjoint of the value back to the arguments.

    Args:
        function: a Python function over numbers and NumPy arrays.
        wrt, optimized, like, verbose: as for `tangent.autodiff`.

    Returns:
        A function of the same arguments that returns `(value, pull)`. `pull(seed)`, which may be called
        again and again, takes a seed of the shape of the value and returns the derivative, as `tangent.vjp` does.
        What it saved of the arguments it keeps by reference: write into them in place only after its last call.

    Raises:
        UnsupportedError: if the function uses what cannot be differentiated.
        SeedError: when `pull` is called, if the seed has not the shape of the value.

    >>> import numpy as np
    >>> import tangent
    >>> value, pull = tangent.pullback(lambda x: x * x)(np.array([1.0, 2.0]))
    >>> pull(np.array([1.0, 0.0])), pull(np.array([0.0, 1.0]))
    (array([2., 0.]), array([0., 4.]))
    """
    return at_points('pullback', function, wrt=wrt, motion='pullback', optimized=optimized, like=like,
                     verbose=verbose)
