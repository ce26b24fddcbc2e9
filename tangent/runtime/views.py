"""Helpers of generated code for variables that share memory: views, and other names of an object.

An index says how a view was made: what the array was indexed with, () for another name of it,
or the function that made it: np.transpose, np.reshape, np.asarray.

In generated code a write makes a new version of one variable; these bring the others up to
date.  Whether there is a view at all is seen from the values: an element of a vector is a
number, and a slice of a list a copy.
"""
from __future__ import annotations

from typing import Any

import numpy as np

from tangent.errors import KindError
from tangent.runtime.arrays import add, add_at, describe, duplicate, zero
from tangent.runtime.records import is_mutable, is_object, item_of, set_item
from tangent.runtime.sequences import clear_at


def write_through(a: Any, index: Any, r: Any, deep: bool = False) -> Any:
    """What `a` is after `r` was written, which may be the view `a[index]`; index (): another name of it.

    deep: whether an item of `r` was changed, and not only which object the item is.

    >>> import numpy as np
    >>> write_through(np.zeros((2, 2)), 0, np.ones(2))
    array([[1., 1.],
           [0., 0.]])
    >>> write_through(np.zeros(2), 0, 1.0)
    array([0., 0.])
    """
    if not _is_view(r, a, index):
        if deep:
            _check_no_copy(a, index)
        return a
    if _is_whole(index):
        return _shown(index, r, a)
    if isinstance(a, tuple):
        return type(a)([*a[:index], r, *a[index + 1:]]) if not hasattr(a, '_fields') else a._replace(
            **{a._fields[index]: r})
    a = duplicate(a)
    set_item(a, index, r)
    return a


def look_through(r: Any, a: Any, index: Any, deep: bool = False) -> Any:
    """What `r` is after `a` was written, of which it may be the view `a[index]`.

    deep: whether the object that an item is was changed, and not only which object the item is.
    """
    if not _sees(r, a, index, deep):
        if deep:
            _check_no_copy(a, index)
        return r
    return _shown(index, a, r) if _is_whole(index) else item_of(a, index)


def view_by(r: Any, a: Any) -> Any:
    """How `r`, a reshaped or flattened `a`, was made: np.reshape if it is a view, np.copy if it is none.

    >>> import numpy as np
    >>> a = np.ones((2, 3))
    >>> view_by(a.ravel(), a) is np.reshape, view_by(a.T.ravel(), a) is np.copy
    (True, True)
    """
    views = isinstance(r, np.ndarray) and isinstance(a, np.ndarray) and np.may_share_memory(r, a)
    return np.reshape if views else np.copy


def _is_whole(index: Any) -> bool:
    """Whether a view shows the whole object: another name of it, or all elements in another shape."""
    return callable(index) or isinstance(index, tuple) and not index


def _shown(index: Any, whole: Any, like: Any) -> Any:
    """All elements, of an array or of a view of it, as they stand in the other of the two."""
    if index is np.transpose:
        return np.transpose(whole)
    return np.reshape(whole, np.shape(like)) if index is np.reshape else whole


def _is_view(r: Any, a: Any, index: Any) -> bool:
    """Whether `r = a[index]` is the same memory as a part of `a`."""
    if not is_mutable(r):
        return False
    if callable(index):
        if index is np.transpose and hasattr(a, 'T') and not isinstance(a, np.ndarray):
            raise KindError(f'whether .T of {describe(a)} shares memory with it is not known', 'Copy before writing.')
        return index is not np.copy and isinstance(a, np.ndarray)
    if _is_whole(index):
        return is_mutable(a)
    if isinstance(a, np.ndarray):
        return all(isinstance(i, (int, np.integer, slice, type(None), type(Ellipsis))) and not isinstance(i, bool)
                   for i in (index if isinstance(index, tuple) else (index,)))
    return (isinstance(a, (list, tuple, dict)) or is_object(a)) and not isinstance(index, slice)


def _sees(r: Any, a: Any, index: Any, deep: bool) -> bool:
    """Whether `r = a[index]` shows what was written into `a`: an item of a list shows only what was done to it."""
    return _is_view(r, a, index) and (deep or isinstance(a, np.ndarray) or _is_whole(index))


def _check_no_copy(a: Any, index: Any) -> None:
    """Raise if a slice is a copy of a list, whose items see what is done to those of the list."""
    if isinstance(index, slice) and isinstance(a, (list, tuple)) and any(map(is_mutable, a[index])):
        raise KindError('an item of a list is changed in place, and a slice of the list, which is a copy, holds it too',
                        'Replace the item (items[0] = items[0] * 2.0), or copy the items: [item.copy() for item in '
                        'items].')


def unwrite_through(e: Any, a: Any, index: Any, r: Any) -> tuple[Any, Any]:
    """The adjoints of `a` and `r` in `write_through`, from that of its result."""
    if not _is_view(r, a, index):
        return e, zero(r)
    if _is_whole(index):
        return zero(a), _shown(index, e, r)
    b = duplicate(e)
    if isinstance(a, np.ndarray):
        return clear_at(b, index), duplicate(np.asarray(e)[index])
    set_item(b, index, zero(item_of(a, index)))  # a list may have grown since
    return b, duplicate(item_of(e, index))


def unlook_through(e: Any, r: Any, a: Any, index: Any, deep: bool = False) -> tuple[Any, Any]:
    """The adjoints of `r` and `a` in `look_through`, from that of its result."""
    if not _sees(r, a, index, deep):
        return e, zero(a)
    return zero(r), _shown(index, e, a) if _is_whole(index) else add_at(zero(a), index, e)


def both_written(ea: Any, er: Any, a: Any, index: Any, r: Any) -> Any:
    """The adjoint of `e` in `unwrite_through`, from those of its results."""
    if not _is_view(r, a, index):
        return ea
    return _shown(index, er, a) if _is_whole(index) else add_at(clear_at(duplicate(ea), index), index, er)


def either_looked(er: Any, ea: Any, r: Any, a: Any, index: Any, deep: bool = False) -> Any:
    """The adjoint of `e` in `unlook_through`, from those of its results."""
    if not _sees(r, a, index, deep):
        return er
    return _shown(index, ea, r) if _is_whole(index) else add(zero(r), item_of(ea, index))
