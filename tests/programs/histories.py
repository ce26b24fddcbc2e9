"""Objects that keep lists of what they computed, which grow, and loops that write the objects of a list."""
from __future__ import annotations

import dataclasses

import numpy as np

from tests.programs.program import Program


class Walker:
    def __init__(self, x):
        self.x, self.log = x, [x]

    def step(self, dt):
        self.x = self.x + dt * np.sin(self.x)
        self.log.append(self.x)


class Recorder:
    def __init__(self):
        self.seen = []

    def add(self, value):
        self.seen.append(value)


@dataclasses.dataclass
class Scaled:
    factor: float
    values: list = dataclasses.field(default_factory=list)

    def put(self, x):
        self.values.append(self.factor * x)
        return self


def two_added(x):
    recorder = Recorder()
    recorder.add(x)
    recorder.add(x * x)
    return recorder.seen[1]


def added_in_a_loop(x):
    recorder = Recorder()
    for i in range(4):
        recorder.add(x * i)
        recorder.add(x * x)
    return recorder.seen[1] * recorder.seen[-1] + sum(recorder.seen)


def all_steps(x):
    walker = Walker(x)
    for _ in range(3):
        walker.step(0.1)
    return sum([value * value for value in walker.log])


def more_on_a_condition(x):
    walker = Walker(x)
    for _ in range(3):
        walker.step(0.1)
        if walker.log[-1] > 0.5:
            walker.log.append(walker.log[-1] * walker.log[0])
    return walker.log[-1] * walker.x + len(walker.log)


def until_it_is_long(x):
    walker = Walker(x)
    while len(walker.log) < 4:
        walker.step(0.2)
        walker.log.append(walker.log[-2] * walker.x)
    steps = np.array(walker.log)
    return np.sum(steps * steps)


def arrays(x):
    walker = Walker(x * np.ones(2))
    for _ in range(3):
        walker.step(0.1)
    return np.sum(walker.log[-1] * walker.log[1])


def pairs(x):
    walker = Walker(x)
    walker.pairs = []
    for i in range(3):
        walker.step(0.1)
        walker.pairs.append((walker.x, i))
        walker.pairs.extend([(x, 2)])
    return walker.pairs[2][0] * walker.pairs[1][0]


def list_in_a_dict(x):
    table = {'h': []}
    for i in range(3):
        table['h'].append(x * i)
    return table['h'][2] * table['h'][1]


def of_a_dataclass(x):
    scaled = Scaled(x)
    for _ in range(3):
        scaled.put(x)
    return scaled.values[0] * scaled.values[2]


class Particle:
    def __init__(self, place, speed):
        self.place, self.speed = place, speed


def pulls(particles):
    return [-p.place for p in particles]


class Cloud:
    def __init__(self, x):
        self.particles = [Particle(x, x * x), Particle(2.0 * x, x)]

    def pulls(self):
        return [-p.place * self.particles[0].place for p in self.particles]

    def step(self, dt):
        for p, pull in zip(self.particles, self.pulls()):
            p.speed = p.speed + pull * dt
            p.place = p.place + p.speed * dt


def pulls_by_a_function(x):
    particles = [Particle(x, x * x), Particle(2.0 * x, x)]
    for _ in range(2):
        for p, pull in zip(particles, pulls(particles)):
            p.speed = p.speed + 0.1 * pull
        for i, pull in enumerate(pulls(particles)):
            particles[i].place += pull * particles[i].speed
    return particles[0].speed * particles[1].place


def pulls_by_a_method(x):
    cloud = Cloud(x)
    for _ in range(2):
        cloud.step(0.1)
    return cloud.particles[0].speed * cloud.particles[1].place


def pulls_by_a_comprehension(x):
    particles = [Particle(x, x * x), Particle(2.0 * x, x)]
    for p, pull in zip(particles, [-q.place for q in particles]):
        p.speed = p.speed + 0.1 * pull
    after = [p.speed * p.place for p in particles]
    for p, new in zip(particles, after):
        p.place, p.speed = new, p.place
    return particles[0].speed * particles[1].place


def as_often(x, seen):
    return [x * len(seen), x]


def made_in_the_order_of_the_text(x):
    seen = [1.0]

    def first():
        seen.append(2.0)
        return [x, x * x]
    out = np.zeros(2)
    for i, (a, b) in enumerate(zip(first(), as_often(x, seen))):
        out[i] = a * b
    return np.sum(out)


PROGRAMS = [Program(function, (x,)) for function in (
    two_added, added_in_a_loop, all_steps, more_on_a_condition, until_it_is_long, arrays, pairs, list_in_a_dict,
    of_a_dataclass, pulls_by_a_function, pulls_by_a_method, pulls_by_a_comprehension,
    made_in_the_order_of_the_text) for x in (0.45, 0.0)]
