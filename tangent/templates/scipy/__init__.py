"""The rules for SciPy: importing this registers them."""
from tangent.templates.scipy import fft, special_bessel

MODULES = (fft, special_bessel)
