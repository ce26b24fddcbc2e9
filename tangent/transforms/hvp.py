"""The Hessian-vector product."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tangent.derive.cache import of_vectors
from tangent.derive.callables import as_function
from tangent.errors import ArgumentError
from tangent.transforms.jvp import jvp
from tangent.transforms.options import (
    History, Wrt, check_options, describe, differentiate, first_derivative, meant, source, transform,
)

MODES = ('forward-reverse', 'reverse-forward', 'reverse-reverse')


@transform
def hvp(function: Callable, wrt: Wrt = (0,), *, mode: str = 'forward-reverse', preserve_result: bool = False,
        check_dims: bool = True, optimized: bool = True, like: Sequence[Any] | None = None,
        verbose: int = 0) -> Callable:
    """The product of the Hessian of a function whose result is a number with a vector.

    Args:
        function: a Python function over numbers and NumPy arrays that returns a number.
        wrt, preserve_result, check_dims, optimized, like, verbose: as for `tangent.autodiff`.
        mode: 'forward-reverse' for the tangent of the gradient, which is usually the fastest; 'reverse-forward'
            for the gradient of the directional derivative; 'reverse-reverse' for the gradient of the gradient.

    Returns:
        A function of the arguments of `function` and of one vector for each argument in `wrt`, in its shape, which
        come after the required arguments. It returns the product in the shape of the argument, or a tuple
        of them if `wrt` names several; with `preserve_result` the value of `function` comes last.

    Raises:
        UnsupportedError: if the function uses what cannot be differentiated.
        SeedError: when it is called, if a vector has not the shape of its argument.

    >>> import numpy as np
    >>> import tangent
    >>> tangent.hvp(lambda x: np.sum(x ** 3))(np.array([1.0, 2.0]), np.array([1.0, 1.0]))
    array([ 6., 12.])
    >>> def f(x):
    ...     return np.sum(np.sin(x) * x)
    >>> print(tangent.source(tangent.hvp(f, check_dims=False)))
    def tdfdxdx(x, dx, *, bresult=1.0):
        # Tangent of: bx = bresult * np.sin(x) + bresult * x * np.cos(x)
        dbx = dx * np.cos(x) * bresult + (dx * bresult * np.cos(x) - dx * np.sin(x) * (bresult * x))
        return dbx
    <BLANKLINE>
    """
    if mode not in MODES:
        raise ArgumentError(f'mode={mode!r}: it is one of {", ".join(map(repr, MODES))}{meant(mode, MODES)}')
    options = {'check_dims': check_dims, 'optimized': optimized}
    check_options(verbose, {**options, 'preserve_result': preserve_result})
    last = {**options, 'verbose': 0, 'like': None, 'preserve_result': False, 'has_aux': preserve_result,
            'grouped': False, 'motion': 'joint'}
    if mode == 'reverse-forward':
        pushed = jvp(function, wrt=wrt, preserve_result=preserve_result, like=like, **options)
        names = pushed.__tangent__.wrt
        made = differentiate('grad', pushed, wrt=names, input_derivative='one', **last)
    else:
        first = first_derivative(function, wrt=wrt, preserve_result=preserve_result, like=like, **options)
        names = first.__tangent__.wrt
        order = 'forward' if mode == 'forward-reverse' else 'reverse'
        vectors = [f'd{name}' for name in names]
        called = vectors[0] if order == 'reverse' and len(names) == 1 else ''
        made = differentiate('autodiff', first, wrt=names, input_derivative='required', mode=order, seed=called, **last)
        if order == 'reverse' and len(names) > 1:
            parsed = as_function(made)
            seed, = set(parsed.parameters) - set(as_function(first).parameters)
            made = of_vectors(parsed, made, seed, vectors)
    describe(made, History('hvp', function, names))
    if verbose:
        print(source(made))
    return made
