"""Callees that only the run can tell: derived when they are first called, and kept."""
from __future__ import annotations

from collections.abc import Callable

from tangent.derive.cache import pushed_function, split_function
from tangent.templates.rules import constant


def primal_of(function: Callable, wrt: tuple[int | str, ...], with_captured: bool = False,
              linear: bool = False) -> Callable:
    """The function that computes what `function` does, and what its adjoint will need.

    Args:
        function: any callable.
        wrt: which arguments of the call carry derivatives: positions, and names of keywords.
        with_captured: whether what the function captured carries derivatives too; it is then
            passed as the first argument, `tangent.captured(function)`, and its adjoint comes first.
        linear: whether the adjoint must be linear in its seed, without code of the user's in it.

    Returns:
        A function of the same arguments that returns `(result, saved)`.

    >>> import numpy as np
    >>> result, saved = primal_of(np.square, (0,))(3.0)
    >>> float(adjoint_of(np.square, (0,))(saved, 1.0))
    6.0
    """
    return split_function(function, wrt, with_captured, linear)[0]


def adjoint_of(function: Callable, wrt: tuple[int | str, ...], with_captured: bool = False,
               linear: bool = False) -> Callable:
    """The function that gives the adjoints of a call's arguments.

    Args:
        function, wrt, with_captured, linear: as for `primal_of`.

    Returns:
        A function of what the primal saved and the adjoint of its result; it returns the
        adjoint of the one argument in `wrt`, or a tuple with one for each.
    """
    return split_function(function, wrt, with_captured, linear)[1]


def tangent_of(function: Callable, wrt: tuple[int | str, ...], with_captured: bool = False) -> Callable:
    """The function that gives the result of a call and its tangent.

    Args:
        function, wrt, with_captured: as for `primal_of`.

    Returns:
        A function of a tuple of tangents, one for each argument in `wrt` (that of what the function
        captured first), and of the arguments; it returns `(result, tangent)`.

    >>> import numpy as np
    >>> result, tangent = tangent_of(np.square, (0,))((1.0,), 3.0)
    >>> float(tangent)
    6.0
    """
    return pushed_function(function, wrt, with_captured)


constant(primal_of, adjoint_of, tangent_of, pure=True)
