"""Functions that a program calls: helpers, closures, lambdas, recursion."""
from __future__ import annotations

import re
from typing import Any

from tests.fuzz.expressions import atom, expression, number, written_call
from tests.fuzz.flow import terms
from tests.fuzz.kinds import F, Skip, a_dict, a_list, a_tuple, array, drawn, integer
from tests.fuzz.maker import Maker, Scope, indented, statement


@statement('calls', 5.5)
def call_statement(make: Maker, scope: Scope) -> list[str]:
    name = make.pick(make.functions)
    result = make.functions[name][1]
    text = written_call(make, scope, name)
    if result is None:
        make.tags.add('helper that writes into its argument')
        return [text]
    if result[0] == 't' and make.chance(0.6):
        kinds = result[1]
        names = make.several([letter for letter in 'abcdegh' if letter not in scope.fixed], len(kinds))
        if scope.depth < 3 and any(scope.kinds.get(n, k) != k for n, k in zip(names, kinds)):
            raise Skip
        make.tags.add('unpacking')
        scope.kinds.update(zip(names, kinds))
        return [f'{", ".join(names)} = {text}']
    target = make.target(scope, result)
    scope.kinds[target] = result
    return [f'{target} = {text}']


@statement('calls', 1.4)
def nested_function(make: Maker, scope: Scope) -> list[str]:
    """A closure over what is there."""
    if scope.depth < 3 or scope.in_function:
        raise Skip
    kind = make.pick([F, F, array(make.length)])
    name, parameter = make.pick(name for name in ('inner', 'local') if name not in make.functions), 'p'
    inside = scope.inner(**{parameter: kind})
    inside.in_function, inside.result, inside.loops = True, kind, 0
    inside.fixed |= {*scope.kinds}
    inside.args = frozenset({parameter})
    make.tags.add('closure')
    if make.chance(0.3):
        make.tags.add('lambda')
        lines = [f'{name} = lambda {parameter}: {with_name(make, inside, kind, parameter)}']
    else:
        # Arrays of the function around are read, not written: that is a construct of its own.
        lines = make.block(fenced(inside), 0, 2)
        lines = [f'def {name}({parameter}):',
                 *indented([*lines, f'return {with_name(make, inside, kind, parameter)}'])]
    make.functions[name] = ((kind,), kind)
    if make.chance(0.3):       # what is assigned again after a closure read it
        scope.fixed |= {*re.findall(r'\w+', '\n'.join(lines))}
    return lines


def fenced(scope: Scope) -> Scope:
    """The scope without what a closure would write into the function around; its own names are new."""
    scope.kinds = {name: kind for name, kind in scope.kinds.items() if kind in (F, ) or name in scope.args}
    scope.shared |= {*scope.kinds}
    return scope


@statement('calls', 1.2)
def closure_that_writes(make: Maker, scope: Scope) -> list[str]:
    if scope.depth < 3 or scope.in_function or 'put' in make.functions:
        raise Skip
    name = make.name([name for name in scope.arrays((1,)) if name not in scope.args])
    make.tags.add('closure that writes what it captured')
    make.functions['put'] = ((integer(scope.shape(name)[0]), F), None)
    return ['def put(i, p):', f'    {name}[i] {make.pick(["=", "+="])} p * {atom(number(make, scope, 0))}']


def with_name(make: Maker, scope: Scope, kind: tuple, name: str) -> str:
    return f'{expression(make, scope, kind)} {make.pick("+-*")} {make.pick(["0.5 * ", "", "0.3 * "])}{name}'


class Helper(Maker):
    """Writes a helper function."""

    def final(self, scope: Scope) -> list[str]:
        if scope.result == F:
            return [f'return {" + ".join(terms(self, scope)[:2])}']
        return [f'return {expression(self, scope, scope.result, 1)}']


def helper(make: Any, number_of: int) -> list[str]:
    """The text of a helper; `make` gets its tags and knows its kinds."""
    name = make.pick(name for name in ('helper', 'step', 'model', 'update') if name not in make.functions)
    choice = make.random.random()
    if choice < 0.13:
        return recursive(make)
    if choice < 0.25:
        return writer(make)
    vector = array(make.length)
    matrix = array(make.rows, make.length)
    kinds = make.pick([(F,), (F, F), (F, F), (vector,), (vector, F), (vector, F), (F, integer(4)), (matrix, vector)])
    result = make.pick([F, F, F, vector, vector, a_tuple(F, F), a_tuple(F, vector), a_tuple(vector, F),
                        a_dict(a=F, b=F), a_dict(a=vector, b=F), a_list(F, 2)])
    writing = Helper(f'{number_of} of {make.random.random()}', make.only, (make.length, make.rows))
    writing.functions, writing.header = dict(make.functions), make.header
    parameters = {letter: drawn(kind, make.random) for letter, kind in zip('pqr', kinds)}
    lines = writing.body(parameters, result, make.random.randint(1, 3), depth=2, in_function=True)
    make.functions[name] = (kinds, result)
    make.helper_tags[name] = {*writing.tags, 'helper', *(['helper that returns a tuple'] if result[0] == 't' else []),
                              *(['helper that returns a dict'] if result[0] == 'd' else []),
                              *(['helper with a loop'] if any(line.startswith(('for ', 'while ')) for line in lines)
                                else []),
                              *(['helper that writes its own array'] if any('write' in tag for tag in writing.tags)
                                else [])}
    return [f'def {name}({", ".join(parameters)}):', *indented(lines)]


def recursive(make: Any) -> list[str]:
    name = 'again'
    if name in make.functions:
        raise Skip
    make.functions[name] = ((F, integer(4)), F)
    make.helper_tags[name] = {'recursion'}
    inner = make.pick(['np.sin(p)', 'p * 0.7', 'p + 0.3', 'p * p'])
    last = make.pick([f'return p * 0.5 + {name}({inner}, n - 1)', f'return np.tanh(p * {name}({inner}, n - 1))',
                      f'q = {name}({inner}, n - 1)\n    return q * p - q'])
    base = make.pick(['p', 'p * p', '1.0 + p', 'np.cos(p)'])
    lines = [f'def {name}(p, n):', '    if n == 0:', f'        return {base}']
    if make.chance(0.3):
        lines += [f'    if p {make.pick("<>")} {make.number()}:', f'        p = {make.pick(["p * 0.8", "-p"])}']
    return [*lines, *f'    {last}'.split('\n')]


def writer(make: Any) -> list[str]:
    """A helper that writes into the array it is given."""
    if 'fill' in make.functions:
        raise Skip
    vector = array(make.length)
    make.functions['fill'] = ((vector, F), None)
    make.helper_tags['fill'] = {'helper that writes into its argument'}
    return ['def fill(out, p):', *make.pick([
        ['    for i in range(len(out)):', '        out[i] = p * (i + 1.0)'],
        ['    out[0] = p', '    out[1:] *= p'],
        ['    out += p'],
        ['    for i in range(1, len(out)):', '        out[i] += p * out[i - 1]'],
        ['    out[...] = np.sin(p)']])]
