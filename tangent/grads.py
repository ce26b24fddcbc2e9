"""The extension API: what rules are written with.  The library's own use nothing else.

>>> import numpy as np
>>> import tangent
>>> from tangent.grads import adjoint, d
>>> def cube(x):
...     return x * x * x
>>> @adjoint(cube)
... def dcube(result, x):
...     d[x] = d[result] * 3 * x * x
>>> def f(x):
...     return cube(x) + 1.0
>>> tangent.grad(f)(2.0)
12.0
"""
from tangent.templates.rules import (
    adjoint, alias, bilinear, constant, d, elementwise, linear, literal, tangent,
)

__all__ = ['adjoint', 'alias', 'bilinear', 'constant', 'd', 'elementwise', 'linear', 'literal', 'tangent']
