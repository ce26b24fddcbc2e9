"""The rules for SciPy: importing this registers them."""
MODULES = ()
