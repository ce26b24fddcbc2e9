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


@dataclasses.dataclass
class Stats:
    mean: float = 0.0
    var: float = 1.0
    clip: float = 2.0


class Moments(NamedTuple):
    mean: float = 0.0
    var: float = 1.0


def defaults_named_like_methods_of_arrays(stats, moments):
    other = Stats(mean=stats.var * moments.mean)
    return stats.mean * stats.clip * moments.var + other.mean * other.clip


def namedtuple_inside(x, y):
    point = Point(x * y, y=x)
    moved = point._replace(x=point.y * 2.0)
    a, b = point
    return moved.x * point.x + a * b + moved[1] * Point(x).y


@dataclasses.dataclass
class Box:
    values: list
    scale: float

    def total(self, power=2.0):
        return sum(self.values) * self.scale ** power

    def scaled(self, factor):
        return Box([factor * value for value in self.values], self.scale)


@dataclasses.dataclass(frozen=True)
class Quantity:
    size: float


@dataclasses.dataclass
class Doubled:
    x: float

    def __post_init__(self):
        self.x = 2.0 * self.x


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


def record_replaced_in_a_loop(x):
    state = State(x)
    for _ in range(3):
        state = dataclasses.replace(state, position=state.position + 0.1 * state.velocity, velocity=state.velocity * x)
    return state.position


def replaced_by_another_shape(point, x):
    return np.sum(point._replace(y=np.array([x, x * x])).y) * point.x * point._replace(x=x).y


def records_in_a_list(layers, x):
    for layer in layers:
        x = np.tanh(layer.W @ x + layer.b)
    return x


def records_in_a_dict(table):
    return table['p'].x * table['q'].y ** 2 + table['p'].y


def record_argument_and_result(state, x):
    return State(state.position * x, state.velocity + x, state.name)


def record_in_a_branch(point):
    turned = Point(point.y, point.x) if point.x > 0.0 else point
    return turned.x ** 2 * turned.y


def record_of_a_list(box):
    smaller = box.scaled(0.5)
    return smaller.total() + box.total(power=1.5) + smaller.values[1]


def records_listed(states):
    points = [Point(state.position, state.velocity) for state in states]
    x, y = points[0]
    return x * y * sum([point.x * point.y for point in points])


def namedtuple_as_other_things(point):
    return point._asdict()['x'] * getattr(point, 'y') * sum(point) + max(point)


def record_field_like_an_array(quantity):
    return quantity.size * 2.0


def record_that_does_more(x):
    return Doubled(x).x * x


W = np.array([[0.7, -0.3], [0.4, 0.9]])
V = np.array([0.8, -0.5])
XS = [0.7, -1.3, 0.4]
P, Q = Point(0.7, -1.3), Point(0.4, 0.9)

def named_results(a):
    values, symmetric = np.linalg.eigh(a + a.T), np.linalg.eigh(np.dot(a, a.T))
    total = np.linalg.slogdet(symmetric.eigenvectors * values.eigenvalues).logabsdet
    for i in range(2):
        factors = np.linalg.svd(a + i)
        total = total * np.sum(factors.S ** 2) + factors.U[0, 0] * factors.Vh[0, 1]
    return total * np.linalg.slogdet(a).sign + np.sum(np.linalg.qr(a).R ** 3 * np.linalg.qr(a).Q)


PROGRAMS = [
    Program(defaults_named_like_methods_of_arrays, (Stats(0.7, 1.3, 0.4), Moments(0.6, 1.1)), wrt=(0, 1)),
    Program(record_replaced_in_a_loop, (0.7,)),
    Program(replaced_by_another_shape, (P, 0.4), wrt=(0, 1)),
    Program(records_in_a_list, ([Layer(W, V), Layer(W.T, V)], V), wrt=(0, 1)),
    Program(records_in_a_dict, ({'p': P, 'q': Q},)),
    Program(record_argument_and_result, (State(0.7, 0.4), 1.3), wrt=(0, 1)),
    *[Program(record_in_a_branch, (point,)) for point in (P, Point(-0.7, 1.3))],
    Program(record_of_a_list, (Box([0.7, 1.3], 0.4),)),
    Program(records_listed, ([State(0.7), State(-0.4, 1.3)],)),
    Program(namedtuple_as_other_things, (P,)),
    Program(namedtuple_inside, (0.7, 1.3), wrt=(0, 1)),
    Program(namedtuple_argument, (Point(0.7, -1.3), Layer(W, V)), wrt=(0, 1)),
    Program(namedtuple_result, (0.7,)),
    Program(namedtuples_carried, (0.7, 3)),
    Program(record_inside, (0.7, 0.3), wrt=(0, 1)),
    Program(record_replaced, (0.7, 1.3), wrt=(0, 1)),
    Program(record_written, (0.7,)),
    Program(record_that_does_more, (0.7,)),
    Program(record_with_method, (XS, 0.6), wrt=(0, 1)),
    Program(named_results, (np.array([[0.7, 1.3], [0.4, -0.2]]),)),
]

REFUSED = [
    Program(record_field_like_an_array, (Quantity(0.7),)),
]
