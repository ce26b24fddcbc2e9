"""The value of a function and its gradient in one."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tangent.transforms.options import Wrt, differentiate, transform


@transform
def value_and_grad(function: Callable, wrt: Wrt = (0,), *, has_aux: bool = False, check_dims: bool = True,
                   optimized: bool = True, motion: str = 'joint', input_derivative: str = 'one',
                   like: Sequence[Any] | None = None, verbose: int = 0) -> Callable:
    """The value of a function whose result is a number, and its gradient.

    Args:
        function: a Python function over numbers and NumPy arrays that returns a number.
        has_aux: whether the function returns a pair `(value, aux)`, of which only the value is differentiated.
        wrt, check_dims, optimized, motion, input_derivative, like, verbose: as for `tangent.autodiff`;
            the seed defaults to 1.0.

    Returns:
        A function of the same arguments (and a seed, last, 1.0 by default) that returns
        `(value, gradient)`, or `((value, aux), gradient)` with `has_aux`; the gradient is a tuple if `wrt`
        names several arguments.

    Raises:
        UnsupportedError: if the function uses what cannot be differentiated.
        SeedError: when it is called, if the result is not a number.

    >>> import tangent
    >>> tangent.value_and_grad(lambda x: x * x)(3.0)
    (9.0, 6.0)
    >>> tangent.value_and_grad(lambda x: x * x, like=(1.0,))(3.0)
    (9.0, 6.0)
    >>> tangent.value_and_grad(lambda x: (x * x, 'square'), has_aux=True)(3.0)
    ((9.0, 'square'), 6.0)
    """
    return differentiate('value_and_grad', function, wrt=wrt, verbose=verbose, like=like, value_first=True,
                         check_dims=check_dims, optimized=optimized, motion=motion, input_derivative=input_derivative,
                         has_aux=has_aux)
