"""Objects in lists and in attributes: their classes are known by annotations, and by how a list is made."""
from __future__ import annotations

import dataclasses

from tests.programs.objects import Vector
from tests.programs.program import Program


@dataclasses.dataclass
class Body:
    place: Vector
    speed: Vector
    mass: float = 2.0

    @property
    def energy(self):
        return 0.5 * self.mass * (self.speed @ self.speed)

    def step(self, dt):
        self.place += self.speed * dt

    def stepped(self, dt):
        return Body(self.place + self.speed * dt, self.speed, self.mass)


@dataclasses.dataclass
class System:
    bodies: list[Body]
    force: Vector

    def step(self, dt):
        for body in self.bodies:
            body.speed = body.speed + self.force * (dt / body.mass)
            body.step(dt)

    def energy(self):
        return sum([body.energy for body in self.bodies])


class Account:
    def __init__(self, value):
        self.value = value

    def grow(self, rate):
        self.value = self.value + rate * self.value


class Bank:
    main: Account

    def __init__(self, main):
        self.main = main

    def grown(self, rate):
        self.main.grow(rate)
        return self.main.value


def attributes_that_a_class_annotates(x):
    body = Body(Vector(x, 1.0), Vector(2.0, x))
    body.step(x)
    body = body.stepped(x)
    return body.place @ body.place + body.energy


def attributes_of_a_parameter(body: Body, dt):
    body.step(dt)
    return (body.place + body.speed).x * dt


def bodies_of_a_system(system: System, dt):
    for _ in range(2):
        system.step(dt)
    return system.energy() + system.bodies[0].place.x


def items_made_by_a_comprehension(x):
    vectors = [Vector(x * i, 1.0) for i in range(3)]
    total = Vector(0.0, 0.0)
    for vector in vectors:
        total = total + vector * x
    return total.x * total.y


def items_appended(x):
    vectors = []
    for i in range(3):
        vectors.append(Vector(x * i, x))
    return (vectors[0] + vectors[1] + vectors[-1]).x * vectors[1].y


def items_of_a_parameter(vectors: list[Vector], x):
    total = vectors[0]
    for vector in vectors[1:]:
        total = total + vector
    return total.x * x + total.y


def items_that_change(x):
    accounts = [Account(x), Account(2.0 * x)]
    for i, account in enumerate(accounts):
        account.grow(x + i)
    return accounts[0].value * accounts[1].value


def pairs_that_change(accounts: list[Account], x):
    for account, other in zip(accounts, accounts[::-1]):
        account.grow(other.value * x)
    return accounts[0].value * accounts[1].value


def attribute_that_changes(x):
    bank = Bank(Account(x))
    return bank.grown(x) * bank.main.value


def augmented_in_its_place(x):
    body = Body(Vector(x, 1.0), Vector(2.0, x))
    vectors = [body.place, body.speed]
    vectors[0] += vectors[1] * x
    body.place += vectors[0]
    return body.place.x * vectors[0].y


class Particle:
    place: Vector
    speed: Vector

    def __init__(self, place, speed, mass):
        self.place, self.speed, self.mass = place, speed, mass


def particles_that_attract(a, b):
    particles = [Particle(Vector(a, 0.3), Vector(0.1, b), 1.0), Particle(Vector(-0.5, b), Vector(a * b, 0.2), 2.0)]
    for _ in range(2):
        for one in particles:
            force = Vector(0.0, 0.0)
            for other in particles:
                if other is not one:
                    apart = other.place - one.place
                    force = force + (one.mass * other.mass / ((apart @ apart) ** 1.5 + 0.1)) * apart
            one.speed = one.speed + 0.1 * force * (1.0 / one.mass)
        for one in particles:
            one.place = one.place + one.speed * 0.1
    energy = 0.0
    for one in particles:
        energy = energy + 0.5 * one.mass * (one.speed @ one.speed)
    return energy


_bodies = [Body(Vector(0.3, 1.0), Vector(0.7, -0.2)), Body(Vector(-0.4, 0.6), Vector(0.1, 0.9), 1.5)]

PROGRAMS = [
    Program(attributes_that_a_class_annotates, (1.3,)),
    Program(attributes_of_a_parameter, (_bodies[0], 0.7), wrt=(0, 1)),
    Program(bodies_of_a_system, (System(_bodies, Vector(0.2, -0.5)), 0.7), wrt=(0, 1)),
    Program(items_made_by_a_comprehension, (1.3,)),
    Program(items_appended, (1.3,)),
    Program(items_of_a_parameter, ([Vector(0.3, 1.0), Vector(0.7, -0.2), Vector(0.5, 0.4)], 0.7), wrt=(0, 1)),
    Program(items_that_change, (1.3,)),
    Program(pairs_that_change, ([Account(0.4), Account(0.9)], 0.7), wrt=(0, 1)),
    Program(attribute_that_changes, (1.3,)),
    Program(augmented_in_its_place, (1.3,)),
    Program(particles_that_attract, (0.4, 0.6), wrt=(0, 1)),
]
