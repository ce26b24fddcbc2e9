"""Networks in TensorFlow, with gradients that tangent writes: `python -m examples.tensorflow`."""
