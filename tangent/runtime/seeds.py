"""Seeds and directions: the derivatives that users pass to derivatives, checked and in the dtype that they need."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tangent.errors import SeedError
from tangent.runtime.arrays import (
    FLOAT, NO_DERIVATIVE, adjoint_dtype, as_dtype, derivative, describe, float64, ndarray, rebuilt,
)
from tangent.runtime.records import class_of, field_names, has_derivative, is_record_type
from tangent.runtime.tensors import is_tensor, tensors

_ADVICE = ('tangent.grad takes a function whose result is a single number. For another result pass a seed of its '
           'shape, use tangent.vjp (a seed times the Jacobian), or tangent.jacobian for all derivatives.')
_SEED_ADVICE = ('Pass a seed of the shape and structure of what is differentiated; for all derivatives use '
                'tangent.jacobian.')


_NUMBER = 0.0  # stands for a result that is a number, which may be a complex one


def seed(b: Any, y: Any = _NUMBER) -> Any:
    """The seed of a derivative, in the dtype of the result that it is for.

    Args:
        b: the seed that was passed.
        y: the result of the function; left out where that is known to be a number.

    Raises:
        SeedError: if b has not the shape (or structure) of y.

    >>> seed(1.0, 3.0)
    1.0
    """
    if type(b) is float and (type(y) is float or type(y) is float64):
        return b
    if y is _NUMBER and isinstance(b, (complex, np.complexfloating)):
        return b
    try:
        is_default = type(b) is float and b == 1.0
        return fitted_to(b, y, 'the result', 'the seed', _ADVICE if is_default else _SEED_ADVICE)
    except SeedError as error:  # raised from here: what is below means nothing to a user
        raise error.with_traceback(None) from None


def direction(dx: Any, x: Any) -> Any:
    """The tangent of an argument, in the dtype of that.

    Args:
        dx: the tangent that was passed.
        x: the argument.

    Raises:
        SeedError: if dx has not the shape (or structure) of x.

    >>> direction(1.0, 3.0)
    1.0
    """
    if type(dx) is float and (type(x) is float or type(x) is float64):
        return dx
    if type(dx) is type(x) is ndarray and dx.dtype is x.dtype is FLOAT and dx.shape == x.shape:
        return dx
    try:
        return fitted_to(dx, x, 'the argument', 'its tangent', 'Pass a tangent of the shape of the argument; for all '
                       'derivatives use tangent.jacobian.')
    except SeedError as error:
        raise error.with_traceback(None) from None


def fitted_to(b: Any, y: Any, what: str, given: str, advice: str) -> Any:
    """A derivative that was passed, in the structure and dtype of what it belongs to."""
    if isinstance(y, (list, tuple)):
        if not isinstance(b, (list, tuple)) or len(b) != len(y):
            raise SeedError(f'{what} is {_structure(y)}, {given} is {_structure(b)}: they must agree', advice)
        return rebuilt(y, [fitted_to(left, right, what, given, advice) for left, right in zip(b, y)])
    if isinstance(y, Mapping):
        if not isinstance(b, Mapping) or set(b) != set(y):
            raise SeedError(f'{what} is {_structure(y)}, {given} is {_structure(b)}: they must agree', advice)
        return {key: fitted_to(b[key], y[key], what, given, advice) for key in y}
    if is_record_type(type(y)):
        names = field_names(y)
        if class_of(b) is not class_of(y) or not set(names) <= set(field_names(b)):
            raise SeedError(f'{what} is {_structure(y)}, {given} is {_structure(b)}: they must agree', advice)
        return derivative(y, names, [fitted_to(getattr(b, name), getattr(y, name), what, given, advice)
                                     if has_derivative(name) else None for name in names])
    if is_tensor(y) or is_tensor(b) and isinstance(y, (np.ndarray, np.generic, float, int, complex)):
        return tensors().fitted_to(b, y, what, given, advice)
    if isinstance(y, NO_DERIVATIVE) or callable(y):
        return b
    if not isinstance(b, (np.ndarray, np.generic, float, int, complex)) or isinstance(b, bool):
        raise SeedError(f'{what} is {_structure(y)}, {given} is {_structure(b)}: they must agree', advice)
    if np.shape(b) != np.shape(y):
        raise SeedError(f'{what} has shape {np.shape(y)}, {given} {np.shape(b)}: they must agree', advice)
    dtype = adjoint_dtype(y)
    found = np.result_type(b).kind
    if found not in ('fiuc' if dtype.kind == 'c' else 'fiu'):
        raise SeedError(f'{what} is {_structure(y)}, {given} is {_structure(b)}: {_WANTED[dtype.kind]}', advice)
    return as_dtype(b, dtype, type(y))


_WANTED = {'f': 'it must be of real numbers', 'c': 'it must be of numbers'}


def _structure(x: Any) -> str:
    if isinstance(x, (list, tuple)):
        return f'a {type(x).__name__} of {len(x)}'
    if isinstance(x, Mapping):
        return f'a dict with the keys {list(x)}'
    return 'a number' if x is _NUMBER else describe(x)
