import pytest

for library in ('tensorflow', 'sklearn'):
    pytest.importorskip(library, reason=f'{library} is not installed')

from examples.tensorflow import networks  # noqa: E402


def test_convolutional_network():
    before, after, off = networks.train_convolutional(steps=20)
    assert after < before and off < 1e-5


def test_recurrent_network():
    before, after, off = networks.train_recurrent(steps=20)
    assert after < before and off < 1e-5


def test_hessian_vector_product():
    assert networks.hessian_vector_product()[1] < 1e-5
