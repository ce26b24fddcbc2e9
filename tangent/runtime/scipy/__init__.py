"""What generated code calls where functions of SciPy are differentiated: imported with the rules, not before."""
