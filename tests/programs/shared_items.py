"""Arrays and lists that several lists and dicts hold, and that one of them changes in place."""
import numpy as np

from tests.programs.program import Program

# --- what another container of the same items sees ---


def copy_of_a_list(x):
    rows = [x + x, 0.5 * x]
    copy = rows.copy()
    copy[0] *= x
    return np.sum(rows[0])


def list_of_a_list(x):
    rows = [x + x, 0.5 * x]
    copy = list(rows)
    copy[0] *= x
    return np.sum(rows[0])


def whole_slice_of_a_list(x):
    rows = [x + x, 0.5 * x]
    copy = rows[:]
    copy[0] *= x
    return np.sum(rows[0])


def reversed_slice_of_a_list(x):
    rows = [x * x, x * 3.0]
    copy = rows[::-1]
    for i in range(2):
        copy[i] += x * i
    return np.sum(rows[0] * rows[1])


def slice_that_sees(x):
    rows = [x * x, x * 3.0]
    copy = rows[:]
    rows[0] *= x
    return np.sum(copy[0])


def slice_with_an_item_replaced(x):
    rows = [x * x, x * 3.0]
    copy = rows[:]
    copy[0] = x * 5.0
    rows[0] *= x
    return np.sum(copy[0] * rows[0])


def repeated_list(x):
    rows = [x * x, x * 3.0]
    twice = rows * 2
    twice[3] *= x
    return np.sum(rows[1])


def joined_lists(x):
    rows = [x + x]
    longer = rows + [x]
    longer[0] *= x
    return np.sum(rows[0])


def extended_in_place(x):
    rows = [x * x, x * 3.0]
    longer = [x]
    longer += rows
    rows[0] *= x
    return np.sum(longer[1])


def extended_by_a_method(x):
    rows = [x * x, x * 3.0]
    longer = []
    longer.extend(rows)
    longer[1] *= x
    return np.sum(rows[1])


def written_over_a_slice(x):
    rows = [x * x, x * 3.0]
    others = [x * 1.0, x * 1.0, x * 1.0]
    others[1:] = rows
    others[1] *= x
    return np.sum(rows[0])


def copy_of_a_dict(x):
    rows = {'k': x + x}
    copy = rows.copy()
    copy['k'] *= x
    return np.sum(rows['k'])


def updated_dict(x):
    rows = {'k': x * x}
    others = {}
    others.update(rows)
    others['k'] *= x
    return np.sum(rows['k'])


def values_of_a_dict(x):
    rows = {'k': x * x}
    values = list(rows.values())
    values[0] *= x
    return np.sum(rows['k'])


def list_of_a_tuple(x):
    doubled = x + x
    rows = doubled, doubled * x
    copy = list(rows)
    copy[1] *= x
    return np.sum(rows[1])


def starred(x):
    rows = [x * x, x * 3.0]
    _, *others = rows
    others[0] *= x
    return np.sum(rows[1])


def copy_of_a_copy(x):
    row = x + x
    rows = [row]
    copy = rows.copy()
    again = copy.copy()
    again[0] *= x
    return np.sum(row * copy[0])


def list_in_a_copied_dict(x):
    rows = [x * x, x * 3.0]
    table = {'rows': rows}
    copy = table.copy()
    copy['rows'][1] *= x
    return np.sum(rows[1])


def copy_in_a_function(x):
    def scale(items, i):
        items[i] *= x
    rows = [x * x, x * 3.0]
    copy = rows[:]
    scale(copy, 0)
    return np.sum(rows[0] * rows[1])


# --- what a name of an item sees ---

def name_of_an_item(rows, x):
    first = rows[0]
    rows[0] *= x
    return np.sum(first * rows[1])


def name_of_an_item_twice(x):
    rows = [x * x, x * 3.0]
    first = rows[0]
    rows[0] *= x
    rows[0] += x
    return np.sum(first)


def name_of_a_number(numbers, x):
    first = numbers[0]
    numbers[0] *= x[0]
    return first * numbers[0] + x[1]


def name_after_a_swap(x):
    rows = [x * x, x * 3.0]
    rows[0], rows[1] = rows[1], rows[0]
    first = rows[0]
    rows[0] += x
    return np.sum(first * rows[1])


def item_of_another_list(x):
    rows = [x * x, x * 3.0]
    others = [rows[1], rows[0]]
    others[0] -= x
    return np.sum(rows[1] * others[1])


def item_put_back(x):
    rows = [x * x, x * 3.0]
    last = rows.pop()
    rows.append(last)
    last *= x
    return np.sum(rows[1])


# --- parameters, of which only the call tells what they are ---

def copy_of_a_parameter(rows, x):
    copy = rows.copy()
    copy[0] *= x
    return np.sum(rows[0])


def added_to_a_parameter(rows, others, x):
    rows += others
    rows[2] *= x
    return np.sum(others[0])


def merged_into_a_parameter(rows, others, x):
    rows |= others
    rows['k'] *= x
    return np.sum(others['k'])


def slice_of_an_array(rows, x):
    first = rows[:1]
    first[0] *= x
    rows[0] += x
    return np.sum(rows[0] * first[0])


def slice_of_numbers(numbers, x):
    first = numbers[:1]
    first[0] *= x[0]
    numbers[0] += x[1]
    return numbers[0] * first[0]


def joined_numbers(numbers, others, x):
    both = numbers + others
    both[0] *= x[0]
    return both[0] * numbers[0] + x[1]


def item_of_a_parameter(rows, others, x):
    rows[0] = others[1]
    rows[0] *= x
    return np.sum(others[1])


def added_before_a_write(x):
    rows = [x]
    row = x * x
    rows += [row, row * x]
    np.copyto(row, row * row)
    return np.sum(rows[1] * rows[2])


def added_in_a_loop(x):
    rows = []
    row = 2.0 * x
    for i in range(2):
        rows += [row]
        row[i] = row[i] * rows[-1][i]
    return np.sum(rows[0] * rows[1])


def taken_out_by_another_name(x):
    rows = [2.0 * x, 3.0 * x, x * x]
    first = rows[0]
    same = rows
    same.pop(0)
    return np.sum(first * first) + np.sum(same[0] * rows[1])


def moved_by_another_name(x):
    rows = []
    for i in range(3):
        rows.append(i * x)
    second = rows[1]
    if x[0] > 0.0:
        same = rows
        same.insert(0, 5.0 * x)
    second[0] = x[1]
    return np.sum(second * second) + np.sum(rows[2] * rows[1])


def deleted_after_it_was_read(x):
    table = {key: x[0] * np.ones(2) for key in ('a', 'b')}
    new = table.setdefault('c', 0.5 + x)
    del table['c']
    new[0] = x[1] * x[0]
    return np.sum(new) * table['a'][0]


def held_under_two_keys(x):
    a = x * 2.0
    table = {'a': a, 'b': a}
    taken = table['a']
    taken[0] = x[1] * x[1]
    return np.sum(table['b'] ** 2) + table['a'][0]


def held_under_a_later_key(x):
    a = x * 2.0
    table = {'a': a}
    table['b'] = a
    taken = table['a']
    taken[0] = x[1] * x[1]
    return np.sum(table['b'] ** 2)


def held_in_two_rows(x):
    a = x * 2.0
    rows = [[a, x * 3.0], [a]]
    row = rows[0]
    taken = row[0]
    taken[0] = x[1] * x[1]
    return np.sum(rows[1][0] ** 2)


def repeated_and_taken(x):
    rows = [x * 2.0] * 3
    taken = rows[1]
    taken[0] = x[1] * x[1]
    return np.sum(rows[0] ** 2)


def added_again_and_taken(x):
    rows = []
    a = x * 2.0
    for _ in range(3):
        rows.append(a)
    taken = rows[1]
    taken[0] = x[1] * x[1]
    return np.sum(rows[0] ** 2)


def rows_taken_in_a_loop(rows, x):
    for i in range(2):
        row = rows[i]
        row[0] = row[1] * x[i]
    return np.sum(rows[1]) + rows[0][0] ** 2


def pair_of(x):
    a = x * 2.0
    return {'a': a, 'b': a}


def under_two_keys_of_a_function(x):
    table = pair_of(x)
    taken = table['a']
    taken[0] = x[1] * x[1]
    return np.sum(table['b'] ** 2)


def swapped_between_lists(x):
    a, b = [x], [x * x]
    a[0], b[0] = b[0], a[0]
    return np.sum(a[0] * 5.0 + b[0])


def swapped_between_dicts(x):
    p, q = {'v': x[0] * 2.0}, {'v': x[1] * x[0]}
    p['v'], q['v'] = q['v'], p['v']
    return p['v'] * 5.0 + q['v'] * x[0]


def turned_round_three_lists(x):
    a, b, c = [x[0] * 1.0], [x[1] * x[0]], [x[1]]
    a[0], b[0], c[0] = b[0], c[0], a[0]
    return a[0] * 5.0 + b[0] * x[0] + c[0] * 3.0


def swapped_between_arrays(x):
    a, b = np.outer(x, x), x * 2.0
    a[0, 1], b[0] = b[0], a[0, 1]
    return np.sum(a * a) + b[0] * 3.0


def swap_items(a, b):
    a[0], b[0] = b[0], a[0]


def swapped_by_a_function(x):
    a, b = [x[0] * 1.0], [x[1] * x[0]]
    swap_items(a, b)
    return a[0] * 5.0 + b[0] * x[0]


def swapped_in_rows(s, x):
    for i in range(1, 2):
        s[i][0], s[0][i] = s[0][i], s[i][0] * x[0]
    return np.sum(s * s) * x[1]


_X = np.array([1.3, -0.7])
_ROWS = [np.array([0.3, 0.7]), np.array([1.1, -0.4])]
_OTHERS = [np.array([0.9, -0.2]), np.array([0.5, 1.4])]

PROGRAMS = [
    *[Program(function, (_X,)) for function in (
        copy_of_a_list, list_of_a_list, whole_slice_of_a_list, reversed_slice_of_a_list, slice_that_sees,
        slice_with_an_item_replaced, repeated_list, joined_lists, extended_in_place, extended_by_a_method,
        written_over_a_slice, copy_of_a_dict, updated_dict, values_of_a_dict, list_of_a_tuple, starred, copy_of_a_copy,
        list_in_a_copied_dict, copy_in_a_function, name_of_an_item_twice, name_after_a_swap, item_of_another_list,
        item_put_back, added_before_a_write, added_in_a_loop, taken_out_by_another_name, moved_by_another_name,
        deleted_after_it_was_read, held_under_two_keys, held_under_a_later_key, held_in_two_rows, repeated_and_taken,
        added_again_and_taken, swapped_between_lists, swapped_between_dicts, turned_round_three_lists,
        swapped_between_arrays, swapped_by_a_function)],
    Program(swapped_in_rows, (np.array(_ROWS), _X), wrt=(0, 1)),
    *[Program(rows_taken_in_a_loop, (rows, _X), wrt=(0, 1)) for rows in (_ROWS, np.array(_ROWS))],
    *[Program(name_of_an_item, (rows, _X), wrt=(0, 1)) for rows in (_ROWS, np.array(_ROWS))],
    Program(name_of_a_number, ([0.3, 0.8], _X), wrt=(0, 1)),
    Program(copy_of_a_parameter, (_ROWS, _X), wrt=(0, 1)),
    Program(added_to_a_parameter, (_ROWS, _OTHERS, _X), wrt=(2,)),
    Program(merged_into_a_parameter, ({'k': _ROWS[0]}, {'k': _OTHERS[0]}, _X), wrt=(2,)),
    Program(slice_of_an_array, (np.array(_ROWS), _X), wrt=(0, 1)),
    Program(slice_of_numbers, ([0.3, 0.8], _X), wrt=(0, 1)),
    *[Program(joined_numbers, (numbers, others, _X), wrt=(0, 1, 2)) for numbers, others in (
        (_ROWS[0], _OTHERS[0]), (0.5 * _X, 0.7))],
    Program(item_of_a_parameter, (_ROWS, _OTHERS, _X), wrt=(1, 2)),
]

REFUSED = [Program(under_two_keys_of_a_function, (_X,))]
