"""Functions as trees: reading them, naming things in them, printing and loading them."""
