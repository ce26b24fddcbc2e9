"""Named tuples and dataclasses."""
import collections
import dataclasses
import math
from typing import NamedTuple

import numpy as np

from tests.programs.program import Program


class Point(NamedTuple):
    x: float
    y: float = 2.0


Layer = collections.namedtuple('Layer', ['W', 'b'])


@dataclasses.dataclass
class State:
    position: float
    velocity: float = 1.0
    name: str = 'state'


@dataclasses.dataclass(frozen=True)
class Model:
    weights: tuple
    bias: float

    def predict(self, x):
        return sum([w * x ** i for i, w in enumerate(self.weights)]) + self.bias


def namedtuple_inside(x, y):
    point = Point(x * y, y=x)
    moved = point._replace(x=point.y * 2.0)
    a, b = point
    return moved.x * point.x + a * b + moved[1] * Point(x).y


def namedtuple_argument(point, layer):
    return np.tanh(layer.W @ np.array([point.x, point.y]) + layer.b)


def namedtuple_result(x):
    return Point(x * x, math.sin(x))


def namedtuples_carried(x, n):
    point = Point(x, 0.5)
    for _ in range(n):
        point = Point(point.y * x, point.x + point.y)
    return point.x * point.y


def record_inside(x, rate):
    state = State(x)
    for _ in range(3):
        state = State(state.position + rate * state.velocity, state.velocity - rate * state.position)
    return state.position * state.velocity * len(state.name)


def record_written(x):
    state = State(x, velocity=x * x)
    other = state
    state.position = state.velocity * x
    other.velocity += state.position
    return state.position * state.velocity


def record_replaced(x, y):
    state = dataclasses.replace(State(x), velocity=y)
    return state.velocity * state.position ** 2


def record_with_method(weights, x):
    model = Model(tuple(weights), x * x)
    return model.predict(0.6) * model.bias


W = np.array([[0.7, -0.3], [0.4, 0.9]])
V = np.array([0.8, -0.5])
XS = [0.7, -1.3, 0.4]

LATER = [
    Program(namedtuple_inside, (0.7, 1.3), wrt=(0, 1)),
    Program(namedtuple_argument, (Point(0.7, -1.3), Layer(W, V)), wrt=(0, 1)),
    Program(namedtuple_result, (0.7,)),
    Program(namedtuples_carried, (0.7, 3)),
    Program(record_inside, (0.7, 0.3), wrt=(0, 1)),
    Program(record_written, (0.7,)),
    Program(record_replaced, (0.7, 1.3), wrt=(0, 1)),
    Program(record_with_method, (XS, 0.6), wrt=(0, 1)),
]
