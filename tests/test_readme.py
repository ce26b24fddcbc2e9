"""The README's code runs, in order and in one module, and prints what the README says.

`python tests/test_readme.py` writes what it prints now into the README.
"""
import contextlib
import io
import linecache
import re
from pathlib import Path

README = Path(__file__).parent.parent / 'README.md'
BLOCK = re.compile(r'(<!-- prints -->\n)?^```(\w+)\n(.*?)^```$', re.MULTILINE | re.DOTALL)


def printed_by(text: str) -> str:
    """The text with the blocks marked `<!-- prints -->` as the code block before each prints them."""
    module, printed = {'__name__': 'readme'}, ''
    # Every line of code keeps its number, so that errors show the README's lines.
    lines = [''] * text.count('\n')

    def run(match: re.Match) -> str:
        nonlocal printed
        is_output, language, code = match.groups()
        if is_output:
            return f'{is_output}```{language}\n{printed.strip()}\n```'
        if language == 'python':
            above = text.count('\n', 0, match.start()) + 1
            lines[above:above + code.count('\n')] = code.splitlines()
            linecache.cache['README.md'] = len(text), None, [line + '\n' for line in lines], 'README.md'
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(compile('\n' * above + code, 'README.md', 'exec'), module)
            printed = out.getvalue()
        return match.group()

    return BLOCK.sub(run, text)


def test_code_blocks():
    text = README.read_text(encoding='utf-8')
    assert text.count('<!-- prints -->') >= 3
    assert printed_by(text) == text


if __name__ == '__main__':
    for _ in range(2):  # longer output moves the lines that errors tell
        README.write_text(printed_by(README.read_text(encoding='utf-8')), encoding='utf-8')
