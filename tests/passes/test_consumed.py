"""What would be silently wrong: iterators read twice, assignments in augmented ones, functions that change others."""
import itertools

import numpy as np
import pytest

import tangent
from tangent.errors import KindError, UnsupportedError

X = np.array([1.3, 2.1, -0.4])


def generator_twice(x):
    squares = (v * v for v in x)
    return sum(squares) + sum(squares)


def map_twice(x):
    doubled = map(lambda v: 2.0 * v, x)
    return sum(doubled) + sum(doubled)


def zip_in_a_loop(x):
    pairs = zip(x, x[1:])
    total = 0.0
    for _ in range(2):
        for left, right in pairs:
            total += left * right
    return total


def by_another_name(x):
    squares = (v * v for v in x)
    same = squares
    return sum(same) + sum(same)


def pairs_of(x):
    return zip(x, x[1:])


def returned_by_a_function(x):
    pairs = pairs_of(x)
    return sum([a * b for a, b in pairs]) + sum([a + b for a, b in pairs])


def twice(items):
    return sum(items) + sum(items)


def passed_to_a_function(x):
    return twice(v * v for v in x)


@pytest.mark.parametrize('transform', [tangent.grad, tangent.jvp], ids=['grad', 'jvp'])
@pytest.mark.parametrize('function, line', [
    (generator_twice, 'squares = (v * v'), (map_twice, 'doubled = map'), (zip_in_a_loop, 'pairs = zip'),
    (by_another_name, 'same = squares'), (returned_by_a_function, 'pairs = pairs_of'),
    (passed_to_a_function, 'return twice')])
def test_iterators_that_are_read_more_than_once(function, line, transform):
    with pytest.raises(UnsupportedError, match='is an iterator, and is read more than once') as error:
        transform(function)
    assert line in str(error.value) and 'list(' in error.value.remedy


def once_in_each_branch(x):
    squares = (v * v for v in x)
    if x[0] > 0.0:
        return sum(squares)
    return max(squares)


def new_in_each_iteration(x):
    total = 0.0
    for factor in (1.0, 2.0):
        scaled = map(lambda v: v * factor, x)
        for v in scaled:
            total += v * v
    return total


@pytest.mark.parametrize('function, expected', [(once_in_each_branch, 2.0 * X), (new_in_each_iteration, 10.0 * X)])
def test_iterators_that_are_read_once(function, expected):
    np.testing.assert_allclose(tangent.grad(function)(X), expected)
    assert tangent.jvp(function)(X, np.ones(3)) == pytest.approx(np.sum(expected))


def zip_before_a_write(x):
    y = x * 1.0
    pairs = zip(y, y[1:])
    y[1] = y[0] * 3.0
    return sum([a * b for a, b in pairs])


def generator_before_another_value(x):
    k = 2.0
    scaled = (v * k for v in x)
    k = 3.0
    return sum(scaled) + k


def reversed_list_that_grows(x):
    items = [x[0], x[1]]
    other = items
    backward = enumerate(items)
    other.append(x[2])
    return sum([i * v for i, v in backward])


def pairs_of_what_the_loop_writes(x):
    y = x * 1.0
    pairs = itertools.pairwise(y)
    total = 0.0
    for a, b in pairs:
        total += a * b
        y[2] = a
    return total


def fill(y):
    y[0] = 4.0
    return y[1]


def written_by_a_helper(x):
    y = x * 1.0
    doubled = map(lambda v: 2.0 * v, y)
    last = fill(y)
    return sum(doubled) + last


def replaced_by_its_statements(x):
    def inner(p):
        same = map(lambda w: w, p[::1])
        part = p[::1]
        part[2] = 1.0
        return sum(same)
    return inner(x * 2.0)


def taken_out_before(x):
    items = [x[0], x[1]]
    same = map(lambda v: v, items)
    last = items.pop()
    return sum(same) * last


@pytest.mark.parametrize('transform', [tangent.grad, tangent.jvp], ids=['grad', 'jvp'])
@pytest.mark.parametrize('function, line, changed', [
    (taken_out_before, 'same = map', 'items'),
    (replaced_by_its_statements, 'same = map', 'part'), (zip_before_a_write, 'pairs = zip', 'y'),
    (generator_before_another_value, 'scaled = (v', 'k'),
    (reversed_list_that_grows, 'backward = enum', 'other'), (written_by_a_helper, 'doubled = map', 'y'),
    (pairs_of_what_the_loop_writes, 'pairs = itertools', 'y')])
def test_iterators_of_what_changes_before_they_are_read(function, line, changed, transform):
    with pytest.raises(UnsupportedError, match=f"is an iterator, and '{changed}', of which it has still") as error:
        transform(function)
    assert line in error.value.source and 'list(' in error.value.remedy


def index_assigned_on_the_right(x):
    y, i = x.copy(), 0
    y[i] += (i := 1) * x[1]
    return y[0] * i


def name_assigned_on_the_right(x):
    y = x[0]
    y += (y := x[1]) * 2.0
    return y


@pytest.mark.parametrize('function, variable', [(index_assigned_on_the_right, 'i'), (name_assigned_on_the_right, 'y')])
def test_assignments_inside_augmented_ones(function, variable):
    with pytest.raises(UnsupportedError, match=f"'{variable}' is changed on the right of an augmented assignment"):
        tangent.grad(function)


def counter_that_escapes(x):
    def outer():
        n = x[0]

        def inner():
            nonlocal n
            n = n * x[1]
            return n
        return inner
    count, other = outer(), outer()
    return count() + count() * other()


def test_a_function_that_changes_what_is_around_it_and_is_returned():
    with pytest.raises(UnsupportedError, match='a nonlocal statement cannot be differentiated'):
        tangent.grad(counter_that_escapes)


def written_by_flat(m, x):
    elements = m.flat
    elements[2] = x[0]
    return np.sum(m * m)


def test_elements_written_by_flat():
    with pytest.raises(KindError, match=r'by way of \.flat'):
        tangent.grad(written_by_flat, wrt='x')(np.ones((2, 2)), X)


def mutual_recursion(x):
    def even(n, v):
        return v if n == 0 else odd(n - 1, v * x[0])

    def odd(n, v):
        return v * 2.0 if n == 0 else even(n - 1, v + x[1])
    return even(3, 1.0)


@pytest.mark.parametrize('transform', [tangent.grad, tangent.jvp], ids=['grad', 'jvp'])
def test_local_functions_that_call_each_other(transform):
    with pytest.raises(UnsupportedError, match="'odd' is passed on as a value, and the function 'even' that it calls"):
        transform(mutual_recursion)


def written_by_a_special_method(x):
    y = x.copy()
    y.__setitem__(0, x[1])
    return np.sum(y * x)


def test_calls_of_special_methods_that_write():
    with pytest.raises(UnsupportedError, match='a call of __setitem__') as error:
        tangent.grad(written_by_a_special_method)
    assert 'x[i] = v' in error.value.remedy


def endless_under_a_name(x):
    numbers = itertools.count(1)
    total = 0.0
    for i, j, v in zip(numbers, itertools.count(), x):
        total = total + i * v * v + j
    return total


def endless_generator():
    k = 0
    while True:
        yield k
        k += 1


def through_an_endless_generator(x):
    total = x[0]
    for k in endless_generator():
        total = total * 0.5 + k
        if total > 3.0:
            break
    return total


def until_a_value_of_what_is_assigned(x):
    total, items = x[0], [1.0, 0.0]
    for item in iter(items.pop, 0.0):
        items = [0.0, 2.0]
        total = total * item
    return total


@pytest.mark.parametrize('transform', [tangent.grad, tangent.jvp], ids=['grad', 'jvp'])
@pytest.mark.parametrize('function', [
    endless_under_a_name, through_an_endless_generator, until_a_value_of_what_is_assigned])
def test_endless_iterators(function, transform):
    with pytest.raises(UnsupportedError, match='reads? its items before it') as error:
        transform(function)
    assert 'while True' in error.value.remedy and error.value.line


def items_of_what_is_assigned(x):
    d = {'a': x[0], 'b': x[1]}
    for i, (k, v) in enumerate(d.items()):
        d[k] = v * v
        d = {'a': x[i], 'b': x[2]}
    return d['a'] * d['b']


def test_items_of_a_dict_that_is_written_and_assigned():
    with pytest.raises(UnsupportedError, match="a loop that writes 'd', of which its iterator has still to compute"):
        tangent.grad(items_of_what_is_assigned)
