"""Dicts: keys that are assigned and deleted, and their methods."""
import collections
import math

import numpy as np

from tests.programs.program import Program


def got_in_an_expression(table, flag):
    y = 0.5 if flag else table.get('a', 0.3) * table.get('none', 2.0)
    return y * table['b']


def dict_result_built(xs):
    result = {}
    for i, x in enumerate(xs):
        result[f'square {i}'] = x * x
    result['sum'] = sum(result.values())
    return result


def keys_deleted(x, y):
    table = {'x': x * y, 'y': y}
    del table['x']
    if 'x' not in table:
        table['x'] = x
    return table['x'] ** 2 * len(table)


def order_of_a_dict(x, y):
    table = {'a': x, 'b': y}
    table['a'] = table.pop('a') * y
    total = 0.3
    for value in table.values():
        total = math.sin(total + value) * value
    return total


def keys_assigned(x, y):
    table = {'x': x}
    table['y'] = y * table['x']
    table['x'] = math.sin(table['y'])
    table['y'] *= 2.0
    table['x'] += table['y']
    return table['x'] * table['y']


def updated(parameters, x):
    table = dict(parameters, extra=x)
    table.update({'a': x * table['a'], 'new': 2.0})
    table.update(b=table['a'] * x)
    merged = {**table, 'new': x} | {'last': table['b']}
    return merged['a'] * merged['new'] * merged['last'] + merged['extra']


def argument_dict_written(parameters, x):
    parameters['a'] = parameters['a'] * x
    parameters['c'] = parameters['b'] ** 2
    del parameters['b']
    return sum(parameters.values()) * parameters['a']


def grouped(xs, names):
    groups = {}
    for x, name in zip(xs, names):
        groups.setdefault(name, []).append(x * x)
    return {name: sum(values) / len(values) for name, values in groups.items()}


def items_of_other_shapes(x, state):
    """What is overwritten had another shape than what comes in its place."""
    v = {'b': np.sin(x), 'c': x}
    v['b'] = np.ones(3) * v['c']
    state['w'] = state['w'][0] * v['b']
    state['new'] = state['n'] * v['c']
    items = [x]
    items.append(x * x)
    items[1] = v['b'] * items[1]
    return state['w'] * items[1] + state['new']


def set_default_of_itself(x):
    table = {'a': x}
    unused = table.setdefault('b', table['a'] * 2.0)
    table.setdefault('a', 5.0)
    table.setdefault('only ' + 'a key')
    return table['a'] * table['b']


def set_defaults_in_a_comprehension(x):
    table = {'a': x}
    made = [table.setdefault(key, x * x) for key in 'abc']
    return table['c'] * x + made[0]


def set_default_list(x):
    table = {'a': x}
    table.setdefault('q', []).append(x * 3.0)
    table.setdefault('q', []).append(x * x)
    return table['q'][1] * table['q'][0]


def set_default_whose_value_is_not_used(x):
    table = {'a': 0.6, 'c': x}
    unused = 0.0
    for i in range(2):
        unused = table.setdefault('c', x - i)
    table.setdefault('d', x * x)
    return x * x if 'd' in table else unused


def keys_named_as_in_a_comprehension(x):
    table = {key: x * size for key, size in (('b', 0.7), ('a', 1.2))}
    total = x
    for key in sorted(table):
        total = total * table[key] + 1.0
    return total


def spread_item(x):
    table = {key: x for key in 'ab'}
    return np.full((3,), table.get('b', 0.5)) * (table['a'] + x)


def totals_by_name(xs, names):
    totals = {}
    for x, name in zip(xs, names):
        totals[name] = totals.get(name, 0.0) + x * x
    return totals['a'] * totals['b']


def default_dict(xs, names):
    totals = collections.defaultdict(float)
    for x, name in zip(xs, names):
        totals[name] += x ** 3
    return totals['a'] * totals['b']


def got_or_default(parameters, x):
    scale = parameters.get('scale', 2.0)
    shift = parameters.get('shift', x)
    nothing = parameters.get('nothing')
    return scale * x + shift * scale if nothing is None else x


def popped_from_a_dict(parameters, x):
    table = dict(parameters)
    a = table.pop('a')
    b = table.pop('missing', x)
    return a * b + len(table) * table['b']


def memoized(x, n):
    table = {0: 1.0, 1: x}

    def chebyshev(k):
        if k not in table:
            table[k] = 2.0 * x * chebyshev(k - 1) - chebyshev(k - 2)
        return table[k]
    return chebyshev(n)


def written_by_a_function(parameters, x):
    def step(parameters, rate):
        for name in parameters:
            parameters[name] = parameters[name] - rate * parameters[name] ** 2
    local = dict(parameters)
    for _ in range(2):
        step(local, x)
    return local['a'] * local['b']


def dict_of_arrays_carried(parameters, x):
    for _ in range(3):
        gradient = {name: value * x for name, value in parameters.items()}
        parameters = {name: parameters[name] - 0.1 * gradient[name] ** 2 for name in parameters}
    return parameters['w'] * parameters['b']


X = np.array([0.7, -1.3, 0.4])
AB = {'a': 0.7, 'b': -1.3}

def parameters_by_name(p, x):
    h = np.tanh(x @ p['W'] + p['b'])
    if p['scale'] > 0.0:
        h = h * p['scale']
    return np.sum(h * p['b'][0] + p['b'][-1])


def updated_by_dicts_and_keywords(x, y):
    table = {'a': x, 'b': y}
    other = {'b': x * y, 'c': y * y}
    table.update(other)
    table.update(a=table['b'], d=x)
    table.update({'e': table['a'] * x}, b=table['b'] * 2.0)
    return table['a'] * table['b'] + table['c'] * table['d'] * table['e']


def views_within_iterators(x, y):
    d = {'a': x, 'b': x * y, 'c': y}
    total = 0.0
    for i, v in enumerate(d.values()):
        total += v * (i + 1)
    for (k, v), w in zip(d.items(), d.values()):
        total += v * w if k != 'b' else w
    return total * sum(i * v for i, (_, v) in enumerate(d.items(), 1))


def updated_in_the_order_of_keys(weights):
    weights = dict(weights)
    for name in sorted(weights):
        weights[name] = weights[name] * weights['a']
    for name in list(weights):
        weights[name] *= 2.0
    return sum([value ** 2 for value in weights.values()])


def made_from_keys(weights):
    scales = dict.fromkeys(weights, weights['a'])
    scales['b'] = 3.0
    return sum([scales[name] * weights[name] for name in weights])


def one_object_from_keys(x):
    d = dict.fromkeys('ab', x * 2)
    d['a'][0] = 5.0
    return np.sum(d['b'] * x)


def one_object_from_keys_and_a_name(x):
    y = x * 2
    d = dict.fromkeys('ab', y)
    e = d['a']
    e[0] = 5.0
    d['b'] += 1.0 * x
    return np.sum(d['a'] * y)


def copies_that_grow_in_a_loop(x):
    first = {'b': x, 'c': x}
    second = first.copy()
    for k in ('m', 'n'):
        second[k] = x * x
    third = second.copy()
    third['b'] = 2.0
    return third['n'] + second['b']


def set_by_default_in_a_loop(x):
    first = {'b': x, 'c': x}
    second = first.copy()
    for v in [x, x * 2.0]:
        found = second.setdefault('new', v * v)
    third = second.copy()
    third['b'] = 2.0
    return third['new'] * found + second['b']


def copy_of_an_argument_that_grows(first, x):
    second = first.copy()
    for k in range(2):
        second[k] = x * x
    third = second.copy()
    third['a'] = 2.0
    return third[1] + second['a']


def numbers_as_keys(x):
    powers = {2: x, 3: x * x}
    total = sum(powers) * x + max(powers) * powers[2]
    for power in powers:
        total = total + power * powers[power]
    first, second = powers
    weights = np.array(list(powers)) * x
    pairs = sum(i * key * value for i, (key, value) in enumerate(zip(powers, [x, x * x])))
    return total * first + np.sum(weights) * second + pairs + sum([*powers])


def table_of(x):
    return {1: x, 2: x * x}


def elements_of(x):
    items = []
    for value in (x, x * x, 2.0 * x):
        items.append(value * value)
    return items


def kinds_that_functions_return(x):
    weights = np.array([1.0, 2.0, 3.0])
    total = sum(table_of(x)) * x + max(table_of(x)) * x
    for key in table_of(x):
        total = total + key * x
    return total * np.prod(elements_of(x)) + np.sum(weights * elements_of(x)) * np.sum(list(table_of(x)))


def pairs_as_keys(x):
    table = {}
    for i in range(3):
        for j in range(i):
            table[i, j] = x[i] * x[j]
    total = 0.0
    for (i, j), value in table.items():
        total = total + value * (i - j)
    return total + sum(value * (i + j) for (i, j), value in table.items())


def made_of_the_keys(weights):
    steps = {name: 0.0 for name in weights}
    places = {name: i for i, name in enumerate(weights)}
    for name in weights:
        steps[name] += weights[name] * (places[name] + 1)
    doubled = {name: np.zeros_like(value) for name, value in weights.items()}
    for name in doubled:
        doubled[name] = doubled[name] + weights[name] * steps[name]
    return sum({name: doubled[name] ** 2 for name in weights}.values())


def values_written_while_counted(x):
    d = {'a': x[0], 'b': x[1]}
    for i, v in enumerate(d.values()):
        d['b'] = v * d['b'] * x[i]
    for i, (push, v) in enumerate(zip(x, d.values())):
        d['b'] = v * push * d['b'] + i
    return d['a'] * d['b']


def items_written_while_counted(x):
    d = {'a': x[0] * x, 'b': x[1] * x}
    for i, (k, v) in enumerate(d.items()):
        d[k] = v * x[i] * d['b']
        v[i] = x[1]
    return d['a'] @ d['b']


def items_written_in_pairs(x):
    d, e = {'a': x[0], 'b': x[1]}, {'a': x[2], 'b': x[3]}
    for (k, v), w in zip(d.items(), e.values()):
        e['b'] = e['b'] * v + w
        d['b'] += w
        d[k] *= v
    return d['a'] * d['b'] + e['a'] * e['b']


PROGRAMS = [
    *[Program(function, (np.array([1.3, 0.7, -0.4, 2.1]),)) for function in (
        values_written_while_counted, items_written_while_counted, items_written_in_pairs)],
    Program(numbers_as_keys, (0.7,)),
    Program(kinds_that_functions_return, (0.7,)),
    Program(pairs_as_keys, (np.array([0.7, -1.3, 0.4]),)),
    Program(made_of_the_keys, ({'b': 0.7, 'a': -1.3, 'c': 0.4},)),
    Program(updated_in_the_order_of_keys, ({'b': 0.7, 'a': -1.3, 'c': 0.4},)),
    Program(one_object_from_keys, (np.array([0.5, 0.7]),)),
    Program(one_object_from_keys_and_a_name, (np.array([0.5, 0.7]),)),
    Program(made_from_keys, ({'b': 0.7, 'a': -1.3, 'c': 0.4},)),
    Program(views_within_iterators, (0.7, 1.3), wrt=(0, 1), order=1),
    Program(updated_by_dicts_and_keywords, (0.7, 1.3), wrt=(0, 1)),
    *[Program(got_in_an_expression, (AB, flag)) for flag in (True, False)],
    Program(set_default_of_itself, (0.7,)),
    Program(set_default_whose_value_is_not_used, (0.7,)),
    Program(keys_named_as_in_a_comprehension, (0.7,)),
    Program(set_defaults_in_a_comprehension, (0.7,)),
    Program(set_default_list, (0.7,), order=1),
    Program(spread_item, (0.7,)),
    Program(parameters_by_name, ({'W': np.outer(X, X), 'b': X, 'scale': 0.6, 'unused': X}, X), wrt=(0, 1)),
    Program(dict_result_built, (X,)),
    Program(keys_assigned, (0.7, 1.3), wrt=(0, 1)),
    Program(argument_dict_written, (AB, 0.6), wrt=(0, 1)),
    Program(totals_by_name, (X, ['a', 'b', 'a'])),
    Program(default_dict, (X, 'aba')),
    Program(got_or_default, ({'scale': 0.7, 'other': 1.3}, 0.6), wrt=(0, 1)),
    Program(dict_of_arrays_carried, ({'w': X, 'b': 0.8}, 0.6), wrt=(0, 1)),
    Program(keys_deleted, (0.7, 1.3), wrt=(0, 1)),
    Program(copies_that_grow_in_a_loop, (0.7,)),
    Program(set_by_default_in_a_loop, (0.7,)),
    Program(copy_of_an_argument_that_grows, (AB, 0.7), wrt=(0, 1)),
    Program(order_of_a_dict, (0.7, 1.3), wrt=(0, 1)),
    Program(updated, (AB, 0.6), wrt=(0, 1)),
    Program(popped_from_a_dict, (AB, 0.6), wrt=(0, 1)),
    Program(written_by_a_function, (AB, 0.3), wrt=(0, 1)),
    Program(grouped, (X, 'aba')),
    Program(items_of_other_shapes, (0.7, {'w': X, 'n': 0.3}), wrt=(0, 1), order=1),
]

LATER = [
    Program(memoized, (0.7, 4)),
]
