"""Samples of what is done with records: their rules make second derivatives of functions that read and make some."""
import collections
import dataclasses
from dataclasses import replace

import numpy as np

from tangent.runtime.fields import (
    NamedTuple, add_field, field_of, fields, from_fields, number, of_class, replaceable, unreplaced,
)
from tangent.runtime.trees import leaves_of, with_leaves
from tests.templates.sample import Sample, array

Point = collections.namedtuple('Point', 'x y')
_replace, _asdict = NamedTuple._replace, NamedTuple._asdict


@dataclasses.dataclass
class State:
    position: float
    velocity: float = 1.0


def read(x, y):
    return getattr(Point(x, y), 'x') * Point(x, y).y


def added(x, y, e):
    point = add_field(Point(x, y), 'y', e)
    return point.x * point.y


def adjoint_of_a_field(x, y):
    return field_of(Point(x * y, y), 'x') * y


def of_a_class(x, y):
    return of_class(Point(x * y, y), Point).x * y


def of_a_number(x, y):
    return number(x * y) * y


def replaced(x, y):
    return Point(x, x * y)._replace(y=y).y * replace(State(x), velocity=y).velocity


def put_back(x, y):
    return unreplaced(State(x, x * y), State(y, x), {'velocity': y}).position


def to_be_replaced(x, y):
    return replaceable(State(x * y, y)).position * y


def as_dict(x, y):
    return Point(x, y)._asdict()['y'] * x


def taken_apart(x, y):
    found = fields(State(x, y))
    return from_fields({'position': found['velocity'], 'velocity': x}, State(x, y)).position * found['position']


def leaves(x, y):
    first, second = leaves_of({'a': x * y, 'n': 3, 'b': [y]}, {'a': 1.0, 'n': 3, 'b': [np.ones(2)]})
    return first * second


def other_leaves(x, y):
    tree = with_leaves([x * y, y], {'a': y, 'n': x, 'b': [x]}, {'a': 1.0, 'n': 3, 'b': [1.0]})
    return tree['a'] * tree['b'][0] + tree['n']


SAMPLES = [
    Sample(leaves, 0.7, 1.3),
    Sample(leaves, array(2), array(2, seed=1)),
    Sample(other_leaves, 0.7, 1.3),
    Sample(read, 0.7, 1.3),
    Sample(read, array(2), array(2, seed=1)),
    Sample(added, 0.7, 1.3, 0.4),
    Sample(adjoint_of_a_field, 0.7, 1.3),
    Sample(of_a_class, 0.7, 1.3),
    Sample(of_a_number, 0.7, 1.3),
    Sample(replaced, 0.7, 1.3),
    Sample(to_be_replaced, 0.7, 1.3),
    Sample(put_back, array(2), array(2, seed=1)),
    Sample(as_dict, 0.7, 1.3),
    Sample(taken_apart, 0.7, 1.3),
]
