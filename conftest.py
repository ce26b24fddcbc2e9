"""What the tests need before they run."""
import doctest
import gc

import numpy as np
import pytest


def pytest_collection_finish() -> None:
    """Leave what was imported and collected to itself: going through it again and again takes a sixth of the time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the tests of a program to one process, which derives once what they share; mind NumPy 1."""
    for item in items:
        program = item.callspec.params.get('program') if hasattr(item, 'callspec') else None
        if program is not None:
            item.add_marker(pytest.mark.xdist_group(repr(program)))
    # Derivatives end with a cast there, and their sources are not those that docstrings show.
    if np.lib.NumpyVersion(np.__version__) >= '2.0.0':
        return
    for item in items:
        test = getattr(item, 'dtest', None)
        if isinstance(test, doctest.DocTest) and any(
                text in e.source for e in test.examples for text in ('tangent.source', 'verbose')):
            item.add_marker(pytest.mark.skip(reason='NumPy 1 needs a cast at the end'))
