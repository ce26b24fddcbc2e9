"""`join_entries`: adjoints of which single entries are known are made of these at once."""
import numpy as np

from tangent.passes.entries import join_entries
from tangent.syntax.spelling import Speller

from .stages import check, tree


def joined(function):
    return join_entries(function, Speller(function.scope, function.names))


LAYER = {'W': np.array([1.0, 2.0]), 'b': 0.5, 'rate': 3.0}


def test_entries_of_a_dict_those_read_first_in_front():
    check(joined, tree("""
        def f(layer, e):
            b0 = tangent.zero(layer)
            b1 = tangent.add_at(b0, 'b', e)
            t = e * 2.0
            b2 = tangent.add_at(b1, 'W', t * layer['W'])
            return b2
        """), """
        t = e * 2.0
        b2 = tangent.complete({'W': t * layer['W'], 'b': e}, layer)
        return b2
        """, (LAYER, 3.0))


def test_an_entry_that_is_read_twice_gets_the_sum():
    check(joined, tree("""
        def f(w, e):
            b0 = tangent.add_at(tangent.zero(w), 0, e)
            b1 = tangent.add_at(b0, 0, e * e)
            return b1
        """), """
        b1 = tangent.complete({0: tangent.add(e, e * e)}, w)
        return b1
        """, ([1.0, 2.0], 3.0), (np.array([1.0, 2.0]), 3.0), ((1.0, 2.0), 3.0))


def test_versions_that_are_read_elsewhere_and_other_indices_stay():
    check(joined, tree("""
        def f(w, e, i):
            b0 = tangent.zero(w)
            b1 = tangent.add_at(b0, i, e)
            c0 = tangent.zero(w)
            c1 = tangent.add_at(c0, 0, e)
            c2 = tangent.add_at(c1, 1, e)
            return b1, c1, c2
        """), """
        b0 = tangent.zero(w)
        b1 = tangent.add_at(b0, i, e)
        c1 = tangent.complete({0: e}, w)
        c2 = tangent.add_at(c1, 1, e)
        return b1, c1, c2
        """)


def test_blocks_inside_have_their_own():
    check(joined, tree("""
        def f(w, e):
            b0 = tangent.zero(w)
            if e > 0.0:
                c0 = tangent.zero(w)
                c1 = tangent.add_at(c0, 'W', e)
                b0 = c1
            return b0
        """), """
        b0 = tangent.zero(w)
        if e > 0.0:
            c1 = tangent.complete({'W': e}, w)
            b0 = c1
        return b0
        """, ({'W': 1.0, 'b': 2.0}, 3.0))
