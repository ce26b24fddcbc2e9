"""Samples of the helpers for adjoints that a user assigned: derivatives that have such code are derived again."""
import collections

from tangent.runtime.surgery import as_adjoint, with_field, with_part
from tests.templates.sample import Sample, array

Point = collections.namedtuple('Point', 'x y')


def assigned(e, x):
    return as_adjoint(e, x)


def several_assigned(e, f, x, y):
    return as_adjoint([e, f], [x, y])[0] * e


def element_exchanged(b, e):
    return with_part(b + 0.0, 1, e)


def rows_exchanged(b, e):
    return with_part(b + 0.0, slice(1, None), e)


def item_exchanged(a, b, e):
    return with_part([a, b], 0, e)[0] * a


def item_of_a_tuple_exchanged(a, b, e):
    return with_part((a, b), 1, e)[1] * b


def entry_exchanged(a, b, e):
    return with_part({'a': a, 'b': b}, 'b', e)['b'] * a


def field_exchanged(a, b, e):
    point = with_field(Point(a, b), 'y', e)
    return point.x * point.y


SAMPLES = [
    Sample(assigned, array(3, 4), array(3, 4)),
    Sample(assigned, 0.7, array(3)),
    Sample(assigned, 0.7, 1.3),
    Sample(several_assigned, array(3), 0.2, array(3), 1.5),
    Sample(element_exchanged, array(3), 0.4),
    Sample(rows_exchanged, array(3, 2), array(2, 2)),
    Sample(item_exchanged, 0.7, 0.2, 1.4),
    Sample(item_of_a_tuple_exchanged, 0.7, 0.2, 1.4),
    Sample(entry_exchanged, 0.7, 0.2, 1.4),
    Sample(field_exchanged, 0.7, 0.2, 1.4),
]
