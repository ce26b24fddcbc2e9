"""Values that carry no derivative where a callee or a loop is derived for one argument, and carry one for the next."""
import functools

import numpy as np

from tests.programs.program import Program


class Layer:
    def __init__(self, scale):
        self.scale = scale

    def __call__(self, x):
        return np.tanh(self.scale * x)

    def forward(self, x, shift=0.1):
        return np.sin(self.scale * x * x) + shift * x


class Model:
    def __init__(self, layers):
        self.layers = layers


def object_called(layer, x):
    return np.sum(layer(x))


def method_called(layer, x):
    return np.sum(layer.forward(x, shift=0.3 * x))


def objects_called_in_a_loop(model, x):
    for layer in model.layers:
        x = layer(x)
    return np.sum(x)


def methods_called_in_a_loop(model, x):
    for layer in model.layers:
        x = layer.forward(x, x)
    return np.sum(x)


def function_in_a_list(w, x):
    functions = [lambda z: np.sin(w * z * z), np.cos]
    return np.sum(functions[0](x))


def function_made(w, x):
    def make(a):
        return lambda z, y: np.sin(a * z * z) * y
    return np.sum(make(w)(x, x * w))


def function_in_a_dict(w, x):
    def apply(function, value):
        return function(value)
    functions = {'a': lambda z: np.sin(w * z * z)}
    return np.sum(apply(functions['a'], x))


def partial_called(w, x):
    scaled = functools.partial(lambda a, z: np.sin(a * z * z), w)
    return np.sum(scaled(x))


def function_of_a_function(w, x):
    def twice(function):
        return lambda z: function(function(z))
    return np.sum(twice(lambda z: np.sin(w * z))(x))


def loop_over_a_product(w, x):
    scales = w * 2
    for scale in scales:
        x = np.sin(x * scale)
    return np.sum(x)


def loop_over_values(weights, x):
    for weight in weights.values():
        x = np.sin(x * weight)
    return np.sum(x)


def loop_over_keys(weights, x):
    for key in weights:
        x = np.sin(x * weights[key])
    return np.sum(x)


def loop_over_an_attribute(model, x):
    for scale in model.layers:
        x = np.sin(x * scale)
    return np.sum(x)


def list_grown_and_gone_through(w, x):
    scales = [w[0]]
    for i in range(2):
        scales.append(w[i] * 2)
        for scale in scales:
            x = np.sin(x * scale)
    return np.sum(x)


_w, _x = np.array([0.3, 0.5]), np.array([0.7, 1.2])
_layers = Model([Layer(np.array([0.3, 0.5])), Layer(np.array([0.9, -0.4]))])

PROGRAMS = [
    *[Program(f, (Layer(_w), _x), wrt=(0, 1)) for f in (object_called, method_called)],
    *[Program(f, (_layers, _x), wrt=(0, 1)) for f in (objects_called_in_a_loop, methods_called_in_a_loop)],
    *[Program(f, (_w, _x), wrt=(0, 1)) for f in (
        function_in_a_list, function_made, function_in_a_dict, partial_called, function_of_a_function,
        loop_over_a_product, list_grown_and_gone_through)],
    *[Program(f, ({'a': 0.3, 'b': 0.7}, _x), wrt=(0, 1)) for f in (loop_over_values, loop_over_keys)],
    Program(loop_over_an_attribute, (Model([0.3, 0.7]), _x), wrt=(0, 1)),
]
