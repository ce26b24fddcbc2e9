"""Python text as HTML."""
from __future__ import annotations

from html import escape

from tangent.syntax.highlight import PLAIN, Parts, highlighted

# Colours for pages that are light and for those that are dark.
COLOURS = {'keyword': ('#8250df', '#c8a5ff'), 'string': ('#0a5c36', '#7ee2a8'), 'number': ('#0550ae', '#79c0ff'),
           'comment': ('#6a737d', '#8b949e'), 'builtin': ('#0b6e8a', '#76d9e6'), 'defined': ('#953800', '#ffb77c')}


def _colours(which: int) -> str:
    ink, paper = (('#1f2328', '#ffffff'), ('#e6edf3', '#0d1117'))[which]
    kinds = ' '.join(f'.tangent-source .{kind} {{ color: {pair[which]}; }}' for kind, pair in COLOURS.items())
    return f'.tangent-source {{ color: {ink}; background: {paper}; }} {kinds}'


STYLE = ('.tangent-source { font: 13px/1.5 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; } '
         f'{_colours(0)} @media (prefers-color-scheme: dark) {{ {_colours(1)} }}')


def code_html(text: str) -> str:
    """A text in colours, for a `<pre class="tangent-source">`.

    >>> code_html('x = 1 < 2')
    'x = <span class="number">1</span> &lt; <span class="number">2</span>'
    """
    return '\n'.join(map(parts_html, highlighted(text)))


def parts_html(parts: Parts) -> str:
    """One line, from its parts."""
    return ''.join(escape(text) if kind == PLAIN else f'<span class="{kind}">{escape(text)}</span>'
                   for kind, text in parts)
