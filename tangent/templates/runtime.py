"""Rules of the helpers that generated code calls, so that it can be differentiated again."""
import functools

import numpy as np

from tangent.runtime.apart import check_apart, check_single
from tangent.runtime.arrays import (
    add, add_at, copied, duplicate, pack, recast, stop_gradient, unbroadcast, unfilled, unreduce, zero, zeros_like,
)
from tangent.runtime.closures import captured
from tangent.runtime.inherited import inherited_adjoint, inherited_tangent
from tangent.runtime.jacobians import count, from_columns, from_rows, to_columns, to_rows, units
from tangent.runtime.kinds import check_aux, check_kinds
from tangent.runtime.memory import merged, overlapping, overlaps, placed, refreshed, unrefreshed, updated
from tangent.runtime.seeds import direction, seed
from tangent.runtime.sequences import (
    added_at, along_axis, append, clear_at, complete, diagonal, emptied, entries_of, extend, fitted, indices, insert,
    ordering, part_at, plus, pop, put_back, removed, reordered, repeated, reversible, set_at, sorted_indices, split_off,
    taken_back, unplus, unrepeated, update, value_at, value_at_adjoint,
)
from tangent.runtime.spreading import spread
from tangent.runtime.surgery import as_adjoint, insert_grad_of, with_field, with_part
from tangent.runtime.views import (
    both_written, either_looked, look_through, unlook_through, unwrite_through, view_by, write_through,
)
from tangent.runtime.tensors import unstacked
from tangent.templates.rules import adjoint, constant, d, linear
from tangent.templates.rules import tangent as forward

constant(zeros_like, shape='=x', shape_reads=('x',), fresh=True)
constant(zero, unfilled, fresh=True)
constant(check_apart, check_aux, check_kinds, check_single, overlaps, view_by)
constant(ordering, sorted_indices)
constant(stop_gradient, fresh=True)
constant(diagonal, along_axis, spread)
constant(emptied)
constant(indices, shape_reads=('sequences',))
constant(insert_grad_of, pure=False)


@linear(unbroadcast, as_adjoint, recast, shape='=x', shape_reads=('x',))
def _unbroadcast(y, e, x):
    d[e] = unbroadcast(d[y], e)


@linear(with_part, shape='=whole', constant=('index',))
def _with_part(y, whole, index, part):
    d[part] = value_at(d[y], index, part, whole)
    d[whole] = clear_at(d[y], index)


@linear(with_field, constant=('name',))
def _with_field(y, record, name, value):
    d[value] = getattr(d[y], name)
    d[record] = with_field(d[y], name, zero(value))


@linear(unreduce, shape='=x', shape_reads=('x',), fresh=True)
def _unreduce(y, e, x, axis=None, keepdims=False):
    d[e] = np.sum(d[y], axis=axis, keepdims=keepdims)


@linear(add)
def _add(y, a, b):
    d[a] = d[y]
    d[b] = d[y]


@linear(copied, duplicate, shape='same', fresh=True)
def _copied(y, b):
    d[b] = d[y]


@linear(add_at, added_at, shape='=b', constant=('index',))
def _add_at(y, b, index, e):
    d[b] = d[y]
    d[e] = unbroadcast(d[y][index], e)


@linear(fitted, shape='=x', shape_reads=('x',))
def _fitted(y, e, x):
    d[e] = fitted(d[y], e)


@linear(set_at, shape='=b', constant=('index',))
def _set_at(y, b, index, value):
    d[value] = value_at(d[y], index, value, b)
    d[b] = clear_at(d[y], index)


@linear(value_at, shape='=value', shape_reads=('value', 'x'), constant=('index',), fresh=True)
def _value_at(y, b, index, value, x):
    d[b] = value_at_adjoint(d[y], b, index, value, x)


@linear(part_at, shape_reads=('x',), constant=('index',), fresh=True)
def _part_at(y, b, index, x):
    d[b] = value_at_adjoint(d[y], b, index, y, x)


@linear(value_at_adjoint, shape='=b', shape_reads=('b', 'value', 'x'), constant=('index',), fresh=True)
def _value_at_adjoint(y, e, b, index, value, x):
    d[e] = value_at(d[y], index, value, x)


@linear(clear_at, shape='=b', constant=('index',))
def _clear_at(y, b, index):
    d[b] = clear_at(d[y], index)


@linear(append)
def _append(y, items, value):
    both = pop(d[y])
    d[items] = both[0]
    d[value] = both[1]


@linear(pop)
def _pop(y, items, index=-1):
    if index == -1:
        d[items] = append(d[y][0], d[y][1])
    else:
        d[items] = put_back(d[y][0], index, d[y][1])


@linear(put_back)
def _put_back(y, items, index, value):
    both = taken_back(d[y], index)
    d[items] = both[0]
    d[value] = both[1]


@linear(taken_back)
def _taken_back(y, items, index):
    d[items] = put_back(d[y][0], index, d[y][1])


@linear(insert)
def _insert(y, items, index, value):
    both = removed(d[y], index)
    d[items] = both[0]
    d[value] = both[1]


@linear(removed)
def _removed(y, items, index):
    d[items] = insert(d[y][0], index, d[y][1])


@linear(plus)
def _plus(y, left, right):
    both = unplus(d[y], left, right)
    d[left] = both[0]
    d[right] = both[1]


@linear(unplus, shape_reads=('left', 'right'))
def _unplus(y, e, left, right):
    d[e] = plus(d[y][0], d[y][1])


@linear(entries_of, shape_reads=('items',), constant=('overridden',))
def _entries_of(y, e, items, *overridden):
    d[e] = complete(d[y], e, *overridden)


@linear(complete, shape_reads=('x',), constant=('overridden',))
def _complete(y, entries, x, *overridden):
    d[entries] = entries_of(d[y], entries, *overridden)


@linear(reordered, constant=('order',))
def _reordered(y, items, order):
    d[items] = reordered(d[y], ordering(order))


@linear(repeated)
def _repeated(y, items, count):
    d[items] = unrepeated(d[y], items, count)


@linear(unrepeated, shape_reads=('items',))
def _unrepeated(y, e, items, count):
    d[e] = repeated(pack(d[y], items), count)


@linear(update)
def _update(y, items, other):
    d[items] = entries_of(d[y], items, *other)
    d[other] = entries_of(d[y], other)


@linear(extend)
def _extend(y, items, values):
    both = split_off(d[y], values)
    d[items] = both[0]
    d[values] = both[1]


@linear(split_off, shape_reads=('values',))
def _split_off(y, items, values):
    d[items] = extend(d[y][0], d[y][1])


@linear(captured)
def _captured(y, function):
    d[function] = d[y]


@forward(captured)
def _captured_forward(y, function):
    d[y] = captured(d[function])


@linear(inherited_tangent, constant=('made', 'function'))
def _inherited_tangent(y, df, made, function):
    d[df] = inherited_adjoint(d[y], made, function)


@linear(inherited_adjoint, constant=('made', 'function'))
def _inherited_adjoint(y, e, made, function):
    d[e] = inherited_tangent(d[y], made, function)


@linear(functools.partial)
def _partial(y, func, /, *args, **keywords):
    d[args] = d[y]['args']
    d[keywords] = d[y]['keywords']


@forward(functools.partial)
def _partial_forward(y, func, /, *args, **keywords):
    d[y] = {'args': d[args], 'keywords': d[keywords]}


@linear(pack, shape_reads=('x',))
def _pack(y, values, x):
    d[values] = pack(d[y], values)


@linear(tuple, list)
def _sequence(y, iterable=()):
    d[iterable] = pack(d[y], iterable)


@linear(reversible, unstacked)
def _gone_through(y, items):
    d[items] = pack(d[y], items)


@linear(seed, shape='=b', shape_reads=('y',))
def _seed(result, b, y=0.0):
    d[b] = d[result]


@linear(direction, shape='=x', shape_reads=('x',))
def _direction(result, dx, x):
    d[dx] = d[result]


# --- Jacobians ---

constant(units, shape_reads=('x',))
constant(count, shape_reads=('x',))


@linear(from_rows, shape_reads=('y', 'x'), fresh=True)
def _from_rows(z, rows, y, x):
    d[rows] = to_rows(d[z], y, x)


@linear(to_rows, shape_reads=('y', 'x'))
def _to_rows(z, jacobian, y, x):
    d[jacobian] = from_rows(d[z], y, x)


@linear(from_columns, shape_reads=('y', 'x'), fresh=True)
def _from_columns(z, columns, y, x):
    d[columns] = to_columns(d[z], y, x)


@linear(to_columns, shape_reads=('y', 'x'))
def _to_columns(z, jacobian, y, x):
    d[jacobian] = from_columns(d[z], y, x)


# --- variables that share memory ---

@linear(write_through, constant=('index', 'deep'))
def _write_through(y, a, index, r, deep=False):
    both = unwrite_through(d[y], a, index, r)
    d[a] = both[0]
    d[r] = both[1]


@linear(unwrite_through, shape_reads=('a', 'r'), constant=('index',))
def _unwrite_through(y, e, a, index, r):
    d[e] = both_written(d[y][0], d[y][1], a, index, r)


@linear(both_written, shape_reads=('a', 'r'), constant=('index',))
def _both_written(y, ea, er, a, index, r):
    both = unwrite_through(d[y], a, index, r)
    d[ea] = both[0]
    d[er] = both[1]


@linear(look_through, constant=('index', 'deep'))
def _look_through(y, r, a, index, deep=False):
    both = unlook_through(d[y], r, a, index, deep)
    d[r] = both[0]
    d[a] = both[1]


@linear(unlook_through, shape_reads=('r', 'a'), constant=('index', 'deep'))
def _unlook_through(y, e, r, a, index, deep=False):
    d[e] = either_looked(d[y][0], d[y][1], r, a, index, deep)


@linear(either_looked, shape_reads=('r', 'a'), constant=('index', 'deep'))
def _either_looked(y, er, ea, r, a, index, deep=False):
    both = unlook_through(d[y], r, a, index, deep)
    d[er] = both[0]
    d[ea] = both[1]


# --- memory of which only the run can tell who shares it ---

@adjoint(placed, shape='=new', constant=('overlaps',))
def _placed(y, new, overlaps):
    d[new] = d[y]


@forward(placed)
def _placed_forward(y, new, overlaps):
    d[y] = d[new]


@linear(updated, shape='=new', constant=('old',))
def _updated(y, new, old):
    d[new] = d[y]


@adjoint(refreshed, constant=('overlaps', 'position'))
def _refreshed(y, other, new, overlaps, position):
    d[other] = unrefreshed(d[y], new, overlaps, position)
    d[new] = overlapping(d[y], new, overlaps, position)


@forward(refreshed)
def _refreshed_forward(y, other, new, overlaps, position):
    d[y] = merged(d[other], d[new], overlaps, position)


@linear(merged, constant=('overlaps', 'position'))
def _merged(y, other, new, overlaps, position):
    d[other] = unrefreshed(d[y], new, overlaps, position)
    d[new] = overlapping(d[y], new, overlaps, position)


@linear(unrefreshed, shape_reads=('new',), constant=('overlaps', 'position'))
def _unrefreshed(y, e, new, overlaps, position):
    d[e] = merged(d[y], zero(new), overlaps, position)


@linear(overlapping, shape_reads=('new',), constant=('overlaps', 'position'))
def _overlapping(y, e, new, overlaps, position):
    d[e] = merged(zero(e), d[y], overlaps, position)
