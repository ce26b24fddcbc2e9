"""The value of a function at a point, and its push-forward there."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tangent.transforms.options import Wrt, at_points, transform


@transform
def linearize(function: Callable, wrt: Wrt = (0,), *, optimized: bool = True,
              like: Sequence[Any] | None = None, verbose: int = 0) -> Callable:
    """The value of a function, and the linear function that is closest to it at a point.

    The primal runs once; what it saved serves all calls of the linear function, which is made as the transpose of
    the pull-back.

    Args:
        function: a Python function over numbers and NumPy arrays.
        wrt, optimized, like, verbose: as for `tangent.autodiff`.

    Returns:
        A function of the same arguments that returns `(value, push)`. `push` takes one tangent for each
        argument in `wrt`, in its shape, and returns the tangent of the value; it may be called again and again.
        What it saved of the arguments it keeps by reference: write into them in place only after its last call.

    Raises:
        UnsupportedError: if the function uses what cannot be differentiated.
        SeedError: when `push` is called, if a tangent has not the shape of its argument.

    >>> import numpy as np
    >>> import tangent
    >>> value, push = tangent.linearize(lambda x: x * x)(np.array([1.0, 2.0]))
    >>> push(np.array([1.0, 0.0])), push(np.array([0.0, 1.0]))
    (array([2., 0.]), array([0., 4.]))
    """
    return at_points('linearize', function, wrt=wrt, motion='linearize', optimized=optimized, like=like,
                     verbose=verbose)
