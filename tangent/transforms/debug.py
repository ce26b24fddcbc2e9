"""Exceptions in generated code that also show the user's own lines."""
from __future__ import annotations

import contextlib
import linecache
import traceback
from collections.abc import Iterator

from tangent.syntax.lines import users_origin


@contextlib.contextmanager
def debug() -> Iterator[None]:
    """Let exceptions in derivatives say which lines of the user's their generated lines come from.

    A context manager, or with brackets a decorator: `@tangent.debug()`. An exception that leaves it gets a note
    (`__notes__`), which stands below its message. Python 3.10 does not show notes: there the message itself is
    extended, where the exception has one that it shows as it is (a `KeyError` does not).

    >>> import tangent
    >>> def f(x, items):
    ...     y = x * items[3]
    ...     return y * y
    >>> with tangent.debug():  # doctest: +SKIP
    ...     tangent.grad(f)(2.0, [1.0])
    Traceback (most recent call last):
      ...
    IndexError: list index out of range
    Generated code, most recent call last:
      line 2 of dfdx
        y = x * items[3]
      is from the primal of
        File "example.py", line 2
        y = x * items[3]
    """
    try:
        yield
    except Exception as error:
        _explain(error)
        raise


def _explain(error: BaseException) -> None:
    """Add a note to an exception, and to those it came from, where generated code was on the way."""
    todo: list[BaseException | None] = [error]
    seen: set[int] = set()
    while todo:
        current = todo.pop()
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        lines = _users_lines(current)
        if lines:
            _add_note(current, '\n'.join(['Generated code, most recent call last:', *lines]))
        todo += [current.__cause__, current.__context__]


def _users_lines(error: BaseException) -> list[str]:
    """For each generated line that an exception passed through, the lines of the note."""
    lines = []
    for frame, line in traceback.walk_tb(error.__traceback__):
        origin = users_origin(frame.f_code.co_filename, line)
        if origin is not None:
            # The interpreter's own printing does not show generated lines before Python 3.13.
            text = linecache.getline(frame.f_code.co_filename, line).strip()
            lines += [f'  line {line} of {frame.f_code.co_name}', f'    {text}', f'  is from the {origin.role} of',
                      f'    File "{origin.file}", line {origin.line}', f'    {origin.text}']
    return lines


def _add_note(error: BaseException, note: str) -> None:
    if note in getattr(error, '__notes__', ()):  # a context inside another
        return
    if hasattr(error, 'add_note'):
        error.add_note(note)
        return
    error.__notes__ = [*getattr(error, '__notes__', ()), note]
    if not error.args or error.args == (str(error),):
        error.args = ('\n'.join([*error.args, note]),)
