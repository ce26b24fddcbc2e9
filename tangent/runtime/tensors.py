"""Tensors of TensorFlow as values: what is one, and the helpers that generated code calls for operations on them.

TensorFlow is not imported here but when the first tensor comes by: `is_tensor` asks for what is loaded already,
and `tensors()` is the module with everything that needs the library.
"""
from __future__ import annotations

import functools
import importlib
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any


@functools.cache
def is_tensor_type(kind: type) -> bool:
    """Whether a type is that of TensorFlow's tensors or variables.

    >>> is_tensor_type(float)
    False
    """
    library = sys.modules.get('tensorflow')
    return library is not None and issubclass(kind, (library.Tensor, library.Variable))


def is_tensor(x: Any) -> bool:
    """Whether a value is a tensor or a variable of TensorFlow, eager or not.

    >>> is_tensor(2.0)
    False
    """
    return is_tensor_type(type(x))


@functools.cache
def tensors() -> ModuleType:
    """The helpers for tensors, which import TensorFlow."""
    return importlib.import_module('tangent.runtime.tensorflow')


def unreduce_sum(e: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The adjoint of `tf.reduce_sum`: each element summed gets the adjoint of the sum.

    Args:
        e: the adjoint of the result of the reduction.
        x: what was reduced, of which only shape and dtype matter.
        axis, keepdims: as they were given to the reduction.

    Returns:
        A tensor of the shape and dtype of x.
    """
    return tensors().unreduce(e, x, axis, keepdims)


def unconcat(e: Any, values: Any, axis: int) -> Any:
    """The adjoints of tensors that `tf.concat` put together.

    Args:
        e: the adjoint of what they were put together to.
        values: the tensors, of which only shapes and dtypes matter.
        axis: the axis along which they lie one after the other.

    Returns:
        A list (or tuple, as `values` is one) of tensors.
    """
    return tensors().unconcat(e, values, axis)


def unstack_like(e: Any, values: Any, axis: int = 0) -> Any:
    """The adjoints of tensors that `tf.stack` put together, in a list or tuple as `values` is one.

    Args:
        e: the adjoint of what they were put together to.
        values: the tensors, of which only structure, shapes and dtypes matter.
        axis: the axis that was new.
    """
    return tensors().unstack_like(e, values, axis)


def unstacked(items: Any) -> Any:
    """What a loop goes through: of a tensor the list of its parts, as it cannot be reversed under `tf.function`.

    >>> unstacked([1.0, 2.0])
    [1.0, 2.0]
    """
    return tensors().tf.unstack(items) if is_tensor(items) else items


def tf_vjp(function: Callable, wrt: int, by: Any, *args: Any, **keywords: Any) -> Any:
    """The adjoint of one argument of a TensorFlow function, by TensorFlow's own gradient of that function.

    Args:
        function: the function.
        wrt: the position of the argument.
        by: the adjoint of the result.
        args, keywords: the arguments of the call.

    Returns:
        The adjoint of `args[wrt]`, of its structure, shapes and dtypes.
    """
    return tensors().tf_vjp(function, wrt, by, *args, **keywords)


def tf_jvp(function: Callable, wrt: int, dx: Any, *args: Any, **keywords: Any) -> Any:
    """The tangent of a TensorFlow function along one argument, by TensorFlow's own derivative of that function.

    Args:
        function: the function.
        wrt: the position of the argument.
        dx: its tangent.
        args, keywords: the arguments of the call.

    Returns:
        The tangent of the result.
    """
    return tensors().tf_jvp(function, wrt, dx, *args, **keywords)


def tf_adjoint(function: Callable, by: Any, x: Any, *args: Any, **keywords: Any) -> Any:
    """The adjoint of the first argument of a TensorFlow function that is linear in it, by TensorFlow's own gradient.

    Args:
        function: the function.
        by: the adjoint of the result.
        x: the first argument, of which only shape and dtype matter.
        args, keywords: the other arguments.

    Returns:
        A tensor of the shape and dtype of x.
    """
    return tensors().tf_vjp(function, 0, by, x, *args, **keywords)


def tf_vjps(function: Callable, by: Any, *args: Any, **keywords: Any) -> tuple:
    """The adjoints of all arguments of a function of TensorFlow operations: None for those that have none."""
    return tensors().tf_vjps(function, by, *args, **keywords)


def tf_jvps(function: Callable, tangents: tuple, *args: Any, **keywords: Any) -> Any:
    """The tangent of a function of TensorFlow operations along all arguments: None stands for no tangent."""
    return tensors().tf_jvps(function, tangents, *args, **keywords)
