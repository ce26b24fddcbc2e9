"""What the adjoints of Fourier transforms are for complex arguments, and what is refused."""
import numpy as np
import pytest

import tangent
from tests.templates.sample import array

Z = array(2, 5) + 1j * array(2, 5, seed=1)


def fft(z):
    return np.sum(np.abs(np.fft.fft(z, norm='ortho')) ** 3)


def ifft_cut(z):
    return np.sum(np.abs(np.fft.ifft(z, 3)) ** 3)


def fftn(z):
    return np.sum(np.abs(np.fft.fftn(z, (3, 4), axes=(0, 1))) ** 3)


def irfft_even(z):
    return np.sum(np.fft.irfft(z) ** 3)


def irfft_odd(z):
    return np.sum(np.fft.irfft(z, 9, norm='ortho') ** 3)


def irfft_cut(z):
    return np.sum(np.fft.irfft(z, 6) ** 3)


def hfft(z):
    return np.sum(np.fft.hfft(z, 7, norm='forward') ** 3)


def irfftn(z):
    return np.sum(np.fft.irfftn(z) ** 3)


COMPLEX = [fft, ifft_cut, fftn, irfft_even, irfft_odd, irfft_cut, hfft, irfftn]


@pytest.mark.parametrize('function', COMPLEX)
def test_adjoints_of_complex_arguments_are_slopes_less_i_times_those_in_the_imaginary_part(function):
    step = 1e-5
    expected = np.zeros_like(Z)
    for at in np.ndindex(Z.shape):
        for unit in (1.0, 1.0j):
            h = np.zeros_like(Z)
            h[at] = step * unit
            expected[at] += np.conj(unit) * (function(Z + h) - function(Z - h)) / (2.0 * step)
    got = tangent.grad(function)(Z)
    assert got.dtype == Z.dtype
    np.testing.assert_allclose(got, expected, rtol=1e-6, atol=1e-6)


def transforms(fft):
    """Losses of what autograd differentiates too, with NumPy's transforms or autograd's."""
    def whole(x):
        return abs(fft.fft(x)) ** 2

    def cut(x):
        return abs(fft.ifft(x, 3)) ** 2

    def planes(x):
        return abs(fft.fft2(x) + fft.ifftn(x)) ** 2

    def half(x):
        return abs(fft.rfft(x)) ** 2

    def half_planes(x):
        return abs(fft.rfftn(x)) ** 2

    def back(x):
        return fft.irfft(x + 1j * x * x) ** 2

    def back_planes(x):
        return fft.irfft2(x + 1j * x * x) ** 2

    def shifted(x):
        return abs(fft.fftshift(fft.rfft(x))) ** 2 + abs(fft.ifftshift(fft.rfft(x))) ** 3
    return whole, cut, planes, half, half_planes, back, back_planes, shifted


@pytest.mark.parametrize('index', range(8))
def test_as_autograd(index):
    autograd = pytest.importorskip('autograd')
    import autograd.numpy as anp
    theirs, ours = transforms(anp.fft)[index], transforms(np.fft)[index]
    x = array(4, 6)
    weights = array(*ours(x).shape, seed=1)
    wanted = autograd.grad(lambda x: anp.sum(theirs(x) * weights))(x)
    got = tangent.grad(lambda x: np.sum(ours(x) * weights))(x)
    np.testing.assert_allclose(got, wanted, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize('n', [7, 8])
def test_a_half_spectrum_there_and_back(n):
    """irfft(rfft(x)) is x, so that its adjoint is too."""
    def f(x):
        return np.fft.irfft(np.fft.rfft(x), n)
    e = array(n, seed=1)
    np.testing.assert_allclose(tangent.vjp(f)(array(n), e), e, rtol=1e-12)


def test_imaginary_parts_that_are_ignored_have_the_slope_zero():
    def f(y):
        return np.fft.irfft(1j * y)
    got = tangent.vjp(f)(np.ones(4), array(6))
    assert got[0] == got[3] == 0.0
    assert np.all(got[1:3] != 0.0)


def test_adjoints_are_of_the_precision_of_real_arguments():
    def f(x):
        return np.sum(np.abs(np.fft.rfft2(x)) ** 2) + np.sum(np.abs(np.fft.fft(x, 3)) ** 2)
    assert tangent.grad(f)(np.ones((2, 4), np.float32)).dtype == np.float32


def test_axes_that_repeat_are_refused_where_sizes_are_given():
    def f(x):
        return np.sum(np.abs(np.fft.fftn(x, (3, 4), axes=(0, 0))) ** 2)
    with pytest.raises(tangent.TangentError, match='repeated'):
        tangent.grad(f)(np.ones((2, 2)))
