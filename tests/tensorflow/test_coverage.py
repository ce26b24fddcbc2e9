"""Every function of the list of TensorFlow's most used ones is known."""
from __future__ import annotations

import operator
import pathlib

import pytest

tf = pytest.importorskip('tensorflow', reason='TensorFlow is not installed')

from tangent.templates.registry import definition, lookup  # noqa: E402
from tangent.templates.tensorflow import MODULES  # noqa: E402,F401


@pytest.mark.parametrize('name', pathlib.Path(__file__).with_name('known.txt').read_text().split())
def test_function_is_known(name):
    function = operator.attrgetter(name.removeprefix('tf.'))(tf)
    assert lookup(function) is not None or definition(function) is not None
