"""Objects of classes: methods, properties, operators, construction, and attributes that are written."""
import dataclasses
import functools

import attrs
import numpy as np

from tests.programs.program import Program


class Layer:
    def __init__(self, W, b, activation=np.tanh):
        self.W = W
        self.b = b
        self.activation = activation
        self.name = 'dense'

    def __call__(self, x):
        return self.activation(x @ self.W + self.b)


class Scale:
    def __init__(self, factor):
        self.factor = factor

    def __call__(self, x):
        return self.factor * x


class Network:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def loss(self, x, target):
        error = self.forward(x) - target
        return np.mean(error * error)


class Circle:
    unit = 2.0

    def __init__(self, radius):
        self.radius = radius

    @property
    def area(self):
        return np.pi * self.radius ** 2

    @staticmethod
    def doubled(x):
        return 2.0 * x

    @classmethod
    def of_area(cls, area):
        return cls((area / np.pi) ** 0.5)

    def scaled(self, factor):
        return type(self)(self.radius * factor)

    def perimeter(self):
        return self.unit * np.pi * self.radius


class Vector:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return self + (-other)

    def __neg__(self):
        return Vector(-self.x, -self.y)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)

    def __rmul__(self, factor):
        return self * factor

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y

    def __getitem__(self, index):
        return self.x if index == 0 else self.y


class Spring:
    __slots__ = ('stiffness', 'name')

    def __init__(self, stiffness, name='spring'):
        self.stiffness = stiffness
        self.name = name

    def energy(self, x):
        return 0.5 * self.stiffness * x ** 2


class DampedSpring(Spring):
    __slots__ = ('damping',)

    def __init__(self, stiffness, damping):
        super().__init__(stiffness, 'damped')
        self.damping = damping

    def energy(self, x):
        return super().energy(x) + self.damping * x


@dataclasses.dataclass
class Area:
    width: float
    height: float = 2.0
    extra: list = dataclasses.field(default_factory=lambda: [1.5])

    def __post_init__(self):
        self.area = self.width * self.height


@attrs.define
class Line:
    slope: float
    offset: float = 3.0

    def at(self, x):
        return self.slope * x + self.offset


class Accumulator:
    def __init__(self):
        self.total = 0.0

    def add(self, x):
        self.total = self.total + x * x


class Decay:
    def __init__(self, weight):
        self.weight = weight

    def step(self, x):
        self.weight = self.weight * 0.5
        return self.weight * x


class Hidden:
    def __init__(self, weight):
        self.__weight = weight

    def times(self, x):
        return self.__weight * x


class Holder:
    def __init__(self, inner):
        self.inner = inner


class Lazy:
    def __init__(self, x):
        self.x = x

    @functools.cached_property
    def squared(self):
        return self.x ** 2


CIRCLE = Circle(1.5)


def method_of_unknown_class(circle, x):
    return circle.perimeter() * x


def network_loss(network, x):
    return np.sum(network.forward(x) ** 2)


def network_of_known_class(network: Network, x):
    return network.loss(x, 0.5)


def object_called(layer, x):
    return np.sum(layer(x)) + np.sum(layer.W ** 2)


def attribute_called(holder, x):
    return holder.inner(x) * holder.inner.factor


def property_read(circle: Circle):
    return circle.area * circle.radius


def cached_property_read(x):
    lazy = Lazy(x)
    return lazy.squared * lazy.x


def static_method(circle: Circle, x):
    return circle.doubled(x) * Circle.doubled(circle.radius)


def class_method(area):
    circle = Circle.of_area(area)
    return circle.radius * 3.0 + circle.area


def objects_built(radius):
    circle = Circle(radius)
    return circle.area + circle.scaled(2.0).perimeter()


def operators(a: Vector, b: Vector):
    return (a + b * 3.0) @ (2.0 * a - b) + a[0] * b[1]


def operators_inside(x, y):
    a, b = Vector(x, y), Vector(y, x * y)
    a += b
    return (a - 2.0 * b) @ a


def operators_in_a_loop(x, n):
    v = Vector(x, 1.0)
    for _ in range(n):
        v = v * x + Vector(0.5, x)
    return v @ v


def slots(spring, x):
    return spring.energy(x) * spring.stiffness


def inherited(spring: DampedSpring, x):
    return spring.energy(x)


def dataclass_with_post_init(x):
    area = Area(x)
    return area.area * area.width + area.extra[0] * x


def attrs_class(line, x):
    return line.at(x) * line.offset


def attrs_class_built(x):
    return Line(x * 2.0).at(x)


def object_changed_in_a_loop(x):
    sums = Accumulator()
    for i in range(3):
        sums.add(x * (i + 1.0))
    return sums.total


def method_that_writes(decay: Decay, x):
    y = decay.step(x)
    return y + decay.step(y) * decay.weight


def attribute_written(circle, x):
    circle.radius = circle.radius * x
    return circle.radius ** 2


def attribute_augmented(circle, x):
    circle.radius += x
    circle.radius *= 2.0
    return circle.radius ** 2


def attribute_of_attribute_written(holder, x):
    holder.inner.radius = holder.inner.radius * x
    return holder.inner.radius ** 2 + holder.inner.radius


def array_in_attribute_written(layer, x):
    layer.W[0] = x * layer.W[1]
    return np.sum(layer.W ** 2 * layer.b)


def two_names_of_an_object(circle, x):
    other = circle
    circle.radius = circle.radius * x
    return other.radius ** 2


def private_attribute(hidden: Hidden, x):
    return hidden.times(x)


def global_object(x):
    return CIRCLE.perimeter() * x + CIRCLE.scaled(x).radius


def objects_in_a_list(x):
    circles = [Circle(x * i) for i in (1.0, 2.0)]
    return sum([circle.perimeter() ** 2 for circle in circles])


class Power:
    def __init__(self, x):
        self.x = x
        self.prepare()

    def prepare(self):
        self.factor = self.x

    def value(self):
        return self.x * self.factor


class HigherPower(Power):
    def prepare(self):
        self.factor = self.x ** 2

    def value(self):
        return super().value() * self.factor


def attributes_by_getattr(x):
    circle = Circle(x)
    return getattr(getattr(circle, 'scaled')(x), 'area') * getattr(circle, 'radius')


def method_by_getattr_that_writes(x):
    decay = Decay(x)
    value = getattr(decay, 'step')(x)
    return value * decay.weight


def method_called_by_an_inherited_init(x):
    return HigherPower(x).value()


ACTIVATIONS = {'tanh': np.tanh, 'identity': lambda z: z}


class Picking:
    def __init__(self, w, activation):
        self.w, self.activation = w, activation

    def __call__(self, x):
        return ACTIVATIONS[self.activation](self.w * x)


def activation_from_a_table(layer, x):
    return layer(x) * x


class Wave:
    def __init__(self, w):
        self.w = w

    def __call__(self, x, tau=0.5):
        return np.sin(self.w * x / tau)

    def shifted(self, x, *, by=0.3):
        return np.sin(self.w * x + by)


def defaults_of_methods_left_out(wave, x):
    return wave(x) * wave.shifted(x)


class Series:
    def __init__(self, k, n):
        self.terms, self.powers = [k * i for i in range(n)], {i: k ** i for i in range(n)}
        self.outer: list = [[k * v * i for i in range(2)] for v in self.terms]
        self.fill(k)
        self.norm += sum(v * v for v in self.terms if v > 0.5)

    def fill(self, k):
        self.norm = sum(self.powers[i] * v for i, v in enumerate(self.terms))
        self.circles = tuple(Circle(k * v) for v in self.powers.values())
        self.terms[1] = max(v * k for v in self.terms)

    def value(self):
        return self.terms[1] * self.norm + sum(sum(row) for row in self.outer) + self.circles[2].perimeter() ** 2


def comprehensions_in_attributes(k):
    return Series(k, 3).value()


W, V = np.array([[0.3, -0.5], [0.8, 0.4]]), np.array([[0.6, -0.2], [0.1, 0.9]])
B, X = np.array([0.1, -0.3]), np.array([0.7, -0.4])

PROGRAMS = [
    Program(method_of_unknown_class, (Circle(1.3), 0.7), wrt=(0, 1)),
    Program(network_loss, (Network([Layer(W, B), Layer(V, X)]), X), wrt=(0, 1)),
    Program(network_of_known_class, (Network([Layer(W, B), Layer(V, X)]), X), wrt=(0, 1)),
    Program(object_called, (Layer(W, B), X), wrt=(0, 1)),
    Program(attribute_called, (Holder(Scale(0.7)), 1.2), wrt=(0, 1)),
    Program(property_read, (Circle(1.3),)),
    Program(cached_property_read, (1.3,)),
    Program(static_method, (Circle(1.3), 0.7), wrt=(0, 1)),
    Program(class_method, (2.0,)),
    Program(objects_built, (1.3,)),
    Program(operators, (Vector(1.0, 2.0), Vector(0.5, -1.0)), wrt=(0, 1)),
    Program(operators_inside, (1.1, 0.7), wrt=(0, 1)),
    Program(operators_in_a_loop, (0.8, 3)),
    Program(slots, (Spring(1.5), 0.4), wrt=(0, 1)),
    Program(inherited, (DampedSpring(1.5, 0.3), 0.4), wrt=(0, 1)),
    Program(dataclass_with_post_init, (1.4,)),
    Program(attrs_class, (Line(1.5, 0.2), 0.6), wrt=(0, 1)),
    Program(attrs_class_built, (0.8,)),
    Program(object_changed_in_a_loop, (1.2,)),
    Program(method_that_writes, (Decay(1.5), 0.8), wrt=(0, 1)),
    Program(attribute_written, (Circle(1.3), 0.7), wrt=(0, 1)),
    Program(attribute_augmented, (Circle(1.3), 0.7), wrt=(0, 1)),
    Program(attribute_of_attribute_written, (Holder(Circle(1.3)), 0.7), wrt=(0, 1)),
    Program(array_in_attribute_written, (Layer(W, B), 0.7), wrt=(0, 1)),
    Program(two_names_of_an_object, (Circle(1.3), 0.7), wrt=(0, 1)),
    Program(private_attribute, (Hidden(1.3), 0.7), wrt=(0, 1)),
    Program(global_object, (0.7,)),
    Program(objects_in_a_list, (0.7,)),
    Program(attributes_by_getattr, (1.3,)),
    Program(method_by_getattr_that_writes, (1.3,)),
    Program(method_called_by_an_inherited_init, (1.3,)),
    Program(comprehensions_in_attributes, (1.3,)),
    Program(activation_from_a_table, (Picking(1.3, 'tanh'), 0.7), wrt=(0, 1)),
    Program(defaults_of_methods_left_out, (Wave(1.3), 0.7), wrt=(0, 1)),
]
