"""All derivatives of a function."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tangent.errors import ArgumentError
from tangent.transforms.options import Wrt, at_points, meant, transform

MODES = {'auto': 'jacobian', 'forward': 'jacobian forward', 'reverse': 'jacobian reverse'}


@transform
def jacobian(function: Callable, wrt: Wrt = (0,), *, mode: str = 'auto', preserve_result: bool = False,
             optimized: bool = True, like: Sequence[Any] | None = None, verbose: int = 0) -> Callable:
    """All derivatives of the elements of a function's result with respect to those of its arguments.

    The primal runs once, and then one pull-back for each element of the result, or one push-forward for each element of
    the arguments.

    Args:
        function: a Python function over numbers and NumPy arrays.
        wrt, optimized, like, verbose: as for `tangent.autodiff`.
        preserve_result: whether to return `(jacobian, result)`.
        mode: 'reverse' for pull-backs, 'forward' for push-forwards, 'auto' for whichever are fewer in a call.

    Returns:
        A function of the same arguments that returns an array of the shape of the result followed by that of the
        argument; if `wrt` names several arguments, a tuple of them; if the result or an argument is a tuple,
        list or dict, the structure of the result, and for each leaf of that the structure of the argument.

    Raises:
        UnsupportedError: if the function uses what cannot be differentiated.
        ArgumentError: if an option has a value it cannot have.

    >>> import numpy as np
    >>> import tangent
    >>> tangent.jacobian(lambda x: x[1:] * x[:-1])(np.array([1.0, 2.0, 3.0]))
    array([[2., 1., 0.],
           [0., 3., 2.]])
    >>> import inspect
    >>> print(inspect.getsource(tangent.jacobian(lambda x: x * x, mode='reverse')))
    def jacobian_lambdadx(x):
        result, saved = primal_lambda(x)
        return tangent.from_rows([adjoint_lambda(saved, unit) for unit in tangent.units(result)],
                                 result, x)
    <BLANKLINE>
    """
    return at_points('jacobian', function, wrt=wrt, motion=motion_of(mode), optimized=optimized, verbose=verbose,
                     like=like, preserve_result=preserve_result)


def motion_of(mode: str) -> str:
    """How the derivation calls a mode of a Jacobian.

    Raises:
        ArgumentError: if there is no such mode.
    """
    if mode not in tuple(MODES):
        raise ArgumentError(f'mode={mode!r}: it is one of {", ".join(map(repr, MODES))}{meant(mode, tuple(MODES))}')
    return MODES[mode]
