"""A part of the programs made at random, the same ones each time; `python -m tests.fuzz` runs any number of them."""
from __future__ import annotations

import hashlib
import os
import pathlib
import subprocess
import sys

import pytest

from tests.fuzz.check import outcome
from tests.fuzz.programs import made

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.mark.parametrize('number', range(12))
def test_right_or_refused(number):
    found = outcome(number, twice=number % 8 == 0, unoptimized=number % 4 == 0)
    assert found.what in ('right', 'refused'), f'{found.why}\n{made(number).text}{made(number).values}'


def test_each_construct_is_made():
    programs = [made(number) for number in range(200)]
    tags = {tag for program in programs for tag in program.tags}
    assert len(tags) >= 110
    assert sum(program.text.count('\n') for program in programs) / len(programs) < 30


def digest() -> str:
    """A number for the texts and arguments of some programs."""
    programs = [made(number) for number in range(0, 40)]
    return hashlib.sha256(repr([(program.text, program.values) for program in programs]).encode()).hexdigest()


def test_every_process_makes_the_same_programs():
    program = 'from tests.fuzz.test_fuzz import digest; print(digest())'
    found = {subprocess.run([sys.executable, '-c', program], cwd=ROOT, text=True, capture_output=True, check=True,
                            env={**os.environ, 'PYTHONHASHSEED': seed}).stdout for seed in '12'}
    assert len(found) == 1
