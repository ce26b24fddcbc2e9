"""Objects whose attributes carry derivatives: what the corpus (tests/programs/objects.py) does not show."""
import copy
import dataclasses
import pickle

import numpy as np
import pytest

import tangent
from tangent.errors import KindError, UnsupportedError
from tests.programs.objects import (
    Circle, Holder, Layer, Network, Spring, Vector, method_of_unknown_class, network_loss,
)

W, B, X = np.array([[0.3, -0.5], [0.8, 0.4]]), np.array([0.1, -0.3]), np.array([0.7, -0.4])


def along(function, wrt=(0,)):
    """The derivative of a function of a number, by forward mode."""
    pushed = tangent.jvp(function, wrt=wrt)
    return lambda *args: pushed(*args, *[tangent.tree_map(np.ones_like, args[i]) for i in wrt])


TRANSFORMS = pytest.mark.parametrize('transform', [tangent.grad, along], ids=['grad', 'jvp'])


class Counted:
    made = 0

    def __init__(self, x):
        type(self).made += 1
        self.x = x

    def squared(self):
        return self.x ** 2


def test_the_derivative_has_the_same_class_and_attributes():
    layer = Layer(W, B)
    dlayer = tangent.grad(lambda layer, x: np.sum(layer(x)))(layer, X)
    assert type(dlayer) is Layer and dlayer.name is None and not dlayer.activation
    assert dlayer.W.shape == W.shape and np.allclose(dlayer.b, 1.0 - np.tanh(X @ W + B) ** 2)


def test_the_class_is_not_called_for_a_derivative():
    counted, before = Counted(3.0), Counted.made
    assert tangent.grad(lambda c: c.squared())(counted).x == 6.0 and Counted.made == before + 1 - 1


def test_what_a_class_computes_is_not_asked_of_derivatives():
    dvector = tangent.grad(lambda v: v.x * v.y)(Vector(2.0, 3.0))
    assert isinstance(dvector, Vector) and (dvector.x, dvector.y) == (3.0, 2.0)
    with pytest.raises(KindError, match='tangent.tree_map'):
        dvector + dvector
    dcircle = tangent.grad(lambda c: c.perimeter())(Circle(1.0))
    assert dcircle.unit == 0.0
    with pytest.raises(KindError, match='area'):
        dcircle.area


@pytest.mark.parametrize('copied', [copy.deepcopy, copy.copy, lambda d: pickle.loads(pickle.dumps(d))])
def test_derivatives_can_be_copied_and_pickled(copied):
    again = copied(tangent.grad(lambda v: v.x * v.y)(Vector(2.0, 3.0)))
    assert (again.x, again.y) == (3.0, 2.0)
    with pytest.raises(KindError):
        -again


def test_arguments_stay_what_they_were():
    def f(layer, x):
        layer.W = layer.W * x
        layer.b[0] = x
        return np.sum(layer.W) * layer.b[0]
    layer = Layer(W.copy(), B.copy())
    tangent.grad(f)(layer, 2.0)
    assert np.array_equal(layer.W, W) and np.array_equal(layer.b, B)


def test_a_method_is_derived_once_for_each_class():
    network = Network([Layer(W, B), Layer(W, B)])
    dloss = tangent.grad(network_loss)
    dloss(network, X)
    made = [text for text in tangent.source(dloss).split('\n\n\n') if 'adjoint_Layer_call(' in text]
    assert len(made) == 1
    dloss(Network([Layer(2.0 * W, B)]), X)
    assert tangent.source(dloss).count('def adjoint_Layer_call(') == 1


def test_the_source_shows_what_calls_made_known():
    def f(shape, x):
        return shape.perimeter() * x
    df = tangent.grad(f)
    before = tangent.source(df)
    assert 'method_of(shape' in before and 'Circle' not in before
    df(Circle(1.0), 2.0)
    assert tangent.source(df).startswith(before.rstrip()) and 'def adjoint_Circle_perimeter(' in tangent.source(df)


def test_a_method_of_an_object_is_differentiated():
    spring = Spring(3.0)
    assert tangent.grad(spring.energy)(2.0) == 6.0
    assert tangent.grad(Spring.energy, wrt='self')(spring, 2.0).stiffness == 2.0
    assert tangent.grad(Layer(W, B, activation=np.sin).__call__, wrt='x', input_derivative='required')


def test_another_class_than_that_of_the_annotation():
    def f(circle: Circle):
        return circle.area

    class Square(Circle):
        @property
        def area(self):
            return self.radius ** 2
    assert tangent.grad(f)(Circle(0.5)).radius == pytest.approx(np.pi)
    with pytest.raises(KindError, match='Circle was expected'):
        tangent.grad(f)(Square(0.5))


@TRANSFORMS
@pytest.mark.parametrize('function', [
    lambda a: (a + a).x, lambda a: (2.0 * a).x, lambda a: (-a).y, lambda a: a @ a, lambda a: a[0] * 2.0,
    lambda a: (a - a).x])
def test_operators_of_unknown_classes_are_refused(function, transform):
    with pytest.raises(KindError):
        transform(function)(Vector(1.0, 2.0))


class Planar:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __mul__(self, other):
        return self.x * other.x + self.y * other.y

    def __rmul__(self, factor):
        return Planar(factor * self.x, factor * self.y)


def scaled_from_the_left(factor, point: Planar):
    return (factor * point).x


@pytest.mark.parametrize('transform', [tangent.grad, tangent.jvp])
def test_what_stands_left_of_an_object_is_a_number(transform):
    df = transform(scaled_from_the_left)
    given = (1.0,) if transform is tangent.jvp else ()
    assert df(2.0, Planar(3.0, 4.0), *given) == 3.0
    with pytest.raises(tangent.errors.KindError, match='object of the class Planar, which is not known'):
        df(Planar(1.0, 2.0), Planar(3.0, 4.0), *[Planar(1.0, 2.0) for _ in given])
    with pytest.raises(tangent.errors.KindError, match='the left operand is an array'):
        df(np.ones(2), Planar(3.0, 4.0), *[np.ones(2) for _ in given])


class Sequence:
    """NumPy reads it as an array."""

    def __init__(self, items):
        self.items = items

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        return self.items[i]

    def __matmul__(self, other):
        return 5.0 * self[0] * other[0]

    def dot(self, other):
        return 3.0 * self[0] * other[0]


@pytest.mark.parametrize('function', [lambda v: v.dot(v), lambda v: v @ v, lambda v: np.ones(2) @ v, np.sum, np.max])
def test_objects_that_look_like_sequences_are_no_arrays(function):
    with pytest.raises(KindError, match='class Sequence'):
        tangent.vjp(lambda v: function(v))(Sequence([1.0, 2.0]), 1.0)


@pytest.mark.parametrize('name', ['T', 'size'])
def test_properties_with_the_names_of_attributes_of_arrays(name):
    kind = type('Box', (), {name: property(lambda self: self.width ** 2)})
    box = kind()
    box.width = 2.0
    with pytest.raises(KindError, match=f"'{name}' of Box"):
        tangent.grad(lambda box: getattr(box, name) * box.width)(box)
    with pytest.raises(KindError, match=f"'{name}' of Box"):
        tangent.jvp(lambda box: box.width)(box, box)


class Account:
    def __init__(self, value):
        self.value = value

    def sum(self):
        return self.value ** 2

    def dot(self, x):
        return self.value ** 2 * x


@TRANSFORMS
def test_methods_with_the_names_of_those_of_arrays(transform):
    def unknown(account, x):
        return account.sum() + account.dot(x)

    def known(account: Account, x):
        return account.sum() + account.dot(x)
    with pytest.raises(KindError):
        transform(unknown)(Account(3.0), 2.0)
    assert tangent.grad(known)(Account(3.0), 2.0).value == 18.0


def test_attributes_that_are_looked_up_in_another_way_are_refused():
    class Doubling:
        def __setattr__(self, name, value):
            object.__setattr__(self, name, 2.0 * value)

    def f(holder, x):
        holder.inner = x
        return holder.inner
    with pytest.raises(KindError, match='more than to replace a value'):
        tangent.grad(f, wrt='x')(Doubling(), 2.0)


def test_an_attribute_of_what_is_no_variable():
    with pytest.raises(UnsupportedError, match='only those of objects in variables'):
        tangent.grad(lambda x: setattr_of_global(x))(2.0)


def test_an_object_that_holds_itself():
    circle = Circle(1.0)
    circle.owner = Holder(circle)
    with pytest.raises(KindError, match='holds itself'):
        tangent.grad(lambda circle: circle.radius ** 2)(circle)


SHARED = Circle(1.0)


def setattr_of_global(x):
    SHARED.radius = x
    return SHARED.radius ** 2


@dataclasses.dataclass
class Tree:
    weights: list
    size: int
    name: str = 'tree'


def test_tree_map():
    tree = Tree([1.0, {'a': np.ones(2), 'n': 3}], size=4)
    doubled = tangent.tree_map(lambda x: 2.0 * x, tree)
    assert doubled.weights[0] == 2.0 and np.array_equal(doubled.weights[1]['a'], [2.0, 2.0])
    assert (doubled.size, doubled.weights[1]['n'], doubled.name) == (4, 3, 'tree') and tree.weights[0] == 1.0
    nested = tangent.tree_map(lambda p, g: p - g, Holder(Circle(3.0)), Holder(Circle(1.0)))
    assert type(nested.inner) is Circle and nested.inner.radius == 2.0


@pytest.mark.parametrize('tree, other, where', [
    ([1.0, 2.0], [1.0], 'the tree is'), ({'a': [1.0]}, {'a': None}, r"the tree\['a'\]"),
    (Holder(Circle(1.0)), Holder(Spring(1.0)), r'the tree\.inner'), ((1.0,), (None,), r'the tree\[0\]')])
def test_trees_that_differ(tree, other, where):
    with pytest.raises(KindError, match=where):
        tangent.tree_map(lambda x, y: x, tree, other)


def test_shared_arrays_in_objects_see_writes():
    def f(layer, x):
        held = layer.b
        layer.b[0] = x * x
        return held[0] * layer.W[0, 0]
    assert tangent.grad(f, wrt='x')(Layer(W, B.copy()), 2.0) == pytest.approx(4.0 * W[0, 0])
    assert tangent.jvp(f, wrt='x')(Layer(W, B.copy()), 2.0, 1.0) == pytest.approx(4.0 * W[0, 0])


def test_an_array_that_is_added_to_in_place_is_seen_by_its_other_names():
    def f(layer, x):
        held = layer.b
        layer.b += x
        return np.sum(held ** 2)
    expected = np.sum(2.0 * (B + 2.0))
    assert tangent.grad(f, wrt='x')(Layer(W, B.copy()), 2.0) == pytest.approx(expected)
    assert tangent.jvp(f, wrt='x')(Layer(W, B.copy()), 2.0, 1.0) == pytest.approx(expected)


def of_first(pair, x):
    pair[0].inner = pair[0].inner * x
    return pair[1].inner * x


def rows_at_two_depths(rows, x):
    rows[0][0][0] = rows[0][0][0] * x
    return rows[1][0] * x


@TRANSFORMS
def test_an_argument_that_holds_an_object_twice(transform):
    holder, row = Holder(1.5), [1.5]
    assert transform(of_first, wrt=(1,))([Holder(1.5), Holder(1.5)], 2.0) == 1.5
    assert transform(rows_at_two_depths, wrt=(1,))([[row], [2.5]], 2.0) == 2.5
    assert transform(rows_at_two_depths, wrt=(1,))([[row], row], 2.0) == 6.0
    for pair in ([holder, holder], (holder, holder)):
        with pytest.raises(KindError, match='more than once'):
            transform(of_first, wrt=(1,))(pair, 2.0)


def with_an_attribute_like_a_method(x):
    circle = Circle(x)
    circle.perimeter = lambda: 5.0 * x
    return circle.perimeter()


def perimeter_of(circle: Circle, x):
    return circle.perimeter() * x


def test_an_attribute_in_place_of_a_method():
    with pytest.raises(UnsupportedError, match='has a method of that name') as error:
        tangent.grad(with_an_attribute_like_a_method)
    assert 'circle.perimeter = lambda' in str(error.value)
    circle = Circle(1.5)
    circle.perimeter = lambda: 5.0
    with pytest.raises(KindError, match='has a method of that name'):
        tangent.grad(perimeter_of, wrt=(1,))(circle, 2.0)
    with pytest.raises(KindError, match='has a method of that name'):
        tangent.grad(method_of_unknown_class)(circle, 2.0)
    assert tangent.grad(method_of_unknown_class, wrt=(1,))(circle, 2.0) == 5.0
    with pytest.raises(KindError, match='has a method of that name'):
        tangent.grad(circle.scaled)


def method_given_a_name(circle, x):
    perimeter = circle.perimeter
    circle.radius = circle.radius * x
    return perimeter()


def method_of_a_known_class_given_a_name(x):
    circle = Circle(x)
    perimeter = circle.perimeter
    circle.radius = circle.radius * x
    return perimeter()


@TRANSFORMS
def test_an_object_that_changes_after_its_method_was_given_a_name(transform):
    with pytest.raises(KindError, match="of which the method 'perimeter' was given a name"):
        transform(method_given_a_name, wrt=(1,))(Circle(1.5), 2.0)
    with pytest.raises(KindError, match="of which the method 'perimeter' was given a name"):
        transform(method_of_a_known_class_given_a_name)(2.0)


class Scale:
    def __init__(self, v):
        self.v = v

    def by(self, k):
        self.v = self.v * k
        return self


def called_by_its_name(x):
    scale = Scale(x)
    by = scale.by
    by(3.0)
    return scale.v ** 2


def called_from_a_list(x):
    scale = Scale(x)
    methods = [scale.by]
    methods[0](3.0)
    return scale.v ** 2


def called_in_a_loop(x):
    scale = Scale(x)
    for by in (scale.by, scale.by):
        by(3.0)
    return scale.v ** 2


def call_it(function):
    function(3.0)


def called_by_another_function(x):
    scale = Scale(x)
    call_it(scale.by)
    return scale.v ** 2


def called_by_a_local_function(x):
    def call_it_here(call_it):  # a name that stands for a function outside
        call_it(3.0)
    scale = Scale(x)
    call_it_here(scale.by)
    return scale.v ** 2


def an_item_of_unknown_class(scales, x):
    scales[0].by(3.0)
    return scales[0].v * x


@TRANSFORMS
@pytest.mark.parametrize('function, wrt, args', [
    (called_by_its_name, 0, (2.0,)), (called_from_a_list, 0, (2.0,)), (called_in_a_loop, 0, (2.0,)),
    (called_by_another_function, 0, (2.0,)), (called_by_a_local_function, 0, (2.0,)),
    (an_item_of_unknown_class, 1, ([Scale(1.5)], 2.0))])
def test_methods_that_are_values_and_write(function, wrt, args, transform):
    with pytest.raises(UnsupportedError, match='may write into what it is given|may change .* in place') as error:
        transform(function, wrt=(wrt,))(*args)
    assert error.value.remedy


class Asked:
    def __init__(self, v):
        self.v = v

    def __bool__(self):
        self.v = self.v * 2.0
        return True


def asked(x):
    value = Asked(x)
    if value:
        pass
    return value.v


class Gone:
    def __init__(self, v):
        self.v = v

    def __iter__(self):
        self.v = self.v * 5.0
        return iter([1.0, 2.0])


def gone_through(x):
    value = Gone(x)
    for _ in value:
        pass
    return value.v


@TRANSFORMS
def test_iterators_of_objects_that_write(transform):
    with pytest.raises(UnsupportedError, match='the __iter__ of Gone may write'):
        transform(gone_through)


@TRANSFORMS
def test_special_methods_that_write(transform):
    with pytest.raises(UnsupportedError, match='the __bool__ of Asked may write') as error:
        transform(asked)
    assert '__bool__' in error.value.source


@dataclasses.dataclass
class Rectangle:
    width: float
    height: float = 1.5

    def __post_init__(self):
        self.area = self.width * self.height


def area_of_a_replaced_one(x):
    return dataclasses.replace(Rectangle(x), height=x * x).area


@TRANSFORMS
def test_replacing_fields_of_what_computes_others_from_them(transform):
    with pytest.raises(KindError, match='replacing fields of Rectangle cannot be differentiated'):
        transform(area_of_a_replaced_one)(2.0)


class Squares:
    def __init__(self, w):
        self.w = w

    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError(name)
        return self.w * self.w


def squared_by_getattr(squares, x):
    return squares.squared * x


@TRANSFORMS
def test_attributes_that_a_class_computes_for_any_name(transform):
    assert transform(squared_by_getattr, wrt=(1,))(Squares(3.0), 2.0) == 9.0
    with pytest.raises(KindError, match="'squared' is read of Squares"):
        transform(squared_by_getattr, wrt=(0,))(Squares(3.0), 2.0)


class Shifted:
    def scaled(self, x, shift=np.ones(2), function=np.tanh, *, factor=np.array([2.0, 3.0])):
        return np.sum(function(factor * x) + shift)


SHIFTED = Shifted()


def defaults_of_a_method(x):
    return SHIFTED.scaled(x)


@TRANSFORMS
def test_defaults_of_methods_that_have_no_hash(transform):
    expected = 2.0 / np.cosh(1.0) ** 2 + 3.0 / np.cosh(1.5) ** 2
    assert transform(defaults_of_a_method)(0.5) == pytest.approx(expected)


def test_arguments_that_a_class_does_not_take():
    with pytest.raises(UnsupportedError, match='Shifted takes 0 positional arguments, 1 are passed'):
        tangent.grad(lambda x: Shifted(x).scaled(x))


class Ratio:
    def __init__(self, top):
        self.top = top

    def __add__(self, other):
        return Ratio(self.top + other.top)

    def __mul__(self, factor):
        return Ratio(self.top * factor)


def sum_of_items(ratios: list[Ratio], x):
    return (ratios[0] + ratios[1]).top * x


def sum_in_a_loop(ratios: list[Ratio], x):
    total = 2.0 * x
    for ratio in ratios:
        total = total + (ratio * x).top
    return total


@pytest.mark.parametrize('function', [sum_of_items, sum_in_a_loop])
@TRANSFORMS
def test_items_of_another_class_than_that_of_the_annotation(transform, function):
    assert transform(function, wrt=(1,))([Ratio(3.0), Ratio(2.0)], 2.0) == function([Ratio(3.0), Ratio(2.0)], 1.0)
    with pytest.raises(KindError, match='an object of the class Ratio was expected, not Vector'):
        transform(function, wrt=(1,))([Ratio(3.0), Vector(2.0, 1.0)], 2.0)


def test_classes_that_others_inherit_from_are_not_taken_from_annotations():
    class Shape:
        def __init__(self, size):
            self.side = size

        @property
        def area(self):
            return self.side

    class Square(Shape):
        @property
        def area(self):
            return self.side ** 2

    def total(shapes: list[Shape], x):
        return sum([shape.area * x for shape in shapes])
    assert tangent.grad(total, wrt='x')([Square(3.0), Shape(2.0)], 2.0) == 11.0
    with pytest.raises(KindError, match="'area' is a property of S"):
        tangent.grad(total)([Square(3.0), Shape(2.0)], 2.0)


class Both:
    def __init__(self, left, right):
        self.left, self.right = left, right

    def __iter__(self):
        return iter((self.left, self.right))


def unpacked(x):
    left, right = Both(x, x * x)
    return left * right


@TRANSFORMS
def test_an_object_that_is_unpacked(transform):
    with pytest.raises(UnsupportedError, match='an object of the class Both is unpacked'):
        transform(unpacked)


class Repeated:
    """A layer with a count, which is no parameter."""

    def __init__(self, W, count):
        self.W, self.count, self.name = W, count, 'repeated'

    def __call__(self, x):
        for _ in range(self.count):
            x = np.tanh(self.W @ x)
        return x


def repeated(layer, x):
    return layer(x)


def test_check_grads_takes_objects_and_leaves_their_counts():
    W, x = np.array([[0.3, -0.2], [0.5, 0.1]]), np.array([0.7, 1.1])
    tangent.check_grads(repeated, (Repeated(W, 2), x))
    tangent.check_grads(lambda layers: sum(np.sum(layer(x)) for layer in layers), ([Repeated(W, 2), Repeated(W.T, 1)],))


@pytest.mark.parametrize('mode', ['forward', 'reverse'])
def test_the_jacobian_of_an_object_is_an_object(mode):
    W, x = np.array([[0.3, -0.2], [0.5, 0.1]]), np.array([0.7, 1.1])
    found = tangent.jacobian(repeated, mode=mode)(Repeated(W, 2), x)
    wanted = tangent.jacobian(lambda W: np.tanh(W @ np.tanh(W @ x)))(W)
    np.testing.assert_allclose(found.W, wanted)
    np.testing.assert_array_equal(found.count, np.zeros(2))
    assert found.name is None


@pytest.mark.parametrize('mode', ['forward', 'reverse'])
def test_the_jacobian_by_an_integer_is_that_by_a_number(mode):
    def scaled(layer, x):
        return layer.count * layer.W * x
    found = tangent.jacobian(scaled, mode=mode)(Repeated(1.5, 2), np.array([1.0, 2.0]))
    np.testing.assert_allclose(found.count, [1.5, 3.0])
    np.testing.assert_allclose(found.W, [2.0, 4.0])
