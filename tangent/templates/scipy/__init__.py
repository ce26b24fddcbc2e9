"""The rules for SciPy: each module is loaded with the first function of the package that it is for."""
