"""Rules for functions as SciPy is given them: their adjoints hold those of what they captured, and of arguments."""
from __future__ import annotations

from tangent.runtime.arrays import add
from tangent.runtime.scipy.functions import flow_of, flow_of_state, given, given_all, given_flat, inner, scaled
from tangent.templates.rules import adjoint, bilinear, d, linear
from tangent.templates.rules import tangent as forward


@linear(given, given_all, flow_of, flow_of_state)
def _given(y, func, args):
    d[func] = d[y]['func']
    d[args] = d[y]['args']


@forward(given, given_all, flow_of, flow_of_state)
def _given_forward(y, func, args):
    d[y] = {'func': d[func], 'args': d[args]}


@linear(given_flat, constant=('shape',))
def _given_flat(y, func, args, shape):
    d[func] = d[y]['func']
    d[args] = d[y]['args']


@forward(given_flat)
def _given_flat_forward(y, func, args, shape):
    d[y] = {'func': d[func], 'args': d[args]}


@bilinear(inner)
def _inner(y, e, tree):
    d[e] = scaled(tree, d[y])
    d[tree] = scaled(e, d[y])


@adjoint(scaled, linear=('tree', 'factor'))
def _scaled(y, tree, factor):
    d[tree] = scaled(d[y], factor)
    d[factor] = inner(d[y], tree)


@forward(scaled)
def _scaled_forward(y, tree, factor):
    d[y] = add(scaled(d[tree], factor), scaled(tree, d[factor]))
