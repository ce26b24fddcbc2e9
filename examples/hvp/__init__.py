"""Work with second derivatives; each of these runs alone, as in `python -m examples.hvp.newton`.

newton: training by Newton-CG and trust regions, against SciPy and gradient descent.
spectrum: the spectrum of a network's Hessian, by Lanczos iteration.
curve_fitting: curves fitted by Levenberg-Marquardt with Jacobians, against SciPy.
orders: the three orders of a Hessian-vector product.
"""
