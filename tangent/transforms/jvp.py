"""The Jacobian-vector product."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tangent.transforms.options import Wrt, differentiate, transform


@transform
def jvp(function: Callable, wrt: Wrt = (0,), *, has_aux: bool = False, preserve_result: bool = False,
        check_dims: bool = True, optimized: bool = True, like: Sequence[Any] | None = None,
        verbose: int = 0) -> Callable:
    """The product of the Jacobian of a function with a vector, the tangent of its argument.

    Args:
        function: a Python function over numbers and NumPy arrays.
        wrt, optimized, like, verbose: as for `tangent.autodiff`.
        has_aux: whether the function returns a pair `(value, aux)`, of which only the value is differentiated; then
            `(tangent, aux)` is returned.
        preserve_result: whether the result of the function is returned too, as the last value.
        check_dims: whether a generated line checks that each tangent has the shape of its argument.

    Returns:
        A function of the arguments of `function` and of one tangent for each argument in `wrt`, in
        that order, after the required arguments; those with defaults become keyword-only. It returns the
        tangent of the result, in the shape and dtype of that.

    Raises:
        UnsupportedError: if the function uses what cannot be differentiated.
        SeedError: when it is called, if a tangent has not the shape of its argument.

    >>> import numpy as np
    >>> import tangent
    >>> tangent.jvp(lambda x: x * x)(np.array([1.0, 2.0]), np.array([1.0, 0.0]))
    array([2., 0.])
    >>> print(tangent.source(tangent.jvp(lambda x: np.sin(x) * x)))
    def tlambdadx(x, dx):
        dx = tangent.direction(dx, x)
        # Tangent of: np.sin(x) * x
        dresult = dx * np.cos(x) * x + dx * np.sin(x)
        return dresult
    <BLANKLINE>
    """
    return differentiate('jvp', function, wrt=wrt, verbose=verbose, like=like, preserve_result=preserve_result,
                         has_aux=has_aux, check_dims=check_dims, optimized=optimized, motion='joint',
                         input_derivative='required', mode='forward')
