"""The errors that tangent raises; all of them are `TangentError`s.

An error about the user's code carries `file`, `line` and `column`, and shows the
source line with a caret, what is wrong, and what to do instead.
"""
from __future__ import annotations

import linecache


class TangentError(Exception):
    """Something that tangent refuses: what is wrong, where, and what to do instead.

    Args:
        reason: what is wrong.
        remedy: what to do instead.
        file, line, column: the place in the user's code; line counts from 1, column from 0 and
            in bytes of UTF-8, as in Python's trees (the attribute counts characters).
        source: the source line, where it cannot be read again from the file.
    """

    def __init__(self, reason: str, remedy: str = '', *, file: str | None = None, line: int | None = None,
                 column: int | None = None, source: str | None = None) -> None:
        self.reason, self.remedy = reason, remedy
        self._place(file, line, column, source)
        super().__init__(self._text())

    def _place(self, file: str | None, line: int | None, column: int | None, source: str | None) -> None:
        if source is None and file is not None and line is not None:
            source = linecache.getline(file, line)
        self.file, self.line, self.source = file, line, (source or '').rstrip('\n')
        self.column = None if column is None else len(self.source.encode()[:column].decode(errors='ignore'))

    def at(self, file: str, line: int | None, column: int | None) -> TangentError:
        """The same error, at a place if it has none."""
        if self.line is None:
            self._place(file, line, column, None)
            self.args = (self._text(),)
        return self

    def _text(self) -> str:
        parts = [self.reason]
        if self.file is not None and self.line is not None:
            parts.append(f'  File "{self.file}", line {self.line}')
            if self.source.strip():
                indent = len(self.source) - len(self.source.lstrip())
                parts.append('    ' + self.source.strip())
                parts.append('    ' + ' ' * max(0, (self.column or indent) - indent) + '^')
        if self.remedy:
            parts.append(self.remedy)
        return '\n'.join(parts)


class SourceError(TangentError):
    """The source of a function cannot be found."""


class UnsupportedError(TangentError):
    """The function uses something that cannot be differentiated."""


class NoRuleError(UnsupportedError):
    """An active value goes into a function that has neither a rule nor a source."""


class ArgumentError(TangentError, ValueError):
    """A transform was called with arguments that make no sense: `wrt`, `mode`, options."""


class SeedError(TangentError, ValueError):
    """The seed does not fit the result of the function."""


class KindError(TangentError, TypeError):
    """A derivative met a value of a kind that it cannot handle."""


class RuleError(TangentError):
    """A rule that cannot be used as it is written or registered."""


class BlockError(TangentError, RuntimeError):
    """A function with code for the backward pass is run without being differentiated."""


class CheckError(TangentError, AssertionError):
    """A derivative that finite differences disagree with."""
