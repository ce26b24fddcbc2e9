"""The gradient of a function whose result is a number."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tangent.transforms.options import Wrt, differentiate, transform


@transform
def grad(function: Callable, wrt: Wrt = (0,), *, has_aux: bool = False, preserve_result: bool = False,
         check_dims: bool = True, optimized: bool = True, motion: str = 'joint', input_derivative: str = 'one',
         like: Sequence[Any] | None = None, verbose: int = 0) -> Callable:
    """The gradient of a function whose result is a number.

    Args:
        function: a Python function over numbers and NumPy arrays that returns a number.
        has_aux: whether the function returns a pair `(value, aux)`, of which only the value is differentiated; the
            gradient then returns `(gradient, aux)`.
        wrt, preserve_result, check_dims, optimized, motion, input_derivative, like, verbose: as for
            `tangent.autodiff`; the seed defaults to 1.0.

    Returns:
        A function of the same arguments (and a seed, last, 1.0 by default) that returns the
        gradient: an array of the shape and dtype of the argument, or a tuple of them if `wrt`
        names several.

    Raises:
        UnsupportedError: if the function uses what cannot be differentiated.
        SeedError: when the gradient is called, if the result is not a number and no seed of its
            shape is passed.

    >>> import numpy as np
    >>> import tangent
    >>> def f(x, y):
    ...     return np.sum(x * y)
    >>> tangent.grad(f)(np.ones(2), np.array([3.0, 4.0]))
    array([3., 4.])

    With examples of the arguments it is shorter and faster, for such arguments only:

    >>> df = tangent.grad(f, like=(np.ones(2), np.ones(2)))
    >>> df(np.ones(3), np.array([3.0, 4.0, 5.0]))
    array([3., 4., 5.])
    >>> df(1.0, 2.0)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    tangent.errors.KindError: 'x' is expected to be of the kind float[:], ...

    What a function returns besides its value is handed on:

    >>> def loss(w):
    ...     errors = w - 1.0
    ...     return np.sum(errors ** 2), {'largest': float(np.max(np.abs(errors)))}
    >>> tangent.grad(loss, has_aux=True)(np.array([1.0, 4.0]))
    (array([0., 6.]), {'largest': 3.0})
    """
    return differentiate('grad', function, wrt=wrt, verbose=verbose, like=like, preserve_result=preserve_result,
                         check_dims=check_dims, optimized=optimized, motion=motion, input_derivative=input_derivative,
                         has_aux=has_aux)
