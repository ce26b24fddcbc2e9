"""Writing one function: blocks of statements, each run as soon as it is written and kept if its values are moderate."""
from __future__ import annotations

import contextlib
import random
import re
import signal
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import numpy as np

from tests.fuzz.kinds import Pair, Skip, State, fields_of, is_moderate, kind_of

NAMES = 'abcdeghkmopqrsuvwz'


@attrs.define
class Scope:
    """What is known at one place of a program.

    kinds: the variables that have values there.
    fixed: names that must not be assigned: counters, loop variables, what is iterated over.
    shared: what a loop runs over: lists that must not grow, arrays that are seldom written.
    args: names whose values are the caller's own.
    """

    kinds: dict[str, tuple]
    result: tuple
    depth: int = 3
    loops: int = 0
    may_continue: bool = True
    in_function: bool = False
    fixed: frozenset = frozenset()
    shared: frozenset = frozenset()
    args: frozenset = frozenset()

    def inner(self, loop: bool = False, fixed: tuple = (), may_continue: bool | None = None, **kinds: tuple) -> Scope:
        """The scope of a block in this one."""
        if self.depth == 0:
            raise Skip
        return attrs.evolve(
            self, kinds={**self.kinds, **kinds}, depth=self.depth - 1, loops=self.loops + loop,
            fixed=self.fixed | {*fixed, *(kinds if loop else ())},
            may_continue=self.may_continue if may_continue is None else may_continue)

    def of(self, *kinds: tuple) -> list[str]:
        return [name for name, kind in self.kinds.items() if kind in kinds]

    def arrays(self, dimensions: tuple = (1, 2)) -> list[str]:
        return [name for name, kind in self.kinds.items() if kind[0] == 'a' and len(kind[1]) in dimensions]

    def lists(self, least: int = 0) -> list[str]:
        return [name for name, kind in self.kinds.items() if kind[0] == 'l' and kind[2] >= least]

    def dicts(self) -> list[str]:
        return [name for name, kind in self.kinds.items() if kind[0] == 'd']

    def tuples(self) -> list[str]:
        return [name for name, kind in self.kinds.items() if kind[0] == 't']

    def records(self) -> list[str]:
        return [name for name, kind in self.kinds.items() if kind[0] == 'r']

    def shape(self, name: str) -> tuple[int, ...]:
        return self.kinds[name][1]


@attrs.frozen
class Statement:
    """A way to write a statement: `write(make, scope)` returns lines, or raises Skip."""

    write: Callable
    group: str
    weight: float


STATEMENTS: list[Statement] = []


def statement(group: str, weight: float = 1.0) -> Callable:
    """Register a way to write a statement."""
    def register(write: Callable) -> Callable:
        STATEMENTS.append(Statement(write, group, weight))
        return write
    return register


def indented(lines: list[str]) -> list[str]:
    return ['    ' + line for line in lines]


class Maker:
    """Writes the functions of one program.

    tags: the names of the constructs that were written.
    functions: those that can be called, `{name: (kinds of parameters, kind of result)}`.
    """

    def __init__(self, seed: Any, only: frozenset = frozenset(), size: tuple[int, int] = (3, 2)) -> None:
        self.random = random.Random(seed)
        self.tags: set[str] = set()
        self.functions: dict[str, tuple[tuple, tuple]] = {}
        self.born: dict[str, str] = {}
        self.header: list[str] = []
        self.length, self.rows = size
        self.ways = [way for way in STATEMENTS if not only or way.group in only or way.group == 'plain']

    # What all constructs choose with.

    def pick(self, items: Any) -> Any:
        items = list(items)
        if not items:
            raise Skip
        return self.random.choice(items)

    def several(self, items: Any, count: int) -> list:
        """Different ones of these."""
        if len(items) < count:
            raise Skip
        return self.random.sample(list(items), count)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def name(self, names: list[str]) -> str:
        """One of the names, for reading; those that were assigned late come more often."""
        name = names[-1] if names and self.chance(0.3) else self.pick(names)
        if name in self.born:
            self.tags.add(self.born[name])
        return name

    def number(self) -> str:
        return str(round(self.random.uniform(0.2, 1.5), 1))

    def target(self, scope: Scope, kind: tuple, fresh: float = 0.4) -> str:
        """A name to assign a value of a kind to; inside blocks a name keeps its kind."""
        known = [name for name in scope.of(kind) if name not in scope.fixed]
        if known and not self.chance(fresh):
            return self.pick(known)
        return self.new(scope)

    def new(self, scope: Scope) -> str:
        """A name that has no value yet."""
        return self.pick(name for name in NAMES if name not in scope.kinds and name not in self.functions
                         and name not in scope.fixed)

    # Blocks.

    def one(self, scope: Scope) -> list[str]:
        """A statement, and what it needs before it."""
        for _ in range(20):
            way = self.random.choices(self.ways, [way.weight for way in self.ways])[0]
            kinds, tags = dict(scope.kinds), set(self.tags)
            try:
                return way.write(self, scope)
            except Skip:
                scope.kinds, self.tags = kinds, tags
        raise Skip

    def block(self, scope: Scope, least: int = 1, most: int = 3) -> list[str]:
        lines: list[str] = []
        for _ in range(self.random.randint(least, most)):
            lines += self.one(scope)
        return lines

    def body(self, parameters: dict[str, Any], result: tuple, statements: int, depth: int = 3,
             in_function: bool = False) -> list[str]:
        """The statements of a function with example arguments, the last one returns a value of kind `result`."""
        scope = Scope({name: kind_of(value) for name, value in parameters.items()}, result, depth,
                      in_function=in_function, args=frozenset(parameters))
        lines: list[str] = []
        misses = 0
        while statements > 0 and misses < 20:
            kinds, tags, functions = dict(scope.kinds), set(self.tags), dict(self.functions)
            try:
                added = self.one(scope)
                found = self.probed(parameters, lines + added)
            except Skip:
                found = None
            if found is None:
                scope.kinds, self.tags, self.functions = kinds, tags, functions
                misses += 1
                continue
            lines += added
            statements -= 1
            if not isinstance(found, dict):     # the example returns here; a little that it does not reach follows
                statements = min(statements, 1)
                continue
            now = {name: kind_of(value) for name, value in found.items()}
            scope.kinds = {name: kind for name, kind in now.items() if kind is not None}
            scope.shared = frozenset()
            if added[0].startswith(('for ', 'while ', 'if ')):
                word = 'loop' if not added[0].startswith('if ') else 'branch'
                heads = [line.partition(' in ')[0] for line in added if line.lstrip().startswith('for ')]
                variables = re.findall(r'\w+', ' '.join(heads))
                self.born.update({name: 'loop variable read after the loop' if name in variables
                                  else f'name first assigned in a {word}' for name in scope.kinds if name not in kinds})
        return lines + self.final(scope)

    def final(self, scope: Scope) -> list[str]:
        raise NotImplementedError

    def probed(self, parameters: dict[str, Any], lines: list[str]) -> Any:
        """The variables after these statements ran; the result if they return one; None if they are of no use."""
        text = [*self.header, '', f'def probe({", ".join(parameters)}):', *indented(lines), '    return locals()']
        arguments = {name: copied(value) for name, value in parameters.items()}
        result = run('\n'.join(text), 'probe', arguments)
        if result is None:
            return None
        if isinstance(result, dict) and set(parameters) <= set(result):
            return result if all(map(is_moderate, result.values())) else None
        return (result,) if is_moderate(result) else None


def copied(value: Any) -> Any:
    """A copy of an example argument."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, (Pair, State)):
        return type(value)(*map(copied, fields_of(value).values()))
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return type(value)(map(copied, value)) if isinstance(value, (list, tuple)) else value


class TooSlow(BaseException):
    """Something takes longer than any program of this size may need: most likely a loop that does not end."""


@contextlib.contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Raise TooSlow if what is inside takes longer."""
    def alarm(*_: Any) -> None:
        raise TooSlow
    signal.signal(signal.SIGALRM, alarm)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def run(text: str, name: str, arguments: dict[str, Any]) -> Any:
    """What the function of a text returns; None if it fails, or warns of numbers that are not good."""
    namespace: dict[str, Any] = {}
    try:
        with at_most(2), warnings.catch_warnings(), np.errstate(all='raise', under='ignore'):
            warnings.simplefilter('error')
            exec(compile(text, '<probe>', 'exec'), namespace)
            return namespace[name](**arguments)
    except (ArithmeticError, LookupError, TypeError, ValueError, NameError, AttributeError, RuntimeError,
            RuntimeWarning, TooSlow):
        return None


