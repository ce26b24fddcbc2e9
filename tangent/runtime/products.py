"""Adjoints of products of arrays: dot, matmul, tensordot, einsum, outer, kron, cross, convolve.

Each helper takes the adjoint `e` of the product, which may also be broader than the
product (not yet summed over what it was broadcast with), and returns exactly the shape
and dtype of the factor it is for: `..._left` for the first one, `..._right` for the
second.  Of that factor itself only shape and dtype are read.
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy import ndarray

from tangent.runtime.arrays import as_array, unbroadcast
from tangent.runtime.tensors import is_tensor, tensors


def dot_product(a: Any, b: Any) -> Any:
    """`a.dot(b)` of an array or a sparse matrix.

    Raises:
        KindError: if a is an object of a user's class, which may have any method of that name.

    >>> dot_product(np.eye(2), np.array([1.0, 2.0]))
    array([1., 2.])
    """
    return a.dot(b) if _is_sparse(a) else np.dot(as_array(a), b)


def dot_adjoint_left(e: Any, x: Any, y: Any) -> Any:
    """The adjoint of x in `np.dot(x, y)`.

    Args:
        e: the adjoint of the product, of its shape or broader.
        x: the first factor, of which only shape and dtype are read.
        y: the second factor.
    Returns:
        An array of the shape and dtype of x.

    >>> dot_adjoint_left(np.ones((2, 3)), np.zeros((2, 1)), np.array([[1.0, 2.0, 3.0]]))
    array([[6.],
           [6.]])
    """
    given = x
    if type(x) is not ndarray or type(y) is not ndarray:
        if _is_sparse(y):
            return unbroadcast(_sum_to(e, np.shape(x)[:-1] + y.shape[1:]) @ y.T, x)
        x, y = as_array(x), as_array(y)
    m, n = x.ndim, y.ndim
    if m == 2 and n == 2:
        if e.shape != (x.shape[0], y.shape[1]):
            e = _sum_to(e, (x.shape[0], y.shape[1]))
        result = np.dot(e, y.T)
    elif m == 1 and n == 2:
        if e.shape != y.shape[1:]:
            e = _sum_to(e, y.shape[1:])
        result = np.dot(y, e)
    elif m == 1 and n == 1:
        result = (np.sum(e) if getattr(e, 'shape', ()) else e) * y
    elif m == 0 or n == 0:
        return unbroadcast(e * y, given)
    elif n == 1:
        if e.shape != x.shape[:-1]:
            e = _sum_to(e, x.shape[:-1])
        result = e[..., None] * y
    else:
        e = _sum_to(e, x.shape[:-1] + y.shape[:-2] + y.shape[-1:])
        result = np.tensordot(e, y, (range(m - 1, m + n - 2), (*range(n - 2), n - 1)))
    return result if result.dtype is x.dtype else unbroadcast(result, x)


def dot_adjoint_right(e: Any, x: Any, y: Any) -> Any:
    """The adjoint of y in `np.dot(x, y)`.

    Args:
        e: the adjoint of the product, of its shape or broader.
        x: the first factor.
        y: the second factor, of which only shape and dtype are read.
    Returns:
        An array of the shape and dtype of y.

    >>> dot_adjoint_right(np.ones((2, 3)), np.array([[1.0], [2.0]]), np.zeros((1, 3)))
    array([[3., 3., 3.]])
    """
    given = y
    if type(x) is not ndarray or type(y) is not ndarray:
        if _is_sparse(x):
            return unbroadcast(x.T @ _sum_to(e, x.shape[:-1] + np.shape(y)[1:]), y)
        x, y = as_array(x), as_array(y)
    m, n = x.ndim, y.ndim
    if m == 2 and n == 2:
        if e.shape != (x.shape[0], y.shape[1]):
            e = _sum_to(e, (x.shape[0], y.shape[1]))
        result = np.dot(x.T, e)
    elif m == 1 and n == 2:
        if e.shape != y.shape[1:]:
            e = _sum_to(e, y.shape[1:])
        result = x[:, None] * e
    elif m == 1 and n == 1:
        result = (np.sum(e) if getattr(e, 'shape', ()) else e) * x
    elif m == 0 or n == 0:
        return unbroadcast(e * x, given)
    elif n == 1:
        if e.shape != x.shape[:-1]:
            e = _sum_to(e, x.shape[:-1])
        result = np.dot(e, x) if m == 2 else np.tensordot(e, x, m - 1)
    else:
        e = _sum_to(e, x.shape[:-1] + y.shape[:-2] + y.shape[-1:])
        result = np.moveaxis(np.tensordot(x, e, (range(m - 1), range(m - 1))), 0, -2)
    return result if result.dtype is y.dtype else unbroadcast(result, y)


def matmul_adjoint_left(e: Any, x: Any, y: Any) -> Any:
    """The adjoint of x in `x @ y`, summed over the batch dimensions that x was repeated along.

    Args:
        e: the adjoint of the product, of its shape or broader.
        x: the first factor, of which only shape and dtype are read.
        y: the second factor.
    Returns:
        An array of the shape and dtype of x.
    """
    if is_tensor(e):
        return tensors().matmul_adjoint_left(e, x, y)
    if _is_sparse(y):
        return dot_adjoint_left(e, x, y)
    x, y = as_array(x), as_array(y)
    if x.ndim <= 2 and y.ndim <= 2:
        return dot_adjoint_left(e, x, y)
    e = _matmul_columns(e, x, y)
    result = np.matmul(e, np.swapaxes(y, -1, -2) if y.ndim > 1 else y[None, :])
    return unbroadcast(result if x.ndim > 1 else result[..., 0, :], x)


def matmul_adjoint_right(e: Any, x: Any, y: Any) -> Any:
    """The adjoint of y in `x @ y`, summed over the batch dimensions that y was repeated along.

    Args:
        e: the adjoint of the product, of its shape or broader.
        x: the first factor.
        y: the second factor, of which only shape and dtype are read.
    Returns:
        An array of the shape and dtype of y.
    """
    if is_tensor(e):
        return tensors().matmul_adjoint_right(e, x, y)
    if _is_sparse(x):
        return dot_adjoint_right(e, x, y)
    x, y = as_array(x), as_array(y)
    if x.ndim <= 2 and y.ndim <= 2:
        return dot_adjoint_right(e, x, y)
    e = _matmul_columns(e, x, y)
    result = np.matmul(np.swapaxes(x, -1, -2) if x.ndim > 1 else x[:, None], e)
    return unbroadcast(result if y.ndim > 1 else result[..., 0], y)


def _is_sparse(x: Any) -> bool:
    """Whether a constant factor is a sparse matrix of SciPy, or of a library like it."""
    return type(x) is not ndarray and hasattr(type(x), 'tocsr')


def _matmul_columns(e: Any, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """e, summed to the shape of `x @ y`, as matrices: vectors become rows or columns."""
    batch = np.broadcast_shapes(x.shape[:-2], y.shape[:-2])
    e = _sum_to(e, batch + x.shape[-2:-1] * (x.ndim > 1) + y.shape[-1:] * (y.ndim > 1))
    if x.ndim == 1:
        return e[..., None, :]
    return e[..., None] if y.ndim == 1 else e


def outer_adjoint_left(e: Any, a: Any, b: Any) -> Any:
    """The adjoint of a in `np.outer(a, b)`: e times b, of a's shape and dtype."""
    e = _sum_to(e, (np.size(a), np.size(b)))
    return _shaped(np.dot(e, np.ravel(b)), a)


def outer_adjoint_right(e: Any, a: Any, b: Any) -> Any:
    """The adjoint of b in `np.outer(a, b)`: a times e, of b's shape and dtype."""
    e = _sum_to(e, (np.size(a), np.size(b)))
    return _shaped(np.dot(np.ravel(a), e), b)


def tensordot_adjoint_left(e: Any, a: Any, b: Any, axes: Any = 2) -> Any:
    """The adjoint of a in `np.tensordot(a, b, axes)`, of a's shape and dtype."""
    given, a, b = a, as_array(a), as_array(b)
    if a.ndim == 0 or b.ndim == 0:
        return unbroadcast(e * b, given)
    summed_a, free_a, summed_b, free_b = _split_axes(a, b, axes)
    e = _sum_to(e, tuple([a.shape[i] for i in free_a] + [b.shape[i] for i in free_b]))
    result = np.tensordot(e, b, (range(len(free_a), np.ndim(e)), free_b))
    order = free_a + [summed_a[summed_b.index(i)] for i in sorted(summed_b)]
    return unbroadcast(np.transpose(result, np.argsort(order)), a)


def tensordot_adjoint_right(e: Any, a: Any, b: Any, axes: Any = 2) -> Any:
    """The adjoint of b in `np.tensordot(a, b, axes)`, of b's shape and dtype."""
    given, a, b = b, as_array(a), as_array(b)
    if a.ndim == 0 or b.ndim == 0:
        return unbroadcast(e * a, given)
    summed_a, free_a, summed_b, free_b = _split_axes(a, b, axes)
    e = _sum_to(e, tuple([a.shape[i] for i in free_a] + [b.shape[i] for i in free_b]))
    result = np.tensordot(a, e, (free_a, range(len(free_a))))
    order = [summed_b[summed_a.index(i)] for i in sorted(summed_a)] + free_b
    return unbroadcast(np.transpose(result, np.argsort(order)), b)


def _split_axes(a: np.ndarray, b: np.ndarray, axes: Any) -> tuple[list[int], ...]:
    """The axes that `np.tensordot(a, b, axes)` sums over and those it keeps, of a and of b."""
    if isinstance(axes, (int, np.integer)):
        axes = range(a.ndim - axes, a.ndim), range(axes)
    summed_a, summed_b = ([i % x.ndim for i in np.atleast_1d(along).tolist()]
                          for x, along in zip((a, b), axes))
    free_a = [i for i in range(a.ndim) if i not in summed_a]
    free_b = [i for i in range(b.ndim) if i not in summed_b]
    return summed_a, free_a, summed_b, free_b


def kron_adjoint_left(e: Any, a: Any, b: Any) -> Any:
    """The adjoint of a in `np.kron(a, b)`, of a's shape and dtype."""
    e, of_a, of_b = _kron_blocks(e, a, b)
    inner = np.reshape(b, e.shape[1::2])
    return _shaped(np.tensordot(e, inner, (of_b, range(inner.ndim))), a)


def kron_adjoint_right(e: Any, a: Any, b: Any) -> Any:
    """The adjoint of b in `np.kron(a, b)`, of b's shape and dtype."""
    e, of_a, of_b = _kron_blocks(e, a, b)
    blocks = np.reshape(a, e.shape[0::2])
    return _shaped(np.tensordot(e, blocks, (of_a, range(blocks.ndim))), b)


def _kron_blocks(e: Any, a: Any, b: Any) -> tuple[np.ndarray, range, range]:
    """e with each axis split in two, one for a's index and one for b's, and the positions of these."""
    n = max(np.ndim(a), np.ndim(b))
    shape_a = (1,) * (n - np.ndim(a)) + np.shape(a)
    shape_b = (1,) * (n - np.ndim(b)) + np.shape(b)
    e = _sum_to(e, tuple([i * j for i, j in zip(shape_a, shape_b)]))
    pairs = [length for pair in zip(shape_a, shape_b) for length in pair]
    return np.reshape(e, pairs), range(0, 2 * n, 2), range(1, 2 * n, 2)


def cross_adjoint_left(e: Any, a: Any, b: Any, axisa: int = -1, axisb: int = -1, axisc: int = -1,
                       axis: int | None = None) -> Any:
    """The adjoint of a in `np.cross(a, b, axisa, axisb, axisc, axis)`, of a's shape and dtype."""
    if axis is not None:
        axisa = axisb = axisc = axis
    return _cross_adjoint(e, a, b, axisa, axisb, axisc, 1.0)


def cross_adjoint_right(e: Any, a: Any, b: Any, axisa: int = -1, axisb: int = -1, axisc: int = -1,
                        axis: int | None = None) -> Any:
    """The adjoint of b in `np.cross(a, b, axisa, axisb, axisc, axis)`, of b's shape and dtype."""
    if axis is not None:
        axisa = axisb = axisc = axis
    return _cross_adjoint(e, b, a, axisb, axisa, axisc, -1.0)


def _cross_adjoint(e: Any, x: Any, other: Any, axis: int, axis_other: int, axis_e: int, sign: float) -> Any:
    """The adjoint of x in `sign * cross(x, other)`, the vectors lying along the axes given."""
    rows, other = np.moveaxis(as_array(x), axis, -1), np.moveaxis(np.asarray(other), axis_other, -1)
    shape = np.broadcast_shapes(rows.shape[:-1], other.shape[:-1])
    if rows.shape[-1] == 2 and other.shape[-1] == 2:  # the product was the third component alone
        z = _sum_to(e, shape)[..., None]
        result = sign * z * np.stack([other[..., 1], -other[..., 0]], -1)
    else:
        if np.ndim(e) > len(shape) + 1:
            e = np.sum(e, tuple(range(np.ndim(e) - len(shape) - 1)))
        e = _sum_to(np.moveaxis(e, axis_e, -1), (*shape, 3))
        if other.shape[-1] == 2:
            other = np.concatenate([other, np.zeros_like(other[..., :1])], -1)
        result = sign * np.cross(other, e)[..., :rows.shape[-1]]
    return np.moveaxis(unbroadcast(result, rows), -1, axis)


def convolve_adjoint_left(e: Any, a: Any, v: Any, mode: str = 'full') -> Any:
    """The adjoint of a in `np.convolve(a, v, mode)`, of a's shape and dtype."""
    e = _whole_convolution(e, np.size(a), np.size(v), mode)
    return _shaped(np.correlate(e, np.conj(np.ravel(v)), 'valid'), a)


def convolve_adjoint_right(e: Any, a: Any, v: Any, mode: str = 'full') -> Any:
    """The adjoint of v in `np.convolve(a, v, mode)`, of v's shape and dtype."""
    return convolve_adjoint_left(e, v, a, mode)


def _whole_convolution(e: Any, n: int, m: int, mode: str) -> np.ndarray:
    """e, the adjoint of what the mode keeps of a convolution, with zeros for what it drops."""
    kept = {'full': n + m - 1, 'same': max(n, m), 'valid': max(n, m) - min(n, m) + 1}[mode]
    dropped = {'full': 0, 'same': (min(n, m) - 1) // 2, 'valid': min(n, m) - 1}[mode]
    e = _sum_to(e, (kept,))
    return np.concatenate([np.zeros(dropped, e.dtype), e, np.zeros(n + m - 1 - kept - dropped, e.dtype)])


def einsum_adjoint(e: Any, number: int, subscripts: str, *operands: Any) -> Any:
    """The adjoint of one operand of `np.einsum(subscripts, *operands)`.

    Args:
        e: the adjoint of the result, of its shape or broader.
        number: which operand; only its shape and dtype are read.
        subscripts: as for einsum, in any of its forms.
        operands: all operands.
    Returns:
        An array of that operand's shape and dtype.

    >>> einsum_adjoint(1.0, 0, 'ij,j->', np.zeros((2, 3)), np.array([1.0, 2.0, 3.0]))
    array([[1., 2., 3.],
           [1., 2., 3.]])
    """
    inputs, output, sizes = _einsum_letters(subscripts, operands)
    target, x = inputs[number], operands[number]
    others = [i for i in range(len(operands)) if i != number]
    e = _sum_to(e, tuple([sizes[letter] for letter in output]))
    letters = ''.join(dict.fromkeys(target))
    known = set(output).union(*[inputs[i] for i in others])
    found = ''.join([letter for letter in letters if letter in known])
    result = np.einsum(','.join([output] + [inputs[i] for i in others]) + '->' + found,
                       e, *[operands[i] for i in others])
    shape = tuple([sizes[letter] for letter in letters])
    if result.shape != shape:  # along some letters the operand stands alone, or others are repeated
        lengths = dict(zip(found, result.shape))
        result = np.reshape(result, [lengths.get(letter, 1) for letter in letters])
        result = np.array(np.broadcast_to(result, shape))
    elif not others:  # einsum may have made a view
        result = np.array(result)
    if letters != target:  # a repeated letter took a diagonal
        whole = np.zeros([sizes[letter] for letter in target], result.dtype)
        np.einsum(f'{target}->{letters}', whole)[...] = result
        result = whole
    return unbroadcast(result, x)


def _einsum_letters(subscripts: str, operands: Sequence[Any]) -> tuple[list[str], str, dict[str, int]]:
    """The subscripts of the operands and of the result, one letter a dimension, and the size of each."""
    inputs, arrow, output = subscripts.replace(' ', '').partition('->')
    unused = [c for c in 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz' if c not in subscripts]
    named, longest, sizes = [], '', {}
    for term, operand in zip(inputs.split(','), operands):
        dots = ''
        if '...' in term:
            count = np.ndim(operand) - len(term) + 3
            dots = ''.join(unused[:count][::-1])  # ellipses are aligned at their right ends
            longest = max(longest, dots, key=len)
        named.append(term.replace('...', dots))
        for letter, size in zip(named[-1], np.shape(operand)):
            sizes[letter] = size if size != 1 else sizes.get(letter, 1)
    if not arrow:
        written = inputs.replace(',', '').replace('...', '')
        output = '...' + ''.join([c for c in sorted(set(written)) if written.count(c) == 1])
    return named, output.replace('...', longest), sizes


def _shaped(e: Any, x: Any) -> Any:
    """e in the shape and dtype of x, which may be a list of numbers."""
    return unbroadcast(np.reshape(e, np.shape(x)), np.asarray(x) if isinstance(x, (list, tuple)) else x)


def _sum_to(e: Any, shape: tuple[int, ...]) -> Any:
    """e, the adjoint of something of this shape, summed over what it is broader in."""
    found = np.shape(e)
    if found == shape:
        return e
    extra = len(found) - len(shape)
    if extra > 0:
        e = np.sum(e, tuple(range(extra)))
    along = tuple([i for i, length in enumerate(np.shape(e)) if shape[i - np.ndim(e)] == 1 != length])
    if along:
        e = np.sum(e, along, keepdims=True)
    return e if np.shape(e) == shape else np.broadcast_to(e, shape)
