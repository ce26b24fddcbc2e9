"""Functions that give or take iterables: map, filter, sorted, itertools and others."""
import collections
import functools
import itertools
import math
import operator

import numpy as np

from tests.programs.program import Program


def largest_or_default(x):
    total = max(x[1:], default=0.0) * min([v ** 2 for v in x], default=x[0])
    total = total + max([v for v in x if v > 5.0], default=3.0 * x[0])
    for i in range(len(x)):
        total = total + max((x[j] * i for j in range(i)), default=x[2], key=lambda v: -v)
    return total


def numbered_elements(x):
    table, total = np.outer(x, x), 0.0
    for (i, j), value in np.ndenumerate(table):
        total = total + value * (i + 2 * j)
    for i, j in np.ndindex(2, 2):
        total = total + table[i, j] ** 2
    return total + sum(value * place[0] for place, value in np.ndenumerate(x * x))


def methods_of_ufuncs(x):
    table = np.subtract.outer(x, x ** 2)
    highest = np.maximum.accumulate(table * x, axis=1)
    lowest = np.minimum.accumulate(np.multiply.outer(x, x[:2]))
    return np.add.reduce(highest) + np.logaddexp.accumulate(x) * np.sum(lowest * lowest)


def dict_sorted(weights):
    y = 1.0
    for name in sorted(weights, reverse=True):
        y = y * weights[name] + 0.5
    return y


def keys_in_order(weights):
    return sum([weights[name] ** len(name) * weights[min(weights)] for name in sorted(weights)])


def largest_of_a_dict(weights):
    best = max(weights, key=lambda name: weights[name])
    names = list(weights)
    return weights[best] * weights[min(weights)] ** 2 * weights[names[0]]


def sets_and_keywords(x, **options):
    y = x
    for value in sorted({3, 1, 3, 2}):
        y = y * x + value
    for key in options:
        y = y * len(key)
    return y


def product_of_ranges(xs):
    total = 0.0
    for i, j in itertools.product(range(3), range(2)):
        if i != j:
            total += xs[i] * math.exp(xs[j])
    return total


def combinations_of_indices(xs):
    total = 0.0
    for i, j in itertools.combinations(range(len(xs)), 2):
        total += math.sqrt((xs[i] - xs[j]) ** 2 + 0.1)
    return total


def inactive_generator(x, n):
    def odd(n):
        for i in range(n):
            if i % 2:
                yield i
    y = x
    for i in odd(n):
        y = y * x + i
    return y


def indices_of_array(xs):
    total = 0.0
    for i, j in np.ndindex(xs.shape):
        total += xs[i, j] * xs[j % 2, i]
    return total


def mapped_list(xs):
    return np.array(list(map(math.sin, xs)))


def mapped_lambda(xs, ys, scale):
    return sum(map(lambda x, y: scale * x * y, xs, ys))


def mapped_in_a_loop(xs):
    y = 1.0
    for square in map(lambda x: x * x, xs):
        y = y * square + 0.3
    return y


def filtered(xs):
    y = 1.0
    for x in filter(lambda x: x > 0.0, xs):
        y = y * x
    return y


def sorted_items(xs):
    smallest, *_, largest = sorted(xs)
    return largest * largest - smallest ** 3


def sorted_with_key(xs):
    ordered = sorted(xs, key=lambda x: -abs(x))
    return ordered[0] ** 2 * ordered[1]


def sorted_records(points):
    y = 0.0
    for rank, (name, x) in enumerate(sorted(points, key=lambda point: point[0])):
        y += (rank + 1) * x * x
    return y


def largest_with_key(xs):
    return max(xs, key=abs) ** 3 + min(xs, key=lambda x: (x - 0.5) ** 2) ** 2


def reduced(xs):
    return functools.reduce(lambda y, x: y * x + 0.5, xs, 1.0)


def chained(xs, ys):
    total = 1.0
    for x in itertools.chain(xs, ys):
        total = total * x + 0.5
    return total


def counted(x, words):
    y = x
    for word, count in sorted(collections.Counter(words).items()):
        y = y * x + count * len(word)
    return y


def iterated_by_hand(xs):
    items = iter(xs)
    y = next(items)
    for x in items:
        y = y * x + 0.5
    return y


def filtered_while_written(xs):
    ys = xs * 1.0
    for y in filter(lambda y: y < 0.8, ys):
        ys[2] = y * y
    return y * ys[2]


def mapped_while_written(xs):
    ys = xs * 1.0
    total = 0.0
    for y in map(lambda y: y * y, ys):
        ys[2] = y
        total += y
    return total


def generated_while_written(xs):
    ys = xs * 1.0
    total = 0.0
    for y in (y * z for y in ys if y < 1 for z in ys):
        ys[2] = y
        total += y
    else:
        total = 2.0 * total
    return total


def counted_and_mapped_while_written(xs):
    ys = xs * 1.0
    total = 0.0
    for i, (x, y) in enumerate(zip((x * x for x in xs), map(lambda x: x * ys[2], xs))):
        ys[2] = y
        total += x * y * i
        if total > 5.0:
            break
    return total


def filtered_and_counted(xs):
    found = []
    for i, x in enumerate(filter(lambda x: x > 0.0, xs)):
        found.append(x * i)
        if i > 4:
            break
    return sum(found)


def filtered_and_counted_while_written(xs):
    ys = xs * 1.0
    same = ys[:]
    for i, y in enumerate(filter(lambda y: y < 0.8, ys)):
        same[2] = y * y * i
    return y * ys[2]


def mapped_pairs(xs, ys):
    total = 0.0
    for i, product in enumerate(map(lambda x, y: x * y, xs, ys)):
        total += product ** i
    return total


XS = np.array([0.7, -1.3, 0.4])
YS = np.array([1.2, 0.5, -0.8])
WEIGHTS = {'v': 0.7, 'w': -1.3, 'b': 0.4}

def filtered_by_its_own_name(y):
    for u in filter(lambda y: y > 0.5, y):
        pass
    return u * np.sum(y)


def generated_of_its_own_name(y):
    total = 0.0
    for i, u in enumerate(y * y for y in y):
        total += i * u
    for a, b in zip(map(lambda y: y * y, y), (y + 1.0 for y in y)):
        total += a * b
    return total + max(y * y for y in filter(lambda y: y > 0.0, y))


def filtered_in_a_call(y):
    return kept(y, 0.5 * y[0])


def kept(p, q):
    q *= p[2]
    for y in filter(lambda y: y > 0.5, p):
        q += y
    return q


def folded_with_a_closure(xs):
    scale = xs[0]
    return functools.reduce(lambda y, x: y * x * scale, (x + 0.5 for x in xs))


def neighbours(xs):
    total = 0.0
    for i, (left, right) in enumerate(itertools.pairwise(xs)):
        total += left * right * (i + 1)
    return total


def running_products(xs):
    sums = itertools.accumulate(xs)
    products = itertools.accumulate(xs, operator.mul, initial=xs[0])
    return sum(sums) + max(products)


def pairs_and_triples(xs):
    total = sum([a * b for a, b in itertools.combinations(xs, 2)])
    for a, b, c in itertools.islice(itertools.permutations(xs, 3), 1, None, 2):
        total += a * b / (1.5 + c * c)
    return total + sum(a * b * b for a, b in itertools.product(xs, repeat=2))


def pairs_made_before_a_write(xs):
    items = xs * 1.0
    pairs = itertools.combinations(items, 2)
    items[1] = items[0] * 3.0
    return sum([a * b * b for a, b in pairs]) + np.sum(items)


def joined(xs, ys):
    flat = list(itertools.chain.from_iterable([xs, [2.0], ys]))
    return flat[1] * flat[-1] + sum(v * v for v in itertools.chain(ys, xs))


def places_in_a_set(xs):
    places = {0, 2, 1}
    total = 1.0
    for place in places:
        total = total * xs[place] + xs[place]
    return total


def places_held(xs):
    pairs = itertools.product(range(2), repeat=2)
    total = 1.0
    for i, j in pairs:
        total = total * xs[i] + xs[j]
    return total


def starred_array(xs):
    items = [xs[0] * 2.0, *xs]
    return items[0] * items[1] + sum(items) * np.sum(xs * xs)


def transposed(xs):
    pairs = [(x, x * x) for x in xs]
    values, squares = zip(*pairs)
    total = sum(values) * max(squares)
    for i, (a, b, *_) in enumerate(zip(*pairs)):
        total += a * b * i
    return total


def columns(rows):
    return sum(a * b for a, b in zip(*rows)) * len(list(zip(*rows)))


def counted_until(x):
    y = x[0] * 8.0
    for k in itertools.count():
        if k % 3 == 1:
            continue
        y = y * 0.5
        if y < 0.4:
            break
    return y * k


def counted_until_return(x):
    total = x[0]
    for k in itertools.count(1.0, 0.5):
        total = total * k
        if total > 20.0:
            return total * k


def counted_by_what_varies(x):
    total = x[0]
    for k in itertools.count(x[1], step=x[2]):
        total = total + k * k
        if total > 30.0:
            break
    return total


def counted_in_each(x):
    total = x[0]
    for k in itertools.count():
        for j in itertools.count(k, 2):
            if j > 5:
                break
            total = total * 0.9 + j * x[1]
        if k > 2:
            break
    return total * k * j


def endless_in_zip(x):
    total, scales, n = 0.0, [x[0], x[1]], 2
    for i, v in zip(itertools.count(n, n), x):
        n = 5
        total = total + i * v * v * n
    for scale, v, (j, w) in zip(itertools.cycle(scales), x, enumerate(itertools.repeat(x[2]), 1)):
        total = total + scale * v * w * j
    for pair in zip(itertools.count(3, -1), x):
        total = total + pair[0] * pair[1] ** 2
    for i, (j, v) in enumerate(zip(itertools.count(1, 2), x), len(x)):
        total = total + i * j * v * v
    return total


def endless_in_comprehensions(x):
    weighted = {i: v * v for i, v in zip(itertools.count(1), x)}
    total = sum(w * v for w, v in zip(itertools.cycle([1.0, -2.0]), x))
    return weighted[2] * total + sum(map(lambda i, v: i * v * v, itertools.count(1), x))


def endless_only(x):
    total = x[0]
    for i, w in zip(itertools.count(), itertools.cycle([2.0, x[1] ** 2])):
        total = total * w + i
        if total > 50.0 or i > 8:
            break
    return total * i


def until_a_value(x):
    total, scales = x[0], [1.0, 2.0, 3.0, 0.0, 4.0]
    for scale in iter(lambda: scales.pop(), 0.0):
        total = total * scale
    else:
        total = total * x[1]
    return total * len(scales)


def drawn_by_next(x):
    numbers, total = itertools.count(1), 0.0
    for v in x:
        total = total + v * v * next(numbers)
    return total


PROGRAMS = [
    *[Program(function, (np.array([1.3, 0.7, 0.4, 2.1]),)) for function in (
        counted_until, counted_until_return, counted_by_what_varies, counted_in_each, endless_in_zip,
        endless_in_comprehensions, endless_only, until_a_value, drawn_by_next)],
    Program(methods_of_ufuncs, (XS,)),
    Program(largest_or_default, (XS,)),
    Program(numbered_elements, (XS,)),
    Program(folded_with_a_closure, (XS,)),
    Program(neighbours, (XS,)),
    Program(transposed, (XS,)),
    Program(columns, (np.outer(XS[:2], XS[:3]),)),
    Program(columns, ([list(XS[:3]), [0.4, 1.3]],)),
    Program(running_products, (XS,)),
    Program(pairs_and_triples, (XS[:3],)),
    Program(pairs_made_before_a_write, (XS[:3],)),
    Program(joined, (XS, YS), wrt=(0, 1)),
    Program(places_in_a_set, (XS,)),
    Program(places_held, (XS,)),
    Program(starred_array, (XS,)),
    Program(reduced, (XS,)),
    Program(chained, (XS, YS), wrt=(0, 1)),
    Program(filtered_by_its_own_name, (XS,)),
    Program(generated_of_its_own_name, (XS,)),
    Program(filtered_in_a_call, (XS,)),
    Program(dict_sorted, (WEIGHTS,)),
    Program(keys_in_order, (WEIGHTS,)),
    Program(largest_of_a_dict, (WEIGHTS,)),
    Program(sets_and_keywords, (0.7,), keywords={'first': 1, 'second': 2}),
    Program(product_of_ranges, (XS,)),
    Program(combinations_of_indices, (XS,)),
    Program(indices_of_array, (np.array([[0.7, -1.3], [0.4, 1.5]]),)),
    Program(filtered_while_written, (XS,)),
    Program(mapped_while_written, (XS,)),
    Program(generated_while_written, (XS,)),
    Program(counted_and_mapped_while_written, (XS,)),
    Program(filtered_and_counted, (XS,)),
    Program(mapped_pairs, (XS, YS), wrt=(0, 1)),
    Program(mapped_list, (XS,)),
    Program(mapped_in_a_loop, (XS,)),
    Program(filtered, (XS,)),
    Program(sorted_items, (XS,)),
    Program(sorted_items, ([0.7, -1.3, 0.4, 1.1],)),
    Program(sorted_with_key, (XS,)),
    Program(sorted_records, ([('b', 0.7), ('a', -1.3), ('c', 0.4)],)),
    Program(largest_with_key, (XS,)),
    Program(counted, (0.7, ('of', 'the', 'of'))),
    Program(inactive_generator, (0.7, 4)),
    Program(mapped_lambda, (XS, YS, 0.6), wrt=(0, 1, 2)),
]

REFUSED = [
    Program(filtered_and_counted_while_written, (XS,)),
    Program(iterated_by_hand, (XS,)),
]
