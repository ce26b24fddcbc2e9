"""Kinds of values in a generated program, as plain tuples: what is known of a variable while the program is written.

    ('f',)                   a number
    ('i', bound)             an integer that carries no derivative: not negative, below the bound
    ('a', shape)             an array of floats
    ('l', kind, length)      a list of values of one kind
    ('d', ((key, kind),))    a dict with these keys
    ('t', (kind,))           a tuple
    ('r', name, ((field, kind),))   a record: a namedtuple or an instance of a dataclass
"""
from __future__ import annotations

import dataclasses
import math
from typing import Any, NamedTuple

import numpy as np

F = ('f',)


class Pair(NamedTuple):
    """A namedtuple that programs use."""

    x: Any
    y: Any


@dataclasses.dataclass
class State:
    """A dataclass that programs use."""

    place: Any
    speed: Any = 0.5

    def energy(self) -> Any:
        return np.sum(self.place * self.place) + np.sum(np.sin(self.speed))

    def moved(self, time: Any) -> State:
        return State(self.place + time * self.speed, 0.9 * self.speed)

    def step(self, time: Any) -> None:
        self.place = self.place + time * self.speed
        self.speed *= 0.8


RECORDS = {'Pair': Pair, 'State': State}


class Skip(Exception):
    """A construct cannot be written here; another one is tried."""


def integer(bound: int) -> tuple:
    return ('i', bound)


def array(*shape: int) -> tuple:
    return ('a', shape)


def a_list(item: tuple, length: int) -> tuple:
    return ('l', item, length)


def a_dict(**items: tuple) -> tuple:
    return ('d', tuple(items.items()))


def a_tuple(*items: tuple) -> tuple:
    return ('t', items)


def a_record(name: str, *items: tuple) -> tuple:
    return ('r', name, tuple(zip(RECORDS[name].__annotations__, items)))


def fields_of(record: Any) -> dict[str, Any]:
    return {field: getattr(record, field) for field in type(record).__annotations__}


def kind_of(value: Any) -> tuple | None:
    """The kind of a value; None if programs have no use for it."""
    if isinstance(value, (bool, np.bool_)):
        return None
    if isinstance(value, (int, np.integer)):
        return integer(int(value) + 1) if 0 <= value < 10 else None
    if isinstance(value, (float, np.floating)):
        return F
    if isinstance(value, np.ndarray):
        return array(*value.shape) if value.dtype.kind == 'f' and value.ndim and value.size else None
    if isinstance(value, (Pair, State)):
        kinds = list(map(kind_of, fields_of(value).values()))
        return None if None in kinds else a_record(type(value).__name__, *kinds)
    if isinstance(value, list):
        kinds = {kind_of(item) for item in value} or {F}
        return a_list(kinds.pop(), len(value)) if len(kinds) == 1 and None not in kinds else None
    if isinstance(value, (tuple, dict)):
        items = value.values() if isinstance(value, dict) else value
        kinds = [kind_of(item) for item in items]
        if not kinds or None in kinds:
            return None
        return ('d', tuple(zip(value, kinds))) if isinstance(value, dict) else a_tuple(*kinds)
    return None


def is_moderate(value: Any, most: float = 50.0) -> bool:
    """Whether all numbers in a value are finite and not large."""
    if isinstance(value, (Pair, State)):
        value = fields_of(value)
    if isinstance(value, dict):
        return all(is_moderate(item, most) for item in value.values())
    if isinstance(value, (list, tuple)):
        return len(value) < 20 and all(is_moderate(item, most) for item in value)
    if isinstance(value, np.ndarray):
        return value.dtype.kind not in 'fc' or bool(np.all(np.abs(value) < most))
    return not isinstance(value, (float, np.floating)) or (math.isfinite(value) and abs(value) < most)


def drawn(kind: tuple, random: Any) -> Any:
    """An example of a kind, with two decimals."""
    def number() -> float:
        return round(random.uniform(0.2, 1.4), 2) * random.choice([1.0, 1.0, -1.0])
    if kind == F:
        return number()
    if kind[0] == 'i':
        return random.randrange(kind[1])
    if kind[0] == 'a':
        return np.array([number() for _ in range(math.prod(kind[1]))]).reshape(kind[1])
    if kind[0] == 'l':
        return [drawn(kind[1], random) for _ in range(kind[2])]
    if kind[0] == 'd':
        return {key: drawn(item, random) for key, item in kind[1]}
    if kind[0] == 'r':
        return RECORDS[kind[1]](*[drawn(item, random) for _, item in kind[2]])
    return tuple(drawn(item, random) for item in kind[1])
