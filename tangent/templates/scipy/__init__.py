"""The rules for SciPy: importing this registers them."""
from tangent.templates.scipy import fft

MODULES = (fft,)
