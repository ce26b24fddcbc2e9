"""Deriving: from a function in core form to the statements of its derivative."""
