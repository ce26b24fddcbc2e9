"""What generated code calls where values are tensors of TensorFlow.

The adjoint of a tensor is one of its shape and dtype; that of a tensor of integers, truth values or strings is None.
A Python number that meets tensors gets an adjoint that is a tensor, too: only under `tf.function` is its value unknown.
Adjoints of complex tensors are those of autograd, as everywhere in tangent: the conjugates of what
`tf.GradientTape` gives.
"""
from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from tangent.errors import KindError, SeedError
from tangent.runtime.tensors import is_tensor


def carries(x: Any) -> bool:
    """Whether a tensor can have a derivative."""
    return x.dtype.is_floating or x.dtype.is_complex


def shape_of(x: Any) -> tuple[int | None, ...] | None:
    """The shape of a tensor or array as far as it is known; None if not even the number of axes is."""
    shape = x.shape if is_tensor(x) else tf.TensorShape(np.shape(x))
    return None if shape.rank is None else tuple(shape)


def _sizes(x: Any) -> Any:
    """The shape of a tensor: numbers if they are known, or else a tensor of them."""
    if not is_tensor(x):
        return np.shape(x)
    return x.shape if x.shape.is_fully_defined() else tf.shape(x)


def _dtype_for(e: Any, x: Any) -> Any:
    """The dtype of the adjoint of x: its own; of a number that met tensors it is theirs."""
    if is_tensor(x):
        return x.dtype
    dtype = getattr(x, 'dtype', None)
    return tf.as_dtype(dtype) if dtype is not None and dtype.kind in 'fc' else e.dtype


def as_tensor(e: Any, dtype: Any) -> Any:
    """A number, array or tensor as a tensor of the dtype given."""
    if not is_tensor(e):
        e = np.asarray(e)
        return tf.convert_to_tensor(e.real if e.dtype.kind == 'c' and not dtype.is_complex else e, dtype)
    if e.dtype == dtype:
        return tf.convert_to_tensor(e)
    return tf.cast(tf.math.real(e) if e.dtype.is_complex and not dtype.is_complex else e, dtype)


def unbroadcast(e: Any, x: Any) -> Any:
    """`tangent.unbroadcast` where e or x is a tensor."""
    if is_tensor(x) and not carries(x):
        return None
    if e is None:
        return tf.zeros_like(x) if is_tensor(x) else None
    e = as_tensor(e, _dtype_for(e, x))
    found, wanted = shape_of(e), shape_of(x)
    known = found is not None and wanted is not None and None not in found and None not in wanted
    if not known:
        return _unbroadcast_unknown(e, x)
    if found == wanted:
        return e
    extra = len(found) - len(wanted)
    summed = [axis for axis in range(len(found)) if axis < extra or wanted[axis - extra] == 1 != found[axis]]
    if summed:
        e = tf.reduce_sum(e, summed if len(summed) > 1 else summed[0])
    kept = [1 if axis - extra in range(len(found)) and axis in summed else size
            for axis, size in enumerate(found)][max(extra, 0):]
    e = tf.reshape(e, kept) if summed and len(kept) != e.shape.rank else e
    return e if tuple(e.shape) == wanted else tf.broadcast_to(e, wanted)


def _unbroadcast_unknown(e: Any, x: Any) -> Any:
    """An adjoint brought to the shape of its variable where only the run can tell the two shapes."""
    wanted = _sizes(x)
    wanted = tf.convert_to_tensor(wanted, tf.int32)
    both = tf.broadcast_dynamic_shape(tf.shape(e), wanted)
    summed = tf.raw_ops.BroadcastGradientArgs(s0=wanted, s1=both)[0]
    e = tf.reshape(tf.reduce_sum(tf.broadcast_to(e, both), summed), wanted)
    return tf.ensure_shape(e, x.shape) if is_tensor(x) else e


def unreduce(e: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """`tangent.unreduce` of the sum of a tensor."""
    if not is_tensor(x):
        x = tf.convert_to_tensor(x, e.dtype if is_tensor(e) else None)
    if not carries(x):
        return None
    e = as_tensor(e, x.dtype)
    if axis is not None and not keepdims:
        e = tf.reshape(e, _with_ones(x, axis))
    return tf.broadcast_to(e, _sizes(x))


def _with_ones(x: Any, axis: Any) -> Any:
    """The shape of x with 1 in place of the axes given."""
    axes = tf.get_static_value(axis) if is_tensor(axis) else axis
    shape = shape_of(x)
    if axes is not None and shape is not None:
        chosen = {int(a) % len(shape) for a in np.ravel(axes)} if shape else ()
        wanted = [1 if a in chosen else size for a, size in enumerate(shape)]
        if wanted.count(None) == 0:
            return wanted
        if wanted.count(None) == 1:
            return [-1 if size is None else size for size in wanted]
    places = tf.reshape(tf.cast(axis, tf.int32), [-1, 1]) % tf.rank(x)
    return tf.tensor_scatter_nd_update(tf.shape(x), places, tf.ones_like(places[:, 0]))


def size_along(x: Any, axis: Any = None, less: Any = 0) -> Any:
    """The number of elements that a reduction of x over an axis takes together, `less` of them."""
    axes = tf.get_static_value(axis) if is_tensor(axis) else axis
    shape = shape_of(x)
    if shape is not None and (axis is None or axes is not None):
        sizes = shape if axis is None else [shape[int(a)] for a in np.ravel(axes)]
        if None not in sizes:
            return math.prod(sizes) - less
    sizes = tf.shape(x)
    return tf.cast(tf.reduce_prod(sizes if axis is None else tf.gather(sizes, tf.reshape(axis, [-1]) % tf.rank(x))),
                   x.dtype) - less


def zeros_like(x: Any) -> Any:
    """`tangent.zeros_like` of a tensor."""
    return tf.zeros_like(x) if carries(x) else None


def value_of(x: Any) -> Any:
    """A tensor as it is, and the value that a variable has now."""
    return tf.convert_to_tensor(x)


# --- indices ---------------------------------------------------------------------

def placed(e: Any, b: Any, index: Any) -> Any:
    """A tensor like b of zeros, with e where the index is; an element that it names several times gets e as often."""
    base = tf.zeros_like(b)
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(base)
        part = base[index]
    return _dense(tape.gradient(part, base, unbroadcast(e, part)), base)


def add_at(b: Any, index: Any, e: Any) -> Any:
    """`tangent.add_at` of a tensor, which is made anew."""
    return b if e is None else b + placed(e, b, index)


def clear_at(b: Any, index: Any) -> Any:
    """`tangent.clear_at` of a tensor, which is made anew."""
    return tf.where(placed(1.0, b, index) != 0, tf.zeros_like(b), b)


def pack(values: Any, x: Any) -> Any:
    """`tangent.pack` where what was unpacked is a tensor."""
    items = tf.unstack(value_of(x))
    return tf.stack([unbroadcast(value, item) for value, item in zip(values, items, strict=True)])


def unconcat(e: Any, values: Any, axis: int) -> Any:
    """`tangent.unconcat`."""
    if is_tensor(values):
        return tf.stack(unconcat(e, tf.unstack(values), axis))
    parts = [tf.convert_to_tensor(value, None if is_tensor(value) else e.dtype) for value in values]
    if all(part.shape.rank is not None and part.shape[axis] is not None for part in parts):
        sizes: Any = [part.shape[axis] for part in parts]
    else:
        sizes = tf.stack([tf.shape(part)[axis] for part in parts])
    pieces = tf.split(as_tensor(e, parts[0].dtype), sizes, axis)
    return tuple(pieces) if isinstance(values, tuple) else pieces


def unstack_like(e: Any, values: Any, axis: int = 0) -> Any:
    """`tangent.unstack_like`."""
    if is_tensor(values):
        rank = values.shape.rank - 1
        place = axis % (rank + 1)
        return tf.transpose(e, [place, *[a for a in range(rank + 1) if a != place]])
    pieces = [unbroadcast(piece, value) for piece, value in zip(tf.unstack(e, len(values), axis), values)]
    return tuple(pieces) if isinstance(values, tuple) else pieces


# --- operators -------------------------------------------------------------------

def matmul_adjoint_left(e: Any, x: Any, y: Any) -> Any:
    """`tangent.matmul_adjoint_left` of tensors."""
    return unbroadcast(tf.matmul(e, y, transpose_b=True), x)


def matmul_adjoint_right(e: Any, x: Any, y: Any) -> Any:
    """`tangent.matmul_adjoint_right` of tensors."""
    return unbroadcast(tf.matmul(x, e, transpose_a=True), y)


def sign(x: Any) -> Any:
    """`tangent.sign` of a tensor."""
    return tf.math.conj(tf.sign(x)) if x.dtype.is_complex else tf.sign(x)


def divide_or_zero(a: Any, b: Any) -> Any:
    """`tangent.divide_or_zero` of tensors."""
    dtype = b.dtype if is_tensor(b) else a.dtype
    return tf.math.divide_no_nan(as_tensor(a, dtype), as_tensor(b, dtype))


def power_derivative(x: Any, y: Any, times_x: int, times_y: int) -> Any:
    """`tangent.power_derivative` of tensors; where x is not positive, its logarithm counts as 0, as in TensorFlow."""
    dtype = x.dtype if is_tensor(x) else y.dtype
    x, y = as_tensor(x, dtype), as_tensor(y, dtype)
    positive = tf.math.real(x) > 0 if dtype.is_complex else x > 0
    log = tf.where(positive, tf.math.log(tf.where(positive, x, tf.ones_like(x))), tf.zeros_like(x))
    raised = x ** (y - times_x)
    total = tf.zeros_like(raised)
    for k in range(min(times_x, times_y) + 1):
        coefficient = math.comb(times_y, k) * _falling(y, times_x, k)
        term = coefficient * raised * log ** (times_y - k) if times_y > k else coefficient * raised
        total += tf.where(tf.broadcast_to(coefficient, tf.shape(term)) == 0, tf.zeros_like(term), term)
    return total


def _falling(y: Any, n: int, derivative: int) -> Any:
    """The derivative, taken so often, of y (y - 1) ... (y - n + 1)."""
    if n == 0:
        return tf.ones_like(y) if derivative == 0 else tf.zeros_like(y)
    total = tf.zeros_like(y)
    for coefficient in np.polyder(np.poly(np.arange(n)), derivative).tolist():
        total = total * y + coefficient
    return total


# --- seeds -----------------------------------------------------------------------

def fitted_to(b: Any, y: Any, what: str, given: str, advice: str) -> Any:
    """A derivative that was passed, in the dtype of the tensor that it belongs to.

    Raises:
        SeedError: if the shapes differ, or one is of complex numbers where the other is not.
    """
    numbers = (float, int, complex, np.ndarray, np.generic)
    if not is_tensor(b) and (isinstance(b, bool) or not isinstance(b, numbers)):
        raise SeedError(f'{what} is {describe(y)}, {given} is of the type {type(b).__name__}: they must agree', advice)
    found, wanted = shape_of(b), shape_of(y)
    if found is not None and wanted is not None and not tf.TensorShape(found).is_compatible_with(wanted):
        raise SeedError(f'{what} has shape {wanted}, {given} {found}: they must agree', advice)
    if is_tensor(y) and not carries(y):
        raise SeedError(f'{what} is {describe(y)}, which has no derivative', 'Use tf.cast(x, tf.float32) of it.')
    dtype = _dtype_for(b, y)
    source = b.dtype if is_tensor(b) else tf.as_dtype(np.asarray(b).dtype)
    if source.is_complex and not dtype.is_complex:
        raise SeedError(f'{what} is {describe(y)}, {given} is of complex numbers: it must be of real numbers', advice)
    return as_tensor(b, dtype)


def describe(x: Any) -> str:
    """A few words on a tensor, for error messages."""
    if not is_tensor(x):
        return f'{type(x).__name__} {x!r}'
    kind = 'variable' if isinstance(x, tf.Variable) else 'tensor'
    return f'a {kind} of shape {x.shape} and dtype {x.dtype.name}'


# --- Jacobians -------------------------------------------------------------------

def known_shape(x: Any) -> tuple[int, ...]:
    """The shape of a tensor that must be known.

    Raises:
        KindError: if it is not, as it may be under `tf.function`.
    """
    if not x.shape.is_fully_defined():
        raise KindError(f'a Jacobian is made of {describe(x)}, whose size is not known',
                        'Give its shape to tf.function: input_signature=[tf.TensorSpec([3, 2])].')
    return tuple(x.shape)


def units(x: Any) -> list[Any]:
    """Tensors like x with one element that is 1 and zeros else, one for each element."""
    shape = known_shape(x)
    return tf.unstack(tf.reshape(tf.eye(math.prod(shape), dtype=x.dtype), [-1, *shape])) if math.prod(shape) else []


def stacked(parts: Any, shape: tuple[int, ...], like: Any) -> Any:
    """Tensors one after the other, in a shape."""
    return tf.reshape(tf.stack(parts), shape) if parts else tf.zeros(shape, like.dtype)


def from_columns(columns: list[Any], shape: tuple[int, ...], y: Any) -> Any:
    """The Jacobian of y, a tensor or number, with the columns given, in a shape."""
    return tf.reshape(tf.stack(columns, -1), shape) if columns else tf.zeros(shape, y.dtype)


# --- TensorFlow's own derivatives of one operation -------------------------------

def _dense(e: Any, x: Any) -> Any:
    return tf.zeros_like(x) if e is None else tf.convert_to_tensor(e)


def _values(x: Any) -> Any:
    """An argument with the values of its variables in place of them: tensors, which a tape can watch."""
    return tf.nest.map_structure(lambda leaf: value_of(leaf) if is_tensor(leaf) else leaf, x)


def _has_tensors(x: Any) -> bool:
    return any(map(is_tensor, tf.nest.flatten(x)))


def _watched(x: Any, others: Any) -> Any:
    """An argument that a derivative is taken in: its numbers become tensors, of the dtype of the others."""
    dtypes = [leaf.dtype for leaf in tf.nest.flatten(others) if is_tensor(leaf) and carries(leaf)]

    def watched(leaf: Any) -> Any:
        if is_tensor(leaf):
            return value_of(leaf)
        number = isinstance(leaf, (float, np.floating, np.ndarray)) and not isinstance(leaf, bool)
        return tf.convert_to_tensor(leaf, dtypes[0] if dtypes else None) if number else leaf
    return tf.nest.map_structure(watched, x)


def _leaves(x: Any) -> list[Any]:
    return [leaf for leaf in tf.nest.flatten(x) if is_tensor(leaf) and carries(leaf)]


def _conjugates(leaves: list[Any]) -> list[Any]:
    return [tf.math.conj(leaf) if leaf is not None and leaf.dtype.is_complex else leaf for leaf in leaves]


def _seeds(by: Any, results: Any) -> tuple[list[Any], list[Any]]:
    """The results that have an adjoint, and those adjoints."""
    kept, seeds = [], []
    for seed, result in zip(_flat_like(by, results), tf.nest.flatten(results), strict=True):
        if seed is not None and is_tensor(result) and carries(result):
            kept.append(result)
            seeds.append(unbroadcast(seed, result))
    return kept, _conjugates(seeds)


def _flat_like(value: Any, structure: Any) -> list[Any]:
    """The parts of a value that stand where a structure has its leaves; None for all of a structure if it is that."""
    if not tf.nest.is_nested(structure):
        return [value]
    if value is None:
        return [None] * len(tf.nest.flatten(structure))
    parts = structure.values() if isinstance(structure, dict) else structure
    given = value.values() if isinstance(value, dict) else value
    return [leaf for part, of in zip(given, parts, strict=True) for leaf in _flat_like(part, of)]


def _like(structure: Any, found: list[Any]) -> Any:
    """Adjoints of the leaves of a structure that carry derivatives, and None for the others, in that structure."""
    taken = iter(found)
    return tf.nest.map_structure(lambda leaf: next(taken) if is_tensor(leaf) and carries(leaf) else None, structure)


def _gradients(tape: Any, results: Any, by: Any, leaves: list[Any]) -> list[Any]:
    kept, seeds = _seeds(by, results)
    found = tape.gradient(kept, leaves, seeds) if kept else [None] * len(leaves)
    return _conjugates([_dense(e, leaf) for e, leaf in zip(found, leaves)])


def tf_vjp(function: Callable, wrt: int, by: Any, *args: Any, **keywords: Any) -> Any:
    """`tangent.tf_vjp`."""
    x = _watched(args[wrt], args)
    leaves = _leaves(x)
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(leaves)
        results = function(*args[:wrt], x, *args[wrt + 1:], **keywords)
    return _like(x, _gradients(tape, results, by, leaves))


def tf_vjps(function: Callable, by: Any, *args: Any, **keywords: Any) -> tuple:
    """`tangent.tf_vjps`."""
    given = [_values(x) if _has_tensors(x) else x for x in args]
    leaves = [leaf for x in given for leaf in _leaves(x)]
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(leaves)
        results = function(*given, **keywords)
    found = iter(_gradients(tape, results, by, leaves))
    return tuple(_like(x, [next(found) for _ in _leaves(x)]) if _leaves(x) else None for x in given)


def tf_jvp(function: Callable, wrt: int, dx: Any, *args: Any, **keywords: Any) -> Any:
    """`tangent.tf_jvp`."""
    tangents = [None] * len(args)
    tangents[wrt] = dx
    return tf_jvps(function, tuple(tangents), *args, **keywords)


def tf_jvps(function: Callable, tangents: tuple, *args: Any, **keywords: Any) -> Any:
    """`tangent.tf_jvps`.

    Raises:
        KindError: for complex tensors: which convention TensorFlow follows there depends on the operation.
    """
    given = [x if dx is None or not _has_tensors(x) else _values(x) for x, dx in zip(args, tangents)]
    leaves, along = [], []
    for x, dx in zip(given, tangents):
        for leaf, part in zip(tf.nest.flatten(x), _flat_like(dx, x)) if dx is not None and _has_tensors(x) else ():
            if part is not None and is_tensor(leaf) and carries(leaf):
                leaves.append(leaf)
                along.append(unbroadcast(part, leaf))
    try:
        with tf.autodiff.ForwardAccumulator(leaves, along) as accumulator:
            results = function(*given, **keywords)
        found = accumulator.jvp(_leaves(results))
    except LookupError:
        results, found = _twice_reversed(function, given, keywords, leaves, along)
    kept = _leaves(results)
    if any(leaf.dtype.is_complex for leaf in [*leaves, *kept]):
        raise KindError(f'forward mode through {function.__name__} is not known for complex tensors',
                        'Write it with tf.math.real and tf.math.imag, or use reverse mode.')
    return _like(results, [_dense(e, result) for e, result in zip(found, kept)])


def _twice_reversed(function: Callable, given: list[Any], keywords: dict[str, Any], leaves: list[Any],
                    along: list[Any]) -> tuple[Any, list[Any]]:
    """The results and their tangents where TensorFlow has no forward mode.

    The adjoints of the arguments are linear in those of the results; differentiated in these they give the tangent.
    """
    with tf.GradientTape(watch_accessed_variables=False) as outer:
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(leaves)
            results = function(*given, **keywords)
        kept = _leaves(results)
        seeds = [tf.ones_like(result) for result in kept]  # any will do, but at zero some gradients divide
        outer.watch(seeds)
        adjoints = [_dense(e, leaf) for e, leaf in zip(tape.gradient(kept, leaves, seeds), leaves)]
    return results, outer.gradient(adjoints, seeds, along)
