"""All second derivatives of a function whose result is a number."""
from __future__ import annotations

from collections.abc import Callable

from tangent.transforms.grad import grad
from tangent.transforms.jacobian import jacobian
from tangent.transforms.options import History, Wrt, describe, transform


@transform
def hessian(function: Callable, wrt: Wrt = (0,), *, mode: str = 'forward', optimized: bool = True,
            verbose: int = 0) -> Callable:
    """All second derivatives of a function whose result is a number: the Jacobian of its gradient.

    Args:
        function: a Python function over numbers and NumPy arrays that returns a number.
        wrt, optimized, verbose: as for `tangent.autodiff`.
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
    first = grad(function, wrt=wrt, optimized=optimized)
    made = jacobian(first, wrt=first.__tangent__.wrt, mode=mode, optimized=optimized, verbose=verbose)
    describe(made, History('hessian', function, first.__tangent__.wrt))
    return made
