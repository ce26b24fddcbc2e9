"""The generalised Gauss-Newton vector product."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tangent.derive.cache import gauss_newton
from tangent.derive.callables import as_function
from tangent.derive.session import Options
from tangent.errors import ArgumentError
from tangent.transforms.hvp import hvp
from tangent.transforms.options import (
    History, Wrt, check_options, describe, parameter_kinds, source, transform, wrt_names,
)


@transform
def ggnvp(function: Callable, loss: Callable, wrt: Wrt = (0,), *, preserve_result: bool = False,
          optimized: bool = True, like: Sequence[Any] | None = None, verbose: int = 0) -> Callable:
    """The product of the generalised Gauss-Newton matrix of `loss(function(...))` with a vector.

    The matrix is J^T H J, where J is the Jacobian of the model and H the Hessian of the loss in the model's result
    (Schraudolph, 2002): the Hessian without the curvature of the model, and positive semi-definite where the loss is
    convex.

    Args:
        function: the model, a Python function over numbers and NumPy arrays.
        loss: a function of the model's result that returns a number.
        wrt, optimized, like, verbose: as for `tangent.autodiff`, of the model's arguments.
        preserve_result: whether to return `(product, result)`, with the model's result.

    Returns:
        A function of the model's arguments and of one vector for each argument in `wrt`, in its shape, which come after
        the required arguments. It returns the product in the shape of the argument, or a tuple of them.

    Raises:
        UnsupportedError: if a function uses what cannot be differentiated.
        SeedError: when it is called, if a vector has not the shape of its argument.

    >>> import numpy as np
    >>> import tangent
    >>> product = tangent.ggnvp(lambda w: w ** 2, lambda y: np.sum(y ** 2))
    >>> product(np.array([1.0, 2.0]), np.array([1.0, 1.0]))
    array([ 8., 32.])
    """
    check_options(verbose, {'optimized': optimized, 'preserve_result': preserve_result})
    parsed = as_function(function)
    names = wrt_names(parsed, wrt)
    _check_loss(loss)
    curvature = hvp(loss, optimized=optimized)
    options = Options(wrt=names, motion='ggnvp', optimized=optimized, check_dims=False,
                      preserve_result=preserve_result, kinds=parameter_kinds(parsed, like))
    made = gauss_newton(function, options, curvature, parsed)
    describe(made, History('ggnvp', function, names))
    if verbose:
        print(source(made))
    return made


def _check_loss(loss: Any) -> None:
    """Refuse a loss that is not a function of the model's result alone."""
    args = as_function(loss).tree.args
    required = [p.id for p in [*args.posonlyargs, *args.args][:-len(args.defaults) or None]]
    required += [p.id for p, default in zip(args.kwonlyargs, args.kw_defaults) if default is None]
    if len(required) > 1:
        raise ArgumentError(f'the loss has the parameters {", ".join(required)}: it is to be a function of the result '
                            'of the model alone', 'Give it a function that knows the rest: lambda y: loss(y, targets).')
