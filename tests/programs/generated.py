"""Programs made at random, the same ones each time: branches, returns and calls over arrays that broadcast."""
from __future__ import annotations

import linecache
import random
from typing import Any

import numpy as np

from tests.programs.program import Program

SHAPES = [(), (3,), (2, 1), (1, 3), (2, 3)]
UNARY = [
    'np.sin({})', 'np.tanh({})', 'np.exp(-{} * {})', '-{}', '{} ** 2', '{} ** 3', '2.0 * {}', '{} / 1.5',
    '{} - 0.3', 'np.sqrt({} * {} + 1.0)', 'np.log(1.5 + np.cos({}))', 'np.where({} > 0.1, {}, 0.5)',
    'np.sum({})', 'np.mean({})', '1.0 / (2.0 + np.sin({}))', 'abs({})', 'np.maximum({}, 0.2)', '{} * {}',
    '{} + {}',
]
BINARY = [
    '{} + {}', '{} - {}', '{} * {}', '{} * {}', '{} / (1.5 + np.cos({}))', 'np.where({} > 0.1, {}, 0.5)',
    'np.maximum({}, {})', 'np.arctan2({}, 2.0 + np.cos({}))', '{} * 0.5 * {}', '({} + 1.0) * {}',
    'np.sum({} * {})', 'np.tanh({}) @ np.ones(3) * {}',
]
OF_ARRAYS = [
    'np.sum({}, axis=0)', 'np.sum({}, axis=-1, keepdims=True)', '{}.mean(axis=-1, keepdims=True)', '{}.T.T',
    '{}[:1]', '{}[0]', 'np.max({}, axis=-1, keepdims=True)', '{}.reshape({}.shape)', '{}.sum()',
    '{}[..., ::-1]', 'np.cumsum({}, axis=0)',
]
_MOST = 50.0


class _Maker:
    """Makes one function, keeping the values that its example arguments give at hand."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.numbers = np.random.default_rng(seed)

    def argument(self) -> Any:
        shape = self.random.choice(SHAPES)
        if shape == () and self.random.random() < 0.5:
            return float(self.numbers.uniform(0.3, 1.5))
        return self.numbers.uniform(0.3, 1.5, shape) * self.numbers.choice([-1.0, 1.0], shape)

    def expression(self, values: dict[str, Any], helper: Any) -> str:
        names = list(values)
        left, right = self.random.choice(names), self.random.choice(names)
        kind = self.random.random()
        if helper is not None and kind < 0.15:
            return f'helper({left}, {right})'
        if kind < 0.5:
            return self.random.choice(BINARY).format(left, right)
        if kind < 0.75 or np.ndim(values[left]) == 0:
            form = self.random.choice(UNARY)
        else:
            form = self.random.choice(OF_ARRAYS)
        return form.format(*[left] * form.count('{}'))

    def evaluated(self, text: str, values: dict[str, Any], helper: Any) -> Any:
        """What an expression gives, or None if it is of no use."""
        try:
            with np.errstate(all='ignore'):
                value = eval(text, {'np': np, 'helper': helper}, dict(values))
                np.broadcast_shapes(np.shape(value), (2, 3))
        except (ValueError, IndexError, TypeError, AttributeError):
            return None
        useful = np.all(np.isfinite(value)) and np.max(np.abs(value)) < _MOST
        return value if useful and np.ndim(value) <= 2 else None

    def block(self, values: dict[str, Any], helper: Any, count: int, depth: int, indent: str,
              unsure: tuple = ()) -> list[str]:
        """Statements; `values` gets those of the names that are assigned on the path the example takes."""
        lines: list[str] = []
        while count > 0:
            count -= 1
            if depth and self.random.random() < 0.25:
                lines += self.branch(values, helper, depth, indent)
                continue
            text = self.expression(values, helper)
            if self.random.random() < 0.35:
                other = self.random.choice(list(values))
                text = f'{text} {self.random.choice("+-*")} {other}'
            value = self.evaluated(text, values, helper)
            if value is None:
                continue
            name = self.random.choice([*values, *'abcuvw', *'abcuvw'])
            if unsure and name not in unsure:
                name = self.random.choice(unsure)
            if unsure and np.shape(value) != np.shape(values[name]):
                continue
            values[name] = value
            lines.append(f'{indent}{name} = {text}')
        return lines

    def branch(self, values: dict[str, Any], helper: Any, depth: int, indent: str) -> list[str]:
        """An if statement that assigns names which have values already."""
        name = self.random.choice(list(values))
        bound = round(float(np.sum(values[name])) + self.random.choice([-0.5, 0.5]), 3)
        taken = float(np.sum(values[name])) > bound
        known = tuple(values)
        blocks = []
        for truth in (True, False):
            inside = dict(values)
            inner = self.block(inside, helper, self.random.randint(1, 3), depth - 1, indent + '    ', known)
            if self.random.random() < 0.2:
                inner.append(f'{indent}    return np.sum({self.random.choice(known)}) * 0.5')
            blocks.append((inner, inside))
        (body, inside), (orelse, outside) = blocks
        values.update(inside if taken else outside)
        lines = [f'{indent}if np.sum({name}) > {bound}:', *(body or [f'{indent}    pass'])]
        return lines + ([f'{indent}else:', *orelse] if orelse else [])

    def result(self, values: dict[str, Any]) -> str:
        names = self.random.sample(list(values), min(3, len(values)))
        return ' + '.join(f'np.sum({name})' for name in names) if self.random.random() < 0.6 else names[-1]

    def program(self, number: int) -> Program:
        text = ['import numpy as np', '', '']
        helper = None
        if self.random.random() < 0.5:
            arguments = {'p': self.argument(), 'q': 0.7}
            body = self.block(dict(arguments), None, self.random.randint(1, 3), 1, '    ')
            result = self.random.choice(['p * q', 'p + q', 'q * q * p'])
            text += ['def helper(p, q):', *body, f'    return {result}', '', '']
            namespace: dict[str, Any] = {}
            exec('\n'.join(text), namespace)
            helper = namespace['helper']
        values = {name: self.argument() for name in ('x', 'y', 'z')[:self.random.randint(1, 3)]}
        args = dict(values)
        body = self.block(values, helper, self.random.randint(2, 7), 2, '    ')
        text += [f'def program_{number}({", ".join(args)}):', *body, f'    return {self.result(values)}', '']
        file = f'<generated program {number}>'
        source = '\n'.join(text)
        linecache.cache[file] = (len(source), None, source.splitlines(True), file)
        namespace = {}
        exec(compile(source, file, 'exec'), namespace)
        return Program(namespace[f'program_{number}'], tuple(args.values()), wrt=tuple(args))


def made(number: int) -> Program:
    """The program of a number."""
    return _Maker(number).program(number)
