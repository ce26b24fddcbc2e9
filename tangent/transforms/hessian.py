"""All second derivatives of a function whose result is a number."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tangent.transforms.jacobian import motion_of
from tangent.transforms.options import (
    History, Wrt, at_points, check_options, describe, first_derivative, source, transform,
)


@transform
def hessian(function: Callable, wrt: Wrt = (0,), *, mode: str = 'forward', preserve_result: bool = False,
            optimized: bool = True, like: Sequence[Any] | None = None, verbose: int = 0) -> Callable:
    """All second derivatives of a function whose result is a number: the Jacobian of its gradient.

    Args:
        function: a Python function over numbers and NumPy arrays that returns a number.
        wrt, optimized, like, verbose: as for `tangent.autodiff`.
        preserve_result: whether to return `(hessian, result)`.
        mode: how the Jacobian is taken; see `tangent.jacobian`.

    Returns:
        A function of the same arguments. Where `wrt` names one argument, an array, it returns an array of
        the shape of that twice over; where it names several, a tuple of tuples of such blocks.

    Raises:
        UnsupportedError: if the function uses what cannot be differentiated.
        SeedError: when it is called, if the result is not a number.

    >>> import numpy as np
    >>> import tangent
    >>> tangent.hessian(lambda x: np.sum(x ** 3))(np.array([1.0, 2.0]))
    array([[ 6.,  0.],
           [ 0., 12.]])
    """
    motion = motion_of(mode)
    check_options(verbose, {})
    first = first_derivative(function, wrt=wrt, optimized=optimized, preserve_result=preserve_result, like=like)
    made = at_points('hessian', first, wrt=first.__tangent__.wrt, motion=motion, optimized=optimized,
                     verbose=0, has_aux=preserve_result, preserve_result=preserve_result)
    describe(made, History('hessian', function, first.__tangent__.wrt))
    if verbose:
        print(source(made))
    return made
