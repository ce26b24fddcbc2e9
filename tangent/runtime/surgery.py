"""Code that a user puts into the backward pass: how it is written, and what it becomes calls."""
from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, NoReturn

import numpy as np

from tangent.errors import BlockError, SeedError
from tangent.runtime.arrays import rebuilt, unbroadcast
from tangent.runtime.records import field_names, field_values, with_fields
from tangent.runtime.seeds import fitted_to
from tangent.runtime.tensors import is_tensor, tensors


def insert_grad_of(x: Any) -> AbstractContextManager[Any]:
    """Put the block of a `with` statement into the backward pass, at the place where it stands.

    The block runs in derivatives alone, when the backward pass comes by: the name after `as` is the adjoint of
    `x` there, the derivative of the result with respect to it. The block may look at it, and assign to it: what it
    assigns is the adjoint from there on.

    Args:
        x: a variable, or an item or field of one (`xs[i]`, `d['k']`, `record.field`).

    Raises:
        BlockError: whenever it is called: a function with such a block only runs under
            `@tangent.tangent`, or as its derivative.

    >>> import tangent
    >>> @tangent.tangent
    ... def f(x):
    ...     y = x * x
    ...     with tangent.insert_grad_of(y) as dy:
    ...         dy = 10.0 * dy
    ...     return 3.0 * y
    >>> f(2.0), tangent.grad(f)(2.0)
    (12.0, 120.0)
    """
    _raise_undifferentiated()


def _raise_undifferentiated() -> NoReturn:
    raise BlockError(
        'the block of insert_grad_of belongs to the backward pass, and this function is run without being '
        'differentiated', 'Decorate the function with @tangent.tangent: that runs it without such blocks, and '
        'leaves them to its derivatives.')


def as_adjoint(e: Any, x: Any) -> Any:
    """What a user assigned to an adjoint, with the structure, shape and dtype that it had.

    Args:
        e: the new adjoint; a number stands for an array filled with it.
        x: the adjoint before, of which only type, shape and dtype matter.

    Raises:
        SeedError: if they do not agree.

    >>> as_adjoint(1, np.zeros(2))
    array([1., 1.])
    """
    if (isinstance(x, np.ndarray) and x.ndim or is_tensor(x)) and not isinstance(e, bool) and isinstance(
            e, (float, int, np.generic)):
        return unbroadcast(e, x)
    try:
        return fitted_to(e, x, 'the adjoint', 'what is assigned to it',
                         'Assign one with the structure and shape of its variable, or a number.')
    except SeedError as error:  # raised from here: what is below means nothing to a user
        raise error.with_traceback(None) from None


def with_part(whole: Any, index: Any, part: Any) -> Any:
    """An array or container of adjoints with another one in the place of an index, written in place but for tuples.

    >>> with_part((1.0, 2.0), 0, 3.0)
    (3.0, 2.0)
    """
    if isinstance(whole, tuple):
        return rebuilt(whole, with_part(list(whole), index, part))
    if is_tensor(whole):
        return tensors().add_at(tensors().clear_at(whole, index), index, part)
    whole[index] = part
    return whole


def with_field(record: Any, name: str, value: Any) -> Any:
    """A copy of a record with another value in one of its fields.

    >>> import collections
    >>> with_field(collections.namedtuple('Point', 'x y')(1.0, 2.0), 'y', 0.5)
    Point(x=1.0, y=0.5)
    """
    return with_fields(record, [value if key == name else known
                                for key, known in zip(field_names(record), field_values(record))])
