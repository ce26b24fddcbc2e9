"""The rules for TensorFlow: importing this registers them."""
from tangent.templates.tensorflow import constants, elementwise, general, operations, products, reductions, structure

MODULES = (general, elementwise, reductions, products, structure, operations, constants)
