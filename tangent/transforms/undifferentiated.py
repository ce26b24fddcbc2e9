"""`tangent.tangent`: a function without what it holds for its backward pass."""
from __future__ import annotations

import types

from tangent.errors import ArgumentError
from tangent.passes.surgery import places_of_blocks
from tangent.syntax.leave_out import without_blocks_at
from tangent.syntax.parse import read


def tangent(function: types.FunctionType) -> types.FunctionType:
    """A decorator: the function without its blocks of `insert_grad_of`, which its derivatives keep.

    The decorated function can be run, and be called by others. Transforms of it, and of functions that call it,
    differentiate the function as it is written. A call through which no derivative passes runs no block.

    Args:
        function: a Python function.

    Returns:
        A plain function; the same one if it has no such blocks.

    Raises:
        ArgumentError: if it is not a Python function.
        SourceError: if its source cannot be found.
        UnsupportedError: if a block cannot be put into the backward pass.

    >>> import tangent
    >>> @tangent.tangent
    ... def f(x):
    ...     with tangent.insert_grad_of(x) as dx:
    ...         print('the gradient is', dx)
    ...     return x * x
    >>> f(3.0)
    9.0
    >>> tangent.grad(f)(3.0)
    the gradient is 6.0
    6.0
    """
    if not isinstance(function, types.FunctionType):
        raise ArgumentError(f'tangent.tangent decorates a Python function, not {type(function).__name__} '
                            f'{function!r:.60}', 'Put it below other decorators, next to the function.')
    places = places_of_blocks(read(function))
    return without_blocks_at(function, places) if places else function
