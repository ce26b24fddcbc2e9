"""Several names of one array that is written."""

from typing import Any, NamedTuple

import numpy as np

from tests.programs.program import Program


class Held(NamedTuple):
    array: Any
    number: float


def alias(x):
    y = x * x
    z = y
    z[0] = x[1] * x[2]
    y[1] *= z[0]
    return y + z * x


def alias_of_argument(x, y):
    a = x
    a *= y
    x[0] += 1.0
    return a * x


def tie_cut(x):
    a = x
    a = a.copy()
    a[0] = x[1] * x[0]
    b = +x
    b[1] = 0.0
    return a * x * (b + 1.0)


def augmented_array_and_alias(x, y):
    z = y * 2.0
    w = z
    z += x
    w *= x
    return z * y


def rebound_not_written(x, y):
    z = y * 2.0
    w = z
    z = z + x
    z *= x
    return z * w


def augmented_float_and_alias(x):
    a = x * x
    b = a
    a += x
    b *= x
    return a * b


def array_or_number(x, y):
    """The same text writes into an array and makes a new number."""
    z = x
    z += y
    return z * x


def zero_dimensional(x):
    y = np.array(0.5)
    z = y
    y += x
    y[...] = y * x
    y[()] *= 2.0
    return z * x


def old_is_no_copy(x, n):
    """The name old is bound to the array that is written, so it sees the new values."""
    y = x * x
    for i in range(n):
        old = y
        y[1:] = old[:-1] * x[0] + 0.5
        y[0] = old[2] + old[1]
    return y * old


def every_entry_is_one_array(x, n):
    y, history = x * x, []
    for i in range(n):
        y *= x[0] + 0.5
        history.append(y)
    return history[0] * history[-1]


def every_entry_is_a_copy(x, n):
    y, history = x * x, []
    for i in range(n):
        y *= x[0] + 0.5
        history.append(y.copy())
    return history[0] * history[-1]


def one_array_repeated(x):
    rows = [x * x] * 2
    rows[0][0] = x[1]
    rows[1] *= x[2]
    return rows[0] + rows[1] ** 2


def functions_that_copy(x):
    y, z, u, v = np.array(x), x.flatten(), x.astype(float), np.copy(x)
    for w in (y, z):
        w[0] = x[1] * x[2]
    u *= y
    v[1:] += z[:2]
    return x + y * z * u * v


def two_results_of_one_array(x):
    y = x * x
    y[0] = x[1]
    return y, y[1:], {'y': y.T}


def iteration_sees_writes(x):
    """A loop over an array reads each item when its turn comes."""
    y = 0.0
    for i, value in enumerate(x):
        x[(i + 1) % len(x)] = value * value + 0.5
        y += value
    return y * x[0]


def alias_in_a_list(x, y):
    parts = [x * 1.0, y * x]
    first = parts[0]
    first[0] = y[1]
    parts[1] += first
    parts[0][2] *= 2.0
    return parts[1] * parts[0] + first


def alias_in_a_dict(x):
    y = x * x
    state = {'y': y, 'n': 0}
    state['y'] *= x[0]
    state['n'] += 1
    y[1] = 0.5 * x[2]
    return state['y'] * state['n']


def lists_of_arrays_written(xs):
    for x in xs:
        x *= x[0]
        x[1] = 1.0
    return xs[0] * xs[1]


def alias_in_one_branch(x, flag):
    y = x if flag else x.copy()
    y[0] = x[1] * 2.0
    return x * y


def alias_known_by_the_call(x):
    y = np.asarray(x)
    z = np.ascontiguousarray(x[::2])
    y[0] = x[1] * x[2]
    z[1] = 0.5
    return x * y[0] + z[0]


def alias_by_index(x, y, i):
    parts = [x, y]
    parts[i][0] = 2.0 * y[1]
    return x * y


def rebound_by_a_pop(x):
    items = np.ones(4) * x
    for item in items:
        held = [np.array([item, x * x, item, -x])]
        items = held.pop()
    return items


def rebound_in_a_loop_that_writes_rows(x):
    for row in x:
        x = np.ones((2, 3))
        first, second, third = row
        row[1] = 0.5
    return second + np.sum(x)


def item_appended_again_and_again(x):
    rows = [np.array([x, 2.0 * x])]
    same = []
    for _ in range(3):
        same.append(rows[-1])
    same[2] += x
    return same[1]


def array_and_view_in_a_list(x):
    y = x * 2.0
    both = [y, y[::1]]
    both[0] += y
    return both[1][0]


def rows_in_a_list(x):
    rows = [x[0], x[1]]
    rows[0] += rows[1]
    return rows[0] * rows[1]


def repeated_and_written(x):
    rows = [np.full(3, x)] * 3
    rows[1] *= x
    return rows[2]


def part_of_a_copied_list(x):
    rows = [x * 2.0, x]
    copies = rows.copy()
    copies[0][1] *= 0.5
    return rows[0]


def part_of_a_copied_dict(x):
    rows = {'a': x * 2.0}
    copies = rows.copy()
    for i in range(2):
        copies['a'][i] += x[i]
    return rows['a']


def copied_dict_and_augmented(x, y):
    entries = {'a': x}
    copy = entries.copy()
    x *= y
    other = {'b': x}.copy()
    x += y
    return copy['a'] * other['b']


def copied_argument_and_augmented_item(items, y):
    copy = items.copy()
    items[0] *= y
    return copy[0] * items[1]


def first_tripled(p):
    p[0] = 3.0 * p[1]
    return p[0]


def read_before_a_write(y):
    """What is evaluated before a call that writes does not see that, whatever names there are."""
    row = y[0]
    total = 0.7 * y[0, 0] + first_tripled(row)
    both = dict(a=y[0, 1] * y[1, 0], b=first_tripled(y[0]))
    three = (y[0, 0], first_tripled(y[1]), y[1, 0])
    return total * both['a'] + three[0] * three[1] * three[2] + y[0][0] * np.multiply(row, 2.0, out=row)[1]


def starred_before_a_write(y):
    row = y[0]
    numbers = [*row, first_tripled(row)]
    return numbers[0] * numbers[2]


def list_written_on_one_path(x, y):
    items = [y * y, x]
    if x > 2.0:
        items += [x, y]
        other = items
    else:
        other = items
        items[0] = x * y
    return other[0] * other[1]


def copied_dict_and_view(x, y):
    entries = {'a': x * y}
    entries = {**entries, 'b': x}
    copy = entries.copy()
    flat = x.ravel()
    flat[1] = y
    return copy['b'] * copy['a']


def copied_list_and_view(x, y):
    items = [[x], y]
    box = [items.copy()]
    x.reshape(-1)[0] = y * y
    return box[0][0][0] * y


def copied_argument_and_part(items, y):
    copy = items.copy()
    items[0][1] = y
    return copy[0] * items[1]


def view_in_a_record(x):
    y = x * 2.0
    held = Held(y[::1], 1.0)
    for _ in range(2):
        part = y[1:]
        part[0] += part[0]
    return np.sum(held.array)


def swap(p):
    p[0], p[2] = p[2], p[0]


def swapped_by_a_helper(p, q):
    unused = [q, swap(p)]
    return q


def swapped_by_a_helper_of_a_helper(x):
    y = x * 2.0
    view = y[:]
    y[1] += swapped_by_a_helper(view, view[1])
    return view


def gone_through_backwards_and_written(x):
    y = x * 1.0
    other = y
    for i in range(2):
        for v in reversed(other):
            y[0] = v * 2.0
    return y[0] * y[1]


def slices_gone_through_and_written(x):
    y = x * 1.0
    other = y
    for i in range(2):
        for v in other[::-1]:
            y[0] = v * 2.0
        for v in other[1:]:
            y[2] = v * x[0]
    return np.sum(y * y)


X = np.array([0.7, -1.3, 0.4])
Y = np.array([1.2, 0.5, -0.8])

def another_array_of_the_name(x, z):
    """The name holds an array of integers first: its dtype is not that of the array that is written."""
    order = np.array([2, 1, 0])
    z = z[order]
    for w in (0.5, 0.8):
        order = z.copy()
        for n in range(1, 3):
            order[n] = w * x
    return order


def taken_from_a_copied_dict(x):
    """A copy of a dict holds the same arrays."""
    d = {'a': np.full(3, x), 'c': x}
    g = dict(d)
    h = g.pop('a')
    h.fill(x * x)
    return d['a'] * x


def held_several_times_and_written(x):
    k = np.array([0.5, x])
    items = []
    for i in range(3):
        items.append(k)
    items[-1 - i] *= k
    return items.pop()[1]


def swapped_in_a_loop(x):
    y = x.copy()
    y[1] = 0.5
    for _ in range(3):
        y, x = x, y
    y[0] += x[1]
    return x ** 3 + y


def rotated_in_a_loop(x):
    y, z = x.copy(), 2.0 * x
    y[1] = 0.5
    for _ in range(4):
        x, y, z = z, x, y
    z[0] = x[1] * y[0]
    return x ** 3 + y * z


def doubled_in_a_list(p):
    held = [p, np.sort(p)]
    held[0] += p
    return 3.0


def scaled_in_a_dict(p):
    held = {'a': p}
    held['a'] *= 2.0
    return 2.0


def changed_by_constant_helpers(x):
    y = x * x
    n = doubled_in_a_list(x)
    m = scaled_in_a_dict(y)
    return np.sum(x * x) * n + np.sum(y) * m


def counted_pairs_with_what_is_written(x):
    speeds, pushes = np.zeros(3), x * x
    for _ in range(2):
        for i, (push, speed) in enumerate(zip(pushes, speeds)):
            speeds[i] = 0.9 * speed + push
            if i < 2:
                speeds[i + 1] += speed * push
    return speeds @ x


def counted_pairs_with_a_written_list(x):
    speeds = [v * 2.0 for v in x]
    for i, (push, speed) in enumerate(zip(list(x), speeds), 1):
        speeds[i % 3] = speed * push
    return speeds[0] + speeds[1] * 2.0 + speeds[2] * 3.0


def counted_pairs_with_written_rows(x):
    table = np.outer(x, x)
    for i, (push, row) in enumerate(zip(x, table)):
        row *= push
        if i < 2:
            table[i + 1] += row
    return np.sum(table * table)


def pairs_with_itself_backwards(x):
    y = x * 2.0
    for i, (left, right) in enumerate(zip(y, reversed(y))):
        y[i] = left * right
    return y @ x


PROGRAMS = [
    *[Program(function, (np.array([0.7, -1.3, 0.4]),)) for function in (
        counted_pairs_with_what_is_written, counted_pairs_with_a_written_list, counted_pairs_with_written_rows,
        pairs_with_itself_backwards)],
    Program(changed_by_constant_helpers, (np.array([0.7, -1.2, 0.4]),)),
    Program(gone_through_backwards_and_written, (np.array([0.7, -1.3, 0.4]),)),
    Program(slices_gone_through_and_written, (np.array([0.7, -1.3, 0.4]),)),
    Program(swapped_in_a_loop, (np.array([0.7, -1.2, 0.4]),)),
    Program(rotated_in_a_loop, (np.array([0.7, -1.2, 0.4]),)),
    Program(rows_in_a_list, (np.array([[0.3, 0.7, 1.1], [1.2, 0.4, 0.9]]),)),
    Program(rebound_by_a_pop, (0.7,)),
    Program(rebound_in_a_loop_that_writes_rows, (np.array([[0.3, 0.7, 1.1], [1.2, 0.4, 0.9]]),)),
    Program(another_array_of_the_name, (1.25, np.array([1.1, -0.9, 0.7])), wrt=(0, 1)),
    Program(alias, (X,)),
    Program(tie_cut, (X,)),
    Program(rebound_not_written, (X, Y), wrt=(0, 1)),
    Program(augmented_float_and_alias, (0.7,)),
    Program(array_or_number, (0.7, 1.2), wrt=(0, 1)),
    Program(array_or_number, (np.float64(0.7), 1.2), wrt=(0, 1)),
    Program(old_is_no_copy, (X, 2)),
    Program(every_entry_is_a_copy, (X, 3)),
    Program(two_results_of_one_array, (X,)),
    Program(alias_of_argument, (X, Y), wrt=(0, 1)),
    Program(augmented_array_and_alias, (X, Y), wrt=(0, 1)),
    Program(array_or_number, (X, Y), wrt=(0, 1)),
    Program(lists_of_arrays_written, ([X, Y],)),
    Program(item_appended_again_and_again, (0.7,)),
    Program(array_and_view_in_a_list, (X,)),
    Program(repeated_and_written, (0.7,)),
    Program(part_of_a_copied_list, (X,)),
    Program(part_of_a_copied_dict, (X,)),
    Program(view_in_a_record, (X,)),
    *[Program(program, (X, 0.7), wrt=(0, 1)) for program in (copied_dict_and_view, copied_list_and_view)],
    *[Program(list_written_on_one_path, (x, 0.7), wrt=(0, 1)) for x in (1.3, 2.6)],
    Program(copied_dict_and_augmented, (X, 0.7), wrt=(0, 1)),
    Program(copied_argument_and_augmented_item, ([X, Y], 0.7), wrt=(0, 1)),
    *[Program(program, (np.array([[0.7, 1.2], [-0.4, 0.9]]),)) for program in (
        read_before_a_write, starred_before_a_write)],
    Program(copied_argument_and_part, ([X, Y], 0.7), wrt=(0, 1)),
    Program(swapped_by_a_helper_of_a_helper, (X,)),
    Program(held_several_times_and_written, (0.7,)),
    *[Program(alias_in_one_branch, (X, flag)) for flag in (True, False)],
    Program(alias_known_by_the_call, (X,)),
    *[Program(alias_by_index, (X, Y, i), wrt=(0, 1)) for i in (0, 1)],
    *[Program(every_entry_is_one_array, (X, n)) for n in (3, 1)],
    Program(one_array_repeated, (X,)),
    Program(functions_that_copy, (X,)),
    Program(alias_in_a_list, (X, Y), wrt=(0, 1)),
    Program(alias_in_a_dict, (X,)),
    Program(iteration_sees_writes, (X,)),
]

REFUSED = [
    Program(taken_from_a_copied_dict, (0.7,)),
]

LATER = [
    Program(zero_dimensional, (0.7,)),
]
