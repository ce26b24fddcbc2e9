"""How the tests run."""
import gc

import pytest

# Derivatives are kept, and with them many objects, which Python's collector would go through again and again.
gc.set_threshold(50_000, 20, 100)


def pytest_collection_modifyitems(items):
    """Tests of one program run in one process, as they differentiate it alike."""
    for item in items:
        program = getattr(item, 'callspec', None) and item.callspec.params.get('program')
        if program is not None and not any(item.iter_markers('xdist_group')):
            item.add_marker(pytest.mark.xdist_group(repr(program)))
