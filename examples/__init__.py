"""Programs that use tangent; each runs alone: `python -m examples.digits`."""
