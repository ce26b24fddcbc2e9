"""Views of arrays: what is written through one is seen through the others."""

import numpy as np

from tests.programs.program import Program


def row_as_a_view(a, x):
    row = a[1]
    row *= x
    row[0] = a[0, 1] * a[1, 2]
    a[1, 2] += row[0]
    return a * row


def view_sees_the_write(x):
    tail = x[1:]
    x[1] = x[0] * x[2]
    x *= 2.0
    return tail * x[0]


def view_of_a_view(x):
    middle = x[1:][:2]
    middle[::-1][0] = x[0] ** 2
    x[:2][1] *= 3.0
    return middle * x[:2]


def overlapping_views(x):
    head, tail = x[:-1], x[1:]
    head += tail
    tail *= head
    return np.sum(head * x[-1])


def reshaped(a, x):
    flat = a.reshape(-1)
    flat[1] = x[0] * flat[4]
    a.reshape(3, 2)[2] *= x[1:]
    return flat * a[0, 1]


def transposed(a, x):
    t = a.T
    t[2] = x[:2]
    t[0, 1] *= a[0, 2]
    a.T[1] += 0.5 * np.transpose(a)[0]
    return a


def raveled(a):
    flat = a.ravel()
    flat[::2] = flat[1::2] * flat[0]
    np.ravel(a)[0] += 1.0
    return a * a


def raveled_copy(a):
    """Ravelling a transpose copies, so that the write does not reach the array."""
    flat = a.T.ravel()
    flat[1] = 0.0
    return np.sum(a.ravel() * flat)


def other_views(a):
    a[:, 0][1] *= a[0, 1]
    np.swapaxes(a, 0, 1)[2] *= 2.0
    a[None].squeeze(0)[0, 0] = a[1, 1] ** 2
    np.expand_dims(a, 0)[0, 0] *= a[1]
    return a


def flat_attribute(a):
    a.flat[1] = a[0, 0] * a[1, 2]
    return a * a


def index_arrays_copy(x):
    y = x[[0, 1]]
    y[0] = 5.0
    z = x[x > 0.0]
    z *= 2.0
    return np.sum(x * x) * y[1] + z[0]


def full_slice(xs):
    """Of an array it is a view, of a list a copy."""
    ys = xs[:]
    ys[0] = xs[1] * xs[2]
    return ys[0] * xs[0] + xs[1]


def names_rebound_to_new_arrays(a, x):
    row = a[0]
    row = row * x
    row[1] = 2.0
    for line in a:
        line = line * x
        line[0] = 1.0
    a[1] = row
    row *= x[2]
    return a + line * row


def functions_that_give_views(x):
    np.reshape(x, (3, 1))[0] = x[1] * x[2]
    np.atleast_2d(x)[0, 1] *= 2.0
    x[np.newaxis].T[2] *= x[0]
    x[...][0] += 1.0
    return x * x


def saved_view_of_a_written_array(a, n):
    total = 0.0
    for i in range(n):
        row = a[i % 2]
        total += np.sum(np.sin(row) * row)
        a[i % 2] = a[1 - i % 2] * row
        a[0, i] = total
    return total * np.sum(a)


def reversed_onto_its_name(x):
    y = x * x
    y = y[::-1]
    y[0] = y[1] * y[2]
    y = y[:2]
    y *= y[0]
    return y


def rows_written_in_a_loop(a, x):
    for i, row in enumerate(a):
        row *= x[i]
        row[0] = a[0, 1] * row[2]
    return a


def stored_where_it_came_from(x):
    """A list that holds views of the array that is written later."""
    windows = [x[i:i + 2] for i in range(2)]
    x[1] = x[0] * x[2]
    windows[0] *= 2.0
    return windows[0] * windows[1]


X = np.array([0.7, -1.3, 0.4])
A = np.array([[0.7, -1.3, 0.4], [1.5, 0.6, -0.9]])

def written_in_reverse_order(a):
    y = 2.0 * a
    flipped = y.T
    flat = y.ravel()
    y[0, 1] = a[1, 2]
    flipped[0, 1] *= a[0, 0]
    flat[-1] = flipped[1, 0] * y[1, 0]
    return y * y + flipped.T


def last_row_of_a_loop(a):
    y = 2.0 * a
    for row in y:
        pass
    row[1] = a[0, 0] * a[0, 1]
    y[1, 0] *= a[0, 2]
    return y * row


def two_names_in_a_loop(x):
    y = x * x
    z = y
    for i in range(1, 3):
        z[i] = y[i - 1] * x[i]
    return y * z


def view_and_two_names(x):
    y = 2.0 * x
    raised = y[None]
    z = np.asarray(y)
    w = y
    w[0] = x[1] * x[2]
    z[1] = raised[0, 0] * x[0]
    return raised * y



def reshaped_written_in_a_loop(x):
    row = x.reshape(1, -1)
    row[0, 2] += np.dot(x, x)
    for j in range(2):
        row[j % 1, 1 - j] = 0.7 * x[j]
    pair = (x, 1.5)
    return pair[0]


def gone_through_by_a_name_that_is_assigned_anew(x):
    total = 0.0
    for z in x:
        total = total + z * np.sum(x)
        x = np.ones(4) * z
        x[...] = 0.7 * x
    return total + np.sum(x)


def written_with_what_a_loop_left(table, z):
    for n, u in enumerate(z, 1):
        for v in table.values():
            r = u.copy()
    for j in range(1, 3):
        r[[1, 2, 0]] = v * v * r
    return np.sum(r * r)


def view_made_in_a_branch(x):
    y = x * 1.5
    if x[0] > 10.0:
        view = np.transpose(y)
        view[...] = view[1]
        y[0] += y[-1]
    y -= x[1]
    return np.sum(y ** 3)


def slice_of_a_list_gone_through(a):
    items = [a[-1, 0] * a[0, 1]]
    for i, item in enumerate(items[::1], 1):
        pair = [np.full(3, item), i * 1.0]
    return item * np.sum(pair[0])


def row_whose_index_moves_on(y):
    j = 0
    row = y[j]
    j += 1
    row[1::2] = 0.7 * row[0]
    return y * y


def row_whose_index_moves_on_in_a_loop(y):
    j = 0
    row = y[j]
    for _ in range(2):
        row[0] = row[1] * row[2] * y[j, 0]
        j += 1
    return y * y


PROGRAMS = [
    *[Program(f, (np.array([[0.3, 0.5, -0.2], [1.0, 0.5, 0.7], [0.2, 0.9, 0.4]]),)) for f in (
        row_whose_index_moves_on, row_whose_index_moves_on_in_a_loop)],
    Program(view_made_in_a_branch, (X,)),
    Program(slice_of_a_list_gone_through, (A,)),
    Program(reshaped_written_in_a_loop, (X,)),
    Program(gone_through_by_a_name_that_is_assigned_anew, (X,)),
    Program(written_with_what_a_loop_left, ({'a': -0.35, 'b': -0.62}, np.outer([0.6, 1.1], X)), wrt=(0, 1)),
    Program(saved_view_of_a_written_array, (A, 3)),
    Program(reversed_onto_its_name, (X,)),
    Program(full_slice, ([0.7, -1.3, 0.4],)),
    Program(row_as_a_view, (A, X), wrt=(0, 1)),
    Program(index_arrays_copy, (X,)),
    Program(full_slice, (X,)),
    Program(names_rebound_to_new_arrays, (A, X), wrt=(0, 1)),
    Program(written_in_reverse_order, (A,)),
    Program(last_row_of_a_loop, (A,)),
    Program(two_names_in_a_loop, (X,)),
    Program(view_and_two_names, (X,)),
    Program(view_sees_the_write, (X,)),
    Program(rows_written_in_a_loop, (A, X), wrt=(0, 1)),
    Program(raveled_copy, (A,)),
    Program(stored_where_it_came_from, (X,)),
    Program(view_of_a_view, (X,)),
    Program(overlapping_views, (X,)),
    Program(reshaped, (A, X), wrt=(0, 1)),
    Program(transposed, (A, X), wrt=(0, 1)),
    Program(raveled, (A,)),
    Program(other_views, (A,)),
    Program(functions_that_give_views, (X,)),
]

REFUSED = [
    Program(flat_attribute, (A,)),
]
