"""The README's code runs, in order and in one module, and prints what the README says."""
import contextlib
import io
import linecache
import re
from pathlib import Path

README = Path(__file__).parent.parent / 'README.md'
BLOCK = re.compile(r'(<!-- prints -->\n)?^```(\w+)\n(.*?)^```$', re.MULTILINE | re.DOTALL)


def test_code_blocks(monkeypatch):
    monkeypatch.chdir(README.parent)
    text = README.read_text(encoding='utf-8')
    module, printed, compared = {'__name__': 'readme'}, '', 0
    for match in BLOCK.finditer(text):
        is_output, language, code = match.groups()
        if is_output:
            assert printed.strip() == code.strip()
            compared += 1
        elif language == 'python':
            # As many lines before it as in the README, so that an error shows the README's line.
            code = '\n' * (text.count('\n', 0, match.start()) + 1) + code
            file = f'<README {match.start()}>'
            monkeypatch.setitem(linecache.cache, file, (len(code), None, code.splitlines(True), file))
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(compile(code, file, 'exec'), module)
            printed = out.getvalue()
    assert compared >= 3
