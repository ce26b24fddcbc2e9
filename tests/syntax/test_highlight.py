"""The parts of Python text by kind, and as HTML."""
import html
import re

import pytest

from tangent.syntax.highlight import highlighted
from tangent.syntax.html import code_html

TEXT = '''def f(x, n=3):
    # a comment
    y = x.abs() + abs(x) * 1e-3 if n < 2 else """two
lines & <b>"""
    return f'{y:.2f}', y
'''


def test_the_parts_of_a_line_join_to_the_line():
    assert [''.join(text for _, text in line) for line in highlighted(TEXT)] == TEXT.splitlines()


def test_kinds():
    found = {(kind, text) for line in highlighted(TEXT) for kind, text in line}
    assert {('keyword', 'def'), ('defined', 'f'), ('number', '3'), ('comment', '# a comment'), ('builtin', 'abs'),
            ('number', '1e-3'), ('keyword', 'if'), ('string', '"""two'), ('string', 'lines & <b>"""')} <= found
    assert sum(text == 'abs' for line in highlighted(TEXT) for _, text in line) == 1  # a method is none of Python's


@pytest.mark.parametrize('text', ['x = (1,', 'x = """open', '', '  odd\n indent', 'x = $ ?'])
def test_text_that_is_no_python_is_kept(text):
    assert [''.join(part for _, part in line) for line in highlighted(text)] == text.splitlines()


def test_html_shows_the_text_and_nothing_else():
    shown = code_html(TEXT)
    assert '<b>' not in shown and '<span class="keyword">return</span>' in shown
    assert html.unescape(re.sub('</?span[^>]*>', '', shown)) == TEXT.rstrip('\n')
