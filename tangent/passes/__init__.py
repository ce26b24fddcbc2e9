"""Passes: each takes a `Function` and returns one that computes the same values."""
