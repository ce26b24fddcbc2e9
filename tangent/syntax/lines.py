"""Where the lines of generated code come from: known by file and line, for every text that was generated.

A frame, a code object or a traceback entry has both, so the user's line is found for callees too:

    users_origin(frame.f_code.co_filename, frame.f_lineno)
"""
from __future__ import annotations

from collections.abc import Mapping

import attrs

from tangent.syntax.function import DERIVED, Origin

_origins: dict[str, Mapping[int, Origin]] = {}


def register(file: str, origins: Mapping[int, Origin]) -> None:
    """Keep the origins of the lines of a generated text."""
    _origins[file] = origins


def users_origin(file: str, line: int) -> Origin | None:
    """Where a line of generated code comes from in what the user wrote; None if from nowhere.

    The line of a derivative of a derivative is followed to the end. Its role is the one that it has in the
    last derivative in which it is more than a line of the function differentiated.
    """
    found, role = None, None
    while file in _origins:
        found = _origins[file].get(line)
        if found is None:
            return None
        if role is None and found.role in DERIVED:
            role = found.role
        file, line = found.file, found.line
    return found if found is None or role is None else attrs.evolve(found, role=role)


def users_origins(file: str) -> dict[int, Origin]:
    """The user's origins of all lines of a generated text that have one, by line number."""
    found = {line: users_origin(file, line) for line in sorted(_origins.get(file, ()))}
    return {line: origin for line, origin in found.items() if origin is not None}
