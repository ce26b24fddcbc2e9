"""Statements whose parts have effects, in the order in which Python evaluates them."""
import numpy as np

from tests.programs.program import Program

X = np.array([1.3, 0.7, -0.4, 2.1])
WEIGHTS = np.array([1.0, 2.0, 3.0, 4.0])


def popped_index(x):
    y, places = np.zeros(4), [0, 1]
    y[places.pop()] = x[places.pop()]
    return y[0] * 3 + y[1] * 5


def next_index(x):
    places, y = iter([1, 2, 3]), np.zeros(4)
    y[next(places)] = x[next(places)] ** 2
    return y[1] * 3 + y[2] * 5


def counted_index(x):
    n, y = 0, np.zeros(4)

    def following():
        nonlocal n
        n = n + 1
        return n
    y[following()] = x[n] ** 2
    return y[1] * 5


def popped_key(x):
    names = ['a', 'b']
    d = {'a': x[2] * x[0], 'b': x[3]}
    d[names.pop()] = x[len(names)]
    return d['a'] * 3 + d['b'] * 5


def index_rebinds(x):
    y, z = x * 2, np.zeros(4)

    def place():
        nonlocal y
        y = y * 3
        return 2
    z[place()] = y[1]
    return z[2] * y[0]


def index_rebinds_target(x):
    z = x * 2
    w = z

    def place():
        nonlocal z
        z = z * 3
        return 1
    z[place()] = x[2]
    return z @ x + w @ x


def index_writes(x):
    y, z = x * 2, np.zeros(4)

    def place():
        y[1] = 5.0 * x[0]
        return 2
    z[place()] = y[1]
    return z[2] * y[0]


def popped_bounds(x):
    places, z = [3, 2, 1, 0], np.zeros(4)
    z[places.pop():places.pop() + 2] = x[places.pop()] * len(places)
    return np.sum(z * z * WEIGHTS)


def popped_targets(x):
    places, z, w = [3, 1, 2, 1, 0, 1, 2], np.zeros(4), np.zeros(4)
    z[places.pop()] = w[places.pop()] = x[places.pop()] * len(places)
    (z[places.pop()], (a, *w[places.pop():])) = x[places.pop()], (x[1], x[0], x[0], x[3])
    return np.sum(z * WEIGHTS * w) * a


def targets_in_turn(x):
    i, z = 0, np.zeros(4)

    def place():
        nonlocal i
        i = i + 10
        return 2
    i, z[place()] = 1, x[1] ** 2
    z[place()], i = z[2] * x[0], i + 1
    return np.sum(z) * i


class Slots:
    def __init__(self, items):
        self.items, self.used = items, 0

    def following(self):
        self.used += 1
        return self.used

    def __setitem__(self, i, value):
        self.items[i] = value


def index_of_object(x):
    slots = Slots([x[0], x[1], x[2]])
    for v in x[:2]:
        slots.items[slots.following()] = v * v * slots.used
    slots[slots.following() - 3] = x[slots.used - 2] ** 2
    return slots.items[0] * 3 + slots.items[1] * 5 + slots.items[2] * 7


def target_of_loop(x):
    z, places = np.zeros(4), [3, 2, 1, 0]
    for i, z[places.pop()] in enumerate(x):
        z = z * x[i]
    return np.sum(z * WEIGHTS)


def update_rebinds(x):
    n = x[0]

    def doubled():
        nonlocal n
        n = n * 2
        return x[1]
    for _ in range(2):
        n += doubled()
        n *= doubled() if x[1] > 0 else 1.0
    return n


def update_rebinds_array(x):
    a = x * 1.0
    first = a

    def doubled():
        nonlocal a
        a = a * 2
        return x
    for _ in range(2):
        a += doubled()
        a[1] -= doubled()[0]
    return a @ x + first[0] * first[1]


def update_in_visits(x):
    total, below = x[0], {0: [1, 2], 1: [3]}

    def leaf(u):
        nonlocal total
        total = total * x[1]
        return x[u]

    def visit(u):
        nonlocal total
        for child in below.get(u, []):
            total += leaf(child)
        return x[u] * 2
    total += visit(0)
    total -= visit(1)
    return total


def index_of_update(x):
    z, places, i = np.outer(x, x), [0, 1], 0

    def changed():
        nonlocal i
        i += 1
        places[0] = 2
        places.append(3)
        return x[i]
    z[places[0], len(places)] += changed()
    z[i:len(places), i] *= changed()
    return np.sum(z * np.outer(x, WEIGHTS))


def dict_of_calls(x):
    places = []

    def key(v=0.0):
        places.append(v)
        return len(places)
    d = {key(x[0]): len(places) * x[0], **{'s': places[0]}, key(): key(x[2]) * x[2], 'q': places[2]}
    return d[1] * 3 + d[2] * 5 + d['s'] * d['q']


def dict_of_pops(x):
    places = [0, 1, 2]
    d = {places.pop(): x[places.pop()] ** 2, places.pop(): x[len(places)]}
    return d[2] * 3 + d[0] * 5


def dict_of_next(x):
    places = iter([2, 1, 0, 3])
    d = {next(places): x[next(places)] ** 2, next(places): x[next(places)] * 2}
    return d[2] * 3 + d[0] * 5


PROGRAMS = [Program(function, (X,)) for function in (
    popped_index, next_index, counted_index, popped_key, index_rebinds, index_rebinds_target, index_writes,
    popped_bounds, popped_targets, targets_in_turn, index_of_object, target_of_loop, update_rebinds,
    update_rebinds_array, update_in_visits, index_of_update, dict_of_calls, dict_of_pops, dict_of_next)]
