"""The README's code runs, in order and in one module, and prints what the README says.

`python -m tests.test_readme` writes what it prints now into the README.
"""
import contextlib
import io
import linecache
import re
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
README = ROOT / 'README.md'
BLOCK = re.compile(r'(<!-- prints -->\n)?^```(\w+)\n(.*?)^```$', re.MULTILINE | re.DOTALL)
ADDRESS = re.compile('0x[0-9a-f]{6,}')


def printed_by(text: str, file: str) -> str:
    """The text with the blocks marked `<!-- prints -->` as the code block before each prints them."""
    module, printed = {'__name__': 'document'}, ''
    # Every line of code keeps its number, so that errors show the document's lines.
    lines = [''] * text.count('\n')

    def run(match: re.Match) -> str:
        nonlocal printed
        is_output, language, code = match.groups()
        if is_output:
            shown = ADDRESS.sub('0x...', printed).strip('\n')
            return f'{is_output}```{language}\n{shown}\n```'
        if language == 'python':
            above = text.count('\n', 0, match.start()) + 1
            lines[above:above + code.count('\n')] = code.splitlines()
            linecache.cache[file] = len(text), None, [line + '\n' for line in lines], file
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(compile('\n' * above + code, file, 'exec'), module)
            printed = out.getvalue()
        return match.group()

    return BLOCK.sub(run, text)


def refresh(path: Path) -> None:
    """Write what a document's code prints now into it."""
    for _ in range(2):  # longer output moves the lines that errors tell
        path.write_text(printed_by(path.read_text(encoding='utf-8'), path.name), encoding='utf-8')


def check(path: Path) -> None:
    """Run a document's code, and compare what it prints."""
    text = path.read_text(encoding='utf-8')
    printed = printed_by(text, path.name)
    if np.lib.NumpyVersion(np.__version__) >= '2.0.0':  # with NumPy 1 derivatives end with a cast
        assert printed == text


def test_code_blocks():
    assert README.read_text(encoding='utf-8').count('<!-- prints -->') >= 3
    check(README)


if __name__ == '__main__':
    refresh(README)
