"""The general transform."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tangent.errors import ArgumentError
from tangent.transforms.options import MODES, Wrt, differentiate, meant, transform


@transform
def autodiff(function: Callable, mode: str = 'reverse', wrt: Wrt = (0,), *, preserve_result: bool = False,
             check_dims: bool = True, optimized: bool = True, motion: str = 'joint',
             input_derivative: str = 'required', like: Sequence[Any] | None = None, verbose: int = 0) -> Callable:
    """The derivative of a function, as a plain Python function with readable source.

    Args:
        function: a Python function over numbers and NumPy arrays. Left out, a transform with the
            options given is returned, for use as a decorator.
        mode: 'reverse': a seed, the adjoint of the result, is carried back to the arguments.
        wrt: the arguments to differentiate with respect to: an index, a name, or a tuple of these.
            More than one gives a tuple of derivatives.
        preserve_result: whether the derivative returns the result of the function too, as the
            last value.
        check_dims: whether a generated line checks that the seed has the result's shape.
        optimized: whether the generated code is optimized.
        motion: 'joint' for one function, 'split' for a primal, an adjoint and a caller of the two.
        input_derivative: 'required' if the seed must be passed, after the required arguments;
            'one' if it comes last and defaults to 1.0.
        like: example arguments, one for each parameter of `function`, None for one of which nothing is
            to be known. Their types, kinds of dtype and numbers of dimensions are taken, not their sizes:
            they make the derivative shorter and faster, and a call with arguments of other kinds is an
            error. Annotations as `x: float` do the same. Further transforms of the derivative know them too.
        verbose: 1 prints the derivative, 2 every stage.

    Returns:
        A function of the arguments of `function` and of a seed of the shape of its result. It
        returns derivatives with the shapes and dtypes of the arguments in `wrt`.

    Raises:
        UnsupportedError: if the function uses what cannot be differentiated.
        ArgumentError: if an option has a value it cannot have.
        KindError: when the derivative is called, if an argument is not of the kind of its example or
            annotation.

    >>> import numpy as np
    >>> import tangent
    >>> def f(x):
    ...     return x * x
    >>> df = tangent.autodiff(f, 'reverse')
    >>> df(np.array([1.0, 2.0]), np.array([1.0, 10.0]))
    array([ 2., 40.])
    >>> print(tangent.source(tangent.autodiff(f, like=(3.0,))))
    def dfdx(x, bresult):
        if not type(x) is type(bresult) is float:
            tangent.check_kinds('x, bresult: float', x, bresult)
    <BLANKLINE>
        # Grad of: return x * x
        bx = 2.0 * bresult * x
        return bx
    <BLANKLINE>
    """
    if mode not in MODES:
        raise ArgumentError(f'mode={mode!r}: it is one of {", ".join(map(repr, MODES))}{meant(mode, MODES)}')
    return differentiate('autodiff', function, wrt=wrt, verbose=verbose, like=like, preserve_result=preserve_result,
                         check_dims=check_dims, optimized=optimized, motion=motion, input_derivative=input_derivative,
                         mode=mode)
