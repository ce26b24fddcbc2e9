"""Samples of Fourier transforms.

What is differentiated is real: complex arguments are made of two real ones.
"""
import numpy as np

from tangent.runtime.fft import refit, unhfft, unihfft, unirfft, unirfftn, unrfft, unrfftn
from tests.templates.sample import Sample, array


def fft_of_complex(x, y, n, axis, norm):
    return np.fft.fft(x + 1j * y, n, axis, norm)


def ifft_of_complex(x, y, n, axis, norm):
    return np.fft.ifft(x + 1j * y, n, axis, norm)


def irfft_of_complex(x, y, n, axis, norm):
    return np.fft.irfft(x + 1j * y, n, axis, norm)


def hfft_of_complex(x, y, n, axis, norm):
    return np.fft.hfft(x + 1j * y, n, axis, norm)


def fftn_of_complex(x, y, s, axes, norm):
    return np.fft.fftn(x + 1j * y, s, axes, norm)


def ifftn_of_complex(x, y, s, axes, norm):
    return np.fft.ifftn(x + 1j * y, s, axes, norm)


def irfftn_of_complex(x, y, s, axes, norm):
    return np.fft.irfftn(x + 1j * y, s, axes, norm)


def fft2_of_complex(x, y):
    return np.fft.fft2(x + 1j * y)


def ifft2_of_complex(x, y, s, axes, norm):
    return np.fft.ifft2(x + 1j * y, s, axes, norm)


def irfft2_of_complex(x, y, s, axes, norm):
    return np.fft.irfft2(x + 1j * y, s, axes, norm)


def power_spectrum(x):
    return np.abs(np.fft.rfft(x)) ** 2


def power_of_shifted(x):
    z = np.fft.fftshift(np.fft.fft2(x))
    return np.real(z * np.conj(z))


SAMPLES = [
    Sample(np.fft.fft, array(5)),
    Sample(np.fft.fft, array(3, 4), 3, 0, 'ortho'),
    Sample(np.fft.fft, array(3, 4), n=6, norm='forward'),
    Sample(fft_of_complex, array(2, 4), array(2, 4, seed=1), None, -1, 'forward'),
    Sample(fft_of_complex, array(2, 4), array(2, 4, seed=1), 3, 1, None),
    Sample(fft_of_complex, array(4, 2), array(4, 2, seed=1), 5, 0, 'backward'),
    Sample(np.fft.ifft, array(5)),
    Sample(ifft_of_complex, array(4), array(4, seed=1), None, -1, None),
    Sample(ifft_of_complex, array(2, 4), array(2, 4, seed=1), 3, 1, 'forward'),
    Sample(ifft_of_complex, array(4, 2), array(4, 2, seed=1), 5, 0, 'ortho'),
    Sample(np.fft.fft2, array(2, 3, 4)),
    Sample(np.fft.fft2, array(2, 3, 4), (4, 3), (0, 2), 'ortho'),
    Sample(fft2_of_complex, array(3, 4), array(3, 4, seed=1)),
    Sample(np.fft.ifft2, array(3, 4)),
    Sample(ifft2_of_complex, array(3, 4), array(3, 4, seed=1), (2, 5), (-2, -1), 'forward'),
    Sample(np.fft.fftn, array(2, 3, 2)),
    Sample(np.fft.fftn, array(3, 4), axes=(0, 0), norm='ortho'),
    Sample(fftn_of_complex, array(2, 3, 4), array(2, 3, 4, seed=1), (3, 3), (2, 1), 'ortho'),
    Sample(fftn_of_complex, array(3, 4), array(3, 4, seed=1), None, None, None),
    Sample(np.fft.ifftn, array(3, 4), axes=(1,)),
    Sample(ifftn_of_complex, array(3, 4), array(3, 4, seed=1), (4, 3), (0, 1), 'forward'),

    Sample(np.fft.rfft, array(6)),
    Sample(np.fft.rfft, array(5), norm='ortho'),
    Sample(np.fft.rfft, array(1)),
    *[Sample(np.fft.rfft, array(3, 5), n, norm='forward') for n in (3, 4, 6, 7)],
    Sample(np.fft.rfft, array(4, 2), axis=0),
    Sample(irfft_of_complex, array(4), array(4, seed=1), None, -1, None),
    *[Sample(irfft_of_complex, array(2, 4), array(2, 4, seed=1), n, -1, 'ortho') for n in (1, 4, 5, 7, 8, 9)],
    Sample(irfft_of_complex, array(3, 2), array(3, 2, seed=1), 5, 0, 'forward'),
    Sample(np.fft.irfft, array(4)),
    Sample(hfft_of_complex, array(4), array(4, seed=1), None, -1, None),
    *[Sample(hfft_of_complex, array(2, 4), array(2, 4, seed=1), n, -1, 'ortho') for n in (4, 5, 7, 9)],
    Sample(np.fft.hfft, array(3, 2), axis=0, norm='forward'),
    Sample(np.fft.ihfft, array(6)),
    *[Sample(np.fft.ihfft, array(5, 2), n, 0, 'ortho') for n in (4, 5, 7)],
    Sample(np.fft.rfft2, array(2, 3, 4)),
    Sample(np.fft.rfft2, array(3, 5), s=(4, 3), norm='forward'),
    Sample(np.fft.rfftn, array(2, 3, 5)),
    Sample(np.fft.rfftn, array(2, 3, 4), (4, 3), (1, 0), 'ortho'),
    Sample(np.fft.rfftn, array(3, 4), axes=(0,)),
    Sample(np.fft.irfft2, array(3, 4)),
    Sample(irfft2_of_complex, array(3, 4), array(3, 4, seed=1), (4, 5), (0, 1), 'forward'),
    Sample(np.fft.irfftn, array(2, 3, 3)),
    Sample(irfftn_of_complex, array(2, 3, 4), array(2, 3, 4, seed=1), (4, 4), (2, 1), 'ortho'),
    Sample(irfftn_of_complex, array(3, 3), array(3, 3, seed=1), None, None, None),
    Sample(np.fft.fftshift, array(5)),
    Sample(np.fft.fftshift, array(3, 4), axes=(1,)),
    Sample(np.fft.ifftshift, array(5)),
    Sample(np.fft.ifftshift, array(3, 4), 0),
    Sample(power_spectrum, array(6), order=1),
    Sample(power_of_shifted, array(3, 4)),

    Sample(refit, array(3, 4), np.zeros((4, 2)), wrt=(0,)),
    Sample(unrfft, array(2, 4), np.zeros((2, 5)), 6, wrt=(0,)),
    Sample(unirfft, array(2, 5), np.zeros((2, 4)), wrt=(0,)),
    Sample(unhfft, array(2, 6), np.zeros((2, 4)), norm='ortho', wrt=(0,)),
    Sample(unihfft, array(3), np.zeros(5), wrt=(0,)),
    Sample(unrfftn, array(3, 3), np.zeros((4, 5)), (3, 4), (0, 1), wrt=(0,)),
    Sample(unirfftn, array(3, 4), np.zeros((3, 3)), wrt=(0,)),
]
