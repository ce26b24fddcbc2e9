"""Derivatives of derivatives of derivatives over the whole corpus; `nox -s depth` runs them, the suite a sample."""
import itertools
import os

import pytest

from tests.test_forward import DEEP, _check_nesting, _programs

if 'TANGENT_DEPTH' not in os.environ:
    pytest.skip('nox -s depth runs it', allow_module_level=True)

MODES = ('reverse', 'forward')


@pytest.mark.parametrize('modes', list(itertools.product(MODES, repeat=3)), ids='-'.join)
@_programs(DEEP)
def test_third_order(number, program, modes):
    _check_nesting(program, modes)


@pytest.mark.parametrize('modes', [*itertools.product(MODES, repeat=4), ('reverse', *['forward'] * 4),
                                   ('forward', 'reverse', 'forward', 'reverse', 'forward')], ids='-'.join)
@_programs(DEEP[::25])
def test_fourth_and_fifth_order(number, program, modes):
    _check_nesting(program, modes)
