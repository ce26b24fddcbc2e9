"""A derivative beside the function it was made of."""
from __future__ import annotations

import webbrowser
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

from tangent.syntax.highlight import highlighted
from tangent.transforms.links import Block, sides
from tangent.transforms.options import history
from tangent.transforms.page import page

# As rich calls them.
_STYLES = {'keyword': 'magenta', 'string': 'green', 'number': 'cyan', 'comment': 'bright_black', 'builtin': 'blue',
           'defined': 'yellow'}
_ROLES = {'primal': 'blue', 'adjoint': 'red', 'tangent': 'green'}
_SAVED = '\u25cf'


class Shown:
    """A derivative beside its function: a page in notebooks and browsers, coloured in terminals through rich.

    html: the page, which needs nothing else.
    """

    def __init__(self, function: Callable) -> None:
        *transforms, name = history(function)
        self.title = f'{" of ".join(transforms)} of {name}'
        self.sides = sides(function)
        self.html = page(self.title, self.sides)

    def save(self, path: str | Path) -> Path:
        """Write the page to a file, and return its path."""
        path = Path(path)
        path.write_text(self.html, encoding='utf-8')
        return path

    def open(self, path: str | Path) -> bool:
        """Write the page to a file and open that in a browser; whether there is one."""
        return webbrowser.open(self.save(path).resolve().as_uri())

    def _repr_html_(self) -> str:
        """The page in a frame, so that a notebook's styles and the page's do not mix."""
        return (f'<iframe srcdoc="{escape(self.html)}" title="{escape(self.title)}" '
                'style="width: 100%; height: 600px; border: 1px solid #d0d7de"></iframe>')

    def __repr__(self) -> str:
        return '\n'.join(self._lines(False))

    def __rich_console__(self, console: Any, options: Any) -> Iterator[str]:
        yield from self._lines(True)

    def _lines(self, markup: bool) -> Iterator[str]:
        """The lines of both sides; of each generated line with the number of the user's line that it comes from."""
        for block in self.sides.users:
            yield _in(block.place, 'bold', markup)
            yield from _rows(block, markup)
            yield ''
        for number, block in enumerate(self.sides.generated):
            yield from ['', *_rows(block, markup)] if number else _rows(block, markup)


def _rows(block: Block, markup: bool) -> Iterator[str]:
    for row, parts in zip(block.rows, highlighted(block.text)):
        text = ''.join(_in(text, _STYLES.get(kind, ''), markup) for kind, text in parts)
        own = row.places[0][1] if row.places else ''
        yield (_in(f'{own:>5} ', _ROLES.get(row.role, 'bright_black'), markup)
               + _in(_SAVED if row.tapes else ' ', 'yellow', markup) + ' ' + text).rstrip()


def _in(text: str, style: str, markup: bool) -> str:
    """A text in a style of rich's, with what rich would read as a style escaped."""
    if not markup:
        return text
    text = text.replace('[', r'\[') + ('\\' if text.endswith('\\') else '')
    return f'[{style}]{text}[/]' if style else text


def show(function: Callable) -> Shown:
    """A derivative and the function it was made of side by side.

    In a notebook the value shows itself: pointing at a line lights up the lines that it comes from or led to on
    the other side, and what loops save is marked. `show(df).save('df.html')` writes that page to a file, and
    `show(df).open('df.html')` opens it in a browser too. In a terminal it prints as text, and in colours with
    `rich.print(show(df))`: each generated line after the number of the user's line that it comes from.

    Args:
        function: what a transform returned.

    Returns:
        An object with the page in `html`, that displays itself.

    Raises:
        ArgumentError: if no transform made the function.

    >>> import tangent
    >>> def f(x):
    ...     return x * x
    >>> page = tangent.show(tangent.grad(f)).html
    >>> page.startswith('<!DOCTYPE html>'), 'http' in page
    (True, False)
    """
    return Shown(function)
