"""Transforms called by functions that are differentiated: `tangent.grad(lambda x: w * x ** 2)(x)`, differentiated in w.

What a transform gives is a function that captured what the one it was given did.
"""
from __future__ import annotations

from tangent.runtime.inherited import inherited_adjoint, inherited_tangent
from tangent.templates.rules import d, linear
from tangent.templates.rules import tangent as forward
from tangent.transforms.autodiff import autodiff
from tangent.transforms.ggnvp import ggnvp
from tangent.transforms.grad import grad
from tangent.transforms.hessian import hessian
from tangent.transforms.hvp import hvp
from tangent.transforms.jacobian import jacobian
from tangent.transforms.jvp import jvp
from tangent.transforms.linearize import linearize
from tangent.transforms.pullback import pullback
from tangent.transforms.value_and_grad import value_and_grad
from tangent.transforms.vjp import vjp

TRANSFORMS = (autodiff, ggnvp, grad, hessian, hvp, jacobian, jvp, linearize, pullback, value_and_grad, vjp)


@linear(*TRANSFORMS, derives=True)
def _transformed(y, function, *args, **options):
    d[function] = inherited_adjoint(d[y], y, function)


@forward(*TRANSFORMS)
def _transformed_forward(y, function, *args, **options):
    d[y] = inherited_tangent(d[function], y, function)
