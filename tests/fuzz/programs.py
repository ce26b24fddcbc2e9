"""Whole programs by number: the same text for a number in every process."""
from __future__ import annotations

import linecache
from typing import Any

import attrs
import numpy as np

from tests.checks import inner, moved, random_like, slope
from tests.fuzz import calls, containers, flow, functions, objects, others, writes
from tests.fuzz.expressions import expression
from tests.fuzz.kinds import F, Skip, a_dict, a_list, a_record, a_tuple, array, drawn, is_moderate, kind_of
from tests.fuzz.maker import Maker, Scope, copied, run

WORDS = {'l': 'list', 'd': 'dict', 't': 'tuple', 'r': 'record'}
GROUPS = ('branches', 'loops', 'in_place', 'containers', 'calls')
MODULES = (flow, writes, containers, calls, others, objects, functions)  # importing them registers their statements


@attrs.frozen
class Made:
    """A program.

    tags: the constructs in it.
    """

    number: int
    text: str
    values: dict[str, Any]
    tags: frozenset[str]

    def arguments(self) -> dict[str, Any]:
        """Example arguments, new ones each time: a program may write into them."""
        return copied(self.values)

    def function(self) -> Any:
        """The function, whose source can be read."""
        file = f'<fuzz program {self.number}>'
        linecache.cache[file] = (len(self.text), None, self.text.splitlines(True), file)
        namespace: dict[str, Any] = {}
        exec(compile(self.text, file, 'exec'), namespace)
        return namespace[f'program_{self.number}']


class Program(Maker):
    """Writes a program: helpers and a function that calls them."""

    def __init__(self, seed: str, only: frozenset) -> None:
        super().__init__(seed, only)
        self.length, self.rows = self.random.choice([3, 3, 4]), 2
        self.only = only
        self.helper_tags: dict[str, set[str]] = {}
        self.header = ['import dataclasses', 'import functools', 'import itertools', '', 'import numpy as np', '',
                       'from tests.fuzz.kinds import Pair, State']

    def final(self, scope: Scope) -> list[str]:
        kind = scope.result
        terms = flow.terms(self, scope)
        if kind == F:
            if self.chance(0.4) and len(terms) > 1:
                return [f'return {terms[0]} * {" * ".join(terms[1:3])}']
            return [f'return {" + ".join(terms)}']
        if kind[0] == 'a':
            return [f'return {expression(self, scope, kind, 1)} * ({" + ".join(terms)})']
        name = self.new(scope)
        self.tags.add(f'result is a {WORDS[kind[0]]}')
        items = [expression(self, scope, F, 1), *[f'{part}' for part in terms[-1:]]]
        return [f'{name} = {" + ".join(terms)}',
                'return ' + {'l': f'[{name}, {items[0]}]', 't': f'{name}, {items[0]}',
                             'd': f'{{"a": {name}, "b": {items[0]}}}', 'r': f'Pair({name}, {items[0]})'}[kind[0]]]

    def argument(self) -> tuple:
        vector = array(self.length)
        kind = self.random.choices(
            [F, vector, array(self.rows, self.length), a_list(F, 3), a_list(vector, 2), a_dict(a=F, b=F),
             a_dict(a=vector, b=F), a_tuple(F, F), a_tuple(vector, F), a_record('Pair', F, vector),
             a_record('State', F, F), a_list(a_record('Pair', F, F), 2)],
            [6, 7, 3, 1, 0.6, 0.6, 0.6, 0.5, 0.5, 0.6, 0.6, 0.4])[0]
        if kind[0] in 'ldtr':
            self.tags.add(f'argument is a {WORDS[kind[0]]}')
        return kind

    def written(self, number: int) -> tuple[str, dict[str, Any]]:
        kinds = [self.argument() for _ in range(self.random.randint(1, 3))]
        values = {name: drawn(kind, self.random) for name, kind in zip('xyz', kinds)}
        result = self.random.choices([F, array(self.length), a_tuple(F, F), a_dict(a=F, b=F), a_list(F, 2),
                                      a_record('Pair', F, F)], [8, 1.5, 0.7, 0.4, 0.3, 0.4])[0]
        if not self.only or 'calls' in self.only:
            for _ in range(self.random.choice([0, 0, 1, 1, 2])):
                self.header += ['', '', *calls.helper(self, number)]
        helpers = dict(self.functions)
        lines = self.body(values, result, self.random.randint(3, 8))
        body = '\n'.join(lines)
        for name in helpers:
            if f'{name}(' in body:
                self.tags |= self.helper_tags[name]
        text = [*self.header, '', '', f'def program_{number}({", ".join(values)}):', *['    ' + line for line in lines]]
        return '\n'.join(text) + '\n', values


def is_smooth(text: str, name: str, values: dict[str, Any], least: float = 0.0) -> bool:
    """Whether a program has good numbers and a derivative, somewhere larger than `least`."""
    moves = False
    result = run(text, name, copied(values))
    if kind_of(result) is None or not is_moderate(result, 1e3):
        return False
    seed = random_like(result)
    for position, key in enumerate(values):
        along = random_like(values[key], position + 1)

        def at(step: float, key: str = key, along: Any = along) -> float:
            found = run(text, name, {**copied(values), key: moved(values[key], along, step)})
            return np.nan if found is None else inner(seed, found)
        try:
            near, middle, far = slope(at), slope(at, 3e-4), slope(at, 1e-3)
        except (AssertionError, KeyError, TypeError):
            return False
        # A comparison that turns within the farthest step leaves the slopes apart.
        if not np.isclose(near, middle, 1e-7, 1e-9) or not np.isclose(near, far, 1e-5, 1e-6) or abs(near) > 1e4:
            return False
        moves |= abs(near) >= least
    return moves


def made(number: int, only: frozenset = frozenset()) -> Made:
    """The program of a number, made of some groups of constructs or of all."""
    for attempt in range(200):
        maker = Program(f'{number} {attempt} {sorted(only)}', only)
        try:
            text, values = maker.written(number)
        except Skip:
            continue
        name = f'program_{number}'
        # Most programs have a derivative that is not zero, for others show little.
        if text.count('\n') <= 45 and is_smooth(text, name, values, 0.0 if number % 10 == 0 else 1e-3):
            return Made(number, text, values, frozenset(maker.tags))
    raise AssertionError(f'no program of number {number}')
