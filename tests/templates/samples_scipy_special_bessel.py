"""Samples of Bessel, Airy and hypergeometric functions, and of orthogonal polynomials."""
import numpy as np
from scipy import special
from scipy.special import h1vp, h2vp, hankel1, hankel1e, hankel2, hankel2e

from tangent.runtime.scipy.special_bessel import only_real, polar_derivative, product_or_zero, root_or_zero
from tests.templates.sample import Sample, array

X, POSITIVE, INSIDE = array(2, 3), array(2, 3, low=0.5, high=6.0), array(2, 3, low=-0.9, high=0.9)
DEGREES = np.array([[0, 1, 4]])


def hankel_parts(x):
    z = hankel1(0.5, x) + 2.0 * hankel2(1, x) * x
    return np.real(z), np.imag(z)


def scaled_hankel_parts(x):
    z = hankel1e(0.5, x) + 2.0 * hankel2e(1, x) * x
    return np.real(z), np.imag(z)


def hankel_derivative_parts(x):
    z = h1vp(0, x, 2) + x * h2vp(1.5, x)
    return np.real(z), np.imag(z)


def bessel_of_complex(x, y):
    z = special.jv(1.5, x + 1j * y) * special.kve(0.5, y - 1j * x)
    return np.real(z), np.imag(z)


def harmonic_parts(theta, phi):
    z = sph_harm_y(3, 2, theta, phi)
    return np.real(z), np.imag(z)


def harmonics_of_degrees(theta, phi):
    return np.real(sph_harm_y(DEGREES, DEGREES, theta, phi) * polar_derivative(2, -1, theta, phi))


def airy_of_two(x):
    ai, aip, bi, bip = special.airy(x)
    return ai * bip, aip - bi


def growing_airy(x):
    return special.airye(x)[2]


def polynomial_of_degrees(x):
    return special.eval_hermite(DEGREES, x) + special.eval_hermitenorm(DEGREES, x)


SAMPLES = [
    *[Sample(function, x) for function in (special.j0, special.j1, special.i0, special.i1) for x in (X, 0.0)],
    *[Sample(function, x) for function in (special.y0, special.y1, special.k0, special.k1, special.k0e, special.k1e)
      for x in (POSITIVE, 0.7)],
    *[Sample(function, x) for function in (special.i0e, special.i1e) for x in (X, 0.7)],
    Sample(special.jv, 0, X),
    Sample(special.jv, 1, 0.0),
    Sample(special.jv, np.array([0.5, 1.0, 2.5]), POSITIVE, wrt=(1,)),
    Sample(special.jve, 2, X),
    Sample(special.jve, 0.5, POSITIVE, wrt=(1,)),
    Sample(special.yv, 1.5, POSITIVE, wrt=(1,)),
    Sample(special.yve, 0, POSITIVE),
    *[Sample(special.yn, n, POSITIVE) for n in (0, 2)],
    Sample(special.iv, 0, X),
    Sample(special.iv, 1.5, POSITIVE, wrt=(1,)),
    Sample(special.ive, 1, X),
    Sample(special.kv, np.array([0.5, 1.0, 2.5]), POSITIVE, wrt=(1,)),
    Sample(special.kve, 0, POSITIVE),
    *[Sample(special.kn, n, POSITIVE) for n in (0, 3)],
    *[Sample(function, 1, POSITIVE) for function in (special.jvp, special.yvp, special.ivp, special.kvp)],
    *[Sample(function, 1.5, 0.7, n=2, wrt=(1,)) for function in (special.jvp, special.yvp, special.ivp, special.kvp)],
    Sample(special.jvp, 0, X, n=0),
    Sample(hankel_parts, POSITIVE),
    Sample(scaled_hankel_parts, POSITIVE),
    Sample(hankel_derivative_parts, POSITIVE),
    Sample(bessel_of_complex, POSITIVE, array(2, 3, low=0.5, high=1.0)),

    *[Sample(function, n, POSITIVE, derivative) for n, derivative in ((0, True), (2, False), (3, True))
      for function in (special.spherical_jn, special.spherical_yn, special.spherical_in, special.spherical_kn)],
    *[Sample(function, n, 0.0) for function in (special.spherical_jn, special.spherical_in) for n in (0, 1)],
    Sample(special.spherical_jn, DEGREES, POSITIVE, True),

    Sample(special.airy, X),
    Sample(special.airy, -1.3),
    Sample(airy_of_two, X),
    Sample(special.airye, POSITIVE),
    # Of negative numbers the others are NaN, and so are second derivatives.
    Sample(growing_airy, np.array([-1.5, 0.7]), order=1),
    Sample(root_or_zero, X),
    Sample(product_or_zero, array(3), array(3, seed=1)),
    Sample(product_or_zero, 0.3, array(3)),
    Sample(only_real, X),

    Sample(special.hyp0f1, 1.5, X, wrt=(1,)),
    Sample(special.hyp1f1, 1.5, 2.5, X, wrt=(2,)),
    Sample(special.hyp1f1, -2, 1, X),
    Sample(special.hyp2f1, 1.5, 0.3, 2.5, INSIDE, wrt=(3,)),
    Sample(special.hyp2f1, -2, 1, 3, 0.3),
    Sample(special.hyperu, 1.5, 0.3, POSITIVE, wrt=(2,)),

    *[Sample(function, n, INSIDE) for function in (
        special.eval_legendre, special.eval_chebyt, special.eval_chebyu, special.eval_chebyc, special.eval_chebys,
        special.eval_sh_legendre, special.eval_sh_chebyt, special.eval_sh_chebyu, special.eval_laguerre,
        special.eval_hermite, special.eval_hermitenorm) for n in (4, DEGREES)],
    Sample(special.eval_legendre, 1.5, INSIDE, wrt=(1,)),
    Sample(special.eval_legendre, 0.0, INSIDE, wrt=(1,)),
    Sample(special.eval_legendre, 3, 1.0),
    Sample(special.eval_gegenbauer, 3, 1.5, INSIDE, wrt=(2,)),
    Sample(special.eval_gegenbauer, DEGREES, 0.7, INSIDE, wrt=(2,)),
    Sample(special.eval_jacobi, 3, 1.5, 0.3, INSIDE, wrt=(3,)),
    Sample(special.eval_jacobi, DEGREES, 1.5, 0.3, INSIDE, wrt=(3,)),
    Sample(special.eval_sh_jacobi, 3, 2.5, 0.3, INSIDE, wrt=(3,)),
    Sample(special.eval_genlaguerre, 3, 0.5, X, wrt=(2,)),
    Sample(special.eval_genlaguerre, DEGREES, 0.5, X, wrt=(2,)),
    Sample(polynomial_of_degrees, X),
]

if hasattr(special, 'legendre_p'):
    from scipy.special import sph_harm_y

    SAMPLES += [
        Sample(special.legendre_p, 3, INSIDE),
        Sample(special.legendre_p, 3, 0.7, diff_n=1, order=1),
        Sample(special.legendre_p, DEGREES, INSIDE),
        Sample(harmonic_parts, 0.7, array(3)),
        Sample(harmonic_parts, array(2, 1, low=0.5, high=2.5), array(3)),
        Sample(harmonics_of_degrees, array(3, low=0.5, high=2.5), 0.4),
    ]
