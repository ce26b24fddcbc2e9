"""Automatic differentiation of Python by source transformation.

>>> import tangent
>>> def f(x):
...     return x * x + 3.0 * x
>>> df = tangent.grad(f)
>>> df(2.0)
7.0
"""
import importlib as _importlib
from typing import Any as _Any

from tangent import errors, grads, runtime
from tangent.derive.dynamic import adjoint_of, primal_of, tangent_of
from tangent.errors import TangentError
from tangent.passes.readers import check_container, check_reads
from tangent.runtime import *  # noqa: F403
from tangent.transforms import nested  # noqa: F401
from tangent.transforms.autodiff import autodiff
from tangent.transforms.check_grads import check_grads
from tangent.transforms.compose import compose, pipe
from tangent.transforms.debug import debug
from tangent.transforms.ggnvp import ggnvp
from tangent.transforms.grad import grad
from tangent.transforms.hessian import hessian
from tangent.transforms.hvp import hvp
from tangent.transforms.jacobian import jacobian
from tangent.transforms.jvp import jvp
from tangent.transforms.linearize import linearize
from tangent.transforms.options import history, origin, source
from tangent.transforms.pullback import pullback
from tangent.transforms.save import save
from tangent.transforms.show import show
from tangent.transforms.trace_nans import NanTrace, trace_nans
from tangent.transforms.undifferentiated import tangent
from tangent.transforms.value_and_grad import value_and_grad
from tangent.transforms.vjp import vjp



def __getattr__(name: str) -> _Any:
    if name == 'scipy':  # its modules need SciPy, and time to be imported
        return _importlib.import_module('tangent.runtime.scipy')
    raise AttributeError(f"module 'tangent' has no attribute {name!r}")


__version__ = '0.1.0'
__all__ = [
    'NanTrace', 'TangentError', 'adjoint_of', 'autodiff', 'check_container', 'check_grads', 'check_reads',
    'compose', 'debug', 'errors', 'ggnvp', 'grad', 'grads', 'hessian', 'history', 'hvp', 'jacobian', 'jvp',
    'linearize', 'origin', 'pipe', 'primal_of', 'pullback', 'save', 'show', 'source', 'tangent', 'tangent_of',
    'trace_nans', 'value_and_grad', 'vjp',
    *runtime.__all__,
]
