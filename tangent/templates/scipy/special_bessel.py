"""Rules for SciPy's Bessel, Airy and hypergeometric functions, and for orthogonal polynomials.

Orders and degrees have no derivative here.  Formulas are those of the Digital Library of Mathematical Functions (DLMF),
chosen so that they hold at 0 and at the ends of an interval as well.
"""
from __future__ import annotations

import numpy as np
from scipy import special

from tangent.runtime.arrays import unbroadcast
from tangent.runtime.elementwise import divide_or_zero
from tangent.runtime.scipy.special_bessel import lowered, only_real, polar_derivative, product_or_zero, root_or_zero
from tangent.templates.rules import adjoint, constant, d, elementwise, literal
from tangent.templates.rules import tangent as forward

# Bessel functions, of the orders 0 and 1 and of any (DLMF 10.6, 10.29).


@elementwise(special.j0)
def j0(y, x):
    d[x] = -d[y] * special.j1(x)


@elementwise(special.j1)
def j1(y, x):
    d[x] = 0.5 * d[y] * (special.j0(x) - special.jv(2, x))


@elementwise(special.y0)
def y0(y, x):
    d[x] = -d[y] * special.y1(x)


@elementwise(special.y1)
def y1(y, x):
    d[x] = 0.5 * d[y] * (special.y0(x) - special.yn(2, x))


@elementwise(special.i0)
def i0(y, x):
    d[x] = d[y] * special.i1(x)


@elementwise(special.i1)
def i1(y, x):
    d[x] = 0.5 * d[y] * (special.i0(x) + special.iv(2, x))


@elementwise(special.k0)
def k0(y, x):
    d[x] = -d[y] * special.k1(x)


@elementwise(special.k1)
def k1(y, x):
    d[x] = -0.5 * d[y] * (special.k0(x) + special.kn(2, x))


@elementwise(special.jv)  # and jn, another name of it
def jv(y, v, z):
    d[z] = d[y] * special.jvp(v, z)


@elementwise(special.yv)
def yv(y, v, z):
    d[z] = d[y] * special.yvp(v, z)


@elementwise(special.yn, keeps_dtype=False)
def yn(y, n, x):
    d[x] = 0.5 * d[y] * (special.yn(n - 1, x) - special.yn(n + 1, x))


@elementwise(special.iv)
def iv(y, v, z):
    d[z] = d[y] * special.ivp(v, z)


@elementwise(special.kv)
def kv(y, v, z):
    d[z] = d[y] * special.kvp(v, z)


@elementwise(special.kn, keeps_dtype=False)
def kn(y, n, x):
    d[x] = -0.5 * d[y] * (special.kn(n - 1, x) + special.kn(n + 1, x))


@elementwise(special.hankel1, keeps_dtype=False)
def hankel1(y, v, z):
    d[z] = d[y] * special.h1vp(v, z)


@elementwise(special.hankel2, keeps_dtype=False)
def hankel2(y, v, z):
    d[z] = d[y] * special.h2vp(v, z)


@elementwise(special.jvp, keeps_dtype=False)
def jvp(y, v, z, n=1):
    d[z] = d[y] * special.jvp(v, z, n + 1)


@elementwise(special.yvp, keeps_dtype=False)
def yvp(y, v, z, n=1):
    d[z] = d[y] * special.yvp(v, z, n + 1)


@elementwise(special.ivp, keeps_dtype=False)
def ivp(y, v, z, n=1):
    d[z] = d[y] * special.ivp(v, z, n + 1)


@elementwise(special.kvp, keeps_dtype=False)
def kvp(y, v, z, n=1):
    d[z] = d[y] * special.kvp(v, z, n + 1)


@elementwise(special.h1vp, keeps_dtype=False)
def h1vp(y, v, z, n=1):
    d[z] = d[y] * special.h1vp(v, z, n + 1)


@elementwise(special.h2vp, keeps_dtype=False)
def h2vp(y, v, z, n=1):
    d[z] = d[y] * special.h2vp(v, z, n + 1)


# Scaled by an exponential.  At its kink, 0, that has the derivative 0, as abs has.

@elementwise(special.i0e)
def i0e(y, x):
    d[x] = d[y] * (special.i1e(x) - np.sign(x) * y)


@elementwise(special.i1e)
def i1e(y, x):
    d[x] = d[y] * (0.5 * (special.i0e(x) + special.ive(2, x)) - np.sign(x) * y)


@elementwise(special.k0e)
def k0e(y, x):
    d[x] = d[y] * (y - special.k1e(x))


@elementwise(special.k1e)
def k1e(y, x):
    d[x] = d[y] * (y - 0.5 * (special.k0e(x) + special.kve(2, x)))


@elementwise(special.jve)
def jve(y, v, z):
    d[z] = 0.5 * d[y] * (special.jve(v - 1, only_real(z)) - special.jve(v + 1, z))


@elementwise(special.yve)
def yve(y, v, z):
    d[z] = 0.5 * d[y] * (special.yve(v - 1, only_real(z)) - special.yve(v + 1, z))


@elementwise(special.ive)
def ive(y, v, z):
    d[z] = d[y] * (0.5 * (special.ive(v - 1, z) + special.ive(v + 1, z)) - np.sign(only_real(z)) * y)


@elementwise(special.kve)
def kve(y, v, z):
    d[z] = d[y] * (y - 0.5 * (special.kve(v - 1, z) + special.kve(v + 1, z)))


@elementwise(special.hankel1e, keeps_dtype=False)
def hankel1e(y, v, z):
    d[z] = d[y] * (0.5 * (special.hankel1e(v - 1, z) - special.hankel1e(v + 1, z)) - 1j * y)


@elementwise(special.hankel2e, keeps_dtype=False)
def hankel2e(y, v, z):
    d[z] = d[y] * (0.5 * (special.hankel2e(v - 1, z) - special.hankel2e(v + 1, z)) + 1j * y)


@elementwise(only_real)
def _only_real(y, x):
    d[x] = d[y]


# Spherical Bessel functions (DLMF 10.51).  For n = 0 the function of the order n - 1 has no part in the derivative.

@elementwise(special.spherical_jn, keeps_dtype=False)
def spherical_jn(y, n, z, derivative=False):
    if derivative:
        d[z] = d[y] * (n * special.spherical_jn(n - 1 if literal(n) and n > 0 else abs(n - 1), z, True) -
                       (n + 1) * special.spherical_jn(n + 1, z, True)) / (2 * n + 1)
    else:
        d[z] = d[y] * special.spherical_jn(n, z, True)


@elementwise(special.spherical_yn, keeps_dtype=False)
def spherical_yn(y, n, z, derivative=False):
    if derivative:
        d[z] = d[y] * (n * special.spherical_yn(n - 1 if literal(n) and n > 0 else abs(n - 1), z, True) -
                       (n + 1) * special.spherical_yn(n + 1, z, True)) / (2 * n + 1)
    else:
        d[z] = d[y] * special.spherical_yn(n, z, True)


@elementwise(special.spherical_in, keeps_dtype=False)
def spherical_in(y, n, z, derivative=False):
    if derivative:
        d[z] = d[y] * (n * special.spherical_in(n - 1 if literal(n) and n > 0 else abs(n - 1), z, True) +
                       (n + 1) * special.spherical_in(n + 1, z, True)) / (2 * n + 1)
    else:
        d[z] = d[y] * special.spherical_in(n, z, True)


@elementwise(special.spherical_kn, keeps_dtype=False)
def spherical_kn(y, n, z, derivative=False):
    if derivative:
        d[z] = -d[y] * (n * special.spherical_kn(n - 1 if literal(n) and n > 0 else abs(n - 1), z, True) +
                        (n + 1) * special.spherical_kn(n + 1, z, True)) / (2 * n + 1)
    else:
        d[z] = d[y] * special.spherical_kn(n, z, True)


# Airy functions: solutions of y'' = z y, and their derivatives.

@adjoint(special.airy)
def airy(y, z):
    d[z] = unbroadcast(product_or_zero(d[y][0], y[1]) + product_or_zero(d[y][1], z * y[0]) +
                       product_or_zero(d[y][2], y[3]) + product_or_zero(d[y][3], z * y[2]), z)


@forward(special.airy)
def airy_forward(y, z):
    d[y] = (d[z] * y[1], d[z] * z * y[0], d[z] * y[3], d[z] * z * y[2])


@adjoint(special.airye)
def airye(y, z):
    s = root_or_zero(z)
    d[z] = unbroadcast(
        product_or_zero(d[y][0], y[1] + s * y[0]) + product_or_zero(d[y][1], z * y[0] + s * y[1]) +
        product_or_zero(d[y][2], y[3] - s * y[2]) + product_or_zero(d[y][3], z * y[2] - s * y[3]), z)


@forward(special.airye)
def airye_forward(y, z):
    s = root_or_zero(z)
    d[y] = (d[z] * (y[1] + s * y[0]), d[z] * (z * y[0] + s * y[1]),
            d[z] * (y[3] - s * y[2]), d[z] * (z * y[2] - s * y[3]))


@elementwise(root_or_zero)
def _root_or_zero(y, x):
    d[x] = divide_or_zero(0.5 * d[y], y)


@elementwise(product_or_zero)
def _product_or_zero(y, a, b):
    d[a] = product_or_zero(d[y], b)
    d[b] = d[y] * a


# Hypergeometric functions (DLMF 13.3, 15.5, 16.3).

@elementwise(special.hyp0f1)
def hyp0f1(y, v, z):
    d[z] = d[y] / v * special.hyp0f1(v + 1, z)


@elementwise(special.hyp1f1)
def hyp1f1(y, a, b, x):
    d[x] = d[y] * a / b * special.hyp1f1(a + 1, b + 1, x)


@elementwise(special.hyp2f1, keeps_dtype=False)
def hyp2f1(y, a, b, c, z):
    d[z] = d[y] * a * b / c * special.hyp2f1(a + 1, b + 1, c + 1, z)


@elementwise(special.hyperu)
def hyperu(y, a, b, x):
    d[x] = -d[y] * a * special.hyperu(a + 1, b + 1, x)


# Orthogonal polynomials (DLMF 18.9): the derivative of one is another, of the degree n - 1.

@elementwise(special.eval_legendre, keeps_dtype=False)
def eval_legendre(y, n, x):
    d[x] = d[y] * special.eval_gegenbauer(n - 1 if literal(n) and n > -1 else lowered(n), 1.5, x)


@elementwise(special.eval_sh_legendre, keeps_dtype=False)
def eval_sh_legendre(y, n, x):
    d[x] = 2.0 * d[y] * special.eval_gegenbauer(
        n - 1 if literal(n) and n > -1 else lowered(n), 1.5, 2.0 * x - 1.0)


@elementwise(special.eval_chebyt, keeps_dtype=False)
def eval_chebyt(y, n, x):
    d[x] = d[y] * n * special.eval_chebyu(n - 1, x)


@elementwise(special.eval_chebyu, keeps_dtype=False)
def eval_chebyu(y, n, x):
    d[x] = 2.0 * d[y] * special.eval_gegenbauer(n - 1 if literal(n) and n > -1 else lowered(n), 2.0, x)


@elementwise(special.eval_chebyc, keeps_dtype=False)
def eval_chebyc(y, n, x):
    d[x] = d[y] * n * special.eval_chebys(n - 1, x)


@elementwise(special.eval_chebys, keeps_dtype=False)
def eval_chebys(y, n, x):
    d[x] = d[y] * special.eval_gegenbauer(n - 1 if literal(n) and n > -1 else lowered(n), 2.0, 0.5 * x)


@elementwise(special.eval_sh_chebyt, keeps_dtype=False)
def eval_sh_chebyt(y, n, x):
    d[x] = d[y] * 2 * n * special.eval_sh_chebyu(n - 1, x)


@elementwise(special.eval_sh_chebyu, keeps_dtype=False)
def eval_sh_chebyu(y, n, x):
    d[x] = 4.0 * d[y] * special.eval_gegenbauer(
        n - 1 if literal(n) and n > -1 else lowered(n), 2.0, 2.0 * x - 1.0)


@elementwise(special.eval_gegenbauer, keeps_dtype=False)
def eval_gegenbauer(y, n, alpha, x):
    d[x] = 2.0 * d[y] * alpha * special.eval_gegenbauer(
        n - 1 if literal(n) and n > -1 else lowered(n), alpha + 1, x)


@elementwise(special.eval_jacobi, keeps_dtype=False)
def eval_jacobi(y, n, alpha, beta, x):
    d[x] = 0.5 * d[y] * (n + alpha + beta + 1) * special.eval_jacobi(
        n - 1 if literal(n) and n > -1 else lowered(n), alpha + 1, beta + 1, x)


@elementwise(special.eval_sh_jacobi, keeps_dtype=False)
def eval_sh_jacobi(y, n, p, q, x):
    d[x] = d[y] * (n + p) / special.binom(2 * n + p - 1, n) * special.eval_jacobi(
        n - 1 if literal(n) and n > -1 else lowered(n), p - q + 1, q, 2.0 * x - 1.0)


@elementwise(special.eval_laguerre, keeps_dtype=False)
def eval_laguerre(y, n, x):
    d[x] = -d[y] * special.eval_genlaguerre(n - 1 if literal(n) and n > -1 else lowered(n), 1.0, x)


@elementwise(special.eval_genlaguerre, keeps_dtype=False)
def eval_genlaguerre(y, n, alpha, x):
    d[x] = -d[y] * special.eval_genlaguerre(n - 1 if literal(n) and n > -1 else lowered(n), alpha + 1, x)


@elementwise(special.eval_hermite, keeps_dtype=False)  # which is NaN for n = -1
def eval_hermite(y, n, x):
    d[x] = d[y] * 2 * n * special.eval_hermite(n - 1 if literal(n) and n > 0 else abs(n - 1), x)


@elementwise(special.eval_hermitenorm, keeps_dtype=False)
def eval_hermitenorm(y, n, x):
    d[x] = d[y] * n * special.eval_hermitenorm(n - 1 if literal(n) and n > 0 else abs(n - 1), x)


constant(lowered)


if hasattr(special, 'legendre_p'):  # SciPy 1.15
    # The derivatives up to the order diff_n are rows of the result.
    @adjoint(special.legendre_p)
    def legendre_p(y, n, z, *, diff_n=0):
        d[z] = unbroadcast(np.sum(d[y] * special.legendre_p(n, z, diff_n=diff_n + 1)[1:], axis=0), z)

    @forward(special.legendre_p)
    def legendre_p_forward(y, n, z, *, diff_n=0):
        d[y] = unbroadcast(d[z] * special.legendre_p(n, z, diff_n=diff_n + 1)[1:], y)

    @elementwise(special.sph_harm_y, keeps_dtype=False)
    def sph_harm_y(y, n, m, theta, phi):
        d[theta] = d[y] * polar_derivative(n, m, theta, phi)
        d[phi] = d[y] * (1j * m) * y

    @elementwise(polar_derivative, keeps_dtype=False)
    def _polar_derivative(y, n, m, theta, phi, order=1):
        d[theta] = d[y] * polar_derivative(n, m, theta, phi, order + 1)
        d[phi] = d[y] * (1j * m) * y
