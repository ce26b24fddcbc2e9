"""What is refused of SciPy's transforms, and inverses."""
import numpy as np
import pytest

import tangent
from tests.templates.sample import array

fft = pytest.importorskip('scipy.fft')


@pytest.mark.parametrize('f, argument', [
    (lambda x: np.sum(fft.dct(x, overwrite_x=True)), 'overwrite_x'),
    (lambda x: np.sum(fft.rfft(x, workers=2).real), 'workers'),
], ids=['overwrite_x', 'workers'])
def test_what_the_rules_do_not_take_is_refused(f, argument):
    with pytest.raises(tangent.TangentError, match=argument):
        tangent.grad(f)


@pytest.mark.parametrize('there, back', [(fft.dct, fft.idct), (fft.dst, fft.idst), (fft.dctn, fft.idctn)])
@pytest.mark.parametrize('type', [1, 2, 3, 4])
def test_there_and_back(there, back, type):
    def f(x):
        return back(there(x, type, norm='forward'), type, norm='forward')
    x, e = array(2, 4), array(2, 4, seed=1)
    np.testing.assert_allclose(tangent.vjp(f)(x, e), e, rtol=1e-12)
