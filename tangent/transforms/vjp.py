"""The vector-Jacobian product."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tangent.transforms.options import Wrt, differentiate, transform


@transform
def vjp(function: Callable, wrt: Wrt = (0,), *, has_aux: bool = False, preserve_result: bool = False,
        check_dims: bool = True, optimized: bool = True, motion: str = 'joint', input_derivative: str = 'required',
        like: Sequence[Any] | None = None, verbose: int = 0) -> Callable:
    """The product of a vector, the seed, with the Jacobian of a function.

    Args:
        function: a Python function over numbers and NumPy arrays.
        has_aux: whether the function returns a pair `(value, aux)`, of which only the value is differentiated; then
            `(product, aux)` is returned.
        wrt, preserve_result, check_dims, optimized, motion, input_derivative, like, verbose: as for
            `tangent.autodiff`; the seed must be passed.

    Returns:
        A function of the arguments of `function` and of a seed of the shape of its result, which
        comes after the required arguments; those with defaults become keyword-only. It returns
        an array of the shape and dtype of the argument, or a tuple of them.

    Raises:
        UnsupportedError: if the function uses what cannot be differentiated.
        SeedError: when it is called, if the seed has not the shape of the result.

    >>> import numpy as np
    >>> import tangent
    >>> tangent.vjp(lambda x: x * x)(np.array([1.0, 2.0]), np.array([1.0, 0.0]))
    array([2., 0.])
    >>> tangent.vjp(lambda x: x * x, like=(np.ones(1),))(np.array([1.0, 2.0]), np.array([1.0, 0.0]))
    array([2., 0.])
    """
    return differentiate('vjp', function, wrt=wrt, verbose=verbose, like=like, preserve_result=preserve_result,
                         has_aux=has_aux, check_dims=check_dims, optimized=optimized, motion=motion,
                         input_derivative=input_derivative)
