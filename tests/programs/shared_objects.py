"""Objects that several variables, containers and other objects hold, and that one of them writes."""
import dataclasses

import numpy as np

from tests.programs.objects import Circle, Holder
from tests.programs.program import Program


@dataclasses.dataclass
class Pair:
    left: object
    right: object


@dataclasses.dataclass
class State:
    position: np.ndarray
    velocity: np.ndarray

    def step(self, dt):
        self.position += dt * self.velocity
        self.velocity -= dt * self.position
        return self

    def stepped(self, dt):
        return State(self.position + dt * self.velocity, self.velocity - dt * self.position)


class Account:
    def __init__(self, value):
        self.value = value
        self.child = None

    def grow(self, rate):
        self.value = self.value + rate * self.value
        return self

    def attach(self, child):
        self.child = child

    def grow_child(self, rate):
        self.child.value = self.child.value * (1.0 + rate)
        return self.child.value


class Counter:
    def __init__(self, count):
        self.count = count

    def __iadd__(self, other):
        self.count = self.count + other * self.count
        return self

    def __abs__(self):
        return Counter(2.0 * self.count)


class Product:
    def __init__(self, factor):
        self.factor = factor

    def __call__(self, x):
        self.factor = self.factor * x
        return self.factor


# --- objects that hold one object twice ---

def held_twice_by_an_object(x):
    circle = Circle(x)
    pair = Pair(circle, circle)
    pair.left.radius = pair.left.radius * x
    return pair.right.radius + circle.radius


def held_at_two_depths(x):
    circle = Circle(x)
    pair = Pair(Holder(circle), circle)
    pair.left.inner.radius = pair.left.inner.radius * x
    return pair.right.radius


def held_twice_by_a_list(x):
    circle = Circle(x)
    circles = [circle, circle]
    circles[0].radius = circles[0].radius * x
    return circles[1].radius


def held_twice_by_a_tuple(x):
    circle = Circle(x)
    circles = circle, circle
    circles[0].radius = circles[0].radius * x
    return circles[1].radius


def appended_several_times(x):
    circles = []
    circle = Circle(x)
    for _ in range(3):
        circles.append(circle)
    circles[0].radius = circles[0].radius * x
    return circles[2].radius


def repeated_in_a_list(x):
    circles = [Circle(x)] * 3
    circles[0].radius = circles[0].radius * x
    return circles[2].radius


def attribute_replaced_by_another(x):
    pair = Pair(Circle(x), Circle(x * x))
    pair.left = pair.right
    pair.left.radius = pair.left.radius * x
    return pair.right.radius


def attributes_swapped(x):
    pair = Pair(Circle(x), Circle(x * x))
    pair.left, pair.right = pair.right, pair.left
    pair.left.radius = pair.left.radius * x
    return pair.left.radius + 3.0 * pair.right.radius


def child_of_two_objects(x):
    first, second, child = Account(x), Account(x), Account(x)
    first.attach(child)
    second.attach(child)
    first.grow_child(x)
    second.grow_child(x * x)
    return child.value


# --- objects taken out of containers ---

def taken_from_a_dict(x):
    circles = {'a': Circle(x)}
    circle = circles['a']
    circle.radius = circle.radius * x
    return circles['a'].radius


def taken_from_a_list(x):
    circles = [Circle(x), Circle(x * x)]
    circles[0].radius = circles[1].radius * x
    circle = circles[0]
    circle.radius = circle.radius * 2.0 * x
    return circles[0].radius + circles[1].radius


def written_in_a_loop(x):
    holder = Holder([Circle(x), Circle(2.0 * x)])
    for circle in holder.inner:
        circle.radius = circle.radius * x
    return holder.inner[0].radius + holder.inner[1].radius


def written_twice_in_a_loop(x):
    circle = Circle(x)
    holder = Holder([circle, circle])
    for each in holder.inner:
        each.radius = each.radius * x
    return holder.inner[0].radius + circle.radius


def made_by_a_comprehension(x):
    circles = [Circle(x * i) for i in range(1, 4)]
    for circle in circles:
        circle.radius = circle.radius * x
    return sum([circle.perimeter() ** 2 for circle in circles])


def neighbours(x):
    circles = [Circle(x), Circle(2.0 * x)]
    for circle, other in zip(circles, circles[::-1]):
        circle.radius = circle.radius * other.radius
    return circles[0].radius + circles[1].radius


def values_of_a_dict(x):
    circles = {'a': Circle(x), 'b': Circle(x * x)}
    for _, circle in circles.items():
        circle.radius = circle.radius * x
    for circle in circles.values():
        circle.radius = circle.radius + x
    return circles['a'].radius + circles['b'].radius


def lists_that_share_objects(x):
    circles = [Circle(x), Circle(x)]
    copies, listed, sliced = circles.copy(), list(circles), circles[:]
    circles[0].radius = circles[0].radius * x
    return copies[0].radius + 2.0 * listed[0].radius + 3.0 * sliced[0].radius


def dicts_that_share_objects(x):
    circles = {'c': Circle(x)}
    merged, listed, copies = {**circles}, dict(circles), circles.copy()
    merged['c'].radius = merged['c'].radius * x
    return circles['c'].radius + 2.0 * listed['c'].radius + 3.0 * copies['c'].radius


def popped_and_put_back(x):
    circles = [Circle(3.0 * x), Circle(x)]
    circle = circles.pop(0)
    circle.radius = circle.radius * x
    circles.append(circle)
    return circles[0].radius + 2.0 * circles[1].radius


def sorted_by_an_attribute(x):
    circles = sorted([Circle(3.0 * x), Circle(x)], key=lambda circle: circle.radius)
    circles[0].radius = circles[0].radius * x
    return circles[0].radius + 2.0 * circles[1].radius


def through_a_chain(x):
    account = Account(x)
    account.attach(Account(x))
    current = account
    while current is not None:
        current.value = current.value * x
        current = current.child
    return account.value + account.child.value


# --- names of an object ---

def one_of_two(x):
    first, second = Circle(x), Circle(x * x)
    circle = first if x > 0.0 else second
    circle.radius = circle.radius * x
    return first.radius + second.radius


def the_largest_so_far(x):
    best = None
    for i in range(3):
        circle = Circle(x * (i + 1.0))
        if best is None or circle.radius > best.radius:
            best = circle
        best.radius = best.radius * x
    return best.radius


def a_method_that_returns_its_object(x):
    account = Account(x)
    other = account.grow(x)
    other.grow(x)
    other.value = other.value * x
    return account.value


def changed_by_an_operator(x):
    counter = Counter(x)
    same = counter
    counter += x
    counter += 2.0
    return same.count * abs(counter).count


def items_changed_by_an_operator(x):
    counters = [Counter(x), Counter(x * x)]
    counters[0] += x
    for counter in counters:
        counter += x
    return counters[0].count * counters[1].count


def an_object_that_changes_when_called(x):
    product = Product(x)
    return product(x) + product(x) * product.factor


def an_argument_that_a_function_writes(x):
    def grow(account, factor):
        account.value = account.value * factor.value
        return factor.value
    account = Account(x)
    return grow(account, account) + account.value


def one_object_as_several_arguments(x):
    def grow(*accounts):
        accounts[0].value = accounts[0].value * x
    account = Account(x)
    grow(account, account)
    return account.value


def a_pair_of_one(x):
    def made():
        circle = Circle(x)
        return circle, circle
    first, second = made()
    first.radius = first.radius * x
    return second.radius


# --- arrays and lists in attributes ---

def what_an_attribute_held(x):
    circle = Circle(x)
    old = circle.radius
    circle.radius = x * x
    return old * circle.radius


def array_of_two_objects(x):
    values = x * np.ones(3)
    first, second = Holder(values), Holder(values)
    first.inner[0] = x * x
    return np.sum(second.inner)


def array_of_two_objects_augmented(x):
    values = x * np.ones(3)
    first, second = Holder(values), Holder(values)
    first.inner += x * x
    return np.sum(second.inner)


def array_of_an_object_replaced(x):
    values = x * np.ones(3)
    first, second = Holder(values), Holder(values)
    first.inner = first.inner * x
    return np.sum(second.inner * first.inner)


def list_of_an_object(x):
    values = [x, x]
    holder = Holder(values)
    holder.inner.append(x * x)
    values[0] = values[0] * x
    return values[-1] * holder.inner[0]


def states(x):
    state = State(x * np.ones(2), np.array([1.0, 2.0]))
    first = state
    for _ in range(3):
        state = state.stepped(0.1 * x)
    return np.sum(state.position ** 2) + np.sum(first.velocity * state.velocity)


def steps_in_place(x):
    position = x * np.ones(2)
    state = State(position, np.array([1.0, 2.0]))
    for _ in range(3):
        state.step(0.1 * x)
    return np.sum(state.position ** 2) + np.sum(state.velocity) + np.sum(position)


def steps_of_one_array(x):
    position = x * np.ones(2)
    State(position, position).step(x)
    return np.sum(position)


PROGRAMS = [Program(function, (1.3,)) for function in (
    held_twice_by_an_object, held_at_two_depths, held_twice_by_a_list, held_twice_by_a_tuple, appended_several_times,
    repeated_in_a_list, attribute_replaced_by_another, attributes_swapped, child_of_two_objects, taken_from_a_dict,
    taken_from_a_list, written_in_a_loop, written_twice_in_a_loop, made_by_a_comprehension, neighbours,
    values_of_a_dict, lists_that_share_objects, dicts_that_share_objects, popped_and_put_back, sorted_by_an_attribute,
    through_a_chain, one_of_two, the_largest_so_far, a_method_that_returns_its_object, changed_by_an_operator,
    items_changed_by_an_operator, an_object_that_changes_when_called, an_argument_that_a_function_writes,
    one_object_as_several_arguments, a_pair_of_one, what_an_attribute_held, array_of_two_objects,
    array_of_two_objects_augmented, array_of_an_object_replaced, list_of_an_object, states, steps_in_place,
    steps_of_one_array)]
