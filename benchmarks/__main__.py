"""Measure, print, and write the results down."""
from __future__ import annotations

import argparse
import platform
from pathlib import Path

import numpy as np
import rich.console

from benchmarks import depth, jacobian, modes

RESULTS = Path(__file__).with_name('results.md')
HEAD = """# What derivatives cost

Written by `python -m benchmarks --write`, with Python {python} and NumPy {numpy}, BLAS on one thread. Compare ratios,
which were each measured in one run, and not times. The programs, and the gradients by hand, are in
[gallery.py](gallery.py).
"""


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog='python -m benchmarks', description=__doc__)
    parser.add_argument('--write', action='store_true', help=f'write {RESULTS.name}')
    parser.add_argument('--budget', type=float, default=1.0, help='seconds for each row (1)')
    options = parser.parse_args(arguments)
    console = rich.console.Console()
    tables = []
    for measure in (lambda: modes.measure(options.budget), lambda: jacobian.measure(options.budget), depth.measure):
        for table in measure():
            console.print(table.shown())
            tables.append(table)
    if options.write:
        head = HEAD.format(python=platform.python_version(), numpy=np.__version__)
        RESULTS.write_text('\n\n'.join([head.strip(), *[table.markdown() for table in tables]]) + '\n')


if __name__ == '__main__':
    main()
