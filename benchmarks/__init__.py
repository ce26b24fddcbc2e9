"""What derivatives cost, as ratios measured in one run: `python -m benchmarks`."""
import os

# Before NumPy is imported: on busy cores more threads only add noise.
for library in ('OPENBLAS', 'OMP', 'MKL'):
    os.environ.setdefault(f'{library}_NUM_THREADS', '1')
