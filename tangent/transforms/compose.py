"""Transforms after each other."""
from __future__ import annotations

from collections.abc import Callable

from tangent.errors import ArgumentError
from tangent.transforms.options import name_of


def compose(*transforms: Callable) -> Callable:
    """One transform that applies several, the last one first, as functions are composed in mathematics.

    Args:
        transforms: transforms, or transforms with options (`tangent.grad(wrt=1)`).

    Returns:
        A transform: a function of a function.

    Raises:
        ArgumentError: if there is none, or one cannot be called.

    >>> import tangent
    >>> second = tangent.compose(tangent.grad, tangent.grad)(lambda x: x ** 3)
    >>> second(2.0)
    12.0
    >>> tangent.compose(tangent.jvp, tangent.grad).__doc__
    'jvp of grad of a function.'
    """
    _check(transforms)

    def composed(function: Callable) -> Callable:
        return pipe(function, *reversed(transforms))
    names = [name_of(transform) for transform in transforms]
    composed.__name__ = composed.__qualname__ = '_'.join(names)
    composed.__doc__ = f'{" of ".join(names)} of a function.'
    return composed


def pipe(function: Callable, *transforms: Callable) -> Callable:
    """A function with transforms applied to it, the first one first.

    Args:
        function: a Python function over numbers and NumPy arrays.
        transforms: as for `tangent.compose`.

    Returns:
        What the last transform makes.

    Raises:
        ArgumentError: if a transform cannot be called.

    >>> import tangent
    >>> tangent.pipe(lambda x: x ** 3, tangent.grad, tangent.jvp)(2.0, 1.0)
    12.0
    """
    _check(transforms)
    for transform in transforms:
        function = transform(function)
    return function


def _check(transforms: tuple[Callable, ...]) -> None:
    for transform in transforms:
        if not callable(transform):
            raise ArgumentError(f'a transform was expected, not {transform!r}', 'Pass tangent.grad, or with options '
                                'tangent.grad(wrt=1).')
    if not transforms:
        raise ArgumentError('there is no transform to apply', 'Pass some, as tangent.jvp, tangent.grad.')
