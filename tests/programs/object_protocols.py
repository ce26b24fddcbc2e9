"""What Python asks of a class by special names: items that are written, loops over objects, methods as values."""
from __future__ import annotations

import numpy as np

from tests.programs.program import Program


class Linear:
    def __init__(self, W, b):
        self.W = W
        self.b = b

    def forward(self, x):
        return np.tanh(self.W @ x + self.b)

    def __call__(self, x):
        return self.forward(x)


class Sequential:
    """Layers are passed on their own: `__init__` gets them as a tuple."""

    def __init__(self, *layers):
        self.layers = list(layers)

    def __iter__(self):
        return iter(self.layers)

    def __len__(self):
        return len(self.layers)

    def __getitem__(self, i):
        return self.layers[i]

    def __call__(self, x):
        for layer in self:
            x = layer(x)
        return x


class Table:
    """A dict of values that are doubled when they are written."""

    def __init__(self, values):
        self.values = values

    def __getitem__(self, key):
        return self.values[key]

    def __setitem__(self, key, value):
        self.values[key] = 2.0 * value

    def __delitem__(self, key):
        self.values.pop(key)

    def __contains__(self, key):
        return key in self.values

    def __len__(self):
        return len(self.values)

    def __iter__(self):
        yield from self.values.values()


class Grid:
    def __init__(self, n):
        self.cells = np.zeros((n, n))

    def __setitem__(self, place, value):
        self.cells[place] = value

    def __getitem__(self, place):
        return self.cells[place]


def layers_passed_on(W, x):
    model = Sequential(Linear(W, x), Linear(W.T, 2.0 * x))
    return np.sum(model(x))


def loop_over_an_object(W, x):
    model = Sequential(Linear(W, x), Linear(W.T, 2.0 * x))
    for i, layer in enumerate(model):
        x = layer(x) * (i + 1.0)
    return np.sum(x)


def loop_over_a_parameter(model: Sequential, x):
    for layer in model:
        x = layer(x)
    return x


def loops_without_statements(W, x):
    model = Sequential(Linear(W, x), Linear(W.T, 2.0 * x))
    first, second = model
    both = [*model, first]
    return sum([np.sum(layer(x)) for layer in model]) + np.sum(both[1](second(x))) + len(list(model))


def indices_of_an_object(W, x):
    model = Sequential(Linear(W, x), Linear(W.T, 2.0 * x))
    for i in range(len(model)):
        x = model[i](x)
    return np.sum(x)


def items_written(x):
    table = Table({'a': x, 'c': 2.0})
    table['a'] = x * x
    table['c'] += table['a'] * x
    return table['a'] * x + table['c']


def items_of_a_parameter_written(table: Table, x):
    table['a'] = x * x * table['c']
    if 'a' in table and len(table) == 2:
        x = x * table['a']
    return table['a'] * x


def items_written_in_a_loop(x):
    grid = Grid(3)
    for i in range(3):
        grid[i, 0] = x * i
        grid[:, 1] = grid[:, 0] * x
    return np.sum(grid.cells ** 2)


def items_deleted(x):
    table = Table({'a': x, 'b': x * x, 'c': 2.0})
    del table['a']
    total = 0.0
    for value in table:
        total = total + value * value
    return total


def applied(function, x):
    return 2.0 * function(x)


def method_as_a_value(model, x):
    forward = model.forward
    return np.sum(forward(forward(x)))


def method_of_a_known_class_as_a_value(model: Linear, x):
    forward = model.forward
    return np.sum(applied(forward, x))


def method_passed(model, x):
    return np.sum(applied(model.forward, x)) + sum([np.sum(v) for v in map(model.forward, [x, 2.0 * x])])


def methods_in_a_list(W, x):
    model = Linear(W, x)
    for function in [model.forward, model, np.sin]:
        x = function(x)
    return np.sum(x)


def one_of_two_methods(model, x):
    function = model.forward if x[0] > 0.0 else np.sin
    return np.sum(function(x))


class Module:
    """As PyTorch has it: a call goes to `forward`, whatever that takes."""

    def __call__(self, *args, **options):
        return self.forward(*args, **options)


class Scaled(Module):
    def __init__(self, *layers, scale=1.0):
        self.layers = layers
        self.scale = scale

    def forward(self, x, power=1.0):
        for layer in self.layers:
            x = layer(x)
        return self.scale * x ** power


class Dense(Module):
    def __init__(self, W):
        self.parameters = {'W': W}

    def forward(self, x):
        return np.tanh(self.parameters['W'] @ x) + 1.5


def module_called(W, x):
    return np.sum(Scaled(Dense(W), Dense(W.T), scale=2.0)(x))


def module_given(model, x):
    return np.sum(model(np.sin(x)))


def module_of_known_class(model: Scaled, x):
    return np.sum(model(x, power=x[0]))


def option_passed_on(model, x):
    return np.sum(model(x, power=x[0]))


class Family:
    members = 3
    weights = [1.0, 2.0]

    def __init__(self, x):
        self.x = x

    def scaled(self, y):
        return self.members * self.x * y + self.weights[1] * self.x


def numbers_of_the_class(x):
    family = Family(x)
    return family.scaled(x) * Family.members


class Holder:
    def __init__(self, function):
        self.function = function

    def __call__(self, v):
        return self.function(v)


def closure_in_an_attribute(x):
    holder = Holder(lambda v: v * x)
    return holder(x) * holder.function(2.0)


class Log:
    def __init__(self, values):
        self.values = values

    def count(self, x):
        return len(self.values) + 0 * int(x)


def method_that_only_reads(log, x):
    n = log.count(2.7)
    return n * x * log.values[0]


def names_of_inner_functions(table: Table, model: Sequential, x):
    """Inside, the names of the parameters stand for a list, and for a number."""
    def inner(model, table):
        model[0] += x
        first, second = model
        return first * second * (table + x)
    items = [layer.b for layer in model]
    return inner([x, 2.0], x) * table['a'] + np.sum([*items][0]) * (lambda model: sum([*model]))([x, x])


_W, _x = np.array([[0.3, -0.2], [0.5, 0.7]]), np.array([0.4, 1.2])

PROGRAMS = [
    Program(layers_passed_on, (_W, _x), wrt=(0, 1)),
    Program(loop_over_an_object, (_W, _x), wrt=(0, 1)),
    Program(loop_over_a_parameter, (Sequential(Linear(_W, _x), Linear(_W.T, 2.0 * _x)), _x), wrt=(0, 1)),
    Program(loops_without_statements, (_W, _x), wrt=(0, 1)),
    Program(indices_of_an_object, (_W, _x), wrt=(0, 1)),
    Program(items_written, (1.3,)),
    Program(items_of_a_parameter_written, (Table({'a': 1.2, 'c': 2.0}), 1.3), wrt=(0, 1)),
    Program(items_written_in_a_loop, (1.3,)),
    Program(items_deleted, (1.3,)),
    Program(method_as_a_value, (Linear(_W, _x), _x), wrt=(0, 1)),
    Program(method_of_a_known_class_as_a_value, (Linear(_W, _x), _x), wrt=(0, 1)),
    Program(method_passed, (Linear(_W, _x), _x), wrt=(0, 1)),
    Program(methods_in_a_list, (_W, _x), wrt=(0, 1)),
    Program(one_of_two_methods, (Linear(_W, _x), _x), wrt=(0, 1)),
    Program(module_called, (_W, _x), wrt=(0, 1)),
    Program(module_given, (Scaled(Dense(_W), Dense(_W.T)), _x), wrt=(0, 1)),
    Program(module_given, (Scaled(Dense(_W), Dense(_W.T)), _x)),
    Program(module_given, (Scaled(Dense(_W), Dense(_W.T)), _x), wrt=(1,)),
    Program(option_passed_on, (Scaled(Dense(_W), scale=0.5), _x)),
    Program(option_passed_on, (Scaled(Dense(_W), scale=0.5), _x), wrt=(1,)),
    Program(module_of_known_class, (Scaled(Dense(_W), Dense(_W.T)), _x), wrt=(0, 1)),
    Program(option_passed_on, (Scaled(Dense(_W), scale=0.5), _x), wrt=(0, 1)),
    Program(numbers_of_the_class, (1.3,)),
    Program(closure_in_an_attribute, (1.3,)),
    Program(names_of_inner_functions, (Table({'a': 1.2}), Sequential(Linear(_W, _x)), 1.3), wrt=(0, 1, 2)),
    Program(method_that_only_reads, (Log([1.2, 0.4]), 1.3), wrt=(0, 1)),
]
