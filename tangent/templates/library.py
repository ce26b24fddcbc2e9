"""The rules that tangent ships: importing a module of them registers them."""
from tangent.templates import builtins, iteration, mathematics, operators, records, runtime, trees
from tangent.templates.numpy import (
    creation, elementwise, fft, functional, joining, linalg, methods, numerics, products, reductions, selecting,
    shaping, ufunc_methods,
)

MODULES = (operators, builtins, iteration, mathematics, elementwise, reductions, creation, shaping, joining,
           selecting, products, linalg, fft, methods, numerics, records, runtime, ufunc_methods, functional, trees)
