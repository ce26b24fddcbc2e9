"""Samples of SciPy's Fourier, cosine and sine transforms."""
import numpy as np
from scipy import fft
from scipy.fft import hfft, hfft2, hfftn, irfft, irfft2, irfftn

from tangent.runtime.scipy.fft import undctn, undstn, unidctn, unidstn
from tests.templates.sample import Sample, array


def fft_of_complex(x, y, n, axis, norm):
    return fft.fft(x + 1j * y, n, axis, norm)


def ifft_of_complex(x, y, n, axis, norm):
    return fft.ifft(x + 1j * y, n, axis, norm)


def fft2_of_complex(x, y, s, axes, norm):
    return fft.fft2(x + 1j * y, s, axes, norm)


def irfft_of_complex(x, y, n, axis, norm):
    return irfft(x + 1j * y, n, axis, norm)


def hfft_of_complex(x, y, n, axis, norm):
    return hfft(x + 1j * y, n, axis, norm)


def hfft2_of_complex(x, y):
    return hfft2(x + 1j * y)


def hfftn_of_complex(x, y, s, axes, norm):
    return hfftn(x + 1j * y, s, axes, norm)


def irfftn_of_complex(x, y, s, axes, norm):
    return irfftn(x + 1j * y, s, axes, norm)


def irfft2_of_complex(x, y, s, axes, norm):
    return irfft2(x + 1j * y, s, axes, norm)


SAMPLES = [
    Sample(fft.fft, array(3, 4), 3, 0, 'ortho'),
    Sample(fft_of_complex, array(2, 4), array(2, 4, seed=1), 5, -1, 'forward'),
    Sample(fft.ifft, array(5)),
    Sample(ifft_of_complex, array(2, 4), array(2, 4, seed=1), 3, 1, None),
    Sample(fft.fft2, array(2, 3, 4)),
    Sample(fft2_of_complex, array(3, 4), array(3, 4, seed=1), (2, 5), (0, 1), 'forward'),
    Sample(fft.ifft2, array(3, 4), norm='ortho'),
    Sample(fft.ifft2, array(3, 4), (4, 3)),
    Sample(fft.fftn, array(2, 3, 2)),
    Sample(fft.fftn, array(3, 4), 3, 1),
    Sample(fft.ifftn, array(3, 4), (4, -1), (0, 1), 'forward'),
    Sample(fft.rfft, array(3, 5), 4, norm='forward'),
    Sample(fft.rfft, array(5, 2), axis=0),
    Sample(irfft_of_complex, array(4), array(4, seed=1), None, -1, None),
    Sample(irfft_of_complex, array(2, 4), array(2, 4, seed=1), 9, -1, 'ortho'),
    Sample(hfft_of_complex, array(2, 4), array(2, 4, seed=1), 5, -1, 'ortho'),
    Sample(fft.ihfft, array(5, 2), 4, 0, 'ortho'),
    Sample(fft.rfft2, array(3, 5), s=(4, 3), norm='forward'),
    Sample(fft.rfftn, array(2, 3, 5)),
    Sample(irfft2_of_complex, array(3, 4), array(3, 4, seed=1), (4, 5), (0, 1), 'forward'),
    Sample(irfftn_of_complex, array(2, 3, 4), array(2, 3, 4, seed=1), (4, 4), (2, 1), 'ortho'),
    Sample(irfftn_of_complex, array(3, 3), array(3, 3, seed=1), None, None, None),
    Sample(hfft2_of_complex, array(3, 4), array(3, 4, seed=1)),
    Sample(hfftn_of_complex, array(3, 4), array(3, 4, seed=1), (4, 5), (0, 1), 'forward'),
    Sample(hfftn, array(3, 4), axes=(0,), norm='ortho'),
    Sample(fft.ihfft2, array(3, 4)),
    Sample(fft.ihfftn, array(3, 5), (4, 3), norm='forward'),
    Sample(fft.fftshift, array(5)),
    Sample(fft.ifftshift, array(3, 5), 1),

    *[Sample(transform, array(4), type) for transform in (fft.dct, fft.idct, fft.dst, fft.idst)
      for type in (1, 2, 3, 4)],
    *[Sample(transform, array(4, 2), type, n, 0, norm) for transform in (fft.dct, fft.idct, fft.dst, fft.idst)
      for type, n, norm in [(1, None, 'ortho'), (2, 3, 'ortho'), (3, 5, 'forward')]],
    Sample(fft.dct, array(4), norm='ortho', orthogonalize=False),
    Sample(fft.idst, array(4), orthogonalize=True),
    Sample(fft.dctn, array(3, 4)),
    Sample(fft.dctn, array(2, 3, 4), 1, (3, 3), norm='ortho'),
    Sample(fft.idctn, array(3, 4), axes=(0,)),
    Sample(fft.dstn, array(3, 4), 3, norm='forward'),
    Sample(fft.idstn, array(3, 4), s=(4, 3), axes=(1, 0)),

    Sample(undctn, array(3, 4), np.zeros((4, 3)), 2, (3, 4), wrt=(0,)),
    Sample(unidctn, array(3), np.zeros(3), wrt=(0,)),
    Sample(undstn, array(3), np.zeros(3), wrt=(0,)),
    Sample(unidstn, array(3), np.zeros(3), wrt=(0,)),
]
