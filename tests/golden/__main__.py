"""Write the golden texts anew: `python -m tests.golden`.  Read what `git diff` then shows."""
from pathlib import Path

import tangent

from .programs import GOLDEN

for name, derivative in GOLDEN.items():
    Path(__file__).with_name(f'{name}.txt').write_text(tangent.source(derivative), encoding='utf-8')
