"""Programs made at random in the language that tangent differentiates; `python -m tests.fuzz --help` runs them."""
