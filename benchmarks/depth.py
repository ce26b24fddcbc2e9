"""How long derivatives of derivatives are, and how long it takes to derive them."""
from __future__ import annotations

import inspect
import statistics
import time
from collections.abc import Callable, Sequence

import tangent
from benchmarks.gallery import PROGRAMS, Program
from benchmarks.tables import Table
from tangent.derive import cache

NESTINGS = {'reverse': (tangent.grad,), 'forward of reverse': (tangent.grad, tangent.jvp),
            'reverse of reverse': (tangent.grad, tangent.vjp),
            'forward of forward of reverse': (tangent.grad, tangent.jvp, tangent.jvp)}


def lines_of(function: Callable) -> int:
    """The lines of code of a derivative and of the generated functions that it calls."""
    stripped = [line.strip() for line in tangent.source(function).splitlines()]
    return sum(bool(line) and not line.startswith('#') for line in stripped)


def derived(program: Program, transforms: tuple) -> tuple[Callable, float]:
    """The last of nested derivatives, and the milliseconds that it alone took to derive."""
    function: Callable = program.f
    milliseconds = 0.0
    for transform in transforms:
        cache.forget()
        start = time.perf_counter()
        function = transform(function, wrt=program.wrt)
        milliseconds = 1000.0 * (time.perf_counter() - start)
    return function, milliseconds


def cell(program: Program, transforms: tuple, repeats: int) -> str:
    """The lines of a derivative, and the median time of several derivations."""
    made = [derived(program, transforms) for _ in range(repeats)]
    return f'{lines_of(made[0][0])}; {statistics.median(ms for _, ms in made):.0f} ms'


def measure(repeats: int = 3, programs: Sequence[Program] = PROGRAMS) -> list[Table]:
    """A table of lines and milliseconds by nesting."""
    rows = {}
    for program in programs:
        own = [line for line in inspect.getsource(program.f).splitlines() if line.strip()]
        rows[program.f.__name__] = [str(len(own)), *[cell(program, nesting, repeats)
                                                           for nesting in NESTINGS.values()]]
    return [Table('Lines of code; time to derive the outermost transform', ('f', *NESTINGS), rows)]
