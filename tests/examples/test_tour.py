"""The notebook runs from top to bottom, and shows what is stored in it.

`python -m tests.examples.test_tour` stores what it shows now.
"""
from pathlib import Path

import numpy as np
import pytest

nbformat = pytest.importorskip('nbformat', reason='nbformat is not installed')
nbclient = pytest.importorskip('nbclient', reason='nbclient is not installed')
pytest.importorskip('ipykernel', reason='ipykernel is not installed')

TOUR = Path(__file__).parent.parent.parent / 'examples' / 'tour.ipynb'


def executed():
    notebook = nbformat.read(TOUR, as_version=4)
    nbclient.NotebookClient(notebook, timeout=300, kernel_name='python3', record_timing=False, coalesce_streams=True,
                            resources={'metadata': {'path': str(TOUR.parent.parent)}}).execute()
    return notebook


def shown(notebook):
    """What the cells show: their texts and pages."""
    return [(cell.source, [output.get('text') or dict(output.get('data', {})) for output in cell.outputs])
            for cell in notebook.cells if cell.cell_type == 'code']


def test_the_notebook_runs_and_shows_what_is_stored():
    notebook = executed()
    if np.lib.NumpyVersion(np.__version__) >= '2.0.0':  # with NumPy 1 derivatives end with a cast
        assert shown(notebook) == shown(nbformat.read(TOUR, as_version=4))


def test_it_shows_pages_and_names_no_file_of_a_machine():
    text = TOUR.read_text(encoding='utf-8')
    assert '<!DOCTYPE html>' in text or '&lt;!DOCTYPE html&gt;' in text
    assert '/tmp/' not in text and 'ipykernel_' not in text


if __name__ == '__main__':
    nbformat.write(executed(), TOUR)
