"""Lists: their methods, items that are assigned and deleted, and two names of one list."""
import math

import numpy as np

from tests.programs.program import Program


def appended(x, y):
    values = [x]
    values.append(x * y)
    values.append(values[0] * values[1])
    return values[-1] + values[1] ** 2


def extended(xs, x):
    values = [1.0]
    values.extend(xs)
    values.extend((x, x * x))
    values += [values[1] * x]
    return np.array(values) * x


def inserted(x, y):
    values = [x, y]
    values.insert(0, x * y)
    values.insert(-1, 2.0)
    values.insert(100, y * y)
    a, b, c, d, e = values
    return a * b + c * d * e


def popped(xs):
    values = [x * x for x in xs]
    last = values.pop()
    first = values.pop(0)
    values.append(first * last)
    return values.pop() * values[0] + len(values)


def stack_machine(x, y, program):
    """A stack that grows and shrinks as another argument says."""
    stack = []
    for word in program.split():
        if word == '*':
            stack.append(stack.pop() * stack.pop())
        elif word == '-':
            right, left = stack.pop(), stack.pop()
            stack.append(left - right)
        else:
            stack.append({'x': x, 'y': y}[word])
    return stack[-1]


def queue(x, n):
    values = [x, 1.0]
    total = 0.0
    while values and n > 0:
        y = values.pop(0)
        total += y
        values.append(math.sin(y * x))
        n -= 1
    return total


def concatenated(xs, x):
    values = xs + [x] + [xs[0] * x]
    both = (x, 1.0) + tuple(values)
    return both[0] * both[-1] + values[2] * both[3]


def repeated(x, y):
    values = [x, y] * 2
    zeros = [0.0] * 3
    zeros[1] = values[3] * values[0]
    pair = (x,) * 3
    return zeros[1] * pair[2] + values[2] + zeros[0]


def items_assigned(xs):
    values = list(xs)
    values[0] = values[1] * values[2]
    values[-1] = math.sin(values[0])
    values[1] *= values[2]
    return values[0] * values[1] + xs[0]


def argument_list_written(xs, x):
    xs[0] = xs[1] * x
    xs.append(x * x)
    return xs[0] * xs[-1] + xs[2]


def slices_assigned(xs, x):
    xs[::2] = [x * 2.0, xs[0]]
    xs[:2] = xs[1] * x, xs[0]
    return np.array(xs) * x


def slice_of_another_length(xs, x):
    xs[1:2] = [x, x * xs[1]]
    return np.array(xs) * x


def items_deleted(xs):
    values = [x * x for x in xs]
    del values[0]
    return values[0] * values[-1] ** 2


def slice_deleted(x, y):
    values = [x, y, x * y, 2.0 * y]
    del values[1:3]
    return values[0] * values[1]


def other_list_methods(xs):
    values = [x * x for x in xs]
    values.reverse()
    other = values.copy()
    other[0] = 1.0
    values.sort(key=lambda v: -v)
    del values[-1]
    other.clear()
    return values[0] * values[1] ** 2 + len(other)


def reversed_in_place(x, y):
    values = [x, y, x * y]
    values.reverse()
    return values[0] * values[1] + values[2]


def inserted_in_a_while(x):
    values = [0.9] * 3
    y, i = x, 0
    while i < 2:
        i += 1
        values.insert(1, x * x)
        y = y * values[i]
    return y


def slice_of_arrays(parts, x):
    first = parts[:2]
    rest = [x for _ in range(3)][1:]
    return np.sum(first[1] * x) + np.sum(rest[0] ** 2)


def sorted_list(x, y):
    values = [y, x * y, x]
    values.sort()
    return values[0] * values[1] + values[2] ** 2


def sorted_copy(xs, a):
    ys = xs[:]
    ys.sort()
    return ys[0] * a + ys[1] ** 2


def rows_of_a_matrix_sorted(x):
    y = x * x
    y.sort()
    return np.sum(y * x[::-1])


def sorted_without_derivatives(xs, a):
    ys = list(xs)
    ys.sort()
    return ys[0] * a ** 2


def cleared(x, y):
    values = [x, y]
    total = values[0] * values[1]
    values.clear()
    values.append(total * x)
    return values[0] * len(values)


def augmented_containers(x, y):
    values, pair = [x, y], (x,)
    other, same = values, pair
    values += [x * y]
    values *= 2
    pair += (y * y,)
    return other[2] * other[-1] * len(other) + pair[-1] * len(same)


def list_rebound(x, y):
    values = [x, y]
    other = values
    values = values + [x * y]
    values[0] = 2.0
    return values[0] * values[2] + other[0] * len(other)


def list_written_while_iterated(xs):
    """A loop over a list reads each item when its turn comes, and ends where the list then ends."""
    values = list(xs)
    total = 0.0
    for i, value in enumerate(values):
        total += value * value
        if i < 2:
            values[i + 1] = values[i + 1] * value
            values.append(total)
    return total * len(values)


def reads_before_writes(x, y):
    def pushed(values, value):
        values.append(value)
        values[0] = values[0] * value
        return values[0]
    values = [x, y]
    return values[0] + pushed(values, y * y) * values[0] + values[-1]


def lists_are_shared(x, y):
    """Two names of one list, and a list in a list."""
    values = [x, y]
    other = values
    nested = [values, [1.0]]
    other.append(x * y)
    nested[0][0] = y * y
    nested[1].append(values[0])
    return values[0] * values[2] + nested[1][1]


def copied_lists(x, y):
    values = [x, [y]]
    shallow = values[:]
    shallow[0] = 2.0 * y
    shallow[1][0] = x * x
    return values[0] * values[1][0] * shallow[0]


def lists_swapped(x, y, n):
    a, b = [x, 1.0], [y, x]
    for i in range(n):
        a[0], b[1] = b[1] * y, a[0]
        a, b = b, a
    return a[0] * a[1] + b[0] * b[1]


def truth_of_containers(x):
    values, table = [], {}
    y = x * x if values or table else 3.0 * x
    values.append(y)
    while values:
        y = y * values.pop()
    return y


def appended_by_a_function(x, y):
    def record(values, value):
        values.append(value * x)
        return len(values)
    values = [y]
    count = record(values, y * y)
    count += record(values, values[1])
    return values[-1] * values[1] * count


def reversed_under_two_names(x, y):
    values = [x, x * y, y * y]
    others = values
    both = (values, 2.0)
    values.reverse()
    return others[0] * 2.0 + others[1] * others[2] + both[0][0]


def sorted_in_place(x, y):
    values = [x, x * y, y * y]
    others = values
    values.sort()
    products = [v * y for v in values]
    products.sort(key=lambda v: -v)
    for i in range(2):
        products[i] = products[i] * products[2]
        products.sort(reverse=True)
    products.reverse()
    return others[0] * 2.0 + products[0] * products[1] + products[2]


def cleared_under_two_names(x):
    values = [x, x * x]
    others = values
    values.clear()
    return x * len(others)


def callers_list(values, x):
    total = 0.0
    for i in range(len(values)):
        values[i] = values[i] * x + total
        total = total + values[i]
    return total


X = np.array([0.7, -1.3, 0.4])
XS = [0.7, -1.3, 0.4]

def joined_under_its_name(x):
    """The arrays in a list stay what they are when it gets longer."""
    items = [np.full((3,), x), np.full((3,), x * x)]
    first, second = items
    items += [second + second, first * second]
    same = items
    np.add.at(second, [2, 0, 1], np.roll(first, 1))
    return np.sum(same[1] * same[2]) * same[3]


def array_plus_a_list(x):
    """Of an array and a list the elements are added."""
    y = x + [1.0, 2.0, 3.0]
    z = y * 2.0 + y
    return z * (y * x)


def repeated_and_grown(x):
    items = [x[0] * x[1]] * 3
    items.append(x[1])
    return items[0] * items[3]


def zeros_filled_in(x):
    table = [[0.0] * 2 for _ in range(2)]
    table[0][1] = x[0]
    table[1][0] = table[0][1] * x[1]
    return table[1][0] * table[0][1]


def list_times_a_constant_array(x):
    items = [x[0], x[1] * x[0], 2.0 * x[2]]
    weights = np.array([1.0, 2.0, 3.0])
    table = np.array([[1.0, 2.0, 3.0], [0.5, 0.2, 0.1]])
    return np.sum(items * weights) + np.sum(weights * tuple(items)) * items[0] + np.sum((items * table) ** 2)


def grown_lists_times_arrays(x):
    weights = np.array([1.0, 2.0, 3.0])
    grown, filled, turned = [], [0.0] * 3, [x[0], x[1], x[2]][::-1]
    for i, value in enumerate(x):
        grown.append(value * value)
        filled[i] = value ** 3
    product = grown * weights
    return np.sum(weights * grown) * np.sum(filled * weights) + np.sum(turned * weights) * np.sum(product * product)


def lists_and_arrays_added(x):
    weights = np.array([1.0, 2.0, 3.0])
    items = [x[0]]
    items += list(x[1:])
    total = items + weights
    items += weights.tolist()
    return np.sum(total * 2 * total) + np.dot(items, items)


def lists_that_numpy_reads(x):
    items = [x[0], x[1] * x[0], 2.0 * x[2]]
    total = np.prod(items) * np.max(items) + np.std(items) * np.linalg.norm(items)
    total = total + np.sum(np.exp((items[0], items[1]))) + np.sum(np.cumprod(items)) * np.sum([[v] for v in items])
    total = total + np.sum(np.maximum(items, 0.3)) + np.sum(np.hypot(x, items)) * np.sum(x - items)
    square = [[items[0], items[1]], [items[1], 2.0]]
    return total + np.linalg.det(square) + np.sum(np.linalg.solve(square, items[:2])) + np.max([items, x], axis=0) @ x


def groups_of_elements(x):
    groups = {}
    for i, value in enumerate(x):
        groups.setdefault(i % 2, []).append(value)
    return sum(np.prod(group) for group in groups.values())


def sliding_window(x):
    window, total = [], 0.0
    for v in x:
        window.append(v * v)
        window = window[-2:]
        total = total + window[0] * window[-1]
    return total


def sliding_window_of_tuple(x):
    window = ()
    for v in x:
        window = (window + (v * v,))[-2:]
    return window[0] * window[1]


def sliding_window_reversed(x):
    window = [x[0]]
    for v in x:
        window.append(v * window[-1])
        window = window[-3:]
        window = window[::-1]
    return window[0] * window[-1]


def sorted_list_of_an_array(x):
    values = x.tolist()
    values.sort()
    held = {'a': [x[0], x[1] * x[2]]}
    held['a'].sort(key=lambda v: -v)
    return values[0] * values[1] * held['a'][0]


def values_put_into_a_text(x):
    text = 'loss %s'
    text = (text + ' at %d') % (x[0] > 0.5, len('%s %s' % (x[0], 3)) // 40)
    return x[0] * x[1] * len(text)


BOUNDS = [0.2, 1.2, 0.3]


def constant_lists_as_operands(x):
    lower, powers = (0.2, 0.8, 0.3), [2.0, 3.0, 1]
    bounded = np.maximum(x, [0.2, 0.8, 0.3]) + np.minimum(lower, x) * np.fmax(x, BOUNDS)
    powered = np.power(x, powers) + np.float_power([1.5, 2.0, 3.0], x) + np.arctan2(x, [1.0, 2.0, 3.0])
    return np.sum(bounded * powered * np.clip(x, [0.0, 0.8, 0.3], BOUNDS) / np.multiply(powers, x)) + np.sum(
        np.divide([1, 2, 3], x) * x.clip(BOUNDS, 2.0))


def constant_operands_of_einsum(x):
    return np.einsum('i,i', x, [1.0, 2.0, 0.5]) * np.einsum('i,->', x * x, 3.0) + np.einsum(
        'i,j,k->', x, [1.0, 2.0], [3.0, 1.0]) * np.einsum('i,j,i', x, (1.0, 2.0), x)


PROGRAMS = [
    Program(sorted_copy, ([0.7, -1.3, 0.4], 0.5), wrt=(0, 1)),
    Program(rows_of_a_matrix_sorted, (np.array([[0.7, -1.3, 0.4], [0.2, 0.9, -0.5]]),)),
    Program(sorted_without_derivatives, ([0.7, -1.3, 0.4], 0.5), wrt=(1,)),
    Program(sorted_list_of_an_array, (np.array([0.7, -1.3, 0.4]),)),
    Program(values_put_into_a_text, (np.array([0.7, -1.3, 0.4]),)),
    *[Program(function, (np.array(XS),)) for function in (
        list_times_a_constant_array, lists_that_numpy_reads, grown_lists_times_arrays, lists_and_arrays_added)],
    Program(groups_of_elements, (np.array(XS),), order=1),
    Program(zeros_filled_in, (np.array([0.7, -1.3]),)),
    Program(repeated_and_grown, (np.array([0.7, -1.2, 0.4]),)),
    Program(array_plus_a_list, (np.array(XS),)),
    Program(joined_under_its_name, (0.7,)),
    Program(inserted_in_a_while, (0.7,)),
    Program(slice_of_arrays, ([np.array([0.7, -1.3])] * 3, np.array([0.4, 1.1])), wrt=(0, 1)),
    Program(appended, (0.7, 1.3), wrt=(0, 1)),
    Program(inserted, (0.7, 1.3), wrt=(0, 1)),
    Program(popped, (X,)),
    Program(queue, (0.7, 5)),
    Program(concatenated, (XS, 0.6), wrt=(0, 1)),
    Program(repeated, (0.7, 1.3), wrt=(0, 1)),
    Program(items_assigned, (XS,)),
    Program(items_assigned, (X,)),
    Program(argument_list_written, (XS, 0.6), wrt=(0, 1)),
    Program(slices_assigned, (XS, 0.6), wrt=(0, 1)),
    Program(items_deleted, (XS,)),
    Program(reversed_in_place, (0.7, 1.3), wrt=(0, 1)),
    Program(cleared, (0.7, 1.3), wrt=(0, 1)),
    Program(reversed_under_two_names, (0.7, 1.3), wrt=(0, 1)),
    Program(sorted_in_place, (0.7, 1.3), wrt=(0, 1)),
    Program(sorted_list, (0.7, 1.3), wrt=(0, 1)),
    Program(list_rebound, (0.7, 1.3), wrt=(0, 1)),
    Program(lists_swapped, (0.7, 1.3, 3), wrt=(0, 1)),
    Program(callers_list, (XS, 0.6), wrt=(0, 1)),
    Program(extended, (XS, 0.6), wrt=(0, 1)),
    Program(extended, (tuple(XS), 0.6), wrt=(0, 1)),
    Program(truth_of_containers, (0.7,)),
    Program(cleared_under_two_names, (0.7,)),
    Program(reads_before_writes, (0.7, 1.3), wrt=(0, 1)),
    Program(lists_are_shared, (0.7, 1.3), wrt=(0, 1)),
    Program(copied_lists, (0.7, 1.3), wrt=(0, 1)),
    Program(appended_by_a_function, (0.7, 1.3), wrt=(0, 1)),
    Program(stack_machine, (0.7, 1.3, 'x y * y x - * x *'), wrt=(0, 1)),
    Program(other_list_methods, (XS,)),
    Program(augmented_containers, (0.7, 1.3), wrt=(0, 1)),
    Program(list_written_while_iterated, (XS,)),
    Program(sliding_window, (XS,)),
    Program(sliding_window_of_tuple, (X,)),
    Program(sliding_window_reversed, (XS,)),
    Program(constant_lists_as_operands, (np.array([0.7, 1.3, 0.4]),)),
    Program(constant_operands_of_einsum, (np.array([0.7, 1.3, 0.4]),)),
]

LATER = [
    Program(slice_of_another_length, (XS, 0.6), wrt=(0, 1)),
    Program(slice_deleted, (0.7, 1.3), wrt=(0, 1)),
]
