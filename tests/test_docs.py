"""The code in docs/ and in CONTRIBUTING.md runs and prints what they say, and links lead somewhere.

`python -m tests.test_docs` writes what the code prints now into them.
"""
import re
from pathlib import Path

import pytest

from tests.test_readme import README, ROOT, check, refresh

DOCUMENTS = [*sorted((ROOT / 'docs').glob('*.md')), ROOT / 'CONTRIBUTING.md']
LINK = re.compile(r'\]\(([^)#:\s]+)(?:#[^)]*)?\)')
MODULE = re.compile(r'`((?:tangent|tests|examples|docs)/[\w/.-]*)`')


def name(path: Path) -> str:
    return path.name


@pytest.mark.parametrize('path', DOCUMENTS, ids=name)
def test_code_blocks(path):
    check(path)


@pytest.mark.parametrize('path', [README, ROOT / 'CHANGELOG.md', *DOCUMENTS], ids=name)
def test_links_and_files(path):
    text = path.read_text(encoding='utf-8')
    assert not [link for link in LINK.findall(text) if not (path.parent / link).exists()]
    assert not [file for file in MODULE.findall(text) if not (ROOT / file).exists()]


def test_every_refusal_shows_its_message_and_the_way_around_it():
    entries = (ROOT / 'docs' / 'refusals.md').read_text(encoding='utf-8').split('\n### ')[1:]
    for entry in entries:
        fences = re.findall(r'^(<!-- prints -->|```python)$', entry, re.MULTILINE)
        assert fences == ['```python', '<!-- prints -->'] * 2, entry.splitlines()[0]
        refusal, way_around = entry.split('<!-- prints -->')[:2]
        assert re.search(r'\nrefused\(\w*f', refusal) and 'refused(' not in way_around, entry.splitlines()[0]


if __name__ == '__main__':
    for document in DOCUMENTS:
        refresh(document)
