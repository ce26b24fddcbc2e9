"""Automatic differentiation of Python by source transformation.

>>> import tangent
>>> def f(x):
...     return x * x + 3.0 * x
>>> df = tangent.grad(f)
>>> df(2.0)
7.0
"""
from tangent import errors, grads, runtime
from tangent.derive.dynamic import adjoint_of, primal_of, tangent_of
from tangent.errors import TangentError
from tangent.runtime import *  # noqa: F403
from tangent.transforms.autodiff import autodiff
from tangent.transforms.grad import grad
from tangent.transforms.jvp import jvp
from tangent.transforms.options import origin, source
from tangent.transforms.value_and_grad import value_and_grad
from tangent.transforms.vjp import vjp

__version__ = '0.1.0'
__all__ = [
    'TangentError', 'adjoint_of', 'autodiff', 'errors', 'grad', 'grads', 'jvp', 'origin', 'primal_of', 'source',
    'tangent_of', 'value_and_grad', 'vjp', *runtime.__all__,
]
