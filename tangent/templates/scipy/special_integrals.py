"""Rules for SciPy's exponential, trigonometric, elliptic and other integrals."""
from __future__ import annotations

import math

import numpy as np
from scipy import special

from tangent.runtime.arrays import unbroadcast
from tangent.runtime.scipy.special import ellipeinc_derivative, ellipkinc_derivative, quotient, spence_derivative
from tangent.templates.rules import adjoint, d, elementwise, literal
from tangent.templates.rules import tangent as forward

# Exponential integrals, and functions that are defined by logarithms and exponentials.


@elementwise(special.exp1)
def exp1(y, z):
    d[z] = -d[y] * np.exp(-z) / z


@elementwise(special.expi)
def expi(y, x):
    d[x] = d[y] * np.exp(x) / x


@elementwise(special.expn, keeps_dtype=False)
def expn(y, n, x):
    if n == 0 if literal(n) else False:
        d[x] = -d[y] * y * (1.0 + 1.0 / x)
    else:
        d[x] = -d[y] * special.expn(n - 1, x)


@elementwise(special.spence)
def spence(y, z):
    d[z] = d[y] * spence_derivative(z)


@elementwise(spence_derivative)
def _(y, z, order=1):
    d[z] = d[y] * spence_derivative(z, order + 1)


@elementwise(special.lambertw, keeps_dtype=False)
def lambertw(w, z, k=0, tol=1e-8):
    d[z] = d[w] * np.exp(-w) / (1.0 + w)


@elementwise(special.wrightomega)
def wrightomega(w, z):
    d[z] = d[w] * w / (1.0 + w)


# Integrals of sines and cosines, which come in pairs.

@adjoint(special.sici)
def sici(y, x):
    d[x] = unbroadcast(d[y][0] * np.sinc(x / math.pi) + quotient(d[y][1] * np.cos(x), x), x)


@forward(special.sici)
def sici_forward(y, x):
    d[y] = (d[x] * np.sinc(x / math.pi), quotient(d[x] * np.cos(x), x))


@adjoint(special.shichi)
def shichi(y, x):
    d[x] = unbroadcast(0.5 * d[y][0] * (special.exprel(x) + special.exprel(-x)) + quotient(d[y][1] * np.cosh(x), x), x)


@forward(special.shichi)
def shichi_forward(y, x):
    d[y] = (0.5 * d[x] * (special.exprel(x) + special.exprel(-x)), quotient(d[x] * np.cosh(x), x))


@adjoint(special.fresnel)
def fresnel(y, z):
    d[z] = unbroadcast(d[y][0] * np.sin(0.5 * math.pi * z * z) + d[y][1] * np.cos(0.5 * math.pi * z * z), z)


@forward(special.fresnel)
def fresnel_forward(y, z):
    d[y] = (d[z] * np.sin(0.5 * math.pi * z * z), d[z] * np.cos(0.5 * math.pi * z * z))


# Elliptic integrals, of the parameter m (the modulus squared).

@elementwise(special.ellipk)
def ellipk(y, m):
    d[m] = d[y] * (math.pi / 8.0) * special.hyp2f1(1.5, 1.5, 2.0, m)


@elementwise(special.ellipe)
def ellipe(y, m):
    d[m] = -d[y] * (math.pi / 8.0) * special.hyp2f1(0.5, 1.5, 2.0, m)


@elementwise(special.ellipkinc, keeps_dtype=False)
def ellipkinc(y, phi, m):
    d[phi] = d[y] / np.sqrt(1.0 - m * np.sin(phi) ** 2)
    d[m] = d[y] * ellipkinc_derivative(phi, m)


@elementwise(ellipkinc_derivative)
def _(y, phi, m):
    delta = np.sqrt(1.0 - m * np.sin(phi) ** 2)
    d[phi] = 0.5 * d[y] * np.sin(phi) ** 2 / delta ** 3
    # The differential equation of the integral: DLMF 19.4.8.
    d[m] = d[y] * ((2.0 * m - 1.0) * y + 0.25 * special.ellipkinc(phi, m) -
                   0.125 * np.sin(2.0 * phi) / delta ** 3) / (m * (1.0 - m))


@elementwise(special.ellipeinc, keeps_dtype=False)
def ellipeinc(y, phi, m):
    d[phi] = d[y] * np.sqrt(1.0 - m * np.sin(phi) ** 2)
    d[m] = d[y] * ellipeinc_derivative(phi, m)


@elementwise(ellipeinc_derivative)
def _(y, phi, m):
    d[phi] = -0.5 * d[y] * np.sin(phi) ** 2 / np.sqrt(1.0 - m * np.sin(phi) ** 2)
    d[m] = -d[y] * (y + ellipkinc_derivative(phi, m)) / (2.0 * m)


# Struve functions.

@elementwise(special.struve, keeps_dtype=False)
def struve(y, v, x):
    power = (0.5 * x) ** v * special.rgamma(v + 1.5) / math.sqrt(math.pi)
    d[x] = 0.5 * d[y] * (special.struve(v - 1, x) - special.struve(v + 1, x) + power)


@elementwise(special.modstruve, keeps_dtype=False)
def modstruve(y, v, x):
    power = (0.5 * x) ** v * special.rgamma(v + 1.5) / math.sqrt(math.pi)
    d[x] = 0.5 * d[y] * (special.modstruve(v - 1, x) + special.modstruve(v + 1, x) + power)
