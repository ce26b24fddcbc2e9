"""Which tests run in one process: those of one program, as they differentiate it alike, and derivatives are kept."""
import pytest


def pytest_collection_modifyitems(items):
    for item in items:
        program = getattr(item, 'callspec', None) and item.callspec.params.get('program')
        if program is not None and not any(item.iter_markers('xdist_group')):
            item.add_marker(pytest.mark.xdist_group(repr(program)))
