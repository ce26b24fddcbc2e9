"""Writes that other variables may see, where only the run can tell."""
from tangent.passes.desugar import desugar
from tangent.passes.follow import follow
from tangent.syntax.spelling import Speller

from .stages import check, tree


def followed(function):
    speller = Speller(function.scope, function.names)
    return follow(desugar(function, speller), speller)


def case(before, after, *args):
    return check(followed, tree(before), after, *args)


def test_what_may_be_the_same_memory_is_brought_up_to_date():
    case("""
        def f(a, b, n):
            if n:
                row = a[0]
            else:
                row = b
            row[0] = 5.0
            return a, b
        """, """
        if n:
            row = a[0]
        else:
            row = b
        row_overlaps = tangent.overlaps(row, a, b)
        row = tangent.set_at(row, 0, 5.0)
        row = tangent.placed(row, row_overlaps)
        a = tangent.refreshed(a, row, row_overlaps, 0)
        b = tangent.refreshed(b, row, row_overlaps, 1)
        return a, b
        """, ([[1.0, 2.0]], [3.0, 4.0], 0), ([[1.0, 2.0]], [3.0, 4.0], 1))


def test_what_a_loop_goes_through_is_read_when_it_is_its_turn():
    case("""
        def f(y):
            views = [y, y[1:]]
            for view in views:
                view[0] = view[1]
            return y
        """, """
        views = [y, y[1:]]
        for i in tangent.indices(views):
            view = views[i]
            view_overlaps = tangent.overlaps(view, views, y)
            view = tangent.set_at(view, 0, view[1])
            view = tangent.placed(view, view_overlaps)
            views = tangent.refreshed(views, view, view_overlaps, 0)
            y = tangent.refreshed(y, view, view_overlaps, 1)
        return y
        """)


def test_iterators_over_several_are_read_by_index_too():
    case("""
        def f(y):
            views = [y, y[1:]]
            for view, other in zip(views, views[::-1]):
                view[0] = other[1]
            return y
        """, """
        views = [y, y[1:]]
        items = views
        items_1 = views[::-1]
        for i in tangent.indices(items, items_1):
            view = items[i]
            other = items_1[i]
            view_overlaps = tangent.overlaps(view, items, items_1, y)
            view = tangent.set_at(view, 0, other[1])
            view = tangent.placed(view, view_overlaps)
            items = tangent.refreshed(items, view, view_overlaps, 0)
            items_1 = tangent.refreshed(items_1, view, view_overlaps, 1)
            y = tangent.refreshed(y, view, view_overlaps, 2)
        return y
        """)


def test_an_item_is_updated_before_it_is_assigned():
    case("""
        def f(rows, v):
            other = rows[1]
            rows[0] *= v
            return other
        """, """
        other = rows[1]
        part = rows[0]
        part_overlaps = tangent.overlaps(part, other, rows)
        part = part * v
        part = tangent.placed(part, part_overlaps)
        other = tangent.refreshed(other, part, part_overlaps, 0)
        rows = tangent.refreshed(rows, part, part_overlaps, 1)
        rows_overlaps = tangent.overlaps(rows, other)
        rows = tangent.set_at(rows, 0, part)
        rows = tangent.placed(rows, rows_overlaps)
        other = tangent.refreshed(other, rows, rows_overlaps, 0)
        return other
        """)
