"""Modules of derivatives on disk, which are known for generated code as long as nobody edited them."""
from __future__ import annotations

import functools
import hashlib
import linecache

GENERATED = '<tangent '  # how the names of the files begin that hold generated code in memory
_MARK = '# Written by tangent, as of '


def stamped(text: str) -> str:
    """The text of a module under a line that says whether it was edited since."""
    return f'{_MARK}{_digest(text)}.\n{text}'


def is_generated_file(filename: str) -> bool:
    """Whether a file is the text of a generated function, or a module of derivatives as it was written."""
    if filename.startswith(GENERATED):
        return True
    first = linecache.getline(filename, 1)
    return first.startswith(_MARK) and _is_unedited(''.join(linecache.getlines(filename)))


@functools.lru_cache(maxsize=64)
def _is_unedited(module: str) -> bool:
    first, _, text = module.partition('\n')
    return first == f'{_MARK}{_digest(text)}.'


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
