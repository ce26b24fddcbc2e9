"""A two-layer network in plain NumPy learns to read handwritten digits: `python -m examples.digits`."""
